//! The passages of a range as bits.

use std::ops::Range;

/// Most passages in a range. Most ranges have a passage that may reach the threshold, so wider ones cost less: for 2,048, 4,096 and
/// 8,192 a query of 2 or 3 words, one of which must occur, takes 2.53, 2.44 and 2.45 million instructions over 302,592 passages.
pub(super) const MAX_RANGE_PASSAGES: usize = 4096;

/// Number of a passage within a range, whose length is a power of two. A damaged block may hold passages outside of it: they get some
/// number as well, so that nothing panics before the damage is told.
#[inline]
pub(super) fn slot_of(doc: u32, range: &Range<u32>) -> usize {
    // In a loop, the mask is computed once.
    let mask = (range.end - range.start - 1) as usize & (MAX_RANGE_PASSAGES - 1);
    doc.wrapping_sub(range.start) as usize & mask
}

/// Some passages of a range, each by its distance from the first passage of the range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RangeBits([u64; MAX_RANGE_PASSAGES / 64]);

impl RangeBits {
    pub(super) const EMPTY: RangeBits = RangeBits([0; MAX_RANGE_PASSAGES / 64]);

    /// The first `count` passages.
    pub(super) fn first(count: usize) -> RangeBits {
        let mut bits = RangeBits::EMPTY;
        for (at, word) in bits.0.iter_mut().enumerate() {
            *word = match count.saturating_sub(at * 64) {
                0 => 0,
                missing @ 1..64 => (1 << missing) - 1,
                _ => u64::MAX,
            };
        }
        bits
    }

    pub(super) fn insert(&mut self, at: usize) {
        self.0[at / 64 % (MAX_RANGE_PASSAGES / 64)] |= 1 << (at % 64);
    }

    pub(super) fn remove(&mut self, at: usize) {
        self.0[at / 64 % (MAX_RANGE_PASSAGES / 64)] &= !(1 << (at % 64));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub(super) fn intersect(&mut self, other: &RangeBits) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }

    pub(super) fn unite(&mut self, other: &RangeBits) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    pub(super) fn subtract(&mut self, other: &RangeBits) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= !other);
    }

    /// The passages, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then_some(rest.trailing_zeros() as usize)?;
                rest &= rest - 1;
                Some(at * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn set() -> impl Strategy<Value = BTreeSet<usize>> {
        proptest::collection::btree_set(0..MAX_RANGE_PASSAGES, 0..200)
    }

    fn bits(set: &BTreeSet<usize>) -> RangeBits {
        let mut bits = RangeBits::EMPTY;
        set.iter().for_each(|at| bits.insert(*at));
        bits
    }

    proptest! {
        #[test]
        fn bits_are_a_set(a in set(), b in set(), count in 0..=MAX_RANGE_PASSAGES) {
            let (all, other) = (bits(&a), bits(&b));
            prop_assert_eq!((all.len(), all.is_empty()), (a.len(), a.is_empty()));
            prop_assert!(all.iter().eq(a.iter().copied()));
            let mut common = all.clone();
            common.intersect(&other);
            prop_assert!(common.iter().eq(a.intersection(&b).copied()));
            let mut either = all.clone();
            either.unite(&other);
            prop_assert!(either.iter().eq(a.union(&b).copied()));
            let (mut removed, mut rest) = (all.clone(), all);
            b.iter().for_each(|at| removed.remove(*at));
            rest.subtract(&other);
            prop_assert!(rest.iter().eq(a.difference(&b).copied()));
            prop_assert_eq!(removed, rest);
            prop_assert!(RangeBits::first(count).iter().eq(0..count));
        }
    }
}
