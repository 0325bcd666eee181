//! The formats: which one a file has, and which reader of this folder gets it.
//!
//! # To add a format
//!
//! A reader is a file of this folder. For a file that is read whole it gives an article or takes a [`Records`]; for one that
//! may be larger than memory it is streamed and always takes a [`Records`]. It is called by an arm of [`Whole::read`] or
//! [`Streamed::read`]. `CONTRIBUTING.md` has all steps in order, with tests, fuzzing and documents.

mod alto;
mod detect;
mod document;
mod docx;
mod embedded;
mod entities;
mod epub;
mod feed;
mod field_names;
mod field_text;
mod field_values;
mod fields;
mod foreign;
mod front_matter;
mod hocr;
mod html;
mod html_lines;
mod html_text;
mod http;
mod iptc7901;
mod json;
mod json_columns;
mod json_lines;
mod json_record;
mod json_repair;
mod json_shapes;
mod known_fields;
mod layout;
mod line_ends;
mod lines;
mod mail;
mod markdown;
mod markup;
mod mbox;
mod mets;
mod newsml;
mod ninjs;
mod nitf;
mod ocr;
mod odt;
mod page_xml;
mod pdf;
mod pdf_pages;
mod press_export;
mod records;
mod rtf;
mod shortened;
mod table;
mod table_columns;
mod table_content;
mod table_dialect;
#[cfg(test)]
mod testing;
mod text;
mod transcript;
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
pub use mets::SeenIssues;
pub(super) use mets::Surroundings;
pub(super) use records::Records;
pub use records::TakenColumns;

/// Format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// The whole file is in memory while it is read.
    Whole(Whole),
    /// The file is read record by record and need not fit into memory.
    Streamed(Streamed),
    /// The file holds other files.
    Container(Container),
}

/// Archives, whose members are read like files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Zip,
    Tar,
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
    Docx,
    Odt,
    Epub,
    Rtf,
    Transcript,
    Iptc7901,
    Alto,
    PageXml,
    Hocr,
    Mets,
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
    ("docx", Format::Whole(Whole::Docx)),
    ("docm", Format::Whole(Whole::Docx)),
    ("dotx", Format::Whole(Whole::Docx)),
    ("odt", Format::Whole(Whole::Odt)),
    ("ott", Format::Whole(Whole::Odt)),
    ("epub", Format::Whole(Whole::Epub)),
    ("rtf", Format::Whole(Whole::Rtf)),
    ("vtt", Format::Whole(Whole::Transcript)),
    ("srt", Format::Whole(Whole::Transcript)),
    ("iptc", Format::Whole(Whole::Iptc7901)),
    ("7901", Format::Whole(Whole::Iptc7901)),
    ("hocr", Format::Whole(Whole::Hocr)),
    ("zip", Format::Container(Container::Zip)),
    ("wacz", Format::Container(Container::Zip)),
    ("tar", Format::Container(Container::Tar)),
];

/// Extensions of XML, whose first element says which format it is.
pub(super) const XML_EXTENSIONS: &[&str] = &["xml", "rss", "atom", "rdf", "nitf", "newsml"];

/// Formats of XML by the first element of a document, without its prefix.
const XML_ROOTS: &[(&str, Format)] = &[
    ("nitf", Format::Whole(Whole::Nitf)),
    ("html", Format::Whole(Whole::Html)),
    ("alto", Format::Whole(Whole::Alto)),
    ("PcGts", Format::Whole(Whole::PageXml)),
    ("mets", Format::Whole(Whole::Mets)),
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
            Format::Whole(Whole::Docx) => "docx",
            Format::Whole(Whole::Odt) => "odt",
            Format::Whole(Whole::Epub) => "epub",
            Format::Whole(Whole::Rtf) => "rtf",
            Format::Whole(Whole::Iptc7901) => "iptc7901",
            Format::Whole(Whole::Hocr) => "hocr",
            Format::Whole(Whole::Alto) => "alto",
            Format::Whole(Whole::PageXml) => "page",
            Format::Whole(Whole::Mets) => "mets",
            Format::Whole(Whole::Transcript) => "transcript",
            Format::Container(Container::Zip) => "zip",
            Format::Container(Container::Tar) => "tar",
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
                Whole::Nitf | Whole::NewsMl | Whole::Feed | Whole::Transcript | Whole::Iptc7901 => true,
                Whole::Alto | Whole::PageXml | Whole::Hocr | Whole::Mets => true,
                Whole::Mail | Whole::Pdf | Whole::Docx | Whole::Odt | Whole::Epub | Whole::Rtf => false,
            },
            Format::Streamed(format) => match format {
                Streamed::JsonLines | Streamed::Csv | Streamed::Tsv => true,
                Streamed::Mbox | Streamed::Warc => false,
            },
            Format::Container(_) => false,
        }
    }
}

impl Whole {
    /// Reads a file of this `name` from its `bytes`, which lies in `around` if it is no member of an archive. Text that is made of it, as
    /// from a PDF, has at most `limit` bytes; `map` says which fields of records a user has named. Returns true if the text was in an
    /// encoding other than Unicode.
    pub(super) fn read(
        self,
        bytes: Vec<u8>,
        name: &Path,
        around: Option<Surroundings<'_>>,
        limit: u64,
        map: &FieldMap,
        records: &mut dyn Records,
    ) -> Result<bool, SkipReason> {
        let file_name = name.file_name().unwrap_or_default().to_string_lossy();
        let name = name.to_string_lossy();
        let mut recoded = false;
        let mut decoded = |bytes: Vec<u8>| -> Result<String, SkipReason> {
            let declares = matches!(
                self,
                Whole::Html
                    | Whole::Hocr
                    | Whole::Nitf
                    | Whole::NewsMl
                    | Whole::Feed
                    | Whole::Alto
                    | Whole::PageXml
                    | Whole::Mets
            );
            let decoded = if declares { html::decode_page(bytes, None)? } else { decode(bytes)? };
            recoded = decoded.recoded;
            if decoded.text.trim().is_empty() { Err(SkipReason::Empty) } else { Ok(decoded.text) }
        };
        match self {
            Whole::Text => {
                let text = decoded(bytes)?;
                if !press_export::read_text(&text, records) {
                    records.only(text::read(text, &name)?);
                }
            }
            Whole::Markdown => records.only(markdown::read(&decoded(bytes)?)?),
            Whole::Html => {
                let page = decoded(bytes)?;
                if hocr::is_hocr(&page) {
                    records.only(ocr::article(hocr::regions(&page)?, &name)?);
                } else if !press_export::read_page(&page, records) {
                    records.only(html::read(&page)?);
                }
            }
            Whole::Json => json::read(&decoded(bytes)?, map, records)?,
            Whole::Nitf => records.only(nitf::read(&decoded(bytes)?)?),
            Whole::NewsMl => newsml::read(&decoded(bytes)?, map, records)?,
            Whole::Feed => feed::read(&decoded(bytes)?, records)?,
            Whole::Mail => records.only(mail::read(&bytes)?),
            Whole::Pdf => records.only(pdf_pages::article(&pdf::text(bytes, limit)?, &name)?),
            Whole::Docx => docx::read(bytes, limit)?.read(&name, records)?,
            Whole::Odt => odt::read(bytes, limit)?.read(&name, records)?,
            Whole::Epub => epub::read(bytes, limit)?.read(&name, records)?,
            Whole::Rtf => rtf::read(&bytes)?.read(&name, records)?,
            Whole::Iptc7901 => iptc7901::read(&decoded(bytes)?, records),
            Whole::Hocr => records.only(ocr::article(hocr::regions(&decoded(bytes)?)?, &name)?),
            Whole::Alto if around.is_some_and(|around| mets::describes(around, &file_name, limit)) => {
                return Err(SkipReason::Unsupported("page of a newspaper, read with its METS file".to_owned()));
            }
            Whole::Alto => records.only(ocr::article(alto::regions(&decoded(bytes)?)?, &name)?),
            Whole::PageXml => records.only(ocr::article(page_xml::regions(&decoded(bytes)?)?, &name)?),
            Whole::Mets => mets::read(&decoded(bytes)?, around.map(|around| around.folder), limit, records)?,
            Whole::Transcript => records.only(transcript::read(&decoded(bytes)?, &name)?),
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
