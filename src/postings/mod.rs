//! In which passages does a term occur, how often, and at which positions?
//!
//! Posting lists as tantivy's segments store them, read block by block with the skip data of all blocks at hand (last passage
//! and block-max values). tantivy reads a posting list forwards only; a [`PostingCursor`] can be positioned anywhere, so ranges
//! of passages can be visited in any order. A posting list may also be materialized for one query, for example the union of all
//! terms that fit a pattern.

mod block;
mod cursor;
#[cfg(test)]
pub(crate) mod fixture;
mod materialized;
mod named;
mod order;
mod positions;
mod segment;

pub(crate) use block::BLOCK_LEN;
pub(crate) use cursor::{Block, PostingCursor, TERMINATED, slice_of_range};
pub(crate) use named::NameFilter;
pub(crate) use segment::{Segment, Segments, TermInfo};
