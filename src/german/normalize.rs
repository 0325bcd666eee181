//! One spelling for what is written in several ways.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Characters that vanish inside a word: soft hyphen, zero-width blanks and joiners, byte order mark.
pub(super) fn vanishes(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Appends the exact form of `word` to `out`: NFC, lower case, ß as ss, without characters that vanish.
/// This is what `=Wort` compares; umlauts stay umlauts.
pub fn normalize(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        return;
    }
    let visible = word.chars().filter(|&c| !vanishes(c));
    if is_nfc_quick(visible.clone()) == IsNormalized::Yes {
        lower(visible, out);
    } else {
        lower(visible.nfc(), out);
    }
}

fn lower(chars: impl Iterator<Item = char>, out: &mut String) {
    for c in chars {
        match c {
            'ß' | 'ẞ' => out.push_str("ss"),
            c => out.extend(c.to_lowercase()),
        }
    }
}

/// Turns `ae`, `oe`, `ue` into umlauts where no German word is known to mean two letters by them, so that
/// `Mueller` meets `Müller`. Takes and gives exact forms.
///
/// Left alone without a lexicon: a digraph after a vowel or q (`neue`, `Steuer`, `Quelle`), one not followed
/// by a consonant (but `aeu`) (`Statue`, `Poesie`, `zweie`), `ael` at the end and before i (`Israel`, `israelisch`,
/// `Michaels`), `-uell` (`aktuell`, `Duell`; but `Mueller`), `Influenza`, `Poesie`, and the joint in
/// `zuerst`, `soeben`.
pub(super) fn join_digraphs(word: &str) -> Cow<'_, str> {
    let bytes = word.as_bytes();
    if !bytes.windows(2).any(|pair| matches!(pair, b"ae" | b"oe" | b"ue")) {
        return Cow::Borrowed(word);
    }
    let mut out = String::with_capacity(word.len());
    let mut rest = 0;
    for at in 0..bytes.len().saturating_sub(1) {
        let umlaut = match &bytes[at..at + 2] {
            b"ae" => 'ä',
            b"oe" => 'ö',
            b"ue" => 'ü',
            _ => continue,
        };
        if is_safe(&word[..at], &word[at..at + 2], &word[at + 2..]) {
            out.push_str(&word[rest..at]);
            out.push(umlaut);
            rest = at + 2;
        }
    }
    out.push_str(&word[rest..]);
    Cow::Owned(out)
}

fn is_safe(before: &str, digraph: &str, after: &str) -> bool {
    const VOWELS: &str = "aeiouyäöü";
    let follows_vowel = before.ends_with(|c: char| VOWELS.contains(c) || c == 'q');
    // `aeu` is äu: Haeuser, Gebaeude.
    let before_consonant = (digraph == "ae" && after.starts_with('u'))
        || after.starts_with(|c: char| c.is_alphabetic() && !VOWELS.contains(c));
    let known_pair = match digraph {
        "ae" => {
            matches!(after, "l" | "ls") || after.starts_with("li") || (before.is_empty() && after.starts_with("ro"))
        }
        "oe" => {
            (before.ends_with('s') && after.starts_with('b'))
                || (before.ends_with('p') && after.starts_with(['s', 't']))
        }
        _ => {
            (before == "z" && after.starts_with('r'))
                || (after.starts_with("ll") && before.ends_with(['t', 'n', 's', 'x', 'd']))
                || (after.starts_with("nz") && before.ends_with("fl"))
        }
    };
    before_consonant && !follows_vowel && !known_pair
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
        ] {
            assert_eq!(exact(word), form, "{word}");
        }
    }

    #[test]
    fn digraphs_join_where_safe() {
        for (word, joined) in [
            ("mueller", "müller"),
            ("muenchen", "münchen"),
            ("gruesse", "grüsse"),
            ("oesterreich", "österreich"),
            ("koeln", "köln"),
            ("aerzte", "ärzte"),
            ("waehler", "wähler"),
            ("maedchen", "mädchen"),
            ("gemaelde", "gemälde"),
            ("buerger", "bürger"),
            ("fuenf", "fünf"),
            ("zurueck", "zurück"),
            ("fuer", "für"),
            ("muenzen", "münzen"),
            ("huelle", "hülle"),
            ("haeuser", "häuser"),
            ("gebaeude", "gebäude"),
        ] {
            assert_eq!(join_digraphs(word), joined);
        }
        for whole in [
            "israel",
            "israels",
            "israelisch",
            "michael",
            "aktuell",
            "aktuelle",
            "duell",
            "neue",
            "neuen",
            "feuer",
            "steuer",
            "frauen",
            "quelle",
            "quer",
            "poesie",
            "statue",
            "zuerst",
            "soeben",
            "influenza",
            "bauer",
            "abenteuer",
            "genauer",
            "treue",
            "reggae",
            "eventuell",
            "aeroflot",
            "europa",
        ] {
            assert_eq!(join_digraphs(whole), whole);
        }
    }
}
