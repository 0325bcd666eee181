//! How does a citation look in CSL-JSON, which Zotero, Pandoc and citeproc read?

use serde_json::{Map, Value, json};

use super::{Citation, one_line};

/// Formats an item of type `article-newspaper`; a file is an array of items. `note` says where in the article, such as
/// `paragraph 3`; the object `custom` says so for programs.
pub fn csl(citation: &Citation, note: &str) -> Value {
    let mut item = Map::new();
    item.insert("id".to_owned(), citation.key().into());
    item.insert("type".to_owned(), "article-newspaper".into());
    let texts = [
        ("title", &citation.title),
        ("container-title", &citation.source),
        ("section", &citation.section),
        ("URL", &citation.url()),
        ("note", &note.to_owned()),
    ];
    for (name, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        item.insert(name.to_owned(), one_line(text).into());
    }
    let parts: Vec<u32> = citation.date_parts().iter().filter_map(|part| part.parse().ok()).collect();
    if !parts.is_empty() {
        item.insert("issued".to_owned(), json!({ "date-parts": [parts] }));
    }
    let mut custom = json!({
        "id": citation.id, "article": citation.article, "path": citation.path, "paragraph": citation.paragraph,
        "line": citation.line, "start": citation.start, "end": citation.end, "blake3": citation.hash,
    });
    if !citation.place.is_empty() {
        custom["place"] = citation.place.as_str().into();
    }
    item.insert("custom".to_owned(), custom);
    Value::Object(item)
}
