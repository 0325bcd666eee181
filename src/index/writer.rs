//! The one way to write to an index.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use tantivy::directory::error::LockError;
use tantivy::index::{SegmentId, SegmentMeta};
use tantivy::indexer::IndexWriterOptions;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{IndexSettings, IndexWriter, TantivyError, Term};

use super::analysis::Made;
use super::builders::Builders;
use super::checksums::Checksums;
use super::disk::Disk;
use super::document::Batch;
use super::files::{self, is_beside, is_leftover, is_of_index};
use super::manifest::{Draft, Manifest};
use super::merging::{Guard, Merging};
use super::open::{Opened, damaged, open_checked};
use super::options::UpdateOptions;
use super::payload::Payload;
use super::places;
use super::schema::schema;
use super::sealed::SEALED;
use crate::Error;
use crate::german::Analyzer;

/// Held by the process that writes.
pub(super) const LOCK_FILE: &str = ".fundstelle.lock";
/// Builders of segments, at most.
const MOST_THREADS: usize = 8;
/// What tantivy demands for its own writing thread, which writes no documents here.
const IDLE_MEMORY: usize = 16 << 20;
/// Level of compression of what is stored: the fastest, because indexing waits for it.
const STORE_LEVEL: i32 = 1;

/// Writes articles. Nothing is opened before the first change, so that a run with nothing to do writes nothing and
/// needs no lock.
pub(super) struct Writer<'a> {
    dir: &'a Path,
    options: &'a UpdateOptions,
    /// The commit this run began with; 0 when there was none.
    generation: u64,
    /// The last commit: that one, or a later one of this run.
    committed: u64,
    lock: Option<File>,
    inner: Option<Inner>,
    /// The analyser of an index that is made anew.
    made: Option<Made>,
}

/// What writes: tantivy's writer removes, merges and commits; segments are built by ours.
struct Inner {
    disk: Disk,
    tantivy: IndexWriter,
    guard: Guard,
    analyzer: Analyzer,
    builders: Option<Builders>,
    /// The manifest of the next commit.
    draft: Option<Draft>,
}

impl<'a> Writer<'a> {
    /// Writes to `dir`, whose last commit is number `generation` (0: there is none).
    /// `made` is the analyser of one that is made anew.
    pub(super) fn new(dir: &'a Path, generation: u64, options: &'a UpdateOptions, made: Option<Made>) -> Writer<'a> {
        Writer { dir, options, generation, committed: generation, lock: None, inner: None, made }
    }

    /// Adds the passages of an article. Waits when too much waits already.
    pub(super) fn put(&mut self, article: Batch) -> Result<(), Error> {
        let (threads, memory) = (self.options.threads.clamp(1, MOST_THREADS), self.options.memory);
        let Inner { tantivy, analyzer, builders, .. } = self.inner()?;
        let start = || Builders::start(tantivy.index(), schema().1, analyzer, threads, memory);
        builders.get_or_insert_with(start).add(article)?;
        Ok(())
    }

    /// Removes the passages of this version of an article.
    pub(super) fn delete(&mut self, version: u64) -> Result<(), Error> {
        self.inner()?.tantivy.delete_term(Term::from_field_u64(schema().1.version, version));
        Ok(())
    }

    /// The manifest of the next commit, to list articles in.
    pub(super) fn draft(&mut self) -> Result<&mut Draft, Error> {
        let generation = self.committed + 1;
        let inner = self.inner()?;
        let draft = match inner.draft.take() {
            Some(draft) => draft,
            None => Draft::create(&inner.disk, generation)?,
        };
        Ok(inner.draft.insert(draft))
    }

    /// Makes all changes visible at once, together with the manifest they belong to.
    pub(super) fn commit(&mut self, manifest: &mut Manifest, payload: &Payload) -> Result<(), Error> {
        self.draft()?;
        let dir = self.dir;
        let json = serde_json::to_string(payload).map_err(|err| damaged(dir, &err))?;
        let inner = self.inner()?;
        for segment in inner.builders.take().map(Builders::finish).transpose()?.into_iter().flatten() {
            inner.tantivy.add_segment(segment)?;
        }
        if let Some(draft) = inner.draft.take() {
            draft.finish(manifest)?;
        }
        places::save(manifest, &inner.disk, payload.generation)?;
        let mut commit = inner.tantivy.prepare_commit()?;
        commit.set_payload(&json);
        commit.commit()?;
        self.committed = payload.generation;
        Ok(())
    }

    /// Makes one segment of all, without what was removed. What the last commit said stays true. Where one is
    /// damaged nothing is merged, and [`Writer::close`] says so.
    pub(super) fn merge(&mut self) -> Result<(), Error> {
        let Inner { tantivy, guard, .. } = self.inner()?;
        let segments = tantivy.index().searchable_segment_metas()?;
        let is_whole = segments.iter().all(|segment| guard.is_whole(segment));
        let ids: Vec<SegmentId> = segments.iter().map(SegmentMeta::id).collect();
        // Files of what is still held are not removed.
        drop(segments);
        if is_whole && !ids.is_empty() {
            tantivy.merge(&ids).wait()?;
            tantivy.garbage_collect_files().wait()?;
        }
        Ok(())
    }

    /// Waits for merges and removes what no commit needs any more. `payload` is that of the last one. Error: something that
    /// was to be merged is damaged; what was committed is.
    pub(super) fn close(&mut self, payload: &Payload) -> Result<(), Error> {
        let Some(Inner { tantivy, disk, guard, .. }) = self.inner.take() else { return Ok(()) };
        tantivy.wait_merging_threads()?;
        remove_beside(self.dir, &disk, payload);
        self.lock = None;
        guard.damage().map_or(Ok(()), |damage| Err(damaged(self.dir, &damage)))
    }

    fn inner(&mut self) -> Result<&mut Inner, Error> {
        let inner = match self.inner.take() {
            Some(inner) => inner,
            None => self.open()?,
        };
        Ok(self.inner.insert(inner))
    }

    /// Takes the lock, and only then looks at what is there: an index that another process changed since this
    /// run began is not touched.
    fn open(&mut self) -> Result<Inner, Error> {
        let dir = self.dir;
        refuse_foreign(dir)?;
        self.lock = Some(lock(dir)?);
        let existing = match open_checked(dir) {
            Ok(existing) => existing,
            Err(_) if self.options.rebuild => None,
            Err(err) => return Err(err),
        };
        let generation = existing.as_ref().map_or(0, |opened| opened.payload.generation);
        if generation != self.generation && !self.options.rebuild {
            return Err(Error::Overtaken(dir.to_owned()));
        }
        if let Some(Opened { disk, payload, .. }) = &existing {
            remove_beside(dir, disk, payload);
        }
        let (index, disk, analyzer) = match (existing, &self.made) {
            (None, None) => return Err(Error::Overtaken(dir.to_owned())),
            (Some(Opened { index, disk, analyzer, .. }), None) => (index, disk, analyzer),
            (existing, Some(made)) => {
                let existing = existing.map(|Opened { index, disk, .. }| (index, disk));
                let (index, disk) = existing.map_or_else(|| create(dir), Ok)?;
                made.save(&disk)?;
                (index, disk, made.analyzer.clone())
            }
        };
        // One merge at a time: several need several times the memory.
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .memory_budget_per_thread(IDLE_MEMORY)
            .num_merge_threads(1)
            .build();
        let tantivy: IndexWriter = index.writer_with_options(options).map_err(|err| match err {
            TantivyError::LockFailure(LockError::LockBusy, _) => Error::Locked(dir.to_owned()),
            err => Error::Tantivy(err),
        })?;
        let guard = Guard::new(disk.clone(), index.searchable_segment_ids()?);
        tantivy.set_merge_policy(Box::new(Merging::new(guard.clone())));
        // Leftovers of a run that was killed would stand in the way of files of the same name.
        tantivy.garbage_collect_files().wait()?;
        if self.options.rebuild {
            tantivy.delete_all_documents()?;
        }
        Ok(Inner { disk, tantivy, guard, analyzer, builders: None, draft: None })
    }
}

/// Removes the files beside tantivy's that the commit of `payload` does not need: those of earlier commits, and what
/// interrupted runs have left. A file that stays does no harm and is tried again next time.
fn remove_beside(dir: &Path, disk: &Disk, payload: &Payload) {
    let keep = files::beside(payload);
    for file in fs::read_dir(dir).into_iter().flatten().flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        if is_leftover(&name) || (is_beside(&name) && !keep.contains(&name)) {
            let _ = disk.remove(&name);
        }
    }
}

/// Refuses a folder that holds something else and no index.
fn refuse_foreign(dir: &Path) -> Result<(), Error> {
    fs::create_dir_all(dir).map_err(Error::io(dir))?;
    let names = fs::read_dir(dir).map_err(Error::io(dir))?.flatten().map(|file| file.file_name());
    let ours = |name: &str| is_of_index(name) || SEALED.contains(&name) || name.starts_with('.') || name == "README.md";
    if names.into_iter().any(|name| !ours(&name.to_string_lossy())) {
        return Err(Error::NotAnIndex(dir.to_owned()));
    }
    Ok(())
}

/// The lock of the index, held as long as the file is open.
fn lock(dir: &Path) -> Result<File, Error> {
    let path = dir.join(LOCK_FILE);
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(Error::io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Locked(dir.to_owned())),
        Err(TryLockError::Error(source)) => Err(Error::Io { path, source }),
    }
}

/// A new, empty index in `dir`, which is locked and holds none that can be read; what is left of one is removed.
fn create(dir: &Path) -> Result<(tantivy::Index, Disk), Error> {
    let disk = Disk::open(dir, Checksums::default()).map_err(TantivyError::from)?;
    for file in fs::read_dir(dir).map_err(Error::io(dir))?.flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        if is_of_index(&name) {
            disk.remove(&name).map_err(Error::io(&file.path()))?;
        }
    }
    let (schema, _) = schema();
    let compression = Compressor::Zstd(ZstdCompressor { compression_level: Some(STORE_LEVEL) });
    let settings = IndexSettings { docstore_compression: compression, ..IndexSettings::default() };
    let index = tantivy::Index::builder().schema(schema).settings(settings).open_or_create(disk.clone())?;
    Ok((index, disk))
}
