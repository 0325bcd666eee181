//! Where a term stands in its passages, as tantivy 0.27 packs it.
//!
//! All places of a term, passage after passage, each as its distance from the one before in that passage: full blocks of 128,
//! bit-packed, then a rest in bytes of seven bits. Before them stands the number of full blocks and the width of each. To
//! come to a block is to add up the widths of all before it; tantivy's reader does so from the first one whenever it goes
//! back, here some of the sums are kept.

use tantivy::directory::OwnedBytes;

use super::block::{BLOCK, number, packed};

/// Blocks from one sum that is kept to the next.
const STRIDE: usize = 64;

/// The places of a term. Nothing of them is read before the first is asked for.
pub(super) struct Places {
    bytes: OwnedBytes,
    /// How many blocks are full, and where their widths begin.
    head: Option<(usize, usize)>,
    /// The sum of the widths before every `STRIDE`-th block, as far as they were needed.
    sums: Vec<usize>,
    /// The places after the last full block, once they were needed.
    rest: Option<Vec<u32>>,
}

impl Places {
    pub(super) fn new(bytes: OwnedBytes) -> Places {
        Places { bytes, head: None, sums: Vec::new(), rest: None }
    }

    /// Fills `out` with `count` distances from number `first` on. `None`: there are not so many.
    pub(super) fn read(&mut self, first: u64, count: usize, out: &mut Vec<u32>) -> Option<()> {
        out.clear();
        let first = usize::try_from(first).ok()?;
        let (full, widths) = self.head();
        let (mut block, mut at) = (first / BLOCK, first % BLOCK);
        let mut bits = self.bits_before(block.min(full))?;
        while block < full && out.len() < count {
            let width = *self.bytes.get(widths + block)?;
            let packed_block = self.bytes.get(widths + full + bits * BLOCK / 8..)?;
            let end = BLOCK.min(at + (count - out.len()));
            for at in at..end {
                out.push(packed(packed_block, width, at)?);
            }
            bits += usize::from(width);
            (block, at) = (block + 1, 0);
        }
        if out.len() < count {
            let wanted = at..at.checked_add(count - out.len())?;
            out.extend_from_slice(self.rest()?.get(wanted)?);
        }
        Some(())
    }

    fn head(&mut self) -> (usize, usize) {
        *self.head.get_or_insert_with(|| {
            let mut after = self.bytes.as_slice();
            let full = number(&mut after) as usize;
            (full, self.bytes.len() - after.len())
        })
    }

    /// The sum of the widths of all full blocks before `block`.
    fn bits_before(&mut self, block: usize) -> Option<usize> {
        let (full, begin) = self.head();
        let widths = self.bytes.get(begin..begin + full)?;
        while self.sums.len() <= block / STRIDE {
            let next = match self.sums.last() {
                None => 0,
                Some(before) => before + sum(widths.get((self.sums.len() - 1) * STRIDE..self.sums.len() * STRIDE)?),
            };
            self.sums.push(next);
        }
        let kept = block / STRIDE;
        Some(self.sums[kept] + sum(widths.get(kept * STRIDE..block)?))
    }

    fn rest(&mut self) -> Option<&[u32]> {
        if self.rest.is_none() {
            let (full, widths) = self.head();
            let begin = widths + full + self.bits_before(full)? * BLOCK / 8;
            let mut bytes = self.bytes.get(begin..)?;
            let mut rest = Vec::new();
            while !bytes.is_empty() && rest.len() < BLOCK {
                rest.push(number(&mut bytes));
            }
            self.rest = Some(rest);
        }
        self.rest.as_deref()
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
    use tantivy::positions::{PositionReader, PositionSerializer};

    fn written(places: &[u32]) -> OwnedBytes {
        let mut bytes = Vec::new();
        let mut serializer = PositionSerializer::new(&mut bytes);
        serializer.write_positions_delta(places);
        serializer.close_term().unwrap();
        serializer.close().unwrap();
        OwnedBytes::new(bytes)
    }

    proptest! {
        #[test]
        fn the_same_as_tantivy_reads(
            seed in any::<u32>(),
            count in prop_oneof![0..400_usize, Just(128 * STRIDE), 0..30_000_usize],
            reads in proptest::collection::vec((any::<proptest::sample::Index>(), 0..300_usize), 1..20),
        ) {
            let place = |at: u32| at.wrapping_mul(2_654_435_761).rotate_left(7) >> (seed.wrapping_add(at / 128) % 32);
            let places: Vec<u32> = (0..count as u32).map(place).collect();
            let bytes = written(&places);
            let mut ours = Places::new(bytes.clone());
            let mut theirs = PositionReader::open(bytes).unwrap();
            for (first, length) in reads {
                let first = first.index(count + 1);
                let length = length.min(count - first);
                let (mut a, mut b) = (Vec::new(), vec![0; length]);
                prop_assert_eq!(ours.read(first as u64, length, &mut a), Some(()));
                prop_assert_eq!(&a, &places[first..first + length]);
                if length > 0 {
                    theirs.read(first as u64, &mut b);
                    prop_assert_eq!(a, b);
                }
            }
            prop_assert_eq!(ours.read(count as u64, 1, &mut Vec::new()), None);
        }

        #[test]
        fn damaged_bytes_are_no_places(bytes in proptest::collection::vec(any::<u8>(), 0..600), first in 0..2_000_u64) {
            let _ = Places::new(OwnedBytes::new(bytes)).read(first, 200, &mut Vec::new());
        }
    }
}
