//! Reads a stored HTTP response: its headers, and the page or the plain text in it.

use std::borrow::Cow;
use std::io::Read;

use super::html::{self, decode_page};
use super::text;
use crate::corpus::article::Article;
use crate::corpus::encoding::with_plain_line_ends;
use crate::corpus::reason::SkipReason;

/// Lines `Name: value`, as HTTP and WARC have them.
pub(super) struct Headers {
    /// Names in lower case, with their values.
    lines: Vec<(String, String)>,
}

impl Headers {
    pub(super) fn parse(bytes: &[u8]) -> Headers {
        let text = String::from_utf8_lossy(bytes);
        let lines = text.lines().filter_map(|line| line.split_once(':'));
        Headers {
            lines: lines.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned())).collect(),
        }
    }

    /// Returns the value of the first line of this name, which is in lower case.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.lines.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// Addresses of texts that are for machines.
const MACHINE_TEXTS: [&str; 5] = ["/robots.txt", "/ads.txt", "/app-ads.txt", "/humans.txt", "/security.txt"];

/// Kind of a stored thing that may hold an article, by its content type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StoredKind {
    Page,
    Text,
}

impl StoredKind {
    /// Returns the kind of what has this content type and address; `None` if it is nothing to read.
    fn of(content_type: &str, address: Option<&str>) -> Option<StoredKind> {
        let content_type = content_type.to_ascii_lowercase();
        let is_for_machines = || address.is_some_and(|address| MACHINE_TEXTS.iter().any(|end| address.ends_with(end)));
        if content_type.starts_with("text/html") || content_type.starts_with("application/xhtml") {
            Some(StoredKind::Page)
        } else if content_type.starts_with("text/plain") && !is_for_machines() {
            Some(StoredKind::Text)
        } else {
            None
        }
    }

    fn read(self, text: String, address: Option<&str>) -> Result<Article, SkipReason> {
        match self {
            StoredKind::Page => html::read_from(&text, address),
            StoredKind::Text => {
                let article = text::read(with_plain_line_ends(text)?, "")?;
                Ok(Article { source: address.and_then(html::host).unwrap_or_default(), ..article })
            }
        }
    }
}

/// Returns the article in a stored response; `None` if the response is no success, or neither web page nor plain text.
pub(super) fn page(response: &[u8], address: Option<&str>, limit: u64) -> Option<Result<Article, SkipReason>> {
    let (head, body) = split_head(response);
    let status = head.split(|byte| *byte == b' ').nth(1);
    if !head.starts_with(b"HTTP/") || !status.is_some_and(|status| status.starts_with(b"2")) {
        return None;
    }
    let head = Headers::parse(head);
    let kind = StoredKind::of(head.value("content-type").unwrap_or("text/html"), address)?;
    Some(article(kind, &head, body, address, limit))
}

/// Returns true if what has this content type and address may hold an article.
pub(super) fn is_read(content_type: &str, address: Option<&str>) -> bool {
    StoredKind::of(content_type, address).is_some()
}

/// Returns the article in bytes of this content type that were stored without the answer of a server; `None` if they are neither
/// web page nor plain text.
pub(super) fn resource(bytes: &[u8], content_type: &str, address: Option<&str>) -> Option<Result<Article, SkipReason>> {
    let kind = StoredKind::of(content_type, address)?;
    let decoded = decode_page(bytes.to_vec(), html::of_content_type(content_type));
    Some(decoded.and_then(|decoded| kind.read(decoded.text, address)))
}

fn article(
    kind: StoredKind,
    head: &Headers,
    body: &[u8],
    address: Option<&str>,
    limit: u64,
) -> Result<Article, SkipReason> {
    let chunked = head.value("transfer-encoding").is_some_and(|how| how.eq_ignore_ascii_case("chunked"));
    let joined = if chunked { joined_chunks(body) } else { None };
    // crawlers store some bodies unpacked and keep the headers as they were: the bytes decide
    let body = joined.map_or(Cow::Borrowed(body), Cow::Owned);
    let charset = head.value("content-type").and_then(html::of_content_type);
    let page = match unpacked(&body, limit)? {
        Some(page) => decode_page(page, charset)?,
        None => match (decode_page(body.into_owned(), charset), head.value("content-encoding")) {
            (Ok(page), Some(_)) if page.text.trim_start().starts_with('<') => page,
            (_, Some(packing)) => {
                return Err(SkipReason::Damaged(format!("packed in a way that is not read: {packing}")));
            }
            (page, None) => page?,
        },
    };
    kind.read(page.text, address)
}

/// Splits a response at the blank line after its headers.
fn split_head(response: &[u8]) -> (&[u8], &[u8]) {
    let end =
        |mark: &[u8]| response.windows(mark.len()).position(|found| found == mark).map(|at| (at, at + mark.len()));
    let ends = [end(b"\r\n\r\n"), end(b"\n\n")];
    let (end, start) = ends.into_iter().flatten().min().unwrap_or((response.len(), response.len()));
    (&response[..end], &response[start..])
}

/// Joins the chunks of a chunked body (RFC 9112, 7.1); `None` if the body is not chunked.
fn joined_chunks(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = body.iter().position(|byte| *byte == b'\n')?;
        let length = std::str::from_utf8(&body[..end]).ok()?.split(';').next()?.trim();
        let length = usize::from_str_radix(length, 16).ok()?;
        body = &body[end + 1..];
        if length == 0 {
            return Some(whole);
        }
        // the last chunk may be cut short
        whole.extend_from_slice(&body[..length.min(body.len())]);
        let Some(rest) = body.get(length..) else { return Some(whole) };
        body = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
        if body.is_empty() {
            return Some(whole);
        }
    }
}

/// Unpacks gzip or zstd to at most `limit` bytes; `None` if the body is in neither.
fn unpacked(body: &[u8], limit: u64) -> Result<Option<Vec<u8>>, SkipReason> {
    let damaged = |error: std::io::Error| SkipReason::Damaged(error.to_string());
    let decoder: Box<dyn Read + '_> = match body {
        [0x1f, 0x8b, ..] => Box::new(flate2::read::MultiGzDecoder::new(body)),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Box::new(zstd::stream::read::Decoder::new(body).map_err(damaged)?),
        _ => return Ok(None),
    };
    let mut page = Vec::new();
    decoder.take(limit.saturating_add(1)).read_to_end(&mut page).map_err(damaged)?;
    match page.len() as u64 {
        bytes if bytes > limit => Err(SkipReason::TooLarge { bytes, limit }),
        _ => Ok(Some(page)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use std::io::Write;

    use super::*;

    const PAGE: &str = "<html><title>Kopf</title><body><article><p>Die Größe der neuen Halle überrascht alle, die am Abend zur ersten Probe gekommen sind.</p></article></body></html>";

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn chunked(bytes: &[u8]) -> Vec<u8> {
        let chunk = |part: &[u8]| [format!("{:x};x=y\r\n", part.len()).as_bytes(), part, b"\r\n"].concat();
        [bytes.chunks(50).flat_map(chunk).collect(), b"0\r\n\r\n".to_vec()].concat()
    }

    fn response(head: &str, body: &[u8]) -> Option<Result<Article, SkipReason>> {
        page(&[format!("HTTP/1.1 200 OK\r\n{head}\r\n").as_bytes(), body].concat(), None, 10_000)
    }

    #[test]
    fn however_it_was_sent() {
        let latin = encoding_rs::WINDOWS_1252.encode(PAGE).0.into_owned();
        for (head, body) in [
            ("Content-Type: text/html; charset=utf-8\r\n", PAGE.as_bytes().to_vec()),
            ("", latin),
            ("transfer-encoding: Chunked\r\n", chunked(PAGE.as_bytes())),
            ("Transfer-Encoding: chunked\r\n", PAGE.as_bytes().to_vec()),
            ("Content-Encoding: gzip\r\n", gzip(PAGE.as_bytes())),
            ("Content-Encoding: gzip\r\n", PAGE.as_bytes().to_vec()),
            ("Content-Encoding: zstd\r\n", zstd::encode_all(PAGE.as_bytes(), 1).unwrap()),
            ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunked(&gzip(PAGE.as_bytes()))),
        ] {
            let article = response(head, &body).unwrap().unwrap();
            assert_eq!(article.title, "Kopf", "{head}");
            assert!(article.body.starts_with("Die Größe der neuen"), "{head}: {}", article.body);
        }
    }

    #[test]
    fn what_is_no_page_and_what_is_damaged() {
        for (head, body, why) in [
            ("Content-Type: image/png\r\n", PAGE.as_bytes().to_vec(), None),
            ("Content-Encoding: br\r\n", b"\x8b\x02\x80Murks".to_vec(), Some("packed in a way")),
            ("Content-Encoding: br\r\n", b"\0\x02\x80".to_vec(), Some("packed in a way")),
            ("", gzip(&vec![b' '; 20_000]), Some("too large")),
            ("", gzip(PAGE.as_bytes())[..40].to_vec(), Some("damaged")),
            ("", Vec::new(), Some("no article")),
        ] {
            let reason = response(head, &body).map(|page| page.unwrap_err().to_string());
            let fits = reason.as_deref().zip(why).map_or(reason.is_none() && why.is_none(), |(r, why)| r.contains(why));
            assert!(fits, "{head}: {reason:?}");
        }
        let text = response("Content-Type: text/plain; charset=iso-8859-1\r\n", b"Kopf\r\nDie F\xe4hre ruht.")
            .unwrap()
            .unwrap();
        assert_eq!((text.title.as_str(), text.body.as_str()), ("Kopf", "Die Fähre ruht."));
        let robots = resource(b"User-agent: *", "text/plain", Some("https://bote.example/robots.txt"));
        assert_eq!(robots, None);
        for text in ["", "HTTP/1.1 404 Not Found\r\n\r\n<html>", "HTTP/1.1\n\n", "GET / HTTP/1.1\r\n\r\n"] {
            assert_eq!(page(text.as_bytes(), None, 10_000), None, "{text}");
        }
        for body in ["", "5", "5\r\n", "ffffffffffffffff\r\nx", "zz\r\n", "1\r\nab", "1\r\na"] {
            let _ = joined_chunks(body.as_bytes());
        }
    }
}
