//! One spelling for what is written in several ways.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::characters::is_invisible;

/// Appends the exact form of `word` to `out`: NFC, lower case, ß as ss, without invisible characters.
/// This is what `=Wort` compares; umlauts stay umlauts.
pub fn normalize(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        return;
    }
    let visible = word.chars().filter(|&c| !is_invisible(c));
    if is_nfc_quick(visible.clone()) == IsNormalized::Yes {
        lower(visible, out);
    } else {
        lower(visible.nfc(), out);
    }
}

/// The byte of `word` that the byte `at` of its exact form comes from; the end for the end.
pub(super) fn origin(word: &str, at: usize) -> usize {
    // Up to there each letter is one byte of both.
    if word.bytes().take(at + 1).all(|byte| byte.is_ascii()) {
        return at.min(word.len());
    }
    let mut form = String::new();
    let mut start = 0;
    for (place, c) in word.char_indices() {
        if is_combining_mark(c) || is_invisible(c) {
            continue;
        }
        form.clear();
        normalize(&word[..place], &mut form);
        if form.len() > at {
            return start;
        }
        start = place;
    }
    form.clear();
    normalize(word, &mut form);
    if at >= form.len() { word.len() } else { start }
}

fn lower(chars: impl Iterator<Item = char>, out: &mut String) {
    for c in chars {
        match c {
            'ß' | 'ẞ' => out.push_str("ss"),
            // Ligatures of the printer, as they come out of PDF files.
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
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn exact(word: &str) -> String {
        let mut out = String::new();
        normalize(word, &mut out);
        out
    }

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
            assert_eq!(exact(word), form, "{word}");
        }
    }

    #[test]
    fn each_byte_comes_from_a_letter() {
        for (word, at, from) in
            [("Straße", 4, 4), ("Straße", 5, 4), ("Straße", 6, 6), ("Straße", 7, 7), ("Äpfel", 2, 2)]
        {
            assert_eq!(origin(word, at), from, "{word} {at}");
        }
        // Two scalars for one letter, and an invisible character.
        assert_eq!(origin("Ha\u{308}user", 3), 4);
        assert_eq!(origin("Wer\u{ad}bung", 3), 5);
        assert_eq!(origin("Wer\u{ad}bung", 4), 6);
        assert_eq!(origin("Wer\u{ad}bung", 7), 9);
    }
}
