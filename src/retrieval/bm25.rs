//! BM25, exact and as quantised scores.

use std::sync::LazyLock;

use tantivy::schema::Field;

use crate::postings::{BLOCK_LEN, Segment, Segments};

/// Saturation of the term frequency, as in tantivy and Lucene (Robertson and Zaragoza 2009).
pub(crate) const K1: f32 = 1.2;
/// Length normalisation, as in tantivy and Lucene.
const B: f32 = 0.75;

/// Quantisation factor of first-phase scores. Quantised scores are integers, so their sum does not depend on the order of
/// addition.
const QUANTIZATION: f32 = 32_768.0;
/// Greatest quantised score of one term: integers up to it are exact in an `f32`.
const MAX_QUANTIZED: f32 = 8_388_607.0;

/// Length in tokens that each field norm stands for.
static LENGTHS: LazyLock<[f32; 256]> =
    LazyLock::new(|| std::array::from_fn(|norm| Segment::norm_to_length(norm as u8) as f32));

/// BM25 without the idf, for the passages of one segment in one field.
pub(crate) struct Bm25<'a> {
    norms: &'a [u8],
    /// K1 (1 − B + B · length / average length) for each field norm.
    norm_cache: [f32; 256],
    /// Factor that makes a score computed from block-max values an upper bound.
    bound_slack: f32,
}

impl<'a> Bm25<'a> {
    /// BM25 for `field` of `segment`, which is one of `segments`.
    pub(crate) fn new(segments: &Segments, segment: &'a Segment, field: Field) -> Bm25<'a> {
        Bm25::with_lengths(segment.norms(field), segments.average_length(field), segment.average_length(field))
    }

    /// BM25 for passages with these field `norms`. Lengths are averages in tokens: over the whole index, and over the segment,
    /// by which the block-max values were chosen.
    fn with_lengths(norms: &'a [u8], average_length: f32, segment_average_length: f32) -> Bm25<'a> {
        let average = average_length.max(f32::MIN_POSITIVE);
        let mut norm_cache = [0.0; 256];
        for (length, slot) in LENGTHS.iter().zip(&mut norm_cache) {
            *slot = K1 * (1.0 - B + B * length / average);
        }
        // tantivy chose the best passage of a block by the average length in its segment. By another average another passage may
        // be the best, but its score differs by no more than the ratio of the averages, once in each direction.
        let own = segment_average_length.max(f32::MIN_POSITIVE);
        let ratio = (own / average).max(average / own);
        Bm25 { norms, norm_cache, bound_slack: ratio * ratio }
    }

    /// The tf component of BM25, tf / (tf + K1 (1 − B + B · length / average length)): from 0 to 1.
    pub(crate) fn tf_component(&self, doc: u32, freq: u32) -> f32 {
        self.tf_component_of(self.norm(doc), freq)
    }

    fn tf_component_of(&self, norm: u8, freq: u32) -> f32 {
        let freq = freq as f32;
        freq / (freq + self.norm_cache[usize::from(norm)])
    }

    fn norm(&self, doc: u32) -> u8 {
        self.norms.get(doc as usize).copied().unwrap_or(0)
    }

    /// Quantised score of a term of this quantised `weight` that occurs `freq` times in `doc`.
    pub(crate) fn score(&self, weight: f32, doc: u32, freq: u32) -> u32 {
        round_to_u32(weight * self.tf_component(doc, freq))
    }

    /// Quantised scores of all postings of a block. Of a block that is not full, the other slots get some score as well: loops of a
    /// fixed length vectorise.
    pub(super) fn score_block(
        &self,
        weight: f32,
        docs: &[u32; BLOCK_LEN],
        freqs: &[u32; BLOCK_LEN],
        scores: &mut [u32; BLOCK_LEN],
    ) {
        let mut norms = [0.0; BLOCK_LEN];
        for at in 0..BLOCK_LEN {
            norms[at] = self.norm_cache[usize::from(self.norm(docs[at]))];
        }
        for at in 0..BLOCK_LEN {
            let freq = freqs[at].cast_signed() as f32;
            scores[at] = round_to_u32(weight * (freq / (freq + norms[at])));
        }
    }

    /// Upper bound of the quantised scores in a block with these block-max values.
    pub(super) fn upper_bound(&self, weight: f32, max_norm: u8, max_freq: u32) -> u32 {
        round_to_u32((weight * self.tf_component_of(max_norm, max_freq) * self.bound_slack).min(weight))
    }
}

/// Quantised weight of a term with this idf: the limit of its score as the frequency grows.
pub(crate) fn quantized_weight(idf: f32) -> f32 {
    (idf * (K1 + 1.0) * QUANTIZATION).clamp(0.0, MAX_QUANTIZED)
}

/// Highest quantised score of a term of this quantised weight.
pub(super) fn max_score(weight: f32) -> u32 {
    round_to_u32(weight)
}

/// Quantises a score.
pub(crate) fn quantize(score: f32) -> u32 {
    (score * QUANTIZATION).clamp(0.0, MAX_QUANTIZED) as u32
}

/// Rounds a float from 0 to `MAX_QUANTIZED`: after adding 2²³ the low bits of its representation are the integer. Unlike a
/// checked conversion this vectorises.
fn round_to_u32(score: f32) -> u32 {
    (score + 8_388_608.0).to_bits() & 0x7f_ffff
}

/// The tf component of BM25 for a text of this length relative to the average, times K1 + 1.
pub(crate) fn saturation(frequency: f32, relative_length: f32) -> f32 {
    frequency * (K1 + 1.0) / (frequency + K1 * (1.0 - B + B * relative_length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_tf_component_is_that_of_the_formula() {
        // tf / (tf + 1.2 (1 − .75 + .75 · length / average)); norms up to 39 are lengths themselves.
        for (norm, freq, average, expected) in [
            (10_u8, 1, 10.0, 1.0 / 2.2),
            (10, 3, 10.0, 3.0 / 4.2),
            (20, 1, 10.0, 1.0 / (1.0 + 1.2 * 1.75)),
            (0, 1, 10.0, 1.0 / 1.3),
        ] {
            let norms = [norm];
            let bm25 = Bm25::with_lengths(&norms, average, average);
            assert!((bm25.tf_component(0, freq) - expected).abs() < 1e-6, "length {norm}, tf {freq}");
        }
    }

    #[test]
    fn rounding_is_exact() {
        for (score, expected) in
            [(0.0, 0), (0.4, 0), (0.6, 1), (1.0, 1), (4_194_304.0, 4_194_304), (MAX_QUANTIZED, 8_388_607)]
        {
            assert_eq!(round_to_u32(score), expected, "{score}");
        }
        assert_eq!(quantize(1.0), 32_768);
        assert_eq!(quantize(1e9), 8_388_607, "clamped");
        assert_eq!(quantized_weight(1.0), 2.2 * 32_768.0);
    }

    proptest! {
        /// A block holds passages of these norms and frequencies, tantivy keeps the best by the segment's own average.
        #[test]
        fn the_bound_of_a_block_is_above_its_scores_and_not_far(
            block in proptest::collection::vec((any::<u8>(), 1..40_u32), 1..128),
            average in 1.0..400_f32,
            ratio in 0.5..2_f32,
            idf in 0.01..12_f32,
        ) {
            let norms: Vec<u8> = block.iter().map(|(norm, _)| *norm).collect();
            let own = Bm25::with_lengths(&norms, average * ratio, average * ratio);
            let bm25 = Bm25::with_lengths(&norms, average, average * ratio);
            let (max_norm, max_freq) = block
                .iter()
                .copied()
                .max_by(|a, b| own.tf_component_of(a.0, a.1).total_cmp(&own.tf_component_of(b.0, b.1)))
                .unwrap_or_default();
            let weight = quantized_weight(idf);
            let scores = (0..).zip(&block).map(|(doc, (_, freq))| bm25.score(weight, doc, *freq));
            let max = scores.max().unwrap_or_default();
            let bound = bm25.upper_bound(weight, max_norm, max_freq);
            prop_assert!(bound >= max, "bound {} below {}", bound, max);
            let slack = ratio.max(1.0 / ratio).powi(2);
            prop_assert!(bound as f32 <= (max as f32 + 0.5) * slack * 1.001 + 0.5, "bound {} far above {}", bound, max);
        }

        #[test]
        fn a_block_is_scored_like_its_passages(
            block in proptest::collection::vec((any::<u8>(), 1..1_000_u32), 1..=BLOCK_LEN),
            weight in 0.0..MAX_QUANTIZED,
        ) {
            let norms: Vec<u8> = block.iter().map(|(norm, _)| *norm).collect();
            let bm25 = Bm25::with_lengths(&norms, 80.0, 90.0);
            let (mut docs, mut freqs, mut scores) = ([u32::MAX; BLOCK_LEN], [1; BLOCK_LEN], [0; BLOCK_LEN]);
            for (at, (_, freq)) in block.iter().enumerate() {
                (docs[at], freqs[at]) = (at as u32, *freq);
            }
            bm25.score_block(weight, &docs, &freqs, &mut scores);
            for (at, (_, freq)) in block.iter().enumerate() {
                prop_assert_eq!(scores[at], bm25.score(weight, at as u32, *freq));
            }
        }
    }
}
