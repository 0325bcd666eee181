//! Cuts an article into passages, the units of retrieval.
//!
//! [`sentences`] splits a text into sentences, [`passages`] packs them into passages of about 100 words, the unit on which the
//! ranking was measured.
//!
//! Passages are cut at headings, paragraph ends and sentence ends, and inside a sentence only if it is longer than any real one.
//! They cover the body in order and never overlap, so that every word belongs to exactly one passage.
//!
//! How passages are cut decides what is on disk: a change of it raises the format of the index.

mod passages;
mod sentences;

pub use passages::{Passage, passages};
pub use sentences::sentences;
