//! Patterns: words of which only some letters are given.

use std::fmt;

use unicode_normalization::char::is_combining_mark;

use crate::german::normalize;

/// Fewest letters in a row that a pattern must have: fewer occur in nearly every word.
const MIN_PATTERN_LETTERS: usize = 3;

/// A pattern that whole words must fit: `Spion*`, `*schutz*`, `Bundes*minister`. A star stands for any number of
/// letters. Only [`query::parse`](super::parse) makes patterns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The pattern as typed.
    typed: String,
    /// Exact forms of what is between the stars. Only the first and the last may be empty.
    pieces: Vec<String>,
}

/// Why a text is not a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadPattern {
    /// Characters other than letters, digits and stars.
    Signs,
    /// Too few letters in a row.
    Short,
}

impl Pattern {
    /// Parses a word with stars.
    pub(super) fn parse(typed: &str) -> Result<Pattern, BadPattern> {
        if !typed.chars().all(|c| c.is_alphanumeric() || is_combining_mark(c) || c == '*') {
            return Err(BadPattern::Signs);
        }
        let exact_form = |piece: &str| {
            let mut form = String::new();
            normalize(piece, &mut form);
            form
        };
        let mut pieces: Vec<String> = typed.split('*').map(exact_form).collect();
        if pieces.iter().all(|piece| piece.chars().count() < MIN_PATTERN_LETTERS) {
            return Err(BadPattern::Short);
        }
        // Consecutive stars are one star.
        let count = pieces.len();
        let mut number = 0;
        pieces.retain(|piece| {
            number += 1;
            !piece.is_empty() || number == 1 || number == count
        });
        Ok(Pattern { typed: typed.to_owned(), pieces })
    }

    /// The letters that every word that fits begins with.
    pub(super) fn prefix(&self) -> &str {
        self.pieces.first().map_or("", String::as_str)
    }

    /// Returns true if an exact form fits the pattern.
    pub(super) fn fits(&self, form: &str) -> bool {
        let [first, middle @ .., last] = self.pieces.as_slice() else { return false };
        let Some(mut rest) = form.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str())) else {
            return false;
        };
        // The first occurrence of a piece leaves the most for the pieces after it.
        middle.iter().all(|piece| match rest.split_once(piece.as_str()) {
            Some((_, after)) => {
                rest = after;
                true
            }
            None => false,
        })
    }

    /// The pattern in exact form, as it is searched.
    pub(super) fn searched(&self) -> String {
        self.pieces.join("*")
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn fits_whole_words() {
        for (pattern, word, fits) in [
            ("Spion*", "spionage", true),
            ("Spion*", "spion", true),
            ("Spion*", "gegenspion", false),
            ("*schutz*", "klimaschutzgesetz", true),
            ("*schutz*", "schutz", true),
            ("*schutz", "klimaschutz", true),
            ("*schutz", "schutzes", false),
            ("Bundes*minister", "bundesaußenminister", true),
            ("Bundes*minister", "bundesministerin", false),
            ("bundes*esminister", "bundesminister", false),
            ("*ana*nas*", "ananas", true),
            ("*ana*ana*", "ananas", false),
            ("**Straße**", "hauptstrassen", true),
            ("*ÄRZTE*", "zahnärztekammer", true),
            ("Mu\u{308}ll*", "mülltonne", true),
        ] {
            let mut form = String::new();
            normalize(word, &mut form);
            assert_eq!(Pattern::parse(pattern).unwrap().fits(&form), fits, "{pattern} {word}");
        }
    }

    #[test]
    fn what_is_no_pattern() {
        for (typed, why) in [
            ("*", BadPattern::Short),
            ("Sp*", BadPattern::Short),
            ("*ab*cd*", BadPattern::Short),
            ("a-b*", BadPattern::Signs),
            ("Spi*.", BadPattern::Signs),
        ] {
            assert_eq!(Pattern::parse(typed).unwrap_err(), why, "{typed}");
        }
        assert_eq!(Pattern::parse("*Schutz*").unwrap().searched(), "*schutz*");
    }
}
