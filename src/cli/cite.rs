//! `fundstelle cite`.

use std::collections::HashSet;
use std::io::Write as _;

use anyhow::Result;
use fundstelle::cite::{Citation, bibtex, csl, ris};
use fundstelle::search::Searcher;
use serde_json::Value;

use super::Exit;
use super::args::{CiteArgs, Common};
use super::output::{citation, json_line, stdout, visible};
use crate::messages::{self, language};
use crate::wire::choices::CitationFormat;

pub(super) fn run(args: &CiteArgs, common: &Common) -> Result<Exit> {
    let searcher = Searcher::open(&common.index)?;
    let mut seen = HashSet::new();
    let ids = args.ids.iter().filter(|id| seen.insert(id.as_str()));
    let citations = ids.map(|id| Ok(Citation::of(&searcher.article(id)?)?));
    // All are looked up before the first is printed: an unknown id prints nothing.
    let citations: Vec<Citation> = citations.collect::<Result<_>>()?;
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
