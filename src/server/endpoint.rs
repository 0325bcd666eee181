//! How does a request become a call of an endpoint, and its answer a response?

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, HOST, IF_NONE_MATCH, LINK, VARY};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use fundstelle::{Error, Searcher, blake3};
use serde_json::{Map, Value};

use super::answer::{HttpAnswer, Media};
use super::body::read_body;
use super::page::state::PageState;
use super::params::Parameters;
use super::problem::HttpProblem;
use super::{ServerState, negotiate, page, path_id};
use crate::messages::Language;

/// Hexadecimal digits of an entity tag.
const ETAG_DIGITS: usize = 16;

/// Bodies that a route takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Post {
    /// None: only GET and HEAD.
    No,
    /// The parameters as JSON.
    Json,
    /// The parameters as JSON, or plain text as the parameter `text`.
    JsonOrText,
    /// The fields of a form.
    Form,
}

impl Post {
    /// Returns the type of the body with the parameters.
    pub(super) fn content_type(self) -> &'static str {
        if self == Post::Form { "application/x-www-form-urlencoded" } else { "application/json" }
    }
}

/// Place of a route in the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EndpointKind {
    /// Asks the index, for programs.
    Query,
    /// Asks the index, for people: what is wrong is a page as well.
    Page,
    /// Answers at once.
    Light,
    /// Answers at once, and needs no token.
    Public,
}

/// A route of the server.
pub(super) struct Endpoint {
    /// Path; `{id}` stands for the rest of it.
    pub(super) path: &'static str,
    /// One line about it.
    pub(super) summary: &'static str,
    pub(super) parameters: Parameters,
    /// Kinds of content it has, the default first.
    pub(super) offered: &'static [Media],
    pub(super) post: Post,
    pub(super) kind: EndpointKind,
    pub(super) run: fn(&Call) -> Result<HttpAnswer, HttpProblem>,
}

/// One call of an endpoint.
pub(super) struct Call {
    pub(super) shared: Arc<ServerState>,
    /// The commit that answers.
    pub(super) searcher: Arc<Searcher>,
    pub(super) language: Language,
    /// Kind of content that is wanted.
    pub(super) media: Media,
    /// Id in the path: the text at `{id}`.
    pub(super) id: String,
    /// Checked parameters.
    pub(super) params: Map<String, Value>,
    /// Path of the request.
    pub(super) path: String,
    /// `http://host:port`.
    pub(super) base: String,
    /// Time at which the call must be answered.
    deadline: Instant,
}

impl Call {
    /// Returns the parameters as a struct.
    pub(super) fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T, HttpProblem> {
        super::params::read(&self.params)
    }

    /// Returns the problem behind an error of the library.
    pub(super) fn problem(&self, query: &str) -> impl Fn(Error) -> HttpProblem {
        let (language, query) = (self.language, query.to_owned());
        move |error| HttpProblem::of_error(language, &query, error)
    }

    /// Returns an error if the call has run too long. For work outside the library, which has a limit of its own.
    pub(super) fn check_deadline(&self) -> Result<(), HttpProblem> {
        if Instant::now() > self.deadline { Err(self.problem("")(Error::TooSlow)) } else { Ok(()) }
    }

    /// Returns the time limit of a query; `wanted` seconds, but no more than the server's.
    pub(super) fn timeout(&self, wanted: Option<f64>) -> Duration {
        let wanted = wanted.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        wanted.map_or(self.shared.queries.timeout, |wanted| wanted.min(self.shared.queries.timeout))
    }
}

/// Route of a response, for the figures.
#[derive(Debug, Clone, Copy)]
pub(super) struct RouteLabel(pub(super) &'static str);

/// Answers a request.
pub(super) async fn handle(shared: Arc<ServerState>, endpoint: Arc<Endpoint>, request: Request) -> Response<Body> {
    let path = endpoint.path;
    let wants_page = endpoint.kind == EndpointKind::Page;
    let language = negotiate::language(request.headers());
    let page = wants_page.then(|| ErrorPage::of(&request));
    let language = page.as_ref().map_or(language, |page| page.language);
    let mut response = match call(&shared, endpoint, request).await {
        Ok(response) => response,
        Err(problem) => problem_response(&problem.told_in(language), page.as_ref()),
    };
    response.extensions_mut().insert(RouteLabel(path));
    response
}

async fn call(
    shared: &Arc<ServerState>,
    endpoint: Arc<Endpoint>,
    request: Request,
) -> Result<Response<Body>, HttpProblem> {
    let (parts, body) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default();
    let params = match (&parts.method, endpoint.post) {
        (&Method::GET | &Method::HEAD, _) => endpoint.parameters.read_url(query)?,
        (&Method::POST, Post::Json | Post::JsonOrText | Post::Form) => {
            posted(shared, &endpoint, query, &parts.headers, body).await?
        }
        _ => return Err(not_allowed(endpoint.post)),
    };
    let media = media(&endpoint, &parts.headers, &params)?;
    let asked = params.get("lang").and_then(Value::as_str).and_then(negotiate::language_of);
    let language = asked.unwrap_or_else(|| negotiate::language(&parts.headers));
    let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let call = Call {
        searcher: shared.queries.snapshots.current(),
        shared: Arc::clone(shared),
        language,
        media,
        id: path_id::decoded(endpoint.path, parts.uri.path()),
        params,
        path: parts.uri.path().to_owned(),
        base: format!("http://{host}"),
        deadline: Instant::now() + shared.queries.timeout,
    };
    let is_query = matches!(endpoint.kind, EndpointKind::Query | EndpointKind::Page);
    let is_tagged = is_query && parts.method != Method::POST && !is_start(&call);
    let tag = is_tagged.then(|| entity_tag(&call, query));
    if let Some(tag) = tag.as_deref().filter(|tag| is_known(&parts.headers, tag)) {
        return Ok(not_modified(tag));
    }
    let answer = match is_query {
        true => shared.queries.run(move |deadline| (endpoint.run)(&Call { deadline, ..call })).await?,
        false => (endpoint.run)(&call)?,
    };
    match tag.as_deref().filter(|_| is_any_known(&parts.headers)) {
        Some(tag) => Ok(not_modified(tag)),
        None => Ok(respond(answer, tag.as_deref())),
    }
}

fn not_modified(tag: &str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    caching(response.headers_mut(), Some(tag));
    response
}

/// Reads the parameters of a body, within limits of size and time.
async fn posted(
    shared: &ServerState,
    endpoint: &Endpoint,
    query: &str,
    headers: &HeaderMap,
    body: Body,
) -> Result<Map<String, Value>, HttpProblem> {
    if !query.is_empty() {
        let detail = "with POST all parameters stand in the body";
        let problem = HttpProblem::new(StatusCode::BAD_REQUEST, "parameter", detail);
        return Err(problem.in_german("mit POST stehen alle Parameter im Rumpf der Anfrage"));
    }
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_text = essence == "text/plain" && endpoint.post == Post::JsonOrText;
    let expected = endpoint.post.content_type();
    if essence != expected && !is_text {
        let detail = format!("the body must be {expected}");
        let problem = HttpProblem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "content-type", detail);
        return Err(problem.in_german(format!("der Rumpf der Anfrage muss {expected} sein")));
    }
    let bytes = read_body(headers, body, shared.client_timeout).await?;
    match String::from_utf8(bytes.to_vec()) {
        _ if !is_text && endpoint.post != Post::Form => endpoint.parameters.read_json(&bytes),
        Ok(fields) if endpoint.post == Post::Form => endpoint.parameters.read_url(&fields),
        Ok(text) => Ok(Map::from_iter([("text".to_owned(), text.into())])),
        Err(_) => Err(HttpProblem::new(StatusCode::BAD_REQUEST, "body", "the text is not UTF-8")
            .in_german("der Text ist nicht in UTF-8")),
    }
}

fn not_allowed(post: Post) -> HttpProblem {
    let allow = if post == Post::No { "GET, HEAD" } else { "GET, HEAD, POST" };
    HttpProblem::new(StatusCode::METHOD_NOT_ALLOWED, "method", format!("this route takes {allow}"))
        .in_german(format!("diese Adresse nimmt {allow}"))
        .with_header(ALLOW, HeaderValue::from_static(allow))
}

/// Returns the kind of content that is wanted: by the parameter `format` or `style`, else by `Accept`.
fn media(endpoint: &Endpoint, headers: &HeaderMap, params: &Map<String, Value>) -> Result<Media, HttpProblem> {
    let named = params.get("format").or_else(|| params.get("style")).and_then(Value::as_str).and_then(|name| {
        Some(match name {
            "json" => Media::Json,
            "ndjson" => Media::Ndjson,
            "csv" => Media::Csv,
            "rss" => Media::Rss,
            "plain" => Media::Text,
            "bibtex" => Media::Bibtex,
            "ris" => Media::Ris,
            "csl-json" => Media::CslJson,
            _ => return None,
        })
    });
    named.or_else(|| negotiate::media(headers, endpoint.offered)).ok_or_else(|| {
        let offered: Vec<&str> = endpoint.offered.iter().map(|media| media.essence()).collect();
        let detail = format!("this route has {}", offered.join(", "));
        HttpProblem::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable", detail)
            .in_german(format!("diese Adresse hat {}", offered.join(", ")))
    })
}

/// Returns true for the page before the first query: the saved searches that it lists change without a commit.
fn is_start(call: &Call) -> bool {
    call.path == "/" && call.params.get("q").and_then(Value::as_str).is_none_or(|query| query.trim().is_empty())
}

/// Returns a weak entity tag: the same commit, program and request have the same answer.
fn entity_tag(call: &Call, query: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    let parts = [
        call.searcher.index().commit(),
        env!("CARGO_PKG_VERSION"),
        &call.path,
        query,
        call.media.content_type(),
        call.language.code(),
        &call.base,
    ];
    for part in parts {
        hasher.update(part.as_bytes()).update(b"\n");
    }
    format!("W/\"{}\"", &hasher.finalize().to_hex()[..ETAG_DIGITS])
}

/// Returns the tags of answers that the client has.
fn known_tags(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let values = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

/// Returns true if the client has the answer with this tag.
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let strong = |tag: &str| tag.trim_start_matches("W/").to_owned();
    known_tags(headers).any(|known| strong(known) == strong(tag))
}

/// Returns true if the client wants no answer if there is one at all.
fn is_any_known(headers: &HeaderMap) -> bool {
    known_tags(headers).any(|known| known == "*")
}

fn caching(headers: &mut HeaderMap, tag: Option<&str>) {
    headers.insert(VARY, HeaderValue::from_static("accept, accept-language, accept-encoding"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Some(tag) = tag.and_then(|tag| HeaderValue::from_str(tag).ok()) {
        headers.insert(ETAG, tag);
    }
}

fn body_of(body: Cow<'static, str>) -> Body {
    match body {
        Cow::Borrowed(text) => Body::from(text),
        Cow::Owned(text) => Body::from(text),
    }
}

fn respond(answer: HttpAnswer, tag: Option<&str>) -> Response<Body> {
    let mut response = Response::new(body_of(answer.body));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(answer.media.content_type()));
    caching(headers, tag);
    if let Some(next) = answer.next.and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok()) {
        headers.insert(LINK, next);
    }
    response
}

/// Part of a request that the page of a problem keeps.
pub(super) struct ErrorPage {
    language: Language,
    path: String,
    address: PageState,
}

impl ErrorPage {
    pub(super) fn of(request: &Request) -> ErrorPage {
        let address = PageState::of_address(request.uri().query().unwrap_or_default());
        let language = address.language().unwrap_or_else(|| negotiate::language(request.headers()));
        ErrorPage { language, path: request.uri().path().to_owned(), address }
    }
}

/// Returns a problem as a response: a page, or JSON.
pub(super) fn problem_response(problem: &HttpProblem, page: Option<&ErrorPage>) -> Response<Body> {
    let (media, body) = match page {
        Some(page) => (Media::Html, page::error::problem(page.language, &page.path, &page.address, problem)),
        None => (Media::Problem, problem.json()),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = problem.status();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in problem.headers() {
        headers.insert(name.clone(), value.clone());
    }
    response
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn known_tags() {
        let known = |value: &str| HeaderMap::from_iter([(IF_NONE_MATCH, value.parse().unwrap())]);
        for (value, is) in
            [("W/\"a\"", true), ("\"a\"", true), ("\"b\", W/\"a\"", true), ("*", false), ("\"b\"", false)]
        {
            assert_eq!(is_known(&known(value), "W/\"a\""), is, "{value}");
            assert_eq!(is_any_known(&known(value)), value == "*");
        }
    }
}
