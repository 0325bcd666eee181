//! How much can a passage of this range score at most?

use std::ops::Range;

use super::bm25::Bm25;
use super::matching::Opened;
use crate::lists::List;

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
    /// By word, by block of its list; of a phrase there are none.
    pub(super) blocks: Vec<Vec<u32>>,
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
            Bounds { shift, total: vec![0; count], ranges: Vec::with_capacity(scorers.len()), blocks: Vec::new() };
        for scorer in scorers {
            let mut ranges = vec![0; count];
            let mut blocks = Vec::new();
            match scorer {
                Scorer::Word { list, field, weight } => {
                    blocks = bounds.of_list(&mut open.lists[*list], &mut ranges, |list, block| {
                        most(list, block, &fields[*field], *weight)
                    });
                }
                Scorer::Presence { list, points } => {
                    blocks = bounds.of_list(&mut open.lists[*list], &mut ranges, |_, _| *points);
                }
                // A phrase stands no more often than the rarest of its words.
                Scorer::Phrase { words, field, weight } => {
                    ranges.fill(u32::MAX);
                    for (list, _) in words {
                        let mut of_word = vec![0; count];
                        bounds.of_list(&mut open.lists[*list], &mut of_word, |list, block| {
                            most(list, block, &fields[*field], *weight)
                        });
                        ranges.iter_mut().zip(of_word).for_each(|(all, word)| *all = word.min(*all));
                    }
                }
            }
            bounds.total.iter_mut().zip(&ranges).for_each(|(total, points)| *total = total.saturating_add(*points));
            bounds.ranges.push(ranges);
            bounds.blocks.push(blocks);
        }
        bounds
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

/// The most points of a passage in a block.
fn most(list: &mut List<'_>, block: usize, bm25: &Bm25<'_>, weight: f32) -> u32 {
    if list.is_bounded(block) {
        let best = list.blocks()[block];
        return bm25.bound(weight, best.norm, best.freq);
    }
    let (docs, freqs) = list.load_freqs(block);
    docs.iter().zip(freqs).map(|(doc, freq)| bm25.points(weight, *doc, *freq)).max().unwrap_or(0)
}
