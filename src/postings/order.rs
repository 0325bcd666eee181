//! The sort key of each passage: its article, then its number in the article.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use tantivy::columnar::ColumnValues;

/// The column is unpacked once a share of 1 / `UNPACK_DIVISOR` of its values has been looked up.
const UNPACK_DIVISOR: u32 = 8;

/// Values of the column `order` of a segment. Ties are broken by it, and a common word has very many; a long-lived process
/// that keeps asking unpacks the column, at eight bytes a passage.
pub(crate) struct PassageOrder {
    column: Arc<dyn ColumnValues<u64>>,
    lookups: AtomicU32,
    unpacked: OnceLock<Vec<u64>>,
}

impl PassageOrder {
    pub(super) fn new(column: Arc<dyn ColumnValues<u64>>) -> PassageOrder {
        PassageOrder { column, lookups: AtomicU32::new(0), unpacked: OnceLock::new() }
    }

    /// Sort key of `doc`, a passage of the segment; 0 for a number beyond its passages.
    #[inline]
    pub(crate) fn get(&self, doc: u32) -> u64 {
        match self.unpacked.get() {
            Some(unpacked) => unpacked.get(doc as usize).copied().unwrap_or_default(),
            None => self.look_up(doc),
        }
    }

    fn look_up(&self, doc: u32) -> u64 {
        // Concurrent threads may lose a count; the threshold is a heuristic.
        let lookups = self.lookups.load(Ordering::Relaxed);
        self.lookups.store(lookups.saturating_add(1), Ordering::Relaxed);
        if lookups >= self.column.num_vals() / UNPACK_DIVISOR {
            self.unpacked.get_or_init(|| {
                let mut unpacked = vec![0; self.column.num_vals() as usize];
                self.column.get_range(0, &mut unpacked);
                unpacked
            });
        }
        self.column.get_val(doc)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_and_unpacked_agree() {
        struct Squares;
        impl ColumnValues<u64> for Squares {
            fn get_val(&self, at: u32) -> u64 {
                u64::from(at) * u64::from(at)
            }
            fn min_value(&self) -> u64 {
                0
            }
            fn max_value(&self) -> u64 {
                self.get_val(99)
            }
            fn num_vals(&self) -> u32 {
                100
            }
        }
        let order = PassageOrder::new(Arc::new(Squares));
        for round in 0..4 {
            assert!((0..100).all(|doc| order.get(doc) == u64::from(doc * doc)), "{round}");
        }
        assert!(order.unpacked.get().is_some(), "enough look-ups to unpack");
    }
}
