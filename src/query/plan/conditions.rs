//! What a list or a conjunction demands, of a passage or of an article.

use super::{Planner, disjunction};
use crate::query::syntax::{Node, Within};
use crate::retrieval::{ArticleCondition, Predicate};

/// What a list or a conjunction demands.
#[derive(Default)]
pub(super) struct Conditions {
    /// Conditions that must hold.
    pub(super) required: Vec<Predicate>,
    /// Conditions of the article as a whole that must hold.
    filters: Vec<Predicate>,
    /// Conditions that only add to the score, because something else is required.
    pub(super) optional: Vec<Predicate>,
    /// Conditions that must not hold.
    prohibited: Vec<Predicate>,
    /// Conditions of the article as a whole that must not hold.
    prohibited_filters: Vec<Predicate>,
}

impl Conditions {
    /// Adds the condition of a node that must hold.
    pub(super) fn require(&mut self, node: &Node, condition: Predicate) {
        if node.is_filter() { &mut self.filters } else { &mut self.required }.push(condition);
    }

    /// Adds the condition of a node that must not hold.
    pub(super) fn prohibit(&mut self, node: &Node, condition: Predicate) {
        if node.is_filter() { &mut self.prohibited_filters } else { &mut self.prohibited }.push(condition);
    }

    /// Returns true if nothing must hold.
    pub(super) fn is_negative(&self) -> bool {
        self.required.is_empty() && self.filters.is_empty()
    }
}

impl Planner<'_> {
    /// Passages that meet `conditions`. Within an article these are the passages that have anything required or optional, if their
    /// article has all that is required and nothing that is prohibited.
    pub(super) fn meeting(&mut self, conditions: Conditions, within: Within) -> Predicate {
        let Conditions { mut required, filters, optional, mut prohibited, prohibited_filters } = conditions;
        if within == Within::Article {
            let is_one = required.len() == 1 && optional.is_empty();
            if !required.is_empty() && !is_one {
                let anything = disjunction(flat(required.iter().cloned().chain(optional)));
                required = required.into_iter().map(|one| self.in_article(one)).collect();
                required.push(anything);
            }
            prohibited = prohibited.into_iter().map(|one| self.in_article(one)).collect();
        }
        required.extend(filters);
        prohibited.extend(prohibited_filters);
        let required = self.conjunction(required);
        if prohibited.is_empty() { required } else { Predicate::AndNot(Box::new(required), prohibited) }
    }

    fn in_article(&mut self, passage: Predicate) -> Predicate {
        let number = self.next_condition;
        self.next_condition += 1;
        Predicate::InArticle(ArticleCondition { number, passage: Box::new(passage) })
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
