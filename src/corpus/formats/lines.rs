//! Reads a stream line by line, with a limit on the length of a line.

use std::io::{self, BufRead, Read};

use crate::corpus::encoding::{OldEncoding, decode_line};

/// One line of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum StreamLine {
    /// The text with its line end, if it has one.
    Text(String),
    /// A line longer than the limit, which was passed over; its length in bytes.
    TooLong(u64),
}

/// Reads lines and counts them.
pub(super) struct LineReader<R> {
    input: R,
    /// Longest line, in bytes.
    pub(super) limit: u64,
    /// Number of the line that was read last, from 1.
    pub(super) line: u32,
    /// True if some line was in an encoding other than Unicode.
    pub(super) recoded: bool,
    /// Encoding in which the beginning of the file is, if it is no Unicode.
    encoding: Option<OldEncoding>,
}

impl<R: BufRead> LineReader<R> {
    pub(super) fn new(input: R, limit: u64) -> Self {
        LineReader { input, limit, line: 0, recoded: false, encoding: None }
    }

    /// Reads lines that are no Unicode in this encoding; without one, that of each line is guessed.
    pub(super) fn with_encoding(mut self, encoding: Option<OldEncoding>) -> Self {
        self.encoding = encoding;
        self
    }

    /// Reads the next line; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<StreamLine>> {
        let mut bytes = Vec::new();
        self.input.by_ref().take(self.limit.saturating_add(1)).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        self.line = self.line.saturating_add(1);
        if bytes.len() as u64 > self.limit && !bytes.ends_with(b"\n") {
            let more = self.pass_over()?;
            return Ok(Some(StreamLine::TooLong(bytes.len() as u64 + more)));
        }
        if self.line == 1 && bytes.starts_with(b"\xEF\xBB\xBF") {
            bytes.drain(..3);
        }
        let decoded = decode_line(bytes, self.encoding);
        self.recoded |= decoded.recoded;
        Ok(Some(StreamLine::Text(decoded.text)))
    }

    /// Skips the rest of the line and returns its length in bytes.
    fn pass_over(&mut self) -> io::Result<u64> {
        let mut passed = 0;
        loop {
            let buffer = self.input.fill_buf()?;
            let end = buffer.iter().position(|&byte| byte == b'\n');
            let length = end.map_or(buffer.len(), |at| at + 1);
            self.input.consume(length);
            passed += length as u64;
            if end.is_some() || length == 0 {
                return Ok(passed);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn long_lines_are_passed_over() {
        let input = format!("\u{feff}kurz\n{}\nGr\n\nEnde", "x".repeat(100));
        let mut lines = LineReader::new(io::BufReader::with_capacity(4, input.as_bytes()), 10);
        assert_eq!(lines.next().unwrap(), Some(StreamLine::Text("kurz\n".to_owned())));
        assert_eq!(lines.next().unwrap(), Some(StreamLine::TooLong(101)));
        assert_eq!(lines.next().unwrap(), Some(StreamLine::Text("Gr\n".to_owned())));
        assert_eq!(lines.next().unwrap(), Some(StreamLine::Text("\n".to_owned())));
        assert_eq!(lines.next().unwrap(), Some(StreamLine::Text("Ende".to_owned())));
        assert_eq!((lines.next().unwrap(), lines.line), (None, 5));
    }
}
