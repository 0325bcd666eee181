//! The articles that the index has of a file from earlier runs, while the file is read again. Kept small, because a file may have millions of
//! articles.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::manifest::{ArticleEntry, Manifest, SourceEntry};
use crate::Error;

/// Leading bits of a fingerprint that select its shard.
const SHARD_BITS: u32 = 6;

/// Returns the hash that stands for an id in memory. Ids with equal fingerprints count as the same id: a new article then gets a
/// longer id than necessary.
pub(super) fn fingerprint(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

/// Set of the ids in use, by their fingerprints: about 16 bytes per id.
#[derive(Debug)]
pub(super) struct IdSet {
    /// Shards grow one at a time, so the whole set is never in memory twice.
    shards: Vec<HashSet<u64>>,
}

impl IdSet {
    /// Reads the ids of all articles of an index.
    pub(super) fn load(manifest: &Manifest) -> Result<IdSet, Error> {
        let mut ids = IdSet { shards: vec![HashSet::new(); 1 << SHARD_BITS] };
        for article in manifest.sources.values().flat_map(|source| manifest.articles(source)) {
            ids.insert(fingerprint(&article?.id));
        }
        Ok(ids)
    }

    pub(super) fn contains(&self, id: u64) -> bool {
        self.shards[shard_of(id)].contains(&id)
    }

    pub(super) fn insert(&mut self, id: u64) {
        self.shards[shard_of(id)].insert(id);
    }

    pub(super) fn remove(&mut self, id: u64) {
        self.shards[shard_of(id)].remove(&id);
    }
}

fn shard_of(id: u64) -> usize {
    (id >> (u64::BITS - SHARD_BITS)) as usize
}

/// An article of an earlier run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PreviousArticle {
    /// [`fingerprint`] of the id.
    pub(super) id: u64,
    pub(super) number: u64,
    pub(super) version: u64,
    pub(super) hash: [u8; 8],
}

/// The articles that a file had in earlier runs, each until it is met again.
#[derive(Debug, Default)]
pub(super) struct PreviousArticles {
    /// Sorted by id.
    articles: Vec<PreviousArticle>,
    /// The article at the same index was met in this run.
    met: Vec<bool>,
}

impl PreviousArticles {
    /// Reads the articles of `source`; none if the file is new.
    pub(super) fn load(manifest: &Manifest, source: Option<&SourceEntry>) -> Result<PreviousArticles, Error> {
        let mut articles = Vec::with_capacity(source.map_or(0, |source| source.articles as usize));
        for article in source.into_iter().flat_map(|source| manifest.articles(source)) {
            let ArticleEntry { id, number, version, hash, .. } = article?;
            articles.push(PreviousArticle { id: fingerprint(&id), number, version, hash });
        }
        articles.sort_unstable_by_key(|article| article.id);
        Ok(PreviousArticles { met: vec![false; articles.len()], articles })
    }

    /// Returns true if the file had an article of this id that was not met yet.
    pub(super) fn contains(&self, id: u64) -> bool {
        self.find(id).is_some()
    }

    /// Returns the article of this id and marks it as met.
    pub(super) fn meet(&mut self, id: u64) -> Option<PreviousArticle> {
        let index = self.find(id)?;
        self.met[index] = true;
        Some(self.articles[index])
    }

    /// Returns the articles that were not met.
    pub(super) fn unmet(&self) -> impl Iterator<Item = &PreviousArticle> {
        self.articles.iter().zip(&self.met).filter(|(_, met)| !**met).map(|(article, _)| article)
    }

    fn find(&self, id: u64) -> Option<usize> {
        let index = self.articles.binary_search_by_key(&id, |article| article.id).ok()?;
        (!self.met[index]).then_some(index)
    }
}
