//! Which article is a passage of, and which of its passages is it?

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use tantivy::columnar::ColumnValues;

/// It is asked for one in so many passages before all are unpacked.
const SELDOM: u32 = 8;

/// The values of the field `order` of a segment. Passages of equal worth are put in their order, of which a common word has
/// very many; a process that asks again and again has them unpacked then, eight bytes for each passage.
pub(crate) struct Order {
    column: Arc<dyn ColumnValues<u64>>,
    asked: AtomicU32,
    all: OnceLock<Vec<u64>>,
}

impl Order {
    pub(super) fn new(column: Arc<dyn ColumnValues<u64>>) -> Order {
        Order { column, asked: AtomicU32::new(0), all: OnceLock::new() }
    }

    /// The value of `doc`.
    #[inline]
    pub(crate) fn of(&self, doc: u32) -> u64 {
        match self.all.get() {
            Some(all) => all.get(doc as usize).copied().unwrap_or_default(),
            None => self.look_up(doc),
        }
    }

    fn look_up(&self, doc: u32) -> u64 {
        // Two threads that count at once may count one question less: that is no matter.
        let asked = self.asked.load(Ordering::Relaxed);
        self.asked.store(asked.saturating_add(1), Ordering::Relaxed);
        if asked >= self.column.num_vals() / SELDOM {
            self.all.get_or_init(|| {
                let mut all = vec![0; self.column.num_vals() as usize];
                self.column.get_range(0, &mut all);
                all
            });
        }
        self.column.get_val(doc)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_packed_and_unpacked() {
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
        let order = Order::new(Arc::new(Squares));
        for round in 0..4 {
            assert!((0..100).all(|doc| order.of(doc) == u64::from(doc * doc)), "{round}");
        }
        assert!(order.all.get().is_some(), "it was asked often enough");
    }
}
