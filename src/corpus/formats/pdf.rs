//! Reads PDF with Poppler's `pdftotext`, where it is installed. [`super::pdf_pages`] makes an article of its output.
//!
//! The program gets the bytes on its standard input and never a file name, so that no name can act as an option. It runs
//! without a shell, with limits on time and output.

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::corpus::reason::SkipReason;

/// Name of the program.
const PROGRAM: &str = "pdftotext";

/// Time limit of the program for one file.
const TIMEOUT: Duration = Duration::from_secs(60);

/// First bytes of a PDF.
const MAGIC: &[u8] = b"%PDF-";

/// Returns true if a file that begins with `head` is a PDF.
pub(super) fn begins(head: &[u8]) -> bool {
    head.starts_with(MAGIC)
}

/// Returns what the program says of a PDF, at most `limit` bytes: its properties, and its text with a form feed behind each page.
pub(super) fn text(bytes: Vec<u8>, limit: u64) -> Result<String, SkipReason> {
    let mut command = Command::new(PROGRAM);
    command.args(["-q", "-enc", "UTF-8", "-eol", "unix", "-htmlmeta", "-", "-"]);
    let output = run(command, bytes, limit, TIMEOUT)?;
    let text = String::from_utf8_lossy(&output).into_owned();
    let inside = text
        .split_once("<pre>")
        .map_or(text.as_str(), |(_, rest)| rest.rsplit_once("</pre>").map_or(rest, |cut| cut.0));
    if inside.trim().is_empty() {
        let why = "no text in this PDF: if it is a scan, run OCR first (ocrmypdf)";
        return Err(SkipReason::BadRecord(why.to_owned()));
    }
    Ok(text)
}

/// Runs the program with `input` and returns its output, at most `limit` bytes.
fn run(mut command: Command, input: Vec<u8>, limit: u64, time: Duration) -> Result<Vec<u8>, SkipReason> {
    let started = Instant::now();
    let failed = |error: io::Error| SkipReason::Damaged(format!("{PROGRAM} failed: {error}"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => SkipReason::NeedsProgram(PROGRAM),
        _ => failed(error),
    })?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    // Both pipes have threads of their own: a program that neither reads nor writes, or leaves its pipes to another process, must
    // not block this one. It may end before it has read all of its input.
    thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
    let (sender, output) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = stdout.map_or(Ok(0), |stdout| stdout.take(limit.saturating_add(1)).read_to_end(&mut bytes));
        let _ = sender.send(read.map(|_| bytes));
    });
    let bytes = match output.recv_timeout(time) {
        Ok(Ok(bytes)) if bytes.len() as u64 > limit => Err(SkipReason::TooLarge { bytes: bytes.len() as u64, limit }),
        Ok(read) => read.map_err(failed),
        Err(RecvTimeoutError::Timeout) => Err(too_slow(time)),
        Err(RecvTimeoutError::Disconnected) => Err(SkipReason::Damaged(format!("{PROGRAM} could not be read"))),
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
    if status.success() { bytes } else { Err(SkipReason::Damaged(failure(status))) }
}

/// Waits until `deadline` for a program that has closed its output and should end soon; `None` if it does not.
fn ended(child: &mut Child, deadline: Instant) -> io::Result<Option<ExitStatus>> {
    loop {
        match child.try_wait()? {
            None if Instant::now() < deadline => thread::sleep(Duration::from_millis(1)),
            status => return Ok(status),
        }
    }
}

/// Explains an exit status; the codes are those of the manual of pdftotext.
fn failure(status: ExitStatus) -> String {
    match status.code() {
        Some(1) => format!("{PROGRAM} cannot open it: no PDF, broken, or with a password"),
        Some(3) => "the PDF forbids to take out its text".to_owned(),
        _ => format!("{PROGRAM} failed: {status}"),
    }
}

fn too_slow(time: Duration) -> SkipReason {
    SkipReason::Damaged(format!("{PROGRAM} was not done in {} s", time.as_secs()))
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
            // a process that it leaves behind keeps the pipe open
            ("sleep 30 & exit 0", "damaged: pdftotext was not done in 2 s"),
            ("exec >&-; exec sleep 30", "damaged: pdftotext was not done in 2 s"),
        ] {
            let reason = shell(script, b"%PDF-1.4", 1000).unwrap_err();
            assert!(reason.starts_with(why), "{script}: {reason}");
        }
        assert!(started.elapsed() < Duration::from_secs(20));
        let missing = run(Command::new("gibt-es-nicht"), Vec::new(), 10, TIMEOUT);
        assert_eq!(missing, Err(SkipReason::NeedsProgram("pdftotext")));
    }
}
