//! The candidates in their final order.
//!
//! tantivy's score says how well the passage's own words fit. Here each word's share is computed again, one by
//! one and always in the same order, and a part of the score the whole article would get is added.

use std::ops::Range;

use tantivy::postings::Postings as _;
use tantivy::query::{EnableScoring, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, Score, SegmentOrdinal, Term};

use super::collect::{Candidate, column};
use crate::index::ordinal;
use crate::query::{Leaf, Role, Statistics};

/// BM25's own constants, as tantivy and Lucene have them (Robertson and Zaragoza 2009).
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// What the article's score counts beside the passage's own, when passages are wanted. Measured elsewhere: about
/// 0.2 raises the rank of the one right passage by .002 to .020 MRR; more only gains where every passage of an
/// article counts as right.
pub(super) const PASSAGE_ARTICLE_WEIGHT: f32 = 0.2;
/// The same when articles are wanted: then its own score counts most. nDCG@10 of articles for 1, 2, 4 on one half of the
/// topics: bundestag .4245, .4325, .4347, gesetze .5179, .5217, .5225, wikinews .9598, .9579, .9588, xquad-de .9573, .9578,
/// .9579, covid-questions .4422, .4427, .4427.
pub(super) const ARTICLE_WEIGHT: f32 = 4.0;

/// What the parts of a compound count beside the compound itself, as a share of what they count alone. nDCG@10 of articles
/// for 1, .2 and 0: wikinews .9511, .9520, .9518; xquad-de .9577, .9590, .9574; covid-questions .4390, .4404, .4417. Of the
/// sample pairs with a compound and another word (`corpus/variants`), 0 solves the most.
const PARTS_BESIDE_WHOLE: f32 = 0.1;

/// How much of its score a passage with none of the query's words would lose; one with half of them loses half of that. It
/// keeps a passage that repeats one word from ranking above one that has all. nDCG@10 for 0 and .2: wikinews .9515, .9529,
/// xquad-de .9587, .9587, covid-questions .4423, .4415; of the pairs in `corpus/variants` .2 solves nine more of 190.
const COVERAGE: f32 = 0.2;

/// What an article's first passage is worth beside the others: news says first what it is about.
const LEAD: f32 = 1.06;

/// A candidate with its shares.
pub(super) struct Ranked {
    pub(super) candidate: Candidate,
    /// What each leaf of the plan gave, in their order.
    pub(super) shares: Vec<f32>,
    /// What each leaf gave through the article, weighted.
    pub(super) article_shares: Vec<f32>,
}

/// The passages of a candidate's article, which stand side by side, and their words together.
struct Article {
    documents: Range<DocId>,
    length: u32,
}

/// What ranking needs to know of the index.
pub(super) struct Ranker<'a> {
    pub(super) searcher: &'a tantivy::Searcher,
    pub(super) statistics: &'a Statistics<'a>,
    pub(super) terms: Field,
    /// Articles in the index.
    pub(super) articles: u64,
    /// What the article's score counts beside the passage's own.
    pub(super) article_weight: f32,
}

impl Ranker<'_> {
    /// Scores `candidates` by `leaves` and sorts them, best first.
    pub(super) fn rank(&self, candidates: &[Candidate], leaves: &[Leaf]) -> tantivy::Result<Vec<Ranked>> {
        let empty = |candidate: &Candidate| Ranked {
            candidate: *candidate,
            shares: vec![0.0; leaves.len()],
            article_shares: vec![0.0; leaves.len()],
        };
        let mut ranked: Vec<Ranked> = candidates.iter().map(empty).collect();
        // Postings are read forwards: segment by segment, documents in order.
        ranked.sort_unstable_by_key(|hit| hit.candidate.address);
        let articles = self.articles_of(&ranked)?;
        let scoring = EnableScoring::enabled_from_statistics_provider(self.statistics, self.searcher);
        let average = self.average_article_length()?;
        for (at, leaf) in leaves.iter().enumerate() {
            let weight = leaf.query.weight(scoring)?;
            let rarity = leaf.term.as_ref().map(|term| self.searcher.doc_freq(term)).transpose()?;
            let rarity = self.statistics.idf(rarity.unwrap_or(0));
            let mut first = 0;
            for segment in ranked.chunk_by_mut(|a, b| segment_of(a) == segment_of(b)) {
                let articles = &articles[first..first + segment.len()];
                first += segment.len();
                self.add_shares(segment, at, weight.as_ref())?;
                if let Some(term) = &leaf.term {
                    let frequencies = self.article_frequencies(segment_of(&segment[0]), term, articles)?;
                    for ((hit, article), frequency) in segment.iter_mut().zip(articles).zip(frequencies) {
                        let gain = saturation(frequency as f32, article.length as f32 / average);
                        hit.article_shares[at] = self.article_weight * leaf.weight * rarity * gain;
                    }
                }
            }
        }
        for hit in &mut ranked {
            count_parts_once(hit, leaves);
            hit.candidate.score = hit.shares.iter().sum::<f32>() + hit.article_shares.iter().sum::<f32>();
            if ordinal(hit.candidate.order) == 0 {
                hit.candidate.score *= LEAD;
            }
            hit.candidate.score *= 1.0 - COVERAGE * (1.0 - coverage(hit, leaves));
        }
        put_lone_parts_last(&mut ranked, leaves);
        ranked.sort_by(|a, b| a.candidate.compare(&b.candidate));
        Ok(ranked)
    }

    /// The article of each hit; the hits are in the order of their addresses.
    fn articles_of(&self, hits: &[Ranked]) -> tantivy::Result<Vec<Article>> {
        let mut articles: Vec<Article> = Vec::with_capacity(hits.len());
        for segment in hits.chunk_by(|a, b| segment_of(a) == segment_of(b)) {
            let reader = self.searcher.segment_reader(segment_of(&segment[0]));
            let passages = column(reader, "passages")?;
            let lengths = reader.get_fieldnorms_reader(self.terms)?;
            for hit in segment {
                let doc = hit.candidate.address.doc_id;
                let first = doc.saturating_sub(ordinal(hit.candidate.order));
                let documents = first..first + passages.first(doc).unwrap_or(1) as DocId;
                let length = match articles.last() {
                    Some(last) if last.documents == documents => last.length,
                    _ => documents.clone().map(|doc| lengths.fieldnorm(doc)).fold(0, u32::saturating_add),
                };
                articles.push(Article { documents, length });
            }
        }
        Ok(articles)
    }

    /// How often a term stands in each of the articles of one segment, which are in order.
    fn article_frequencies(
        &self,
        segment: SegmentOrdinal,
        term: &Term,
        articles: &[Article],
    ) -> tantivy::Result<Vec<u32>> {
        let index = self.searcher.segment_reader(segment).inverted_index(self.terms)?;
        let mut frequencies: Vec<u32> = Vec::with_capacity(articles.len());
        let Some(mut postings) = index.read_postings(term, IndexRecordOption::WithFreqs)? else {
            return Ok(vec![0; articles.len()]);
        };
        for (at, Article { documents, .. }) in articles.iter().enumerate() {
            if at > 0 && articles[at - 1].documents == *documents {
                frequencies.push(frequencies[at - 1]);
                continue;
            }
            let mut frequency: u32 = 0;
            if postings.doc() < documents.start {
                postings.seek(documents.start);
            }
            while postings.doc() < documents.end {
                frequency = frequency.saturating_add(postings.term_freq());
                postings.advance();
            }
            frequencies.push(frequency);
        }
        Ok(frequencies)
    }

    fn add_shares(&self, hits: &mut [Ranked], leaf: usize, weight: &dyn Weight) -> tantivy::Result<()> {
        let Some(segment) = hits.first().map(segment_of) else { return Ok(()) };
        let mut scorer = weight.scorer(self.searcher.segment_reader(segment), 1.0)?;
        for hit in hits {
            let doc = hit.candidate.address.doc_id;
            if scorer.doc() < doc {
                scorer.seek(doc);
            }
            if scorer.doc() == doc {
                hit.shares[leaf] = scorer.score();
            }
        }
        Ok(())
    }

    fn average_article_length(&self) -> tantivy::Result<f32> {
        let words = self.statistics.average_length(self.terms)?;
        let passages = self.searcher.num_docs() as f32;
        Ok((words * passages / self.articles.max(1) as f32).max(1.0))
    }
}

/// Where a compound stands, its parts stand too: they must not count a second time in full, or one compound would
/// outweigh all other words of the query.
fn count_parts_once(hit: &mut Ranked, leaves: &[Leaf]) {
    for (at, leaf) in leaves.iter().enumerate() {
        let Role::Part = leaf.role else { continue };
        if leaf.of.is_some_and(|whole| hit.shares[whole] > 0.0) {
            hit.shares[at] *= PARTS_BESIDE_WHOLE;
        }
        if leaf.of.is_some_and(|whole| hit.article_shares[whole] > 0.0) {
            hit.article_shares[at] *= PARTS_BESIDE_WHOLE;
        }
    }
}

/// The share of the query's words that the passage has, by the part of each that it has.
fn coverage(hit: &Ranked, leaves: &[Leaf]) -> f32 {
    let (mut found, mut all) = (0.0, 0.0);
    for (at, leaf) in leaves.iter().enumerate() {
        if leaf.role != Role::Whole {
            continue;
        }
        let parts: Vec<usize> = (0..leaves.len()).filter(|part| leaves[*part].of == Some(at)).collect();
        let has = |at: usize| hit.shares[at] > 0.0;
        let share = if has(at) {
            1.0
        } else if parts.is_empty() {
            0.0
        } else {
            parts.iter().filter(|part| has(**part)).count() as f32 / parts.len() as f32
        };
        found += share * leaf.weight;
        all += leaf.weight;
    }
    if all > 0.0 { found / all } else { 1.0 }
}

/// A passage of which nothing matches but one part of a compound ranks below all that have a whole word of the query or
/// more than one part, however often the part stands in it.
fn put_lone_parts_last(hits: &mut [Ranked], leaves: &[Leaf]) {
    let matched = |hit: &Ranked, role: Role| {
        leaves.iter().zip(&hit.shares).filter(|(leaf, share)| leaf.role == role && **share > 0.0).count()
    };
    let is_lone = |hit: &Ranked| matched(hit, Role::Whole) == 0 && matched(hit, Role::Part) == 1;
    let has_more = |hit: &Ranked| matched(hit, Role::Whole) > 0 || matched(hit, Role::Part) > 1;
    if !leaves.iter().any(|leaf| leaf.role == Role::Part) {
        return;
    }
    let worst = hits.iter().filter(|hit| has_more(hit)).map(|hit| hit.candidate.score).min_by(f32::total_cmp);
    let Some(worst) = worst else { return };
    if !hits.iter().any(|hit| is_lone(hit) && hit.candidate.score >= worst) {
        return;
    }
    for hit in hits.iter_mut().filter(|hit| is_lone(hit)) {
        // Below the worst of the others, and in their own order.
        let score = hit.candidate.score;
        hit.candidate.score = worst * score / (1.0 + score);
    }
}

/// How much a word's repetition is worth in a text of this length, relative to the average: BM25's second half.
fn saturation(frequency: f32, relative_length: f32) -> Score {
    frequency * (K1 + 1.0) / (frequency + K1 * (1.0 - B + B * relative_length))
}

fn segment_of(hit: &Ranked) -> SegmentOrdinal {
    hit.candidate.address.segment_ord
}
