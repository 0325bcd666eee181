//! Decodes the bytes of a page by the encoding that it declares.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::corpus::encoding::{Decoded, decode, with_plain_line_ends};
use crate::corpus::reason::SkipReason;

/// Length of the beginning in which an encoding is declared.
const HEAD_BYTES: usize = 4096;

/// Most NUL bytes in text, as one in so many bytes. Editing systems leave some behind; browsers ignore them.
const BYTES_PER_NUL: usize = 50;

/// Decodes a page. UTF-8 is told by the bytes; other encodings by `declared` (of the server), else by what the page declares,
/// if the bytes fit; else they are guessed.
pub(in crate::corpus::formats) fn decode_page(
    mut bytes: Vec<u8>,
    declared: Option<&str>,
) -> Result<Decoded, SkipReason> {
    if has_stray_nuls(&bytes) {
        bytes.retain(|byte| *byte != 0);
    }
    let is_unicode = std::str::from_utf8(&bytes).is_ok() || Encoding::for_bom(&bytes).is_some();
    let told = || declared.and_then(encoding_of).or_else(|| encoding_of(declared_in(&bytes)?));
    let text = (!is_unicode)
        .then(told)
        .flatten()
        .and_then(|encoding| encoding.decode_without_bom_handling_and_without_replacement(&bytes));
    match text {
        Some(text) if !text.contains(|c: char| ('\u{80}'..'\u{a0}').contains(&c)) => {
            Ok(Decoded { text: with_plain_line_ends(text.into_owned())?, recoded: true })
        }
        _ => decode(bytes),
    }
}

/// Returns true if bytes are text that begins with a tag, apart from a few NUL bytes.
pub(in crate::corpus::formats) fn has_stray_nuls(bytes: &[u8]) -> bool {
    let nuls = bytes.iter().filter(|byte| **byte == 0).count();
    let begin = bytes.iter().find(|byte| !byte.is_ascii_whitespace() && !matches!(byte, 0 | 0xef | 0xbb | 0xbf));
    nuls > 0 && nuls.saturating_mul(BYTES_PER_NUL) <= bytes.len().max(BYTES_PER_NUL) && begin == Some(&b'<')
}

/// Returns the encoding of a label; `None` for Unicode, which the bytes themselves show.
fn encoding_of(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.trim_matches(['"', '\'', ' ']).as_bytes())
        .filter(|encoding| ![UTF_8, UTF_16BE, UTF_16LE].contains(encoding))
}

/// Returns the label of an encoding in the head of a page: `charset=…` of a `meta` tag, `encoding=…` of XML.
fn declared_in(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    let is_xml = head.trim_ascii_start().starts_with(b"<?xml");
    let find = |name: &[u8]| head.windows(name.len()).position(|found| found.eq_ignore_ascii_case(name));
    let after = |name: &[u8]| {
        let rest = head[find(name)? + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
        let end = rest.iter().position(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'-' | b'_' | b':' | b'.'));
        std::str::from_utf8(&rest[..end.unwrap_or(rest.len())]).ok()
    };
    is_xml.then(|| after(b"encoding")).flatten().or_else(|| after(b"charset"))
}

/// Returns the label of an encoding in a header such as `text/html; charset=iso-8859-1`.
pub(in crate::corpus::formats) fn of_content_type(kind: &str) -> Option<&str> {
    kind.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim_matches(['"', '\'', ' ']))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn declarations_that_fit() {
        let euro = b"Preis 5 \xa4 f\xfcr \xd6l";
        for (head, declared, text) in [
            ("<meta charset=iso-8859-15>", None, "5 € für Öl"),
            ("<META HTTP-EQUIV=x CONTENT='text/html; CharSet = ISO-8859-15'>", None, "5 € für Öl"),
            ("<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?>", None, "5 € für Öl"),
            ("", Some("iso-8859-15"), "5 € für Öl"),
            ("<meta charset=utf-8>", None, "5 ¤ für Öl"),
            ("<meta charset=windows-1252>", None, "5 ¤ für Öl"),
            ("<meta charset=windows-1252>", Some("iso-8859-15"), "5 € für Öl"),
            ("<meta charset=unbekannt>", None, "5 ¤ für Öl"),
            ("<meta charset=", None, "5 ¤ für Öl"),
            ("", None, "5 ¤ für Öl"),
        ] {
            let found = decode_page([head.as_bytes(), euro].concat(), declared).unwrap();
            assert!(found.text.ends_with(text) && found.recoded, "{head} {declared:?}: {}", found.text);
        }
        let utf8 = decode_page("<meta charset=iso-8859-1>5 € für Öl".as_bytes().to_vec(), None).unwrap();
        assert!(utf8.text.ends_with("5 € für Öl") && !utf8.recoded);
        let quotes = decode_page(b"<meta charset=iso-8859-15>\x84\xd6l\x93".to_vec(), None).unwrap();
        assert!(quotes.text.ends_with("„Öl“"), "{}", quotes.text);
    }

    #[test]
    fn stray_nuls() {
        let page = format!("\u{feff}<html>{}", "Öl und Wasser ".repeat(20));
        let spoilt = page.replacen("Öl", "Ö\0l\0", 2);
        assert_eq!(decode_page(spoilt.into_bytes(), None).unwrap().text, page[3..]);
        let many = b"<\0h\0t\0m\0l\0>\0";
        assert!(!has_stray_nuls(many) && !has_stray_nuls(b"PK\0abc") && !has_stray_nuls(b""));
    }

    #[test]
    fn labels_of_headers() {
        for (kind, label) in [
            ("text/html; charset=iso-8859-1", Some("iso-8859-1")),
            ("text/html;q=1; Charset=\"UTF-8\"", Some("UTF-8")),
            ("text/html", None),
            ("", None),
        ] {
            assert_eq!(of_content_type(kind), label, "{kind}");
        }
    }
}
