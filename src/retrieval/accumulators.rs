//! The accumulated scores of the passages of a range.

use std::ops::Range;

use super::range_bits::{MAX_RANGE_PASSAGES, slot_of};

/// Accumulators that are compared with the threshold at once.
const CHUNK: usize = 16;
/// Accumulators of a word of bits.
const WORD: usize = u64::BITS as usize;
/// Passages of a range for each posting from which on accumulators are compared one by one. Where there are more postings, most
/// chunks have one.
const SPARSE: usize = 8;

/// A score for each passage of a range.
pub(super) struct Accumulators {
    /// While scores are added: the sum of each passage. Then: the score so far of each survivor plus one, 0 for other passages.
    /// All are 0 between ranges.
    scores: Box<[u32; MAX_RANGE_PASSAGES]>,
    /// A bit for each passage: set if a score was added.
    touched: [u64; MAX_RANGE_PASSAGES / WORD],
    /// Number of scores that were added.
    added: usize,
}

impl Accumulators {
    pub(super) fn new() -> Accumulators {
        Accumulators { scores: Box::new([0; MAX_RANGE_PASSAGES]), touched: [0; MAX_RANGE_PASSAGES / WORD], added: 0 }
    }

    /// Adds scores to those of `docs`.
    #[inline]
    pub(super) fn add(&mut self, docs: &[u32], scores: &[u32], range: &Range<u32>) {
        self.added += docs.len();
        for (doc, score) in docs.iter().zip(scores) {
            let at = slot_of(*doc, range);
            self.scores[at] += score;
            self.touched[at / WORD] |= 1 << (at % WORD);
        }
    }

    /// The accumulator of `doc`. A survivor has its score plus one.
    #[inline]
    pub(super) fn of(&mut self, doc: u32, range: &Range<u32>) -> &mut u32 {
        &mut self.scores[slot_of(doc, range)]
    }

    /// Adds a score to that of a survivor.
    #[inline]
    pub(super) fn raise(&mut self, doc: u32, score: u32, range: &Range<u32>) {
        *self.of(doc, range) += score;
    }

    /// Returns true if `doc` is a survivor.
    #[inline]
    pub(super) fn has(&self, doc: u32, range: &Range<u32>) -> bool {
        self.scores[slot_of(doc, range)] > 0
    }

    /// Fills `survivors`, which is empty, with the passages whose scores reach `needed`, at least 1, in order. Clears the others.
    pub(super) fn sift(&mut self, needed: u32, range: &Range<u32>, survivors: &mut Vec<u32>) {
        match self.added * SPARSE < range.len() {
            true => self.sift_one_by_one(needed, range, survivors),
            false => self.sift_by_chunk(needed, range, survivors),
        }
        self.touched[..range.len().div_ceil(WORD)].fill(0);
        self.added = 0;
    }

    /// Compares those that were added to one by one, without a branch: which ones stay cannot be predicted.
    fn sift_one_by_one(&mut self, needed: u32, range: &Range<u32>, survivors: &mut Vec<u32>) {
        // Room for all that were added to.
        survivors.resize(self.added, 0);
        let mut kept = 0;
        let words = self.touched[..range.len().div_ceil(WORD)].iter().enumerate();
        for (number, word) in words.filter(|(_, word)| **word != 0) {
            let mut bits = *word;
            while bits != 0 {
                let at = (number * WORD + bits.trailing_zeros() as usize) % MAX_RANGE_PASSAGES;
                let score = &mut self.scores[at];
                let stays = *score >= needed;
                *score = score.wrapping_add(1) * u32::from(stays);
                survivors[kept] = range.start + at as u32;
                kept += usize::from(stays);
                bits &= bits - 1;
            }
        }
        survivors.truncate(kept);
    }

    /// Compares chunk by chunk: most have no survivor, which one comparison of the whole chunk shows. Signed comparisons vectorise
    /// best.
    fn sift_by_chunk(&mut self, needed: u32, range: &Range<u32>, survivors: &mut Vec<u32>) {
        let signed = needed.cast_signed();
        let is_touched = |number: usize| self.touched[number * CHUNK / WORD] >> (number * CHUNK % WORD) & 0xffff != 0;
        let (chunks, _) = self.scores.as_chunks_mut::<CHUNK>();
        let chunks = chunks[..range.len().div_ceil(CHUNK)].iter_mut().enumerate();
        for (number, chunk) in chunks.filter(|(number, _)| is_touched(*number)) {
            if chunk.iter().fold(false, |found, score| found | (score.cast_signed() >= signed)) {
                let first = range.start + (number * CHUNK) as u32;
                for (doc, score) in (first..).zip(chunk) {
                    if *score >= needed {
                        survivors.push(doc);
                        *score += 1;
                    } else {
                        *score = 0;
                    }
                }
            } else {
                *chunk = [0; CHUNK];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn survivors_are_those_that_reach_the_threshold(
            postings in proptest::collection::vec((0..512_u32, 0..9_u32), 0..200),
            needed in 1..12_u32,
            start in (0..4_u32).prop_map(|number| number * 512),
        ) {
            let range = start..start + 512;
            let mut sums = [0_u32; 512];
            for (at, score) in &postings {
                sums[*at as usize] += score;
            }
            let expected: Vec<(u32, u32)> =
                range.clone().zip(sums).filter(|(_, sum)| *sum >= needed).map(|(doc, sum)| (doc, sum + 1)).collect();
            type Sift = fn(&mut Accumulators, u32, &Range<u32>, &mut Vec<u32>);
            for sift in [Accumulators::sift as Sift, Accumulators::sift_one_by_one, Accumulators::sift_by_chunk] {
                let (mut accumulators, mut survivors) = (Accumulators::new(), Vec::new());
                for (at, score) in &postings {
                    accumulators.add(&[start + at], &[*score], &range);
                }
                sift(&mut accumulators, needed, &range, &mut survivors);
                let found: Vec<(u32, u32)> =
                    survivors.iter().map(|doc| (*doc, std::mem::take(accumulators.of(*doc, &range)))).collect();
                prop_assert_eq!(&found, &expected);
                prop_assert!(accumulators.scores.iter().all(|score| *score == 0));
            }
        }
    }
}
