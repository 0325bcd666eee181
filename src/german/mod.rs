//! Which words of this text count as the same word?
//!
//! [`Analyzer`] reads a text and gives [`Token`]s: where each stands in the original, its exact form, and the
//! term under which it meets its inflections. [`tokenizers`] hands the same chain to tantivy.

mod analyzer;
mod gendered;
mod normalize;
mod stem;
mod stop_words;
mod tokenizer;
mod tokens;

pub use analyzer::{Analyzer, MAX_TERM_BYTES, Token, TokenStream};
pub use normalize::normalize;
pub use tokenizer::{EXACT, TERMS, WORDS, tokenizers};
