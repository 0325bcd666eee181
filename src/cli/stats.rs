//! `fundstelle stats`.

use std::io::Write as _;

use anyhow::Result;
use fundstelle::search::Searcher;

use super::Exit;
use super::args::{Common, StatsArgs};
use super::output::{stdout, visible};
use crate::messages::{language, recorded_reason, texts};
use crate::wire::records;

pub(super) fn run(args: &StatsArgs, common: &Common) -> Result<Exit> {
    let searcher = Searcher::open(&common.index)?;
    let payload = searcher.index().metadata();
    let (segments, bytes) = (searcher.segment_count(), searcher.index().bytes());
    let mut out = stdout();
    if args.json {
        writeln!(out, "{}", records::stats(&searcher))?;
        out.flush()?;
        return Ok(Exit::Done);
    }
    let language = language();
    let rows = [
        (texts::INDEX, visible(&common.index.to_string_lossy()).into_owned()),
        (texts::ARTICLES_ROW, language.count(payload.articles)),
        (texts::PASSAGES_ROW, language.count(payload.passages)),
        (texts::FILES_ROW, language.count(payload.sources)),
        (texts::SKIPPED, language.count(payload.faults)),
        (texts::SEGMENTS_ROW, language.count(segments as u64)),
        (texts::SIZE, language.megabytes(bytes)),
        (texts::FORMAT, payload.format.to_string()),
        (texts::ANALYZER, payload.analyzer.clone()),
    ];
    for (name, value) in rows {
        writeln!(out, "{:<11} {value}", name.to(language))?;
    }
    for (path, source) in &searcher.index().manifest()?.sources {
        for (line, reason) in &source.skipped {
            writeln!(out, "  {}:{line}: {}", visible(path), visible(&recorded_reason(language, reason)))?;
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}
