//! The articles of the file that a command was given, or the text on standard input.

use std::io::{self, Read as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use fundstelle::corpus::{Article, DiscoverError, ReadOptions, Record, WalkOptions, discover, read};

use super::output::{note, visible};
use crate::messages::{language, reason, sentences, texts};

/// Returns true if `-` was given.
pub(super) fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// Reads all of standard input. Error: the text is not UTF-8.
pub(super) fn standard_input() -> Result<String> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).context(texts::STANDARD_INPUT.to(language()))?;
    let Ok(text) = String::from_utf8(bytes) else { bail!(texts::NOT_UTF_8.to(language())) };
    Ok(text)
}

/// Reads the first `most` articles of a file, and notes records that are no articles on standard error. Errors: the path is not a
/// file, or the file cannot be read.
pub(super) fn articles(path: &Path, most: usize) -> Result<Vec<Article>> {
    let shown = visible(&path.to_string_lossy()).into_owned();
    let not_a_file = || sentences::not_a_file(language(), &shown);
    if path.is_dir() {
        bail!(not_a_file());
    }
    let walk = WalkOptions { follow: true, ..WalkOptions::default() };
    let discovered = match discover(&[PathBuf::from(path)], &walk) {
        // A pipe exists, although its path cannot be resolved.
        Err(DiscoverError::Missing { .. }) if path.exists() => bail!(not_a_file()),
        found => found.map_err(fundstelle::Error::from)?,
    };
    if let Some((_, why)) = discovered.skipped.first() {
        bail!("{shown}: {}", visible(&reason(language(), why)));
    }
    let [file] = discovered.files.as_slice() else { bail!(not_a_file()) };
    let mut articles = Vec::new();
    let result = read(file, &ReadOptions::default(), &mut |record| {
        match record {
            Record::Article(article) => articles.push(*article),
            Record::Skipped { line, reason: why, .. } => {
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
