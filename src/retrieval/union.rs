//! The best passages with any of some words.
//!
//! In a range the words that could not lift a passage over the bar all together are left for last. The others are added up
//! passage by passage; only where their sum and the bounds of the rest reach the bar are the rest asked.

use std::cmp::Reverse;
use std::ops::Range;

use super::bm25::Bm25;
use super::bounds::{Bounds, Scorer};
use super::matching::{Matching, Opened};
use super::top::Top;
use crate::lists::{BLOCK, END, within};

/// Passages of a range that are looked through at once.
const CHUNK: usize = 16;

/// What is added up of a range.
pub(super) struct Union<'a> {
    bounds: &'a Bounds,
    points: Vec<u32>,
    /// Passages that may reach the bar, and their points so far.
    hopeful: Vec<(u32, u32)>,
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
            hopeful: Vec::new(),
            live: Vec::new(),
            sums: Vec::new(),
            block: [0; BLOCK],
        }
    }

    /// Offers the passages that may be among the best when there is only one word: block by block of its list, the best first.
    pub(super) fn alone(&mut self, ground: &Ground<'_>, open: &mut Opened<'_>, top: &mut Top<'_>) {
        let Some(list) = ground.scorers.first().and_then(Scorer::list) else { return };
        let bounds = self.bounds.blocks(0);
        let mut blocks: Vec<(Reverse<u32>, usize)> = bounds.iter().map(|bound| Reverse(*bound)).zip(0..).collect();
        blocks.sort_unstable();
        for (Reverse(bound), block) in blocks {
            if bound < top.bar() || open.clock.is_late_now_and_then() {
                break;
            }
            let (docs, freqs) = open.lists[list].load_freqs(block);
            ground.all_points(0, docs, freqs, &mut self.block);
            for (doc, points) in docs.iter().zip(self.block) {
                top.offer(points, ground.at, *doc);
            }
        }
    }

    /// Offers the passages of a range that may be among the best and of which `what` is true.
    pub(super) fn range(
        &mut self,
        ground: &Ground<'_>,
        what: &Matching,
        open: &mut Opened<'_>,
        top: &mut Top<'_>,
        range: usize,
    ) {
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
        let bar = top.bar();
        let rest = self.sums.iter().take_while(|sum| **sum < bar).count();
        let passages = self.bounds.passages(range);
        match self.live.len() - rest {
            0 => {}
            1 => self.one(ground, open, bar, passages),
            _ => self.several(ground, open, bar, rest, passages),
        }
        for (doc, points) in self.hopeful.drain(..) {
            if points >= top.bar() && open.may_be(what, doc) && open.is_true(what, doc) {
                top.offer(points, ground.at, doc);
            }
        }
    }

    /// One word decides: block by block of its list.
    fn one(&mut self, ground: &Ground<'_>, open: &mut Opened<'_>, bar: u32, range: Range<u32>) {
        let rest = self.live.len() - 1;
        let (_, word) = self.live[rest];
        let Some(list) = ground.scorers[word].list() else { return };
        let list = &mut open.lists[list];
        let needed = bar.saturating_sub(self.rest(rest));
        for block in list.blocks_of(&range) {
            if self.bounds.blocks(word)[block] >= needed {
                let (docs, freqs) = list.load_freqs(block);
                let (first, last) = within(docs, &range);
                ground.all_points(word, &docs[first..last], &freqs[first..last], &mut self.block);
                let found = docs[first..last].iter().copied().zip(self.block);
                self.hopeful.extend(found.filter(|(_, points)| *points >= needed));
            }
        }
        self.complete(ground, open, bar, rest);
    }

    /// Several words decide: they are added up.
    fn several(&mut self, ground: &Ground<'_>, open: &mut Opened<'_>, bar: u32, rest: usize, range: Range<u32>) {
        for at in rest..self.live.len() {
            self.add(ground, open, self.live[at].1, &range);
        }
        let needed = bar.saturating_sub(self.rest(rest)).max(1);
        // Most have nothing in them, which is seen of several at once; as signed numbers, because those are compared fastest.
        let signed = needed.cast_signed();
        let (chunks, _) = self.points.as_chunks_mut::<CHUNK>();
        for (chunk, begin) in chunks.iter_mut().zip((range.start..).step_by(CHUNK)) {
            if chunk.iter().fold(false, |found, points| found | (points.cast_signed() >= signed)) {
                let found = (begin..).zip(chunk.iter().copied());
                self.hopeful.extend(found.filter(|(_, points)| *points >= needed));
            }
            *chunk = [0; CHUNK];
        }
        self.complete(ground, open, bar, rest);
    }

    /// What the first `rest` words of the range give at most.
    fn rest(&self, rest: usize) -> u32 {
        rest.checked_sub(1).map_or(0, |last| self.sums[last])
    }

    /// Adds the points of a word in a range.
    fn add(&mut self, ground: &Ground<'_>, open: &mut Opened<'_>, word: usize, range: &Range<u32>) {
        let Some(list) = ground.scorers[word].list() else { return };
        let list = &mut open.lists[list];
        let mask = self.points.len() - 1;
        for block in list.blocks_of(range) {
            let (docs, freqs) = list.load_freqs(block);
            let (first, last) = within(docs, range);
            ground.all_points(word, &docs[first..last], &freqs[first..last], &mut self.block);
            for (doc, points) in docs[first..last].iter().zip(self.block) {
                self.points[(doc - range.start) as usize & mask] += points;
            }
        }
    }

    /// Asks the words that were left for last, the weightiest first, about the passages that can still reach the bar, and
    /// leaves those that have.
    fn complete(&mut self, ground: &Ground<'_>, open: &mut Opened<'_>, bar: u32, rest: usize) {
        for at in (0..rest).rev() {
            let (bound, word) = self.live[at];
            let Some(list) = ground.scorers[word].list() else { continue };
            let (list, promises) = (&mut open.lists[list], self.bounds.blocks(word));
            let (all, others) = (self.sums[at], self.sums[at] - bound);
            // The block in which it would stand may promise less than the range.
            let (mut end, mut promise) = (0, 0);
            self.hopeful.retain_mut(|(doc, points)| {
                if points.saturating_add(all) < bar {
                    return false;
                }
                if *doc >= end {
                    let block = list.block_of(*doc);
                    end = list.blocks().get(block).map_or(END, |block| block.last + 1);
                    promise = promises.get(block).copied().unwrap_or(0);
                }
                if points.saturating_add(others + promise) < bar {
                    return false;
                }
                if promise > 0 && list.seek(*doc) == *doc {
                    *points = points.saturating_add(ground.points(word, *doc, list.freq()));
                }
                true
            });
        }
    }
}
