//! Which parts of a text stand between quotation marks?

use std::ops::Range;

/// The exact form that stands at the first word of what is quoted.
pub(crate) const QUOTE: &str = "„";
/// The exact form that stands at its last word.
pub(crate) const UNQUOTE: &str = "“";

/// What is longer, in bytes, is no quotation: its closing mark was forgotten.
const LONGEST: usize = 32 << 10;

/// Marks that open inside one another: more are forgotten ones. So the search for the end of each stops soon where many are.
const DEEPEST: usize = 8;

/// A part of a text between quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// Bytes of the text, without the marks.
    pub range: Range<usize>,
    /// Whether its end is marked. One that goes on in the next paragraph, which begins with the mark again, is closed too.
    pub closed: bool,
}

/// What is quoted in a passage: ranges of bytes in order, which do not overlap. Where a closing mark stands before any other, what
/// is before it was quoted, too: the quotation began in the passage before. A rule of thumb, as marks are set wrongly.
pub(crate) fn quoted(text: &str) -> Vec<Range<usize>> {
    // Most texts have none.
    if !text.contains(['„', '“', '”', '»', '«', '"']) {
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

/// The quotations of a text whose paragraphs are parted by line ends, in their order: „…“, »…«, «…», “…” and "…". What is quoted
/// inside them, also in ‚…‘ and ›…‹, is part of them. One whose end is not marked reaches to the end of its paragraph, or to where the
/// next one of its kind begins.
pub fn quotations(text: &str) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((place, open)) = opener(text, at) {
        let start = place + open.len_utf8();
        match end(text, start, open) {
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

/// The next mark at or after `at` that opens a quotation.
fn opener(text: &str, at: usize) -> Option<(usize, char)> {
    let mut before = text[..at].chars().next_back();
    for (place, c) in text[at..].char_indices() {
        let next = text[at + place + c.len_utf8()..].chars().next();
        let begins = !before.is_some_and(char::is_alphanumeric)
            && next.is_some_and(|next| !next.is_whitespace() || is_fixed(next));
        if c == '„' || (begins && matches!(c, '»' | '«' | '“' | '”' | '"')) {
            return Some((at + place, c));
        }
        before = Some(c);
    }
    None
}

/// A blank that parts no line, as it stands inside «…» in French.
fn is_fixed(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}')
}

/// The range of a quotation opened by `open` before `start`, and where the text goes on behind its closing mark.
fn end(text: &str, start: usize, open: char) -> Option<(Range<usize>, usize)> {
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
    for (place, c) in paragraph.char_indices() {
        if closers.contains(&c) && !(c == '"' && is_inside_a_word(paragraph, place)) {
            depth -= 1;
        } else if c == open {
            depth += 1;
        }
        if depth > DEEPEST {
            break;
        }
        if depth == 0 {
            return Some((start..start + place, start + place + c.len_utf8()));
        }
    }
    // „…" as it is often typed
    let typed = (open == '„').then(|| paragraph.find('"')).flatten()?;
    Some((start..start + typed, start + typed + 1))
}

fn is_inside_a_word(text: &str, place: usize) -> bool {
    let next = text[place + 1..].chars().next();
    text[..place].ends_with(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)
}

fn paragraph_end(text: &str, at: usize) -> usize {
    let end = text.floor_char_boundary(at.saturating_add(LONGEST));
    text[at..end].find('\n').map_or(end, |length| at + length)
}

/// Whether the paragraph after `end` begins with the mark again.
fn goes_on(text: &str, end: usize, open: char) -> bool {
    text[end..].starts_with('\n') && text[end..].trim_start().starts_with(open)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn forgotten_marks_without_end_are_no_trap() {
        let begin = Instant::now();
        let text = "„".repeat(20_000);
        assert_eq!(quotations(&text).len(), 20_000);
        assert!(begin.elapsed() < Duration::from_secs(5));
        assert!(!quotations(&format!("„{}“", "ä".repeat(LONGEST)))[0].closed);
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
