//! A cursor over the postings of one term in one segment.

use std::ops::Range;

use tantivy::directory::OwnedBytes;

pub(crate) use super::block::Block;
use super::block::{BLOCK_LEN, SHORT_SKIP_ENTRY_BYTES, SKIP_ENTRY_BYTES, read_vint};
use super::materialized::MaterializedPostings;
use super::positions::PositionReader;

/// Greater than every passage number: the cursor is exhausted.
pub(crate) const TERMINATED: u32 = tantivy::TERMINATED;
/// Value of `block` while no block is unpacked.
const NO_BLOCK: usize = usize::MAX;
/// Blocks that are searched linearly from the current one before a binary search over all.
const LINEAR_SEARCH_BLOCKS: usize = 4;

/// A posting list and a position in it. It can be moved forwards and backwards.
pub(crate) struct PostingCursor<'a> {
    source: PostingSource<'a>,
    /// Skip entries in order; the last block may have fewer than 128 postings.
    blocks: Vec<Block>,
    doc_freq: u32,
    positions: Option<PositionReader>,
    /// Number of the unpacked block, or `NO_BLOCK`.
    block: usize,
    /// Last passage of the block before it; 0 for the first block.
    last_doc_before: u32,
    /// Last passage of the unpacked block.
    last_doc: u32,
    docs: [u32; BLOCK_LEN],
    freqs: [u32; BLOCK_LEN],
    /// Postings in the unpacked block.
    length: usize,
    freqs_unpacked: bool,
    /// Posting of the unpacked block at which the cursor stands.
    index: usize,
    is_damaged: bool,
}

#[derive(Clone, Copy)]
enum PostingSource<'a> {
    /// Bytes as tantivy wrote them.
    Packed(&'a [u8]),
    /// Postings collected for one query: passages in order, each with frequency 1.
    Materialized(&'a MaterializedPostings),
}

impl<'a> PostingCursor<'a> {
    fn new(
        source: PostingSource<'a>,
        blocks: Vec<Block>,
        doc_freq: u32,
        positions: Option<PositionReader>,
    ) -> PostingCursor<'a> {
        let (docs, freqs) = ([TERMINATED; BLOCK_LEN], [1; BLOCK_LEN]);
        PostingCursor {
            source,
            blocks,
            doc_freq,
            positions,
            block: NO_BLOCK,
            last_doc_before: TERMINATED,
            last_doc: 0,
            docs,
            freqs,
            length: 0,
            freqs_unpacked: false,
            index: 0,
            is_damaged: false,
        }
    }

    /// A cursor over no postings.
    pub(crate) fn empty() -> PostingCursor<'a> {
        PostingCursor::new(PostingSource::Packed(&[]), Vec::new(), 0, None)
    }

    /// A cursor over materialized postings.
    pub(super) fn over(postings: &'a MaterializedPostings) -> PostingCursor<'a> {
        let docs = postings.docs.as_slice();
        let block = |(at, chunk): (usize, &[u32])| Block {
            last_doc: chunk.last().copied().unwrap_or(0),
            offset: at * BLOCK_LEN,
            positions_before: 0,
            doc_bits: 0,
            freq_bits: 0,
            max_norm: 0,
            max_freq: 1,
        };
        let blocks = docs.chunks(BLOCK_LEN).enumerate().map(block).collect();
        PostingCursor::new(PostingSource::Materialized(postings), blocks, docs.len() as u32, None)
    }

    /// A cursor over the `doc_freq` postings that tantivy wrote into `bytes`, with the bytes of their positions if they have any.
    /// Returns `None` if the skip data is damaged.
    pub(super) fn open(mut bytes: &'a [u8], doc_freq: u32, positions: Option<OwnedBytes>) -> Option<PostingCursor<'a>> {
        let full = doc_freq as usize / BLOCK_LEN;
        let mut skip_data: &[u8] = &[];
        if full > 0 {
            let length = read_vint(&mut bytes) as usize;
            (skip_data, bytes) = bytes.split_at_checked(length)?;
        }
        let (mut blocks, offset, positions_before) = match positions {
            Some(_) => Block::read_all::<SKIP_ENTRY_BYTES>(skip_data, full)?,
            None => Block::read_all::<SHORT_SKIP_ENTRY_BYTES>(skip_data, full)?,
        };
        if !(doc_freq as usize).is_multiple_of(BLOCK_LEN) {
            blocks.push(Block {
                last_doc: TERMINATED - 1,
                offset,
                positions_before,
                doc_bits: 0,
                freq_bits: 0,
                max_norm: 0,
                max_freq: u32::MAX,
            });
        }
        let positions = positions.map(PositionReader::new);
        Some(PostingCursor::new(PostingSource::Packed(bytes), blocks, doc_freq, positions))
    }

    /// Passages with the term, deleted ones included.
    pub(crate) fn doc_freq(&self) -> u32 {
        self.doc_freq
    }

    /// Skip entries of all blocks in order. That of a last block that is not full has no bounds: `last_doc` and the block-max
    /// values are the greatest possible.
    pub(crate) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Returns true if the skip entry of `block` has block-max values.
    pub(crate) fn has_block_max(&self, block: usize) -> bool {
        matches!(self.source, PostingSource::Materialized(_)) || (block + 1) * BLOCK_LEN <= self.doc_freq as usize
    }

    /// Returns true if a block that was unpacked is not what tantivy writes. Its postings count as absent.
    pub(crate) fn is_damaged(&self) -> bool {
        self.is_damaged
    }

    /// Last passage before `block`; 0 for the first block.
    fn last_doc_before(&self, block: usize) -> u32 {
        block.checked_sub(1).map_or(0, |before| self.blocks[before].last_doc)
    }

    /// The block that would contain `doc`; the number of blocks if `doc` comes after all of them.
    pub(crate) fn block_containing(&self, doc: u32) -> usize {
        // Usually the current block or one soon after it.
        if self.last_doc_before < doc {
            for (number, block) in self.blocks.iter().enumerate().skip(self.block).take(LINEAR_SEARCH_BLOCKS) {
                if block.last_doc >= doc {
                    return number;
                }
            }
        }
        self.blocks.partition_point(|block| block.last_doc < doc)
    }

    /// The blocks that may contain passages of `range`.
    pub(crate) fn blocks_overlapping(&self, range: &Range<u32>) -> Range<usize> {
        let first = self.block_containing(range.start);
        let mut end = first;
        while end < self.blocks.len() && (end == 0 || self.last_doc_before(end) < range.end) {
            end += 1;
        }
        first..end
    }

    /// Unpacks `block` and returns its passages.
    pub(crate) fn load_docs(&mut self, block: usize) -> &[u32] {
        if self.block != block {
            self.block = block;
            self.last_doc_before = self.last_doc_before(block);
            self.last_doc = self.blocks.get(block).map_or(0, |block| block.last_doc);
            self.index = 0;
            self.freqs_unpacked = false;
            self.length = self.unpack_docs(block);
            self.docs[self.length..].fill(TERMINATED);
        }
        &self.docs[..self.length]
    }

    /// Unpacks `block` and returns its passages and their term frequencies.
    pub(crate) fn load_block(&mut self, block: usize) -> (&[u32], &[u32]) {
        let (docs, freqs, length) = self.load_slots(block);
        (&docs[..length], &freqs[..length])
    }

    /// Unpacks `block` and returns all slots for passages and their term frequencies, and how many of them it fills. The others hold
    /// `TERMINATED` and some frequency.
    pub(crate) fn load_slots(&mut self, block: usize) -> (&[u32; BLOCK_LEN], &[u32; BLOCK_LEN], usize) {
        self.load_docs(block);
        self.unpack_freqs();
        (&self.docs, &self.freqs, self.length)
    }

    /// Returns the number of postings in `block`.
    fn unpack_docs(&mut self, block: usize) -> usize {
        let last_doc_before = self.last_doc_before(block);
        let Some(entry) = self.blocks.get(block).copied() else { return 0 };
        match self.source {
            PostingSource::Materialized(MaterializedPostings { docs, .. }) => {
                let docs = &docs[entry.offset..docs.len().min(entry.offset + BLOCK_LEN)];
                self.docs[..docs.len()].copy_from_slice(docs);
                self.freqs_unpacked = true;
                docs.len()
            }
            PostingSource::Packed(bytes) if self.has_block_max(block) => {
                if entry.unpack_docs(bytes, last_doc_before, &mut self.docs) {
                    BLOCK_LEN
                } else {
                    self.is_damaged = true;
                    0
                }
            }
            PostingSource::Packed(bytes) => {
                let length = self.doc_freq as usize % BLOCK_LEN;
                let mut tail = bytes.get(entry.offset..).unwrap_or_default();
                self.is_damaged |= tail.len() < length;
                let mut doc = last_doc_before;
                for slot in &mut self.docs[..length] {
                    doc = doc.saturating_add(read_vint(&mut tail));
                    *slot = doc;
                }
                self.freqs[..length].fill_with(|| read_vint(&mut tail));
                self.freqs_unpacked = true;
                length
            }
        }
    }

    fn unpack_freqs(&mut self) {
        if !self.freqs_unpacked
            && let PostingSource::Packed(bytes) = self.source
            && let Some(block) = self.blocks.get(self.block)
        {
            if !block.unpack_freqs(bytes, &mut self.freqs) {
                self.is_damaged = true;
                self.freqs.fill(1);
            }
            self.freqs_unpacked = true;
        }
    }

    /// Moves to the first passage from `doc` on that has the term, wherever the cursor stood, and returns it. Returns
    /// `TERMINATED` if there is none.
    #[inline]
    pub(crate) fn seek(&mut self, doc: u32) -> u32 {
        if self.docs[self.index] == doc {
            return doc;
        }
        if doc <= self.last_doc_before && self.last_doc_before > 0 || doc > self.last_doc {
            let block = self.block_containing(doc);
            if block >= self.blocks.len() {
                return TERMINATED;
            }
            self.load_docs(block);
        }
        self.index = lower_bound(&self.docs, doc);
        let found = self.docs[self.index];
        // A damaged block may hold passages outside the bounds of its skip entry.
        if found >= doc { found } else { TERMINATED }
    }

    /// Keeps those of the ascending `docs` that have the term.
    pub(crate) fn retain_present(&mut self, docs: &mut Vec<u32>) {
        let (mut from, mut kept) = (0, 0);
        while let Some(doc) = docs.get(from) {
            let block = self.block_containing(*doc);
            let Some(last_doc) = self.blocks.get(block).map(|block| block.last_doc) else { break };
            self.load_docs(block);
            // Without a branch: which ones stay cannot be predicted.
            while let Some(doc) = docs.get(from).copied().filter(|doc| *doc <= last_doc) {
                docs[kept] = doc;
                kept += usize::from(self.number_of(doc).is_some());
                from += 1;
            }
        }
        docs.truncate(kept);
    }

    /// Term frequency in the passage that `seek` returned last.
    pub(crate) fn freq(&self) -> u32 {
        self.freq_at(self.index)
    }

    /// Number of the posting of `doc` in the unpacked block, if it is there.
    #[inline]
    pub(crate) fn number_of(&self, doc: u32) -> Option<usize> {
        let at = lower_bound(&self.docs, doc);
        (self.docs[at] == doc).then_some(at)
    }

    /// Passage and term frequency of posting number `at` of the unpacked block.
    pub(crate) fn posting(&self, at: usize) -> (u32, u32) {
        (self.docs[at], self.freq_at(at))
    }

    fn freq_at(&self, at: usize) -> u32 {
        if let (false, PostingSource::Packed(bytes), Some(block)) =
            (self.freqs_unpacked, self.source, self.blocks.get(self.block))
        {
            // Missing bytes are noticed where the passages of the next block are unpacked.
            return block.freq_at(bytes, at).unwrap_or(1);
        }
        self.freqs[at]
    }

    /// Sum of the term frequencies in the passages from `first` up to but not including `end`.
    pub(crate) fn freq_in_range(&mut self, first: u32, end: u32) -> u32 {
        let mut sum = 0_u32;
        let mut doc = self.seek(first);
        while doc < end {
            sum = sum.saturating_add(self.freq());
            doc = match self.docs[..self.length].get(self.index + 1) {
                Some(next) => {
                    self.index += 1;
                    *next
                }
                None => self.seek(doc + 1),
            };
        }
        sum
    }

    /// Fills `out` with the positions of the term in the passage that `seek` returned last: ascending, in words from the start of
    /// the passage.
    pub(crate) fn positions(&mut self, out: &mut Vec<u32>) {
        out.clear();
        self.unpack_freqs();
        let freq = self.freq();
        let Some(block) = self.blocks.get(self.block) else { return };
        if let PostingSource::Materialized(postings) = self.source {
            out.extend_from_slice(postings.positions_of(block.offset + self.index));
            return;
        }
        let before: u32 = self.freqs[..self.index].iter().fold(0, |sum, freq| sum.wrapping_add(*freq));
        self.read_positions(block.positions_before + u64::from(before), freq, out);
    }

    /// Fills `out` with the positions of the term in the passage in which it occurs `freq` times. `before` is the number of positions
    /// in all passages before it. The cursor does not move.
    pub(crate) fn read_positions(&mut self, before: u64, freq: u32, out: &mut Vec<u32>) {
        out.clear();
        let Some(positions) = &mut self.positions else {
            debug_assert!(false, "postings without positions, such as those of pairs, are asked for passages only");
            self.is_damaged = true;
            return;
        };
        if positions.read(before, freq as usize, out).is_none() {
            self.is_damaged = true;
            out.clear();
        }
        let mut position = 0_u32;
        for slot in out {
            position = position.wrapping_add(*slot);
            *slot = position;
        }
    }
}

/// Index of the first of the ascending `docs` that is not below `doc`, or the last index if all are below. Branchless binary
/// search.
#[inline]
fn lower_bound(docs: &[u32; BLOCK_LEN], doc: u32) -> usize {
    let mut at = 0;
    for half in [64, 32, 16, 8, 4, 2, 1] {
        at += half * usize::from(docs[at + half - 1] < doc);
    }
    at
}

/// Start and end of the part of the ascending `docs` that lies in `range`.
pub(crate) fn slice_of_range(docs: &[u32], range: &Range<u32>) -> (usize, usize) {
    let inside = |doc: Option<&u32>| doc.is_some_and(|doc| range.contains(doc));
    let first = if inside(docs.first()) { 0 } else { count_below(docs, range.start) };
    let last = if inside(docs.last()) { docs.len() } else { count_below(docs, range.end) };
    (first, last.max(first))
}

/// Number of the ascending `docs` of a block that are below `doc`.
fn count_below(docs: &[u32], doc: u32) -> usize {
    match docs.first_chunk() {
        Some(full) => {
            let at = lower_bound(full, doc);
            at + usize::from(full[at] < doc)
        }
        None => docs.partition_point(|other| *other < doc),
    }
}

#[cfg(test)]
mod tests;
