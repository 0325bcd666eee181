//! A block of up to 128 postings, as tantivy 0.27 packs it.
//!
//! A list of at least 128 passages begins with a table of its full blocks, 12 bytes each; every full block holds the
//! passages as strictly rising numbers and then the frequencies less one, both bit-packed. What is left at the end is
//! written in bytes of seven bits, the last byte of each number with the high bit set.

use bitpacking::{BitPacker as _, BitPacker4x};

/// Postings of a full block.
pub(crate) const BLOCK: usize = BitPacker4x::BLOCK_LEN;
/// Bytes of a full block in the table.
pub(super) const ENTRY: usize = 12;
/// Numbers that are packed side by side.
const LANES: usize = 4;
/// In the table: the passages are packed as strictly rising numbers, as all are since tantivy 0.22.
const STRICT: u8 = 0x40;
/// In the table: a frequency that does not fit.
const MANY: u8 = u8::MAX;

/// What the table says of a block.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Block {
    /// Its last passage.
    pub(crate) last: u32,
    /// Where it begins among the list's bytes.
    pub(super) start: usize,
    /// Places of the term in all blocks before.
    pub(super) places: u64,
    pub(super) doc_bits: u8,
    pub(super) freq_bits: u8,
    /// Length (as tantivy's code for it) and frequency of the passage that scores best by them.
    pub(crate) norm: u8,
    pub(crate) freq: u32,
}

impl Block {
    /// The entry for a block that begins at `start`, after `places` places. `None`: these bytes are no entry.
    pub(super) fn read(entry: &[u8], start: usize, places: u64) -> Option<(Block, u32)> {
        let &[a, b, c, d, doc_bits, freq_bits, e, f, g, h, norm, freq] = entry.first_chunk::<ENTRY>()?;
        if doc_bits & STRICT == 0 || doc_bits & !STRICT >= 32 || freq_bits > 32 {
            return None;
        }
        let block = Block {
            last: u32::from_le_bytes([a, b, c, d]),
            start,
            places,
            doc_bits: doc_bits & !STRICT,
            freq_bits,
            norm,
            freq: if freq == MANY { u32::MAX } else { u32::from(freq) },
        };
        Some((block, u32::from_le_bytes([e, f, g, h])))
    }

    /// Bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        (usize::from(self.doc_bits) + usize::from(self.freq_bits)) * BLOCK / 8
    }

    /// Its passages; `before` is the last passage of the block before it, 0 for the first. `false`: bytes are missing.
    pub(super) fn docs(&self, bytes: &[u8], before: u32, docs: &mut [u32; BLOCK]) -> bool {
        let length = usize::from(self.doc_bits) * BLOCK / 8;
        let Some(packed) = bytes.get(self.start..self.start + length) else { return false };
        let before = (before > 0).then_some(before);
        BitPacker4x::new().decompress_strictly_sorted(before, packed, docs, self.doc_bits);
        true
    }

    /// How often the term stands in each of them. `false`: bytes are missing.
    pub(super) fn freqs(&self, bytes: &[u8], freqs: &mut [u32; BLOCK]) -> bool {
        let start = self.start + usize::from(self.doc_bits) * BLOCK / 8;
        let length = usize::from(self.freq_bits) * BLOCK / 8;
        let Some(packed) = bytes.get(start..start + length) else { return false };
        BitPacker4x::new().decompress(packed, freqs, self.freq_bits);
        freqs.iter_mut().for_each(|freq| *freq = freq.wrapping_add(1));
        true
    }
}

impl Block {
    /// How often the term stands in one of them, without unpacking the others.
    pub(super) fn freq(&self, bytes: &[u8], at: usize) -> Option<u32> {
        let start = self.start + usize::from(self.doc_bits) * BLOCK / 8;
        packed(bytes.get(start..)?, self.freq_bits, at).map(|freq| freq.wrapping_add(1))
    }
}

/// One number of a packed block at the beginning of `bytes`, without unpacking the others: four numbers in turn stand in four
/// lanes of words, each lane filled from its low bits up.
pub(super) fn packed(bytes: &[u8], bits: u8, at: usize) -> Option<u32> {
    let bits = usize::from(bits);
    if bits == 0 {
        return Some(0);
    }
    let word = |number: usize| {
        let at = (number * LANES + at % LANES) * 4;
        bytes.get(at..)?.first_chunk().map(|bytes| u64::from(u32::from_le_bytes(*bytes)))
    };
    let begin = at / LANES * bits;
    let mut value = word(begin / 32)? >> (begin % 32);
    if begin % 32 + bits > 32 {
        value |= word(begin / 32 + 1)? << (32 - begin % 32);
    }
    Some(value as u32 & u32::MAX.checked_shr(32_u32.checked_sub(bits as u32)?)?)
}

/// Reads a number of seven-bit bytes and moves `bytes` behind it; 0 when there is none.
pub(super) fn number(bytes: &mut &[u8]) -> u32 {
    let mut value = 0_u32;
    for shift in [0, 7, 14, 21, 28] {
        let Some((byte, rest)) = bytes.split_first() else { return value };
        *bytes = rest;
        value |= u32::from(byte & 0x7f).wrapping_shl(shift);
        if byte & 0x80 != 0 {
            return value;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_frequency_is_that_of_the_whole_block() {
        for bits in 0..=32_u8 {
            let most = if bits == 0 { 0 } else { u32::MAX >> (32 - bits) };
            let values: Vec<u32> = (0..BLOCK as u32).map(|at| at.wrapping_mul(2_654_435_761) & most).collect();
            let mut bytes = vec![0; BLOCK * 4];
            BitPacker4x::new().compress(&values, &mut bytes, bits);
            let block = Block { last: 0, start: 0, places: 0, doc_bits: 0, freq_bits: bits, norm: 0, freq: 0 };
            let mut freqs = [0; BLOCK];
            assert!(block.freqs(&bytes, &mut freqs));
            for (at, freq) in freqs.iter().enumerate() {
                assert_eq!(block.freq(&bytes, at), Some(*freq), "{bits} bits, number {at}");
                assert_eq!(*freq, values[at].wrapping_add(1));
            }
        }
    }

    #[test]
    fn numbers_of_seven_bits() {
        let mut bytes: &[u8] = &[0x85, 0x01, 0x82, 0x7f];
        assert_eq!((number(&mut bytes), number(&mut bytes)), (5, 1 + 2 * 128));
        assert_eq!(number(&mut bytes), 0x7f, "an unfinished number ends with the bytes");
        assert_eq!(number(&mut bytes), 0);
    }
}
