//! What every file of the index holds, so that a damaged one is noticed.
//!
//! `checksums.txt` is a text: for each file a line with the BLAKE3 hash of its bytes, their number and its name, and at the end
//! the hash of the lines before. `meta.json` has up to two lines, what it is to hold and what it held before: two files cannot
//! be replaced in one instant.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use blake3::{Hash, Hasher};

/// The file they lie in.
pub(super) const CHECKSUMS: &str = "checksums.txt";
/// tantivy's list of segments.
pub(super) const META: &str = "meta.json";

/// Bytes that are read at once.
const CHUNK: usize = 1 << 20;

/// Of a file, or what is known of it so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Checksum {
    /// BLAKE3 of its bytes.
    pub(super) hash: Hash,
    /// How many they are.
    pub(super) len: u64,
}

impl Checksum {
    pub(super) fn of(bytes: &[u8]) -> Checksum {
        Checksum { hash: blake3::hash(bytes), len: bytes.len() as u64 }
    }

    /// Of a file. `tell` hears of the bytes as they are read.
    pub(super) fn of_file(path: &Path, tell: impl Fn(u64)) -> io::Result<Checksum> {
        let mut file = File::open(path)?;
        let (mut hasher, mut bytes) = (Hasher::new(), vec![0; CHUNK]);
        loop {
            let count = file.read(&mut bytes)?;
            if count == 0 {
                return Ok(Checksum::so_far(&hasher));
            }
            hasher.update(&bytes[..count]);
            tell(count as u64);
        }
    }

    /// Of what `hasher` has been given.
    pub(super) fn so_far(hasher: &Hasher) -> Checksum {
        Checksum { hash: hasher.finalize(), len: hasher.count() }
    }
}

/// Those of all files of an index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Checksums {
    files: BTreeMap<String, Checksum>,
    /// What `meta.json` held before.
    meta_before: Option<Checksum>,
}

impl Checksums {
    /// Those that `text` lists; `None` when it is not as it was written.
    pub(super) fn parse(text: &[u8]) -> Option<Checksums> {
        let text = std::str::from_utf8(text).ok()?;
        let end = text.strip_suffix('\n')?.rfind('\n')? + 1;
        let (lines, seal) = text.split_at(end);
        if seal != seal_of(lines) {
            return None;
        }
        let mut found = Checksums::default();
        for line in lines.lines() {
            let mut parts = line.splitn(3, ' ');
            let hash = Hash::from_hex(parts.next()?).ok()?;
            let checksum = Checksum { hash, len: parts.next()?.parse().ok()? };
            let name = parts.next()?;
            match found.files.insert(name.to_owned(), checksum) {
                Some(before) if name == META => found.meta_before = Some(before),
                _ => {}
            }
        }
        Some(found)
    }

    /// The text that lists them.
    pub(super) fn to_text(&self) -> String {
        let mut text = String::new();
        let before = self.meta_before.iter().map(|before| (META, before));
        for (name, Checksum { hash, len }) in before.chain(self.files.iter().map(|(name, it)| (name.as_str(), it))) {
            // Writing to a text does not fail.
            let _ = writeln!(text, "{} {len} {name}", hash.to_hex());
        }
        let seal = seal_of(&text);
        text + &seal
    }

    pub(super) fn get(&self, name: &str) -> Option<&Checksum> {
        self.files.get(name)
    }

    /// The files, in the order of their names.
    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.files.keys()
    }

    pub(super) fn insert(&mut self, name: &str, checksum: Checksum) {
        self.files.insert(name.to_owned(), checksum);
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.files.remove(name);
    }

    /// Notes that `meta.json` is to hold something else than `now`.
    pub(super) fn replace_meta(&mut self, now: Option<Checksum>, next: Checksum) {
        self.meta_before = now;
        self.insert(META, next);
    }

    /// Whether this is what `meta.json` may hold.
    pub(super) fn is_meta(&self, meta: &Checksum) -> bool {
        self.get(META) == Some(meta) || self.meta_before.as_ref() == Some(meta)
    }
}

/// The last line.
pub(super) fn seal_of(lines: &str) -> String {
    format!("{}\n", blake3::hash(lines.as_bytes()).to_hex())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn comes_back_from_its_text() {
        let mut checksums = Checksums::default();
        checksums.insert("a b.term", Checksum::of(b"x"));
        checksums.replace_meta(None, Checksum::of(b"{}"));
        checksums.replace_meta(Some(Checksum::of(b"{}")), Checksum::of(b"[]"));
        let text = checksums.to_text();
        assert_eq!(Checksums::parse(text.as_bytes()), Some(checksums.clone()));
        assert!(checksums.is_meta(&Checksum::of(b"{}")) && checksums.is_meta(&Checksum::of(b"[]")));
        assert!(!checksums.is_meta(&Checksum::of(b"")));
        assert_eq!(Checksums::parse(Checksums::default().to_text().as_bytes()), None, "never empty");
    }

    #[test]
    fn any_damaged_byte_is_noticed() {
        let mut checksums = Checksums::default();
        checksums.insert("a.term", Checksum::of(b"x"));
        checksums.replace_meta(Some(Checksum::of(b"{}")), Checksum::of(b"[]"));
        let text = checksums.to_text().into_bytes();
        for place in 0..text.len() {
            let mut bytes = text.clone();
            bytes[place] ^= 1;
            assert_eq!(Checksums::parse(&bytes), None, "byte {place}");
            assert_eq!(Checksums::parse(&text[..place]), None, "cut at {place}");
        }
    }
}
