//! How many queries may run at once?

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// Queries that may wait, for each that may run.
const WAITING_PER_RUNNING: usize = 8;
/// Longest wait for a query that ends.
const MAX_WAIT: Duration = Duration::from_secs(2);

/// Admits queries, so that more of them than the processor can run neither pile up nor slow each other down.
pub(super) struct Gate {
    running: Arc<Semaphore>,
    max_running: usize,
    waiting: AtomicUsize,
    max_waiting: usize,
    max_wait: Duration,
}

impl Gate {
    /// Creates a gate for `max_queries` at once.
    pub(super) fn new(max_queries: usize) -> Gate {
        Gate {
            running: Arc::new(Semaphore::new(max_queries)),
            max_running: max_queries,
            waiting: AtomicUsize::new(0),
            max_waiting: max_queries * WAITING_PER_RUNNING,
            max_wait: MAX_WAIT,
        }
    }

    /// Creates a gate at which all wait as long as it takes: its only client has asked for them all.
    pub(super) fn patient(max_queries: usize) -> Gate {
        Gate { max_waiting: usize::MAX, max_wait: Duration::MAX, ..Gate::new(max_queries) }
    }

    /// Returns true if no query runs.
    pub(super) fn is_idle(&self) -> bool {
        self.running.available_permits() == self.max_running
    }

    /// Waits a while for a permit to run a query; `None` if too many are waiting or running.
    pub(super) async fn admit(&self) -> Option<OwnedSemaphorePermit> {
        let running = Arc::clone(&self.running);
        if let Ok(permit) = Arc::clone(&running).try_acquire_owned() {
            return Some(permit);
        }
        if self.waiting.fetch_add(1, Ordering::AcqRel) >= self.max_waiting {
            self.waiting.fetch_sub(1, Ordering::AcqRel);
            return None;
        }
        // A client that goes away drops this future.
        let _leaves = Leaves(&self.waiting);
        timeout(self.max_wait, running.acquire_owned()).await.ok()?.ok()
    }
}

/// Counts one waiting query less when dropped.
struct Leaves<'a>(&'a AtomicUsize);

impl Drop for Leaves<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
