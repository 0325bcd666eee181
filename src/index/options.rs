//! How is an index to be brought up to date?

use crate::corpus::{ReadOptions, WalkOptions};

/// Bytes for the threads that build segments, by default.
const MEMORY: usize = 160 << 20;
/// Threads, by default, at most: with more the one that takes up their work in its order is the slowest.
const MOST_THREADS: usize = 8;

/// How to bring an index up to date.
#[derive(Debug, Clone)]
pub struct UpdateOptions {
    /// Threads that read and cut, and as many that build segments.
    pub threads: usize,
    /// Bytes the threads that build segments may use together before they write them; at least 16 MiB for each.
    pub memory: usize,
    /// Forget what is in the index and begin anew. Until the end the old index stays as it is, if this
    /// program can read it.
    pub rebuild: bool,
    /// Split compounds. An index that was made otherwise is only changed by `rebuild`.
    pub compounds: bool,
    /// The user's own list of exceptions, as text; `None` leaves an index with that it has.
    pub exceptions: Option<String>,
    /// How to walk.
    pub walk: WalkOptions,
    /// How to read.
    pub read: ReadOptions,
}

impl Default for UpdateOptions {
    /// As the command line has it when nothing else is asked for.
    fn default() -> UpdateOptions {
        UpdateOptions {
            threads: std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS),
            memory: MEMORY,
            rebuild: false,
            compounds: true,
            exceptions: None,
            walk: WalkOptions::default(),
            read: ReadOptions::default(),
        }
    }
}
