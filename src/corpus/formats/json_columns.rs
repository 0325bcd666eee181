//! JSON that holds a table by its columns, as pandas writes it.

use serde_json::Value;

use super::field_names::meaning_of;
use super::fields::RecordFields;
use crate::corpus::field_map::FieldKind;

/// Returns the records of `{"title": {"0": …, "1": …}, "text": {"0": …}}` and of `{"columns": […], "data": [[…]]}`; `None` for
/// JSON of another shape.
pub(super) fn records(json: &str) -> Option<Vec<RecordFields>> {
    // known by its beginning, so that other files are not parsed twice
    let start = json.trim_start().strip_prefix('{')?.trim_start();
    let name = start.strip_prefix('"')?;
    let (name, rest) = name.split_once('"')?;
    let opens = rest.trim_start().strip_prefix(':')?.trim_start();
    if name != "columns" && !opens.starts_with('{') {
        return None;
    }
    let Value::Object(object) = serde_json::from_str(json).ok()? else { return None };
    split(&object).or_else(|| by_column(&object))
}

/// Reads names of columns and rows of cells.
fn split(object: &RecordFields) -> Option<Vec<RecordFields>> {
    let names: Option<Vec<&str>> = object.get("columns")?.as_array()?.iter().map(Value::as_str).collect();
    let (names, rows) = (names?, object.get("data")?.as_array()?);
    let record = |row: &Value| -> Option<RecordFields> {
        let cells = row.as_array()?.iter().cloned();
        Some(names.iter().map(|name| (*name).to_owned()).zip(cells).collect())
    };
    rows.iter().map(record).collect()
}

/// Reads columns that are objects from the number of a row to its cell.
fn by_column(object: &RecordFields) -> Option<Vec<RecordFields>> {
    let columns: Option<Vec<(&String, &RecordFields)>> =
        object.iter().map(|(name, column)| Some((name, column.as_object()?))).collect();
    let columns = columns?;
    let is = |name: &str, kind| meaning_of(name).is_some_and(|meaning| meaning.kind == kind);
    let text = columns.iter().find(|(name, _)| is(name, FieldKind::Text));
    let (_, first) = text.or_else(|| columns.iter().find(|(name, _)| is(name, FieldKind::Title)))?;
    let is_row = |row: &&String| row.bytes().all(|byte| byte.is_ascii_digit());
    let mut rows: Vec<&String> = first.keys().filter(is_row).collect();
    // "10" stands behind "9"
    rows.sort_by_key(|row| (row.len(), row.as_str()));
    let cells = |row: &String| {
        columns.iter().filter_map(|(name, column)| Some(((*name).clone(), column.get(row)?.clone()))).collect()
    };
    (rows.len() == first.len() && columns.len() > 1 && !rows.is_empty()).then(|| rows.into_iter().map(cells).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn both_shapes() {
        for json in [
            r#"{"title": {"0": "A", "10": "C", "9": "B"}, "text": {"0": "x", "9": "y", "10": "z"}}"#,
            r#"{"columns": ["title", "text"], "index": [0, 1, 2], "data": [["A", "x"], ["B", "y"], ["C", "z"]]}"#,
        ] {
            let records = records(json).unwrap();
            let titles: Vec<&str> = records.iter().map(|record| record["title"].as_str().unwrap()).collect();
            assert_eq!(titles, ["A", "B", "C"], "{json}");
        }
        for json in [
            r#"{"text": {"rendered": "x"}, "title": {"rendered": "y"}}"#,
            r#"{"text": {"0": "x"}}"#,
            "{}",
            "[]",
            "",
            r#"{"a": {}}"#,
        ] {
            assert_eq!(records(json), None, "{json}");
        }
    }
}
