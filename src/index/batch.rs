//! Items handed from thread to thread in batches: waking a thread for a few lines of text costs more than processing them.

/// Bytes of text at which a batch is handed over.
const BATCH_BYTES: usize = 64 << 10;

/// Items collected until there are enough of them, by count or by bytes of text.
pub(super) struct Batch<T> {
    items: Vec<T>,
    bytes: usize,
    max_items: usize,
}

impl<T> Batch<T> {
    /// Creates an empty batch that is full with `max_items`, or earlier with [`BATCH_BYTES`] of text.
    pub(super) fn new(max_items: usize) -> Batch<T> {
        Batch { items: Vec::new(), bytes: 0, max_items }
    }

    /// Adds an item with `bytes` of text.
    pub(super) fn push(&mut self, item: T, bytes: usize) {
        self.items.push(item);
        self.bytes += bytes;
    }

    /// Returns true if the batch should be handed over.
    pub(super) fn is_full(&self) -> bool {
        self.items.len() >= self.max_items || self.bytes >= BATCH_BYTES
    }

    /// Empties the batch and returns its items and their bytes of text.
    pub(super) fn drain(&mut self) -> (Vec<T>, usize) {
        (std::mem::take(&mut self.items), std::mem::take(&mut self.bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_by_count_or_by_bytes() {
        let mut batch = Batch::new(2);
        batch.push('a', 1);
        assert!(!batch.is_full());
        batch.push('b', 1);
        assert!(batch.is_full());
        assert_eq!(batch.drain(), (vec!['a', 'b'], 2));
        assert!(!batch.is_full());
        batch.push('c', BATCH_BYTES);
        assert!(batch.is_full());
        assert_eq!(batch.drain(), (vec!['c'], BATCH_BYTES));
    }
}
