//! The time limit of a query.

use std::time::Instant;

/// Calls of `is_over_sampled` from one reading of the clock to the next.
const SAMPLE_INTERVAL: u32 = 256;

/// The time limit of a query, checked by every loop that may take long.
#[derive(Debug)]
pub(crate) struct Deadline {
    instant: Option<Instant>,
    calls: u32,
    is_over: bool,
}

impl Deadline {
    /// A deadline at `instant`; `None` never passes.
    pub(crate) fn new(instant: Option<Instant>) -> Deadline {
        Deadline { instant, calls: 0, is_over: false }
    }

    /// Reads the clock and returns true if the deadline has passed. For steps of some microseconds.
    pub(crate) fn is_over(&mut self) -> bool {
        self.is_over = self.is_over || self.instant.is_some_and(|instant| Instant::now() >= instant);
        self.is_over
    }

    /// Like `is_over`, but reads the clock in every `SAMPLE_INTERVAL`-th call only. For steps below a microsecond.
    pub(crate) fn is_over_sampled(&mut self) -> bool {
        self.calls += 1;
        if self.calls >= SAMPLE_INTERVAL {
            self.calls = 0;
            return self.is_over();
        }
        self.is_over
    }

    /// Returns true if an earlier call found that the deadline has passed.
    pub(crate) fn was_over(&self) -> bool {
        self.is_over
    }
}
