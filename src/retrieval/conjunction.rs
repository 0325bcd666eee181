//! The best passages that have all of several terms: scores first.
//!
//! The rarest term leads. Block by block of its postings, all are scored at once, and a passage goes on only if its score and the
//! bounds of the other terms reach the threshold. Each further term is sought in what is left, and drops passages in turn, by the
//! bound of its own block before that is unpacked. While the threshold is 0, scores exclude nothing: then the terms are sought
//! first, and only passages with all of them are scored.
//!
//! Source: Lucene's `BlockMaxConjunctionBulkScorer` (`scoreWindowScoreFirst`, apache/lucene #12382 and #14186).

use std::ops::Range;

use super::bounds::{UpperBounds, block_bound, block_bounds};
use super::cursors::SegmentCursors;
use super::first_phase::visiting_order;
use super::predicate::Predicate;
use super::scorer::SegmentScoring;
use super::top_k::{Passages, TopK};
use crate::postings::{BLOCK_LEN, PostingCursor, TERMINATED};

/// A scorer, and the term it scores.
#[derive(Debug, Clone, Copy)]
struct ScoredTerm {
    scorer: usize,
    term: usize,
    is_required: bool,
}

/// A predicate that requires scored terms, and the state of its evaluation in one segment.
pub(super) struct Conjunction<'a> {
    /// Required terms, the rarest first, then those that only add to the score, the highest weight first.
    terms: Vec<ScoredTerm>,
    /// Condition beside the terms.
    conditions: Vec<&'a Predicate>,
    prohibited: &'a [Predicate],
    /// By term: upper bound of its scores and of those of all terms after it, for the current block of the lead.
    bounds_from: Vec<u32>,
    /// Passages of the current block that are left, in order.
    docs: Vec<u32>,
    /// The score so far of each.
    scores: Vec<u32>,
}

impl<'a> Conjunction<'a> {
    /// Returns `None` unless a scored term of the predicate is its rarest condition, neither scores nor conditions depend on
    /// positions, and what is required beside terms is tested in a few look-ups.
    pub(super) fn new(
        predicate: &'a Predicate,
        scoring: &SegmentScoring<'_>,
        cursors: &SegmentCursors<'_>,
    ) -> Option<Conjunction<'a>> {
        let (required, prohibited): (&Predicate, &[Predicate]) = match predicate {
            Predicate::AndNot(required, prohibited) => (required, prohibited),
            predicate => (predicate, &[]),
        };
        let parts = match required {
            Predicate::And(parts) => parts.as_slice(),
            predicate => std::slice::from_ref(predicate),
        };
        let is_required = |term: usize| parts.contains(&Predicate::Term(term));
        let is_scored = |term: usize| scoring.scorers.iter().any(|scorer| scorer.term() == Some(term));
        let mut terms = Vec::with_capacity(scoring.scorers.len());
        for (scorer, term) in scoring.scorers.iter().enumerate().map(|(at, scorer)| (at, scorer.term())) {
            let term = term?;
            terms.push(ScoredTerm { scorer, term, is_required: is_required(term) });
        }
        let doc_freq = |term: &ScoredTerm| cursors.cursors[term.term].doc_freq();
        terms.sort_by_key(|term| match term.is_required {
            true => (0, doc_freq(term)),
            false => (1, u32::MAX - scoring.max_score(term.scorer)),
        });
        let lead = terms.first().filter(|term| term.is_required).map(doc_freq)?;
        let is_condition = |part: &&Predicate| !matches!(part, Predicate::Term(term) if is_scored(*term));
        let conditions: Vec<&Predicate> = parts.iter().filter(is_condition).collect();
        let leads = conditions.iter().all(|part| cursors.cost(part) >= u64::from(lead) && is_cheap(part));
        let (bounds_from, docs, scores) = (vec![0; terms.len() + 1], Vec::new(), Vec::new());
        leads.then_some(Conjunction { terms, conditions, prohibited, bounds_from, docs, scores })
    }

    /// Collects the best passages. Without `bounds`, those of the terms after the lead are coarse.
    pub(super) fn collect(
        &mut self,
        scoring: &SegmentScoring<'_>,
        bounds: Option<&UpperBounds>,
        cursors: &mut SegmentCursors<'_>,
        top: &mut TopK<'_, impl Passages>,
    ) {
        let lead = self.terms[0];
        let lead_bounds: Vec<u32> = match bounds {
            Some(bounds) => bounds.by_block(lead.scorer).to_vec(),
            None => block_bounds(scoring, lead.scorer, &mut cursors.cursors[lead.term]).collect(),
        };
        for block in visiting_order(&lead_bounds) {
            if cursors.deadline.is_over() {
                return;
            }
            let threshold = top.threshold();
            if threshold == 0 {
                self.docs_first(scoring, cursors, block);
            } else if self.bound_block(scoring, bounds, cursors, block, lead_bounds[block]) >= threshold {
                self.scores_first(scoring, bounds, cursors, block, threshold);
            } else {
                continue;
            }
            for (doc, score) in self.docs.iter().zip(&self.scores) {
                let matches = |part: &&Predicate| cursors.matches_any(std::slice::from_ref(part), *doc);
                if *score >= top.threshold()
                    && self.conditions.iter().all(matches)
                    && !cursors.matches_any(self.prohibited, *doc)
                {
                    top.push(*score, scoring.segment, *doc);
                }
            }
        }
    }

    /// Sets the bounds for a block of the lead. Returns the bound of the scores of its passages, 0 if one of the required terms
    /// is in none of their ranges.
    fn bound_block(
        &mut self,
        scoring: &SegmentScoring<'_>,
        bounds: Option<&UpperBounds>,
        cursors: &SegmentCursors<'_>,
        block: usize,
        lead_bound: u32,
    ) -> u32 {
        let blocks = cursors.cursors[self.terms[0].term].blocks();
        let first_doc = block.checked_sub(1).map_or(0, |before| blocks[before].last_doc);
        let mut sum = 0_u32;
        for (at, term) in self.terms.iter().enumerate().skip(1).rev() {
            let bound = match bounds {
                Some(bounds) => bounds.max_in(term.scorer, first_doc..=blocks[block].last_doc),
                None => scoring.max_score(term.scorer),
            };
            if bound == 0 && term.is_required {
                return 0;
            }
            sum = sum.saturating_add(bound);
            self.bounds_from[at] = sum;
        }
        sum.saturating_add(lead_bound)
    }

    /// Leaves the passages of a block of the lead that have all required terms, with their scores.
    fn docs_first(&mut self, scoring: &SegmentScoring<'_>, cursors: &mut SegmentCursors<'_>, block: usize) {
        self.truncate(0);
        self.docs.extend_from_slice(cursors.cursors[self.terms[0].term].load_docs(block));
        for term in self.terms.iter().skip(1).filter(|term| term.is_required) {
            cursors.cursors[term.term].retain_present(&mut self.docs);
        }
        self.docs.retain(|doc| self.conditions.iter().all(|part| cursors.may_match(part, *doc)));
        self.scores.extend(self.docs.iter().map(|doc| scoring.total_bound(cursors, *doc)));
    }

    /// Leaves the passages of a block of the lead that have all required terms and reach the threshold, with their scores.
    fn scores_first(
        &mut self,
        scoring: &SegmentScoring<'_>,
        bounds: Option<&UpperBounds>,
        cursors: &mut SegmentCursors<'_>,
        block: usize,
        threshold: u32,
    ) {
        let lead = self.terms[0];
        let (docs, freqs, length) = cursors.cursors[lead.term].load_slots(block);
        let mut scores = [0; BLOCK_LEN];
        scoring.score_block(lead.scorer, docs, freqs, &mut scores);
        let needed = threshold.saturating_sub(self.bounds_from[1]);
        self.docs.resize(length, 0);
        self.scores.resize(length, 0);
        let mut kept = 0;
        for (doc, score) in docs[..length].iter().zip(&scores) {
            (self.docs[kept], self.scores[kept]) = (*doc, *score);
            kept += usize::from(*score >= needed);
        }
        self.truncate(kept);
        for at in 1..self.terms.len() {
            if self.docs.is_empty() {
                return;
            }
            self.add_term(scoring, bounds, cursors, at, threshold);
        }
    }

    /// Adds the scores of a term to the passages that are left. Drops those that do not have it, if it is required, and those that
    /// stay below the threshold.
    fn add_term(
        &mut self,
        scoring: &SegmentScoring<'_>,
        bounds: Option<&UpperBounds>,
        cursors: &mut SegmentCursors<'_>,
        at: usize,
        threshold: u32,
    ) {
        let ScoredTerm { scorer, term, is_required } = self.terms[at];
        let cursor = &mut cursors.cursors[term];
        let needed = threshold.saturating_sub(self.bounds_from[at + 1]);
        let (mut from, mut kept) = (0, 0);
        while let Some(doc) = self.docs.get(from) {
            let block = cursor.block_containing(*doc);
            let is_block = block < cursor.blocks().len();
            let last_doc = if is_block { cursor.blocks()[block].last_doc } else { TERMINATED };
            let bound = match bounds {
                _ if !is_block => 0,
                Some(bounds) => bounds.by_block(scorer)[block],
                None => block_bound(scoring, scorer, cursor, block),
            };
            let end = from + self.docs[from..].iter().take_while(|doc| **doc <= last_doc).count();
            // Without a branch: which ones stay cannot be predicted.
            let begin = kept;
            for at in from..end {
                (self.docs[kept], self.scores[kept]) = (self.docs[at], self.scores[at]);
                kept += usize::from(self.scores[at].saturating_add(bound) >= needed);
            }
            from = end;
            if is_block && kept > begin {
                cursor.load_docs(block);
                kept = self.add_block(scoring, cursor, (scorer, is_required), needed, begin..kept);
            } else if is_required {
                kept = begin;
            }
        }
        self.truncate(kept);
    }

    /// Adds the scores of the unpacked block of `cursor` to the passages with these numbers. Puts those that stay in the place of the
    /// first of them, and returns the number after the last.
    fn add_block(
        &mut self,
        scoring: &SegmentScoring<'_>,
        cursor: &PostingCursor<'_>,
        (scorer, is_required): (usize, bool),
        needed: u32,
        numbers: Range<usize>,
    ) -> usize {
        let mut kept = numbers.start;
        for at in numbers {
            let (doc, mut score) = (self.docs[at], self.scores[at]);
            match cursor.number_of(doc) {
                Some(posting) => score = score.saturating_add(scoring.score(scorer, doc, cursor.posting(posting).1)),
                None if is_required => continue,
                None => {}
            }
            (self.docs[kept], self.scores[kept]) = (doc, score);
            kept += usize::from(score >= needed);
        }
        kept
    }

    fn truncate(&mut self, kept: usize) {
        self.docs.truncate(kept);
        self.scores.truncate(kept);
    }
}

/// Returns true if a passage by itself is tested in a few look-ups. The parts of a compound are found faster range by range.
fn is_cheap(condition: &Predicate) -> bool {
    match condition {
        Predicate::MatchNone
        | Predicate::MatchAll
        | Predicate::Term(_)
        | Predicate::DateRange(_)
        | Predicate::Name(_) => true,
        Predicate::Or(parts) => parts.iter().all(|part| matches!(part, Predicate::Term(_))),
        Predicate::Phrase(_)
        | Predicate::Spans(..)
        | Predicate::InArticle(_)
        | Predicate::And(_)
        | Predicate::AndNot(..) => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::cmp::Reverse;

    use super::*;
    use crate::postings::fixture::Fixture;
    use crate::retrieval::{Candidate, Pruning, Scorer, Scorers, quantized_weight, top_k};
    use proptest::prelude::*;

    const WORDS: usize = 30;

    /// Scorers of different weights: BM25, and a constant for one of the terms.
    fn scorers(terms: &[usize], fixture: &Fixture) -> Scorers {
        let weight = |at: usize| quantized_weight(0.5 + (at * 7 % 5) as f32);
        let all = terms.iter().enumerate().map(|(at, term)| match at {
            2 => Scorer::Constant { term: *term, score: 20_000 },
            _ => Scorer::Term { term: *term, field: 0, weight: weight(at) },
        });
        Scorers { all: all.collect(), fields: vec![fixture.field] }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn conjunctions_agree_with_scoring_every_passage(
            terms in proptest::collection::btree_set(0..WORDS, 1..6),
            required in 1..4_usize,
            condition in proptest::option::of(proptest::collection::vec(0..WORDS, 1..4)),
            prohibited in proptest::option::weighted(0.3, 0..WORDS),
            k in 1..30_usize,
            range_shift in 4..8_u32,
            factor in prop_oneof![Just(0_usize), Just(1), Just(64)],
        ) {
            thread_local!(static FIXTURE: Fixture = Fixture::drawn(&[900, 3_000, 150], WORDS as u32, 22));
            FIXTURE.with(|fixture| {
                let terms: Vec<usize> = terms.into_iter().collect();
                let scorers = scorers(&terms, fixture);
                let mut parts: Vec<Predicate> = terms.iter().take(required).map(|term| Predicate::Term(*term)).collect();
                parts.extend(condition.map(|any| Predicate::Or(any.into_iter().map(Predicate::Term).collect())));
                let predicate = if parts.len() == 1 { parts.remove(0) } else { Predicate::And(parts) };
                let predicate = match prohibited {
                    Some(term) => Predicate::AndNot(Box::new(predicate), vec![Predicate::Term(term)]),
                    None => predicate,
                };
                let infos: Vec<_> = (0..WORDS as u32).map(|word| fixture.term(word)).collect();
                let segments = &fixture.segments;
                let open = || -> Vec<SegmentCursors<'_>> {
                    (0..3).map(|at| SegmentCursors::open(&infos, segments, at, None).unwrap()).collect()
                };
                let mut expected = Vec::new();
                for (segment, mut cursors) in open().into_iter().enumerate() {
                    let scoring = SegmentScoring::new(&scorers, segments, segment);
                    for doc in (0..cursors.segment.passages()).filter(|doc| segments.all()[segment].is_alive(*doc)) {
                        if cursors.matches_any(std::slice::from_ref(&predicate), doc) {
                            let score = scoring.total(&mut cursors, doc);
                            let candidate = Candidate::new(score, segment, doc);
                            expected.push((Reverse(score), segments.order(&candidate), candidate));
                        }
                    }
                }
                expected.sort_unstable_by_key(|(score, order, _)| (*score, *order));
                let expected: Vec<Candidate> = expected.into_iter().map(|(.., candidate)| candidate).take(k).collect();
                let pruning = Pruning { range_shift, exhaustive_factor: factor, frequent_factor: factor };
                let found = top_k(&predicate, &scorers, segments, &mut open(), k, pruning);
                prop_assert_eq!(found, expected);
                Ok(())
            })?;
        }
    }

    #[test]
    fn a_scored_term_must_be_the_rarest_condition() {
        let fixture = Fixture::drawn(&[600], WORDS as u32, 23);
        let infos: Vec<_> = (0..WORDS as u32).map(|word| fixture.term(word)).collect();
        let cursors = SegmentCursors::open(&infos, &fixture.segments, 0, None).unwrap();
        let scorers = scorers(&[0, 9], &fixture);
        let scoring = SegmentScoring::new(&scorers, &fixture.segments, 0);
        let is_one = |predicate: &Predicate| Conjunction::new(predicate, &scoring, &cursors).is_some();
        let (frequent, scored, rare) = (Predicate::Term(0), Predicate::Term(9), Predicate::Term(29));
        assert!(is_one(&scored));
        assert!(is_one(&Predicate::And(vec![scored.clone(), frequent.clone()])));
        assert!(is_one(&Predicate::And(vec![scored.clone(), Predicate::MatchAll])));
        assert!(!is_one(&Predicate::And(vec![rare, scored.clone()])));
        assert!(!is_one(&Predicate::Or(vec![scored, frequent])));
    }
}
