//! Which routes are there, and what holds for all of them?

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::routing::any;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;

use super::endpoint::{Endpoint, EndpointKind, ErrorPage, RouteLabel, handle, problem_response};
use super::log::{LoggedRequest, TRACEPARENT};
use super::problem::HttpProblem;
use super::{ServerState, api, mcp, negotiate, page};

/// Answers below this size in bytes are not compressed.
const MIN_COMPRESSED_BYTES: u64 = 1024;
/// Maximum size of the headers of a request in bytes.
const MAX_HEADER_BYTES: usize = 12 * 1024;
/// Maximum length of the address of a request in bytes: a query of the greatest length, percent-encoded.
const MAX_URI_BYTES: usize = 50 * 1024;

/// Headers of every answer. A page may load its own style, pictures and script, and nothing from elsewhere.
const HEADERS: [(HeaderName, &str); 6] = [
    (
        axum::http::header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
    ),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // A page of ours tells our server where it is, and nobody else.
    (REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
];

/// Returns all routes.
pub(super) fn endpoints() -> Vec<Endpoint> {
    api::endpoints().into_iter().chain(page::endpoints()).collect()
}

/// Returns the service of the server: all routes, behind the guard and the limits.
pub(super) fn router(shared: &Arc<ServerState>) -> Router {
    let mut router = Router::new();
    let mut public = Vec::new();
    for endpoint in endpoints() {
        if endpoint.kind == EndpointKind::Public {
            public.push(endpoint.path);
        }
        let path = endpoint.path.replace("{id}", "{*id}");
        let (shared, endpoint) = (Arc::clone(shared), Arc::new(endpoint));
        router = router.route(&path, any(move |request| handle(Arc::clone(&shared), Arc::clone(&endpoint), request)));
    }
    let router = mcp::route(router, shared);
    let compression = CompressionLayer::new().compress_when(SizeAbove::new(MIN_COMPRESSED_BYTES));
    let shared = Arc::clone(shared);
    let around = move |request: Request, next: Next| {
        let is_public = public.contains(&request.uri().path());
        around(Arc::clone(&shared), is_public, request, next)
    };
    router.fallback(not_found).layer(compression).layer(from_fn(around))
}

async fn not_found(request: Request) -> Response<Body> {
    let problem =
        HttpProblem::new(StatusCode::NOT_FOUND, "no-such-route", "there is nothing at this address; see /openapi.json")
            .in_german("unter dieser Adresse gibt es nichts; siehe /openapi.json")
            .told_in(negotiate::language(request.headers()));
    let page = negotiate::wants_page(request.headers()).then(|| ErrorPage::of(&request));
    problem_response(&problem, page.as_ref())
}

/// Checks a request before its route, and finishes the response after it.
async fn around(shared: Arc<ServerState>, is_public: bool, request: Request, next: Next) -> Response<Body> {
    let begun = Instant::now();
    let logged = LoggedRequest::of(&request);
    let language = negotiate::language(request.headers());
    let refused = within_limits(&request).and_then(|()| shared.guard.check(&request, is_public));
    let mut response = match refused {
        Ok(()) => next.run(request).await,
        Err(problem) => problem_response(&problem.told_in(language), None),
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    let route = response.extensions().get::<RouteLabel>().map_or("other", |label| label.0);
    let (status, time) = (response.status().as_u16(), begun.elapsed());
    shared.queries.metrics.record(route, status, time);
    if let Some(log) = shared.log {
        log(&logged.line(route, status, time));
    }
    if let Some(parent) = logged.traceparent() {
        response.headers_mut().insert(TRACEPARENT, parent);
    }
    response
}

fn within_limits(request: &Request) -> Result<(), HttpProblem> {
    let uri = request.uri();
    if uri.path().len() + uri.query().map_or(0, str::len) > MAX_URI_BYTES {
        return Err(HttpProblem::new(
            StatusCode::URI_TOO_LONG,
            "too-long",
            "the address is too long: send the query by POST",
        )
        .in_german("die Adresse ist zu lang: Anfrage mit POST senden"));
    }
    let bytes: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if bytes > MAX_HEADER_BYTES {
        let detail = format!("the headers are larger than {MAX_HEADER_BYTES} bytes");
        return Err(HttpProblem::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "headers-too-large", detail)
            .in_german(format!("die Header sind größer als {MAX_HEADER_BYTES} Bytes")));
    }
    Ok(())
}
