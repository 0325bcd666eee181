//! Cutting a text into words.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::gendered::marked_ending;
use super::normalize::{exact_form, is_sign};
use super::numbers::{is_numbered_name, joined_end};
use super::token::truncated;
use super::written_apart::pair_end;
use crate::characters::is_invisible;

/// Pieces of a joint spelling, at most. Longer chains of words with hyphens, apostrophes or slashes are addresses and
/// paths.
const MAX_JOINT_PIECES: usize = 6;

/// A word of a text, or the joint spelling of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// Number of the (first) word in the text.
    pub(super) position: u32,
    /// Number of words it covers; 1 except for joint spellings.
    pub(super) span: u32,
    /// Byte of the text at which the base of a gendered form ends.
    pub(super) base_end: Option<usize>,
}

/// Iterator over the words of a text. A joint spelling comes before its pieces, at the position of the first.
pub(super) struct Tokenizer<'a> {
    text: &'a str,
    at: usize,
    position: u32,
    /// False if joint spellings are not asked for.
    finds_joint: bool,
    /// Words found and not yet given, last first.
    pending: Vec<Word>,
}

impl<'a> Tokenizer<'a> {
    pub(super) fn new(text: &'a str) -> Tokenizer<'a> {
        Tokenizer { text, at: 0, position: 0, finds_joint: true, pending: Vec::new() }
    }

    /// Gives the words of `text` without joint spellings.
    pub(super) fn of_single_words(text: &'a str) -> Tokenizer<'a> {
        Tokenizer { finds_joint: false, ..Tokenizer::new(text) }
    }

    /// Reads the next run of letters and digits, or of a sign that is a word.
    fn piece(&mut self) -> Option<Word> {
        let text = self.text;
        // Nearly all words begin behind one blank.
        let start = match text.as_bytes().get(self.at..) {
            Some([b' ', next, ..]) if IS_PLAIN[usize::from(*next)] => self.at + 1,
            _ => self.at + text[self.at..].find(begins_word)?,
        };
        let mut end = start + word_len(&text[start..]);
        let mut base_end = None;
        if let Some(taken) = marked_ending(&text[start..end], &text[end..]) {
            base_end = Some(end);
            end += taken;
            end += word_len(&text[end..]);
        }
        let word = Word { range: start..end, position: self.position, span: 1, base_end };
        self.at = end;
        self.position += 1;
        Some(word)
    }

    /// Returns the length of a joiner after `piece` that another piece follows at once.
    fn joiner_len(&self, piece: &Word) -> Option<usize> {
        if self.text.as_bytes().get(self.at) == Some(&b' ') {
            return None;
        }
        let mut rest = self.text[self.at..].chars();
        let joiner = rest.next()?;
        match joiner {
            '-' | '\u{2010}' | '\u{2011}' | '–' | '\'' | '’' | 'ʼ' | '/' => {}
            '.' if self.joins_point(piece) => {}
            _ => return None,
        }
        rest.next()?.is_alphanumeric().then(|| joiner.len_utf8())
    }

    /// Returns true if the point after `piece` is part of a name or an abbreviation: `ver.di`, `F.D.P.`, `d.h.`
    fn joins_point(&self, piece: &Word) -> bool {
        let mut next = self.text[self.at + 1..].chars();
        let (first, second) = (next.next(), next.next());
        let mut letters = self.text[piece.range.clone()].chars();
        let is_letter = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
        let next_is_letter = first.is_some_and(char::is_alphabetic) && !second.is_some_and(char::is_alphanumeric);
        let ends_small = || self.text[..piece.range.end].ends_with(char::is_lowercase);
        (is_letter && next_is_letter) || (first.is_some_and(char::is_lowercase) && ends_small())
    }

    /// Reads the pieces after `first` that make one word with it: after joiners, in a number or a date, in a pair of
    /// words. Returns true if there are any; then `pending` has all of them, in order.
    fn read_joint(&mut self, first: &Word) -> bool {
        let joined = pair_end(self.text, &first.range).or_else(|| joined_end(self.text, &first.range));
        let mut last = first.clone();
        while self.at < joined.unwrap_or(0) {
            let Some(word) = self.piece() else { break };
            self.pending.push(std::mem::replace(&mut last, word));
        }
        while let Some(skip) = self.joiner_len(&last) {
            self.at += skip;
            let Some(word) = self.piece() else { break };
            self.pending.push(std::mem::replace(&mut last, word));
        }
        let is_joint = !self.pending.is_empty();
        if is_joint {
            self.pending.push(last);
        }
        is_joint
    }
}

impl Tokenizer<'_> {
    /// Puts a joint spelling of their own before a letter and a number among the pending pieces: the `G-7` of
    /// `G-7-Gipfel`.
    fn join_numbered_names(&mut self) {
        let text = self.text;
        let is_name = |first: &Word, second: &Word| {
            let between = &text[first.range.end..second.range.start];
            is_numbered_name(&text[first.range.clone()], between, &text[second.range.clone()])
        };
        let mut at = 0;
        while let Some([first, second]) = self.pending.get(at..at + 2) {
            if is_name(first, second) {
                let range = first.range.start..second.range.end;
                self.pending.insert(at, Word { range, position: first.position, span: 2, base_end: None });
                at += 2;
            }
            at += 1;
        }
    }
}

impl Iterator for Tokenizer<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        if let Some(word) = self.pending.pop() {
            return Some(word);
        }
        let first = self.piece()?;
        if !self.finds_joint {
            self.at += self.joiner_len(&first).unwrap_or(0);
            return Some(first);
        }
        if !self.read_joint(&first) {
            return Some(first);
        }
        let span = self.pending.len();
        if (3..=MAX_JOINT_PIECES).contains(&span) {
            self.join_numbered_names();
        }
        self.pending.reverse();
        if span > MAX_JOINT_PIECES {
            return self.pending.pop();
        }
        let range = first.range.start..self.at;
        Some(Word { range, position: first.position, span: span as u32, base_end: None })
    }
}

/// Returns the length of the word that `text` begins with if it is a number, a date or a pair of words with blanks
/// inside, and 0 for any other text.
pub(crate) fn first_word_len(text: &str) -> usize {
    let first = Tokenizer::new(text).next();
    let joint = first.filter(|word| word.span > 1 && word.range.start == 0);
    joint.filter(|word| text[word.range.clone()].contains(char::is_whitespace)).map_or(0, |word| word.range.end)
}

/// Returns the words of a name (a source, a section) in their exact form, without joint spellings.
pub(crate) fn plain_words(text: &str) -> impl Iterator<Item = String> {
    ranged_words(text).map(|(_, form)| form)
}

/// Returns the words of a text, each with its bytes and its exact form, as phrases compare them. Joint spellings are left
/// out.
pub(crate) fn ranged_words(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    Tokenizer::of_single_words(text).map(|word| {
        let form = truncated(exact_form(&text[word.range.clone()]));
        (word.range, form)
    })
}

fn begins_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric()) || is_sign(c)
}

/// Returns the number of bytes from the start that belong to one word: letters, digits, marks on them, invisible
/// characters inside, and `.` or `,` between digits. A sign is a word by itself, as often as it is repeated.
fn word_len(text: &str) -> usize {
    // Nearly all words are letters or digits up to a sign that can only end them.
    let plain = plain_len(text);
    let after_digit = text.as_bytes()[..plain].last().is_some_and(u8::is_ascii_digit);
    match text.as_bytes().get(plain) {
        None => return plain,
        Some(b'.' | b',') if after_digit => {}
        Some(next) if next.is_ascii() && plain > 0 => return plain,
        _ => {}
    }
    if plain == 0
        && let Some(sign) = text.chars().next().filter(|c| is_sign(*c))
    {
        return text.len() - text.trim_start_matches(sign).len();
    }
    word_len_from(text, plain, after_digit)
}

/// Bytes that are ASCII letters and digits.
static IS_PLAIN: [bool; 256] = plain_bytes();

const fn plain_bytes() -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
}

/// Returns the number of bytes from the start that are ASCII letters, digits, and letters of Latin-1 from `À` on, among them
/// the umlauts and `ß`.
fn plain_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    loop {
        end += bytes[end..].iter().take_while(|byte| IS_PLAIN[usize::from(**byte)]).count();
        // `×` and `÷` lie among the letters.
        match bytes.get(end..) {
            Some([0xc3, letter, ..]) if !matches!(letter, 0x97 | 0xb7) => end += 2,
            _ => return end,
        }
    }
}

/// Returns the length of a word as [`word_len`] does, character by character, from byte `end` on. `after_digit` is true if a
/// digit stands before it.
fn word_len_from(text: &str, mut end: usize, mut after_digit: bool) -> usize {
    let start = end;
    let mut chars = text[start..].char_indices().map(|(at, c)| (start + at, c)).peekable();
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
        Tokenizer::new(text).map(|word| &text[word.range]).collect()
    }

    #[test]
    fn plain_letters_and_digits() {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ');
        for c in (0..0x250).filter_map(char::from_u32).chain(['–', '„', '€', '😀']) {
            for text in [c.to_string(), format!("Größe1{c}n"), format!("{c}ß")] {
                let plain = text.chars().take_while(|c| is_plain(*c)).map(char::len_utf8).sum::<usize>();
                assert_eq!(plain_len(&text), plain, "{text}");
            }
        }
        assert_eq!(plain_len(""), 0);
    }

    #[test]
    fn words_of_texts() {
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
            ("nach § 12 mit 7 %", &["nach", "§ 12", "§", "12", "mit", "7", "%"]),
            ("§§12, 5€", &["§§12", "§§", "12", "5", "€"]),
            ("die 5%-Klausel", &["die", "5%-Klausel", "5", "%", "Klausel"]),
            ("Die S.P.D. und gut.net.", &["Die", "S.P.D", "S", "P", "D", "und", "gut.net", "gut", "net"]),
            ("aus.Dann", &["aus", "Dann"]),
            ("A 7-Stau", &["A 7-Stau", "A 7", "A", "7", "Stau"]),
            ("EU-G-7-Rat", &["EU-G-7-Rat", "EU", "G-7", "G", "7", "Rat"]),
            ("EU-2018-Plan", &["EU-2018-Plan", "EU", "2018", "Plan"]),
            ("25 000 Euro", &["25 000", "25", "000", "Euro"]),
            ("von Seiten", &["von Seiten", "von", "Seiten"]),
            ("\u{ad}\u{200b} -", &[]),
            ("", &[]),
        ] {
            assert_eq!(words(text), parts, "{text}");
        }
    }

    #[test]
    fn joint_spellings_keep_positions() {
        let found: Vec<(u32, u32)> =
            Tokenizer::new("das Klima-Schutz-Gesetz gilt").map(|w| (w.position, w.span)).collect();
        assert_eq!(found, [(0, 1), (1, 3), (1, 1), (2, 1), (3, 1), (4, 1)]);
    }
}
