//! Waits for changes of files and folders.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::source::real_path;

/// A change is reported once nothing else has changed for this long: copying files into a folder causes many events.
const QUIET_PERIOD: Duration = Duration::from_millis(300);
/// Longest wait for [`QUIET_PERIOD`], so that a file that is written to all the time does not hold up the rest.
const MAX_SETTLE_TIME: Duration = Duration::from_secs(5);

/// Waits for changes of files and folders. Changes between two waits are not lost; several are reported as one.
///
/// ```no_run
/// use std::time::Duration;
///
/// use fundstelle::corpus::Changes;
/// use fundstelle::index::{UpdateOptions, update};
///
/// let changes = Changes::watch(&["articles".into()], "index".as_ref());
/// if let Some(why) = changes.notification_error() {
///     eprintln!("{why}: the index is updated once a minute");
/// }
/// while changes.wait(Duration::from_secs(60)) {
///     update("index".as_ref(), &["articles".into()], &UpdateOptions::default())?;
/// }
/// # Ok::<(), fundstelle::Error>(())
/// ```
#[must_use = "dropping it ends the watch"]
pub struct Changes {
    /// Holds a message when something has changed or the wait was stopped.
    events: Receiver<()>,
    wake: SyncSender<()>,
    stopped: Arc<AtomicBool>,
    /// Sends events while it lives.
    watcher: Result<RecommendedWatcher, notify::Error>,
}

impl Changes {
    /// Watches `paths` (files and folders) except for what lies below `leave_out`, which need not exist yet.
    /// Where the system cannot watch one of them, [`Changes::notification_error`] says why.
    pub fn watch(paths: &[PathBuf], leave_out: &Path) -> Changes {
        let (wake, events) = sync_channel(1);
        let (sender, leave_out) = (wake.clone(), real_path(leave_out));
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if !event.is_ok_and(|event| is_irrelevant(&event, &leave_out)) {
                // a full channel already holds the message
                let _ = sender.try_send(());
            }
        });
        let watcher = watcher.and_then(|mut watcher| {
            for path in paths {
                // only the folder of a file reports that another file has taken its name
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

    /// Returns why the system reports no changes here, so that the caller has to poll; `None` when it does report them.
    pub fn notification_error(&self) -> Option<String> {
        self.watcher.as_ref().err().map(ToString::to_string)
    }

    /// Returns a function that ends the current wait and all later ones, from any thread.
    pub fn stopper(&self) -> impl Fn() + Send + 'static {
        let (stopped, wake) = (Arc::clone(&self.stopped), self.wake.clone());
        move || {
            stopped.store(true, Ordering::Release);
            // a full channel wakes the waiting thread as well
            let _ = wake.try_send(());
        }
    }

    /// Waits until something has changed and then nothing for 0.3 seconds (5 seconds after the first change at the latest), or
    /// until nothing has changed for `most`. Returns false if it was stopped.
    #[must_use]
    pub fn wait(&self, most: Duration) -> bool {
        let is_stopped = || self.stopped.load(Ordering::Acquire);
        if !is_stopped() && self.events.recv_timeout(most) == Ok(()) {
            let begin = Instant::now();
            while !is_stopped() && begin.elapsed() < MAX_SETTLE_TIME {
                if self.events.recv_timeout(QUIET_PERIOD) == Err(RecvTimeoutError::Timeout) {
                    break;
                }
            }
        }
        !is_stopped()
    }
}

/// Returns true for events that need no update: files that are opened or read, as indexing does itself, and all below
/// `leave_out`.
fn is_irrelevant(event: &Event, leave_out: &Path) -> bool {
    let is_read = |kind| !matches!(kind, AccessKind::Close(AccessMode::Write));
    let reads = matches!(event.kind, EventKind::Access(kind) if is_read(kind));
    let is_out = !event.paths.is_empty() && event.paths.iter().all(|path| path.starts_with(leave_out));
    !event.need_rescan() && (reads || is_out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn tells_of_changes_and_not_of_reading() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("unter")).unwrap();
        fs::write(dir.path().join("unter/a.txt"), "eins").unwrap();
        let changes = Changes::watch(&[dir.path().to_owned()], &dir.path().join("index"));
        assert_eq!(changes.notification_error(), None);
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
        assert!(changes.wait(QUIET_PERIOD));
        assert!(begin.elapsed() >= QUIET_PERIOD && begin.elapsed() < 2 * QUIET_PERIOD, "nothing to tell");
        changes.stopper()();
        assert!(!changes.wait(LONG));
        assert!(!changes.wait(LONG), "and so it stays");
    }

    #[test]
    fn a_file_that_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.txt");
        fs::write(&file, "eins").unwrap();
        let changes = Changes::watch(std::slice::from_ref(&file), Path::new("/gibt/es/nicht"));
        for text in ["zwei", "drei"] {
            fs::write(dir.path().join("b"), text).unwrap();
            fs::rename(dir.path().join("b"), &file).unwrap();
            let begin = Instant::now();
            assert!(changes.wait(LONG) && begin.elapsed() < LONG);
        }
        assert!(Changes::watch(&[dir.path().join("fehlt")], dir.path()).notification_error().is_some());
    }
}
