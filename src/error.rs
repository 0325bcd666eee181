//! Errors: each names its condition and the path. What to do about it is for the program to say, not for the library.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use tantivy::TantivyError;
use tantivy::directory::error::OpenWriteError;

use crate::corpus::DiscoverError;
use crate::query::QueryError;

/// An error of the library. Messages are English, lower case, without a full stop, and name no options of a program.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A path that was given does not exist or cannot be listed.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    /// A folder has lost more than half of the files that were indexed below it, or all: perhaps it is not the folder that it was.
    #[error("{} has {now} files now, and {before} of its files are in the index", folder.display())]
    Shrunk {
        /// The folder.
        folder: PathBuf,
        /// Number of its files in the index.
        before: u64,
        /// Number of files in it now.
        now: u64,
    },
    /// A path that was given is gone, and files at it or below it are in the index.
    #[error("{} is gone, and files of it are in the index", .0.display())]
    Gone(PathBuf),
    /// A path that was to be forgotten is not in the index.
    #[error("nothing in the index lies at {} or below it", .0.display())]
    NotIndexed(PathBuf),
    /// The folder holds no index.
    #[error("no index in {}", .0.display())]
    NoIndex(PathBuf),
    /// The folder that should take the index holds something else.
    #[error("{} holds other files and no index", .0.display())]
    NotAnIndex(PathBuf),
    /// The index was written in another format.
    #[error("the index in {} has format {found}, this program reads format {expected}", dir.display())]
    Format {
        /// Folder of the index.
        dir: PathBuf,
        /// Format on disk, as it names itself.
        found: String,
        /// Format this version reads and writes.
        expected: u32,
    },
    /// The index was built with another analyser.
    #[error("the index in {} was built with the analyser `{found}`, this program has `{expected}`", dir.display())]
    Analyzer {
        /// Folder of the index.
        dir: PathBuf,
        /// Fingerprint on disk.
        found: String,
        /// Fingerprint of this version.
        expected: String,
    },
    /// The index was built with other settings of the analyser than those asked for.
    #[error("the index in {} {conflict}", dir.display())]
    OtherAnalysis {
        /// Folder of the index.
        dir: PathBuf,
        /// Setting that differs.
        conflict: AnalysisConflict,
    },
    /// The list of exceptions has a bad line.
    #[error("line {line} of the list of exceptions: {what}")]
    Exceptions {
        /// Line number, from 1.
        line: usize,
        /// Fault in the line.
        what: String,
    },
    /// Another process is writing to the index.
    #[error("another process is writing to the index in {}", .0.display())]
    Locked(PathBuf),
    /// Another process has written to the index since this run began.
    #[error("another process has written to the index in {} in the meantime", .0.display())]
    Overtaken(PathBuf),
    /// A part of the index cannot be read.
    #[error("the index in {} is damaged ({what})", dir.display())]
    Damaged {
        /// Folder of the index.
        dir: PathBuf,
        /// Damage that was found.
        what: String,
    },
    /// A query that cannot be parsed or costs too much.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// No passage or article has this id.
    #[error("no passage or article has the id `{0}`")]
    NoSuchId(String),
    /// No saved search has this name.
    #[error("no saved search is named `{0}`")]
    NoSuchWatch(String),
    /// A saved search of this name exists.
    #[error("a saved search named `{0}` already exists")]
    WatchTaken(String),
    /// A name that no saved search can have: empty or blank, longer than 100 characters, or with control characters.
    #[error("`{0}` is not a valid name for a search: use 1 to 100 printable characters, not only spaces")]
    WatchName(String),
    /// The file of saved searches is damaged.
    #[error("{} does not match its checksum", .0.display())]
    DamagedWatches(PathBuf),
    /// A query did not finish within its time limit.
    #[error("the query exceeded its time limit")]
    TooSlow,
    /// A file of topics, judgments, runs or queries has a bad line.
    #[error("{}:{line}: {what}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Line number, from 1.
        line: usize,
        /// Fault in the line.
        what: String,
    },
    /// The operating system refused an operation.
    #[error("{}: {source}", path.display())]
    Io {
        /// Path of the operation.
        path: PathBuf,
        /// Error of the operating system.
        source: io::Error,
    },
    /// The disk refused to take what was written: it is full, read-only, over a quota, or gives no permission. The error of the
    /// operating system. The index is as of its last commit.
    #[error("{0}; the index is as of its last commit")]
    Unwritten(Arc<io::Error>),
    /// The library that keeps the index on disk, tantivy, reported a failure.
    #[error("the index backend failed: {0}")]
    Backend(#[source] Box<dyn StdError + Send + Sync>),
    /// An invariant of this library does not hold.
    #[error("internal error: {what}")]
    Bug {
        /// The invariant, and what was found instead.
        what: String,
    },
}

/// A setting of the analyser that an index fixes when it is built, and that differs from the one asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnalysisConflict {
    /// The index splits compounds, and was asked not to.
    Compounds,
    /// The index was built with another list of exceptions, or with none.
    Exceptions,
}

impl fmt::Display for AnalysisConflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            AnalysisConflict::Compounds => "was built with compounds split",
            AnalysisConflict::Exceptions => "was built with another list of exceptions",
        })
    }
}

impl From<TantivyError> for Error {
    fn from(err: TantivyError) -> Error {
        match &err {
            TantivyError::IoError(source)
            | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: source, .. })
                if is_refused(source) =>
            {
                Error::Unwritten(Arc::clone(source))
            }
            _ => Error::Backend(Box::new(err)),
        }
    }
}

/// Returns true if the disk refused, so that the index is not at fault.
fn is_refused(err: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    matches!(err.kind(), FileTooLarge | PermissionDenied | QuotaExceeded | ReadOnlyFilesystem | StorageFull)
        || inner(err).is_some_and(is_refused)
}

/// Returns the disk's error that an error of the term dictionary wraps.
fn inner(err: &io::Error) -> Option<&io::Error> {
    match err.get_ref()?.downcast_ref()? {
        tantivy_fst::Error::Io(inner) => Some(inner),
        tantivy_fst::Error::Fst(_) => None,
    }
}

impl Error {
    /// Wraps an I/O error at `path`; for `map_err`.
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Error + '_ {
        move |source| Error::Io { path: path.to_owned(), source }
    }

    /// Returns [`Error::TooSlow`] if `deadline` has passed; `None` never passes.
    pub(crate) fn if_past(deadline: Option<Instant>) -> Result<(), Error> {
        if deadline.is_some_and(|deadline| Instant::now() > deadline) { Err(Error::TooSlow) } else { Ok(()) }
    }

    /// Damage found in the index in `dir`.
    pub(crate) fn damaged(dir: &Path, what: impl std::fmt::Display) -> Error {
        Error::Damaged { dir: dir.to_owned(), what: what.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_known_inside_other_errors() {
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        for (err, refused) in [
            (full(), true),
            (io::Error::other(tantivy_fst::Error::Io(full())), true),
            (io::Error::other(tantivy_fst::Error::Io(io::Error::other("something else"))), false),
            (io::Error::other("something else"), false),
        ] {
            let err = Error::from(TantivyError::IoError(Arc::new(err)));
            assert_eq!(matches!(err, Error::Unwritten(_)), refused, "{err}");
        }
    }
}
