//! What the index has of a file from earlier runs, while the file is read again; small, because a file may have
//! millions of articles.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::manifest::{ArticleEntry, Manifest, SourceEntry};
use crate::Error;

/// The ids that are taken lie in two to the power of so many sets.
const SHARD_BITS: u32 = 6;

/// What stands for an id in memory. Two ids with the same one are held for one: a new article gets a longer id without need.
pub(super) fn fingerprint(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

/// Which ids are taken, by their fingerprints: about 16 bytes for each.
#[derive(Debug)]
pub(super) struct Taken {
    /// By the first bits. Each grows by itself, so that never all are held twice.
    shards: Vec<HashSet<u64>>,
}

impl Taken {
    /// Those of all articles of an index.
    pub(super) fn load(manifest: &Manifest) -> Result<Taken, Error> {
        let mut taken = Taken { shards: vec![HashSet::new(); 1 << SHARD_BITS] };
        for article in manifest.sources.values().flat_map(|source| manifest.articles(source)) {
            taken.insert(fingerprint(&article?.id));
        }
        Ok(taken)
    }

    pub(super) fn has(&self, id: u64) -> bool {
        self.shards[shard(id)].contains(&id)
    }

    pub(super) fn insert(&mut self, id: u64) {
        self.shards[shard(id)].insert(id);
    }

    pub(super) fn remove(&mut self, id: u64) {
        self.shards[shard(id)].remove(&id);
    }
}

fn shard(id: u64) -> usize {
    (id >> (u64::BITS - SHARD_BITS)) as usize
}

/// An article as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Was {
    /// [`fingerprint`] of its id.
    pub(super) id: u64,
    pub(super) number: u64,
    pub(super) version: u64,
    pub(super) hash: [u8; 8],
}

/// The articles that a file had, each until it is met again.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    /// By id.
    articles: Vec<Was>,
    met: Vec<bool>,
}

impl Earlier {
    pub(super) fn load(manifest: &Manifest, source: Option<&SourceEntry>) -> Result<Earlier, Error> {
        let mut articles = Vec::with_capacity(source.map_or(0, |source| source.articles as usize));
        for article in source.into_iter().flat_map(|source| manifest.articles(source)) {
            let ArticleEntry { id, number, version, hash, .. } = article?;
            articles.push(Was { id: fingerprint(&id), number, version, hash });
        }
        articles.sort_unstable_by_key(|was| was.id);
        Ok(Earlier { met: vec![false; articles.len()], articles })
    }

    /// Whether the article of this id has not been met yet.
    pub(super) fn has(&self, id: u64) -> bool {
        self.place(id).is_some()
    }

    /// The article of this id, which is met now.
    pub(super) fn meet(&mut self, id: u64) -> Option<Was> {
        let place = self.place(id)?;
        self.met[place] = true;
        Some(self.articles[place])
    }

    /// Those that were not met.
    pub(super) fn rest(&self) -> impl Iterator<Item = &Was> {
        self.articles.iter().zip(&self.met).filter(|(_, met)| !**met).map(|(was, _)| was)
    }

    fn place(&self, id: u64) -> Option<usize> {
        let place = self.articles.binary_search_by_key(&id, |was| was.id).ok()?;
        (!self.met[place]).then_some(place)
    }
}
