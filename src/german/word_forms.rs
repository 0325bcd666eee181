//! The words of one text, each analysed when it is asked for.

use std::sync::Arc;

use super::analyzer::Analyzer;
use super::lemma::Case;
use super::stop_words::is_name;
use super::token::Form;
use super::token_cache::TokenCache;
use super::tokenizer::{Tokenizer, Word};
use super::trace::NoTrace;
use super::written::WordPlace;

/// A cache of one's own, or one lent from text to text.
pub(super) enum CacheHandle<'a> {
    Owned(Box<TokenCache>),
    Lent(&'a mut TokenCache),
}

impl CacheHandle<'_> {
    fn get(&mut self) -> &mut TokenCache {
        match self {
            CacheHandle::Owned(cache) => cache,
            CacheHandle::Lent(cache) => cache,
        }
    }
}

/// The words of one text and what they are. Words are named by their number, joint spellings included.
pub(super) struct WordForms<'a> {
    analyzer: &'a Analyzer,
    text: &'a str,
    place: WordPlace,
    words: Vec<Word>,
    cache: CacheHandle<'a>,
}

impl<'a> WordForms<'a> {
    pub(super) fn new(
        analyzer: &'a Analyzer,
        text: &'a str,
        place: WordPlace,
        mut cache: CacheHandle<'a>,
    ) -> WordForms<'a> {
        let mut words = std::mem::take(&mut cache.get().scratch);
        words.clear();
        words.extend(Tokenizer::new(text));
        WordForms { analyzer, text, place, words, cache }
    }

    pub(super) fn analyzer(&self) -> &'a Analyzer {
        self.analyzer
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    pub(super) fn words(&self) -> &[Word] {
        &self.words
    }

    /// Returns word number `number` as it is written.
    pub(super) fn written(&self, number: usize) -> &'a str {
        &self.text[self.words[number].range.clone()]
    }

    /// Returns the form of word number `number`.
    pub(super) fn form(&mut self, number: usize) -> Arc<Form> {
        // Typed words are analysed in their own way, and are not worth a place in the cache.
        if self.place != WordPlace::Article {
            return Arc::new(self.new_form(number));
        }
        let written = self.written(number);
        let (analyzer, text, word) = (self.analyzer, self.text, &self.words[number]);
        let form = self
            .cache
            .get()
            .form(written, |parts| analyzer.analyze(text, word, WordPlace::Article, parts, &mut NoTrace));
        if form.may_be_name() && self.is_name(number) {
            return Arc::new(form.of_name());
        }
        form
    }

    /// Returns true if word number `number` is a stop word or the like of a name that stands like one.
    pub(super) fn is_name(&self, number: usize) -> bool {
        is_name(self.text, &self.words[number].range)
    }

    /// Returns the form of word number `number`, which gets no place in the cache of words. It has one if the word completes
    /// another.
    pub(super) fn new_form(&mut self, number: usize) -> Form {
        let (written, word) = (self.written(number), &self.words[number]);
        let cache = self.cache.get();
        let is_typed = self.place != WordPlace::Article;
        let known = if is_typed { None } else { cache.known_form(written) };
        let form = match known {
            Some(known) => Form::clone(&known),
            None => self.analyzer.analyze(self.text, word, self.place, &mut cache.parts, &mut NoTrace),
        };
        let is_name = form.may_be_name() && !is_typed && self.is_name(number);
        if is_name { form.of_name() } else { form }
    }

    /// Returns the form of a word whose exact form was put together from its halves.
    pub(super) fn joined(&mut self, exact: String, case: Case) -> Arc<Form> {
        let TokenCache { joined_nouns, joined_lower, parts, .. } = self.cache.get();
        let joined = if case == Case::Lower { joined_lower } else { joined_nouns };
        joined.get(&exact).unwrap_or_else(|| {
            let form = Arc::new(self.analyzer.joined_form(exact.clone(), case, parts));
            joined.insert(exact.into(), Arc::clone(&form));
            form
        })
    }

    /// Returns the form of a verb that was put together from `particle` and a word by its exact form; `None` if there is no
    /// such verb.
    pub(super) fn joined_verb(&mut self, particle: &str, word: &str) -> Option<Arc<Form>> {
        let exact = format!("{particle}{word}");
        if let Some(known) = self.cache.get().verbs.get(&exact) {
            return known;
        }
        let verb = self.analyzer.joined_verb(particle, word).map(Arc::new);
        self.cache.get().verbs.insert(exact.into(), verb.clone());
        verb
    }
}

impl Drop for WordForms<'_> {
    /// Gives the allocation of the words back to the cache it came from.
    fn drop(&mut self) {
        self.cache.get().scratch = std::mem::take(&mut self.words);
    }
}
