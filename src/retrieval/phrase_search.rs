//! The best passages with a phrase, the most promising first.
//!
//! A phrase occurs at most as often as the rarest of its required terms, so the postings of that one give an upper bound of the
//! score of each passage. However frequent the words are, positions are read only in passages whose bound reaches the threshold.
//!
//! The blocks of these postings are visited by falling block-max bounds. The most promising passages of the first blocks are verified
//! one by one, best first: if the phrase is not too rare among them, the threshold is then near what it will be in the end. What is
//! left is verified in order, a batch of blocks at a time, which is the fastest way through posting lists.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::bounds::block_upper_bound;
use super::cursors::SegmentCursors;
use super::phrase::Phrase;
use super::predicate::Predicate;
use super::scorer::{Scorer, SegmentScoring};
use super::top_k::{Passages, TopK};
use crate::postings::BLOCK_LEN;

/// Blocks of the first batch; each further one has twice as many.
const FIRST_BATCH_BLOCKS: usize = 16;
/// Passages of the first batch that are verified best first.
const BEST_FIRST_PASSAGES: usize = 512;
/// Required terms, beside the rarest, that are looked for in a passage before any positions are read.
const SOUGHT_TERMS: usize = 1;

/// Returns the phrase of a query that is nothing but a phrase, which scores.
pub(super) fn lone_phrase<'p>(predicate: &'p Predicate, scorers: &[Scorer]) -> Option<&'p Phrase> {
    match (predicate, scorers) {
        (Predicate::Phrase(phrase), [Scorer::Phrase { phrase: scored, .. }]) if phrase == scored => Some(phrase),
        _ => None,
    }
}

/// A passage with the rarest required term.
#[derive(Clone, Copy)]
struct Survivor {
    /// Upper bound of the score.
    bound: u32,
    doc: u32,
    /// Frequency of the rarest term.
    freq: u32,
    /// Number of its positions in all passages before this one.
    positions_before: u64,
}

/// The search for a phrase in one segment.
pub(super) struct PhraseSearch<'s, 'c, 'p> {
    scoring: &'s SegmentScoring<'s>,
    cursors: &'s mut SegmentCursors<'c>,
    phrase: &'p Phrase,
    /// Passages that may reach the threshold.
    survivors: Vec<Survivor>,
    /// Buffer for the positions at which the phrase starts.
    starts: Vec<u32>,
    /// Buffer for the positions of a word.
    positions: Vec<u32>,
}

impl<'s, 'c, 'p> PhraseSearch<'s, 'c, 'p> {
    /// A search for `phrase`, the only scorer of `scoring`.
    pub(super) fn new(
        scoring: &'s SegmentScoring<'s>,
        cursors: &'s mut SegmentCursors<'c>,
        phrase: &'p Phrase,
    ) -> PhraseSearch<'s, 'c, 'p> {
        let (survivors, starts, positions) = (Vec::new(), Vec::new(), Vec::new());
        PhraseSearch { scoring, cursors, phrase, survivors, starts, positions }
    }

    /// Collects the best passages.
    pub(super) fn collect(mut self, top: &mut TopK<'_, impl Passages>) {
        let Some(rarest) = self.phrase.required.first().copied() else { return };
        let mut blocks = self.blocks_by_bound(rarest);
        let (mut rest, mut batch) = (blocks.as_mut_slice(), FIRST_BATCH_BLOCKS);
        let mut is_first = true;
        while rest.first().is_some_and(|(Reverse(bound), _)| *bound >= top.threshold())
            && !self.cursors.deadline.is_over()
        {
            let (now, later) = rest.split_at_mut(batch.min(rest.len()));
            now.sort_unstable_by_key(|(_, block)| *block);
            for (Reverse(bound), block) in now {
                if *bound >= top.threshold() {
                    self.load(rarest, *block, top.threshold());
                    if !is_first {
                        self.verify_in_order(top);
                    }
                }
            }
            if is_first {
                self.verify_best_first(top);
                self.verify_in_order(top);
            }
            (rest, batch, is_first) = (later, 2 * batch, false);
        }
    }

    /// Blocks of the postings of the rarest term with upper bounds, highest bound first.
    fn blocks_by_bound(&mut self, rarest: usize) -> Vec<(Reverse<u32>, usize)> {
        let Some(Scorer::Phrase { field, weight, .. }) = self.scoring.scorers.first() else { return Vec::new() };
        let cursor = &mut self.cursors.cursors[rarest];
        let all = 0..cursor.blocks().len();
        let bound = |block| block_upper_bound(cursor, block, &self.scoring.bm25[*field], *weight);
        let mut blocks: Vec<(Reverse<u32>, usize)> = all.map(bound).map(Reverse).zip(0..).collect();
        blocks.sort_unstable();
        blocks
    }

    /// Adds the passages of a block whose bounds reach the threshold to the survivors.
    fn load(&mut self, rarest: usize, block: usize, threshold: u32) {
        let cursor = &mut self.cursors.cursors[rarest];
        let mut positions_before = cursor.blocks()[block].positions_before;
        let (docs, freqs, length) = cursor.load_slots(block);
        let mut bounds = [0; BLOCK_LEN];
        self.scoring.score_block(0, docs, freqs, &mut bounds);
        for ((doc, freq), bound) in docs[..length].iter().zip(freqs).zip(&bounds) {
            if *bound >= threshold {
                self.survivors.push(Survivor { bound: *bound, doc: *doc, freq: *freq, positions_before });
            }
            positions_before += u64::from(*freq);
        }
    }

    /// Verifies the survivors with the highest bounds until none reaches the threshold. Those that are left stay in order.
    fn verify_best_first(&mut self, top: &mut TopK<'_, impl Passages>) {
        // A number for each, of its bound and of the place among the survivors, is moved faster than a survivor.
        let numbered = (0_u64..).zip(&self.survivors);
        let keys: Vec<u64> = numbered.map(|(at, survivor)| u64::from(survivor.bound) << 32 | at).collect();
        let mut heap = BinaryHeap::from(keys);
        for _ in 0..BEST_FIRST_PASSAGES {
            let Some(survivor) = heap.pop().map(|key| self.survivors[key as u32 as usize]) else { break };
            if survivor.bound < top.threshold() {
                heap.clear();
                break;
            }
            self.verify(survivor, top);
        }
        let mut left: Vec<u32> = heap.into_iter().map(|key| key as u32).collect();
        left.sort_unstable();
        self.survivors = left.into_iter().map(|at| self.survivors[at as usize]).collect();
    }

    /// Verifies all survivors that reach the threshold.
    fn verify_in_order(&mut self, top: &mut TopK<'_, impl Passages>) {
        let mut survivors = std::mem::take(&mut self.survivors);
        for survivor in survivors.drain(..) {
            if survivor.bound >= top.threshold() && !self.cursors.deadline.is_over_sampled() {
                self.verify(survivor, top);
            }
        }
        self.survivors = survivors;
    }

    /// Collects a passage if it has the phrase.
    fn verify(&mut self, survivor: Survivor, top: &mut TopK<'_, impl Passages>) {
        let freq = self.phrase_freq(survivor);
        if freq > 0 {
            top.push(self.scoring.score(0, survivor.doc, freq), self.scoring.segment, survivor.doc);
        }
    }

    /// Number of occurrences of the phrase in a passage. Terms are looked for one after the other, the rarest first, until one rules
    /// the phrase out. The postings of the rarest are not unpacked again.
    fn phrase_freq(&mut self, survivor: Survivor) -> u32 {
        let Survivor { doc, freq, positions_before, .. } = survivor;
        let Phrase { words, required } = self.phrase;
        let cursors = &mut self.cursors.cursors;
        let rarest = required.first();
        if required.iter().skip(1).take(SOUGHT_TERMS).any(|term| cursors[*term].seek(doc) != doc) {
            return 0;
        }
        self.starts.clear();
        for (number, (term, distance)) in words.iter().enumerate() {
            let cursor = &mut cursors[*term];
            if Some(term) == rarest {
                cursor.read_positions(positions_before, freq, &mut self.positions);
            } else if cursor.seek(doc) == doc {
                cursor.positions(&mut self.positions);
            } else {
                self.positions.clear();
            }
            if number == 0 {
                self.starts.extend(self.positions.iter().filter_map(|position| position.checked_sub(*distance)));
            } else {
                self.starts.retain(|start| self.positions.binary_search(&(start + distance)).is_ok());
            }
            if self.starts.is_empty() {
                break;
            }
        }
        self.starts.len() as u32
    }
}
