//! What is told about each request?

use std::time::Duration;

use axum::extract::Request;
use axum::http::header::HeaderName;
use axum::http::{HeaderMap, HeaderValue, Method};
use jiff::Timestamp;
use serde_json::json;

/// Header by which a request belongs to a trace (W3C Trace Context).
pub(super) const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// Part of a request that its line in the log needs. The query is left out: what is searched for is nobody's business.
pub(super) struct LoggedRequest {
    method: Method,
    path: String,
    traceparent: Option<HeaderValue>,
}

impl LoggedRequest {
    pub(super) fn of(request: &Request) -> LoggedRequest {
        let path = request.uri().path().to_owned();
        LoggedRequest { method: request.method().clone(), path, traceparent: traceparent(request.headers()) }
    }

    /// Returns the trace that the request belongs to.
    pub(super) fn traceparent(&self) -> Option<HeaderValue> {
        self.traceparent.clone()
    }

    /// Returns the line of the request, a JSON object without its end of line.
    pub(super) fn line(&self, route: &str, status: u16, time: Duration) -> String {
        let mut line = json!({
            "time": Timestamp::now().to_string(), "method": self.method.as_str(), "path": self.path, "route": route,
            "status": status, "milliseconds": (time.as_secs_f64() * 1e6).round() / 1e3,
        });
        if let Some(parent) = self.traceparent.as_ref().and_then(|parent| parent.to_str().ok()) {
            line["traceparent"] = parent.into();
        }
        line.to_string()
    }
}

/// Returns the header of a trace, if it is one: `00-`, 32 hexadecimal digits, `-`, 16 and `-`, 2, in small letters and not all zero.
fn traceparent(headers: &HeaderMap) -> Option<HeaderValue> {
    let value = headers.get(TRACEPARENT)?;
    let parts: Vec<&str> = value.to_str().ok()?.split('-').collect();
    let is_hex = |part: &&str, digits: usize| {
        part.len() == digits && part.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
    };
    let is_named = |part: &&str, digits: usize| is_hex(part, digits) && part.bytes().any(|digit| digit != b'0');
    let fits = matches!(parts.as_slice(), ["00", trace, parent, flags]
        if is_named(trace, 32) && is_named(parent, 16) && is_hex(flags, 2));
    fits.then(|| value.clone())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_trace_is_taken_over_if_it_is_one() {
        for (value, is) in [
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", false),
            ("00-4BF92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false),
            ("00-00000000000000000000000000000000-00f067aa0ba902b7-01", false),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", false),
            ("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(TRACEPARENT, value.parse().unwrap())]);
            assert_eq!(traceparent(&headers).is_some(), is, "{value}");
        }
    }
}
