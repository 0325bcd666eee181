//! A block of up to 128 postings, as tantivy 0.27 packs it.
//!
//! A posting list of at least 128 passages begins with skip data: an entry for each full block, of 12 bytes in a field with
//! positions and of 8 without: the number of positions in the block is left out. A full block holds
//! strictly increasing passage numbers and then the frequencies minus one, both bit-packed. The remaining postings follow as
//! variable-length integers of seven bits a byte; the last byte of each integer has its high bit set.

use bitpacking::{BitPacker as _, BitPacker4x};

/// Postings in a full block.
pub(crate) const BLOCK_LEN: usize = BitPacker4x::BLOCK_LEN;
/// Bytes of a skip entry in a field with positions.
pub(super) const SKIP_ENTRY_BYTES: usize = 12;
/// Bytes of a skip entry in a field without positions.
pub(super) const SHORT_SKIP_ENTRY_BYTES: usize = 8;
/// Integers that are packed side by side.
const LANES: usize = 4;
/// Flag in a skip entry: passage numbers are packed as strictly increasing, as tantivy does since 0.22.
const STRICT_DELTAS: u8 = 0x40;
/// Frequency in a skip entry that stands for "too large for a byte".
const SATURATED_FREQ: u8 = u8::MAX;

/// The skip entry of a block.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Block {
    /// Last passage of the block.
    pub(crate) last_doc: u32,
    /// Byte offset of the block in the posting list.
    pub(super) offset: usize,
    /// Positions of the term in all blocks before this one.
    pub(crate) positions_before: u64,
    pub(super) doc_bits: u8,
    pub(super) freq_bits: u8,
    /// Field norm (tantivy's code for the length) of the passage with the highest BM25 score in the block.
    pub(crate) max_norm: u8,
    /// Term frequency in that passage.
    pub(crate) max_freq: u32,
}

impl Block {
    /// Reads the skip entries of `count` full blocks. `BYTES` is the size of an entry, with or without a number of positions. Returns
    /// the entries, and where the postings after them begin: their byte offset and the number of positions before them. Returns
    /// `None` if the bytes are not skip entries.
    pub(super) fn read_all<const BYTES: usize>(skip_data: &[u8], count: usize) -> Option<(Vec<Block>, usize, u64)> {
        // A block more, for the postings after the full ones.
        let mut blocks = Vec::with_capacity(count.min(skip_data.len() / BYTES) + 1);
        let (mut offset, mut positions_before, mut are_entries) = (0, 0, true);
        blocks.extend(skip_data.as_chunks::<BYTES>().0.iter().take(count).map(|entry| {
            let (block, positions, is_entry) = Block::read(entry, offset, positions_before);
            offset += block.bytes();
            positions_before += u64::from(positions);
            are_entries &= is_entry;
            block
        }));
        (are_entries && blocks.len() == count).then_some((blocks, offset, positions_before))
    }

    /// Reads the skip entry of a block at byte `offset` that comes after `positions_before` positions. Returns the entry,
    /// the number of positions in the block (0 in a field without positions), and false if the bytes are not a skip entry.
    #[inline]
    fn read<const BYTES: usize>(entry: &[u8; BYTES], offset: usize, positions_before: u64) -> (Block, u32, bool) {
        const { assert!(BYTES == SKIP_ENTRY_BYTES || BYTES == SHORT_SKIP_ENTRY_BYTES) };
        let (doc_bits, freq_bits, freq) = (entry[4], entry[5], entry[BYTES - 1]);
        let positions = match BYTES {
            SKIP_ENTRY_BYTES => u32::from_le_bytes([entry[6], entry[7], entry[8], entry[9]]),
            _ => 0,
        };
        let is_entry = (doc_bits & STRICT_DELTAS != 0) & (doc_bits & !STRICT_DELTAS < 32) & (freq_bits <= 32);
        let block = Block {
            last_doc: u32::from_le_bytes([entry[0], entry[1], entry[2], entry[3]]),
            offset,
            positions_before,
            doc_bits: doc_bits & !STRICT_DELTAS,
            freq_bits,
            max_norm: entry[BYTES - 2],
            max_freq: if freq == SATURATED_FREQ { u32::MAX } else { u32::from(freq) },
        };
        (block, positions, is_entry)
    }

    /// Size of the packed block in bytes.
    pub(super) fn bytes(&self) -> usize {
        (usize::from(self.doc_bits) + usize::from(self.freq_bits)) * BLOCK_LEN / 8
    }

    /// Unpacks the passage numbers. `last_before` is the last passage of the preceding block, 0 for the first block. Returns
    /// false if bytes are missing.
    pub(super) fn unpack_docs(&self, bytes: &[u8], last_before: u32, docs: &mut [u32; BLOCK_LEN]) -> bool {
        let length = usize::from(self.doc_bits) * BLOCK_LEN / 8;
        let Some(packed) = bytes.get(self.offset..self.offset + length) else { return false };
        let last_before = (last_before > 0).then_some(last_before);
        BitPacker4x::new().decompress_strictly_sorted(last_before, packed, docs, self.doc_bits);
        true
    }

    /// Unpacks the term frequencies. Returns false if bytes are missing.
    pub(super) fn unpack_freqs(&self, bytes: &[u8], freqs: &mut [u32; BLOCK_LEN]) -> bool {
        let offset = self.offset + usize::from(self.doc_bits) * BLOCK_LEN / 8;
        let length = usize::from(self.freq_bits) * BLOCK_LEN / 8;
        let Some(packed) = bytes.get(offset..offset + length) else { return false };
        BitPacker4x::new().decompress(packed, freqs, self.freq_bits);
        freqs.iter_mut().for_each(|freq| *freq = freq.wrapping_add(1));
        true
    }

    /// Unpacks the frequency of posting number `at` alone. Returns `None` if bytes are missing.
    pub(super) fn freq_at(&self, bytes: &[u8], at: usize) -> Option<u32> {
        let offset = self.offset + usize::from(self.doc_bits) * BLOCK_LEN / 8;
        unpack_one(bytes.get(offset..)?, self.freq_bits, at).map(|freq| freq.wrapping_add(1))
    }
}

/// Unpacks integer number `at` of the packed block at the start of `bytes`. The layout interleaves four lanes of 32-bit
/// words; each lane is filled from its low bits up.
pub(super) fn unpack_one(bytes: &[u8], bits: u8, at: usize) -> Option<u32> {
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

/// Reads a variable-length integer and advances `bytes` past it. Returns what was read so far if the bytes end early, 0 if
/// there are none.
pub(super) fn read_vint(bytes: &mut &[u8]) -> u32 {
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
    fn freq_at_agrees_with_unpack_freqs() {
        for bits in 0..=32_u8 {
            let most = if bits == 0 { 0 } else { u32::MAX >> (32 - bits) };
            let values: Vec<u32> = (0..BLOCK_LEN as u32).map(|at| at.wrapping_mul(2_654_435_761) & most).collect();
            let mut bytes = vec![0; BLOCK_LEN * 4];
            BitPacker4x::new().compress(&values, &mut bytes, bits);
            let block = Block {
                last_doc: 0,
                offset: 0,
                positions_before: 0,
                doc_bits: 0,
                freq_bits: bits,
                max_norm: 0,
                max_freq: 0,
            };
            let mut freqs = [0; BLOCK_LEN];
            assert!(block.unpack_freqs(&bytes, &mut freqs));
            for (at, freq) in freqs.iter().enumerate() {
                assert_eq!(block.freq_at(&bytes, at), Some(*freq), "{bits} bits, number {at}");
                assert_eq!(*freq, values[at].wrapping_add(1));
            }
        }
    }

    #[test]
    fn variable_length_integers() {
        let mut bytes: &[u8] = &[0x85, 0x01, 0x82, 0x7f];
        assert_eq!((read_vint(&mut bytes), read_vint(&mut bytes)), (5, 1 + 2 * 128));
        assert_eq!(read_vint(&mut bytes), 0x7f, "an unfinished integer ends with the bytes");
        assert_eq!(read_vint(&mut bytes), 0);
    }
}
