//! Here is a text: do its quotations stand in the corpus, word for word?
//!
//! [`quotations`] finds the quotations; [`Searcher::check`](crate::search::Searcher::check) looks up each of them. Words are
//! compared in their exact form (NFC, lower case, ß as ss), as in phrase queries. A word that is only spelt differently, in
//! capitals for instance, is reported but does not count as a difference. Punctuation is not compared. An ellipsis may stand
//! for any words, and what is in square brackets is the quoting author's own.

mod align;
mod compare;
mod look_up;
mod verdict;
mod words;

pub use crate::german::{Quotation, quotations};
pub use align::{DiffKind, DiffPiece};
pub use verdict::{CheckedQuotation, QuotationMatch, QuotationVerdict};

/// Shortest quotation that is looked up, in words. Shorter ones are titles, names and single expressions, which say nothing.
pub const MIN_QUOTATION_WORDS: usize = 4;
/// Longest quotation that is looked up, in words. A longer one is a text of its own.
pub const MAX_QUOTATION_WORDS: usize = 1000;
