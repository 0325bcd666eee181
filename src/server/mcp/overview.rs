//! How many articles match, where and when.

use fundstelle::search::{Facet, TrendOptions, TrendStep};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::problem::HttpProblem;
use super::answer::{ToolAnswer, answer};
use super::quoted::fenced;
use super::search::{fact, receipt};
use super::tools::{ArticleFilters, ToolCall, told};
use crate::wire::choices::By;

/// Sources that are listed, at most.
const MAX_SOURCES: usize = 25;
/// Months that are listed, at most; a longer time is counted by years.
const MAX_MONTHS: usize = 60;
/// Years that are listed, at most: the last ones.
const MAX_YEARS: usize = 200;

/// Arguments of `overview`.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OverviewArguments {
    /// The query
    query: String,
    #[serde(flatten)]
    filters: ArticleFilters,
    /// Unit of UND, NICHT [default: article]
    within: Option<By>,
}

/// Answer of `overview`.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct OverviewAnswer {
    /// Matching articles, each story once.
    articles: u64,
    /// Matching articles that are copies of these.
    copies: u64,
    undated: u64,
    receipt: Vec<String>,
    /// Matching articles, copies included.
    by_source: Vec<SourceCount>,
    more_sources: usize,
    /// Periods with a match, each story once.
    by_period: Vec<PeriodCount>,
    truncated: bool,
}

/// Matching articles of a source; the name is empty for articles without one.
#[derive(Debug, Serialize, JsonSchema)]
struct SourceCount {
    source: String,
    articles: u64,
}

/// Matching articles of a month or year, and all articles of it.
#[derive(Debug, Serialize, JsonSchema)]
struct PeriodCount {
    period: String,
    articles: u64,
    of: u64,
}

/// Answers `overview`.
pub(super) fn overview(call: &ToolCall) -> Result<ToolAnswer, HttpProblem> {
    let arguments: OverviewArguments = call.read()?;
    let query = arguments.query.as_str();
    let node = call.node(query, &arguments.filters)?;
    let within = arguments.within.unwrap_or(By::Article).into();
    let counted = call.searcher.facets(&node, within, &[Facet::Source], Some(call.time_left())).map_err(told(query))?;
    let trend_by = |step: TrendStep| {
        let options = TrendOptions::default().with_step(step).with_within(within).with_timeout(call.time_left());
        call.searcher.trend(&node, &options).map_err(told(query))
    };
    let mut trend = trend_by(TrendStep::Month)?;
    if trend.periods.iter().filter(|period| period.articles > 0).count() > MAX_MONTHS {
        trend = trend_by(TrendStep::Year)?;
    }
    let sources = counted.by.get(&Facet::Source).map_or(&[][..], Vec::as_slice);
    let periods: Vec<_> = trend.periods.iter().filter(|period| period.articles > 0).collect();
    let first = periods.len().saturating_sub(MAX_YEARS);
    let of_source =
        |one: &fundstelle::search::FacetCount| SourceCount { source: fact(&one.value), articles: one.articles };
    let structured = OverviewAnswer {
        articles: trend.articles,
        copies: trend.copies,
        undated: trend.undated,
        receipt: receipt(&trend.words, &trend.left_out),
        by_source: sources.iter().take(MAX_SOURCES).map(of_source).collect(),
        more_sources: sources.len().saturating_sub(MAX_SOURCES),
        by_period: periods[first..]
            .iter()
            .map(|period| PeriodCount { period: period.period.clone(), articles: period.articles, of: period.all })
            .collect(),
        truncated: first > 0 || sources.len() > MAX_SOURCES,
    };
    let markdown = structured.markdown();
    answer(&structured, markdown)
}

impl OverviewAnswer {
    fn markdown(&self) -> String {
        let mut text = format!(
            "{} articles match, each story once ({} copies more; {} without a date).\n",
            self.articles, self.copies, self.undated
        );
        for line in &self.receipt {
            text.push_str(&format!("- {line}\n"));
        }
        let sources: Vec<String> =
            self.by_source.iter().map(|one| format!("{}: {}", one.source, one.articles)).collect();
        text.push_str("By source, copies included:\n");
        text.push_str(&fenced("sources", &sources.join("\n")));
        if self.more_sources > 0 {
            text.push_str(&format!("and {} more sources\n", self.more_sources));
        }
        text.push_str("By period, each story once:\n");
        for one in &self.by_period {
            text.push_str(&format!("{}: {} of {}\n", one.period, one.articles, one.of));
        }
        text
    }
}
