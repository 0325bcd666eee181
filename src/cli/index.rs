//! `fundstelle index`.

use std::io::{self, BufRead as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use fundstelle::Error;
use fundstelle::corpus::{Changes, ReadOptions, WalkOptions, path_of};
use fundstelle::german::compounds::Exceptions;
use fundstelle::index::{Index, IndexSummary, UpdateOptions, update_with_progress};

use super::args::{Common, IndexArgs, ReadingArgs};
use super::output::{account, json_line, note, progress, report, stdout, visible};
use super::{Exit, asked, follow};
use crate::messages::{self, language, sentences, texts};

pub(super) fn run(args: &IndexArgs, common: &Common) -> Result<Exit> {
    let paths = expanded(&args.paths)?;
    let exceptions = args.exceptions.as_deref().map(exceptions).transpose()?;
    let report = args.report.clone();
    let settings = IndexRun {
        rebuild: args.rebuild,
        compounds: !args.no_compounds,
        exceptions,
        report: report.clone(),
        forget: args.forget.clone(),
        allow_shrunk: args.yes,
    };
    // Created before the first run, so that no change during it is missed.
    let changes = args.watch.then(|| Changes::watch(&paths, &common.index));
    let result = bring_up_to_date(&paths, &args.reading, settings.clone(), common);
    let summary = match result {
        Err(err) if is_shrunk(&err) => match asked::agrees(&err)? {
            Some(true) => bring_up_to_date(&paths, &args.reading, IndexRun { allow_shrunk: true, ..settings }, common)?,
            Some(false) => {
                note(texts::NOTHING_CHANGED.to(language()));
                return Ok(Exit::Fault);
            }
            None => return Err(err),
        },
        result => result?,
    };
    tell(&summary, args, common)?;
    if !common.quiet {
        tell_what_comes_back(&args.forget, common)?;
    }
    let Some(changes) = changes else { return Ok(exit(&summary, &paths, common.quiet)) };
    let again = || {
        bring_up_to_date(
            &paths,
            &args.reading,
            IndexRun { compounds: !args.no_compounds, report: report.clone(), ..IndexRun::default() },
            common,
        )
    };
    follow::run(&changes, common.quiet, again, |summary| match args.json {
        true => tell(summary, args, common),
        false => report::write(args.report.as_deref(), summary),
    })
}

/// Notes what was forgotten and lies in an indexed folder all the same: the next run takes it in again.
fn tell_what_comes_back(forgotten: &[PathBuf], common: &Common) -> Result<()> {
    if forgotten.is_empty() {
        return Ok(());
    }
    let index = Index::open(&common.index)?;
    let roots = &index.metadata().roots;
    let comes_back = |path: &&PathBuf| {
        path.canonicalize().is_ok_and(|whole| roots.iter().any(|root| whole.starts_with(path_of(root))))
    };
    for path in forgotten.iter().filter(comes_back) {
        note(&sentences::comes_back(language(), &visible(&path.to_string_lossy())));
    }
    Ok(())
}

/// Prints the summary of a run.
fn tell(summary: &IndexSummary, args: &IndexArgs, common: &Common) -> Result<()> {
    report::write(args.report.as_deref(), summary)?;
    if !common.quiet {
        account::note_skipped(language(), summary, true);
    }
    let mut out = stdout();
    if args.json {
        writeln!(out, "{}", json_line(&account::json(summary))?)?;
    } else if !common.quiet {
        account::write(&mut out, language(), summary, common.verbose)?;
    }
    out.flush()?;
    Ok(())
}

/// Reads the user's list of exceptions. Error: the list has a bad line.
fn exceptions(path: &Path) -> Result<String> {
    let named = || visible(&path.to_string_lossy()).into_owned();
    let text = std::fs::read_to_string(path).with_context(named)?;
    if let Err((line, what)) = Exceptions::parse(&text) {
        let problem = messages::error(language(), &Error::Exceptions { line, what }.into());
        bail!("{}: {problem}", named());
    }
    Ok(text)
}

fn exit(summary: &IndexSummary, paths: &[PathBuf], quiet: bool) -> Exit {
    if summary.has_faults() {
        return Exit::Fault;
    }
    let nothing = summary.indexed + summary.unchanged + summary.removed == 0;
    if nothing && !quiet {
        let names: Vec<String> = paths.iter().map(|path| visible(&path.to_string_lossy()).into_owned()).collect();
        note(&format!("fundstelle: {} {}", texts::NO_ARTICLES_IN.to(language()), names.join(", ")));
    }
    if nothing { Exit::Nothing } else { Exit::Done }
}

/// Settings of a run.
#[derive(Debug, Clone)]
pub(super) struct IndexRun {
    pub(super) rebuild: bool,
    pub(super) compounds: bool,
    /// Text of the user's list of exceptions.
    pub(super) exceptions: Option<String>,
    /// File to which a report is written; it is no article, wherever it lies.
    pub(super) report: Option<PathBuf>,
    /// Files and folders that leave the index.
    pub(super) forget: Vec<PathBuf>,
    /// Whether a folder may have lost most of its files.
    pub(super) allow_shrunk: bool,
}

impl Default for IndexRun {
    fn default() -> IndexRun {
        IndexRun {
            rebuild: false,
            compounds: true,
            exceptions: None,
            report: None,
            forget: Vec::new(),
            allow_shrunk: false,
        }
    }
}

/// Brings the index up to date, with a progress bar on a terminal.
pub(super) fn bring_up_to_date(
    paths: &[PathBuf],
    reading: &ReadingArgs,
    settings: IndexRun,
    common: &Common,
) -> Result<IndexSummary> {
    let leave_out = settings.report.iter().filter_map(|report| std::fs::canonicalize(report).ok()).collect();
    let mut options = UpdateOptions::default()
        .with_rebuild(settings.rebuild)
        .with_compounds(settings.compounds)
        .with_exceptions(settings.exceptions)
        .with_forget(settings.forget)
        .with_allow_shrunk(settings.allow_shrunk)
        .with_walk(WalkOptions { follow: reading.follow, leave_out })
        .with_keep_files(settings.report.is_some())
        .with_read(ReadOptions {
            max_file_size: reading.max_file_size,
            map: reading.map.clone().with_captions(reading.map.has_captions() || reading.captions),
            ..ReadOptions::default()
        });
    if let Some(threads) = common.threads {
        options.threads = threads.into();
    }
    Ok(progress::with_bar(common.quiet, |progress| update_with_progress(&common.index, paths, &options, progress))?)
}

fn is_shrunk(err: &anyhow::Error) -> bool {
    matches!(err.downcast_ref(), Some(Error::Shrunk { .. }))
}

/// Replaces `-` by the paths on standard input, one per line.
fn expanded(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for path in paths {
        if path == Path::new("-") {
            for line in io::stdin().lock().lines() {
                let line = line.context(texts::STANDARD_INPUT.to(language()))?;
                all.extend(Some(line).filter(|line| !line.is_empty()).map(PathBuf::from));
            }
        } else {
            all.push(path.clone());
        }
    }
    Ok(all)
}
