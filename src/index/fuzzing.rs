//! The files of an index that are ours, with anything in them: an error or a value, never a panic.

#![allow(clippy::unwrap_used)]

use std::fs;

use super::checksums::{Checksums, seal_of};
use super::manifest::Manifest;
use super::places::{self, Places};
use super::{Payload, Stored};

/// Reads `data` as each of them; as a manifest also with the right length and hash at its end.
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
                // A source may say that it has any number of them.
                let _ = manifest.articles(source).take(1000).all(|article| article.is_ok());
                let _ = source.lines.line(7);
            }
        }
    }
    fs::write(dir.join(places::file_name(1)), data).unwrap();
    let places = Places::open(&dir, 1);
    for number in [0, 1, 1000, u64::MAX] {
        let _ = places.line(number);
    }
    let lines = String::from_utf8_lossy(data);
    let sealed = [&lines, seal_of(&lines).as_str()].concat();
    for checksums in [data, sealed.as_bytes()].into_iter().filter_map(Checksums::parse) {
        let again = Checksums::parse(checksums.to_text().as_bytes()).unwrap();
        assert_eq!(again.to_text(), checksums.to_text());
    }
    let _ = serde_json::from_slice::<Payload>(data);
    let _ = serde_json::from_slice::<Stored>(data);
}
