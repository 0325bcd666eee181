//! Where else does this text occur, nearly word for word?
//!
//! Similarity is computed at query time, not stored: articles that share enough of a sketch are suspects, and their texts
//! decide whether they are copies. So the order of indexing does not matter, and nothing needs repair when an article is
//! removed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use tantivy::DocAddress;

use super::passage_range::PassageRange;
use super::searcher::Searcher;
use crate::Error;
use crate::copies::{MIN_COPY_WORDS, SHINGLE_WORDS, Shingles, word_hash};
use crate::german::plain_words;
use crate::index::ordinal;

/// Share of a text's shingles that a copy contains; for two articles, of the shorter's in the longer. On 103 articles, 1,030
/// edited copies of them and 206 articles that share a third of their sentences with them or with each other
/// (`copy_search/measured.rs`):
///
/// | share | articles: precision | recall | passages: precision | recall |
/// |---|---|---|---|---|
/// | .4 | .972 | .999 | 1.000 | .967 |
/// | .5 | .998 | .999 | 1.000 | .967 |
/// | .6 | 1.000 | .994 | 1.000 | .964 |
/// | .7 | 1.000 | .932 | 1.000 | .951 |
/// | .8 | 1.000 | .744 | 1.000 | .863 |
///
/// .5 is as good as .6 there; the larger is safer, because a folded hit cannot be seen.
pub(super) const MIN_COPY_SIMILARITY: f32 = 0.6;

/// A suspect shares at least this fraction of the smaller sketch: one hash in so many.
const SKETCH_HASHES_PER_SHARED: usize = 4;

/// Hashes that a suspect shares at least. One may be a phrase in common use, and reading all texts with it takes long.
const MIN_SHARED_HASHES: usize = 2;

/// A hash in the sketches of more passages than this, such as a salutation, is no sign of a copy.
const MAX_DISTINCTIVE_PASSAGES: u64 = 100;

/// Passages of a segment that are visited for one hash. A text of nothing but salutations has hashes with more.
const MAX_PASSAGES_PER_HASH: usize = 500;

/// Hashes of a sketch that are looked up: the smallest. Only articles of more than about 150 passages have more.
const MAX_SKETCH_HASHES: usize = 1024;

/// Passages of a suspect that are read to find one passage in it.
pub(super) const MAX_SUSPECT_PASSAGES: usize = 16;

/// Maximum number of copies of a text that are counted and listed. The search stops there.
pub const MAX_COPIES: usize = 100;

/// Suspects that are read for each wanted copy, at most.
const SUSPECTS_PER_COPY: usize = 4;

/// Passages whose words are cached.
const MAX_CACHED_PASSAGES: usize = 2000;

/// An article that shares hashes with the sketch of a text.
#[derive(Debug, Clone)]
pub(super) struct CopySuspect {
    pub(super) article: PassageRange,
    /// Number of shared hashes.
    pub(super) shared_hashes: usize,
    /// Passages of the article that have them, in no particular order.
    pub(super) docs: Vec<u32>,
}

/// A text whose copies are searched.
#[derive(Debug, Clone)]
pub(super) enum TextUnit {
    /// A passage. Its similarity to an article is the share of it that the article contains.
    Passage(DocAddress),
    /// An article. Its similarity to another is the share of the shorter that the longer contains.
    Article(PassageRange),
    /// A text that is not in the index. Its similarity to an article is measured as between articles.
    External(Shingles),
}

impl CopySuspect {
    /// Returns true if the suspect shares enough hashes to be read. `smaller` is the number of hashes of the smaller sketch.
    pub(super) fn is_close(&self, smaller: usize) -> bool {
        self.shared_hashes >= MIN_SHARED_HASHES && self.shared_hashes * SKETCH_HASHES_PER_SHARED >= smaller
    }

    /// The passages of the suspect that may contain text of `unit`, in order.
    pub(super) fn passages_to_read(&self, unit: &TextUnit) -> Vec<u32> {
        match unit {
            TextUnit::Article(_) => self.article.docs.clone().collect(),
            TextUnit::External(_) if !self.article.is_long() => self.article.docs.clone().collect(),
            TextUnit::Passage(_) | TextUnit::External(_) => {
                // Passages of a copy may be cut elsewhere: one passage here may be spread over two there.
                let neighbours = |doc: &u32| doc.saturating_sub(1)..doc.saturating_add(2);
                let mut docs: Vec<u32> = self.docs.iter().flat_map(neighbours).collect();
                docs.retain(|doc| self.article.docs.contains(doc));
                docs.sort_unstable();
                docs.dedup();
                docs
            }
        }
    }
}

impl TextUnit {
    /// A text that is not in the index.
    pub(super) fn external(text: &str) -> TextUnit {
        TextUnit::External(Shingles::from_words(&word_numbers(text)))
    }

    /// Number of the article that it is or belongs to.
    fn article_number(&self, searcher: &Searcher) -> Option<u64> {
        match self {
            TextUnit::Passage(address) => Some(searcher.article_number(*address)),
            TextUnit::Article(article) => Some(article.article),
            TextUnit::External(_) => None,
        }
    }

    /// Hashes to look up.
    fn sketch(&self, searcher: &Searcher) -> Vec<u32> {
        match self {
            TextUnit::Passage(address) => searcher.sketch(address.segment_ord, address.doc_id..address.doc_id + 1),
            TextUnit::Article(article) => searcher.sketch(article.segment, article.docs.clone()),
            // It may be short, and which of its hashes are in the sketch of a passage depends on the rest of that passage.
            TextUnit::External(shingles) => shingles.sketch_hashes(MAX_SKETCH_HASHES),
        }
    }
}

impl Searcher {
    /// The joint sketch of some passages of a segment: sorted, without duplicates.
    pub(super) fn sketch(&self, segment: u32, docs: Range<u32>) -> Vec<u32> {
        let mut sketch: Vec<u32> = self.segment(segment).sketch(docs).collect();
        sketch.sort_unstable();
        sketch.dedup();
        sketch
    }

    /// Up to `limit` copies of `unit` in other articles, oldest first, each with its similarity.
    pub(super) fn find_copies(
        &self,
        unit: &TextUnit,
        cache: &mut WordCache<'_>,
        limit: usize,
    ) -> Result<Vec<(CopySuspect, f32)>, Error> {
        let mut copies = Vec::new();
        for suspect in self.find_suspects(unit)?.into_iter().take(limit.saturating_mul(SUSPECTS_PER_COPY)) {
            if copies.len() == limit {
                break;
            }
            let similarity = cache.similarity(unit, &suspect)?;
            if similarity >= MIN_COPY_SIMILARITY {
                copies.push((suspect, similarity));
            }
        }
        Ok(copies)
    }

    /// Finds the articles that share enough of the sketch of `unit` to be read, oldest first.
    fn find_suspects(&self, unit: &TextUnit) -> Result<Vec<CopySuspect>, Error> {
        let (own, sketch) = (unit.article_number(self), unit.sketch(self));
        let mut suspects = self.articles_sharing(&sketch[..sketch.len().min(MAX_SKETCH_HASHES)], own)?;
        suspects.retain(|suspect| match unit {
            TextUnit::Passage(_) => suspect.is_close(sketch.len()),
            TextUnit::Article(_) => {
                let theirs = self.sketch(suspect.article.segment, suspect.article.docs.clone());
                suspect.is_close(sketch.len().min(theirs.len()))
            }
            TextUnit::External(_) => true,
        });
        suspects.sort_by_cached_key(|suspect| suspect.article.age_key(self));
        Ok(suspects)
    }

    /// All articles that share distinctive hashes of `sketch`, except number `own`.
    fn articles_sharing(&self, sketch: &[u32], own: Option<u64>) -> Result<Vec<CopySuspect>, Error> {
        // By segment and first passage, each with the hash that was counted last.
        let mut suspects: HashMap<(u32, u32), (usize, CopySuspect)> = HashMap::new();
        for (number, hash) in self.distinctive_hashes(sketch, own)?.into_iter().enumerate() {
            for (ord, segment) in (0..).zip(self.postings().all()) {
                segment.for_each_with_sketch_hash(hash, MAX_PASSAGES_PER_HASH, &mut |doc| {
                    let first = doc.saturating_sub(ordinal(segment.order.get(doc)));
                    let (last, suspect) = suspects.entry((ord, first)).or_insert_with(|| {
                        let article = PassageRange::containing(self, DocAddress::new(ord, doc));
                        (usize::MAX, CopySuspect { article, shared_hashes: 0, docs: Vec::new() })
                    });
                    // Several passages of the article may have the hash.
                    suspect.shared_hashes += usize::from(*last != number);
                    *last = number;
                    if !suspect.docs.contains(&doc) && suspect.docs.len() < MAX_SUSPECT_PASSAGES {
                        suspect.docs.push(doc);
                    }
                })?;
            }
        }
        let others = suspects.into_values().map(|(_, suspect)| suspect);
        Ok(others.filter(|suspect| Some(suspect.article.article) != own).collect())
    }

    /// The hashes of a sketch that occur elsewhere and in few passages. If all of them are common, returns them all: then the
    /// text as a whole is one that is printed everywhere.
    fn distinctive_hashes(&self, sketch: &[u32], own: Option<u64>) -> Result<Vec<u32>, Error> {
        let doc_freq = |hash: &u32| {
            let segments = self.postings().all().iter();
            let doc_freqs = segments.map(|segment| Ok(u64::from(segment.sketch_doc_freq(*hash)?)));
            Ok((*hash, doc_freqs.sum::<tantivy::Result<u64>>()?))
        };
        let mut hashes = sketch.iter().map(doc_freq).collect::<Result<Vec<(u32, u64)>, Error>>()?;
        // A hash with one passage occurs nowhere else if the text is in the index.
        hashes.retain(|(_, doc_freq)| *doc_freq > u64::from(own.is_some()));
        let is_distinctive = |(_, doc_freq): &(u32, u64)| *doc_freq <= MAX_DISTINCTIVE_PASSAGES;
        if hashes.iter().any(is_distinctive) {
            hashes.retain(is_distinctive);
        }
        Ok(hashes.into_iter().map(|(hash, _)| hash).collect())
    }
}

/// Words of passages as numbers, read when needed and cached.
pub(super) struct WordCache<'a> {
    searcher: &'a Searcher,
    words: HashMap<DocAddress, Vec<u32>>,
}

impl<'a> WordCache<'a> {
    pub(super) fn new(searcher: &'a Searcher) -> WordCache<'a> {
        WordCache { searcher, words: HashMap::new() }
    }

    /// Similarity of `unit` to a suspect, from 0 to 1; see [`TextUnit`].
    pub(super) fn similarity(&mut self, unit: &TextUnit, suspect: &CopySuspect) -> Result<f32, Error> {
        let article = &suspect.article;
        match unit {
            TextUnit::Passage(address) => {
                let similarity = self.containment(*address, article.segment, suspect.docs.clone())?;
                // The neighbouring passages are read only if they may contain the rest.
                match (MIN_COPY_SIMILARITY / 2.0..1.0).contains(&similarity) {
                    true => self.containment(*address, article.segment, suspect.passages_to_read(unit)),
                    false => Ok(similarity),
                }
            }
            TextUnit::Article(own) if own.is_long() || article.is_long() => {
                let theirs = self.searcher.sketch(article.segment, article.docs.clone());
                Ok(sketch_overlap(&unit.sketch(self.searcher), &theirs))
            }
            TextUnit::Article(own) => {
                let own = self.shingles(own.segment, own.docs.clone())?;
                let other = self.shingles(article.segment, suspect.passages_to_read(unit))?;
                Ok(zero_if_short(&own, own.overlap(&other)))
            }
            TextUnit::External(own) => {
                let other = self.shingles(article.segment, suspect.passages_to_read(unit))?;
                // Of a long article only the passages in question were read.
                let share = if article.is_long() { own.containment_in(&other) } else { own.overlap(&other) };
                Ok(zero_if_short(own, share))
            }
        }
    }

    /// Adds the text of a passage, so that it need not be read again.
    pub(super) fn insert(&mut self, address: DocAddress, text: &str) {
        self.words.entry(address).or_insert_with(|| word_numbers(text));
    }

    /// Share of the passage at `address` that the passages `docs` of an article contain, from 0 to 1.
    pub(super) fn containment(&mut self, address: DocAddress, segment: u32, mut docs: Vec<u32>) -> Result<f32, Error> {
        docs.sort_unstable();
        docs.dedup();
        let own = self.shingles(address.segment_ord, address.doc_id..address.doc_id + 1)?;
        let other = self.shingles(segment, docs)?;
        Ok(zero_if_short(&own, own.containment_in(&other)))
    }

    /// Shingles of some passages of a segment, one after the other.
    fn shingles(&mut self, segment: u32, docs: impl IntoIterator<Item = u32>) -> Result<Shingles, Error> {
        if self.words.len() > MAX_CACHED_PASSAGES {
            self.words.clear();
        }
        let mut words = Vec::new();
        for doc in docs {
            let address = DocAddress::new(segment, doc);
            words.extend_from_slice(match self.words.entry(address) {
                Entry::Occupied(cached) => cached.into_mut(),
                Entry::Vacant(vacant) => vacant.insert(word_numbers(&self.searcher.stored_passage(address)?.text)),
            });
        }
        Ok(Shingles::from_words(&words))
    }
}

/// Numbers that stand for the words of a text.
fn word_numbers(text: &str) -> Vec<u32> {
    plain_words(text).map(|form| word_hash(&form)).collect()
}

/// `share`, or 0 for a text too short to be a copy, or one that only repeats a few words.
fn zero_if_short(own: &Shingles, share: f32) -> f32 {
    if own.len() + SHINGLE_WORDS > MIN_COPY_WORDS { share } else { 0.0 }
}

/// Share of the smaller of two sorted sketches that the other contains.
fn sketch_overlap(a: &[u32], b: &[u32]) -> f32 {
    let (smaller, larger) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let shared = smaller.iter().filter(|hash| larger.binary_search(hash).is_ok()).count();
    shared as f32 / smaller.len().max(1) as f32
}

#[cfg(test)]
mod measured;
