//! Words too common to search for by themselves.

use std::collections::HashSet;
use std::sync::OnceLock;

const LIST: &str = include_str!("stop_words.txt");

/// Whether an exact form is a stop word.
pub(super) fn is_stop_word(exact: &str) -> bool {
    static WORDS: OnceLock<HashSet<String>> = OnceLock::new();
    // No stop word has more than 12 letters; most words need no look-up.
    exact.len() <= 16 && WORDS.get_or_init(parse).contains(exact)
}

fn parse() -> HashSet<String> {
    LIST.lines()
        .map(|line| line.split('#').next().unwrap_or_default())
        .flat_map(str::split_whitespace)
        .map(|word| {
            let mut exact = String::new();
            super::normalize(word, &mut exact);
            exact
        })
        .collect()
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
}
