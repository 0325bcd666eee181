//! Which k passages answer best, and why?
//!
//! [`Searcher::open`] opens an index. [`Searcher::search`] takes a query and [`SearchOptions`] and gives [`Results`]: ranked
//! [`Hit`]s, and a receipt of how each word was read. Other methods count matches ([`Searcher::facets`], [`Searcher::trend`]),
//! find what resembles or repeats a text ([`Searcher::similar`], [`Searcher::copies`]), read a whole article
//! ([`Searcher::article`]), and compare with what a saved search found before ([`Searcher::new_articles`]). [`snippet()`] and
//! [`excerpts`] choose sentences of a hit to show.
//!
//! # How a query is answered
//!
//! A [`Searcher`] runs a query in two phases. The first (`retrieval`) finds candidates by the words of each passage alone. The
//! second (`rank`) computes the contribution of each clause again, in a fixed order, and adds a share of the score that the
//! whole article would get, by summing term frequencies over the article's passages, which are adjacent in a segment: 0.2 of
//! it for a list of passages, four times for a list of articles. Parts of a compound count little beside their whole. The sum
//! is multiplied by factors: the lead of an article gains, a passage without some of the words loses, and so do old articles
//! if that is wanted. A passage with nothing but a single part of a compound ranks below all in which more of the query
//! matches. `explain` reports contributions and factors.
//!
//! Candidates are ranked in `tiers`: the first 50 passages (1,000 for articles) against each other, then the next ones up to
//! four times as many, and so on. The tiers do not depend on how many results are wanted, so pages fit together.
//!
//! `by_date`, `facets` and `trend` need all matches instead of the best: `matching_articles` scans them article by article,
//! and only columns are read. Nothing is ranked last there, so such a query is planned without lone parts of compounds
//! (`query::plan_to_count`). A trend counts beside the matches all articles that fit the filters of the query.
//!
//! Copies: `copy_search` finds the articles that contain a text nearly word for word, `fold` drops hits that repeat a better
//! one, `copies` lists who printed a text and what they changed, and `dedup` counts the copies among many articles once, by
//! their sketches where these decide. `similar` leaves out copies of the text it is given.
//!
//! `highlight` analyses the text of a hit again and finds matches in it by the same rules as retrieval; `snippet` chooses
//! sentences. `ways` completes the receipt of a query, and `suggest` looks for frequent words that resemble those hardly found.
//! `new_articles` is the part of saved searches that asks the index.

mod article;
mod by_date;
mod candidates;
mod copies;
mod copy_search;
mod counted;
mod dedup;
mod explain;
mod facets;
mod filters;
mod fold;
mod highlight;
mod hit;
mod matching_articles;
mod new_articles;
mod options;
mod other_passages;
mod passage_range;
mod rank;
mod recency;
mod searcher;
mod similar;
mod snippet;
mod suggest;
mod tiers;
mod trend;
mod ways;

pub use article::{ArticleHighlights, ArticleView};
pub use copies::{CopyList, Reprint, TextChange};
pub use copy_search::MAX_COPIES;
pub use facets::{Facet, FacetCount, Facets};
#[cfg(any(test, fuzzing))]
pub(crate) use highlight::{char_ranges, find_matches};
pub use hit::{Contribution, Hit, MatchTotal, Results, ScoreFactors};
pub use new_articles::{ContentHashes, NewArticle, WatchSnapshot};
pub use options::{Grouping, SearchOptions, Sort};
pub use searcher::Searcher;
pub use snippet::{Snippet, excerpts, snippet};
pub use trend::{Period, Trend, TrendOptions, TrendStep};
