//! `fundstelle bench`.

use std::io::{self, Read as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use fundstelle::measure::latency::{LatencyReport, TimingOptions, time_queries};
use fundstelle::measure::queries::{TimedQuery, draw_queries, parse_queries};
use fundstelle::search::Searcher;
use serde_json::{Map, Value, json};

use super::Exit;
use super::args::{BenchArgs, Common};
use super::output::stdout;
use crate::messages::{language, sentences, texts};

pub(super) fn run(args: &BenchArgs, common: &Common) -> Result<Exit> {
    let searcher = Searcher::open(&common.index)?;
    let queries = queries(args, &searcher)?;
    if queries.is_empty() {
        bail!(texts::NO_QUERIES.to(language()));
    }
    let threads = common.threads.map_or(1, usize::from);
    let timing = TimingOptions { rounds: args.rounds as usize, warm_up: args.warm_up as usize, threads };
    let report = time_queries(&searcher, &queries, &timing)?;
    if args.json {
        write_json(&report, conditions(&searcher, args, threads))?;
    } else {
        write_table(&report, &searcher, args, threads)?;
    }
    Ok(Exit::Done)
}

fn queries(args: &BenchArgs, searcher: &Searcher) -> Result<Vec<TimedQuery>> {
    let Some(path) = &args.queries else { return Ok(draw_queries(searcher)?) };
    let text = if path == Path::new("-") {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text).context(texts::STANDARD_INPUT.to(language()))?;
        text
    } else {
        std::fs::read_to_string(path).with_context(|| path.display().to_string())?
    };
    Ok(parse_queries(&text, path)?)
}

/// Returns the conditions under which the figures hold.
fn conditions(searcher: &Searcher, args: &BenchArgs, threads: usize) -> Value {
    let payload = searcher.index().metadata();
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "passages": payload.passages,
        "articles": payload.articles,
        "segments": searcher.segment_count(),
        "index_bytes": searcher.index().bytes(),
        "cpu": cpu(),
        "cores": std::thread::available_parallelism().map_or(1, usize::from),
        "caches": if args.warm_up > 0 { "warm" } else { "as found" },
        "warm_up": args.warm_up,
        "rounds": args.rounds,
        "threads": threads,
        "timed": "query text to the ids of the best 10",
    })
}

fn cpu() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = info.lines().find_map(|line| line.strip_prefix("model name")).and_then(|line| line.split(": ").nth(1));
    name.map_or_else(|| std::env::consts::ARCH.to_owned(), str::to_owned)
}

fn write_json(report: &LatencyReport, conditions: Value) -> Result<()> {
    let classes: Result<Map<String, Value>, serde_json::Error> =
        report.classes().into_iter().map(|(name, times)| Ok((name, serde_json::to_value(times)?))).collect();
    let mut all = json!({"conditions": conditions, "classes": classes?, "per_query": report.per_query});
    if let Some(rate) = report.queries_per_second {
        all["queries_per_second"] = json!(rate);
    }
    let mut out = stdout();
    writeln!(out, "{all}")?;
    out.flush()?;
    Ok(())
}

/// Returns the name of a class in the language of the locale, if it is one of those that `bench` itself gives.
fn class_name(name: &str) -> &str {
    let classes = [
        ("term", texts::TERM_CLASS),
        ("or2-3", texts::OR_CLASS),
        ("and2-3", texts::AND_CLASS),
        ("phrase2-3", texts::PHRASE_CLASS),
        ("sentence", texts::SENTENCE_CLASS),
        ("query", texts::QUERY_CLASS),
        ("all", texts::ALL_CLASSES),
    ];
    classes.iter().find(|(class, _)| *class == name).map_or(name, |(_, text)| text.to(language()))
}

fn write_table(report: &LatencyReport, searcher: &Searcher, args: &BenchArgs, threads: usize) -> Result<()> {
    let (mut out, language) = (stdout(), language());
    let (passages, segments) = (searcher.index().metadata().passages, searcher.segment_count() as u64);
    writeln!(out, "{}", sentences::timed_on(language, passages, segments, searcher.index().bytes(), &cpu()))?;
    let caches = if args.warm_up > 0 { texts::WARM } else { texts::AS_FOUND };
    writeln!(out, "{}", sentences::timed_how(language, caches, args.rounds))?;
    let [class, hits, mean] = [texts::CLASS, texts::HITS, texts::MEAN].map(|head| head.to(language));
    let times = ["min", "p50", "p90", "p99", "max", mean].map(|head| format!(" {head:>8}")).concat();
    writeln!(out, "{class:<12} {:>5} {hits:>7}{times}", "n")?;
    for (name, t) in report.classes() {
        let name = class_name(&name);
        let hits = language.decimal(t.hits, 1);
        let times = [t.min_ms, t.p50_ms, t.p90_ms, t.p99_ms, t.max_ms, t.mean_ms];
        let times = times.map(|time| format!(" {:>8}", language.decimal(time, 3))).concat();
        writeln!(out, "{name:<12} {:>5} {hits:>7}{times}", t.queries)?;
    }
    if let Some(rate) = report.queries_per_second {
        writeln!(out, "{}", sentences::rate(language, rate, threads))?;
    }
    out.flush()?;
    Ok(())
}
