//! Has a query used up its time?

use std::time::Instant;

/// Small steps between two looks at the clock.
const STEPS: u32 = 256;

/// The time of a query, asked by whatever may take long.
#[derive(Debug)]
pub(crate) struct Clock {
    until: Option<Instant>,
    steps: u32,
    is_late: bool,
}

impl Clock {
    /// One for a query that must be done `until` then; `None`: whenever.
    pub(crate) fn new(until: Option<Instant>) -> Clock {
        Clock { until, steps: 0, is_late: false }
    }

    /// Whether the time is over, asked after a step of some microseconds.
    pub(crate) fn is_late(&mut self) -> bool {
        self.is_late = self.is_late || self.until.is_some_and(|until| Instant::now() >= until);
        self.is_late
    }

    /// The same after a step of less than one.
    pub(crate) fn is_late_now_and_then(&mut self) -> bool {
        self.steps += 1;
        if self.steps >= STEPS {
            self.steps = 0;
            return self.is_late();
        }
        self.is_late
    }

    /// Whether it was found to be over.
    pub(crate) fn was_late(&self) -> bool {
        self.is_late
    }
}
