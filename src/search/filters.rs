//! Which articles does a query ask for, whatever their words?

use crate::query::{Clause, DateRange, Node, Occur, TextField};

/// The query for the baseline of `node`: keeps only its filters.
pub(super) fn baseline(node: &Node) -> Node {
    filters_of(node).unwrap_or(Node::Date(ALL_DAYS))
}

const ALL_DAYS: DateRange = DateRange { first: None, last: None };

/// Filters of a query by source, section and date; `None` if there are none.
pub(super) fn filters_of(node: &Node) -> Option<Node> {
    let mut parts = vec![Node::Date(ALL_DAYS)];
    collect_filters(node, &mut parts);
    (parts.len() > 1).then_some(Node::And(parts))
}

/// Collects the filters that hold wherever `node` does.
fn collect_filters(node: &Node, out: &mut Vec<Node>) {
    match node {
        Node::Not(inner) if is_baseline_filter(inner) => out.push(node.clone()),
        node if is_baseline_filter(node) => out.push(node.clone()),
        Node::Boost(node, _) => collect_filters(node, out),
        Node::And(nodes) | Node::SameArticle(nodes) => nodes.iter().for_each(|node| collect_filters(node, out)),
        Node::List(clauses) => {
            let is_optional = |clause: &&Clause| clause.occur == Occur::May && !is_baseline_filter(&clause.node);
            let has_one_alternative = clauses.iter().filter(is_optional).count() == 1;
            let has_required = clauses.iter().any(|clause| clause.occur == Occur::Must);
            for Clause { occur, node } in clauses {
                match occur {
                    Occur::Must => collect_filters(node, out),
                    Occur::MustNot => collect_filters(&Node::Not(Box::new(node.clone())), out),
                    // Of several optional clauses none needs to hold.
                    Occur::May if is_baseline_filter(node) || (has_one_alternative && !has_required) => {
                        collect_filters(node, out);
                    }
                    Occur::May => {}
                }
            }
        }
        _ => {}
    }
}

/// Returns true for a filter without headlines: a headline is part of what an article is about.
fn is_baseline_filter(node: &Node) -> bool {
    fn asks_title(node: &Node) -> bool {
        match node {
            Node::In(TextField::Title, _) => true,
            Node::Boost(node, _) | Node::Not(node) => asks_title(node),
            Node::And(nodes) | Node::Or(nodes) => nodes.iter().any(asks_title),
            Node::List(clauses) => clauses.iter().any(|clause| asks_title(&clause.node)),
            _ => false,
        }
    }
    node.is_filter() && !asks_title(node)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::query::parse;

    #[test]
    fn names_and_days_that_must_hold_make_the_baseline() {
        for (query, kept) in [
            ("Bahn Streik", &[][..]),
            ("source:dpa Bahn", &["source:dpa"]),
            ("Bahn UND source:dpa UND date:2018", &["source:dpa", "date:\"2018-01-01..2018-12-31\""]),
            ("(source:dpa Bahn) UND Streik", &["source:dpa"]),
            ("+source:dpa Bahn Streik -section:sport", &["source:dpa", "NICHT section:sport"]),
            ("source:dpa ODER Bahn", &[]),
            ("title:Bahn", &[]),
            ("date:2018", &["date:\"2018-01-01..2018-12-31\""]),
        ] {
            let parts = match filters_of(&parse(query).unwrap()) {
                Some(Node::And(parts)) => parts[1..].to_vec(),
                _ => Vec::new(),
            };
            assert_eq!(parts.iter().map(ToString::to_string).collect::<Vec<_>>(), kept, "{query}");
        }
    }
}
