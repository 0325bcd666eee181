//! Reads one record of JSON.

use serde_json::{Map, Value};

use super::fields::{self, HeadlineOnly, RecordFields};
use super::json_repair::mended;
use super::{embedded, json_shapes, ninjs};
use crate::corpus::article::{Article, LineMap};
use crate::corpus::field_map::FieldMap;
use crate::corpus::reason::SkipReason;

/// Actions of a bulk file of Elasticsearch, which stand on a line of their own before each record.
const BULK_ACTIONS: [&str; 4] = ["index", "create", "update", "delete"];

/// Reads one record that begins on `line`; `None` for one that its publisher has withdrawn, and for a line that is
/// none of a person: an instruction of a bulk file, a message of the service itself.
pub(super) fn read(json: &str, line: u32, map: &FieldMap) -> Option<Result<Article, SkipReason>> {
    let value =
        serde_json::from_str::<Value>(json).or_else(|error| serde_json::from_str(&mended(json)).map_err(|_| error));
    match value {
        Ok(Value::Object(object)) => of_fields(object, line, map),
        Ok(_) => Some(Err(SkipReason::BadRecord("not an object".to_owned()))),
        Err(error) => Some(Err(SkipReason::BadRecord(not_json(&error)))),
    }
}

/// Makes an article of a record, as [`read`] does.
pub(super) fn of_fields(object: RecordFields, line: u32, map: &FieldMap) -> Option<Result<Article, SkipReason>> {
    if is_instruction(&object) {
        return None;
    }
    let record = json_shapes::unwrapped(object, map);
    if ninjs::is_withdrawn(&record, map) {
        return None;
    }
    let record = with_terms(ninjs::with_known_names(record));
    let article = match embedded::document(&record, map) {
        Some(document) => document.map(|document| embedded::with_fields(document, &record)),
        None => fields::article(&record, map, HeadlineOnly::WithContext),
    };
    Some(article.map(|article| Article { lines: LineMap::Record(line), ..article }))
}

/// Adds the section of a post of WordPress that has the names of its categories with it.
fn with_terms(mut record: RecordFields) -> RecordFields {
    let terms = record.get("_embedded").and_then(|inside| inside.get("wp:term")).and_then(Value::as_array);
    let terms = terms.into_iter().flatten().filter_map(Value::as_array).flatten();
    let category = terms.filter(|term| term.get("taxonomy").is_some_and(|kind| kind == "category"));
    let name = category.filter_map(|term| term.get("name")).next().cloned();
    if let Some(name) = name {
        record.entry("section").or_insert(name);
    }
    record
}

fn is_instruction(object: &Map<String, Value>) -> bool {
    // a message of Telegram itself, such as "channel created"
    if object.get("type").is_some_and(|kind| kind == "service") && object.contains_key("action") {
        return true;
    }
    // the sign of Reddit that a list goes on
    if object.get("kind").is_some_and(|kind| kind == "more") && object.len() == 2 && object.contains_key("data") {
        return true;
    }
    let mut fields = object.iter();
    match (fields.next(), fields.next()) {
        (Some((name, Value::Object(inner))), None) => {
            BULK_ACTIONS.contains(&name.as_str()) && inner.keys().all(|key| key.starts_with('_') || key == "routing")
        }
        _ => false,
    }
}

/// Says what is wrong with a text that is no JSON.
pub(super) fn not_json(error: &serde_json::Error) -> String {
    format!("not JSON: {error}")
}
