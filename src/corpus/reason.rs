//! Why a file or a record was left out.

use std::fmt;
use std::io;

/// Why a path, or one record of a file, was skipped.
///
/// [`fmt::Display`] gives a short English phrase. It names the condition and no option of a program; a program says itself how to
/// change the outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkipReason {
    /// No bytes, or nothing but white space.
    Empty,
    /// NUL bytes or the magic number of a format that is not text.
    Binary,
    /// A format without a reader; its extension or a short name of what was found.
    Unsupported(String),
    /// A format that may hold articles and has no reader; what it is, and what to do.
    NotRead(String),
    /// The operating system refused to open or read it; the message.
    Unreadable(String),
    /// The file was listed and no longer exists.
    Vanished,
    /// Size or time changed during reading; reading again helps.
    ChangedWhileRead,
    /// Larger (after unpacking) than [`ReadOptions::max_file_size`](super::ReadOptions::max_file_size).
    TooLarge {
        /// Size in bytes; when unpacking, the number of bytes unpacked so far.
        bytes: u64,
        /// Limit in force, in bytes.
        limit: u64,
    },
    /// A FIFO, socket or device; which.
    Special(&'static str),
    /// A symbolic link, where [`WalkOptions::follow`](super::WalkOptions::follow) is off.
    SymbolicLink,
    /// A symbolic link back to a folder above it.
    LinkLoop,
    /// A symbolic link that leads out of the folder that was given.
    OutsideRoot,
    /// Compressed or structured data that cannot be read to its end; what is wrong.
    Damaged(String),
    /// A format that is read by another program, which is not installed; the name of the program.
    NeedsProgram(&'static str),
    /// A record that is no article (not an object, no text, wrong type, bad row); what is wrong.
    BadRecord(String),
    /// An invariant of the reader does not hold: the fault is in this program and not in the file; which one.
    Bug(&'static str),
}

impl SkipReason {
    /// Returns true if something that should have been indexed was not, which an exit status must admit.
    /// A link, a FIFO, an empty file or a picture among the articles is no fault.
    pub fn is_fault(&self) -> bool {
        !matches!(
            self,
            SkipReason::Empty
                | SkipReason::Binary
                | SkipReason::Unsupported(_)
                | SkipReason::Special(_)
                | SkipReason::SymbolicLink
                | SkipReason::LinkLoop
                | SkipReason::OutsideRoot
        )
    }

    /// Returns the reason behind an error of the operating system on a path.
    pub(super) fn from_io(error: &io::Error) -> SkipReason {
        #[cfg(unix)]
        if error.raw_os_error() == Some(libc::ELOOP) {
            return SkipReason::LinkLoop;
        }
        match error.kind() {
            io::ErrorKind::NotFound => SkipReason::Vanished,
            _ => SkipReason::Unreadable(error.to_string()),
        }
    }

    /// Returns a [`SkipReason::Bug`], and panics where assertions are on, so that tests show it.
    pub(super) fn bug(what: &'static str) -> SkipReason {
        debug_assert!(false, "{what}");
        SkipReason::Bug(what)
    }

    /// Puts a line of the file before the message.
    pub(super) fn on_line(self, line: u32) -> SkipReason {
        match self {
            SkipReason::Damaged(why) => SkipReason::Damaged(format!("line {line}: {why}")),
            SkipReason::BadRecord(why) => SkipReason::BadRecord(format!("line {line}: {why}")),
            other => other,
        }
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SkipReason::Empty => write!(f, "empty"),
            SkipReason::Binary => write!(f, "binary, not text"),
            SkipReason::Unsupported(what) => write!(f, "format not supported: {what}"),
            SkipReason::NotRead(what) => write!(f, "not read: {what}"),
            SkipReason::Unreadable(why) => write!(f, "cannot be read: {why}"),
            SkipReason::Vanished => write!(f, "vanished before it was read"),
            SkipReason::ChangedWhileRead => write!(f, "changed while it was read"),
            SkipReason::TooLarge { bytes, limit } => {
                write!(f, "too large: {bytes} bytes, limit {limit}")
            }
            SkipReason::Special(kind) => write!(f, "{kind}, never opened"),
            SkipReason::SymbolicLink => write!(f, "symbolic link, not followed"),
            SkipReason::LinkLoop => write!(f, "symbolic link in a circle"),
            SkipReason::OutsideRoot => write!(f, "symbolic link out of the folder"),
            SkipReason::Damaged(why) => write!(f, "damaged: {why}"),
            SkipReason::NeedsProgram(name) => write!(f, "needs the program {name}, which is not installed"),
            SkipReason::BadRecord(why) => write!(f, "no article: {why}"),
            SkipReason::Bug(what) => write!(f, "internal error: {what}"),
        }
    }
}
