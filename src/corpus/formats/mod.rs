//! The formats: which one a file has, and which reader of this folder gets it.
//!
//! # To add a format
//!
//! A reader is a file of this folder. For a file that is read whole it gives an article or takes a [`Records`]; for one that
//! may be larger than memory it is streamed and always takes a [`Records`]. It is called by an arm of [`Whole::read`] or
//! [`Streamed::read`]. `CONTRIBUTING.md` has all steps in order, with tests, fuzzing and documents.

mod detect;
mod entities;
mod feed;
mod field_names;
mod field_text;
mod field_values;
mod fields;
mod front_matter;
mod html;
mod html_lines;
mod html_text;
mod http;
mod json;
mod json_columns;
mod json_lines;
mod json_record;
mod json_repair;
mod json_shapes;
mod layout;
mod line_ends;
mod lines;
mod mail;
mod markdown;
mod markup;
mod mbox;
mod newsml;
mod ninjs;
mod nitf;
mod pdf;
mod records;
mod shortened;
mod table;
mod table_columns;
mod table_content;
mod table_dialect;
#[cfg(test)]
mod testing;
mod text;
mod warc;
mod whitespace;
mod xml;
mod xml_text;

use std::io::{self, BufRead};
use std::path::Path;

use super::encoding::{Utf8Reader, decode, old_encoding};
use super::field_map::FieldMap;
use super::reason::SkipReason;
pub(super) use detect::detect;
use lines::LineReader;
pub(super) use records::Records;
pub use records::TakenColumns;

/// Format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// The whole file is in memory while it is read.
    Whole(Whole),
    /// The file is read record by record and need not fit into memory.
    Streamed(Streamed),
}

/// Formats that are read whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    Text,
    Markdown,
    Html,
    Json,
    Nitf,
    NewsMl,
    Feed,
    Mail,
    Pdf,
}

/// Formats that are streamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Streamed {
    JsonLines,
    Csv,
    Tsv,
    Mbox,
    Warc,
}

/// Formats by the extension of a file's name, in lower case, without `.gz` and `.zst`.
pub(super) const EXTENSIONS: &[(&str, Format)] = &[
    ("txt", Format::Whole(Whole::Text)),
    ("text", Format::Whole(Whole::Text)),
    ("md", Format::Whole(Whole::Markdown)),
    ("markdown", Format::Whole(Whole::Markdown)),
    ("html", Format::Whole(Whole::Html)),
    ("htm", Format::Whole(Whole::Html)),
    ("xhtml", Format::Whole(Whole::Html)),
    ("json", Format::Whole(Whole::Json)),
    ("jsonl", Format::Streamed(Streamed::JsonLines)),
    ("ndjson", Format::Streamed(Streamed::JsonLines)),
    ("csv", Format::Streamed(Streamed::Csv)),
    ("tsv", Format::Streamed(Streamed::Tsv)),
    ("eml", Format::Whole(Whole::Mail)),
    ("mhtml", Format::Whole(Whole::Mail)),
    ("mht", Format::Whole(Whole::Mail)),
    ("mbox", Format::Streamed(Streamed::Mbox)),
    ("mbx", Format::Streamed(Streamed::Mbox)),
    ("warc", Format::Streamed(Streamed::Warc)),
    ("pdf", Format::Whole(Whole::Pdf)),
];

/// Extensions of XML, whose first element says which format it is.
pub(super) const XML_EXTENSIONS: &[&str] = &["xml", "rss", "atom", "rdf", "nitf", "newsml"];

/// Formats of XML by the first element of a document, without its prefix.
const XML_ROOTS: &[(&str, Format)] = &[
    ("nitf", Format::Whole(Whole::Nitf)),
    ("html", Format::Whole(Whole::Html)),
    ("newsItem", Format::Whole(Whole::NewsMl)),
    ("newsMessage", Format::Whole(Whole::NewsMl)),
    ("packageItem", Format::Whole(Whole::NewsMl)),
    ("knowledgeItem", Format::Whole(Whole::NewsMl)),
    ("rss", Format::Whole(Whole::Feed)),
    ("RDF", Format::Whole(Whole::Feed)),
    ("feed", Format::Whole(Whole::Feed)),
];

impl Format {
    /// Name of the format for people and programs, in lower case.
    pub(super) fn name(self) -> &'static str {
        match self {
            Format::Whole(Whole::Text) => "text",
            Format::Whole(Whole::Markdown) => "markdown",
            Format::Whole(Whole::Html) => "html",
            Format::Whole(Whole::Json) => "json",
            Format::Whole(Whole::Nitf) => "nitf",
            Format::Whole(Whole::NewsMl) => "newsml",
            Format::Whole(Whole::Feed) => "feed",
            Format::Whole(Whole::Mail) => "mail",
            Format::Whole(Whole::Pdf) => "pdf",
            Format::Streamed(Streamed::JsonLines) => "jsonl",
            Format::Streamed(Streamed::Csv) => "csv",
            Format::Streamed(Streamed::Tsv) => "tsv",
            Format::Streamed(Streamed::Mbox) => "mbox",
            Format::Streamed(Streamed::Warc) => "warc",
        }
    }

    /// Returns true if a file of this format is text in one encoding; false if its bytes are for its reader alone.
    fn is_text(self) -> bool {
        match self {
            Format::Whole(format) => match format {
                Whole::Text | Whole::Markdown | Whole::Html | Whole::Json => true,
                Whole::Nitf | Whole::NewsMl | Whole::Feed => true,
                Whole::Mail | Whole::Pdf => false,
            },
            Format::Streamed(format) => match format {
                Streamed::JsonLines | Streamed::Csv | Streamed::Tsv => true,
                Streamed::Mbox | Streamed::Warc => false,
            },
        }
    }
}

impl Whole {
    /// Reads a file of this `name` from its `bytes`. Text that is made of it, as from a PDF, has at most `limit` bytes; `map` says
    /// which fields of records a user has named. Returns true if the text was in an encoding other than Unicode.
    pub(super) fn read(
        self,
        bytes: Vec<u8>,
        name: &Path,
        limit: u64,
        map: &FieldMap,
        records: &mut dyn Records,
    ) -> Result<bool, SkipReason> {
        let name = name.to_string_lossy();
        let mut recoded = false;
        let mut decoded = |bytes: Vec<u8>| -> Result<String, SkipReason> {
            let declares = matches!(self, Whole::Html | Whole::Nitf | Whole::NewsMl | Whole::Feed);
            let decoded = if declares { html::decode_page(bytes, None)? } else { decode(bytes)? };
            recoded = decoded.recoded;
            if decoded.text.trim().is_empty() { Err(SkipReason::Empty) } else { Ok(decoded.text) }
        };
        match self {
            Whole::Text => records.only(text::read(decoded(bytes)?, &name)?),
            Whole::Markdown => records.only(markdown::read(&decoded(bytes)?)?),
            Whole::Html => records.only(html::read(&decoded(bytes)?)?),
            Whole::Json => json::read(&decoded(bytes)?, map, records)?,
            Whole::Nitf => records.only(nitf::read(&decoded(bytes)?)?),
            Whole::NewsMl => newsml::read(&decoded(bytes)?, records)?,
            Whole::Feed => feed::read(&decoded(bytes)?, records)?,
            Whole::Mail => records.only(mail::read(&bytes)?),
            Whole::Pdf => records.only(text::read(pdf::text(bytes, limit)?, &name)?),
        }
        Ok(recoded)
    }
}

impl Streamed {
    /// Reads record by record, none longer than `limit` bytes. `head` is the beginning of `input`. Returns true if some of the
    /// text was in an encoding other than Unicode; mailboxes and web archives say of each record how it is encoded.
    pub(super) fn read(
        self,
        input: impl BufRead,
        head: &[u8],
        limit: u64,
        map: &FieldMap,
        records: &mut dyn Records,
    ) -> io::Result<bool> {
        match self {
            Streamed::JsonLines => by_line(input, head, limit, |lines| json_lines::read(lines, map, records)),
            Streamed::Csv => by_line(input, head, limit, |lines| table::read(lines, head, b',', map, records)),
            Streamed::Tsv => by_line(input, head, limit, |lines| table::read(lines, head, b'\t', map, records)),
            Streamed::Mbox => mbox::read(input, limit, records).map(|()| false),
            Streamed::Warc => warc::read(input, limit, records).map(|()| false),
        }
    }
}

/// Gives a reader the lines of a text in any encoding. Returns true if one of them was not Unicode.
fn by_line<R: BufRead>(
    input: R,
    head: &[u8],
    limit: u64,
    read: impl FnOnce(&mut LineReader<Utf8Reader<R>>) -> io::Result<()>,
) -> io::Result<bool> {
    // line ends of old Macintoshes
    let has_returns_only = head.contains(&b'\r') && !head.contains(&b'\n');
    let reader = Utf8Reader::new(input, head).with_returns_as_line_ends(has_returns_only);
    let mut lines = LineReader::new(reader, limit).with_encoding(old_encoding(head));
    read(&mut lines)?;
    Ok(lines.recoded)
}
