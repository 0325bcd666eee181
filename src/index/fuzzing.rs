//! Our own files of an index with arbitrary content: reading them gives an error or a value, never a panic.

#![allow(clippy::unwrap_used)]

use std::fs;

use super::checksums::{Checksums, seal_of};
use super::line_file::LineFile;
use super::manifest::Manifest;
use super::{CommitMetadata, StoredPassage};

/// Reads `data` as each kind of file; as a manifest also with the correct length and hash at its end.
pub(crate) fn manifest(data: &[u8]) {
    let thread = std::thread::current().id();
    let dir = std::env::temp_dir().join(format!("fundstelle-manifest-{}-{thread:?}", std::process::id()));
    fs::create_dir_all(&dir).unwrap();
    let half = data.len() / 2;
    let sealed = [data, &((data.len() - half) as u64).to_le_bytes(), blake3::hash(&data[half..]).as_bytes()].concat();
    for bytes in [data, &sealed] {
        fs::write(dir.join(Manifest::file_name(1)), bytes).unwrap();
        if let Ok(manifest) = Manifest::load(&dir, 1) {
            manifest.counts();
            for source in manifest.sources.values() {
                // A source may claim any number of articles.
                let _ = manifest.articles(source).take(1000).all(|article| article.is_ok());
                let _ = source.lines.line(7);
            }
        }
    }
    fs::write(dir.join(LineFile::file_name(1)), data).unwrap();
    let lines = LineFile::open(&dir, 1);
    for number in [0, 1, 1000, u64::MAX] {
        let _ = lines.line(number);
    }
    let text = String::from_utf8_lossy(data);
    let sealed = [&text, seal_of(&text).as_str()].concat();
    for checksums in [data, sealed.as_bytes()].into_iter().filter_map(Checksums::parse) {
        let again = Checksums::parse(checksums.to_text().as_bytes()).unwrap();
        assert_eq!(again.to_text(), checksums.to_text());
    }
    let _ = serde_json::from_slice::<CommitMetadata>(data);
    let _ = serde_json::from_slice::<StoredPassage>(data);
}
