//! All matches: over time, by facet, and among the words around them.

use fundstelle::search::{Facet, TrendOptions};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::answer::HttpAnswer;
use super::super::endpoint::Call;
use super::super::problem::HttpProblem;
use super::search::{FilterParams, TimeLimit};
use super::{json_answer, list_answer};
use crate::wire::choices::{ALL_FACETS, By, FacetBy, SortBy, StepBy};
use crate::wire::records;
use crate::wire::request::ResultRequest;

/// Characters on each side of a match, unless the request says otherwise.
const SIDE_CHARS: usize = 60;

/// Parameters of a curve.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct TrendParams {
    /// The query, in the language of `fundstelle help query`; a part of a compound alone is not counted
    q: String,
    /// Length of a period [default: the shortest with which the curve has a few dozen]
    step: Option<StepBy>,
    /// Unit in which UND, NICHT, + and - hold [default: article]
    within: Option<By>,
    #[serde(flatten)]
    filters: FilterParams,
    #[serde(flatten)]
    time: TimeLimit,
}

/// Answers `/api/trend`.
pub(super) fn trend(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    let params: TrendParams = call.read()?;
    let node = params.filters.node(call, &params.q)?;
    let options = TrendOptions::default()
        .with_step(params.step.map(Into::into))
        .with_within(params.within.unwrap_or(By::Article).into())
        .with_timeout(call.timeout(params.time.timeout));
    let trend = call.searcher.trend(&node, &options).map_err(call.problem(&params.q))?;
    json_answer(&records::trend(&params.q, &trend))
}

/// Parameters of counts.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct FacetParams {
    /// The query, in the language of `fundstelle help query`; a part of a compound alone is not counted
    q: String,
    /// Unit in which UND, NICHT, + and - hold [default: article]
    within: Option<By>,
    /// Properties to count by, joined by commas [default: all]
    #[serde(default)]
    #[schemars(length(max = 4))]
    facets: Vec<FacetBy>,
    #[serde(flatten)]
    filters: FilterParams,
    #[serde(flatten)]
    time: TimeLimit,
}

/// Answers `/api/facets`.
pub(super) fn facets(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    let params: FacetParams = call.read()?;
    let node = params.filters.node(call, &params.q)?;
    let asked: Vec<Facet> = match params.facets.is_empty() {
        true => ALL_FACETS.to_vec(),
        false => params.facets.iter().map(|facet| (*facet).into()).collect(),
    };
    let timeout = call.timeout(params.time.timeout);
    let within = params.within.unwrap_or(By::Article).into();
    let counted = call.searcher.facets(&node, within, &asked, Some(timeout)).map_err(call.problem(&params.q))?;
    json_answer(&records::facets(&counted))
}

/// Parameters of a concordance.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct KwicParams {
    /// The query, in the language of `fundstelle help query`
    q: String,
    /// Number of passages [default: 10]
    #[schemars(range(min = 0, max = 1000))]
    limit: Option<usize>,
    /// Skip so many passages
    #[schemars(range(min = 0, max = 100_000))]
    offset: Option<usize>,
    /// Order of the passages [default: relevance]
    sort: Option<SortBy>,
    /// Unit in which UND, NICHT, + and - hold [default: passage]
    within: Option<By>,
    /// Characters on each side of a match [default: 60]
    #[schemars(range(min = 0, max = 500))]
    width: Option<usize>,
    #[serde(flatten)]
    filters: FilterParams,
    #[serde(flatten)]
    time: TimeLimit,
}

/// Answers `/api/kwic`.
pub(super) fn kwic(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    let params: KwicParams = call.read()?;
    let node = params.filters.node(call, &params.q)?;
    let request = ResultRequest {
        offset: params.offset.unwrap_or(0),
        sort: params.sort.unwrap_or(SortBy::Relevance),
        within: params.within,
        each: true,
        ..ResultRequest::passages(params.limit.unwrap_or(10), call.timeout(params.time.timeout))
    };
    let results = call.searcher.search_node(&node, &request.options()).map_err(call.problem(&params.q))?;
    let side = params.width.unwrap_or(SIDE_CHARS);
    let mut records: Vec<Value> = Vec::new();
    for hit in &results.hits {
        let chars: Vec<char> = hit.text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        let part = |start: usize, end: usize| chars[start..end.min(chars.len())].iter().collect::<String>();
        for (start, end) in hit.matches.iter().map(|(start, end)| (*start as usize, *end as usize)) {
            records.push(json!({
                "id": hit.id, "left": part(start.saturating_sub(side), start), "match": part(start, end),
                "right": part(end, end + side), "start": start, "end": end, "date": hit.date, "source": hit.source,
            }));
        }
    }
    list_answer(call, "lines", &records)
}
