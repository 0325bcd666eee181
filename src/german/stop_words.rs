//! Step of the chain: words too common to be searched by themselves.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::normalize::exact_form;

const LIST: &str = include_str!("stop_words.txt");

/// Bytes of the longest stop word, with room to spare: longer words need no look-up.
const MAX_STOP_WORD_BYTES: usize = 16;

/// Returns true if an exact form is a stop word.
pub(super) fn is_stop_word(exact: &str) -> bool {
    static WORDS: OnceLock<HashSet<String>> = OnceLock::new();
    exact.len() <= MAX_STOP_WORD_BYTES && WORDS.get_or_init(parse).contains(exact)
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
    fn none_is_longer_than_the_limit() {
        assert!(parse().iter().all(|word| is_stop_word(word)));
    }
}
