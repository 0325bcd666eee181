//! Reads web archives (WARC): every web page and every plain text is an article, be it the response of a server, a `resource` that
//! was kept without one, or a `conversion`, as the texts of Common Crawl (WET) are.
//!
//! The format is ISO 28500 (WARC 1.0 and 1.1): a record is a head, a blank line and as many bytes as the head declares.

use std::io::{self, BufRead, Cursor, Read};

use super::http;
use super::records::Records;
use crate::corpus::article::{Article, LineMap};
use crate::corpus::reason::SkipReason;

/// First bytes of every record.
const MAGIC: &[u8] = b"WARC/";

/// Message for a record whose length is wrong.
const WRONG_LENGTH: &str = "the archive ends, or the next record begins, before this record is as long as it says";

/// Longest head of a record, and longest piece in which lines are read.
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// Number of records with a wrong length whose bytes are searched for the next record.
const MAX_SEARCHED: u32 = 16;

/// Returns true if a file that begins with `head` is a WARC.
pub(super) fn begins(head: &[u8]) -> bool {
    head.starts_with(MAGIC)
}

/// Reads record by record; a page of more than `limit` bytes is skipped with a reason. Records that are no successful response,
/// or neither web page nor plain text, are counted as passed over, unless they only describe. Bytes between records and wrong lengths are reported, and the next record is searched.
pub(super) fn read(input: impl BufRead, limit: u64, records: &mut dyn Records) -> io::Result<()> {
    let mut archive = Archive { input, again: Cursor::default(), line: 1, wrong: 0 };
    let mut lost = false;
    while let Some((line, start)) = archive.line()? {
        if start.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let record = if start.starts_with(MAGIC) {
            lost = false;
            match archive.record(limit)? {
                ReadRecord::Article(record) => Some(*record),
                ReadRecord::PassedOver => {
                    records.passed_over();
                    None
                }
                ReadRecord::About => None,
            }
        } else if lost {
            continue;
        } else {
            lost = true;
            Some(Err(SkipReason::Damaged("no WARC record begins here".to_owned())))
        };
        let Some(record) = record else { continue };
        let record = record.map(|article| Article { lines: LineMap::Record(line), ..article });
        if records.record(line, record).is_break() {
            break;
        }
    }
    Ok(())
}

/// Outcome of reading a record.
enum ReadRecord {
    /// An article, or the reason why it cannot be read.
    Article(Box<Result<Article, SkipReason>>),
    /// Nothing that is read, such as a picture or an answer without success.
    PassedOver,
    /// Words about the archive or another record.
    About,
}

/// The archive at the current position.
struct Archive<R> {
    input: R,
    /// Bytes that were read ahead and come before the input.
    again: Cursor<Vec<u8>>,
    line: u32,
    /// Number of records with a wrong length so far.
    wrong: u32,
}

impl<R: BufRead> Archive<R> {
    /// Reads the next line and returns it with its number. A long line comes in pieces.
    fn line(&mut self) -> io::Result<Option<(u32, Vec<u8>)>> {
        let (number, mut line) = (self.line, Vec::new());
        self.rest().take(MAX_HEAD_BYTES as u64).read_until(b'\n', &mut line)?;
        self.count(&line);
        Ok(Some((number, line)).filter(|(_, line)| !line.is_empty()))
    }

    fn rest(&mut self) -> impl BufRead {
        self.again.by_ref().chain(self.input.by_ref())
    }

    /// Puts bytes back before the rest, whose lines are not counted yet.
    fn give_back(&mut self, bytes: &[u8]) {
        let left = self.again.get_ref().get(self.again.position() as usize..).unwrap_or_default();
        self.again = Cursor::new([bytes, left].concat());
    }

    /// Reads the record whose first line was read.
    fn record(&mut self, limit: u64) -> io::Result<ReadRecord> {
        let damaged = |why: &str| Ok(ReadRecord::Article(Box::new(Err(SkipReason::Damaged(why.to_owned())))));
        let mut head = Vec::new();
        loop {
            let Some((_, line)) = self.line()? else { return damaged("the archive ends inside a record's head") };
            if line.iter().all(u8::is_ascii_whitespace) {
                break;
            }
            head.extend_from_slice(&line);
            if head.len() > MAX_HEAD_BYTES {
                return damaged("the record's head is too long");
            }
        }
        let head = http::Headers::parse(&head);
        let Some(length) = head.value("content-length").and_then(|length| length.parse::<u64>().ok()) else {
            return damaged("the record does not say how long it is");
        };
        let kind = head.value("warc-type").unwrap_or_default().to_ascii_lowercase();
        let is_stored = matches!(kind.as_str(), "resource" | "conversion");
        let about = matches!(kind.as_str(), "warcinfo" | "request" | "metadata");
        let no_page = || if about { ReadRecord::About } else { ReadRecord::PassedOver };
        let address = head.value("warc-target-uri").map(|address| address.trim_matches(['<', '>', ' ']));
        let content_type = head.value("content-type").unwrap_or_default();
        let is_page = match is_stored {
            true => http::is_read(content_type, address),
            false => kind == "response" && is_http(&head),
        };
        if length > limit {
            return match self.pass_over(length)? {
                false => damaged(WRONG_LENGTH),
                true if is_page => {
                    Ok(ReadRecord::Article(Box::new(Err(SkipReason::TooLarge { bytes: length, limit }))))
                }
                true => Ok(no_page()),
            };
        }
        let Some(block) = self.block(length)? else { return damaged(WRONG_LENGTH) };
        let page = match is_stored {
            _ if !is_page => None,
            false => http::page(&block, address, limit),
            true => http::resource(&block, content_type, address),
        };
        Ok(page.map_or_else(no_page, |page| ReadRecord::Article(Box::new(page.map(|page| named(page, &head))))))
    }

    /// Reads the next `length` bytes. Returns `None` if the length is wrong: the archive ends before, or no record begins after
    /// them and one begins among them, which is then the next record.
    fn block(&mut self, length: u64) -> io::Result<Option<Vec<u8>>> {
        let mut block = Vec::new();
        self.rest().take(length).read_to_end(&mut block)?;
        let is_whole = block.len() as u64 == length;
        if is_whole && self.is_at_border()? {
            self.count(&block);
            return Ok(Some(block));
        }
        self.wrong += 1;
        let begins = |at: &usize| block[*at..].starts_with(MAGIC) && is_after_blank_line(&block[..*at]);
        match (0..block.len()).find(begins).filter(|_| self.wrong <= MAX_SEARCHED) {
            Some(next) => {
                self.count(&block[..next]);
                self.give_back(&block[next..]);
                Ok(None)
            }
            None => {
                self.count(&block);
                Ok(is_whole.then_some(block))
            }
        }
    }

    /// Returns true if the archive ends here or a record begins, apart from blank lines.
    fn is_at_border(&mut self) -> io::Result<bool> {
        let mut next = Vec::new();
        self.rest().take(16).read_to_end(&mut next)?;
        self.give_back(&next);
        let next = next.trim_ascii_start();
        Ok(next.starts_with(MAGIC) || MAGIC.starts_with(next))
    }

    /// Skips the next `left` bytes, which are too many to keep. Returns false if a record begins among them or the archive ends
    /// before.
    fn pass_over(&mut self, mut left: u64) -> io::Result<bool> {
        let (mut line, mut is_after_blank) = (Vec::new(), false);
        while left > 0 {
            line.clear();
            self.rest().take(left.min(MAX_HEAD_BYTES as u64)).read_until(b'\n', &mut line)?;
            if line.is_empty() {
                return Ok(false);
            }
            if is_after_blank && line.starts_with(MAGIC) {
                self.give_back(&line);
                return Ok(false);
            }
            self.count(&line);
            is_after_blank = line.ends_with(b"\n") && line.trim_ascii().is_empty();
            left -= line.len() as u64;
        }
        Ok(true)
    }

    fn count(&mut self, bytes: &[u8]) {
        let line_ends = bytes.iter().filter(|byte| **byte == b'\n').count() as u32;
        self.line = self.line.saturating_add(line_ends);
    }
}

fn is_after_blank_line(before: &[u8]) -> bool {
    before.ends_with(b"\n\n") || before.ends_with(b"\n\r\n")
}

fn is_http(head: &http::Headers) -> bool {
    head.value("content-type").is_none_or(|kind| kind.starts_with("application/http"))
}

/// Gives an article the id of its record.
fn named(mut article: Article, head: &http::Headers) -> Article {
    article.id = head.value("warc-record-id").unwrap_or_default().trim_matches(['<', '>', ' ']).to_owned();
    article
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::super::testing::{Collected, collect};
    use super::*;

    const TEXT: &str = "Die Fähre über den Fluss ruht seit dem Morgen, weil der Motor nach zwanzig Jahren im Dienst nicht mehr anspringt.";

    fn page(title: &str) -> String {
        format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!DOCTYPE html>\n<html><title>{title}</title><body><article><p>{TEXT}</p></article></body></html>"
        )
    }

    fn record(kind: &str, id: &str, block: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nwarc-record-id: <urn:uuid:{id}>\r\nWARC-Target-URI: https://u@www.bote.example:80/a?b\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    }

    fn all(text: &str, limit: u64) -> Collected {
        let found = collect(|records| {
            read(io::BufReader::with_capacity(11, text.as_bytes()), limit, records).unwrap();
            Ok(())
        });
        found.unwrap()
    }

    #[test]
    fn pages_among_other_records() {
        let picture = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx\n\n\0";
        let moved = "HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\n<html><p>Weiter</p></html>";
        let text = [
            record("warcinfo", "0", "software: x\r\n"),
            record("request", "1", "GET / HTTP/1.1\r\n"),
            record("response", "2", &page("Eins")),
            record("response", "3", picture),
            record("response", "4", moved),
            record("response", "5", &page("Zwei")),
        ];
        let found = all(&text.concat(), 10_000);
        let line = |nth: usize| text[..nth].concat().matches('\n').count() as u32 + 1;
        let [(first, Ok(one)), (second, Ok(two))] = &found[..] else { panic!("{found:?}") };
        assert_eq!((*first, *second), (line(2), line(5)));
        assert_eq!([&one.id, &one.title, &one.source, &one.body], ["urn:uuid:2", "Eins", "bote.example", TEXT]);
        assert_eq!((two.id.as_str(), two.lines.line_at(50)), ("urn:uuid:5", line(5)));
    }

    #[test]
    fn pages_and_texts_without_the_answer_of_a_server() {
        let stored = |kind: &str, content_type: &str, block: &str| {
            record(kind, "7", block).replace("application/http; msgtype=response", content_type)
        };
        let (_, html) =
            page("Seite").split_once("\r\n\r\n").map(|(head, body)| (head.to_owned(), body.to_owned())).unwrap();
        let text = [
            stored("resource", "text/html; charset=utf-8", &html),
            stored("conversion", "text/plain", &format!("Seite\n{TEXT}\n")),
            stored("resource", "image/png", "x"),
            stored("metadata", "text/plain", "Weg\nDamit."),
        ];
        let found = all(&text.concat(), 10_000);
        assert_eq!(found.len(), 2, "{found:?}");
        let large: Vec<String> =
            all(&text.concat(), 20).into_iter().map(|(_, record)| record.unwrap_err().to_string()).collect();
        assert!(large.len() == 2 && large.iter().all(|why| why.contains("too large")), "{large:?}");
        for (_, record) in found {
            let article = record.unwrap();
            assert_eq!(
                [&article.id, &article.title, &article.source, &article.body],
                ["urn:uuid:7", "Seite", "bote.example", TEXT]
            );
        }
    }

    #[test]
    fn bad_records_among_good_ones() {
        let good = record("response", "1", &page("Gut"));
        let short = good.replace("Content-Length: ", "Content-Length: 1");
        for (bad, why) in [
            ("Murks\nund mehr\n".to_owned(), "no WARC record begins here"),
            ("WARC/1.0\r\nWARC-Type: response\r\n\r\n".to_owned(), "does not say how long"),
            (format!("WARC/1.0\r\n{}", "X: y\r\n".repeat(20_000)), "head is too long"),
            (record("response", "2", &page(&"lang ".repeat(10_000))), "too large"),
            (record("response", "3", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html></html>"), "no article"),
        ] {
            let found = all(&[&good, &bad, &good].map(String::as_str).concat(), 10_000);
            let reasons: Vec<String> =
                found.iter().filter_map(|(_, r)| r.as_ref().err()).map(SkipReason::to_string).collect();
            assert!(reasons[0].contains(why), "{why}: {reasons:?}");
            assert_eq!(found.iter().filter(|(_, record)| record.is_ok()).count(), 2, "{why}: {found:?}");
        }
        let cut = all(&[&good[..], &short].concat(), 10_000);
        assert!(matches!(&cut[..], [(_, Ok(_)), (_, Err(SkipReason::Damaged(why)))] if why == WRONG_LENGTH), "{cut:?}");
    }

    #[test]
    fn a_wrong_length_swallows_nothing() {
        let good = record("response", "1", &page("Gut"));
        for (kind, length) in [("response", "9999"), ("response", "99999"), ("metadata", "18446744073709551615")] {
            let bad = record(kind, "2", "HTTP/1.1 200 OK\r\n\r\nx")
                .replace("Content-Length: 20", &format!("Content-Length: {length}"));
            let found = all(&[&good, &bad, &good, &bad, &good].map(String::as_str).concat(), 10_000);
            let lines: Vec<u32> = found.iter().map(|(line, _)| *line).collect();
            let (long, short) = (good.matches('\n').count() as u32, bad.matches('\n').count() as u32);
            let starts = [0, long, long + short, 2 * long + short, 2 * (long + short)].map(|line| line + 1);
            assert_eq!(lines, starts, "{kind} {length}: {found:?}");
            assert_eq!(found.iter().filter(|(_, record)| record.is_ok()).count(), 3, "{kind} {length}");
        }
        // a little too long, so that it ends inside the next record
        let long = good.replace(
            &format!("Content-Length: {}", page("Gut").len()),
            &format!("Content-Length: {}", page("Gut").len() + 100),
        );
        let found = all(&[&good, &long, &good, &good].map(String::as_str).concat(), 10_000);
        assert_eq!(
            found.iter().map(|(_, record)| record.is_ok()).collect::<Vec<_>>(),
            [true, false, true, true],
            "{found:?}"
        );
        // bytes inside a record that look like a record are none
        let inner = record("resource", "3", &format!("So sieht das aus:\n\n{good}"));
        assert_eq!(all(&[&good, &inner, &good].map(String::as_str).concat(), 10_000).len(), 2);
    }
}
