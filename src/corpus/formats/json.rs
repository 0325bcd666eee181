//! Reads JSON: an article, a list of articles, or whatever holds such lists; several objects one after the other, too.

use std::fmt;
use std::ops::ControlFlow;

use serde::Deserializer;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::fields::RecordFields;
use super::json_record::not_json;
use super::json_repair::mended;
use super::json_shapes::{self, Found};
use super::records::Records;
use super::whitespace::LineCounter;
use super::{json_columns, json_lines, json_record};
use crate::corpus::article::Article;
use crate::corpus::field_map::FieldMap;
use crate::corpus::reason::SkipReason;

/// Beginning of the files of an archive of Twitter, each of which gives a list to a variable.
const ASSIGNMENT: &str = "window.";

/// Reads a whole file. A record that is no article is skipped and the next one is read. Where the JSON itself breaks off, the
/// records before it have been handed over, and the line is reported.
pub(super) fn read(text: &str, map: &FieldMap, records: &mut dyn Records) -> Result<(), SkipReason> {
    let written = assigned(text).trim_start().trim_end_matches([';', ' ', '\n']);
    let error = serde_json::from_str::<IgnoredAny>(written).err();
    if error.is_some() && looks_like_lines(written) {
        return json_lines::read_text(text, map, records);
    }
    // as long as what is written, so that its offsets are those of the file
    let json = if error.is_some() { mended(written) } else { written.into() };
    let start = written.as_ptr().addr() - text.as_ptr().addr();
    let is_crowded = !written.contains("\n");
    let lines = LineCounter::new(text);
    let mut file = JsonFile { json: &json, start, lines, count: 0, is_crowded, map, records };
    match error.filter(|_| serde_json::from_str::<IgnoredAny>(&json).is_err()) {
        None => file.whole(),
        Some(_) if json.starts_with('[') => file.list(&json).map(|_| ()),
        Some(error) => file.one_after_the_other(&error),
    }
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

/// Returns true if a text that is called JSON lines begins with a list, or an object that goes over several lines.
pub(super) fn looks_whole(head: &str) -> bool {
    let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
    let (first, second) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let opens = matches!(first, "[" | "{" | "[{") || first.starts_with('[') && second.starts_with(['{', ']', '"']);
    opens && !looks_like_lines(head)
}

/// Returns true if a text may be JSON: it begins like an object or an array.
pub(super) fn looks_like_json(start: &str) -> bool {
    let start = assigned(start).trim_start();
    let inside = |rest: &str, then: &[char]| rest.trim_start().starts_with(then);
    match start.as_bytes().first() {
        Some(b'{') => inside(&start[1..], &['"', '}']),
        Some(b'[') => inside(&start[1..], &['{', ']', '[']),
        _ => false,
    }
}

/// Returns what is given to a variable: `window.YTD.tweets.part0 = [ …`; a text that gives nothing to one as it is.
fn assigned(text: &str) -> &str {
    let start = text.trim_start();
    match start.split_once('=') {
        Some((name, value)) if name.starts_with(ASSIGNMENT) && name.len() < 100 => value,
        _ => text,
    }
}

/// A file of JSON while its records are handed over.
struct JsonFile<'a, 'r> {
    /// The JSON in the text, mended if need be.
    json: &'a str,
    /// Offset of the JSON in the text, in bytes.
    start: usize,
    lines: LineCounter<'a>,
    /// Number of records so far.
    count: u64,
    /// True if several records stand on one line, so that their line is no place.
    is_crowded: bool,
    map: &'r FieldMap,
    records: &'r mut dyn Records,
}

impl<'a> JsonFile<'a, '_> {
    /// Reads one value, which is whole.
    fn whole(&mut self) -> Result<(), SkipReason> {
        if let Some(rows) = json_columns::records(self.json) {
            return self.rows(rows);
        }
        let found = json_shapes::find(self.json, self.map);
        match found[..] {
            [Found::Record(json)] if json.len() == self.json.trim_end().len() => return self.only(),
            [] if self.json.starts_with('[') => return self.list(self.json).map(|_| ()),
            [] => return self.only(),
            _ => {}
        }
        for found in found {
            let flow = match found {
                Found::List(json) => self.list(json)?,
                Found::Record(json) => self.record(json),
            };
            if flow.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Reads the rows of a table. Their columns stand together, so that none has a line of its own.
    fn rows(&mut self, rows: Vec<RecordFields>) -> Result<(), SkipReason> {
        let line = self.line_of(self.json);
        for record in rows {
            if let Some(record) = json_record::of_fields(record, line, self.map)
                && self.hand_over(line, record).is_break()
            {
                break;
            }
        }
        Ok(())
    }

    /// Reads the one record that the file is.
    fn only(&mut self) -> Result<(), SkipReason> {
        let line = self.line_of(self.json);
        match json_record::read(self.json, line, self.map) {
            Some(Ok(article)) => self.records.only(article),
            Some(Err(reason)) => {
                // the only record: nothing is left to stop
                let _ = self.records.record(line, Err(reason));
            }
            None => {}
        }
        Ok(())
    }

    fn record(&mut self, json: &str) -> ControlFlow<()> {
        let line = self.line_of(json);
        match json_record::read(json, line, self.map) {
            Some(record) => self.hand_over(line, record),
            None => {
                self.count += 1;
                ControlFlow::Continue(())
            }
        }
    }

    /// Hands over one of many records, which has its number as its place where the line says nothing.
    fn hand_over(&mut self, line: u32, record: Result<Article, SkipReason>) -> ControlFlow<()> {
        self.count += 1;
        let record = match record {
            Ok(article) if self.is_crowded => {
                Ok(Article { places: vec![(0, format!("record {}", self.count))], ..article })
            }
            Err(SkipReason::BadRecord(why)) if self.is_crowded => {
                Err(SkipReason::BadRecord(format!("record {}: {why}", self.count)))
            }
            record => record,
        };
        self.records.record(line, record)
    }

    /// Reads objects that stand one after the other. Fails with `error` if there is only the beginning of one.
    fn one_after_the_other(&mut self, error: &serde_json::Error) -> Result<(), SkipReason> {
        let mut values = serde_json::Deserializer::from_str(self.json).into_iter::<&RawValue>();
        let (first, second) = (values.next(), values.next());
        let (Some(Ok(first)), Some(Ok(second))) = (first, second) else {
            return Err(SkipReason::Damaged(not_json(error)));
        };
        for value in [Ok(first), Ok(second)].into_iter().chain(values) {
            let flow = match value {
                Ok(value) => self.record(value.get()),
                Err(error) => {
                    let line = self.lines.line().max(self.line_of(self.json) + error.line() as u32 - 1);
                    self.records.record(line, Err(SkipReason::Damaged(not_json(&error))))
                }
            };
            if flow.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Reads the elements of the list `inner`, which is a part of the JSON.
    fn list(&mut self, inner: &str) -> Result<ControlFlow<()>, SkipReason> {
        let first_line = self.line_of(inner);
        let mut elements = ListVisitor { file: self, stopped: false };
        let mut json = serde_json::Deserializer::from_str(inner);
        let result = json.deserialize_seq(&mut elements).and_then(|()| json.end());
        let stopped = elements.stopped;
        if let (Err(error), false) = (result, stopped) {
            // serde_json counts lines from the beginning of `inner`
            let line = self.lines.line().max(first_line + error.line() as u32 - 1);
            return Ok(self.records.record(line, Err(SkipReason::Damaged(not_json(&error)))));
        }
        Ok(if stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }

    /// Returns the line on which a part of the JSON begins.
    fn line_of(&mut self, part: &str) -> u32 {
        self.lines.line_at(self.start + part.as_ptr().addr() - self.json.as_ptr().addr())
    }
}

/// Hands over the elements of a list one by one.
struct ListVisitor<'f, 'a, 'r> {
    file: &'f mut JsonFile<'a, 'r>,
    /// True once the receiver of the records has asked to stop.
    stopped: bool,
}

impl<'de> Visitor<'de> for &mut ListVisitor<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of articles")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        while let Some(element) = array.next_element::<&RawValue>()? {
            if self.file.record(element.get()) == ControlFlow::Break(()) {
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
        bodies(collect(|records| read(text, &FieldMap::default(), records)).unwrap())
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
    fn sections_of_one_article() {
        let titled = |fields: &str| all(&format!(r#"{{"title": "Radweg", "date": "2021-03-04", {fields}}}"#));
        let sections = r#"[{"heading": "Auf", "text": "Eins."}, {"heading": "Ab", "text": "Zwei."}]"#;
        for (fields, body) in [
            (format!(r#""content": {sections}"#), "Auf\nEins.\nAb\nZwei."),
            (format!(r#""articleBody": {sections}"#), "Auf\nEins.\nAb\nZwei."),
            (format!(r#""content": {{"sections": {sections}}}"#), "Auf\nEins.\nAb\nZwei."),
            (format!(r#""sections": {sections}"#), "Auf\nEins.\nAb\nZwei."),
            (format!(r#""text": "Null.", "sections": {sections}"#), "Null.\nAuf\nEins.\nAb\nZwei."),
            (format!(r#""text": "Eins. Zwei.", "sections": {sections}"#), "Eins. Zwei."),
        ] {
            assert_eq!(titled(&fields), [(0, Ok(body.to_owned()))], "{fields}");
        }
        let dated =
            r#""content": [{"title": "A", "text": "Eins.", "date": "2021-03-04"}, {"title": "B", "text": "Zwei."}]"#;
        assert_eq!(titled(dated).len(), 2, "articles of their own");
        assert_eq!(all(&format!("{{\"content\": {sections}}}")).len(), 2, "no title around them");
    }

    #[test]
    fn further_articles_behind_one() {
        let list = r#"[{"headline": "A", "body": "Eins."}, {"headline": "B", "body": "Zwei."}]"#;
        for (name, found) in [("stories", 3), ("articles", 3), ("items", 3), ("comments", 1), ("content", 1)] {
            let json = format!(r#"{{"title": "Brief", "text": "Guten Morgen vom Kai am Kanal.", "{name}": {list}}}"#);
            assert_eq!(all(&json).len(), found, "{name}");
        }
        let dated = r#"[{"title": "A", "text": "Der erste lange Satz.", "date": "2021-03-04"}]"#;
        assert_eq!(all(&format!(r#"{{"title": "Brief", "text": "Null.", "content": {dated}}}"#)).len(), 2);
        let wrapped = format!(r#"{{"data": {{"title": "Brief", "text": "Null.", "stories": {list}}}}}"#);
        assert_eq!(all(&wrapped).len(), 3);
        let json =
            r#"{"title": "Brief", "text": "Guten Morgen.", "tags": [{"name": "Kai", "text": "x"}, {"title": "y"}]}"#;
        assert_eq!(all(json).len(), 1, "no headlines with a text");
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
    fn headlines_in_a_wrapping() {
        let list = |inner: &str| {
            format!(
                r#"{{"data": {{"children": [{{"kind": "t3", "data": {inner}}}, {{"kind": "t3", "data": {{"title": "A", "selftext": "Eins."}}}}]}}}}"#
            )
        };
        let found = all(&list(r#"{"title": "Nur Link", "selftext": "", "url": "https://b.example"}"#));
        assert_eq!(found, [(1, Ok("Nur Link".to_owned())), (1, Ok("Eins.".to_owned()))]);
        assert!(all(&list(r#"{"title": "Nur Link"}"#))[0].1.is_err());
        let feed =
            r#"{"data": {"title": "Feed", "url": "https://b.example", "items": [{"title": "A", "text": "Eins."}]}}"#;
        assert_eq!(all(feed), [(1, Ok("Eins.".to_owned()))]);
    }

    #[test]
    fn records_on_one_line_are_numbered() {
        let found = |json: &str| collect(|records| read(json, &FieldMap::default(), records)).unwrap();
        let one_line = found(r#"[{"text": "Eins."}, 5, {"text": "Zwei."}]"#);
        assert_eq!(one_line[0].1.as_ref().unwrap().places, [(0, "record 1".to_owned())]);
        assert!(matches!(&one_line[1].1, Err(SkipReason::BadRecord(why)) if why.starts_with("record 2: ")));
        assert_eq!(one_line[2].1.as_ref().unwrap().places, [(0, "record 3".to_owned())]);
        assert!(found("[{\"text\": \"Eins.\"},\n{\"text\": \"Zwei.\"}]")[0].1.as_ref().unwrap().places.is_empty());
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
        assert!(matches!(
            json_record::read(&format!("{{\"text\": {deep}"), 1, &FieldMap::default()),
            Some(Err(SkipReason::BadRecord(_)))
        ));
        let closed = format!("{{\"text\": {deep}{}}}", "]".repeat(100_000));
        assert!(matches!(all(&format!("[{closed}]"))[..], [(1, Err(SkipReason::BadRecord(_)))]));
        assert!(matches!(all(&closed)[..], [(1, Err(SkipReason::BadRecord(_)))]));
        assert!(matches!(all(&deep)[..], [(1, Err(SkipReason::Damaged(_)))]));
        let objects = "{\"a\":".repeat(100_000);
        assert!(matches!(
            collect(|records| read(&objects, &FieldMap::default(), records)),
            Err(SkipReason::Damaged(_))
        ));
    }

    #[test]
    fn what_is_no_json_is_damaged() {
        for text in ["{", "{\"text\": \"Satz.\"", "kein JSON", "{\"text\": \"a\"} x"] {
            assert!(
                matches!(collect(|records| read(text, &FieldMap::default(), records)), Err(SkipReason::Damaged(_))),
                "{text}"
            );
        }
    }
}
