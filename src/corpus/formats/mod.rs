//! The formats: which one is it, and which file here reads it.

mod feed;
mod fields;
mod front_matter;
mod html;
mod html_lines;
mod html_text;
mod http;
mod json;
mod json_lines;
mod json_record;
mod layout;
mod lines;
mod mail;
mod markdown;
mod mbox;
mod newsml;
mod ninjs;
mod nitf;
mod pdf;
mod records;
mod table;
mod table_columns;
#[cfg(test)]
mod testing;
mod text;
mod warc;
mod whitespace;
mod xml;
mod xml_text;

use std::io::{self, BufRead};
use std::path::Path;

use super::encoding::{Unicode, decode, is_binary};
use super::reason::Reason;
pub(super) use records::Records;

/// How a file is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Markdown,
    Html,
    Json,
    JsonLines,
    Table {
        /// Whether the extension promises tabs.
        tabs: bool,
    },
    Nitf,
    NewsMl,
    Feed,
    Mail,
    Mbox,
    Warc,
    Pdf,
}

impl Format {
    /// Whether a file is read record by record, and need not fit into memory.
    pub(super) fn is_streamed(self) -> bool {
        matches!(self, Format::JsonLines | Format::Table { .. } | Format::Mbox | Format::Warc)
    }
}

/// The format of a file of this name (without `.gz`, `.zst`) that begins with `head`. The extension decides,
/// but for what its first bytes say beyond doubt, for pages saved as `.txt` and JSON lines called `.json`; without a known
/// one the content does.
pub(super) fn of(name: &Path, head: &[u8]) -> Result<Format, Reason> {
    let extension = name.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        _ if pdf::begins(head) => Ok(Format::Pdf),
        _ if warc::begins(head) => Ok(Format::Warc),
        Some("pdf") => Ok(Format::Pdf),
        Some("warc") => Ok(Format::Warc),
        Some("eml") => Ok(Format::Mail),
        Some("mbox" | "mbx") => Ok(Format::Mbox),
        _ if is_binary(head) => Err(Reason::Binary),
        extension => of_text(extension, &decode(head.to_vec()).map(|decoded| decoded.text).unwrap_or_default()),
    }
}

fn of_text(extension: Option<&str>, head: &str) -> Result<Format, Reason> {
    Ok(match extension {
        Some("txt" | "text") if has_doctype(head) => Format::Html,
        Some("txt" | "text") => Format::Text,
        Some("md" | "markdown") => Format::Markdown,
        Some("html" | "htm" | "xhtml") => Format::Html,
        Some("json") if json::looks_like_lines(head) => Format::JsonLines,
        Some("json") => Format::Json,
        Some("jsonl" | "ndjson") => Format::JsonLines,
        Some("csv") => Format::Table { tabs: false },
        Some("tsv") => Format::Table { tabs: true },
        Some("xml" | "rss" | "atom" | "rdf" | "nitf" | "newsml") => by_root(head)?,
        None => by_content(head).unwrap_or(Format::Text),
        Some(other) => by_content(head).ok_or_else(|| Reason::Unsupported(format!(".{other}")))?,
    })
}

/// XML by its first element.
fn by_root(head: &str) -> Result<Format, Reason> {
    let root = xml::root(head).ok_or_else(|| Reason::Damaged("not XML: no element".to_owned()))?;
    known_root(&root).ok_or_else(|| {
        let shown: String = root.chars().take(40).collect();
        Reason::Unsupported(format!("XML of <{shown}>; of news NITF, NewsML-G2, RSS and Atom are read"))
    })
}

fn known_root(root: &str) -> Option<Format> {
    match root {
        "nitf" => Some(Format::Nitf),
        "html" => Some(Format::Html),
        root if newsml::ROOTS.contains(&root) => Some(Format::NewsMl),
        root if feed::ROOTS.contains(&root) => Some(Format::Feed),
        _ => None,
    }
}

fn by_content(head: &str) -> Option<Format> {
    let start = head.trim_start();
    if has_doctype(head) || starts_with_ignoring_case(start, "<html") {
        Some(Format::Html)
    } else if json::looks_like_lines(head) {
        Some(Format::JsonLines)
    } else if json::looks_like_json(start) {
        Some(Format::Json)
    } else if mbox::looks_like_mbox(head) {
        Some(Format::Mbox)
    } else if mail::looks_like_mail(head) {
        Some(Format::Mail)
    } else if start.starts_with('<') {
        known_root(&xml::root(start)?)
    } else {
        None
    }
}

fn has_doctype(head: &str) -> bool {
    starts_with_ignoring_case(head.trim_start(), "<!doctype html")
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.as_bytes().get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start.as_bytes()))
}

/// Reads a file that is in memory as a whole; whether its text was re-coded. What is made of it is at most `limit` bytes.
pub(super) fn whole(
    format: Format,
    bytes: Vec<u8>,
    name: &Path,
    limit: u64,
    records: &mut dyn Records,
) -> Result<bool, Reason> {
    let name = name.to_string_lossy();
    match format {
        Format::Mail => return mail::read(&bytes).map(|article| records.only(article)).map(|()| false),
        Format::Pdf => {
            return text::read(pdf::text(bytes, limit)?, &name).map(|article| records.only(article)).map(|()| false);
        }
        _ => {}
    }
    let decoded = decode(bytes)?;
    if decoded.text.trim().is_empty() {
        return Err(Reason::Empty);
    }
    let text = decoded.text;
    match format {
        Format::Markdown => records.only(markdown::read(&text)?),
        Format::Html => records.only(html::read(&text)?),
        Format::Nitf => records.only(nitf::read(&text)?),
        Format::Text => records.only(text::read(text, &name)?),
        Format::NewsMl => newsml::read(&text, records)?,
        Format::Feed => feed::read(&text, records)?,
        _ => json::read(&text, records)?,
    }
    Ok(decoded.recoded)
}

/// Reads a format record by record, none longer than `limit` bytes; whether some of it was re-coded.
pub(super) fn stream(
    format: Format,
    input: impl BufRead,
    head: &[u8],
    limit: u64,
    records: &mut dyn Records,
) -> io::Result<bool> {
    match format {
        // these say of each record how it is encoded
        Format::Mbox => return mbox::read(input, limit, records).map(|()| false),
        Format::Warc => return warc::read(input, limit, records).map(|()| false),
        _ => {}
    }
    let mut lines = lines::LineReader::new(Unicode::new(input, head), limit);
    match format {
        Format::Table { tabs } => table::read(&mut lines, head, tabs, records)?,
        _ => json_lines::read(&mut lines, records)?,
    }
    Ok(lines.recoded)
}
