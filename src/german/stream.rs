//! The tokens of one text, one after the other.

use std::sync::Arc;

use super::analyzer::Analyzer;
use super::apart::token_with_half;
use super::particles::Particles;
use super::token::{Form, Token};
use super::token_cache::TokenCache;
use super::tokenizer::Word;
use super::word_forms::{CacheHandle, WordForms};
use super::written::WordPlace;

/// An occurrence of a word at a position of a text. A joint spelling comes before its pieces, a word whose halves stand
/// apart comes after its first half; both are at the position of the word they share it with.
pub(crate) enum Occurrence {
    /// The word of this number, not analysed yet.
    Word(usize),
    /// A word whose first half is the word before.
    Apart(Token),
}

/// The tokens of one text; see [`Analyzer::tokens`].
#[must_use = "a text is analysed as its tokens are read"]
pub struct TokenStream<'a> {
    words: WordForms<'a>,
    /// Number of the next word.
    next: usize,
    /// Particles that may belong to a verb before them.
    particles: Particles,
    /// A word whose halves stand apart, which comes after its first half.
    pending: Option<Token>,
}

impl Analyzer {
    /// Returns the tokens of a text of an article, in order. For queries there is [`Analyzer::typed_tokens`].
    pub fn tokens<'a>(&'a self, text: &'a str) -> TokenStream<'a> {
        TokenStream::new(WordForms::new(self, text, WordPlace::Article, CacheHandle::Owned(Box::default())))
    }

    /// Returns the tokens of what somebody typed, such as a query. In an article capitals tell nouns; what is typed in lower
    /// case may be a noun, too, and gets the terms and parts of one.
    ///
    /// ```
    /// let analyzer = fundstelle::german::Analyzer::default();
    /// let word = analyzer.typed_tokens("werbebudget").next().unwrap().word;
    /// let parts: Vec<&str> = word.parts.iter().map(|part| part.term.as_str()).collect();
    /// assert_eq!(parts, ["werben", "budget"]);
    /// ```
    pub fn typed_tokens<'a>(&'a self, text: &'a str) -> TokenStream<'a> {
        TokenStream::new(WordForms::new(self, text, WordPlace::Query, CacheHandle::Owned(Box::default())))
    }

    /// Returns the tokens of what somebody typed where every word has a capital: at the head of a query, or in one that is
    /// written like a headline. There a capital tells nothing, and each word has all its readings.
    pub fn head_tokens<'a>(&'a self, text: &'a str) -> TokenStream<'a> {
        TokenStream::new(WordForms::new(self, text, WordPlace::QueryHead, CacheHandle::Owned(Box::default())))
    }

    /// Returns the tokens of `text`, in order. Words that other texts have left in `cache` are not analysed again.
    pub(crate) fn tokens_with<'a>(&'a self, text: &'a str, cache: &'a mut TokenCache) -> TokenStream<'a> {
        TokenStream::new(WordForms::new(self, text, WordPlace::Article, CacheHandle::Lent(cache)))
    }
}

impl<'a> TokenStream<'a> {
    fn new(mut words: WordForms<'a>) -> TokenStream<'a> {
        let splits = words.analyzer().splits_compounds();
        let particles = if splits { Particles::find(&mut words) } else { Particles::default() };
        TokenStream { words, next: 0, particles, pending: None }
    }

    /// Returns the next occurrence of a word, not analysed yet.
    pub(crate) fn next_occurrence(&mut self) -> Option<Occurrence> {
        if let Some(token) = self.pending.take() {
            return Some(Occurrence::Apart(token));
        }
        let number = self.next;
        let span = self.words.words().get(number)?.span;
        self.next += 1;
        if span == 1 && self.words.analyzer().splits_compounds() {
            self.pending = token_with_half(&mut self.words, &mut self.particles, number);
        }
        Some(Occurrence::Word(number))
    }

    /// Returns word number `number` as written, and the number of words it covers.
    pub(crate) fn written(&self, number: usize) -> (&'a str, u32) {
        (self.words.written(number), self.words.words()[number].span)
    }

    /// Returns true if word number `number` is a stop word that stands like a name: its form is not that of the same word
    /// elsewhere.
    pub(crate) fn is_name(&self, number: usize) -> bool {
        self.words.is_name(number)
    }

    /// Returns the byte at which word number `number` begins.
    pub(crate) fn start(&self, number: usize) -> usize {
        self.words.words()[number].range.start
    }

    /// Returns the form of word number `number`, which gets no place in the cache of words.
    pub(crate) fn new_form(&mut self, number: usize) -> Form {
        self.words.new_form(number)
    }
}

impl Iterator for TokenStream<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        match self.next_occurrence()? {
            Occurrence::Apart(token) => Some(token),
            Occurrence::Word(number) => {
                let form: Arc<Form> = self.words.form(number);
                let Word { range, position, span, .. } = self.words.words()[number].clone();
                Some(Token { range, position, span, apart: None, word: form })
            }
        }
    }
}
