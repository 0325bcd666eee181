//! The best passages with any of some words.
//!
//! In a range the words that could not lift a passage over the bar all together are left for last. The others are added up
//! passage by passage; only where their sum and the bounds of the rest reach the bar are the rest asked.

use super::bm25::Bm25;
use super::bounds::{Bounds, Scorer};
use super::matching::Opened;
use super::top::{Candidate, Top};

/// What is added up of a range.
pub(super) struct Union {
    points: Vec<u32>,
    /// A bit for each passage that has points.
    touched: Vec<u64>,
    /// The words of the range at hand and what they give at most, least first.
    live: Vec<(u32, usize)>,
    /// The sums of these bounds, from the least on.
    sums: Vec<u32>,
}

/// What does not change from range to range.
pub(super) struct Ground<'a> {
    pub(super) scorers: &'a [Scorer],
    pub(super) fields: &'a [Bm25<'a>],
    pub(super) bounds: &'a Bounds,
    /// Number of the segment.
    pub(super) at: usize,
}

impl Ground<'_> {
    fn list(&self, scorer: usize) -> Option<usize> {
        match &self.scorers[scorer] {
            Scorer::Word { list, .. } | Scorer::Presence { list, .. } => Some(*list),
            Scorer::Phrase { .. } => None,
        }
    }

    fn points(&self, scorer: usize, doc: u32, freq: u32) -> u32 {
        match &self.scorers[scorer] {
            Scorer::Word { field, weight, .. } | Scorer::Phrase { field, weight, .. } => {
                self.fields[*field].points(*weight, doc, freq)
            }
            Scorer::Presence { points, .. } => *points,
        }
    }

    pub(super) fn offer(&self, top: &mut Top, open: &Opened<'_>, doc: u32, points: u32) {
        if points >= top.bar() && open.segment.is_alive(doc) {
            top.offer(Candidate { points, order: open.segment.order.get_val(doc), segment: self.at, doc });
        }
    }
}

impl Union {
    pub(super) fn new(bounds: &Bounds) -> Union {
        let width = 1 << bounds.shift;
        Union { points: vec![0; width], touched: vec![0; width / 64], live: Vec::new(), sums: Vec::new() }
    }

    /// Offers the passages of a range that may be among the best.
    pub(super) fn range(&mut self, ground: &Ground<'_>, open: &mut Opened<'_>, top: &mut Top, range: usize) {
        self.live.clear();
        let bounds = ground.bounds.ranges.iter().enumerate();
        self.live.extend(bounds.map(|(at, ranges)| (ranges[range], at)).filter(|(bound, _)| *bound > 0));
        self.live.sort_unstable();
        self.sums.clear();
        let mut sum = 0_u32;
        for (bound, _) in &self.live {
            sum = sum.saturating_add(*bound);
            self.sums.push(sum);
        }
        let rest = self.sums.iter().take_while(|sum| **sum < top.bar()).count();
        let begin = (range as u32) << ground.bounds.shift;
        let end = begin + (1 << ground.bounds.shift);
        match self.live.len() - rest {
            0 => {}
            1 => self.one(ground, open, top, begin..end),
            _ => self.several(ground, open, top, rest, begin..end),
        }
    }

    /// One word decides: block by block of its list.
    fn one(&self, ground: &Ground<'_>, open: &mut Opened<'_>, top: &mut Top, range: std::ops::Range<u32>) {
        let rest = self.live.len() - 1;
        let (_, word) = self.live[rest];
        let Some(list) = ground.list(word) else { return };
        let others = rest.checked_sub(1).map_or(0, |last| self.sums[last]);
        let mut block = open.lists[list].block_of(range.start);
        while block < open.lists[list].blocks().len() && (block == 0 || open.lists[list].before(block) < range.end) {
            if ground.bounds.blocks[word][block].saturating_add(others) >= top.bar() {
                let mut at = open.lists[list].load(block).partition_point(|doc| *doc < range.start);
                loop {
                    let (docs, freqs) = open.lists[list].load_freqs(block);
                    let Some((doc, freq)) = docs.get(at).zip(freqs.get(at)).filter(|(doc, _)| **doc < range.end) else {
                        break;
                    };
                    let (doc, points) = (*doc, ground.points(word, *doc, *freq));
                    if points.saturating_add(others) >= top.bar() {
                        self.complete(ground, open, top, rest, doc, points);
                    }
                    at += 1;
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
        top: &mut Top,
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
        let Some(list) = ground.list(word) else { return };
        let list = &mut open.lists[list];
        let mask = self.points.len() - 1;
        let mut block = list.block_of(range.start);
        while block < list.blocks().len() && (block == 0 || list.before(block) < range.end) {
            let (docs, freqs) = list.load_freqs(block);
            let first = docs.partition_point(|doc| *doc < range.start);
            let last = first + docs[first..].partition_point(|doc| *doc < range.end);
            for (doc, freq) in docs[first..last].iter().zip(&freqs[first..last]) {
                let slot = (doc - range.start) as usize & mask;
                self.points[slot] += ground.points(word, *doc, *freq);
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
        top: &mut Top,
        rest: usize,
        doc: u32,
        mut points: u32,
    ) {
        for at in (0..rest).rev() {
            if points.saturating_add(self.sums[at]) < top.bar() {
                return;
            }
            let (_, word) = self.live[at];
            if let Some(list) = ground.list(word)
                && open.lists[list].seek(doc) == doc
            {
                points = points.saturating_add(ground.points(word, doc, open.lists[list].freq()));
            }
        }
        ground.offer(top, open, doc, points);
    }
}
