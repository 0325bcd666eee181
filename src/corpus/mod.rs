//! Here is a folder: which articles are in it?
//!
//! [`discover`] walks files and folders and accounts for every path it meets; [`read`] turns one file into
//! [`Article`]s, whatever its format, compression and encoding. Nothing here knows passages or the index.

mod article;
mod date;
mod discover;
mod encoding;
mod formats;
mod reason;
mod read;

pub use article::{Article, Lines};
pub use date::parse_date;
pub use discover::{Discovered, SourceFile, WalkOptions, discover};
pub use read::{ReadOptions, Record, Source, read};
pub use reason::Reason;
