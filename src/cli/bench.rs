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

pub(super) fn run(args: &BenchArgs, common: &Common) -> Result<Exit> {
    let searcher = Searcher::open(&common.index)?;
    let queries = queries(args, &searcher)?;
    if queries.is_empty() {
        bail!("no queries to time: the index is empty, or the file of queries");
    }
    let threads = common.threads.map_or(1, usize::from);
    let timing = TimingOptions { rounds: args.rounds as usize, warm_up: args.warm_up as usize, threads };
    let report = time_queries(&searcher, &queries, &timing)?;
    let conditions = conditions(&searcher, args, threads);
    if args.json {
        write_json(&report, conditions)?;
    } else {
        write_table(&report, &conditions)?;
    }
    Ok(Exit::Done)
}

fn queries(args: &BenchArgs, searcher: &Searcher) -> Result<Vec<TimedQuery>> {
    let Some(path) = &args.queries else { return Ok(draw_queries(searcher)?) };
    let text = if path == Path::new("-") {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text).context("queries on standard input")?;
        text
    } else {
        std::fs::read_to_string(path).with_context(|| path.display().to_string())?
    };
    Ok(parse_queries(&text, path)?)
}

/// What the figures hold for.
fn conditions(searcher: &Searcher, args: &BenchArgs, threads: usize) -> Value {
    let payload = searcher.index().metadata();
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "passages": payload.passages,
        "articles": payload.articles,
        "segments": searcher.segments(),
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

fn write_table(report: &LatencyReport, conditions: &Value) -> Result<()> {
    let mut out = stdout();
    let (passages, segments) = (&conditions["passages"], &conditions["segments"]);
    let megabytes = conditions["index_bytes"].as_u64().unwrap_or(0) as f64 / 1e6;
    let caches = conditions["caches"].as_str().unwrap_or_default();
    writeln!(
        out,
        "fundstelle {} on {passages} passages, {segments} segments, {megabytes:.1} MB; {}",
        env!("CARGO_PKG_VERSION"),
        cpu()
    )?;
    writeln!(
        out,
        "latency with one thread, caches {caches}, {} rounds; text to ids of the best 10, milliseconds",
        conditions["rounds"]
    )?;
    writeln!(
        out,
        "{:<12} {:>5} {:>6} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "class", "n", "hits", "min", "p50", "p90", "p99", "max", "mean"
    )?;
    for (name, t) in report.classes() {
        writeln!(
            out,
            "{name:<12} {:>5} {:>6.1} {:>8.3} {:>8.3} {:>8.3} {:>8.3} {:>8.3} {:>8.3}",
            t.queries, t.hits, t.min_ms, t.p50_ms, t.p90_ms, t.p99_ms, t.max_ms, t.mean_ms
        )?;
    }
    if let Some(rate) = report.queries_per_second {
        writeln!(out, "{rate:.0} queries a second with {} threads", conditions["threads"])?;
    }
    out.flush()?;
    Ok(())
}
