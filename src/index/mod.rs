//! What is on disk, and is it up to date?
//!
//! [`update`] brings an index up to date with files and folders; [`Index`] opens one for searching; [`optimize`] merges its
//! segments; [`verify`] compares every byte with its checksum. `index/README.md` describes the format on disk.
//!
//! # How articles get into the index
//!
//! `update` compares the folder with the manifest, file by file and record by record, and passes only new and changed articles to
//! the writer. `pipeline` reads and cuts files on several threads but delivers them in their order, so article numbers, and with
//! them the order of hits with equal scores, do not depend on threads. `builders` queue the articles for threads that build
//! segments, one segment each at a time; a semaphore bounds the bytes that wait.
//!
//! tantivy's own writer hashes every term of every text. Here a word as written is looked up once and is an id from then on
//! (`vocabulary`; the forms it stands for are computed once for all builders, `form_cache`). A text is a sequence of word ids
//! (`forward_index`), and the postings of each term are gathered by a counting sort when the segment is written
//! (`postings_writer`), in tantivy's format. tantivy's writer is left to remove, merge and commit.
//!
//! Neighbouring words of which one is frequent have posting lists of their own (`pairs`, `pairs_writer`), which answer phrases.
//!
//! A long article is held in memory once: its body takes over the memory of its file's text (`corpus/formats/layout`), is
//! compressed in chunks of 1 MiB and decompressed chunk by chunk (`stored_passage`).
//!
//! The analyser is part of the index (`analysis`): words are learnt from the articles of the run that creates it, and then never
//! again, so no word is ever split in two ways in one index.
//!
//! # Commits
//!
//! The metadata of a commit names its manifest, and both change atomically: an interrupted run leaves the last commit. An article
//! is removed by its version, which no other version of any article has, so a removal that reaches a segment late cannot hit the
//! replacement. `writer` takes the lock with the first change, and refuses to go on if another process has committed since the run
//! began.
//!
//! All files, tantivy's and ours, are written through `directory`: each is hashed as it is written, and synced together with its
//! name before anything refers to it. After a sync has failed nothing more is written. `checksums` has the hash and the length of
//! every file. Before segments are merged, all their bytes are verified (`merging`), because a merged segment gets checksums of its
//! own, which would hide the damage. Opening an index compares lengths, so that no truncated file is mapped, and starts again if a
//! writer has committed meanwhile.
//!
//! # Beside the commit
//!
//! Two files change without a commit (`sealed`). `watches` has the saved searches, with hashes of the ids and contents of the
//! articles they have found; it survives a rebuild and a change of the format. An article is new to a search if its content was not
//! found before, and updated if its id was. `stamps` has the modification times of the most recently changed folders and files: a
//! search uses them to tell that the index may be out of date. The check takes a millisecond at most and never walks a folder, so
//! it may miss a change.

mod account;
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
mod pairs;
mod pairs_writer;
mod pipeline;
mod postings_writer;
mod previous;
mod record_lines;
mod residue;
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

pub use account::{ArticleCounts, FileAccount, FileOutcome, RunAccount, TableAccount};
pub use analysis::Analysis;
pub use commit_metadata::CommitMetadata;
pub(crate) use forward_index::GAP_WIDTH;
pub use manifest::{Manifest, SourceEntry};
pub use open::{Index, last_commit};
pub use optimize::{Optimized, optimize, optimize_with_progress};
pub use options::UpdateOptions;
pub(crate) use pairs::PairRule;
pub use residue::{Residue, residue_of};
#[cfg(test)]
pub(crate) use schema::order;
pub(crate) use schema::{Fields, article_number, date_of_day, days_since_epoch, ordinal};
pub use stamps::sources_changed;
pub use stored_passage::StoredPassage;
pub use summary::{IndexSummary, Progress, SkippedRecord};
pub use update::{update, update_with_progress};
pub use verify::{SourceChange, Verified, verify, verify_with_progress};
pub(crate) use watches::ContentHash;
pub use watches::{Novelty, Watch, WatchFilters, Watches};
