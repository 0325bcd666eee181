//! The posting list of one term in one segment.

use std::ops::Range;

use tantivy::directory::OwnedBytes;

pub(crate) use super::block::Block;
use super::block::{BLOCK, ENTRY, number};
use super::places::Places;
use super::segment::Made;

/// No passage: greater than every number of one.
pub(crate) const END: u32 = tantivy::TERMINATED;
/// No block is unpacked.
const NONE: usize = usize::MAX;
/// Blocks looked through one by one before all are searched by halves.
const NEAR: usize = 4;

/// A list and a place in it.
pub(crate) struct List<'a> {
    bytes: Bytes<'a>,
    /// Its blocks in order; the last may have less than 128 postings.
    blocks: Vec<Block>,
    passages: u32,
    places: Option<Places>,
    /// The block that is unpacked.
    at: usize,
    /// The last passage before it; 0 for the first.
    before: u32,
    /// Its own last passage.
    last: u32,
    docs: [u32; BLOCK],
    freqs: [u32; BLOCK],
    /// Postings of that block.
    length: usize,
    freqs_known: bool,
    /// The place in that block.
    index: usize,
}

enum Bytes<'a> {
    /// As tantivy wrote it.
    Packed(&'a [u8]),
    /// A list that was put together for a query: passages in order, without frequencies.
    Made(&'a Made),
}

impl<'a> List<'a> {
    fn new(bytes: Bytes<'a>, blocks: Vec<Block>, passages: u32, places: Option<Places>) -> List<'a> {
        let (docs, freqs) = ([END; BLOCK], [1; BLOCK]);
        List {
            bytes,
            blocks,
            passages,
            places,
            at: NONE,
            before: END,
            last: 0,
            docs,
            freqs,
            length: 0,
            freqs_known: false,
            index: 0,
        }
    }

    /// A list with no passage.
    pub(crate) fn empty() -> List<'a> {
        List::new(Bytes::Packed(&[]), Vec::new(), 0, None)
    }

    /// A list that was put together.
    pub(crate) fn of(made: &'a Made) -> List<'a> {
        let docs = made.docs.as_slice();
        let block = |(at, chunk): (usize, &[u32])| Block {
            last: chunk.last().copied().unwrap_or(0),
            start: at * BLOCK,
            places: 0,
            doc_bits: 0,
            freq_bits: 0,
            norm: 0,
            freq: 1,
        };
        let blocks = docs.chunks(BLOCK).enumerate().map(block).collect();
        List::new(Bytes::Made(made), blocks, docs.len() as u32, None)
    }

    /// The list of `passages` passages that tantivy wrote into `bytes`, and the places in them.
    pub(super) fn open(mut bytes: &'a [u8], passages: u32, places: OwnedBytes) -> Option<List<'a>> {
        let full = passages as usize / BLOCK;
        let mut blocks = Vec::with_capacity(full.min(bytes.len() / ENTRY) + 1);
        let (mut start, mut before) = (0, 0);
        if full > 0 {
            let length = number(&mut bytes) as usize;
            let (table, rest) = bytes.split_at_checked(length)?;
            bytes = rest;
            for entry in table.chunks(ENTRY).take(full) {
                let (block, places) = Block::read(entry, start, before)?;
                start += block.bytes();
                before += u64::from(places);
                blocks.push(block);
            }
        }
        let mut list = List::new(Bytes::Packed(bytes), blocks, passages, Some(Places::new(places)));
        if !(passages as usize).is_multiple_of(BLOCK) {
            let tail =
                Block { last: END - 1, start, places: before, doc_bits: 0, freq_bits: 0, norm: 0, freq: u32::MAX };
            list.blocks.push(tail);
        }
        Some(list)
    }

    /// Passages that have the term, removed ones included.
    pub(crate) fn passages(&self) -> u32 {
        self.passages
    }

    /// Its blocks, in order. Of the last, when it is not full, only the passages themselves tell more.
    pub(crate) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Whether a block says which of its passages scores best.
    pub(crate) fn is_bounded(&self, block: usize) -> bool {
        matches!(self.bytes, Bytes::Made(_)) || (block + 1) * BLOCK <= self.passages as usize
    }

    /// The last passage before a block; 0 for the first.
    pub(crate) fn before(&self, block: usize) -> u32 {
        block.checked_sub(1).map_or(0, |before| self.blocks[before].last)
    }

    /// The block in which `doc` would stand; the number of blocks when it stands behind all.
    pub(crate) fn block_of(&self, doc: u32) -> usize {
        // The block at hand and those after it are the usual ones.
        if self.before < doc {
            for (block, entry) in self.blocks.iter().enumerate().skip(self.at).take(NEAR) {
                if entry.last >= doc {
                    return block;
                }
            }
        }
        self.blocks.partition_point(|block| block.last < doc)
    }

    /// The blocks in which passages of `range` would stand.
    pub(crate) fn blocks_of(&self, range: &Range<u32>) -> Range<usize> {
        let first = self.block_of(range.start);
        let mut end = first;
        while end < self.blocks.len() && (end == 0 || self.before(end) < range.end) {
            end += 1;
        }
        first..end
    }

    /// Unpacks a block: its passages. `load_freqs` has the frequencies too.
    pub(crate) fn load(&mut self, block: usize) -> &[u32] {
        if self.at != block {
            self.at = block;
            self.before = self.before(block);
            self.last = self.blocks.get(block).map_or(0, |block| block.last);
            self.index = 0;
            self.freqs_known = false;
            self.length = self.unpack(block);
            self.docs[self.length..].fill(END);
        }
        &self.docs[..self.length]
    }

    /// Passages and frequencies of a block.
    pub(crate) fn load_freqs(&mut self, block: usize) -> (&[u32], &[u32]) {
        self.load(block);
        self.unpack_freqs();
        (&self.docs[..self.length], &self.freqs[..self.length])
    }

    fn unpack(&mut self, block: usize) -> usize {
        let before = self.before(block);
        let Some(entry) = self.blocks.get(block).copied() else { return 0 };
        match self.bytes {
            Bytes::Made(Made { docs, .. }) => {
                let docs = &docs[entry.start..docs.len().min(entry.start + BLOCK)];
                self.docs[..docs.len()].copy_from_slice(docs);
                self.freqs_known = true;
                docs.len()
            }
            Bytes::Packed(bytes) if self.is_bounded(block) => {
                if entry.docs(bytes, before, &mut self.docs) {
                    BLOCK
                } else {
                    0
                }
            }
            Bytes::Packed(bytes) => {
                let length = self.passages as usize % BLOCK;
                let mut rest = bytes.get(entry.start..).unwrap_or_default();
                let mut doc = before;
                for slot in &mut self.docs[..length] {
                    doc = doc.saturating_add(number(&mut rest));
                    *slot = doc;
                }
                self.freqs[..length].fill_with(|| number(&mut rest));
                self.freqs_known = true;
                length
            }
        }
    }

    fn unpack_freqs(&mut self) {
        if !self.freqs_known
            && let Bytes::Packed(bytes) = self.bytes
            && let Some(block) = self.blocks.get(self.at)
        {
            if !block.freqs(bytes, &mut self.freqs) {
                self.freqs.fill(1);
            }
            self.freqs_known = true;
        }
    }

    /// Goes to the first passage from `doc` on that has the term, wherever it stood before. `END`: there is none.
    #[inline]
    pub(crate) fn seek(&mut self, doc: u32) -> u32 {
        if self.docs[self.index] == doc {
            return doc;
        }
        if doc <= self.before && self.before > 0 || doc > self.last {
            let block = self.block_of(doc);
            if block >= self.blocks.len() {
                return END;
            }
            self.load(block);
        }
        self.index = position(&self.docs, doc);
        let found = self.docs[self.index];
        // A block that is damaged may hold other passages than its bounds say.
        if found >= doc { found } else { END }
    }

    /// How often the term stands in the passage at hand, which `seek` has found.
    pub(crate) fn freq(&self) -> u32 {
        if let (false, Bytes::Packed(bytes), Some(block)) = (self.freqs_known, &self.bytes, self.blocks.get(self.at)) {
            return block.freq(bytes, self.index).unwrap_or(1);
        }
        self.freqs[self.index]
    }

    /// How often the term stands in the passages from `first` to before `end` together.
    pub(crate) fn freq_within(&mut self, first: u32, end: u32) -> u32 {
        let mut sum = 0_u32;
        let mut doc = self.seek(first);
        while doc < end {
            sum = sum.saturating_add(self.freq());
            doc = self.seek(doc + 1);
        }
        sum
    }

    /// The places of the term in the passage at hand, rising, in words from its beginning.
    pub(crate) fn places(&mut self, out: &mut Vec<u32>) {
        out.clear();
        self.unpack_freqs();
        let freq = self.freq();
        let Some(block) = self.blocks.get(self.at) else { return };
        if let Bytes::Made(Made { ends, places, .. }) = self.bytes {
            let at = block.start + self.index;
            let begin = at.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |end| *end as usize);
            let end = ends.get(at).map_or(begin, |end| *end as usize);
            out.extend_from_slice(&places[begin..end]);
            return;
        }
        let Some(places) = &mut self.places else { return };
        let before: u32 = self.freqs[..self.index].iter().fold(0, |sum, freq| sum.wrapping_add(*freq));
        if places.read(block.places + u64::from(before), freq as usize, out).is_none() {
            out.clear();
        }
        let mut place = 0_u32;
        for slot in out {
            place = place.wrapping_add(*slot);
            *slot = place;
        }
    }
}

/// The place of the first of `docs`, which are in order, that is not below `doc`; the last place when all are below. Without
/// a branch that could be guessed wrongly.
#[inline]
fn position(docs: &[u32; BLOCK], doc: u32) -> usize {
    let mut at = 0;
    for half in [64, 32, 16, 8, 4, 2, 1] {
        at += half * usize::from(docs[at + half - 1] < doc);
    }
    at
}

/// Where the passages of a range begin and end among `docs`, which are in order.
pub(crate) fn within(docs: &[u32], range: &Range<u32>) -> (usize, usize) {
    let inside = |doc: Option<&u32>| doc.is_some_and(|doc| range.contains(doc));
    let first = if inside(docs.first()) { 0 } else { docs.partition_point(|doc| *doc < range.start) };
    let last = if inside(docs.last()) { docs.len() } else { docs.partition_point(|doc| *doc < range.end) };
    (first, last.max(first))
}
