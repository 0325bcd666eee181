//! The folder of an index: the one way its files get onto the disk.
//!
//! tantivy writes through here, and so do we. Every file is hashed as it is written ([`super::checksums`]) and is safe on the disk
//! before anything names it; a replaced file (`meta.json`, which is the commit) is, too, and so is its name. After a write to the
//! disk has failed nothing more is written: what the disk holds then is not known, and trying again may only seem to succeed.
//!
//! tantivy's own list of its files, `.managed.json`, is never written: the files that lie there are the list. So what a killed
//! run has left is garbage like any other, and none of it stays.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use blake3::Hasher;
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
};

use super::checksums::{CHECKSUMS, Checksum, Checksums, META};

/// tantivy's list of its files.
const MANAGED: &str = ".managed.json";
/// What the name of a file begins with that replaces another one when it is whole.
pub(super) const TEMPORARY: &str = ".tmp-";

/// The folder of an index. Clones share what they know.
#[derive(Clone, Debug)]
pub(super) struct Disk {
    dir: PathBuf,
    mapped: MmapDirectory,
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    checksums: Mutex<Checksums>,
    /// A write to the disk has failed.
    failed: AtomicBool,
}

/// What is done to the disk.
#[derive(Debug, Clone, Copy)]
pub(super) enum Operation<'a> {
    Create(&'a str),
    Write(&'a str, &'a [u8]),
    /// What was written to the file is safe from now on.
    Sync(&'a str),
    Rename(&'a str, &'a str),
    Remove(&'a str),
    /// The names in the folder are safe from now on.
    SyncDir,
}

impl fmt::Display for Operation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Operation::Create(name) => write!(f, "making {name}"),
            Operation::Write(name, bytes) => write!(f, "writing {} bytes to {name}", bytes.len()),
            Operation::Sync(name) => write!(f, "seeing {name} safely on the disk"),
            Operation::Rename(from, to) => write!(f, "renaming {from} to {to}"),
            Operation::Remove(name) => write!(f, "removing {name}"),
            Operation::SyncDir => write!(f, "seeing the folder safely on the disk"),
        }
    }
}

impl Disk {
    /// The folder `dir`, which exists, with what is known of its files.
    pub(super) fn open(dir: &Path, checksums: Checksums) -> Result<Disk, OpenDirectoryError> {
        let state = State { checksums: Mutex::new(checksums), failed: AtomicBool::new(false) };
        Ok(Disk { dir: dir.to_owned(), mapped: MmapDirectory::open(dir)?, state: Arc::new(state) })
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Begins a file; one of the same name, which nothing reads, is overwritten.
    pub(super) fn create(&self, name: &str) -> io::Result<NewFile> {
        self.new_file(name, OpenOptions::new().create(true).truncate(true))
    }

    /// Writes a whole file.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.create(name)?;
        file.write_all(bytes)?;
        file.finish().map(drop)
    }

    /// Removes a file.
    pub(super) fn remove(&self, name: &str) -> io::Result<()> {
        self.perform(Operation::Remove(name), || fs::remove_file(self.path(name)))?;
        self.checksums(|checksums| checksums.remove(name));
        Ok(())
    }

    /// What is known of the files, as of the last commit or later.
    pub(super) fn checksums<T>(&self, with: impl FnOnce(&mut Checksums) -> T) -> T {
        with(&mut self.state.checksums.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn new_file(&self, name: &str, options: &mut OpenOptions) -> io::Result<NewFile> {
        // Some are also read, once they are whole.
        let file = self.perform(Operation::Create(name), || options.read(true).write(true).open(self.path(name)))?;
        Ok(NewFile { disk: self.clone(), name: name.to_owned(), file, hasher: Hasher::new() })
    }

    /// Gives `name` other contents in one instant, and sees it safely on the disk.
    fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let temporary = format!("{TEMPORARY}{name}");
        self.write(&temporary, bytes)?;
        self.checksums(|checksums| checksums.remove(&temporary));
        self.perform(Operation::Rename(&temporary, name), || fs::rename(self.path(&temporary), self.path(name)))?;
        self.sync_directory()
    }

    /// The checksums first: they name what the commit is, and what it was.
    fn replace_meta(&self, bytes: &[u8]) -> io::Result<()> {
        let now = read(&self.path(META))?.map(|bytes| Checksum::of(&bytes));
        let text = self.checksums(|checksums| {
            checksums.replace_meta(now, Checksum::of(bytes));
            checksums.to_text()
        });
        self.replace(CHECKSUMS, text.as_bytes())?;
        self.replace(META, bytes)
    }

    /// The one place where the disk is changed, but for locks.
    fn perform<T>(&self, operation: Operation<'_>, work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        if self.state.failed.load(Ordering::Acquire) {
            return Err(io::Error::other("an earlier write failed, so nothing more is written"));
        }
        #[cfg(test)]
        let work = || super::faults::tell(&self.dir, operation).and_then(|()| work());
        let result = work();
        if result.is_err() && matches!(operation, Operation::Sync(_) | Operation::SyncDir | Operation::Rename(..)) {
            self.state.failed.store(true, Ordering::Release);
        }
        result.map_err(|err| io::Error::new(err.kind(), format!("{operation}: {err}")))
    }

    /// The names of tantivy's files that lie here, in the form of its list.
    fn managed(&self) -> io::Result<Vec<u8>> {
        let mut names = Vec::new();
        for file in fs::read_dir(&self.dir)? {
            names.extend(file?.file_name().into_string().ok().filter(|name| name == META || is_of_segment(name)));
        }
        Ok(serde_json::to_vec(&names)?)
    }
}

/// The bytes of a file; `None` when there is none.
pub(super) fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(err) if err.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(err) => Err(err),
    }
}

/// Whether a file of this name is a piece of a segment.
pub(super) fn is_of_segment(name: &str) -> bool {
    name.split('.').next().is_some_and(|id| id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// A file while it is written.
#[derive(Debug)]
pub(super) struct NewFile {
    disk: Disk,
    name: String,
    file: File,
    hasher: Hasher,
}

impl NewFile {
    /// Sees it safely on the disk, and gives it to be read.
    pub(super) fn finish(mut self) -> io::Result<File> {
        self.settle()?;
        Ok(self.file)
    }

    fn settle(&mut self) -> io::Result<()> {
        self.disk.perform(Operation::Sync(&self.name), || self.file.sync_data())?;
        self.disk.checksums(|checksums| checksums.insert(&self.name, Checksum::so_far(&self.hasher)));
        Ok(())
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.disk.perform(Operation::Write(&self.name, bytes), || self.file.write(bytes))?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for NewFile {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.settle()
    }
}

/// The name of a file of the folder; tantivy's are all letters and digits.
fn name_of(path: &Path) -> &str {
    path.to_str().unwrap_or_default()
}

impl Directory for Disk {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.mapped.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.remove(name_of(path)).map_err(|err| match err.kind() {
            io::ErrorKind::NotFound => DeleteError::FileDoesNotExist(path.to_owned()),
            _ => DeleteError::IoError { io_error: Arc::new(err), filepath: path.to_owned() },
        })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let file =
            self.new_file(name_of(path), OpenOptions::new().create_new(true)).map_err(|err| match err.kind() {
                io::ErrorKind::AlreadyExists => OpenWriteError::FileAlreadyExists(path.to_owned()),
                _ => OpenWriteError::wrap_io_error(err, path.to_owned()),
            })?;
        Ok(BufWriter::new(Box::new(file)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let bytes = if path == Path::new(MANAGED) { self.managed().map(Some) } else { read(&self.dir.join(path)) };
        let bytes = bytes.map_err(|err| OpenReadError::wrap_io_error(err, path.to_owned()))?;
        bytes.ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_owned()))
    }

    fn atomic_write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        match name_of(path) {
            MANAGED => Ok(()),
            META => self.replace_meta(bytes),
            name => self.replace(name, bytes),
        }
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.perform(Operation::SyncDir, || self.mapped.sync_directory())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.mapped.acquire_lock(lock) {
            Err(LockError::IoError(err)) if lock.is_blocking && is_refused(&err) => {
                Ok(lock_for_reading(&self.dir.join(&lock.filepath)))
            }
            result => result,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.mapped.watch(callback)
    }
}

fn is_refused(err: &io::Error) -> bool {
    matches!(err.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

/// The lock under which a reader opens its files, where the reader may not write: held if the file is there, and without one if
/// not. A writer that removes a file in that moment makes the reader open the index once more.
fn lock_for_reading(path: &Path) -> DirectoryLock {
    let file = File::open(path).ok().filter(|file| file.lock().is_ok());
    DirectoryLock::from(Box::new(file))
}
