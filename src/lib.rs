//! Full-text search for German news: passages that answer a query, each with the exact place it came from.
//!
//! ```text
//! INDEX   folder ─discover─▶ file ─read─▶ Article ─split─▶ Passage ─analyse─▶ terms ─write─▶ index/
//! QUERY   text ─parse─▶ Node ─plan─▶ lists and leaves ─first phase─▶ candidates ─rank─▶ Hit ─highlight─▶ whoever asked
//! ```
//!
//! [`index::update`] brings an index up to date with a folder; [`search::Searcher`] answers queries. The library
//! never prints, exits, reads the environment or parses flags.

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

pub use error::Error;
