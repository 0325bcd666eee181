//! What is a word worth in a passage?

use tantivy::schema::Field;

use crate::lists::{BLOCK, Segment, Segments};

/// BM25's own constants, as tantivy and Lucene have them (Robertson and Zaragoza 2009).
pub(crate) const K1: f32 = 1.2;
const B: f32 = 0.75;

/// Points of the first phase in one point of BM25. They are whole numbers, so that their sum does not depend on the order
/// in which words are added up.
const POINTS: f32 = 32_768.0;
/// Most points of one word: what a float of 32 bits counts exactly.
const MOST: f32 = 8_388_607.0;

/// BM25 for the passages of one segment in one field, without the word's rarity.
pub(crate) struct Bm25<'a> {
    norms: &'a [u8],
    /// K1 (1 − b + b · length / average) for each code of a length.
    table: [f32; 256],
    /// What a bound of this segment must be multiplied with to be one.
    slack: f32,
}

impl<'a> Bm25<'a> {
    /// For `field` of `segment`, one of `segments`.
    pub(crate) fn new(segments: &Segments, segment: &'a Segment, field: Field) -> Bm25<'a> {
        let average = segments.average(field).max(f32::MIN_POSITIVE);
        let mut table = [0.0; 256];
        for (norm, slot) in (0..=u8::MAX).zip(&mut table) {
            *slot = K1 * (1.0 - B + B * Segment::length(norm) as f32 / average);
        }
        // The passage that bounds a block was chosen by the average length in its segment. By another average another one
        // may be the best, but by no more than the averages differ, once in each direction.
        let own = segment.average(field).max(f32::MIN_POSITIVE);
        let ratio = (own / average).max(average / own);
        Bm25 { norms: segment.norms(field), table, slack: ratio * ratio }
    }

    /// tf / (tf + K1 (1 − b + b · length / average)): between 0 and 1.
    pub(crate) fn gain(&self, doc: u32, freq: u32) -> f32 {
        self.gain_by(self.norms.get(doc as usize).copied().unwrap_or(0), freq)
    }

    fn gain_by(&self, norm: u8, freq: u32) -> f32 {
        let freq = freq as f32;
        freq / (freq + self.table[usize::from(norm)])
    }

    /// The points of a word of this weight.
    pub(crate) fn points(&self, weight: f32, doc: u32, freq: u32) -> u32 {
        whole(weight * self.gain(doc, freq))
    }

    /// The same for all of a block at once.
    pub(super) fn all_points(&self, weight: f32, docs: &[u32], freqs: &[u32], points: &mut [u32; BLOCK]) {
        let mut norms = [0.0; BLOCK];
        for (norm, doc) in norms.iter_mut().zip(docs) {
            *norm = self.table[usize::from(self.norms.get(*doc as usize).copied().unwrap_or(0))];
        }
        for ((points, freq), norm) in points.iter_mut().zip(freqs).zip(norms) {
            let freq = freq.cast_signed() as f32;
            *points = whole(weight * (freq / (freq + norm)));
        }
    }

    /// The most that any passage of a block gets whose best one has this length and frequency.
    pub(super) fn bound(&self, weight: f32, norm: u8, freq: u32) -> u32 {
        whole((weight * self.gain_by(norm, freq) * self.slack).min(weight))
    }
}

/// The weight in points of a word of this rarity: what it would give if it stood in a passage without end.
pub(super) fn weight(rarity: f32) -> f32 {
    (rarity * (K1 + 1.0) * POINTS).clamp(0.0, MOST)
}

/// A score in points.
pub(super) fn in_points(score: f32) -> u32 {
    (score * POINTS).clamp(0.0, MOST) as u32
}

/// A float from 0 to `MOST`, rounded: added to 2²³ its bits are the whole number. The compiler makes eight at once of it,
/// which it does not of a checked conversion.
fn whole(points: f32) -> u32 {
    (points + 8_388_608.0).to_bits() & 0x7f_ffff
}

/// How much a word's repetition is worth in a text of this length, relative to the average: BM25's second half.
pub(crate) fn saturation(frequency: f32, relative_length: f32) -> f32 {
    frequency * (K1 + 1.0) / (frequency + K1 * (1.0 - B + B * relative_length))
}
