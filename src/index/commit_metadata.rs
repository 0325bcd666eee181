//! Metadata of a commit: small, part of the commit itself, read whenever an index is opened.

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, NewAnalysis};
use super::options::UpdateOptions;
use super::schema::FORMAT;

/// Metadata of a commit: the payload of `meta.json`, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CommitMetadata {
    /// Version of the format on disk.
    pub format: u32,
    /// Fingerprint of the analyser that made the index, see [`Analyzer::fingerprint`](crate::german::Analyzer::fingerprint).
    pub analyzer: String,
    /// Settings of the analyser.
    pub analysis: Analysis,
    /// The most frequent words when the index was created, as exact forms, the most frequent first. They decide which neighbouring
    /// words have a posting list.
    pub common_words: Vec<String>,
    /// Number of the commit. The files `manifest-N.bin` and `places-N.bin` belong to commit N.
    pub generation: u64,
    /// Number of the next new article.
    pub next_article: u64,
    /// Version of the next article written.
    pub next_version: u64,
    /// Articles in the index.
    pub articles: u64,
    /// Passages in the index.
    pub passages: u64,
    /// Source files with at least one article.
    pub sources: u64,
    /// Files and records that could not be indexed because of a fault.
    pub faults: u64,
    /// Indexed files and folders, as keys of [`SourceFile`](crate::corpus::SourceFile); none lies below another.
    #[serde(default)]
    pub roots: Vec<String>,
    /// Largest file size limit of all runs, in bytes.
    #[serde(default)]
    pub max_file_size: u64,
    /// True if any run followed symbolic links.
    #[serde(default)]
    pub follow: bool,
    /// Names of fields that a user has given, as [`FieldMap`](crate::corpus::FieldMap) writes them.
    #[serde(default)]
    pub map: String,
    /// The day after the one on which the index was last written, in days since 1970-01-01. An article of a later day does not
    /// count as the newest. 0 for an index that does not know it.
    #[serde(default)]
    pub last_day: i64,
}

impl CommitMetadata {
    /// Returns the metadata of an empty index.
    pub(super) fn empty(generation: u64, new: &NewAnalysis) -> CommitMetadata {
        CommitMetadata {
            format: FORMAT,
            analyzer: new.analyzer.fingerprint(),
            analysis: new.analysis.clone(),
            common_words: new.common_words.clone(),
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
            map: String::new(),
            last_day: 0,
        }
    }

    /// Adds the roots and options of a run, so that the same can be asked for again.
    pub(super) fn add_request(&mut self, roots: &[String], options: &UpdateOptions) {
        self.roots.extend_from_slice(roots);
        self.roots.sort();
        self.roots.dedup();
        let all = self.roots.clone();
        self.roots.retain(|root| !all.iter().any(|other| other != root && is_below(root, other)));
        self.max_file_size = self.max_file_size.max(options.read.max_file_size);
        self.follow |= options.walk.follow;
    }

    /// Removes the roots at this key and below it. Returns true if there was one.
    pub(super) fn forget(&mut self, key: &str) -> bool {
        let before = self.roots.len();
        self.roots.retain(|root| !is_below(root, key));
        self.roots.len() < before
    }
}

/// Returns true if `key` is the path `folder` or lies below it.
pub(super) fn is_below(key: &str, folder: &str) -> bool {
    key.strip_prefix(folder.trim_end_matches('/')).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
