//! How a run ended.

use std::process::ExitCode;

/// The exit status, with the meaning that grep gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Something was found, or done.
    Done = 0,
    /// Nothing was found.
    Nothing = 1,
    /// Something went wrong, though not everything.
    Fault = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}
