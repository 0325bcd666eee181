//! Parts of a query that stand somewhere in particular: near one another, between quotation marks.

use super::Planner;
use crate::Error;
use crate::german::{QUOTE, UNQUOTE};
use crate::query::scored::{Matcher, NearMatcher, Role, ScoredClause, Scoring};
use crate::query::syntax::{Near, Node};
use crate::retrieval::{Closeness, Predicate, SpanNear, SpanQuery};

/// Where something stands, and how it is found in a text again.
type Placed = (SpanQuery, Matcher);

impl Planner<'_> {
    /// The passages in which it stands. Its words are worth points wherever they stand, but are marked only there.
    pub(super) fn placed(&mut self, node: &Node) -> Result<Predicate, Error> {
        let before = self.clauses.len();
        let outer = std::mem::replace(&mut self.placing, true);
        let placed = self.place(node);
        self.placing = outer;
        let (places, matcher) = placed?;
        self.clauses[before..].iter_mut().for_each(|clause| clause.matcher = Matcher::None);
        let label = node.to_string();
        self.note(&label, &label, None);
        if let Some(receipt) = self.receipt.last_mut() {
            receipt.heuristic = matches!(node, Node::Quoted(_));
        }
        if !self.negative {
            self.clauses.push(ScoredClause {
                label,
                matcher,
                in_title: false,
                weight: 0.0,
                idf: 0.0,
                scoring: Scoring::None,
                role: Role::Together,
                of: None,
                in_article: false,
            });
        }
        let without = places.approximation();
        Ok(Predicate::Spans(places, Box::new(without)))
    }

    fn place(&mut self, node: &Node) -> Result<Placed, Error> {
        match node {
            Node::Near(near) => self.near(near),
            Node::Quoted(node) => self.quoted(node),
            Node::Or(nodes) => self.any_place(nodes.iter()),
            Node::List(clauses) => self.any_place(clauses.iter().map(|clause| &clause.node)),
            Node::Boost(node, boost) => self.boosted(*boost, |planner| planner.place(node)),
            node => {
                let predicate = self.required(node)?;
                Ok((places(&predicate), self.matcher(&predicate)))
            }
        }
    }

    fn any_place<'n>(&mut self, nodes: impl Iterator<Item = &'n Node>) -> Result<Placed, Error> {
        let parts = nodes.map(|node| self.place(node)).collect::<Result<Vec<Placed>, Error>>()?;
        let (places, matchers) = parts.into_iter().unzip();
        Ok((SpanQuery::Or(places), Matcher::Any(matchers)))
    }

    fn near(&mut self, near: &Near) -> Result<Placed, Error> {
        let (left, left_matcher) = self.place(&near.left)?;
        let (right, right_matcher) = self.place(&near.right)?;
        let may_overlap = !left.shares_term(&right);
        let closeness = Closeness { width: near.width, ordered: near.ordered, may_overlap };
        let matcher = NearMatcher { left: left_matcher, right: right_matcher, closeness };
        let places = SpanNear { left, right, closeness };
        Ok((SpanQuery::Near(Box::new(places)), Matcher::Near(Box::new(matcher))))
    }

    fn quoted(&mut self, node: &Node) -> Result<Placed, Error> {
        let (places, matcher) = self.place(node)?;
        let begin = self.number(self.fields.exact, QUOTE)?;
        let end = self.number(self.fields.exact, UNQUOTE)?;
        Ok((SpanQuery::Between(Box::new(places), begin, end), Matcher::Quoted(Box::new(matcher))))
    }

    /// How what is true by its words is found in a text again.
    fn matcher(&self, predicate: &Predicate) -> Matcher {
        let of = |list: &usize| self.matchers[*list].clone();
        match predicate {
            Predicate::Term(list) => of(list),
            Predicate::Window(lists, width) => Matcher::Window(lists.iter().map(of).collect(), *width),
            Predicate::Or(ways) => Matcher::Any(ways.iter().map(|way| self.matcher(way)).collect()),
            Predicate::Phrase(words) => {
                let exact = words.iter().any(|(list, _)| matches!(self.matchers[*list], Matcher::Exact(_)));
                let mut forms: Vec<(u32, String)> = words
                    .iter()
                    .filter_map(|(list, at)| match &self.matchers[*list] {
                        Matcher::Term(form) | Matcher::Exact(form) => Some((*at, form.clone())),
                        _ => None,
                    })
                    .collect();
                forms.sort_unstable();
                Matcher::Sequence { exact, forms }
            }
            _ => Matcher::None,
        }
    }
}

/// Where what is true by its words stands.
fn places(predicate: &Predicate) -> SpanQuery {
    match predicate {
        Predicate::Term(list) => SpanQuery::Term(*list),
        Predicate::Phrase(words) => SpanQuery::Phrase(words.clone()),
        Predicate::Window(lists, width) => SpanQuery::Window(lists.clone(), *width),
        Predicate::Or(ways) => SpanQuery::Or(ways.iter().map(places).collect()),
        _ => SpanQuery::None,
    }
}
