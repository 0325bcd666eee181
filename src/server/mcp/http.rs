//! The tools as a route of the server.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{HeaderValue, Method, Response, StatusCode};
use axum::routing::any;

use super::super::ServerState;
use super::super::body::read_body;
use super::super::endpoint::{RouteLabel, problem_response};
use super::super::problem::HttpProblem;
use super::protocol::McpService;

/// Address of the tools.
const PATH: &str = "/mcp";

/// Adds the route to a router.
pub(in crate::server) fn route(router: Router, shared: &Arc<ServerState>) -> Router {
    let service = McpService::new(Arc::clone(&shared.queries)).over_http();
    let shared = Arc::clone(shared);
    let answer = move |request: Request| {
        let (service, shared) = (service.clone(), Arc::clone(&shared));
        async move {
            let mut response = match read(&shared, request).await {
                Ok(request) => with_problem(service.handle(request).await.map(Body::new)),
                Err(problem) => problem_response(&problem, None),
            };
            response.extensions_mut().insert(RouteLabel(PATH));
            response
        }
    };
    router.route(PATH, any(answer))
}

/// Reads the body of a request, within the limits of the server.
async fn read(shared: &ServerState, request: Request) -> Result<axum::http::Request<Body>, HttpProblem> {
    if request.method() != Method::POST {
        let problem = HttpProblem::new(StatusCode::METHOD_NOT_ALLOWED, "method", "this route takes POST");
        return Err(problem.with_header(ALLOW, HeaderValue::from_static("POST")));
    }
    let (parts, body) = request.into_parts();
    let content_type = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if content_type.split(';').next().is_none_or(|essence| !essence.trim().eq_ignore_ascii_case("application/json")) {
        let detail = "the body must be application/json";
        return Err(HttpProblem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "content-type", detail));
    }
    let body = read_body(&parts.headers, body, shared.client_timeout).await?;
    Ok(Request::from_parts(parts, Body::from(body)))
}

/// Returns the response, or a problem in place of an error that is no message of the protocol.
fn with_problem(response: Response<Body>) -> Response<Body> {
    let status = response.status();
    let is_message =
        response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !(status.is_client_error() || status.is_server_error()) || is_message {
        return response;
    }
    let (kind, detail) = match status {
        StatusCode::NOT_ACCEPTABLE => {
            ("not-acceptable", "the request must accept application/json and text/event-stream")
        }
        _ => ("protocol", "the body is no request of the Model Context Protocol"),
    };
    // The type of the body was right, whatever is in it.
    let status = if status == StatusCode::UNSUPPORTED_MEDIA_TYPE { StatusCode::BAD_REQUEST } else { status };
    problem_response(&HttpProblem::new(status, kind, detail), None)
}
