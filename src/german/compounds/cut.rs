//! A compound in parts.

use std::ops::Range;

use super::tail::NOUN_ENDINGS;
use crate::german::lexicon::{Lexicon, LexiconNear};

/// A word cut into parts.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Cut {
    /// Parts in order. They cover the word.
    pub parts: Vec<CompoundPart>,
    /// Known words that several neighbouring parts make up: `fahrrad` in `fahr|rad|weg`.
    pub inner: Vec<CompoundPart>,
    /// Sum over the parts of how rare each is, with the penalties; the lowest cost wins.
    pub cost: f32,
    /// Mean weight of the parts less the penalties: how sure the cut is, whatever the length of the word.
    pub score: f32,
    /// Mean weight of the parts, ln(1 + count) each. It is compared with the weight of the whole word.
    pub weight: f32,
    /// Weight of the rarest part.
    pub rarest: f32,
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

    /// Finds the known nouns that several neighbouring parts of `word` make up: `fahrrad` in `fahr|rad|weg`, `bahnhof` in
    /// `bahn|hofs|vorplatz`.
    pub(super) fn with_inner_words(mut self, lexicon: &Lexicon, word: &str) -> Cut {
        let count = self.parts.len();
        let runs = (0..count).flat_map(|first| (first + 2..=count).map(move |end| first..end));
        let inner_word = |run: Range<usize>| {
            let (first, last) = (&self.parts[run.start], &self.parts[run.end - 1]);
            let base = format!("{}{}", &word[first.range.start..last.range.start], last.base);
            let near = LexiconNear::new(lexicon, &base);
            let is_noun = |base: &str| Some(near.counts(base)).is_some_and(|counts| counts.listed && !counts.name);
            let mut bases = NOUN_ENDINGS.iter().filter_map(|ending| base.strip_suffix(ending));
            let is_known = is_noun(&base) || bases.any(is_noun);
            is_known.then_some(CompoundPart { range: first.range.start..last.range.end, base, noun: None })
        };
        self.inner = runs.filter(|run| run.len() < count).filter_map(inner_word).collect();
        self
    }
}

/// Number of letters of `text`.
pub(super) fn letter_count(text: &str) -> usize {
    text.chars().count()
}
