//! Converts HTML to paragraphs of plain text, without scripts and styles. No nesting overflows the stack.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::{Html, Node};

use super::layout::Body;
use super::whitespace::one_line;

/// Deepest nesting of a page. Parsers and the tools after them recurse, and take time quadratic in the depth.
const MAX_DEPTH: usize = 500;

/// Most tags of a page. Pages with more are no articles, and their tree would not fit into memory.
const MAX_TAGS: usize = 200_000;

/// Most formatting elements that the HTML parser may copy into new paragraphs, because their end tags are missing.
const MAX_FORMATTING_COPIES: usize = 1_000_000;

/// Elements without an end tag.
const VOID_ELEMENTS: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements whose end tag may be missing: the next one of their kind closes them, so that they do not nest.
const OPTIONAL_END_ELEMENTS: [&str; 15] =
    ["p", "li", "td", "th", "tr", "dt", "dd", "option", "optgroup", "thead", "tbody", "tfoot", "rp", "rt", "colgroup"];

/// Elements that the parser reopens in the next paragraph when they are not closed.
const FORMATTING_ELEMENTS: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements of drawings (SVG) in which `/>` ends a tag.
const DRAWN_ELEMENTS: [&str; 28] = [
    "animate",
    "animatemotion",
    "animatetransform",
    "circle",
    "clippath",
    "defs",
    "ellipse",
    "filter",
    "g",
    "image",
    "line",
    "lineargradient",
    "marker",
    "mask",
    "metadata",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialgradient",
    "rect",
    "set",
    "stop",
    "symbol",
    "text",
    "textpath",
    "tspan",
    "use",
];

/// Elements whose text readers do not see.
const HIDDEN_ELEMENTS: [&str; 12] = [
    "script", "style", "noscript", "template", "head", "iframe", "svg", "math", "object", "select", "textarea",
    "button",
];

/// Elements that separate paragraphs.
const BLOCK_ELEMENTS: [&str; 34] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "tr",
    "ul",
];

/// Returns true if elements of this name separate paragraphs.
pub(super) fn is_block(name: &str) -> bool {
    BLOCK_ELEMENTS.contains(&name)
}

/// Returns true if readers do not see the text in elements of this name.
pub(super) fn is_hidden(name: &str) -> bool {
    HIDDEN_ELEMENTS.contains(&name)
}

/// A paragraph or heading.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TextBlock {
    pub(super) text: String,
    pub(super) heading: bool,
}

/// Returns all paragraphs of a page, whether they belong to an article or not.
pub(super) fn page_blocks(page: &str) -> Result<Vec<TextBlock>, String> {
    check(page)?;
    Ok(blocks(&Html::parse_document(page)))
}

/// Adds paragraphs to a body, each with its line. A heading at the end, with no text after it, becomes a paragraph.
pub(super) fn append(body: &mut Body, blocks: Vec<(TextBlock, u32)>) {
    let last = blocks.len().saturating_sub(1);
    for (nth, (block, line)) in blocks.iter().enumerate() {
        if block.heading && nth < last {
            body.heading(&block.text, *line);
        } else {
            body.paragraph(&block.text, *line);
        }
    }
}

/// Converts a piece of HTML to text, one paragraph a line.
pub(super) fn plain(html: &str) -> Result<String, String> {
    check(html)?;
    let blocks = blocks(&Html::parse_fragment(html));
    Ok(blocks.into_iter().map(|block| block.text).collect::<Vec<_>>().join("\n"))
}

/// Resolves the character references in a text without tags.
pub(super) fn decoded(text: &str) -> String {
    let is_reference = |part: &str| part.split(';').next().is_some_and(|name| name.len() < part.len().min(10));
    if !text.split('&').skip(1).any(is_reference) || text.contains('<') {
        return text.to_owned();
    }
    Html::parse_fragment(text).root_element().text().collect()
}

/// Returns the paragraphs of a document; `h2` to `h6` are headings.
pub(super) fn blocks(document: &Html) -> Vec<TextBlock> {
    blocks_in(document.tree.root())
}

/// Returns the paragraphs of a part of a document, as [`blocks`] does.
pub(super) fn blocks_in(part: NodeRef<'_, Node>) -> Vec<TextBlock> {
    blocks_with(part, |name| matches!(name, "h2" | "h3" | "h4" | "h5" | "h6"))
}

/// Returns the paragraphs of a part of a document, with the headings that `is_heading` tells by their names.
pub(super) fn blocks_with(part: NodeRef<'_, Node>, is_heading: impl Fn(&str) -> bool) -> Vec<TextBlock> {
    let mut blocks = Vec::new();
    let mut text = String::new();
    let mut heading = false;
    let mut unseen = 0usize;
    for edge in part.traverse() {
        let (Edge::Open(node) | Edge::Close(node)) = edge;
        let opens = matches!(edge, Edge::Open(_));
        if let (true, 0, Node::Text(piece)) = (opens, unseen, node.value()) {
            text.push_str(piece);
        }
        let Some(name) = name_of(node) else { continue };
        if is_hidden(name) {
            unseen = if opens { unseen + 1 } else { unseen.saturating_sub(1) };
        } else if is_block(name) {
            finish(&mut blocks, &mut text, heading);
            heading = opens && is_heading(name);
        } else if matches!(name, "td" | "th") && !opens {
            text.push(' ');
        }
    }
    finish(&mut blocks, &mut text, false);
    blocks
}

fn name_of(node: NodeRef<'_, Node>) -> Option<&str> {
    node.value().as_element().map(|element| element.name())
}

fn finish(blocks: &mut Vec<TextBlock>, text: &mut String, heading: bool) {
    let line = one_line(text);
    text.clear();
    if !line.is_empty() {
        blocks.push(TextBlock { text: line, heading });
    }
}

/// Returns true if a parsed document is not nested deeper than is safe.
pub(super) fn is_shallow(document: &Html) -> bool {
    let mut depth = 0usize;
    document.tree.root().traverse().all(|edge| {
        match edge {
            Edge::Open(_) => depth += 1,
            Edge::Close(_) => depth -= 1,
        }
        depth <= 3 * MAX_DEPTH
    })
}

/// Checks the tags before a parser sees them. Counts an element as open until its own end tag, which never gives less than the
/// parser's nesting.
pub(super) fn check(html: &str) -> Result<(), String> {
    let mut open: Vec<(String, usize)> = Vec::new();
    let (mut depth, mut formatting, mut foreign, mut tags, mut copies) = (0usize, 0usize, 0usize, 0usize, 0usize);
    let mut drawing = Drawing::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let closes = rest.starts_with('/');
        let name = tag_name(if closes { &rest[1..] } else { rest });
        if name.is_empty() {
            continue;
        }
        tags += 1;
        let is_closed = drawing.closes_itself(&name, closes, rest, foreign > 0);
        let counted = !is_closed
            && !VOID_ELEMENTS.contains(&name.as_str())
            && (foreign > 0 || !OPTIONAL_END_ELEMENTS.contains(&name.as_str()));
        let is_formatting = usize::from(FORMATTING_ELEMENTS.contains(&name.as_str()));
        let is_foreign = usize::from(name == "svg" || name == "math");
        if closes {
            if let Some((_, count)) = open.iter_mut().find(|(other, count)| *other == name && *count > 0) {
                *count -= 1;
                depth -= 1;
                formatting -= is_formatting;
                foreign -= is_foreign;
            }
        } else {
            copies += formatting * (1 - is_formatting);
            if counted {
                depth += 1;
                formatting += is_formatting;
                foreign += is_foreign;
                match open.iter_mut().find(|(other, _)| *other == name) {
                    Some((_, count)) => *count += 1,
                    None => open.push((name.clone(), 1)),
                }
            }
            if let "script" | "style" = name.as_str() {
                rest = skip_raw(rest, &name);
            }
        }
        if depth > MAX_DEPTH || copies > MAX_FORMATTING_COPIES {
            return Err("nested too deep".to_owned());
        }
        if tags > MAX_TAGS {
            return Err(format!("more than {MAX_TAGS} tags"));
        }
    }
    Ok(())
}

/// Knowledge of the inline drawing (SVG) in which a tag stands.
#[derive(Default)]
struct Drawing {
    /// Number of open titles and descriptions, in which the parser reads HTML.
    labels: usize,
    /// True if some tag may have led the parser out of the drawing.
    left: bool,
}

impl Drawing {
    /// Returns true if a tag closes itself: the parser obeys `/>` only in drawings, and there only as long as no other tag
    /// stands among theirs.
    fn closes_itself(&mut self, name: &str, closes: bool, tag: &str, foreign: bool) -> bool {
        let ends_itself = || tag[..tag.len() - after_tag(tag).len()].ends_with("/>");
        match name {
            "svg" => !closes && ends_itself(),
            _ if !foreign => false,
            "title" | "desc" => {
                self.labels = if closes { self.labels.saturating_sub(1) } else { self.labels + 1 };
                false
            }
            _ if !DRAWN_ELEMENTS.contains(&name) && !name.starts_with("fe") => {
                self.left = true;
                false
            }
            _ => !closes && self.labels == 0 && !self.left && ends_itself(),
        }
    }
}

/// Skips to the end of a tag, whose `>` is not one in a quoted value. A tag that never ends takes the rest of the page, as it
/// does for the parser.
pub(super) fn after_tag(inside: &str) -> &str {
    let (mut quote, mut before) = (None, b' ');
    for (at, byte) in inside.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return &inside[at + 1..],
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (None, _) => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    ""
}

/// Returns the name of the start tag whose `<` stands before `rest`, in lower case; empty if there is none.
pub(super) fn tag_name(rest: &str) -> String {
    let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/' | '<')).unwrap_or(rest.len());
    if rest.starts_with(|c: char| c.is_ascii_alphabetic()) { rest[..end].to_ascii_lowercase() } else { String::new() }
}

/// Skips to the end tag of a script or style, in whose text `<` has no meaning.
pub(super) fn skip_raw<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut inside = rest;
    while let Some(at) = inside.find("</") {
        inside = &inside[at..];
        if inside.get(2..2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return inside;
        }
        inside = &inside[2..];
    }
    rest
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn paragraphs_and_headings() {
        let html = "<h2>Kopf</h2><p>Eins <b>zwei</b>\n drei &amp; vier</p><style>p{}</style><ul><li>a<li>b</ul>\
                    <table><tr><td>x<td>y</table>lose<br>Zeile<script>böse</script>";
        let found: Vec<(String, bool)> =
            blocks(&Html::parse_fragment(html)).into_iter().map(|block| (block.text, block.heading)).collect();
        let plain = |text: &str| (text.to_owned(), false);
        assert_eq!(
            found,
            [
                ("Kopf".to_owned(), true),
                plain("Eins zwei drei & vier"),
                plain("a"),
                plain("b"),
                plain("x y"),
                plain("lose"),
                plain("Zeile")
            ]
        );
    }

    #[test]
    fn deep_pages_are_refused_in_time() {
        for piece in [
            "<div>",
            "<b>",
            "<b><div></b>",
            "<span><div></span>",
            "<svg><td>",
            "<table><tr><td>",
            "<p><button>",
            "<DIV a='>'>",
            "<x-y>",
        ] {
            assert!(check(&piece.repeat(10_000)).is_err(), "{piece}");
        }
        assert!(check(&format!("{}{}", "<svg>", "<td>".repeat(10_000))).is_err());
        for before in ["<svg><div>", "<svg></p>", "<svg><title>", "<svg/>", "<svg><foreignObject>", "<svg></svg>"] {
            assert!(check(&format!("{before}{}", "<path/>".repeat(10_000))).is_err(), "{before}");
        }
        let formats: String = (0..400).map(|n| format!("<b id={n}>")).collect();
        assert!(check(&format!("{formats}{}", "<p>".repeat(10_000))).is_err());
    }

    #[test]
    fn sloppy_pages_are_not() {
        let page =
            "<p>Absatz<li>Punkt<br><div><b>x</b></div><script>if (a<b) x='<div>'</script><!-- <div> -->".repeat(2_000);
        assert_eq!(check(&page), Ok(()));
        let drawing = "<svg viewBox='0 0 1 1'><title>Haus</title><g><path d='M0>1'/><use href=#a /></g></svg>";
        assert_eq!(check(&format!("{}<svg>{}</svg>", drawing.repeat(900), "<path d=\"x\"/>".repeat(900))), Ok(()));
    }
}
