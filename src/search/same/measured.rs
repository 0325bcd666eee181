//! How many copies are found, and how many of those found are none?
//!
//! The set is made of the sample collection: copies are its articles with what papers do to them, and beside them stand
//! articles that share much with others and are no copies. A part of it is enough here; `FUNDSTELLE_COPIES=all` takes all. With
//! `FUNDSTELLE_COPIES=INDEX` the passages of that index that have copies are counted instead, and a hundred drawn of them
//! shown for reading: minutes on a large one.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::HashMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::*;
use crate::corpus::{Article, ReadOptions, Record, WalkOptions, discover, read};
use crate::index::{UpdateOptions, update};
use crate::passage::sentences;
use crate::random::SplitMix;

/// Contributions of a text that are compared as thresholds.
const THRESHOLDS: [f32; 5] = [0.4, 0.5, 0.6, 0.7, 0.8];

/// What may be done to an article before it is printed again.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Edit {
    /// Every so-many-th word is another.
    Words(usize),
    Numbers,
    Headline,
    /// Sentences are left out.
    Drop,
    /// Sentences are new.
    Add,
    /// The end is left out: a third or half.
    Shorten,
    /// A paragraph of the paper's own, before or after.
    Local,
    /// Other quotation marks, dashes and ss.
    Marks,
}

use Edit::{Add, Drop, Headline, Local, Marks, Numbers, Shorten, Words};

const COPIES: [&[Edit]; 10] = [
    &[Marks],
    &[Words(50), Headline],
    &[Words(25)],
    &[Numbers, Headline],
    &[Drop, Add],
    &[Shorten],
    &[Local, Headline],
    &[Shorten, Words(30), Headline],
    &[Drop, Local, Numbers],
    &[Marks, Words(40), Add, Drop],
];

#[derive(Debug, Clone)]
struct Text {
    /// Articles of one family are copies of each other.
    family: usize,
    edits: &'static [Edit],
    title: String,
    sentences: Vec<String>,
}

struct Maker {
    random: SplitMix,
    words: Vec<String>,
}

impl Maker {
    /// A sentence that nobody has written.
    fn sentence(&mut self) -> String {
        let words: Vec<String> = (0..8 + self.random.below(12)).map(|_| self.word()).collect();
        format!("Und {}.", words.join(" "))
    }

    fn word(&mut self) -> String {
        self.words[self.random.below(self.words.len())].clone()
    }

    fn edit(&mut self, text: &mut Text, edit: Edit) {
        let count = text.sentences.len();
        match edit {
            Words(every) => {
                self.each_word(
                    text,
                    |maker, word| {
                        if maker.random.below(every) == 0 { maker.word() } else { word.to_owned() }
                    },
                )
            }
            Numbers => self.each_word(text, |maker, word| match word.bytes().any(|byte| byte.is_ascii_digit()) {
                true => (10 + maker.random.below(90)).to_string(),
                false => word.to_owned(),
            }),
            Headline => text.title = self.sentence(),
            Drop => (0..1 + count / 8).for_each(|_| {
                text.sentences.remove(self.random.below(text.sentences.len()));
            }),
            Add => (0..1 + count / 8).for_each(|_| {
                let at = self.random.below(text.sentences.len());
                text.sentences.insert(at, self.sentence());
            }),
            Shorten => text.sentences.truncate(count - count / (2 + self.random.below(2))),
            Local => {
                let at = if self.random.below(2) == 0 { 0 } else { count };
                (0..3).for_each(|_| text.sentences.insert(at, self.sentence()));
            }
            Marks => text.sentences.iter_mut().for_each(|sentence| {
                *sentence = sentence.replace(['„', '“'], "\"").replace('–', "-").replace('ß', "ss");
            }),
        }
    }

    fn each_word(&mut self, text: &mut Text, mut change: impl FnMut(&mut Maker, &str) -> String) {
        for sentence in &mut text.sentences {
            *sentence = sentence.split(' ').map(|word| change(self, word)).collect::<Vec<String>>().join(" ");
        }
    }
}

/// Every so-many-th article of the sample collection, copies of each, and articles that are none.
fn texts(every: usize) -> Vec<Text> {
    let articles = sample(every);
    let words = articles.iter().flat_map(|article| article.body.split_whitespace()).map(str::to_owned).collect();
    let mut maker = Maker { random: SplitMix(2026), words };
    let original = |(family, article): (usize, &Article)| {
        let title = article.title.clone();
        let one = |range: Range<usize>| article.body[range].split_whitespace().collect::<Vec<_>>().join(" ");
        Text { family, edits: &[], title, sentences: sentences(&article.body).into_iter().map(one).collect() }
    };
    let originals: Vec<Text> = articles.iter().enumerate().map(original).collect();
    let mut all = originals.clone();
    for text in &originals {
        for edits in COPIES {
            let mut copy = Text { edits, ..text.clone() };
            edits.iter().for_each(|edit| maker.edit(&mut copy, *edit));
            all.push(copy);
        }
    }
    let boilerplate: Vec<String> = (0..2).map(|_| maker.sentence()).collect();
    for at in 0..originals.len() {
        // What follows up a story: a third of it told again, a third of another of the same story, the rest new.
        let mut sentences = Vec::new();
        for from in [at, (at + 1) % originals.len()] {
            let part = &originals[from].sentences;
            sentences.extend_from_slice(&part[part.len() / 3..2 * part.len() / 3]);
        }
        (0..6).for_each(|_| sentences.push(maker.sentence()));
        let (family, title) = (all.len(), originals[at].title.clone());
        all.push(Text { family, edits: &[], title, sentences });
        // Short news with what the paper prints under all of them.
        let mut sentences: Vec<String> = (0..4).map(|_| maker.sentence()).collect();
        sentences.extend_from_slice(&boilerplate);
        all.push(Text { family: all.len(), edits: &[], title: maker.sentence(), sentences });
    }
    all
}

fn sample(every: usize) -> Vec<Article> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut articles = Vec::new();
    for file in discover(&[folder], &WalkOptions::default()).unwrap().files {
        let take = &mut |record| {
            if let Record::Article(article) = record {
                articles.push(*article);
            }
            ControlFlow::Continue(())
        };
        read(&file, &ReadOptions::default(), take).unwrap();
    }
    articles.into_iter().step_by(every).collect()
}

/// An index of `texts`, whose ids are their numbers; paragraphs end where they like.
fn index(dir: &Path, texts: &[Text]) -> Searcher {
    let mut random = SplitMix(7);
    let mut lines = String::new();
    for (id, text) in texts.iter().enumerate() {
        let mut body = String::new();
        for sentence in &text.sentences {
            body += sentence;
            body += if random.below(4) == 0 { "\n\n" } else { " " };
        }
        lines += &serde_json::json!({"id": id.to_string(), "title": text.title, "text": body}).to_string();
        lines += "\n";
    }
    let source = dir.join("articles.jsonl");
    fs::write(&source, lines).unwrap();
    update(&dir.join("index"), &[source], &UpdateOptions::default()).unwrap();
    Searcher::open(&dir.join("index")).unwrap()
}

/// Every suspect of a unit with its likeness.
fn compared(searcher: &Searcher, unit: &Unit, texts: &mut Texts<'_>) -> Vec<(Suspect, f32)> {
    let suspects = searcher.suspects(unit).unwrap();
    suspects.into_iter().map(|suspect| (suspect.clone(), texts.likeness(unit, &suspect).unwrap())).collect()
}

/// Pairs found that are copies, pairs found, copies found, copies, by threshold.
#[derive(Default, Clone, Copy)]
struct Counts {
    right: usize,
    found: usize,
    recalled: usize,
    copies: usize,
}

impl Counts {
    fn precision(&self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.recalled as f64 / self.copies.max(1) as f64
    }
}

fn print(what: &str, counts: &[Counts; THRESHOLDS.len()]) {
    for (threshold, counts) in THRESHOLDS.iter().zip(counts) {
        let Counts { right, found, recalled, copies } = *counts;
        println!(
            "{what} {threshold}: precision {:.4} ({right} of {found}), recall {:.4} ({recalled} of {copies})",
            counts.precision(),
            counts.recall()
        );
    }
}

/// What is looked through: articles and their passages.
struct Survey<'a> {
    searcher: &'a Searcher,
    texts: &'a [Text],
    /// How many families are articles of the sample collection; they come first.
    originals: usize,
    /// The text of an article by its number.
    numbers: HashMap<u64, usize>,
    cache: Texts<'a>,
}

impl Survey<'_> {
    fn text(&self, suspect: &Suspect) -> &Text {
        &self.texts[self.numbers[&suspect.place.number]]
    }

    /// Adds what is found of a unit of text number `id`. `is_copy`: the original must be among it.
    fn count(&mut self, id: usize, unit: &Unit, is_copy: bool, counts: &mut [Counts; THRESHOLDS.len()]) {
        let found = compared(self.searcher, unit, &mut self.cache);
        let family = self.texts[id].family;
        for (counts, threshold) in counts.iter_mut().zip(THRESHOLDS) {
            let found = found.iter().filter(|(_, likeness)| *likeness >= threshold).map(|(suspect, _)| suspect);
            // Passages of follow-ups do stand elsewhere; as articles they are no copies.
            let is_passage = matches!(unit, Unit::Passage(_));
            let found: Vec<&Suspect> =
                found.filter(|suspect| !is_passage || self.text(suspect).family < self.originals).collect();
            counts.found += found.len();
            counts.right += found.iter().filter(|suspect| self.text(suspect).family == family).count();
            let is_found = found.iter().any(|suspect| self.numbers[&suspect.place.number] == family);
            counts.copies += usize::from(is_copy);
            counts.recalled += usize::from(is_copy && is_found);
        }
    }
}

#[test]
fn precision_and_recall_on_edited_articles() {
    let what = std::env::var("FUNDSTELLE_COPIES").ok();
    let every = match what.as_deref() {
        Some("all") => 1,
        Some(index) => return read_through(&Searcher::open(Path::new(index)).unwrap()),
        None => 4,
    };
    let texts = texts(every);
    let dir = tempfile::tempdir().unwrap();
    let searcher = &index(dir.path(), &texts);
    let at = |id: usize| searcher.address_of(&id.to_string()).unwrap().unwrap();
    let places: Vec<Place> = (0..texts.len()).map(|id| Place::of(searcher, at(id))).collect();
    let numbers = places.iter().enumerate().map(|(id, place)| (place.number, id)).collect();
    let originals = texts.iter().take_while(|text| text.edits.is_empty()).count();
    let mut survey = Survey { searcher, texts: &texts, originals, numbers, cache: Texts::new(searcher) };
    let (mut articles, mut passages) = ([Counts::default(); THRESHOLDS.len()], [Counts::default(); THRESHOLDS.len()]);
    for (id, (text, place)) in texts.iter().zip(&places).enumerate() {
        let is_copy = !text.edits.is_empty();
        survey.count(id, &Unit::Article(place.clone()), is_copy, &mut articles);
        // Nothing in these is new, so every passage of them that is long enough stands in the original.
        let is_old = is_copy && !text.edits.iter().any(|edit| matches!(edit, Add | Local | Drop));
        for doc in place.docs.clone().filter(|_| text.family < originals) {
            let is_long = !searcher.sketch(place.segment, doc..doc + 1).is_empty();
            let unit = Unit::Passage(DocAddress::new(place.segment, doc));
            survey.count(id, &unit, is_old && is_long, &mut passages);
        }
    }
    println!("{} articles, {originals} with copies", texts.len());
    print("articles", &articles);
    print("passages", &passages);
    counted_once(searcher, &texts);
    let at = THRESHOLDS.iter().position(|threshold| *threshold == SAME).unwrap();
    for counts in [articles[at], passages[at]] {
        assert!(counts.copies > 200 && counts.found > 200);
        assert!(counts.precision() >= 0.98 && counts.recall() >= 0.95, "{} {}", counts.precision(), counts.recall());
    }
}

/// Of all articles together one of each family stays.
fn counted_once(searcher: &Searcher, texts: &[Text]) {
    let at = |id: usize| searcher.address_of(&id.to_string()).unwrap().unwrap();
    let passages: Vec<DocAddress> = (0..texts.len()).map(at).collect();
    let is_first = searcher.first_of_copies(&passages, None).unwrap();
    let wrong = |is: bool| {
        texts
            .iter()
            .zip(&is_first)
            .filter(|(text, is_first)| text.edits.is_empty() != **is_first && **is_first == is)
            .count()
    };
    let (twice, never) = (wrong(true), wrong(false));
    println!("counted once: of {} articles {twice} are counted twice, {never} never", texts.len());
    assert!((twice + never) * 25 < texts.len());
}

/// Every so-many-th passage is looked at.
const STEP: u32 = 7;
const SHOWN: usize = 100;

fn read_through(searcher: &Searcher) {
    let mut pairs = Vec::new();
    let (mut passages, mut sketched) = (0, 0);
    let mut folded = [0; THRESHOLDS.len()];
    for (ord, segment) in (0..).zip(searcher.postings().all()) {
        for doc in (0..segment.passages()).step_by(STEP as usize).filter(|doc| segment.is_alive(*doc)) {
            let at = DocAddress::new(ord, doc);
            passages += 1;
            sketched += usize::from(segment.sketch(doc..doc + 1).next().is_some());
            let found = compared(searcher, &Unit::Passage(at), &mut Texts::new(searcher));
            let best = found.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
            let Some((suspect, likeness)) = best else { continue };
            folded.iter_mut().zip(THRESHOLDS).for_each(|(count, least)| *count += usize::from(likeness >= least));
            if likeness >= THRESHOLDS[0] {
                pairs.push((at, suspect, likeness));
            }
        }
    }
    println!("{passages} passages, {sketched} with a sketch; have a copy by threshold {THRESHOLDS:?}: {folded:?}");
    let mut random = SplitMix(1);
    pairs.retain(|(_, _, likeness)| *likeness >= SAME);
    for _ in 0..SHOWN.min(pairs.len()) {
        let (at, suspect, likeness) = pairs.swap_remove(random.below(pairs.len()));
        let own = searcher.stored(at).unwrap();
        println!("\n== {likeness:.2} {} {}\n{}", own.article, own.title, own.text.replace('\n', " / "));
        for doc in suspect.docs {
            let other = searcher.stored(DocAddress::new(suspect.place.segment, doc)).unwrap();
            println!("-- {} {}\n{}", other.article, other.title, other.text.replace('\n', " / "));
        }
    }
}
