//! Conditions of a list or a conjunction, for a passage or for an article.

use super::{Planner, disjunction};
use crate::query::syntax::{Node, Within};
use crate::retrieval::{ArticleCondition, Predicate};

/// A condition, and whether it is one of the article as a whole: all its passages meet a filter, or none.
struct Condition {
    is_filter: bool,
    predicate: Predicate,
}

/// Conditions of a list or a conjunction, in the order of the query.
#[derive(Default)]
pub(super) struct Conditions {
    /// Conditions that must hold.
    required: Vec<Condition>,
    /// Conditions that only add to the score, because something else is required.
    pub(super) optional: Vec<Predicate>,
    /// Conditions that must not hold.
    prohibited: Vec<Condition>,
}

impl Conditions {
    /// Adds the condition of a node that must hold.
    pub(super) fn require(&mut self, node: &Node, predicate: Predicate) {
        self.required.push(Condition { is_filter: node.is_filter(), predicate });
    }

    /// Adds alternatives one of which must hold.
    pub(super) fn require_any(&mut self, alternatives: Vec<Predicate>) {
        self.required.push(Condition { is_filter: false, predicate: disjunction(alternatives) });
    }

    /// Adds the condition of a node that must not hold.
    pub(super) fn prohibit(&mut self, node: &Node, predicate: Predicate) {
        self.prohibited.push(Condition { is_filter: node.is_filter(), predicate });
    }

    /// Returns true if nothing must hold.
    pub(super) fn is_negative(&self) -> bool {
        self.required.is_empty()
    }
}

impl Planner<'_> {
    /// Passages that meet `conditions`. Within an article these are the passages that have anything required or optional, if their
    /// article has all that is required and nothing that is prohibited.
    pub(super) fn meeting(&mut self, conditions: Conditions, within: Within) -> Predicate {
        let Conditions { mut required, optional, mut prohibited } = conditions;
        if within == Within::Article {
            let words: Vec<Predicate> =
                required.iter().filter(|one| !one.is_filter).map(|one| one.predicate.clone()).collect();
            if words.len() > 1 || words.len() == 1 && !optional.is_empty() {
                required = required.into_iter().map(|one| self.in_article(one)).collect();
                let predicate = disjunction(flat(words.into_iter().chain(optional)));
                required.push(Condition { is_filter: false, predicate });
            }
            prohibited = prohibited.into_iter().map(|one| self.in_article(one)).collect();
        }
        let predicates = |all: Vec<Condition>| all.into_iter().map(|one| one.predicate).collect::<Vec<_>>();
        let (required, prohibited) = (self.conjunction(predicates(required)), predicates(prohibited));
        if prohibited.is_empty() { required } else { Predicate::AndNot(Box::new(required), prohibited) }
    }

    fn in_article(&mut self, condition: Condition) -> Condition {
        if condition.is_filter {
            return condition;
        }
        let number = self.next_condition;
        self.next_condition += 1;
        let in_article = ArticleCondition { number, passage: Box::new(condition.predicate) };
        Condition { is_filter: false, predicate: Predicate::InArticle(in_article) }
    }
}

/// The alternatives with those of disjunctions among them side by side, so that the first phase can prune them.
fn flat(alternatives: impl Iterator<Item = Predicate>) -> Vec<Predicate> {
    let mut all = Vec::new();
    for alternative in alternatives {
        match alternative {
            Predicate::Or(parts) => all.extend(parts),
            other => all.push(other),
        }
    }
    all
}
