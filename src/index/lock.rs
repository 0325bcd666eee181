//! Locks between processes: one writer at a time.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::Error;

/// File locked by the process that writes to the index.
pub(super) const WRITER_LOCK: &str = ".fundstelle.lock";
/// File locked by the process that changes the saved searches.
pub(super) const WATCHES_LOCK: &str = ".watches.lock";

/// Locks the file `name` of the folder `dir`, which is created if need be. The lock is held until the file is dropped.
/// Error: another process holds it.
pub(super) fn lock_exclusive(dir: &Path, name: &str) -> Result<File, Error> {
    let path = dir.join(name);
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(Error::io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Locked(dir.to_owned())),
        Err(TryLockError::Error(source)) => Err(Error::Io { path, source }),
    }
}

/// Keeps writers away from the index in `dir` until the file is dropped. Error: a writer is at work.
pub(super) fn lock_out_writers(dir: &Path) -> Result<Option<File>, Error> {
    // Without the file there is no writer. Where it cannot be opened or locked the index may still be readable.
    let Ok(file) = File::open(dir.join(WRITER_LOCK)) else { return Ok(None) };
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Err(Error::Locked(dir.to_owned())),
        _ => Ok(Some(file)),
    }
}
