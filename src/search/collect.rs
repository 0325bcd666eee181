//! The best k documents, with ties in a fixed order.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::Weight;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

/// A document that was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) score: Score,
    /// The value of the field `order`: article, then passage.
    pub(super) order: u64,
    pub(super) address: DocAddress,
}

impl Candidate {
    /// Better first: higher score, then earlier article and passage.
    pub(super) fn compare(&self, other: &Candidate) -> Ordering {
        other.score.total_cmp(&self.score).then_with(|| self.order.cmp(&other.order))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Candidate) -> bool {
        self.compare(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Candidate) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    /// The greatest is the worst, which is what a heap of the best gives up first.
    fn cmp(&self, other: &Candidate) -> Ordering {
        self.compare(other)
    }
}

/// Collects the best `k`. Unlike tantivy's own collector it orders equal scores by article and passage, not by
/// where they happen to lie, so that segments and merges change nothing.
pub(super) struct Best {
    pub(super) k: usize,
}

impl Collector for Best {
    type Fruit = Vec<Candidate>;
    type Child = SegmentBest;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentBest> {
        let order = reader.fast_fields().u64("order")?.first_or_default_col(0);
        Ok(SegmentBest { k: self.k, segment, order, heap: BinaryHeap::with_capacity(self.k.min(1 << 12) + 1) })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Candidate>>) -> tantivy::Result<Vec<Candidate>> {
        let mut all: Vec<Candidate> = fruits.into_iter().flatten().collect();
        all.sort_unstable();
        all.truncate(self.k);
        Ok(all)
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<Vec<Candidate>> {
        let mut best = self.for_segment(segment, reader)?;
        let alive = reader.alive_bitset();
        weight.for_each_pruning(Score::MIN, reader, &mut |doc, score| {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                best.collect(doc, score);
            }
            best.threshold()
        })?;
        Ok(best.harvest())
    }
}

pub(super) struct SegmentBest {
    k: usize,
    segment: SegmentOrdinal,
    order: std::sync::Arc<dyn tantivy::columnar::ColumnValues<u64>>,
    heap: BinaryHeap<Candidate>,
}

impl SegmentBest {
    /// Scores that cannot get in any more. One below the worst that is in: the same score may still win by order.
    fn threshold(&self) -> Score {
        match self.heap.peek() {
            Some(worst) if self.heap.len() == self.k => worst.score.next_down(),
            _ => Score::MIN,
        }
    }
}

impl SegmentCollector for SegmentBest {
    type Fruit = Vec<Candidate>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let full = self.heap.len() == self.k;
        if self.k == 0 || (full && self.heap.peek().is_some_and(|worst| score < worst.score)) {
            return;
        }
        let address = DocAddress::new(self.segment, doc);
        self.heap.push(Candidate { score, order: self.order.get_val(doc), address });
        if self.heap.len() > self.k {
            self.heap.pop();
        }
    }

    fn harvest(self) -> Vec<Candidate> {
        self.heap.into_vec()
    }
}

/// A column of numbers that every document has.
pub(super) fn column(reader: &SegmentReader, name: &str) -> tantivy::Result<Column<u64>> {
    reader.fast_fields().u64(name)
}
