//! In which passages does a term stand, how often, and where?
//!
//! Posting lists as tantivy's segments have them, read block by block, with every block's bounds known beforehand. tantivy
//! reads them forwards only; here a list can be entered anywhere, so that ranges of passages can be looked at in any order.

mod block;
mod list;
mod order;
mod places;
mod segment;

pub(crate) use block::BLOCK;
pub(crate) use list::{Block, END, List, within};
pub(crate) use segment::{Known, Segment, Segments};
