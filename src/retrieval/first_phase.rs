//! The first phase: the k best passages by their own words.

use std::cmp::Reverse;

use super::bounds::UpperBounds;
use super::conjunction::Conjunction;
use super::cursors::SegmentCursors;
use super::maxscore::MaxScore;
use super::phrase_search::{PhraseSearch, lone_phrase};
use super::predicate::Predicate;
use super::range_bits::MAX_RANGE_PASSAGES;
use super::scorer::{Scorer, Scorers, SegmentScoring};
use super::single_term::collect_single_term;
use super::top_k::{Candidate, Passages, TopK};
use crate::postings::{Segments, TERMINATED};

/// Ranges that are evaluated first, the one with the highest bound before all: then the threshold is nearly what it will be in the
/// end, and the others can come in order.
const LEADING_RANGES: usize = 8;

/// When and how finely to prune. The values decide on speed only, never on results.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pruning {
    /// Binary logarithm of the number of passages in a range, at most that of `MAX_RANGE_PASSAGES`.
    pub(crate) range_shift: u32,
    /// A query with fewer candidates than this times k is evaluated without bounds.
    pub(crate) exhaustive_factor: usize,
    /// A term with at least this many passages times k fills the top k soon, so that scores exclude more of a mixed disjunction
    /// than its condition does.
    pub(crate) frequent_factor: usize,
}

impl Default for Pruning {
    fn default() -> Self {
        Pruning { range_shift: MAX_RANGE_PASSAGES.ilog2(), exhaustive_factor: 64, frequent_factor: 8 }
    }
}

/// The `k` best passages that match `predicate`, best first, by `scorers`. `cursors` are those of the plan, one a segment. If a
/// deadline of theirs has passed, the result is incomplete.
pub(crate) fn top_k(
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
    let mut top = TopK::new(k, segments);
    collect(predicate, scorers, segments, cursors, &mut top, pruning);
    top.into_sorted()
}

/// Collects the best passages that match `predicate`, by `scorers`.
pub(super) fn collect(
    predicate: &Predicate,
    scorers: &Scorers,
    segments: &Segments,
    cursors: &mut [SegmentCursors<'_>],
    top: &mut TopK<'_, impl Passages>,
    pruning: Pruning,
) {
    let k = top.k();
    let is_union = is_union(predicate, &scorers.all);
    let may_go_by_scores = is_scored_disjunction(predicate, &scorers.all);
    for (segment, cursors) in cursors.iter_mut().enumerate() {
        if cursors.deadline.is_over() {
            break;
        }
        let scoring = SegmentScoring::new(scorers, segments, segment);
        let goes_by_scores = is_union || may_go_by_scores && has_frequent_alternative(predicate, cursors, k, pruning);
        let has_few = cursors.cost(predicate) < k.saturating_mul(pruning.exhaustive_factor) as u64;
        if !goes_by_scores && let Some(mut conjunction) = Conjunction::new(predicate, &scoring, cursors) {
            let bounds = (!has_few).then(|| UpperBounds::new(&scoring, cursors, pruning.range_shift));
            conjunction.collect(&scoring, bounds.as_ref(), cursors, top);
            continue;
        }
        if !goes_by_scores && has_few {
            exhaustive(&scoring, predicate, cursors, top);
            continue;
        }
        if let Some(phrase) = lone_phrase(predicate, &scorers.all) {
            PhraseSearch::new(&scoring, cursors, phrase).collect(top);
            continue;
        }
        if is_union && scorers.all.len() == 1 {
            collect_single_term(0, &scoring, cursors, top);
            continue;
        }
        let bounds = UpperBounds::new(&scoring, cursors, pruning.range_shift);
        if goes_by_scores {
            // In a union, every passage with a score matches.
            let predicate = if is_union { &Predicate::MatchAll } else { predicate };
            range_by_range(&scoring, &bounds, cursors, top, |maxscore, cursors, top, range| {
                maxscore.scored_range(&scoring, predicate, cursors, top, range);
            });
        } else {
            range_by_range(&scoring, &bounds, cursors, top, |maxscore, cursors, top, range| {
                maxscore.matching_range(&scoring, predicate, cursors, top, range);
            });
        }
    }
}

/// Calls `collect` for each range that may have a passage of the top k.
fn range_by_range<'a, P: Passages>(
    scoring: &SegmentScoring<'_>,
    bounds: &'a UpperBounds,
    cursors: &mut SegmentCursors<'_>,
    top: &mut TopK<'_, P>,
    collect: impl Fn(&mut MaxScore<'a>, &mut SegmentCursors<'_>, &mut TopK<'_, P>, usize),
) {
    let mut maxscore = MaxScore::new(bounds, scoring, cursors);
    for range in visiting_order(&bounds.range_totals) {
        if cursors.deadline.is_over() {
            break;
        }
        if bounds.range_totals[range] >= top.threshold() {
            collect(&mut maxscore, cursors, top, range);
        }
    }
}

/// Collects the best passages that match `predicate`, one candidate after the other.
fn exhaustive(
    scoring: &SegmentScoring<'_>,
    predicate: &Predicate,
    cursors: &mut SegmentCursors<'_>,
    top: &mut TopK<'_, impl Passages>,
) {
    if let Some(docs) = cursors.all_matches(predicate) {
        for doc in docs {
            if cursors.deadline.is_over_sampled() {
                break;
            }
            push_match(scoring, cursors, top, doc, |_| true);
        }
        return;
    }
    let mut doc = cursors.next_candidate(predicate, 0, TERMINATED);
    while doc < TERMINATED && !cursors.deadline.is_over_sampled() {
        push_match(scoring, cursors, top, doc, |cursors| cursors.matches(predicate, doc));
        doc = cursors.next_candidate(predicate, doc + 1, TERMINATED);
    }
}

/// Pushes a candidate that reaches the threshold and `matches`. Positions are read only if the bound without them reaches it.
fn push_match<'c>(
    scoring: &SegmentScoring<'_>,
    cursors: &mut SegmentCursors<'c>,
    top: &mut TopK<'_, impl Passages>,
    doc: u32,
    matches: impl Fn(&mut SegmentCursors<'c>) -> bool,
) {
    let bound = scoring.total_bound(cursors, doc);
    if bound >= top.threshold() && matches(cursors) {
        let score = if scoring.has_phrases() { scoring.total(cursors, doc) } else { bound };
        top.push(score, scoring.segment, doc);
    }
}

/// All ranges, or all blocks of a posting list, by their upper bounds: the highest, best first, then the others in the order of their
/// passages.
pub(super) fn visiting_order(bounds: &[u32]) -> Vec<usize> {
    let mut ranges: Vec<usize> = (0..bounds.len()).collect();
    let best_first = |range: &usize| (Reverse(bounds[*range]), *range);
    let leading = LEADING_RANGES.min(ranges.len());
    if leading < ranges.len() {
        ranges.select_nth_unstable_by_key(leading, best_first);
    }
    ranges[..leading].sort_unstable_by_key(best_first);
    ranges[leading..].sort_unstable();
    ranges
}

/// Returns true if exactly the passages with a score match: then scores alone decide.
fn is_union(predicate: &Predicate, scorers: &[Scorer]) -> bool {
    let parts = match predicate {
        Predicate::Or(parts) => parts.as_slice(),
        predicate => std::slice::from_ref(predicate),
    };
    let scores = |term: usize| scorers.iter().any(|scorer| scorer.term() == Some(term));
    parts.len() == scorers.len() && parts.iter().all(|part| matches!(part, Predicate::Term(term) if scores(*term)))
}

/// Returns true if every match has a score, and matching needs postings only: a disjunction of terms and of what is made of them.
fn is_scored_disjunction(predicate: &Predicate, scorers: &[Scorer]) -> bool {
    matches!(predicate, Predicate::Or(_))
        && scorers.iter().all(|scorer| scorer.term().is_some())
        && is_scored(predicate, scorers)
}

fn is_scored(predicate: &Predicate, scorers: &[Scorer]) -> bool {
    match predicate {
        Predicate::Term(term) => scorers.iter().any(|scorer| scorer.term() == Some(*term)),
        Predicate::Or(parts) | Predicate::And(parts) => parts.iter().all(|part| is_scored(part, scorers)),
        _ => false,
    }
}

/// Returns true if one alternative is a term so frequent that it fills the top k soon.
fn has_frequent_alternative(predicate: &Predicate, cursors: &SegmentCursors<'_>, k: usize, pruning: Pruning) -> bool {
    let Predicate::Or(alternatives) = predicate else { return false };
    let min = k.saturating_mul(pruning.frequent_factor) as u64;
    alternatives.iter().any(|part| matches!(part, Predicate::Term(_)) && cursors.cost(part) >= min)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::postings::fixture::Fixture;
    use crate::retrieval::{ArticleCondition, Phrase, SpanQuery, quantized_weight};
    use proptest::prelude::*;

    const WORDS: usize = 30;

    fn predicate() -> impl Strategy<Value = Predicate> {
        let term = || (0..WORDS).prop_map(Predicate::Term);
        let union = || proptest::collection::vec(term(), 1..5).prop_map(Predicate::Or);
        let conjunction = || proptest::collection::vec(term(), 1..4).prop_map(Predicate::And);
        let phrase = proptest::collection::vec(0..WORDS, 2..5)
            .prop_map(|words| Predicate::Phrase(Phrase::new(words.into_iter().zip(0..).collect())));
        let spans = (0..WORDS, 0..WORDS).prop_map(|(a, b)| {
            let query = SpanQuery::Window(vec![a, b], 3);
            let approximation = query.approximation();
            Predicate::Spans(query, Box::new(approximation))
        });
        let except = (union(), term()).prop_map(|(what, not)| Predicate::AndNot(Box::new(what), vec![not]));
        let dated = (union(), 0..10_i64)
            .prop_map(|(what, day)| Predicate::And(vec![what, Predicate::DateRange(day..=day + 4)]));
        let in_article =
            |number, passage| Predicate::InArticle(ArticleCondition { number, passage: Box::new(passage) });
        let both = (term(), term()).prop_map(move |(a, b)| {
            let any = Predicate::Or(vec![a.clone(), b.clone()]);
            Predicate::And(vec![in_article(0, a), in_article(1, b), any])
        });
        let neither =
            (union(), term()).prop_map(move |(what, not)| Predicate::AndNot(Box::new(what), vec![in_article(0, not)]));
        let mixed = (conjunction(), term()).prop_map(|(all, one)| Predicate::Or(vec![all, one]));
        prop_oneof![
            union(),
            union(),
            conjunction(),
            phrase.clone(),
            phrase,
            spans,
            except,
            dated,
            mixed,
            both,
            neither,
            Just(Predicate::MatchAll)
        ]
    }

    /// Terms, a phrase and a constant, each with a weight of its own.
    fn scorers(terms: &[usize], fixture: &Fixture) -> Scorers {
        let mut all = Vec::new();
        for (at, term) in terms.iter().enumerate() {
            let weight = quantized_weight(0.5 + at as f32);
            all.push(match at {
                3 => Scorer::Constant { term: *term, score: 20_000 },
                4 => Scorer::Phrase { phrase: Phrase::new(vec![(*term, 0), (terms[0], 1)]), field: 0, weight },
                _ => Scorer::Term { term: *term, field: 0, weight },
            });
        }
        Scorers { all, fields: vec![fixture.field] }
    }

    /// Terms of a predicate that is a union, so that MaxScore runs alone.
    fn terms_of(predicate: &Predicate) -> Vec<usize> {
        let mut terms = Vec::new();
        if let Predicate::Or(parts) = predicate {
            terms.extend(
                parts.iter().filter_map(|part| if let Predicate::Term(term) = part { Some(*term) } else { None }),
            );
            terms.sort_unstable();
            terms.dedup();
        }
        terms
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn the_first_phase_agrees_with_scoring_every_passage(
            predicate in predicate(),
            others in proptest::collection::vec(0..WORDS, 1..6),
            is_own in any::<bool>(),
            k in 1..40_usize,
            range_shift in 4..8_u32,
            factor in prop_oneof![Just(0_usize), Just(1), Just(64)],
        ) {
            thread_local!(static FIXTURE: Fixture = Fixture::drawn(&[900, 150], WORDS as u32, 21));
            FIXTURE.with(|fixture| {
                let own = terms_of(&predicate);
                let predicate = match own.is_empty() {
                    true => predicate,
                    false => Predicate::Or(own.iter().map(|term| Predicate::Term(*term)).collect()),
                };
                let terms = if is_own && !own.is_empty() { own } else { others };
                let mut scorers = scorers(&terms, fixture);
                scorers.all.dedup();
                let mut infos: Vec<_> = (0..WORDS as u32).map(|word| fixture.term(word)).collect();
                let mut predicate = predicate;
                if let (Predicate::Phrase(phrase), true) = (&mut predicate, is_own) {
                    // Alone, and for some found by the list of the first pair.
                    if terms[0] % 2 == 0 {
                        infos.push(fixture.pair(phrase.words[0].0 as u32, phrase.words[1].0 as u32));
                        phrase.required.splice(..2, [WORDS]);
                    }
                    let phrase = phrase.clone();
                    scorers.all = vec![Scorer::Phrase { phrase, field: 0, weight: quantized_weight(2.0) }];
                }
                let open = || -> Vec<SegmentCursors<'_>> {
                    (0..2).map(|at| SegmentCursors::open(&infos, &fixture.segments, at, None).unwrap()).collect()
                };
                for cursors in &mut open() {
                    for begin in (0..cursors.segment.passages()).step_by(1 << range_shift) {
                        let range = begin..begin + (1 << range_shift);
                        let found = cursors.approximate(&predicate, &range);
                        for doc in range.clone() {
                            let is_candidate = cursors.next_candidate(&predicate, doc, doc + 1) == doc;
                            prop_assert_eq!(cursors.may_match(&predicate, doc), is_candidate);
                        }
                        let may_match = range.clone().filter(|doc| cursors.may_match(&predicate, *doc));
                        prop_assert!(found.iter().map(|at| range.start + at as u32).eq(may_match));
                    }
                }
                let mut expected = Vec::new();
                for (segment, mut cursors) in open().into_iter().enumerate() {
                    let scoring = SegmentScoring::new(&scorers, &fixture.segments, segment);
                    for doc in (0..cursors.segment.passages()).filter(|doc| fixture.segments.all()[segment].is_alive(*doc)) {
                        if cursors.matches_any(std::slice::from_ref(&predicate), doc) {
                            let score = scoring.total(&mut cursors, doc);
                            let candidate = Candidate::new(score, segment, doc);
                            expected.push((Reverse(score), fixture.segments.order(&candidate), candidate));
                        }
                    }
                }
                expected.sort_unstable_by_key(|(score, order, _)| (*score, *order));
                let expected: Vec<Candidate> = expected.into_iter().map(|(.., candidate)| candidate).take(k).collect();
                let pruning = Pruning { range_shift, exhaustive_factor: factor, frequent_factor: factor.min(8) };
                let found = top_k(&predicate, &scorers, &fixture.segments, &mut open(), k, pruning);
                prop_assert_eq!(found, expected);
                Ok(())
            })?;
        }
    }

    #[test]
    fn a_tie_with_the_threshold_may_enter() {
        // Two ranges with one match each, of equal scores. The one visited last comes first in index order.
        let mut words = vec![vec![5]; 20];
        (words[0], words[16]) = (vec![0], vec![1]);
        let fixture = Fixture::new(vec![words], |_, _| false);
        let infos = [fixture.term(0), fixture.term(1)];
        let scorers = Scorers {
            all: vec![Scorer::Constant { term: 0, score: 500 }, Scorer::Constant { term: 1, score: 500 }],
            fields: vec![fixture.field],
        };
        let predicate = Predicate::Or(vec![Predicate::Term(0), Predicate::Term(1)]);
        let mut cursors = [SegmentCursors::open(&infos, &fixture.segments, 0, None).unwrap()];
        let pruning = Pruning { range_shift: 4, exhaustive_factor: 1, frequent_factor: 1 };
        let found = top_k(&predicate, &scorers, &fixture.segments, &mut cursors, 1, pruning);
        assert_eq!(found, [Candidate::new(500, 0, 16)]);
    }
}
