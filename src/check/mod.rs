//! Here is a text: do its quotations stand in the corpus, word for word?
//!
//! [`quotations`] finds them; [`Searcher::check`](crate::search::Searcher::check) looks each up. Words are compared in their exact
//! form (NFC, lower case, ß as ss), as phrases are; one that is written otherwise, in capitals for instance, is told and is no
//! difference. Marks between words are not compared. An ellipsis may stand for any words, and what is in square brackets
//! is the quoting author's own.

mod align;
mod compare;
mod look_up;
mod words;

pub use crate::german::{Quotation, quotations};
pub use align::{Kind, Piece};
pub use look_up::{Checked, Found, Verdict};

/// Quotations of fewer words are titles, names and single expressions: they are found everywhere and say nothing.
pub const FEWEST_WORDS: usize = 4;
/// Longer ones are compared up to this many words each: a longer one is a text of its own.
pub const MOST_WORDS: usize = 1000;
