//! Which k passages answer best, and why?
//!
//! [`Searcher`] runs a query: the first phase finds candidates by BM25 over the words, `rank` adds what the whole
//! article says, `highlight` finds the letters that matched.

mod article;
mod highlight;
mod hit;
mod news;
mod rank;
mod searcher;
mod similar;
mod snippet;
mod tiers;
mod ways;

pub use article::ArticleView;
#[cfg(any(test, fuzzing))]
pub(crate) use highlight::{highlights, in_chars};
pub use hit::{Hit, Results, Share};
pub use news::{Contents, News, Now};
pub use searcher::{Grouping, SearchOptions, Searcher};
pub use snippet::{Snippet, snippet};
