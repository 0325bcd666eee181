//! When do files and folders change?

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// After a change one waits until nothing has changed for so long: what is copied into a folder comes in many pieces,
const QUIET: Duration = Duration::from_millis(300);
/// but no longer than this, so that a file that is always written to holds up nothing.
const LONGEST: Duration = Duration::from_secs(5);

/// Waits for changes. What changes between two waits is not lost; what changes often is told once.
pub struct Changes {
    /// Holds a message when there is something to look at.
    events: Receiver<()>,
    wake: SyncSender<()>,
    stopped: Arc<AtomicBool>,
    /// Tells of changes as long as it lives.
    watcher: Result<RecommendedWatcher, notify::Error>,
}

impl Changes {
    /// Of these files and folders, but not of what lies in `leave_out`, which may come to be later.
    pub fn of(paths: &[PathBuf], leave_out: &Path) -> Changes {
        let (wake, events) = sync_channel(1);
        let (tell, leave_out) = (wake.clone(), real_path(leave_out));
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if !event.is_ok_and(|event| is_nothing(&event, &leave_out)) {
                // One that is waiting already tells as much.
                let _ = tell.try_send(());
            }
        });
        let watcher = watcher.and_then(|mut watcher| {
            for path in paths {
                // A file is replaced by another one of its name, which only its folder tells.
                let (path, mode) = match path.is_file() {
                    true => (path.parent().unwrap_or(path), RecursiveMode::NonRecursive),
                    false => (path.as_path(), RecursiveMode::Recursive),
                };
                watcher.watch(&real_path(path), mode)?;
            }
            Ok(watcher)
        });
        Changes { events, wake, stopped: Arc::default(), watcher }
    }

    /// Why changes are not told by the system, so that one must look by oneself: `None` when they are.
    pub fn untold(&self) -> Option<String> {
        self.watcher.as_ref().err().map(ToString::to_string)
    }

    /// Ends this wait and all others, from another thread.
    pub fn stopper(&self) -> impl Fn() + Send + 'static {
        let (stopped, wake) = (Arc::clone(&self.stopped), self.wake.clone());
        move || {
            stopped.store(true, Ordering::Release);
            let _ = wake.try_send(());
        }
    }

    /// Waits until something has changed and come to rest, or for `most`. False when it was stopped.
    pub fn wait(&self, most: Duration) -> bool {
        let is_stopped = || self.stopped.load(Ordering::Acquire);
        if !is_stopped() && self.events.recv_timeout(most) == Ok(()) {
            let begin = Instant::now();
            while !is_stopped() && begin.elapsed() < LONGEST {
                if self.events.recv_timeout(QUIET) == Err(RecvTimeoutError::Timeout) {
                    break;
                }
            }
        }
        !is_stopped()
    }
}

/// Whether an event changes nothing that is looked at: that something is opened or read, as we do ourselves.
fn is_nothing(event: &Event, leave_out: &Path) -> bool {
    let is_read = |kind| !matches!(kind, AccessKind::Close(AccessMode::Write));
    let reads = matches!(event.kind, EventKind::Access(kind) if is_read(kind));
    let is_out = !event.paths.is_empty() && event.paths.iter().all(|path| path.starts_with(leave_out));
    !event.need_rescan() && (reads || is_out)
}

/// The canonical path, also of what is not there yet.
fn real_path(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    fs::canonicalize(path).unwrap_or_else(|_| match (absolute.parent(), absolute.file_name()) {
        (Some(parent), Some(name)) => fs::canonicalize(parent).unwrap_or_else(|_| parent.to_owned()).join(name),
        _ => absolute.clone(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn tells_of_changes_and_not_of_reading() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("unter")).unwrap();
        fs::write(dir.path().join("unter/a.txt"), "eins").unwrap();
        let changes = Changes::of(&[dir.path().to_owned()], &dir.path().join("index"));
        assert_eq!(changes.untold(), None);
        let waits = || {
            let begin = Instant::now();
            assert!(changes.wait(LONG));
            begin.elapsed() < LONG
        };
        fs::write(dir.path().join("unter/a.txt"), "zwei").unwrap();
        assert!(waits(), "a file");
        fs::create_dir(dir.path().join("neu")).unwrap();
        assert!(waits(), "a folder");
        fs::remove_file(dir.path().join("unter/a.txt")).unwrap();
        assert!(waits(), "a file that is gone");
        fs::create_dir(dir.path().join("index")).unwrap();
        fs::write(dir.path().join("index/a"), "eins").unwrap();
        fs::read_dir(dir.path().join("unter")).unwrap().for_each(drop);
        let begin = Instant::now();
        assert!(changes.wait(QUIET));
        assert!(begin.elapsed() >= QUIET && begin.elapsed() < 2 * QUIET, "nothing to tell");
        changes.stopper()();
        assert!(!changes.wait(LONG));
        assert!(!changes.wait(LONG), "and so it stays");
    }

    #[test]
    fn a_file_that_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.txt");
        fs::write(&file, "eins").unwrap();
        let changes = Changes::of(std::slice::from_ref(&file), Path::new("/gibt/es/nicht"));
        for text in ["zwei", "drei"] {
            fs::write(dir.path().join("b"), text).unwrap();
            fs::rename(dir.path().join("b"), &file).unwrap();
            let begin = Instant::now();
            assert!(changes.wait(LONG) && begin.elapsed() < LONG);
        }
        assert!(Changes::of(&[dir.path().join("fehlt")], dir.path()).untold().is_some());
    }
}
