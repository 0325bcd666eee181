//! The result and the progress of an index run.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use serde::Serialize;

use super::account::RunAccount;
use crate::corpus::SkipReason;

/// Summary of a run. `found` always equals `indexed` + `unchanged` + the length of `skipped`.
#[derive(Debug, Default, Clone)]
#[non_exhaustive]
pub struct IndexSummary {
    /// Files found below the given paths.
    pub found: u64,
    /// Files read and indexed.
    pub indexed: u64,
    /// Files not read again because they have not changed.
    pub unchanged: u64,
    /// Files that were in the index and no longer exist below the given paths.
    pub removed: u64,
    /// Files left out, with the reason.
    pub skipped: Vec<(PathBuf, SkipReason)>,
    /// Records left out, those of unchanged files included.
    pub skipped_records: Vec<SkippedRecord>,
    /// Files and folders that are hidden or excluded by a `.fundstelleignore`.
    pub ignored: u64,
    /// Files that were neither UTF-8 nor UTF-16 and were read in a detected encoding, or whose text was encoded twice.
    pub recoded: u64,
    /// Files and records in archives that are hidden, empty or of no format that is read, such as pictures.
    pub passed_over: u64,
    /// Articles indexed without their date because it is not a day of the calendar.
    pub dates_refused: u64,
    /// Articles whose source names only a month or a year, whose first day was taken.
    pub dates_vague: u64,
    /// Articles dated later than tomorrow.
    pub dates_future: u64,
    /// Articles new to the index.
    pub articles_added: u64,
    /// Articles whose content changed.
    pub articles_replaced: u64,
    /// Articles removed from the index.
    pub articles_removed: u64,
    /// Articles in the index after the run.
    pub articles: u64,
    /// Passages in the index after the run.
    pub passages: u64,
    /// Bytes read, as stored on disk.
    pub bytes: u64,
    /// Bytes of the bodies of all articles read: decompressed, without titles and markup.
    pub text_bytes: u64,
    /// Duration of the run in seconds.
    pub seconds: f64,
    /// How complete the articles of each format are, what columns of tables were taken for, and what became of each file.
    pub account: RunAccount,
}

/// A record that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SkippedRecord {
    /// The file.
    pub path: String,
    /// Line of the record, counted from 1.
    pub line: u32,
    /// Why the record was left out.
    pub reason: String,
}

impl IndexSummary {
    /// Returns true if a fault kept something out of the index.
    #[must_use]
    pub fn has_faults(&self) -> bool {
        !self.skipped_records.is_empty() || self.skipped.iter().any(|(_, reason)| reason.is_fault())
    }
}

/// Progress of a run: counters that the run increases and another thread may read.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Progress {
    /// Bytes of all files to be read.
    pub total_bytes: AtomicU64,
    /// Bytes read so far.
    pub bytes: std::sync::Arc<AtomicU64>,
    /// Files to be read.
    pub total_files: AtomicU64,
    /// Files read so far.
    pub files: AtomicU64,
    /// Passages passed to the writer so far.
    pub passages: AtomicU64,
    /// True once all files are read and the index is being completed.
    pub finishing: AtomicBool,
}

impl Progress {
    pub(super) fn add(counter: &AtomicU64, amount: u64) {
        counter.fetch_add(amount, Ordering::Relaxed);
    }
}
