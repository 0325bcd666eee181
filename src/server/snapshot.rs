//! Which commit of the index is served?

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use fundstelle::index::last_commit;
use fundstelle::query::Synonyms;
use fundstelle::{Error, Searcher};

/// Delay between two looks at the commit on disk.
pub(super) const POLL: Duration = Duration::from_millis(250);

/// The newest commit of an index that could be opened. A request keeps the one it began with.
pub(super) struct Snapshots {
    dir: PathBuf,
    synonyms: Synonyms,
    current: RwLock<Arc<Searcher>>,
    /// Whether the commit on disk could not be opened at the last look.
    behind: AtomicBool,
}

impl Snapshots {
    /// Opens the index in `dir`, whose queries are widened by `synonyms`.
    pub(super) fn open(dir: &Path, synonyms: Synonyms) -> Result<Snapshots, Error> {
        let current = RwLock::new(Arc::new(Searcher::open(dir)?.with_synonyms(&synonyms)));
        Ok(Snapshots { dir: dir.to_owned(), synonyms, current, behind: AtomicBool::new(false) })
    }

    /// Returns the commit to serve.
    pub(super) fn current(&self) -> Arc<Searcher> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Opens the commit on disk if it is another than the one served. One that cannot be opened leaves the last one.
    pub(super) fn refresh(&self) {
        let newest = last_commit(&self.dir);
        if newest.as_deref() == Some(self.current().index().commit()) {
            return self.behind.store(false, Ordering::Release);
        }
        let opened = Searcher::open(&self.dir).map(|searcher| searcher.with_synonyms(&self.synonyms));
        self.behind.store(opened.is_err(), Ordering::Release);
        if let Ok(searcher) = opened {
            *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(searcher);
        }
    }

    /// Returns false while there is a commit on disk that cannot be opened, or none at all.
    pub(super) fn is_ready(&self) -> bool {
        !self.behind.load(Ordering::Acquire)
    }
}
