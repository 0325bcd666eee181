//! The positions of a term in its passages, as tantivy 0.27 packs them.
//!
//! All positions of a term, passage after passage, each as its distance from the previous position in that passage: full
//! bit-packed blocks of 128, then a tail of variable-length integers. A header gives the number of full blocks and the bit
//! width of each. The offset of a block is the sum of all widths before it. tantivy's reader computes that sum from the first
//! block whenever it goes backwards; this one keeps some of the sums.

use tantivy::directory::OwnedBytes;

use super::block::{BLOCK_LEN, read_vint, unpack_one};

/// Blocks from one kept sum to the next.
const SUM_STRIDE: usize = 32;

/// Random access to the positions of a term. Nothing is read before the first call of `read`.
pub(super) struct PositionReader {
    bytes: OwnedBytes,
    /// Number of full blocks, and the offset of their widths.
    header: Option<(usize, usize)>,
    /// Sum of the widths before every `SUM_STRIDE`-th block, computed as far as needed.
    width_sums: Vec<usize>,
    /// Positions after the last full block, decoded when needed.
    tail: Option<Vec<u32>>,
}

impl PositionReader {
    pub(super) fn new(bytes: OwnedBytes) -> PositionReader {
        PositionReader { bytes, header: None, width_sums: Vec::new(), tail: None }
    }

    /// Fills `out` with `count` distances, from number `first` on. Returns `None` if there are fewer.
    pub(super) fn read(&mut self, first: u64, count: usize, out: &mut Vec<u32>) -> Option<()> {
        out.clear();
        let first = usize::try_from(first).ok()?;
        let (full, widths) = self.header();
        let (mut block, mut at) = (first / BLOCK_LEN, first % BLOCK_LEN);
        let mut bits = self.bits_before(block.min(full))?;
        while block < full && out.len() < count {
            let width = *self.bytes.get(widths + block)?;
            let packed_block = self.bytes.get(widths + full + bits * BLOCK_LEN / 8..)?;
            let end = BLOCK_LEN.min(at + (count - out.len()));
            for at in at..end {
                out.push(unpack_one(packed_block, width, at)?);
            }
            bits += usize::from(width);
            (block, at) = (block + 1, 0);
        }
        if out.len() < count {
            let wanted = at..at.checked_add(count - out.len())?;
            out.extend_from_slice(self.tail()?.get(wanted)?);
        }
        Some(())
    }

    fn header(&mut self) -> (usize, usize) {
        *self.header.get_or_insert_with(|| {
            let mut after = self.bytes.as_slice();
            let full = read_vint(&mut after) as usize;
            (full, self.bytes.len() - after.len())
        })
    }

    /// Sum of the widths of all full blocks before `block`.
    fn bits_before(&mut self, block: usize) -> Option<usize> {
        let (full, begin) = self.header();
        let widths = self.bytes.get(begin..begin + full)?;
        while self.width_sums.len() <= block / SUM_STRIDE {
            let next = match self.width_sums.last() {
                None => 0,
                Some(before) => {
                    before
                        + sum(widths.get((self.width_sums.len() - 1) * SUM_STRIDE..self.width_sums.len() * SUM_STRIDE)?)
                }
            };
            self.width_sums.push(next);
        }
        let kept = block / SUM_STRIDE;
        Some(self.width_sums[kept] + sum(widths.get(kept * SUM_STRIDE..block)?))
    }

    fn tail(&mut self) -> Option<&[u32]> {
        if self.tail.is_none() {
            let (full, widths) = self.header();
            let begin = widths + full + self.bits_before(full)? * BLOCK_LEN / 8;
            let mut bytes = self.bytes.get(begin..)?;
            let mut tail = Vec::new();
            while !bytes.is_empty() && tail.len() < BLOCK_LEN {
                tail.push(read_vint(&mut bytes));
            }
            self.tail = Some(tail);
        }
        self.tail.as_deref()
    }
}

fn sum(widths: &[u8]) -> usize {
    widths.iter().map(|width| usize::from(*width)).sum()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;
    use tantivy::positions::PositionSerializer;

    fn serialize(positions: &[u32]) -> OwnedBytes {
        let mut bytes = Vec::new();
        let mut serializer = PositionSerializer::new(&mut bytes);
        serializer.write_positions_delta(positions);
        serializer.close_term().unwrap();
        serializer.close().unwrap();
        OwnedBytes::new(bytes)
    }

    proptest! {
        #[test]
        fn reads_what_tantivy_reads(
            seed in any::<u32>(),
            count in prop_oneof![0..400_usize, Just(128 * SUM_STRIDE), 0..30_000_usize],
            reads in proptest::collection::vec((any::<proptest::sample::Index>(), 0..300_usize), 1..20),
        ) {
            let position = |at: u32| at.wrapping_mul(2_654_435_761).rotate_left(7) >> (seed.wrapping_add(at / 128) % 32);
            let positions: Vec<u32> = (0..count as u32).map(position).collect();
            let bytes = serialize(&positions);
            let mut ours = super::PositionReader::new(bytes.clone());
            let mut theirs = tantivy::positions::PositionReader::open(bytes).unwrap();
            for (first, length) in reads {
                let first = first.index(count + 1);
                let length = length.min(count - first);
                let (mut a, mut b) = (Vec::new(), vec![0; length]);
                prop_assert_eq!(ours.read(first as u64, length, &mut a), Some(()));
                prop_assert_eq!(&a, &positions[first..first + length]);
                if length > 0 {
                    theirs.read(first as u64, &mut b);
                    prop_assert_eq!(a, b);
                }
            }
            prop_assert_eq!(ours.read(count as u64, 1, &mut Vec::new()), None);
        }

        #[test]
        fn damaged_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600), first in 0..2_000_u64) {
            let _ = super::PositionReader::new(OwnedBytes::new(bytes)).read(first, 200, &mut Vec::new());
        }
    }
}
