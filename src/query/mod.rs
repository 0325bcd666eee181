//! What did the user mean, and what may it cost?
//!
//! [`parse`] reads the query language into a tree of [`Node`]s, which
//! [`Searcher::search_node`](crate::search::Searcher::search_node) runs. A tree can also be built without the language, and
//! [`keywords`] makes one of plain words, in which nothing is an operator. What is wrong with a query is a [`QueryError`] with
//! its span. The user's page of the language is `docs/query.md`.
//!
//! # From the tree to a plan
//!
//! `plan` turns the tree into a `Plan`: which passages are
//! hits, what scores and highlights them, and how each word was read.
//!
//! `limits` refuses what costs too much in one pass over the text, before anything is parsed. `parse` is a recursive
//! descent of bounded depth; every error has a span in the query and says what to write instead (`error`). `plan` looks
//! up each term once, in all segments, and refers to it by number from then on. It makes three things:
//!
//! - a `Predicate`: the condition that a passage meets to be a hit. Words side by side stay one flat disjunction of
//!   terms of one field, so that the first phase can prune it;
//! - scored clauses (`scored`): one for each word, phrase or pattern, from which a hit is scored, explained and
//!   highlighted. A pattern scores as one word, whatever it stands for (`expand`). A compound has a clause for itself
//!   (weight 1), one for each part (0.5) and one for all parts close together. Words of the family of a word score below it
//!   and match nothing (`plan/related.rs`). Where the compound is required, only itself and its parts together match;
//! - the receipt (`receipt`): what each word was searched as, and in how many passages it occurs.
//!
//! # Adding an operator
//!
//! `Bahn NAHE/5 Streik` is a [`Node::Near`] in the tree, a `SpanQuery::Near` inside a `Predicate::Spans` for retrieval,
//! and a `Matcher::Near` for highlighting. A new operator takes the same way:
//!
//! 1. `syntax`: a variant of [`Node`], and how it is written in the language. The compiler then points at the `match`es
//!    that must decide about it, in this room and in `tests/integration/naive.rs`, which answers queries word by word.
//!    If it filters, it is also a case in `search/filters.rs`.
//! 2. `words` and `parse`: its name and its precedence. `error` and `messages`: what to say when it is misused.
//! 3. `plan`: the predicate it becomes, made of those there are. Only a new kind of condition needs a variant of
//!    `Predicate` (`retrieval/predicate.rs`, `cursors.rs`), and only new positions need one of `SpanQuery`
//!    (`retrieval/spans.rs`). Either is also a case in `search/rank/plain.rs`, the plain implementation of retrieval.
//! 4. `scored`: a variant of `Matcher` for `search/highlight.rs`, if the present ones cannot find its matches.
//! 5. A row in the tables of `parse/tests.rs`, `plan/tests.rs` and `tests/integration/grammar.rs`, and the help of
//!    `fundstelle query`.

mod error;
mod expand;
mod limits;
mod parse;
mod pattern;
mod plain_text;
mod plan;
mod receipt;
mod relative_days;
mod scored;
mod statistics;
mod synonyms;
mod syntax;
mod words;

pub use error::{Problem, QueryError};
pub use limits::{MAX_CLAUSES, MAX_DEPTH, MAX_EXPANSIONS, MAX_KEYWORDS, MAX_NEAR_WIDTH, MAX_QUERY_BYTES};
pub use parse::parse;
pub use pattern::Pattern;
pub use plain_text::keywords;
pub use receipt::{RelatedWord, Way, WordReceipt};
pub use synonyms::{Synonyms, SynonymsError, SynonymsProblem};
pub use syntax::{Boost, Clause, DateRange, Near, Node, Occur, TextField, Within};

pub(crate) use expand::{MultiTerm, expand};
pub(crate) use plan::{any_of, plan, plan_to_count, related_words};
pub(crate) use scored::{Compound, Matcher, Plan, Role, ScoredClause, Scoring, words_of_relative};
pub(crate) use statistics::idf;
pub(crate) use synonyms::CompiledSynonyms;
