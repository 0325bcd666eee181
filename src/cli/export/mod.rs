//! How do hits leave for another program: a spreadsheet, a collection of notes, paper?
//!
//! A `workbook` has a row for each passage, `notes` are Markdown with front matter, a `dossier` is a page to print. A text of an
//! article is a text in all of them: never a formula, markup or a field.

pub(super) mod dossier;
mod notes;
#[cfg(feature = "xlsx")]
mod workbook;

use std::fs;
#[cfg(feature = "xlsx")]
use std::io::IsTerminal as _;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use fundstelle::cite::Citation;
use fundstelle::corpus::path_of;
use fundstelle::search::{Hit, Results, Searcher};
use jiff::Timestamp;

use super::args::{OutputFormat, ResultArgs};
use super::output::{account, note, visible};
use crate::messages::{self, Language, exports, language};

/// The answer to one query.
struct ExportedAnswer {
    /// Id of the query in a run over many.
    topic: Option<String>,
    query: String,
    results: Results,
}

impl ExportedAnswer {
    /// Returns all passages, in the order of the list.
    fn passages(&self) -> impl Iterator<Item = &Hit> {
        self.results.hits.iter().flat_map(|hit| std::iter::once(hit).chain(&hit.more))
    }
}

/// Answers that are kept until all are there, and then written.
pub(super) struct Export {
    format: OutputFormat,
    /// `None` is standard output.
    target: Option<PathBuf>,
    query: String,
    answers: Vec<ExportedAnswer>,
}

impl Export {
    /// Returns the export to which the options lead; `None` if the format needs none. Errors: a workbook would go to a terminal;
    /// the format takes no file; the file exists.
    pub(super) fn of(args: &ResultArgs, format: OutputFormat) -> Result<Option<Export>> {
        let is_export = match format {
            #[cfg(feature = "xlsx")]
            OutputFormat::Xlsx => true,
            OutputFormat::Markdown => true,
            _ => false,
        };
        if !is_export {
            return match args.output {
                Some(_) => bail!(exports::NO_OUTPUT_HERE.to(language())),
                None => Ok(None),
            };
        }
        let target = args.output.clone().filter(|path| path != Path::new("-"));
        if let Some(path) = &target {
            refuse_existing(path, args.force)?;
        }
        #[cfg(feature = "xlsx")]
        if format == OutputFormat::Xlsx && target.is_none() && std::io::stdout().is_terminal() {
            bail!(exports::NO_WORKBOOK_HERE.to(language()));
        }
        Ok(Some(Export { format, target, query: String::new(), answers: Vec::new() }))
    }

    /// Names the query of the answers that follow.
    pub(super) fn ask(&mut self, query: &str) {
        query.clone_into(&mut self.query);
    }

    /// Keeps an answer.
    pub(super) fn add(&mut self, topic: Option<&str>, results: Results) {
        self.answers.push(ExportedAnswer { topic: topic.map(str::to_owned), query: self.query.clone(), results });
    }

    /// Writes all answers to their file or folder, or else to `out`. Errors: the place would be indexed; it cannot be written.
    pub(super) fn finish(self, out: &mut impl Write, searcher: &Searcher, quiet: bool) -> Result<()> {
        if let Some(path) = &self.target {
            refuse_indexed(path, searcher)?;
        }
        let tell = |text: &str| {
            if !quiet {
                note(text);
            }
        };
        match (self.format, &self.target) {
            #[cfg(feature = "xlsx")]
            (OutputFormat::Xlsx, target) => {
                let (bytes, cut) = workbook::bytes(&self.answers, searcher)?;
                if cut > 0 {
                    note(&exports::CELLS_CUT.counted(language(), cut));
                }
                match target {
                    Some(path) => {
                        fs::write(path, bytes).with_context(|| shown(path))?;
                        let passages = self.answers.iter().flat_map(ExportedAnswer::passages).count();
                        tell(&exports::written(&exports::HITS.counted(language(), passages as u64), &shown(path)));
                    }
                    None => out.write_all(&bytes)?,
                }
            }
            (_, Some(folder)) if folder.is_dir() => tell(&notes::write_folder(&self.answers, searcher, folder)?),
            (_, Some(path)) => {
                let notes = notes::all(&self.answers, searcher)?;
                fs::write(path, notes.concat()).with_context(|| shown(path))?;
                tell(&exports::written(&exports::NOTES.counted(language(), notes.len() as u64), &shown(path)));
            }
            (_, None) => out.write_all(notes::all(&self.answers, searcher)?.concat().as_bytes())?,
        }
        Ok(())
    }
}

/// Returns a path that is safe to print.
fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// Refuses a file that exists, unless `force` says that it may be replaced. Nothing is lost in an empty file, a pipe or a device.
pub(super) fn refuse_existing(path: &Path, force: bool) -> Result<()> {
    let is_lost = !force && fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() > 0);
    if is_lost { bail!(exports::exists(language(), &shown(path))) } else { Ok(()) }
}

/// Refuses a file or folder that would be indexed: every search would find what the last one wrote.
pub(super) fn refuse_indexed(path: &Path, searcher: &Searcher) -> Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = if path.is_dir() { path } else { parent };
    let whole = folder.canonicalize().with_context(|| shown(folder))?;
    match searcher.index().metadata().roots.iter().find(|root| whole.starts_with(path_of(root))) {
        Some(root) => bail!(exports::would_be_indexed(language(), &path.to_string_lossy(), root)),
        None => Ok(()),
    }
}

/// Returns the citation of a passage: its data, and a line with the whole path, because a file travels.
fn cited(language: Language, searcher: &Searcher, hit: &Hit) -> Result<(Citation, String)> {
    let citation = Citation::of(&searcher.article(&hit.id)?)?;
    let line = messages::citation::plain(language, &citation, &visible(&citation.path));
    Ok((citation, line))
}

/// Returns the receipt for people.
fn receipt(language: Language, searcher: &Searcher, results: &Results) -> String {
    account::receipt(language, results, searcher.index().metadata())
}

/// Returns the present time in UTC, to the second: `2018-04-21T10:00:00Z`.
pub(super) fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
