//! Where else does this text stand?
//!
//! Likeness is looked up, not kept: what shares enough of a sketch is a suspect, and its text says whether it is a copy. So it
//! does not matter what was indexed when, and nothing has to be mended when an article goes.

use std::collections::HashMap;
use std::ops::Range;

use tantivy::DocAddress;

use super::place::Place;
use super::searcher::Searcher;
use crate::Error;
use crate::copies::{MIN_COPY_WORDS, SHINGLE_WORDS, Shingles, word_hash};
use crate::german::plain_words;
use crate::index::ordinal;
use crate::postings::Segment;

/// The share of a text's shingles that stand in a copy of it; of two articles, the shorter's in the longer. On 103 articles, 1,030
/// edited copies of them and 206 articles that share a third of their sentences with them or with each other
/// (`same/measured.rs`):
///
/// | share | articles: precision | recall | passages: precision | recall |
/// |---|---|---|---|---|
/// | .4 | .972 | .999 | 1.000 | .967 |
/// | .5 | .998 | .999 | 1.000 | .967 |
/// | .6 | 1.000 | .994 | 1.000 | .964 |
/// | .7 | 1.000 | .932 | 1.000 | .951 |
/// | .8 | 1.000 | .744 | 1.000 | .863 |
///
/// With .5 as good as .6 there, the larger is safer: what is folded cannot be seen.
pub(super) const SAME: f32 = 0.6;

/// The share of the smaller sketch that a suspect has at least, as one of so many.
const SUSPECT: usize = 4;

/// A single hash makes no suspect: it may be a phrase that many use, and to read all their texts takes long.
const LEAST_SHARED: usize = 2;

/// Passages with a hash in their sketch at most: what more have, a salutation, is no sign of a copy.
const COMMON: u64 = 100;

/// Passages of each segment that are looked at for a hash; of a text that is nothing but salutations it has more.
const MOST_SHARING: usize = 500;

/// Hashes of an article's sketch that are looked up: of longer ones (about 150 passages) the smallest.
const MOST_HASHES: usize = 1024;

/// Passages of a suspect that are read to find one passage in it.
pub(super) const MOST_READ: usize = 16;

/// Copies that are counted and listed; more are not looked for.
pub const MOST_COPIES: usize = 100;

/// Suspects that are read for each copy that is wanted.
const SUSPECTS: usize = 4;

/// Passages whose words are remembered.
const REMEMBERED: usize = 2000;

/// An article that shares something of a sketch.
#[derive(Debug, Clone)]
pub(super) struct Suspect {
    pub(super) place: Place,
    /// Hashes it shares, and passages of it that have them, in no order.
    pub(super) shared: usize,
    pub(super) docs: Vec<u32>,
}

/// What is compared.
#[derive(Debug, Clone)]
pub(super) enum Unit {
    /// A passage with all of another article: how much of it stands there.
    Passage(DocAddress),
    /// An article with another: how much of the shorter stands in the longer.
    Article(Place),
    /// A text that is not in the index with an article: likewise.
    Text(Shingles),
}

impl Suspect {
    /// Whether it shares enough to be read. `smaller`: how many hashes the smaller of the two sketches has.
    pub(super) fn is_close(&self, smaller: usize) -> bool {
        self.shared >= LEAST_SHARED && self.shared * SUSPECT >= smaller
    }

    /// The passages in which what is the same may stand.
    pub(super) fn read(&self, unit: &Unit) -> Vec<u32> {
        match unit {
            Unit::Article(_) => self.place.docs.clone().collect(),
            Unit::Text(_) if !self.place.is_long() => self.place.docs.clone().collect(),
            Unit::Passage(_) | Unit::Text(_) => {
                // Passages of a copy may begin elsewhere: what stands in one here may stand in two there.
                let beside = |doc: &u32| doc.saturating_sub(1)..doc.saturating_add(2);
                let mut docs: Vec<u32> = self.docs.iter().flat_map(beside).collect();
                docs.retain(|doc| self.place.docs.contains(doc));
                docs.sort_unstable();
                docs.dedup();
                docs
            }
        }
    }
}

impl Unit {
    /// A text that is not in the index.
    pub(super) fn of(text: &str) -> Unit {
        Unit::Text(Shingles::from_words(&words(text)))
    }

    /// The article it is, or is in.
    pub(super) fn place(&self, searcher: &Searcher) -> Option<Place> {
        match self {
            Unit::Passage(at) => Some(Place::of(searcher, *at)),
            Unit::Article(place) => Some(place.clone()),
            Unit::Text(_) => None,
        }
    }

    /// The hashes by which it is looked for.
    fn sketch(&self, searcher: &Searcher) -> Vec<u32> {
        match self {
            Unit::Passage(at) => searcher.sketch(at.segment_ord, at.doc_id..at.doc_id + 1),
            Unit::Article(place) => searcher.sketch(place.segment, place.docs.clone()),
            // It may be short, and which of its hashes are in the sketch of a passage depends on what else is there.
            Unit::Text(shingles) => shingles.sketch_hashes(MOST_HASHES),
        }
    }
}

impl Searcher {
    pub(super) fn segment(&self, at: u32) -> &Segment {
        &self.postings().all()[at as usize]
    }

    /// The sketch of some passages of a segment together: sorted, each hash once.
    pub(super) fn sketch(&self, segment: u32, docs: Range<u32>) -> Vec<u32> {
        let mut sketch: Vec<u32> = self.segment(segment).sketch(docs).collect();
        sketch.sort_unstable();
        sketch.dedup();
        sketch
    }

    /// The copies of `unit` in other articles, the oldest first, `most` at most; each with how much they share.
    pub(super) fn copies_of(
        &self,
        unit: &Unit,
        texts: &mut Texts<'_>,
        most: usize,
    ) -> Result<Vec<(Suspect, f32)>, Error> {
        let mut copies = Vec::new();
        for suspect in self.suspects(unit)?.into_iter().take(most.saturating_mul(SUSPECTS)) {
            if copies.len() == most {
                break;
            }
            let likeness = texts.likeness(unit, &suspect)?;
            if likeness >= SAME {
                copies.push((suspect, likeness));
            }
        }
        Ok(copies)
    }

    /// The other articles that share enough of the sketch of `unit` to be read, the oldest first.
    fn suspects(&self, unit: &Unit) -> Result<Vec<Suspect>, Error> {
        let (own, sketch) = (unit.place(self), unit.sketch(self));
        let mut suspects = self.sharing(&sketch[..sketch.len().min(MOST_HASHES)], own.map(|own| own.number))?;
        suspects.retain(|suspect| match unit {
            Unit::Passage(_) => suspect.is_close(sketch.len()),
            Unit::Article(_) => {
                let theirs = self.sketch(suspect.place.segment, suspect.place.docs.clone());
                suspect.is_close(sketch.len().min(theirs.len()))
            }
            Unit::Text(_) => true,
        });
        suspects.sort_by_cached_key(|suspect| suspect.place.age(self));
        Ok(suspects)
    }

    /// The articles but for number `own` that have something of a sketch.
    fn sharing(&self, sketch: &[u32], own: Option<u64>) -> Result<Vec<Suspect>, Error> {
        let mut found: HashMap<(u32, u32), (usize, Suspect)> = HashMap::new();
        for (at, hash) in self.telling(sketch, own)?.into_iter().enumerate() {
            for (ord, segment) in (0..).zip(self.postings().all()) {
                segment.for_each_with_sketch_hash(hash, MOST_SHARING, &mut |doc| {
                    let first = doc.saturating_sub(ordinal(segment.order.get(doc)));
                    let (last, suspect) = found.entry((ord, first)).or_insert_with(|| {
                        let place = Place::of(self, DocAddress::new(ord, doc));
                        (usize::MAX, Suspect { place, shared: 0, docs: Vec::new() })
                    });
                    // Several of its passages may have the same.
                    suspect.shared += usize::from(*last != at);
                    *last = at;
                    if !suspect.docs.contains(&doc) && suspect.docs.len() < MOST_READ {
                        suspect.docs.push(doc);
                    }
                })?;
            }
        }
        let others = found.into_values().map(|(_, suspect)| suspect);
        Ok(others.filter(|suspect| Some(suspect.place.number) != own).collect())
    }

    /// The hashes of a sketch that others have and not too many of them, or all when too many have each: then the text as a
    /// whole is one that is printed everywhere.
    fn telling(&self, sketch: &[u32], own: Option<u64>) -> Result<Vec<u32>, Error> {
        let frequency = |hash: &u32| {
            let of = self.postings().all().iter().map(|segment| Ok(u64::from(segment.sketch_doc_freq(*hash)?)));
            Ok((*hash, of.sum::<tantivy::Result<u64>>()?))
        };
        let mut all = sketch.iter().map(frequency).collect::<Result<Vec<(u32, u64)>, Error>>()?;
        // Where one passage has it, that is the one at hand, unless the text is not in the index.
        all.retain(|(_, frequency)| *frequency > u64::from(own.is_some()));
        let is_telling = |(_, frequency): &(u32, u64)| *frequency <= COMMON;
        if all.iter().any(is_telling) {
            all.retain(is_telling);
        }
        Ok(all.into_iter().map(|(hash, _)| hash).collect())
    }
}

/// Texts of passages as rows of words, read when needed and remembered.
pub(super) struct Texts<'a> {
    searcher: &'a Searcher,
    known: HashMap<DocAddress, Vec<u32>>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(searcher: &'a Searcher) -> Texts<'a> {
        Texts { searcher, known: HashMap::new() }
    }

    /// How much of `unit` stands in a suspect, from 0 to 1; for articles, how much of the shorter in the longer.
    pub(super) fn likeness(&mut self, unit: &Unit, suspect: &Suspect) -> Result<f32, Error> {
        let place = &suspect.place;
        match unit {
            Unit::Passage(at) => {
                let likeness = self.within(*at, place.segment, suspect.docs.clone())?;
                // What stands beside is read only where it may be the rest.
                let is_open = (SAME / 2.0..1.0).contains(&likeness);
                if is_open { self.within(*at, place.segment, suspect.read(unit)) } else { Ok(likeness) }
            }
            Unit::Article(own) if own.is_long() || place.is_long() => {
                Ok(overlap(&unit.sketch(self.searcher), &self.searcher.sketch(place.segment, place.docs.clone())))
            }
            Unit::Article(own) => {
                let own = self.shingles(own.segment, own.docs.clone())?;
                let other = self.shingles(place.segment, suspect.read(unit))?;
                Ok(likeness(&own, own.overlap(&other)))
            }
            Unit::Text(own) => {
                let other = self.shingles(place.segment, suspect.read(unit))?;
                // Of a long article only what may be the text was read.
                let share = if place.is_long() { own.containment_in(&other) } else { own.overlap(&other) };
                Ok(likeness(own, share))
            }
        }
    }

    /// Takes a passage's text from one who has it, so that it is not read again.
    pub(super) fn lend(&mut self, at: DocAddress, text: &str) {
        self.known.entry(at).or_insert_with(|| words(text));
    }

    /// How much of the passage `at` stands in the passages `docs` of an article.
    pub(super) fn within(&mut self, at: DocAddress, segment: u32, mut docs: Vec<u32>) -> Result<f32, Error> {
        docs.sort_unstable();
        docs.dedup();
        let own = self.shingles(at.segment_ord, at.doc_id..at.doc_id + 1)?;
        let other = self.shingles(segment, docs)?;
        Ok(likeness(&own, own.containment_in(&other)))
    }

    /// The shingles of some passages of a segment, one after the other.
    fn shingles(&mut self, segment: u32, docs: impl IntoIterator<Item = u32>) -> Result<Shingles, Error> {
        if self.known.len() > REMEMBERED {
            self.known.clear();
        }
        let mut row = Vec::new();
        for doc in docs {
            let at = DocAddress::new(segment, doc);
            if !self.known.contains_key(&at) {
                let text = self.searcher.stored(at)?.text;
                self.known.insert(at, words(&text));
            }
            row.extend_from_slice(self.known.get(&at).map_or(&[], Vec::as_slice));
        }
        Ok(Shingles::from_words(&row))
    }
}

/// The numbers of the words of a text.
fn words(text: &str) -> Vec<u32> {
    plain_words(text).map(|form| word_hash(&form)).collect()
}

/// How much of a text is shared, or nothing when it repeats a few words only.
fn likeness(own: &Shingles, share: f32) -> f32 {
    if own.len() + SHINGLE_WORDS > MIN_COPY_WORDS { share } else { 0.0 }
}

/// The share of the smaller of two sorted sketches that is in the other.
fn overlap(a: &[u32], b: &[u32]) -> f32 {
    let (smaller, larger) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let shared = smaller.iter().filter(|hash| larger.binary_search(hash).is_ok()).count();
    shared as f32 / smaller.len().max(1) as f32
}

#[cfg(test)]
mod measured;
