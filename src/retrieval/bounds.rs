//! How much can a passage of this range score at most?

use std::ops::Range;

use super::bm25::Bm25;
use super::matching::Opened;
use crate::lists::{Block, END, List};

/// Ranges a segment is cut into, at most: with more, looking through the bounds costs more than it saves.
const MOST_RANGES: u32 = 256;
/// Passages in a range, at least, as a power of two. Few in tests, so that a small index has many ranges.
const LEAST_SHIFT: u32 = if cfg!(test) { 5 } else { 10 };

/// Points that a word of the query gives in the first phase.
pub(crate) enum Scorer {
    /// By how often it stands in the passage; `field` is a number into the `Bm25`s.
    Word { list: usize, field: usize, weight: f32 },
    /// The same for words in a row.
    Phrase { words: Vec<(usize, u32)>, field: usize, weight: f32 },
    /// The same in every passage.
    Presence { list: usize, points: u32 },
}

impl Scorer {
    /// The list it stands on, unless it is several.
    pub(super) fn list(&self) -> Option<usize> {
        match self {
            Scorer::Word { list, .. } | Scorer::Presence { list, .. } => Some(*list),
            Scorer::Phrase { .. } => None,
        }
    }
}

/// The bounds of a segment.
pub(super) struct Bounds {
    /// A range has 2 to the power of this many passages.
    pub(super) shift: u32,
    /// By range: the most points of all words together.
    pub(super) total: Vec<u32>,
    /// By word, by range.
    pub(super) ranges: Vec<Vec<u32>>,
    /// By word, of its list; of a phrase those of all its words, and it gives no more than any of them promises.
    lists: Vec<Vec<ListBounds>>,
}

/// The bounds of a list.
struct ListBounds {
    list: usize,
    /// By block.
    blocks: Vec<u32>,
}

/// What passages promise, asked from the first to the last.
pub(super) struct Promise<'a> {
    bounds: &'a Bounds,
    /// By word, by list: the block at hand.
    blocks: Vec<Vec<usize>>,
    /// What each of the passages from the one asked last to before `end` gives at most.
    points: u32,
    end: u32,
}

impl Bounds {
    pub(super) fn new(scorers: &[Scorer], fields: &[Bm25<'_>], open: &mut Opened<'_>) -> Bounds {
        let passages = open.segment.passages();
        let mut shift = LEAST_SHIFT;
        while passages >> shift >= MOST_RANGES {
            shift += 1;
        }
        let count = (passages >> shift) as usize + 1;
        let mut bounds =
            Bounds { shift, total: vec![0; count], ranges: Vec::with_capacity(scorers.len()), lists: Vec::new() };
        for scorer in scorers {
            let mut ranges = vec![0; count];
            let mut lists = Vec::new();
            match scorer {
                Scorer::Word { list, field, weight } => {
                    let most = |list: &mut List<'_>, block| most(list, block, &fields[*field], *weight);
                    let blocks = bounds.of_list(&mut open.lists[*list], &mut ranges, most);
                    lists.push(ListBounds { list: *list, blocks });
                }
                Scorer::Presence { list, points } => {
                    let blocks = bounds.of_list(&mut open.lists[*list], &mut ranges, |_, _| *points);
                    lists.push(ListBounds { list: *list, blocks });
                }
                // A phrase stands no more often than the rarest of its words.
                Scorer::Phrase { words, field, weight } => {
                    ranges.fill(u32::MAX);
                    for (list, _) in words {
                        let mut of_word = vec![0; count];
                        let most = |list: &mut List<'_>, block| most(list, block, &fields[*field], *weight);
                        let blocks = bounds.of_list(&mut open.lists[*list], &mut of_word, most);
                        lists.push(ListBounds { list: *list, blocks });
                        ranges.iter_mut().zip(of_word).for_each(|(all, word)| *all = word.min(*all));
                    }
                }
            }
            bounds.total.iter_mut().zip(&ranges).for_each(|(total, points)| *total = total.saturating_add(*points));
            bounds.ranges.push(ranges);
            bounds.lists.push(lists);
        }
        bounds
    }

    /// Of a word, by block of its list; of a phrase there are none.
    pub(super) fn blocks(&self, scorer: usize) -> &[u32] {
        match self.lists[scorer].as_slice() {
            [only] => &only.blocks,
            _ => &[],
        }
    }

    /// What passages promise, from any on.
    pub(super) fn promise(&self) -> Promise<'_> {
        let blocks = self.lists.iter().map(|lists| vec![0; lists.len()]).collect();
        Promise { bounds: self, blocks, points: 0, end: 0 }
    }

    /// The passages of a range.
    pub(super) fn passages(&self, range: usize) -> Range<u32> {
        let begin = (range as u32) << self.shift;
        begin..begin + (1 << self.shift)
    }

    /// The bounds of a list's blocks, entered into those of the ranges.
    fn of_list(&self, list: &mut List<'_>, ranges: &mut [u32], most: impl Fn(&mut List<'_>, usize) -> u32) -> Vec<u32> {
        let end = ranges.len() - 1;
        let mut begin = 0;
        let mut blocks = Vec::with_capacity(list.blocks().len());
        for block in 0..list.blocks().len() {
            let points = most(list, block);
            if list.is_bounded(block) {
                let last = list.blocks()[block].last >> self.shift;
                for range in &mut ranges[begin.min(end)..=end.min(last as usize)] {
                    *range = points.max(*range);
                }
                begin = last as usize;
            } else {
                for doc in list.load(block) {
                    let range = &mut ranges[end.min((doc >> self.shift) as usize)];
                    *range = points.max(*range);
                }
            }
            blocks.push(points);
        }
        blocks
    }
}

impl Promise<'_> {
    /// What passage `doc` gives at most, and the first passage after it of which that may not be true. Not asked for one
    /// before the last.
    pub(super) fn at(&mut self, doc: u32, open: &Opened<'_>) -> (u32, u32) {
        if doc >= self.end {
            (self.points, self.end) = (0, END);
            for (lists, places) in self.bounds.lists.iter().zip(&mut self.blocks) {
                let mut least = u32::MAX;
                for (of_list, place) in lists.iter().zip(places) {
                    let blocks = open.lists[of_list.list].blocks();
                    *place += after(&blocks[*place..], doc);
                    least = least.min(of_list.blocks.get(*place).copied().unwrap_or(0));
                    self.end = self.end.min(blocks.get(*place).map_or(END, |block| block.last + 1));
                }
                self.points = self.points.saturating_add(if lists.is_empty() { 0 } else { least });
            }
        }
        (self.points, self.end)
    }
}

/// How many of the first blocks lie before `doc`: looked for in steps that double, because it is often few.
fn after(blocks: &[Block], doc: u32) -> usize {
    let mut step = 1;
    while blocks.get(step - 1).is_some_and(|block| block.last < doc) {
        step *= 2;
    }
    let known = step / 2;
    known + blocks[known..blocks.len().min(step)].partition_point(|block| block.last < doc)
}

/// The most points of a passage in a block.
fn most(list: &mut List<'_>, block: usize, bm25: &Bm25<'_>, weight: f32) -> u32 {
    if list.is_bounded(block) {
        let best = list.blocks()[block];
        return bm25.bound(weight, best.norm, best.freq);
    }
    let (docs, freqs) = list.load_freqs(block);
    docs.iter().zip(freqs).map(|(doc, freq)| bm25.points(weight, *doc, *freq)).max().unwrap_or(0)
}
