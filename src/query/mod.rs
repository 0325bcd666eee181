//! What did the user mean, and what may it cost?
//!
//! [`parse`] reads the query language into a [`Node`]; `plan` turns that into the condition of a hit, the clauses by which hits are
//! scored and highlighted, and the receipt.

mod error;
mod expand;
mod limits;
mod parse;
mod pattern;
mod plan;
mod receipt;
mod scored;
mod statistics;
mod syntax;
mod words;

pub use error::{Problem, QueryError};
pub use limits::{MAX_CLAUSES, MAX_DEPTH, MAX_EXPANSIONS, MAX_KEYWORDS, MAX_NEAR_WIDTH, MAX_QUERY_BYTES};
pub use parse::{keywords, parse};
pub use pattern::Pattern;
pub use receipt::{Way, WordReceipt};
pub use scored::{Matcher, Plan, ScoredClause};

pub(crate) use expand::{MultiTerm, expand};
pub(crate) use plan::{any_of, plan, plan_to_count};
pub(crate) use scored::{Compound, Role, Scoring};
pub(crate) use statistics::idf;
pub use syntax::{Boost, Clause, DateRange, Near, Node, Occur, TextField};
