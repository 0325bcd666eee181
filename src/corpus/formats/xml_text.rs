//! From the elements of NITF and XHTML to paragraphs.

use super::html_text::{self, Block};
use super::whitespace::one_line;
use super::xml::{Element, Node};

/// Elements of NITF that part paragraphs, beside those of HTML.
const BLOCKS: [&str; 7] = ["block", "hl1", "media", "media-caption", "nitf-table", "bq", "credit"];

/// Elements of NITF that say something about a picture or table and are no text.
const UNSEEN: [&str; 5] =
    ["media-metadata", "media-producer", "media-reference", "media-object", "nitf-table-metadata"];

/// The paragraphs in an element, each with its line; `h2` to `h6` and NITF's `hl2` are headings.
pub(super) fn body(element: &Element) -> Vec<(Block, u32)> {
    let mut walk = Paragraphs::default();
    walk.element(element);
    walk.finish(false);
    walk.blocks
}

/// The same as text, a paragraph a line.
pub(super) fn plain(element: &Element) -> String {
    let texts: Vec<String> = body(element).into_iter().map(|(block, _)| block.text).collect();
    texts.join("\n")
}

#[derive(Default)]
struct Paragraphs {
    blocks: Vec<(Block, u32)>,
    text: String,
    line: u32,
}

impl Paragraphs {
    /// The tree's depth is bounded, and so is this recursion.
    fn element(&mut self, element: &Element) {
        let name = element.name.as_str();
        if UNSEEN.contains(&name) || html_text::is_unseen(name) {
            return;
        }
        let heading = is_heading(name);
        let parts = heading || BLOCKS.contains(&name) || html_text::is_block(name);
        if parts {
            self.finish(false);
        }
        for node in &element.children {
            match node {
                Node::Element(inner) => self.element(inner),
                Node::Text(piece) => self.push(piece, element.line),
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
            self.blocks.push((Block { text, heading }, self.line));
        }
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name, "hl2" | "h2" | "h3" | "h4" | "h5" | "h6")
}
