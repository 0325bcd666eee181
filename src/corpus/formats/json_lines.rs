//! Reads JSON lines: one article a line, streamed.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use serde_json::value::RawValue;

use super::json_record;
use super::json_shapes::{self, Found};
use super::lines::{LineReader, StreamLine};
use super::records::Records;
use crate::corpus::article::Article;
use crate::corpus::field_map::FieldMap;
use crate::corpus::reason::SkipReason;

/// Reads every line. Blank lines and withdrawn articles are passed over, bad lines are skipped with a reason.
pub(super) fn read(lines: &mut LineReader<impl BufRead>, map: &FieldMap, records: &mut dyn Records) -> io::Result<()> {
    while let Some(line) = lines.next()? {
        let flow = match line {
            StreamLine::Text(text) if text.trim().is_empty() => ControlFlow::Continue(()),
            StreamLine::Text(text) => read_line(text.trim(), lines.line, map, records),
            StreamLine::TooLong(bytes) => {
                records.record(lines.line, Err(SkipReason::TooLarge { bytes, limit: lines.limit }))
            }
        };
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}

/// Reads every line of a text that is in memory already, as [`read`] does.
pub(super) fn read_text(text: &str, map: &FieldMap, records: &mut dyn Records) -> Result<(), SkipReason> {
    let result = read(&mut LineReader::new(text.as_bytes(), u64::MAX), map, records);
    result.map_err(|_| SkipReason::bug("reading from memory failed"))
}

/// Reads a line: the record that it is, or those in the lists in it.
fn read_line(json: &str, line: u32, map: &FieldMap, records: &mut dyn Records) -> ControlFlow<()> {
    let found = if may_hold_list(json) { json_shapes::find(json, map) } else { Vec::new() };
    let elements: Vec<&str> = match found[..] {
        [] => vec![json],
        [Found::Record(record)] if record.len() == json.len() => vec![json],
        _ => found.into_iter().flat_map(elements_of).collect(),
    };
    let is_one = elements.len() == 1;
    for (nth, element) in (1..).zip(elements) {
        let Some(record) = json_record::read(element, line, map) else { continue };
        let places = if is_one { Vec::new() } else { vec![(0, format!("record {nth}"))] };
        records.record(line, record.map(|article| Article { places, ..article }))?;
    }
    ControlFlow::Continue(())
}

/// Returns the JSON of the records in what was found.
fn elements_of(found: Found<'_>) -> Vec<&str> {
    match found {
        Found::Record(json) => vec![json],
        Found::List(json) => {
            let elements: Vec<&RawValue> = serde_json::from_str(json).unwrap_or_default();
            elements.into_iter().map(RawValue::get).collect()
        }
    }
}

/// Returns true if JSON may hold a list of objects: a quick look at its signs.
fn may_hold_list(json: &str) -> bool {
    json.match_indices('[').any(|(at, _)| json[at + 1..].trim_start().starts_with('{'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::super::testing::{bodies, collect};
    use super::*;

    #[test]
    fn lists_in_a_line() {
        let text = "{\"response\": {\"docs\": [{\"text\": \"Eins.\"}, {\"text\": \"Zwei.\"}]}}\n[{\"text\": \"Drei.\"}]\n\
                    {\"title\": \"Brief\", \"text\": \"Vier.\", \"stories\": [{\"title\": \"A\", \"text\": \"Fünf.\"}]}\n{\"text\": [{\"type\": \"p\", \"text\": \"Sechs.\"}]}\n";
        let found = bodies(collect(|records| read_text(text, &FieldMap::default(), records)).unwrap());
        let expected = [(1, "Eins."), (1, "Zwei."), (2, "Drei."), (3, "Vier."), (3, "Fünf."), (4, "Sechs.")];
        assert_eq!(found, expected.map(|(line, body)| (line, Ok(body.to_owned()))));
    }

    #[test]
    fn a_bad_line_ends_nothing() {
        let text = format!(
            "{{\"text\": \"Eins.\"}}\r\n\n{{\"text\": \n[1]\n{{\"text\": \"{}\"}}\n{{\"text\": {}\n{{\"text\": \"Zwei.\"}}",
            "x".repeat(3000),
            "[".repeat(1000)
        );
        let found = bodies(
            collect(|records| {
                read(&mut LineReader::new(text.as_bytes(), 2000), &FieldMap::default(), records).unwrap();
                Ok(())
            })
            .unwrap(),
        );
        assert_eq!(found[0], (1, Ok("Eins.".to_owned())));
        assert!(matches!(found[1], (3, Err(SkipReason::BadRecord(_)))));
        assert!(matches!(found[2], (4, Err(SkipReason::BadRecord(_)))));
        assert!(matches!(found[3], (5, Err(SkipReason::TooLarge { limit: 2000, .. }))));
        assert!(matches!(found[4], (6, Err(SkipReason::BadRecord(_)))));
        assert_eq!(found[5], (7, Ok("Zwei.".to_owned())));
    }
}
