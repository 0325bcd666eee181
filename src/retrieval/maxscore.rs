//! The best passages of a range, by MaxScore.
//!
//! In each range, the terms whose upper bounds together stay below the threshold are non-essential: a passage with none of the
//! essential terms cannot enter the top k. The scores of the essential terms are accumulated; non-essential terms are added to the
//! passages that can still reach the threshold (Turtle and Flood 1995). Ranges of passages come mostly in order, so that each block
//! of postings is unpacked and scored once, whatever number of ranges it overlaps.
//!
//! If a passage needs more than a score to match, the passages that match are found first (`approximation`), and every term is
//! non-essential.

use std::ops::Range;

use super::accumulators::Accumulators;
use super::bounds::UpperBounds;
use super::cursors::SegmentCursors;
use super::predicate::Predicate;
use super::scored_block::ScoredBlock;
use super::scorer::{Scorer, SegmentScoring};
use super::top_k::{Passages, TopK};
use crate::postings::{BLOCK_LEN, PostingCursor, TERMINATED, slice_of_range};

/// The state of MaxScore in one segment.
pub(super) struct MaxScore<'a> {
    bounds: &'a UpperBounds,
    accumulators: Accumulators,
    /// Passages that may reach the threshold, in order.
    survivors: Vec<u32>,
    /// By scorer: 1 divided by the number of its postings.
    postings_inverse: Vec<f32>,
    /// Upper bound by posting, upper bound and number of each scorer of the current range, while they are put in order.
    by_ratio: Vec<(f32, u32, usize)>,
    /// Upper bound and number of each scorer of the current range, non-essential ones first.
    scorers: Vec<(u32, usize)>,
    /// Prefix sums of these bounds.
    bound_sums: Vec<u32>,
    /// By scorer: the scores of a block.
    blocks: Vec<ScoredBlock>,
}

impl<'a> MaxScore<'a> {
    pub(super) fn new(
        bounds: &'a UpperBounds,
        scoring: &SegmentScoring<'_>,
        cursors: &SegmentCursors<'_>,
    ) -> MaxScore<'a> {
        let inverse =
            |scorer: &Scorer| 1.0 / scorer.term().map_or(1, |term| cursors.cursors[term].doc_freq()).max(1) as f32;
        MaxScore {
            bounds,
            accumulators: Accumulators::new(),
            survivors: Vec::new(),
            scorers: Vec::new(),
            by_ratio: Vec::new(),
            bound_sums: Vec::new(),
            blocks: scoring.scorers.iter().map(|_| ScoredBlock::new()).collect(),
            postings_inverse: scoring.scorers.iter().map(inverse).collect(),
        }
    }

    /// Collects the best passages of a range that match `predicate`, if a passage without a score cannot match.
    pub(super) fn scored_range(
        &mut self,
        scoring: &SegmentScoring<'_>,
        predicate: &Predicate,
        cursors: &mut SegmentCursors<'_>,
        top: &mut TopK<'_, impl Passages>,
        range: usize,
    ) {
        self.survivors.clear();
        let threshold = top.threshold();
        let non_essential = self.partition_scorers(range, threshold);
        let passages = self.bounds.passages(range);
        match self.scorers.len() - non_essential {
            0 => return,
            1 => self.one_essential(scoring, cursors, threshold, &passages),
            _ => self.many_essential(scoring, cursors, threshold, non_essential, &passages),
        }
        self.add_scores(scoring, cursors, threshold, non_essential, &passages);
        let is_match_all = *predicate == Predicate::MatchAll;
        for at in 0..self.survivors.len() {
            let (doc, score) = self.take_survivor(at, &passages);
            let matches = |cursors: &mut SegmentCursors<'_>| cursors.matches_any(std::slice::from_ref(predicate), doc);
            if score >= top.threshold() && (is_match_all || matches(cursors)) {
                top.push(score, scoring.segment, doc);
            }
        }
    }

    /// Collects the best passages of a range that match any `predicate`.
    pub(super) fn matching_range(
        &mut self,
        scoring: &SegmentScoring<'_>,
        predicate: &Predicate,
        cursors: &mut SegmentCursors<'_>,
        top: &mut TopK<'_, impl Passages>,
        range: usize,
    ) {
        let passages = self.bounds.passages(range);
        let found = cursors.approximate(predicate, &passages);
        if found.is_empty() {
            return;
        }
        self.survivors.clear();
        for at in found.iter() {
            self.survivors.push(passages.start + at as u32);
            *self.accumulators.of(passages.start + at as u32, &passages) = 1;
        }
        self.partition_scorers(range, u32::MAX);
        self.add_scores(scoring, cursors, top.threshold(), self.scorers.len(), &passages);
        for at in 0..self.survivors.len() {
            let (doc, bound) = self.take_survivor(at, &passages);
            // Positions are read only if the bound without them reaches the threshold.
            if bound >= top.threshold() && cursors.matches(predicate, doc) {
                let score = if scoring.has_phrases() { scoring.total(cursors, doc) } else { bound };
                top.push(score, scoring.segment, doc);
            }
        }
    }

    /// Puts the scorers that occur in a range in order, the non-essential ones first, by their bounds, and sums the bounds up. Returns
    /// the number of non-essential scorers. Those with many postings for their bound become non-essential first, which leaves the
    /// fewest postings to be read (as in Lucene's `MaxScoreBulkScorer.partitionScorers`).
    fn partition_scorers(&mut self, range: usize, threshold: u32) -> usize {
        self.by_ratio.clear();
        for (number, (by_range, inverse)) in self.bounds.by_range.iter().zip(&self.postings_inverse).enumerate() {
            let bound = by_range[range];
            if bound > 0 {
                self.by_ratio.push((bound as f32 * inverse, bound, number));
            }
        }
        self.by_ratio.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        self.scorers.clear();
        self.scorers.extend(self.by_ratio.iter().map(|(_, bound, number)| (*bound, *number)));
        let (mut sum, mut count) = (0_u32, 0);
        for at in 0..self.scorers.len() {
            let with = sum.saturating_add(self.scorers[at].0);
            if with < threshold {
                sum = with;
                self.scorers.swap(count, at);
                count += 1;
            }
        }
        self.scorers[..count].sort_unstable();
        self.bound_sums.clear();
        let mut sum = 0_u32;
        for (bound, _) in &self.scorers {
            sum = sum.saturating_add(*bound);
            self.bound_sums.push(sum);
        }
        count
    }

    /// The last scorer alone is essential: survivors are found block by block of its postings.
    fn one_essential(
        &mut self,
        scoring: &SegmentScoring<'_>,
        cursors: &mut SegmentCursors<'_>,
        threshold: u32,
        range: &Range<u32>,
    ) {
        let non_essential = self.scorers.len() - 1;
        let (_, scorer) = self.scorers[non_essential];
        let Some(term) = scoring.scorers[scorer].term() else { return };
        let cursor = &mut cursors.cursors[term];
        let needed = threshold.saturating_sub(self.non_essential_bound(non_essential));
        for block in cursor.blocks_overlapping(range) {
            if self.bounds.by_block(scorer)[block] >= needed {
                let (docs, freqs, length) = cursor.load_slots(block);
                let (first, last) = slice_of_range(&docs[..length], range);
                let scores = self.blocks[scorer].score(block, scoring, scorer, docs, freqs);
                for (doc, score) in docs[first..last].iter().zip(&scores[first..last]) {
                    if *score >= needed {
                        self.survivors.push(*doc);
                        *self.accumulators.of(*doc, range) = score + 1;
                    }
                }
            }
        }
    }

    /// Several scorers are essential: their scores are accumulated.
    fn many_essential(
        &mut self,
        scoring: &SegmentScoring<'_>,
        cursors: &mut SegmentCursors<'_>,
        threshold: u32,
        non_essential: usize,
        range: &Range<u32>,
    ) {
        for at in non_essential..self.scorers.len() {
            self.accumulate(scoring, cursors, self.scorers[at].1, range);
        }
        let needed = threshold.saturating_sub(self.non_essential_bound(non_essential)).max(1);
        self.accumulators.sift(needed, range, &mut self.survivors);
    }

    /// Upper bound of the first `count` scorers of the range together.
    fn non_essential_bound(&self, count: usize) -> u32 {
        count.checked_sub(1).map_or(0, |last| self.bound_sums[last])
    }

    /// Adds the scores of a term in a range to the accumulators.
    fn accumulate(
        &mut self,
        scoring: &SegmentScoring<'_>,
        cursors: &mut SegmentCursors<'_>,
        scorer: usize,
        range: &Range<u32>,
    ) {
        let Some(term) = scoring.scorers[scorer].term() else { return };
        let cursor = &mut cursors.cursors[term];
        for block in cursor.blocks_overlapping(range) {
            let (docs, freqs, length) = cursor.load_slots(block);
            let (first, last) = slice_of_range(&docs[..length], range);
            let scores = self.blocks[scorer].score(block, scoring, scorer, docs, freqs);
            self.accumulators.add(&docs[first..last], &scores[first..last], range);
        }
    }

    /// Adds the scores of the first `count` scorers to the survivors, highest bound first, and drops survivors as soon as they
    /// cannot reach the threshold. A phrase adds its upper bound.
    fn add_scores(
        &mut self,
        scoring: &SegmentScoring<'_>,
        cursors: &mut SegmentCursors<'_>,
        threshold: u32,
        count: usize,
        range: &Range<u32>,
    ) {
        for at in (0..count).rev() {
            if self.survivors.is_empty() {
                return;
            }
            let (_, scorer) = self.scorers[at];
            let needed = threshold.saturating_sub(self.non_essential_bound(at));
            match &scoring.scorers[scorer] {
                Scorer::Phrase { phrase, .. } => {
                    for doc in &self.survivors {
                        let freq = cursors.min_freq(phrase, *doc);
                        if freq > 0 {
                            let slot = self.accumulators.of(*doc, range);
                            *slot = slot.saturating_add(scoring.score(scorer, *doc, freq));
                        }
                    }
                }
                Scorer::Term { term, .. } | Scorer::Constant { term, .. } => {
                    if cursors.favours_look_up(*term, self.survivors.len(), range) {
                        self.look_up(scoring, &mut cursors.cursors[*term], scorer, needed, range);
                    } else {
                        self.merge(scoring, &mut cursors.cursors[*term], scorer, range);
                    }
                }
            }
            self.drop_survivors(needed, range);
        }
    }

    /// Drops the survivors whose score is below `needed`, and clears their accumulators. Without a branch: which ones stay cannot be
    /// predicted.
    fn drop_survivors(&mut self, needed: u32, range: &Range<u32>) {
        let mut kept = 0;
        for at in 0..self.survivors.len() {
            let doc = self.survivors[at];
            let slot = self.accumulators.of(doc, range);
            let stays = *slot > needed;
            *slot *= u32::from(stays);
            self.survivors[kept] = doc;
            kept += usize::from(stays);
        }
        self.survivors.truncate(kept);
    }

    /// Survivor number `at` and its score. Its accumulator is cleared.
    fn take_survivor(&mut self, at: usize, range: &Range<u32>) -> (u32, u32) {
        let doc = self.survivors[at];
        let slot = self.accumulators.of(doc, range);
        (doc, std::mem::take(slot).saturating_sub(1))
    }

    /// Adds the scores of a term to the survivors, one by one. Drops survivors that stay below `needed`, by the bound of the block
    /// that would contain them: it may be lower than that of the range.
    fn look_up(
        &mut self,
        scoring: &SegmentScoring<'_>,
        cursor: &mut PostingCursor<'_>,
        scorer: usize,
        needed: u32,
        range: &Range<u32>,
    ) {
        let (by_block, accumulators) = (self.bounds.by_block(scorer), &mut self.accumulators);
        let (mut block_end, mut block_bound) = (0, 0);
        self.survivors.retain(|doc| {
            if *doc >= block_end {
                let block = cursor.block_containing(*doc);
                block_end = cursor.blocks().get(block).map_or(TERMINATED, |block| block.last_doc + 1);
                block_bound = by_block.get(block).copied().unwrap_or(0);
            }
            let slot = accumulators.of(*doc, range);
            if slot.saturating_add(block_bound) <= needed {
                *slot = 0;
                return false;
            }
            if block_bound > 0 && cursor.seek(*doc) == *doc {
                *slot = slot.saturating_add(scoring.score(scorer, *doc, cursor.freq()));
            }
            true
        });
    }

    /// Adds the scores of a term to the survivors, by reading all its postings of the range.
    fn merge(
        &mut self,
        scoring: &SegmentScoring<'_>,
        cursor: &mut PostingCursor<'_>,
        scorer: usize,
        range: &Range<u32>,
    ) {
        for block in cursor.blocks_overlapping(range) {
            let docs = cursor.load_docs(block);
            let (first, last) = slice_of_range(docs, range);
            // Few postings are those of survivors: they are picked without a branch.
            let (mut hits, mut count) = ([0_u8; BLOCK_LEN], 0);
            for (number, doc) in (first..).zip(&docs[first..last]) {
                hits[count % BLOCK_LEN] = number as u8;
                count += usize::from(self.accumulators.has(*doc, range));
            }
            for number in &hits[..count] {
                let (doc, freq) = cursor.posting(usize::from(*number));
                self.accumulators.raise(doc, scoring.score(scorer, doc, freq), range);
            }
        }
    }
}
