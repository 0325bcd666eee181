//! Is every byte of the index as it was written?

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Instant;

use super::checksums::{CHECKSUMS, Checksum, Checksums, META};
use super::files;
use super::manifest::{Manifest, SourceEntry};
use super::open::{State, state};
use super::summary::Progress;
use super::writer::LOCK_FILE;
use crate::Error;

/// Bytes that are read at once.
const CHUNK: usize = 1 << 20;

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
    /// What the index can be made anew from: the folder that holds all source files. `None` when their list is damaged.
    pub root: Option<PathBuf>,
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
    // An index that was only begun has nothing that could be damaged.
    let has_files = known.as_ref().is_ok_and(|known| known.names().any(|name| name != META));
    let state = match state(dir) {
        Err(Error::Damaged { .. }) => None,
        Ok(None) if has_files && !dir.join(META).exists() => None,
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
    let manifest = state.and_then(|State { payload, .. }| Manifest::load(dir, payload.generation).ok());
    if let Some(manifest) = manifest {
        found.root = root(manifest.sources.keys().map(Path::new));
        if sources {
            let files = manifest.sources.iter().map(|(path, source)| (Path::new(path), source));
            let changed = |(path, source)| Some((Path::to_owned(path), change(path, source, progress)?));
            found.changed = files.filter_map(changed).collect();
            found.sources = Some(manifest.sources.len() as u64);
        }
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
}

/// How a source file differs from what was indexed.
fn change(path: &Path, source: &SourceEntry, progress: &Progress) -> Option<SourceChange> {
    match checksum(path, progress) {
        Err(_) => Some(SourceChange::Missing),
        Ok(is) => (*is.hash.as_bytes() != source.hash).then_some(SourceChange::Changed),
    }
}

fn checksum(path: &Path, progress: &Progress) -> io::Result<Checksum> {
    let mut file = File::open(path)?;
    let (mut hasher, mut bytes) = (blake3::Hasher::new(), vec![0; CHUNK]);
    loop {
        let count = file.read(&mut bytes)?;
        if count == 0 {
            return Ok(Checksum::so_far(&hasher));
        }
        hasher.update(&bytes[..count]);
        progress.bytes.fetch_add(count as u64, Ordering::Relaxed);
    }
}

/// The deepest folder that holds all of these files; of a single one the file itself.
fn root<'a>(files: impl Iterator<Item = &'a Path>) -> Option<PathBuf> {
    let common = |before: PathBuf, file: PathBuf| {
        let shared = before.components().zip(file.components()).take_while(|(a, b)| a == b);
        shared.map(|(part, _)| part).collect()
    };
    files.map(Path::to_owned).reduce(common)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_articles_came_from() {
        let root = |files: &[&str]| root(files.iter().map(Path::new));
        assert_eq!(root(&["/a/b/c.txt"]), Some(PathBuf::from("/a/b/c.txt")));
        assert_eq!(root(&["/a/b/c.txt", "/a/b/d/e.txt", "/a/bb.txt"]), Some(PathBuf::from("/a")));
        assert_eq!(root(&[]), None);
    }
}
