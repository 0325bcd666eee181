//! Reads mailboxes: each mail follows a line `From …` at the beginning of the file or after a blank line, or one with a date that
//! headers follow.

use std::io::{self, BufRead, Read};

use super::mail;
use super::records::Records;
use crate::corpus::article::{Article, LineMap};
use crate::corpus::reason::SkipReason;

/// Longest piece in which lines are read.
const MAX_PIECE_BYTES: u64 = 64 * 1024;

/// Reads mail by mail, none longer than `limit` bytes.
pub(super) fn read(input: impl BufRead, limit: u64, records: &mut dyn Records) -> io::Result<()> {
    let mut mail = PendingMail { limit, ..PendingMail::default() };
    let (mut line, mut begins, mut after_blank) = (1_u32, true, true);
    let mut pieces = Pieces { input, ahead: None };
    loop {
        let piece = pieces.next()?;
        if piece.is_empty() {
            // the last mail: nothing is left to stop
            let _ = mail.hand_over(records);
            return Ok(());
        }
        let separates = begins && is_separator(&piece);
        if separates && (after_blank || is_dated(&piece) && is_header(pieces.peek()?)) {
            if mail.hand_over(records).is_break() {
                return Ok(());
            }
            mail = PendingMail { limit, line, separated: true, ..PendingMail::default() };
        } else {
            mail.push(if begins { unquoted(&piece) } else { &piece }, line);
        }
        after_blank = begins && matches!(&piece[..], b"\n" | b"\r\n");
        begins = piece.ends_with(b"\n");
        line = line.saturating_add(u32::from(begins));
    }
}

/// The lines of a mailbox, long ones in pieces.
struct Pieces<R> {
    input: R,
    /// Piece that was looked at and not yet taken.
    ahead: Option<Vec<u8>>,
}

impl<R: BufRead> Pieces<R> {
    /// Takes the next piece; an empty one at the end.
    fn next(&mut self) -> io::Result<Vec<u8>> {
        if let Some(piece) = self.ahead.take() {
            return Ok(piece);
        }
        let mut piece = Vec::new();
        self.input.by_ref().take(MAX_PIECE_BYTES).read_until(b'\n', &mut piece)?;
        Ok(piece)
    }

    /// Looks at the next piece.
    fn peek(&mut self) -> io::Result<&[u8]> {
        let piece = self.next()?;
        Ok(self.ahead.insert(piece))
    }
}

/// Returns true for a separator with weekday, month, day and time, as a sentence hardly has them; some programs write no blank
/// line before it.
fn is_dated(line: &[u8]) -> bool {
    let words: Vec<&[u8]> = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
    let is_one_of = |word: &[u8], names: &[u8]| word.len() == 3 && names.windows(3).step_by(3).any(|name| name == word);
    let dates = words.windows(4).any(|words| {
        is_one_of(words[0], b"MonTueWedThuFriSatSun")
            && is_one_of(words[1], b"JanFebMarAprMayJunJulAugSepOctNovDec")
            && words[2].iter().all(u8::is_ascii_digit)
            && words[3].contains(&b':')
    });
    dates && words.len() >= 6
}

/// Returns true for a header of a mail, or what stands before the first one.
fn is_header(line: &[u8]) -> bool {
    let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
    name.len() < line.len() && !name.is_empty() && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}

/// Returns true if a text begins like a mailbox, with a line such as `From bote@example.org Sat Apr 21 10:15:00 2018`.
pub(super) fn looks_like_mbox(head: &str) -> bool {
    let mut lines = head.lines();
    is_separator(lines.next().unwrap_or_default().as_bytes())
        && lines.next().is_some_and(|next| next.contains(": ") || next.ends_with(':'))
}

/// Returns true for a line between mails. It has a time, unlike a sentence that begins with `From`.
fn is_separator(line: &[u8]) -> bool {
    let is_time = |word: &[u8]| word.len() >= 5 && word[2] == b':' && word[..2].iter().all(u8::is_ascii_digit);
    line.starts_with(b"From ") && line.split(u8::is_ascii_whitespace).any(is_time)
}

/// Removes the mark that the mailbox has put before a line: `>From ` was `From `.
fn unquoted(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|byte| **byte == b'>').count();
    if marks > 0 && line[marks..].starts_with(b"From ") { &line[1..] } else { line }
}

/// A mail while its lines are read.
#[derive(Default)]
struct PendingMail {
    bytes: Vec<u8>,
    /// Number of bytes read, including those beyond the limit, which are not kept.
    length: u64,
    limit: u64,
    /// Line on which the mail begins.
    line: u32,
    /// True after a line `From …`.
    separated: bool,
}

impl PendingMail {
    fn push(&mut self, piece: &[u8], line: u32) {
        if self.line == 0 {
            self.line = line;
        }
        self.length += piece.len() as u64;
        if self.length <= self.limit {
            self.bytes.extend_from_slice(piece);
        } else {
            self.bytes = Vec::new();
        }
    }

    fn hand_over(&self, records: &mut dyn Records) -> std::ops::ControlFlow<()> {
        let is_blank = self.length <= self.limit && self.bytes.iter().all(u8::is_ascii_whitespace);
        let record = if !self.separated && is_blank {
            return std::ops::ControlFlow::Continue(());
        } else if !self.separated {
            Err(SkipReason::BadRecord("no mail: it does not begin with a line `From …`".to_owned()))
        } else if self.length > self.limit {
            Err(SkipReason::TooLarge { bytes: self.length, limit: self.limit })
        } else {
            mail::read(&self.bytes)
        };
        let record = record.map(|article| Article { lines: LineMap::Record(self.line), ..article });
        records.record(self.line, record)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::super::testing::{bodies, collect};
    use super::*;

    fn all(text: &str, limit: u64) -> Vec<(u32, Result<String, SkipReason>)> {
        let found = collect(|records| {
            read(io::BufReader::with_capacity(7, text.as_bytes()), limit, records).unwrap();
            Ok(())
        });
        bodies(found.unwrap())
    }

    fn mail(text: &str) -> String {
        format!("From bote@b.example Sat Apr 21 10:15:00 2018\nFrom: bote@b.example\nSubject: x\n\n{text}\n\n")
    }

    #[test]
    fn mails_with_their_lines() {
        let text = [mail("Eins.\nFrom hier an.\n\n>From dort.\n>>From x."), mail("Zwei."), mail(" ")].concat();
        let found = all(&text, 1_000);
        assert_eq!(found[0], (1, Ok("Eins.\nFrom hier an.\nFrom dort.\n>From x.".to_owned())));
        assert_eq!(found[1], (11, Ok("Zwei.".to_owned())));
        assert!(matches!(found[2], (17, Err(SkipReason::BadRecord(_)))), "{found:?}");
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn mailboxes_without_blank_lines() {
        let text = [
            mail("Eins.").trim_end(),
            "\n",
            mail("Zwei.\nFrom here 10:15 on.\nFrom bote@b.example Sat Apr 21 10:15:00 2018\nund weiter").trim_end(),
            "\n",
            mail("Drei.").as_str(),
        ]
        .concat();
        let found = all(&text, 1_000);
        assert_eq!(found[0], (1, Ok("Eins.".to_owned())));
        assert_eq!(
            (found[1].0, found[1].1.as_ref().is_ok_and(|body| body.ends_with("und weiter"))),
            (6, true),
            "{found:?}"
        );
        assert_eq!(found[2], (14, Ok("Drei.".to_owned())));
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn bad_mails_among_good_ones() {
        let text = ["Murks\n\n".to_owned(), mail(&"lang ".repeat(50_000)), mail("Gut.")].concat();
        let found = all(&text, 1_000);
        assert!(matches!(found[0], (1, Err(SkipReason::BadRecord(_)))), "{found:?}");
        assert!(matches!(found[1], (3, Err(SkipReason::TooLarge { limit: 1_000, .. }))), "{found:?}");
        assert_eq!(found[2], (9, Ok("Gut.".to_owned())));
        assert_eq!(all("\n\n", 1_000), []);
    }

    #[test]
    fn known_by_its_first_lines() {
        assert!(looks_like_mbox(&mail("Eins.")));
        for head in ["From here on: a\nb: c", "From x 10:15 y\nText", "Von x\n", ""] {
            assert!(!looks_like_mbox(head), "{head}");
        }
    }
}
