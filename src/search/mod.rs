//! Which k passages answer best, and why?
//!
//! [`Searcher`] runs a query: the first phase finds candidates by BM25 over the words, `rank` adds what the whole
//! article says, `highlight` finds the letters that matched.

mod article;
mod copies;
mod fold;
mod highlight;
mod hit;
mod once;
mod rank;
mod same;
mod searcher;
mod similar;
mod snippet;
mod tiers;
mod ways;

pub use article::ArticleView;
pub use copies::{Change, Copies, Reprint};
#[cfg(any(test, fuzzing))]
pub(crate) use highlight::{highlights, in_chars};
pub use hit::{Hit, Results, Share};
pub use same::MOST_COPIES;
pub use searcher::{Grouping, SearchOptions, Searcher};
pub use snippet::{Snippet, snippet};
