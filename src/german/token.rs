//! The result of analysis: tokens, and the forms under which they are found.

use std::ops::Range;
use std::sync::Arc;

/// Bytes of the longest exact form or term. Longer ones are truncated when indexing and when querying alike, so that they
/// are found all the same.
pub(super) const MAX_TERM_BYTES: usize = 255;

/// One word of a text, or the joint spelling of several (`Klima-Schutz-Gesetz`), or a word whose halves stand apart
/// (`Hieb- und Stichwaffe`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Token {
    /// Bytes of the original text, on character boundaries.
    pub range: Range<usize>,
    /// Number of the word in the text, from 0. A joint spelling has the position of its first piece.
    pub position: u32,
    /// Number of words the token covers: 1, or the number of pieces of a joint spelling.
    pub span: u32,
    /// Bytes of the other half, for a word whose halves stand apart. Such a word has no exact form in the text.
    pub apart: Option<Range<usize>>,
    /// Result of the analysis, shared by all occurrences of the word.
    pub word: Arc<Form>,
}

/// Result of analysing one word.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Form {
    /// The word in NFC and lower case, with ß as ss: what `=Wort` and phrases compare.
    pub exact: String,
    /// Key under which a word meets its inflections and spellings: its lemma, `haus` for `Häuser`.
    pub term: String,
    /// Another lemma, for a form that may be one of two words: `studie` and `studium` for `Studien`.
    pub second: Option<String>,
    /// True if the word is too common to be searched by itself.
    pub stop_word: bool,
    /// Words the compound is made of; empty for any other word. The stem of a verb that stands like a noun
    /// (`Werbe-Budget`) is its own only part.
    pub parts: Vec<FormPart>,
    /// Known words that several neighbouring parts make up: `fahrrad` in Fahrradweg, cut as fahr, rad, weg. They are found
    /// as parts are, and are no parts of the word when it is searched.
    pub inner: Vec<FormPart>,
    /// Terms under which the word is found beside its own, each once: its second lemma, and those of its parts
    /// and its inner words.
    pub others: Vec<String>,
}

/// A word inside a compound.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FormPart {
    /// Bytes from the beginning of the word as written.
    pub range: Range<usize>,
    /// The word the part stands for: `schule` for the `schul` in Schuljahr.
    pub base: String,
    /// Term of the part, the same as of this word by itself.
    pub term: String,
    /// Term of the noun in -ung, if the part is the stem of a verb: that of `Werbung` for `Werbebudget`.
    pub noun: Option<String>,
}

impl FormPart {
    /// Returns the terms under which the part is indexed.
    pub fn terms(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.term).chain(&self.noun)
    }
}

impl Token {
    /// Returns the bytes of `part`, one of the token's, in the original text.
    pub fn part_range(&self, part: &FormPart) -> Range<usize> {
        self.range.start + part.range.start..self.range.start + part.range.end
    }
}

impl Form {
    /// Returns the terms of the whole word, the likelier first: one or two.
    pub fn terms(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.term).chain(&self.second)
    }

    /// Returns true for a word that is a name where it stands like one: a stop word, or one that is an adjective elsewhere.
    pub(super) fn may_be_name(&self) -> bool {
        self.stop_word || (self.second.is_some() && self.term.starts_with(char::is_uppercase))
    }

    /// Returns a word as the name it stands like, which is no form of any other word: `Will`, `Klein`.
    pub(crate) fn of_name(&self) -> Form {
        match self.stop_word {
            true => Form::unanalyzed(self.exact.clone()),
            false => Form { term: self.term.clone(), ..Form::unanalyzed(self.exact.clone()) },
        }
    }

    /// Form that is its own term: no step of the chain applies to it.
    pub(super) fn unanalyzed(exact: String) -> Form {
        Form { term: exact.clone(), exact, ..Form::default() }
    }
}

/// Truncates a form or term to [`MAX_TERM_BYTES`].
pub(super) fn truncated(mut form: String) -> String {
    if form.len() > MAX_TERM_BYTES {
        form.truncate(form.floor_char_boundary(MAX_TERM_BYTES));
    }
    form
}
