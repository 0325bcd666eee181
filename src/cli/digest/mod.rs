//! What is new over all saved searches, each story once?
//!
//! An article that several searches find is one entry, and so are copies of one text. A new copy of an article that was there before is
//! told as such.

pub(super) mod forms;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use fundstelle::index::Novelty;
use fundstelle::search::{Hit, NewArticle};
use rss::{Category, Item};
use serde::Serialize;

use crate::wire::feed;

/// A text that is new to one search or more.
#[derive(Debug, Serialize)]
pub(super) struct DigestStory {
    /// Searches that found it or a copy of it, by name.
    watches: BTreeSet<String>,
    novelty: Novelty,
    /// Id of the older article that it is a copy of, if that is not new.
    #[serde(skip_serializing_if = "Option::is_none")]
    copy_of: Option<String>,
    /// New copies of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    new_copies: Vec<NewCopy>,
    #[serde(skip)]
    content: String,
    #[serde(flatten)]
    hit: Hit,
}

/// A new copy of a story.
#[derive(Debug, Serialize)]
struct NewCopy {
    article: String,
    source: String,
    date: String,
}

/// The new articles of several searches.
#[derive(Debug, Default)]
pub(super) struct Digest {
    /// By id of the article, with the names of the searches.
    articles: BTreeMap<String, (NewArticle, BTreeSet<String>)>,
}

impl Digest {
    /// Adds what is new to the search named `watch`. The copies of the articles must have been counted.
    pub(super) fn add(&mut self, watch: &str, news: Vec<NewArticle>) {
        for article in news {
            let entry = self.articles.entry(article.hit.article.clone()).or_insert_with(|| (article, BTreeSet::new()));
            entry.1.insert(watch.to_owned());
        }
    }

    /// Returns the stories, newest first; undated ones come last.
    pub(super) fn stories(self) -> Vec<DigestStory> {
        let new: HashSet<String> = self.articles.keys().cloned().collect();
        let mut by_text: BTreeMap<String, Vec<(NewArticle, BTreeSet<String>)>> = BTreeMap::new();
        for (id, article) in self.articles {
            let oldest = article.0.hit.cluster.clone().unwrap_or(id);
            by_text.entry(oldest).or_default().push(article);
        }
        let mut stories: Vec<DigestStory> =
            by_text.into_iter().map(|(oldest, same)| story(oldest, same, &new)).collect();
        stories.sort_by(|a, b| (&b.hit.date, &a.hit.article).cmp(&(&a.hit.date, &b.hit.article)));
        for (rank, story) in (1..).zip(&mut stories) {
            story.hit.rank = rank;
        }
        stories
    }
}

/// Makes one story of articles with the same text, of which the one with the id `oldest` is the oldest.
fn story(oldest: String, mut same: Vec<(NewArticle, BTreeSet<String>)>, new: &HashSet<String>) -> DigestStory {
    // The oldest stands for all; if it is not new, the oldest of those that are. Undated ones are youngest.
    same.sort_by_key(|(article, _)| {
        let Hit { article: id, date, .. } = &article.hit;
        (*id != oldest, date.is_empty(), date.clone(), id.clone())
    });
    let watches = same.iter().flat_map(|(_, watches)| watches.clone()).collect();
    let mut articles = same.into_iter().map(|(article, _)| article);
    let NewArticle { novelty, content, hit } = articles.next().unwrap_or_else(|| unreachable!("a text has an article"));
    let new_copies =
        articles.map(|NewArticle { hit: Hit { article, source, date, .. }, .. }| NewCopy { article, source, date });
    let copy_of = (!new.contains(&oldest)).then_some(oldest);
    DigestStory { watches, novelty, copy_of, new_copies: new_copies.collect(), content, hit }
}

/// Returns a story as an item of a feed, in the category of each search.
pub(super) fn item(story: &DigestStory) -> Item {
    let guid = format!("fundstelle:digest:{}:{}", story.hit.article, story.content);
    let category = |watch: &String| Category { name: feed::in_xml(watch), domain: None };
    Item { categories: story.watches.iter().map(category).collect(), ..feed::item("", &story.hit, &guid) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(id: &str, date: &str, cluster: Option<&str>) -> NewArticle {
        let cluster = cluster.map(str::to_owned);
        let hit = Hit { article: id.to_owned(), date: date.to_owned(), cluster, ..Hit::default() };
        NewArticle { novelty: Novelty::New, content: id.to_owned(), hit }
    }

    #[test]
    fn each_story_once() {
        let mut digest = Digest::default();
        digest.add("x", vec![article("a", "2018-01-01", Some("a")), article("b", "2018-01-02", Some("a"))]);
        digest.add("y", vec![article("b", "2018-01-02", Some("a")), article("c", "", None)]);
        digest.add("z", vec![article("e", "2018-01-04", Some("d")), article("f", "2018-01-03", Some("d"))]);
        let told: Vec<_> = digest
            .stories()
            .into_iter()
            .map(|story| {
                let watches = story.watches.into_iter().collect::<Vec<_>>().concat();
                let copies: String = story.new_copies.into_iter().map(|copy| copy.article).collect();
                format!("{} {}: {watches} [{copies}] {:?}", story.hit.rank, story.hit.article, story.copy_of)
            })
            .collect();
        assert_eq!(told, ["1 f: z [e] Some(\"d\")", "2 a: xy [b] None", "3 c: y [] None"]);
    }
}
