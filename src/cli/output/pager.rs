//! Standard output, through a pager on a terminal.

use std::env;
use std::io::{self, ErrorKind, IsTerminal as _, Write};
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Result, anyhow};

use super::super::signals;
use crate::messages::{language, sentences};

/// Exit statuses of a shell for a program that cannot be run or is not found.
const SHELL_CANNOT_RUN: [i32; 2] = [126, 127];

/// Output that is kept until [`PagedOutput::finish`] shows it.
pub(in crate::cli) struct PagedOutput {
    bytes: Vec<u8>,
    paged: bool,
    line: Option<usize>,
}

impl PagedOutput {
    /// Creates an output for the pager, if that is `wanted` and standard output is a terminal: `$PAGER`, else `less -FRX`, which begins
    /// at `line`, from 1.
    pub(in crate::cli) fn new(wanted: bool, line: Option<usize>) -> PagedOutput {
        let is_terminal = io::stdout().is_terminal() && env::var_os("TERM").is_none_or(|term| term != "dumb");
        PagedOutput { bytes: Vec::new(), paged: wanted && is_terminal, line }
    }

    /// Shows what was written, and waits for the pager to end. Without a pager, writes to the terminal.
    pub(in crate::cli) fn finish(self) -> Result<()> {
        match if self.paged { page(&self.bytes, self.line)? } else { None } {
            Some(status) if status.success() => Ok(()),
            Some(status) if !status.code().is_some_and(|code| SHELL_CANNOT_RUN.contains(&code)) => {
                Err(anyhow!(sentences::pager_failed(language(), status)))
            }
            _ => {
                let mut out = io::stdout().lock();
                out.write_all(&self.bytes)?;
                Ok(out.flush()?)
            }
        }
    }
}

/// Runs the pager. Returns how it ended, or `None` if there is none.
fn page(bytes: &[u8], line: Option<usize>) -> io::Result<Option<ExitStatus>> {
    let mut command = match env::var("PAGER").ok().filter(|pager| !pager.trim().is_empty()) {
        // With options and through a shell, as git and man run it.
        Some(pager) => {
            let mut command = Command::new("sh");
            command.args(["-c", &pager]);
            command
        }
        None => {
            let mut command = Command::new("less");
            command.arg("-FRX").args(line.map(|line| format!("+{line}")));
            command
        }
    };
    // As git sets them: less passes colours on and knows the letters of the text, whatever the locale.
    for (name, value) in [("LESS", "FRX"), ("LESSCHARSET", "utf-8")] {
        if env::var_os(name).is_none() {
            command.env(name, value);
        }
    }
    let Ok(mut child) = command.stdin(Stdio::piped()).spawn() else { return Ok(None) };
    // Ctrl-C is for the pager; this program waits for its end. If it cannot be caught, both end together.
    let _ = signals::ignore();
    match child.stdin.take().map_or(Ok(()), |mut input| input.write_all(bytes)) {
        // The reader left the pager before the end.
        Err(err) if err.kind() != ErrorKind::BrokenPipe => return Err(err),
        _ => {}
    }
    child.wait().map(Some)
}

impl Write for PagedOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
