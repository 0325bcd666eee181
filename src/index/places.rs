//! On which line of its file does a record stand?
//!
//! A record's line changes when records before it come or go, while its passages stay as they are. So lines
//! of records live beside the passages, in `places-N.bin`: pairs of article number (u64) and line (u32), little
//! endian, sorted by number, so that a hit costs a binary search of a few reads and no file is loaded.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::Mutex;

use super::manifest::{Manifest, write_durably};
use crate::Error;

const PAIR: u64 = 12;

pub(super) fn file_name(generation: u64) -> String {
    format!("places-{generation}.bin")
}

pub(super) fn save(manifest: &Manifest, dir: &Path, generation: u64) -> Result<(), Error> {
    let mut pairs: Vec<(u64, u32)> = manifest.articles().filter(|a| a.line > 0).map(|a| (a.number, a.line)).collect();
    pairs.sort_unstable();
    let bytes: Vec<u8> =
        pairs.iter().flat_map(|(number, line)| [&number.to_le_bytes()[..], &line.to_le_bytes()[..]].concat()).collect();
    let path = dir.join(file_name(generation));
    write_durably(&path, &bytes).map_err(Error::io(&path))
}

/// The open file; it stays readable when a writer replaces it.
#[derive(Debug)]
pub(super) struct Places(Mutex<Option<File>>);

impl Places {
    pub(super) fn open(dir: &Path, generation: u64) -> Places {
        Places(Mutex::new(File::open(dir.join(file_name(generation))).ok()))
    }

    /// The line of article `number`; `None` when it is no record or the file cannot be read.
    pub(super) fn line(&self, number: u64) -> Option<u32> {
        let mut guard = self.0.lock().ok()?;
        let file = guard.as_mut()?;
        let (mut low, mut high) = (0, file.metadata().ok()?.len() / PAIR);
        while low < high {
            let middle = low + (high - low) / 2;
            let mut pair = [0; PAIR as usize];
            file.seek(SeekFrom::Start(middle * PAIR)).ok()?;
            file.read_exact(&mut pair).ok()?;
            let found = u64::from_le_bytes(pair[..8].try_into().ok()?);
            match found.cmp(&number) {
                std::cmp::Ordering::Equal => return Some(u32::from_le_bytes(pair[8..].try_into().ok()?)),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::index::manifest::{ArticleEntry, SourceEntry};

    #[test]
    fn finds_each_line() {
        let dir = tempfile::tempdir().unwrap();
        let article = |number: u64| ArticleEntry {
            id: String::new(),
            own_id: None,
            number,
            version: 0,
            hash: String::new(),
            passages: 1,
            line: (number * 10) as u32,
        };
        let source = SourceEntry { articles: (0..50).rev().map(|n| article(n * 3)).collect(), ..Default::default() };
        let manifest = Manifest { sources: [("a".to_owned(), source)].into() };
        save(&manifest, dir.path(), 7).unwrap();
        let places = Places::open(dir.path(), 7);
        assert_eq!(places.line(3), Some(30));
        assert_eq!(places.line(147), Some(1470));
        for missing in [0, 1, 148, u64::MAX] {
            assert_eq!(places.line(missing), None);
        }
        assert_eq!(Places::open(dir.path(), 8).line(3), None);
    }
}
