//! The plain implementation of both phases: exhaustive, over tantivy's own postings, without bounds or shortcuts. The pruned
//! search must find the same.

#![allow(clippy::unwrap_used)]

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use tantivy::postings::Postings as _;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet as _, SegmentReader, TERMINATED, Term};

use super::contributions::ContributionMatrix;
use super::sample::{MIN_QUERIES, SEARCHER, queries};
use super::*;
use crate::index::ordinal;
use crate::measure::queries::parse_queries;
use crate::postings::Segment;
use crate::query::{Scoring, Within, parse, plan};
use crate::retrieval::{Bm25, K1, Phrase, Predicate, Scorer, Span, SpanQuery, saturation};
use crate::search::candidates::scorers;
use crate::search::passage_range::PassageRange;
use crate::search::{SearchOptions, Searcher};

/// Passages of the first tier, which are ranked together.
const FIRST_TIER_PASSAGES: usize = 50;

/// Postings of each term of a plan in one segment: positions by passage.
type PostingMaps = Vec<HashMap<u32, Vec<u32>>>;

struct PlainSearch<'a> {
    searcher: &'a Searcher,
    plan: &'a Plan,
    postings: Vec<PostingMaps>,
}

/// Adds the positions of a term in each passage.
fn add_positions(reader: &SegmentReader, field: Field, text: &str, all: &mut HashMap<u32, Vec<u32>>) {
    let option = IndexRecordOption::WithFreqsAndPositions;
    let postings = reader.inverted_index(field).unwrap().read_postings(&Term::from_field_text(field, text), option);
    let Some(mut postings) = postings.unwrap() else { return };
    let mut positions = Vec::new();
    while postings.doc() != TERMINATED {
        postings.positions(&mut positions);
        all.entry(postings.doc()).or_default().extend(&positions);
        postings.advance();
    }
}

impl<'a> PlainSearch<'a> {
    fn new(searcher: &'a Searcher, plan: &'a Plan) -> PlainSearch<'a> {
        let segments = searcher.tantivy().segment_readers().iter();
        let postings = segments.map(|reader| {
            let postings = plan.terms.iter().map(|info| {
                let mut all: HashMap<u32, Vec<u32>> = HashMap::new();
                for text in &info.texts {
                    match text.split_once(' ') {
                        None => add_positions(reader, info.field, text, &mut all),
                        // A pair of words: the positions of the first that come before one of the second.
                        Some((first, second)) => {
                            let mut seconds = HashMap::new();
                            add_positions(reader, info.field, first, &mut all);
                            add_positions(reader, info.field, second, &mut seconds);
                            all.retain(|doc, positions| {
                                let seconds: &[u32] = seconds.get(doc).map_or(&[], Vec::as_slice);
                                positions.retain(|position| seconds.contains(&(position + 1)));
                                !positions.is_empty()
                            });
                        }
                    }
                }
                all
            });
            postings.collect()
        });
        PlainSearch { searcher, plan, postings: postings.collect() }
    }

    fn positions(&self, segment: usize, term: usize, doc: u32) -> &[u32] {
        self.postings[segment][term].get(&doc).map_or(&[], Vec::as_slice)
    }

    fn phrase_freq(&self, segment: usize, words: &[(usize, u32)], doc: u32) -> u32 {
        let begins = |first: &&u32| {
            words.iter().all(|(term, at)| {
                let position = (**first + at).checked_sub(words[0].1);
                position.is_some_and(|position| self.positions(segment, *term, doc).contains(&position))
            })
        };
        self.positions(segment, words[0].0, doc).iter().filter(begins).count() as u32
    }

    /// Width of the narrowest window, over all choices of one position a word.
    fn window(&self, segment: usize, words: &[usize], doc: u32) -> Option<u32> {
        let mut windows = vec![(u32::MAX, 0)];
        for term in words {
            let positions = self.positions(segment, *term, doc);
            windows = windows.iter().flat_map(|(a, b)| positions.iter().map(|at| (*at.min(a), *at.max(b)))).collect();
            windows.sort_unstable();
            windows.dedup();
        }
        windows.iter().map(|(first, last)| last - first).min()
    }

    fn spans(&self, segment: usize, query: &SpanQuery, doc: u32) -> Vec<Span> {
        let words = |term: usize| self.positions(segment, term, doc).iter().copied();
        match query {
            SpanQuery::None => Vec::new(),
            SpanQuery::Term(term) => words(*term).map(|at| (at, at)).collect(),
            SpanQuery::Phrase(Phrase { words: parts, .. }) => {
                let length = parts.iter().map(|(_, at)| *at).max().unwrap_or(0);
                let begins =
                    |begin: &u32| parts.iter().all(|(term, at)| words(*term).any(|position| position == begin + at));
                (0..1_000).filter(begins).map(|begin| (begin, begin + length)).collect()
            }
            SpanQuery::Window(terms, width) => {
                let has_all = |(first, last): &Span| {
                    terms.iter().all(|term| words(*term).any(|position| (*first..=*last).contains(&position)))
                };
                let all: Vec<u32> = terms.iter().flat_map(|term| words(*term)).collect();
                let smallest = |first: u32| (first..=first + width).map(|last| (first, last)).find(has_all);
                all.into_iter().filter_map(smallest).collect()
            }
            SpanQuery::Or(parts) => parts.iter().flat_map(|part| self.spans(segment, part, doc)).collect(),
            SpanQuery::Near(near) => {
                let right = self.spans(segment, &near.right, doc);
                let left = self.spans(segment, &near.left, doc);
                let pairs = left.iter().flat_map(|a| right.iter().map(move |b| (*a, *b)));
                pairs.filter_map(|(a, b)| near.closeness.join(a, b)).collect()
            }
            SpanQuery::Between(inner, begin, end) => {
                let pairs: Vec<Span> = words(*begin).zip(words(*end)).collect();
                let spans = self.spans(segment, inner, doc).into_iter();
                spans.filter(|span| pairs.iter().any(|pair| pair.0 <= span.0 && span.1 <= pair.1)).collect()
            }
        }
    }

    fn matches(&self, segment: usize, predicate: &Predicate, doc: u32) -> bool {
        let any = |parts: &[Predicate]| parts.iter().any(|part| self.matches(segment, part, doc));
        match predicate {
            Predicate::MatchNone => false,
            Predicate::MatchAll => true,
            Predicate::Term(term) => !self.positions(segment, *term, doc).is_empty(),
            Predicate::Phrase(phrase) => self.phrase_freq(segment, &phrase.words, doc) > 0,
            Predicate::Spans(query, _) => !self.spans(segment, query, doc).is_empty(),
            Predicate::DateRange(days) => {
                let date = self.searcher.postings().all()[segment].date.first(doc);
                date.is_some_and(|date| days.contains(&date))
            }
            Predicate::Name(name) => name.matches(segment, doc),
            Predicate::InArticle(condition) => {
                let article = PassageRange::containing(self.searcher, DocAddress::new(segment as u32, doc));
                article.docs.into_iter().any(|doc| self.matches(segment, &condition.passage, doc))
            }
            Predicate::Or(parts) => any(parts),
            Predicate::And(parts) => parts.iter().all(|part| self.matches(segment, part, doc)),
            Predicate::AndNot(required, parts) => self.matches(segment, required, doc) && !any(parts),
        }
    }

    fn score(&self, segment: usize, doc: u32, scorers: &[Scorer], bm25: &[Bm25<'_>]) -> u32 {
        let scores = scorers.iter().map(|scorer| {
            let (freq, field, weight) = match scorer {
                Scorer::Term { term, field, weight } => {
                    (self.positions(segment, *term, doc).len() as u32, field, weight)
                }
                Scorer::Phrase { phrase, field, weight } => {
                    (self.phrase_freq(segment, &phrase.words, doc), field, weight)
                }
                Scorer::Constant { term, score } => {
                    return if self.positions(segment, *term, doc).is_empty() { 0 } else { *score };
                }
            };
            if freq > 0 { bm25[*field].score(*weight, doc, freq) } else { 0 }
        });
        scores.sum()
    }

    /// The first phase: the best by their own words.
    fn best(&self, predicate: &Predicate) -> Vec<(u32, RankedPassage)> {
        let segments = self.searcher.postings();
        let scorers = scorers(self.plan);
        let mut all = Vec::new();
        for (number, segment) in segments.all().iter().enumerate() {
            let bm25: Vec<Bm25<'_>> = scorers.fields.iter().map(|field| Bm25::new(segments, segment, *field)).collect();
            for doc in (0..segment.passages()).filter(|doc| segment.is_alive(*doc)) {
                if self.matches(number, predicate, doc) {
                    let score = self.score(number, doc, &scorers.all, &bm25);
                    all.push((score, RankedPassage::unscored(Candidate::new(score, number, doc), segments)));
                }
            }
        }
        all.sort_by_key(|(score, passage)| (std::cmp::Reverse(*score), passage.order));
        all.truncate(FIRST_TIER_PASSAGES);
        all
    }

    /// The best ten of the first tier.
    fn ranked(&self) -> Vec<RankedPassage> {
        let must_include = self.plan.must_include.as_ref().map(|predicate| self.best(predicate)).unwrap_or_default();
        let mut passages: Vec<RankedPassage> = must_include.into_iter().map(|(_, passage)| passage).collect();
        for (_, passage) in self.best(&self.plan.predicate) {
            if passages.iter().all(|included| included.order != passage.order) {
                passages.push(passage);
            }
        }
        passages.truncate(FIRST_TIER_PASSAGES);
        let contributions = self.contributions(&passages);
        score_and_sort(&mut passages, &contributions, &self.plan.clauses);
        passages.truncate(10);
        passages
    }

    fn contributions(&self, passages: &[RankedPassage]) -> ContributionMatrix {
        let clauses = &self.plan.clauses;
        let (segments, index) = (self.searcher.postings(), self.searcher.index());
        let terms = index.fields().terms;
        let payload = index.metadata();
        let average = segments.average_length(terms) * payload.passages as f32 / payload.articles as f32;
        let mut contributions = ContributionMatrix::zeros(passages.len(), clauses.len());
        for (row, passage) in passages.iter().enumerate() {
            let (number, doc) = (passage.candidate.segment as usize, passage.candidate.doc);
            let segment = &segments.all()[number];
            let first = doc - ordinal(passage.order);
            let article = first..first + segment.passages_in_article.get_val(doc) as u32;
            let length: u32 =
                article.clone().map(|doc| Segment::norm_to_length(segment.norms(terms)[doc as usize])).sum();
            for (clause, slot) in clauses.iter().zip(row * clauses.len()..) {
                let weight = clause.idf * clause.weight;
                let bm25 = |term: usize| Bm25::new(segments, segment, self.plan.terms[term].field);
                contributions.passage[slot] = match &clause.scoring {
                    Scoring::Term(term) => match self.positions(number, *term, doc).len() as u32 {
                        0 => 0.0,
                        freq => weight * (1.0 + K1) * bm25(*term).tf_component(doc, freq),
                    },
                    Scoring::Phrase(phrase) => match self.phrase_freq(number, &phrase.words, doc) {
                        0 => 0.0,
                        freq => weight * (1.0 + K1) * bm25(phrase.words[0].0).tf_component(doc, freq),
                    },
                    // The form as typed counts where the likeliest term of its word is.
                    Scoring::Constant(_)
                        if clause
                            .parent
                            .is_some_and(|word| contributions.passage[row * clauses.len() + word] == 0.0) =>
                    {
                        0.0
                    }
                    Scoring::Constant(term) if self.positions(number, *term, doc).is_empty() => 0.0,
                    Scoring::Constant(_) => weight,
                    Scoring::None => 0.0,
                    Scoring::Window(words, width) => match self.window(number, words, doc) {
                        Some(window) if window <= *width => weight * (1.0 - window as f32 / (2 * width) as f32),
                        _ => 0.0,
                    },
                };
                if let (true, Scoring::Term(term)) = (clause.in_article, &clause.scoring) {
                    let freq: usize = article.clone().map(|doc| self.positions(number, *term, doc).len()).sum();
                    let tf = saturation(freq as f32, length as f32 / average.max(1.0));
                    contributions.article[slot] = PASSAGE_ARTICLE_WEIGHT * weight * tf;
                }
            }
        }
        contributions.count_words_once(clauses);
        contributions
    }
}

/// Asserts that both find the same ten best passages, with scores that differ by at most 1e-4 of their value.
fn compare(searcher: &Searcher, query: &str) {
    let plan = plan(&parse(query).unwrap(), Within::Passage, None, searcher.index(), searcher.postings()).unwrap();
    let pruned = searcher.top_ranked(&plan, &SearchOptions::default(), &HashSet::new()).unwrap();
    let plain = PlainSearch::new(searcher, &plan).ranked();
    let orders = |passages: &[RankedPassage]| passages.iter().map(|passage| passage.order).collect::<Vec<u64>>();
    let scores = |passages: &[RankedPassage]| passages.iter().map(|passage| passage.score).collect::<Vec<f32>>();
    assert_eq!(
        orders(&pruned),
        orders(&plain),
        "{query}: the search (left) scores {:?}, the plain ranking (right) {:?}",
        scores(&pruned),
        scores(&plain)
    );
    for (pruned, plain) in pruned.iter().zip(&plain) {
        assert!(
            (pruned.score - plain.score).abs() <= 1e-4 * plain.score.abs(),
            "{query}: the search and the plain ranking of src/search/rank/plain.rs score a passage differently. What the search \
             adds to a score must be written there, too.\n  search {pruned:?}\n  plain  {plain:?}"
        );
    }
}

/// With `FUNDSTELLE_COMPARE=INDEX:QUERIES`, an index and a file of queries are compared instead. That takes minutes on a
/// large index.
#[test]
fn pruning_changes_no_result() {
    if let Some((index, queries)) =
        std::env::var("FUNDSTELLE_COMPARE").ok().as_deref().and_then(|at| at.split_once(':'))
    {
        let searcher = Searcher::open(Path::new(index)).unwrap();
        for query in parse_queries(&fs::read_to_string(queries).unwrap(), Path::new(queries)).unwrap() {
            compare(&searcher, &query.text);
        }
        return;
    }
    let searcher = &*SEARCHER;
    assert!(searcher.segment_count() > 1, "several segments");
    assert!(searcher.tantivy().segment_readers().iter().any(|segment| segment.has_deletes()), "removed passages");
    let queries = queries(searcher);
    assert!(queries.len() >= MIN_QUERIES, "{} queries", queries.len());
    queries.iter().for_each(|query| compare(searcher, query));
}
