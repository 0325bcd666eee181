//! WARC, the web archive: every response that is a web page is an article.
//!
//! The format is that of ISO 28500 (WARC 1.0 and 1.1): records of a head, a blank line and as many bytes as the head says.

use std::io::{self, BufRead, Read};

use super::Records;
use super::http;
use crate::corpus::article::{Article, Lines};
use crate::corpus::reason::Reason;

/// What every record begins with.
const MAGIC: &[u8] = b"WARC/";

/// A record's head is no longer.
const HEAD: usize = 64 * 1024;

/// Whether a file that begins with `head` is a WARC.
pub(super) fn begins(head: &[u8]) -> bool {
    head.starts_with(MAGIC)
}

/// Reads record by record; a page of more than `limit` bytes is skipped. What is no successful response, or no web page,
/// is passed over; bytes between the records are reported, and the next record is looked for.
pub(super) fn read(input: impl BufRead, limit: u64, records: &mut dyn Records) -> io::Result<()> {
    let mut archive = Archive { input, line: 1 };
    let mut lost = false;
    while let Some((line, start)) = archive.line()? {
        if start.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let record = if start.starts_with(MAGIC) {
            lost = false;
            archive.record(limit)?
        } else if lost {
            continue;
        } else {
            lost = true;
            Some(Err(Reason::Damaged("no WARC record begins here".to_owned())))
        };
        let Some(record) = record else { continue };
        let record = record.map(|article| Article { lines: Lines::Record(line), ..article });
        if records.record(line, record).is_break() {
            break;
        }
    }
    Ok(())
}

/// The bytes of the archive, with the line at which they are.
struct Archive<R> {
    input: R,
    line: u32,
}

impl<R: BufRead> Archive<R> {
    /// The next line and its number; of a long one the rest comes as further lines.
    fn line(&mut self) -> io::Result<Option<(u32, Vec<u8>)>> {
        let (number, mut line) = (self.line, Vec::new());
        self.input.by_ref().take(HEAD as u64).read_until(b'\n', &mut line)?;
        self.line = number.saturating_add(u32::from(line.ends_with(b"\n")));
        Ok(Some((number, line)).filter(|(_, line)| !line.is_empty()))
    }

    /// The article in the record whose first line was read; `None` when it is no page.
    fn record(&mut self, limit: u64) -> io::Result<Option<Result<Article, Reason>>> {
        let damaged = |why: &str| Ok(Some(Err(Reason::Damaged(why.to_owned()))));
        let mut head = Vec::new();
        loop {
            let Some((_, line)) = self.line()? else { return damaged("the archive ends inside a record's head") };
            if line.iter().all(u8::is_ascii_whitespace) {
                break;
            }
            head.extend_from_slice(&line);
            if head.len() > HEAD {
                return damaged("the record's head is too long");
            }
        }
        let head = http::Head::of(&head);
        let Some(length) = head.value("content-length").and_then(|length| length.parse::<u64>().ok()) else {
            return damaged("the record does not say how long it is");
        };
        let is_response = head.value("warc-type").is_some_and(|kind| kind.eq_ignore_ascii_case("response"));
        if !is_response || !is_http(&head) {
            self.pass_over(length)?;
            return Ok(None);
        }
        if length > limit {
            self.pass_over(length)?;
            return Ok(Some(Err(Reason::TooLarge { bytes: length, limit })));
        }
        let block = self.block(length)?;
        if (block.len() as u64) < length {
            return damaged("the archive ends inside this record");
        }
        Ok(http::page(&block, limit).map(|page| page.map(|page| named(page, &head))))
    }

    fn block(&mut self, length: u64) -> io::Result<Vec<u8>> {
        let mut block = Vec::new();
        self.input.by_ref().take(length).read_to_end(&mut block)?;
        self.count(&block);
        Ok(block)
    }

    fn pass_over(&mut self, mut left: u64) -> io::Result<()> {
        while left > 0 {
            let buffer = self.input.fill_buf()?;
            let length = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            if length == 0 {
                break;
            }
            let lines = line_ends(&buffer[..length]);
            self.input.consume(length);
            self.line = self.line.saturating_add(lines);
            left -= length as u64;
        }
        Ok(())
    }

    fn count(&mut self, bytes: &[u8]) {
        self.line = self.line.saturating_add(line_ends(bytes));
    }
}

fn line_ends(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u32
}

fn is_http(head: &http::Head) -> bool {
    head.value("content-type").is_none_or(|kind| kind.starts_with("application/http"))
}

/// The article with the record's id, and where the page does not name a source, with its host.
fn named(mut article: Article, head: &http::Head) -> Article {
    article.id = head.value("warc-record-id").unwrap_or_default().trim_matches(['<', '>', ' ']).to_owned();
    if article.source.is_empty() {
        let host = head.value("warc-target-uri").and_then(host).unwrap_or_default();
        article.source = host.strip_prefix("www.").unwrap_or(host).to_owned();
    }
    article
}

/// The host in an address, also in one of WARC 0.18's in angle brackets.
fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#', '>']).next()?;
    authority.rsplit('@').next()?.split(':').next()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::super::testing::{Found, collect};
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

    fn all(text: &str, limit: u64) -> Found {
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
        assert_eq!((two.id.as_str(), two.lines.at(50)), ("urn:uuid:5", line(5)));
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
                found.iter().filter_map(|(_, r)| r.as_ref().err()).map(Reason::to_string).collect();
            assert!(reasons[0].contains(why), "{why}: {reasons:?}");
            assert_eq!(found.iter().filter(|(_, record)| record.is_ok()).count(), 2, "{why}: {found:?}");
        }
        let cut = all(&[&good[..], &short].concat(), 10_000);
        assert!(
            matches!(&cut[..], [(_, Ok(_)), (_, Err(Reason::Damaged(why)))] if why.contains("ends inside")),
            "{cut:?}"
        );
        let endless = record("metadata", "1", "x").replace("Content-Length: 1", "Content-Length: 18446744073709551615");
        assert_eq!(all(&endless, 10_000), []);
    }
}
