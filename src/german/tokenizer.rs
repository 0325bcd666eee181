//! The chain as tantivy's tokenizers.

use std::sync::Arc;

use tantivy::tokenizer::{
    TextAnalyzer, Token as TantivyToken, TokenStream as TantivyStream, Tokenizer, TokenizerManager,
};

use super::analyzer::{Analyzer, Form, indexed_form};
use super::memory::Remembered;
use super::tokens::Words;

/// Tokenizer of the field of terms: stop words are left out but keep their place.
pub const TERMS: &str = "german_terms";
/// Tokenizer of the field of exact forms: every word as written.
pub const EXACT: &str = "german_exact";
/// Tokenizer of names (source, section): words in lower case, nothing more.
pub const WORDS: &str = "words";

/// The tokenizers an index must be opened with.
pub fn tokenizers(analyzer: &Analyzer) -> TokenizerManager {
    // The default has `raw`, under which ids are one term.
    let manager = TokenizerManager::default();
    let terms = Terms { analyzer: analyzer.clone(), remembered: Remembered::default() };
    manager.register(TERMS, TextAnalyzer::from(terms));
    manager.register(EXACT, TextAnalyzer::from(Exact { joint: true }));
    manager.register(WORDS, TextAnalyzer::from(Exact { joint: false }));
    manager
}

struct Terms {
    analyzer: Analyzer,
    remembered: Remembered,
}

impl Clone for Terms {
    /// Each thread remembers for itself.
    fn clone(&self) -> Terms {
        Terms { analyzer: self.analyzer.clone(), remembered: Remembered::default() }
    }
}

impl Tokenizer for Terms {
    type TokenStream<'a> = TermStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TermStream<'a> {
        let tokens = self.analyzer.tokens_with(text, &mut self.remembered);
        TermStream { tokens, word: Arc::default(), given: 0, current: TantivyToken::default() }
    }
}

/// Terms, and at the place of each the other terms of its word; without stop words.
struct TermStream<'a> {
    tokens: super::TokenStream<'a>,
    /// The word at hand, and how many of its other terms were given.
    word: Arc<Form>,
    given: usize,
    current: TantivyToken,
}

impl TantivyStream for TermStream<'_> {
    fn advance(&mut self) -> bool {
        self.current.text.clear();
        if let Some(other) = self.word.others.get(self.given) {
            self.current.text.push_str(other);
            self.given += 1;
            return true;
        }
        let Some(token) = self.tokens.find(|token| !token.word.stop_word) else { return false };
        self.current.text.push_str(&token.word.term);
        self.current.offset_from = token.range.start;
        self.current.offset_to = token.range.end;
        self.current.position = token.position as usize;
        self.current.position_length = token.span as usize;
        (self.word, self.given) = (token.word, 0);
        true
    }

    fn token(&self) -> &TantivyToken {
        &self.current
    }

    fn token_mut(&mut self) -> &mut TantivyToken {
        &mut self.current
    }
}

/// Exact forms need no lexicon.
#[derive(Clone)]
struct Exact {
    /// With the joint spelling of words that hyphens join.
    joint: bool,
}

impl Tokenizer for Exact {
    type TokenStream<'a> = ExactStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> ExactStream<'a> {
        ExactStream { text, words: Words::new(text), joint: self.joint, current: TantivyToken::default() }
    }
}

struct ExactStream<'a> {
    text: &'a str,
    words: Words<'a>,
    joint: bool,
    current: TantivyToken,
}

impl TantivyStream for ExactStream<'_> {
    fn advance(&mut self) -> bool {
        let joint = self.joint;
        let Some(word) = self.words.find(|word| joint || word.span == 1) else { return false };
        self.current.text.clear();
        indexed_form(&self.text[word.range.clone()], word.span > 1, &mut self.current.text);
        self.current.offset_from = word.range.start;
        self.current.offset_to = word.range.end;
        self.current.position = word.position as usize;
        self.current.position_length = word.span as usize;
        true
    }

    fn token(&self) -> &TantivyToken {
        &self.current
    }

    fn token_mut(&mut self) -> &mut TantivyToken {
        &mut self.current
    }
}
