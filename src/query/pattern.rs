//! Words by some of their letters.

use std::fmt;

use unicode_normalization::char::is_combining_mark;

use crate::german::normalize;

/// Letters in a row that a pattern has at least: fewer stand in nearly every word.
const LEAST_LETTERS: usize = 3;

/// A word of which only parts are given: `Spion*`, `*schutz*`, `Bundes*minister`. It has to fit the whole word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// As typed.
    typed: String,
    /// What stands between the stars, in exact form; the first and the last may be empty.
    pieces: Vec<String>,
}

/// Why something is no pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadPattern {
    /// Not only letters, digits and stars.
    Signs,
    /// Too few letters in a row.
    Short,
}

impl Pattern {
    /// Reads a word with stars.
    pub(super) fn parse(typed: &str) -> Result<Pattern, BadPattern> {
        if !typed.chars().all(|c| c.is_alphanumeric() || is_combining_mark(c) || c == '*') {
            return Err(BadPattern::Signs);
        }
        let piece = |piece: &str| {
            let mut form = String::new();
            normalize(piece, &mut form);
            form
        };
        let mut pieces: Vec<String> = typed.split('*').map(piece).collect();
        if pieces.iter().all(|piece| piece.chars().count() < LEAST_LETTERS) {
            return Err(BadPattern::Short);
        }
        // Two stars are one.
        let last = pieces.len() - 1;
        let mut at = 0;
        pieces.retain(|piece| {
            at += 1;
            !piece.is_empty() || at == 1 || at == last + 1
        });
        Ok(Pattern { typed: typed.to_owned(), pieces })
    }

    /// What all its words begin with.
    pub(super) fn beginning(&self) -> &str {
        self.pieces.first().map_or("", String::as_str)
    }

    /// Whether an exact form is one of its words.
    pub(super) fn fits(&self, form: &str) -> bool {
        let [first, middle @ .., last] = self.pieces.as_slice() else { return false };
        let Some(mut rest) = form.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str())) else {
            return false;
        };
        // The first place of each is the best: it leaves most for those after it.
        middle.iter().all(|piece| match rest.split_once(piece.as_str()) {
            Some((_, after)) => {
                rest = after;
                true
            }
            None => false,
        })
    }

    /// In exact form, as it is searched.
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
