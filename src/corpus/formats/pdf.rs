//! PDF, by `pdftotext` of Poppler where it is installed: the text that it gives is read as plain text.
//!
//! The program gets the bytes on its standard input and never a file's name, so no name can mean anything to it. It
//! runs without a shell, and there are bounds on its time and on what it gives.

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::corpus::reason::Reason;

/// The program.
const PROGRAM: &str = "pdftotext";

/// A file for which the program needs longer is given up.
const TIME: Duration = Duration::from_secs(60);

/// What a PDF begins with.
const MAGIC: &[u8] = b"%PDF-";

/// Whether a file that begins with `head` is a PDF.
pub(super) fn begins(head: &[u8]) -> bool {
    head.starts_with(MAGIC)
}

/// The text of a PDF, at most `limit` bytes, without page breaks. Its lines are those that the program makes.
pub(super) fn text(bytes: Vec<u8>, limit: u64) -> Result<String, Reason> {
    let mut command = Command::new(PROGRAM);
    command.args(["-q", "-enc", "UTF-8", "-eol", "unix", "-nopgbrk", "-", "-"]);
    let output = run(command, bytes, limit, TIME)?;
    let text = String::from_utf8_lossy(&output).into_owned();
    if text.trim().is_empty() {
        let why = "no text in this PDF: if it is a scan, make it searchable first (ocrmypdf)";
        return Err(Reason::BadRecord(why.to_owned()));
    }
    Ok(text)
}

/// What the program writes when it is given `input`.
fn run(mut command: Command, input: Vec<u8>, limit: u64, time: Duration) -> Result<Vec<u8>, Reason> {
    let started = Instant::now();
    let failed = |error: io::Error| Reason::Damaged(format!("{PROGRAM}: {error}"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Reason::NeedsProgram(PROGRAM),
        _ => failed(error),
    })?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    // Both ends in threads of their own: a program that neither reads nor writes, or leaves its pipes to another one,
    // keeps nobody waiting. It may well end before it has read all.
    thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
    let (sender, output) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = stdout.map_or(Ok(0), |stdout| stdout.take(limit.saturating_add(1)).read_to_end(&mut bytes));
        let _ = sender.send(read.map(|_| bytes));
    });
    let bytes = match output.recv_timeout(time) {
        Ok(Ok(bytes)) if bytes.len() as u64 > limit => Err(Reason::TooLarge { bytes: bytes.len() as u64, limit }),
        Ok(read) => read.map_err(failed),
        Err(RecvTimeoutError::Timeout) => Err(too_slow(time)),
        Err(RecvTimeoutError::Disconnected) => Err(Reason::Damaged(format!("{PROGRAM} could not be read"))),
    };
    let status = match &bytes {
        Ok(_) => ended(&mut child, started + time).map_err(failed)?,
        Err(_) => None,
    };
    let Some(status) = status else {
        let _ = child.kill();
        let _ = child.wait();
        return Err(bytes.err().unwrap_or_else(|| too_slow(time)));
    };
    if status.success() { bytes } else { Err(Reason::Damaged(refusal(status))) }
}

/// Waits for a program that has closed its output, which most often is to end at once.
fn ended(child: &mut Child, deadline: Instant) -> io::Result<Option<ExitStatus>> {
    loop {
        match child.try_wait()? {
            None if Instant::now() < deadline => thread::sleep(Duration::from_millis(1)),
            status => return Ok(status),
        }
    }
}

/// The exit codes are those of the manual of pdftotext.
fn refusal(status: ExitStatus) -> String {
    match status.code() {
        Some(1) => format!("{PROGRAM} cannot open it: no PDF, broken, or with a password"),
        Some(3) => "the PDF forbids to take out its text".to_owned(),
        _ => format!("{PROGRAM} failed: {status}"),
    }
}

fn too_slow(time: Duration) -> Reason {
    Reason::Damaged(format!("{PROGRAM} was not done in {} s", time.as_secs()))
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn shell(script: &str, input: &[u8], limit: u64) -> Result<Vec<u8>, String> {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        run(command, input.to_vec(), limit, Duration::from_secs(2)).map_err(|reason| reason.to_string())
    }

    #[test]
    fn a_program_that_does_what_it_should() {
        let long = b"Zeile\n".repeat(200_000);
        assert_eq!(shell("cat", &long, 2_000_000).unwrap(), long);
        assert_eq!(shell("echo Text", &long, 100).unwrap(), b"Text\n");
    }

    #[test]
    fn one_that_does_not() {
        let started = Instant::now();
        for (script, why) in [
            ("exit 1", "damaged: pdftotext cannot open it"),
            ("echo halb; exit 3", "damaged: the PDF forbids"),
            ("kill -9 $$", "damaged: pdftotext failed: signal: 9"),
            ("yes", "too large: 1001 bytes, limit 1000"),
            ("sleep 30", "damaged: pdftotext was not done in 2 s"),
            // what is left of it keeps the pipe open
            ("sleep 30 & exit 0", "damaged: pdftotext was not done in 2 s"),
            ("exec >&-; exec sleep 30", "damaged: pdftotext was not done in 2 s"),
        ] {
            let reason = shell(script, b"%PDF-1.4", 1000).unwrap_err();
            assert!(reason.starts_with(why), "{script}: {reason}");
        }
        assert!(started.elapsed() < Duration::from_secs(20));
        let missing = run(Command::new("gibt-es-nicht"), Vec::new(), 10, TIME);
        assert_eq!(missing, Err(Reason::NeedsProgram("pdftotext")));
    }
}
