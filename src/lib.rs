//! Full-text search for German news: answers a query with passages of about 100 words, each with the exact place it came from.
//!
//! The library reads a folder of articles in many formats, keeps an index of it on disk, and searches the index. The analysis is
//! made for German: inflections, spellings and the parts of compounds meet, so that *Verbot* finds *Werbeverbot*.
//!
//! ```
//! use fundstelle::{SearchOptions, Searcher, UpdateOptions, index};
//!
//! # let dir = tempfile::tempdir()?;
//! # let (articles, index_dir) = (dir.path().join("articles"), dir.path().join("index"));
//! # std::fs::create_dir(&articles)?;
//! std::fs::write(articles.join("2018-04-21.txt"), "Werbeverbot auf Twitter\nDie Firma darf nicht mehr werben.\n")?;
//! // Creates the index, or brings it up to date with the folder.
//! index::update(&index_dir, &[articles], &UpdateOptions::default())?;
//!
//! let searcher = Searcher::open(&index_dir)?;
//! let results = searcher.search("Verbot", &SearchOptions::default())?;
//! assert_eq!(results.hits[0].title, "Werbeverbot auf Twitter");
//! assert_eq!(results.hits[0].line, 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where to look next
//!
//! - [`index::update`] and [`UpdateOptions`]: how an index is made and kept up to date.
//! - [`Searcher`] and [`SearchOptions`]: ranked hits, by passage or by article; counts, trends, similar passages and copies.
//! - [`query`]: the query language, and [`query::Node`] to build queries without it.
//! - [`check`], [`cite`]: whether the quotations of a text stand in the corpus, and how a passage is cited.
//! - [`corpus`], [`passage`], [`german`]: the stages before the index, each usable by itself.
//! - [`measure`]: ranking quality with the measures of trec_eval, and latency.
//!
//! ```text
//! INDEX   folder ─discover─▶ file ─read─▶ Article ─split─▶ Passage ─analyse─▶ terms ─write─▶ index/
//! QUERY   text ─parse─▶ Node ─plan─▶ predicate and scored clauses ─first phase─▶ candidates ─rank─▶ Hit ─highlight─▶ caller
//! ```
//!
//! The folder `examples/` has short programs. The library never prints, exits, reads the environment or parses flags.
//!
//! # Features
//!
//! - `cli` (default): the program `fundstelle`. A dependent that needs only the library sets `default-features = false` and
//!   does without the dependencies of the command line.
//! - `tui` (default): the interactive mode of the program. Implies `cli`.

pub mod characters;
pub mod check;
pub mod cite;
mod copies;
pub mod corpus;
mod error;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
pub mod german;
pub mod index;
pub mod measure;
pub mod passage;
mod postings;
pub mod query;
mod random;
mod retrieval;
pub mod search;

pub use error::{AnalysisConflict, Error};
pub use index::{IndexSummary, Progress, UpdateOptions};
pub use search::{Grouping, Hit, Results, SearchOptions, Searcher, Sort};

// Their types are part of the public interface.
pub use {blake3, jiff};
