//! The first phase: the k best passages by their own words.

use super::bounds::UpperBounds;
use super::cursors::SegmentCursors;
use super::doc_at_a_time::doc_at_a_time;
use super::maxscore::MaxScore;
use super::predicate::Predicate;
use super::scorer::{Scorer, Scorers, SegmentScoring};
use super::top_k::{Candidate, TopK};
use crate::postings::{Segments, TERMINATED};

/// When and how finely to prune. The values decide on speed only, never on results.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pruning {
    /// Binary logarithm of the least number of passages in a range.
    pub(crate) min_range_shift: u32,
    /// A query with fewer candidates than this times k is evaluated without bounds.
    pub(crate) exhaustive_factor: usize,
    /// A term with at least this many passages times k fills the top k soon, so that MaxScore pays for a mixed disjunction.
    pub(crate) frequent_factor: usize,
}

impl Default for Pruning {
    fn default() -> Self {
        Pruning { min_range_shift: 10, exhaustive_factor: 64, frequent_factor: 8 }
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
    let is_union = is_union(predicate, &scorers.all);
    let mut top = TopK::new(k, segments);
    for (segment, cursors) in cursors.iter_mut().enumerate() {
        if cursors.deadline.is_over() {
            break;
        }
        let scoring = SegmentScoring::new(scorers, segments, segment);
        let use_maxscore = is_union
            || (is_scored(predicate, &scorers.all) && has_frequent_alternative(predicate, cursors, k, pruning));
        if !use_maxscore && cursors.cost(predicate) < k.saturating_mul(pruning.exhaustive_factor) as u64 {
            doc_at_a_time(&scoring, predicate, cursors, &mut top, None, 0..TERMINATED);
            continue;
        }
        let bounds = UpperBounds::new(&scoring, cursors, pruning.min_range_shift);
        let mut maxscore = MaxScore::new(&bounds);
        if is_union && scorers.all.len() == 1 {
            maxscore.single_term(&scoring, cursors, &mut top);
            continue;
        }
        for range in ranges_by_bound(predicate, &scorers.all, &bounds) {
            if bounds.range_totals[range] < top.threshold() || cursors.deadline.is_over() {
                break;
            }
            if use_maxscore {
                let predicate = if is_union { &Predicate::MatchAll } else { predicate };
                maxscore.range(&scoring, predicate, cursors, &mut top, range);
            } else {
                doc_at_a_time(&scoring, predicate, cursors, &mut top, Some(&bounds), bounds.passages(range));
            }
        }
    }
    top.into_sorted()
}

/// The ranges that may have a match, highest bound first: then the threshold rises soon and most ranges are skipped.
fn ranges_by_bound(predicate: &Predicate, scorers: &[Scorer], bounds: &UpperBounds) -> Vec<usize> {
    let may_match = |range: &usize| {
        // Terms that do not score have no bounds and may occur anywhere.
        let occurs = |term: usize| {
            let scorer = scorers.iter().position(|scorer| scorer.term() == Some(term));
            scorer.map_or(1, |scorer| bounds.by_range[scorer][*range].into())
        };
        predicate.cost(1, &occurs) > 0
    };
    let mut ranges: Vec<usize> = (0..bounds.range_totals.len()).filter(may_match).collect();
    ranges.sort_unstable_by_key(|range| (std::cmp::Reverse(bounds.range_totals[*range]), *range));
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

/// Returns true if every match has a score, and matching needs postings only.
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
