//! The best passages with one term, block by block, highest bound first.

use std::cmp::Reverse;

use super::bounds::block_bounds;
use super::cursors::SegmentCursors;
use super::scorer::{Scorer, SegmentScoring};
use super::top_k::{Passages, TopK};
use crate::postings::BLOCK_LEN;

/// Blocks that are put in order at first. With the best of them the threshold is nearly what it will be, so few others are needed,
/// and to find the best of all costs less than to sort all.
const FIRST_BLOCKS: usize = 32;

/// Collects the best passages with the term of one of the scorers, as if there were no other.
pub(super) fn collect_single_term(
    scorer: usize,
    scoring: &SegmentScoring<'_>,
    cursors: &mut SegmentCursors<'_>,
    top: &mut TopK<'_, impl Passages>,
) {
    let Some(term) = scoring.scorers.get(scorer).and_then(Scorer::term) else { return };
    let mut scores = [0; BLOCK_LEN];
    let mut blocks: Vec<(Reverse<u32>, usize)> =
        block_bounds(scoring, scorer, &mut cursors.cursors[term]).map(Reverse).zip(0..).collect();
    let (mut rest, mut count) = (blocks.as_mut_slice(), FIRST_BLOCKS);
    while !rest.is_empty() {
        if count < rest.len() {
            rest.select_nth_unstable(count);
        }
        let (best, others) = rest.split_at_mut(count.min(rest.len()));
        best.sort_unstable();
        for (Reverse(bound), block) in best {
            if *bound < top.threshold() || cursors.deadline.is_over_sampled() {
                return;
            }
            let (docs, freqs, length) = cursors.cursors[term].load_slots(*block);
            scoring.score_block(scorer, docs, freqs, &mut scores);
            for (doc, score) in docs[..length].iter().zip(&scores) {
                top.push(*score, scoring.segment, *doc);
            }
        }
        (rest, count) = (others, count * 4);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::postings::fixture::Fixture;
    use crate::retrieval::{Scorers, quantized_weight};

    #[test]
    fn the_best_of_all_blocks() {
        let fixture = Fixture::drawn(&[6_000], 2, 9);
        let scorers = Scorers {
            all: vec![Scorer::Term { term: 0, field: 0, weight: quantized_weight(2.0) }],
            fields: vec![fixture.field],
        };
        let infos = [fixture.term(0)];
        let mut cursors = SegmentCursors::open(&infos, &fixture.segments, 0, None).unwrap();
        assert!(cursors.cursors[0].blocks().len() > FIRST_BLOCKS, "more than are put in order at first");
        let scoring = SegmentScoring::new(&scorers, &fixture.segments, 0);
        for k in [1, 50, 5_000] {
            let (mut found, mut expected) = (TopK::new(k, &fixture.segments), TopK::new(k, &fixture.segments));
            collect_single_term(0, &scoring, &mut cursors, &mut found);
            for doc in (0..6_000).filter(|doc| cursors.cursors[0].seek(*doc) == *doc).collect::<Vec<u32>>() {
                expected.push(scoring.total(&mut cursors, doc), 0, doc);
            }
            assert_eq!(found.into_sorted(), expected.into_sorted(), "the best {k}");
        }
    }
}
