//! Words that were not typed: what the synonyms of the user say, and how the receipt names it.

use super::Planner;
use super::context::Context;
use crate::Error;
use crate::query::receipt::WordReceipt;
use crate::query::syntax::Node;
use crate::retrieval::Predicate;

/// Weight of a synonym; the word itself has 1. Where a passage has both, the word counts alone.
const SYNONYM_WEIGHT: f32 = 0.9;

impl Planner<'_> {
    /// Passages that have a synonym of the word `node`, an alternative for each of `by`. A synonym stands for its word: it scores
    /// where that does not occur, and the passage lacks nothing. A part of a synonym alone does not match.
    pub(super) fn synonyms(&mut self, node: &Node, by: &[Node], ctx: Context) -> Result<Vec<Predicate>, Error> {
        let (Node::Word(word) | Node::Whole(word)) = node else { return Ok(Vec::new()) };
        let first = self.written_tokens(word).into_iter().next();
        let parent = first.and_then(|token| self.clause_of(&token));
        let ctx = ctx.part_of(parent).weighted(SYNONYM_WEIGHT);
        let mut alternatives = Vec::new();
        for synonym in by {
            let receipts = self.receipt.len();
            alternatives.push(self.required(synonym, ctx)?);
            if let Node::Near(_) = synonym {
                // One entry is one line of the receipt, whatever it was planned to; a word of it that was typed has its own.
                let is_typed =
                    |receipt: &WordReceipt| receipt.term.is_some_and(|term| self.typed_terms.contains_key(&term));
                let typed: Vec<WordReceipt> = self.receipt.drain(receipts..).filter(is_typed).collect();
                let words = words_of(synonym).join(" ");
                let sign = if ctx.negated { "-" } else { "" };
                let entry = WordReceipt::new(format!("{sign}{words}"), words, None);
                self.receipt.push(WordReceipt { synonym_of: Some(word.clone()), ..entry });
                self.receipt.extend(typed);
            } else {
                self.receipt[receipts..].iter_mut().for_each(|receipt| receipt.synonym_of = Some(word.clone()));
            }
        }
        Ok(alternatives)
    }
}

/// The words of an entry, in order.
fn words_of(node: &Node) -> Vec<&str> {
    match node {
        Node::Word(word) | Node::Whole(word) => vec![word],
        Node::Near(near) => [words_of(&near.left), words_of(&near.right)].concat(),
        _ => Vec::new(),
    }
}
