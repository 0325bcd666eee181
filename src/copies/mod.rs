//! How much of one text stands in another?
//!
//! A text is taken as the set of its *shingles*, the runs of [`WORDS`] words in it. How many shingles of one are shingles of
//! the other is its *containment* (Broder, On the resemblance and containment of documents, 1997): a text that was shortened
//! stands wholly in the longer one, which a measure that asks both ways (Jaccard's) would not tell from two that share half.
//!
//! So that copies are found without a look at every text, the index keeps a [`sketch`] of each passage: the shingles whose
//! hashes are small, which are about the same share of any text and the same ones of equal texts, wherever a passage begins.
//! Texts that share many shingles share some of these; the texts themselves then say how many.

/// Words of a shingle, stop words and numbers included. Fewer are common to texts that have nothing to do with each other,
/// and of more, each changed word spoils more.
pub(crate) const WORDS: usize = 4;

/// One of so many shingles is in the sketch: about five of a passage of 100 words.
const EVERY: u64 = 20;

/// Shingles a sketch has at least: where fewer are that small, those with the smallest hashes.
const LEAST: usize = 6;

/// A text of fewer words is too short to say that it is a copy: greetings, tables, what is printed under every article.
pub(crate) const LEAST_WORDS: usize = 24;

/// The number that stands for a word in its exact form. Part of the format on disk.
pub(crate) fn word(exact: &str) -> u32 {
    let eight = |bytes: &[u8]| bytes.iter().fold(0, |all, byte| all << 8 | u64::from(*byte));
    let chunks = exact.as_bytes().chunks(8);
    chunks.fold(exact.len() as u64, |all, bytes| mixed(all ^ eight(bytes))) as u32
}

/// The hashes of the shingles of a text, of whose words these are the numbers, in order. Part of the format on disk.
fn shingles(words: &[u32]) -> impl Iterator<Item = u64> + '_ {
    let two = |words: &[u32]| words.iter().fold(0, |two, word| two << 32 | u64::from(*word));
    words.windows(WORDS).map(move |words| words.chunks(2).fold(0, |all, words| mixed(all ^ two(words))))
}

/// Spreads a number over all numbers: the end of Steele, Lea and Flood's SplitMix64.
fn mixed(number: u64) -> u64 {
    let mut z = number;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// What is kept of a hash: the half that does not decide whether it is.
fn half(hash: u64) -> u32 {
    hash as u32
}

/// Sets `out` to the sketch of a passage, by the numbers of its words: half of each hash, sorted, each once. Empty for one
/// that is too short. Part of the format on disk.
pub(crate) fn sketch(words: &[u32], out: &mut Vec<u32>) {
    out.clear();
    if words.len() < LEAST_WORDS {
        return;
    }
    out.extend(shingles(words).filter(|hash| *hash < u64::MAX / EVERY).map(half));
    out.sort_unstable();
    out.dedup();
    if out.len() < LEAST {
        let mut all: Vec<u64> = shingles(words).collect();
        all.sort_unstable();
        all.dedup();
        out.clear();
        out.extend(all.into_iter().take(LEAST).map(half));
        out.sort_unstable();
        out.dedup();
    }
}

/// The shingles of a text as a set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shingles {
    sorted: Vec<u64>,
}

impl Shingles {
    /// Those of a text, by the numbers of its words in order.
    pub(crate) fn of(words: &[u32]) -> Shingles {
        let mut sorted: Vec<u64> = shingles(words).collect();
        sorted.sort_unstable();
        sorted.dedup();
        Shingles { sorted }
    }

    /// Of each hash the half that is in sketches, for the `most` that would be first in one.
    pub(crate) fn halves(&self, most: usize) -> Vec<u32> {
        self.sorted.iter().take(most).map(|hash| half(*hash)).collect()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.sorted.len()
    }

    /// How many of them are in `other`, too.
    pub(crate) fn shared(&self, other: &Shingles) -> usize {
        let (mut a, mut b) = (self.sorted.as_slice(), other.sorted.as_slice());
        let mut shared = 0;
        while let (Some(x), Some(y)) = (a.first(), b.first()) {
            shared += usize::from(x == y);
            (a, b) = (&a[usize::from(x <= y)..], &b[usize::from(y <= x)..]);
        }
        shared
    }

    /// The share of them that is in `other`, from 0 to 1.
    pub(crate) fn within(&self, other: &Shingles) -> f32 {
        self.shared(other) as f32 / self.len().max(1) as f32
    }

    /// The same of the smaller of the two in the larger.
    pub(crate) fn overlap(&self, other: &Shingles) -> f32 {
        if self.len() <= other.len() { self.within(other) } else { other.within(self) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<u32> {
        text.split(' ').map(word).collect()
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
            let (one, other) = (Shingles::of(&words(a)), Shingles::of(&words(b)));
            assert_eq!(
                (one.shared(&other), one.within(&other), one.overlap(&other)),
                (shared, within, overlap),
                "{a} | {b}"
            );
            assert_eq!(other.shared(&one), shared);
        }
    }

    #[test]
    fn sketches_of_texts_that_share_much_share_much() {
        let row: Vec<u32> = (0..2000).map(|number| word(&number.to_string())).collect();
        let sketched = |row: &[u32]| {
            let mut sketch = Vec::new();
            super::sketch(row, &mut sketch);
            assert!(sketch.is_sorted_by(|a, b| a < b));
            sketch
        };
        let all = sketched(&row);
        assert!((70..140).contains(&all.len()), "about one in twenty: {}", all.len());
        // Wherever a part begins, what is small there is small in the whole.
        for part in row.windows(300).step_by(97) {
            let part = sketched(part);
            assert!(part.len() >= LEAST && part.iter().all(|hash| all.contains(hash)));
        }
        assert_eq!(sketched(&row[..LEAST_WORDS]).len(), LEAST);
        assert!(sketched(&row[..LEAST_WORDS - 1]).is_empty());
        assert_eq!(sketched(&[row[0]; 500]).len(), 1);
    }

    /// What is on disk was made by these.
    #[test]
    fn hashes_stay_as_they_are() {
        let mut sketch = Vec::new();
        super::sketch(
            &(0..LEAST_WORDS).map(|number| word(&format!("wort{number}"))).collect::<Vec<u32>>(),
            &mut sketch,
        );
        assert_eq!(
            (word("größe"), sketch),
            (3_270_749_155, vec![233_483_567, 491_387_388, 673_883_045, 1_242_693_491, 3_097_567_606, 4_036_499_341])
        );
    }
}
