//! Finds the records in JSON of any service: the lists that hold them, and the record in its wrapping.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::field_names::meaning_of;
use super::field_text::text_of;
use super::field_values::is_void;
use super::fields::RecordFields;
use super::json_repair::mended;
use super::known_fields::{HeadlineOnly, KnownFields};
use super::ninjs;
use crate::corpus::field_map::{FieldKind, FieldMap, NO_MAP};

/// Deepest level at which lists of records are looked for.
const MAX_LEVELS: usize = 5;

/// Deepest wrapping of a record.
const MAX_WRAPPINGS: usize = 4;

/// Number of elements by which a list is judged.
const SAMPLE_ELEMENTS: usize = 20;

/// Longest JSON, in bytes, that is looked at in full.
const MAX_UNPRUNED_BYTES: usize = 64 * 1024;

/// Levels of long parts that are looked at.
const MAX_PRUNED_LEVELS: usize = 8;

/// Most elements of a list that are searched for lists below them.
const MAX_SEARCHED: usize = 10_000;

/// Names of objects around a record, which are opened before others.
const WRAPPINGS: [&str; 16] = [
    "_source",
    "attributes",
    "fields",
    "node",
    "data",
    "tweet",
    "article",
    "doc",
    "item",
    "object",
    "post",
    "story",
    "content",
    "artikel",
    "reblog",
    "status",
];

/// Names of objects beside a text that say the rest of an article.
const COMPANIONS: [&str; 5] = ["fields", "attributes", "meta", "metadata", SYSTEM];

/// Name of the object in which Contentful has what it knows about a record itself.
const SYSTEM: &str = "sys";

/// Names of objects inside a record that are about something else.
const OTHER_OBJECTS: [&str; 14] = [
    "author",
    "authors",
    "user",
    "account",
    "image",
    "images",
    "media",
    "bild",
    "comments",
    "links",
    "_links",
    "meta",
    "highlight",
    "publisher",
];

/// Names of lists of objects beside a headline that are about it.
const OTHER_LISTS: [&str; 5] = ["about", "mentions", "tags", "keywords", "entities"];

/// Names of fields that may hold the sections of one text, in the letters of [`is_sectioned`].
const SECTIONED: [&str; 8] = ["content", "body", "text", "articlebody", "bodytext", "maintext", "contents", "fulltext"];

/// Name of the sections of a text that is none of a text itself.
const SECTIONS: &str = "sections";

/// Name of a text that comes before all others.
const FULL_TEXT: &str = "fulltext";

/// A list whose elements are records, or an object that is one; a slice of the text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Found<'a> {
    List(&'a str),
    Record(&'a str),
}

/// Returns the lists of records and single records in `json`, in their order; none if nothing in it looks like an article.
pub(super) fn find<'a>(json: &'a str, map: &FieldMap) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    search(json, map, MAX_LEVELS, &mut found);
    found
}

fn search<'a>(json: &'a str, map: &FieldMap, levels: usize, found: &mut Vec<Found<'a>>) {
    match json.as_bytes().first() {
        Some(b'[') => {
            let Ok(elements) = serde_json::from_str::<Vec<&RawValue>>(json) else { return };
            let is_record = |element: &&RawValue| element.get().starts_with('{') && is_article(element.get(), map);
            if elements.iter().take(SAMPLE_ELEMENTS).any(is_record) {
                found.push(Found::List(json));
            } else if levels > 0 {
                elements.iter().take(MAX_SEARCHED).for_each(|element| search(element.get(), map, levels - 1, found));
            }
        }
        Some(b'{') if is_article(json, map) && (levels == MAX_LEVELS || is_titled(json)) => {
            found.push(Found::Record(json));
            found.extend(further_lists(json, map));
        }
        Some(b'{') if levels > 0 => {
            for (_, value) in members(json) {
                search(value, map, levels - 1, found);
            }
        }
        _ => {}
    }
}

/// Returns true if an object has a title, which one deep inside others must have to be an article.
fn is_titled(json: &str) -> bool {
    let object = pruned(json, MAX_PRUNED_LEVELS).and_then(|value| value.as_object().cloned()).unwrap_or_default();
    KnownFields::of(&object, &NO_MAP).is_headline(HeadlineOnly::Always)
}

/// Returns the lists of further articles in an object that is one itself, or in its wrapping, such as the messages behind a
/// greeting.
fn further_lists<'a>(json: &'a str, map: &FieldMap) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    for (name, value) in members(json) {
        if value.starts_with('{') && WRAPPINGS.contains(&name.as_str()) {
            found.extend(further_lists(value, map));
        } else if value.starts_with('[') && !is_text_list(&name, value) && holds_articles(value, map) {
            found.push(Found::List(value));
        }
    }
    found
}

/// Returns true if the list `name` in an object is the text of it: paragraphs or sections.
fn is_text_list(name: &str, list: &str) -> bool {
    let is_text = || meaning_of(name).is_some_and(|meaning| meaning.kind == FieldKind::Text);
    name == SECTIONS || is_text() && pruned(list, MAX_PRUNED_LEVELS).is_none_or(|list| !has_articles(&list))
}

/// Returns true for a list in which an object is an article of its own, with a title, a text, and a date, source or address.
pub(super) fn has_articles(value: &Value) -> bool {
    value.as_array().is_some_and(|items| items.iter().filter_map(Value::as_object).any(is_own_article))
}

fn is_own_article(object: &Map<String, Value>) -> bool {
    is_record(object, &[FieldKind::Title]) && KnownFields::of(object, &NO_MAP).is_headline(HeadlineOnly::WithContext)
}

/// Returns true if most elements of a list have a headline and a text of their own.
fn holds_articles(list: &str, map: &FieldMap) -> bool {
    let elements: Vec<&RawValue> = serde_json::from_str(list).unwrap_or_default();
    let is_full = |element: &&&RawValue| match pruned(element.get(), MAX_PRUNED_LEVELS) {
        Some(Value::Object(object)) => {
            let record = unwrapped(object, map);
            has_own_text(&record, map) && KnownFields::of(&record, map).is_headline(HeadlineOnly::Always)
        }
        _ => false,
    };
    let sample = &elements[..elements.len().min(SAMPLE_ELEMENTS)];
    sample.iter().filter(is_full).count() * 2 > sample.len()
}

/// Returns the names and values in an object that may hold something, in their order.
fn members(json: &str) -> Vec<(String, &str)> {
    struct Values;
    impl<'de> serde::de::Visitor<'de> for Values {
        type Value = Vec<(String, &'de str)>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut values = Vec::new();
            while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
                if value.get().starts_with(['[', '{']) && !OTHER_OBJECTS.contains(&name.as_str()) {
                    values.push((name, value.get()));
                }
            }
            Ok(values)
        }
    }
    use serde::Deserializer as _;
    serde_json::Deserializer::from_str(json).deserialize_map(Values).unwrap_or_default()
}

/// Returns true if an object is an article as it stands or in its wrapping.
fn is_article(json: &str, map: &FieldMap) -> bool {
    let Some(Value::Object(object)) = pruned(json, MAX_PRUNED_LEVELS) else { return false };
    let is_aside = |name: &str| {
        let is_label = || meaning_of(name).is_some_and(|meaning| meaning.kind != FieldKind::Text);
        OTHER_OBJECTS.contains(&name) || OTHER_LISTS.contains(&name) || is_label()
    };
    let has_lists = object.iter().any(|(name, value)| is_object_list(value) && !is_aside(name));
    let record = ninjs::with_known_names(unwrapped(object, map));
    // what has lists of objects is no headline, and its message is that of a service
    let is_answer =
        has_lists && KnownFields::of(&record, map).values(FieldKind::Text).all(|(name, _)| name == "message");
    let is_headline = || !has_lists && KnownFields::of(&record, map).is_headline(HeadlineOnly::WithContext);
    !is_answer && has_own_text(&record, map) || is_headline()
}

/// Reads a value of which long parts are cut to a few elements, so that a large file is never held as values.
fn pruned(json: &str, levels: usize) -> Option<Value> {
    if json.len() > MAX_UNPRUNED_BYTES {
        if levels == 0 {
            return Some(Value::Null);
        }
        match json.as_bytes().first() {
            Some(b'[') => {
                let elements: Vec<&RawValue> = serde_json::from_str(json).ok()?;
                return elements
                    .iter()
                    .take(SAMPLE_ELEMENTS)
                    .map(|element| pruned(element.get(), levels - 1))
                    .collect();
            }
            Some(b'{') => {
                let members: BTreeMap<String, &RawValue> = serde_json::from_str(json).ok()?;
                let members = members.into_iter().map(|(name, value)| Some((name, pruned(value.get(), levels - 1)?)));
                return members.collect::<Option<Map<String, Value>>>().map(Value::Object);
            }
            _ => {}
        }
    }
    serde_json::from_str(json).or_else(|_| serde_json::from_str(&mended(json))).ok()
}

/// Returns a record without its wrapping: the fields of the object inside that has the text, and those around it that it lacks.
pub(super) fn unwrapped(record: RecordFields, map: &FieldMap) -> RecordFields {
    let mut record = record;
    for _ in 0..MAX_WRAPPINGS {
        record = with_sections(record);
        if has_own_text(&record, map) {
            break;
        }
        let Some(name) = wrapping(&record, map).or_else(|| headline_wrapping(&record)) else { break };
        let Some(Value::Object(mut inner)) = record.remove(&name) else { break };
        for (name, value) in record {
            // Beside the record may stand what it is about, but no second text.
            let is_about = || meaning_of(&name).is_some_and(|meaning| meaning.kind != FieldKind::Text);
            if (name == SYSTEM || is_about()) && !is_void(&value) && inner.get(&name).is_none_or(is_void) {
                inner.insert(name, value);
            }
        }
        record = inner;
    }
    // some services have the text beside an object with all else
    for name in COMPANIONS {
        if let Some(Value::Object(inner)) = record.get(name).cloned() {
            let known = inner.into_iter().filter(|(name, value)| meaning_of(name).is_some() && !is_void(value));
            for (name, value) in known.collect::<Vec<_>>() {
                record.entry(name).or_insert(value);
            }
        }
    }
    record
}

/// Adds the sections of a titled record to its text, unless that has them already.
fn with_sections(mut record: RecordFields) -> RecordFields {
    if let Some(text) = text_with_sections(&record) {
        record.remove(SECTIONS);
        record.insert(FULL_TEXT.to_owned(), Value::Array(text));
    }
    record
}

/// Returns the text of a titled record with its sections; `None` if it has them already.
fn text_with_sections(record: &RecordFields) -> Option<Vec<Value>> {
    let sections = record.get(SECTIONS)?.as_array().filter(|items| are_sections(items))?;
    if !KnownFields::of(record, &NO_MAP).is_headline(HeadlineOnly::Always) {
        return None;
    }
    let text = text_in(record);
    let is_there = |section: &Value| section.as_object().is_some_and(|section| text.contains(&text_in(section)));
    if !text.is_empty() && sections.iter().any(is_there) {
        return None;
    }
    Some([Value::String(text)].into_iter().chain(sections.iter().cloned()).collect())
}

/// Returns the text of an object, without its title.
fn text_in(object: &Map<String, Value>) -> String {
    KnownFields::of(object, &NO_MAP).values(FieldKind::Text).find_map(|(_, value)| text_of(value)).unwrap_or_default()
}

/// Returns true if the field `name` of a record holds the sections of its text, and no articles.
fn is_sectioned(known: &KnownFields<'_>, name: &str, items: &[Value]) -> bool {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    SECTIONED.contains(&name.as_str()) && known.is_headline(HeadlineOnly::Always) && are_sections(items)
}

/// Returns true if objects are sections of one text: some have a text, and none a date, a source or an address of its own.
fn are_sections(items: &[Value]) -> bool {
    let objects = || items.iter().filter_map(Value::as_object);
    objects().any(|object| is_record(object, &[FieldKind::Title])) && !objects().any(is_own_article)
}

/// Returns true if a record has a text that is no record itself.
fn has_own_text(record: &RecordFields, map: &FieldMap) -> bool {
    let known = KnownFields::of(record, map);
    let is_own = |name: &str, value: &Value| match value {
        Value::Object(object) => {
            !is_record(object, &[FieldKind::Title, FieldKind::Date, FieldKind::Id]) && text_of(value).is_some()
        }
        Value::Array(items) => {
            let is_titled = |item: &Value| item.as_object().is_some_and(|item| is_record(item, &[FieldKind::Title]));
            !items.iter().any(is_titled) || is_sectioned(&known, name, items)
        }
        _ => true,
    };
    known.values(FieldKind::Text).any(|(name, value)| is_own(name, value))
}

/// Returns true if an object has a text and a field of one of these kinds.
fn is_record(object: &Map<String, Value>, kinds: &[FieldKind]) -> bool {
    let known = KnownFields::of(object, &NO_MAP);
    let has = |kind: FieldKind| known.values(kind).next().is_some();
    has(FieldKind::Text) && kinds.iter().any(|kind| has(*kind))
}

/// Returns the name of the object in a record that has its text, at any depth.
fn wrapping(record: &RecordFields, map: &FieldMap) -> Option<String> {
    fn holds_text(value: &Value, map: &FieldMap, depth: usize) -> bool {
        let Value::Object(object) = value else { return false };
        let inner = |(name, value): (&String, &Value)| {
            !OTHER_OBJECTS.contains(&name.as_str()) && holds_text(value, map, depth - 1)
        };
        has_own_text(object, map) || depth > 0 && object.iter().any(inner)
    }
    let fits = |name: &str| record.get(name).is_some_and(|value| holds_text(value, map, MAX_WRAPPINGS));
    let known = WRAPPINGS.iter().find(|name| fits(name)).map(|name| (*name).to_owned());
    known.or_else(|| {
        let others = record.keys().filter(|name| !OTHER_OBJECTS.contains(&name.as_str()) && fits(name));
        // several of them are records of their own
        let others: Vec<&String> = others.take(2).collect();
        if let [only] = others[..] { Some(only.clone()) } else { None }
    })
}

/// Returns the name of the object in a record without a headline that has one, but no text and no further records.
fn headline_wrapping(record: &RecordFields) -> Option<String> {
    if KnownFields::of(record, &NO_MAP).is_headline(HeadlineOnly::Always) {
        return None;
    }
    let is_headline = |object: &Map<String, Value>| {
        !object.values().any(is_object_list) && KnownFields::of(object, &NO_MAP).is_headline(HeadlineOnly::WithContext)
    };
    let fits = |name: &&&str| record.get(**name).and_then(Value::as_object).is_some_and(is_headline);
    WRAPPINGS.iter().find(fits).map(|name| (*name).to_owned())
}

/// Returns true for a list that holds objects.
fn is_object_list(value: &Value) -> bool {
    value.as_array().is_some_and(|items| items.iter().any(Value::is_object))
}
