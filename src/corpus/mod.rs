//! Here is a folder: which articles are in it?
//!
//! [`discover`] walks files and folders and accounts for every path it meets; [`read`] turns one file into
//! [`Article`]s, whatever its format, compression and encoding. Nothing here knows passages or the index.

mod article;
mod changes;
mod date;
mod discover;
mod encoding;
mod formats;
mod read;
mod reason;
#[cfg(test)]
mod tests;

pub use article::{Article, Lines};
pub use changes::Changes;
pub use date::{NoSuchDay, parse_date};
pub(crate) use discover::stamp;
pub use discover::{DiscoverError, Discovered, SourceFile, WalkOptions, discover, path_of};
#[cfg(any(test, fuzzing))]
pub(crate) use read::read_bytes;
pub use read::{ReadOptions, Record, Source, hash_of, read};
pub use reason::Reason;
