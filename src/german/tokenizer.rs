//! The chain as tantivy's tokenizers.

use tantivy::tokenizer::{
    TextAnalyzer, Token as TantivyToken, TokenStream as TantivyStream, Tokenizer, TokenizerManager,
};

use super::analyzer::{Analyzer, Remembered, Token};

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
    for (name, kind) in [(TERMS, Kind::Term), (EXACT, Kind::Exact), (WORDS, Kind::Word)] {
        manager.register(
            name,
            TextAnalyzer::from(German { analyzer: analyzer.clone(), kind, remembered: Remembered::default() }),
        );
    }
    manager
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Term,
    Exact,
    Word,
}

struct German {
    analyzer: Analyzer,
    kind: Kind,
    remembered: Remembered,
}

impl Clone for German {
    /// Each thread remembers for itself.
    fn clone(&self) -> German {
        German { analyzer: self.analyzer.clone(), kind: self.kind, remembered: Remembered::default() }
    }
}

impl Tokenizer for German {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        let tokens = self.analyzer.tokens_with(text, &mut self.remembered);
        Stream { tokens, kind: self.kind, of: Token::default(), left: 0, current: TantivyToken::default() }
    }
}

struct Stream<'a> {
    tokens: super::TokenStream<'a>,
    kind: Kind,
    /// The word at hand, and how many of its other terms are still to come.
    of: Token,
    left: usize,
    current: TantivyToken,
}

impl Stream<'_> {
    fn keeps(&self, token: &Token) -> bool {
        match self.kind {
            Kind::Term => !token.word.stop_word,
            Kind::Exact => token.apart.is_none(),
            Kind::Word => token.span == 1 && token.apart.is_none(),
        }
    }
}

impl TantivyStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        if self.left > 0 {
            // Parts and infinitives stand at the place of their word.
            let others = self.of.word.others();
            if let Some(term) = others.into_iter().rev().nth(self.left - 1) {
                self.current.text.clear();
                self.current.text.push_str(term);
            }
            self.left -= 1;
            return true;
        }
        loop {
            let Some(token) = self.tokens.next() else { return false };
            if !self.keeps(&token) {
                continue;
            }
            self.current.offset_from = token.range.start;
            self.current.offset_to = token.range.end;
            self.current.position = token.position as usize;
            self.current.position_length = token.span as usize;
            self.current.text.clear();
            if self.kind == Kind::Term {
                self.left = token.word.others().len();
                self.current.text.push_str(&token.word.term);
            } else {
                self.current.text.push_str(&token.word.exact);
            }
            self.of = token;
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
