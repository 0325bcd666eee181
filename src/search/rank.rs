//! The candidates in their final order.
//!
//! The first phase says how well a passage's own words fit. Here each word's share is computed again, one by one and always
//! in the same order, with all that is known of it, and a part of the score the whole article would get is added.

use std::cmp::Ordering;
use std::ops::Range;

use super::recency::Recency;
use crate::index::ordinal;
use crate::lists::{List, Segment, Segments};
use crate::query::{Leaf, Plan, Role, Scoring};
use crate::retrieval::{Bm25, Candidate, K1, Opened, saturation};
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
    /// What its score is multiplied by: 1, or less when it is old and that matters.
    weight: f32,
    pub(super) score: f32,
}

impl Ranked {
    pub(super) fn new(candidate: Candidate, segments: &Segments) -> Ranked {
        Ranked { candidate, order: segments.order(&candidate), weight: 1.0, score: 0.0 }
    }

    /// The higher score first; of equal ones the article, then the passage that was read first.
    pub(super) fn best_first(&self, other: &Ranked) -> Ordering {
        other.score.total_cmp(&self.score).then_with(|| self.order.cmp(&other.order))
    }
}

/// What each leaf of a plan gives to each of some passages.
pub(super) struct Shares {
    leaves: usize,
    /// By its own words, passage after passage.
    passage: Vec<f32>,
    /// Through the article, weighted.
    article: Vec<f32>,
}

impl Shares {
    /// Nothing from any of so many leaves for any of so many passages.
    pub(super) fn none(hits: usize, leaves: usize) -> Shares {
        Shares { leaves, passage: vec![0.0; hits * leaves], article: vec![0.0; hits * leaves] }
    }

    fn count_parts_once(&mut self, leaves: &[Leaf]) {
        let rows = self.passage.chunks_mut(self.leaves.max(1)).zip(self.article.chunks_mut(self.leaves.max(1)));
        rows.for_each(|(passage, article)| count_parts_once(passage, article, leaves));
    }

    /// By passage `hit`'s own words, leaf by leaf.
    pub(super) fn passage(&self, hit: usize) -> &[f32] {
        &self.passage[hit * self.leaves..(hit + 1) * self.leaves]
    }

    /// Through its article.
    pub(super) fn article(&self, hit: usize) -> &[f32] {
        &self.article[hit * self.leaves..(hit + 1) * self.leaves]
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
    pub(super) fn rank(&self, candidates: &[Candidate], open: &mut [Opened<'_>]) -> Vec<Ranked> {
        let mut hits = self.hits(candidates);
        let shares = self.shares(&hits, open);
        in_order(&mut hits, &shares, &self.plan.leaves);
        hits
    }

    /// Scores `candidates` each by itself, in the order of the index: what else is found changes nothing.
    pub(super) fn scored(&self, candidates: &[Candidate], open: &mut [Opened<'_>]) -> Vec<Ranked> {
        let mut hits = self.hits(candidates);
        let shares = self.shares(&hits, open);
        score(&mut hits, &shares, &self.plan.leaves);
        hits
    }

    /// `candidates` as hits without a score. Lists are read fastest in their order: segment by segment, passage by passage.
    fn hits(&self, candidates: &[Candidate]) -> Vec<Ranked> {
        let hit = |candidate: &Candidate| {
            let mut hit = Ranked::new(*candidate, self.segments);
            if let Some(recency) = &self.recency {
                let date = &self.segments.all()[candidate.segment as usize].date;
                hit.weight = recency.weight(date.first(candidate.doc));
            }
            hit
        };
        let mut hits: Vec<Ranked> = candidates.iter().map(hit).collect();
        hits.sort_unstable_by_key(|hit| (hit.candidate.segment, hit.candidate.doc));
        hits
    }

    /// What each leaf gives to each hit; it is fastest when hits of one segment stand together and in order.
    pub(super) fn shares(&self, hits: &[Ranked], open: &mut [Opened<'_>]) -> Shares {
        let leaves = self.plan.leaves.len();
        let mut shares = Shares::none(hits.len(), leaves);
        if leaves == 0 {
            return shares;
        }
        let mut begin = 0;
        for hits in hits.chunk_by(|a, b| a.candidate.segment == b.candidate.segment) {
            let end = begin + hits.len() * leaves;
            let (passage, article) = (&mut shares.passage[begin..end], &mut shares.article[begin..end]);
            self.add_shares(hits, &mut open[hits[0].candidate.segment as usize], passage, article);
            begin = end;
        }
        shares.count_parts_once(&self.plan.leaves);
        shares
    }

    /// The shares of hits of one segment, in order.
    fn add_shares(&self, hits: &[Ranked], open: &mut Opened<'_>, passage: &mut [f32], article: &mut [f32]) {
        let leaves = self.plan.leaves.len();
        let mut articles = self.articles(hits, open.segment);
        let mut fields: Vec<(Field, Bm25<'_>)> = Vec::new();
        for (at, leaf) in self.plan.leaves.iter().enumerate() {
            let docs = hits.iter().map(|hit| hit.candidate.doc).enumerate();
            match &leaf.scoring {
                Scoring::Word(list) => {
                    let bm25 = self.bm25(&mut fields, open.segment, *list);
                    let weight = leaf.rarity * (1.0 + K1) * leaf.weight;
                    let list = &mut open.lists[*list];
                    for (hit, doc) in docs {
                        articles[hit].freq = if list.seek(doc) == doc { list.freq() } else { 0 };
                        if articles[hit].freq > 0 {
                            passage[hit * leaves + at] = weight * bm25.gain(doc, articles[hit].freq);
                        }
                    }
                    if leaf.in_article {
                        count_in_articles(&mut articles, list);
                        for (hit, Article { length, freq, .. }) in articles.iter().enumerate() {
                            let gain = saturation(*freq as f32, *length as f32 / self.average_article);
                            article[hit * leaves + at] = self.article_weight * leaf.weight * leaf.rarity * gain;
                        }
                    }
                }
                Scoring::Presence(list) => {
                    for (hit, doc) in docs {
                        // The form as typed stands only where its term does.
                        let may = leaf.of.is_none_or(|word| passage[hit * leaves + word] > 0.0);
                        if may && open.lists[*list].seek(doc) == doc {
                            passage[hit * leaves + at] = leaf.rarity * leaf.weight;
                        }
                    }
                }
                Scoring::Phrase(words) => {
                    let Some((first, _)) = words.first() else { continue };
                    let bm25 = self.bm25(&mut fields, open.segment, *first);
                    let weight = leaf.rarity * (1.0 + K1) * leaf.weight;
                    for (hit, doc) in docs {
                        let freq = open.phrase_freq(words, doc);
                        if freq > 0 {
                            passage[hit * leaves + at] = weight * bm25.gain(doc, freq);
                        }
                    }
                }
                Scoring::None => {}
                Scoring::Near(words, width) => {
                    for (hit, doc) in docs {
                        if let Some(window) = open.window(words, doc).filter(|window| window <= width) {
                            let close = 1.0 - window as f32 / (2 * (*width).max(1)) as f32;
                            passage[hit * leaves + at] = leaf.rarity * leaf.weight * close;
                        }
                    }
                }
            }
        }
    }

    /// BM25 in the field of a list, made once.
    fn bm25<'s, 'f>(&self, fields: &'f mut Vec<(Field, Bm25<'s>)>, segment: &'s Segment, list: usize) -> &'f Bm25<'s> {
        let field = self.plan.lists[list].field;
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
            let documents = first..first.saturating_add(segment.siblings.get_val(doc) as u32);
            let length = match articles.last() {
                Some(last) if last.documents == documents => last.length,
                _ => {
                    let norms = norms.get(documents.start as usize..documents.end as usize).unwrap_or_default();
                    norms.iter().map(|norm| Segment::length(*norm)).fold(0, u32::saturating_add)
                }
            };
            articles.push(Article { documents, length, freq: 0 });
        }
        articles
    }
}

/// Counts the word of `list` in each of `articles`, several of which may be the same; what is known is how often it stands
/// in the hit.
fn count_in_articles(articles: &mut [Article], list: &mut List<'_>) {
    for at in 0..articles.len() {
        let documents = articles[at].documents.clone();
        if documents.len() > 1 {
            articles[at].freq = match at.checked_sub(1).map(|last| &articles[last]) {
                Some(last) if last.documents == documents => last.freq,
                _ => list.freq_within(documents.start, documents.end),
            };
        }
    }
}

fn parts_of(word: usize, leaves: &[Leaf]) -> Vec<usize> {
    (0..leaves.len()).filter(|at| leaves[*at].role == Role::Part && leaves[*at].of == Some(word)).collect()
}

/// Scores hits by their shares and puts the best first.
fn in_order(hits: &mut [Ranked], shares: &Shares, leaves: &[Leaf]) {
    score(hits, shares, leaves);
    put_lone_parts_last(hits, shares, leaves);
    hits.sort_unstable_by(Ranked::best_first);
}

/// Scores hits by their shares.
fn score(hits: &mut [Ranked], shares: &Shares, leaves: &[Leaf]) {
    let words = words(leaves);
    for (at, hit) in hits.iter_mut().enumerate() {
        let (passage, article) = (shares.passage(at), shares.article(at));
        // Without any words the sum is nothing, not less than nothing.
        hit.score = 0.0 + passage.iter().sum::<f32>() + article.iter().sum::<f32>();
        if ordinal(hit.order) == 0 {
            hit.score *= LEAD;
        }
        hit.score *= 1.0 - COVERAGE * (1.0 - coverage(passage, leaves, &words));
        hit.score *= hit.weight;
    }
}

/// The words of the query, each with its parts, by their leaves.
fn words(leaves: &[Leaf]) -> Vec<(usize, Vec<usize>)> {
    let wholes = (0..leaves.len()).filter(|at| leaves[*at].role == Role::Whole);
    wholes.map(|at| (at, parts_of(at, leaves))).collect()
}

/// Where a compound stands, its parts stand too: they must not count a second time in full, or one compound would
/// outweigh all other words of the query.
fn count_parts_once(passage: &mut [f32], article: &mut [f32], leaves: &[Leaf]) {
    for (at, leaf) in leaves.iter().enumerate() {
        let (Role::Part, Some(whole)) = (leaf.role, leaf.of) else { continue };
        if passage[whole] > 0.0 {
            passage[at] *= PARTS_BESIDE_WHOLE;
        }
        if article[whole] > 0.0 {
            article[at] *= PARTS_BESIDE_WHOLE;
        }
    }
}

/// The share of the query's `words` that the passage has, by the part of each that it has.
fn coverage(shares: &[f32], leaves: &[Leaf], words: &[(usize, Vec<usize>)]) -> f32 {
    let (mut found, mut all) = (0.0, 0.0);
    for (at, parts) in words {
        let has = |at: &usize| shares[*at] > 0.0;
        let share = if has(at) {
            1.0
        } else if parts.is_empty() {
            0.0
        } else {
            parts.iter().filter(|part| has(part)).count() as f32 / parts.len() as f32
        };
        found += share * leaves[*at].weight;
        all += leaves[*at].weight;
    }
    if all > 0.0 { found / all } else { 1.0 }
}

/// A passage of which nothing matches but one part of a compound ranks below all that have a whole word of the query or
/// more than one part, however often the part stands in it.
fn put_lone_parts_last(hits: &mut [Ranked], shares: &Shares, leaves: &[Leaf]) {
    if !leaves.iter().any(|leaf| leaf.role == Role::Part) {
        return;
    }
    let matched = |hit: usize, role: Role| {
        leaves.iter().zip(shares.passage(hit)).filter(|(leaf, share)| leaf.role == role && **share > 0.0).count()
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
        hit.score = worst * hit.score / (1.0 + hit.score);
    }
}

#[cfg(test)]
mod plain;
