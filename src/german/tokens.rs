//! Where words begin and end.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::analyzer::cut;
use super::gendered::marked_ending;
use super::normalize::normalize;
use crate::characters::is_invisible;

/// Words joined by hyphens, apostrophes or slashes have a joint spelling only up to this many pieces;
/// longer chains are addresses and paths.
const MAX_JOINT_PIECES: usize = 6;

/// A word of the text, or the joint spelling of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// Number of the (first) word in the text.
    pub(super) position: u32,
    /// How many words it covers; 1 but for joint spellings.
    pub(super) span: u32,
    /// Bytes of the text where the base of a gendered form ends.
    pub(super) base_end: Option<usize>,
}

/// The words of `text` in order. A joint spelling comes before its pieces, at the position of the first.
pub(super) struct Words<'a> {
    text: &'a str,
    at: usize,
    position: u32,
    /// Words found and not yet given, last first.
    pending: Vec<Word>,
}

impl<'a> Words<'a> {
    pub(super) fn new(text: &'a str) -> Words<'a> {
        Words { text, at: 0, position: 0, pending: Vec::new() }
    }

    /// The next run of letters and digits at or after `at`.
    fn piece(&mut self) -> Option<Word> {
        let text = self.text;
        let start = self.at + text[self.at..].find(is_alphanumeric)?;
        let mut end = start + run(&text[start..]);
        let mut base_end = None;
        if let Some(taken) = marked_ending(&text[start..end], &text[end..]) {
            base_end = Some(end);
            end += taken;
            end += run(&text[end..]);
        }
        let word = Word { range: start..end, position: self.position, span: 1, base_end };
        self.at = end;
        self.position += 1;
        Some(word)
    }

    /// The length of a joiner that is directly followed by another piece.
    fn joiner(&self) -> Option<usize> {
        let mut rest = self.text[self.at..].chars();
        let joiner = rest.next()?;
        if !matches!(joiner, '-' | '\u{2010}' | '\u{2011}' | '–' | '\'' | '’' | 'ʼ' | '/') {
            return None;
        }
        rest.next()?.is_alphanumeric().then(|| joiner.len_utf8())
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        if let Some(word) = self.pending.pop() {
            return Some(word);
        }
        let first = self.piece()?;
        let Some(skip) = self.joiner() else { return Some(first) };
        let (start, position) = (first.range.start, first.position);
        self.pending.push(first);
        self.at += skip;
        while let Some(word) = self.piece() {
            self.pending.push(word);
            match self.joiner() {
                Some(skip) => self.at += skip,
                None => break,
            }
        }
        let span = self.pending.len();
        self.pending.reverse();
        if span > MAX_JOINT_PIECES {
            return self.pending.pop();
        }
        Some(Word { range: start..self.at, position, span: span as u32, base_end: None })
    }
}

/// The words of a name (a source, a section), in order, in their exact form; no joint spellings.
pub(crate) fn plain_words(text: &str) -> impl Iterator<Item = String> {
    placed_words(text).map(|(_, form)| form)
}

/// The words of a text, in order, each with its bytes and its exact form, as phrases compare them; no joint spellings.
pub(crate) fn placed_words(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    Words::new(text).filter(|word| word.span == 1).map(|word| {
        let mut form = String::new();
        normalize(&text[word.range.clone()], &mut form);
        (word.range, cut(form))
    })
}

fn is_alphanumeric(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric())
}

/// How many bytes from the start belong to the same word: letters, digits, marks on them, characters that
/// vanish, and `.` or `,` between digits.
fn run(text: &str) -> usize {
    // Most words are plain letters up to a blank.
    let plain = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    match text.as_bytes().get(plain) {
        None | Some(b' ' | b'.' | b',' | b'-' | b'\n' | b':' | b'/') => return plain,
        _ => {}
    }
    let mut chars = text[plain..].char_indices().map(|(at, c)| (plain + at, c)).peekable();
    let mut end = plain;
    let mut after_digit = false;
    while let Some((at, c)) = chars.next() {
        if c.is_alphanumeric() || is_combining_mark(c) {
            end = at + c.len_utf8();
            after_digit = c.is_ascii_digit();
        } else if is_invisible(c) {
            continue;
        } else if after_digit && matches!(c, '.' | ',') && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit()) {
            after_digit = false;
        } else {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        Words::new(text).map(|word| &text[word.range]).collect()
    }

    #[test]
    fn parts_text() {
        for (text, parts) in [
            ("Der Hund, 1,5 Jahre.", &["Der", "Hund", "1,5", "Jahre"][..]),
            ("3.374 Tote am 18.", &["3.374", "Tote", "am", "18"]),
            ("E-Mail", &["E-Mail", "E", "Mail"]),
            ("30-jährig", &["30-jährig", "30", "jährig"]),
            ("G20-Gipfel", &["G20-Gipfel", "G20", "Gipfel"]),
            ("Hieb- und Stichwaffe", &["Hieb", "und", "Stichwaffe"]),
            ("Merkel’s", &["Merkel’s", "Merkel", "s"]),
            ("Bürger:innen und Politiker/-innen", &["Bürger:innen", "und", "Politiker/-innen"]),
            ("Wer\u{ad}bung", &["Wer\u{ad}bung"]),
            ("a/b/c/d/e/f/g", &["a", "b", "c", "d", "e", "f", "g"]),
            ("Ha\u{308}user-Bau", &["Ha\u{308}user-Bau", "Ha\u{308}user", "Bau"]),
            ("„Ja“ – nein", &["Ja", "nein"]),
            ("\u{ad}\u{200b} -", &[]),
            ("", &[]),
        ] {
            assert_eq!(words(text), parts, "{text}");
        }
    }

    #[test]
    fn joint_spellings_keep_positions() {
        let found: Vec<(u32, u32)> = Words::new("das Klima-Schutz-Gesetz gilt").map(|w| (w.position, w.span)).collect();
        assert_eq!(found, [(0, 1), (1, 3), (1, 1), (2, 1), (3, 1), (4, 1)]);
    }
}
