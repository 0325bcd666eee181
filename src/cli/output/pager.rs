//! Standard output, a screen at a time where somebody looks at it.

use std::env;
use std::io::{self, ErrorKind, IsTerminal as _, Write};
use std::process::{Command, ExitStatus, Stdio};

use crate::cli::signals;

/// What a shell says of a program that it cannot run, or does not find.
const NOT_RUN: [i32; 2] = [126, 127];

/// Where results are written. They are shown when it ends.
pub(in crate::cli) struct Output {
    bytes: Vec<u8>,
    paged: bool,
    line: Option<usize>,
}

impl Output {
    /// Through the pager when it is `wanted` and standard output is a terminal: `$PAGER`, else `less -FRX`, which begins at `line`,
    /// from 1.
    pub(in crate::cli) fn paged(wanted: bool, line: Option<usize>) -> Output {
        let is_terminal = io::stdout().is_terminal() && env::var_os("TERM").is_none_or(|term| term != "dumb");
        Output { bytes: Vec::new(), paged: wanted && is_terminal, line }
    }

    /// Shows what was written; waits until the pager is left. Where there is none it goes straight to the terminal.
    pub(in crate::cli) fn finish(self) -> io::Result<()> {
        match if self.paged { page(&self.bytes, self.line)? } else { None } {
            Some(status) if status.success() => Ok(()),
            Some(status) if !status.code().is_some_and(|code| NOT_RUN.contains(&code)) => {
                Err(io::Error::other(format!("the pager failed ({status}): --no-pager does without it")))
            }
            _ => {
                let mut out = io::stdout().lock();
                out.write_all(&self.bytes)?;
                out.flush()
            }
        }
    }
}

/// How the pager ended; `None`: there is none.
fn page(bytes: &[u8], line: Option<usize>) -> io::Result<Option<ExitStatus>> {
    let mut command = match env::var("PAGER").ok().filter(|pager| !pager.trim().is_empty()) {
        // As git and man run it: with options, through a shell.
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
    let Ok(mut child) = command.stdin(Stdio::piped()).spawn() else { return Ok(None) };
    // Ctrl-C is for the pager; this program waits for its end. When it cannot be caught, all end together.
    let _ = signals::ignore();
    match child.stdin.take().map_or(Ok(()), |mut input| input.write_all(bytes)) {
        // Who leaves the pager has seen enough.
        Err(err) if err.kind() != ErrorKind::BrokenPipe => return Err(err),
        _ => {}
    }
    child.wait().map(Some)
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
