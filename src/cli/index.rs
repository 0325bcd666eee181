//! `fundstelle index`.

use std::io::{self, BufRead as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use fundstelle::Error;
use fundstelle::corpus::{Changes, ReadOptions, WalkOptions};
use fundstelle::german::compounds::Exceptions;
use fundstelle::index::{IndexSummary, UpdateOptions, update_with_progress};

use super::args::{Common, IndexArgs, ReadingArgs};
use super::messages::{self, language, texts};
use super::output::{account, json_line, note, progress, stdout, visible};
use super::{Exit, follow};

pub(super) fn run(args: &IndexArgs, common: &Common) -> Result<Exit> {
    let paths = expanded(&args.paths)?;
    let exceptions = args.exceptions.as_deref().map(exceptions).transpose()?;
    let analysis = Analysis { rebuild: args.rebuild, compounds: !args.no_compounds, exceptions };
    // Before the first run, so that nothing that changes meanwhile is missed.
    let changes = args.watch.then(|| Changes::watch(&paths, &common.index));
    let summary = bring_up_to_date(&paths, &args.reading, analysis, common)?;
    tell(&summary, args, common)?;
    let Some(changes) = changes else { return Ok(exit(&summary, &paths, common.quiet)) };
    let again = || {
        bring_up_to_date(
            &paths,
            &args.reading,
            Analysis { compounds: !args.no_compounds, ..Analysis::default() },
            common,
        )
    };
    follow::run(&changes, common.quiet, again, |summary| if args.json { tell(summary, args, common) } else { Ok(()) })
}

/// The account of a run.
fn tell(summary: &IndexSummary, args: &IndexArgs, common: &Common) -> Result<()> {
    if !common.quiet {
        account::note_skipped(language(), summary, true);
    }
    let mut out = stdout();
    if args.json {
        writeln!(out, "{}", json_line(&account::json(summary))?)?;
    } else if !common.quiet {
        account::write(&mut out, language(), summary)?;
    }
    out.flush()?;
    Ok(())
}

/// The text of the user's list, which has no bad line.
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
        note(&format!("fundstelle: {} {}", texts(language()).no_articles, names.join(", ")));
    }
    if nothing { Exit::Nothing } else { Exit::Done }
}

/// How an index is to be made that is not there yet.
pub(super) struct Analysis {
    pub(super) rebuild: bool,
    pub(super) compounds: bool,
    /// The user's list.
    pub(super) exceptions: Option<String>,
}

impl Default for Analysis {
    fn default() -> Analysis {
        Analysis { rebuild: false, compounds: true, exceptions: None }
    }
}

/// Brings the index up to date, with a bar on a terminal.
pub(super) fn bring_up_to_date(
    paths: &[PathBuf],
    reading: &ReadingArgs,
    analysis: Analysis,
    common: &Common,
) -> Result<IndexSummary> {
    let mut options = UpdateOptions::default()
        .rebuild(analysis.rebuild)
        .compounds(analysis.compounds)
        .exceptions(analysis.exceptions)
        .walk(WalkOptions { follow: reading.follow, ..WalkOptions::default() })
        .read(ReadOptions { max_file_size: reading.max_file_size, ..ReadOptions::default() });
    if let Some(threads) = common.threads {
        options.threads = threads.into();
    }
    Ok(progress::with_bar(common.quiet, |progress| update_with_progress(&common.index, paths, &options, progress))?)
}

/// The paths, with those of standard input in the place of `-`.
fn expanded(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for path in paths {
        if path == Path::new("-") {
            for line in io::stdin().lock().lines() {
                let line = line.context("the list of paths on standard input")?;
                all.extend(Some(line).filter(|line| !line.is_empty()).map(PathBuf::from));
            }
        } else {
            all.push(path.clone());
        }
    }
    Ok(all)
}
