//! Which passages are the best by their own words alone?
//!
//! This is the first of two phases: it finds k candidates while reading as few postings as it can; `search/rank` then scores the
//! candidates with all that is known of them. Scores are quantised BM25.
//!
//! A segment is cut into ranges of 2,048 passages. The block-max values of the postings give an upper bound for each scorer in each
//! range (`bounds`), and a range that cannot reach the threshold, the score of the k-th best passage so far, is skipped. The few
//! ranges with the highest bounds come first, so that the threshold is high from the start; the others come in order, so that each
//! block of postings is unpacked and scored once.
//!
//! A disjunction is evaluated by MaxScore with essential and non-essential terms (`maxscore`). For everything else, the postings of a
//! range are first laid over one another as bits (`approximation`); what is left is scored the same way, and positions are read only
//! for passages whose bound reaches the threshold. Queries with few candidates are evaluated one by one, without bounds.
//!
//! Where scored terms are required, the rarest leads and scores come first (`conjunction`). Passages that have a part of a compound only
//! are searched last, by what is known of them (`rest`).
//!
//! A phrase of two common words has a posting list of its own and is a term (`index/pairs`); in longer phrases, such pairs stand for
//! their words until positions are read. A phrase that is the whole query is verified best first (`phrase_search`).
//!
//! Sources: MaxScore, Turtle and Flood 1995; block-max indexes, Ding and Suel 2011; ranges, Mallia, Siedlaczek and Suel 2021;
//! windows of postings as bits and in order, Lucene's `MaxScoreBulkScorer` and `DenseConjunctionBulkScorer`; conjunctions,
//! Lucene's `BlockMaxConjunctionBulkScorer`.
//! `search/rank/plain.rs` is the plain implementation; a test compares the results.

mod accumulators;
mod approximation;
mod bm25;
mod bounds;
mod conjunction;
mod cursors;
mod deadline;
mod first_phase;
mod in_article;
mod matching;
mod maxscore;
mod phrase;
mod phrase_search;
mod predicate;
mod range_bits;
mod rest;
mod scored_block;
mod scorer;
mod single_term;
mod span_matching;
mod spans;
mod top_k;

pub(crate) use bm25::{Bm25, K1, quantize, quantized_weight, saturation};
pub(crate) use cursors::SegmentCursors;
pub(crate) use deadline::Deadline;
pub(crate) use first_phase::{Pruning, top_k};
pub(crate) use phrase::Phrase;
pub(crate) use predicate::{ArticleCondition, Predicate};
pub(crate) use rest::{FoundBefore, top_k_of_rest};
pub(crate) use scorer::{Scorer, Scorers};
pub(crate) use spans::{Closeness, Span, SpanNear, SpanQuery, smallest_windows};
pub(crate) use top_k::Candidate;
