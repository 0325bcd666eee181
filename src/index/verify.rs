//! Is every byte of the index as it was written?

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::checksums::{CHECKSUMS, Checksum, Checksums, META};
use super::files;
use super::manifest::{Manifest, SourceEntry};
use super::open::{State, state};
use super::payload::Payload;
use super::sealed::{self, SEALED};
use super::summary::Progress;
use super::writer::LOCK_FILE;
use crate::Error;

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Verified {
    /// Files of the index that were read.
    pub files: u64,
    /// Bytes of them.
    pub bytes: u64,
    /// Damaged files: name, and what is wrong with it.
    pub damaged: Vec<(String, String)>,
    /// Source files that were compared, when that was asked for and their list is whole.
    pub sources: Option<u64>,
    /// Those that are not as they were indexed.
    pub changed: Vec<(PathBuf, SourceChange)>,
    /// The commit's own record, which says what the index can be made anew from. `None` when it is damaged.
    pub payload: Option<Payload>,
    /// Duration.
    pub seconds: f64,
}

/// How a source file differs from what was indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceChange {
    /// It is there no longer, or cannot be read.
    Missing,
    /// It holds something else.
    Changed,
}

/// Compares every file of the index in `dir` with what was written, and with `sources` also the source files with what was
/// indexed. Nothing is changed. Errors: there is no index, another process is writing to it, it has another format; not:
/// damage, which is what is looked for.
pub fn verify(dir: &Path, sources: bool, progress: &Progress) -> Result<Verified, Error> {
    let started = Instant::now();
    let _lock = still(dir)?;
    let known = checksums(dir);
    let state = match state(dir) {
        Err(Error::Damaged { .. }) => None,
        state => Some(state?.ok_or_else(|| Error::NoIndex(dir.to_owned()))?),
    };
    let mut found = Verified::default();
    match known {
        Err(what) => found.damaged.push((CHECKSUMS.to_owned(), what)),
        Ok(known) => {
            found.files += 1;
            let names = match &state {
                Some(State { metas, payload, .. }) => files::of_commit(metas, payload),
                // Which of the files that are listed belong to the commit cannot be said; those that lie there are compared.
                None => known.names().filter(|name| *name != META && dir.join(name).exists()).cloned().collect(),
            };
            for name in [META.to_owned()].into_iter().chain(names) {
                found.compare(dir, &name, &known, progress);
            }
        }
    }
    found.compare_sealed(dir);
    found.payload = state.map(|State { payload, .. }| payload);
    let manifest = found.payload.as_ref().filter(|_| sources);
    if let Some(manifest) = manifest.and_then(|payload| Manifest::load(dir, payload.generation).ok()) {
        let files = manifest.sources.iter().map(|(path, source)| (Path::new(path), source));
        let changed = |(path, source)| Some((Path::to_owned(path), change(path, source, progress)?));
        found.changed = files.filter_map(changed).collect();
        found.sources = Some(manifest.sources.len() as u64);
    }
    found.damaged.sort();
    found.seconds = started.elapsed().as_secs_f64();
    Ok(found)
}

/// The checksums, or what is wrong with them.
fn checksums(dir: &Path) -> Result<Checksums, String> {
    let text = fs::read(dir.join(CHECKSUMS)).map_err(|err| err.to_string())?;
    Checksums::parse(&text).ok_or_else(|| "is not as it was written".to_owned())
}

/// Sees that no writer changes the index meanwhile.
fn still(dir: &Path) -> Result<Option<File>, Error> {
    // Without a file there is no writer; who may not read it may still read the rest.
    let Ok(file) = File::open(dir.join(LOCK_FILE)) else { return Ok(None) };
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Err(Error::Locked(dir.to_owned())),
        _ => Ok(Some(file)),
    }
}

impl Verified {
    /// Whether the index is whole.
    pub fn is_whole(&self) -> bool {
        self.damaged.is_empty()
    }

    fn compare(&mut self, dir: &Path, name: &str, known: &Checksums, progress: &Progress) {
        let wrong = match (checksum(&dir.join(name), progress), known.get(name)) {
            (Err(err), _) if err.kind() == io::ErrorKind::NotFound => Some("is missing".to_owned()),
            (Err(err), _) => Some(format!("cannot be read: {err}")),
            (Ok(is), was) => {
                self.files += 1;
                self.bytes += is.len;
                match was {
                    _ if name == META && known.is_meta(&is) => None,
                    Some(was) if *was == is => None,
                    Some(was) if was.len != is.len => Some(format!("has {} bytes, not {}", is.len, was.len)),
                    Some(_) => Some("is not as it was written".to_owned()),
                    None => Some("has no checksum".to_owned()),
                }
            }
        };
        self.damaged.extend(wrong.map(|wrong| (name.to_owned(), wrong)));
    }

    /// The files that say themselves whether they are whole.
    fn compare_sealed(&mut self, dir: &Path) {
        for name in SEALED {
            match sealed::read::<serde::de::IgnoredAny>(dir, name) {
                Ok(None) => {}
                Ok(Some(_)) => self.files += 1,
                Err(err) => self.damaged.push((name.to_owned(), err.to_string())),
            }
        }
    }
}

/// How a source file differs from what was indexed.
fn change(path: &Path, source: &SourceEntry, progress: &Progress) -> Option<SourceChange> {
    match checksum(path, progress) {
        Err(_) => Some(SourceChange::Missing),
        Ok(is) => (*is.hash.as_bytes() != source.hash).then_some(SourceChange::Changed),
    }
}

fn checksum(path: &Path, progress: &Progress) -> io::Result<Checksum> {
    Checksum::of_file(path, |bytes| Progress::add(&progress.bytes, bytes))
}
