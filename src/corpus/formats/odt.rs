//! Reads OpenDocument texts (ODT): paragraphs, headings and the properties of the document. Macros, pictures, notes and changes
//! that were recorded are left out, and nothing outside the file is loaded.

use std::collections::HashMap;

use super::document::Document;
use super::docx::each;
use super::xml::{Element, Fault, XmlNode, XmlWalk};
use crate::corpus::archive::Parts;
use crate::corpus::reason::SkipReason;

/// Elements whose text is not shown in the line.
const HIDDEN: [&str; 4] = ["note", "annotation", "tracked-changes", "ruby-text"];

/// Most blanks that one element stands for.
const MAX_BLANKS: usize = 100;

/// Reads a document of at most `limit` bytes when unpacked.
pub(super) fn read(bytes: Vec<u8>, limit: u64) -> Result<Document, SkipReason> {
    let mut parts = Parts::open(bytes, limit)?;
    let manifest = parts.text("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(SkipReason::Damaged("it has a password: save it without one".to_owned()));
    }
    let mut document = properties(&mut parts)?;
    let text = parts.text("content.xml")?;
    let text = text.ok_or_else(|| SkipReason::Damaged("no OpenDocument: content.xml is missing".to_owned()))?;
    let mut parents: HashMap<String, String> = HashMap::new();
    let mut walk = XmlWalk::new(&text);
    while let Some(next) = walk.next(|_, name| matches!(name, "h" | "p" | "style") || HIDDEN.contains(&name)) {
        let element = match next {
            Ok(element) => element,
            Err(Fault::Element(line, reason) | Fault::Document(line, reason)) => return Err(reason.on_line(line)),
        };
        match element.name.as_str() {
            "style" => {
                if let (Some(name), Some(parent)) = (element.attribute("name"), element.attribute("parent-style-name"))
                {
                    parents.insert(name.to_owned(), parent.to_owned());
                }
            }
            "h" | "p" => {
                let style = element.attribute("style-name").unwrap_or_default();
                let style = parents.get(style).map_or(style, String::as_str);
                let mut lines = vec![String::new()];
                gather(&element, &mut lines);
                for line in lines {
                    document.paragraph(&line, element.name == "h");
                    if style == "Title"
                        && let Some(last) = document.blocks.last_mut()
                    {
                        last.title = true;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(document)
}

/// Returns a document with what its properties say and no text.
fn properties(parts: &mut Parts) -> Result<Document, SkipReason> {
    let mut document = Document::default();
    if let Some(meta) = parts.text("meta.xml")? {
        each(&meta, "meta", |meta| {
            let first =
                |names: [&str; 2]| names.map(|name| meta.line_of(name)).into_iter().find(|text| !text.is_empty());
            document.title = meta.line_of("title");
            document.author = first(["initial-creator", "creator"]).unwrap_or_default();
            document.publisher = meta.line_of("publisher");
            document.date = first(["creation-date", "date"]).unwrap_or_default();
            document.language = meta.line_of("language");
        })?;
    }
    Ok(document)
}

/// Gathers the lines of a paragraph. A paragraph in it, as in a text box, begins a line. Recursive: the depth of the tree is
/// bounded.
fn gather(element: &Element, lines: &mut Vec<String>) {
    for node in &element.children {
        let mut push = |text: &str| {
            if let Some(line) = lines.last_mut() {
                line.push_str(text);
            }
        };
        match node {
            XmlNode::Text(text) => push(text),
            XmlNode::Element(inner) => match inner.name.as_str() {
                "s" => {
                    let count = inner.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1usize);
                    push(&" ".repeat(count.min(MAX_BLANKS)));
                }
                "tab" => push(" "),
                "line-break" => lines.push(String::new()),
                "p" | "h" => {
                    lines.push(String::new());
                    gather(inner, lines);
                    lines.push(String::new());
                }
                name if HIDDEN.contains(&name) => {}
                _ => gather(inner, lines),
            },
        }
    }
}
