//! How fast, how good, honestly?
//!
//! [`latency`] times queries on an open index, [`relevance`] judges a ranking against relevance judgments with
//! the definitions of trec_eval, [`significance`] says whether two rankings differ by more than chance.

pub mod latency;
pub mod queries;
pub mod relevance;
pub mod significance;
pub mod trec;
