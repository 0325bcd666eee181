//! Writes articles to an index.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use tantivy::directory::error::LockError;
use tantivy::index::{SegmentId, SegmentMeta};
use tantivy::indexer::IndexWriterOptions;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{IndexSettings, IndexWriter, TantivyError, Term};

use super::analysis::NewAnalysis;
use super::builders::SegmentBuilders;
use super::checksums::Checksums;
use super::commit_metadata::CommitMetadata;
use super::directory::IndexDirectory;
use super::files::{is_index_file, is_leftover, is_own_file, own_files};
use super::line_file::LineFile;
use super::lock::{WRITER_LOCK, lock_exclusive};
use super::manifest::{Manifest, ManifestWriter};
use super::merging::{CheckedMergePolicy, MergeGuard};
use super::open::{OpenIndex, open_checked};
use super::options::UpdateOptions;
use super::pairs::PairRule;
use super::schema::schema;
use super::sealed::SEALED_FILES;
use super::segment::NumberedArticle;
use crate::Error;
use crate::german::Analyzer;

/// Maximum number of segment builders.
const MAX_BUILDERS: usize = 8;
/// Minimum memory that tantivy demands for its own indexing thread, in bytes. The thread gets no documents here.
const TANTIVY_MEMORY: usize = 16 << 20;
/// zstd level of stored passages: the fastest, because indexing waits for it.
const STORE_LEVEL: i32 = 1;

/// Writes articles. Opens the index with the first change only, so a run without changes writes nothing and needs no lock.
pub(super) struct ArticleWriter<'a> {
    dir: &'a Path,
    options: &'a UpdateOptions,
    /// The commit on which this run is based; 0 if there was none.
    base_generation: u64,
    /// The last commit: the base, or a later one of this run.
    committed: u64,
    lock: Option<File>,
    open: Option<OpenWriter>,
    /// The analyser of a new index.
    new_analysis: Option<NewAnalysis>,
}

/// An index open for writing. Our builders build the segments; tantivy's writer removes, merges and commits.
struct OpenWriter {
    directory: IndexDirectory,
    tantivy: IndexWriter,
    guard: MergeGuard,
    analyzer: Analyzer,
    pairs: Arc<PairRule>,
    builders: Option<SegmentBuilders>,
    /// Manifest of the next commit.
    manifest_writer: Option<ManifestWriter>,
}

impl<'a> ArticleWriter<'a> {
    /// Creates a writer for the index in `dir`, whose last commit is `generation` (0 if there is none). `new_analysis` is the
    /// analyser of an index to be created or rebuilt.
    pub(super) fn new(
        dir: &'a Path,
        generation: u64,
        options: &'a UpdateOptions,
        new_analysis: Option<NewAnalysis>,
    ) -> ArticleWriter<'a> {
        ArticleWriter {
            dir,
            options,
            base_generation: generation,
            committed: generation,
            lock: None,
            open: None,
            new_analysis,
        }
    }

    /// Adds an article. Blocks while too many bytes are queued already.
    pub(super) fn add(&mut self, article: NumberedArticle) -> Result<(), Error> {
        let (threads, memory) = (self.options.threads.clamp(1, MAX_BUILDERS), self.options.memory);
        let OpenWriter { tantivy, analyzer, pairs, builders, .. } = self.open()?;
        let start = || SegmentBuilders::start(tantivy.index(), schema().1, analyzer, pairs, threads, memory);
        builders.get_or_insert_with(start).add(article)?;
        Ok(())
    }

    /// Removes the passages of this version of an article.
    pub(super) fn delete(&mut self, version: u64) -> Result<(), Error> {
        self.open()?.tantivy.delete_term(Term::from_field_u64(schema().1.version, version));
        Ok(())
    }

    /// Returns the writer of the next commit's manifest.
    pub(super) fn manifest_writer(&mut self) -> Result<&mut ManifestWriter, Error> {
        let generation = self.committed + 1;
        let open = self.open()?;
        let writer = match open.manifest_writer.take() {
            Some(writer) => writer,
            None => ManifestWriter::create(&open.directory, generation)?,
        };
        Ok(open.manifest_writer.insert(writer))
    }

    /// Commits: makes all changes visible at once, together with their manifest.
    pub(super) fn commit(&mut self, manifest: &mut Manifest, metadata: &CommitMetadata) -> Result<(), Error> {
        // A commit without new articles has a manifest, too.
        self.manifest_writer()?;
        let bug = |what: &str| Error::Bug { what: what.to_owned() };
        let json = serde_json::to_string(metadata).map_err(|_| bug("commit metadata cannot be written as JSON"))?;
        let open = self.open()?;
        for segment in open.builders.take().map(SegmentBuilders::finish).transpose()?.into_iter().flatten() {
            open.tantivy.add_segment(segment)?;
        }
        open.manifest_writer.take().ok_or_else(|| bug("a commit without a manifest"))?.finish(manifest)?;
        LineFile::save(manifest, &open.directory, metadata.generation)?;
        let mut commit = open.tantivy.prepare_commit()?;
        commit.set_payload(&json);
        commit.commit()?;
        self.committed = metadata.generation;
        Ok(())
    }

    /// Merges all segments into one, without removed passages. The metadata of the last commit stays valid. If a segment is
    /// damaged nothing is merged, and [`ArticleWriter::close`] reports it.
    pub(super) fn merge(&mut self) -> Result<(), Error> {
        let OpenWriter { tantivy, guard, .. } = self.open()?;
        let segments = tantivy.index().searchable_segment_metas()?;
        let is_intact = segments.iter().all(|segment| guard.is_intact(segment));
        let ids: Vec<SegmentId> = segments.iter().map(SegmentMeta::id).collect();
        // tantivy keeps the files of segments whose metadata is held.
        drop(segments);
        if is_intact && !ids.is_empty() {
            tantivy.merge(&ids).wait()?;
            tantivy.garbage_collect_files().wait()?;
        }
        Ok(())
    }

    /// Waits for merges and removes files that no commit needs. `metadata` is that of the last commit. Error: a segment that was to
    /// be merged is damaged; everything committed stays committed.
    pub(super) fn close(&mut self, metadata: &CommitMetadata) -> Result<(), Error> {
        let Some(OpenWriter { tantivy, directory, guard, .. }) = self.open.take() else { return Ok(()) };
        tantivy.wait_merging_threads()?;
        remove_unused_files(self.dir, &directory, metadata);
        self.lock = None;
        guard.damage().map_or(Ok(()), |damage| Err(Error::damaged(self.dir, damage)))
    }

    fn open(&mut self) -> Result<&mut OpenWriter, Error> {
        let open = match self.open.take() {
            Some(open) => open,
            None => self.lock_and_open()?,
        };
        Ok(self.open.insert(open))
    }

    /// Takes the lock, and only then reads the index: an index that another process has changed since this run began is not
    /// touched.
    fn lock_and_open(&mut self) -> Result<OpenWriter, Error> {
        let dir = self.dir;
        refuse_foreign_folder(dir)?;
        self.lock = Some(lock_exclusive(dir, WRITER_LOCK)?);
        let existing = match open_checked(dir) {
            Ok(existing) => existing,
            Err(_) if self.options.rebuild => None,
            Err(err) => return Err(err),
        };
        let generation = existing.as_ref().map_or(0, |existing| existing.metadata.generation);
        if generation != self.base_generation && !self.options.rebuild {
            return Err(Error::Overtaken(dir.to_owned()));
        }
        if let Some(OpenIndex { directory, metadata, .. }) = &existing {
            remove_unused_files(dir, directory, metadata);
        }
        let (index, directory, analyzer, common_words) = match (existing, &self.new_analysis) {
            (None, None) => return Err(Error::Overtaken(dir.to_owned())),
            (Some(OpenIndex { index, directory, metadata, analyzer, .. }), None) => {
                (index, directory, analyzer, metadata.common_words)
            }
            (existing, Some(new)) => {
                let existing = existing.map(|OpenIndex { index, directory, .. }| (index, directory));
                let (index, directory) = existing.map_or_else(|| create(dir), Ok)?;
                new.save(&directory)?;
                (index, directory, new.analyzer.clone(), new.common_words.clone())
            }
        };
        // One merge at a time, because each needs much memory.
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .memory_budget_per_thread(TANTIVY_MEMORY)
            .num_merge_threads(1)
            .build();
        let tantivy: IndexWriter = index.writer_with_options(options).map_err(|err| match err {
            TantivyError::LockFailure(LockError::LockBusy, _) => Error::Locked(dir.to_owned()),
            err => Error::Backend(Box::new(err)),
        })?;
        let guard = MergeGuard::new(directory.clone(), index.searchable_segment_ids()?);
        tantivy.set_merge_policy(Box::new(CheckedMergePolicy::new(guard.clone())));
        // Leftovers of a killed run would collide with new files of the same name.
        tantivy.garbage_collect_files().wait()?;
        if self.options.rebuild {
            tantivy.delete_all_documents()?;
        }
        let pairs = Arc::new(PairRule::new(&common_words));
        Ok(OpenWriter { directory, tantivy, guard, analyzer, pairs, builders: None, manifest_writer: None })
    }
}

/// Removes our files that the commit of `metadata` does not need: those of earlier commits and leftovers of interrupted runs. A
/// file that cannot be removed does no harm; the next run tries again.
fn remove_unused_files(dir: &Path, directory: &IndexDirectory, metadata: &CommitMetadata) {
    let needed = own_files(metadata);
    for file in fs::read_dir(dir).into_iter().flatten().flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        if is_leftover(&name) || (is_own_file(&name) && !needed.contains(&name)) {
            let _ = directory.remove(&name);
        }
    }
}

/// Refuses a folder that holds other files but no index.
fn refuse_foreign_folder(dir: &Path) -> Result<(), Error> {
    fs::create_dir_all(dir).map_err(Error::io(dir))?;
    let is_ours = |name: &str| {
        is_index_file(name) || SEALED_FILES.contains(&name) || name.starts_with('.') || name == "README.md"
    };
    for file in fs::read_dir(dir).map_err(Error::io(dir))? {
        if !is_ours(&file.map_err(Error::io(dir))?.file_name().to_string_lossy()) {
            return Err(Error::NotAnIndex(dir.to_owned()));
        }
    }
    Ok(())
}

/// Creates an empty index in the locked folder `dir`, which has no readable index; the files of an unreadable one are removed.
fn create(dir: &Path) -> Result<(tantivy::Index, IndexDirectory), Error> {
    let directory = IndexDirectory::open(dir, Checksums::default()).map_err(TantivyError::from)?;
    for file in fs::read_dir(dir).map_err(Error::io(dir))? {
        let file = file.map_err(Error::io(dir))?;
        let name = file.file_name().to_string_lossy().into_owned();
        if is_index_file(&name) {
            directory.remove(&name).map_err(Error::io(&file.path()))?;
        }
    }
    let (schema, _) = schema();
    let compression = Compressor::Zstd(ZstdCompressor { compression_level: Some(STORE_LEVEL) });
    let settings = IndexSettings { docstore_compression: compression, ..IndexSettings::default() };
    let index = tantivy::Index::builder().schema(schema).settings(settings).open_or_create(directory.clone())?;
    Ok((index, directory))
}
