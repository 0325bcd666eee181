//! Which commit of the index is served?

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use fundstelle::index::last_commit;
use fundstelle::{Error, Searcher};

/// Delay between two looks at the commit on disk.
pub(super) const POLL: Duration = Duration::from_millis(250);

/// The newest commit of an index that could be opened. A request keeps the one it began with.
pub(super) struct Snapshots {
    dir: PathBuf,
    current: RwLock<Arc<Searcher>>,
}

impl Snapshots {
    /// Opens the index in `dir`.
    pub(super) fn open(dir: &Path) -> Result<Snapshots, Error> {
        Ok(Snapshots { dir: dir.to_owned(), current: RwLock::new(Arc::new(Searcher::open(dir)?)) })
    }

    /// Returns the commit to serve.
    pub(super) fn current(&self) -> Arc<Searcher> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Opens the commit on disk if it is another than the one served. One that cannot be opened leaves the last one.
    pub(super) fn refresh(&self) {
        let newest = last_commit(&self.dir);
        if newest.as_deref().is_some_and(|newest| newest != self.current().index().commit())
            && let Ok(searcher) = Searcher::open(&self.dir)
        {
            *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(searcher);
        }
    }

    /// Returns true if the commit on disk is the one that is served.
    pub(super) fn is_newest(&self) -> bool {
        last_commit(&self.dir).as_deref() == Some(self.current().index().commit())
    }
}
