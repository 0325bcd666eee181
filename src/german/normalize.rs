//! Step of the chain: the exact form, in which a word is always encoded the same way.

use unicode_normalization::char::{decompose_canonical, decompose_compatible, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::characters::is_invisible;

/// Small e above a letter, the umlaut of older print.
const SMALL_E_ABOVE: char = '\u{364}';

/// Appends the exact form of `word` to `out`: NFC, lower case, ß as ss, without invisible characters. Umlauts and other
/// marks stay. Characters that are another letter or digit in a certain print are that letter: `ſ`, `ﬁ`, `₂`, `uͤ`.
/// `=Wort` and phrases compare exact forms.
///
/// ```
/// let mut exact = String::new();
/// fundstelle::german::normalize("Großbäckerei", &mut exact);
/// assert_eq!(exact, "grossbäckerei");
/// ```
pub fn normalize(word: &str, out: &mut String) {
    if word.is_ascii() {
        let start = out.len();
        out.push_str(word);
        out[start..].make_ascii_lowercase();
        return;
    }
    let visible = word.chars().filter(|&c| !is_invisible(c));
    if is_nfc_quick(visible.clone()) == IsNormalized::Yes {
        push_lower(visible, out);
    } else {
        push_lower(visible.nfc(), out);
    }
}

/// Returns the exact form of `word`.
pub(super) fn exact_form(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    normalize(word, &mut out);
    out
}

/// Returns the exact form of words with what joins them, as if they were written in one: `klimaschutzgesetz` for
/// `Klima-Schutz-Gesetz`, `b96` for `B 96`. Signs that are words stay, as do separators inside a number: `3,5zimmer`.
pub(super) fn joint_form(words: &str) -> String {
    let mut letters = String::with_capacity(words.len());
    let mut after_digit = false;
    for (at, c) in words.char_indices() {
        let is_separator =
            after_digit && matches!(c, '.' | ',' | ':') && words.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit);
        if c.is_alphanumeric() || is_sign(c) || is_separator || !c.is_ascii() && !is_joiner(c) {
            letters.push(c);
        }
        after_digit = c.is_ascii_digit();
    }
    exact_form(&letters)
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{2010}' | '\u{2011}' | '–' | '’' | 'ʼ') || c.is_whitespace() || is_invisible(c)
}

/// Returns true for a sign that is read as a word: `§ 218`, `50 %`, `5 €`.
pub(crate) fn is_sign(c: char) -> bool {
    matches!(c, '%' | '$' | '§' | '€' | '£' | '‰')
}

/// Returns the byte of `word` that byte `at` of its exact form comes from; the end of the form comes from the end.
pub(super) fn origin(word: &str, at: usize) -> usize {
    // Up to the first character that is neither ASCII nor an umlaut, word and form have the same bytes.
    let is_plain = |c: char| c.is_ascii() || matches!(c, 'ä' | 'ö' | 'ü' | 'Ä' | 'Ö' | 'Ü');
    if word.char_indices().take_while(|(offset, _)| *offset <= at).all(|(_, c)| is_plain(c)) {
        return word.floor_char_boundary(at);
    }
    let mut form = String::new();
    let mut start = 0;
    for (offset, c) in word.char_indices() {
        if is_combining_mark(c) || is_invisible(c) {
            continue;
        }
        form.clear();
        normalize(&word[..offset], &mut form);
        if form.len() > at {
            return start;
        }
        start = offset;
    }
    form.clear();
    normalize(word, &mut form);
    if at >= form.len() { word.len() } else { start }
}

fn push_lower(chars: impl Iterator<Item = char>, out: &mut String) {
    for c in chars {
        match c {
            'a'..='z' | 'ä' | 'ö' | 'ü' => out.push(c),
            'ß' | 'ẞ' => out.push_str("ss"),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            SMALL_E_ABOVE => push_small_e(out),
            c if c < FIRST_COMPATIBLE => out.extend(c.to_lowercase()),
            c => push_compatible(c, out),
        }
    }
}

/// Appends a small e above the last letter of `out`.
fn push_small_e(out: &mut String) {
    let umlaut = match out.chars().next_back() {
        Some('a') => 'ä',
        Some('o') => 'ö',
        Some('u') => 'ü',
        _ => return out.push(SMALL_E_ABOVE),
    };
    out.pop();
    out.push(umlaut);
}

/// First character beyond ASCII with a compatibility decomposition into letters or digits.
const FIRST_COMPATIBLE: char = 'ª';

/// Appends a character in lower case: as the letters and digits that it stands for, if it is one of another print
/// (`ſ`, `ĳ`, `ﬁ`, `²`, `₂`, full-width and mathematical letters). Fractions and other signs stay.
fn push_compatible(c: char, out: &mut String) {
    let (mut letters, mut canonical) = (String::new(), String::new());
    decompose_compatible(c, |c| letters.push(c));
    decompose_canonical(c, |c| canonical.push(c));
    if letters != canonical && letters.chars().all(char::is_alphanumeric) {
        out.extend(letters.chars().flat_map(char::to_lowercase));
    } else {
        out.extend(c.to_lowercase());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_forms() {
        for (word, form) in [
            ("Straße", "strasse"),
            ("STRASSE", "strasse"),
            ("GROẞ", "gross"),
            ("Ha\u{308}user", "häuser"),
            ("Fu\u{ad}ßball", "fussball"),
            ("Wer\u{200b}bung", "werbung"),
            ("Äpfel", "äpfel"),
            ("Covid", "covid"),
            ("Oﬃzier", "offizier"),
            ("Waſſerſchloſs", "wasserschloss"),
            ("Bru\u{364}der", "brüder"),
            ("Ko\u{364}nig", "könig"),
            ("H₂O", "h2o"),
            ("km²", "km2"),
            ("Ｂｅｒｌｉｎ", "berlin"),
            ("Ĳsselmeer", "ijsselmeer"),
            ("3½", "3½"),
            ("Dvořák", "dvořák"),
            ("Łomża", "łomża"),
        ] {
            assert_eq!(exact_form(word), form, "{word}");
        }
    }

    #[test]
    fn joint_forms() {
        for (words, form) in [
            ("Klima-Schutz-Gesetz", "klimaschutzgesetz"),
            ("Merkel’s", "merkels"),
            ("und/oder", "undoder"),
            ("Bahn\u{2011}Streik", "bahnstreik"),
            ("Ha\u{308}user-Bau", "häuserbau"),
            ("A\u{a0}7", "a7"),
            ("25\u{202f}000", "25000"),
            ("1.000-Seelen", "1.000seelen"),
            ("T.S.", "ts"),
            ("§ 7", "§7"),
        ] {
            assert_eq!(joint_form(words), form, "{words}");
        }
    }

    #[test]
    fn each_byte_comes_from_a_letter() {
        for (word, at, from) in
            [("Straße", 4, 4), ("Straße", 5, 4), ("Straße", 6, 6), ("Straße", 7, 7), ("Äpfel", 2, 2)]
        {
            assert_eq!(origin(word, at), from, "{word} {at}");
        }
        // A letter that stands for two, a letter of two scalars, and an invisible character.
        assert_eq!(origin("Ĳssel", 1), 0);
        assert_eq!(origin("Ĳssel", 2), 2);
        assert_eq!(origin("Bru\u{364}der", 4), 5);
        assert_eq!(origin("Ha\u{308}user", 3), 4);
        assert_eq!(origin("Wer\u{ad}bung", 3), 5);
        assert_eq!(origin("Wer\u{ad}bung", 4), 6);
        assert_eq!(origin("Wer\u{ad}bung", 7), 9);
    }
}
