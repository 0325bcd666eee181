//! The index that a command searches, with the synonyms of the user.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use fundstelle::query::Synonyms;
use fundstelle::search::Searcher;

use super::args::Common;
use super::output::visible;
use crate::messages::{config, language};

/// Opens the index. Errors: those of [`Searcher::open`]; the list of synonyms cannot be read or has a bad line.
pub(super) fn searcher(common: &Common) -> Result<Searcher> {
    with_synonyms(&common.index, common)
}

/// Opens the index in `dir`, where a hit of the last search is.
pub(super) fn with_synonyms(dir: &Path, common: &Common) -> Result<Searcher> {
    let synonyms = synonyms(common)?;
    Ok(Searcher::open(dir)?.with_synonyms(&synonyms))
}

/// Reads the list of synonyms, empty if none is named. Error: it cannot be read, or has a bad line, which is named.
pub(super) fn synonyms(common: &Common) -> Result<Synonyms> {
    let Some(path) = &common.synonyms else { return Ok(Synonyms::default()) };
    let shown = visible(&path.to_string_lossy()).into_owned();
    let text = fs::read_to_string(path).with_context(|| shown.clone())?;
    match Synonyms::parse(&text) {
        Ok(synonyms) => Ok(synonyms),
        Err(err) => bail!("{shown}:{}: {}", err.line, visible(&config::synonyms_problem(language(), &err.problem))),
    }
}
