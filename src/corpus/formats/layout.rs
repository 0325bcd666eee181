//! From lines to paragraphs and headings: plain text, whoever it came from.

use std::ops::Range;

use super::whitespace::count_line_ends;
use crate::corpus::article::{Article, Lines};
use crate::corpus::date::parse_date;
use crate::corpus::encoding::with_plain_line_ends;
use crate::corpus::reason::Reason;

/// A heading is no longer than this, in characters.
const HEADING: usize = 80;

/// Wrapped text has lines of at most this many characters.
const WRAP: usize = 120;

/// A body in the making: paragraphs one a line, with the headings and the places of the source lines.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) text: String,
    pub(super) headings: Vec<Range<usize>>,
    starts: Vec<(u32, u32)>,
}

impl Body {
    /// Begins a new paragraph that stands on `line` of the source.
    pub(super) fn paragraph(&mut self, text: &str, line: u32) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.mark(line);
        self.text.push_str(text);
    }

    /// Begins a new paragraph that is a heading.
    pub(super) fn heading(&mut self, text: &str, line: u32) {
        self.paragraph(text, line);
        self.headings.push(self.text.len() - text.len()..self.text.len());
    }

    /// From here on the text stands on `line` of the source.
    pub(super) fn mark(&mut self, line: u32) {
        if self.starts.last().is_none_or(|&(_, last)| last != line) {
            self.starts.push((self.text.len() as u32, line));
        }
    }

    /// Makes it the body of an article that spans many source lines.
    pub(super) fn fill(self, article: &mut Article) {
        article.body = self.text;
        article.headings = self.headings;
        article.lines = Lines::Starts(self.starts);
    }
}

/// Text that came as one string, with `\n`, `\r\n` or `\r` as line ends.
pub(super) fn lay_out_text(text: &str) -> Result<Body, Reason> {
    lay_out(with_plain_line_ends(text.to_owned())?, 0)
}

/// Makes paragraphs of the lines of `text` from the byte `from` on, where a line begins. They are parted by every line
/// end or by blank lines, whichever the text does: when its lines are wrapped, the lines of a block are joined with a
/// blank to one paragraph. A paragraph of one line is a heading when it is short, has no end mark, and text follows.
///
/// The body takes the place of the text, which is never shorter: of a long article there is one copy, not two.
pub(super) fn lay_out(text: String, from: usize) -> Result<Body, Reason> {
    let wrapped = is_wrapped(&text[from..]);
    let mut number = count_line_ends(&text[..from]);
    let mut place = InPlace { bytes: text.into_bytes(), written: 0 };
    let (mut starts, mut headings) = (Vec::new(), Vec::new());
    let mut inside = false;
    // The paragraph at hand while it is one line that may be a heading. The one before it, when both may be: it is one
    // if the one at hand turns out to have more lines.
    let (mut single, mut before) = (None, None);
    let mut next = from;
    while let Some(line) = place.line(&mut next)? {
        number += 1;
        if line.is_empty() {
            inside = false;
            continue;
        }
        let goes_on = inside && wrapped;
        let may_be_heading = !goes_on && is_heading_like(place.text(&line)?);
        let written = if goes_on { place.go_on(line)? } else { place.paragraph(line) };
        starts.push((written.start as u32, number));
        if goes_on {
            headings.extend(before.take());
            single = None;
        } else {
            let last = std::mem::replace(&mut single, may_be_heading.then_some(written));
            before = last.clone().filter(|_| may_be_heading);
            headings.extend(last.filter(|_| !may_be_heading));
        }
        inside = true;
    }
    starts.shrink_to_fit();
    Ok(Body { text: place.finish()?, headings, starts })
}

/// A text that becomes a body from its beginning on, while its lines are read.
struct InPlace {
    bytes: Vec<u8>,
    /// Where the body ends so far, never beyond what was read.
    written: usize,
}

impl InPlace {
    /// The line that begins at `next`, without the blanks around it. `next` is then the beginning of the one after it.
    fn line(&self, next: &mut usize) -> Result<Option<Range<usize>>, Reason> {
        let Some(rest) = self.bytes.get(*next..).filter(|rest| !rest.is_empty()) else { return Ok(None) };
        let length = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        let line = self.text(&(*next..*next + length))?;
        let start = *next + (line.len() - line.trim_start().len());
        *next += length + 1;
        Ok(Some(start..start + line.trim().len()))
    }

    /// What was not read yet is as it came, so that a range between line ends is text.
    fn text(&self, range: &Range<usize>) -> Result<&str, Reason> {
        std::str::from_utf8(&self.bytes[range.clone()]).map_err(|_| Reason::bug("a line of a text is not UTF-8"))
    }

    /// Makes a line a new paragraph; its place in the body.
    fn paragraph(&mut self, line: Range<usize>) -> Range<usize> {
        if self.written > 0 {
            self.push(b'\n');
        }
        self.take(line)
    }

    /// Adds a line to the last paragraph; its place in the body.
    fn go_on(&mut self, line: Range<usize>) -> Result<Range<usize>, Reason> {
        let end = &self.bytes[self.written.saturating_sub(8)..self.written];
        let end = end.utf8_chunks().last().map_or("", |chunk| chunk.valid());
        match joint(end, self.text(&line)?) {
            Joint::Blank => self.push(b' '),
            Joint::Solid => {}
            Joint::DropHyphen => self.written -= 1,
        }
        Ok(self.take(line))
    }

    fn push(&mut self, byte: u8) {
        self.bytes[self.written] = byte;
        self.written += 1;
    }

    fn take(&mut self, line: Range<usize>) -> Range<usize> {
        let start = self.written;
        self.written += line.len();
        self.bytes.copy_within(line, start);
        start..self.written
    }

    fn finish(mut self) -> Result<String, Reason> {
        self.bytes.truncate(self.written);
        String::from_utf8(self.bytes).map_err(|_| Reason::bug("a body that was made in place is not UTF-8"))
    }
}

/// Whether lines end because they are full: none is long, most that are followed by another have no end mark,
/// and some sentence goes on with a small letter.
fn is_wrapped(text: &str) -> bool {
    let (mut inner, mut unended, mut small, mut long, mut all) = (0, 0, 0, 0, 0);
    let mut lines = text.lines().map(str::trim).peekable();
    while let Some(line) = lines.next() {
        all += usize::from(!line.is_empty());
        long += usize::from(line.chars().nth(WRAP).is_some());
        let next = lines.peek().copied().unwrap_or_default();
        if line.is_empty() || next.is_empty() {
            continue;
        }
        inner += 1;
        if !has_end_mark(line) {
            unended += 1;
            small += usize::from(next.starts_with(char::is_lowercase));
        }
    }
    // a lone long line is an address of the web, not a paragraph
    long * 20 <= all && small > 0 && unended * 5 >= inner * 3
}

/// A short line without an end mark that is neither an item of a list nor a byline (`Bote, 25. Mai 2019`).
fn is_heading_like(line: &str) -> bool {
    let item = line.starts_with(['-', '–', '—', '•', '*', '·']);
    let dated = line.rsplit_once(", ").is_some_and(|(_, date)| matches!(parse_date(date), Some(Ok(_))));
    let byline = dated || line.starts_with("Von ");
    !item && !byline && line.chars().nth(HEADING).is_none() && line.contains(char::is_alphabetic) && !has_end_mark(line)
}

fn has_end_mark(line: &str) -> bool {
    let closing = ['"', '\'', '“', '”', '‘', '’', '»', '«', '›', '‹', ')', ']'];
    line.trim_end_matches(closing).ends_with(['.', '!', '?', ':', ';', ',', '…'])
}

enum Joint {
    Blank,
    Solid,
    DropHyphen,
}

/// How two lines of wrapped text join: a word broken by a hyphen becomes whole again, `Hieb-` before `und` does not.
fn joint(before: &str, after: &str) -> Joint {
    let mut end = before.chars().rev();
    let broken = end.next() == Some('-') && end.next().is_some_and(char::is_alphabetic);
    let word = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    if !broken || word.is_empty() || matches!(word, "und" | "oder" | "bis" | "sowie" | "bzw" | "noch" | "wie") {
        Joint::Blank
    } else if word.starts_with(char::is_lowercase) {
        Joint::DropHyphen
    } else {
        Joint::Solid
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn shown(text: &str) -> (String, Vec<String>) {
        let body = lay_out_text(text).unwrap();
        let headings = body.headings.iter().map(|range| body.text[range.clone()].to_owned()).collect();
        (body.text, headings)
    }

    #[test]
    fn a_line_is_a_paragraph() {
        let (text, headings) =
            shown("Der Rat tagte lange.\n\nStreit um das Bad\nDas Bad schließt.\r\n„Wir haben Angst“\nSagte er.");
        assert_eq!(text, "Der Rat tagte lange.\nStreit um das Bad\nDas Bad schließt.\n„Wir haben Angst“\nSagte er.");
        assert_eq!(headings, ["Streit um das Bad", "„Wir haben Angst“"]);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let source = "Der Rat der Stadt hat\nnach langer Debatte das Werbe-\nbudget und die Hieb-\nund Stichwaffen im Klima-\nSchutz gestrichen.\n\nWie es weitergeht\n\nEs folgt\nein Gutachten.";
        let body = lay_out_text(source).unwrap();
        assert_eq!(
            body.text,
            "Der Rat der Stadt hat nach langer Debatte das Werbebudget und die Hieb- und Stichwaffen im Klima-Schutz \
             gestrichen.\nWie es weitergeht\nEs folgt ein Gutachten."
        );
        assert_eq!(body.headings.len(), 1);
        let mut article = Article::default();
        body.fill(&mut article);
        for (word, line) in [("Der Rat", 1), ("nach", 2), ("budget", 3), ("Schutz", 5), ("Wie es", 7), ("ein Gut", 10)]
        {
            assert_eq!(article.lines.at(article.body.find(word).unwrap()), line, "{word}");
        }
    }

    #[test]
    fn what_is_no_heading() {
        for line in ["Er sagte:", "„Nein.“", "– ein Punkt", "Von Anna Berg", "Bote, 25. Mai 2019", "12 : 3 …", "2018"]
        {
            assert_eq!(shown(&format!("{line}\nEs folgt ein Satz.")).1, Vec::<String>::new(), "{line}");
        }
        // nothing follows, or only another short line
        assert_eq!(shown("Ein Satz.\nOhne Text danach").1, Vec::<String>::new());
        assert_eq!(shown("Eins\nZwei\nEin Satz.").1, ["Zwei"]);
        assert_eq!(shown(&format!("{}\nEin Satz.", "lang ".repeat(17))).1, Vec::<String>::new());
    }
}
