//! Account of a run: what it did with each file, and how complete the articles of each format are.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;

use crate::corpus::{Article, TakenColumns};

/// Numbers of articles, and of those that lack something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ArticleCounts {
    /// Articles.
    pub articles: u64,
    /// Articles without a headline.
    pub without_title: u64,
    /// Articles without a day of publication.
    pub without_date: u64,
    /// Articles of files that were in another encoding than Unicode, or encoded twice.
    pub recoded: u64,
    /// Articles whose source says that the text is cut off.
    pub shortened: u64,
}

impl ArticleCounts {
    /// Counts an article.
    pub(super) fn count(&mut self, article: &Article) {
        self.articles += 1;
        self.without_title += u64::from(article.title.is_empty());
        self.without_date += u64::from(article.date.is_none());
        self.shortened += u64::from(article.shortened);
    }

    /// Adds other counts.
    fn add(&mut self, other: ArticleCounts) {
        self.articles += other.articles;
        self.without_title += other.without_title;
        self.without_date += other.without_date;
        self.recoded += other.recoded;
        self.shortened += other.shortened;
    }

    /// Returns true if some article lacks something.
    pub fn lack_something(&self) -> bool {
        self.without_title + self.without_date + self.recoded + self.shortened > 0
    }
}

/// Outcome of a run for a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FileOutcome {
    /// Read and indexed.
    Indexed,
    /// Not read again, because it has not changed.
    Unchanged,
    /// Left out.
    Skipped,
}

impl FileOutcome {
    /// Name in reports: `indexed`, `unchanged`, `skipped`.
    pub fn name(self) -> &'static str {
        match self {
            FileOutcome::Indexed => "indexed",
            FileOutcome::Unchanged => "unchanged",
            FileOutcome::Skipped => "skipped",
        }
    }
}

/// A file of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileAccount {
    /// Path as reached from the root that was given.
    pub path: PathBuf,
    /// Name of the format; empty if the file was not read, or not to its end.
    pub format: &'static str,
    /// Outcome for the file.
    pub outcome: FileOutcome,
    /// Numbers of its articles. Of an unchanged file only their number is known.
    pub counts: ArticleCounts,
    /// Records of the file that were left out.
    pub skipped_records: u64,
}

/// Which columns of a table were taken for what.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TableAccount {
    /// File of the table.
    pub path: PathBuf,
    /// Path in the archive that the file is; empty if it is none.
    pub member: String,
    /// Columns that are used.
    pub columns: TakenColumns,
}

/// Account of the files of a run.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct RunAccount {
    /// The articles read in this run, by the name of their format.
    pub formats: BTreeMap<&'static str, ArticleCounts>,
    /// The tables read in this run.
    pub tables: Vec<TableAccount>,
    /// The files that were not skipped, if [`UpdateOptions::keep_files`](super::UpdateOptions::keep_files) is set.
    pub files: Vec<FileAccount>,
}

impl RunAccount {
    /// Adds the articles of a file that was read.
    pub(super) fn add_format(&mut self, format: &'static str, counts: ArticleCounts) {
        self.formats.entry(format).or_default().add(counts);
    }
}
