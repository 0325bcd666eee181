//! Collects what a reader finds, for the tests of the formats.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::ops::ControlFlow;

use super::records::Records;
use crate::corpus::article::Article;
use crate::corpus::reason::SkipReason;

/// Records in the order of the file, each with its line; line 0 for the one article of a file.
pub(super) type Collected = Vec<(u32, Result<Article, SkipReason>)>;

impl Records for Collected {
    fn record(&mut self, line: u32, record: Result<Article, SkipReason>) -> ControlFlow<()> {
        self.push((line, record));
        ControlFlow::Continue(())
    }

    fn only(&mut self, article: Article) {
        self.push((0, Ok(article)));
    }
}

/// Runs a reader and returns its records, or the reason why it read none.
pub(super) fn collect(read: impl FnOnce(&mut dyn Records) -> Result<(), SkipReason>) -> Result<Collected, SkipReason> {
    let mut collected = Collected::new();
    read(&mut collected).map(|()| collected)
}

/// Replaces each article by its body.
pub(super) fn bodies(collected: Collected) -> Vec<(u32, Result<String, SkipReason>)> {
    collected.into_iter().map(|(line, record)| (line, record.map(|article| article.body))).collect()
}
