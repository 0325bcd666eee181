//! The articles of one source file, from the first to the end of the file.

use std::collections::HashSet;

use super::super::account::{ArticleCounts, FileOutcome, TableAccount};
use super::super::manifest::{ArticleEntry, SourceEntry};
use super::super::previous::{IdSet, PreviousArticles, fingerprint};
use super::super::record_lines::RecordLines;
use super::super::segment::NumberedArticle;
use super::super::summary::Progress;
use super::{COMMIT_BYTES, UpdateRun};
use crate::Error;
use crate::corpus::{Article, LineMap, ReadSummary, SkipReason, SourceFile};
use crate::passage::Passage;

/// A source file while its articles come in.
#[derive(Default)]
pub(super) struct OpenSource {
    previous: PreviousArticles,
    articles: u64,
    passages: u64,
    lines: RecordLines,
    last_line: u32,
    pub(super) skipped: Vec<(u32, String)>,
    counts: ArticleCounts,
    format: &'static str,
}

/// Returns the path of a member of an archive, or of the file itself.
fn with_member(path: &str, member: &str) -> String {
    if member.is_empty() { path.to_owned() } else { format!("{path}!/{member}") }
}

impl UpdateRun<'_> {
    /// Writes an article of the open file if it is new or changed, and lists it in the manifest.
    pub(super) fn add_article(
        &mut self,
        file: &SourceFile,
        article: Box<Article>,
        passages: Vec<Passage>,
    ) -> Result<(), Error> {
        if self.open.articles == 0 {
            self.open.previous = PreviousArticles::load(&self.manifest, self.manifest.sources.get(&file.key))?;
        }
        let line = match article.lines {
            LineMap::Record(line) => line,
            LineMap::Starts(_) => 0,
        };
        let (id, id_fingerprint) = self.free_id(file, &article, line)?;
        let hash = ArticleEntry::content_hash(&article);
        let previous = self.open.previous.meet(id_fingerprint);
        let number = previous.map_or(self.metadata.next_article, |previous| previous.number);
        self.summary.text_bytes += article.body.len() as u64;
        self.summary.dates_refused += u64::from(article.date_refused);
        self.summary.dates_vague += u64::from(article.date_vague);
        self.summary.dates_future += u64::from(article.date.is_some_and(|date| date > self.tomorrow));
        self.open.counts.count(&article);
        let count = passages.len() as u32;
        let version = match previous {
            Some(previous) if previous.hash == hash => previous.version,
            replaced => {
                if let Some(replaced) = replaced {
                    self.delete(replaced.version)?;
                }
                let article = Box::new(Article { id: id.clone(), ..*article });
                self.write_article(file, number, article, passages)?
            }
        };
        match previous {
            None => {
                self.metadata.next_article += 1;
                self.summary.articles_added += 1;
            }
            Some(previous) if previous.hash != hash => self.summary.articles_replaced += 1,
            Some(_) => {}
        }
        self.ids()?.insert(id_fingerprint);
        self.open.last_line = line;
        self.list_article(ArticleEntry { id, number, version, hash, passages: count }, line)
    }

    /// Lists an article of the open file in the manifest; `line` is 0 if its passages keep their own lines.
    fn list_article(&mut self, article: ArticleEntry, line: u32) -> Result<(), Error> {
        let open = &mut self.open;
        open.articles += 1;
        open.passages += u64::from(article.passages);
        if line > 0 {
            open.lines.push(article.number, line);
        }
        self.writer.manifest_writer()?.add(article)
    }

    /// Returns the article's own id, or if another article has it an id made of file, line and id; and its fingerprint.
    fn free_id(&mut self, file: &SourceFile, article: &Article, line: u32) -> Result<(String, u64), Error> {
        self.ids()?;
        let (ids, previous) = (self.ids.as_ref(), &self.open.previous);
        let is_free = |id: u64| !ids.is_some_and(|ids| ids.contains(id)) || previous.contains(id);
        let relative = with_member(&file.relative, &article.member);
        let named = [article.id.clone(), format!("{relative}:{}", article.id), format!("{relative}:{line}")];
        let numbered = (2_u32..).map(|n| format!("{relative}:{line}.{n}"));
        let mut candidates = named.into_iter().chain(numbered).map(|id| (fingerprint(&id), id));
        let (fingerprint, id) = candidates
            .find(|(fingerprint, _)| is_free(*fingerprint))
            .ok_or_else(|| Error::Bug { what: format!("no id is free for an article of {}", file.key) })?;
        Ok((id, fingerprint))
    }

    fn ids(&mut self) -> Result<&mut IdSet, Error> {
        let ids = match self.ids.take() {
            Some(ids) => ids,
            None => IdSet::load(&self.manifest)?,
        };
        Ok(self.ids.insert(ids))
    }

    /// Passes an article to the writer and returns its version.
    fn write_article(
        &mut self,
        file: &SourceFile,
        number: u64,
        article: Box<Article>,
        passages: Vec<Passage>,
    ) -> Result<u64, Error> {
        let version = self.metadata.next_version;
        self.metadata.next_version += 1;
        Progress::add(&self.progress.passages, passages.len() as u64);
        let path = with_member(&file.key, &article.member);
        self.writer.add(NumberedArticle { number, version, path, article, passages })?;
        self.dirty = true;
        Ok(version)
    }

    /// Ends the open file, which was read to its end or broke off with a reason.
    pub(super) fn end_source(
        &mut self,
        file: &SourceFile,
        result: Result<ReadSummary, SkipReason>,
    ) -> Result<(), Error> {
        match result {
            Ok(source) if self.open.articles > 0 => self.complete_source(file, &source),
            Err(reason) if self.open.articles > 0 => self.break_off_source(file, &reason),
            result => self.skip_source(file, result.err()),
        }
    }

    /// Ends a file that gave no articles.
    fn skip_source(&mut self, file: &SourceFile, reason: Option<SkipReason>) -> Result<(), Error> {
        let skipped = std::mem::take(&mut self.open).skipped;
        let reason = match reason {
            Some(reason) if reason.is_fault() => {
                // What an earlier run has indexed of the file stays, because the fault may pass.
                self.summary.skipped.push((file.path.clone(), reason));
                return Ok(());
            }
            Some(reason) => reason,
            None if skipped.is_empty() => SkipReason::Empty,
            None => SkipReason::BadRecord("none of its records is one".to_owned()),
        };
        self.summary.add_skipped_records(file, &skipped);
        self.summary.skipped.push((file.path.clone(), reason));
        self.remove_source(&file.key)
    }

    /// Ends a file that broke off: keeps the articles read now, and those of earlier runs that were not met. The file is read
    /// again in the next run.
    fn break_off_source(&mut self, file: &SourceFile, reason: &SkipReason) -> Result<(), Error> {
        self.open.skipped.push((self.open.last_line, format!("{reason} (after this record)")));
        if let Some(source) = self.manifest.sources.remove(&file.key) {
            let unmet: HashSet<u64> = self.open.previous.unmet().map(|article| article.version).collect();
            let articles: Result<Vec<ArticleEntry>, Error> = self.manifest.articles(&source).collect();
            for article in articles?.into_iter().filter(|article| unmet.contains(&article.version)) {
                let line = source.lines.line(article.number).unwrap_or(0);
                self.list_article(article, line)?;
            }
        }
        self.list_source(file, SourceEntry { modified_ns: i128::MIN, ..SourceEntry::default() })
    }

    /// Ends a file that was read to its end: removes the articles of earlier runs that were not met.
    fn complete_source(&mut self, file: &SourceFile, source: &ReadSummary) -> Result<(), Error> {
        for removed in std::mem::take(&mut self.open.previous).unmet() {
            self.delete(removed.version)?;
            self.ids()?.remove(removed.id);
            self.summary.articles_removed += 1;
        }
        self.summary.bytes += source.bytes;
        self.summary.recoded += u64::from(source.recoded);
        self.summary.passed_over += source.passed_over;
        if source.recoded {
            self.open.counts.recoded = self.open.counts.articles;
        }
        self.open.format = source.format;
        self.summary.account.add_format(source.format, self.open.counts);
        let tables = source.tables.iter().map(|(member, columns)| TableAccount {
            path: file.path.clone(),
            member: member.clone(),
            columns: columns.clone(),
        });
        self.summary.account.tables.extend(tables);
        let (size, modified_ns, hash) = (file.size, file.modified_ns, source.hash);
        self.list_source(file, SourceEntry { size, modified_ns, hash, ..SourceEntry::default() })?;
        self.bytes_since_commit += source.bytes;
        if self.bytes_since_commit >= COMMIT_BYTES {
            self.commit()?;
        }
        Ok(())
    }

    /// Lists the open file in the manifest and closes it. `entry` has size, time and hash.
    fn list_source(&mut self, file: &SourceFile, entry: SourceEntry) -> Result<(), Error> {
        let OpenSource { articles, passages, lines, skipped, counts, format, .. } = std::mem::take(&mut self.open);
        if self.options.keep_files {
            self.summary.keep_file(file, format, FileOutcome::Indexed, counts, skipped.len());
        }
        self.summary.indexed += 1;
        self.summary.add_skipped_records(file, &skipped);
        let block = self.writer.manifest_writer()?.end_block()?;
        let entry = SourceEntry { articles, passages, lines, skipped, block, ..entry };
        self.manifest.sources.insert(file.key.clone(), entry);
        self.dirty = true;
        Ok(())
    }
}
