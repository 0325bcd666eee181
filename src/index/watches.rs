//! Which searches are saved, and what has each of them found before?
//!
//! Saved searches lie beside the commit, because they must survive `--rebuild` and a change of the format. What they have found is
//! therefore recorded as hashes of ids and contents, which are the same in every index of the same articles.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::lock::{WATCHES_LOCK, lock_exclusive};
use super::manifest::{ArticleEntry, hash_prefix};
use super::open::Index;
use super::sealed::{self, WATCHES_FILE};
use crate::Error;

/// Maximum length of a name in characters.
const MAX_NAME_CHARS: usize = 100;

/// A saved search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    /// Name of the search.
    pub name: String,
    /// Query in the query language.
    pub query: String,
    /// Which articles it is restricted to.
    #[serde(default, skip_serializing_if = "WatchFilters::is_empty")]
    pub filters: WatchFilters,
    /// True if the passages of an article meet the conditions of the query together; false for a search that was saved when one
    /// passage had to meet them all.
    #[serde(default)]
    pub by_article: bool,
    /// The articles found so far: hash of the id, and hash of the latest content.
    seen: BTreeMap<u64, u64>,
}

/// Filters of a saved search, as typed: whoever runs it adds them to the query.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchFilters {
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Words of the name of the source, or behind `=` its whole name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Words of the name of the section, or behind `=` its whole name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
}

impl WatchFilters {
    /// Returns true if there is no filter.
    pub fn is_empty(&self) -> bool {
        *self == WatchFilters::default()
    }
}

impl Watch {
    /// Returns the number of articles found so far.
    pub fn found(&self) -> usize {
        self.seen.len()
    }

    /// Returns the number of articles found so far whose ids are not in `known`.
    pub(super) fn count_unknown(&self, known: &HashSet<u64>) -> usize {
        self.seen.keys().filter(|id| !known.contains(id)).count()
    }

    /// Adds articles to those found so far.
    pub(crate) fn mark_seen(&mut self, found: impl IntoIterator<Item = ContentHash>) {
        self.seen.extend(found.into_iter().map(|ContentHash { id, hash }| (id, hash)));
    }

    /// Returns a filter for the articles that were not found before.
    pub(crate) fn unseen(&self) -> Unseen<'_> {
        Unseen { seen: &self.seen, contents: self.seen.values().copied().collect() }
    }
}

/// Filter for the articles that a search has not found before.
pub(crate) struct Unseen<'a> {
    seen: &'a BTreeMap<u64, u64>,
    contents: HashSet<u64>,
}

/// How an article is new to a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Novelty {
    /// The article was not found before.
    New,
    /// The article was found before with other content.
    Updated,
}

impl Unseen<'_> {
    /// Returns how an article is new; `None` if its content was found before under any id, because a moved file is not news.
    pub(crate) fn novelty(&self, article: ContentHash) -> Option<Novelty> {
        match self.seen.contains_key(&article.id) {
            _ if self.contents.contains(&article.hash) => None,
            true => Some(Novelty::Updated),
            false => Some(Novelty::New),
        }
    }
}

/// Identity of an article that is independent of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ContentHash {
    /// Hash of the id.
    id: u64,
    /// Hash of everything that is indexed or shown, see [`ArticleEntry::content_hash`].
    pub(crate) hash: u64,
}

impl Index {
    /// Returns the content hash of each article, by article number. Reads the whole manifest.
    pub(crate) fn content_hashes(&self) -> Result<HashMap<u64, ContentHash>, Error> {
        let manifest = self.manifest()?;
        let articles = manifest.sources.values().flat_map(|source| manifest.articles(source));
        let hashed = |article: ArticleEntry| {
            let id = id_hash(&article.id);
            (article.number, ContentHash { id, hash: u64::from_le_bytes(article.hash) })
        };
        articles.map(|article| article.map(hashed)).collect()
    }

    /// Returns the hashes of the ids of all articles. Reads the whole manifest.
    pub(super) fn article_hashes(&self) -> Result<HashSet<u64>, Error> {
        let manifest = self.manifest()?;
        let articles = manifest.sources.values().flat_map(|source| manifest.articles(source));
        articles.map(|article| article.map(|article| id_hash(&article.id))).collect()
    }
}

fn id_hash(id: &str) -> u64 {
    u64::from_le_bytes(hash_prefix(&blake3::hash(id.as_bytes())))
}

/// The saved searches of an index, locked against changes by other processes as long as the value lives.
///
/// ```no_run
/// use fundstelle::index::Watches;
/// use fundstelle::query::parse;
/// use fundstelle::search::{SearchOptions, Searcher};
///
/// let searcher = Searcher::open("index".as_ref())?;
/// let mut watches = Watches::open("index".as_ref())?;
/// let watch = watches.add("bans", "Werbung NAHE/5 Verbot", true)?;
/// let (hashes, node) = (searcher.content_hashes()?, parse(&watch.query)?);
/// let (new, snapshot) = searcher.new_articles(watch, &node, &hashes, &SearchOptions::default())?;
/// for article in new {
///     println!("{:?}: {}", article.novelty, article.hit.title);
/// }
/// // From now on these articles are not new any more.
/// snapshot.record_in(watch);
/// watches.save()?;
/// # Ok::<(), fundstelle::Error>(())
/// ```
#[derive(Debug)]
pub struct Watches {
    dir: PathBuf,
    /// Sorted by name.
    list: Vec<Watch>,
    _lock: File,
}

impl Watches {
    /// Reads the saved searches of the index in `dir`, sorted by name, without locking them; none if nothing was saved.
    /// Errors: [`Error::DamagedWatches`], [`Error::Io`].
    pub fn read(dir: &Path) -> Result<Vec<Watch>, Error> {
        let path = dir.join(WATCHES_FILE);
        sealed::read(dir, WATCHES_FILE).map(Option::unwrap_or_default).map_err(|source| match source.kind() {
            ErrorKind::InvalidData => Error::DamagedWatches(path.clone()),
            _ => Error::Io { path: path.clone(), source },
        })
    }

    /// Locks and reads the saved searches of the index in `dir`. Only [`Watches::save`] writes changes. Errors: another process
    /// changes them; their file is damaged.
    pub fn open(dir: &Path) -> Result<Watches, Error> {
        let lock = lock_exclusive(dir, WATCHES_LOCK)?;
        Ok(Watches { dir: dir.to_owned(), list: Watches::read(dir)?, _lock: lock })
    }

    /// Returns all searches, sorted by name.
    pub fn all(&self) -> &[Watch] {
        &self.list
    }

    /// Returns the search of this name. Error: there is none.
    pub fn get_mut(&mut self, name: &str) -> Result<&mut Watch, Error> {
        let index = self.find(name).map_err(|_| Error::NoSuchWatch(name.to_owned()))?;
        Ok(&mut self.list[index])
    }

    /// Adds a search, whose conditions an article meets as a whole if `by_article`; the query is not parsed before the search runs. Errors: the name is taken; it is empty, longer than 100
    /// characters, or has control characters.
    pub fn add(&mut self, name: &str, query: &str, by_article: bool) -> Result<&mut Watch, Error> {
        let fits = !name.trim().is_empty() && name.chars().count() <= MAX_NAME_CHARS;
        if !fits || name.chars().any(char::is_control) {
            return Err(Error::WatchName(name.to_owned()));
        }
        match self.find(name) {
            Ok(_) => Err(Error::WatchTaken(name.to_owned())),
            Err(index) => {
                let (name, query) = (name.to_owned(), query.to_owned());
                let filters = WatchFilters::default();
                let watch = Watch { name, query, filters, by_article, seen: BTreeMap::new() };
                self.list.insert(index, watch);
                Ok(&mut self.list[index])
            }
        }
    }

    /// Removes the search of this name. Error: there is none.
    pub fn remove(&mut self, name: &str) -> Result<(), Error> {
        let index = self.find(name).map_err(|_| Error::NoSuchWatch(name.to_owned()))?;
        self.list.remove(index);
        Ok(())
    }

    /// Forgets the articles found so far that are not in `index`: should one come back, it is new. Returns their number.
    pub fn prune(&mut self, index: &Index) -> Result<usize, Error> {
        let known = index.article_hashes()?;
        let before: usize = self.list.iter().map(Watch::found).sum();
        self.list.iter_mut().for_each(|watch| watch.seen.retain(|id, _| known.contains(id)));
        Ok(before - self.list.iter().map(Watch::found).sum::<usize>())
    }

    /// Writes all changes to disk. Error: [`Error::Io`].
    pub fn save(&self) -> Result<(), Error> {
        sealed::write(&self.dir, WATCHES_FILE, &self.list).map_err(Error::io(&self.dir.join(WATCHES_FILE)))
    }

    /// Returns the index of the search of this name, or where to insert it.
    fn find(&self, name: &str) -> Result<usize, usize> {
        self.list.binary_search_by(|watch| watch.name.as_str().cmp(name))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_new() {
        let mut watch = Watch {
            name: "n".into(),
            query: "q".into(),
            filters: WatchFilters::default(),
            by_article: true,
            seen: BTreeMap::new(),
        };
        let article = |id, hash| ContentHash { id, hash };
        assert_eq!(watch.unseen().novelty(article(1, 10)), Some(Novelty::New));
        watch.mark_seen([article(1, 10), article(2, 20)]);
        for (id, hash, novelty) in [
            (1, 10, None),
            (1, 11, Some(Novelty::Updated)),
            (3, 30, Some(Novelty::New)),
            (3, 20, None), // a moved file
        ] {
            assert_eq!(watch.unseen().novelty(article(id, hash)), novelty, "{id} {hash}");
        }
    }

    #[test]
    fn kept_by_name() {
        let dir = tempfile::tempdir().unwrap();
        let mut watches = Watches::open(dir.path()).unwrap();
        assert!(matches!(Watches::open(dir.path()), Err(Error::Locked(_))));
        for name in ["b", "a", "ä"] {
            watches.add(name, "Bahn", true).unwrap();
        }
        assert!(matches!(watches.add("a", "Bahn", true), Err(Error::WatchTaken(_))));
        for name in ["", " ", "a\nb", &"x".repeat(101)] {
            assert!(matches!(watches.add(name, "Bahn", true), Err(Error::WatchName(_))), "{name:?}");
        }
        watches.get_mut("b").unwrap().mark_seen([ContentHash { id: u64::MAX, hash: 1 << 63 }]);
        watches.remove("a").unwrap();
        assert!(matches!(watches.remove("a"), Err(Error::NoSuchWatch(_))));
        watches.save().unwrap();
        let all = watches.all().to_vec();
        drop(watches);
        assert_eq!(Watches::read(dir.path()).unwrap(), all);
        assert_eq!(
            all.iter().map(|watch| (watch.name.as_str(), watch.found())).collect::<Vec<_>>(),
            [("b", 1), ("ä", 0)]
        );
    }
}
