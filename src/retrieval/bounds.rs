//! Upper bounds of scores: by block of a posting list, and by range of passages.

use std::ops::{Range, RangeInclusive};

use super::bm25::Bm25;
use super::cursors::SegmentCursors;
use super::scorer::{Scorer, SegmentScoring};
use crate::postings::{Block, PostingCursor};

/// The upper bounds of all scorers in one segment.
pub(super) struct UpperBounds {
    /// Binary logarithm of the number of passages in a range.
    pub(super) range_shift: u32,
    /// By range: sum of the bounds of all scorers.
    pub(super) range_totals: Vec<u32>,
    /// By scorer, then by range.
    pub(super) by_range: Vec<Vec<u32>>,
    /// By scorer, then by block of the posting list of its term; nothing for a phrase.
    by_block: Vec<Vec<u32>>,
}

impl UpperBounds {
    /// Bounds of the scorers of `scoring`. A range has 2 to the power of `range_shift` passages.
    pub(super) fn new(scoring: &SegmentScoring<'_>, cursors: &mut SegmentCursors<'_>, range_shift: u32) -> Self {
        let ranges = (cursors.segment.passages() >> range_shift) as usize + 1;
        let mut bounds = UpperBounds {
            range_shift,
            range_totals: vec![0; ranges],
            by_range: Vec::with_capacity(scoring.scorers.len()),
            by_block: Vec::with_capacity(scoring.scorers.len()),
        };
        for (number, scorer) in scoring.scorers.iter().enumerate() {
            let mut by_range = vec![0; ranges];
            let mut bound_blocks = |term: usize, by_range: &mut [u32]| {
                by_block(&mut cursors.cursors[term], range_shift, by_range, |cursor, block| {
                    block_bound(scoring, number, cursor, block)
                })
            };
            let by_block = match scorer {
                Scorer::Term { term, .. } | Scorer::Constant { term, .. } => bound_blocks(*term, &mut by_range),
                // A phrase occurs at most as often as each of its required terms.
                Scorer::Phrase { phrase, .. } => {
                    by_range.fill(u32::MAX);
                    for term in &phrase.required {
                        let mut of_term = vec![0; ranges];
                        bound_blocks(*term, &mut of_term);
                        by_range.iter_mut().zip(of_term).for_each(|(all, term)| *all = term.min(*all));
                    }
                    Vec::new()
                }
            };
            let totals = bounds.range_totals.iter_mut().zip(&by_range);
            totals.for_each(|(total, bound)| *total = total.saturating_add(*bound));
            bounds.by_range.push(by_range);
            bounds.by_block.push(by_block);
        }
        bounds
    }

    /// Upper bounds by block of a scorer's posting list; none for a phrase.
    pub(super) fn by_block(&self, scorer: usize) -> &[u32] {
        &self.by_block[scorer]
    }

    /// Upper bound of a scorer in all ranges that overlap `docs`.
    pub(super) fn max_in(&self, scorer: usize, docs: RangeInclusive<u32>) -> u32 {
        let by_range = &self.by_range[scorer];
        let end = by_range.len().min((docs.end() >> self.range_shift) as usize + 1);
        let ranges = by_range.get((docs.start() >> self.range_shift) as usize..end).unwrap_or_default();
        ranges.iter().copied().max().unwrap_or(0)
    }

    /// Passages of a range.
    pub(super) fn passages(&self, range: usize) -> Range<u32> {
        let begin = (range as u32) << self.range_shift;
        begin..begin + (1 << self.range_shift)
    }
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

/// Upper bounds of the scores of a scorer in all blocks of the postings of its term.
pub(super) fn block_bounds(
    scoring: &SegmentScoring<'_>,
    scorer: usize,
    cursor: &mut PostingCursor<'_>,
) -> impl Iterator<Item = u32> {
    (0..cursor.blocks().len()).map(move |block| block_bound(scoring, scorer, cursor, block))
}

/// Upper bound of the scores of a scorer in a block of the postings of its term, or of a term of its phrase.
pub(super) fn block_bound(
    scoring: &SegmentScoring<'_>,
    scorer: usize,
    cursor: &mut PostingCursor<'_>,
    block: usize,
) -> u32 {
    match &scoring.scorers[scorer] {
        Scorer::Term { field, weight, .. } | Scorer::Phrase { field, weight, .. } => {
            block_upper_bound(cursor, block, &scoring.bm25[*field], *weight)
        }
        Scorer::Constant { score, .. } => *score,
    }
}

/// Upper bound of the BM25 scores in a block: by its block-max values, or exactly if it has none.
pub(super) fn block_upper_bound(cursor: &mut PostingCursor<'_>, block: usize, bm25: &Bm25<'_>, weight: f32) -> u32 {
    if cursor.has_block_max(block) {
        let Block { max_norm, max_freq, .. } = cursor.blocks()[block];
        return bm25.upper_bound(weight, max_norm, max_freq);
    }
    let (docs, freqs) = cursor.load_block(block);
    docs.iter().zip(freqs).map(|(doc, freq)| bm25.score(weight, *doc, *freq)).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::postings::Segments;
    use crate::postings::fixture::Fixture;
    use crate::retrieval::{Phrase, Scorers, quantized_weight};

    const SHIFT: u32 = 6;

    /// A frequent, a less frequent and a rare word, one that scores alike everywhere, and a phrase.
    fn scorers(fixture: &Fixture) -> Scorers {
        let weight = quantized_weight(2.0);
        let term = |term| Scorer::Term { term, field: 0, weight };
        let phrase = Scorer::Phrase { phrase: Phrase::new(vec![(1, 1), (0, 0)]), field: 0, weight };
        let all = vec![term(0), term(1), term(2), Scorer::Constant { term: 3, score: 500 }, phrase];
        Scorers { all, fields: vec![fixture.field] }
    }

    /// The score of one scorer.
    fn score(scoring: &SegmentScoring<'_>, cursors: &mut SegmentCursors<'_>, scorer: usize, doc: u32) -> u32 {
        let freq = match &scoring.scorers[scorer] {
            Scorer::Term { term, .. } | Scorer::Constant { term, .. } => {
                let cursor = &mut cursors.cursors[*term];
                if cursor.seek(doc) == doc { cursor.freq() } else { return 0 }
            }
            Scorer::Phrase { phrase, .. } => cursors.phrase_freq(phrase, doc),
        };
        if freq > 0 { scoring.score(scorer, doc, freq) } else { 0 }
    }

    fn check(segments: &Segments, fixture: &Fixture, slack: f32) {
        let terms: Vec<_> = [0, 9, 30, 4].map(|word| fixture.term(word)).into();
        let scorers = scorers(fixture);
        for segment in 0..segments.all().len() {
            let mut cursors = SegmentCursors::open(&terms, segments, segment, None).unwrap();
            let scoring = SegmentScoring::new(&scorers, segments, segment);
            let bounds = UpperBounds::new(&scoring, &mut cursors, SHIFT);
            let docs = 0..cursors.segment.passages();
            for scorer in 0..scorers.all.len() {
                let scores: Vec<u32> = docs.clone().map(|doc| score(&scoring, &mut cursors, scorer, doc)).collect();
                let is_phrase = scorers.all[scorer].term().is_none();
                // By block of a term: the bound is the greatest score, but for the slack between averages.
                if let Some(term) = scorers.all[scorer].term() {
                    for block in 0..cursors.cursors[term].blocks().len() {
                        let docs = cursors.cursors[term].load_docs(block).to_vec();
                        let max = docs.iter().map(|doc| scores[*doc as usize]).max().unwrap();
                        let bound = bounds.by_block(scorer)[block];
                        assert!(bound >= max, "scorer {scorer}, block {block}: bound {bound} below {max}");
                        assert!(bound as f32 <= max as f32 * slack + 1.0, "block {block}: bound {bound}, score {max}");
                    }
                }
                // By range: above every score, and reached in some range.
                let mut reached = false;
                for (range, bound) in bounds.by_range[scorer].iter().enumerate() {
                    let passages =
                        bounds.passages(range).start as usize..scores.len().min(bounds.passages(range).end as usize);
                    let max = scores[passages].iter().copied().max().unwrap_or(0);
                    assert!(*bound >= max, "scorer {scorer}, range {range}: bound {bound} below {max}");
                    reached |= *bound as f32 <= max as f32 * slack + 1.0 && max > 0;
                }
                assert!(reached || is_phrase, "scorer {scorer}: no range comes near its bound");
            }
            // By passage: the sum of the bounds of its range holds.
            let (mut given, mut sum) = (0_u64, 0_u64);
            for doc in docs {
                let bound = bounds.range_totals[(doc >> SHIFT) as usize];
                let score = scoring.total(&mut cursors, doc);
                assert!(bound >= score, "passage {doc}: bound {bound}, score {score}");
                assert!(scoring.total_bound(&mut cursors, doc) >= score);
                given += u64::from(bound);
                sum += u64::from(score);
            }
            // Passages without a term lie in its ranges too, so that bounds are a multiple of scores: as measured, 7 at most.
            assert!(given <= 8 * sum, "bounds are {:.1} times the scores", given as f32 / sum as f32);
        }
    }

    #[test]
    fn bounds_are_above_the_scores_and_not_far() {
        let alone = Fixture::drawn(&[4_000], 40, 5);
        check(&alone.segments, &alone, 1.0);
        // Several segments: the averages of their lengths differ from that of all.
        let several = Fixture::drawn(&[2_000, 300, 40], 40, 6);
        let averages = several.segments.all().iter().map(|segment| segment.average_length(several.field));
        let all = several.segments.average_length(several.field);
        let ratio = averages.map(|own| (own / all).max(all / own)).fold(1.0, f32::max);
        check(&several.segments, &several, ratio.powi(4) * 1.001);
    }
}
