//! `fundstelle trend`.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use fundstelle::query::{Node, parse};
use fundstelle::search::{Results, Searcher, TrendOptions};

use super::args::{Common, TrendArgs};
use super::output::curve::{self, Measure, QueryCurve};
use super::output::picture::{COLORS, svg};
use super::output::{account, json_line, note, note_wrapped, stdout};
use super::search::filters;
use super::{Exit, export, opened};
use crate::messages::{in_query, language, sentences, texts};
use crate::wire::request::filtered;
use crate::wire::{records, table};

const TREND_HEADER: [&str; 6] = ["period", "from", "to", "articles", "all", "per_1000"];

/// Most queries that are drawn together.
const MAX_CURVES: usize = COLORS.len();

pub(super) fn run(args: &TrendArgs, common: &Common) -> Result<Exit> {
    if args.others.len() >= MAX_CURVES {
        bail!(sentences::too_many_curves(language(), MAX_CURVES));
    }
    if let Some(path) = &args.svg {
        export::refuse_existing(path, args.force)?;
    }
    let queries = std::iter::once(args.query.join(" ")).chain(args.others.iter().cloned());
    let parsed = queries.map(|query| {
        let node = parse(&query).map_err(|err| in_query(&query)(err.into()))?;
        Ok((query, node))
    });
    let parsed: Vec<(String, Node)> = parsed.collect::<Result<_>>()?;
    let filters = filters(&args.filters)?;
    let searcher = opened::searcher(common)?;
    let mut options = TrendOptions::default()
        .with_step(args.step.map(Into::into))
        .with_within(args.within.into())
        .with_timeout(args.timeout);
    let mut curves: Vec<QueryCurve> = Vec::new();
    for (query, node) in parsed {
        let trend = searcher.trend(&filtered(node, &filters), &options).map_err(in_query(&query))?;
        // The others have the steps of the first.
        options = options.with_step(trend.step);
        curves.push(QueryCurve { query, trend });
    }
    let measure = if args.absolute { Measure::Absolute } else { Measure::PerThousand };
    let found = curves.iter().any(|curve| curve.trend.articles > 0);
    let mut out = stdout();
    if args.json {
        for QueryCurve { query, trend } in &curves {
            writeln!(out, "{}", json_line(&records::trend(query, trend))?)?;
        }
    } else if args.csv {
        write_csv(&mut out, &curves)?;
    } else if let Some(path) = &args.svg {
        let picture = svg(&curves, measure);
        match path == Path::new("-") {
            true => out.write_all(picture.as_bytes())?,
            false => fs::write(path, picture).with_context(|| path.display().to_string())?,
        }
    } else if found {
        curve::write(&mut out, &curves, measure)?;
    }
    out.flush()?;
    if !common.quiet && !args.json {
        tell(args, curves, found, &searcher);
    }
    Ok(if found { Exit::Done } else { Exit::Nothing })
}

/// Notes what is in no period, and how the words of the queries were read.
fn tell(args: &TrendArgs, curves: Vec<QueryCurve>, found: bool, searcher: &Searcher) {
    for QueryCurve { trend, .. } in curves.iter().filter(|curve| args.csv && curve.trend.undated > 0) {
        note(&curve::undated(trend, language()));
    }
    if !found {
        note(texts::NOTHING_FOUND.to(language()));
    }
    let mut results = Results::default();
    for QueryCurve { trend, .. } in curves {
        // A filter of several curves is told once.
        for word in trend.words {
            if !results.words.contains(&word) {
                results.words.push(word);
            }
        }
        results.left_out.extend(trend.left_out);
    }
    note_wrapped(&account::receipt(language(), &results, searcher.index().metadata()));
}

/// Writes a line for each period; of several queries each line begins with the query.
fn write_csv(out: &mut impl Write, curves: &[QueryCurve]) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let is_one = curves.len() == 1;
    let header = (!is_one).then_some("query").into_iter().chain(TREND_HEADER);
    writer.write_record(header)?;
    for QueryCurve { query, trend } in curves {
        for period in &trend.periods {
            let share = period.per_1000.map(|share| share.to_string()).unwrap_or_default();
            let row = [
                period.period.clone(),
                period.from.to_string(),
                period.to.to_string(),
                period.articles.to_string(),
                period.all.to_string(),
                share,
            ];
            let first = (!is_one).then(|| table::harmless(query, " ")).into_iter();
            writer.write_record(first.chain(row))?;
        }
    }
    writer.flush()?;
    Ok(())
}
