//! What is left of an article after it was removed?
//!
//! A removed article is found no more, but its bytes leave the index later: its words, text and sketches lie in their segment until
//! that is merged, the lexicon keeps what it learnt from the texts, and saved searches keep the hashes of what they have found.

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use memchr::memmem;
use tantivy::DocId;
use tantivy::TantivyDocument;
use tantivy::index::SegmentReader;
use tantivy::schema::document::Value as _;

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
/// Bytes of a file that are searched at once.
const PIECE_BYTES: usize = 1 << 20;

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
    let is_asked = |passage: &StoredPassage| passage.article == name || is_below(&passage.path, &path);
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
    residue.files = files_with(dir, &[name.as_bytes(), path.as_bytes()])?;
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

/// Returns the names of the files in `dir` that hold one of `names`, in order.
fn files_with(dir: &Path, names: &[&[u8]]) -> Result<Vec<String>, Error> {
    let names: HashSet<&[u8]> = names.iter().copied().filter(|name| !name.is_empty()).collect();
    let finders: Vec<memmem::Finder<'_>> = names.iter().map(memmem::Finder::new).collect();
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).map_err(Error::io(dir))? {
        let path = entry.map_err(Error::io(dir))?.path();
        if path.is_file() && has_any(&path, &finders).map_err(Error::io(&path))? {
            found.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    found.sort();
    Ok(found)
}

/// Returns true if a file holds what one of `finders` looks for. Reads it piece by piece.
fn has_any(path: &Path, finders: &[memmem::Finder<'_>]) -> io::Result<bool> {
    let overlap = finders.iter().map(|finder| finder.needle().len()).max().unwrap_or(0);
    let mut file = File::open(path)?;
    let mut bytes = Vec::with_capacity(PIECE_BYTES + overlap);
    loop {
        let read = (&mut file).take(PIECE_BYTES as u64).read_to_end(&mut bytes)?;
        if finders.iter().any(|finder| finder.find(&bytes).is_some()) {
            return Ok(true);
        }
        if read == 0 {
            return Ok(false);
        }
        bytes.drain(..bytes.len().saturating_sub(overlap));
    }
}
