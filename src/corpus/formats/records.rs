//! The receiver of the articles that a format's reader finds.

use std::ops::ControlFlow;

use crate::corpus::article::Article;
use crate::corpus::reason::SkipReason;

/// Receives the articles that a format's reader finds.
pub(in crate::corpus) trait Records {
    /// Receives one of many records, which begins on `line`. A reader stops at `Break`.
    fn record(&mut self, line: u32, record: Result<Article, SkipReason>) -> ControlFlow<()>;

    /// Receives the one article that the whole file is.
    fn only(&mut self, article: Article);
}
