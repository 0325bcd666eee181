//! Words that German writes in one or apart: `aufgrund` and `auf Grund`, `sogenannt` and `so genannt`.
//!
//! The tokenizer gives such a pair a joint spelling before its pieces, as if it had a hyphen.

use std::ops::Range;

use super::numbers::{blank_len, is_same};

/// A pair of words, in lower case.
struct Pair {
    first: &'static str,
    second: &'static str,
    /// True if the second word may have an ending.
    inflected: bool,
}

const fn pair(first: &'static str, second: &'static str) -> Pair {
    Pair { first, second, inflected: false }
}

const fn stem(first: &'static str, second: &'static str) -> Pair {
    Pair { first, second, inflected: true }
}

/// Prepositions with a noun, `so`, and verbs with what the reforms of 1996 and 2006 parted from them or joined to them.
const PAIRS: [Pair; 63] = [
    pair("auf", "grund"),
    pair("auf", "seiten"),
    pair("mit", "hilfe"),
    pair("an", "stelle"),
    pair("an", "hand"),
    pair("in", "frage"),
    pair("im", "stande"),
    pair("in", "stand"),
    pair("von", "seiten"),
    pair("von", "nöten"),
    pair("zu", "gunsten"),
    pair("zu", "ungunsten"),
    pair("zu", "lasten"),
    pair("zu", "hause"),
    pair("zu", "grunde"),
    pair("zu", "stande"),
    pair("zu", "tage"),
    pair("zu", "mute"),
    pair("zu", "rande"),
    pair("zu", "rate"),
    pair("zu", "schulden"),
    pair("zu", "schanden"),
    pair("zu", "leide"),
    pair("zu", "wege"),
    pair("zu", "nutze"),
    pair("zur", "zeit"),
    pair("außer", "stande"),
    pair("so", "dass"),
    pair("so", "daß"),
    stem("so", "genannt"),
    pair("so", "viel"),
    pair("jedes", "mal"),
    pair("statt", "dessen"),
    stem("rad", "fahr"),
    stem("rad", "gefahren"),
    stem("eis", "lauf"),
    stem("eis", "gelaufen"),
    stem("halt", "mach"),
    stem("halt", "gemacht"),
    stem("maß", "halt"),
    stem("kopf", "steh"),
    stem("probe", "fahr"),
    stem("staub", "saug"),
    stem("kennen", "lern"),
    stem("kennen", "gelernt"),
    stem("spazieren", "geh"),
    stem("spazieren", "gegangen"),
    stem("sitzen", "bleib"),
    stem("sitzen", "geblieben"),
    stem("stehen", "bleib"),
    stem("stehen", "geblieben"),
    stem("verloren", "geh"),
    stem("verloren", "gegangen"),
    stem("bekannt", "geb"),
    stem("bekannt", "gegeben"),
    stem("allein", "erziehend"),
    stem("allein", "stehend"),
    stem("viel", "versprechend"),
    stem("schwer", "wiegend"),
    stem("weit", "gehend"),
    stem("nahe", "liegend"),
    stem("not", "leidend"),
    stem("aufsehen", "erregend"),
];

/// For each first letter of a pair, a bit for each length in bytes of its first words, and one for each first letter of its
/// second words: nearly all words are told from them by these alone.
static LENGTHS_AND_SECONDS: [(u32, u32); 32] = lengths_and_seconds();

const fn lengths_and_seconds() -> [(u32, u32); 32] {
    let mut table = [(0, 0); 32];
    let mut at = 0;
    while at < PAIRS.len() {
        let (first, second) = (PAIRS[at].first.as_bytes(), PAIRS[at].second.as_bytes());
        let (lengths, seconds) = &mut table[letter_bits(first[0])];
        *lengths |= 1 << first.len();
        *seconds |= 1 << letter_bits(second[0]);
        at += 1;
    }
    table
}

/// Returns what is the same in both cases of a letter.
const fn letter_bits(letter: u8) -> usize {
    (letter & 31) as usize
}

/// Returns the byte of `text` at which the second word of a pair ends, of which the word at `first` is the first.
pub(super) fn pair_end(text: &str, first: &Range<usize>) -> Option<usize> {
    let bytes = &text.as_bytes()[first.clone()];
    let (lengths, seconds) = LENGTHS_AND_SECONDS[letter_bits(*bytes.first()?)];
    if bytes.len() >= 32 || lengths & (1 << bytes.len()) == 0 {
        return None;
    }
    let (word, rest) = (&text[first.clone()], &text[first.end..]);
    let blank = blank_len(rest);
    let next = &rest[blank..];
    if blank == 0 || seconds & (1 << letter_bits(*next.as_bytes().first()?)) == 0 {
        return None;
    }
    let mut pairs = PAIRS.iter().filter(|pair| is_same(word, pair.first)).peekable();
    pairs.peek()?;
    let length = next.find(|c: char| !c.is_alphabetic()).unwrap_or(next.len());
    let is_pair = |Pair { second, inflected, .. }: &Pair| {
        let counted = if *inflected { next.get(..second.len().min(length)) } else { Some(&next[..length]) };
        counted.is_some_and(|counted| is_same(counted, second))
    };
    pairs.any(is_pair).then(|| first.end + blank + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_words() {
        for (text, joined) in [
            ("auf Grund dessen", Some("auf Grund")),
            ("Zu Gunsten", Some("Zu Gunsten")),
            ("so genanntes Recht", Some("so genanntes")),
            ("kennen gelernt", Some("kennen gelernt")),
            ("Rad fahren", Some("Rad fahren")),
            ("auf Grundlage", None),
            ("auf, Grund", None),
            ("so gern", None),
            ("auf", None),
            ("", None),
        ] {
            let first = 0..text.find([' ', ',']).unwrap_or(text.len());
            assert_eq!(pair_end(text, &first).map(|end| &text[..end]), joined, "{text}");
        }
    }
}
