//! Which segments become one, and are they whole?
//!
//! What is merged gets a checksum of its own, and what was damaged before would count as written from then on. So every
//! byte that an earlier run has written is compared before a segment is merged, and one that is damaged stays as it is.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::{SegmentId, SegmentMeta};
use tantivy::merge_policy::{LogMergePolicy, MergeCandidate, MergePolicy};

use super::checksums::Checksum;
use super::disk::Disk;
use super::files;

/// Segments of more passages are merged by [`super::optimize`] only: so indexing time grows with the articles and no faster, and
/// memory for a merge does not grow.
const LARGEST_MERGED: usize = 400_000;

/// Compares segments with what was written. Clones share what they found.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    disk: Disk,
    /// Segments of earlier runs.
    earlier: Arc<HashSet<SegmentId>>,
    damage: Arc<Mutex<Option<String>>>,
}

impl Guard {
    /// `earlier`: the segments of earlier runs.
    pub(super) fn new(disk: Disk, earlier: impl IntoIterator<Item = SegmentId>) -> Guard {
        Guard { disk, earlier: Arc::new(earlier.into_iter().collect()), damage: Arc::default() }
    }

    /// Whether all files of a segment are as they were written.
    pub(super) fn is_whole(&self, segment: &SegmentMeta) -> bool {
        if !self.earlier.contains(&segment.id()) {
            return true;
        }
        let damaged = files::of_segment(segment).into_iter().find_map(|name| {
            let known = self.disk.checksums(|checksums| checksums.get(&name).copied());
            match Checksum::of_file(&self.disk.path(&name), |_| {}) {
                Ok(is) if Some(is) == known => None,
                Ok(_) => Some(format!("{name} is not as it was written")),
                Err(err) => Some(format!("{name} cannot be read: {err}")),
            }
        });
        let is_whole = damaged.is_none();
        if let Some(damage) = damaged {
            *self.damage.lock().unwrap_or_else(PoisonError::into_inner) = Some(damage);
        }
        is_whole
    }

    /// What was found damaged last.
    pub(super) fn damage(&self) -> Option<String> {
        self.damage.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Merges what is small and whole, after a commit.
#[derive(Debug)]
pub(super) struct Merging {
    policy: LogMergePolicy,
    guard: Guard,
}

impl Merging {
    pub(super) fn new(guard: Guard) -> Merging {
        let mut policy = LogMergePolicy::default();
        policy.set_max_docs_before_merge(LARGEST_MERGED);
        Merging { policy, guard }
    }
}

impl MergePolicy for Merging {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let mut candidates = self.policy.compute_merge_candidates(segments);
        candidates.retain(|MergeCandidate(ids)| {
            segments.iter().filter(|segment| ids.contains(&segment.id())).all(|segment| self.guard.is_whole(segment))
        });
        candidates
    }
}
