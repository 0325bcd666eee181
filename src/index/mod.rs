//! What is on disk, and is it whole?
//!
//! [`update`] brings an index up to date with files and folders; [`Index`] opens one for searching. The format
//! is in `index/README.md` and in the constants and field comments of [`schema`](Fields), [`StoredPassage`] and
//! [`Manifest`].

mod analysis;
mod batch;
mod builders;
mod checksums;
mod commit_metadata;
mod directory;
#[cfg(test)]
mod faults;
mod files;
mod form_cache;
mod forward_index;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzing;
mod interner;
mod line_file;
mod lock;
mod manifest;
mod merging;
mod open;
mod optimize;
mod options;
mod pipeline;
mod postings_writer;
mod previous;
mod record_lines;
mod schema;
mod sealed;
mod segment;
mod semaphore;
mod stamps;
mod stored_passage;
mod summary;
mod update;
mod verify;
mod vocabulary;
mod watches;
mod writer;

pub use analysis::Analysis;
pub use commit_metadata::CommitMetadata;
pub(crate) use forward_index::GAP_WIDTH;
pub use manifest::{Manifest, SourceEntry};
pub use open::Index;
pub use optimize::{Optimized, optimize, optimize_with_progress};
pub use options::UpdateOptions;
pub(crate) use schema::{Fields, article_number, date_of_day, days_since_epoch, ordinal};
pub use stamps::sources_changed;
pub use stored_passage::StoredPassage;
pub use summary::{IndexSummary, Progress, SkippedRecord};
pub use update::{update, update_with_progress};
pub use verify::{SourceChange, Verified, verify, verify_with_progress};
pub(crate) use watches::ContentHash;
pub use watches::{Novelty, Watch, Watches};
