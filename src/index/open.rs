//! Is there an index, and may this program read it?

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{LockError, OpenReadError};
use tantivy::{IndexReader, ReloadPolicy, TantivyError};

use super::manifest::Manifest;
use super::payload::Payload;
use super::places::Places;
use super::schema::{FORMAT, Fields, schema};
use super::stored::Stored;
use crate::Error;
use crate::german::Analyzer;

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
        let (index, payload, analyzer) = open_checked(dir)?.ok_or_else(|| Error::NoIndex(dir.to_owned()))?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        Ok(Index {
            dir: dir.to_owned(),
            reader: reader.map_err(|err| cannot_open(dir, err))?,
            fields: schema().1,
            analyzer,
            places: Places::open(dir, payload.generation),
            payload,
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

/// The tantivy index in `dir`, its payload and the analyser; `None` when there is none.
pub(super) fn open_checked(dir: &Path) -> Result<Option<(tantivy::Index, Payload, Analyzer)>, Error> {
    if !dir.join("meta.json").exists() {
        return Ok(None);
    }
    let index = tantivy::Index::open_in_dir(dir).map_err(|err| match err {
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_)) => Error::NoIndex(dir.to_owned()),
        err => cannot_open(dir, err),
    })?;
    let metas = index.load_metas().map_err(|err| damaged(dir, &err))?;
    if metas.payload.is_none() && metas.segments.is_empty() {
        // The first run was stopped before its first commit: nothing is there yet.
        return Ok(None);
    }
    let (payload, analyzer) = checked(dir, metas.payload.as_deref())?;
    if index.schema() != schema().0 {
        let found = format!("{} with other fields", payload.format);
        return Err(Error::Format { dir: dir.to_owned(), found, expected: FORMAT });
    }
    Ok(Some((index, payload, analyzer)))
}

fn checked(dir: &Path, payload: Option<&str>) -> Result<(Payload, Analyzer), Error> {
    // The version is looked at before the rest, which another version may have named otherwise.
    let value: serde_json::Value = payload.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
    let format = value.get("format").and_then(serde_json::Value::as_u64);
    if format != Some(u64::from(FORMAT)) {
        let found = format.map_or("of another program".to_owned(), |format| format.to_string());
        return Err(Error::Format { dir: dir.to_owned(), found, expected: FORMAT });
    }
    let payload: Payload = serde_json::from_value(value).map_err(|err| damaged(dir, &err))?;
    let analyzer = payload.analysis.open(dir)?;
    if payload.analyzer != analyzer.fingerprint() {
        return Err(Error::Analyzer { dir: dir.to_owned(), found: payload.analyzer, expected: analyzer.fingerprint() });
    }
    Ok((payload, analyzer))
}

/// What the operating system refuses is no damage.
fn cannot_open(dir: &Path, err: TantivyError) -> Error {
    let refused = |kind| matches!(kind, ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem);
    let source = match &err {
        TantivyError::LockFailure(LockError::IoError(source), _)
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error: source, .. })
        | TantivyError::IoError(source) => Arc::clone(source),
        _ => return damaged(dir, &err),
    };
    if refused(source.kind()) {
        let source =
            std::io::Error::new(source.kind(), format!("{source} (reading an index takes a lock in its folder)"));
        return Error::Io { path: dir.to_owned(), source };
    }
    damaged(dir, &err)
}

pub(super) fn damaged(dir: &Path, what: &dyn std::fmt::Display) -> Error {
    Error::Damaged { dir: dir.to_owned(), what: what.to_string() }
}
