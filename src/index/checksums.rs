//! Checksums of every file of the index, so that damage is noticed.
//!
//! `checksums.txt` has a line for each file: BLAKE3 hash, length in bytes, name. The last line is the hash of the lines before it.
//! `meta.json` has up to two lines, one for the content it is to get and one for the content before, because two files cannot be
//! replaced atomically.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use blake3::{Hash, Hasher};

/// File name of the checksums.
pub(super) const CHECKSUMS_FILE: &str = "checksums.txt";
/// File name of tantivy's list of segments, which is the commit.
pub(super) const META_FILE: &str = "meta.json";

/// Size of the buffer for reading files, in bytes.
const READ_BUFFER_BYTES: usize = 1 << 20;

/// Hash and length of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Checksum {
    /// BLAKE3 hash of the bytes.
    pub(super) hash: Hash,
    /// Length in bytes.
    pub(super) len: u64,
}

impl Checksum {
    pub(super) fn of_bytes(bytes: &[u8]) -> Checksum {
        Checksum { hash: blake3::hash(bytes), len: bytes.len() as u64 }
    }

    /// Reads a file. `on_read` is called with the number of bytes of each read.
    pub(super) fn of_file(path: &Path, on_read: impl Fn(u64)) -> io::Result<Checksum> {
        let mut file = File::open(path)?;
        let (mut hasher, mut bytes) = (Hasher::new(), vec![0; READ_BUFFER_BYTES]);
        loop {
            let count = file.read(&mut bytes)?;
            if count == 0 {
                return Ok(Checksum::of_hasher(&hasher));
            }
            hasher.update(&bytes[..count]);
            on_read(count as u64);
        }
    }

    /// Checksum of the bytes `hasher` has seen.
    pub(super) fn of_hasher(hasher: &Hasher) -> Checksum {
        Checksum { hash: hasher.finalize(), len: hasher.count() }
    }
}

/// Checksums of all files of an index, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Checksums {
    files: BTreeMap<String, Checksum>,
    /// The content of `meta.json` before the one in `files`.
    meta_before: Option<Checksum>,
}

impl Checksums {
    /// Parses the content of `checksums.txt`. Returns `None` if it is damaged.
    pub(super) fn parse(text: &[u8]) -> Option<Checksums> {
        let text = std::str::from_utf8(text).ok()?;
        let end = text.strip_suffix('\n')?.rfind('\n')? + 1;
        let (lines, seal) = text.split_at(end);
        if seal != seal_of(lines) {
            return None;
        }
        let mut checksums = Checksums::default();
        for line in lines.lines() {
            let mut parts = line.splitn(3, ' ');
            let hash = Hash::from_hex(parts.next()?).ok()?;
            let checksum = Checksum { hash, len: parts.next()?.parse().ok()? };
            let name = parts.next()?;
            match checksums.files.insert(name.to_owned(), checksum) {
                Some(before) if name == META_FILE => checksums.meta_before = Some(before),
                _ => {}
            }
        }
        Some(checksums)
    }

    /// Returns the content of `checksums.txt`.
    pub(super) fn to_text(&self) -> String {
        let mut text = String::new();
        let before = self.meta_before.iter().map(|before| (META_FILE, before));
        for (name, Checksum { hash, len }) in
            before.chain(self.files.iter().map(|(name, checksum)| (name.as_str(), checksum)))
        {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{} {len} {name}", hash.to_hex());
        }
        let seal = seal_of(&text);
        text + &seal
    }

    pub(super) fn get(&self, name: &str) -> Option<&Checksum> {
        self.files.get(name)
    }

    /// Returns the names of the files, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.files.keys()
    }

    pub(super) fn insert(&mut self, name: &str, checksum: Checksum) {
        self.files.insert(name.to_owned(), checksum);
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.files.remove(name);
    }

    /// Expects `meta.json` to change from `current` to `next`.
    pub(super) fn replace_meta(&mut self, current: Option<Checksum>, next: Checksum) {
        self.meta_before = current;
        self.insert(META_FILE, next);
    }

    /// Returns true if `meta.json` may have this content: the new one or the one before.
    pub(super) fn is_meta(&self, meta: &Checksum) -> bool {
        self.get(META_FILE) == Some(meta) || self.meta_before.as_ref() == Some(meta)
    }
}

/// Returns the last line of a sealed file: the hash of the lines before it.
pub(super) fn seal_of(lines: &str) -> String {
    format!("{}\n", blake3::hash(lines.as_bytes()).to_hex())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn text_round_trip() {
        let mut checksums = Checksums::default();
        checksums.insert("a b.term", Checksum::of_bytes(b"x"));
        checksums.replace_meta(None, Checksum::of_bytes(b"{}"));
        checksums.replace_meta(Some(Checksum::of_bytes(b"{}")), Checksum::of_bytes(b"[]"));
        let text = checksums.to_text();
        assert_eq!(Checksums::parse(text.as_bytes()), Some(checksums.clone()));
        assert!(checksums.is_meta(&Checksum::of_bytes(b"{}")) && checksums.is_meta(&Checksum::of_bytes(b"[]")));
        assert!(!checksums.is_meta(&Checksum::of_bytes(b"")));
        assert_eq!(Checksums::parse(Checksums::default().to_text().as_bytes()), None, "an index always has files");
    }

    #[test]
    fn any_damaged_byte_is_noticed() {
        let mut checksums = Checksums::default();
        checksums.insert("a.term", Checksum::of_bytes(b"x"));
        checksums.replace_meta(Some(Checksum::of_bytes(b"{}")), Checksum::of_bytes(b"[]"));
        let text = checksums.to_text().into_bytes();
        for position in 0..text.len() {
            let mut bytes = text.clone();
            bytes[position] ^= 1;
            assert_eq!(Checksums::parse(&bytes), None, "byte {position}");
            assert_eq!(Checksums::parse(&text[..position]), None, "cut at {position}");
        }
    }
}
