//! Which words of this text count as the same word?
//!
//! [`Analyzer`] reads a text and gives [`Token`]s: where each stands in the original, its exact form, and the
//! term under which it meets its inflections.

mod analyzer;
mod base_form;
pub mod compounds;
mod distant;
mod explain;
mod gendered;
mod generational;
mod learner;
pub mod lexicon;
mod memory;
mod normalize;
mod quotations;
mod spelling;
mod stem;
mod stop_words;
mod stream;
mod token;
mod tokenizer;
mod verbs;

pub use analyzer::Analyzer;
pub use explain::{Explanation, Step};
pub(crate) use gendered::is_gendered;
pub use learner::Learner;
pub(crate) use memory::Remembered;
pub use normalize::normalize;
pub(crate) use quotations::{QUOTE, UNQUOTE, quoted};
pub use quotations::{Quotation, quotations};
pub(crate) use stream::Place;
pub use stream::TokenStream;
pub use token::{Form, FormPart, Token};
pub(crate) use tokenizer::{plain_words, ranged_words};
