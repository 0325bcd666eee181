//! Which passages match a query?

use std::ops::RangeInclusive;
use std::sync::Arc;

use super::phrase::Phrase;
use super::spans::SpanQuery;
use crate::postings::NameFilter;

/// The condition a passage must meet to be a hit. Numbers are indices into the plan's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Predicate {
    /// No passage matches.
    MatchNone,
    /// Every passage matches.
    MatchAll,
    /// The passage has the term.
    Term(usize),
    /// The passage has the phrase.
    Phrase(Phrase),
    /// The passage has spans of the query; the second is its approximation.
    Spans(SpanQuery, Box<Predicate>),
    /// The passage's article is of one of these days, counted from 1970-01-01.
    DateRange(RangeInclusive<i64>),
    /// The passage's article has this name of a source or section.
    Name(Arc<NameFilter>),
    /// The passage's article has a passage that meets a condition.
    InArticle(ArticleCondition),
    /// At least one holds.
    Or(Vec<Predicate>),
    /// All hold.
    And(Vec<Predicate>),
    /// The first holds and none of the others does.
    AndNot(Box<Predicate>, Vec<Predicate>),
}

/// A condition that one of the passages of an article meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ArticleCondition {
    /// Number of the condition in its plan, by which an answer is remembered for the other passages of the article.
    pub(crate) number: usize,
    /// Condition of a passage.
    pub(crate) passage: Box<Predicate>,
}

impl Predicate {
    /// Upper bound of the number of matching passages, out of `passages`; of a condition for the article, of the passages that make
    /// it hold. `doc_freq` gives the number of passages with a term.
    pub(crate) fn cost(&self, passages: u64, doc_freq: &dyn Fn(usize) -> u64) -> u64 {
        match self {
            Predicate::MatchNone => 0,
            Predicate::MatchAll | Predicate::DateRange(_) | Predicate::Name(_) => passages,
            Predicate::Term(term) => doc_freq(*term),
            Predicate::Phrase(phrase) => phrase.required.iter().map(|term| doc_freq(*term)).min().unwrap_or(0),
            Predicate::Spans(_, approximation) => approximation.cost(passages, doc_freq),
            Predicate::InArticle(condition) => condition.passage.cost(passages, doc_freq),
            Predicate::Or(parts) => parts.iter().map(|part| part.cost(passages, doc_freq)).sum(),
            Predicate::And(parts) => parts.iter().map(|part| part.cost(passages, doc_freq)).min().unwrap_or(0),
            Predicate::AndNot(required, _) => required.cost(passages, doc_freq),
        }
    }

    /// Returns true if posting lists alone tell which passages match.
    pub(super) fn is_told_by_postings(&self) -> bool {
        match self {
            Predicate::MatchNone | Predicate::MatchAll | Predicate::Term(_) => true,
            Predicate::Or(parts) | Predicate::And(parts) => parts.iter().all(Predicate::is_told_by_postings),
            Predicate::Phrase(_)
            | Predicate::Spans(..)
            | Predicate::DateRange(_)
            | Predicate::Name(_)
            | Predicate::InArticle(_)
            | Predicate::AndNot(..) => false,
        }
    }
}

impl SpanQuery {
    /// A necessary condition for the query to have spans in a passage, which needs no positions (the approximation of a two-phase
    /// iterator).
    pub(crate) fn approximation(&self) -> Predicate {
        let all = |terms: &mut dyn Iterator<Item = usize>| Predicate::And(terms.map(Predicate::Term).collect());
        match self {
            SpanQuery::None => Predicate::MatchNone,
            SpanQuery::Term(term) => Predicate::Term(*term),
            SpanQuery::Phrase(phrase) => all(&mut phrase.required.iter().copied()),
            SpanQuery::Window(terms, _) => all(&mut terms.iter().copied()),
            SpanQuery::Or(parts) => Predicate::Or(parts.iter().map(SpanQuery::approximation).collect()),
            SpanQuery::Near(near) => Predicate::And(vec![near.left.approximation(), near.right.approximation()]),
            SpanQuery::Between(inner, begin, _) => Predicate::And(vec![inner.approximation(), Predicate::Term(*begin)]),
        }
    }
}
