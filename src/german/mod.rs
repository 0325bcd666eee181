//! Which words of this text count as the same word?
//!
//! [`Analyzer`] reads a text and gives [`Token`]s. Each has its place in the original, an *exact form* (NFC, lower case, ß
//! as ss), which phrases and `=Wort` compare, and a *term*, under which a word meets its inflections and spellings.
//!
//! ```text
//! text ─tokenizer─▶ Word ─written─▶ the chain of analyzer.rs ─▶ Form ─stream, apart─▶ Token
//! ```
//!
//! `tokenizer` finds the words. Words with a joiner between them (`Klima-Schutz-Gesetz`), numbers and dates with blanks
//! (`10 000`, `B 96`: `numbers`) and pairs that are written in one or apart (`auf Grund`: `written_apart`) are found in
//! their joint spelling and as their pieces. Signs that are read as words are words: `§`, `%`, `€`.
//!
//! `Analyzer::analyze` runs the chain on one word, a step a file: `normalize`, `gendered`, `fold_marks` and `numbers` within
//! `spelling`, `stop_words`, `compounds`, `lemma`, `term`. A `Trace` watches it; [`Analyzer::explain`] is the
//! chain with a trace that keeps every step, and all other callers give one that compiles to nothing.
//!
//! A compound is cut into words that the [`lexicon`] knows, each with the letters it covers. A part is indexed at the
//! position of the whole, under the term it has by itself. Stop words have a position in the field of exact forms, where
//! phrases find them, and none in the field of terms, unless they stand like names (Stephan *Weil*).
//!
//! `apart` completes words whose halves stand apart (`Hieb- und Stichwaffe`, `kündigte … an`): it needs the neighbours of a
//! word, so it works on the stream and not in the chain.
//!
//! The lexicon counts how often a word is a noun, is in lower case, is a name. One list is built into the program
//! (`lexicon/README.md` says how it is made). [`Learner`] makes a second one from up to 8 MB of the articles, spread evenly,
//! of the run that makes an index, and it lies beside the index. **It never grows**: articles that come later are split by
//! the words known then, as are queries, so no word is ever split in two ways in one index. `--rebuild` learns anew.
//!
//! Texts repeat their words, so a thread keeps the forms of the last ones (`TokenCache`). Terms must not change under an
//! index: whoever changes them raises the version of the analyser, and the test `golden_terms` sees to it.
//!
//! `family` says which lemmas are of one word family: plans score them below the word that was typed.
//!
//! `quotations` stands beside the chain: it finds what a text puts between quotation marks.

mod analyzer;
mod apart;
pub mod compounds;
mod explain;
mod family;
mod fold_marks;
mod frequent;
mod gendered;
mod generational;
#[cfg(test)]
mod golden;
mod learner;
mod lemma;
pub mod lexicon;
mod normalize;
mod numbers;
mod particles;
mod quotations;
mod spelling;
mod stem;
mod stop_words;
mod stream;
mod term;
mod token;
mod token_cache;
mod tokenizer;
mod trace;
mod word_forms;
mod written;
mod written_apart;

pub use analyzer::Analyzer;
pub use explain::Explanation;
pub(crate) use frequent::{is_frequent_german, most_frequent_words};
pub(crate) use gendered::is_gendered;
pub use learner::Learner;
pub(crate) use learner::for_each_counted_word;
pub(crate) use normalize::is_sign;
pub use normalize::normalize;
pub use numbers::is_one_name;
pub(crate) use numbers::numbered_name;
pub(crate) use quotations::{QUOTE, UNQUOTE, quoted};
pub use quotations::{Quotation, quotations};
pub(crate) use stop_words::{is_capital_stop_word, is_in_capitals, is_stop_word};
pub(crate) use stream::Occurrence;
pub use stream::TokenStream;
pub use token::{Form, FormPart, Token};
pub(crate) use token_cache::{TokenCache, TokenCachePool};
pub(crate) use tokenizer::{first_word_len, plain_words, ranged_words};
pub use trace::AnalysisStep;
