//! Brings an index up to date with files and folders.
//!
//! discover → which files are new or changed? → read and cut (several threads) → which of their articles are
//! new or changed? → write → remove what is gone → commit with a new manifest.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use super::analysis::Made;
use super::document::Batch;
use super::earlier::{Earlier, Taken, fingerprint};
use super::manifest::{ArticleEntry, Manifest, SourceEntry};
use super::open::{Opened, open_checked};
use super::options::UpdateOptions;
use super::payload::{Payload, is_below};
use super::pipeline::{self, Job, Message};
use super::places::Lines as RecordLines;
use super::stamps;
use super::summary::{IndexSummary, Progress, SkippedRecord};
use super::writer::Writer;
use crate::Error;
use crate::corpus::{Article, Discovered, LineMap, ReadOptions, ReadSummary, SkipReason, SourceFile, discover};
use crate::passage::Passage;

/// A commit after so many bytes read, at the end of a file, so that an interrupted run has not worked for nothing.
const COMMIT_BYTES: u64 = 1 << 30;

/// Brings the index in `dir` up to date with `paths`: what is new is added, what changed is replaced, what
/// vanished below them is removed; what is unchanged is not read. Makes the index when there is none and
/// there is something to put into it. Nothing is visible to searches until the end of a commit.
pub fn update(
    dir: &Path,
    paths: &[PathBuf],
    options: &UpdateOptions,
    progress: &Progress,
) -> Result<IndexSummary, Error> {
    let started = Instant::now();
    // An index inside the folder is no part of it.
    let mut walk = options.walk.clone();
    walk.leave_out.extend(fs::canonicalize(dir));
    let discovered = discover(paths, &walk)?;
    let mut run = Run::begin(dir, options, &discovered.files, progress)?;
    run.summary.ignored = discovered.ignored;
    run.summary.found = (discovered.files.len() + discovered.skipped.len()) as u64;
    if run.existed || !discovered.files.is_empty() {
        run.payload.note(&discovered.roots, options);
        // What is gone first, so that an article whose file was renamed keeps its id.
        run.remove_vanished(&discovered)?;
        run.read_all(&discovered)?;
        progress.finishing.store(true, Ordering::Relaxed);
        run.finish()?;
        stamps::note(dir, &discovered, options.rebuild);
    }
    let mut summary = run.summary;
    summary.skipped.extend(discovered.skipped);
    summary.skipped.sort_by(|a, b| a.0.cmp(&b.0));
    summary.seconds = started.elapsed().as_secs_f64();
    Ok(summary)
}

struct Run<'a> {
    options: &'a UpdateOptions,
    progress: &'a Progress,
    writer: Writer<'a>,
    manifest: Manifest,
    payload: Payload,
    /// The ids that are taken, by their fingerprint; looked up in the manifest before the first article.
    ids: Option<Taken>,
    /// Something is to be committed.
    dirty: bool,
    bytes_since_commit: u64,
    existed: bool,
    summary: IndexSummary,
    /// The file being read.
    open: OpenSource,
}

/// A source file while its articles come in.
#[derive(Default)]
struct OpenSource {
    earlier: Earlier,
    articles: u64,
    passages: u64,
    lines: RecordLines,
    last_line: u32,
    skipped: Vec<(u32, String)>,
}

impl<'a> Run<'a> {
    fn begin(
        dir: &'a Path,
        options: &'a UpdateOptions,
        files: &[SourceFile],
        progress: &'a Progress,
    ) -> Result<Run<'a>, Error> {
        let opened = match open_checked(dir) {
            Ok(opened) => opened,
            Err(Error::Format { .. } | Error::Analyzer { .. } | Error::Damaged { .. }) if options.rebuild => None,
            Err(err) => return Err(err),
        };
        let existed = opened.is_some();
        let (compounds, exceptions) = (options.compounds, options.exceptions.as_deref());
        let generation = opened.as_ref().map_or(0, |opened| opened.payload.generation);
        let (manifest, payload, made) = match opened {
            Some(Opened { payload, .. }) if !options.rebuild => {
                if let Some(option) = payload.analysis.differs(compounds, exceptions) {
                    return Err(Error::OtherAnalysis { dir: dir.to_owned(), option });
                }
                (Manifest::load(dir, payload.generation)?, payload, None)
            }
            _ => {
                let made = Made::learn(files, compounds, exceptions, options.threads, &options.read)?;
                (Manifest::default(), Payload::blank(generation, made.analysis.clone(), &made.analyzer), Some(made))
            }
        };
        Ok(Run {
            options,
            progress,
            writer: Writer::new(dir, payload.generation, options, made),
            ids: None,
            manifest,
            payload,
            dirty: options.rebuild && existed,
            bytes_since_commit: 0,
            existed,
            summary: IndexSummary::default(),
            open: OpenSource::default(),
        })
    }

    fn read_all(&mut self, discovered: &Discovered) -> Result<(), Error> {
        let mut jobs = Vec::new();
        for file in &discovered.files {
            match self.manifest.sources.get(&file.key) {
                Some(entry) if entry.size == file.size && entry.modified_ns == file.modified_ns => self.unchanged(file),
                Some(entry) if entry.size == file.size => jobs.push(Job { file, known_hash: Some(entry.hash) }),
                _ => jobs.push(Job { file, known_hash: None }),
            }
        }
        let total = jobs.iter().map(|job| job.file.size).sum();
        self.progress.total_bytes.store(total, Ordering::Relaxed);
        self.progress.total_files.store(jobs.len() as u64, Ordering::Relaxed);
        let read = ReadOptions { progress: Arc::clone(&self.progress.bytes), ..self.options.read.clone() };
        pipeline::run(jobs, self.options.threads, &read, |file, message| self.take(file, message))
    }

    fn take(&mut self, file: &SourceFile, message: Message) -> Result<(), Error> {
        match message {
            Message::Article(article, passages) => return self.article(file, article, passages),
            Message::Skipped { line, reason } => self.open.skipped.push((line, reason.to_string())),
            Message::Same => {
                if let Some(entry) = self.manifest.sources.get_mut(&file.key) {
                    entry.modified_ns = file.modified_ns;
                    self.dirty = true;
                }
                self.unchanged(file);
                Progress::add(&self.progress.files, 1);
            }
            Message::End(result) => {
                self.end(file, result)?;
                Progress::add(&self.progress.files, 1);
            }
        }
        Ok(())
    }

    fn unchanged(&mut self, file: &SourceFile) {
        self.summary.unchanged += 1;
        if let Some(entry) = self.manifest.sources.get(&file.key) {
            self.summary.skipped_records.extend(skipped_records(file, &entry.skipped));
        }
    }

    fn article(&mut self, file: &SourceFile, article: Box<Article>, passages: Vec<Passage>) -> Result<(), Error> {
        if self.open.articles == 0 {
            self.open.earlier = Earlier::load(&self.manifest, self.manifest.sources.get(&file.key))?;
        }
        let line = match article.lines {
            LineMap::Record(line) => line,
            LineMap::Starts(_) => 0,
        };
        let (id, print) = self.free_id(file, &article, line)?;
        let hash = ArticleEntry::content_hash(&article);
        let before = self.open.earlier.meet(print);
        let number = before.map_or(self.payload.next_article, |before| before.number);
        self.summary.text_bytes += article.body.len() as u64;
        self.summary.dates_refused += u64::from(article.date_refused);
        let count = passages.len() as u32;
        let version = match before {
            Some(before) if before.hash == hash => before.version,
            replaced => {
                if let Some(replaced) = replaced {
                    self.delete(replaced.version)?;
                }
                let article = Box::new(Article { id: id.clone(), ..*article });
                self.write(file, number, article, passages)?
            }
        };
        match before {
            None => {
                self.payload.next_article += 1;
                self.summary.articles_added += 1;
            }
            Some(before) if before.hash != hash => self.summary.articles_replaced += 1,
            Some(_) => {}
        }
        self.ids()?.insert(print);
        self.open.last_line = line;
        self.keep(ArticleEntry { id, number, version, hash, passages: count }, line)
    }

    /// Lists an article of the open file; `line` is 0 when its passages keep their own.
    fn keep(&mut self, article: ArticleEntry, line: u32) -> Result<(), Error> {
        let open = &mut self.open;
        open.articles += 1;
        open.passages += u64::from(article.passages);
        if line > 0 {
            open.lines.push(article.number, line);
        }
        self.writer.draft()?.add(article)
    }

    /// The article's own id, or where another article has it, one that names its file and line too; and its fingerprint.
    fn free_id(&mut self, file: &SourceFile, article: &Article, line: u32) -> Result<(String, u64), Error> {
        self.ids()?;
        let (ids, earlier) = (self.ids.as_ref(), &self.open.earlier);
        let is_free = |print: u64| !ids.is_some_and(|ids| ids.has(print)) || earlier.has(print);
        let named =
            [article.id.clone(), format!("{}:{}", file.relative, article.id), format!("{}:{line}", file.relative)];
        let numbered = (2_u32..).map(|n| format!("{}:{line}.{n}", file.relative));
        let mut prints = named.into_iter().chain(numbered).map(|id| (fingerprint(&id), id));
        Ok(prints.find(|(print, _)| is_free(*print)).map(|(print, id)| (id, print)).unwrap_or_default())
    }

    fn ids(&mut self) -> Result<&mut Taken, Error> {
        let ids = match self.ids.take() {
            Some(ids) => ids,
            None => Taken::load(&self.manifest)?,
        };
        Ok(self.ids.insert(ids))
    }

    /// Writes an article; its version.
    fn write(
        &mut self,
        file: &SourceFile,
        number: u64,
        article: Box<Article>,
        passages: Vec<Passage>,
    ) -> Result<u64, Error> {
        let version = self.payload.next_version;
        self.payload.next_version += 1;
        Progress::add(&self.progress.passages, passages.len() as u64);
        self.writer.put(Batch { number, version, path: file.key.clone(), article, passages })?;
        self.dirty = true;
        Ok(version)
    }

    /// The file has ended, or broke off.
    fn end(&mut self, file: &SourceFile, result: Result<ReadSummary, SkipReason>) -> Result<(), Error> {
        match result {
            Ok(source) if self.open.articles > 0 => self.came_to_end(file, &source),
            Err(reason) if self.open.articles > 0 => self.broke_off(file, &reason),
            result => self.without_articles(file, result.err()),
        }
    }

    fn without_articles(&mut self, file: &SourceFile, reason: Option<SkipReason>) -> Result<(), Error> {
        let skipped = std::mem::take(&mut self.open).skipped;
        let reason = match reason {
            Some(reason) if reason.is_fault() => {
                // What an earlier run had of it stays; the fault may pass.
                self.summary.skipped.push((file.path.clone(), reason));
                return Ok(());
            }
            Some(reason) => reason,
            None if skipped.is_empty() => SkipReason::Empty,
            None => SkipReason::BadRecord("none of its records is one".to_owned()),
        };
        self.summary.skipped_records.extend(skipped_records(file, &skipped));
        self.summary.skipped.push((file.path.clone(), reason));
        self.forget(&file.key)
    }

    /// Keeps what was read, and what an earlier run had of the rest. The file is read again next time.
    fn broke_off(&mut self, file: &SourceFile, reason: &SkipReason) -> Result<(), Error> {
        self.open.skipped.push((self.open.last_line, format!("{reason} (after this record)")));
        if let Some(source) = self.manifest.sources.remove(&file.key) {
            let rest: HashSet<u64> = self.open.earlier.rest().map(|was| was.version).collect();
            let articles: Result<Vec<ArticleEntry>, Error> = self.manifest.articles(&source).collect();
            for article in articles?.into_iter().filter(|article| rest.contains(&article.version)) {
                let line = source.lines.line(article.number).unwrap_or(0);
                self.keep(article, line)?;
            }
        }
        self.note(file, SourceEntry { modified_ns: i128::MIN, ..SourceEntry::default() })
    }

    fn came_to_end(&mut self, file: &SourceFile, source: &ReadSummary) -> Result<(), Error> {
        for gone in std::mem::take(&mut self.open.earlier).rest() {
            self.delete(gone.version)?;
            self.ids()?.remove(gone.id);
            self.summary.articles_removed += 1;
        }
        self.summary.bytes += source.bytes;
        self.summary.recoded += u64::from(source.recoded);
        let (size, modified_ns, hash) = (file.size, file.modified_ns, source.hash);
        self.note(file, SourceEntry { size, modified_ns, hash, ..SourceEntry::default() })?;
        self.bytes_since_commit += source.bytes;
        if self.bytes_since_commit >= COMMIT_BYTES {
            self.commit()?;
        }
        Ok(())
    }

    fn note(&mut self, file: &SourceFile, entry: SourceEntry) -> Result<(), Error> {
        let OpenSource { articles, passages, lines, skipped, .. } = std::mem::take(&mut self.open);
        self.summary.indexed += 1;
        self.summary.skipped_records.extend(skipped_records(file, &skipped));
        let block = self.writer.draft()?.end_block()?;
        let entry = SourceEntry { articles, passages, lines, skipped, block, ..entry };
        self.manifest.sources.insert(file.key.clone(), entry);
        self.dirty = true;
        Ok(())
    }

    fn remove_vanished(&mut self, discovered: &Discovered) -> Result<(), Error> {
        let present: HashSet<&str> = discovered.files.iter().map(|file| file.key.as_str()).collect();
        // A folder that cannot be listed today has not lost its articles.
        let gone = |key: &&String| {
            let is_in = |folders: &[String]| folders.iter().any(|folder| is_below(key, folder));
            let listed = is_in(&discovered.roots) && !is_in(&discovered.unreachable);
            listed && !present.contains(key.as_str())
        };
        let gone: Vec<String> = self.manifest.sources.keys().filter(gone).cloned().collect();
        for key in gone {
            self.forget(&key)?;
            self.summary.removed += 1;
        }
        Ok(())
    }

    fn forget(&mut self, key: &str) -> Result<(), Error> {
        let Some(entry) = self.manifest.sources.remove(key) else { return Ok(()) };
        let articles: Result<Vec<ArticleEntry>, Error> = self.manifest.articles(&entry).collect();
        for article in articles? {
            self.delete(article.version)?;
            if let Some(ids) = &mut self.ids {
                ids.remove(fingerprint(&article.id));
            }
            self.summary.articles_removed += 1;
        }
        self.dirty = true;
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
        self.writer.close(&self.payload)?;
        self.summary.articles = self.payload.articles;
        self.summary.passages = self.payload.passages;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), Error> {
        let payload = &mut self.payload;
        payload.generation += 1;
        (payload.sources, payload.articles, payload.passages) = self.manifest.counts();
        let bad_records: usize = self.manifest.sources.values().map(|source| source.skipped.len()).sum();
        let bad_files = self.summary.skipped.iter().filter(|(_, reason)| reason.is_fault()).count();
        payload.faults = (bad_records + bad_files) as u64;
        self.writer.commit(&mut self.manifest, payload)?;
        self.dirty = false;
        self.bytes_since_commit = 0;
        Ok(())
    }
}

fn skipped_records<'a>(file: &'a SourceFile, skipped: &'a [(u32, String)]) -> impl Iterator<Item = SkippedRecord> + 'a {
    let path = file.path.display().to_string();
    skipped.iter().map(move |(line, reason)| SkippedRecord { path: path.clone(), line: *line, reason: reason.clone() })
}
