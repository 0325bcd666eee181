//! An article on its way to a segment, and how much of them may wait.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use crate::corpus::Article;
use crate::passage::Passage;

/// An article, whose passages become one document each.
pub(super) struct Batch {
    /// The article's number.
    pub(super) number: u64,
    /// By which it is removed again.
    pub(super) version: u64,
    /// The file it comes from.
    pub(super) path: String,
    /// Its id is the one it has in the index.
    pub(super) article: Box<Article>,
    pub(super) passages: Vec<Passage>,
}

/// A day as days since 1970-01-01, the value of the field `date`.
pub(crate) fn days(date: jiff::civil::Date) -> i64 {
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    epoch.until(date).map_or(0, |span| i64::from(span.get_days()))
}

/// The day that is so many days after 1970-01-01, the other way round; `None`: no calendar has it.
pub(crate) fn day(days: i64) -> Option<jiff::civil::Date> {
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    epoch.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// Lets at most so many bytes of text wait for the builders.
#[derive(Debug)]
pub(super) struct Gate {
    waiting: Mutex<usize>,
    freed: Condvar,
    most: usize,
}

impl Gate {
    pub(super) fn new(most: usize) -> Arc<Gate> {
        Arc::new(Gate { waiting: Mutex::new(0), freed: Condvar::new(), most })
    }

    /// Waits until `bytes` fit; one that is larger than all fits when nothing else waits.
    pub(super) fn admit(self: &Arc<Gate>, bytes: usize) -> Permit {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        while *waiting > 0 && *waiting + bytes > self.most {
            waiting = self.freed.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        *waiting += bytes;
        Permit { gate: Arc::clone(self), bytes }
    }
}

/// Held by an article that waits; gives its bytes back when dropped.
#[derive(Debug)]
pub(super) struct Permit {
    gate: Arc<Gate>,
    bytes: usize,
}

impl Drop for Permit {
    fn drop(&mut self) {
        *self.gate.waiting.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.gate.freed.notify_all();
    }
}
