//! Which k passages answer best, and why?
//!
//! [`Searcher`] runs a query: the first phase finds candidates by BM25 over the words, `rank` adds what the whole
//! article says, `highlight` finds the letters that matched. Where hits are counted or come in the order of their days, `matched`
//! goes through all of them.

mod article;
mod by_date;
mod candidates;
mod copies;
mod explain;
mod facets;
mod fold;
mod highlight;
mod hit;
mod matched;
mod more;
mod news;
mod once;
mod place;
mod rank;
mod recency;
mod same;
mod searcher;
mod similar;
mod snippet;
mod suggest;
mod tiers;
mod trend;
mod ways;

pub use article::{ArticleView, Marks};
pub use copies::{Change, Copies, Reprint};
pub use facets::{Facet, FacetCount, Facets};
#[cfg(any(test, fuzzing))]
pub(crate) use highlight::{in_chars, marked};
pub use hit::{Contribution, Hit, Results, ScoreFactors};
pub use news::{Contents, News, Now};
pub use same::MOST_COPIES;
pub use searcher::{Grouping, SearchOptions, Searcher, Sort};
pub use snippet::{Snippet, excerpts, snippet};
pub use trend::{Period, Step, Trend, TrendOptions};
