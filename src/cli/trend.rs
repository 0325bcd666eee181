//! `fundstelle trend`.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, Result};
use fundstelle::query::parse;
use fundstelle::search::{Results, Searcher, Trend, TrendOptions};

use super::Exit;
use super::args::{Common, TrendArgs};
use super::output::curve::{self, Measure};
use super::output::picture::svg;
use super::output::{account, json_line, note, stdout};
use super::search::filters;
use crate::messages::{in_query, language, texts};
use crate::wire::records;
use crate::wire::request::filtered;

const TREND_HEADER: [&str; 6] = ["period", "from", "to", "articles", "all", "per_1000"];

pub(super) fn run(args: &TrendArgs, common: &Common) -> Result<Exit> {
    let query = args.query.join(" ");
    let node = parse(&query).map_err(|err| in_query(&query)(err.into()))?;
    let filters = filters(&args.filters)?;
    let searcher = Searcher::open(&common.index)?;
    let options = TrendOptions::default()
        .with_step(args.step.map(Into::into))
        .with_within(args.within.into())
        .with_timeout(args.timeout);
    let trend = searcher.trend(&filtered(node, &filters), &options).map_err(in_query(&query))?;
    let measure = if args.absolute { Measure::Absolute } else { Measure::PerThousand };
    let found = trend.articles > 0;
    let mut out = stdout();
    if args.json {
        writeln!(out, "{}", json_line(&records::trend(&query, &trend))?)?;
    } else if args.csv {
        write_csv(&mut out, &trend)?;
    } else if let Some(path) = &args.svg {
        let picture = svg(&query, &trend, measure);
        match path == Path::new("-") {
            true => out.write_all(picture.as_bytes())?,
            false => fs::write(path, picture).with_context(|| path.display().to_string())?,
        }
    } else if found {
        curve::write(&mut out, &query, &trend, measure)?;
    }
    out.flush()?;
    if !common.quiet && !args.json {
        if args.csv && trend.undated > 0 {
            note(&curve::undated(&trend, language()));
        }
        if !found {
            note(texts::NOTHING_FOUND.to(language()));
        }
        let Trend { words, left_out, .. } = trend;
        let results = Results { words, left_out, ..Results::default() };
        note(&account::receipt(language(), &results, searcher.index().metadata()));
    }
    Ok(if found { Exit::Done } else { Exit::Nothing })
}

fn write_csv(out: &mut impl Write, trend: &Trend) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(TREND_HEADER)?;
    for period in &trend.periods {
        let share = period.per_1000.map(|share| share.to_string()).unwrap_or_default();
        let days = [period.from.to_string(), period.to.to_string()];
        let [from, to] = days;
        writer.write_record([
            period.period.clone(),
            from,
            to,
            period.articles.to_string(),
            period.all.to_string(),
            share,
        ])?;
    }
    writer.flush()?;
    Ok(())
}
