//! Which words of this text count as the same word?
//!
//! [`Analyzer`] reads a text and gives [`Token`]s: where each stands in the original, its exact form, and the
//! term under which it meets its inflections.

mod analyzer;
pub mod compounds;
mod distant;
mod explain;
mod gendered;
pub mod lexicon;
mod memory;
mod normalize;
mod quotations;
mod spelling;
mod stem;
mod stop_words;
mod stream;
mod strong_verbs;
mod tokens;

pub use analyzer::{Analyzer, Form, FormPart, MAX_TERM_BYTES, Token};
pub use explain::{Explanation, Step};
pub(crate) use gendered::is_gendered;
pub(crate) use memory::Remembered;
pub use normalize::normalize;
pub(crate) use quotations::{QUOTE, UNQUOTE, quoted};
pub use quotations::{Quotation, quotations};
pub(crate) use stream::Place;
pub use stream::TokenStream;
pub(crate) use tokens::{placed_words, plain_words};
