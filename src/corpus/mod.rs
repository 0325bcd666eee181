//! Here is a folder: which articles are in it?
//!
//! [`discover`] walks files and folders and accounts for every path it meets; [`read`] turns one file into
//! [`Article`]s, whatever its format, compression and encoding. Nothing here knows passages or the index.
//!
//! Formats: plain text, Markdown with front matter, HTML, JSON, JSON lines (with ninjs and JSON Feed), CSV and TSV, NITF,
//! NewsML-G2, RSS and Atom, mail (`.eml`) and mailboxes (`.mbox`), web archives (WARC), PDF where `pdftotext` is installed;
//! each as it is or in gzip or zstd.

mod article;
mod changes;
mod date;
mod discover;
mod encoding;
mod formats;
mod read;
mod reason;
mod source;
#[cfg(test)]
mod tests;

pub use article::{Article, Lines};
pub use changes::Changes;
pub use date::{NoSuchDay, parse_date};
pub(crate) use date::{parse_day, parse_month};
pub use discover::{DiscoverError, Discovered, WalkOptions, discover};
#[cfg(any(test, fuzzing))]
pub(crate) use read::read_bytes;
pub use read::{ReadOptions, Record, Source, hash_of, read};
pub use reason::Reason;
pub(crate) use source::FileStamp;
pub use source::{SourceFile, path_of};
