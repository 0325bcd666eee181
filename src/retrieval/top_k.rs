//! The top k candidates, with ties in a fixed order.

use std::cmp::Reverse;

use crate::postings::Segments;

/// A passage found by the first phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// Quantised first-phase score.
    score: u32,
    /// Number of the segment.
    pub(crate) segment: u32,
    /// Number of the passage in the segment.
    pub(crate) doc: u32,
}

impl Candidate {
    pub(crate) fn new(score: u32, segment: usize, doc: u32) -> Candidate {
        Candidate { score, segment: segment as u32, doc }
    }
}

/// Access of [`TopK`] to passages.
pub(super) trait Passages {
    /// Returns true if the passage is not deleted.
    fn is_alive(&self, candidate: &Candidate) -> bool;
    /// Sort key among equal scores: lower keys come first.
    fn order(&self, candidate: &Candidate) -> u64;
}

/// Collects the `k` best candidates. Ties are broken by article and passage, not by position in a segment, so the result does not
/// depend on segments and merges. Up to 2k candidates are buffered and then cut by a selection, which is faster than a heap; the
/// sort key is looked up for ties only.
pub(super) struct TopK<'a, P> {
    passages: &'a P,
    k: usize,
    buffer: Vec<Candidate>,
    /// Score and sort key of the k-th best candidate, once there are k.
    kth: Option<(u32, u64)>,
}

impl<'a, P: Passages> TopK<'a, P> {
    /// Collects the best `k`, at least 1.
    pub(super) fn new(k: usize, passages: &'a P) -> TopK<'a, P> {
        debug_assert!(k > 0, "the best 0 candidates need no collector");
        TopK { passages, k, buffer: Vec::with_capacity(k.saturating_mul(2).min(1 << 12)), kth: None }
    }

    /// Number of candidates that are collected.
    pub(super) fn k(&self) -> usize {
        self.k
    }

    /// Lower scores cannot enter; a tie with the threshold may, if it comes earlier in index order.
    #[inline]
    pub(super) fn threshold(&self) -> u32 {
        self.kth.map_or(0, |(score, _)| score)
    }

    /// Pushes a candidate unless it is below the threshold or deleted.
    #[inline]
    pub(super) fn push(&mut self, score: u32, segment: usize, doc: u32) {
        if score >= self.threshold() {
            self.insert(Candidate::new(score, segment, doc));
        }
    }

    fn insert(&mut self, candidate: Candidate) {
        let loses_tie = |(score, order)| candidate.score == score && self.passages.order(&candidate) > order;
        if !self.passages.is_alive(&candidate) || self.kth.is_some_and(loses_tie) {
            return;
        }
        self.buffer.push(candidate);
        if self.buffer.len() >= self.k.saturating_mul(2) || (self.kth.is_none() && self.buffer.len() == self.k) {
            self.shrink();
        }
    }

    /// Cuts the buffer to the best `k` and raises the threshold.
    fn shrink(&mut self) {
        if self.buffer.len() < self.k {
            return;
        }
        let (_, kth, _) = self.buffer.select_nth_unstable_by_key(self.k - 1, |candidate| Reverse(candidate.score));
        let score = kth.score;
        let mut ties: Vec<(u64, Candidate)> = Vec::new();
        self.buffer.retain(|candidate| {
            if candidate.score == score {
                ties.push((self.passages.order(candidate), *candidate));
            }
            candidate.score > score
        });
        let missing = self.k - self.buffer.len();
        let (first, (order, candidate), _) = ties.select_nth_unstable_by_key(missing - 1, |(order, _)| *order);
        self.kth = Some((score, *order));
        self.buffer.extend(first.iter().map(|(_, candidate)| *candidate));
        self.buffer.push(*candidate);
    }

    /// The best `k` candidates, best first.
    pub(super) fn into_sorted(mut self) -> Vec<Candidate> {
        self.shrink();
        let passages = self.passages;
        self.buffer.sort_by_cached_key(|candidate| (Reverse(candidate.score), passages.order(candidate)));
        self.buffer
    }
}

impl Passages for Segments {
    #[inline]
    fn is_alive(&self, candidate: &Candidate) -> bool {
        self.all()[candidate.segment as usize].is_alive(candidate.doc)
    }

    #[inline]
    fn order(&self, candidate: &Candidate) -> u64 {
        Segments::order(self, candidate)
    }
}

impl Segments {
    /// Sort key of a candidate: article, then passage.
    pub(crate) fn order(&self, candidate: &Candidate) -> u64 {
        self.all()[candidate.segment as usize].order.get(candidate.doc)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sort keys by passage; passages without one are deleted.
    struct Keys(Vec<Option<u64>>);

    impl Passages for Keys {
        fn is_alive(&self, candidate: &Candidate) -> bool {
            self.0[candidate.doc as usize].is_some()
        }

        fn order(&self, candidate: &Candidate) -> u64 {
            self.0[candidate.doc as usize].unwrap_or(u64::MAX)
        }
    }

    proptest! {
        #[test]
        fn the_top_k_are_the_first_of_a_sort(
            scores in proptest::collection::vec(0..20_u32, 0..300),
            deleted in proptest::collection::vec(proptest::bool::weighted(0.1), 300),
            seed in any::<u64>(),
            k in 1..60_usize,
        ) {
            let key = |doc: u64| doc.wrapping_mul(seed | 1).rotate_left(17);
            let keys = Keys((0..300).map(|doc| (!deleted[doc as usize]).then(|| key(doc))).collect());
            let mut top = TopK::new(k, &keys);
            let mut pushed: Vec<Candidate> = Vec::new();
            for (doc, score) in (0..).zip(scores) {
                top.push(score, 0, doc);
                let candidate = Candidate::new(score, 0, doc);
                if keys.is_alive(&candidate) {
                    pushed.push(candidate);
                }
                // The threshold may lag behind the k-th best score, but is never above it.
                pushed.sort_by_key(|candidate| (Reverse(candidate.score), keys.order(candidate)));
                let kth = pushed.get(k - 1).map_or(0, |candidate| candidate.score);
                prop_assert!(top.threshold() <= kth);
            }
            pushed.truncate(k);
            prop_assert_eq!(top.into_sorted(), pushed);
        }
    }

    #[test]
    fn the_threshold_is_the_kth_score_once_there_are_k() {
        let keys = Keys((0..10).map(Some).collect());
        let mut top = TopK::new(3, &keys);
        let pushes = [(0, 5, 0), (1, 7, 0), (2, 2, 2), (3, 1, 2), (4, 9, 2), (5, 9, 2), (6, 9, 9)];
        for (doc, score, threshold) in pushes {
            top.push(score, 0, doc);
            assert_eq!(top.threshold(), threshold, "after passage {doc}");
        }
    }
}
