//! One record of JSON as an article.

use serde_json::Value;

use super::{fields, ninjs};
use crate::corpus::article::{Article, Lines};
use crate::corpus::reason::Reason;

/// Reads one record that begins on `line`; `None` for one that its publisher has withdrawn.
pub(super) fn read(json: &str, line: u32) -> Option<Result<Article, Reason>> {
    let article = match serde_json::from_str::<Value>(json) {
        Ok(Value::Object(object)) if ninjs::is_withdrawn(&object) => return None,
        Ok(Value::Object(object)) => fields::article(&ninjs::plain(object)),
        Ok(_) => Err(Reason::BadRecord("not an object".to_owned())),
        Err(error) => Err(Reason::BadRecord(not_json(&error))),
    };
    Some(article.map(|article| Article { lines: Lines::Record(line), ..article }))
}

/// Says what is wrong with a text that is no JSON.
pub(super) fn not_json(error: &serde_json::Error) -> String {
    format!("not JSON: {error}")
}
