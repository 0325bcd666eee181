//! The chain on one screen: words → exact form → stop word? → term.
//!
//! It does not split compounds and has no lexicon; digraphs are joined only where that is safe without one.

use std::ops::Range;

use rust_stemmers::Stemmer;

use super::gendered::inner_capital_base;
use super::normalize::{normalize, vanishes};
use super::stem;
use super::stop_words::is_stop_word;
use super::tokens::{Word, Words};

/// Longer forms and terms are cut here, on both sides, so that even they are found again.
pub const MAX_TERM_BYTES: usize = 255;

/// German text to terms; the same on the index side and the query side. Cheap to clone.
#[derive(Clone)]
pub struct Analyzer {
    stemmer: std::sync::Arc<Stemmer>,
}

/// One word of a text, or the joint spelling of several (`Klima-Schutz-Gesetz`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Token {
    /// Bytes of the original text, on character boundaries.
    pub range: Range<usize>,
    /// Number of the word in the text, from 0; a joint spelling has that of its first piece.
    pub position: u32,
    /// How many words it covers: 1, or the pieces of a joint spelling.
    pub span: u32,
    /// NFC, lower case, ß as ss: what `=Wort` and quotation marks compare.
    pub exact: String,
    /// What meets its inflections; the same for `Haus` and `Häuser`.
    pub term: String,
    /// Too common to be searched by itself.
    pub stop_word: bool,
}

impl Default for Analyzer {
    fn default() -> Self {
        Analyzer { stemmer: std::sync::Arc::new(stem::german()) }
    }
}

impl Analyzer {
    /// What makes one analyser's terms incomparable with another's. Stored in every index.
    pub fn fingerprint(&self) -> String {
        "german 1, snowball rust-stemmers 1.2, no lexicon".to_owned()
    }

    /// The tokens of `text`, in order.
    pub fn tokens<'a>(&'a self, text: &'a str) -> TokenStream<'a> {
        TokenStream { analyzer: self, text, words: Words::new(text) }
    }

    /// The term of an exact form.
    pub fn term(&self, exact: &str) -> String {
        cut(stem::stem(&self.stemmer, exact))
    }

    fn token(&self, text: &str, word: Word) -> Token {
        let slice = &text[word.range.clone()];
        let mut exact = String::with_capacity(slice.len());
        let mut base = None;
        if word.span > 1 {
            // The joint spelling drops what joins: `Klima-Schutz-Gesetz` is `klimaschutzgesetz`.
            let joint: String =
                slice.chars().filter(|c| c.is_alphanumeric() || !c.is_ascii() && !is_joiner(*c)).collect();
            normalize(&joint, &mut exact);
        } else if let Some(base_end) = word.base_end {
            base = Some(&text[word.range.start..base_end]);
            normalize(slice, &mut exact);
        } else {
            base = inner_capital_base(slice);
            normalize(slice, &mut exact);
        }
        let term = match base {
            Some(base) => {
                let mut form = String::new();
                normalize(base, &mut form);
                self.term(&form)
            }
            None => self.term(&exact),
        };
        let stop_word = is_stop_word(&exact);
        Token { range: word.range, position: word.position, span: word.span, exact: cut(exact), term, stop_word }
    }
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{2010}' | '\u{2011}' | '–' | '’' | 'ʼ') || vanishes(c)
}

fn cut(mut form: String) -> String {
    if form.len() > MAX_TERM_BYTES {
        form.truncate(form.floor_char_boundary(MAX_TERM_BYTES));
    }
    form
}

/// The tokens of one text; see [`Analyzer::tokens`].
pub struct TokenStream<'a> {
    analyzer: &'a Analyzer,
    text: &'a str,
    words: Words<'a>,
}

impl Iterator for TokenStream<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.words.next().map(|word| self.analyzer.token(self.text, word))
    }
}
