//! Converts the elements of NITF and XHTML to paragraphs.

use super::html_text::{self, TextBlock};
use super::whitespace::one_line;
use super::xml::{Element, XmlNode};

/// Elements of NITF that separate paragraphs, besides those of HTML.
const BLOCK_ELEMENTS: [&str; 7] = ["block", "hl1", "media", "media-caption", "nitf-table", "bq", "credit"];

/// Elements of NITF that describe a picture or table and are no text.
const HIDDEN_ELEMENTS: [&str; 5] =
    ["media-metadata", "media-producer", "media-reference", "media-object", "nitf-table-metadata"];

/// Returns the paragraphs in an element, each with its line; `h2` to `h6` and NITF's `hl2` are headings.
pub(super) fn body(element: &Element) -> Vec<(TextBlock, u32)> {
    body_without(element, &|_| false)
}

/// Returns the paragraphs in an element, as [`body`] does, without those elements that are `left_out`.
pub(super) fn body_without(element: &Element, left_out: &dyn Fn(&Element) -> bool) -> Vec<(TextBlock, u32)> {
    let mut walk = Paragraphs { left_out: Some(left_out), ..Paragraphs::default() };
    walk.element(element);
    walk.finish(false);
    walk.blocks
}

/// Returns the text in an element, one paragraph a line.
pub(super) fn plain(element: &Element) -> String {
    let texts: Vec<String> = body(element).into_iter().map(|(block, _)| block.text).collect();
    texts.join("\n")
}

#[derive(Default)]
struct Paragraphs<'a> {
    left_out: Option<&'a dyn Fn(&Element) -> bool>,
    blocks: Vec<(TextBlock, u32)>,
    text: String,
    line: u32,
}

impl Paragraphs<'_> {
    /// Recursive: the depth of the tree is bounded.
    fn element(&mut self, element: &Element) {
        let name = element.name.as_str();
        let left_out = self.left_out.is_some_and(|left_out| left_out(element));
        if left_out || HIDDEN_ELEMENTS.contains(&name) || html_text::is_hidden(name) {
            return;
        }
        let heading = is_heading(name);
        let parts = heading || BLOCK_ELEMENTS.contains(&name) || html_text::is_block(name);
        if parts {
            self.finish(false);
        }
        for node in &element.children {
            match node {
                XmlNode::Element(inner) => self.element(inner),
                XmlNode::Text(piece) => self.push(piece, element.line),
            }
        }
        if parts {
            self.finish(heading);
        } else if matches!(name, "td" | "th") {
            self.text.push(' ');
        }
    }

    fn push(&mut self, piece: &str, line: u32) {
        if self.text.trim().is_empty() {
            self.line = line;
        }
        self.text.push_str(piece);
    }

    fn finish(&mut self, heading: bool) {
        let text = one_line(&self.text);
        self.text.clear();
        if !text.is_empty() {
            self.blocks.push((TextBlock { text, heading }, self.line));
        }
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name, "hl2" | "h2" | "h3" | "h4" | "h5" | "h6")
}
