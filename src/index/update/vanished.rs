//! What has become of the files that are in the index?
//!
//! What vanished below a folder leaves the index, and so does what is to be forgotten. A folder that has lost most of its files is
//! refused: a disk that is not mounted leaves an empty folder behind.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::super::commit_metadata::is_below;
use super::super::manifest::{ArticleEntry, Manifest};
use super::super::open::{OpenIndex, open_checked};
use super::super::previous::fingerprint;
use super::UpdateRun;
use crate::Error;
use crate::corpus::{DiscoverError, Discovered, key_of, path_of};

/// Returns an error if a listed folder holds less than half of the files that `manifest` has of it.
pub(super) fn refuse_shrunk(manifest: &Manifest, discovered: &Discovered) -> Result<(), Error> {
    let mut listed: Vec<&str> = discovered.files.iter().map(|file| file.key.as_str()).collect();
    listed.sort_unstable();
    let folders: HashSet<&str> = discovered.folders.iter().map(|(key, _)| key.as_str()).collect();
    for root in discovered.roots.iter().filter(|root| folders.contains(root.as_str())) {
        let below = format!("{}/", root.trim_end_matches('/'));
        let known =
            manifest.sources.range(below.clone()..).map(|(key, _)| key).take_while(|key| key.starts_with(&below));
        let before = known.filter(|key| !is_in(key, &discovered.unreachable)).count();
        let start = listed.partition_point(|key| *key < below.as_str());
        let now = listed[start..].iter().take_while(|key| key.starts_with(&below)).count();
        if now * 2 < before {
            return Err(Error::Shrunk { folder: path_of(root), before: before as u64, now: now as u64 });
        }
    }
    Ok(())
}

/// Returns the error about a path that is missing: if the index in `dir` has files of it, it is gone.
pub(super) fn gone_or_missing(dir: &Path, err: DiscoverError) -> Error {
    if let DiscoverError::Missing { path } = &err {
        let opened = open_checked(dir).ok().flatten();
        let manifest = opened.and_then(|OpenIndex { metadata, .. }| Manifest::load(dir, metadata.generation).ok());
        let key = key_of(path);
        if manifest.is_some_and(|manifest| manifest.sources.keys().any(|known| is_below(known, &key))) {
            return Error::Gone(path.clone());
        }
    }
    err.into()
}

fn is_in(key: &str, folders: &[String]) -> bool {
    folders.iter().any(|folder| is_below(key, folder))
}

impl UpdateRun<'_> {
    /// Removes the files at these paths and below them, whether they are still there or not. Error: the index has none of them.
    pub(super) fn forget(&mut self, paths: &[PathBuf]) -> Result<(), Error> {
        for path in paths {
            let forgotten = key_of(path);
            let keys: Vec<String> =
                self.manifest.sources.keys().filter(|key| is_below(key, &forgotten)).cloned().collect();
            let was_root = self.metadata.forget(&forgotten);
            if keys.is_empty() && !was_root {
                return Err(Error::NotIndexed(path.clone()));
            }
            self.dirty |= was_root;
            self.remove_sources(&keys)?;
        }
        Ok(())
    }

    /// Removes the files that are no longer below the folders that were listed.
    pub(super) fn remove_vanished(&mut self, discovered: &Discovered) -> Result<(), Error> {
        let present: HashSet<&str> = discovered.files.iter().map(|file| file.key.as_str()).collect();
        // A folder that cannot be listed today has not lost its articles.
        let has_vanished = |key: &&String| {
            is_in(key, &discovered.roots) && !is_in(key, &discovered.unreachable) && !present.contains(key.as_str())
        };
        let vanished: Vec<String> = self.manifest.sources.keys().filter(has_vanished).cloned().collect();
        self.remove_sources(&vanished)
    }

    fn remove_sources(&mut self, keys: &[String]) -> Result<(), Error> {
        for key in keys {
            self.remove_source(key)?;
            self.summary.removed += 1;
        }
        Ok(())
    }

    /// Removes a source file and its articles from the index.
    pub(super) fn remove_source(&mut self, key: &str) -> Result<(), Error> {
        let Some(entry) = self.manifest.sources.remove(key) else { return Ok(()) };
        let articles: Result<Vec<ArticleEntry>, Error> = self.manifest.articles(&entry).collect();
        for article in articles? {
            self.delete(article.version)?;
            if let Some(ids) = &mut self.ids {
                ids.remove(fingerprint(&article.id));
            }
            self.summary.articles_removed += 1;
        }
        self.dirty = true;
        Ok(())
    }
}
