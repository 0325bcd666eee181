//! Which articles has a saved search not found before?
//!
//! A saved search ([`Watch`]) records hashes of the ids and contents of all articles that it has found. An article is new if
//! its content was not found before under any id, so a file that was moved is no news; it is an update if its id was found
//! with another content. The hashes are kept beside the index, not in its commits, so that they survive `--rebuild` and a
//! change of the format.

use std::collections::{HashMap, HashSet};

use super::hit::Hit;
use super::options::{Grouping, SearchOptions, Sort};
use super::rank::RankedPassage;
use super::searcher::Searcher;
use crate::Error;
use crate::german::TokenCache;
use crate::index::{ContentHash, Novelty, Watch, article_number};
use crate::query::{Node, Within};

/// An article that a saved search has not found before.
#[derive(Debug, Clone, PartialEq)]
pub struct NewArticle {
    /// New or updated.
    pub novelty: Novelty,
    /// Hash of the article's content in 16 hexadecimal digits. It changes exactly when the article does.
    pub content: String,
    /// Best passage of the article.
    pub hit: Hit,
}

/// Hashes of the ids and contents of all articles of an index, read once for any number of saved searches.
pub struct ContentHashes(HashMap<u64, ContentHash>);

/// The articles that a saved search finds at one time.
#[must_use = "a snapshot that is not recorded makes the same articles new again"]
pub struct WatchSnapshot(Vec<ContentHash>);

impl Searcher {
    /// Reads the hashes of the ids and contents of all articles from the manifest of the index. Fails like
    /// [`Index::manifest`](crate::index::Index::manifest).
    pub fn content_hashes(&self) -> Result<ContentHashes, Error> {
        self.index().content_hashes().map(ContentHashes)
    }

    /// Returns the articles that `watch` finds now and has not found before, newest first, and a snapshot of all that it finds
    /// now. `node` is its query, to which its filters were added. Of `options` only the timeout, the highlighting and `fold` matter, which
    /// here counts the copies of each new article and leaves none out. Fails like [`Searcher::search_node`].
    /// [`Watches`](crate::index::Watches) has an example.
    pub fn new_articles(
        &self,
        watch: &Watch,
        node: &Node,
        hashes: &ContentHashes,
        options: &SearchOptions,
    ) -> Result<(Vec<NewArticle>, WatchSnapshot), Error> {
        let counts_copies = options.fold;
        let options = all_articles(options, watch);
        let plan = self.plan(node, &options)?;
        let ranked = self.top_ranked(&plan, &options, &HashSet::new())?;
        let found: Vec<(RankedPassage, ContentHash)> = hashes.with_content(ranked).collect();
        let (unseen, cache) = (watch.unseen(), &mut TokenCache::default());
        let mut new = Vec::new();
        for (passage, content) in &found {
            if let Some(novelty) = unseen.novelty(*content) {
                let mut hit = self.hit(&plan, &options, new.len() + 1, passage, cache)?;
                if counts_copies {
                    self.count_copies(&[*passage], Grouping::Article, std::slice::from_mut(&mut hit))?;
                }
                new.push(NewArticle { novelty, content: format!("{:016x}", content.hash), hit });
            }
        }
        Ok((new, WatchSnapshot(found.into_iter().map(|(_, content)| content).collect())))
    }

    /// Returns a snapshot of all that a saved search finds now. `node` is its query, to which its filters were added. Of `options` only
    /// the timeout matters. Fails like [`Searcher::search_node`].
    pub fn watch_snapshot(
        &self,
        watch: &Watch,
        node: &Node,
        hashes: &ContentHashes,
        options: &SearchOptions,
    ) -> Result<WatchSnapshot, Error> {
        let options = all_articles(options, watch);
        let plan = self.plan(node, &options)?;
        let ranked = self.top_ranked(&plan, &options, &HashSet::new())?;
        Ok(WatchSnapshot(hashes.with_content(ranked).map(|(_, content)| content).collect()))
    }
}

/// Options for all matching articles. Sorted by date, a passage with nothing but a part of a compound is no hit; it would be
/// no news, either.
fn all_articles(options: &SearchOptions, watch: &Watch) -> SearchOptions {
    let options = &options.clone().with_within(if watch.by_article { Within::Article } else { Within::Passage });
    let by_date = SearchOptions { sort: Sort::Newest, recent: None, explain: false, fold: false, ..options.clone() };
    SearchOptions { limit: usize::MAX, offset: 0, by: Grouping::Article, ..by_date }
}

impl ContentHashes {
    /// Each of `ranked` with its content. An article without one was indexed after the hashes were read.
    fn with_content(&self, ranked: Vec<RankedPassage>) -> impl Iterator<Item = (RankedPassage, ContentHash)> {
        let with_content = |passage: RankedPassage| Some((passage, *self.0.get(&article_number(passage.order))?));
        ranked.into_iter().filter_map(with_content)
    }
}

impl WatchSnapshot {
    /// Records the articles in `watch` as found, so that they are not new any more.
    pub fn record_in(self, watch: &mut Watch) {
        watch.mark_seen(self.0);
    }
}
