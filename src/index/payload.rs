//! The commit's own record: small, inside the commit itself, read at every start.

use serde::{Deserialize, Serialize};

use super::analysis::Analysis;
use super::options::UpdateOptions;
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
    /// The files and folders that were given, as keys of [`crate::corpus::SourceFile`], none below another.
    #[serde(default)]
    pub roots: Vec<String>,
    /// The largest of the limits they were read with, in bytes.
    #[serde(default)]
    pub max_file_size: u64,
    /// Whether links were followed.
    #[serde(default)]
    pub follow: bool,
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
            roots: Vec::new(),
            max_file_size: 0,
            follow: false,
        }
    }

    /// Notes what is asked for, so that the same can be asked again.
    pub(super) fn note(&mut self, roots: &[String], options: &UpdateOptions) {
        self.roots.extend_from_slice(roots);
        self.roots.sort();
        self.roots.dedup();
        let all = self.roots.clone();
        self.roots.retain(|root| !all.iter().any(|other| other != root && is_below(root, other)));
        self.max_file_size = self.max_file_size.max(options.read.max_file_size);
        self.follow |= options.walk.follow;
    }
}

/// Whether the path of `key` is `folder` or below it.
pub(super) fn is_below(key: &str, folder: &str) -> bool {
    key.strip_prefix(folder.trim_end_matches('/')).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
