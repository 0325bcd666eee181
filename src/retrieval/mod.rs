//! Which passages are the best by their own words alone?
//!
//! The first of two phases: it looks at as little as it can, `search/rank` looks closely at the few it finds. The segment is
//! cut into ranges of passages. The bounds of the blocks say how much a passage of a range can score at most; the most
//! promising range comes first, and what cannot get among the best any more is not looked at (block-max pruning of Ding and
//! Suel 2011, MaxScore of Turtle and Flood 1995, over ranges as in Mallia, Siedlaczek and Suel 2021).

mod bm25;
mod bounds;
mod clock;
mod first_phase;
mod matching;
mod spans;
mod top;
mod union;
mod walk;

pub(crate) use bm25::{Bm25, K1, saturation};
pub(crate) use first_phase::best;
pub(crate) use matching::{Matching, Opened, smallest_windows};
pub(crate) use spans::{Closeness, Near, Places, Span};
pub(crate) use top::Candidate;
#[cfg(test)]
pub(crate) use {bounds::Scorer, first_phase::scorers};
