//! What is wrong with a request, as RFC 9457 says it?

use axum::http::{HeaderName, HeaderValue, StatusCode};
use fundstelle::Error;
use fundstelle::query::QueryError;
use serde_json::{Map, Value, json};

use crate::messages::{self, Language};
use crate::wire::json_line;

/// Seconds after which a client may ask again.
pub(super) const RETRY_SECONDS: &str = "1";

/// A problem with a request. Programs tell problems apart by `kind`.
#[derive(Debug, Clone)]
pub(super) struct HttpProblem {
    status: StatusCode,
    kind: &'static str,
    detail: String,
    /// The detail in German, where it does not come in the language of the request already.
    german: Option<Box<str>>,
    query: Option<Box<QueryPlace>>,
    more: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// Place in a query at which it is wrong.
#[derive(Debug, Clone)]
pub(super) struct QueryPlace {
    /// The query as typed.
    pub(super) text: String,
    /// Characters of it that are wrong.
    pub(super) start: usize,
    /// The end of these (exclusive).
    pub(super) end: usize,
}

impl HttpProblem {
    /// Returns a problem; `kind` is the end of its URN.
    pub(super) fn new(status: StatusCode, kind: &'static str, detail: impl Into<String>) -> HttpProblem {
        HttpProblem {
            status,
            kind,
            detail: detail.into(),
            german: None,
            query: None,
            more: Map::new(),
            headers: Vec::new(),
        }
    }

    /// Returns a problem with the value of a parameter.
    pub(super) fn parameter(name: &str, detail: impl Into<String>) -> HttpProblem {
        HttpProblem::new(StatusCode::BAD_REQUEST, "parameter", detail).with("parameter", name)
    }

    /// Returns a problem with a query: its place in characters, and what to write instead.
    pub(super) fn query(language: Language, query: &str, error: &QueryError) -> HttpProblem {
        let text = messages::problem(language, &error.problem);
        let chars = |end: usize| query.get(..end).map_or(0, |before| before.chars().count());
        let hint = text.split_once(": ").map_or(text.as_str(), |(_, hint)| hint).to_owned();
        let place = QueryPlace { text: query.to_owned(), start: chars(error.span.start), end: chars(error.span.end) };
        let problem = HttpProblem::new(StatusCode::BAD_REQUEST, "query", text)
            .with("position", json!({"start": place.start, "end": place.end}))
            .with("hint", hint)
            .with("query", query);
        HttpProblem { query: Some(Box::new(place)), ..problem }
    }

    /// Returns the problem behind an error of the library. `query` is what was typed.
    pub(super) fn of_error(language: Language, query: &str, error: Error) -> HttpProblem {
        let told = |error: Error| messages::error(language, &error.into());
        match error {
            Error::Query(error) => HttpProblem::query(language, query, &error),
            Error::NoSuchId(_) => HttpProblem::new(StatusCode::NOT_FOUND, "no-such-id", told(error)),
            Error::TooSlow => HttpProblem::busy("too-slow", told(error)),
            error => HttpProblem::new(StatusCode::INTERNAL_SERVER_ERROR, "index", told(error)),
        }
    }

    /// Returns a problem that passes by itself.
    pub(super) fn busy(kind: &'static str, detail: impl Into<String>) -> HttpProblem {
        HttpProblem::new(StatusCode::SERVICE_UNAVAILABLE, kind, detail)
            .with_header(axum::http::header::RETRY_AFTER, HeaderValue::from_static(RETRY_SECONDS))
    }

    /// Adds the detail in German.
    #[must_use]
    pub(super) fn in_german(mut self, detail: impl Into<String>) -> HttpProblem {
        self.german = Some(detail.into().into_boxed_str());
        self
    }

    /// Returns the problem with its detail in `language`.
    #[must_use]
    pub(super) fn told_in(mut self, language: Language) -> HttpProblem {
        match (language, self.german.take()) {
            (Language::German, Some(german)) => HttpProblem { detail: german.into_string(), ..self },
            _ => self,
        }
    }

    /// Adds a member.
    #[must_use]
    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> HttpProblem {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a header.
    #[must_use]
    pub(super) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> HttpProblem {
        self.headers.push((name, value));
        self
    }

    /// Returns the status.
    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns what is wrong, in a sentence.
    pub(super) fn detail(&self) -> &str {
        &self.detail
    }

    /// Returns the place in the query that is wrong.
    pub(super) fn query_place(&self) -> Option<&QueryPlace> {
        self.query.as_deref()
    }

    /// Returns true if there is no route at the address.
    pub(super) fn is_unknown_route(&self) -> bool {
        self.kind == "no-such-route"
    }

    /// Returns true if too many ask at once.
    pub(super) fn is_crowd(&self) -> bool {
        self.kind == "too-many-queries"
    }

    /// Returns the headers beside those of every answer.
    pub(super) fn headers(&self) -> &[(HeaderName, HeaderValue)] {
        &self.headers
    }

    /// Returns the problem as JSON.
    pub(super) fn json(&self) -> String {
        let mut object = json!({
            "type": format!("urn:fundstelle:problem:{}", self.kind),
            "title": self.status.canonical_reason().unwrap_or_default(),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if let Some(object) = object.as_object_mut() {
            object.extend(self.more.clone());
        }
        json_line(&object).unwrap_or_default() + "\n"
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use fundstelle::query::parse;

    use super::*;

    #[test]
    fn a_query_error_has_its_place_and_a_way_out() {
        let query = "Grüße UND (Bahn";
        let problem = HttpProblem::query(Language::English, query, &parse(query).unwrap_err());
        let json: Value = serde_json::from_str(&problem.json()).unwrap();
        assert_eq!((json["status"].as_u64(), json["position"]["start"].as_u64()), (Some(400), Some(10)));
        assert_eq!(json["type"], "urn:fundstelle:problem:query");
        assert!(json["hint"].as_str().unwrap().contains("`)`"), "{json}");
        let german = HttpProblem::query(Language::German, query, &parse(query).unwrap_err());
        assert!(german.detail().contains("Klammer"));
    }
}
