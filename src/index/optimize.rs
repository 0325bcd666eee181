//! Merges all segments into one.
//!
//! A query searches the segments one after the other, so an index of one segment is faster. Removed passages are dropped by the
//! merge.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use tantivy::index::SegmentMeta;

use super::open::{OpenIndex, folder_bytes, open_checked};
use super::options::UpdateOptions;
use super::summary::Progress;
use super::writer::ArticleWriter;
use crate::Error;

/// Interval at which the size of the new files is measured.
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// Result of optimizing.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Optimized {
    /// Number of segments before.
    pub segments: usize,
    /// Size of all files of the index before, in bytes.
    pub bytes_before: u64,
    /// Size of all files of the index after, in bytes.
    pub bytes_after: u64,
    /// Duration in seconds.
    pub seconds: f64,
}

/// Merges the segments of the index in `dir` into one. Searches see no change until the end, and an interrupted run leaves the
/// index as it was.
///
/// # Errors
///
/// There is no index, it has another format or analyser, it is damaged, another process writes to it, or the disk refuses.
pub fn optimize(dir: &Path) -> Result<Optimized, Error> {
    optimize_with_progress(dir, &Progress::default())
}

/// Does the same as [`optimize`], with the same errors, and counts the bytes written in `progress`, whose total is the size of
/// the present segments.
pub fn optimize_with_progress(dir: &Path, progress: &Progress) -> Result<Optimized, Error> {
    let started = Instant::now();
    let OpenIndex { index, metadata, .. } = open_checked(dir)?.ok_or_else(|| Error::NoIndex(dir.to_owned()))?;
    let segments = index.searchable_segment_metas()?;
    let bytes_before = folder_bytes(dir);
    if segments.len() > 1 || segments.iter().any(|segment| segment.has_deletes()) {
        progress.total_bytes.store(segment_bytes(dir, &segments), Ordering::Relaxed);
        let options = UpdateOptions::default();
        let mut writer = ArticleWriter::new(dir, metadata.generation, &options, None);
        let (done, wait) = channel();
        thread::scope(|scope| {
            let work = scope.spawn(|| {
                let result = writer.merge().and_then(|()| writer.close(&metadata));
                // The receiver lives until the thread has ended.
                let _ = done.send(());
                result
            });
            while wait.recv_timeout(POLL_INTERVAL) == Err(RecvTimeoutError::Timeout) {
                progress.bytes.store(folder_bytes(dir).saturating_sub(bytes_before), Ordering::Relaxed);
            }
            work.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })?;
    }
    let seconds = started.elapsed().as_secs_f64();
    Ok(Optimized { segments: segments.len(), bytes_before, bytes_after: folder_bytes(dir), seconds })
}

/// Returns the size of the files of these segments in bytes.
fn segment_bytes(dir: &Path, segments: &[SegmentMeta]) -> u64 {
    let ids: Vec<String> = segments.iter().map(|segment| segment.id().uuid_string()).collect();
    let is_segment_file = |name: &str| ids.iter().any(|id| name.starts_with(id.as_str()));
    let files = std::fs::read_dir(dir).into_iter().flatten().flatten();
    files
        .filter(|file| is_segment_file(&file.file_name().to_string_lossy()))
        .filter_map(|file| Some(file.metadata().ok()?.len()))
        .sum()
}
