//! Sealed files: lines of JSON, and at the end the BLAKE3 hash of the lines before. They lie beside the commit and change without one.

use std::io;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tantivy::directory::Directory as _;

use super::checksums::{Checksums, seal_of};
use super::directory::{IndexDirectory, read_if_exists};

/// File name of the saved searches, see [`super::Watches`].
pub(super) const WATCHES_FILE: &str = "watches.txt";
/// File name of the stamps of folders and files, see [`super::sources_changed`].
pub(super) const STAMPS_FILE: &str = "stamps.txt";

/// File names of all sealed files.
pub(super) const SEALED_FILES: [&str; 2] = [WATCHES_FILE, STAMPS_FILE];

/// Reads the lines of the file `name`; `None` if it does not exist. A damaged file is an error of the kind `InvalidData`.
pub(super) fn read<T: DeserializeOwned>(dir: &Path, name: &str) -> io::Result<Option<Vec<T>>> {
    let invalid = || io::Error::new(io::ErrorKind::InvalidData, "does not match its own hash");
    let Some(bytes) = read_if_exists(&dir.join(name))? else { return Ok(None) };
    let text = std::str::from_utf8(&bytes).map_err(|_| invalid())?;
    let end = text.strip_suffix('\n').ok_or_else(invalid)?.rfind('\n').map_or(0, |end| end + 1);
    let (lines, seal) = text.split_at(end);
    if seal != seal_of(lines) {
        return Err(invalid());
    }
    lines.lines().map(|line| serde_json::from_str(line).map_err(|_| invalid())).collect::<io::Result<_>>().map(Some)
}

/// Replaces the lines of the file `name` atomically and durably.
pub(super) fn write<T: Serialize>(dir: &Path, name: &str, lines: &[T]) -> io::Result<()> {
    let mut text = String::new();
    for line in lines {
        text += &serde_json::to_string(line)?;
        text.push('\n');
    }
    let seal = seal_of(&text);
    let directory = IndexDirectory::open(dir, Checksums::default()).map_err(io::Error::other)?;
    directory.atomic_write(Path::new(name), (text + &seal).as_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;

    use super::*;

    #[test]
    fn any_damaged_byte_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read::<String>(dir.path(), WATCHES_FILE).unwrap(), None);
        for lines in [vec!["eins".to_owned(), "zwei\n".to_owned()], vec![]] {
            write(dir.path(), WATCHES_FILE, &lines).unwrap();
            assert_eq!(read::<String>(dir.path(), WATCHES_FILE).unwrap(), Some(lines));
            let whole = fs::read(dir.path().join(WATCHES_FILE)).unwrap();
            for position in 0..whole.len() {
                let mut bytes = whole.clone();
                bytes[position] ^= 1;
                for bytes in [&bytes[..], &whole[..position]] {
                    fs::write(dir.path().join(WATCHES_FILE), bytes).unwrap();
                    let err = read::<String>(dir.path(), WATCHES_FILE).unwrap_err();
                    assert_eq!(err.kind(), io::ErrorKind::InvalidData, "byte {position}");
                }
            }
        }
    }
}
