//! Upper bounds of scores: by block of a posting list, and by range of passages.

use std::ops::Range;

use super::bm25::Bm25;
use super::cursors::SegmentCursors;
use super::scorer::{Scorer, SegmentScoring};
use crate::postings::{Block, PostingCursor, TERMINATED};

/// Most ranges a segment is cut into: with more, scanning the bounds costs more than they save.
const MAX_RANGES: u32 = 256;

/// The upper bounds of all scorers in one segment.
pub(super) struct UpperBounds {
    /// Binary logarithm of the number of passages in a range.
    pub(super) range_shift: u32,
    /// By range: sum of the bounds of all scorers.
    pub(super) range_totals: Vec<u32>,
    /// By scorer, then by range.
    pub(super) by_range: Vec<Vec<u32>>,
    /// By scorer: the bounds of its terms. A phrase has several; its score is at most the least of them.
    terms: Vec<Vec<TermBounds>>,
}

/// The upper bounds of a scorer's term.
struct TermBounds {
    term: usize,
    /// By block of the posting list.
    by_block: Vec<u32>,
}

/// Upper bounds of the total score of a passage by the blocks it lies in, for ascending passages (the bounds of block-max WAND).
pub(super) struct BlockMaxCursor<'a> {
    bounds: &'a UpperBounds,
    /// By scorer, by term: number of the current block.
    blocks: Vec<Vec<usize>>,
    /// Upper bound for each passage from the one asked for last up to but not including `end`.
    bound: u32,
    end: u32,
}

impl UpperBounds {
    /// Bounds of the scorers of `scoring`. A range has at least 2 to the power of `min_range_shift` passages.
    pub(super) fn new(scoring: &SegmentScoring<'_>, cursors: &mut SegmentCursors<'_>, min_range_shift: u32) -> Self {
        let passages = cursors.segment.passages();
        let mut range_shift = min_range_shift;
        while passages >> range_shift >= MAX_RANGES {
            range_shift += 1;
        }
        let ranges = (passages >> range_shift) as usize + 1;
        let mut bounds = UpperBounds {
            range_shift,
            range_totals: vec![0; ranges],
            by_range: Vec::with_capacity(scoring.scorers.len()),
            terms: Vec::with_capacity(scoring.scorers.len()),
        };
        for scorer in scoring.scorers {
            let mut by_range = vec![0; ranges];
            let mut terms = Vec::new();
            match scorer {
                Scorer::Term { term, field, weight } => {
                    let bound = |cursor: &mut PostingCursor<'_>, block| {
                        block_upper_bound(cursor, block, &scoring.bm25[*field], *weight)
                    };
                    let by_block = by_block(&mut cursors.cursors[*term], range_shift, &mut by_range, bound);
                    terms.push(TermBounds { term: *term, by_block });
                }
                Scorer::Constant { term, score } => {
                    let by_block = by_block(&mut cursors.cursors[*term], range_shift, &mut by_range, |_, _| *score);
                    terms.push(TermBounds { term: *term, by_block });
                }
                // A phrase occurs at most as often as the rarest of its words.
                Scorer::Phrase { words, field, weight } => {
                    by_range.fill(u32::MAX);
                    let bound = |cursor: &mut PostingCursor<'_>, block| {
                        block_upper_bound(cursor, block, &scoring.bm25[*field], *weight)
                    };
                    for (term, _) in words {
                        let mut of_word = vec![0; ranges];
                        let by_block = by_block(&mut cursors.cursors[*term], range_shift, &mut of_word, bound);
                        terms.push(TermBounds { term: *term, by_block });
                        by_range.iter_mut().zip(of_word).for_each(|(all, word)| *all = word.min(*all));
                    }
                }
            }
            let totals = bounds.range_totals.iter_mut().zip(&by_range);
            totals.for_each(|(total, bound)| *total = total.saturating_add(*bound));
            bounds.by_range.push(by_range);
            bounds.terms.push(terms);
        }
        bounds
    }

    /// Upper bounds by block of a scorer's posting list; none for a phrase.
    pub(super) fn by_block(&self, scorer: usize) -> &[u32] {
        match self.terms[scorer].as_slice() {
            [only] => &only.by_block,
            _ => &[],
        }
    }

    /// A cursor over the bounds, at the first passage.
    pub(super) fn cursor(&self) -> BlockMaxCursor<'_> {
        let blocks = self.terms.iter().map(|terms| vec![0; terms.len()]).collect();
        BlockMaxCursor { bounds: self, blocks, bound: 0, end: 0 }
    }

    /// Passages of a range.
    pub(super) fn passages(&self, range: usize) -> Range<u32> {
        let begin = (range as u32) << self.range_shift;
        begin..begin + (1 << self.range_shift)
    }
}

impl BlockMaxCursor<'_> {
    /// Upper bound of the score of `doc`, and the first passage after it to which that bound does not apply. Passages must be
    /// asked for in ascending order.
    pub(super) fn upper_bound(&mut self, doc: u32, cursors: &SegmentCursors<'_>) -> (u32, u32) {
        if doc >= self.end {
            (self.bound, self.end) = (0, TERMINATED);
            for (terms, current) in self.bounds.terms.iter().zip(&mut self.blocks) {
                let mut min = u32::MAX;
                for (term, current) in terms.iter().zip(current) {
                    let blocks = cursors.cursors[term.term].blocks();
                    *current += blocks_before(&blocks[*current..], doc);
                    min = min.min(term.by_block.get(*current).copied().unwrap_or(0));
                    self.end = self.end.min(blocks.get(*current).map_or(TERMINATED, |block| block.last_doc + 1));
                }
                self.bound = self.bound.saturating_add(if terms.is_empty() { 0 } else { min });
            }
        }
        (self.bound, self.end)
    }
}

/// Number of blocks that end before `doc`. Galloping search: usually there are few.
fn blocks_before(blocks: &[Block], doc: u32) -> usize {
    let mut step = 1;
    while blocks.get(step - 1).is_some_and(|block| block.last_doc < doc) {
        step *= 2;
    }
    let known = step / 2;
    known + blocks[known..blocks.len().min(step)].partition_point(|block| block.last_doc < doc)
}

/// The upper bounds of all blocks of a posting list, as given by `bound`. Raises the bounds `by_range` of the ranges that the
/// blocks overlap.
fn by_block(
    cursor: &mut PostingCursor<'_>,
    range_shift: u32,
    by_range: &mut [u32],
    bound: impl Fn(&mut PostingCursor<'_>, usize) -> u32,
) -> Vec<u32> {
    let last_range = by_range.len() - 1;
    let mut first = 0;
    let mut by_block = Vec::with_capacity(cursor.blocks().len());
    for block in 0..cursor.blocks().len() {
        let bound = bound(cursor, block);
        if cursor.has_block_max(block) {
            let last = (cursor.blocks()[block].last_doc >> range_shift) as usize;
            for range in &mut by_range[first.min(last_range)..=last.min(last_range)] {
                *range = bound.max(*range);
            }
            first = last;
        } else {
            for doc in cursor.load_docs(block) {
                let range = &mut by_range[last_range.min((doc >> range_shift) as usize)];
                *range = bound.max(*range);
            }
        }
        by_block.push(bound);
    }
    by_block
}

/// Upper bound of the BM25 scores in a block: by its block-max values, or exactly if it has none.
fn block_upper_bound(cursor: &mut PostingCursor<'_>, block: usize, bm25: &Bm25<'_>, weight: f32) -> u32 {
    if cursor.has_block_max(block) {
        let Block { max_norm, max_freq, .. } = cursor.blocks()[block];
        return bm25.upper_bound(weight, max_norm, max_freq);
    }
    let (docs, freqs) = cursor.load_block(block);
    docs.iter().zip(freqs).map(|(doc, freq)| bm25.score(weight, *doc, *freq)).max().unwrap_or(0)
}
