//! On which line of its file does a record stand?
//!
//! A record's line changes when records before it come or go, while its passages stay as they are. Lines of records therefore lie
//! beside the passages, in `places-N.bin`: the [`LineRun`]s of all files, sorted by number of the first article. A look-up is a
//! binary search of a few reads; the file is never loaded.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::Mutex;

use super::directory::IndexDirectory;
use super::manifest::Manifest;
use super::record_lines::{LineRun, RUN_BYTES};
use crate::Error;

/// The open `places-N.bin`; it stays readable when a writer replaces it.
#[derive(Debug)]
pub(super) struct LineFile(Mutex<Option<File>>);

impl LineFile {
    /// Returns the name of the file of commit `generation`.
    pub(super) fn file_name(generation: u64) -> String {
        format!("places-{generation}.bin")
    }

    /// Writes the lines of all records in `manifest`.
    pub(super) fn save(manifest: &Manifest, directory: &IndexDirectory, generation: u64) -> Result<(), Error> {
        let mut runs: Vec<LineRun> =
            manifest.sources.values().flat_map(|source| source.lines.runs()).copied().collect();
        runs.sort_unstable_by_key(|run| run.number);
        let bytes: Vec<u8> = runs.into_iter().flat_map(LineRun::to_bytes).collect();
        let name = LineFile::file_name(generation);
        directory.write(&name, &bytes).map_err(Error::io(&directory.path(&name)))
    }

    /// Opens the file of commit `generation`.
    pub(super) fn open(dir: &Path, generation: u64) -> LineFile {
        LineFile(Mutex::new(File::open(dir.join(LineFile::file_name(generation))).ok()))
    }

    /// Returns the line of article `number`; `None` if it is not a record or the file cannot be read. A hit is worth showing
    /// without its line, and `verify` reports the damage.
    pub(super) fn line(&self, number: u64) -> Option<u32> {
        let mut guard = self.0.lock().ok()?;
        let file = guard.as_mut()?;
        let (mut low, mut high) = (0, file.metadata().ok()?.len() / RUN_BYTES as u64);
        while low < high {
            let middle = low + (high - low) / 2;
            let mut bytes = [0; RUN_BYTES];
            file.seek(SeekFrom::Start(middle * RUN_BYTES as u64)).ok()?;
            file.read_exact(&mut bytes).ok()?;
            let run = LineRun::from_bytes(&bytes);
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
    use crate::index::record_lines::RecordLines;

    fn saved(pairs: impl IntoIterator<Item = (u64, u32)>) -> (tempfile::TempDir, LineFile) {
        let mut lines = RecordLines::default();
        for (number, line) in pairs {
            lines.push(number, line);
        }
        let dir = tempfile::tempdir().unwrap();
        let mut manifest = Manifest::default();
        manifest.sources.insert("a".to_owned(), SourceEntry { lines, ..SourceEntry::default() });
        LineFile::save(&manifest, &IndexDirectory::open(dir.path(), Default::default()).unwrap(), 7).unwrap();
        let file = LineFile::open(dir.path(), 7);
        (dir, file)
    }

    #[test]
    fn finds_each_line() {
        let (dir, file) = saved((0..50).rev().map(|n| (n * 3, n as u32 * 10)));
        assert_eq!(file.line(3), Some(10));
        assert_eq!(file.line(147), Some(490));
        for missing in [1, 148, u64::MAX] {
            assert_eq!(file.line(missing), None);
        }
        assert_eq!(LineFile::open(dir.path(), 8).line(3), None);
    }

    #[test]
    fn any_order_of_numbers_and_lines() {
        let odd: Vec<(u64, u32)> = (0..300_u64).map(|n| ((n * 7) % 300, u32::MAX - (n * n % 911) as u32)).collect();
        let (_dir, file) = saved(odd.clone());
        for (number, line) in odd {
            assert_eq!(file.line(number), Some(line));
        }
    }
}
