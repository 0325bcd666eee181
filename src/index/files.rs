//! Which files make up an index?

use tantivy::IndexMeta;
use tantivy::index::{SegmentComponent, SegmentMeta};

use super::checksums::{CHECKSUMS, META};
use super::disk::{TEMPORARY, is_of_segment};
use super::manifest::Manifest;
use super::payload::Payload;
use super::places;
use super::sealed::WATCHES;

/// The files of a commit, but for `meta.json` and the checksums: those of its segments, and ours that it names.
pub(super) fn of_commit(metas: &IndexMeta, payload: &Payload) -> Vec<String> {
    let mut names = beside(payload);
    names.extend(metas.segments.iter().flat_map(of_segment));
    names
}

/// The files of a segment.
pub(super) fn of_segment(segment: &SegmentMeta) -> Vec<String> {
    use SegmentComponent::{Delete, FastFields, FieldNorms, Positions, Postings, Store, Terms};
    let deletes = segment.has_deletes().then_some(Delete);
    let components = [Postings, Positions, FastFields, FieldNorms, Terms, Store].into_iter().chain(deletes);
    components.map(|component| segment.relative_path(component).display().to_string()).collect()
}

/// Those of them that are ours.
pub(super) fn beside(payload: &Payload) -> Vec<String> {
    let mut names = vec![Manifest::file_name(payload.generation), places::file_name(payload.generation)];
    names.extend(payload.analysis.files().cloned());
    names
}

/// Whether a file of this name belongs to an index: tantivy's and ours, also what an interrupted run may leave.
pub(super) fn is_of_index(name: &str) -> bool {
    is_of_segment(name) || is_beside(name) || is_leftover(name) || matches!(name, META | CHECKSUMS)
}

/// Whether a file of this name is one that we write beside tantivy's, of this commit or another.
pub(super) fn is_beside(name: &str) -> bool {
    (name.starts_with("manifest-") && (name.ends_with(".bin") || name.ends_with(".json")))
        || (name.starts_with("places-") && name.ends_with(".bin"))
        || (name.starts_with("lexicon-") && name.ends_with(".fst"))
        || (name.starts_with("exceptions-") && name.ends_with(".txt"))
}

/// Whether a file of this name was to replace another when a run was interrupted, or is one of an earlier version's.
pub(super) fn is_leftover(name: &str) -> bool {
    // Who keeps a search holds another lock: what is being written is not left over.
    let is_kept = name.strip_prefix(TEMPORARY) == Some(WATCHES);
    (name.starts_with(".tmp") && !is_kept) || name == ".managed.json"
}
