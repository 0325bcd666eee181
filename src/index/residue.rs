//! What is left of an article after it was removed?
//!
//! A removed article is found no more, but its bytes leave the index later: its words, text and sketches lie in their segment until
//! that is merged, the lexicon keeps what it learnt from the texts, and saved searches keep the hashes of what they have found.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::Path;

use memchr::memmem;
use tantivy::DocId;
use tantivy::TantivyDocument;
use tantivy::index::SegmentReader;
use tantivy::schema::document::Value as _;

use super::checksums::{CHECKSUMS_FILE, META_FILE};
use super::commit_metadata::is_below;
use super::lock::lock_out_writers;
use super::open::Index;
use super::stored_passage::StoredPassage;
use super::watches::Watches;
use crate::Error;
use crate::corpus::key_of;
use crate::german::{for_each_counted_word, is_frequent_german};

/// Blocks of stored passages that are kept while a segment is read in order.
const CACHED_BLOCKS: usize = 2;
/// Hexadecimal digits of the id of a segment, by which its files are named.
const SEGMENT_ID_DIGITS: usize = 32;

/// Everything that an index has of an article or source file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Residue {
    /// Passages that are found: the article was not removed.
    pub found: u64,
    /// Passages that were removed and lie in a segment all the same, with their words, text and sketches. Merging drops them
    /// ([`optimize`](super::optimize())).
    pub unmerged: u64,
    /// Learnt words that stand in no article of the index, in byte order: they are of this article or of another that was removed. A
    /// rebuild learns anew.
    pub words: Vec<String>,
    /// Saved searches that remember articles that are not in the index, with their number. [`Watches::prune`] forgets them.
    pub watches: Vec<(String, usize)>,
    /// Files of the index that hold the name of the article or file, letter by letter.
    pub files: Vec<String>,
}

impl Residue {
    /// Returns true if nothing is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Residue::default()
    }
}

/// Looks for what the index in `dir` has of `name`: the id of an article, or the path of a file or folder, which need not be there
/// any more. Reads every passage; nothing is changed.
///
/// # Errors
///
/// There is no index, it has another format or analyser, it is damaged, another process is writing to it.
pub fn residue_of(dir: &Path, name: &str) -> Result<Residue, Error> {
    let _lock = lock_out_writers(dir)?;
    let index = Index::open(dir)?;
    let path = key_of(Path::new(name));
    // Hits show the id of a passage: that of its article, and its number.
    let article = name.rsplit_once('#').filter(|(_, number)| number.parse::<u32>().is_ok()).map(|(article, _)| article);
    let is_asked = |passage: &StoredPassage| {
        passage.article == name || Some(passage.article.as_str()) == article || is_below(&passage.path, &path)
    };
    let mut residue = Residue::default();
    let mut words: BTreeSet<String> = index.analyzer().learnt_words().collect();
    // The program brings its own frequent words with it.
    words.extend(index.metadata().common_words.iter().filter(|word| !is_frequent_german(word)).cloned());
    for segment in index.searcher().segment_readers() {
        for_each_passage(&index, segment, |passage, is_live| {
            match (is_asked(passage), is_live) {
                (true, true) => residue.found += 1,
                (true, false) => residue.unmerged += 1,
                (false, _) => {}
            }
            if is_live {
                for text in [&passage.title, &passage.text] {
                    for_each_counted_word(text, |word| _ = words.remove(word));
                }
            }
        })?;
    }
    residue.words = words.into_iter().collect();
    let known = index.article_hashes()?;
    for watch in Watches::read(dir)? {
        let forgotten = watch.count_unknown(&known);
        residue.watches.extend((forgotten > 0).then_some((watch.name, forgotten)));
    }
    let names = [name, &path, article.unwrap_or_default()];
    residue.files = files_with(dir, &names.map(str::as_bytes))?;
    Ok(residue)
}

/// Visits every passage of a segment, with true for those that are found.
fn for_each_passage(
    index: &Index,
    segment: &SegmentReader,
    mut visit: impl FnMut(&StoredPassage, bool),
) -> Result<(), Error> {
    let store = segment.get_store_reader(CACHED_BLOCKS).map_err(tantivy::TantivyError::from)?;
    for doc in 0..segment.max_doc() as DocId {
        let document: TantivyDocument = store.get(doc)?;
        let stored = document.get_first(index.fields().stored).and_then(|value| value.as_bytes());
        let passage = stored.and_then(|bytes| serde_json::from_slice(bytes).ok());
        let passage = passage.ok_or_else(|| Error::damaged(index.dir(), "a passage cannot be read"))?;
        visit(&passage, !segment.is_deleted(doc));
    }
    Ok(())
}

/// Returns the names of the files in `dir` that name one of `names`, in order. Segments are not looked at: their passages are counted, and
/// in compressed lists a short name would be found anywhere. The lexicon is looked at word by word.
fn files_with(dir: &Path, names: &[&[u8]]) -> Result<Vec<String>, Error> {
    let names: HashSet<&[u8]> = names.iter().copied().filter(|name| !name.is_empty()).collect();
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).map_err(Error::io(dir))? {
        let path = entry.map_err(Error::io(dir))?.path();
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_file() && !is_segment_file(&file) && ![META_FILE, CHECKSUMS_FILE].contains(&file.as_str()) {
            let bytes = fs::read(&path).map_err(Error::io(&path))?;
            if names.iter().any(|name| is_named(&bytes, name)) {
                found.push(file);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Returns true for the files of a segment and of the lexicon.
fn is_segment_file(file: &str) -> bool {
    let stem = file.split('.').next().unwrap_or_default();
    (stem.len() == SEGMENT_ID_DIGITS && stem.bytes().all(|byte| byte.is_ascii_hexdigit())) || file.ends_with(".fst")
}

/// Returns true if `name` stands in `bytes`, and not as a part of a longer name.
fn is_named(bytes: &[u8], name: &[u8]) -> bool {
    let is_in_name = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b"._-/#".contains(byte))
    };
    memmem::find_iter(bytes, name).any(|start| {
        let before = start.checked_sub(1).and_then(|at| bytes.get(at));
        !is_in_name(before) && !is_in_name(bytes.get(start + name.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_longer_name_is_another_name() {
        for (bytes, name, is) in [
            ("siehe wn-1\n", "wn-1", true),
            ("wn-10 xwn-1 wn-1.txt a/wn-1 wn-1#2 wn-1ä", "wn-1", false),
            ("wn-10,\"wn-1\"", "wn-1", true),
            ("wn-1", "wn-1", true),
            ("", "wn-1", false),
        ] {
            assert_eq!(is_named(bytes.as_bytes(), name.as_bytes()), is, "{bytes}");
        }
        for (file, is) in
            [("0123456789abcdef0123456789abcdef.store", true), ("manifest-3.bin", false), ("lexicon-1.fst", true)]
        {
            assert_eq!(is_segment_file(file), is, "{file}");
        }
    }
}
