//! Which part of a text stands between quotation marks?
//!
//! A heuristic: marks are set wrongly, and where a passage begins in the middle of a speech nothing says so.

use std::ops::Range;

/// The exact form that stands at the first word of a quotation.
pub(crate) const QUOTE: &str = "„";
/// The exact form that stands at its last word.
pub(crate) const UNQUOTE: &str = "“";

/// What stands between quotation marks in `text`, in order, without the marks: ranges in bytes, on character boundaries. A
/// quotation that is not closed goes on to the end of its paragraph, one that was not opened began before the text.
pub(crate) fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // Most texts have none.
    if !text.contains(is_mark) {
        return found;
    }
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = at + c.len_utf8();
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        match open {
            Some((start, mark)) if closes(mark, c, next) || c == '\n' && next == '\n' => {
                found.push(start..at);
                open = None;
            }
            Some(_) => {}
            None if opens(c, before, next) => open = Some((after, c)),
            // Only what never opens one can end one that began before.
            None if c == '”' && found.is_empty() => found.push(0..at),
            None => {}
        }
        before = c;
    }
    found.extend(open.map(|(start, _)| start..text.len()));
    found.retain(|range| !range.is_empty());
    found
}

fn is_mark(c: char) -> bool {
    matches!(c, '„' | '“' | '”' | '»' | '«' | '"')
}

/// `„so“`, `“so”`, `»so«`, `«so»`, `"so"`.
fn opens(c: char, before: char, next: char) -> bool {
    match c {
        '„' => true,
        '“' => next.is_alphanumeric(),
        '»' | '«' => !next.is_whitespace() && (before.is_whitespace() || !before.is_alphanumeric()),
        '"' => !next.is_whitespace() && !before.is_alphanumeric(),
        _ => false,
    }
}

/// Whether `c` ends what `mark` began.
fn closes(mark: char, c: char, next: char) -> bool {
    match mark {
        '„' => matches!(c, '“' | '”') || c == '"' && !next.is_alphanumeric(),
        '“' => matches!(c, '”' | '“'),
        '»' => c == '«',
        '«' => c == '»',
        _ => c == '"',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn finds_what_was_said() {
        for (text, quoted) in [
            ("Er sagte: „Das stimmt nicht.“ Dann ging er.", &["Das stimmt nicht."][..]),
            ("»So«, rief sie, »geht das nicht.«", &["So", "geht das nicht."]),
            ("«Der Brief» und “the letter” und \"noch einer\".", &["Der Brief", "the letter", "noch einer"]),
            ("„Das ist ‚sein‘ Wort“, hieß es.", &["Das ist ‚sein‘ Wort"]),
            ("„Nicht zu Ende\n\nDer nächste Absatz.", &["Nicht zu Ende"]),
            ("ging weiter”, sagte er. „Und so", &["ging weiter", "Und so"]),
            ("Ein 5\" breites Brett und 3\" tief.", &[]),
            ("„Gemischt\" geht auch.", &["Gemischt"]),
            ("Ohne Marken. 5 > 3 und a « b.", &[]),
            ("„“ leer", &[]),
        ] {
            let found: Vec<&str> = quotations(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, quoted, "{text}");
        }
    }

    proptest! {
        #[test]
        fn in_order_and_on_boundaries(text in "[a„“”»«\" \n.ä]{0,60}") {
            let mut end = 0;
            for range in quotations(&text) {
                prop_assert!(range.start >= end && text.get(range.clone()).is_some());
                end = range.end;
            }
        }
    }
}
