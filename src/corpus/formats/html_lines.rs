//! Finds the lines of a web page on which the paragraphs begin that were extracted from it.

use super::html_text::{after_tag, decoded, skip_raw, tag_name};
use super::whitespace::count_line_ends;
use crate::corpus::article::LineMap;

/// The search ends after this many paragraphs that are not found, as each of them costs a scan to the end of the page.
const MAX_MISSES: u32 = 50;

/// Length of the beginning by which a paragraph is found, in characters without white space.
const KEY_CHARS: usize = 24;

/// Elements in which the parser sees no tags, and whose text is no paragraph.
const RAW_TEXT_ELEMENTS: [&str; 6] = ["script", "style", "title", "textarea", "iframe", "noscript"];

/// Finds the lines of the source on which paragraphs begin.
pub(super) struct LineFinder {
    /// The page's text, reduced to its [`stable_chars`].
    text: String,
    lines: LineMap,
    at: usize,
    line: u32,
    found: bool,
    misses: u32,
}

impl LineFinder {
    /// Reads the text of a page that [`check`](super::html_text::check) lets through.
    pub(super) fn new(page: &str) -> Self {
        let PageText { text, starts, .. } = PageText::of(page);
        LineFinder { text, lines: LineMap::Starts(starts), at: 0, line: 1, found: false, misses: 0 }
    }

    /// Returns the line of a paragraph that follows those asked for before; if the page has no such text, the line of the last
    /// paragraph that was found.
    pub(super) fn find(&mut self, text: &str) -> u32 {
        let start: String = stable_chars(text).take(KEY_CHARS).collect();
        let rest = &self.text[self.at..];
        let searched = self.misses < MAX_MISSES && !start.is_empty();
        match searched.then(|| rest.find(&start)).flatten() {
            Some(offset) => {
                self.line = self.lines.line_at(self.at + offset);
                self.at += offset + start.len();
                self.found = true;
            }
            None => self.misses += 1,
        }
        self.line
    }

    /// Returns true if any paragraph was found.
    pub(super) fn found(&self) -> bool {
        self.found
    }
}

/// Returns the characters that a page and the text extracted from it have in common: white space changes with the tags, soft
/// hyphens and control characters are dropped.
fn stable_chars(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{ad}' | '¬'))
}

/// The text of a page without its tags.
struct PageText {
    text: String,
    /// Offsets in `text` at which a new line of the page begins, each with that line.
    starts: Vec<(u32, u32)>,
    line: u32,
}

impl PageText {
    fn of(page: &str) -> PageText {
        let mut page_text = PageText { text: String::new(), starts: Vec::new(), line: 1 };
        let mut rest = page;
        while let Some(at) = rest.find('<') {
            page_text.push(&rest[..at]);
            rest = &rest[at..];
            let after = after_markup(rest);
            if after.len() == rest.len() {
                page_text.push("<");
                rest = &rest[1..];
            } else {
                page_text.line += count_line_ends(&rest[..rest.len() - after.len()]);
                rest = after;
            }
        }
        page_text.push(rest);
        page_text
    }

    /// Adds a run of text between tags. Line by line, as a character reference may stand for a line end.
    fn push(&mut self, run: &str) {
        for line in run.split_inclusive('\n') {
            if self.starts.last().is_none_or(|&(_, last)| last != self.line) && !line.trim().is_empty() {
                self.starts.push((self.text.len() as u32, self.line));
            }
            self.text.extend(stable_chars(&decoded(line)));
            self.line += count_line_ends(line);
        }
    }
}

/// Skips the tag or comment with which `rest` begins, and the text of a raw text element. Returns all of `rest` if its `<` is
/// only a character.
fn after_markup(rest: &str) -> &str {
    let inside = &rest[1..];
    let name = tag_name(inside);
    if let Some(comment) = inside.strip_prefix("!--") {
        return comment.find("-->").map_or("", |end| &comment[end + 3..]);
    }
    if name.is_empty() && !inside.starts_with(['/', '!', '?']) {
        return rest;
    }
    let after = after_tag(inside);
    if RAW_TEXT_ELEMENTS.contains(&name.as_str()) { skip_raw(after, &name) } else { after }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn however_the_page_spells_it() {
        for (source, text) in [
            ("Über den Hafen wird geredet", "Über den Hafen wird geredet"),
            ("&Uuml;ber&nbsp;den Hafen wird geredet", "Über\u{a0}den Hafen wird geredet"),
            ("&#220;ber den&#10;Hafen &#xDC;ber", "Über den Hafen Über"),
            ("<b>Bremen</b> (dpa) &ndash; Der Rat", "Bremen (dpa) – Der Rat"),
            ("<a title='a > b' href=\"x\ny\">Bremen</a>: Der Rat", "Bremen: Der Rat"),
            ("&bdquo;Nein&ldquo;, sagt er&hellip;", "„Nein“, sagt er…"),
            ("Fisch & Chips &amp; 3 < 4 &euro;", "Fisch & Chips & 3 < 4 €"),
            ("Der Rat\n  der <i>gro&szlig;en</i>\nStadt", "Der Rat der großen Stadt"),
            ("Bundes&shy;tag und Rat", "Bundes\u{ad}tag und Rat"),
            ("Bundes&shy;tag und Rat", "Bundestag und Rat"),
        ] {
            // the first and the last paragraph frame it; title, script and comment have the same words
            let noise = format!("<title>{text}</title><script>'<p>{text}\n'</script><!--\n{source}-->");
            let page = format!("{noise}\n<p>Davor.\n<p class=\"x\n\">\n{source}</p>\n<p>Danach.");
            let line_of = |text: &str| {
                let at = page.rfind(text).unwrap();
                page[..at].matches('\n').count() as u32 + 1
            };
            // a tag may go over lines before the text in it begins
            let begins = line_of(source) + source.find("Bremen</a>").map_or(0, |at| count_line_ends(&source[..at]));
            let mut lines = LineFinder::new(&page);
            let found = ["Davor.", text, "Fehlt.", "Danach."].map(|text| lines.find(text));
            assert_eq!(found, [line_of("Davor."), begins, begins, line_of("Danach.")], "{source}");
        }
    }

    #[test]
    fn broken_pages() {
        for page in ["", "<", "<p", "</", "<!--", "<!", "<a href=\"", "<script>", "<p>&#;&;&", "ä<ü>ö"] {
            let mut lines = LineFinder::new(page);
            assert_eq!((lines.find("Text"), lines.find(""), lines.found()), (1, 1, false), "{page}");
        }
    }
}
