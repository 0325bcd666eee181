//! Is there an index, and can this program read it?

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError};
use tantivy::{IndexMeta, IndexReader, ReloadPolicy, TantivyError};

use super::checksums::{CHECKSUMS_FILE, Checksum, Checksums, META_FILE};
use super::commit_metadata::CommitMetadata;
use super::directory::{IndexDirectory, read_if_exists};
use super::files;
use super::line_file::LineFile;
use super::manifest::Manifest;
use super::pairs::PairRule;
use super::schema::{FORMAT, Fields, schema};
use super::stored_passage::StoredPassage;
use crate::Error;
use crate::german::Analyzer;

/// Maximum number of attempts to open an index while a writer commits.
const MAX_ATTEMPTS: usize = 50;

/// An index opened for searching: a snapshot of the last commit at that moment.
pub struct Index {
    dir: PathBuf,
    reader: IndexReader,
    fields: Fields,
    analyzer: Analyzer,
    pairs: PairRule,
    metadata: CommitMetadata,
    commit: String,
    lines: LineFile,
}

impl Index {
    /// Opens the index in `dir`. Errors: there is none, it has another format or analyser, it is damaged.
    pub fn open(dir: &Path) -> Result<Index, Error> {
        on_stable_commit(dir, || {
            let OpenIndex { index, metadata, analyzer, commit, .. } =
                open_once(dir)?.ok_or_else(|| Error::NoIndex(dir.to_owned()))?;
            let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
            Ok(Index {
                dir: dir.to_owned(),
                reader: reader.map_err(|err| open_error(dir, err))?,
                fields: schema().1,
                pairs: PairRule::new(&metadata.common_words),
                analyzer,
                lines: LineFile::open(dir, metadata.generation),
                metadata,
                commit,
            })
        })
    }

    /// Returns the folder of the index.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns the analyser of the indexed texts, which queries must use as well.
    pub fn analyzer(&self) -> &Analyzer {
        &self.analyzer
    }

    /// Returns the rule by which neighbouring words have a posting list.
    pub(crate) fn pairs(&self) -> &PairRule {
        &self.pairs
    }

    /// Forgets the rule, so that phrases are found by positions alone.
    #[cfg(test)]
    pub(crate) fn forget_pairs(&mut self) {
        self.pairs = PairRule::new(&[]);
    }

    /// Returns the metadata of the commit.
    pub fn metadata(&self) -> &CommitMetadata {
        &self.metadata
    }

    /// Id of the commit, 16 hexadecimal digits; [`last_commit`] returns that of the newest commit.
    pub fn commit(&self) -> &str {
        &self.commit
    }

    /// Reads the list of source files from disk. Errors: it cannot be read, or is damaged.
    pub fn manifest(&self) -> Result<Manifest, Error> {
        Manifest::load(&self.dir, self.metadata.generation)
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    pub(crate) fn searcher(&self) -> tantivy::Searcher {
        self.reader.searcher()
    }

    /// Returns the line of the source file on which a passage begins, counted from 1. `number` is that of its article.
    pub(crate) fn line(&self, passage: &StoredPassage, number: u64) -> u32 {
        match passage.lines.first() {
            Some((_, line)) => *line,
            None => self.lines.line(number).unwrap_or(1),
        }
    }

    /// Returns the size of all files of the index in bytes.
    pub fn bytes(&self) -> u64 {
        folder_bytes(&self.dir)
    }
}

/// Returns the id of the last commit in `dir`, or `None` if no commit can be read. Reads one small file: cheap enough to ask
/// several times a second whether an open [`Index`] is still the newest.
pub fn last_commit(dir: &Path) -> Option<String> {
    fs::read(dir.join(META_FILE)).ok().map(|meta| commit_id(&meta))
}

/// Hexadecimal digits of the id of a commit.
const COMMIT_ID_DIGITS: usize = 16;

/// Returns the id of the commit that `meta.json` describes. It names random ids of segments, so no two commits are alike.
fn commit_id(meta: &[u8]) -> String {
    blake3::hash(meta).to_hex()[..COMMIT_ID_DIGITS].to_owned()
}

/// Returns the size of all files in a folder in bytes.
pub(super) fn folder_bytes(dir: &Path) -> u64 {
    let files = std::fs::read_dir(dir).into_iter().flatten().flatten();
    files.filter_map(|file| file.metadata().ok()).filter(|meta| meta.is_file()).map(|meta| meta.len()).sum()
}

/// An index whose last commit this program can read.
pub(super) struct OpenIndex {
    pub(super) index: tantivy::Index,
    pub(super) directory: IndexDirectory,
    pub(super) metadata: CommitMetadata,
    pub(super) analyzer: Analyzer,
    /// Id of the commit.
    commit: String,
}

/// Opens the index in `dir` after checking the lengths of its files; `None` if there is no index.
pub(super) fn open_checked(dir: &Path) -> Result<Option<OpenIndex>, Error> {
    on_stable_commit(dir, || open_once(dir))
}

/// Repeats `work` until no writer has committed meanwhile, so that everything it reads belongs to one commit.
fn on_stable_commit<T>(dir: &Path, work: impl Fn() -> Result<T, Error>) -> Result<T, Error> {
    let meta = || fs::read(dir.join(META_FILE)).ok();
    let mut before = meta();
    for _ in 0..MAX_ATTEMPTS {
        let result = work();
        let after = meta();
        if before == after {
            return result;
        }
        before = after;
    }
    work()
}

/// A commit whose files were not looked at yet.
pub(super) struct UncheckedCommit {
    index: tantivy::Index,
    directory: IndexDirectory,
    pub(super) metas: IndexMeta,
    pub(super) metadata: CommitMetadata,
    commit: String,
    checksums: Checksums,
}

/// Reads the last commit in `dir`; `None` if there is none.
pub(super) fn read_commit(dir: &Path) -> Result<Option<UncheckedCommit>, Error> {
    let read = |name: &str| read_if_exists(&dir.join(name)).map_err(|source| io_error(dir, Arc::new(source)));
    let parsed = |text: Vec<u8>| {
        Checksums::parse(&text).ok_or_else(|| Error::damaged(dir, "checksums.txt does not match its own hash"))
    };
    let Some(meta) = read(META_FILE)? else {
        // If the checksums list other files, there was a commit.
        let known = read(CHECKSUMS_FILE)?.as_deref().and_then(Checksums::parse);
        let has_files = known.is_some_and(|known| known.names().any(|name| name != META_FILE));
        return if has_files { Err(Error::damaged(dir, "meta.json is missing")) } else { Ok(None) };
    };
    let checksums = read(CHECKSUMS_FILE)?.map(parsed).transpose()?;
    if checksums.as_ref().is_some_and(|checksums| !checksums.is_meta(&Checksum::of_bytes(&meta))) {
        return Err(Error::damaged(dir, "meta.json does not match its checksum"));
    }
    let known = checksums.clone().unwrap_or_default();
    let directory = IndexDirectory::open(dir, known).map_err(|err| open_error(dir, err.into()))?;
    let index = tantivy::Index::open(directory.clone()).map_err(|err| open_error(dir, err))?;
    let metas = index.load_metas().map_err(|err| Error::damaged(dir, err))?;
    if metas.payload.is_none() && metas.segments.is_empty() {
        // The first run was stopped before its first commit.
        return Ok(None);
    }
    // The format comes first: earlier formats had no checksums.
    let metadata = parse_metadata(dir, metas.payload.as_deref())?;
    let checksums = checksums.ok_or_else(|| Error::damaged(dir, "checksums.txt is missing"))?;
    Ok(Some(UncheckedCommit { index, directory, metas, metadata, commit: commit_id(&meta), checksums }))
}

fn open_once(dir: &Path) -> Result<Option<OpenIndex>, Error> {
    let Some(UncheckedCommit { index, directory, metas, metadata, commit, checksums }) = read_commit(dir)? else {
        return Ok(None);
    };
    for name in files::commit_files(&metas, &metadata) {
        // A file that is too short must not be mapped.
        match (checksums.get(&name), fs::metadata(dir.join(&name)).map(|meta| meta.len())) {
            (Some(known), Ok(len)) if known.len == len => {}
            (Some(known), Ok(len)) => {
                return Err(Error::damaged(dir, format_args!("{name} has {len} bytes, not {}", known.len)));
            }
            (None, Ok(_)) => return Err(Error::damaged(dir, format_args!("{name} has no checksum"))),
            (_, Err(err)) if err.kind() == ErrorKind::NotFound => {
                return Err(Error::damaged(dir, format_args!("{name} is missing")));
            }
            (_, Err(err)) => return Err(io_error(dir, Arc::new(err))),
        }
    }
    let analyzer = open_analyzer(dir, &metadata)?;
    if index.schema() != schema().0 {
        let found = format!("{} with other fields", metadata.format);
        return Err(Error::Format { dir: dir.to_owned(), found, expected: FORMAT });
    }
    Ok(Some(OpenIndex { index, directory, metadata, analyzer, commit }))
}

fn parse_metadata(dir: &Path, payload: Option<&str>) -> Result<CommitMetadata, Error> {
    // The format is checked before the rest, because another format may have other fields.
    let value: serde_json::Value = payload.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
    let format = value.get("format").and_then(serde_json::Value::as_u64);
    if format != Some(u64::from(FORMAT)) {
        let found = format.map_or("of another program".to_owned(), |format| format.to_string());
        return Err(Error::Format { dir: dir.to_owned(), found, expected: FORMAT });
    }
    serde_json::from_value(value).map_err(|err| Error::damaged(dir, err))
}

fn open_analyzer(dir: &Path, metadata: &CommitMetadata) -> Result<Analyzer, Error> {
    let analyzer = metadata.analysis.open(dir)?;
    if metadata.analyzer != analyzer.fingerprint() {
        let found = metadata.analyzer.clone();
        return Err(Error::Analyzer { dir: dir.to_owned(), found, expected: analyzer.fingerprint() });
    }
    Ok(analyzer)
}

/// Converts an error of opening an index. What the operating system refuses is not damage.
fn open_error(dir: &Path, err: TantivyError) -> Error {
    match err {
        TantivyError::LockFailure(LockError::IoError(source), _)
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error: source, .. })
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error: source, .. })
        | TantivyError::IoError(source) => io_error(dir, source),
        err => Error::damaged(dir, err),
    }
}

fn io_error(dir: &Path, source: Arc<io::Error>) -> Error {
    match source.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            Error::Io { path: dir.to_owned(), source: io::Error::new(source.kind(), source) }
        }
        _ => Error::damaged(dir, source),
    }
}
