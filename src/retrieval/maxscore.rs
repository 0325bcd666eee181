//! The best passages with any of some terms, by MaxScore.
//!
//! In each range, the terms whose upper bounds together stay below the threshold are non-essential: a passage with none of the
//! essential terms cannot enter the top k. The scores of the essential terms are accumulated; non-essential terms are looked up
//! only in the passages that can still reach the threshold.

use std::cmp::Reverse;
use std::ops::Range;

use super::bounds::UpperBounds;
use super::cursors::SegmentCursors;
use super::predicate::Predicate;
use super::scorer::{Scorer, SegmentScoring};
use super::top_k::{Passages, TopK};
use crate::postings::{BLOCK_LEN, TERMINATED, slice_of_range};

/// Accumulators that are compared with the threshold at once.
const CHUNK: usize = 16;

/// The state of MaxScore in one segment.
pub(super) struct MaxScore<'a> {
    bounds: &'a UpperBounds,
    /// Accumulated scores of the passages of the current range.
    accumulators: Vec<u32>,
    /// Passages that may reach the threshold, with their scores so far.
    survivors: Vec<(u32, u32)>,
    /// Upper bound and number of each scorer of the current range, lowest bound first.
    scorers: Vec<(u32, usize)>,
    /// Prefix sums of these bounds.
    bound_sums: Vec<u32>,
    /// Scores of the current block.
    block_scores: [u32; BLOCK_LEN],
}

impl<'a> MaxScore<'a> {
    pub(super) fn new(bounds: &'a UpperBounds) -> MaxScore<'a> {
        MaxScore {
            bounds,
            accumulators: vec![0; 1 << bounds.range_shift],
            survivors: Vec::new(),
            scorers: Vec::new(),
            bound_sums: Vec::new(),
            block_scores: [0; BLOCK_LEN],
        }
    }

    /// Collects the best passages with the only term of the query, block by block, highest bound first.
    pub(super) fn single_term(
        &mut self,
        scoring: &SegmentScoring<'_>,
        cursors: &mut SegmentCursors<'_>,
        top: &mut TopK<'_, impl Passages>,
    ) {
        let Some(term) = scoring.scorers.first().and_then(Scorer::term) else { return };
        let mut blocks: Vec<(Reverse<u32>, usize)> =
            self.bounds.by_block(0).iter().map(|bound| Reverse(*bound)).zip(0..).collect();
        blocks.sort_unstable();
        for (Reverse(bound), block) in blocks {
            if bound < top.threshold() || cursors.deadline.is_over_sampled() {
                break;
            }
            let (docs, freqs) = cursors.cursors[term].load_block(block);
            scoring.score_block(0, docs, freqs, &mut self.block_scores);
            for (doc, score) in docs.iter().zip(self.block_scores) {
                top.push(score, scoring.segment, *doc);
            }
        }
    }

    /// Collects the best passages of a range that match `predicate`.
    pub(super) fn range(
        &mut self,
        scoring: &SegmentScoring<'_>,
        predicate: &Predicate,
        cursors: &mut SegmentCursors<'_>,
        top: &mut TopK<'_, impl Passages>,
        range: usize,
    ) {
        self.order_scorers(range);
        let threshold = top.threshold();
        let non_essential = self.bound_sums.iter().take_while(|sum| **sum < threshold).count();
        let passages = self.bounds.passages(range);
        match self.scorers.len() - non_essential {
            0 => {}
            1 => self.one_essential(scoring, cursors, threshold, passages),
            _ => self.many_essential(scoring, cursors, threshold, non_essential, passages),
        }
        for (doc, score) in self.survivors.drain(..) {
            if score >= top.threshold() && cursors.may_match(predicate, doc) && cursors.matches(predicate, doc) {
                top.push(score, scoring.segment, doc);
            }
        }
    }

    /// Sorts the scorers that occur in a range by their bounds, and sums the bounds up.
    fn order_scorers(&mut self, range: usize) {
        self.scorers.clear();
        let bounds = self.bounds.by_range.iter().enumerate();
        self.scorers.extend(bounds.map(|(at, by_range)| (by_range[range], at)).filter(|(bound, _)| *bound > 0));
        self.scorers.sort_unstable();
        self.bound_sums.clear();
        let mut sum = 0_u32;
        for (bound, _) in &self.scorers {
            sum = sum.saturating_add(*bound);
            self.bound_sums.push(sum);
        }
    }

    /// The last scorer alone is essential: survivors are found block by block of its postings.
    fn one_essential(
        &mut self,
        scoring: &SegmentScoring<'_>,
        cursors: &mut SegmentCursors<'_>,
        threshold: u32,
        range: Range<u32>,
    ) {
        let non_essential = self.scorers.len() - 1;
        let (_, scorer) = self.scorers[non_essential];
        let Some(term) = scoring.scorers[scorer].term() else { return };
        let cursor = &mut cursors.cursors[term];
        let needed = threshold.saturating_sub(self.non_essential_bound(non_essential));
        for block in cursor.blocks_overlapping(&range) {
            if self.bounds.by_block(scorer)[block] >= needed {
                let (docs, freqs) = cursor.load_block(block);
                let (first, last) = slice_of_range(docs, &range);
                scoring.score_block(scorer, &docs[first..last], &freqs[first..last], &mut self.block_scores);
                let found = docs[first..last].iter().copied().zip(self.block_scores);
                self.survivors.extend(found.filter(|(_, score)| *score >= needed));
            }
        }
        self.add_non_essential(scoring, cursors, threshold, non_essential);
    }

    /// Several scorers are essential: their scores are accumulated.
    fn many_essential(
        &mut self,
        scoring: &SegmentScoring<'_>,
        cursors: &mut SegmentCursors<'_>,
        threshold: u32,
        non_essential: usize,
        range: Range<u32>,
    ) {
        for at in non_essential..self.scorers.len() {
            self.accumulate(scoring, cursors, self.scorers[at].1, &range);
        }
        let needed = threshold.saturating_sub(self.non_essential_bound(non_essential)).max(1);
        // Most chunks have no survivor, which one comparison of the whole chunk shows. Signed comparisons vectorise best.
        let signed = needed.cast_signed();
        let (chunks, _) = self.accumulators.as_chunks_mut::<CHUNK>();
        for (chunk, begin) in chunks.iter_mut().zip((range.start..).step_by(CHUNK)) {
            if chunk.iter().fold(false, |found, score| found | (score.cast_signed() >= signed)) {
                let found = (begin..).zip(chunk.iter().copied());
                self.survivors.extend(found.filter(|(_, score)| *score >= needed));
            }
            *chunk = [0; CHUNK];
        }
        self.add_non_essential(scoring, cursors, threshold, non_essential);
    }

    /// Upper bound of the first `count` scorers of the range together.
    fn non_essential_bound(&self, count: usize) -> u32 {
        count.checked_sub(1).map_or(0, |last| self.bound_sums[last])
    }

    /// Adds the scores of a scorer in a range to the accumulators.
    fn accumulate(
        &mut self,
        scoring: &SegmentScoring<'_>,
        cursors: &mut SegmentCursors<'_>,
        scorer: usize,
        range: &Range<u32>,
    ) {
        let Some(term) = scoring.scorers[scorer].term() else { return };
        let cursor = &mut cursors.cursors[term];
        let mask = self.accumulators.len() - 1;
        for block in cursor.blocks_overlapping(range) {
            let (docs, freqs) = cursor.load_block(block);
            let (first, last) = slice_of_range(docs, range);
            scoring.score_block(scorer, &docs[first..last], &freqs[first..last], &mut self.block_scores);
            for (doc, score) in docs[first..last].iter().zip(self.block_scores) {
                self.accumulators[(doc - range.start) as usize & mask] += score;
            }
        }
    }

    /// Adds the scores of the first `count` scorers to the survivors, highest bound first, and drops survivors as soon as they
    /// cannot reach the threshold.
    fn add_non_essential(
        &mut self,
        scoring: &SegmentScoring<'_>,
        cursors: &mut SegmentCursors<'_>,
        threshold: u32,
        count: usize,
    ) {
        for at in (0..count).rev() {
            let (bound, scorer) = self.scorers[at];
            let Some(term) = scoring.scorers[scorer].term() else { continue };
            let (cursor, by_block) = (&mut cursors.cursors[term], self.bounds.by_block(scorer));
            let (remaining, others) = (self.bound_sums[at], self.bound_sums[at] - bound);
            // The block that would contain a passage may have a lower bound than the range.
            let (mut block_end, mut block_bound) = (0, 0);
            self.survivors.retain_mut(|(doc, score)| {
                if score.saturating_add(remaining) < threshold {
                    return false;
                }
                if *doc >= block_end {
                    let block = cursor.block_containing(*doc);
                    block_end = cursor.blocks().get(block).map_or(TERMINATED, |block| block.last_doc + 1);
                    block_bound = by_block.get(block).copied().unwrap_or(0);
                }
                if score.saturating_add(others + block_bound) < threshold {
                    return false;
                }
                if block_bound > 0 && cursor.seek(*doc) == *doc {
                    *score = score.saturating_add(scoring.score(scorer, *doc, cursor.freq()));
                }
                true
            });
        }
    }
}
