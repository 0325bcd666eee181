//! Reads the articles in files and folders.
//!
//! [`discover`] walks files and folders in the order of their names and accounts for every path it meets: it lists the path,
//! skips it for a [`SkipReason`], or counts it as ignored. [`read`] turns one file into [`Article`]s, whatever its format,
//! compression and encoding. Nothing here knows passages or the index.
//!
//! # From a file to its articles
//!
//! [`read`] opens a file only if it is still a regular file, hashes the bytes as they come, unpacks gzip and zstd, detects the
//! format by the name and the first bytes (`formats/detect.rs`) and calls the reader of that format. Each reader is a file in
//! `formats/`: plain text, Markdown with front matter, HTML, JSON, JSON lines (with ninjs and JSON Feed), CSV and TSV, NITF,
//! NewsML-G2, IPTC 7901, RSS and Atom, mail (`.eml`), mailboxes (`.mbox`), MHTML, web archives (WARC), transcripts (VTT, SRT), DOCX,
//! ODT, RTF, EPUB, digitised newspapers (METS, ALTO, PAGE, hOCR), and PDF where `pdftotext` is installed. Exports of press databases
//! are cut into their articles (`formats/press_export.rs`).
//! JSON lines, tables, mailboxes and web archives are streamed, so that memory depends on one record; the others are read
//! whole, up to [`ReadOptions::max_file_size`]. Web pages have a folder, `formats/html/`: a file for each of title, lead, text,
//! day, source and encoding. What has named fields (ninjs, NITF, NewsML-G2, feeds, mail, tables) becomes a record, of which
//! `formats/fields.rs` makes an article: `formats/field_names.rs` knows what names mean, `formats/field_values.rs` and
//! `formats/field_text.rs` read values of any shape. `formats/json_shapes.rs` finds the records in JSON of any service,
//! `formats/table_columns.rs` the header and the columns of a table. A user's own names are a [`FieldMap`].
//!
//! Input is treated as hostile: nesting, elements and record lengths are bounded, nothing that an XML document declares is
//! expanded, `pdftotext` gets bytes and never a file name and has limits on time and output, and a parser that panics costs
//! one file. A bad record is reported with its line and the next one is read.
//!
//! Archives (ZIP, TAR, WACZ) are read like folders (`archive/`): each member goes through the same detection, unpacked bytes have a
//! budget, and the archive itself is the file that is hashed and counted.
//!
//! The body of an article is laid out in the buffer of its file (`formats/layout.rs`), so that a long article is held once.
//! `CONTRIBUTING.md` says how to add a format.

mod archive;
mod article;
mod changes;
mod date;
mod discover;
mod encoding;
mod field_map;
mod formats;
mod input;
mod read;
mod reason;
mod source;
#[cfg(test)]
mod tests;

pub use article::{Article, LineMap};
pub use changes::Changes;
pub(crate) use date::{parse_day, parse_month};
pub use discover::{DiscoverError, Discovered, WalkOptions, discover};
pub use field_map::{FieldKind, FieldMap, FieldMapError};
pub use formats::{SeenIssues, TakenColumns};
/// Day of the calendar, as in [`Article::date`].
pub use jiff::civil::Date;
pub(crate) use read::hash_of;
#[cfg(any(test, fuzzing))]
pub(crate) use read::read_bytes;
pub use read::{ReadOptions, ReadSummary, Record, read};
pub use reason::SkipReason;
pub(crate) use source::{FileStamp, key_of};
pub use source::{SourceFile, path_of};
