//! The candidates in their final order.
//!
//! The first phase says how well a passage's own words fit. Here each word's share is computed again, one by one and always
//! in the same order, with all that is known of it, and a part of the score the whole article would get is added.

use std::cmp::Ordering;
use std::ops::Range;

use super::hit::ScoreFactors;
use super::recency::Recency;
use crate::index::ordinal;
use crate::postings::{PostingCursor, Segment, Segments};
use crate::query::{Plan, Role, ScoredClause, Scoring};
use crate::retrieval::{Bm25, Candidate, K1, SegmentCursors, saturation};
use tantivy::schema::Field;

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

/// A candidate in its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranked {
    pub(super) candidate: Candidate,
    /// The value of the field `order`: article, then passage.
    pub(super) order: u64,
    /// What the sum of its contributions is multiplied by.
    pub(super) factors: ScoreFactors,
    pub(super) score: f32,
}

impl Ranked {
    pub(super) fn new(candidate: Candidate, segments: &Segments) -> Ranked {
        Ranked { candidate, order: segments.order(&candidate), factors: ScoreFactors::default(), score: 0.0 }
    }

    /// The higher score first; of equal ones the article, then the passage that was read first.
    pub(super) fn best_first(&self, other: &Ranked) -> Ordering {
        other.score.total_cmp(&self.score).then_with(|| self.order.cmp(&other.order))
    }
}

/// What each leaf of a plan gives to each of some passages.
pub(super) struct Contributions {
    clauses: usize,
    /// By its own words, passage after passage.
    passage: Vec<f32>,
    /// Through the article, weighted.
    article: Vec<f32>,
}

impl Contributions {
    /// Nothing from any of so many leaves for any of so many passages.
    pub(super) fn none(hits: usize, clauses: usize) -> Contributions {
        Contributions { clauses, passage: vec![0.0; hits * clauses], article: vec![0.0; hits * clauses] }
    }

    fn count_parts_once(&mut self, clauses: &[ScoredClause]) {
        let rows = self.passage.chunks_mut(self.clauses.max(1)).zip(self.article.chunks_mut(self.clauses.max(1)));
        rows.for_each(|(passage, article)| count_parts_once(passage, article, clauses));
    }

    /// By passage `hit`'s own words, leaf by leaf.
    pub(super) fn passage(&self, hit: usize) -> &[f32] {
        &self.passage[hit * self.clauses..(hit + 1) * self.clauses]
    }

    /// Through its article.
    pub(super) fn article(&self, hit: usize) -> &[f32] {
        &self.article[hit * self.clauses..(hit + 1) * self.clauses]
    }
}

/// The passages of a candidate's article, which stand side by side, and their words together.
struct Article {
    documents: Range<u32>,
    length: u32,
    /// How often the word at hand stands in it.
    freq: u32,
}

/// What ranking needs to know of the index.
pub(super) struct Ranker<'a> {
    pub(super) segments: &'a Segments,
    pub(super) plan: &'a Plan,
    pub(super) terms: Field,
    /// Words of an article, on average.
    pub(super) average_article: f32,
    /// What the article's score counts beside the passage's own.
    pub(super) article_weight: f32,
    /// What the day of an article counts, when it does.
    pub(super) recency: Option<Recency>,
}

impl Ranker<'_> {
    /// Scores `candidates` and sorts them, best first. `open` has the plan's lists, by segment.
    pub(super) fn rank(&self, candidates: &[Candidate], open: &mut [SegmentCursors<'_>]) -> Vec<Ranked> {
        let mut hits = self.hits(candidates);
        let contributions = self.contributions(&hits, open);
        in_order(&mut hits, &contributions, &self.plan.clauses);
        hits
    }

    /// Scores `candidates` each by itself, in the order of the index: what else is found changes nothing.
    pub(super) fn scored(&self, candidates: &[Candidate], open: &mut [SegmentCursors<'_>]) -> Vec<Ranked> {
        let mut hits = self.hits(candidates);
        let contributions = self.contributions(&hits, open);
        score(&mut hits, &contributions, &self.plan.clauses);
        hits
    }

    /// `candidates` as hits without a score. Lists are read fastest in their order: segment by segment, passage by passage.
    fn hits(&self, candidates: &[Candidate]) -> Vec<Ranked> {
        let hit = |candidate: &Candidate| {
            let mut hit = Ranked::new(*candidate, self.segments);
            if let Some(recency) = &self.recency {
                let date = &self.segments.all()[candidate.segment as usize].date;
                hit.factors.recency = recency.weight(date.first(candidate.doc));
            }
            hit
        };
        let mut hits: Vec<Ranked> = candidates.iter().map(hit).collect();
        hits.sort_unstable_by_key(|hit| (hit.candidate.segment, hit.candidate.doc));
        hits
    }

    /// What each leaf gives to each hit; it is fastest when hits of one segment stand together and in order.
    pub(super) fn contributions(&self, hits: &[Ranked], open: &mut [SegmentCursors<'_>]) -> Contributions {
        let clauses = self.plan.clauses.len();
        let mut contributions = Contributions::none(hits.len(), clauses);
        if clauses == 0 {
            return contributions;
        }
        let mut begin = 0;
        for hits in hits.chunk_by(|a, b| a.candidate.segment == b.candidate.segment) {
            let end = begin + hits.len() * clauses;
            let (passage, article) = (&mut contributions.passage[begin..end], &mut contributions.article[begin..end]);
            self.add_shares(hits, &mut open[hits[0].candidate.segment as usize], passage, article);
            begin = end;
        }
        contributions.count_parts_once(&self.plan.clauses);
        contributions
    }

    /// The shares of hits of one segment, in order.
    fn add_shares(&self, hits: &[Ranked], open: &mut SegmentCursors<'_>, passage: &mut [f32], article: &mut [f32]) {
        let clauses = self.plan.clauses.len();
        let mut articles = self.articles(hits, open.segment);
        let mut fields: Vec<(Field, Bm25<'_>)> = Vec::new();
        for (at, clause) in self.plan.clauses.iter().enumerate() {
            let docs = hits.iter().map(|hit| hit.candidate.doc).enumerate();
            match &clause.scoring {
                Scoring::Term(list) => {
                    let bm25 = self.bm25(&mut fields, open.segment, *list);
                    let weight = clause.idf * (1.0 + K1) * clause.weight;
                    let list = &mut open.cursors[*list];
                    for (hit, doc) in docs {
                        articles[hit].freq = if list.seek(doc) == doc { list.freq() } else { 0 };
                        if articles[hit].freq > 0 {
                            passage[hit * clauses + at] = weight * bm25.tf_component(doc, articles[hit].freq);
                        }
                    }
                    if clause.in_article {
                        count_in_articles(&mut articles, list);
                        for (hit, Article { length, freq, .. }) in articles.iter().enumerate() {
                            let gain = saturation(*freq as f32, *length as f32 / self.average_article);
                            article[hit * clauses + at] = self.article_weight * clause.weight * clause.idf * gain;
                        }
                    }
                }
                Scoring::Constant(list) => {
                    for (hit, doc) in docs {
                        // The form as typed stands only where its term does.
                        let may = clause.parent.is_none_or(|word| passage[hit * clauses + word] > 0.0);
                        if may && open.cursors[*list].seek(doc) == doc {
                            passage[hit * clauses + at] = clause.idf * clause.weight;
                        }
                    }
                }
                Scoring::Phrase(words) => {
                    let Some((first, _)) = words.first() else { continue };
                    let bm25 = self.bm25(&mut fields, open.segment, *first);
                    let weight = clause.idf * (1.0 + K1) * clause.weight;
                    for (hit, doc) in docs {
                        let freq = open.phrase_freq(words, doc);
                        if freq > 0 {
                            passage[hit * clauses + at] = weight * bm25.tf_component(doc, freq);
                        }
                    }
                }
                Scoring::None => {}
                Scoring::Window(words, width) => {
                    for (hit, doc) in docs {
                        if let Some(window) = open.min_window(words, doc).filter(|window| window <= width) {
                            let close = 1.0 - window as f32 / (2 * (*width).max(1)) as f32;
                            passage[hit * clauses + at] = clause.idf * clause.weight * close;
                        }
                    }
                }
            }
        }
    }

    /// BM25 in the field of a list, made once.
    fn bm25<'s, 'f>(&self, fields: &'f mut Vec<(Field, Bm25<'s>)>, segment: &'s Segment, list: usize) -> &'f Bm25<'s> {
        let field = self.plan.terms[list].field;
        let at = fields.iter().position(|(known, _)| *known == field).unwrap_or_else(|| {
            fields.push((field, Bm25::new(self.segments, segment, field)));
            fields.len() - 1
        });
        &fields[at].1
    }

    /// The article of each hit; the hits are in order.
    fn articles(&self, hits: &[Ranked], segment: &Segment) -> Vec<Article> {
        let norms = segment.norms(self.terms);
        let mut articles: Vec<Article> = Vec::with_capacity(hits.len());
        for hit in hits {
            let doc = hit.candidate.doc;
            let first = doc.saturating_sub(ordinal(hit.order));
            let documents = first..first.saturating_add(segment.passages_in_article.get_val(doc) as u32);
            let length = match articles.last() {
                Some(last) if last.documents == documents => last.length,
                _ => {
                    let norms = norms.get(documents.start as usize..documents.end as usize).unwrap_or_default();
                    norms.iter().map(|norm| Segment::norm_to_length(*norm)).fold(0, u32::saturating_add)
                }
            };
            articles.push(Article { documents, length, freq: 0 });
        }
        articles
    }
}

/// Counts the word of `list` in each of `articles`, several of which may be the same; what is known is how often it stands
/// in the hit.
fn count_in_articles(articles: &mut [Article], list: &mut PostingCursor<'_>) {
    for at in 0..articles.len() {
        let documents = articles[at].documents.clone();
        if documents.len() > 1 {
            articles[at].freq = match at.checked_sub(1).map(|last| &articles[last]) {
                Some(last) if last.documents == documents => last.freq,
                _ => list.freq_in_range(documents.start, documents.end),
            };
        }
    }
}

fn parts_of(word: usize, clauses: &[ScoredClause]) -> Vec<usize> {
    (0..clauses.len()).filter(|at| clauses[*at].role == Role::Part && clauses[*at].parent == Some(word)).collect()
}

/// Scores hits by their shares and puts the best first.
fn in_order(hits: &mut [Ranked], contributions: &Contributions, clauses: &[ScoredClause]) {
    score(hits, contributions, clauses);
    put_lone_parts_last(hits, contributions, clauses);
    hits.sort_unstable_by(Ranked::best_first);
}

/// Scores hits by their shares.
fn score(hits: &mut [Ranked], contributions: &Contributions, clauses: &[ScoredClause]) {
    let words = words(clauses);
    for (at, hit) in hits.iter_mut().enumerate() {
        let (passage, article) = (contributions.passage(at), contributions.article(at));
        // Without any words the sum is nothing, not less than nothing.
        let sum = 0.0 + passage.iter().sum::<f32>() + article.iter().sum::<f32>();
        hit.factors.lead = if ordinal(hit.order) == 0 { LEAD } else { 1.0 };
        hit.factors.coverage = 1.0 - COVERAGE * (1.0 - coverage(passage, clauses, &words));
        hit.score = sum * hit.factors.lead * hit.factors.coverage * hit.factors.recency;
    }
}

/// The words of the query, each with its parts, by their leaves.
fn words(clauses: &[ScoredClause]) -> Vec<(usize, Vec<usize>)> {
    let wholes = (0..clauses.len()).filter(|at| clauses[*at].role == Role::Whole);
    wholes.map(|at| (at, parts_of(at, clauses))).collect()
}

/// Where a compound stands, its parts stand too: they must not count a second time in full, or one compound would
/// outweigh all other words of the query.
fn count_parts_once(passage: &mut [f32], article: &mut [f32], clauses: &[ScoredClause]) {
    for (at, clause) in clauses.iter().enumerate() {
        let (Role::Part, Some(whole)) = (clause.role, clause.parent) else { continue };
        if passage[whole] > 0.0 {
            passage[at] *= PARTS_BESIDE_WHOLE;
        }
        if article[whole] > 0.0 {
            article[at] *= PARTS_BESIDE_WHOLE;
        }
    }
}

/// The share of the query's `words` that the passage has, by the part of each that it has.
fn coverage(contributions: &[f32], clauses: &[ScoredClause], words: &[(usize, Vec<usize>)]) -> f32 {
    let (mut found, mut all) = (0.0, 0.0);
    for (at, parts) in words {
        let has = |at: &usize| contributions[*at] > 0.0;
        let share = if has(at) {
            1.0
        } else if parts.is_empty() {
            0.0
        } else {
            parts.iter().filter(|part| has(part)).count() as f32 / parts.len() as f32
        };
        found += share * clauses[*at].weight;
        all += clauses[*at].weight;
    }
    if all > 0.0 { found / all } else { 1.0 }
}

/// A passage of which nothing matches but one part of a compound ranks below all that have a whole word of the query or
/// more than one part, however often the part stands in it.
fn put_lone_parts_last(hits: &mut [Ranked], contributions: &Contributions, clauses: &[ScoredClause]) {
    if !clauses.iter().any(|clause| clause.role == Role::Part) {
        return;
    }
    let matched = |hit: usize, role: Role| {
        clauses
            .iter()
            .zip(contributions.passage(hit))
            .filter(|(clause, share)| clause.role == role && **share > 0.0)
            .count()
    };
    let is_lone: Vec<bool> =
        (0..hits.len()).map(|hit| matched(hit, Role::Whole) == 0 && matched(hit, Role::Part) == 1).collect();
    let has_more = |hit: &usize| matched(*hit, Role::Whole) > 0 || matched(*hit, Role::Part) > 1;
    let worst = (0..hits.len()).filter(has_more).map(|hit| hits[hit].score).min_by(f32::total_cmp);
    let Some(worst) = worst else { return };
    let mut lone = hits.iter().zip(&is_lone).filter(|(_, lone)| **lone);
    if !lone.any(|(hit, _)| hit.score >= worst) {
        return;
    }
    for (hit, _) in hits.iter_mut().zip(is_lone).filter(|(_, lone)| *lone) {
        // Below the worst of the others, and in their own order.
        hit.factors.lone_part = worst / (1.0 + hit.score);
        hit.score = worst * hit.score / (1.0 + hit.score);
    }
}

#[cfg(test)]
mod explained;
#[cfg(test)]
mod plain;
#[cfg(test)]
mod sample;
