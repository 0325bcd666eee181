//! Which files make up an index?

use tantivy::IndexMeta;
use tantivy::index::{SegmentComponent, SegmentMeta};

use super::checksums::{CHECKSUMS_FILE, META_FILE};
use super::commit_metadata::CommitMetadata;
use super::directory::{MANAGED_FILE, TEMPORARY_PREFIX, is_segment_file};
use super::line_file::LineFile;
use super::manifest::Manifest;
use super::sealed::WATCHES_FILE;

/// Returns the files of a commit: those of its segments and our own. `meta.json` and `checksums.txt` are not among them.
pub(super) fn commit_files(metas: &IndexMeta, metadata: &CommitMetadata) -> Vec<String> {
    let mut names = own_files(metadata);
    names.extend(metas.segments.iter().flat_map(segment_files));
    names
}

/// Returns the files of a segment.
pub(super) fn segment_files(segment: &SegmentMeta) -> Vec<String> {
    use SegmentComponent::{Delete, FastFields, FieldNorms, Positions, Postings, Store, Terms};
    let deletes = segment.has_deletes().then_some(Delete);
    let components = [Postings, Positions, FastFields, FieldNorms, Terms, Store].into_iter().chain(deletes);
    components.map(|component| segment.relative_path(component).display().to_string()).collect()
}

/// Returns the files of a commit that lie beside tantivy's.
pub(super) fn own_files(metadata: &CommitMetadata) -> Vec<String> {
    let mut names = vec![Manifest::file_name(metadata.generation), LineFile::file_name(metadata.generation)];
    names.extend(metadata.analysis.files().cloned());
    names
}

/// Returns true if a file of this name belongs to an index: tantivy's, ours, or left by an interrupted run.
pub(super) fn is_index_file(name: &str) -> bool {
    is_segment_file(name) || is_own_file(name) || is_leftover(name) || matches!(name, META_FILE | CHECKSUMS_FILE)
}

/// Returns true if a file of this name lies beside tantivy's, in this commit or another.
pub(super) fn is_own_file(name: &str) -> bool {
    (name.starts_with("manifest-") && (name.ends_with(".bin") || name.ends_with(".json")))
        || (name.starts_with("places-") && name.ends_with(".bin"))
        || (name.starts_with("lexicon-") && name.ends_with(".fst"))
        || (name.starts_with("exceptions-") && name.ends_with(".txt"))
}

/// Returns true if a file of this name is the replacement of another that an interrupted run has left, or belongs to an earlier
/// version of the program.
pub(super) fn is_leftover(name: &str) -> bool {
    // Kept searches have a lock of their own, so their replacement may be in use.
    let is_watches = name.strip_prefix(TEMPORARY_PREFIX) == Some(WATCHES_FILE);
    (name.starts_with(".tmp") && !is_watches) || name == MANAGED_FILE
}
