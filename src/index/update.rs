//! Brings an index up to date with files and folders.
//!
//! discover files → select those that are new or changed → read and cut them (several threads) → select the articles that are new
//! or changed → write them → remove what is gone → commit with a new manifest.

mod source;
mod vanished;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use self::source::OpenSource;
use self::vanished::{gone_or_missing, refuse_shrunk};
use super::account::{ArticleCounts, FileAccount, FileOutcome};
use super::analysis::NewAnalysis;
use super::commit_metadata::CommitMetadata;
use super::manifest::{Manifest, SourceEntry};
use super::open::{OpenIndex, open_checked};
use super::options::UpdateOptions;
use super::pipeline::{FileMessage, ReadJob, read_in_order};
use super::previous::IdSet;
use super::stamps;
use super::summary::{IndexSummary, Progress, SkippedRecord};
use super::writer::ArticleWriter;
use crate::Error;
use crate::corpus::{Discovered, FieldMap, ReadOptions, SourceFile, discover, key_of};
use crate::jiff::{Timestamp, Unit, civil::Date, tz::Offset};

/// Bytes read after which the run commits at the end of a file, so that an interrupted run keeps most of its work.
const COMMIT_BYTES: u64 = 1 << 30;

/// Brings the index in `dir` up to date with `paths`: adds new articles, replaces changed ones, removes those that vanished below
/// the paths and those of paths that are to be forgotten ([`UpdateOptions::forget`]). Unchanged files are not read. Creates the index if there is none and there is something to index. Searches see
/// changes only after a commit.
///
/// # Errors
///
/// A path that does not exist ([`Error::Discover`], [`Error::Gone`]); a folder that has lost most of its files
/// ([`Error::Shrunk`]); a path to forget that is not in the index ([`Error::NotIndexed`]); `dir` holds something else, an index of another format, analyser or
/// settings, or a damaged one; another process writes to it ([`Error::Locked`], [`Error::Overtaken`]); the disk refuses. The
/// last commit stays. A file or record that cannot be read is no error but in the [`IndexSummary`].
///
/// ```no_run
/// use fundstelle::index::{UpdateOptions, update};
///
/// let options = UpdateOptions::default().with_threads(2);
/// let summary = update("index".as_ref(), &["articles".into()], &options)?;
/// println!("{} articles in the index", summary.articles);
/// # Ok::<(), fundstelle::Error>(())
/// ```
pub fn update(dir: &Path, paths: &[PathBuf], options: &UpdateOptions) -> Result<IndexSummary, Error> {
    update_with_progress(dir, paths, options, &Progress::default())
}

/// Does the same as [`update`], with the same errors, and counts in `progress` how far it has come.
pub fn update_with_progress(
    dir: &Path,
    paths: &[PathBuf],
    options: &UpdateOptions,
    progress: &Progress,
) -> Result<IndexSummary, Error> {
    let started = Instant::now();
    // An index that lies inside a source folder is not part of it.
    let mut walk = options.walk.clone();
    walk.leave_out.extend(fs::canonicalize(dir));
    let discovered = discover(paths, &walk).map_err(|err| gone_or_missing(dir, err))?;
    let mut run = UpdateRun::begin(dir, options, &discovered, progress)?;
    if !run.existed && !options.forget.is_empty() {
        return Err(Error::NoIndex(dir.to_owned()));
    }
    run.summary.ignored = discovered.ignored;
    run.summary.found = (discovered.files.len() + discovered.skipped.len()) as u64;
    if run.existed || !discovered.files.is_empty() {
        run.metadata.add_request(&discovered.roots, options);
        run.forget(&options.forget)?;
        // Removal comes first, so that an article whose file was renamed keeps its id.
        run.remove_vanished(&discovered)?;
        run.read_all(&discovered)?;
        progress.finishing.store(true, Ordering::Relaxed);
        run.finish()?;
        let forgotten: Vec<String> = options.forget.iter().map(|path| key_of(path)).collect();
        stamps::save(dir, &discovered, &run.metadata.roots, &forgotten);
    }
    let mut summary = run.summary;
    summary.skipped.extend(discovered.skipped);
    summary.skipped.sort_by(|a, b| a.0.cmp(&b.0));
    debug_assert_eq!(summary.found, summary.indexed + summary.unchanged + summary.skipped.len() as u64);
    summary.seconds = started.elapsed().as_secs_f64();
    Ok(summary)
}

/// Returns a day as the index counts days.
fn days_since_1970(day: Date) -> i64 {
    let since = Date::constant(1970, 1, 1).until((Unit::Day, day));
    since.map_or(0, |span| span.get_days().into())
}

struct UpdateRun<'a> {
    options: &'a UpdateOptions,
    progress: &'a Progress,
    writer: ArticleWriter<'a>,
    manifest: Manifest,
    metadata: CommitMetadata,
    /// The ids in use; read from the manifest before the first article.
    ids: Option<IdSet>,
    /// True if there is something to commit.
    dirty: bool,
    bytes_since_commit: u64,
    existed: bool,
    summary: IndexSummary,
    /// The file whose articles are coming in.
    open: OpenSource,
    /// The day after the run, in UTC. No newspaper is dated later.
    tomorrow: Date,
}

impl<'a> UpdateRun<'a> {
    fn begin(
        dir: &'a Path,
        options: &'a UpdateOptions,
        discovered: &Discovered,
        progress: &'a Progress,
    ) -> Result<UpdateRun<'a>, Error> {
        let opened = match open_checked(dir) {
            Ok(opened) => opened,
            Err(Error::Format { .. } | Error::Analyzer { .. } | Error::Damaged { .. }) if options.rebuild => None,
            Err(err) => return Err(err),
        };
        let existed = opened.is_some();
        let (compounds, exceptions) = (options.compounds, options.exceptions.as_deref());
        let generation = opened.as_ref().map_or(0, |opened| opened.metadata.generation);
        // A rebuild reads the manifest only to compare; it may be what is damaged.
        let before = match existed.then(|| Manifest::load(dir, generation)).transpose() {
            Err(_) if options.rebuild => Manifest::default(),
            loaded => loaded?.unwrap_or_default(),
        };
        if !options.allow_shrunk {
            refuse_shrunk(&before, discovered)?;
        }
        let (manifest, metadata, new_analysis) = match opened {
            Some(OpenIndex { metadata, .. }) if !options.rebuild => {
                if let Some(conflict) = metadata.analysis.conflict(compounds, exceptions) {
                    return Err(Error::OtherAnalysis { dir: dir.to_owned(), conflict });
                }
                (before, metadata, None)
            }
            _ => {
                let new = NewAnalysis::learn(&discovered.files, compounds, exceptions, options.threads, &options.read)?;
                let metadata = CommitMetadata::empty(generation, &new);
                (Manifest::default(), metadata, Some(new))
            }
        };
        Ok(UpdateRun {
            options,
            progress,
            writer: ArticleWriter::new(dir, metadata.generation, options, new_analysis),
            ids: None,
            manifest,
            metadata,
            dirty: options.rebuild && existed,
            bytes_since_commit: 0,
            existed,
            summary: IndexSummary::default(),
            open: OpenSource::default(),
            tomorrow: Offset::UTC.to_datetime(Timestamp::now()).date().tomorrow().unwrap_or(Date::MAX),
        })
    }

    fn read_all(&mut self, discovered: &Discovered) -> Result<(), Error> {
        let mut jobs = Vec::new();
        let map = self.field_map();
        let is_new_map = self.metadata.map != map.to_string();
        self.dirty |= is_new_map;
        self.metadata.map = map.to_string();
        for file in &discovered.files {
            match self.manifest.sources.get(&file.key) {
                _ if is_new_map => jobs.push(ReadJob { file, known_hash: None }),
                Some(entry) if entry.size == file.size && entry.modified_ns == file.modified_ns => {
                    self.summary.count_unchanged(file, entry, self.options.keep_files);
                }
                Some(entry) if entry.size == file.size => jobs.push(ReadJob { file, known_hash: Some(entry.hash) }),
                _ => jobs.push(ReadJob { file, known_hash: None }),
            }
        }
        let total = jobs.iter().map(|job| job.file.size).sum();
        self.progress.total_bytes.store(total, Ordering::Relaxed);
        self.progress.total_files.store(jobs.len() as u64, Ordering::Relaxed);
        let read = ReadOptions { progress: Arc::clone(&self.progress.bytes), map, ..self.options.read.clone() };
        read_in_order(jobs, self.options.threads, &read, |file, message| self.receive(file, message))
    }

    /// Returns the names of fields that hold in this run: those that were given, else those of the index.
    fn field_map(&self) -> FieldMap {
        let given = &self.options.read.map;
        if given.is_empty() { self.metadata.map.parse().unwrap_or_default() } else { given.clone() }
    }

    fn receive(&mut self, file: &SourceFile, message: FileMessage) -> Result<(), Error> {
        match message {
            FileMessage::Article(article, passages) => return self.add_article(file, article, passages),
            FileMessage::Skipped { member, line, reason } => {
                self.open.skipped.push((line, recorded(&member, &reason.to_string())));
            }
            FileMessage::Unchanged => {
                let entry = self.manifest.sources.get_mut(&file.key);
                let no_entry = || Error::Bug { what: format!("{} has a hash but is not in the manifest", file.key) };
                let entry = entry.ok_or_else(no_entry)?;
                entry.modified_ns = file.modified_ns;
                self.summary.count_unchanged(file, entry, self.options.keep_files);
                self.dirty = true;
                Progress::add(&self.progress.files, 1);
            }
            FileMessage::End(result) => {
                self.end_source(file, result)?;
                Progress::add(&self.progress.files, 1);
            }
        }
        Ok(())
    }

    fn delete(&mut self, version: u64) -> Result<(), Error> {
        self.dirty = true;
        self.writer.delete(version)
    }

    fn finish(&mut self) -> Result<(), Error> {
        if self.dirty {
            self.commit()?;
        }
        self.writer.close(&self.metadata)?;
        self.summary.articles = self.metadata.articles;
        self.summary.passages = self.metadata.passages;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), Error> {
        let metadata = &mut self.metadata;
        metadata.generation += 1;
        metadata.last_day = days_since_1970(self.tomorrow);
        (metadata.sources, metadata.articles, metadata.passages) = self.manifest.counts();
        let bad_records: usize = self.manifest.sources.values().map(|source| source.skipped.len()).sum();
        let bad_files = self.summary.skipped.iter().filter(|(_, reason)| reason.is_fault()).count();
        metadata.faults = (bad_records + bad_files) as u64;
        self.writer.commit(&mut self.manifest, metadata)?;
        self.dirty = false;
        self.bytes_since_commit = 0;
        Ok(())
    }
}

/// Returns a reason as the manifest keeps it: after the member of an archive, if it is about one. A member's name has no NUL.
fn recorded(member: &str, reason: &str) -> String {
    if member.is_empty() { reason.to_owned() } else { format!("{member}\0{reason}") }
}

/// Takes apart what [`recorded`] has put together.
fn member_and_reason(recorded: &str) -> (&str, &str) {
    recorded.split_once('\0').unwrap_or(("", recorded))
}

impl IndexSummary {
    /// Counts a file that is kept as an earlier run has listed it.
    fn count_unchanged(&mut self, file: &SourceFile, entry: &SourceEntry, keep: bool) {
        self.unchanged += 1;
        if keep {
            let counts = ArticleCounts { articles: entry.articles, ..ArticleCounts::default() };
            self.keep_file(file, "", FileOutcome::Unchanged, counts, entry.skipped.len());
        }
        self.add_skipped_records(file, &entry.skipped);
    }

    /// Adds a file to the account.
    fn keep_file(
        &mut self,
        file: &SourceFile,
        format: &'static str,
        outcome: FileOutcome,
        counts: ArticleCounts,
        skipped: usize,
    ) {
        let path = file.path.clone();
        self.account.files.push(FileAccount { path, format, outcome, counts, skipped_records: skipped as u64 });
    }

    fn add_skipped_records(&mut self, file: &SourceFile, skipped: &[(u32, String)]) {
        let path = file.path.display().to_string();
        let record = |(line, recorded): &(u32, String)| {
            let (member, reason) = member_and_reason(recorded);
            let path = if member.is_empty() { path.clone() } else { format!("{path}!/{member}") };
            SkippedRecord { path, line: *line, reason: reason.to_owned() }
        };
        self.skipped_records.extend(skipped.iter().map(record));
    }
}
