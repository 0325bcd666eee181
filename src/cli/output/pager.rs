//! Standard output, a screen at a time where somebody looks at it.

use std::env;
use std::io::{self, BufWriter, ErrorKind, IsTerminal as _, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

/// Where results are written.
pub(in crate::cli) enum Output {
    Straight(BufWriter<io::StdoutLock<'static>>),
    Paged(Child, BufWriter<ChildStdin>),
}

impl Output {
    /// Through the pager when it is `wanted`, standard output is a terminal and there is one: `$PAGER`, else `less -FRX`. A
    /// `less` of our own choice begins at `line`, from 1.
    pub(in crate::cli) fn paged(wanted: bool, line: Option<usize>) -> Output {
        let is_terminal = io::stdout().is_terminal() && env::var_os("TERM").is_none_or(|term| term != "dumb");
        let pager = if wanted && is_terminal { start(line) } else { None };
        pager.unwrap_or_else(|| Output::Straight(super::stdout()))
    }

    /// Ends it; waits until the pager is left.
    pub(in crate::cli) fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        if let Output::Paged(mut child, input) = self {
            drop(input);
            child.wait()?;
        }
        Ok(())
    }
}

fn start(line: Option<usize>) -> Option<Output> {
    let chosen = env::var("PAGER").ok().filter(|pager| !pager.trim().is_empty());
    let mut command = match chosen {
        // As git and man run it: with options, through a shell.
        Some(pager) => {
            let mut command = Command::new("sh");
            command.args(["-c", &pager]);
            command
        }
        None => {
            let mut command = Command::new("less");
            command.arg("-FRX");
            command.args(line.map(|line| format!("+{line}")));
            command
        }
    };
    let mut child = command.stdin(Stdio::piped()).spawn().ok()?;
    let input = BufWriter::new(child.stdin.take()?);
    // Ctrl-C is for the pager; this program waits for its end. When it cannot be caught, all end together.
    let _ = ctrlc::set_handler(|| {});
    Some(Output::Paged(child, input))
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Output::Straight(out) => out.write(bytes),
            // Who leaves the pager has seen enough.
            Output::Paged(_, input) => match input.write(bytes) {
                Err(err) if err.kind() == ErrorKind::BrokenPipe => Ok(bytes.len()),
                written => written,
            },
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Straight(out) => out.flush(),
            Output::Paged(_, input) => match input.flush() {
                Err(err) if err.kind() == ErrorKind::BrokenPipe => Ok(()),
                flushed => flushed,
            },
        }
    }
}
