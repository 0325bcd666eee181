//! How is an index to be brought up to date?

use std::path::PathBuf;

use crate::corpus::{ReadOptions, WalkOptions};

/// Default memory of the segment builders, in bytes.
const DEFAULT_MEMORY: usize = 160 << 20;
/// Maximum of the default number of threads: with more, the thread that takes their results in order is the bottleneck.
const MAX_DEFAULT_THREADS: usize = 8;

/// Options of [`update`](super::update()): start from the default and change what differs.
#[derive(Debug, Clone)]
#[non_exhaustive]
#[must_use]
pub struct UpdateOptions {
    /// Number of threads that read files and cut passages, and number of threads that build segments. 0 counts
    /// as 1, and at most 8 build segments. Default: the number of cores, at most 8.
    pub threads: usize,
    /// Bytes of memory that all segment builders may use together before they write their segments; each uses at least 16 MiB.
    /// Default: 160 MiB.
    pub memory: usize,
    /// Build the index anew. The old index stays in place until the end if this program can read it. Default: false.
    pub rebuild: bool,
    /// Split compounds. On an existing index this can only be changed by `rebuild`. Default: true.
    pub compounds: bool,
    /// The user's own list of compound exceptions, as text that [`Exceptions::parse`](crate::german::compounds::Exceptions::parse)
    /// reads. Default: `None`, which leaves an existing index with its list.
    pub exceptions: Option<String>,
    /// Files and folders that leave the index, whether they are still there or not. Default: none.
    pub forget: Vec<PathBuf>,
    /// Accept a folder that has lost more than half of its files since the last run. Default: false, an error.
    pub allow_shrunk: bool,
    /// How folders are walked.
    pub walk: WalkOptions,
    /// How files are read. The names of fields ([`ReadOptions::map`]) are kept with the index; where none are given, those of the
    /// last run that gave some hold.
    pub read: ReadOptions,
    /// Keep an account of each file ([`RunAccount::files`](super::RunAccount::files)). Default: false.
    pub keep_files: bool,
}

impl UpdateOptions {
    /// Sets [`UpdateOptions::threads`].
    pub fn with_threads(mut self, threads: usize) -> UpdateOptions {
        self.threads = threads;
        self
    }

    /// Sets [`UpdateOptions::memory`], in bytes.
    pub fn with_memory(mut self, memory: usize) -> UpdateOptions {
        self.memory = memory;
        self
    }

    /// Sets [`UpdateOptions::rebuild`].
    pub fn with_rebuild(mut self, rebuild: bool) -> UpdateOptions {
        self.rebuild = rebuild;
        self
    }

    /// Sets [`UpdateOptions::compounds`].
    pub fn with_compounds(mut self, compounds: bool) -> UpdateOptions {
        self.compounds = compounds;
        self
    }

    /// Sets [`UpdateOptions::exceptions`].
    pub fn with_exceptions(mut self, exceptions: Option<String>) -> UpdateOptions {
        self.exceptions = exceptions;
        self
    }

    /// Sets [`UpdateOptions::forget`].
    pub fn with_forget(mut self, forget: Vec<PathBuf>) -> UpdateOptions {
        self.forget = forget;
        self
    }

    /// Sets [`UpdateOptions::allow_shrunk`].
    pub fn with_allow_shrunk(mut self, allow_shrunk: bool) -> UpdateOptions {
        self.allow_shrunk = allow_shrunk;
        self
    }

    /// Sets [`UpdateOptions::walk`].
    pub fn with_walk(mut self, walk: WalkOptions) -> UpdateOptions {
        self.walk = walk;
        self
    }

    /// Sets [`UpdateOptions::keep_files`].
    pub fn with_keep_files(mut self, keep_files: bool) -> UpdateOptions {
        self.keep_files = keep_files;
        self
    }

    /// Sets [`UpdateOptions::read`].
    pub fn with_read(mut self, read: ReadOptions) -> UpdateOptions {
        self.read = read;
        self
    }
}

impl Default for UpdateOptions {
    /// Returns the defaults of the command line.
    fn default() -> UpdateOptions {
        UpdateOptions {
            threads: std::thread::available_parallelism().map_or(1, usize::from).min(MAX_DEFAULT_THREADS),
            memory: DEFAULT_MEMORY,
            rebuild: false,
            compounds: true,
            exceptions: None,
            forget: Vec::new(),
            allow_shrunk: false,
            walk: WalkOptions::default(),
            read: ReadOptions::default(),
            keep_files: false,
        }
    }
}
