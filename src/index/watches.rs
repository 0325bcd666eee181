//! Which searches are kept, and what has each of them found before?
//!
//! They lie beside the commit, because they must survive `--rebuild` and a change of the format. So what was found is kept as
//! hashes of ids and contents, which mean the same in every index of the same articles.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::open::Index;
use super::sealed::{self, WATCHES};
use crate::Error;

/// Held while they are changed.
const LOCK_FILE: &str = ".watches.lock";
/// Longest name, in characters.
pub const MAX_WATCH_NAME: usize = 100;

/// A search that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    /// Its name.
    pub name: String,
    /// The query.
    pub query: String,
    /// The articles it has found: hash of the id, hash of the content as it was last.
    seen: BTreeMap<u64, u64>,
}

impl Watch {
    /// How many articles it has found until now.
    pub fn found(&self) -> usize {
        self.seen.len()
    }

    /// Notes what it has found.
    pub(crate) fn note(&mut self, found: impl IntoIterator<Item = Content>) {
        self.seen.extend(found.into_iter().map(|Content { id, hash }| (id, hash)));
    }

    /// What is new to it.
    pub(crate) fn unseen(&self) -> Unseen<'_> {
        Unseen { seen: &self.seen, contents: self.seen.values().copied().collect() }
    }
}

/// Tells what a search has not found before.
pub(crate) struct Unseen<'a> {
    seen: &'a BTreeMap<u64, u64>,
    contents: HashSet<u64>,
}

/// How an article is new to a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Novelty {
    /// It was not found before.
    New,
    /// It was found before with another content.
    Updated,
}

impl Unseen<'_> {
    /// `None` when this content was found before, under whatever id: a file that was moved is no news.
    pub(crate) fn novelty(&self, content: Content) -> Option<Novelty> {
        match self.seen.contains_key(&content.id) {
            _ if self.contents.contains(&content.hash) => None,
            true => Some(Novelty::Updated),
            false => Some(Novelty::New),
        }
    }
}

/// What an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Content {
    /// Hash of its id.
    id: u64,
    /// Hash of all that is indexed or shown of it.
    pub(crate) hash: u64,
}

impl Index {
    /// What each article is, by its number. Reads the whole manifest.
    pub(crate) fn contents(&self) -> Result<HashMap<u64, Content>, Error> {
        let manifest = self.manifest()?;
        let articles = manifest.sources.values().flat_map(|source| manifest.articles(source));
        let content = |article: super::ArticleEntry| {
            let id = *blake3::hash(article.id.as_bytes()).as_bytes().first_chunk().unwrap_or(&[0; 8]);
            (article.number, Content { id: u64::from_le_bytes(id), hash: u64::from_le_bytes(article.hash) })
        };
        articles.map(|article| article.map(content)).collect()
    }
}

/// The searches that are kept with an index, while one process may change them.
#[derive(Debug)]
pub struct Watches {
    dir: PathBuf,
    list: Vec<Watch>,
    _lock: File,
}

impl Watches {
    /// Those of the index in `dir`, in the order of their names, to look at.
    pub fn read(dir: &Path) -> Result<Vec<Watch>, Error> {
        let path = dir.join(WATCHES);
        sealed::read(dir, WATCHES).map(Option::unwrap_or_default).map_err(|source| match source.kind() {
            ErrorKind::InvalidData => Error::DamagedWatches(path.clone()),
            _ => Error::Io { path: path.clone(), source },
        })
    }

    /// Those of the index in `dir`, to be changed. Errors: another process changes them; their file is damaged.
    pub fn open(dir: &Path) -> Result<Watches, Error> {
        let path = dir.join(LOCK_FILE);
        let lock = File::options().create(true).truncate(false).write(true).open(&path).map_err(Error::io(&path))?;
        match lock.try_lock() {
            Ok(()) => Ok(Watches { dir: dir.to_owned(), list: Watches::read(dir)?, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(Error::Locked(dir.to_owned())),
            Err(TryLockError::Error(source)) => Err(Error::Io { path, source }),
        }
    }

    /// In the order of their names.
    pub fn all(&self) -> &[Watch] {
        &self.list
    }

    /// The one of this name.
    pub fn get_mut(&mut self, name: &str) -> Result<&mut Watch, Error> {
        let place = self.place(name).map_err(|_| Error::NoSuchWatch(name.to_owned()))?;
        Ok(&mut self.list[place])
    }

    /// Keeps a search. Errors: there is one of this name; the name is empty, too long, or has control codes.
    pub fn add(&mut self, name: &str, query: &str) -> Result<&mut Watch, Error> {
        let is_name = !name.trim().is_empty() && name.chars().count() <= MAX_WATCH_NAME;
        if !is_name || name.chars().any(char::is_control) {
            return Err(Error::WatchName(name.to_owned()));
        }
        match self.place(name) {
            Ok(_) => Err(Error::WatchTaken(name.to_owned())),
            Err(place) => {
                let watch = Watch { name: name.to_owned(), query: query.to_owned(), seen: BTreeMap::new() };
                self.list.insert(place, watch);
                Ok(&mut self.list[place])
            }
        }
    }

    /// Forgets the one of this name.
    pub fn remove(&mut self, name: &str) -> Result<(), Error> {
        let place = self.place(name).map_err(|_| Error::NoSuchWatch(name.to_owned()))?;
        self.list.remove(place);
        Ok(())
    }

    /// Writes what was changed.
    pub fn save(&self) -> Result<(), Error> {
        sealed::write(&self.dir, WATCHES, &self.list).map_err(Error::io(&self.dir.join(WATCHES)))
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.list.binary_search_by(|watch| watch.name.as_str().cmp(name))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_new() {
        let mut watch = Watch { name: "n".into(), query: "q".into(), seen: BTreeMap::new() };
        let content = |id, hash| Content { id, hash };
        assert_eq!(watch.unseen().novelty(content(1, 10)), Some(Novelty::New));
        watch.note([content(1, 10), content(2, 20)]);
        for (id, hash, novelty) in [
            (1, 10, None),
            (1, 11, Some(Novelty::Updated)),
            (3, 30, Some(Novelty::New)),
            (3, 20, None), // moved
        ] {
            assert_eq!(watch.unseen().novelty(content(id, hash)), novelty, "{id} {hash}");
        }
    }

    #[test]
    fn kept_by_name() {
        let dir = tempfile::tempdir().unwrap();
        let mut watches = Watches::open(dir.path()).unwrap();
        assert!(matches!(Watches::open(dir.path()), Err(Error::Locked(_))));
        for name in ["b", "a", "ä"] {
            watches.add(name, "Bahn").unwrap();
        }
        assert!(matches!(watches.add("a", "Bahn"), Err(Error::WatchTaken(_))));
        for name in ["", " ", "a\nb", &"x".repeat(101)] {
            assert!(matches!(watches.add(name, "Bahn"), Err(Error::WatchName(_))), "{name:?}");
        }
        watches.get_mut("b").unwrap().note([Content { id: u64::MAX, hash: 1 << 63 }]);
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
