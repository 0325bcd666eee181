//! Reads one record of JSON.

use serde_json::Value;

use super::{fields, ninjs};
use crate::corpus::article::{Article, LineMap};
use crate::corpus::reason::SkipReason;

/// Reads one record that begins on `line`; `None` for one that its publisher has withdrawn.
pub(super) fn read(json: &str, line: u32) -> Option<Result<Article, SkipReason>> {
    let article = match serde_json::from_str::<Value>(json) {
        Ok(Value::Object(object)) if ninjs::is_withdrawn(&object) => return None,
        Ok(Value::Object(object)) => fields::article(&ninjs::with_known_names(object)),
        Ok(_) => Err(SkipReason::BadRecord("not an object".to_owned())),
        Err(error) => Err(SkipReason::BadRecord(not_json(&error))),
    };
    Some(article.map(|article| Article { lines: LineMap::Record(line), ..article }))
}

/// Says what is wrong with a text that is no JSON.
pub(super) fn not_json(error: &serde_json::Error) -> String {
    format!("not JSON: {error}")
}
