//! What stands in this text, word by word?

use std::sync::Arc;

use super::analyzer::Analyzer;
use super::distant::{self, Distant, Particles};
use super::lexicon::Lexicon;
use super::memory::Remembered;
use super::token::{Form, Token, truncated};
use super::tokenizer::{Tokenizer, Word};

pub(super) enum Memory<'a> {
    Own(Box<Remembered>),
    Lent(&'a mut Remembered),
}

impl Memory<'_> {
    fn get(&mut self) -> &mut Remembered {
        match self {
            Memory::Own(remembered) => remembered,
            Memory::Lent(remembered) => remembered,
        }
    }
}

/// A place in a text. A joint spelling comes before its pieces, a word whose halves stand apart after its first half;
/// both at the position of the word they share it with.
pub(crate) enum Place {
    /// The word of this number.
    Word(usize),
    /// A word of which one half is the word before.
    Apart(Token),
}

/// The tokens of one text; see [`Analyzer::tokens`].
pub struct TokenStream<'a> {
    analyzer: &'a Analyzer,
    text: &'a str,
    typed: bool,
    words: Vec<Word>,
    at: usize,
    memory: Memory<'a>,
    /// Particles that may belong to a verb before them.
    particles: Particles,
    /// A word whose halves stand apart, which comes after its first half.
    pending: Option<Token>,
}

impl<'a> TokenStream<'a> {
    pub(super) fn new(analyzer: &'a Analyzer, text: &'a str, typed: bool, mut memory: Memory<'a>) -> TokenStream<'a> {
        let mut words = std::mem::take(&mut memory.get().scratch);
        words.clear();
        words.extend(Tokenizer::new(text));
        let particles = if analyzer.splits() { Particles::of(text, &words) } else { Particles::default() };
        TokenStream { analyzer, text, typed, words, at: 0, memory, particles, pending: None }
    }

    /// The word that has one half here and the other elsewhere.
    fn apart(&mut self, at: usize) -> Option<Token> {
        let Distant { word, other } = distant::at(self, at)?;
        let Word { range, position, .. } = self.words[at].clone();
        Some(Token { range, position, span: 1, apart: Some(other), word })
    }

    /// What a word is whose exact form was put together. A verb has the term of its infinitive.
    pub(super) fn joined(&self, form: String, is_verb: bool) -> Form {
        let exact = truncated(form);
        let verb = if is_verb { self.analyzer.verb(&exact) } else { None };
        let term = verb.unwrap_or_else(|| self.analyzer.term(&exact));
        Form { exact, term, ..Form::default() }
    }

    /// The same for a verb with its particle; `None` when there is no such verb.
    pub(super) fn verb(&mut self, form: &str) -> Option<Arc<Form>> {
        if let Some(known) = self.memory.get().verbs.get(form) {
            return known;
        }
        let is_known = self.lexicon().counts(form).lower > 0.0;
        let verb = is_known.then(|| Arc::new(self.joined(form.to_owned(), true)));
        self.memory.get().verbs.insert(form.into(), verb.clone());
        verb
    }

    /// What comes next, not yet analysed.
    pub(crate) fn place(&mut self) -> Option<Place> {
        if let Some(token) = self.pending.take() {
            return Some(Place::Apart(token));
        }
        let at = self.at;
        let span = self.words.get(at)?.span;
        self.at += 1;
        if self.analyzer.splits() && span == 1 {
            self.pending = self.apart(at);
        }
        Some(Place::Word(at))
    }

    /// Word number `at` as written, and how many it covers.
    pub(crate) fn written(&self, at: usize) -> (&'a str, u32) {
        let word = &self.words[at];
        (&self.text[word.range.clone()], word.span)
    }

    /// The byte at which word number `at` begins.
    pub(crate) fn begin(&self, at: usize) -> usize {
        self.words[at].range.start
    }

    /// What word number `at` is.
    pub(crate) fn form(&mut self, at: usize) -> Arc<Form> {
        // What is typed is analysed in its own way, and is not worth remembering.
        if self.typed {
            return Arc::new(self.new_form(at));
        }
        let written = self.written(at).0;
        let (analyzer, text, word) = (self.analyzer, self.text, &self.words[at]);
        self.memory.get().form(written, |pieces| analyzer.form_at(text, word, false, pieces))
    }

    /// The same for one that was not met before: nothing is remembered.
    pub(crate) fn new_form(&mut self, at: usize) -> Form {
        let pieces = &mut self.memory.get().pieces;
        self.analyzer.form_at(self.text, &self.words[at], self.typed, pieces)
    }

    pub(super) fn lexicon(&self) -> &'a Lexicon {
        self.analyzer.lexicon()
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    pub(super) fn words(&self) -> &[Word] {
        &self.words
    }

    /// The first particle after word number `at`.
    pub(super) fn particle_after(&mut self, at: usize) -> Option<usize> {
        self.particles.after(at)
    }
}

impl Drop for TokenStream<'_> {
    /// Gives the list of words back to the memory it was lent from.
    fn drop(&mut self) {
        self.memory.get().scratch = std::mem::take(&mut self.words);
    }
}

impl Iterator for TokenStream<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        match self.place()? {
            Place::Apart(token) => Some(token),
            Place::Word(at) => {
                let form = self.form(at);
                let Word { range, position, span, .. } = self.words[at].clone();
                Some(Token { range, position, span, apart: None, word: form })
            }
        }
    }
}
