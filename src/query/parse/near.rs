//! Operators for what is close together: `NAHE/5`, `VOR/5`, `NAHE/ARTIKEL`.

use super::Parser;
use crate::query::error::{Problem, QueryError, at};
use crate::query::syntax::{ByteSpan, Near, Node};
use crate::query::words::Operator;

impl Parser<'_> {
    /// Parses operands joined by such operators, from left to right.
    pub(super) fn near(&mut self) -> Result<Node, QueryError> {
        self.peek();
        let mut start = self.at;
        let mut left = self.not()?;
        while let Some((operator @ (Operator::Near { .. } | Operator::SameArticle), span)) = self.operator() {
            self.check_near(&left, operator, start..span.start)?;
            self.at = span.end;
            self.peek();
            start = self.at;
            let right = self.operand(&span, Parser::not)?;
            self.check_near(&right, operator, start..self.at)?;
            left = match (operator, left) {
                (Operator::Near { width, ordered }, left) => Node::Near(Box::new(Near { left, right, width, ordered })),
                (_, Node::SameArticle(mut nodes)) => {
                    nodes.push(right);
                    Node::SameArticle(nodes)
                }
                (_, left) => Node::SameArticle(vec![left, right]),
            };
        }
        Ok(left)
    }

    /// Refuses an operand of `NAHE` that has no spans in a text, and one of `NAHE/ARTIKEL` that is in no text.
    fn check_near(&self, node: &Node, operator: Operator, span: ByteSpan) -> Result<(), QueryError> {
        let length = self.text[span.clone()].trim_end().len();
        let may_be_near = match operator {
            Operator::SameArticle => !matches!(node, Node::Not(_)),
            _ => node.has_spans(),
        };
        if may_be_near { Ok(()) } else { at(span.start..span.start + length, Problem::NoSpans) }
    }
}
