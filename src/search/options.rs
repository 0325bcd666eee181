//! Options of a search.

use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use crate::query::Within;

/// Kind of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grouping {
    /// Each hit is a passage.
    #[default]
    Passage,
    /// Each hit is a passage, ranked as such, but of the passages of an article only the best is a hit.
    BestPassage,
    /// Each hit is an article, ranked as such and represented by its best passage.
    Article,
}

impl Grouping {
    /// Returns true if no two hits are of one article.
    #[must_use]
    pub fn takes_articles_once(self) -> bool {
        matches!(self, Grouping::BestPassage | Grouping::Article)
    }
}

/// Order of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest article first. Articles of the same day are ordered by score; undated ones come last.
    Newest,
    /// Oldest article first. Undated articles come last, too.
    Oldest,
}

/// Options of a search.
///
/// ```
/// use fundstelle::search::{Grouping, SearchOptions};
///
/// let options = SearchOptions::default().with_limit(20).with_grouping(Grouping::Article);
/// assert_eq!((options.limit, options.passages), (20, 1));
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SearchOptions {
    /// Maximum number of results. Default: 10.
    pub limit: usize,
    /// Number of results to skip. Default: 0.
    pub offset: usize,
    /// Passages or articles. Default: passages.
    pub by: Grouping,
    /// Maximum number of passages of each article, with the hit itself. Default: 1.
    pub passages: usize,
    /// Order of the results. Default: by relevance. Sorted by date, a passage with nothing but one part of a compound is no
    /// hit, because it could not be ranked last; scores are the same as by relevance.
    pub sort: Sort,
    /// Half-life of the recency weight in days, for the order by relevance: scores are weighted from 1.0 for the newest
    /// article of the index down towards 0.5. Default: `None`, dates do not matter.
    pub recent: Option<NonZeroU32>,
    /// Unit in which `UND`, `NICHT`, `+` and `-` hold. Default: `None`, the unit of the results.
    pub within: Option<Within>,
    /// Explain scores: the contribution of each clause, and the factors of their sum. Default: false.
    pub explain: bool,
    /// Find the characters that matched. Default: true.
    pub highlight: bool,
    /// Fold hits that repeat a better one, and count the copies of each hit. Default: false.
    pub fold: bool,
    /// Count all matches, whether they are hits or not. Default: false.
    pub count: bool,
    /// Time limit, from the end of query planning until the hits are chosen. A query that exceeds it fails with
    /// [`Error::TooSlow`](crate::Error::TooSlow). Default: `None`, no limit.
    pub timeout: Option<Duration>,
}

impl Default for SearchOptions {
    fn default() -> Self {
        SearchOptions {
            limit: 10,
            offset: 0,
            by: Grouping::Passage,
            passages: 1,
            sort: Sort::Relevance,
            recent: None,
            within: None,
            explain: false,
            highlight: true,
            fold: false,
            count: false,
            timeout: None,
        }
    }
}

impl SearchOptions {
    /// Sets `limit`, the maximum number of results.
    #[must_use]
    pub fn with_limit(self, limit: usize) -> Self {
        SearchOptions { limit, ..self }
    }

    /// Sets `offset`, the number of results to skip.
    #[must_use]
    pub fn with_offset(self, offset: usize) -> Self {
        SearchOptions { offset, ..self }
    }

    /// Sets `by`: passages or articles.
    #[must_use]
    pub fn with_grouping(self, by: Grouping) -> Self {
        SearchOptions { by, ..self }
    }

    /// Sets `passages`, the maximum number of passages of each article.
    #[must_use]
    pub fn with_passages(self, passages: usize) -> Self {
        SearchOptions { passages, ..self }
    }

    /// Sets `sort`, the order of the results.
    #[must_use]
    pub fn with_sort(self, sort: Sort) -> Self {
        SearchOptions { sort, ..self }
    }

    /// Sets `recent`, the half-life of the recency weight in days.
    #[must_use]
    pub fn with_recent(self, half_life: impl Into<Option<NonZeroU32>>) -> Self {
        SearchOptions { recent: half_life.into(), ..self }
    }

    /// Sets `within`, the unit in which conditions hold.
    #[must_use]
    pub fn with_within(self, within: impl Into<Option<Within>>) -> Self {
        SearchOptions { within: within.into(), ..self }
    }

    /// Returns the unit in which conditions hold.
    #[must_use]
    pub fn conditions_hold_within(&self) -> Within {
        self.within.unwrap_or(match self.by {
            Grouping::Passage | Grouping::BestPassage => Within::Passage,
            Grouping::Article => Within::Article,
        })
    }

    /// Sets `explain`: true to explain scores.
    #[must_use]
    pub fn with_explain(self, explain: bool) -> Self {
        SearchOptions { explain, ..self }
    }

    /// Sets `highlight`: false to skip finding the characters that matched.
    #[must_use]
    pub fn with_highlight(self, highlight: bool) -> Self {
        SearchOptions { highlight, ..self }
    }

    /// Sets `fold`: true to fold hits that repeat a better one.
    #[must_use]
    pub fn with_fold(self, fold: bool) -> Self {
        SearchOptions { fold, ..self }
    }

    /// Sets `count`: true to count all matches.
    #[must_use]
    pub fn with_count(self, count: bool) -> Self {
        SearchOptions { count, ..self }
    }

    /// Returns the time by which a search that begins now must be done.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.timeout.map(|timeout| Instant::now() + timeout)
    }

    /// Sets `timeout`, the time limit.
    #[must_use]
    pub fn with_timeout(self, timeout: impl Into<Option<Duration>>) -> Self {
        SearchOptions { timeout: timeout.into(), ..self }
    }
}
