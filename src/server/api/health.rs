//! The state of the server and of its index.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::answer::{HttpAnswer, Media};
use super::super::endpoint::{Call, Endpoint, EndpointKind, Post};
use super::super::params::Parameters;
use super::super::problem::HttpProblem;
use super::super::{openapi, routes};
use super::json_answer;
use crate::wire::records;

/// No parameters.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct NoParams {}

/// Returns the routes that answer at once.
pub(super) fn endpoints() -> Vec<Endpoint> {
    type Route =
        (&'static str, &'static str, &'static [Media], EndpointKind, fn(&Call) -> Result<HttpAnswer, HttpProblem>);
    let routes: [Route; 4] = [
        ("/openapi.json", "Description of the API", &[Media::Json], EndpointKind::Light, description),
        ("/livez", "Whether the server runs", &[Media::Text], EndpointKind::Public, live),
        ("/readyz", "Whether the index can be read", &[Media::Text], EndpointKind::Public, ready),
        ("/metrics", "Figures for Prometheus", &[Media::Text], EndpointKind::Light, figures),
    ];
    let endpoint = |(path, summary, offered, kind, run): Route| Endpoint {
        path,
        summary,
        parameters: Parameters::of::<NoParams>(),
        offered,
        post: Post::No,
        kind,
        run,
    };
    routes.into_iter().map(endpoint).collect()
}

/// Answers `/api/stats`.
pub(super) fn stats(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    let mut stats = records::stats(&call.searcher);
    stats["commit"] = call.searcher.index().commit().into();
    json_answer(&stats)
}

fn description(_: &Call) -> Result<HttpAnswer, HttpProblem> {
    json_answer(&openapi::document(&routes::endpoints()))
}

fn live(_: &Call) -> Result<HttpAnswer, HttpProblem> {
    Ok(HttpAnswer::new(Media::Text, "ok\n"))
}

fn ready(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    match call.shared.queries.snapshots.is_ready() {
        true => Ok(HttpAnswer::new(Media::Text, "ok\n")),
        false => Err(HttpProblem::busy("not-ready", "the index on disk cannot be opened: run `fundstelle verify`")
            .in_german("der Index auf der Platte lässt sich nicht öffnen: `fundstelle verify` ausführen")),
    }
}

fn figures(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    Ok(HttpAnswer::new(Media::Text, call.shared.queries.metrics.text()))
}
