//! Which passages are the best by their own words alone?
//!
//! This is the first of two phases: it finds k candidates while reading as few postings as it can; `search/rank` then scores the
//! candidates with all that is known of them. Scores are quantised BM25.
//!
//! A segment is cut into ranges of at least 1,024 passages. The block-max values of the postings give an upper bound for each
//! scorer in each range (`bounds`). Ranges are visited from the highest bound down, and the visit ends once no range can reach the
//! threshold, the score of the k-th best passage so far. Disjunctions are evaluated by MaxScore with essential and non-essential
//! terms (`maxscore`); everything else document at a time (`doc_at_a_time`), led by the rarest term, with positions read only for
//! candidates whose bound reaches the threshold. Queries with few candidates are evaluated without bounds.
//!
//! Sources: MaxScore, Turtle and Flood 1995; block-max indexes, Ding and Suel 2011; ranges, Mallia, Siedlaczek and Suel 2021.
//! `search/rank/plain.rs` is the plain implementation; a test compares the results.

mod bm25;
mod bounds;
mod cursors;
mod deadline;
mod doc_at_a_time;
mod first_phase;
mod maxscore;
mod predicate;
mod scorer;
mod span_matching;
mod spans;
mod top_k;

pub(crate) use bm25::{Bm25, K1, quantize, quantized_weight, saturation};
pub(crate) use cursors::SegmentCursors;
pub(crate) use first_phase::{Pruning, top_k};
pub(crate) use predicate::Predicate;
pub(crate) use scorer::{Scorer, Scorers};
pub(crate) use spans::{Closeness, Span, SpanNear, SpanQuery, smallest_windows};
pub(crate) use top_k::Candidate;
