//! The best k passages, with ties in a fixed order.

use std::cmp::Ordering;

use crate::lists::Segments;

/// A passage that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// Points by its own words.
    pub(crate) points: u32,
    /// The value of the field `order`: article, then passage.
    pub(crate) order: u64,
    /// Number of the segment.
    pub(crate) segment: usize,
    /// Number in the segment.
    pub(crate) doc: u32,
}

impl Candidate {
    /// Better first; among equals the earlier.
    fn compare(&self, other: &Candidate) -> Ordering {
        other.points.cmp(&self.points).then_with(|| self.order.cmp(&other.order))
    }
}

/// Collects the best `k`. Equal ones are ordered by article and passage, not by where they happen to lie, so that segments
/// and merges change nothing. It takes in more than `k` and now and then drops those that are not among the best, which is
/// faster than to keep them in order one by one.
pub(super) struct Top<'a> {
    segments: &'a Segments,
    k: usize,
    found: Vec<Candidate>,
    /// The `k`-th best, once there are so many.
    last: Option<Candidate>,
}

impl<'a> Top<'a> {
    pub(super) fn new(k: usize, segments: &'a Segments) -> Top<'a> {
        Top { segments, k, found: Vec::new(), last: None }
    }

    /// Who has less points cannot get in; who has as many still may, by coming earlier.
    pub(super) fn bar(&self) -> u32 {
        self.last.map_or(0, |last| last.points)
    }

    /// Takes in a passage, unless it was removed or cannot be among the best.
    #[inline]
    pub(super) fn offer(&mut self, points: u32, segment: usize, doc: u32) {
        if points >= self.bar() {
            self.take(points, segment, doc);
        }
    }

    fn take(&mut self, points: u32, segment: usize, doc: u32) {
        let found = &self.segments.all()[segment];
        if !found.is_alive(doc) {
            return;
        }
        let candidate = Candidate { points, order: found.order.get_val(doc), segment, doc };
        if self.last.is_some_and(|last| candidate.compare(&last) == Ordering::Greater) {
            return;
        }
        self.found.push(candidate);
        if self.found.len() >= self.k.saturating_mul(2) || (self.last.is_none() && self.found.len() == self.k) {
            self.drop_worst();
        }
    }

    fn drop_worst(&mut self) {
        if self.found.len() >= self.k {
            let (_, last, _) = self.found.select_nth_unstable_by(self.k - 1, Candidate::compare);
            self.last = Some(*last);
            self.found.truncate(self.k);
        }
    }

    /// Best first.
    pub(super) fn best(mut self) -> Vec<Candidate> {
        self.drop_worst();
        self.found.sort_unstable_by(Candidate::compare);
        self.found
    }
}
