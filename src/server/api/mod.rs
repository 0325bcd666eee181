//! What may a program ask?
//!
//! One file for what belongs together; `endpoints` lists the routes.

mod article;
mod count;
mod health;
mod search;
mod text;

use serde_json::Value;

use super::answer::{HttpAnswer, Media};
use super::endpoint::{Call, Endpoint, EndpointKind, Post};
use super::params::Parameters;
use super::problem::HttpProblem;
use crate::messages::{Language, problem, sentences, texts};
use crate::wire::json_line;
use crate::wire::request::FilterError;

pub(super) use article::plain;
pub(super) use search::FilterParams;

/// Returns the routes for programs.
pub(super) fn endpoints() -> Vec<Endpoint> {
    let json: &[Media] = &[Media::Json];
    let lines: &[Media] = &[Media::Json, Media::Ndjson];
    let query = |path, summary, parameters, offered, post, run| Endpoint {
        path,
        summary,
        parameters,
        offered,
        post,
        kind: EndpointKind::Query,
        run,
    };
    let hits: &[Media] = &[Media::Json, Media::Ndjson, Media::Csv, Media::Rss];
    let citations: &[Media] = &[Media::Text, Media::Bibtex, Media::Ris, Media::CslJson];
    let searched = Parameters::of::<search::SearchParams>();
    let similar = Parameters::of::<search::SimilarParams>();
    let shown = Parameters::of::<article::ArticleParams>();
    let copied = Parameters::of::<article::CopiesParams>();
    let cited = Parameters::of::<article::CiteParams>();
    let text = Parameters::of::<text::TextParams>();
    let mut endpoints = vec![
        query(
            "/api/search",
            "Search: the passages or articles that answer a query best",
            searched,
            hits,
            Post::Json,
            search::search,
        ),
        query(
            "/api/articles/{id}",
            "An article, with the matches of a query",
            shown.clone(),
            json,
            Post::No,
            article::article,
        ),
        query("/api/passages/{id}", "A passage, with the matches of a query", shown, json, Post::No, article::passage),
        query(
            "/api/similar",
            "Passages similar to an article, a passage or a text",
            similar,
            lines,
            Post::Json,
            search::similar,
        ),
        query(
            "/api/copies",
            "Who printed a text, when, and with which changes",
            copied,
            lines,
            Post::No,
            article::copies,
        ),
        query(
            "/api/trend",
            "How often a query matches over time",
            Parameters::of::<count::TrendParams>(),
            json,
            Post::Json,
            count::trend,
        ),
        query(
            "/api/facets",
            "Counts of all matches",
            Parameters::of::<count::FacetParams>(),
            json,
            Post::Json,
            count::facets,
        ),
        query(
            "/api/kwic",
            "Matches between the words around them",
            Parameters::of::<count::KwicParams>(),
            lines,
            Post::Json,
            count::kwic,
        ),
        query(
            "/api/check",
            "Whether the quotations of a text stand in the corpus",
            text.clone(),
            lines,
            Post::JsonOrText,
            text::check,
        ),
        query("/api/cite", "Citations of articles and passages", cited, citations, Post::Json, article::cite),
        query("/api/analyze", "How a text is analysed, word by word", text, lines, Post::JsonOrText, text::analyze),
        query(
            "/api/stats",
            "Size and contents of the index",
            Parameters::of::<health::NoParams>(),
            json,
            Post::No,
            health::stats,
        ),
    ];
    endpoints.extend(health::endpoints());
    endpoints
}

/// Returns `value` as an answer of one JSON object.
fn json_answer(value: &impl serde::Serialize) -> Result<HttpAnswer, HttpProblem> {
    Ok(HttpAnswer::new(Media::Json, format!("{}\n", line(value)?)))
}

/// Returns values as one object with the list `name`, or as lines, whichever is wanted.
fn list_answer(call: &Call, name: &str, values: &[Value]) -> Result<HttpAnswer, HttpProblem> {
    let lines = values.iter().map(line).collect::<Result<Vec<String>, HttpProblem>>()?;
    Ok(match call.media {
        Media::Ndjson => {
            HttpAnswer::new(Media::Ndjson, lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect::<String>())
        }
        _ => HttpAnswer::new(Media::Json, format!("{{{}:[{}]}}\n", line(&name)?, lines.join(","))),
    })
}

fn line(value: &impl serde::Serialize) -> Result<String, HttpProblem> {
    json_line(value)
        .map_err(|err| HttpProblem::new(axum::http::StatusCode::INTERNAL_SERVER_ERROR, "json", err.to_string()))
}

/// Returns the problem with a filter.
pub(super) fn filter_problem(language: Language, error: &FilterError) -> HttpProblem {
    match error {
        FilterError::NotADate { filter, text } => {
            HttpProblem::parameter(filter, sentences::not_a_date(language, filter, text))
        }
        FilterError::NotAName { filter, problem: what, .. } => HttpProblem::parameter(filter, problem(language, what)),
        FilterError::SinceAfterUntil => HttpProblem::parameter("since", texts::FIRST_AFTER_LAST.to(language)),
    }
}
