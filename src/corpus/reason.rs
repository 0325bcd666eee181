//! Why a file or a record was left out.

use std::fmt;
use std::io;

/// Why a path, or one record of a file, was skipped. [`fmt::Display`] gives a short English sentence part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// No bytes, or nothing but white space.
    Empty,
    /// NUL bytes or the magic number of a format that is not text.
    Binary,
    /// A format no reader knows; the extension or a short name of what was found.
    Unsupported(String),
    /// The operating system refused to open or read it; its message.
    Unreadable(String),
    /// It was there when the folder was listed and is gone.
    Vanished,
    /// Its size or time changed while it was read.
    ChangedWhileRead,
    /// Larger (after unpacking) than the limit, both in bytes.
    TooLarge {
        /// Size met; when unpacking, how far it came.
        bytes: u64,
        /// The limit in force.
        limit: u64,
    },
    /// A FIFO, socket or device; which.
    Special(&'static str),
    /// A symbolic link, and links are not followed.
    SymbolicLink,
    /// A symbolic link back to a folder above it.
    LinkLoop,
    /// A symbolic link that leads out of the folder that was given.
    OutsideRoot,
    /// Compressed or structured data that cannot be read to its end; what was wrong.
    Damaged(String),
    /// Of a format that another program reads, which is not installed; its name.
    NeedsProgram(&'static str),
    /// A record that is no article (not an object, no text, wrong type, bad row); what was wrong.
    BadRecord(String),
    /// An invariant of the reader does not hold: the fault is in this program and not in the file; which one.
    Bug(&'static str),
}

impl Reason {
    /// Whether something that should have been indexed was not, which the exit status must own up to.
    /// A link, a FIFO, an empty file or a picture among the articles is no fault.
    pub fn is_fault(&self) -> bool {
        !matches!(
            self,
            Reason::Empty
                | Reason::Binary
                | Reason::Unsupported(_)
                | Reason::Special(_)
                | Reason::SymbolicLink
                | Reason::LinkLoop
                | Reason::OutsideRoot
        )
    }

    /// Returns the reason behind an error of the operating system on a path.
    pub(super) fn from_io(error: &io::Error) -> Reason {
        #[cfg(unix)]
        if error.raw_os_error() == Some(libc::ELOOP) {
            return Reason::LinkLoop;
        }
        match error.kind() {
            io::ErrorKind::NotFound => Reason::Vanished,
            _ => Reason::Unreadable(error.to_string()),
        }
    }

    /// Returns a [`Reason::Bug`], and panics where assertions are on, so that tests show it.
    pub(super) fn bug(what: &'static str) -> Reason {
        debug_assert!(false, "{what}");
        Reason::Bug(what)
    }

    /// Adds the line of the file at which it was found to the message.
    pub(super) fn on_line(self, line: u32) -> Reason {
        match self {
            Reason::Damaged(why) => Reason::Damaged(format!("line {line}: {why}")),
            Reason::BadRecord(why) => Reason::BadRecord(format!("line {line}: {why}")),
            other => other,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Empty => write!(f, "empty"),
            Reason::Binary => write!(f, "binary, not text"),
            Reason::Unsupported(what) => write!(f, "format not supported: {what}"),
            Reason::Unreadable(why) => write!(f, "cannot be read: {why}"),
            Reason::Vanished => write!(f, "vanished before it was read"),
            Reason::ChangedWhileRead => write!(f, "changed while it was read; run index again"),
            Reason::TooLarge { bytes, limit } => write!(f, "too large: {bytes} bytes, limit {limit} (--max-file-size)"),
            Reason::Special(kind) => write!(f, "{kind}, never opened"),
            Reason::SymbolicLink => write!(f, "symbolic link (--follow reads it)"),
            Reason::LinkLoop => write!(f, "symbolic link in a circle"),
            Reason::OutsideRoot => write!(f, "symbolic link out of the folder"),
            Reason::Damaged(why) => write!(f, "damaged: {why}"),
            Reason::NeedsProgram(name) => {
                write!(f, "needs the program {name}: install it (Poppler; package poppler-utils) and run index again")
            }
            Reason::BadRecord(why) => write!(f, "no article: {why}"),
            Reason::Bug(what) => write!(f, "internal error: {what}"),
        }
    }
}
