//! A compound in parts.

use std::ops::Range;

/// A word cut into parts.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Cut {
    /// Parts in order. They cover the word.
    pub parts: Vec<CompoundPart>,
    /// Mean weight of the parts less the penalties; the highest score wins.
    pub score: f32,
    /// Mean weight of the parts, ln(1 + count) each. It is compared with the weight of the whole word.
    pub weight: f32,
}

/// A part of a compound.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CompoundPart {
    /// Bytes of the exact form, the linking element included.
    pub range: Range<usize>,
    /// The word the part stands for: `schule` for the `schul` in Schuljahr.
    pub base: String,
    /// Noun in -ung made of the part, if it is the stem of a verb: `werbung` for the `werbe` in Werbebudget.
    pub noun: Option<String>,
}

impl CompoundPart {
    /// Part of `word` that stands for its own letters.
    pub(super) fn literal(word: &str, range: Range<usize>) -> CompoundPart {
        CompoundPart { base: word[range.clone()].to_owned(), range, noun: None }
    }

    /// Moves the part into a word that begins `start` bytes earlier.
    pub(super) fn moved_by(self, start: usize) -> CompoundPart {
        CompoundPart { range: start + self.range.start..start + self.range.end, ..self }
    }
}

impl Cut {
    /// Lets the last part reach to byte `end`.
    pub(super) fn ending_at(mut self, end: usize) -> Cut {
        if let Some(last) = self.parts.last_mut() {
            last.range.end = end;
        }
        self
    }
}

/// Number of letters of `text`.
pub(super) fn letter_count(text: &str) -> usize {
    text.chars().count()
}
