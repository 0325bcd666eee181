//! The formats: which one is it, and which file here reads it.

mod fields;
mod front_matter;
mod html;
mod html_lines;
mod html_text;
mod json;
mod json_lines;
mod layout;
mod lines;
mod markdown;
mod table;
mod table_columns;
mod text;

use std::io::{self, BufRead};
use std::ops::ControlFlow;
use std::path::Path;

use super::article::Article;
use super::encoding::decode;
use super::reason::Reason;

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
}

/// Takes what a format's reader finds.
pub(super) trait Records {
    /// One of many records, which begins on this line; stop when it breaks.
    fn record(&mut self, line: u32, record: Result<Article, Reason>) -> ControlFlow<()>;

    /// The one article that the whole file is.
    fn only(&mut self, article: Article);
}

/// The format of a file of this name (without `.gz`, `.zst`) that begins with `head`. The extension decides,
/// but for pages saved as `.txt` and JSON lines called `.json`; without a known one the content does.
pub(super) fn of(name: &Path, head: &[u8]) -> Result<Format, Reason> {
    let extension = name.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let head = decode(head.to_vec()).map(|decoded| decoded.text).unwrap_or_default();
    Ok(match extension.as_deref() {
        Some("txt" | "text") if has_doctype(&head) => Format::Html,
        Some("txt" | "text") => Format::Text,
        Some("md" | "markdown") => Format::Markdown,
        Some("html" | "htm" | "xhtml") => Format::Html,
        Some("json") if json::looks_like_lines(&head) => Format::JsonLines,
        Some("json") => Format::Json,
        Some("jsonl" | "ndjson") => Format::JsonLines,
        Some("csv") => Format::Table { tabs: false },
        Some("tsv") => Format::Table { tabs: true },
        None => by_content(&head).unwrap_or(Format::Text),
        Some(other) => by_content(&head).ok_or_else(|| Reason::Unsupported(format!(".{other}")))?,
    })
}

fn by_content(head: &str) -> Option<Format> {
    let start = head.trim_start();
    if has_doctype(head) || starts_with_ignoring_case(start, "<html") {
        Some(Format::Html)
    } else if json::looks_like_lines(head) {
        Some(Format::JsonLines)
    } else if json::looks_like_json(start) {
        Some(Format::Json)
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

/// Reads a format that needs the whole text at once.
pub(super) fn whole(format: Format, text: String, name: &Path, records: &mut dyn Records) -> Result<(), Reason> {
    match format {
        Format::Json | Format::JsonLines | Format::Table { .. } => json::read(&text, records),
        Format::Markdown => markdown::read(&text).map(|article| records.only(article)),
        Format::Html => html::read(&text).map(|article| records.only(article)),
        Format::Text => text::read(text, &name.to_string_lossy()).map(|article| records.only(article)),
    }
}

/// Reads a format record by record, none longer than `limit` bytes; whether some of it was re-coded.
pub(super) fn stream(
    format: Format,
    input: impl BufRead,
    head: &[u8],
    limit: u64,
    records: &mut dyn Records,
) -> io::Result<bool> {
    let mut lines = lines::LineReader::new(input, limit);
    match format {
        Format::Table { tabs } => table::read(&mut lines, head, tabs, records)?,
        _ => json_lines::read(&mut lines, records)?,
    }
    Ok(lines.recoded)
}

#[cfg(test)]
mod testing {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    /// What a reader found, the line 0 for the one article of a file.
    pub(super) type Found = Vec<(u32, Result<Article, Reason>)>;

    impl Records for Found {
        fn record(&mut self, line: u32, record: Result<Article, Reason>) -> ControlFlow<()> {
            self.push((line, record));
            ControlFlow::Continue(())
        }

        fn only(&mut self, article: Article) {
            self.push((0, Ok(article)));
        }
    }

    pub(super) fn collect(read: impl FnOnce(&mut dyn Records) -> Result<(), Reason>) -> Result<Found, Reason> {
        let mut found = Found::new();
        read(&mut found).map(|()| found)
    }

    pub(super) fn bodies(found: Found) -> Vec<(u32, Result<String, Reason>)> {
        found.into_iter().map(|(line, record)| (line, record.map(|article| article.body))).collect()
    }
}
