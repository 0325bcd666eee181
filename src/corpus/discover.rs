//! Lists the files below the given paths and accounts for everything else there.

use std::collections::HashSet;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use walkdir::{DirEntry, WalkDir};

use super::input::read_small;
use super::reason::SkipReason;
use super::source::{FileStamp, SourceFile, path_text, special_kind};

/// Name of the files that exclude paths below their folder, in the syntax of `.gitignore`.
const IGNORE_FILE: &str = ".fundstelleignore";

/// Files by which the folder of an index is recognised.
const INDEX_FILES: [&str; 3] = ["meta.json", "checksums.txt", ".fundstelle.lock"];

/// How folders are walked: whether links are followed, and what is passed over.
#[derive(Debug, Clone, Default)]
pub struct WalkOptions {
    /// Follows symbolic links below the roots, as long as they stay below their root. Default: false.
    pub follow: bool,
    /// Folders that are passed over, as absolute canonical paths.
    pub leave_out: Vec<PathBuf>,
}

/// Everything the walk met: each path is in `files`, in `skipped`, or counted in `ignored`.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Discovered {
    /// Files, root by root, each root in the order of the names.
    pub files: Vec<SourceFile>,
    /// Paths that were left out, and why.
    pub skipped: Vec<(PathBuf, SkipReason)>,
    /// Number of hidden and excluded paths; a folder counts once, whatever is in it.
    pub ignored: u64,
    /// Keys of the roots: articles that were indexed below them and are not found now have vanished.
    pub roots: Vec<String>,
    /// Keys of paths that exist and could not be read or listed: articles that were indexed from them or below them have not
    /// vanished.
    pub unreachable: Vec<String>,
    /// Keys of the folders that were listed, each with the time of its last change in nanoseconds since 1970.
    pub folders: Vec<(String, i128)>,
}

/// A given path that does not exist or cannot be listed.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// The path does not exist.
    #[error("{}: no such file or folder", path.display())]
    Missing {
        /// Path as given.
        path: PathBuf,
    },
    /// The path exists and cannot be reached.
    #[error("{}: {source}", path.display())]
    Root {
        /// Path as given.
        path: PathBuf,
        /// Error of the operating system.
        source: io::Error,
    },
}

/// Walks the `roots` (files or folders) and lists what lies there, in an order that depends on the names only.
///
/// A root itself is always read, be it hidden, excluded or a link; a file below two roots is listed once.
///
/// # Errors
///
/// A root that does not exist or cannot be reached. What cannot be read below a root is no error but in
/// [`Discovered::skipped`].
pub fn discover(roots: &[PathBuf], options: &WalkOptions) -> Result<Discovered, DiscoverError> {
    let mut walker = Walker {
        options: options.clone(),
        found: Discovered::default(),
        seen: HashSet::new(),
        ignored: HashSet::new(),
    };
    for root in roots {
        let canonical = fs::canonicalize(root).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => DiscoverError::Missing { path: root.clone() },
            _ => DiscoverError::Root { path: root.clone(), source },
        })?;
        walker.found.roots.push(path_text(&canonical));
        walker.root(root, &canonical);
    }
    Ok(walker.found)
}

/// Returns true if a folder is an index of this program, be it the one that is written or another.
fn is_index(folder: &Path) -> bool {
    INDEX_FILES.iter().all(|name| folder.join(name).is_file())
}

struct Walker {
    options: WalkOptions,
    found: Discovered,
    /// Canonical paths that are accounted for, so that overlapping roots count nothing twice.
    seen: HashSet<PathBuf>,
    /// Canonical paths that are only counted; a later root may still be one of them.
    ignored: HashSet<PathBuf>,
}

/// Decision of the walk about the content of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Below {
    Enter,
    PassOver,
}

/// An ignore file in force.
struct IgnoreFile {
    /// Depth of its folder below the root.
    depth: usize,
    patterns: Gitignore,
}

impl Walker {
    /// Walks one root, whose canonical path is `canonical`.
    fn root(&mut self, root: &Path, canonical: &Path) {
        let mut ignores = Vec::new();
        let mut entries = WalkDir::new(root).follow_links(self.options.follow).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.failed(root, canonical, &error);
                    continue;
                }
            };
            ignores.retain(|ignore: &IgnoreFile| ignore.depth < entry.depth());
            let below = self.entry(&entry, root, canonical, &mut ignores);
            if below == Below::PassOver && entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
        }
    }

    /// Accounts for one path.
    fn entry(&mut self, entry: &DirEntry, root: &Path, canonical: &Path, ignores: &mut Vec<IgnoreFile>) -> Below {
        let real = match self.real_path(entry, root, canonical) {
            Ok(real) => real,
            Err((joined, reason)) => return self.skip(entry.path(), joined, reason),
        };
        if entry.depth() > 0 {
            if !real.starts_with(canonical) {
                return self.skip(entry.path(), real, SkipReason::OutsideRoot);
            }
            if is_hidden(entry) || is_excluded(entry, ignores) || self.options.leave_out.contains(&real) {
                self.found.ignored += u64::from(self.ignored.insert(below(canonical, root, entry.path())));
                return Below::PassOver;
            }
        }
        // a root that is a link stands for its target
        let data =
            if entry.depth() == 0 { fs::metadata(entry.path()) } else { entry.metadata().map_err(io::Error::from) };
        let data = match data {
            Ok(data) => data,
            Err(error) => return self.skip(entry.path(), real, SkipReason::from_io(&error)),
        };
        let kind = data.file_type();
        if kind.is_dir() && entry.depth() > 0 && is_index(entry.path()) {
            self.found.ignored += u64::from(self.ignored.insert(below(canonical, root, entry.path())));
            return Below::PassOver;
        }
        if kind.is_dir() {
            let stamp = FileStamp::of(&data).ok();
            self.found.folders.extend(stamp.map(|stamp| (path_text(&real), stamp.modified_ns)));
            self.load_ignore_file(entry, ignores);
            return Below::Enter;
        }
        if let Some(reason) = not_a_file(kind) {
            return self.skip(entry.path(), real, reason);
        }
        match FileStamp::of(&data) {
            Ok(stamp) => self.file(entry, root, real, stamp),
            Err(error) => self.skip(entry.path(), real, SkipReason::from_io(&error)),
        }
    }

    /// Returns the canonical path of an entry; if it has none, its path below the canonical root and the reason. Only links
    /// make the two differ, so that no system call is needed where none are followed.
    fn real_path(&self, entry: &DirEntry, root: &Path, canonical: &Path) -> Result<PathBuf, (PathBuf, SkipReason)> {
        let joined = below(canonical, root, entry.path());
        if !self.options.follow || entry.depth() == 0 {
            return Ok(joined);
        }
        fs::canonicalize(entry.path()).map_err(|error| (joined, SkipReason::from_io(&error)))
    }

    /// Lists a file.
    fn file(&mut self, entry: &DirEntry, root: &Path, real: PathBuf, stamp: FileStamp) -> Below {
        if !self.seen.insert(real.clone()) {
            return Below::PassOver;
        }
        let FileStamp { size, modified_ns } = stamp;
        let relative = match entry.path().strip_prefix(root) {
            Ok(rest) if entry.depth() > 0 => path_text(rest),
            _ => path_text(Path::new(root.file_name().or(real.file_name()).unwrap_or_default())),
        };
        let key = path_text(&real);
        self.found.files.push(SourceFile { path: entry.path().to_owned(), key, relative, size, modified_ns });
        Below::PassOver
    }

    /// Notes that a path was left out.
    fn skip(&mut self, path: &Path, real: PathBuf, reason: SkipReason) -> Below {
        if self.seen.insert(real.clone()) {
            if reason.is_fault() {
                self.found.unreachable.push(path_text(&real));
            }
            self.found.skipped.push((path.to_owned(), reason));
        }
        Below::PassOver
    }

    /// Notes a path that the walk could not reach.
    fn failed(&mut self, root: &Path, canonical: &Path, error: &walkdir::Error) {
        let path = error.path().unwrap_or(root);
        let reason = match error.io_error() {
            _ if error.loop_ancestor().is_some() => SkipReason::LinkLoop,
            Some(error) if path.is_symlink() && error.kind() == io::ErrorKind::NotFound => {
                SkipReason::Unreadable("the link leads nowhere".to_owned())
            }
            Some(error) => SkipReason::from_io(error),
            None => SkipReason::Unreadable("unknown error".to_owned()),
        };
        self.skip(path, below(canonical, root, path), reason);
    }

    /// Puts the folder's ignore file in force. Lines that are no pattern are reported, the others hold.
    fn load_ignore_file(&mut self, folder: &DirEntry, ignores: &mut Vec<IgnoreFile>) {
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
                .map(|error| SkipReason::Damaged(error.to_string())),
            Err(reason) => Some(reason),
        };
        self.found.skipped.extend(reason.map(|reason| (path.clone(), reason)));
        match builder.build() {
            Ok(patterns) => ignores.push(IgnoreFile { depth: folder.depth(), patterns }),
            Err(error) => self.found.skipped.push((path, SkipReason::Damaged(error.to_string()))),
        }
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// Returns true if a path is excluded. As in git, the ignore file nearest to the path decides, and in it the last pattern that
/// matches.
fn is_excluded(entry: &DirEntry, ignores: &[IgnoreFile]) -> bool {
    for ignore in ignores.iter().rev() {
        match ignore.patterns.matched(entry.path(), entry.file_type().is_dir()) {
            Match::Ignore(_) => return true,
            Match::Whitelist(_) => return false,
            Match::None => {}
        }
    }
    false
}

/// Returns the reason why something is left out that is no regular file.
fn not_a_file(kind: FileType) -> Option<SkipReason> {
    if kind.is_file() {
        None
    } else if kind.is_symlink() {
        Some(SkipReason::SymbolicLink)
    } else {
        Some(SkipReason::Special(special_kind(kind)))
    }
}

/// Moves `path`, which begins with `root`, below the canonical root.
fn below(canonical: &Path, root: &Path, path: &Path) -> PathBuf {
    match path.strip_prefix(root) {
        Ok(rest) if !rest.as_os_str().is_empty() => canonical.join(rest),
        _ => canonical.to_owned(),
    }
}
