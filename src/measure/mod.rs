//! How fast, how good, and is the difference more than chance?
//!
//! [`latency`] times [`queries`] on an open index. [`relevance`] evaluates a ranking against relevance judgments, read by
//! [`trec`], with the definitions of trec_eval; [`significance`] tests whether two rankings differ by more than chance.

pub mod latency;
pub mod queries;
pub mod relevance;
pub mod significance;
pub mod trec;
