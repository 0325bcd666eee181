//! Here is an article: which units do we retrieve?
//!
//! [`sentences`] finds where sentences end, [`passages`] packs them into units of about 100 words.

mod passages;
mod sentences;

pub use passages::{Passage, passages};
pub use sentences::sentences;
