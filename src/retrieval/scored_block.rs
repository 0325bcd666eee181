//! The scores of a block of postings, computed once.

use super::scorer::SegmentScoring;
use crate::postings::BLOCK_LEN;

/// The scores of all postings of a block.
pub(super) struct ScoredBlock {
    /// Number of the block, or `NO_BLOCK`.
    block: usize,
    scores: [u32; BLOCK_LEN],
}

/// Number of the block before any is scored.
const NO_BLOCK: usize = usize::MAX;

impl ScoredBlock {
    /// Holds no block yet.
    pub(super) fn new() -> ScoredBlock {
        ScoredBlock { block: NO_BLOCK, scores: [0; BLOCK_LEN] }
    }

    /// The scores of `block`, whose postings are the first of `docs` and `freqs`. They are computed when the block is another than
    /// before.
    pub(super) fn score(
        &mut self,
        block: usize,
        scoring: &SegmentScoring<'_>,
        scorer: usize,
        docs: &[u32; BLOCK_LEN],
        freqs: &[u32; BLOCK_LEN],
    ) -> &[u32; BLOCK_LEN] {
        if self.block != block {
            scoring.score_block(scorer, docs, freqs, &mut self.scores);
            self.block = block;
        }
        &self.scores
    }
}
