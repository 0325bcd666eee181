//! The commit's own record: small, inside the commit itself, read at every start.

use serde::{Deserialize, Serialize};

use super::analysis::Analysis;
use super::schema::FORMAT;
use crate::german::Analyzer;

/// The commit's own record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payload {
    /// [`super::FORMAT`] of the writer.
    pub format: u32,
    /// [`crate::german::Analyzer::fingerprint`] of the writer.
    pub analyzer: String,
    /// What the analyser is made of.
    pub analysis: Analysis,
    /// Counts up with every commit; the files `manifest-N.bin` and `places-N.bin` belong to commit N.
    pub generation: u64,
    /// The number the next new article gets.
    pub next_article: u64,
    /// The version the next article that is written gets.
    pub next_version: u64,
    /// Articles in the index.
    pub articles: u64,
    /// Passages in the index.
    pub passages: u64,
    /// Source files that gave at least one article.
    pub sources: u64,
    /// Files and records that are not in the index for a fault.
    pub faults: u64,
}

impl Payload {
    /// That of an empty index.
    pub(super) fn blank(generation: u64, analysis: Analysis, analyzer: &Analyzer) -> Payload {
        Payload {
            format: FORMAT,
            analyzer: analyzer.fingerprint(),
            analysis,
            generation,
            next_article: 0,
            next_version: 0,
            articles: 0,
            passages: 0,
            sources: 0,
            faults: 0,
        }
    }
}
