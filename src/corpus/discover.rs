//! The walk: which files lie below the given paths, and what becomes of everything else there.

use std::collections::HashSet;
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use walkdir::{DirEntry, WalkDir};

use super::read::read_small;
use super::reason::Reason;

/// Files of this name say in the syntax of `.gitignore` what is left out below their folder.
const IGNORE_FILE: &str = ".fundstelleignore";

/// How to walk.
#[derive(Debug, Clone, Default)]
pub struct WalkOptions {
    /// Whether symbolic links below the roots are followed, as long as they stay below their root.
    pub follow: bool,
    /// Folders that are passed over, as absolute canonical paths.
    pub leave_out: Vec<PathBuf>,
}

/// A file that may hold articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// As reached from the root that was given.
    pub path: PathBuf,
    /// The absolute canonical path, which identifies the file in every run, whatever root led to it. On unix
    /// a backslash in a name is written `\\` and a byte that is no UTF-8 `\xHH`, so that no two paths meet.
    pub key: String,
    /// The path below its root with `/` between the names, written as in `key`; for a root that is a file,
    /// its name.
    pub relative: String,
    /// Size in bytes when it was found.
    pub size: u64,
    /// Time of the last change when it was found, in nanoseconds since 1970.
    pub modified_ns: i128,
}

/// Everything the walk met: each path is in `files`, in `skipped`, or counted in `ignored`.
#[derive(Debug, Default)]
pub struct Discovered {
    /// The files, root by root, each root in the order of the names.
    pub files: Vec<SourceFile>,
    /// What was left out, and why.
    pub skipped: Vec<(PathBuf, Reason)>,
    /// Hidden and excluded paths; a folder counts once, whatever is in it.
    pub ignored: u64,
    /// The keys of the roots: what was indexed below them and is not found now has vanished.
    pub roots: Vec<String>,
    /// The keys of what is there and could not be read or listed: what was indexed of it or below it has not
    /// vanished.
    pub unreachable: Vec<String>,
    /// The folders that were listed, by their keys, each with the time of its last change in nanoseconds since 1970.
    pub folders: Vec<(String, i128)>,
}

/// A path that was asked for and cannot be searched at all.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// Nothing is there.
    #[error("{}: no such file or folder", path.display())]
    Missing {
        /// The path as given.
        path: PathBuf,
    },
    /// It is there and cannot be reached.
    #[error("{}: {source}", path.display())]
    Root {
        /// The path as given.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

/// Walks the `roots` (files or folders) and lists what lies there, in an order that depends on the names only.
/// A root itself is always read, be it hidden, excluded or a link; a file below two roots is listed once.
pub fn discover(roots: &[PathBuf], options: &WalkOptions) -> Result<Discovered, DiscoverError> {
    let mut walk =
        Walk { options: options.clone(), found: Discovered::default(), seen: HashSet::new(), ignored: HashSet::new() };
    for root in roots {
        let canonical = fs::canonicalize(root).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => DiscoverError::Missing { path: root.clone() },
            _ => DiscoverError::Root { path: root.clone(), source },
        })?;
        walk.found.roots.push(path_text(&canonical));
        walk.root(root, &canonical);
    }
    Ok(walk.found)
}

struct Walk {
    options: WalkOptions,
    found: Discovered,
    /// Canonical paths that are accounted for, so that overlapping roots count nothing twice.
    seen: HashSet<PathBuf>,
    /// Those that are only counted; a root of their own may still ask for them.
    ignored: HashSet<PathBuf>,
}

/// The ignore files in force at a place of the walk, each with the depth of its folder.
type Ignores = Vec<(usize, Gitignore)>;

impl Walk {
    fn root(&mut self, root: &Path, canonical: &Path) {
        let mut ignores = Ignores::new();
        let mut entries = WalkDir::new(root).follow_links(self.options.follow).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.failed(root, canonical, &error);
                    continue;
                }
            };
            ignores.retain(|(depth, _)| *depth < entry.depth());
            if self.entry(&entry, root, canonical, &mut ignores).is_none() && entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
        }
    }

    /// Accounts for one path; `None` when there is nothing to look for below it.
    fn entry(&mut self, entry: &DirEntry, root: &Path, canonical: &Path, ignores: &mut Ignores) -> Option<()> {
        let real = self.real_path(entry, root, canonical)?;
        if entry.depth() > 0 {
            if !real.starts_with(canonical) {
                return self.skip(entry.path(), real, Reason::OutsideRoot);
            }
            if is_hidden(entry) || is_excluded(entry, ignores) || self.options.leave_out.contains(&real) {
                self.found.ignored += u64::from(self.ignored.insert(below(canonical, root, entry.path())));
                return None;
            }
        }
        // of a root that is a link, what it leads to
        let data =
            if entry.depth() == 0 { fs::metadata(entry.path()) } else { entry.metadata().map_err(io::Error::from) };
        let data = match data {
            Ok(data) => data,
            Err(error) => return self.skip(entry.path(), real, reason_of(&error)),
        };
        let kind = data.file_type();
        if kind.is_dir() {
            self.found.folders.extend(stamp(&data).ok().map(|(_, modified_ns)| (path_text(&real), modified_ns)));
            self.load_ignore_file(entry, ignores);
            return Some(());
        }
        if let Some(reason) = not_a_file(kind) {
            return self.skip(entry.path(), real, reason);
        }
        match stamp(&data) {
            Ok((size, modified_ns)) => self.file(entry, root, real, size, modified_ns),
            Err(error) => self.skip(entry.path(), real, reason_of(&error))?,
        }
        Some(())
    }

    /// The canonical path of an entry. Only links make it differ from the root's canonical path and the names
    /// below, so that without them no system call is spent on it.
    fn real_path(&mut self, entry: &DirEntry, root: &Path, canonical: &Path) -> Option<PathBuf> {
        let joined = below(canonical, root, entry.path());
        if !self.options.follow || entry.depth() == 0 {
            return Some(joined);
        }
        match fs::canonicalize(entry.path()) {
            Ok(real) => Some(real),
            Err(error) => {
                self.skip(entry.path(), joined, reason_of(&error));
                None
            }
        }
    }

    fn file(&mut self, entry: &DirEntry, root: &Path, real: PathBuf, size: u64, modified_ns: i128) {
        if !self.seen.insert(real.clone()) {
            return;
        }
        let relative = match entry.path().strip_prefix(root) {
            Ok(rest) if entry.depth() > 0 => path_text(rest),
            _ => path_text(Path::new(root.file_name().or(real.file_name()).unwrap_or_default())),
        };
        let key = path_text(&real);
        self.found.files.push(SourceFile { path: entry.path().to_owned(), key, relative, size, modified_ns });
    }

    fn skip(&mut self, path: &Path, real: PathBuf, reason: Reason) -> Option<()> {
        if self.seen.insert(real.clone()) {
            if reason.is_fault() {
                self.found.unreachable.push(path_text(&real));
            }
            self.found.skipped.push((path.to_owned(), reason));
        }
        None
    }

    /// What the walk itself could not reach.
    fn failed(&mut self, root: &Path, canonical: &Path, error: &walkdir::Error) {
        let path = error.path().unwrap_or(root);
        let reason = match error.io_error() {
            _ if error.loop_ancestor().is_some() => Reason::LinkLoop,
            Some(error) if path.is_symlink() && error.kind() == io::ErrorKind::NotFound => {
                Reason::Unreadable("the link leads nowhere".to_owned())
            }
            Some(error) => reason_of(error),
            None => Reason::Unreadable("unknown error".to_owned()),
        };
        self.skip(path, below(canonical, root, path), reason);
    }

    /// Puts the folder's ignore file in force. A line of it that is no pattern is reported, the others hold.
    fn load_ignore_file(&mut self, folder: &DirEntry, ignores: &mut Ignores) {
        let path = folder.path().join(IGNORE_FILE);
        if fs::symlink_metadata(&path).is_err() {
            return;
        }
        let mut builder = GitignoreBuilder::new(folder.path());
        let reason = match read_small(&path) {
            Ok(text) => text
                .lines()
                .filter_map(|line| builder.add_line(None, line).err())
                .last()
                .map(|error| Reason::Damaged(error.to_string())),
            Err(reason) => Some(reason),
        };
        self.found.skipped.extend(reason.map(|reason| (path, reason)));
        if let Ok(patterns) = builder.build() {
            ignores.push((folder.depth(), patterns));
        }
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// As in git, the ignore file nearest to the path decides, and in it the last pattern that fits.
fn is_excluded(entry: &DirEntry, ignores: &Ignores) -> bool {
    for (_, patterns) in ignores.iter().rev() {
        match patterns.matched(entry.path(), entry.file_type().is_dir()) {
            Match::Ignore(_) => return true,
            Match::Whitelist(_) => return false,
            Match::None => {}
        }
    }
    false
}

fn not_a_file(kind: FileType) -> Option<Reason> {
    if kind.is_file() {
        None
    } else if kind.is_symlink() {
        Some(Reason::SymbolicLink)
    } else {
        Some(Reason::Special(special_kind(kind)))
    }
}

/// What a path is that is neither file nor folder nor link.
#[cfg(unix)]
pub(super) fn special_kind(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() {
        "FIFO"
    } else if kind.is_socket() {
        "socket"
    } else {
        "device"
    }
}

/// What a path is that is neither file nor folder nor link.
#[cfg(not(unix))]
pub(super) fn special_kind(_: FileType) -> &'static str {
    "device"
}

/// Size in bytes and time of the last change in nanoseconds since 1970.
pub(crate) fn stamp(data: &Metadata) -> io::Result<(u64, i128)> {
    let modified = data.modified()?;
    let nanoseconds = match modified.duration_since(UNIX_EPOCH) {
        Ok(after) => i128::try_from(after.as_nanos()),
        Err(before) => i128::try_from(before.duration().as_nanos()).map(|n| -n),
    };
    Ok((data.len(), nanoseconds.unwrap_or_default()))
}

/// The reason behind an error of the operating system on a path.
pub(super) fn reason_of(error: &io::Error) -> Reason {
    #[cfg(unix)]
    if error.raw_os_error() == Some(libc::ELOOP) {
        return Reason::LinkLoop;
    }
    match error.kind() {
        io::ErrorKind::NotFound => Reason::Vanished,
        _ => Reason::Unreadable(error.to_string()),
    }
}

/// `path`, which begins with `root`, below the canonical root.
fn below(canonical: &Path, root: &Path, path: &Path) -> PathBuf {
    match path.strip_prefix(root) {
        Ok(rest) if !rest.as_os_str().is_empty() => canonical.join(rest),
        _ => canonical.to_owned(),
    }
}

/// A path as text that leads back to it, see [`SourceFile::key`].
#[cfg(unix)]
fn path_text(path: &Path) -> String {
    use std::fmt::Write;
    use std::os::unix::ffi::OsStrExt;
    let mut text = String::new();
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        text.push_str(&chunk.valid().replace('\\', r"\\"));
        for byte in chunk.invalid() {
            // writing to a String cannot fail
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
    text
}

/// A path as text. Elsewhere names are Unicode but for lone surrogates, and `\` parts them.
#[cfg(not(unix))]
fn path_text(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The path that a key stands for, see [`SourceFile::key`].
#[cfg(unix)]
pub fn path_of(key: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    let mut bytes = Vec::with_capacity(key.len());
    let mut rest = key;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        let written = after.strip_prefix('x').and_then(|after| u8::from_str_radix(after.get(..2)?, 16).ok());
        let (byte, length) = written.map_or((b'\\', 1), |byte| (byte, 3));
        bytes.push(byte);
        rest = after.get(length..).unwrap_or_default();
    }
    bytes.extend_from_slice(rest.as_bytes());
    std::ffi::OsString::from_vec(bytes).into()
}

/// The path that a key stands for, see [`SourceFile::key`].
#[cfg(not(unix))]
pub fn path_of(key: &str) -> PathBuf {
    key.into()
}

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    use super::*;

    #[test]
    fn a_key_leads_back_to_its_path() {
        for path in [&b"/a/b.txt"[..], b"/caf\xe9/\\x41", b"/\\\\\xff\xfe", "/M\u{fc}ll\n".as_bytes(), b""] {
            let path = Path::new(OsStr::from_bytes(path));
            assert_eq!(path_of(&path_text(path)), path);
        }
    }
}
