//! The best passages with any of some words.
//!
//! In a range the words that could not lift a passage over the bar all together are left for last. The others are added up
//! passage by passage; only where their sum and the bounds of the rest reach the bar are the rest asked.

use std::cmp::Reverse;

use super::bm25::Bm25;
use super::bounds::{Bounds, Scorer};
use super::matching::Opened;
use super::top::Top;
use crate::lists::BLOCK;

/// What is added up of a range.
pub(super) struct Union<'a> {
    bounds: &'a Bounds,
    points: Vec<u32>,
    /// A bit for each passage that has points.
    touched: Vec<u64>,
    /// The words of the range at hand and what they give at most, least first.
    live: Vec<(u32, usize)>,
    /// The sums of these bounds, from the least on.
    sums: Vec<u32>,
    /// The points of the block at hand.
    block: [u32; BLOCK],
}

/// What does not change from range to range.
pub(super) struct Ground<'a> {
    pub(super) scorers: &'a [Scorer],
    pub(super) fields: &'a [Bm25<'a>],
    /// Number of the segment.
    pub(super) at: usize,
}

impl Ground<'_> {
    /// Whether points depend on the places of words.
    pub(super) fn has_phrases(&self) -> bool {
        self.scorers.iter().any(|scorer| scorer.list().is_none())
    }

    fn points(&self, scorer: usize, doc: u32, freq: u32) -> u32 {
        match &self.scorers[scorer] {
            Scorer::Word { field, weight, .. } | Scorer::Phrase { field, weight, .. } => {
                self.fields[*field].points(*weight, doc, freq)
            }
            Scorer::Presence { points, .. } => *points,
        }
    }

    /// The points of a word in all passages of a block.
    fn all_points(&self, scorer: usize, docs: &[u32], freqs: &[u32], points: &mut [u32; BLOCK]) {
        match &self.scorers[scorer] {
            Scorer::Word { field, weight, .. } | Scorer::Phrase { field, weight, .. } => {
                self.fields[*field].all_points(*weight, docs, freqs, points);
            }
            Scorer::Presence { points: all, .. } => points.fill(*all),
        }
    }
}

impl<'a> Union<'a> {
    pub(super) fn new(bounds: &'a Bounds) -> Union<'a> {
        let width = 1 << bounds.shift;
        Union {
            bounds,
            points: vec![0; width],
            touched: vec![0; width / 64],
            live: Vec::new(),
            sums: Vec::new(),
            block: [0; BLOCK],
        }
    }

    /// Offers the passages that may be among the best when there is only one word: block by block of its list, the best first.
    pub(super) fn alone(&mut self, ground: &Ground<'_>, open: &mut Opened<'_>, top: &mut Top<'_>) {
        let Some(list) = ground.scorers.first().and_then(Scorer::list) else { return };
        let bounds = &self.bounds.blocks[0];
        let mut blocks: Vec<(Reverse<u32>, usize)> = bounds.iter().map(|bound| Reverse(*bound)).zip(0..).collect();
        blocks.sort_unstable();
        for (Reverse(bound), block) in blocks {
            if bound < top.bar() {
                break;
            }
            let (docs, freqs) = open.lists[list].load_freqs(block);
            ground.all_points(0, docs, freqs, &mut self.block);
            for (doc, points) in docs.iter().zip(self.block) {
                top.offer(points, ground.at, *doc);
            }
        }
    }

    /// Offers the passages of a range that may be among the best.
    pub(super) fn range(&mut self, ground: &Ground<'_>, open: &mut Opened<'_>, top: &mut Top<'_>, range: usize) {
        self.live.clear();
        let bounds = self.bounds.ranges.iter().enumerate();
        self.live.extend(bounds.map(|(at, ranges)| (ranges[range], at)).filter(|(bound, _)| *bound > 0));
        self.live.sort_unstable();
        self.sums.clear();
        let mut sum = 0_u32;
        for (bound, _) in &self.live {
            sum = sum.saturating_add(*bound);
            self.sums.push(sum);
        }
        let rest = self.sums.iter().take_while(|sum| **sum < top.bar()).count();
        let passages = self.bounds.passages(range);
        match self.live.len() - rest {
            0 => {}
            1 => self.one(ground, open, top, passages),
            _ => self.several(ground, open, top, rest, passages),
        }
    }

    /// One word decides: block by block of its list.
    fn one(&mut self, ground: &Ground<'_>, open: &mut Opened<'_>, top: &mut Top<'_>, range: std::ops::Range<u32>) {
        let rest = self.live.len() - 1;
        let (_, word) = self.live[rest];
        let Some(list) = ground.scorers[word].list() else { return };
        let others = rest.checked_sub(1).map_or(0, |last| self.sums[last]);
        let mut block = open.lists[list].block_of(range.start);
        while block < open.lists[list].blocks().len() && (block == 0 || open.lists[list].before(block) < range.end) {
            if self.bounds.blocks[word][block].saturating_add(others) >= top.bar() {
                let (docs, freqs) = open.lists[list].load_freqs(block);
                let (first, last) = within(docs, &range);
                ground.all_points(word, &docs[first..last], &freqs[first..last], &mut self.block);
                for at in first..last {
                    let points = self.block[at - first];
                    if points.saturating_add(others) >= top.bar() {
                        let doc = open.lists[list].load(block)[at];
                        self.complete(ground, open, top, rest, doc, points);
                    }
                }
            }
            block += 1;
        }
    }

    /// Several words decide: they are added up.
    fn several(
        &mut self,
        ground: &Ground<'_>,
        open: &mut Opened<'_>,
        top: &mut Top<'_>,
        rest: usize,
        range: std::ops::Range<u32>,
    ) {
        for at in rest..self.live.len() {
            self.add(ground, open, self.live[at].1, &range);
        }
        let others = rest.checked_sub(1).map_or(0, |last| self.sums[last]);
        for word in 0..self.touched.len() {
            let mut bits = std::mem::take(&mut self.touched[word]);
            while bits != 0 {
                let slot = word * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let points = std::mem::take(&mut self.points[slot]);
                if points.saturating_add(others) >= top.bar() {
                    self.complete(ground, open, top, rest, range.start + slot as u32, points);
                }
            }
        }
    }

    /// Adds the points of a word in a range.
    fn add(&mut self, ground: &Ground<'_>, open: &mut Opened<'_>, word: usize, range: &std::ops::Range<u32>) {
        let Some(list) = ground.scorers[word].list() else { return };
        let list = &mut open.lists[list];
        let mask = self.points.len() - 1;
        let mut block = list.block_of(range.start);
        while block < list.blocks().len() && (block == 0 || list.before(block) < range.end) {
            let (docs, freqs) = list.load_freqs(block);
            let (first, last) = within(docs, range);
            ground.all_points(word, &docs[first..last], &freqs[first..last], &mut self.block);
            for (doc, points) in docs[first..last].iter().zip(self.block) {
                let slot = (doc - range.start) as usize & mask;
                self.points[slot] += points;
                self.touched[slot / 64] |= 1 << (slot % 64);
            }
            block += 1;
        }
    }

    /// Asks the words that were left for last, the weightiest first, as long as the passage can still reach the bar.
    fn complete(
        &self,
        ground: &Ground<'_>,
        open: &mut Opened<'_>,
        top: &mut Top<'_>,
        rest: usize,
        doc: u32,
        mut points: u32,
    ) {
        for at in (0..rest).rev() {
            let (bound, word) = self.live[at];
            if points.saturating_add(self.sums[at]) < top.bar() {
                return;
            }
            let Some(list) = ground.scorers[word].list() else { continue };
            // The block in which it would stand may promise less than the range.
            let block = open.lists[list].block_of(doc);
            let Some(promise) = self.bounds.blocks[word].get(block) else { continue };
            if points.saturating_add(self.sums[at] - bound + promise) < top.bar() {
                return;
            }
            if open.lists[list].seek(doc) == doc {
                points = points.saturating_add(ground.points(word, doc, open.lists[list].freq()));
            }
        }
        top.offer(points, ground.at, doc);
    }
}

/// Where the passages of a range begin and end among `docs`, which are in order.
fn within(docs: &[u32], range: &std::ops::Range<u32>) -> (usize, usize) {
    let inside = |doc: Option<&u32>| doc.is_some_and(|doc| range.contains(doc));
    let first = if inside(docs.first()) { 0 } else { docs.partition_point(|doc| *doc < range.start) };
    let last = if inside(docs.last()) { docs.len() } else { docs.partition_point(|doc| *doc < range.end) };
    (first, last.max(first))
}
