//! Reads whole documents that stand in a field of a record: a web page, NewsML-G2 or NITF as it was delivered.

use std::ops::ControlFlow;

use serde_json::Value;

use super::field_names::meaning_of;
use super::field_values::is_void;
use super::fields::{self, RecordFields};
use super::records::Records;
use super::{html, newsml, nitf, xml};
use crate::corpus::article::Article;
use crate::corpus::field_map::{FieldKind, FieldMap};
use crate::corpus::reason::SkipReason;

/// Names of fields that hold a document and are no text themselves.
const NAMES: [&str; 8] = ["xml", "newsml", "nitf", "page", "document", "payload", "source_html", "raw_html"];

/// Names of fields with the address of a page.
const ADDRESSES: [&str; 3] = ["url", "link", "uri"];

/// Returns the article in the document that a field of `record` holds; `None` if none holds a whole document.
pub(super) fn document(record: &RecordFields, map: &FieldMap) -> Option<Result<Article, SkipReason>> {
    let is_text = |name: &str| meaning_of(name).is_some_and(|meaning| meaning.kind == FieldKind::Text);
    // a text of its own is cleaner than the page from which it was taken
    let is_own = |value: &Value| !is_void(value) && value.as_str().is_none_or(|text| root_of(text).is_none());
    if record.iter().any(|(name, value)| is_text(name) && is_own(value)) {
        return None;
    }
    let texts = record.iter().filter(|(name, _)| is_text(name) || NAMES.contains(&name.as_str()));
    let mut texts = texts.filter_map(|(_, value)| value.as_str());
    let (root, text) = texts.find_map(|text| Some((root_of(text)?, text)))?;
    // a page from which nothing can be extracted may still have a text as a field
    match root.as_str() {
        "html" => {
            let address = ADDRESSES.iter().find_map(|name| record.get(*name)?.as_str());
            html::read_from(text, address).ok().map(Ok)
        }
        "nitf" => Some(nitf::read(text)),
        _ => Some(only_item(text, map)),
    }
}

/// Returns the first element of a text that is a whole document of a format that is read here.
fn root_of(text: &str) -> Option<String> {
    let text = text.trim_start();
    if !text.starts_with('<') {
        return None;
    }
    let begin = text.get(..text.floor_char_boundary(15))?.to_ascii_lowercase();
    if begin.starts_with("<!doctype html") || begin.starts_with("<html") {
        return Some("html".to_owned());
    }
    let root = if begin.starts_with("<?xml") || begin.starts_with("<ne") || begin.starts_with("<ni") {
        xml::root(text)
    } else {
        None
    };
    root.filter(|root| matches!(root.as_str(), "html" | "nitf" | "newsItem" | "newsMessage"))
}

/// Returns the one item of a delivery in NewsML-G2.
fn only_item(text: &str, map: &FieldMap) -> Result<Article, SkipReason> {
    let mut items = Items::default();
    newsml::read(text, map, &mut items)?;
    match (items.0.pop(), items.0.is_empty()) {
        (Some(item), true) => item,
        (Some(_), false) => Err(SkipReason::BadRecord("several items in one field: save them as files".to_owned())),
        (None, _) => Err(SkipReason::BadRecord("no text in contentSet".to_owned())),
    }
}

#[derive(Default)]
struct Items(Vec<Result<Article, SkipReason>>);

impl Records for Items {
    fn record(&mut self, _: u32, record: Result<Article, SkipReason>) -> ControlFlow<()> {
        self.0.push(record);
        ControlFlow::Continue(())
    }

    fn only(&mut self, article: Article) {
        self.0.push(Ok(article));
    }
}

/// Returns an article with what the record around its document says about it, which counts more.
pub(super) fn with_fields(document: Article, record: &RecordFields) -> Article {
    let around = fields::without_text(record);
    let first = |one: String, other: String| if one.is_empty() { other } else { one };
    let (date, date_refused, date_vague) = match around.date {
        Some(_) => (around.date, false, around.date_vague),
        None => (document.date, document.date_refused, document.date_vague),
    };
    Article {
        id: first(around.id, document.id),
        title: first(around.title, document.title),
        source: first(around.source, document.source),
        section: first(around.section, document.section),
        language: first(around.language, document.language),
        shortened: document.shortened || record.get("truncated") == Some(&Value::Bool(true)),
        date,
        date_refused,
        date_vague,
        places: Vec::new(),
        ..document
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn documents_in_fields() {
        let text =
            "Die Fähre über den Klarsee ruht seit Donnerstag, weil der Motor nach zwanzig Jahren nicht mehr anspringt.";
        let page = format!(
            "<!DOCTYPE html><html><head><title>Fähre ruht</title></head><body><nav>Menü Abo</nav><article><h1>Fähre ruht</h1><p>{text}</p></article></body></html>"
        );
        let item = format!(
            "<?xml version=\"1.0\"?><newsItem guid=\"g1\"><contentMeta><headline>Fähre ruht</headline></contentMeta><contentSet><inlineData contenttype=\"text/plain\">{text}</inlineData></contentSet></newsItem>"
        );
        let nitf = format!(
            "<nitf><body><body.head><hedline><hl1>Fähre ruht</hl1></hedline></body.head><body.content><p>{text}</p></body.content></body></nitf>"
        );
        for (name, content) in [("html", page), ("xml", item.clone()), ("content", nitf)] {
            let record = json!({name: content, "date": "2021-03-04", "url": "https://bote.example/1"});
            let record = record.as_object().unwrap();
            let article = with_fields(document(record, &FieldMap::default()).unwrap().unwrap(), record);
            assert_eq!((article.title.as_str(), article.body.as_str()), ("Fähre ruht", text), "{name}");
            assert_eq!(article.date, Some(jiff::civil::date(2021, 3, 4)), "{name}");
        }
        let two = json!({"xml": format!("<newsMessage>{}{}</newsMessage>", &item[21..], &item[21..])});
        assert!(document(two.as_object().unwrap(), &FieldMap::default()).unwrap().is_err());
        for value in [
            json!({"text": "<p>Die Fähre</p>"}),
            json!({"html": "<div>x</div>"}),
            json!({"xml": "<x/>"}),
            json!({"html": "<html><p>x</p></html>", "text": "Satz."}),
            json!({"text": "<ü"}),
        ] {
            assert_eq!(document(value.as_object().unwrap(), &FieldMap::default()), None, "{value}");
        }
    }
}
