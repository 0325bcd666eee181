//! Files beside the commit that may change without one: lines of JSON, and at the end the BLAKE3 hash of the lines before.

use std::io;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tantivy::directory::Directory as _;

use super::checksums::{Checksums, seal_of};
use super::disk::{self, Disk};

/// The searches that are kept, see [`super::Watches`].
pub(super) const WATCHES: &str = "watches.txt";
/// When folders and files were last changed, see [`super::has_changed`].
pub(super) const STAMPS: &str = "stamps.txt";

/// All of them.
pub(super) const SEALED: [&str; 2] = [WATCHES, STAMPS];

/// What is on the lines of the file `name`; `None` when there is no such file. A file that is not as it was written is an error
/// of the kind `InvalidData`.
pub(super) fn read<T: DeserializeOwned>(dir: &Path, name: &str) -> io::Result<Option<Vec<T>>> {
    let invalid = || io::Error::new(io::ErrorKind::InvalidData, "is not as it was written");
    let Some(bytes) = disk::read(&dir.join(name))? else { return Ok(None) };
    let text = std::str::from_utf8(&bytes).map_err(|_| invalid())?;
    let end = text.strip_suffix('\n').ok_or_else(invalid)?.rfind('\n').map_or(0, |end| end + 1);
    let (lines, seal) = text.split_at(end);
    if seal != seal_of(lines) {
        return Err(invalid());
    }
    lines.lines().map(|line| serde_json::from_str(line).map_err(|_| invalid())).collect::<io::Result<_>>().map(Some)
}

/// Gives the file `name` these lines in one instant, and sees it safely on the disk.
pub(super) fn write<T: Serialize>(dir: &Path, name: &str, lines: &[T]) -> io::Result<()> {
    let mut text = String::new();
    for line in lines {
        text += &serde_json::to_string(line)?;
        text.push('\n');
    }
    let seal = seal_of(&text);
    let disk = Disk::open(dir, Checksums::default()).map_err(io::Error::other)?;
    disk.atomic_write(Path::new(name), (text + &seal).as_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;

    use super::*;

    #[test]
    fn any_damaged_byte_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read::<String>(dir.path(), WATCHES).unwrap(), None);
        for lines in [vec!["eins".to_owned(), "zwei\n".to_owned()], vec![]] {
            write(dir.path(), WATCHES, &lines).unwrap();
            assert_eq!(read::<String>(dir.path(), WATCHES).unwrap(), Some(lines));
            let whole = fs::read(dir.path().join(WATCHES)).unwrap();
            for place in 0..whole.len() {
                let mut bytes = whole.clone();
                bytes[place] ^= 1;
                for bytes in [&bytes[..], &whole[..place]] {
                    fs::write(dir.path().join(WATCHES), bytes).unwrap();
                    let err = read::<String>(dir.path(), WATCHES).unwrap_err();
                    assert_eq!(err.kind(), io::ErrorKind::InvalidData, "byte {place}");
                }
            }
        }
    }
}
