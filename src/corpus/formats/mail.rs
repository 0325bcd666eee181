//! Reads mail as in `.eml` files: the subject is the title, the sender the source, and the text, else the HTML, the body. A
//! page that a browser saved as a mail (MHTML) is read as the web page it is.

use std::panic::{AssertUnwindSafe, catch_unwind};

use mail_parser::{Encoding, HeaderName, Message, MessageParser, MessagePart, MimeHeaders as _, PartType};

use super::fields;
use super::html;
use super::html_text;
use super::layout::{Body, lay_out_text};
use super::whitespace::one_line;
use crate::corpus::article::{Article, LineMap};
use crate::corpus::encoding::decode_line;
use crate::corpus::reason::SkipReason;

/// Most parts of a mail: nested ones are dropped by recursion.
const MAX_PARTS: usize = 1_000;

/// Number of times that the HTML of a mail is longer than its plain text, if that only says that there is HTML.
const STUB_FACTOR: usize = 2;

/// Beginnings of the sender of a web page that a browser saved as a mail.
const SAVING_PROGRAMS: [&str; 3] = ["Saved by", "Gespeichert von", "Von Windows Internet Explorer"];

/// Headers of which every mail has one that was sent or received.
const TRACE_HEADERS: [&str; 4] = ["message-id:", "received:", "mime-version:", "return-path:"];

/// Reads one mail. Attachments and embedded mails are left out.
pub(super) fn read(bytes: &[u8]) -> Result<Article, SkipReason> {
    let bad = |why: &str| SkipReason::BadRecord(why.to_owned());
    if count(bytes, b"content-type") > MAX_PARTS {
        return Err(SkipReason::Damaged(format!("more than {MAX_PARTS} parts")));
    }
    // a mail on which the parser panics must not cost more than that mail
    let message = catch_unwind(AssertUnwindSafe(|| MessageParser::default().parse(bytes)))
        .map_err(|_| SkipReason::Damaged("the mail cannot be taken apart".to_owned()))?;
    let message = message.ok_or_else(|| bad("no mail: it has no headers"))?;
    if message.from().is_none() && message.date().is_none() && message.subject().is_none() {
        return Err(bad("no mail: neither From nor Date nor Subject"));
    }
    if let Some(address) = saved_page(&message) {
        let pages = html_parts(&message);
        let page = pages.first().ok_or_else(|| bad("no text in this mail"))?;
        // lines of the page are none of the mail
        return Ok(Article { lines: LineMap::default(), ..html::read_from(page, Some(&address))? });
    }
    let sender = message.from().and_then(|from| from.first());
    let sender = sender.and_then(|sender| sender.name().or(sender.address())).unwrap_or_default();
    let about = fields::from_pairs([
        ("id", message.message_id().unwrap_or_default().to_owned()),
        ("title", message.subject().unwrap_or_default().to_owned()),
        ("date", date(&message)),
        ("source", one_line(sender)),
    ]);
    let mut article = fields::without_text(&about);
    let body = body(&message)?;
    if body.text.is_empty() {
        return Err(bad("no text in this mail"));
    }
    article.body = body.text;
    article.headings = body.headings;
    Ok(article)
}

/// Returns true if a text begins like a mail: header lines up to a blank line, with a sender and a trace header.
pub(super) fn looks_like_mail(head: &str) -> bool {
    let is_header = |line: &&str| {
        let name = line.split_once(':').map_or("", |(name, _)| name);
        line.starts_with([' ', '\t'])
            || !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let lines: Vec<String> = head.lines().take_while(is_header).map(str::to_ascii_lowercase).collect();
    let has = |name: &str| lines.iter().any(|line| line.starts_with(name));
    let ended = head.lines().nth(lines.len()).is_none_or(str::is_empty);
    ended && has("from:") && TRACE_HEADERS.iter().any(|sign| has(sign))
}

/// Returns the local day of the sender; if it cannot be parsed, the header as it is written.
fn date(message: &Message<'_>) -> String {
    match message.date() {
        Some(date) => format!("{:04}-{:02}-{:02}", date.year, date.month, date.day),
        None => one_line(message.header_raw(HeaderName::Date).unwrap_or_default()),
    }
}

/// Returns the address of a web page that a browser saved as a mail (MHTML), which may be empty.
fn saved_page(message: &Message<'_>) -> Option<String> {
    let header = |part: &MessagePart<'_>, wanted: &str| {
        let found = part.headers().iter().find(|header| header.name().eq_ignore_ascii_case(wanted));
        found.and_then(|header| header.value().as_text()).map(|text| text.trim().to_owned())
    };
    let root = message.parts.first()?;
    let address = header(root, "Snapshot-Content-Location");
    let sender = one_line(message.header_raw(HeaderName::From).unwrap_or_default());
    let is_saved =
        address.is_some() || SAVING_PROGRAMS.iter().any(|name| sender.trim_start_matches(['<', '"']).starts_with(name));
    let of_part = || message.parts.iter().find_map(|part| header(part, "Content-Location"));
    is_saved.then(|| address.or_else(of_part).unwrap_or_default())
}

/// Returns the texts of the HTML parts.
fn html_parts(message: &Message<'_>) -> Vec<String> {
    let pages = message.html_bodies().filter_map(|part| match &part.body {
        PartType::Html(page) => Some(decoded_part(message, part, page)),
        _ => None,
    });
    pages.collect()
}

fn body(message: &Message<'_>) -> Result<Body, SkipReason> {
    let texts = message.text_bodies().filter_map(|part| match &part.body {
        PartType::Text(text) => Some(decoded_part(message, part, text)),
        _ => None,
    });
    let mut texts: Vec<String> = texts.filter(|text| !text.trim().is_empty()).collect();
    let mut blocks = Vec::new();
    if let Some(page) = html_parts(message).first() {
        // all paragraphs: most mails are too short to tell an article from what surrounds it
        match html_text::page_blocks(page) {
            Ok(found) => blocks = found,
            Err(reason) if texts.is_empty() => return Err(SkipReason::BadRecord(reason)),
            Err(_) => {}
        }
    }
    if texts.is_empty() && blocks.is_empty() {
        texts.extend(untyped_text(message));
    }
    let length: usize = texts.iter().map(|text| one_line(text).len()).sum();
    let html_length: usize = blocks.iter().map(|block| block.text.len()).sum();
    if !texts.is_empty() && html_length < STUB_FACTOR * length {
        return lay_out_text(&texts.join("\n\n"));
    }
    let mut body = Body::default();
    html_text::append(&mut body, blocks.into_iter().map(|block| (block, 1)).collect());
    Ok(body)
}

/// Returns the text of a part whose type is `text` without saying which: RFC 2045 (5.2) asks to read it as plain text.
fn untyped_text(message: &Message<'_>) -> Option<String> {
    let is_untyped = |part: &&MessagePart<'_>| {
        part.content_type().is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("text") && kind.subtype().is_none())
    };
    let part = message.parts.iter().find(is_untyped)?;
    Some(decode_line(part.contents().to_vec(), None).text).filter(|text| !text.trim().is_empty())
}

/// Returns the text of a part. If its bytes are not in the declared encoding, the encoding is detected.
fn decoded_part(message: &Message<'_>, part: &MessagePart<'_>, text: &str) -> String {
    let raw = message.raw_message().get(part.offset_body as usize..part.offset_end as usize);
    match raw {
        Some(raw) if part.encoding == Encoding::None && text.contains('\u{fffd}') => {
            decode_line(raw.to_vec(), None).text
        }
        _ => text.to_owned(),
    }
}

/// Counts the occurrences of `word`, which is in lower case, ignoring case.
fn count(bytes: &[u8], word: &[u8]) -> usize {
    bytes.windows(word.len()).filter(|window| window.eq_ignore_ascii_case(word)).count()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    const HEAD: &str = "Message-ID: <1@bote.example>\r\nFrom: =?utf-8?Q?Der_B=C3=B6te?= <bote@bote.example>\r\n\
                        Date: Sat, 21 Apr 2018 00:15:00 +0200 (Sommerzeit)\r\nSubject: =?iso-8859-1?Q?Gr=F6=DFe?=\r\n =?iso-8859-1?Q?_z=E4hlt?=\r\nMIME-Version: 1.0\r\n";

    fn mail(rest: &str) -> Result<Article, SkipReason> {
        read(format!("{HEAD}{rest}").as_bytes())
    }

    #[test]
    fn text_else_html() {
        let alternative = "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
                           Eins f=C3=BCr zwei.\r\n\r\nDrei.\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Anders.</p>\r\n--b--\r\n";
        let html = "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+RWlucyBmJnV1bWw7ciB6d2VpLjwvcD48c2NyaXB0Pndl\r\nZzwvc2NyaXB0PjxwPkRyZWkuPC9wPg==\r\n";
        let attached = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nEins fuer zwei.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nFremd.\r\n\
                        --b\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n--b--\r\n";
        for (rest, body) in [
            (alternative, "Eins für zwei.\nDrei."),
            (html, "Eins für zwei.\nDrei."),
            (attached, "Eins fuer zwei."),
            ("\r\nEine lange Zeile, die hier\r\num ist.\r\n", "Eine lange Zeile, die hier um ist."),
        ] {
            let article = mail(rest).unwrap();
            let about = [&article.id, &article.title, &article.source, &article.body];
            assert_eq!(about, ["1@bote.example", "Größe zählt", "Der Böte", body]);
            assert_eq!(article.date, Some(jiff::civil::date(2018, 4, 21)));
        }
    }

    #[test]
    fn days_that_are_none_are_refused() {
        for (date, day, refused) in [
            ("Sun, 31 Dec 2017 23:59:00 PST", Some(jiff::civil::date(2017, 12, 31)), false),
            ("2018-04-21", Some(jiff::civil::date(2018, 4, 21)), false),
            ("Sat, 31 Feb 2018 10:15:00 +0200", None, true),
            ("gestern", None, false),
            ("", None, false),
        ] {
            let article = read(format!("From: a@b\r\nDate: {date}\r\n\r\nText.\r\n").as_bytes()).unwrap();
            assert_eq!((article.date, article.date_refused), (day, refused), "{date}");
        }
    }

    #[test]
    fn a_wrong_encoding_is_found_out() {
        let said = format!("{HEAD}Content-Type: text/plain; charset=utf-8\r\n\r\n");
        let bytes = [said.as_bytes(), b"Die Gr\xf6\xdfe.\r\n"].concat();
        assert_eq!(read(&bytes).unwrap().body, "Die Größe.");
    }

    #[test]
    fn what_is_no_mail() {
        for (text, why) in [
            ("", "no mail"),
            ("\0\x01 Murks", "no mail"),
            ("X-Feld: 1\r\n\r\nText.", "no mail"),
            (&format!("{HEAD}\r\n \r\n"), "no text"),
            (&format!("{HEAD}Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0K"), "no text"),
        ] {
            let reason = read(text.as_bytes()).unwrap_err().to_string();
            assert!(reason.starts_with(&format!("no article: {why}")), "{text}: {reason}");
        }
    }

    #[test]
    fn nesting_ends_in_time() {
        for (piece, many) in [
            ("Content-Type: message/rfc822\r\n\r\n", 900),
            ("Content-Type: message/rfc822\r\n\r\n", 100_000),
            ("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", 900),
            ("Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\n", 900),
            ("--b\r\n", 100_000),
            ("=?utf-8?Q?a?= ", 100_000),
        ] {
            let _ = read(format!("From: a@b\r\n{}", piece.repeat(many)).as_bytes());
        }
    }

    #[test]
    fn text_of_odd_parts() {
        let stub = "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nBitte HTML einschalten.\r\n--b\r\n\
                    Content-Type: text/html; charset=utf-8\r\n\r\n<p>Die Wehrbrücke bleibt bis Ende Mai für Lastwagen gesperrt.</p><p>Umgeleitet wird über das Sägewerk.</p>\r\n--b--\r\n";
        let untyped = "Content-Type: text\r\n\r\nEin alter Brief aus dem Norden.\r\n";
        for (rest, body) in [
            (stub, "Die Wehrbrücke bleibt bis Ende Mai für Lastwagen gesperrt.\nUmgeleitet wird über das Sägewerk."),
            (untyped, "Ein alter Brief aus dem Norden."),
        ] {
            assert_eq!(mail(rest).unwrap().body, body);
        }
    }

    #[test]
    fn a_saved_page_is_the_page() {
        let page = "<html lang=de><title>Wehr</title><meta property=article:published_time content=2019-05-02><nav><a href=/>Start</a></nav>\
                    <article><h1>Wehrbrücke gesperrt</h1><p>Die Wehrbrücke bleibt bis Ende Mai für Lastwagen gesperrt, teilte das Bauamt mit.</p></article></html>";
        for head in [
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.bote.example/wehr\r\n",
            "From: \"Saved by WebKit\"\r\n",
        ] {
            let mail = format!(
                "{head}Subject: Wehr\r\nDate: Mon, 1 Dec 2025 10:15:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=b\r\n\r\n\
                 --b\r\nContent-Type: text/html\r\nContent-Location: https://www.bote.example/wehr\r\n\r\n{page}\r\n--b--\r\n"
            );
            let article = read(mail.as_bytes()).unwrap();
            assert_eq!(
                (article.title.as_str(), article.source.as_str()),
                ("Wehrbrücke gesperrt", "bote.example"),
                "{head}"
            );
            assert_eq!(article.date, Some(jiff::civil::date(2019, 5, 2)));
            assert_eq!(
                article.body,
                "Die Wehrbrücke bleibt bis Ende Mai für Lastwagen gesperrt, teilte das Bauamt mit."
            );
        }
    }

    #[test]
    fn known_by_its_headers() {
        assert!(looks_like_mail(&format!("{}\nText", HEAD.replace("\r\n", "\n"))));
        for head in ["From: a\n\nText", "Von: a\nMessage-ID: x\n\n", "Ein Titel\nFrom: a\nReceived: b\n\n", ""] {
            assert!(!looks_like_mail(head), "{head}");
        }
    }
}
