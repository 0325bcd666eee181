//! What has a kept search not found before?

use std::collections::{HashMap, HashSet};

use super::hit::Hit;
use super::rank::Ranked;
use super::searcher::{Grouping, SearchOptions, Searcher, Sort};
use crate::Error;
use crate::german::TokenCache;
use crate::index::{ContentHash, Novelty, Watch, article_number};

/// An article that is new to a kept search.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    /// How.
    pub novelty: Novelty,
    /// The article's content, in 16 hexadecimal digits: it changes when the article does, and only then.
    pub content: String,
    /// Its best passage.
    pub hit: Hit,
}

/// What the articles of an index are: read once, used for any number of kept searches.
pub struct Contents(HashMap<u64, ContentHash>);

/// The articles a kept search finds now: what [`Now::note`] notes.
pub struct Now(Vec<ContentHash>);

impl Searcher {
    /// What the articles are. Reads the index's whole list of them.
    pub fn contents(&self) -> Result<Contents, Error> {
        self.index().content_hashes().map(Contents)
    }

    /// The articles that `watch` finds now and has not found before, the newest first. `timeout` as that of a search; its other options
    /// are not looked at.
    pub fn news(&self, watch: &Watch, contents: &Contents, options: &SearchOptions) -> Result<(Vec<News>, Now), Error> {
        let options = all(options);
        let plan = self.timed_plan(&watch.query, &options)?;
        let found: Vec<(Ranked, ContentHash)> = contents.of(self.ranked(&plan, &options, &HashSet::new())?).collect();
        let (unseen, words) = (watch.unseen(), &mut TokenCache::default());
        let mut news = Vec::new();
        for (hit, content) in &found {
            if let Some(novelty) = unseen.novelty(*content) {
                let hit = self.hit(&plan, &options, news.len() + 1, hit, words)?;
                news.push(News { novelty, content: format!("{:016x}", content.hash), hit });
            }
        }
        Ok((news, Now(found.into_iter().map(|(_, content)| content).collect())))
    }

    /// What `watch` finds now, all of which is known from now on.
    pub fn now(&self, watch: &Watch, contents: &Contents, options: &SearchOptions) -> Result<Now, Error> {
        let options = all(options);
        let plan = self.timed_plan(&watch.query, &options)?;
        let found = self.ranked(&plan, &options, &HashSet::new())?;
        Ok(Now(contents.of(found).map(|(_, content)| content).collect()))
    }
}

/// All that match, each article once. By date a passage is no hit that has only a part of a compound: it would be no news.
fn all(options: &SearchOptions) -> SearchOptions {
    let by_date = SearchOptions { sort: Sort::Newest, recent: None, explain: false, ..options.clone() };
    SearchOptions { limit: usize::MAX, offset: 0, by: Grouping::Article, ..by_date }
}

impl Contents {
    fn of(&self, found: Vec<Ranked>) -> impl Iterator<Item = (Ranked, ContentHash)> {
        found.into_iter().filter_map(|hit| Some((hit, *self.0.get(&article_number(hit.order))?)))
    }
}

impl Now {
    /// Notes it as found, so that it is no news any more.
    pub fn note(self, watch: &mut Watch) {
        watch.mark_seen(self.0);
    }
}
