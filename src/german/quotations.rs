//! The parts of a text that stand between quotation marks.

use std::ops::Range;

/// Exact form that stands beside the first word of a quotation.
pub(crate) const QUOTE: &str = "„";
/// Exact form that stands beside the last word of a quotation.
pub(crate) const UNQUOTE: &str = "“";

/// Bytes of the longest quotation. Where it would be longer, the closing mark was forgotten.
const MAX_QUOTATION_BYTES: usize = 32 << 10;

/// Opening marks of one kind inside one another. Where there are more, closing marks were forgotten; the search for the
/// end of each stops soon, so that a text full of opening marks takes linear time.
const MAX_DEPTH: usize = 8;

/// A part of a text between quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quotation {
    /// Bytes of the text, without the marks.
    pub range: Range<usize>,
    /// True if its end is marked, or if it goes on in the next paragraph, which begins with the mark again.
    pub closed: bool,
}

/// Returns what is quoted in a passage: ranges of bytes in order, which do not overlap.
///
/// Where a closing mark stands before any opening one, the quotation began in the passage before, so what precedes the
/// mark was quoted, too. That is a rule of thumb: writers set marks wrongly.
pub(crate) fn quoted(text: &str) -> Vec<Range<usize>> {
    if !may_have_marks(text) {
        return Vec::new();
    }
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for Quotation { range, .. } in quotations(text) {
        match ranges.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => ranges.push(range),
        }
    }
    let first = ranges.first().map_or(text.len(), |range| range.start);
    if let Some(end) = text[..first].find('”').filter(|end| text[..*end].ends_with(|c: char| !c.is_whitespace())) {
        let begin = text[..end].rfind('\n').map_or(0, |line| line + 1);
        ranges.insert(0, begin..end);
    }
    ranges.retain(|range| !range.is_empty());
    ranges
}

/// Returns the quotations of a text, whose paragraphs end with its lines, in order: „…“, »…«, «…», “…” and "…".
///
/// What is quoted inside a quotation, also in ‚…‘ and ›…‹, is part of it. A quotation whose end is not marked reaches to
/// the end of its paragraph, or to where the next one of its kind begins.
///
/// ```
/// let text = "Er sagte: „Das Geld fehlt.“";
/// let quotations = fundstelle::german::quotations(text);
/// assert_eq!(&text[quotations[0].range.clone()], "Das Geld fehlt.");
/// ```
pub fn quotations(text: &str) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((mark, open)) = next_opener(text, at) {
        let start = mark + open.len_utf8();
        match closed_range(text, start, open) {
            Some((range, next)) => {
                found.push(Quotation { range, closed: true });
                at = next;
            }
            None => {
                let paragraph = start..paragraph_end(text, start);
                let again = text[paragraph.clone()].find(open).map(|length| start + length);
                let closed = again.is_none() && goes_on(text, paragraph.end, open);
                let end = again.unwrap_or(paragraph.end);
                found.push(Quotation { range: start..end, closed });
                // Inside it another kind of marks may be whole.
                at = if closed { end } else { start };
            }
        }
    }
    found
}

/// Returns false for most texts, which have no marks: no byte is the first of „, “ or ”, or the last of « or ». That is found
/// many bytes at once.
fn may_have_marks(text: &str) -> bool {
    let is_of_mark = |byte: &u8| matches!(byte, b'"' | 0xe2 | 0xab | 0xbb);
    text.as_bytes().chunks(64).any(|bytes| bytes.iter().fold(false, |found, byte| found | is_of_mark(byte)))
}

/// Returns the next mark from byte `at` on that opens a quotation, and its byte.
fn next_opener(text: &str, at: usize) -> Option<(usize, char)> {
    let mut before = text[..at].chars().next_back();
    for (offset, c) in text[at..].char_indices() {
        let next = text[at + offset + c.len_utf8()..].chars().next();
        let begins = !before.is_some_and(char::is_alphanumeric)
            && next.is_some_and(|next| !next.is_whitespace() || is_fixed_blank(next));
        if c == '„' || (begins && matches!(c, '»' | '«' | '“' | '”' | '"')) {
            return Some((at + offset, c));
        }
        before = Some(c);
    }
    None
}

/// Returns true for a blank at which no line is broken, as it stands inside «…» in French.
fn is_fixed_blank(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}')
}

/// Returns the range of a quotation opened by `open` before `start`, and the byte after its closing mark; `None` if its
/// paragraph does not close it.
fn closed_range(text: &str, start: usize, open: char) -> Option<(Range<usize>, usize)> {
    let closers: &[char] = match open {
        '»' => &['«'],
        '«' => &['»'],
        '„' => &['“', '”'],
        '“' => &['”', '“'],
        '”' => &['”'],
        _ => &['"'],
    };
    let paragraph = &text[start..paragraph_end(text, start)];
    let mut depth = 1;
    for (offset, c) in paragraph.char_indices() {
        if closers.contains(&c) && !(c == '"' && is_inside_a_word(paragraph, offset)) {
            depth -= 1;
        } else if c == open {
            depth += 1;
        }
        if depth > MAX_DEPTH {
            break;
        }
        if depth == 0 {
            return Some((start..start + offset, start + offset + c.len_utf8()));
        }
    }
    // „…" as it is often typed.
    let typed = (open == '„').then(|| paragraph.find('"')).flatten()?;
    Some((start..start + typed, start + typed + 1))
}

fn is_inside_a_word(text: &str, at: usize) -> bool {
    let next = text[at + 1..].chars().next();
    text[..at].ends_with(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)
}

/// Returns the end of the paragraph, or of the longest quotation from byte `at` on.
fn paragraph_end(text: &str, at: usize) -> usize {
    let end = text.floor_char_boundary(at.saturating_add(MAX_QUOTATION_BYTES));
    text[at..end].find('\n').map_or(end, |length| at + length)
}

/// Returns true if the paragraph after byte `end` begins with the mark again.
fn goes_on(text: &str, end: usize, open: char) -> bool {
    text[end..].starts_with('\n') && text[end..].trim_start().starts_with(open)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_that_may_have_marks() {
        for mark in ["„", "“", "”", "«", "»", "\""] {
            for at in [0, 1, 63, 64, 200] {
                assert!(may_have_marks(&format!("{}{mark}", "ä".repeat(at))), "{mark} after {at}");
            }
        }
        assert!(!may_have_marks(&"Größe, 1,5 (etwa) – ".replace('–', "-").repeat(20)));
    }

    #[test]
    fn forgotten_marks_without_end_are_no_trap() {
        let begin = Instant::now();
        let text = "„".repeat(20_000);
        assert_eq!(quotations(&text).len(), 20_000);
        assert!(begin.elapsed() < Duration::from_secs(5));
        assert!(!quotations(&format!("„{}“", "ä".repeat(MAX_QUOTATION_BYTES)))[0].closed);
    }

    proptest! {
        #[test]
        fn lie_in_the_text(text in "([„“”»«\"‚‘ \n…\\[\\].aä0]|\\PC){0,60}") {
            let found = quotations(&text);
            prop_assert!(found.windows(2).all(|pair| pair[0].range.start < pair[1].range.start));
            prop_assert!(found.iter().all(|quotation| text.get(quotation.range.clone()).is_some()));
            let ranges = quoted(&text);
            prop_assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start));
            prop_assert!(ranges.iter().all(|range| text.get(range.clone()).is_some_and(|text| !text.is_empty())));
        }
    }

    #[test]
    fn what_is_quoted_in_a_passage() {
        for (text, expected) in [
            ("Er sagte: „Das stimmt nicht.“ Dann ging er.", &["Das stimmt nicht."][..]),
            ("»So«, rief sie, »geht das nicht.«", &["So", "geht das nicht."]),
            ("„Vergessen\nDer nächste Absatz.", &["Vergessen"]),
            ("ging weiter”, sagte er. „Und so", &["ging weiter", "Und so"]),
            ("Absatz.\nging weiter”, sagte er.", &["ging weiter"]),
            ("„Er rief „Halt“ und ging zum Bahnhof“", &["Er rief „Halt“ und ging zum Bahnhof"]),
            ("”Die Laternen brennen”, sagte sie.", &["Die Laternen brennen"]),
            ("„vergessen, aber »dies« nicht\nEnde", &["vergessen, aber »dies« nicht"]),
            ("Ein 5\" breites Brett und 3\" tief, a « b.", &[]),
            ("„“ leer", &[]),
        ] {
            let found: Vec<&str> = quoted(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn every_kind_of_marks() {
        for (text, expected) in [
            ("Er sagte: „Wir gehen.“ Dann ging er.", &["Wir gehen."][..]),
            ("Er sagte „ja“ und »nein« und «vielleicht».", &["ja", "nein", "vielleicht"]),
            ("„Sie rief ‚Halt‘ und ging“, sagt er.", &["Sie rief ‚Halt‘ und ging"]),
            ("„Er rief „Halt“ und ging“", &["Er rief „Halt“ und ging"]),
            ("\"Gerade\" und 5\" Zoll, \"noch eins\"", &["Gerade", "noch eins"]),
            ("“Wie im Englischen” und „gemischt”.", &["Wie im Englischen", "gemischt"]),
            ("„wie getippt\" und weiter", &["wie getippt"]),
            ("« Bonjour » ist keins, «\u{202f}Salut\u{202f}» eins", &["\u{202f}Salut\u{202f}"]),
            ("(»in Klammern«)", &["in Klammern"]),
            ("keine", &[]),
            ("", &[]),
        ] {
            let found = quotations(text);
            let parts: Vec<&str> = found.iter().map(|quotation| &text[quotation.range.clone()]).collect();
            assert_eq!(parts, expected, "{text}");
            assert!(found.iter().all(|quotation| quotation.closed), "{text}");
        }
    }

    #[test]
    fn paragraphs_and_forgotten_marks() {
        for (text, expected) in [
            ("„Erster Absatz\n„Zweiter Absatz“", &[("Erster Absatz", true), ("Zweiter Absatz", true)][..]),
            ("„vergessen\nNeuer Absatz", &[("vergessen", false)]),
            ("„vergessen, aber „dies“ nicht\nEnde", &[("vergessen, aber ", false), ("dies", true)]),
            ("„vergessen, aber »dies« nicht\nEnde", &[("vergessen, aber »dies« nicht", false), ("dies", true)]),
            ("Ende „", &[("", false)]),
        ] {
            let found: Vec<(&str, bool)> =
                quotations(text).iter().map(|quotation| (&text[quotation.range.clone()], quotation.closed)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
