//! Which articles are in the file that a command was given, or what is on standard input?

use std::io::{self, Read as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use fundstelle::corpus::{Article, DiscoverError, ReadOptions, Record, WalkOptions, discover, read};

use super::messages::{Language, language, reason};
use super::output::{note, visible};

/// Whether `-` was given.
pub(super) fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// All of standard input.
pub(super) fn standard_input() -> Result<String> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).context("standard input")?;
    let Ok(text) = String::from_utf8(bytes) else {
        bail!("standard input: not UTF-8: give a file, whose encoding is found out")
    };
    Ok(text)
}

/// The articles of a file, the first `most` at most. Records that are none are told. Errors: it is no file, or none that can
/// be read.
pub(super) fn articles(path: &Path, most: usize) -> Result<Vec<Article>> {
    let shown = visible(&path.to_string_lossy()).into_owned();
    if path.is_dir() {
        bail!("{}", no_file(&shown));
    }
    let walk = WalkOptions { follow: true, ..WalkOptions::default() };
    let discovered = match discover(&[PathBuf::from(path)], &walk) {
        // A pipe is there, but what it is called leads nowhere.
        Err(DiscoverError::Missing { .. }) if path.exists() => bail!("{}", no_file(&shown)),
        found => found.map_err(fundstelle::Error::from)?,
    };
    if let Some((_, why)) = discovered.skipped.first() {
        bail!("{shown}: {}", visible(&reason(language(), why)));
    }
    let [file] = discovered.files.as_slice() else { bail!("{}", no_file(&shown)) };
    let mut articles = Vec::new();
    let result = read(file, &ReadOptions::default(), &mut |record| {
        match record {
            Record::Article(article) => articles.push(*article),
            Record::Skipped { line, reason: why } => {
                note(&format!("{shown}:{line}: {}", visible(&reason(language(), &why))));
            }
        }
        if articles.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    match result {
        Err(why) if articles.len() < most => bail!("{shown}: {}", visible(&reason(language(), &why))),
        _ => Ok(articles),
    }
}

fn no_file(shown: &str) -> String {
    match language() {
        Language::German => format!("{shown}: keine Datei: einen Text nennen, oder - für die Standardeingabe"),
        Language::English => format!("{shown}: not a file: name one text, or - for standard input"),
    }
}
