//! The folder of an index, and the only way in which its files are written.
//!
//! tantivy writes through this [`Directory`], and so do we. Every file is hashed as it is written ([`super::checksums`]) and synced
//! before anything refers to it. A file that replaces another (`meta.json`, which is the commit) is synced together with its name.
//! After a sync or a rename has failed nothing more is written: the content of the disk is unknown then, and a second try may only
//! seem to succeed.
//!
//! tantivy's own list of its files, `.managed.json`, is never written: the files in the folder are the list. Whatever a killed run
//! has left is therefore collected like any other garbage.

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

use super::checksums::{CHECKSUMS_FILE, Checksum, Checksums, META_FILE};

/// tantivy's list of its files.
pub(super) const MANAGED_FILE: &str = ".managed.json";
/// Prefix of a file that replaces another once it is complete.
pub(super) const TEMPORARY_PREFIX: &str = ".tmp-";

/// The folder of an index. Clones share their state.
#[derive(Clone, Debug)]
pub(super) struct IndexDirectory {
    dir: PathBuf,
    mapped: MmapDirectory,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    checksums: Mutex<Checksums>,
    /// A sync or a rename has failed.
    failed: AtomicBool,
}

/// A change on disk. Names are those of files in the folder.
#[derive(Debug, Clone, Copy)]
pub(super) enum DiskOperation<'a> {
    Create(&'a str),
    Write(&'a str, &'a [u8]),
    /// The file's content is durable from now on.
    Sync(&'a str),
    Rename(&'a str, &'a str),
    Remove(&'a str),
    /// The names in the folder are durable from now on.
    SyncDir,
}

impl fmt::Display for DiskOperation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DiskOperation::Create(name) => write!(f, "creating {name}"),
            DiskOperation::Write(name, bytes) => write!(f, "writing {} bytes to {name}", bytes.len()),
            DiskOperation::Sync(name) => write!(f, "syncing {name}"),
            DiskOperation::Rename(from, to) => write!(f, "renaming {from} to {to}"),
            DiskOperation::Remove(name) => write!(f, "removing {name}"),
            DiskOperation::SyncDir => write!(f, "syncing the folder"),
        }
    }
}

impl IndexDirectory {
    /// Opens the existing folder `dir`, whose files have these checksums.
    pub(super) fn open(dir: &Path, checksums: Checksums) -> Result<IndexDirectory, OpenDirectoryError> {
        let shared = Shared { checksums: Mutex::new(checksums), failed: AtomicBool::new(false) };
        Ok(IndexDirectory { dir: dir.to_owned(), mapped: MmapDirectory::open(dir)?, shared: Arc::new(shared) })
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns the path of a file in the folder.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Creates a file. An existing file of this name, which nothing may be reading, is overwritten.
    pub(super) fn create(&self, name: &str) -> io::Result<NewFile> {
        self.new_file(name, OpenOptions::new().create(true).truncate(true))
    }

    /// Writes and syncs a whole file.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.create(name)?;
        file.write_all(bytes)?;
        file.finish().map(drop)
    }

    /// Removes a file.
    pub(super) fn remove(&self, name: &str) -> io::Result<()> {
        self.perform(DiskOperation::Remove(name), || fs::remove_file(self.path(name)))?;
        self.checksums(|checksums| checksums.remove(name));
        Ok(())
    }

    /// Calls `with` with the checksums of the files, those written since the last commit included.
    pub(super) fn checksums<T>(&self, with: impl FnOnce(&mut Checksums) -> T) -> T {
        with(&mut self.shared.checksums.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn new_file(&self, name: &str, options: &mut OpenOptions) -> io::Result<NewFile> {
        // Some files are read back once they are complete.
        let file =
            self.perform(DiskOperation::Create(name), || options.read(true).write(true).open(self.path(name)))?;
        Ok(NewFile { directory: self.clone(), name: name.to_owned(), file, hasher: Hasher::new() })
    }

    /// Replaces the content of `name` atomically and durably.
    fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let temporary = format!("{TEMPORARY_PREFIX}{name}");
        self.write(&temporary, bytes)?;
        self.checksums(|checksums| checksums.remove(&temporary));
        self.perform(DiskOperation::Rename(&temporary, name), || fs::rename(self.path(&temporary), self.path(name)))?;
        self.sync_directory()
    }

    /// Replaces `meta.json`. The checksums come first: they accept both the new commit and the old one.
    fn replace_meta(&self, bytes: &[u8]) -> io::Result<()> {
        let current = read_if_exists(&self.path(META_FILE))?.map(|bytes| Checksum::of_bytes(&bytes));
        let text = self.checksums(|checksums| {
            checksums.replace_meta(current, Checksum::of_bytes(bytes));
            checksums.to_text()
        });
        self.replace(CHECKSUMS_FILE, text.as_bytes())?;
        self.replace(META_FILE, bytes)
    }

    /// Performs `work`. Every change on disk goes through here, except for locks.
    fn perform<T>(&self, operation: DiskOperation<'_>, work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        if self.shared.failed.load(Ordering::Acquire) {
            return Err(io::Error::other("an earlier write failed, so nothing more is written"));
        }
        #[cfg(test)]
        let work = || super::faults::intercept(&self.dir, operation).and_then(|()| work());
        let result = work();
        if result.is_err()
            && matches!(operation, DiskOperation::Sync(_) | DiskOperation::SyncDir | DiskOperation::Rename(..))
        {
            self.shared.failed.store(true, Ordering::Release);
        }
        result.map_err(|err| io::Error::new(err.kind(), format!("{operation}: {err}")))
    }

    /// Returns tantivy's list of its files, made from the names in the folder.
    fn managed_files(&self) -> io::Result<Vec<u8>> {
        let mut names = Vec::new();
        for file in fs::read_dir(&self.dir)? {
            names
                .extend(file?.file_name().into_string().ok().filter(|name| name == META_FILE || is_segment_file(name)));
        }
        Ok(serde_json::to_vec(&names)?)
    }
}

/// Reads a file; `None` if it does not exist.
pub(super) fn read_if_exists(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(err) if err.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(err) => Err(err),
    }
}

/// Returns true if `name` is that of a file of a segment: 32 hexadecimal digits and an extension.
pub(super) fn is_segment_file(name: &str) -> bool {
    name.split('.').next().is_some_and(|id| id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// A file being written.
#[derive(Debug)]
pub(super) struct NewFile {
    directory: IndexDirectory,
    name: String,
    file: File,
    hasher: Hasher,
}

impl NewFile {
    /// Syncs the file and returns it for reading.
    pub(super) fn finish(mut self) -> io::Result<File> {
        self.sync()?;
        Ok(self.file)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.directory.perform(DiskOperation::Sync(&self.name), || self.file.sync_data())?;
        self.directory.checksums(|checksums| checksums.insert(&self.name, Checksum::of_hasher(&self.hasher)));
        Ok(())
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.directory.perform(DiskOperation::Write(&self.name, bytes), || self.file.write(bytes))?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for NewFile {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.sync()
    }
}

/// Returns the name of a file in the folder; tantivy's names are ASCII.
fn file_name(path: &Path) -> io::Result<&str> {
    path.to_str().ok_or_else(|| io::Error::other(format!("internal error: {} is not a name of ours", path.display())))
}

impl Directory for IndexDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.mapped.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        file_name(path).and_then(|name| self.remove(name)).map_err(|err| match err.kind() {
            io::ErrorKind::NotFound => DeleteError::FileDoesNotExist(path.to_owned()),
            _ => DeleteError::IoError { io_error: Arc::new(err), filepath: path.to_owned() },
        })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let create = |name| self.new_file(name, OpenOptions::new().create_new(true));
        let file = file_name(path).and_then(create).map_err(|err| match err.kind() {
            io::ErrorKind::AlreadyExists => OpenWriteError::FileAlreadyExists(path.to_owned()),
            _ => OpenWriteError::wrap_io_error(err, path.to_owned()),
        })?;
        Ok(BufWriter::new(Box::new(file)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let bytes = if path == Path::new(MANAGED_FILE) {
            self.managed_files().map(Some)
        } else {
            read_if_exists(&self.dir.join(path))
        };
        let bytes = bytes.map_err(|err| OpenReadError::wrap_io_error(err, path.to_owned()))?;
        bytes.ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_owned()))
    }

    fn atomic_write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        match file_name(path)? {
            MANAGED_FILE => Ok(()),
            META_FILE => self.replace_meta(bytes),
            name => self.replace(name, bytes),
        }
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.perform(DiskOperation::SyncDir, || self.mapped.sync_directory())
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

/// Returns tantivy's reader lock in a folder that is not writable: the lock file is locked if it exists. If it does not, a writer
/// may remove a file at that moment; the reader then opens the index again.
fn lock_for_reading(path: &Path) -> DirectoryLock {
    let file = File::open(path).ok().filter(|file| file.lock().is_ok());
    DirectoryLock::from(Box::new(file))
}
