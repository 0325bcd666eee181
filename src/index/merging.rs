//! Which segments are merged, and are they intact?
//!
//! A merged segment gets checksums of its own, so damage in its sources would count as written from then on. Every byte written by
//! an earlier run is therefore verified before its segment is merged, and a damaged segment stays as it is.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::{SegmentId, SegmentMeta};
use tantivy::merge_policy::{LogMergePolicy, MergeCandidate, MergePolicy};

use super::checksums::Checksum;
use super::directory::IndexDirectory;
use super::files;

/// Segments with more passages are merged by [`super::optimize`] only, so that the time of indexing stays linear in the number of
/// articles and the memory of a merge stays bounded.
const MAX_MERGED_PASSAGES: usize = 400_000;

/// Verifies segments before they are merged. Clones share their findings.
#[derive(Debug, Clone)]
pub(super) struct MergeGuard {
    directory: IndexDirectory,
    /// Segments of earlier runs.
    earlier: Arc<HashSet<SegmentId>>,
    damage: Arc<Mutex<Option<String>>>,
}

impl MergeGuard {
    /// Creates a guard that verifies the `earlier` segments, those of earlier runs.
    pub(super) fn new(directory: IndexDirectory, earlier: impl IntoIterator<Item = SegmentId>) -> MergeGuard {
        MergeGuard { directory, earlier: Arc::new(earlier.into_iter().collect()), damage: Arc::default() }
    }

    /// Returns true if all files of a segment match their checksums.
    pub(super) fn is_intact(&self, segment: &SegmentMeta) -> bool {
        if !self.earlier.contains(&segment.id()) {
            return true;
        }
        let damage = files::segment_files(segment).into_iter().find_map(|name| {
            let expected = self.directory.checksums(|checksums| checksums.get(&name).copied());
            match Checksum::of_file(&self.directory.path(&name), |_| {}) {
                Ok(actual) if Some(actual) == expected => None,
                Ok(_) => Some(format!("{name} does not match its checksum")),
                Err(err) => Some(format!("{name} cannot be read: {err}")),
            }
        });
        let is_intact = damage.is_none();
        if damage.is_some() {
            *self.damage.lock().unwrap_or_else(PoisonError::into_inner) = damage;
        }
        is_intact
    }

    /// Returns a description of the damage found last.
    pub(super) fn damage(&self) -> Option<String> {
        self.damage.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Merges small, intact segments after a commit.
#[derive(Debug)]
pub(super) struct CheckedMergePolicy {
    policy: LogMergePolicy,
    guard: MergeGuard,
}

impl CheckedMergePolicy {
    pub(super) fn new(guard: MergeGuard) -> CheckedMergePolicy {
        let mut policy = LogMergePolicy::default();
        policy.set_max_docs_before_merge(MAX_MERGED_PASSAGES);
        CheckedMergePolicy { policy, guard }
    }
}

impl MergePolicy for CheckedMergePolicy {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let mut candidates = self.policy.compute_merge_candidates(segments);
        candidates.retain(|MergeCandidate(ids)| {
            segments.iter().filter(|segment| ids.contains(&segment.id())).all(|segment| self.guard.is_intact(segment))
        });
        candidates
    }
}
