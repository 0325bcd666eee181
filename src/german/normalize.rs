//! Step of the chain: the exact form, in which a word is always encoded the same way.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::characters::is_invisible;

/// Appends the exact form of `word` to `out`: NFC, lower case, ß as ss, without invisible characters. Umlauts stay
/// umlauts. `=Wort` and phrases compare exact forms.
pub fn normalize(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.extend(word.chars().map(|c| c.to_ascii_lowercase()));
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
/// `Klima-Schutz-Gesetz`.
pub(super) fn joint_form(words: &str) -> String {
    let is_letter = |c: &char| c.is_alphanumeric() || !c.is_ascii() && !is_joiner(*c);
    exact_form(&words.chars().filter(is_letter).collect::<String>())
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{2010}' | '\u{2011}' | '–' | '’' | 'ʼ') || is_invisible(c)
}

/// Returns the byte of `word` that byte `at` of its exact form comes from; the end of the form comes from the end.
pub(super) fn origin(word: &str, at: usize) -> usize {
    // Up to the first character beyond ASCII, word and form have the same bytes.
    if word.bytes().take(at + 1).all(|byte| byte.is_ascii()) {
        return at.min(word.len());
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
            'ß' | 'ẞ' => out.push_str("ss"),
            // Typographic ligatures, as they come out of PDF files.
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            'ﬅ' | 'ﬆ' => out.push_str("st"),
            c => out.extend(c.to_lowercase()),
        }
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
        // A letter of two scalars, and an invisible character.
        assert_eq!(origin("Ha\u{308}user", 3), 4);
        assert_eq!(origin("Wer\u{ad}bung", 3), 5);
        assert_eq!(origin("Wer\u{ad}bung", 4), 6);
        assert_eq!(origin("Wer\u{ad}bung", 7), 9);
    }
}
