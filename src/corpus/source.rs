//! A file of the corpus: its path, its key in the index, and how a change of it is noticed.

use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

/// A file that may hold articles.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SourceFile {
    /// Path as reached from the root that was given.
    pub path: PathBuf,
    /// Absolute canonical path, which identifies the file in every run, whatever root led to it. On Unix
    /// a backslash in a name is written `\\` and a byte that is not UTF-8 `\xHH`, so that no two paths share a key.
    pub key: String,
    /// Path below the root with `/` between the names, escaped as in `key`; for a root that is a file, its name.
    pub relative: String,
    /// Size in bytes when the file was found.
    pub size: u64,
    /// Time of the last change when the file was found, in nanoseconds since 1970.
    pub modified_ns: i128,
}

/// Size and time of a file or folder, by which a change is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileStamp {
    /// Size in bytes.
    pub(crate) size: u64,
    /// Time of the last change, in nanoseconds since 1970.
    pub(crate) modified_ns: i128,
}

impl FileStamp {
    /// Fails where the file system keeps no time of the last change.
    pub(crate) fn of(data: &Metadata) -> io::Result<FileStamp> {
        let nanoseconds = |time: Duration| i128::from(time.as_secs()) * 1_000_000_000 + i128::from(time.subsec_nanos());
        let modified_ns = match data.modified()?.duration_since(UNIX_EPOCH) {
            Ok(after) => nanoseconds(after),
            Err(before) => -nanoseconds(before.duration()),
        };
        Ok(FileStamp { size: data.len(), modified_ns })
    }
}

/// Returns the canonical path; of a file or folder that is not there, the one that it would have.
pub(super) fn real_path(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = absolute.ancestors().find_map(|folder| Some((folder, fs::canonicalize(folder).ok()?)));
    match there.and_then(|(folder, real)| Some(real.join(absolute.strip_prefix(folder).ok()?))) {
        // Joined with nothing, a path ends with a slash.
        Some(real) => real.components().collect(),
        None => absolute,
    }
}

/// Returns the key of a path, whether it is there or not.
pub(crate) fn key_of(path: &Path) -> String {
    path_text(&real_path(path))
}

/// Names what a path is that is neither file nor folder nor link.
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

/// Names what a path is that is neither file nor folder nor link.
#[cfg(not(unix))]
pub(super) fn special_kind(_: FileType) -> &'static str {
    "device"
}

/// Writes a path as text from which [`path_of`] restores it; see [`SourceFile::key`].
#[cfg(unix)]
pub(super) fn path_text(path: &Path) -> String {
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

/// Writes a path as text. Outside Unix names are Unicode except for lone surrogates, and `\` separates them.
#[cfg(not(unix))]
pub(super) fn path_text(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Returns the absolute path that a key stands for; see [`SourceFile::key`].
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

/// Returns the absolute path that a key stands for; see [`SourceFile::key`].
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
