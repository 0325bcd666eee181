//! The best passages beside those that a narrower predicate has found.
//!
//! A query of one compound asks first for the passages that have the compound or all its parts. If those are few, the others are
//! searched, and what is known of them saves most of their postings: none has the compound, which therefore scores nothing, and
//! none has all parts. Of two parts each of them has exactly one, so that the two posting lists are gone through one after the
//! other, the best blocks first.

use std::collections::HashSet;

use super::cursors::SegmentCursors;
use super::first_phase::{Pruning, collect};
use super::predicate::Predicate;
use super::scorer::{Scorers, SegmentScoring};
use super::single_term::collect_single_term;
use super::top_k::{Candidate, Passages, TopK};
use crate::postings::Segments;

/// All passages that match a predicate, but for deleted ones.
pub(crate) struct FoundBefore<'a> {
    pub(crate) predicate: &'a Predicate,
    pub(crate) candidates: &'a [Candidate],
}

/// The passages that were not found before.
struct Rest<'a> {
    segments: &'a Segments,
    found: HashSet<(u32, u32)>,
}

impl Passages for Rest<'_> {
    fn is_alive(&self, candidate: &Candidate) -> bool {
        !self.found.contains(&(candidate.segment, candidate.doc)) && self.segments.is_alive(candidate)
    }

    fn order(&self, candidate: &Candidate) -> u64 {
        Segments::order(self.segments, candidate)
    }
}

/// The `k` best passages that match `predicate` and are not among those `found`; otherwise as `top_k` returns them.
pub(crate) fn top_k_of_rest(
    found: &FoundBefore<'_>,
    predicate: &Predicate,
    scorers: &Scorers,
    segments: &Segments,
    cursors: &mut [SegmentCursors<'_>],
    k: usize,
    pruning: Pruning,
) -> Vec<Candidate> {
    if k == 0 {
        return Vec::new();
    }
    let is_found = found.candidates.iter().map(|candidate| (candidate.segment, candidate.doc)).collect();
    let passages = Rest { segments, found: is_found };
    let mut top = TopK::new(k, &passages);
    let (predicate, scorers) = without_sufficient_terms(found.predicate, predicate, scorers);
    if are_never_together(found.predicate, &predicate, &scorers) {
        for (segment, cursors) in cursors.iter_mut().enumerate() {
            let scoring = SegmentScoring::new(&scorers, segments, segment);
            (0..scorers.all.len()).for_each(|scorer| collect_single_term(scorer, &scoring, cursors, &mut top));
        }
    } else {
        collect(&predicate, &scorers, segments, cursors, &mut top, pruning);
    }
    top.into_sorted()
}

/// The alternatives of a predicate; itself if it is not a disjunction.
fn alternatives(predicate: &Predicate) -> &[Predicate] {
    match predicate {
        Predicate::Or(parts) => parts,
        predicate => std::slice::from_ref(predicate),
    }
}

/// A disjunction and scorers without the terms that alone make a passage match `found`: those that are left do not have them.
fn without_sufficient_terms(found: &Predicate, predicate: &Predicate, scorers: &Scorers) -> (Predicate, Scorers) {
    let is_sufficient = |part: &Predicate| matches!(part, Predicate::Term(_)) && alternatives(found).contains(part);
    let mut scorers = scorers.clone();
    scorers.all.retain(|scorer| scorer.term().is_none_or(|term| !is_sufficient(&Predicate::Term(term))));
    let predicate = match predicate {
        Predicate::Or(parts) => Predicate::Or(parts.iter().filter(|part| !is_sufficient(part)).cloned().collect()),
        predicate => predicate.clone(),
    };
    (predicate, scorers)
}

/// Returns true for a union of two scored terms that both together make a passage match `found`.
fn are_never_together(found: &Predicate, predicate: &Predicate, scorers: &Scorers) -> bool {
    let union = pair(alternatives(predicate));
    let scored = match scorers.all.as_slice() {
        [a, b] => a.term().zip(b.term()).map(in_order),
        _ => None,
    };
    let are_both = |part: &Predicate| matches!(part, Predicate::And(parts) if pair(parts) == union);
    union.is_some() && scored == union && alternatives(found).iter().any(are_both)
}

/// The terms of two predicates that are nothing else, the lower number first.
fn pair(parts: &[Predicate]) -> Option<(usize, usize)> {
    match parts {
        [Predicate::Term(a), Predicate::Term(b)] => Some(in_order((*a, *b))),
        _ => None,
    }
}

fn in_order((a, b): (usize, usize)) -> (usize, usize) {
    (a.min(b), a.max(b))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::postings::fixture::Fixture;
    use crate::retrieval::{Scorer, quantized_weight, top_k};
    use proptest::prelude::*;

    const WORDS: usize = 24;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn the_rest_is_what_a_search_for_all_finds_beside(
            terms in proptest::collection::btree_set(0..WORDS, 2..6),
            has_whole in any::<bool>(),
            is_filtered in proptest::bool::weighted(0.2),
            k in 1..40_usize,
            range_shift in 4..8_u32,
            factor in prop_oneof![Just(0_usize), Just(64)],
        ) {
            thread_local!(static FIXTURE: Fixture = Fixture::drawn(&[700, 1_500, 90], WORDS as u32, 31));
            FIXTURE.with(|fixture| {
                let numbers: Vec<usize> = terms.into_iter().collect();
                let terms: Vec<Predicate> = numbers.iter().copied().map(Predicate::Term).collect();
                let (whole, parts) = terms.split_at(usize::from(has_whole));
                let together = Predicate::And(parts.to_vec());
                let best = Predicate::Or(whole.iter().cloned().chain([together]).collect());
                let all = Predicate::Or(terms.clone());
                let dated = |what| Predicate::And(vec![what, Predicate::DateRange(0..=4)]);
                let (best, all) = if is_filtered { (dated(best), dated(all)) } else { (best, all) };
                let weight = |at: usize| quantized_weight(0.5 + (at * 5 % 3) as f32);
                let scorer = |(at, term): (usize, &usize)| Scorer::Term { term: *term, field: 0, weight: weight(at) };
                let scorers =
                    Scorers { all: numbers.iter().enumerate().map(scorer).collect(), fields: vec![fixture.field] };
                let infos: Vec<_> = (0..WORDS as u32).map(|word| fixture.term(word)).collect();
                let segments = &fixture.segments;
                let open = || -> Vec<SegmentCursors<'_>> {
                    (0..3).map(|at| SegmentCursors::open(&infos, segments, at, None).unwrap()).collect()
                };
                let pruning = Pruning { range_shift, exhaustive_factor: factor, frequent_factor: 8 };
                let everything = 10_000;
                let candidates = top_k(&best, &scorers, segments, &mut open(), everything, pruning);
                let mut expected = top_k(&all, &scorers, segments, &mut open(), everything, pruning);
                expected.retain(|candidate| !candidates.contains(candidate));
                expected.truncate(k);
                let found = FoundBefore { predicate: &best, candidates: &candidates };
                let rest = top_k_of_rest(&found, &all, &scorers, segments, &mut open(), k, pruning);
                prop_assert_eq!(rest, expected);
                Ok(())
            })?;
        }
    }
}
