//! Lays out plain text: lines become paragraphs and headings.

use std::ops::Range;

use super::line_ends::{Joint, goes_on, joint};
use super::whitespace::count_line_ends;
use crate::corpus::article::{Article, LineMap};
use crate::corpus::date::parse_date;
use crate::corpus::encoding::with_plain_line_ends;
use crate::corpus::reason::SkipReason;

/// Longest heading.
const MAX_HEADING_CHARS: usize = 80;

/// Longest line of wrapped text in which no words are broken.
const MAX_WRAPPED_CHARS: usize = 120;

/// Bytes at the end of a line that show how it is joined to the next: a mark and a letter.
const LINE_END_BYTES: usize = 8;

/// Body of an article under construction: one paragraph a line, with the headings and the source lines.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) text: String,
    pub(super) headings: Vec<Range<usize>>,
    starts: Vec<(u32, u32)>,
    places: Vec<(u32, String)>,
}

impl Body {
    /// Adds a paragraph that begins on `line` of the source.
    pub(super) fn paragraph(&mut self, text: &str, line: u32) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.mark(line);
        self.text.push_str(text);
    }

    /// Adds a heading that stands on `line` of the source.
    pub(super) fn heading(&mut self, text: &str, line: u32) {
        self.paragraph(text, line);
        self.headings.push(self.text.len() - text.len()..self.text.len());
    }

    /// Marks what is added next as coming from `line` of the source.
    pub(super) fn mark(&mut self, line: u32) {
        if self.starts.last().is_none_or(|&(_, last)| last != line) {
            self.starts.push((self.text.len() as u32, line));
        }
    }

    /// Adds a line to the last paragraph, which begins on `line` of the source: a word that is broken between the two becomes
    /// whole. Begins a paragraph if there is none.
    pub(super) fn continued(&mut self, text: &str, line: u32) {
        if self.text.is_empty() {
            return self.paragraph(text, line);
        }
        match joint(&self.text[self.text.ceil_char_boundary(self.text.len().saturating_sub(LINE_END_BYTES))..], text) {
            Joint::Blank => self.text.push(' '),
            Joint::Solid => {}
            Joint::DropMark(bytes) => self.text.truncate(self.text.len() - bytes),
        }
        self.mark(line);
        self.text.push_str(text);
    }

    /// Says where the last `bytes` of the body stand in what the file shows.
    pub(super) fn place(&mut self, bytes: usize, place: &str) {
        if self.places.last().is_none_or(|(_, last)| last != place) {
            self.places.push(((self.text.len() - bytes) as u32, place.to_owned()));
        }
    }

    /// Makes a heading of what was added last, which begins at the byte `from`.
    pub(super) fn mark_heading(&mut self, from: usize) {
        self.headings.push(from..self.text.len());
    }

    /// Makes this the body of an article that spans several source lines.
    pub(super) fn fill(self, article: &mut Article) {
        article.body = self.text;
        article.headings = self.headings;
        article.lines = LineMap::Starts(self.starts);
        article.places = self.places;
    }
}

/// Lays out a text with `\n`, `\r\n` or `\r` as line ends; see [`lay_out`].
pub(super) fn lay_out_text(text: &str) -> Result<Body, SkipReason> {
    lay_out(with_plain_line_ends(text.to_owned())?, 0)
}

/// Makes paragraphs of the lines of `text` from the byte `from` on, at which a line begins.
///
/// Where lines are wrapped, blank lines separate paragraphs and the lines between them are joined; elsewhere every line
/// is a paragraph, unless it ends within a word. A paragraph of one line is a heading if it is short, has no end mark,
/// and text follows.
///
/// The body is written into the buffer of the text, which is never shorter, so that a long article is held once.
pub(super) fn lay_out(text: String, from: usize) -> Result<Body, SkipReason> {
    let wrapped = is_wrapped(&text[from..]);
    let mut number = count_line_ends(&text[..from]);
    let mut body = InPlaceBody { bytes: text.into_bytes(), written: 0 };
    let (mut starts, mut headings) = (Vec::new(), Vec::new());
    let mut inside = false;
    // `single`: the current paragraph, while it is one line that may be a heading. `before`: the paragraph before it,
    // if it may be a heading too; it is one if the current paragraph gets more lines.
    let (mut single, mut before) = (None, None);
    let mut next = from;
    while let Some(line) = body.line(&mut next)? {
        number += 1;
        if line.is_empty() {
            inside = false;
            continue;
        }
        let goes_on = inside && (wrapped || goes_on(body.end(), body.text(&line)?));
        let may_be_heading = !goes_on && is_heading_like(body.text(&line)?);
        let written = if goes_on { body.continue_paragraph(line)? } else { body.paragraph(line) };
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
    Ok(Body { text: body.finish()?, headings, starts, places: Vec::new() })
}

/// A text whose beginning is overwritten by the body while its lines are read.
struct InPlaceBody {
    bytes: Vec<u8>,
    /// End of the body so far, never beyond what was read.
    written: usize,
}

impl InPlaceBody {
    /// Returns the range of the line that begins at `next`, without the white space around it, and moves `next` to the
    /// line after it.
    fn line(&self, next: &mut usize) -> Result<Option<Range<usize>>, SkipReason> {
        let Some(rest) = self.bytes.get(*next..).filter(|rest| !rest.is_empty()) else { return Ok(None) };
        let length = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        let line = self.text(&(*next..*next + length))?;
        let start = *next + (line.len() - line.trim_start().len());
        *next += length + 1;
        Ok(Some(start..start + line.trim().len()))
    }

    /// Returns a part of the text that was not overwritten yet.
    fn text(&self, range: &Range<usize>) -> Result<&str, SkipReason> {
        std::str::from_utf8(&self.bytes[range.clone()]).map_err(|_| SkipReason::bug("a line of a text is not UTF-8"))
    }

    /// Returns the last characters of the body.
    fn end(&self) -> &str {
        let end = &self.bytes[self.written.saturating_sub(LINE_END_BYTES)..self.written];
        end.utf8_chunks().last().map_or("", |chunk| chunk.valid())
    }

    /// Adds a line as a new paragraph and returns its range in the body.
    fn paragraph(&mut self, line: Range<usize>) -> Range<usize> {
        if self.written > 0 {
            self.push(b'\n');
        }
        self.move_down(line)
    }

    /// Adds a line to the last paragraph and returns its range in the body.
    fn continue_paragraph(&mut self, line: Range<usize>) -> Result<Range<usize>, SkipReason> {
        match joint(self.end(), self.text(&line)?) {
            Joint::Blank => self.push(b' '),
            Joint::Solid => {}
            Joint::DropMark(bytes) => self.written -= bytes,
        }
        Ok(self.move_down(line))
    }

    fn push(&mut self, byte: u8) {
        self.bytes[self.written] = byte;
        self.written += 1;
    }

    /// Moves a line to the end of the body.
    fn move_down(&mut self, line: Range<usize>) -> Range<usize> {
        let start = self.written;
        self.written += line.len();
        self.bytes.copy_within(line, start);
        start..self.written
    }

    fn finish(mut self) -> Result<String, SkipReason> {
        self.bytes.truncate(self.written);
        String::from_utf8(self.bytes).map_err(|_| SkipReason::bug("a body that was laid out in place is not UTF-8"))
    }
}

/// Returns true if lines end because they are full: hardly one is long (or words are broken at the ends of lines), most
/// of those before another line have no end mark, and some sentence goes on with a lower-case letter.
fn is_wrapped(text: &str) -> bool {
    let (mut inner, mut unended, mut small, mut broken, mut long, mut all) = (0, 0, 0, 0, 0, 0);
    let mut lines = text.lines().map(str::trim).peekable();
    while let Some(line) = lines.next() {
        all += usize::from(!line.is_empty());
        long += usize::from(line.chars().nth(MAX_WRAPPED_CHARS).is_some());
        let next = lines.peek().copied().unwrap_or_default();
        if line.is_empty() || next.is_empty() {
            continue;
        }
        inner += 1;
        broken += usize::from(goes_on(line, next));
        if !has_end_mark(line) {
            unended += 1;
            small += usize::from(next.starts_with(char::is_lowercase));
        }
    }
    // a single long line is a web address, not a paragraph
    (long * 20 <= all || broken * 20 >= all) && small > 0 && unended * 5 >= inner * 3
}

/// Returns true for a short line without an end mark that is neither a list item nor a byline (`Bote, 25. Mai 2019`).
fn is_heading_like(line: &str) -> bool {
    let is_short = line.chars().nth(MAX_HEADING_CHARS).is_none();
    let is_item = || line.starts_with(['-', '–', '—', '•', '*', '·']);
    // most lines are decided before the date, which is parsed
    is_short && !has_end_mark(line) && line.contains(char::is_alphabetic) && !is_item() && !is_byline(line)
}

fn is_byline(line: &str) -> bool {
    let is_dated = || line.rsplit_once(", ").is_some_and(|(_, date)| matches!(parse_date(date), Some(Ok(_))));
    line.starts_with("Von ") || is_dated()
}

fn has_end_mark(line: &str) -> bool {
    let closing = ['"', '\'', '“', '”', '‘', '’', '»', '«', '›', '‹', ')', ']'];
    line.trim_end_matches(closing).ends_with(['.', '!', '?', ':', ';', ',', '…'])
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
            assert_eq!(article.lines.line_at(article.body.find(word).unwrap()), line, "{word}");
        }
    }

    #[test]
    fn broken_words_become_whole() {
        for mark in ["-", "\u{2010}", "\u{2e17}", "\u{ad}", "¬"] {
            let text = format!("Die neue Strassen{mark}\nbahn fährt seit Mon{mark}\ntag bis zum Hafen.");
            assert_eq!(shown(&text).0, "Die neue Strassenbahn fährt seit Montag bis zum Hafen.", "{mark}");
        }
        // only the marks of OCR join what begins with a capital
        assert_eq!(
            shown("Alle gingen zum Rat¬\nHaus und zum See-\nUfer und\nweiter.").0,
            "Alle gingen zum RatHaus und zum See-Ufer und weiter."
        );
    }

    #[test]
    fn long_lines_with_broken_words_are_wrapped() {
        let full = "Lang ist die Zeile, ".repeat(8);
        let text = format!("{full} und am Ende steht ein Zeilen-\numbruch, {full} in der Mitte\ndes Satzes.");
        assert_eq!(shown(&text).0.matches('\n').count(), 0);
        assert!(shown(&text).0.contains("ein Zeilenumbruch, Lang"));
    }

    #[test]
    fn a_line_that_ends_within_a_word_goes_on() {
        // no wrapped text: every sentence has a line
        let text = "Der Rat tagte.\nEr sprach über die Müllab-\nfuhr.\nDann ging er.\nDas war spät.\nAlle schliefen.";
        assert_eq!(shown(text).0.lines().nth(1), Some("Er sprach über die Müllabfuhr."));
        let text = "Der Rat tagte.\nEr sprach über Ein-\nund Ausgaben.\nDann ging er.\nDas war spät.\nAlle schliefen.";
        assert_eq!(shown(text).0.lines().nth(1), Some("Er sprach über Ein- und Ausgaben."));
        let text = "Rot-\nGrün-\n\nblau\nSchluss.";
        assert_eq!(shown(text).0, "Rot-\nGrün-\nblau\nSchluss.");
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
