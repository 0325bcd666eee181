//! Words that are broken at a line end, and how two lines are joined.

use std::borrow::Cow;

/// Hyphens that break a word at a line end, but may also belong to it: `-`, U+2010 (PDFs of typesetting programs and
/// browsers), `⸗` (Fraktur).
const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{2e17}'];

/// Marks that only ever break a word: U+00AD and `¬`, by which OCR programs write it.
const BREAK_MARKS: [char; 2] = ['\u{ad}', '¬'];

/// Words after the first part of two compounds (`Hieb- und Stichwaffen`).
const CONJUNCTIONS: [&str; 7] = ["und", "oder", "bis", "sowie", "bzw", "noch", "wie"];

/// How two lines are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// By a blank.
    Blank,
    /// Without a blank.
    Solid,
    /// Without a blank and without the mark at the end of the first line, which has so many bytes.
    DropMark(usize),
}

/// Decides how two lines of a paragraph are joined: a broken word becomes whole again, `Hieb-` before `und` does not.
pub(super) fn joint(before: &str, after: &str) -> Joint {
    let Some(mark) = mark_at_end(before) else { return Joint::Blank };
    let word = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    if word.is_empty() {
        Joint::Blank
    } else if BREAK_MARKS.contains(&mark) {
        Joint::DropMark(mark.len_utf8())
    } else if CONJUNCTIONS.contains(&word) {
        Joint::Blank
    } else if word.starts_with(char::is_lowercase) {
        Joint::DropMark(mark.len_utf8())
    } else {
        Joint::Solid
    }
}

/// Returns true if a line must go on in the next one: it ends within a word, or with the first part of two compounds.
pub(super) fn goes_on(before: &str, after: &str) -> bool {
    mark_at_end(before).is_some_and(|mark| {
        let continues = if BREAK_MARKS.contains(&mark) { char::is_alphabetic } else { char::is_lowercase };
        after.starts_with(continues)
    })
}

/// Returns the hyphen or mark behind the letter at the end of a line.
fn mark_at_end(line: &str) -> Option<char> {
    let mut end = line.chars().rev();
    let mark = end.next().filter(|c| HYPHENS.contains(c) || BREAK_MARKS.contains(c))?;
    end.next().is_some_and(char::is_alphabetic).then_some(mark)
}

/// Returns true if `line`, with a line end behind it, ends within a word that `after` completes, whatever the rules of
/// hyphens.
pub(super) fn is_broken(line: &str, after: &str) -> bool {
    line.ends_with(BREAK_MARKS) && goes_on(line, after)
}

/// Joins the words of `text` that [`is_broken`] tells of, for readers that lose its line ends.
pub(super) fn with_whole_words(text: &str) -> Cow<'_, str> {
    if !text.contains(BREAK_MARKS) {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let before = whole.trim_end_matches(['\n', '\r']);
        let after = line.trim_start();
        if before.len() < whole.len() && is_broken(before, after) {
            whole.truncate(before.len());
            whole.pop();
            whole.push_str(after);
        } else {
            whole.push_str(line);
        }
    }
    Cow::Owned(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words() {
        for (text, whole) in [
            ("<p>im Hafen¬\r\n  becken</p>\n", "<p>im Hafenbecken</p>\n"),
            ("ein Be\u{ad}\nrg¬\nwerk", "ein Bergwerk"),
            ("¬\n¬\n", "¬\n¬\n"),
            ("p ¬ q\nr", "p ¬ q\nr"),
        ] {
            assert_eq!(with_whole_words(text), whole, "{text:?}");
        }
    }

    #[test]
    fn joints() {
        for (before, after, expected, on) in [
            ("die Wasser-", "leitung ist", Joint::DropMark(1), true),
            ("die Wasser\u{2010}", "leitung ist", Joint::DropMark(3), true),
            ("die Waſſer\u{2e17}", "leitung ist", Joint::DropMark(3), true),
            ("die Wasser\u{ad}", "leitung ist", Joint::DropMark(2), true),
            ("die Wasser¬", "Leitung ist", Joint::DropMark(2), true),
            ("das Holz¬", "und", Joint::DropMark(2), true),
            ("der Nord-", "Süd-Gegensatz", Joint::Solid, false),
            ("der Nord\u{2e17}", "Süd", Joint::Solid, false),
            ("der Ein-", "und Ausgang", Joint::Blank, true),
            ("der Ein\u{2010}", "oder Ausgang", Joint::Blank, true),
            ("von 1990 -", "also", Joint::Blank, false),
            ("in den 90-", "ern", Joint::Blank, false),
            ("p ∧ ¬", "q", Joint::Blank, false),
            ("Haus¬", "3", Joint::Blank, false),
            ("Haus", "und", Joint::Blank, false),
            ("", "", Joint::Blank, false),
        ] {
            assert_eq!((joint(before, after), goes_on(before, after)), (expected, on), "{before} {after}");
        }
    }
}
