//! Words that stand side by side in the query.

use std::collections::HashSet;

use super::Planner;
use super::context::Context;
use crate::Error;
use crate::german::Token;
use crate::query::scored::{Matcher, Role, ScoredClause, Scoring};
use crate::query::syntax::{Clause, Node, Occur};

/// Weight of two neighbours side by side in a passage, relative to the sum of their idf. nDCG@10 of articles, for all topics and
/// for each half of them (`fundstelle eval --by article`):
///
/// | weight | wikinews | xquad-de | covid-questions | gesetze | bundestag |
/// |---|---|---|---|---|---|
/// | 0 | .9511 (.9479 .9544) | .9613 (.9627 .9598) | .4434 (.4601 .4266) | .4988 (.5160 .4815) | .4151 (.4147 .4155) |
/// | .2 | .9511 (.9483 .9538) | .9618 (.9631 .9606) | .4439 (.4662 .4216) | .4981 (.5167 .4795) | .4177 (.4175 .4179) |
/// | .4 | .9514 (.9479 .9548) | .9628 (.9644 .9612) | .4475 (.4673 .4278) | .4989 (.5178 .4800) | .4187 (.4193 .4182) |
/// | .8 | .9510 (.9479 .9541) | .9643 (.9673 .9613) | .4474 (.4671 .4278) | .4997 (.5208 .4787) | .4197 (.4202 .4191) |
const NEIGHBOURS_WEIGHT: f32 = 0.8;
/// Most pairs of neighbours that score.
const MAX_PAIRS: usize = 16;

impl Planner<'_> {
    /// Adds a clause for each two words that stand side by side in a list, stop words included. A passage that has both as
    /// typed, side by side and in this order, ranks above one that has them apart: it may quote what was typed.
    pub(super) fn neighbours(&mut self, clauses: &[Clause]) -> Result<(), Error> {
        let (mut before, mut pairs): (Option<Token>, usize) = (None, 0);
        let mut known = HashSet::new();
        for Clause { occur, node } in clauses {
            let words = match word_of(node) {
                Some(word) if *occur != Occur::MustNot => self.written_tokens(word),
                _ => Vec::new(),
            };
            let mut words = words.into_iter().filter(|token| token.span == 1);
            let first = words.next();
            let last = words.last().or_else(|| first.clone());
            // A word typed again counts once.
            let is_new = |token: &&Token| token.word.stop_word || known.insert(token.word.exact.clone());
            if let (Some(left), Some(right)) = (&before, first.as_ref().filter(is_new))
                && pairs < MAX_PAIRS
            {
                pairs += usize::from(self.neighbour_clause(left, right)?);
            }
            before = last;
        }
        Ok(())
    }

    /// Adds the clause of two neighbours. Returns false if one of them is nowhere.
    fn neighbour_clause(&mut self, left: &Token, right: &Token) -> Result<bool, Error> {
        let (left, right) = (&left.word.exact, &right.word.exact);
        let [first, second] = [self.term_number(self.fields.exact, left)?, self.term_number(self.fields.exact, right)?];
        if self.doc_freq(first) == 0 || self.doc_freq(second) == 0 {
            return Ok(false);
        }
        let idf = self.idf(first) + self.idf(second);
        let scoring = Scoring::Phrase(vec![(first, 0), (second, 1)]);
        let clause = ScoredClause::new(format!("=\"{left} {right}\""), Matcher::None, scoring, idf);
        self.push_clause(clause.with_role(Role::Neighbours).with_weight(NEIGHBOURS_WEIGHT), Context::ROOT);
        Ok(true)
    }
}

/// Returns the word that a node is, boosted or not.
fn word_of(node: &Node) -> Option<&str> {
    match node {
        Node::Word(word) => Some(word),
        Node::Boost(node, _) => word_of(node),
        _ => None,
    }
}
