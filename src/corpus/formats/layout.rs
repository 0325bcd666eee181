//! From lines to paragraphs and headings: plain text, whoever it came from.

use std::ops::Range;

use crate::corpus::article::Lines;
use crate::corpus::date::parse_date;

/// A heading is no longer than this, in characters.
const HEADING: usize = 80;

/// Wrapped text has lines of at most this many characters.
const WRAP: usize = 120;

/// A body in the making: paragraphs one a line, with the headings and the places of the source lines.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) text: String,
    pub(super) headings: Vec<Range<usize>>,
    starts: Vec<(usize, u32)>,
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

    /// Goes on in the last paragraph with text of a further source line.
    fn go_on(&mut self, text: &str, line: u32) {
        match joint(&self.text, text) {
            Joint::Blank => self.text.push(' '),
            Joint::Solid => {}
            Joint::DropHyphen => self.text.truncate(self.text.len() - 1),
        }
        self.mark(line);
        self.text.push_str(text);
    }

    /// From here on the text stands on `line` of the source.
    pub(super) fn mark(&mut self, line: u32) {
        if self.starts.last().is_none_or(|&(_, last)| last != line) {
            self.starts.push((self.text.len(), line));
        }
    }

    /// The source lines, for an article that spans many.
    pub(super) fn lines(&self) -> Lines {
        Lines::Starts(self.starts.clone())
    }
}

/// A source line with its number.
pub(super) type NumberedLine<'a> = (u32, &'a str);

/// The lines of a text, numbered from 1.
pub(super) fn numbered(text: &str) -> Vec<NumberedLine<'_>> {
    (1..=u32::MAX).zip(text.lines()).collect()
}

/// Text that came as one string, with `\n`, `\r\n` or `\r` as line ends.
pub(super) fn lay_out_text(text: &str) -> Body {
    if text.contains('\r') {
        return lay_out_text(&text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    lay_out(&numbered(text))
}

/// Makes paragraphs of lines. They are parted by every line end or by blank lines, whichever the text does:
/// when its lines are wrapped, the lines of a block are joined with a blank to one paragraph. A paragraph of
/// one line is a heading when it is short, has no end mark, and text follows.
pub(super) fn lay_out(lines: &[NumberedLine<'_>]) -> Body {
    let mut paragraphs: Vec<Vec<NumberedLine<'_>>> = Vec::new();
    let wrapped = is_wrapped(lines);
    let mut inside = false;
    for &(number, line) in lines {
        let line = line.trim();
        if line.is_empty() {
            inside = false;
        } else if let Some(last) = paragraphs.last_mut().filter(|_| inside && wrapped) {
            last.push((number, line));
        } else {
            paragraphs.push(vec![(number, line)]);
            inside = true;
        }
    }
    let mut body = Body::default();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let Some((&(number, first), rest)) = paragraph.split_first() else { continue };
        let next = paragraphs.get(at + 1);
        let text_follows = next.is_some_and(|next| next.len() > 1 || !is_heading_like(next[0].1));
        if rest.is_empty() && text_follows && is_heading_like(first) {
            body.heading(first, number);
            continue;
        }
        body.paragraph(first, number);
        for &(number, line) in rest {
            body.go_on(line, number);
        }
    }
    body
}

/// Whether lines end because they are full: none is long, most that are followed by another have no end mark,
/// and some sentence goes on with a small letter.
fn is_wrapped(lines: &[NumberedLine<'_>]) -> bool {
    let (mut inner, mut unended, mut small, mut long, mut all) = (0, 0, 0, 0, 0);
    for (at, (_, line)) in lines.iter().enumerate() {
        let line = line.trim();
        all += usize::from(!line.is_empty());
        long += usize::from(line.chars().nth(WRAP).is_some());
        let next = lines.get(at + 1).map_or("", |(_, next)| next.trim());
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
        let body = lay_out_text(text);
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
        let body = lay_out_text(source);
        assert_eq!(
            body.text,
            "Der Rat der Stadt hat nach langer Debatte das Werbebudget und die Hieb- und Stichwaffen im Klima-Schutz \
             gestrichen.\nWie es weitergeht\nEs folgt ein Gutachten."
        );
        assert_eq!(body.headings.len(), 1);
        let lines = body.lines();
        for (word, line) in [("Der Rat", 1), ("nach", 2), ("budget", 3), ("Schutz", 5), ("Wie es", 7), ("ein Gut", 10)]
        {
            assert_eq!(lines.at(body.text.find(word).unwrap()), line, "{word}");
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
