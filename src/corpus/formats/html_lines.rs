//! On which lines of a web page the paragraphs that were taken from it begin.

use super::html_text::{decoded, skip_raw, tag_name};
use super::whitespace::count_line_ends;
use crate::corpus::article::Lines;

/// Looking for paragraphs ends after so many that are not found, as each of them costs a walk to the page's end.
const MISSES: u32 = 50;

/// A paragraph is known by so many characters at its beginning, white space not counted.
const START: usize = 24;

/// Elements in which the parser sees no tags, and whose text is no paragraph.
const RAW: [&str; 6] = ["script", "style", "title", "textarea", "iframe", "noscript"];

/// Finds the lines of the source on which paragraphs begin.
pub(super) struct Places {
    /// The page's text as [`squeezed`] leaves it.
    text: String,
    lines: Lines,
    at: usize,
    line: u32,
    found: bool,
    misses: u32,
}

impl Places {
    /// Reads the text of a page that [`check`](super::html_text::check) lets through.
    pub(super) fn new(page: &str) -> Self {
        let Scan { text, starts, .. } = Scan::of(page);
        Places { text, lines: Lines::Starts(starts), at: 0, line: 1, found: false, misses: 0 }
    }

    /// The line of a paragraph that follows those asked for before; that of the last one found when the page
    /// has no such text.
    pub(super) fn find(&mut self, text: &str) -> u32 {
        let start: String = squeezed(text).take(START).collect();
        let rest = &self.text[self.at..];
        let searched = self.misses < MISSES && !start.is_empty();
        match searched.then(|| rest.find(&start)).flatten() {
            Some(offset) => {
                self.line = self.lines.at(self.at + offset);
                self.at += offset + start.len();
                self.found = true;
            }
            None => self.misses += 1,
        }
        self.line
    }

    /// Whether any paragraph was found.
    pub(super) fn found(&self) -> bool {
        self.found
    }
}

/// The characters that stay the same between a page and what is extracted from it: blanks come and go with the
/// tags, soft hyphens and control characters are dropped.
fn squeezed(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && *c != '\u{ad}')
}

/// A page's text in the making, without tags.
struct Scan {
    text: String,
    /// Offsets in `text` where a new line of the page begins, with that line.
    starts: Vec<(u32, u32)>,
    line: u32,
}

impl Scan {
    fn of(page: &str) -> Scan {
        let mut scan = Scan { text: String::new(), starts: Vec::new(), line: 1 };
        let mut rest = page;
        while let Some(at) = rest.find('<') {
            scan.push(&rest[..at]);
            rest = &rest[at..];
            let after = after_markup(rest);
            if after.len() == rest.len() {
                scan.push("<");
                rest = &rest[1..];
            } else {
                scan.line += count_line_ends(&rest[..rest.len() - after.len()]);
                rest = after;
            }
        }
        scan.push(rest);
        scan
    }

    /// Takes a run of text. Line by line, as a character that is spelt out may be a line end itself.
    fn push(&mut self, run: &str) {
        for line in run.split_inclusive('\n') {
            if self.starts.last().is_none_or(|&(_, last)| last != self.line) && !line.trim().is_empty() {
                self.starts.push((self.text.len() as u32, self.line));
            }
            self.text.extend(squeezed(&decoded(line)));
            self.line += count_line_ends(line);
        }
    }
}

/// What follows the tag or comment that `rest` begins with, and after a raw element's start tag its text; all of
/// `rest` when the `<` is only a character.
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
    if RAW.contains(&name.as_str()) { skip_raw(after, &name) } else { after }
}

/// Goes behind the tag's `>`, which is not one in a quoted value. A tag that never ends takes the rest of the
/// page, as it does for the parser.
fn after_tag(inside: &str) -> &str {
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
            let mut places = Places::new(&page);
            let found = ["Davor.", text, "Fehlt.", "Danach."].map(|text| places.find(text));
            assert_eq!(found, [line_of("Davor."), begins, begins, line_of("Danach.")], "{source}");
        }
    }

    #[test]
    fn broken_pages() {
        for page in ["", "<", "<p", "</", "<!--", "<!", "<a href=\"", "<script>", "<p>&#;&;&", "ä<ü>ö"] {
            let mut places = Places::new(page);
            assert_eq!((places.find("Text"), places.find(""), places.found()), (1, 1, false), "{page}");
        }
    }
}
