//! Precision and recall of the search for copies.
//!
//! The articles are made from the sample collection: copies with the edits that papers make, and articles that share much
//! with others without being copies. The test takes a part of the collection; `FUNDSTELLE_COPIES=all` takes all of it. With
//! `FUNDSTELLE_COPIES=INDEX` the passages of that index that have copies are counted instead, and a hundred of them, drawn at
//! random, are printed for reading. That takes minutes on a large index.

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

/// Similarities that are compared as thresholds.
const THRESHOLDS: [f32; 5] = [0.4, 0.5, 0.6, 0.7, 0.8];

/// An edit that a paper makes before it reprints an article.
#[derive(Debug, Clone, Copy, PartialEq)]
enum CopyEdit {
    /// One word in this many is replaced, on average.
    Words(usize),
    Numbers,
    Headline,
    /// Sentences are dropped.
    Drop,
    /// Sentences are added.
    Add,
    /// A third or half is cut at the end.
    Shorten,
    /// A paragraph by the paper itself, before or after.
    Local,
    /// Replaced quotation marks and dashes, ss for ß.
    Marks,
}

use CopyEdit::{Add, Drop, Headline, Local, Marks, Numbers, Shorten, Words};

const COPIES: [&[CopyEdit]; 10] = [
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
struct SampleText {
    /// Number of the family: its articles are copies of each other.
    family: usize,
    edits: &'static [CopyEdit],
    title: String,
    sentences: Vec<String>,
}

/// Makes texts of words of the sample collection.
struct TextMaker {
    random: SplitMix,
    words: Vec<String>,
}

impl TextMaker {
    /// A random sentence.
    fn sentence(&mut self) -> String {
        let words: Vec<String> = (0..8 + self.random.below(12)).map(|_| self.word()).collect();
        format!("Und {}.", words.join(" "))
    }

    fn word(&mut self) -> String {
        self.words[self.random.below(self.words.len())].clone()
    }

    fn edit(&mut self, text: &mut SampleText, edit: CopyEdit) {
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

    fn each_word(&mut self, text: &mut SampleText, mut change: impl FnMut(&mut TextMaker, &str) -> String) {
        for sentence in &mut text.sentences {
            *sentence = sentence.split(' ').map(|word| change(self, word)).collect::<Vec<String>>().join(" ");
        }
    }
}

/// Every `every`-th article of the sample collection, copies of each, and articles that are not copies.
fn texts(every: usize) -> Vec<SampleText> {
    let articles = sample(every);
    let words = articles.iter().flat_map(|article| article.body.split_whitespace()).map(str::to_owned).collect();
    let mut maker = TextMaker { random: SplitMix(2026), words };
    let original = |(family, article): (usize, &Article)| {
        let title = article.title.clone();
        let sentence = |range: Range<usize>| article.body[range].split_whitespace().collect::<Vec<_>>().join(" ");
        SampleText {
            family,
            edits: &[],
            title,
            sentences: sentences(&article.body).into_iter().map(sentence).collect(),
        }
    };
    let originals: Vec<SampleText> = articles.iter().enumerate().map(original).collect();
    let mut all = originals.clone();
    for text in &originals {
        for edits in COPIES {
            let mut copy = SampleText { edits, ..text.clone() };
            edits.iter().for_each(|edit| maker.edit(&mut copy, *edit));
            all.push(copy);
        }
    }
    let boilerplate: Vec<String> = (0..2).map(|_| maker.sentence()).collect();
    for at in 0..originals.len() {
        // A follow-up: a third of the article again, a third of another one of the same story, the rest new.
        let mut sentences = Vec::new();
        for from in [at, (at + 1) % originals.len()] {
            let part = &originals[from].sentences;
            sentences.extend_from_slice(&part[part.len() / 3..2 * part.len() / 3]);
        }
        (0..6).for_each(|_| sentences.push(maker.sentence()));
        let (family, title) = (all.len(), originals[at].title.clone());
        all.push(SampleText { family, edits: &[], title, sentences });
        // Short news with the boilerplate that the paper prints below all of them.
        let mut sentences: Vec<String> = (0..4).map(|_| maker.sentence()).collect();
        sentences.extend_from_slice(&boilerplate);
        all.push(SampleText { family: all.len(), edits: &[], title: maker.sentence(), sentences });
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

/// An index of `texts`, whose ids are their numbers. Paragraphs end at random.
fn index(dir: &Path, texts: &[SampleText]) -> Searcher {
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

/// All suspects of a unit with their similarities.
fn compare(searcher: &Searcher, unit: &TextUnit, cache: &mut WordCache<'_>) -> Vec<(CopySuspect, f32)> {
    let suspects = searcher.find_suspects(unit).unwrap();
    suspects.into_iter().map(|suspect| (suspect.clone(), cache.similarity(unit, &suspect).unwrap())).collect()
}

/// Counts of pairs of a text and an article, for one threshold.
#[derive(Default, Clone, Copy)]
struct PairCounts {
    /// Found pairs that are copies.
    right: usize,
    /// Found pairs.
    found: usize,
    /// Copies whose original was found.
    recalled: usize,
    /// Copies.
    copies: usize,
}

impl PairCounts {
    fn precision(&self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.recalled as f64 / self.copies.max(1) as f64
    }
}

fn print(what: &str, counts: &[PairCounts; THRESHOLDS.len()]) {
    for (threshold, counts) in THRESHOLDS.iter().zip(counts) {
        let PairCounts { right, found, recalled, copies } = *counts;
        println!(
            "{what} {threshold}: precision {:.4} ({right} of {found}), recall {:.4} ({recalled} of {copies})",
            counts.precision(),
            counts.recall()
        );
    }
}

/// Searches copies of articles and their passages.
struct Survey<'a> {
    searcher: &'a Searcher,
    texts: &'a [SampleText],
    /// Number of families made of articles of the sample collection, which come first.
    originals: usize,
    /// Index in `texts` by article number.
    numbers: HashMap<u64, usize>,
    cache: WordCache<'a>,
}

impl Survey<'_> {
    fn text(&self, suspect: &CopySuspect) -> &SampleText {
        &self.texts[self.numbers[&suspect.article.article]]
    }

    /// Counts the suspects of `unit`, which is text number `id` or a passage of it. If `is_copy`, the original must be found.
    fn count(&mut self, id: usize, unit: &TextUnit, is_copy: bool, counts: &mut [PairCounts; THRESHOLDS.len()]) {
        let suspects = compare(self.searcher, unit, &mut self.cache);
        let family = self.texts[id].family;
        for (counts, threshold) in counts.iter_mut().zip(THRESHOLDS) {
            let found = suspects.iter().filter(|(_, similarity)| *similarity >= threshold).map(|(suspect, _)| suspect);
            // Passages of follow-ups do occur elsewhere, although the articles are not copies.
            let is_passage = matches!(unit, TextUnit::Passage(_));
            let found: Vec<&CopySuspect> =
                found.filter(|suspect| !is_passage || self.text(suspect).family < self.originals).collect();
            counts.found += found.len();
            counts.right += found.iter().filter(|suspect| self.text(suspect).family == family).count();
            let is_found = found.iter().any(|suspect| self.numbers[&suspect.article.article] == family);
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
        Some(index) => return print_copies(&Searcher::open(Path::new(index)).unwrap()),
        None => 4,
    };
    let texts = texts(every);
    let dir = tempfile::tempdir().unwrap();
    let searcher = &index(dir.path(), &texts);
    let at = |id: usize| searcher.find_article(&id.to_string()).unwrap().unwrap();
    let ranges: Vec<PassageRange> = (0..texts.len()).map(|id| PassageRange::containing(searcher, at(id))).collect();
    let numbers = ranges.iter().enumerate().map(|(id, range)| (range.article, id)).collect();
    let originals = texts.iter().take_while(|text| text.edits.is_empty()).count();
    let mut survey = Survey { searcher, texts: &texts, originals, numbers, cache: WordCache::new(searcher) };
    let (mut articles, mut passages) =
        ([PairCounts::default(); THRESHOLDS.len()], [PairCounts::default(); THRESHOLDS.len()]);
    for (id, (text, range)) in texts.iter().zip(&ranges).enumerate() {
        let is_copy = !text.edits.is_empty();
        survey.count(id, &TextUnit::Article(range.clone()), is_copy, &mut articles);
        // Without new text, every passage that is long enough occurs in the original.
        let is_old = is_copy && !text.edits.iter().any(|edit| matches!(edit, Add | Local | Drop));
        for doc in range.docs.clone().filter(|_| text.family < originals) {
            let is_long = !searcher.sketch(range.segment, doc..doc + 1).is_empty();
            let unit = TextUnit::Passage(DocAddress::new(range.segment, doc));
            survey.count(id, &unit, is_old && is_long, &mut passages);
        }
    }
    println!("{} articles, {originals} with copies", texts.len());
    print("articles", &articles);
    print("passages", &passages);
    assert_counted_once(searcher, &texts, &ranges);
    let at = THRESHOLDS.iter().position(|threshold| *threshold == MIN_COPY_SIMILARITY).unwrap();
    for counts in [articles[at], passages[at]] {
        assert!(counts.copies > 200 && counts.found > 200);
        assert!(counts.precision() >= 0.98 && counts.recall() >= 0.95, "{} {}", counts.precision(), counts.recall());
    }
}

/// Asserts that of all articles together nearly exactly one of each family is counted.
fn assert_counted_once(searcher: &Searcher, texts: &[SampleText], ranges: &[PassageRange]) {
    let is_first = searcher.first_of_copies(ranges, None).unwrap();
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

/// One passage in this many is examined.
const PASSAGE_STRIDE: u32 = 7;
/// Pairs that are printed.
const SHOWN_PAIRS: usize = 100;

/// Prints how many passages of an index have copies, and some of them.
fn print_copies(searcher: &Searcher) {
    let mut pairs = Vec::new();
    let (mut passages, mut sketched) = (0, 0);
    let mut folded = [0; THRESHOLDS.len()];
    for (ord, segment) in (0..).zip(searcher.postings().all()) {
        for doc in (0..segment.passages()).step_by(PASSAGE_STRIDE as usize).filter(|doc| segment.is_alive(*doc)) {
            let at = DocAddress::new(ord, doc);
            passages += 1;
            sketched += usize::from(segment.sketch(doc..doc + 1).next().is_some());
            let suspects = compare(searcher, &TextUnit::Passage(at), &mut WordCache::new(searcher));
            let best = suspects.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
            let Some((suspect, similarity)) = best else { continue };
            folded.iter_mut().zip(THRESHOLDS).for_each(|(count, least)| *count += usize::from(similarity >= least));
            if similarity >= THRESHOLDS[0] {
                pairs.push((at, suspect, similarity));
            }
        }
    }
    println!("{passages} passages, {sketched} with a sketch; have a copy by threshold {THRESHOLDS:?}: {folded:?}");
    let mut random = SplitMix(1);
    pairs.retain(|(_, _, similarity)| *similarity >= MIN_COPY_SIMILARITY);
    for _ in 0..SHOWN_PAIRS.min(pairs.len()) {
        let (at, suspect, similarity) = pairs.swap_remove(random.below(pairs.len()));
        let own = searcher.stored_passage(at).unwrap();
        println!("\n== {similarity:.2} {} {}\n{}", own.article, own.title, own.text.replace('\n', " / "));
        for doc in suspect.docs {
            let other = searcher.stored_passage(DocAddress::new(suspect.article.segment, doc)).unwrap();
            println!("-- {} {}\n{}", other.article, other.title, other.text.replace('\n', " / "));
        }
    }
}
