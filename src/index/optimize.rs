//! Makes one segment of all.
//!
//! A query asks each segment in turn, so one is answered faster than many; removed passages are left out on the way.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use tantivy::index::SegmentMeta;

use super::open::{Opened, bytes, open_checked};
use super::options::UpdateOptions;
use super::summary::Progress;
use super::writer::Writer;
use crate::Error;

/// How often the files in the making are looked at.
const LOOK: Duration = Duration::from_millis(100);

/// What optimizing did.
#[derive(Debug, Clone)]
pub struct Optimized {
    /// Segments before.
    pub segments: usize,
    /// Bytes of all files of the index before.
    pub bytes_before: u64,
    /// Bytes of all files of the index after.
    pub bytes_after: u64,
    /// Duration.
    pub seconds: f64,
}

/// Makes one segment of those of the index in `dir`. Nothing changes for searches until it is done, and when it is
/// interrupted the index stays as it was. `progress` counts bytes written; its total is what the segments have now.
pub fn optimize(dir: &Path, progress: &Progress) -> Result<Optimized, Error> {
    let started = Instant::now();
    let Opened { index, payload, .. } = open_checked(dir)?.ok_or_else(|| Error::NoIndex(dir.to_owned()))?;
    let metas = index.searchable_segment_metas()?;
    let bytes_before = bytes(dir);
    if metas.len() > 1 || metas.iter().any(|segment| segment.has_deletes()) {
        progress.total_bytes.store(written(dir, &metas), Ordering::Relaxed);
        let options = UpdateOptions::default();
        let mut writer = Writer::new(dir, payload.generation, &options, None);
        let (done, wait) = channel();
        thread::scope(|scope| {
            let work = scope.spawn(|| {
                let result = writer.merge().and_then(|()| writer.close(&payload));
                let _ = done.send(());
                result
            });
            while wait.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
                progress.bytes.store(bytes(dir).saturating_sub(bytes_before), Ordering::Relaxed);
            }
            work.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })?;
    }
    let seconds = started.elapsed().as_secs_f64();
    Ok(Optimized { segments: metas.len(), bytes_before, bytes_after: bytes(dir), seconds })
}

/// Bytes of the files of these segments.
fn written(dir: &Path, segments: &[SegmentMeta]) -> u64 {
    let ids: Vec<String> = segments.iter().map(|segment| segment.id().uuid_string()).collect();
    let is_of = |name: &str| ids.iter().any(|id| name.starts_with(id.as_str()));
    let files = std::fs::read_dir(dir).into_iter().flatten().flatten();
    files
        .filter(|file| is_of(&file.file_name().to_string_lossy()))
        .filter_map(|file| Some(file.metadata().ok()?.len()))
        .sum()
}
