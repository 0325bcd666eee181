//! What the index was made of.
//!
//! Two parts. [`Payload`] is small, sits inside the commit itself and is read at every start; it names the
//! file of the other. [`Manifest`] lists every source file and its articles, and is read only to bring the
//! index up to date. Because the commit names its manifest, both change in the same instant.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::analysis::Analysis;
use super::schema::FORMAT;
use crate::Error;
use crate::corpus::{Article, Lines};
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
    /// Counts up with every commit; the files `manifest-N.json` and `places-N.bin` belong to commit N.
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

/// Every source file of the index, by its key (absolute path).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The files.
    pub sources: BTreeMap<String, SourceEntry>,
}

/// A source file as it was when it was indexed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceEntry {
    /// Bytes.
    pub size: u64,
    /// Time of its last change, in nanoseconds since 1970.
    pub modified_ns: i128,
    /// BLAKE3 of its bytes, hexadecimal.
    pub hash: String,
    /// Its articles, in their order.
    pub articles: Vec<ArticleEntry>,
    /// Records that are no articles: line and reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<(u32, String)>,
}

/// An article of a source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleEntry {
    /// Id in the index.
    pub id: String,
    /// The id the source gave it, where that is another (it was taken).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_id: Option<String>,
    /// Its number: the order of hits with the same score, and the key of its place.
    pub number: u64,
    /// Which writing of an article this is, counted over all: what replaces it has another.
    pub version: u64,
    /// BLAKE3 of what is indexed of it, the first 16 hexadecimal digits.
    pub hash: String,
    /// Passages.
    pub passages: u32,
    /// Line of its record; 0 when the passages keep their own lines.
    pub line: u32,
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

impl ArticleEntry {
    /// The hash that tells whether an article is as before, in all that is indexed or shown of it. The line of a record is
    /// left out: it lives beside the passages.
    pub(super) fn content_hash(article: &Article) -> String {
        let mut hasher = blake3::Hasher::new();
        let date = article.date.map(|date| date.to_string()).unwrap_or_default();
        for part in [&article.title, &date, &article.source, &article.section, &article.body] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        for heading in &article.headings {
            hasher.update(&(heading.start as u64).to_le_bytes());
            hasher.update(&(heading.end as u64).to_le_bytes());
        }
        if let Lines::Starts(starts) = &article.lines {
            for (offset, line) in starts {
                hasher.update(&(*offset as u64).to_le_bytes());
                hasher.update(&line.to_le_bytes());
            }
        }
        hasher.finalize().to_hex()[..16].to_owned()
    }
}

impl Manifest {
    pub(super) fn file_name(generation: u64) -> String {
        format!("manifest-{generation}.json")
    }

    pub(super) fn load(dir: &Path, generation: u64) -> Result<Manifest, Error> {
        let path = dir.join(Manifest::file_name(generation));
        let bytes = fs::read(&path).map_err(|err| damaged(dir, &path, &err))?;
        serde_json::from_slice(&bytes).map_err(|err| damaged(dir, &path, &err))
    }

    pub(super) fn save(&self, dir: &Path, generation: u64) -> Result<(), Error> {
        let bytes = serde_json::to_vec(self).map_err(std::io::Error::other);
        let path = dir.join(Manifest::file_name(generation));
        bytes.and_then(|bytes| write_durably(&path, &bytes)).map_err(Error::io(&path))
    }

    pub(super) fn articles(&self) -> impl Iterator<Item = &ArticleEntry> {
        self.sources.values().flat_map(|source| &source.articles)
    }
}

fn damaged(dir: &Path, path: &Path, err: &dyn std::fmt::Display) -> Error {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Error::Damaged { dir: dir.to_owned(), what: format!("{name}: {err}") }
}

/// Writes a new file and sees it safely on the disk before its name is used.
pub(super) fn write_durably(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
