//! What is on disk, and is it whole?
//!
//! [`update`] brings an index up to date with files and folders; [`Index`] opens one for searching. The format
//! is in `index/README.md` and in the constants and field comments of [`schema`](Fields), [`Stored`] and
//! [`Manifest`].

mod analysis;
mod builders;
mod checksums;
mod disk;
mod document;
mod earlier;
#[cfg(test)]
mod faults;
mod files;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzing;
mod interner;
mod manifest;
mod meanings;
mod merging;
mod open;
mod optimize;
mod options;
mod payload;
mod pipeline;
mod places;
mod postings;
mod schema;
mod sealed;
mod segment;
mod stamps;
mod stored;
mod summary;
mod texts;
mod update;
mod verify;
mod vocabulary;
mod watches;
mod writer;

pub use analysis::Analysis;
pub(crate) use document::{day, days};
pub use manifest::{ArticleEntry, Manifest, SourceEntry};
pub use open::Index;
pub use optimize::{Optimized, optimize};
pub use options::UpdateOptions;
pub use payload::Payload;
pub use schema::{FORMAT, Fields};
pub(crate) use schema::{article_number, ordinal};
pub use stamps::has_changed;
pub use stored::Stored;
pub use summary::{IndexSummary, Progress, SkippedRecord};
pub use update::update;
pub use verify::{SourceChange, Verified, verify};
pub(crate) use watches::Content;
pub use watches::{MAX_WATCH_NAME, Novelty, Watch, Watches};
