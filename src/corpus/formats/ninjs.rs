//! Translates ninjs, the news format of IPTC in JSON (versions 1 to 3), to the field names of any record.

use serde_json::{Map, Value};

use super::fields::RecordFields;
use super::newsml::WITHDRAWN_STATUSES;
use crate::corpus::field_map::FieldMap;

/// Names of the text that only ninjs has.
const TEXT_NAMES: [&str; 3] = ["body_text", "body_xhtml", "body_html"];

/// Types of records that hold no text but a picture, a sound or a film, with a caption.
const MEDIA_TYPES: [&str; 5] = ["picture", "graphic", "audio", "video", "animation"];

/// Renames the fields of a ninjs record to names that [`super::fields`] knows; other records are not changed.
pub(super) fn with_known_names(mut record: RecordFields) -> RecordFields {
    if !is_ninjs(&record) {
        return with_section(record);
    }
    rename(&mut record, "id", &["guid", "uri"], text);
    rename(&mut record, "title", &["headline", "headlines"], main);
    rename(&mut record, "date", &["versioncreated", "contentcreated", "firstcreated"], text);
    rename(&mut record, "text", &[&TEXT_NAMES[..], &["bodies"]].concat(), main);
    if record.get("text").is_some_and(Value::is_string) {
        // the forms for other readers are no further texts
        record.retain(|name, _| !name.eq_ignore_ascii_case("bodies"));
    }
    rename(&mut record, "description", &["description_text", "descriptions"], main);
    rename(&mut record, "source", &["infosources", "infosource", "source", "copyrightholder"], named);
    rename(&mut record, "section", &["service", "subject", "subjects"], named);
    record
}

/// Returns true for a ninjs record that its publisher has withdrawn, or that is a picture or the like, unless a user wants captions
/// as articles.
pub(super) fn is_withdrawn(record: &RecordFields, map: &FieldMap) -> bool {
    let text = |name: &str| get(record, name).and_then(Value::as_str).unwrap_or_default();
    let is_withdrawn = WITHDRAWN_STATUSES.iter().any(|end| text("pubstatus").ends_with(end));
    (is_ninjs(record) && (is_withdrawn || !map.has_captions() && MEDIA_TYPES.contains(&text("type"))))
        || (is_digitalwires(record) && is_withdrawn)
}

/// Returns true for a message in the JSON of dpa.
fn is_digitalwires(record: &RecordFields) -> bool {
    record.get("format").and_then(Value::as_str).is_some_and(|format| format.starts_with("digitalwires"))
}

/// Adds the section of a message in the JSON of dpa: the first subject among its categories.
fn with_section(mut record: RecordFields) -> RecordFields {
    let is_subject = |category: &&Value| {
        ["type", "qcode"].iter().filter_map(|name| category.get(*name)?.as_str()).any(|kind| kind.contains("subject"))
    };
    let categories = record.get("categories").and_then(Value::as_array);
    let subject = categories.and_then(|all| all.iter().find(is_subject)).and_then(named).map(str::to_owned);
    if let Some(subject) = subject.filter(|_| is_digitalwires(&record)) {
        record.insert("section".to_owned(), Value::String(subject));
    }
    record
}

fn is_ninjs(record: &RecordFields) -> bool {
    let standard = record.get("standard").and_then(|standard| standard.get("name")).and_then(Value::as_str);
    let has = |name: &str| get(record, name).is_some();
    standard == Some("ninjs")
        || ["versioncreated", "bodies"].into_iter().any(has)
        || has("uri") && TEXT_NAMES.into_iter().any(has)
}

/// Returns a field by its name in lower case; version 3 writes names like `versionCreated`.
fn get<'a>(record: &'a RecordFields, name: &str) -> Option<&'a Value> {
    record
        .get(name)
        .or_else(|| record.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

/// Adds the field `to` to the record, with the first value that `reading` finds in the fields `names`.
fn rename(record: &mut RecordFields, to: &str, names: &[&str], reading: fn(&Value) -> Option<&str>) {
    let value = names.iter().find_map(|name| reading(get(record, name)?)).map(str::to_owned);
    if let Some(value) = value {
        record.insert(to.to_owned(), Value::String(value));
    }
}

fn text(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.trim().is_empty())
}

/// Returns a text, or of several forms the main one, else the first.
fn main(value: &Value) -> Option<&str> {
    let Some(forms) = value.as_array() else { return text(value) };
    let is_main = |form: &&Map<String, Value>| form.get("role").and_then(Value::as_str) == Some("main");
    let objects = || forms.iter().filter_map(Value::as_object);
    let main = objects().filter(is_main).chain(objects()).find_map(|form| text(form.get("value")?));
    main.or_else(|| forms.iter().find_map(text))
}

/// Returns a text, or the name of the first of several objects that has one.
fn named(value: &Value) -> Option<&str> {
    match value {
        Value::Array(things) => things.iter().find_map(named),
        Value::Object(thing) => ["name", "literal"].iter().find_map(|name| text(thing.get(*name)?)),
        _ => text(value),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::super::fields::{self, HeadlineOnly};
    use super::*;
    use serde_json::json;

    #[test]
    fn every_version() {
        for record in [
            json!({"uri": "urn:1", "type": "text", "versioncreated": "2018-04-21T10:00:00+02:00", "headline": "Kopf", "language": "de",
                   "body_html": "<p>Eins.</p><p>Zwei.</p>", "infosource": [{"name": "Blatt"}], "subject": [{"name": "Sport"}]}),
            json!({"guid": "urn:1", "versioncreated": "2018-04-21T10:00:00+0200", "headline": "Kopf", "body_text": "Eins.\n\nZwei.",
                   "body_html": "<p>Anders.</p>", "source": "Blatt", "service": [{"code": "s", "name": "Sport"}], "language": "de"}),
            json!({"uri": "urn:1", "standard": {"name": "ninjs", "version": "2.1"}, "contentcreated": "2018-04-21", "language": "de",
                   "headlines": [{"role": "short", "value": "Anders"}, {"role": "main", "value": "Kopf"}],
                   "bodies": [{"role": "main", "contenttype": "text/html", "value": "<p>Eins.</p><p>Zwei.</p>"}],
                   "infosources": [{"name": "Blatt"}], "subjects": [{"name": "Sport"}]}),
        ] {
            let article = fields::article(
                &with_known_names(record.as_object().unwrap().clone()),
                &FieldMap::default(),
                HeadlineOnly::WithContext,
            )
            .unwrap();
            let found =
                [&article.id, &article.title, &article.body, &article.source, &article.section, &article.language];
            assert_eq!(found, ["urn:1", "Kopf", "Eins.\nZwei.", "Blatt", "Sport", "de"]);
            assert_eq!(article.date, Some(jiff::civil::date(2018, 4, 21)));
        }
    }

    #[test]
    fn names_of_version_3_and_pictures() {
        let record = json!({"uri": "urn:1", "standard": {"name": "ninjs", "version": "3.0"}, "type": "text", "versionCreated": "2018-04-21T10:00:00Z",
                            "headlines": [{"role": "main", "value": "Kopf"}], "bodies": [{"contentType": "text/plain", "value": "Eins."}],
                            "infoSources": [{"name": "Blatt"}], "pubStatus": "usable"});
        let fields = record.as_object().unwrap();
        let article =
            fields::article(&with_known_names(fields.clone()), &FieldMap::default(), HeadlineOnly::WithContext)
                .unwrap();
        assert_eq!([&article.title, &article.body, &article.source], ["Kopf", "Eins.", "Blatt"]);
        assert_eq!(article.date, Some(jiff::civil::date(2018, 4, 21)));
        assert!(!is_withdrawn(fields, &FieldMap::default()));
        for (name, value) in [("type", "picture"), ("pubStatus", "canceled")] {
            let mut other = fields.clone();
            other.insert(name.to_owned(), json!(value));
            assert!(is_withdrawn(&other, &FieldMap::default()), "{name}");
            assert_eq!(is_withdrawn(&other, &FieldMap::default().with_captions(true)), name == "pubStatus");
        }
    }

    #[test]
    fn what_is_wrong_or_not_ninjs() {
        for record in [
            json!({"versioncreated": 5, "bodies": "x"}),
            json!({"versioncreated": null, "bodies": [5, null, {"value": 7}], "headlines": {}}),
            json!({"standard": "ninjs", "uri": [], "body_text": {}}),
        ] {
            let record = with_known_names(record.as_object().unwrap().clone());
            assert_eq!(
                fields::article(&record, &FieldMap::default(), HeadlineOnly::WithContext).is_ok(),
                record.get("text") == Some(&json!("x")),
                "{record:?}"
            );
        }
        let other = json!({"uri": "x", "text": "Satz.", "headline": "Kopf"});
        assert_eq!(with_known_names(other.as_object().unwrap().clone()), *other.as_object().unwrap());
    }
}
