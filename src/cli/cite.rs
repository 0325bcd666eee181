//! `fundstelle cite`.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Result;
use fundstelle::cite::{Citation, bibtex, csl, ris};
use fundstelle::search::Searcher;
use serde_json::Value;

use super::Exit;
use super::args::{CiteArgs, Common};
use super::last_search;
use super::output::{citation, json_line, stdout, visible};
use crate::messages::{self, language};
use crate::wire::choices::CitationFormat;

pub(super) fn run(args: &CiteArgs, common: &Common) -> Result<Exit> {
    let mut searchers: Vec<(PathBuf, Searcher)> = Vec::new();
    let mut seen = HashSet::new();
    let named = args.ids.iter().map(|typed| last_search::named(typed, common));
    let citations = named.filter(|named| seen.insert(named.clone())).map(|(index, id)| {
        if searchers.iter().all(|(known, _)| *known != index) {
            searchers.push((index.clone(), Searcher::open(&index)?));
        }
        let searcher = searchers.iter().find(|(known, _)| *known == index);
        searcher.map(|(_, searcher)| Ok(Citation::of(&searcher.article(&id)?)?)).transpose()
    });
    // All are looked up before the first is printed: an unknown id prints nothing.
    let citations: Vec<Citation> = citations.filter_map(Result::transpose).collect::<Result<_>>()?;
    let format = if args.json { CitationFormat::CslJson } else { args.format };
    let language = language();
    let mut out = stdout();
    let note = |one: &Citation| messages::citation::note(language, one);
    match format {
        CitationFormat::Plain => {
            citations.iter().try_for_each(|one| writeln!(out, "{}", citation::plain(language, one)))?;
        }
        CitationFormat::Bibtex => {
            citations.iter().try_for_each(|one| lines(&mut out, &bibtex(one, &note(one)), "\n"))?
        }
        CitationFormat::Ris => citations.iter().try_for_each(|one| lines(&mut out, &ris(one, &note(one)), "\r\n"))?,
        CitationFormat::CslJson => {
            let items: Vec<Value> = citations.iter().map(|one| csl(one, &note(one))).collect();
            writeln!(out, "{}", json_line(&items)?)?;
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// Writes the lines of a format, safe to print.
fn lines(out: &mut impl std::io::Write, text: &str, end: &str) -> std::io::Result<()> {
    text.split_terminator(end).try_for_each(|line| write!(out, "{}{end}", visible(line)))
}
