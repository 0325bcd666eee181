//! Reads JSON: an article, an array of articles, or an object that holds such an array.

use std::fmt;
use std::ops::ControlFlow;

use serde::Deserializer;
use serde::de::{SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::json_record::not_json;
use super::records::Records;
use super::whitespace::{LineCounter, count_line_ends};
use super::{fields, json_lines, json_record};
use crate::corpus::reason::SkipReason;

/// Names under which an object may hold the array of its articles.
const ARRAY_NAMES: [&str; 4] = ["articles", "items", "data", "results"];

/// Reads a whole file. A record that is no article is skipped and the next one is read. Where the JSON itself breaks off, the
/// records before it have been handed over, and the line is reported.
pub(super) fn read(text: &str, records: &mut dyn Records) -> Result<(), SkipReason> {
    if text.trim_start().starts_with('[') {
        return array(text, text, records);
    }
    if let Err(error) = serde_json::from_str::<&RawValue>(text) {
        if looks_like_lines(text) {
            return json_lines::read_text(text, records);
        }
        return Err(SkipReason::Damaged(not_json(&error)));
    }
    if let Some(inner) = container(text) {
        return array(text, inner, records);
    }
    let line = 1 + count_line_ends(&text[..text.len() - text.trim_start().len()]);
    match json_record::read(text, line) {
        Some(Ok(article)) => records.only(article),
        Some(Err(reason)) => {
            // the only record: nothing is left to stop
            let _ = records.record(line, Err(reason));
        }
        None => {}
    }
    Ok(())
}

/// Returns true if a text looks like JSON lines: one of its first lines is a whole object and the next line begins another.
pub(super) fn looks_like_lines(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(6).peekable();
    while let Some(line) = lines.next() {
        let whole = line.starts_with('{') && serde_json::from_str::<&RawValue>(line).is_ok();
        if whole && lines.peek().is_some_and(|next| next.starts_with('{')) {
            return true;
        }
    }
    false
}

/// Returns true if a text may be JSON: it begins like an object or an array.
pub(super) fn looks_like_json(start: &str) -> bool {
    let inside = |rest: &str, then: &[char]| rest.trim_start().starts_with(then);
    match start.as_bytes().first() {
        Some(b'{') => inside(&start[1..], &['"', '}']),
        Some(b'[') => inside(&start[1..], &['{', ']', '[']),
        _ => false,
    }
}

/// Returns the array of articles in an object that has no text itself.
fn container(text: &str) -> Option<&str> {
    let object: std::collections::BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
    let is_article = object.iter().any(|(name, value)| fields::kind_of(name) == Some("text") && value.get() != "null");
    let held = |wanted: &&str| {
        let (_, value) = object.iter().find(|(name, _)| name.to_lowercase() == **wanted)?;
        value.get().starts_with('[').then(|| value.get())
    };
    ARRAY_NAMES.iter().find_map(held).filter(|_| !is_article)
}

/// Hands over the records of the array `inner`, which is a part of `text`.
fn array(text: &str, inner: &str, records: &mut dyn Records) -> Result<(), SkipReason> {
    let mut elements = ArrayVisitor { text, records, lines: LineCounter::new(text), stopped: false };
    let mut json = serde_json::Deserializer::from_str(inner);
    let result = json.deserialize_seq(&mut elements).and_then(|()| json.end());
    let (records, stopped, line) = (elements.records, elements.stopped, elements.lines.line());
    if let (Err(error), false) = (result, stopped) {
        // serde_json counts lines from the beginning of `inner`
        let before = &text[..inner.as_ptr().addr() - text.as_ptr().addr()];
        let line = line.max(count_line_ends(before) + error.line() as u32);
        // the last record: nothing is left to stop
        let _ = records.record(line, Err(SkipReason::Damaged(not_json(&error))));
    }
    Ok(())
}

/// Hands over the elements of an array one by one.
struct ArrayVisitor<'a, 'r> {
    text: &'a str,
    records: &'r mut dyn Records,
    lines: LineCounter<'a>,
    /// True once the receiver of the records has asked to stop.
    stopped: bool,
}

impl<'de> Visitor<'de> for &mut ArrayVisitor<'de, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of articles")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        while let Some(element) = array.next_element::<&RawValue>()? {
            let json = element.get();
            // a raw value borrows from the text: the distance is its offset
            let line = self.lines.line_at(json.as_ptr().addr() - self.text.as_ptr().addr());
            let Some(record) = json_record::read(json, line) else { continue };
            if self.records.record(line, record) == ControlFlow::Break(()) {
                self.stopped = true;
                // ends the visit; the caller knows that nothing is wrong
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::super::testing::{bodies, collect};
    use super::*;

    fn all(text: &str) -> Vec<(u32, Result<String, SkipReason>)> {
        bodies(collect(|records| read(text, records)).unwrap())
    }

    #[test]
    fn objects_arrays_containers() {
        let one = |line| vec![(line, Ok("Satz.".to_owned()))];
        assert_eq!(all(r#"{"text": "Satz."}"#), one(0));
        assert_eq!(all("\n[\n {\"text\": \"Satz.\"}]"), one(3));
        assert_eq!(all("{\"count\": 1,\n\"Articles\":\n [{\"text\": \"Satz.\"}]}"), one(3));
        assert_eq!(all(r#"{"data": [1], "text": "Satz."}"#), one(0));
        assert_eq!(all("[]"), vec![]);
    }

    #[test]
    fn bad_records_among_good_ones() {
        let found = all(
            "[{\"text\": \"Eins.\"},\n 5,\n {\"title\": \"leer\"}, {\"text\": \"Zwei.\"},\n {\"text\": oje}, {\"text\": \"Drei.\"}]",
        );
        assert_eq!(found[0], (1, Ok("Eins.".to_owned())));
        assert!(matches!(found[1], (2, Err(SkipReason::BadRecord(_)))));
        assert!(matches!(found[2], (3, Err(SkipReason::BadRecord(_)))));
        assert_eq!(found[3], (3, Ok("Zwei.".to_owned())));
        assert!(matches!(found[4], (4, Err(SkipReason::Damaged(_)))), "{found:?}");
        assert_eq!(found.len(), 5);
    }

    #[test]
    fn lines_that_are_called_json() {
        let found = all("{\"text\": \"Eins.\"}\n{\"text\": \"Zwei.\"}\n{kaputt\n{\"text\": \"Drei.\"}\n");
        assert_eq!(found.len(), 4);
        assert_eq!(found[3], (4, Ok("Drei.".to_owned())));
    }

    #[test]
    fn what_was_withdrawn_is_passed_over() {
        for (status, found) in [("usable", 1), ("canceled", 0), ("withheld", 0)] {
            let item = format!(r#"{{"uri": "urn:1", "body_text": "Eins.", "pubstatus": "{status}"}}"#);
            assert_eq!(all(&item).len(), found, "{status}");
            assert_eq!(all(&format!("[{item}, {{\"text\": \"Zwei.\"}}]")).len(), found + 1, "{status}");
        }
        assert_eq!(all(r#"{"text": "Eins.", "pubstatus": "canceled"}"#).len(), 1, "no ninjs");
    }

    #[test]
    fn nesting_never_overflows() {
        let deep = "[".repeat(100_000);
        assert!(matches!(json_record::read(&format!("{{\"text\": {deep}"), 1), Some(Err(SkipReason::BadRecord(_)))));
        let closed = format!("{{\"text\": {deep}{}}}", "]".repeat(100_000));
        assert!(matches!(all(&format!("[{closed}]"))[..], [(1, Err(SkipReason::BadRecord(_)))]));
        assert!(matches!(all(&closed)[..], [(1, Err(SkipReason::BadRecord(_)))]));
        assert!(matches!(all(&deep)[..], [(1, Err(SkipReason::Damaged(_)))]));
        let objects = "{\"a\":".repeat(100_000);
        assert!(matches!(collect(|records| read(&objects, records)), Err(SkipReason::Damaged(_))));
    }

    #[test]
    fn what_is_no_json_is_damaged() {
        for text in ["{", "{\"text\": \"Satz.\"", "kein JSON", "{\"text\": \"a\"} x"] {
            assert!(matches!(collect(|records| read(text, records)), Err(SkipReason::Damaged(_))), "{text}");
        }
    }
}
