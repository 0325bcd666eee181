//! Is there an index, and may this program read it?

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError};
use tantivy::{IndexMeta, IndexReader, ReloadPolicy, TantivyError};

use super::checksums::{CHECKSUMS, Checksum, Checksums, META};
use super::disk::{self, Disk};
use super::files;
use super::manifest::Manifest;
use super::payload::Payload;
use super::places::Places;
use super::schema::{FORMAT, Fields, schema};
use super::stored::Stored;
use crate::Error;
use crate::german::Analyzer;

/// How often an index is looked at again because a writer has committed in between.
const MOST_TRIES: usize = 50;

/// An index opened for searching. It shows the state of the moment it was opened.
pub struct Index {
    dir: PathBuf,
    reader: IndexReader,
    fields: Fields,
    analyzer: Analyzer,
    payload: Payload,
    places: Places,
}

impl Index {
    /// Opens the index in `dir`. Errors: there is none, it has another format or analyser, it is damaged.
    pub fn open(dir: &Path) -> Result<Index, Error> {
        settled(dir, || {
            let Opened { index, payload, analyzer, .. } = look(dir)?.ok_or_else(|| Error::NoIndex(dir.to_owned()))?;
            let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
            Ok(Index {
                dir: dir.to_owned(),
                reader: reader.map_err(|err| cannot_open(dir, err))?,
                fields: schema().1,
                analyzer,
                places: Places::open(dir, payload.generation),
                payload,
            })
        })
    }

    /// Where it lies.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The analyser its texts went through, and queries must go through.
    pub fn analyzer(&self) -> &Analyzer {
        &self.analyzer
    }

    /// The commit's own record.
    pub fn payload(&self) -> &Payload {
        &self.payload
    }

    /// The list of its sources. Reads a file.
    pub fn manifest(&self) -> Result<Manifest, Error> {
        Manifest::load(&self.dir, self.payload.generation)
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    pub(crate) fn searcher(&self) -> tantivy::Searcher {
        self.reader.searcher()
    }

    /// The line of the source file on which a passage begins; `number` is its article's.
    pub(crate) fn line(&self, stored: &Stored, number: u64) -> u32 {
        match stored.lines.first() {
            Some((_, line)) => *line,
            None => self.places.line(number).unwrap_or(1),
        }
    }

    /// Bytes of all files of the index.
    pub fn bytes(&self) -> u64 {
        bytes(&self.dir)
    }
}

/// Bytes of all files in a folder.
pub(super) fn bytes(dir: &Path) -> u64 {
    let files = std::fs::read_dir(dir).into_iter().flatten().flatten();
    files.filter_map(|file| file.metadata().ok()).filter(|meta| meta.is_file()).map(|meta| meta.len()).sum()
}

/// An index whose last commit this program can read.
pub(super) struct Opened {
    pub(super) index: tantivy::Index,
    pub(super) disk: Disk,
    pub(super) payload: Payload,
    pub(super) analyzer: Analyzer,
}

/// The index in `dir`; `None` when there is none.
pub(super) fn open_checked(dir: &Path) -> Result<Option<Opened>, Error> {
    settled(dir, || look(dir))
}

/// Does `work` on a state of the index that stays: again when a writer has committed meanwhile, so that what is read
/// belongs together.
fn settled<T>(dir: &Path, work: impl Fn() -> Result<T, Error>) -> Result<T, Error> {
    let meta = || fs::read(dir.join(META)).ok();
    let mut before = meta();
    for _ in 0..MOST_TRIES {
        let result = work();
        let after = meta();
        if before == after {
            return result;
        }
        before = after;
    }
    work()
}

/// A commit, as far as it can be said without a look at its files.
pub(super) struct State {
    index: tantivy::Index,
    disk: Disk,
    pub(super) metas: IndexMeta,
    pub(super) payload: Payload,
    checksums: Checksums,
}

/// The last commit in `dir`; `None` when there is none.
pub(super) fn state(dir: &Path) -> Result<Option<State>, Error> {
    let read = |name: &str| disk::read(&dir.join(name)).map_err(|source| refused(dir, Arc::new(source)));
    let parsed =
        |text: Vec<u8>| Checksums::parse(&text).ok_or_else(|| damaged(dir, &"checksums.txt is not as it was written"));
    let Some(meta) = read(META)? else {
        // Where there are other files there was a commit.
        let known = read(CHECKSUMS)?.as_deref().and_then(Checksums::parse);
        let has_files = known.is_some_and(|known| known.names().any(|name| name != META));
        return if has_files { Err(damaged(dir, &"meta.json is missing")) } else { Ok(None) };
    };
    let checksums = read(CHECKSUMS)?.map(parsed).transpose()?;
    if checksums.as_ref().is_some_and(|checksums| !checksums.is_meta(&Checksum::of(&meta))) {
        return Err(damaged(dir, &"meta.json is not as it was written"));
    }
    let known = checksums.clone().unwrap_or_default();
    let disk = Disk::open(dir, known).map_err(|err| cannot_open(dir, err.into()))?;
    let index = tantivy::Index::open(disk.clone()).map_err(|err| cannot_open(dir, err))?;
    let metas = index.load_metas().map_err(|err| damaged(dir, &err))?;
    if metas.payload.is_none() && metas.segments.is_empty() {
        // The first run was stopped before its first commit: nothing is there yet.
        return Ok(None);
    }
    // An index of an earlier format has no checksums.
    let payload = payload(dir, metas.payload.as_deref())?;
    let checksums = checksums.ok_or_else(|| damaged(dir, &"checksums.txt is missing"))?;
    Ok(Some(State { index, disk, metas, payload, checksums }))
}

fn look(dir: &Path) -> Result<Option<Opened>, Error> {
    let Some(State { index, disk, metas, payload, checksums }) = state(dir)? else { return Ok(None) };
    for name in files::of_commit(&metas, &payload) {
        // A file that is too short must not be mapped.
        match (checksums.get(&name), fs::metadata(dir.join(&name)).map(|meta| meta.len())) {
            (Some(known), Ok(len)) if known.len == len => {}
            (Some(known), Ok(len)) => return Err(damaged(dir, &format!("{name} has {len} bytes, not {}", known.len))),
            (None, Ok(_)) => return Err(damaged(dir, &format!("{name} has no checksum"))),
            (_, Err(err)) if err.kind() == ErrorKind::NotFound => {
                return Err(damaged(dir, &format!("{name} is missing")));
            }
            (_, Err(err)) => return Err(refused(dir, Arc::new(err))),
        }
    }
    let analyzer = analyzer(dir, &payload)?;
    if index.schema() != schema().0 {
        let found = format!("{} with other fields", payload.format);
        return Err(Error::Format { dir: dir.to_owned(), found, expected: FORMAT });
    }
    Ok(Some(Opened { index, disk, payload, analyzer }))
}

fn payload(dir: &Path, payload: Option<&str>) -> Result<Payload, Error> {
    // The version is looked at before the rest, which another version may have named otherwise.
    let value: serde_json::Value = payload.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
    let format = value.get("format").and_then(serde_json::Value::as_u64);
    if format != Some(u64::from(FORMAT)) {
        let found = format.map_or("of another program".to_owned(), |format| format.to_string());
        return Err(Error::Format { dir: dir.to_owned(), found, expected: FORMAT });
    }
    serde_json::from_value(value).map_err(|err| damaged(dir, &err))
}

fn analyzer(dir: &Path, payload: &Payload) -> Result<Analyzer, Error> {
    let analyzer = payload.analysis.open(dir)?;
    if payload.analyzer != analyzer.fingerprint() {
        let found = payload.analyzer.clone();
        return Err(Error::Analyzer { dir: dir.to_owned(), found, expected: analyzer.fingerprint() });
    }
    Ok(analyzer)
}

/// What the operating system refuses is no damage.
fn cannot_open(dir: &Path, err: TantivyError) -> Error {
    match err {
        TantivyError::LockFailure(LockError::IoError(source), _)
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error: source, .. })
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error: source, .. })
        | TantivyError::IoError(source) => refused(dir, source),
        err => damaged(dir, &err),
    }
}

fn refused(dir: &Path, source: Arc<io::Error>) -> Error {
    match source.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            Error::Io { path: dir.to_owned(), source: io::Error::new(source.kind(), source) }
        }
        _ => damaged(dir, &source),
    }
}

pub(super) fn damaged(dir: &Path, what: &dyn std::fmt::Display) -> Error {
    Error::Damaged { dir: dir.to_owned(), what: what.to_string() }
}
