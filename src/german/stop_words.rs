//! Step of the chain: words too common to be searched by themselves.
//!
//! Some are names as well: Stephan *Weil*, Anne *Will*, the company *MAN*. In a text a stop word is a name where it has a
//! capital inside a sentence, or stands in capitals between other words; there it has a term, like any other word.

use std::ops::Range;
use std::sync::OnceLock;

use hashbrown::HashSet;

use super::lemma::is_capital_namesake;
use super::normalize::exact_form;

const LIST: &str = include_str!("stop_words.txt");

/// Bytes of the longest stop word, with room to spare: longer words need no look-up.
const MAX_STOP_WORD_BYTES: usize = 16;

/// Bytes of the longest stop word with a capital. Most nouns are longer.
const MAX_CAPITAL_BYTES: usize = 9;

/// Returns true if an exact form is a stop word.
pub(crate) fn is_stop_word(exact: &str) -> bool {
    static WORDS: OnceLock<HashSet<String>> = OnceLock::new();
    exact.len() <= MAX_STOP_WORD_BYTES && WORDS.get_or_init(parse).contains(exact)
}

/// Stop words whose capital is a courtesy.
const POLITE: [&str; 20] = [
    "sie", "ihnen", "ihr", "ihre", "ihrem", "ihren", "ihrer", "ihres", "du", "dir", "dich", "dein", "deine", "deinem",
    "deinen", "deiner", "deines", "euch", "euer", "eure",
];

/// Returns true if a word, as written, is a stop word with a capital: `Weil`, `MAN`. Those whose capital is a courtesy
/// are none.
pub(crate) fn is_capital_stop_word(word: &str) -> bool {
    static WORDS: OnceLock<HashSet<String>> = OnceLock::new();
    let is_candidate = word.len() <= MAX_CAPITAL_BYTES && word.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
    is_candidate && WORDS.get_or_init(capitals).contains(word)
}

fn capitals() -> HashSet<String> {
    let mut words = HashSet::new();
    for word in parse().into_iter().filter(|word| !POLITE.contains(&word.as_str())) {
        let capital = word.char_indices().map(|(at, c)| if at == 0 { c.to_ascii_uppercase() } else { c }).collect();
        words.insert(word.to_uppercase());
        words.insert(capital);
    }
    words
}

/// Returns true if the word at `range` is a stop word or the like of a name (`Klein`) that stands like one: with a capital, after a
/// word of the same sentence; or in capitals, unless a word beside it is, too.
pub(super) fn is_name(text: &str, range: &Range<usize>) -> bool {
    let word = &text[range.clone()];
    let before = text[..range.start].trim_end_matches([' ', '\u{a0}']);
    if is_capital_namesake(word) {
        let is_alone = || !text[range.end..].contains(char::is_alphanumeric);
        return before.ends_with(|c: char| c.is_alphanumeric() || c == ',') || (before.is_empty() && is_alone());
    }
    if !is_capital_stop_word(word) {
        return false;
    }
    if !is_in_capitals(word) {
        return before.ends_with(|c: char| c.is_alphanumeric() || c == ',');
    }
    let is_end = |c: char| !c.is_alphanumeric();
    let previous = before.rsplit(is_end).next().unwrap_or_default();
    let next = text[range.end..].trim_start_matches(is_end).split(is_end).next().unwrap_or_default();
    !is_in_capitals(previous) && !is_in_capitals(next)
}

/// Returns true for two or more capitals and nothing else.
pub(crate) fn is_in_capitals(word: &str) -> bool {
    word.len() > 1 && word.chars().all(char::is_uppercase)
}

fn parse() -> HashSet<String> {
    let lines = LIST.lines().map(|line| line.split_once('#').map_or(line, |(words, _)| words));
    lines.flat_map(str::split_whitespace).map(exact_form).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_both_spellings() {
        for word in ["der", "dass", "für", "während"] {
            assert!(is_stop_word(word), "{word}");
        }
        for word in ["werbung", "", "daß", "kaspersky"] {
            assert!(!is_stop_word(word), "{word}");
        }
    }

    #[test]
    fn stop_words_that_are_names() {
        for (text, word, is_a_name) in [
            ("Gestern traf Weil ein.", "Weil", true),
            ("Weil es regnet, bleiben sie.", "Weil", false),
            ("Es regnet. Will sie kommen?", "Will", false),
            ("„Will sie?“", "Will", false),
            ("die Sendung mit Anne Will", "Will", true),
            ("MAN baut Busse", "MAN", true),
            ("der Konzern MAN", "MAN", true),
            ("WAS MAN WISSEN MUSS", "MAN", false),
            ("wie Sie sehen", "Sie", false),
            ("so weil es ist", "weil", false),
            ("der Kanzler Kurz kam", "Kurz", true),
            ("Kurz vor Mitternacht", "Kurz", false),
            ("Es regnet. Kurz darauf", "Kurz", false),
            ("Klein", "Klein", true),
            ("sie kam kurz vorbei", "kurz", false),
        ] {
            let start = text.find(word).unwrap_or(0);
            assert_eq!(is_name(text, &(start..start + word.len())), is_a_name, "{text}");
        }
    }

    #[test]
    fn names_are_no_forms_of_other_words() {
        let analyzer = crate::german::Analyzer::default();
        for (text, term) in [("ein Lied von Kurt Kann", "kann"), ("der Fotograf Rolf Wird", "wird")] {
            let last = analyzer.tokens(text).last().map(|token| token.word.term.clone());
            assert_eq!(last.as_deref(), Some(term), "{text}");
        }
    }

    #[test]
    fn none_is_longer_than_the_limit() {
        assert!(parse().iter().all(|word| is_stop_word(word)));
        assert_eq!(capitals().iter().map(String::len).max(), Some(MAX_CAPITAL_BYTES));
    }
}
