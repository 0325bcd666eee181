//! What an index run did, and how far it is.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;

use crate::corpus::SkipReason;

/// The account of one run. `found` = `indexed` + `unchanged` + the length of `skipped`, always.
#[derive(Debug, Default, Clone)]
pub struct IndexSummary {
    /// Files met below the given paths.
    pub found: u64,
    /// Files read and brought into the index.
    pub indexed: u64,
    /// Files not read again because they are as they were.
    pub unchanged: u64,
    /// Files that were in the index and are gone from below the given paths.
    pub removed: u64,
    /// Files left out.
    pub skipped: Vec<(PathBuf, SkipReason)>,
    /// Records left out of files that were read, with line and reason; those of unchanged files too.
    pub skipped_records: Vec<SkippedRecord>,
    /// Files and folders that are hidden or that a `.fundstelleignore` excludes.
    pub ignored: u64,
    /// Files that were not UTF-8 or UTF-16 and were read in the encoding they proved to have.
    pub recoded: u64,
    /// Articles whose date is no day of the calendar; they are indexed without it.
    pub dates_refused: u64,
    /// Articles new to the index.
    pub articles_added: u64,
    /// Articles whose content changed.
    pub articles_replaced: u64,
    /// Articles that are gone.
    pub articles_removed: u64,
    /// Articles in the index after the run.
    pub articles: u64,
    /// Passages in the index after the run.
    pub passages: u64,
    /// Bytes read, as they lie on the disk.
    pub bytes: u64,
    /// Bytes of the articles that were read, unpacked, without titles and markup.
    pub text_bytes: u64,
    /// Duration of the run.
    pub seconds: f64,
}

/// A record that is no article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SkippedRecord {
    /// The file.
    pub path: String,
    /// Its line, from 1.
    pub line: u32,
    /// Why.
    pub reason: String,
}

impl IndexSummary {
    /// Whether something that should be in the index is not.
    pub fn has_faults(&self) -> bool {
        !self.skipped_records.is_empty() || self.skipped.iter().any(|(_, reason)| reason.is_fault())
    }
}

/// How far a run is; written by the run, read by whoever shows it.
#[derive(Debug, Default)]
pub struct Progress {
    /// Bytes of all files that must be read.
    pub total_bytes: AtomicU64,
    /// Bytes read of them.
    pub bytes: std::sync::Arc<AtomicU64>,
    /// Files that must be read.
    pub total_files: AtomicU64,
    /// Files done.
    pub files: AtomicU64,
    /// Passages handed to the writer.
    pub passages: AtomicU64,
    /// Everything is read; the index is being written out.
    pub finishing: std::sync::atomic::AtomicBool,
}

impl Progress {
    pub(super) fn add(counter: &AtomicU64, amount: u64) {
        counter.fetch_add(amount, Ordering::Relaxed);
    }
}
