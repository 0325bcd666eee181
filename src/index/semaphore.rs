//! Back-pressure: bounds the bytes of text queued for the segment builders.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Counting semaphore over bytes.
#[derive(Debug)]
pub(super) struct ByteSemaphore {
    held: Mutex<usize>,
    released: Condvar,
    capacity: usize,
}

impl ByteSemaphore {
    /// Creates a semaphore of `capacity` bytes.
    pub(super) fn new(capacity: usize) -> Arc<ByteSemaphore> {
        Arc::new(ByteSemaphore { held: Mutex::new(0), released: Condvar::new(), capacity })
    }

    /// Waits until `bytes` fit. A request beyond the capacity is granted once nothing else is held.
    pub(super) fn acquire(self: &Arc<ByteSemaphore>, bytes: usize) -> Permit {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        while *held > 0 && *held + bytes > self.capacity {
            held = self.released.wait(held).unwrap_or_else(PoisonError::into_inner);
        }
        *held += bytes;
        Permit { semaphore: Arc::clone(self), bytes }
    }
}

/// Bytes held in a [`ByteSemaphore`] until the permit is dropped.
#[derive(Debug)]
#[must_use = "dropping the permit releases its bytes"]
pub(super) struct Permit {
    semaphore: Arc<ByteSemaphore>,
    bytes: usize,
}

impl Drop for Permit {
    fn drop(&mut self) {
        *self.semaphore.held.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.semaphore.released.notify_all();
    }
}
