//! Finds the text in the value of a field, whatever its shape: a text, a list of paragraphs, an object, a tree of blocks.
//!
//! Depth is bounded by the parser of JSON.

use serde_json::{Map, Value};

use super::entities;
use super::field_values::is_void;
use super::html_text;
use super::markup;

/// Names under which an object holds the text itself, the most specific first.
const TEXT_KEYS: [&str; 30] = [
    "rendered",
    "main",
    "value",
    "full",
    "html",
    "bodyHtml",
    "body_html",
    "text",
    "bodyText",
    "content",
    "body",
    "plain",
    "plaintext",
    "paragraphs",
    "children",
    "items",
    "list",
    "blocks",
    "data",
    "de",
    "#text",
    "$t",
    "_",
    "$",
    "@value",
    "raw",
    "elements",
    "nodes",
    "message",
    "paragraph",
];

/// Parts of a sectioned text, in the order in which they are read.
const SECTION_KEYS: [&str; 6] = ["summary", "headline", "heading", "title", "paragraphs", "sections"];

/// Names under which a section of a text has its heading.
const HEADING_KEYS: [&str; 4] = ["heading", "headline", "title", "header"];

/// Kinds of blocks that are no text of the article.
const OTHER_BLOCKS: [&str; 22] = [
    "image",
    "img",
    "picture",
    "photo",
    "video",
    "audio",
    "gallery",
    "image_gallery",
    "embed",
    "htmlembed",
    "socialmedia",
    "advertisement",
    "ad",
    "related",
    "box",
    "webview",
    "iframe",
    "media",
    "teaser",
    "newsletter",
    "map",
    "infographic",
];

/// Kinds of pieces inside a paragraph.
const INLINE_KINDS: [&str; 30] = [
    "text",
    "span",
    "plain",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "strong",
    "em",
    "link",
    "text_link",
    "a",
    "mention",
    "mention_name",
    "hashtag",
    "cashtag",
    "bot_command",
    "email",
    "phone",
    "code",
    "spoiler",
    "custom_emoji",
    "hyperlink",
    "entity-hyperlink",
    "linebreak",
    "br",
    "hardbreak",
    "hard_break",
    "tag",
    "blockquote_inline",
];

/// Returns the text in a value, its paragraphs separated by blank lines; without tags and references of HTML. `None` if it
/// holds none.
pub(super) fn text_of(value: &Value) -> Option<String> {
    if let Value::String(text) = value {
        return Some(without_markup(text)).filter(|text| !text.trim().is_empty());
    }
    let mut text = String::new();
    gather(value, &mut text);
    (!text.trim().is_empty()).then_some(text)
}

fn gather(value: &Value, text: &mut String) {
    match value {
        Value::String(piece) => push_paragraph(text, &without_markup(piece)),
        Value::Array(items) if is_inline(items) => {
            let line: String = items.iter().map(inline_text).collect();
            push_paragraph(text, &without_markup(&line));
        }
        Value::Array(items) => items.iter().for_each(|item| gather_item(item, text)),
        Value::Object(object) => gather_object(object, text),
        _ => {}
    }
}

/// Gathers the text of an item of a list; a section begins with its heading.
fn gather_item(item: &Value, text: &mut String) {
    let mut own = String::new();
    gather(item, &mut own);
    let has_heading = |object: &&Map<String, Value>| !own.is_empty() && !has_parts(object);
    let heading = item.as_object().filter(has_heading).and_then(heading_of);
    if let Some(heading) = heading.filter(|heading| heading.trim() != own) {
        push_paragraph(text, &heading);
    }
    push_paragraph(text, &own);
}

/// Returns the heading of a section.
fn heading_of(section: &Map<String, Value>) -> Option<String> {
    let heading = HEADING_KEYS.iter().find_map(|key| section.get(*key).filter(|value| !is_void(value)))?;
    text_of(heading)
}

/// Returns true if a text is divided in sections or paragraphs, of which its title is one.
fn has_parts(object: &Map<String, Value>) -> bool {
    object.contains_key("sections") || object.contains_key("paragraphs")
}

/// Returns true for a block that is no text of the article. A box that has its text itself is a part of it.
fn is_other(object: &Map<String, Value>, kind: &str) -> bool {
    OTHER_BLOCKS.contains(&kind) && !(kind == "box" && object.get("text").is_some_and(Value::is_string))
}

fn gather_object(object: &Map<String, Value>, text: &mut String) {
    let kind = kind_of_block(object);
    if is_other(object, &kind) {
        return;
    }
    if has_parts(object) {
        return SECTION_KEYS.iter().filter_map(|key| object.get(*key)).for_each(|part| gather(part, text));
    }
    // a block that holds its content under its own kind: {"type": "quotation", "quotation": {…}}
    let own = object.iter().find(|(name, part)| part.is_object() && name.to_lowercase() == kind).map(|(_, part)| part);
    let known = own.or_else(|| TEXT_KEYS.iter().find_map(|key| object.get(*key).filter(|value| !is_void(value))));
    let mut texts = object.values().filter(|value| value.is_string());
    match (known, texts.next(), texts.next()) {
        (Some(part), _, _) => gather(part, text),
        (None, Some(only), None) => gather(only, text),
        _ => {}
    }
}

fn push_paragraph(text: &mut String, paragraph: &str) {
    if !paragraph.trim().is_empty() {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(paragraph.trim());
    }
}

/// Returns the kind of a block, in small letters.
fn kind_of_block(object: &Map<String, Value>) -> String {
    let kind = ["type", "_type", "nodeType", "kind"].iter().find_map(|name| object.get(*name)?.as_str());
    kind.unwrap_or_default().to_lowercase()
}

/// Returns true if the items of a list are pieces of one paragraph.
pub(super) fn is_inline(items: &[Value]) -> bool {
    let is_piece = |item: &Value| match item {
        Value::String(_) => true,
        Value::Object(object) => INLINE_KINDS.contains(&kind_of_block(object).as_str()),
        _ => false,
    };
    // a list of texts only has paragraphs; a piece without a paragraph mark of its own is text
    let has_text = |item: &Value| item.get("text").or(item.get("value")).is_some_and(Value::is_string);
    let is_list = items.iter().all(Value::is_string) || items.iter().any(|item| is_markup(item, has_text));
    !is_list && items.iter().all(is_piece)
}

/// Returns true for a block of kind `text` that is a paragraph of HTML by itself.
fn is_markup(item: &Value, has_text: impl Fn(&Value) -> bool) -> bool {
    let html = item.get("value").or(item.get("text")).and_then(Value::as_str).unwrap_or_default();
    item.is_object() && has_text(item) && markup::is_marked_up(html)
}

/// Returns the text of a piece of a paragraph.
pub(super) fn inline_text(item: &Value) -> String {
    match item {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(inline_text).collect(),
        Value::Object(object) => {
            let keys = ["text", "value", "content", "children", "name"];
            let inner = keys.iter().find_map(|key| object.get(*key).filter(|inner| !is_void(inner)));
            let is_break = matches!(kind_of_block(object).as_str(), "linebreak" | "br" | "hardbreak" | "hard_break");
            if is_break { "\n".to_owned() } else { inner.map(inline_text).unwrap_or_default() }
        }
        _ => String::new(),
    }
}

/// Returns a text without tags, if it clearly has some, and without character references.
pub(super) fn without_markup(text: &str) -> String {
    if !text.contains('<') && !text.contains('&') {
        return text.to_owned();
    }
    if !text.contains('<') || !markup::is_marked_up(text) {
        return entities::resolved(text).into_owned();
    }
    let page = if markup::has_block_marks(text) { text.to_owned() } else { text.replace('\n', "<br>") };
    // markup that is nested too deep is taken off piece by piece
    html_text::plain(&page).unwrap_or_else(|_| entities::resolved(&markup::without_tags(text)).into_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_of_every_shape() {
        let two = "Die Fähre ruht.\n\nDer Kai ist leer.";
        for (value, text) in [
            (json!(["Die Fähre ruht.", null, "Der Kai ist leer."]), two),
            (
                json!({"rendered": "<p>Die Fähre ruht.</p><p>Der Kai ist leer.</p>", "protected": false}),
                "Die Fähre ruht.\nDer Kai ist leer.",
            ),
            (json!(["Die ", {"type": "bold", "text": "Fähre"}, " ruht."]), "Die Fähre ruht."),
            (
                json!([{"type": "plain", "text": "Die "}, {"type": "italic", "text": "Fähre"}, {"type": "plain", "text": " ruht."}]),
                "Die Fähre ruht.",
            ),
            (
                json!([{"value": "<p>Die Fähre ruht.</p>", "type": "text"}, {"type": "audio", "audio": {"title": "weg"}}, {"value": "<p>Der Kai ist leer.</p>", "type": "text"}]),
                two,
            ),
            (
                json!([{"type": "quotation", "quotation": {"text": "Die Fähre ruht."}}, {"type": "list", "list": {"items": ["Der Kai ist leer."]}}]),
                two,
            ),
            (
                json!({"summary": ["Die Fähre ruht."], "sections": [{"headline": [], "paragraphs": ["Der Kai ist leer."]}]}),
                two,
            ),
            (
                json!([{"type": "paragraph", "children": [{"type": "text", "text": "Die Fähre "}, {"type": "text", "text": "ruht."}]}, {"type": "paragraph", "children": [{"type": "text", "text": "Der Kai ist leer."}]}]),
                two,
            ),
            (
                json!({"nodeType": "document", "content": [{"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "Die Fähre ruht."}]}, {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "Der Kai ist leer."}]}]}),
                two,
            ),
            (
                json!({"time": 1, "blocks": [{"type": "paragraph", "data": {"text": "Die Fähre ruht."}}, {"type": "image", "data": {"caption": "weg"}}, {"type": "paragraph", "data": {"text": "Der Kai ist leer."}}]}),
                two,
            ),
            (
                json!([{"_type": "block", "children": [{"_type": "span", "text": "Die Fähre ruht."}]}, {"_type": "block", "children": [{"_type": "span", "text": "Der Kai ist leer."}]}]),
                two,
            ),
            (json!({"body": [{"id": "b", "bodyHtml": "<p>Die Fähre ruht.</p>"}]}), "Die Fähre ruht."),
            (json!([{"title": "Die Fähre ruht.", "text": "Der Kai ist leer."}]), two),
            (json!([{"type": "box", "heading": "Die Fähre ruht.", "text": "Der Kai ist leer."}]), two),
            (json!({"sections": [{"title": "Die Fähre ruht.", "text": "Der Kai ist leer."}]}), two),
            (json!([{"heading": "Die Fähre ruht.", "paragraphs": ["Der Kai ist leer."]}]), two),
            (json!("Gr&ouml;&szlig;e &amp; Glanz"), "Größe & Glanz"),
            (json!("<div>Die Fähre ruht.</div><div>Der Kai ist leer.</div>"), "Die Fähre ruht.\nDer Kai ist leer."),
            (json!("Die <a href=\"/f\">Fähre</a> ruht.\nDer Kai ist leer."), "Die Fähre ruht.\nDer Kai ist leer."),
            (json!("a < b und <i>c</i>"), "a < b und <i>c</i>"),
        ] {
            assert_eq!(text_of(&value).as_deref(), Some(text), "{value}");
        }
        for value in
            [json!(null), json!(5), json!([]), json!({"a": "x", "b": "y"}), json!([{"type": "image", "value": "x"}])]
        {
            assert_eq!(text_of(&value), None, "{value}");
        }
    }
}
