//! On which line of its file does a record stand?
//!
//! A record's line changes when records before it come or go, while its passages stay as they are. So lines
//! of records lie beside the passages, in `places-N.bin`, as runs: articles that follow one another by number often follow
//! one another by as many lines. A run is number of its first article (u64), how many they are, line of the first and
//! lines from one to the next (u32 each), little endian, and runs are sorted, so that a hit costs a binary search of a few
//! reads and no file is loaded.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use super::disk::Disk;
use super::manifest::Manifest;
use crate::Error;

/// Bytes of a run in the file.
const RUN: usize = 20;

/// The lines of a file's records, in the order in which they are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lines(Vec<Run>);

/// Articles with numbers and lines at even distances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Run {
    number: u64,
    count: u32,
    line: u32,
    step: u32,
}

impl Lines {
    /// Article `number` stands on `line`.
    pub(super) fn push(&mut self, number: u64, line: u32) {
        if let Some(last) = self.0.last_mut()
            && number == last.number + u64::from(last.count)
            && let Some(step) = line.checked_sub(last.end())
            && (last.count == 1 || step == last.step)
        {
            (last.step, last.count) = (step, last.count + 1);
        } else {
            self.0.push(Run { number, count: 1, line, step: 0 });
        }
    }

    /// The line of article `number`.
    pub(super) fn line(&self, number: u64) -> Option<u32> {
        self.0.iter().find_map(|run| run.line(number))
    }
}

impl Run {
    /// The line of its last article.
    fn end(&self) -> u32 {
        self.line + (self.count - 1) * self.step
    }

    fn line(&self, number: u64) -> Option<u32> {
        let place = number.checked_sub(self.number).filter(|place| *place < u64::from(self.count))?;
        Some(self.line.wrapping_add((place as u32).wrapping_mul(self.step)))
    }

    fn to_bytes(self) -> [u8; RUN] {
        let mut bytes = [0; RUN];
        bytes[..8].copy_from_slice(&self.number.to_le_bytes());
        for (to, value) in bytes[8..].chunks_exact_mut(4).zip([self.count, self.line, self.step]) {
            to.copy_from_slice(&value.to_le_bytes());
        }
        bytes
    }

    fn from_bytes(bytes: &[u8; RUN]) -> Run {
        let (number, rest) = bytes.split_at(8);
        let mut values = rest.chunks_exact(4).map(|value| u32::from_le_bytes(value.try_into().unwrap_or_default()));
        let mut next = || values.next().unwrap_or_default();
        let number = u64::from_le_bytes(number.try_into().unwrap_or_default());
        Run { number, count: next(), line: next(), step: next() }
    }
}

pub(super) fn file_name(generation: u64) -> String {
    format!("places-{generation}.bin")
}

pub(super) fn save(manifest: &Manifest, disk: &Disk, generation: u64) -> Result<(), Error> {
    let mut runs: Vec<Run> = manifest.sources.values().flat_map(|source| &source.lines.0).copied().collect();
    runs.sort_unstable_by_key(|run| run.number);
    let bytes: Vec<u8> = runs.into_iter().flat_map(Run::to_bytes).collect();
    let name = file_name(generation);
    disk.write(&name, &bytes).map_err(Error::io(&disk.path(&name)))
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
        let (mut low, mut high) = (0, file.metadata().ok()?.len() / RUN as u64);
        while low < high {
            let middle = low + (high - low) / 2;
            let mut bytes = [0; RUN];
            file.seek(SeekFrom::Start(middle * RUN as u64)).ok()?;
            file.read_exact(&mut bytes).ok()?;
            let run = Run::from_bytes(&bytes);
            match run.line(number) {
                Some(line) => return Some(line),
                None if run.number < number => low = middle + 1,
                None => high = middle,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::index::manifest::SourceEntry;

    fn saved(pairs: impl IntoIterator<Item = (u64, u32)>) -> (tempfile::TempDir, Places, usize) {
        let mut lines = Lines::default();
        for (number, line) in pairs {
            lines.push(number, line);
        }
        let runs = lines.0.len();
        let dir = tempfile::tempdir().unwrap();
        let mut manifest = Manifest::default();
        manifest.sources.insert("a".to_owned(), SourceEntry { lines, ..SourceEntry::default() });
        save(&manifest, &Disk::open(dir.path(), Default::default()).unwrap(), 7).unwrap();
        let places = Places::open(dir.path(), 7);
        (dir, places, runs)
    }

    #[test]
    fn finds_each_line() {
        let (dir, places, _) = saved((0..50).rev().map(|n| (n * 3, n as u32 * 10)));
        assert_eq!(places.line(3), Some(10));
        assert_eq!(places.line(147), Some(490));
        for missing in [1, 148, u64::MAX] {
            assert_eq!(places.line(missing), None);
        }
        assert_eq!(Places::open(dir.path(), 8).line(3), None);
    }

    #[test]
    fn records_one_after_the_other_are_one_run() {
        let (_dir, places, runs) = saved((0..1000).map(|n| (n, n as u32 + 1)));
        assert_eq!(runs, 1);
        assert_eq!((places.line(0), places.line(999), places.line(1000)), (Some(1), Some(1000), None));
    }

    #[test]
    fn any_order_of_numbers_and_lines() {
        let odd: Vec<(u64, u32)> = (0..300_u64).map(|n| ((n * 7) % 300, u32::MAX - (n * n % 911) as u32)).collect();
        let (_dir, places, _) = saved(odd.clone());
        for (number, line) in odd {
            assert_eq!(places.line(number), Some(line));
        }
    }
}
