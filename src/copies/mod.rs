//! Measures how much of one text stands in another.
//!
//! A text is represented by the set of its *shingles*, the runs of [`SHINGLE_WORDS`] words in it. The share of the shingles of
//! one text that occur in the other is its *containment* (Broder, On the resemblance and containment of documents, 1997). Newspapers
//! shorten: a shortened text is contained in the longer one, while a symmetric measure (Jaccard's) cannot distinguish it from
//! two texts that have half in common.
//!
//! To find copies without reading every text, the index keeps a [`sketch`] of each passage: the shingles whose hashes are below
//! a limit (min-hashing). They are about the same share of any text, and the same shingles in equal texts wherever a passage
//! begins. Texts that share many shingles share some of their sketches; the texts themselves then decide. A sketch depends on the words
//! of its passage alone: not on what was indexed before, so that nothing has to be mended when an article is removed.
//!
//! Words come as hashes; articles and the index are unknown here. All hashes are part of the format on disk.

use crate::random::mix;

/// Words of a shingle, stop words and numbers included. Shorter shingles are shared by unrelated texts, and of longer ones each
/// changed word destroys more.
pub(crate) const SHINGLE_WORDS: usize = 4;

/// One in this many shingles is in the sketch: about five of a passage of 100 words.
const SKETCH_RATE: u64 = 20;

/// Minimum size of a sketch: if fewer hashes are below the limit, it has the smallest ones.
const MIN_SKETCH_HASHES: usize = 6;

/// Minimum length of a copy, in words. Shorter texts are greetings, tables, or notes under every article.
pub(crate) const MIN_COPY_WORDS: usize = 24;

/// Hashes a word in its exact form. Part of the format on disk.
pub(crate) fn word_hash(exact: &str) -> u32 {
    let eight = |bytes: &[u8]| bytes.iter().fold(0, |all, byte| all << 8 | u64::from(*byte));
    let chunks = exact.as_bytes().chunks(8);
    chunks.fold(exact.len() as u64, |all, bytes| mix(all ^ eight(bytes))) as u32
}

/// Returns the hashes of the shingles of a text, whose words are given as hashes, in order. Part of the format on disk.
fn shingle_hashes(words: &[u32]) -> impl Iterator<Item = u64> + '_ {
    let two = |words: &[u32]| words.iter().fold(0, |two, word| two << 32 | u64::from(*word));
    words.windows(SHINGLE_WORDS).map(move |words| words.chunks(2).fold(0, |all, words| mix(all ^ two(words))))
}

/// Returns the half of a hash that a sketch keeps: the lower one, as the upper one decides whether the hash is in the sketch.
fn lower_half(hash: u64) -> u32 {
    hash as u32
}

/// Sets `out` to the sketch of a passage, whose words are given as hashes: the lower halves of the smallest shingle hashes,
/// sorted, without duplicates. Empty for a passage of fewer than [`MIN_COPY_WORDS`] words. Part of the format on disk.
pub(crate) fn sketch(words: &[u32], out: &mut Vec<u32>) {
    out.clear();
    if words.len() < MIN_COPY_WORDS {
        return;
    }
    out.extend(shingle_hashes(words).filter(|hash| *hash < u64::MAX / SKETCH_RATE).map(lower_half));
    out.sort_unstable();
    out.dedup();
    if out.len() < MIN_SKETCH_HASHES {
        let mut all: Vec<u64> = shingle_hashes(words).collect();
        all.sort_unstable();
        all.dedup();
        out.clear();
        out.extend(all.into_iter().take(MIN_SKETCH_HASHES).map(lower_half));
        out.sort_unstable();
        out.dedup();
    }
}

/// Set of the shingles of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shingles {
    sorted: Vec<u64>,
}

impl Shingles {
    /// Collects the shingles of a text, whose words are given as hashes, in order.
    pub(crate) fn from_words(words: &[u32]) -> Shingles {
        let mut sorted: Vec<u64> = shingle_hashes(words).collect();
        sorted.sort_unstable();
        sorted.dedup();
        Shingles { sorted }
    }

    /// Returns the first `most` hashes as they would stand in a sketch.
    pub(crate) fn sketch_hashes(&self, most: usize) -> Vec<u32> {
        self.sorted.iter().take(most).map(|hash| lower_half(*hash)).collect()
    }

    /// Number of shingles.
    pub(crate) fn len(&self) -> usize {
        self.sorted.len()
    }

    /// Number of shingles that are in `other`, too.
    pub(crate) fn shared(&self, other: &Shingles) -> usize {
        let (mut a, mut b) = (self.sorted.as_slice(), other.sorted.as_slice());
        let mut shared = 0;
        while let (Some(x), Some(y)) = (a.first(), b.first()) {
            shared += usize::from(x == y);
            (a, b) = (&a[usize::from(x <= y)..], &b[usize::from(y <= x)..]);
        }
        shared
    }

    /// Containment: the share of these shingles that is in `other`, from 0 to 1.
    pub(crate) fn containment_in(&self, other: &Shingles) -> f32 {
        self.shared(other) as f32 / self.len().max(1) as f32
    }

    /// Containment of the smaller set in the larger one, from 0 to 1.
    pub(crate) fn overlap(&self, other: &Shingles) -> f32 {
        if self.len() <= other.len() { self.containment_in(other) } else { other.containment_in(self) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<u32> {
        text.split(' ').map(word_hash).collect()
    }

    #[test]
    fn what_stands_in_what() {
        for (a, b, shared, within, overlap) in [
            ("a b c d e", "a b c d e", 2, 1.0, 1.0),
            ("a b c d e", "x a b c d e y", 2, 1.0, 1.0),
            ("a b c d e f g h", "a b c d", 1, 0.2, 1.0),
            ("a b c d e", "e d c b a", 0, 0.0, 0.0),
            ("a b c d", "a b c D", 0, 0.0, 0.0),
            ("a a a a a a a", "a a a a", 1, 1.0, 1.0),
            ("a b c", "a b c", 0, 0.0, 0.0),
        ] {
            let (one, other) = (Shingles::from_words(&words(a)), Shingles::from_words(&words(b)));
            assert_eq!(
                (one.shared(&other), one.containment_in(&other), one.overlap(&other)),
                (shared, within, overlap),
                "{a} | {b}"
            );
            assert_eq!(other.shared(&one), shared);
        }
    }

    #[test]
    fn sketches_of_texts_that_share_much_share_much() {
        let row: Vec<u32> = (0..2000).map(|number| word_hash(&number.to_string())).collect();
        let sketched = |row: &[u32]| {
            let mut sketch = Vec::new();
            super::sketch(row, &mut sketch);
            assert!(sketch.is_sorted_by(|a, b| a < b));
            sketch
        };
        let all = sketched(&row);
        assert!((70..140).contains(&all.len()), "about one in twenty: {}", all.len());
        // small hashes of a part are small in the whole, wherever the part begins
        for part in row.windows(300).step_by(97) {
            let part = sketched(part);
            assert!(part.len() >= MIN_SKETCH_HASHES && part.iter().all(|hash| all.contains(hash)));
        }
        assert_eq!(sketched(&row[..MIN_COPY_WORDS]).len(), MIN_SKETCH_HASHES);
        assert!(sketched(&row[..MIN_COPY_WORDS - 1]).is_empty());
        assert_eq!(sketched(&[row[0]; 500]).len(), 1);
    }

    /// Indexes on disk were made with these hashes.
    #[test]
    fn hashes_stay_as_they_are() {
        let mut sketch = Vec::new();
        super::sketch(
            &(0..MIN_COPY_WORDS).map(|number| word_hash(&format!("wort{number}"))).collect::<Vec<u32>>(),
            &mut sketch,
        );
        assert_eq!(
            (word_hash("größe"), sketch),
            (3_270_749_155, vec![233_483_567, 491_387_388, 673_883_045, 1_242_693_491, 3_097_567_606, 4_036_499_341])
        );
    }
}
