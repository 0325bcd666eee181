//! What was searched when, and how was it read?
//!
//! A line of JSON a search, added to a file that only its owner can read. A query that cannot be read is a search, too.

#[cfg(unix)]
use std::fs::Permissions;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};
use clap::ValueEnum as _;
use fundstelle::Error;
use fundstelle::search::{Grouping, Results, Searcher};
use serde_json::{Value, json};

use super::args::SearchArgs;
use super::export::{now, refuse_indexed};
use super::output::{json_line, note, visible};
use crate::messages::{exports, language};
use crate::wire::records;

/// The log of searches, open for the time of one command.
pub(super) struct SearchLog {
    file: File,
    path: PathBuf,
    /// Fields that are the same for all searches of the command.
    common: Value,
}

impl SearchLog {
    /// Opens the log, which is created if necessary: what cannot be logged is not searched. Errors: the file would be indexed; it
    /// cannot be written.
    pub(super) fn open(path: &Path, searcher: &Searcher, args: &SearchArgs) -> Result<SearchLog> {
        refuse_indexed(path, searcher)?;
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        // Others need not know what somebody looked for.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).with_context(|| shown(path))?;
        #[cfg(unix)]
        close_to_others(&file, path)?;
        let name = |value: Option<clap::builder::PossibleValue>| value.map(|value| value.get_name().to_owned());
        let request = args.request();
        let payload = searcher.index().metadata();
        let index = searcher.index().dir();
        let index = index.canonicalize().unwrap_or_else(|_| index.to_owned());
        let common = json!({
            "since": args.filters.since, "until": args.filters.until,
            "source": args.filters.source, "section": args.filters.section,
            "sort": name(request.sort.to_possible_value()), "recent": request.recent,
            "by": name(request.by().to_possible_value()), "within": request.within(),
            "each": request.grouping() == Grouping::Passage, "all": request.all, "passages_per_article": request.passages,
            "limit": request.limit, "offset": request.offset,
            "index": index.to_string_lossy(), "generation": payload.generation,
            "articles": payload.articles, "passages": payload.passages,
            "version": env!("CARGO_PKG_VERSION"),
        });
        Ok(SearchLog { file, path: path.to_owned(), common })
    }

    /// Adds a search that was just run in one step, and waits until it is on disk. `topic` is its id in a run over many.
    pub(super) fn add(
        &mut self,
        topic: Option<&str>,
        query: &str,
        took: Duration,
        results: Result<&Results, &Error>,
    ) -> Result<()> {
        let mut record = json!({ "time": now(), "query": query, "seconds": took.as_secs_f64() });
        if let Some(topic) = topic {
            record["topic"] = topic.into();
        }
        match results {
            Ok(results) => {
                record["hits"] = results.hits.len().into();
                merge(&mut record, records::receipt(results));
            }
            Err(err) => record["error"] = err.to_string().into(),
        }
        merge(&mut record, self.common.clone());
        self.append(&json_line(&record)?).with_context(|| shown(&self.path))
    }

    /// Appends a line. Other programs wait meanwhile; a line that was cut off by a crash is ended first.
    fn append(&mut self, line: &str) -> std::io::Result<()> {
        self.file.lock()?;
        let is_cut = self.file.seek(SeekFrom::End(-1)).is_ok() && {
            let mut last = [0];
            self.file.read_exact(&mut last)?;
            last != [b'\n']
        };
        let begin = if is_cut { "\n" } else { "" };
        self.file.write_all(format!("{begin}{line}\n").as_bytes())?;
        self.file.sync_data()?;
        self.file.unlock()
    }
}

/// Makes a log that was there before as private as a new one, and says so. A pipe or a device stays as it is.
#[cfg(unix)]
fn close_to_others(file: &File, path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let found = file.metadata().with_context(|| shown(path))?;
    let mode = found.permissions().mode() & 0o777;
    if found.is_file() && mode & 0o077 != 0 {
        let is_closed = file.set_permissions(Permissions::from_mode(mode & 0o700)).is_ok();
        note(&exports::open_log(language(), &shown(path), mode, is_closed));
    }
    Ok(())
}

fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// Adds the fields of an object to another.
fn merge(record: &mut Value, fields: Value) {
    if let (Value::Object(record), Value::Object(fields)) = (record, fields) {
        record.extend(fields);
    }
}
