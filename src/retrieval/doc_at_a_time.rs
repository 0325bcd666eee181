//! The best passages that match any predicate, one candidate after the other.

use std::ops::Range;

use super::bounds::UpperBounds;
use super::cursors::SegmentCursors;
use super::predicate::Predicate;
use super::scorer::SegmentScoring;
use super::top_k::{Passages, TopK};
use crate::postings::{TERMINATED, slice_of_range};

/// Passages whose postings are intersected as bitsets at once.
const WINDOW: u32 = 1024;
/// Bitsets are used if the terms have at most this many postings for each posting of the rarest: one look-up costs about as much
/// as setting that many bits.
const DENSE_POSTINGS: u64 = 6;

/// Collects the best passages of a range that match `predicate`. With `bounds`, candidates that cannot reach the threshold are
/// skipped block by block.
pub(super) fn doc_at_a_time(
    scoring: &SegmentScoring<'_>,
    predicate: &Predicate,
    cursors: &mut SegmentCursors<'_>,
    top: &mut TopK<'_, impl Passages>,
    bounds: Option<&UpperBounds>,
    range: Range<u32>,
) {
    // Alternatives are visited one after the other, which is faster than merging them.
    let alternatives = match predicate {
        Predicate::Or(parts) => parts.as_slice(),
        predicate => std::slice::from_ref(predicate),
    };
    for (at, alternative) in alternatives.iter().enumerate() {
        let visit = |cursors: &mut SegmentCursors<'_>, top: &mut TopK<'_, _>, doc: u32| {
            // Positions are read only if the bound without them reaches the threshold.
            let bound = scoring.total_bound(cursors, doc);
            if bound >= top.threshold()
                && cursors.matches(alternative, doc)
                && !cursors.matches_any(&alternatives[..at], doc)
            {
                let score = if scoring.has_phrases() { scoring.total(cursors, doc) } else { bound };
                top.push(score, scoring.segment, doc);
            }
        };
        let mut block_max = bounds.map(UpperBounds::cursor);
        let mut upper_bound = |cursors: &SegmentCursors<'_>, doc: u32| {
            block_max.as_mut().map_or((u32::MAX, TERMINATED), |bounds| bounds.upper_bound(doc, cursors))
        };
        let dense = alternative.conjunction_terms().filter(|terms| is_dense(cursors, terms));
        let last = cursors.segment.passages().min(range.end);
        let mut doc = range.start;
        while doc < last && !cursors.deadline.is_over_sampled() {
            let (bound, bound_end) = upper_bound(cursors, doc);
            if bound < top.threshold() {
                doc = bound_end;
            } else if let Some(terms) = &dense {
                let end = last.min(doc + WINDOW);
                let mut common = intersection(cursors, terms, doc..end);
                while let Some(bit) = pop_lowest(&mut common) {
                    visit(cursors, top, doc + bit);
                }
                doc = end;
            } else {
                let next = cursors.next_candidate(alternative, doc, last);
                if next < bound_end.min(last) {
                    visit(cursors, top, next);
                    doc = next + 1;
                } else {
                    // Another bound applies there.
                    doc = next;
                }
            }
        }
    }
}

/// A bit for each passage of a window.
type Bits = [u64; WINDOW as usize / 64];

fn is_dense(cursors: &SegmentCursors<'_>, terms: &[usize]) -> bool {
    let doc_freqs = || terms.iter().map(|term| u64::from(cursors.cursors[*term].doc_freq()));
    terms.len() > 1 && doc_freqs().sum::<u64>() <= DENSE_POSTINGS * doc_freqs().min().unwrap_or(0)
}

/// The passages of a window that have all of `terms`.
fn intersection(cursors: &mut SegmentCursors<'_>, terms: &[usize], window: Range<u32>) -> Bits {
    let mut common = [u64::MAX; WINDOW as usize / 64];
    for term in terms {
        let cursor = &mut cursors.cursors[*term];
        let mut bits = [0; WINDOW as usize / 64];
        for block in cursor.blocks_overlapping(&window) {
            let docs = cursor.load_docs(block);
            let (first, last) = slice_of_range(docs, &window);
            for doc in &docs[first..last] {
                let at = (doc - window.start) as usize;
                bits[at / 64] |= 1 << (at % 64);
            }
        }
        common.iter_mut().zip(bits).for_each(|(common, bits)| *common &= bits);
    }
    common
}

/// Clears the lowest bit and returns its number.
fn pop_lowest(bits: &mut Bits) -> Option<u32> {
    let (at, word) = bits.iter_mut().enumerate().find(|(_, word)| **word != 0)?;
    let bit = word.trailing_zeros();
    *word &= *word - 1;
    Some(at as u32 * 64 + bit)
}
