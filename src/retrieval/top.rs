//! The best k passages, with ties in a fixed order.

use std::cmp::Reverse;

use crate::lists::Segments;

/// A passage that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// Points by its own words.
    points: u32,
    /// Number of the segment.
    pub(crate) segment: u32,
    /// Number in the segment.
    pub(crate) doc: u32,
}

impl Candidate {
    /// One with these points, in segment number `segment`.
    pub(crate) fn new(points: u32, segment: usize, doc: u32) -> Candidate {
        Candidate { points, segment: segment as u32, doc }
    }
}

/// Collects the best `k`. Equal ones are ordered by article and passage, not by where they happen to lie, so that segments
/// and merges change nothing. It takes in more than `k` and now and then drops those that are not among the best, which is
/// faster than to keep them in order one by one; and it looks up which article a passage is of only where points are equal.
pub(super) struct Top<'a> {
    segments: &'a Segments,
    k: usize,
    found: Vec<Candidate>,
    /// Points and order of the `k`-th best, once there are so many.
    last: Option<(u32, u64)>,
}

impl<'a> Top<'a> {
    pub(super) fn new(k: usize, segments: &'a Segments) -> Top<'a> {
        Top { segments, k, found: Vec::with_capacity(k.saturating_mul(2).min(1 << 12)), last: None }
    }

    /// Who has less points cannot get in; who has as many still may, by coming earlier.
    #[inline]
    pub(super) fn bar(&self) -> u32 {
        self.last.map_or(0, |(points, _)| points)
    }

    /// Takes in a passage, unless it was removed or cannot be among the best.
    #[inline]
    pub(super) fn offer(&mut self, points: u32, segment: usize, doc: u32) {
        if points >= self.bar() {
            self.take(Candidate { points, segment: segment as u32, doc });
        }
    }

    fn take(&mut self, candidate: Candidate) {
        let ties = |(points, order)| candidate.points == points && self.segments.order(&candidate) > order;
        if !self.segments.all()[candidate.segment as usize].is_alive(candidate.doc) || self.last.is_some_and(ties) {
            return;
        }
        self.found.push(candidate);
        if self.found.len() >= self.k.saturating_mul(2) || (self.last.is_none() && self.found.len() == self.k) {
            self.drop_worst();
        }
    }

    fn drop_worst(&mut self) {
        if self.found.len() < self.k {
            return;
        }
        let (_, last, _) = self.found.select_nth_unstable_by_key(self.k - 1, |candidate| Reverse(candidate.points));
        let points = last.points;
        let mut equal: Vec<(u64, Candidate)> = Vec::new();
        self.found.retain(|candidate| {
            if candidate.points == points {
                equal.push((self.segments.order(candidate), *candidate));
            }
            candidate.points > points
        });
        let missing = self.k - self.found.len();
        let (first, (order, candidate), _) = equal.select_nth_unstable_by_key(missing - 1, |(order, _)| *order);
        self.last = Some((points, *order));
        self.found.extend(first.iter().map(|(_, candidate)| *candidate));
        self.found.push(*candidate);
    }

    /// Best first.
    pub(super) fn best(mut self) -> Vec<Candidate> {
        self.drop_worst();
        let segments = self.segments;
        self.found.sort_by_cached_key(|candidate| (Reverse(candidate.points), segments.order(candidate)));
        self.found
    }
}

impl Segments {
    /// The value of the field `order` of a candidate: article, then passage.
    pub(crate) fn order(&self, candidate: &Candidate) -> u64 {
        self.all()[candidate.segment as usize].order.of(candidate.doc)
    }
}
