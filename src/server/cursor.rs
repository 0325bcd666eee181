//! Where does the next page begin, and in which commit?

use axum::http::StatusCode;
use fundstelle::blake3;
use serde_json::{Map, Value};

use super::problem::HttpProblem;

/// Hexadecimal digits of the hash of a request in a cursor.
const REQUEST_DIGITS: usize = 8;
/// Parameters that may differ from page to page.
const FREE: [&str; 4] = ["cursor", "offset", "limit", "format"];

/// Returns the cursor of the page that begins after `offset` hits.
pub(super) fn cursor(commit: &str, params: &Map<String, Value>, offset: usize) -> String {
    format!("{commit}.{}.{offset}", request_hash(params))
}

/// Returns the number of hits before the page that `cursor` names. Errors: it is none of ours, belongs to another request, or names
/// another commit than `commit`, so that pages would not fit together.
pub(super) fn offset(cursor: &str, commit: &str, params: &Map<String, Value>) -> Result<usize, HttpProblem> {
    let parts: Vec<&str> = cursor.split('.').collect();
    let [of_commit, of_request, offset] = parts.as_slice() else { return Err(unknown()) };
    let offset = offset.parse().map_err(|_| unknown())?;
    if *of_request != request_hash(params) {
        return Err(unknown());
    }
    if *of_commit != commit {
        let detail = "the index has changed since the first page: ask again without `cursor`";
        return Err(HttpProblem::new(StatusCode::CONFLICT, "index-changed", detail)
            .in_german("der Index hat sich seit der ersten Seite geändert: ohne `cursor` neu anfragen")
            .with("offset", offset)
            .with("commit", commit));
    }
    Ok(offset)
}

fn unknown() -> HttpProblem {
    HttpProblem::parameter(
        "cursor",
        "not a cursor of this request: take the one of the last answer and keep everything else",
    )
    .in_german("kein Cursor dieser Anfrage: den der letzten Antwort nehmen und alles andere lassen")
}

fn request_hash(params: &Map<String, Value>) -> String {
    let mut hasher = blake3::Hasher::new();
    for (name, value) in params.iter().filter(|(name, _)| !FREE.contains(&name.as_str())) {
        hasher.update(format!("{name}={value}\n").as_bytes());
    }
    hasher.finalize().to_hex()[..REQUEST_DIGITS].to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn a_cursor_belongs_to_a_request_and_a_commit() {
        let params = |q: &str, limit: u64| json!({"q": q, "limit": limit}).as_object().unwrap().clone();
        let made = cursor("abc", &params("Bahn", 10), 30);
        assert_eq!(offset(&made, "abc", &params("Bahn", 50)).unwrap(), 30);
        for (cursor, commit, q, status) in [
            (made.as_str(), "abd", "Bahn", 409),
            (&made, "abc", "Bus", 400),
            ("x", "abc", "Bahn", 400),
            ("", "", "", 400),
        ] {
            assert_eq!(offset(cursor, commit, &params(q, 10)).unwrap_err().status().as_u16(), status);
        }
    }
}
