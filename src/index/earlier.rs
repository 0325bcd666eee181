//! What the index has of a file from earlier runs, while the file is read again; small, because a file may have
//! millions of articles.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::manifest::{ArticleEntry, Manifest, SourceEntry};
use crate::Error;

/// What stands for an id in memory. Two ids with the same one are held for one: a new article gets a longer id without need.
pub(super) fn fingerprint(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
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
