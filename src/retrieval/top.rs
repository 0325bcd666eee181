//! The best k passages, with ties in a fixed order.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

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

impl Ord for Candidate {
    /// The greatest is the worst, which is what a heap of the best gives up first; among equals the later.
    fn cmp(&self, other: &Candidate) -> Ordering {
        other.points.cmp(&self.points).then_with(|| self.order.cmp(&other.order))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Candidate) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Collects the best `k`. Equal ones are ordered by article and passage, not by where they happen to lie, so that segments
/// and merges change nothing.
pub(super) struct Top {
    k: usize,
    heap: BinaryHeap<Candidate>,
    bar: u32,
}

impl Top {
    pub(super) fn new(k: usize) -> Top {
        Top { k, heap: BinaryHeap::with_capacity(k.min(1 << 12) + 1), bar: 0 }
    }

    /// Who has less points cannot get in; who has as many still may, by coming earlier.
    pub(super) fn bar(&self) -> u32 {
        self.bar
    }

    pub(super) fn offer(&mut self, candidate: Candidate) {
        if self.heap.len() < self.k {
            self.heap.push(candidate);
        } else if let Some(mut worst) = self.heap.peek_mut()
            && candidate < *worst
        {
            *worst = candidate;
        }
        if self.heap.len() == self.k {
            self.bar = self.heap.peek().map_or(u32::MAX, |worst| worst.points);
        }
    }

    /// Best first.
    pub(super) fn best(self) -> Vec<Candidate> {
        self.heap.into_sorted_vec()
    }
}
