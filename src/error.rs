//! What can go wrong, in words that name the path and the way out.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::TantivyError;
use tantivy::directory::error::OpenWriteError;

use crate::corpus::DiscoverError;
use crate::query::QueryError;

/// Every error of the library. The messages are English, lower case, without an end mark.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A path that was given is not there or cannot be listed.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    /// The folder holds no index.
    #[error("no index in {}: run `fundstelle index FOLDER` first", .0.display())]
    NoIndex(PathBuf),
    /// The folder that should take the index holds something else.
    #[error("{} holds other files and no index: choose an empty or new folder with --index", .0.display())]
    NotAnIndex(PathBuf),
    /// The index was written in another format.
    #[error("the index in {} has format {found}, this program reads format {expected}: rebuild it with `fundstelle index --rebuild FOLDER`", dir.display())]
    Format {
        /// The index.
        dir: PathBuf,
        /// The format on disk, as it names itself.
        found: String,
        /// The format this program reads and writes.
        expected: u32,
    },
    /// The index was written with another analyser.
    #[error("the index in {} was made by the analyser `{found}`, this program has `{expected}`: rebuild it with `fundstelle index --rebuild FOLDER`", dir.display())]
    Analyzer {
        /// The index.
        dir: PathBuf,
        /// Fingerprint on disk.
        found: String,
        /// Fingerprint of this program.
        expected: String,
    },
    /// The index splits words otherwise than it is asked to.
    #[error("the index in {} was made otherwise than {option} asks: add --rebuild to make it anew", dir.display())]
    OtherAnalysis {
        /// The index.
        dir: PathBuf,
        /// The option that differs.
        option: &'static str,
    },
    /// The list of exceptions has a bad line.
    #[error("line {line} of the list of exceptions: {what}")]
    Exceptions {
        /// From 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// Another process is writing to the index.
    #[error("another process is writing to the index in {}: wait until it ends", .0.display())]
    Locked(PathBuf),
    /// Another process has written to the index since this run began.
    #[error("another process has written to the index in {} meanwhile: run it again", .0.display())]
    Overtaken(PathBuf),
    /// A part of the index cannot be read.
    #[error("the index in {} is damaged ({what}): rebuild it with `fundstelle index --rebuild FOLDER`", dir.display())]
    Damaged {
        /// The index.
        dir: PathBuf,
        /// What was found.
        what: String,
    },
    /// A query that cannot be understood or costs too much.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// No passage or article has this id.
    #[error("nothing in the index has the id `{0}`")]
    NoSuchId(String),
    /// No search of this name is kept.
    #[error("no search is kept under the name `{0}`: `fundstelle watch list` shows those that are")]
    NoSuchWatch(String),
    /// A search of this name is kept already.
    #[error(
        "a search is kept under the name `{0}` already: choose another name, or `fundstelle watch remove` it first"
    )]
    WatchTaken(String),
    /// Not a name for a search.
    #[error("`{0}` is no name for a search: up to 100 characters, not only blanks, no control codes")]
    WatchName(String),
    /// The file of the searches that are kept is damaged.
    #[error("{} is not as it was written: delete it and add the searches again", .0.display())]
    DamagedWatches(PathBuf),
    /// A query was not done in the time it was given.
    #[error("the query was not done in time: make it narrower, or give it more with --timeout SECONDS")]
    TooSlow,
    /// A file of topics, judgments, runs or queries has a bad line.
    #[error("{}:{line}: {what}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
    /// The operating system refused something.
    #[error("{}: {source}", path.display())]
    Io {
        /// The path it was refused for.
        path: PathBuf,
        /// Its own words.
        source: io::Error,
    },
    /// The disk is full, read-only, or refuses for another reason.
    #[error("{0}; the index is as it was at its last commit: when the cause is gone, run the command again")]
    Unwritten(Arc<io::Error>),
    /// The index library reported a failure.
    #[error("the index failed: {0}; `fundstelle verify` says whether it is damaged")]
    Tantivy(tantivy::TantivyError),
    /// An invariant of this library does not hold.
    #[error("internal error: {what}")]
    Bug {
        /// The invariant, and what was found instead.
        what: String,
    },
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
            _ => Error::Tantivy(err),
        }
    }
}

/// Whether it is not the index that is at fault, but what the disk allows.
fn is_refused(err: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    matches!(err.kind(), FileTooLarge | PermissionDenied | QuotaExceeded | ReadOnlyFilesystem | StorageFull)
        || inner(err).is_some_and(is_refused)
}

/// The error of the disk inside one of the dictionary of terms.
fn inner(err: &io::Error) -> Option<&io::Error> {
    match err.get_ref()?.downcast_ref()? {
        tantivy_fst::Error::Io(inner) => Some(inner),
        tantivy_fst::Error::Fst(_) => None,
    }
}

impl Error {
    /// For `map_err`: an I/O error at `path`.
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Error + '_ {
        move |source| Error::Io { path: path.to_owned(), source }
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
