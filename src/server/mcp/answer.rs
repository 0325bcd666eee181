//! What does a tool answer, and how much at most?

use serde::Serialize;
use serde_json::Value;

use super::super::problem::HttpProblem;

/// Characters of each form of an answer, at most: together they stay below the 40,000 that clients take, whatever they escape.
const MAX_FORM_CHARS: usize = 18_000;

/// Answer of a tool in two forms that say the same.
#[derive(Debug)]
pub(super) struct ToolAnswer {
    /// As JSON, by the schema of the tool.
    pub(super) structured: Value,
    /// As Markdown.
    pub(super) markdown: String,
}

/// Items of an answer, one after the other, until it is full.
#[derive(Debug)]
pub(super) struct BoundedItems<T> {
    items: Vec<T>,
    markdown: String,
    /// Characters of the items in each form.
    json_chars: usize,
    markdown_chars: usize,
    /// True if an item did not fit.
    is_full: bool,
}

impl<T: Serialize> BoundedItems<T> {
    /// Creates an empty list. `reserved` characters are kept for what stands around the items.
    pub(super) fn new(reserved: usize) -> BoundedItems<T> {
        BoundedItems {
            items: Vec::new(),
            markdown: String::new(),
            json_chars: reserved,
            markdown_chars: reserved,
            is_full: false,
        }
    }

    /// Adds an item and its Markdown; returns false if it does not fit. The first one always fits.
    pub(super) fn push(&mut self, item: T, markdown: &str) -> bool {
        let json = self.json_chars + encoded_chars(&item);
        let text = self.markdown_chars + encoded_chars(&markdown);
        if self.is_full || !self.items.is_empty() && json.max(text) > MAX_FORM_CHARS {
            self.is_full = true;
            return false;
        }
        (self.json_chars, self.markdown_chars) = (json, text);
        self.markdown.push_str(markdown);
        self.items.push(item);
        true
    }

    /// Number of items.
    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns true if an item did not fit.
    pub(super) fn is_full(&self) -> bool {
        self.is_full
    }

    /// Returns the items and their Markdown.
    pub(super) fn into_parts(self) -> (Vec<T>, String) {
        (self.items, self.markdown)
    }
}

/// Number of characters of a value as JSON.
pub(super) fn encoded_chars(value: &impl Serialize) -> usize {
    serde_json::to_string(value).map_or(usize::MAX / 4, |json| json.chars().count())
}

/// Returns the beginning of `text` with at most `max` characters, with an ellipsis if something is left out.
pub(super) fn shortened(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// Returns an answer of `structured` and `markdown`.
pub(super) fn answer(structured: &impl Serialize, markdown: String) -> Result<ToolAnswer, HttpProblem> {
    let structured = serde_json::to_value(structured)
        .map_err(|err| HttpProblem::new(axum::http::StatusCode::INTERNAL_SERVER_ERROR, "json", err.to_string()))?;
    Ok(ToolAnswer { structured, markdown })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_end_before_the_answer_is_too_long() {
        let mut items = BoundedItems::new(1_000);
        let text = "Wort\n".repeat(500);
        while items.push(text.clone(), &text) {}
        assert!(items.is_full() && !items.push("a".to_owned(), "a"));
        let count = items.len();
        let (texts, markdown) = items.into_parts();
        assert_eq!((texts.len(), count), (5, 5));
        assert!(encoded_chars(&texts) + encoded_chars(&markdown) < 36_000);
    }

    #[test]
    fn a_long_text_is_shortened_between_characters() {
        assert_eq!(shortened("Größe und Maß", 6), "Größe…");
        assert_eq!(shortened("Größe", 5), "Größe");
    }
}
