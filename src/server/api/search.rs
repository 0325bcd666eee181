//! Search, and passages that resemble a text.

use std::num::NonZeroU32;

use axum::http::StatusCode;
use fundstelle::query::{Node, parse};
use fundstelle::search::{Facet, Facets, Results, Sort};
use rss::Channel;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::form_urlencoded;

use super::super::answer::{HttpAnswer, Media};
use super::super::cursor;
use super::super::endpoint::Call;
use super::super::path_id;
use super::super::problem::HttpProblem;
use super::{filter_problem, json_answer, line};
use crate::messages::texts;
use crate::wire::choices::{By, FacetBy, SortBy};
use crate::wire::request::{Filters, ResultRequest, filtered};
use crate::wire::{feed, records, table};

/// Which articles are searched.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(in crate::server) struct FilterParams {
    /// Only articles of this day or later: 2018, 2018-04, 2018-04-21, März 2018, 21.4.2018, gestern, 7d, letzte Woche
    pub(in crate::server) since: Option<String>,
    /// Only articles of this day or earlier
    pub(in crate::server) until: Option<String>,
    /// Only articles of this source: words of its name, Wiki*, or =NAME for the whole name
    pub(in crate::server) source: Option<String>,
    /// Only articles of this section: words of its name, Wiki*, or =NAME for the whole name
    pub(in crate::server) section: Option<String>,
}

/// How long a query may take.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(in crate::server) struct TimeLimit {
    /// Time limit of the query in seconds; not above the server's
    #[schemars(range(min = 0.1, max = 86_400.0))]
    pub(in crate::server) timeout: Option<f64>,
}

impl FilterParams {
    /// Reads `query` and adds the filters to it.
    pub(in crate::server) fn node(&self, call: &Call, query: &str) -> Result<Node, HttpProblem> {
        let node = parse(query).map_err(|err| HttpProblem::query(call.language, query, &err))?;
        let filters = Filters {
            since: self.since.as_deref(),
            until: self.until.as_deref(),
            source: self.source.as_deref(),
            section: self.section.as_deref(),
        };
        let clauses = filters.clauses().map_err(|err| filter_problem(call.language, &err))?;
        Ok(filtered(node, &clauses))
    }
}

/// Formats of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(in crate::server) enum HitFormat {
    /// One object
    Json,
    /// The lines of `search --json`
    Ndjson,
    /// A table
    Csv,
    /// A feed
    Rss,
}

/// Parameters of a search.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(in crate::server) struct SearchParams {
    /// The query, in the language of `fundstelle help query`
    pub(in crate::server) q: String,
    /// Number of hits [default: 10]
    #[schemars(range(min = 0, max = 1000))]
    pub(in crate::server) limit: Option<usize>,
    /// Skip so many hits; not beside `cursor`
    #[schemars(range(min = 0, max = 100_000))]
    pub(in crate::server) offset: Option<usize>,
    /// `next` of the page before
    pub(in crate::server) cursor: Option<String>,
    /// Unit of the results [default: passage]
    pub(in crate::server) by: Option<By>,
    /// Let each passage be a hit of its own, also several of one article
    #[serde(default)]
    pub(in crate::server) each: bool,
    /// Articles with up to so many passages each
    #[schemars(range(min = 1, max = 100))]
    pub(in crate::server) passages: Option<u16>,
    /// Order of the hits [default: relevance]
    pub(in crate::server) sort: Option<SortBy>,
    /// Boost recent articles: half-life in days; only by relevance
    #[schemars(range(min = 1, max = 36_500))]
    pub(in crate::server) recent: Option<NonZeroU32>,
    /// Unit in which UND, NICHT, + and - hold [default: that of `by`]
    pub(in crate::server) within: Option<By>,
    /// Explain the scores
    #[serde(default)]
    pub(in crate::server) explain: bool,
    /// Show copies of better hits as well
    #[serde(default)]
    pub(in crate::server) all: bool,
    /// Count all matches by these, joined by commas
    #[serde(default)]
    #[schemars(length(max = 4))]
    pub(in crate::server) facets: Vec<FacetBy>,
    #[serde(flatten)]
    pub(in crate::server) filters: FilterParams,
    #[serde(flatten)]
    pub(in crate::server) time: TimeLimit,
    /// Format of the answer, instead of the header Accept
    #[expect(dead_code, reason = "the format decides on the kind of content before the call")]
    format: Option<HitFormat>,
}

impl SearchParams {
    /// Returns the request, which begins after `offset` hits.
    pub(in crate::server) fn request(&self, call: &Call, offset: usize) -> ResultRequest {
        ResultRequest {
            limit: self.limit.unwrap_or(10),
            offset,
            by: self.by.unwrap_or(By::Passage),
            each: self.each,
            passages: self.passages,
            sort: self.sort.unwrap_or(SortBy::Relevance),
            recent: self.recent,
            within: self.within,
            explain: self.explain,
            all: self.all,
            count: true,
            timeout: call.timeout(self.time.timeout),
        }
    }
}

/// Answer of a search.
#[derive(Debug, Serialize)]
struct SearchRecord<'a> {
    #[serde(flatten)]
    receipt: Value,
    hits: &'a [fundstelle::Hit],
    #[serde(flatten)]
    facets: Option<Value>,
    /// Cursor of the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    commit: &'a str,
}

/// Answers `/api/search`.
pub(super) fn search(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    let params: SearchParams = call.read()?;
    if params.recent.is_some() && Sort::from(params.sort.unwrap_or(SortBy::Relevance)) != Sort::Relevance {
        return Err(HttpProblem::parameter("recent", texts::ONLY_BY_RELEVANCE.to(call.language)));
    }
    if params.each && (params.by == Some(By::Article) || params.passages.is_some()) {
        return Err(HttpProblem::parameter("each", "passages as hits, so neither `by=article` nor `passages`")
            .in_german("Passagen als Treffer, also weder `by=article` noch `passages`"));
    }
    let offset = match (&params.cursor, params.offset) {
        (Some(_), Some(_)) => {
            return Err(HttpProblem::parameter("cursor", "either `cursor` or `offset`")
                .in_german("entweder `cursor` oder `offset`"));
        }
        (Some(cursor), None) => cursor::offset(cursor, call.searcher.index().commit(), &call.params)?,
        (None, offset) => offset.unwrap_or(0),
    };
    let node = params.filters.node(call, &params.q)?;
    let request = params.request(call, offset);
    let results = call.searcher.search_node(&node, &request.options()).map_err(call.problem(&params.q))?;
    let asked: Vec<Facet> = params.facets.iter().map(|facet| (*facet).into()).collect();
    let counted =
        (!asked.is_empty()).then(|| call.searcher.facets(&node, request.within(), &asked, Some(request.timeout)));
    let counted = counted.transpose().map_err(call.problem(&params.q))?;
    let shown = request.offset + results.hits.len();
    let is_full = request.limit > 0 && results.hits.len() == request.limit;
    let next = is_full.then(|| cursor::cursor(call.searcher.index().commit(), &call.params, shown));
    let link = next.as_deref().map(|cursor| next_page(call, cursor));
    let answer = match call.media {
        Media::Ndjson => lines(&results, counted.as_ref(), request.limit)?,
        Media::Csv => table(&results)?,
        Media::Rss => channel(call, &params.q, &results)?,
        _ => json_answer(&SearchRecord {
            receipt: records::receipt(&results),
            hits: &results.hits,
            facets: counted.as_ref().map(records::facets),
            next,
            commit: call.searcher.index().commit(),
        })?,
    };
    Ok(HttpAnswer { next: link, ..answer })
}

/// Returns what `search --json` prints to standard output.
fn lines(results: &Results, counted: Option<&Facets>, limit: usize) -> Result<HttpAnswer, HttpProblem> {
    let mut text = String::new();
    for hit in &results.hits {
        text.push_str(&line(hit)?);
        text.push('\n');
    }
    if let (0, None, Some(total)) = (limit, counted, results.total) {
        text.push_str(&line(&records::total(total))?);
        text.push('\n');
    }
    if let Some(counted) = counted.filter(|_| limit == 0) {
        text.push_str(&line(&records::facets(counted))?);
        text.push('\n');
    }
    Ok(HttpAnswer::new(Media::Ndjson, text))
}

fn table(results: &Results) -> Result<HttpAnswer, HttpProblem> {
    let failed = |err: String| HttpProblem::new(StatusCode::INTERNAL_SERVER_ERROR, "csv", err);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(table::HIT_HEADER).map_err(|err| failed(err.to_string()))?;
    for hit in results.hits.iter().flat_map(|hit| std::iter::once(hit).chain(&hit.more)) {
        writer.write_record(table::hit_row(hit, &hit.path, "\n")).map_err(|err| failed(err.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|err| failed(err.to_string()))?;
    Ok(HttpAnswer::new(Media::Csv, String::from_utf8(bytes).map_err(|err| failed(err.to_string()))?))
}

/// Returns the hits as a feed, whose items lead to the page.
fn channel(call: &Call, query: &str, results: &Results) -> Result<HttpAnswer, HttpProblem> {
    let query_param: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
    let items = results.hits.iter().map(|hit| {
        let mut item = feed::item(query, hit, &format!("fundstelle:{}", hit.id));
        item.set_link(format!("{}/a/{}?q={query_param}", call.base, path_id::encoded(&hit.id)));
        item
    });
    let channel = Channel {
        title: feed::in_xml(&format!("Fundstelle: {query}")),
        link: format!("{}/?{}", call.base, page_query(call)),
        description: feed::in_xml(query),
        items: items.collect(),
        generator: Some(concat!("fundstelle ", env!("CARGO_PKG_VERSION")).to_owned()),
        ..Channel::default()
    };
    let mut bytes = Vec::new();
    let written = channel.pretty_write_to(&mut bytes, b' ', 1).map(drop).map_err(|err| err.to_string());
    let text = written.and_then(|()| String::from_utf8(bytes).map_err(|err| err.to_string()));
    text.map(|text| HttpAnswer::new(Media::Rss, text))
        .map_err(|err| HttpProblem::new(StatusCode::INTERNAL_SERVER_ERROR, "rss", err))
}

/// Returns the parameters with which the page shows the list of a search.
fn page_query(call: &Call) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for name in ["q", "source", "section", "since", "until", "sort"] {
        if let Some(value) = call.params.get(name).and_then(Value::as_str) {
            query.append_pair(name, value);
        }
    }
    query.finish()
}

/// Returns the address of the next page.
fn next_page(call: &Call, cursor: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in call.params.iter().filter(|(name, _)| !matches!(name.as_str(), "cursor" | "offset")) {
        match value {
            Value::Array(items) if name == "facets" => {
                let names: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                query.append_pair(name, &names.join(","));
            }
            Value::String(text) => drop(query.append_pair(name, text)),
            value => drop(query.append_pair(name, &value.to_string())),
        }
    }
    format!("{}?{}", call.path, query.append_pair("cursor", cursor).finish())
}

/// Parameters of a search for what resembles a text.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct SimilarParams {
    /// Id of an article or passage; either this or `text`
    id: Option<String>,
    /// A text; either this or `id`
    text: Option<String>,
    /// Number of hits [default: 10]
    #[schemars(range(min = 0, max = 1000))]
    limit: Option<usize>,
    /// Skip so many hits
    #[schemars(range(min = 0, max = 100_000))]
    offset: Option<usize>,
    /// Unit of the results [default: passage]
    by: Option<By>,
    /// Show copies of better hits as well
    #[serde(default)]
    all: bool,
    #[serde(flatten)]
    time: TimeLimit,
}

/// Answers `/api/similar`.
pub(super) fn similar(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    let params: SimilarParams = call.read()?;
    let request = ResultRequest {
        offset: params.offset.unwrap_or(0),
        by: params.by.unwrap_or(By::Passage),
        all: params.all,
        ..ResultRequest::passages(params.limit.unwrap_or(10), call.timeout(params.time.timeout))
    };
    let results = match (&params.id, &params.text) {
        (Some(id), None) => call.searcher.similar_to(id, &request.options()),
        (None, Some(text)) => call.searcher.similar(text, &request.options()),
        _ => {
            let problem = HttpProblem::parameter("id", "either `id` or `text`");
            return Err(problem.in_german("entweder `id` oder `text`"));
        }
    };
    let results = results.map_err(call.problem(""))?;
    if call.media == Media::Ndjson {
        return lines(&results, None, request.limit);
    }
    let commit = call.searcher.index().commit();
    json_answer(&SearchRecord {
        receipt: records::receipt(&results),
        hits: &results.hits,
        facets: None,
        next: None,
        commit,
    })
}
