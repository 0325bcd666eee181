//! The ranking as one would write it down: every passage looked at, with tantivy's own lists, no bound and no shortcut. What
//! the fast way finds must be the same.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use tantivy::postings::Postings as _;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet as _, TERMINATED, Term};

use super::*;
use crate::index::{Progress, UpdateOptions, update};
use crate::measure::queries::{TimedQuery, draw_queries, parse_queries};
use crate::query::{parse, plan};
use crate::retrieval::{Matching, Places, Scorer, Span, scorers};
use crate::search::{SearchOptions, Searcher};

/// Passages that are ranked together in the first tier.
const TIER: usize = 50;
/// Queries that are compared.
const QUERIES: usize = 1000;

/// The postings of each list of a plan in one segment: passage to places.
type Postings = Vec<HashMap<u32, Vec<u32>>>;

struct Plain<'a> {
    searcher: &'a Searcher,
    plan: &'a Plan,
    postings: Vec<Postings>,
}

impl<'a> Plain<'a> {
    fn new(searcher: &'a Searcher, plan: &'a Plan) -> Plain<'a> {
        let segments = searcher.tantivy().segment_readers().iter();
        let postings = segments.map(|reader| {
            let lists = plan.lists.iter().map(|known| {
                let mut all: HashMap<u32, Vec<u32>> = HashMap::new();
                let index = reader.inverted_index(known.field).unwrap();
                for text in &known.texts {
                    let term = Term::from_field_text(known.field, text);
                    let option = IndexRecordOption::WithFreqsAndPositions;
                    let Some(mut postings) = index.read_postings(&term, option).unwrap() else { continue };
                    let mut places = Vec::new();
                    while postings.doc() != TERMINATED {
                        postings.positions(&mut places);
                        all.entry(postings.doc()).or_default().extend(&places);
                        postings.advance();
                    }
                }
                all
            });
            lists.collect()
        });
        Plain { searcher, plan, postings: postings.collect() }
    }

    fn places(&self, segment: usize, list: usize, doc: u32) -> &[u32] {
        self.postings[segment][list].get(&doc).map_or(&[], Vec::as_slice)
    }

    fn phrase_freq(&self, segment: usize, words: &[(usize, u32)], doc: u32) -> u32 {
        let begins = |first: &&u32| {
            words.iter().all(|(list, at)| {
                let place = (**first + at).checked_sub(words[0].1);
                place.is_some_and(|place| self.places(segment, *list, doc).contains(&place))
            })
        };
        self.places(segment, words[0].0, doc).iter().filter(begins).count() as u32
    }

    /// Every choice of one place of each word, and the narrowest of them.
    fn window(&self, segment: usize, words: &[usize], doc: u32) -> Option<u32> {
        let mut windows = vec![(u32::MAX, 0)];
        for list in words {
            let places = self.places(segment, *list, doc);
            windows = windows.iter().flat_map(|(a, b)| places.iter().map(|at| (*at.min(a), *at.max(b)))).collect();
            windows.sort_unstable();
            windows.dedup();
        }
        windows.iter().map(|(first, last)| last - first).min()
    }

    fn spans(&self, segment: usize, what: &Places, doc: u32) -> Vec<Span> {
        let words = |list: usize| self.places(segment, list, doc).iter().copied();
        match what {
            Places::None => Vec::new(),
            Places::Word(list) => words(*list).map(|at| (at, at)).collect(),
            Places::Phrase(parts) => {
                let length = parts.iter().map(|(_, at)| *at).max().unwrap_or(0);
                let begins = |begin: &u32| parts.iter().all(|(list, at)| words(*list).any(|place| place == begin + at));
                (0..1_000).filter(begins).map(|begin| (begin, begin + length)).collect()
            }
            Places::Close(lists, width) => {
                let has_all = |(first, last): &Span| {
                    lists.iter().all(|list| words(*list).any(|place| (*first..=*last).contains(&place)))
                };
                let all: Vec<u32> = lists.iter().flat_map(|list| words(*list)).collect();
                let smallest = |first: u32| (first..=first + width).map(|last| (first, last)).find(has_all);
                all.into_iter().filter_map(smallest).collect()
            }
            Places::Any(parts) => parts.iter().flat_map(|part| self.spans(segment, part, doc)).collect(),
            Places::Near(near) => {
                let right = self.spans(segment, &near.right, doc);
                let left = self.spans(segment, &near.left, doc);
                let pairs = left.iter().flat_map(|a| right.iter().map(move |b| (*a, *b)));
                pairs.filter_map(|(a, b)| near.closeness.joined(a, b)).collect()
            }
            Places::Between(what, begin, end) => {
                let pairs: Vec<Span> = words(*begin).zip(words(*end)).collect();
                let spans = self.spans(segment, what, doc).into_iter();
                spans.filter(|span| pairs.iter().any(|pair| pair.0 <= span.0 && span.1 <= pair.1)).collect()
            }
        }
    }

    fn is_true(&self, segment: usize, what: &Matching, doc: u32) -> bool {
        let any = |parts: &[Matching]| parts.iter().any(|part| self.is_true(segment, part, doc));
        match what {
            Matching::Nothing => false,
            Matching::Everything => true,
            Matching::On(list) => !self.places(segment, *list, doc).is_empty(),
            Matching::Phrase(words) => self.phrase_freq(segment, words, doc) > 0,
            Matching::Near(words, width) => self.window(segment, words, doc).is_some_and(|window| window <= *width),
            Matching::Placed(what, _) => !self.spans(segment, what, doc).is_empty(),
            Matching::Dated(days) => {
                let date = self.searcher.lists().all()[segment].date.first(doc);
                date.is_some_and(|date| days.contains(&date))
            }
            Matching::Any(parts) => any(parts),
            Matching::All(parts) => parts.iter().all(|part| self.is_true(segment, part, doc)),
            Matching::Except(what, parts) => self.is_true(segment, what, doc) && !any(parts),
        }
    }

    fn points(&self, segment: usize, doc: u32, scorers: &[Scorer], bm25: &[Bm25<'_>]) -> u32 {
        let points = scorers.iter().map(|scorer| {
            let (freq, field, weight) = match scorer {
                Scorer::Word { list, field, weight } => (self.places(segment, *list, doc).len() as u32, field, weight),
                Scorer::Phrase { words, field, weight } => (self.phrase_freq(segment, words, doc), field, weight),
                Scorer::Presence { list, points } => {
                    return if self.places(segment, *list, doc).is_empty() { 0 } else { *points };
                }
            };
            if freq > 0 { bm25[*field].points(*weight, doc, freq) } else { 0 }
        });
        points.sum()
    }

    /// The best by their own words.
    fn best(&self, what: &Matching) -> Vec<(u32, Ranked)> {
        let segments = self.searcher.lists();
        let (scorers, fields) = scorers(self.plan);
        let mut all = Vec::new();
        for (at, segment) in segments.all().iter().enumerate() {
            let bm25: Vec<Bm25<'_>> = fields.iter().map(|field| Bm25::new(segments, segment, *field)).collect();
            for doc in (0..segment.passages()).filter(|doc| segment.is_alive(*doc)) {
                if self.is_true(at, what, doc) {
                    let points = self.points(at, doc, &scorers, &bm25);
                    all.push((points, Ranked::new(Candidate::new(points, at, doc), segments)));
                }
            }
        }
        all.sort_by_key(|(points, hit)| (std::cmp::Reverse(*points), hit.order));
        all.truncate(TIER);
        all
    }

    /// The ten best of the first tier.
    fn ranked(&self) -> Vec<Ranked> {
        let sure = self.plan.sure.as_ref().map(|sure| self.best(sure)).unwrap_or_default();
        let mut hits: Vec<Ranked> = sure.into_iter().map(|(_, hit)| hit).collect();
        for (_, hit) in self.best(&self.plan.matching) {
            if hits.iter().all(|known| known.order != hit.order) {
                hits.push(hit);
            }
        }
        hits.truncate(TIER);
        let shares = self.shares(&hits);
        in_order(&mut hits, &shares, &self.plan.leaves);
        hits.truncate(10);
        hits
    }

    fn shares(&self, hits: &[Ranked]) -> Shares {
        let leaves = &self.plan.leaves;
        let (segments, index) = (self.searcher.lists(), self.searcher.index());
        let terms = index.fields().terms;
        let payload = index.payload();
        let average = segments.average(terms) * payload.passages as f32 / payload.articles as f32;
        let mut shares = Shares::none(hits.len(), leaves.len());
        for (row, hit) in hits.iter().enumerate() {
            let (at, doc) = (hit.candidate.segment as usize, hit.candidate.doc);
            let segment = &segments.all()[at];
            let first = doc - ordinal(hit.order);
            let article = first..first + segment.siblings.get_val(doc) as u32;
            let length: u32 = article.clone().map(|doc| Segment::length(segment.norms(terms)[doc as usize])).sum();
            for (leaf, slot) in leaves.iter().zip(row * leaves.len()..) {
                let worth = leaf.rarity * leaf.weight;
                let bm25 = |list: usize| Bm25::new(segments, segment, self.plan.lists[list].field);
                shares.passage[slot] = match &leaf.scoring {
                    Scoring::Word(list) => match self.places(at, *list, doc).len() as u32 {
                        0 => 0.0,
                        freq => worth * (1.0 + K1) * bm25(*list).gain(doc, freq),
                    },
                    Scoring::Phrase(words) => match self.phrase_freq(at, words, doc) {
                        0 => 0.0,
                        freq => worth * (1.0 + K1) * bm25(words[0].0).gain(doc, freq),
                    },
                    Scoring::Presence(list) if self.places(at, *list, doc).is_empty() => 0.0,
                    Scoring::Presence(_) => worth,
                    Scoring::None => 0.0,
                    Scoring::Near(words, width) => match self.window(at, words, doc) {
                        Some(window) if window <= *width => worth * (1.0 - window as f32 / (2 * width) as f32),
                        _ => 0.0,
                    },
                };
                if let (true, Scoring::Word(list)) = (leaf.in_article, &leaf.scoring) {
                    let freq: usize = article.clone().map(|doc| self.places(at, *list, doc).len()).sum();
                    let gain = saturation(freq as f32, length as f32 / average.max(1.0));
                    shares.article[slot] = PASSAGE_ARTICLE_WEIGHT * worth * gain;
                }
            }
        }
        shares.count_parts_once(leaves);
        shares
    }
}

/// Fails where the ten best of a query differ, or a score by more than 1e-4 of it.
fn compare(searcher: &Searcher, query: &str) {
    let plan = plan(&parse(query).unwrap(), searcher.index(), searcher.lists()).unwrap();
    let fast = searcher.ranked(&plan, &SearchOptions::default(), &HashSet::new()).unwrap();
    let plain = Plain::new(searcher, &plan).ranked();
    let orders = |hits: &[Ranked]| hits.iter().map(|hit| hit.order).collect::<Vec<u64>>();
    let scores = |hits: &[Ranked]| hits.iter().map(|hit| hit.score).collect::<Vec<f32>>();
    assert_eq!(orders(&fast), orders(&plain), "{query}: {:?} {:?}", scores(&fast), scores(&plain));
    for (fast, plain) in fast.iter().zip(&plain) {
        assert!((fast.score - plain.score).abs() <= 1e-4 * plain.score.abs(), "{query}: {fast:?} {plain:?}");
    }
}

/// Articles made of the sentences of the sample collection, of one to nine paragraphs, in two segments; some are removed.
fn index(dir: &Path) -> Searcher {
    let sample = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut sentences = BTreeSet::new();
    for file in walkdir::WalkDir::new(sample).into_iter().flatten().filter(|file| file.file_type().is_file()) {
        let text = String::from_utf8_lossy(&fs::read(file.path()).unwrap()).into_owned();
        let found = text.split(". ").map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
        sentences.extend(found.filter(|part| (20..200).contains(&part.len())));
    }
    let sentences: Vec<String> = sentences.into_iter().collect();
    let mut state = 7_u64;
    let mut below = |end: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % end
    };
    let mut record = |id: usize| {
        let mut paragraphs = Vec::new();
        for _ in 0..1 + below(9) {
            let text: Vec<&str> = (0..4 + below(8)).map(|_| sentences[below(sentences.len())].as_str()).collect();
            paragraphs.push(text.join(". ") + ".");
        }
        let (title, month) = (&sentences[below(sentences.len())], 1 + below(12));
        let day = format!("2018-{month:02}-{:02}", 1 + below(28));
        serde_json::json!({"id": id.to_string(), "title": title, "date": day, "text": paragraphs.join("\n\n")})
            .to_string()
    };
    let records: Vec<String> = (0..400).map(&mut record).collect();
    let (source, index) = (dir.join("articles.jsonl"), dir.join("index"));
    let options = UpdateOptions { threads: 1, ..UpdateOptions::default() };
    for records in [&records[..300], &records[40..]] {
        fs::write(&source, records.join("\n")).unwrap();
        update(&index, std::slice::from_ref(&source), &options, &Progress::default()).unwrap();
    }
    Searcher::open(&index).unwrap()
}

/// The same queries, asked for in other ways too, each once.
fn varied(queries: &[TimedQuery]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (at, query) in queries.iter().enumerate() {
        all.insert(query.text.clone());
        let words: Vec<&str> = query.text.split([' ', '"']).filter(|word| !matches!(*word, "" | "UND")).collect();
        let (first, last) = (words[0], words[words.len() - 1]);
        let letters: String = first.chars().take_while(|c| c.is_alphanumeric()).take(4).collect();
        all.extend((letters.chars().count() > 3).then(|| format!("{letters}* {last}")));
        all.insert(match at % 11 {
            0 => format!("+{first} {last}"),
            1 => format!("{first} NICHT {last}"),
            2 => format!("{first} {last} date:2018-03..2018-09"),
            3 => format!("title:{first}"),
            4 => format!("({first} ODER {last}) UND {}", words[words.len() / 2]),
            5 => format!("\"{first} {last}\" {first}"),
            6 => format!("{first} NAHE/9 {last}"),
            7 => format!("({first} ODER {last}) VOR/20 {}", words[words.len() / 2]),
            8 => format!("zitat:{first} {last}"),
            9 => format!("{first}~1 {last}^3"),
            _ => format!("={first} {last}"),
        });
    }
    all.retain(|query| parse(query).is_ok());
    all
}

/// With `FUNDSTELLE_COMPARE=INDEX:QUERIES` the index and the file of queries named there are compared instead: minutes on a
/// large one.
#[test]
fn the_fast_way_finds_what_the_plain_one_finds() {
    if let Some((index, queries)) =
        std::env::var("FUNDSTELLE_COMPARE").ok().as_deref().and_then(|at| at.split_once(':'))
    {
        let searcher = Searcher::open(Path::new(index)).unwrap();
        for query in parse_queries(&fs::read_to_string(queries).unwrap(), Path::new(queries)).unwrap() {
            compare(&searcher, &query.text);
        }
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let searcher = index(dir.path());
    assert!(searcher.segments() > 1, "several segments");
    assert!(searcher.tantivy().segment_readers().iter().any(|segment| segment.has_deletes()), "removed passages");
    let mut queries = varied(&draw_queries(&searcher).unwrap());
    let compounds = ["Werbebudget", "Werbung Budget", "Bahnstreik", "Hochwasserschutz", "Klinikleitung UND Personal"];
    queries.extend(compounds.map(str::to_owned));
    assert!(queries.len() >= QUERIES, "{} queries", queries.len());
    queries.iter().for_each(|query| compare(&searcher, query));
}
