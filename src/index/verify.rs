//! Is every byte of the index as it was written?

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::checksums::{CHECKSUMS_FILE, Checksum, Checksums, META_FILE};
use super::commit_metadata::CommitMetadata;
use super::files;
use super::lock::lock_out_writers;
use super::manifest::{Manifest, SourceEntry};
use super::open::{UncheckedCommit, read_commit};
use super::sealed::{self, SEALED_FILES};
use super::summary::Progress;
use crate::Error;

/// Result of [`verify`].
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
#[must_use = "damage is part of the result, not an error"]
pub struct Verified {
    /// Number of files of the index that were read.
    pub files: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Damaged files: name, and what is wrong.
    pub damaged: Vec<(String, String)>,
    /// Number of source files that were compared; `None` if that was not asked for or their list is damaged.
    pub sources: Option<u64>,
    /// Source files that differ from what was indexed.
    pub changed: Vec<(PathBuf, SourceChange)>,
    /// Metadata of the commit, which tells how the index can be rebuilt; `None` if it is damaged.
    pub metadata: Option<CommitMetadata>,
    /// Duration in seconds.
    pub seconds: f64,
}

/// How a source file differs from what was indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceChange {
    /// The file is gone or cannot be read.
    Missing,
    /// The file has other content.
    Changed,
}

/// Compares every file of the index in `dir` with its checksum, and with `sources` also the source files with what was indexed.
/// Nothing is changed. Errors: there is no index, another process is writing to it, it has another format. Damage is not an error
/// but part of the result.
pub fn verify(dir: &Path, sources: bool) -> Result<Verified, Error> {
    verify_with_progress(dir, sources, &Progress::default())
}

/// Does the same as [`verify`] and counts the bytes read in `progress`.
pub fn verify_with_progress(dir: &Path, sources: bool, progress: &Progress) -> Result<Verified, Error> {
    let started = Instant::now();
    let _lock = lock_out_writers(dir)?;
    let checksums = load_checksums(dir);
    let commit = match read_commit(dir) {
        Err(Error::Damaged { .. }) => None,
        commit => Some(commit?.ok_or_else(|| Error::NoIndex(dir.to_owned()))?),
    };
    let mut result = Verified::default();
    match checksums {
        Err(what) => result.damaged.push((CHECKSUMS_FILE.to_owned(), what)),
        Ok(checksums) => {
            result.files += 1;
            let names = match &commit {
                Some(UncheckedCommit { metas, metadata, .. }) => files::commit_files(metas, metadata),
                // Without the commit it is unknown which files belong to it; those that exist are compared.
                None => {
                    checksums.names().filter(|name| *name != META_FILE && dir.join(name).exists()).cloned().collect()
                }
            };
            for name in [META_FILE.to_owned()].into_iter().chain(names) {
                result.compare(dir, &name, &checksums, progress);
            }
        }
    }
    result.check_sealed_files(dir);
    result.metadata = commit.map(|UncheckedCommit { metadata, .. }| metadata);
    let metadata = result.metadata.as_ref().filter(|_| sources);
    // A damaged manifest is in `damaged` already.
    if let Some(manifest) = metadata.and_then(|metadata| Manifest::load(dir, metadata.generation).ok()) {
        let files = manifest.sources.iter().map(|(path, source)| (Path::new(path), source));
        let changed = |(path, source)| Some((Path::to_owned(path), source_change(path, source, progress)?));
        result.changed = files.filter_map(changed).collect();
        result.sources = Some(manifest.sources.len() as u64);
    }
    result.damaged.sort();
    result.seconds = started.elapsed().as_secs_f64();
    Ok(result)
}

/// Reads the checksums. Error: what is wrong with them.
fn load_checksums(dir: &Path) -> Result<Checksums, String> {
    let text = fs::read(dir.join(CHECKSUMS_FILE)).map_err(|err| err.to_string())?;
    Checksums::parse(&text).ok_or_else(|| "does not match its own hash".to_owned())
}

impl Verified {
    /// Returns true if no file of the index is damaged.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.damaged.is_empty()
    }

    fn compare(&mut self, dir: &Path, name: &str, checksums: &Checksums, progress: &Progress) {
        let problem = match (checksum(&dir.join(name), progress), checksums.get(name)) {
            (Err(err), _) if err.kind() == io::ErrorKind::NotFound => Some("is missing".to_owned()),
            (Err(err), _) => Some(format!("cannot be read: {err}")),
            (Ok(actual), expected) => {
                self.files += 1;
                self.bytes += actual.len;
                match expected {
                    _ if name == META_FILE && checksums.is_meta(&actual) => None,
                    Some(expected) if *expected == actual => None,
                    Some(expected) if expected.len != actual.len => {
                        Some(format!("has {} bytes, not {}", actual.len, expected.len))
                    }
                    Some(_) => Some("does not match its checksum".to_owned()),
                    None => Some("has no checksum".to_owned()),
                }
            }
        };
        self.damaged.extend(problem.map(|problem| (name.to_owned(), problem)));
    }

    fn check_sealed_files(&mut self, dir: &Path) {
        for name in SEALED_FILES {
            match sealed::read::<serde::de::IgnoredAny>(dir, name) {
                Ok(None) => {}
                Ok(Some(_)) => self.files += 1,
                Err(err) => self.damaged.push((name.to_owned(), err.to_string())),
            }
        }
    }
}

/// Compares a source file with what was indexed; `None` if nothing has changed.
fn source_change(path: &Path, source: &SourceEntry, progress: &Progress) -> Option<SourceChange> {
    match checksum(path, progress) {
        Err(_) => Some(SourceChange::Missing),
        Ok(actual) => (*actual.hash.as_bytes() != source.hash).then_some(SourceChange::Changed),
    }
}

fn checksum(path: &Path, progress: &Progress) -> io::Result<Checksum> {
    Checksum::of_file(path, |bytes| Progress::add(&progress.bytes, bytes))
}
