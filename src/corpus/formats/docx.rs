//! Reads Word documents (DOCX, ECMA-376): paragraphs, headings and the properties of the document. Macros, pictures, headers and
//! footers are left out, and nothing outside the file is loaded.

use std::collections::HashMap;

use super::document::Document;
use super::xml::{Element, Fault, XmlNode, XmlWalk};
use crate::corpus::archive::Parts;
use crate::corpus::reason::SkipReason;

/// The kind of paragraph that a style makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Heading,
    Title,
}

/// Elements whose text is not shown: what was deleted or moved away, a second version for old programs, and fields.
const HIDDEN: [&str; 6] = ["del", "moveFrom", "Fallback", "pPr", "instrText", "delText"];

/// Reads a document of at most `limit` bytes when unpacked.
pub(super) fn read(bytes: Vec<u8>, limit: u64) -> Result<Document, SkipReason> {
    let mut parts = Parts::open(bytes, limit)?;
    let mut document = properties(&mut parts)?;
    let styles = parts.text("word/styles.xml")?.map(|text| styles(&text)).unwrap_or_default();
    let text = parts.text("word/document.xml")?;
    let text = text.ok_or_else(|| SkipReason::Damaged("no Word document: word/document.xml is missing".to_owned()))?;
    each(&text, "p", |paragraph| {
        let style = paragraph.find("pPr/pStyle").and_then(|style| style.attribute("val"));
        let level = paragraph.find("pPr/outlineLvl").and_then(|level| level.attribute("val"));
        let style = style.and_then(|style| styles.get(style).copied().or_else(|| style_of(style)));
        let is_outlined = level.is_some_and(|level| level.parse::<u8>().is_ok_and(|level| level < 9));
        let mut lines = vec![String::new()];
        gather(paragraph, &mut lines);
        for line in lines {
            document.paragraph(&line, style == Some(Style::Heading) || is_outlined);
            if style == Some(Style::Title)
                && let Some(last) = document.blocks.last_mut()
            {
                last.title = true;
            }
        }
    })?;
    Ok(document)
}

/// Calls `use_it` for each element of this name. An element that is too large is left out; fails where the XML breaks off.
pub(super) fn each(text: &str, name: &str, mut use_it: impl FnMut(&Element)) -> Result<(), SkipReason> {
    let mut walk = XmlWalk::new(text);
    while let Some(next) = walk.next(|_, other| other == name) {
        match next {
            Ok(element) => use_it(&element),
            Err(Fault::Element(line, reason) | Fault::Document(line, reason)) => return Err(reason.on_line(line)),
        }
    }
    Ok(())
}

/// Returns a document with what its properties say and no text.
fn properties(parts: &mut Parts) -> Result<Document, SkipReason> {
    let mut document = Document::default();
    if let Some(core) = parts.text("docProps/core.xml")? {
        each(&core, "coreProperties", |core| {
            document.title = core.line_of("title");
            document.author = core.line_of("creator");
            document.date = core.line_of("created");
            document.language = core.line_of("language");
        })?;
    }
    if let Some(app) = parts.text("docProps/app.xml")? {
        each(&app, "Properties", |app| document.publisher = app.line_of("Company"))?;
    }
    Ok(document)
}

/// Returns the styles of headings and titles by their ids, which are translated: `berschrift1` has the name `heading 1`.
fn styles(text: &str) -> HashMap<String, Style> {
    let mut styles = HashMap::new();
    // styles that cannot be read make no headings
    let _ = each(text, "style", |style| {
        let name = style.find("name").and_then(|name| name.attribute("val")).unwrap_or_default();
        if let (Some(id), Some(kind)) = (style.attribute("styleId"), style_of(name)) {
            styles.insert(id.to_owned(), kind);
        }
    });
    styles
}

/// Returns what a style of this name makes.
fn style_of(name: &str) -> Option<Style> {
    let name = name.to_lowercase().replace(['_', ' '], "");
    let is_level = |rest: &str| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit());
    let headings = ["heading", "überschrift", "berschrift"];
    if name == "title" || name == "titel" {
        Some(Style::Title)
    } else if headings.iter().any(|start| name.strip_prefix(start).is_some_and(is_level)) {
        Some(Style::Heading)
    } else {
        None
    }
}

/// Gathers the lines of a paragraph. A paragraph in it, as in a text box, begins a line. Recursive: the depth of the tree is
/// bounded.
fn gather(element: &Element, lines: &mut Vec<String>) {
    for node in &element.children {
        let XmlNode::Element(inner) = node else { continue };
        let mut push = |text: &str| {
            if let Some(line) = lines.last_mut() {
                line.push_str(text);
            }
        };
        match inner.name.as_str() {
            "t" => push(&inner.text()),
            "tab" => push(" "),
            "noBreakHyphen" => push("-"),
            "br" | "cr" => lines.push(String::new()),
            "p" => {
                lines.push(String::new());
                gather(inner, lines);
                lines.push(String::new());
            }
            name if HIDDEN.contains(&name) => {}
            _ => gather(inner, lines),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_in_every_language() {
        for (name, style) in [
            ("heading 1", Some(Style::Heading)),
            ("Heading2", Some(Style::Heading)),
            ("berschrift3", Some(Style::Heading)),
            ("Title", Some(Style::Title)),
            ("Subtitle", None),
            ("heading", None),
            ("Normal", None),
        ] {
            assert_eq!(style_of(name), style, "{name}");
        }
    }
}
