//! `fundstelle stats`.

use std::io::Write as _;

use anyhow::Result;
use fundstelle::search::Searcher;
use serde_json::json;

use super::Exit;
use super::args::{Common, StatsArgs};
use super::messages::{Language, language};
use super::output::{stdout, visible};

pub(super) fn run(args: &StatsArgs, common: &Common) -> Result<Exit> {
    let searcher = Searcher::open(&common.index)?;
    let payload = searcher.index().metadata();
    let (segments, bytes) = (searcher.segments(), searcher.index().bytes());
    let mut out = stdout();
    if args.json {
        let stats = json!({
            "articles": payload.articles, "passages": payload.passages, "sources": payload.sources,
            "faults": payload.faults, "segments": segments, "bytes": bytes, "format": payload.format,
            "analyzer": payload.analyzer, "generation": payload.generation,
        });
        writeln!(out, "{stats}")?;
        out.flush()?;
        return Ok(Exit::Done);
    }
    let names = match language() {
        Language::German => {
            ["Index", "Artikel", "Passagen", "Dateien", "fehlend", "Segmente", "Größe", "Format", "Analysator"]
        }
        Language::English => {
            ["index", "articles", "passages", "files", "missing", "segments", "size", "format", "analyser"]
        }
    };
    let values = [
        visible(&common.index.to_string_lossy()).into_owned(),
        payload.articles.to_string(),
        payload.passages.to_string(),
        payload.sources.to_string(),
        payload.faults.to_string(),
        segments.to_string(),
        format!("{:.1} MB", bytes as f64 / 1e6),
        payload.format.to_string(),
        payload.analyzer.clone(),
    ];
    for (name, value) in names.iter().zip(values) {
        writeln!(out, "{name:<11} {value}")?;
    }
    for (path, source) in &searcher.index().manifest()?.sources {
        for (line, reason) in &source.skipped {
            writeln!(out, "  {}:{line}: {}", visible(path), visible(reason))?;
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}
