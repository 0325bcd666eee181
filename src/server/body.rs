//! How is the body of a request read, within limits of size and time?

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONNECTION, CONTENT_LENGTH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tokio::time::timeout;

use super::problem::HttpProblem;

/// Maximum size of a body in bytes: a text to check.
const MAX_BODY_BYTES: usize = 1024 * 1024;

/// Reads a body. Errors: it is too large, ended too early, or did not come within `time`.
pub(super) async fn read_body(headers: &HeaderMap, body: Body, time: Duration) -> Result<Bytes, HttpProblem> {
    let declared = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|declared| declared > MAX_BODY_BYTES) {
        return Err(too_large());
    }
    match timeout(time, Limited::new(body, MAX_BODY_BYTES).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(err)) if err.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(HttpProblem::new(StatusCode::BAD_REQUEST, "body", "the body ended too early")
            .in_german("der Rumpf der Anfrage endet zu früh")),
        Err(_) => {
            let problem = HttpProblem::new(StatusCode::REQUEST_TIMEOUT, "too-slow", "the body did not come in time");
            Err(closing(problem.in_german("der Rumpf der Anfrage kam nicht rechtzeitig")))
        }
    }
}

fn too_large() -> HttpProblem {
    let detail = format!("the body is larger than {MAX_BODY_BYTES} bytes");
    let german = format!("der Rumpf der Anfrage ist größer als {MAX_BODY_BYTES} Bytes");
    closing(HttpProblem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail).in_german(german))
}

/// Adds that the connection ends: the rest of the body is not read.
fn closing(problem: HttpProblem) -> HttpProblem {
    problem.with_header(CONNECTION, HeaderValue::from_static("close"))
}
