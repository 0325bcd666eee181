//! Whether a text is HTML.

use super::html_text::{self, after_tag};

/// Elements inside a paragraph that nobody types who means the signs `<` and `>`.
const INLINE_ELEMENTS: [&str; 8] = ["a", "span", "strong", "em", "img", "iframe", "script", "style"];

/// Returns true if a text clearly is HTML.
pub(super) fn is_marked_up(text: &str) -> bool {
    tags(text).any(|name| is_block(name) || INLINE_ELEMENTS.iter().any(|element| name.eq_ignore_ascii_case(element)))
}

/// Returns true if HTML has paragraphs of its own, so that its line ends are mere blanks.
pub(super) fn has_block_marks(text: &str) -> bool {
    tags(text).any(is_block)
}

/// Returns a text with a blank for each tag.
pub(super) fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once('<') {
        out.push_str(before);
        let is_tag = inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        out.push(if is_tag { ' ' } else { '<' });
        rest = if is_tag { after_tag(inside) } else { inside };
    }
    out + rest
}

/// Names of the tags in a text, as they are written.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    text.split('<').skip(1).filter_map(|rest| {
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric())?;
        let goes_on = rest[end..].starts_with(['>', '/', ' ', '\n', '\t']);
        Some(&rest[..end]).filter(|_| goes_on && rest[end..].contains('>'))
    })
}

/// Returns true if an element, however it is written, separates paragraphs.
fn is_block(name: &str) -> bool {
    html_text::is_block(&name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_up_or_not() {
        for text in ["<p>x", "x<BR/>y", "a<div class='x'>b</div>", "<a href=\"x\">y</a>", "x</p>", "<h2>K</h2>"] {
            assert!(is_marked_up(text), "{text}");
        }
        for text in ["a < b > c", "<i>c</i> und <b>d</b>", "a<b", "<3", "<p", "<prost>", "x </", "", "< p >"] {
            assert!(!is_marked_up(text), "{text}");
        }
        assert!(!has_block_marks("<a href=x>y</a>\nz") && has_block_marks("<a href=x>y</a><br>z"));
        assert_eq!(without_tags("<div><b a='>'>x</b> < 3"), "  x  < 3");
    }
}
