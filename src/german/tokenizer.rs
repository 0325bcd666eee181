//! The chain as tantivy's tokenizers.

use tantivy::tokenizer::{
    TextAnalyzer, Token as TantivyToken, TokenStream as TantivyStream, Tokenizer, TokenizerManager,
};

use super::analyzer::{Analyzer, Token};

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
    for (name, form) in [(TERMS, Form::Term), (EXACT, Form::Exact), (WORDS, Form::Word)] {
        manager.register(name, TextAnalyzer::from(German { analyzer: analyzer.clone(), form }));
    }
    manager
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Term,
    Exact,
    Word,
}

#[derive(Clone)]
struct German {
    analyzer: Analyzer,
    form: Form,
}

impl Tokenizer for German {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream { tokens: self.analyzer.tokens(text), form: self.form, current: TantivyToken::default() }
    }
}

struct Stream<'a> {
    tokens: super::TokenStream<'a>,
    form: Form,
    current: TantivyToken,
}

impl Stream<'_> {
    fn keeps(&self, token: &Token) -> bool {
        match self.form {
            Form::Term => !token.stop_word,
            Form::Exact => true,
            Form::Word => token.span == 1,
        }
    }
}

impl TantivyStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            let Some(token) = self.tokens.next() else { return false };
            if !self.keeps(&token) {
                continue;
            }
            self.current = TantivyToken {
                offset_from: token.range.start,
                offset_to: token.range.end,
                position: token.position as usize,
                position_length: token.span as usize,
                text: if self.form == Form::Term { token.term } else { token.exact },
            };
            return true;
        }
    }

    fn token(&self) -> &TantivyToken {
        &self.current
    }

    fn token_mut(&mut self) -> &mut TantivyToken {
        &mut self.current
    }
}
