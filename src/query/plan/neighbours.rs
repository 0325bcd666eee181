//! Words that stand side by side in the query.

use std::collections::HashSet;

use super::Planner;
use super::context::Context;
use crate::Error;
use crate::query::scored::{Matcher, Role, ScoredClause, Scoring};
use crate::query::syntax::{Clause, Node, Occur};
use crate::retrieval::Phrase;

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

/// A word of the query that is no stop word.
struct ContentWord {
    /// Number of its term.
    term: usize,
    /// Exact form.
    form: String,
    /// Number of words of the query before it, stop words included.
    position: u32,
}

impl Planner<'_> {
    /// Adds a clause for each two words of a list with nothing but stop words between them. A passage that has both at the same
    /// distance and in this order ranks above one that has them elsewhere: it may quote what was typed.
    pub(super) fn neighbours(&mut self, clauses: &[Clause]) -> Result<(), Error> {
        let (mut before, mut position, mut pairs): (Option<ContentWord>, u32, usize) = (None, 0, 0);
        let mut known = HashSet::new();
        for Clause { occur, node } in clauses {
            let Some(word) = word_of(node).filter(|_| *occur != Occur::MustNot) else {
                before = None;
                continue;
            };
            // The pieces of a hyphenated word are no neighbours: they score as its parts.
            let mut last = None;
            for token in self.written_tokens(word).into_iter().filter(|token| token.span == 1) {
                position += 1;
                if token.word.stop_word {
                    continue;
                }
                let term = self.term_number(self.fields.terms, &token.word.term)?;
                let right = ContentWord { term, form: token.word.exact.clone(), position };
                // A word typed again counts once.
                if known.insert(term)
                    && pairs < MAX_PAIRS
                    && let Some(left) = before.take()
                {
                    pairs += usize::from(self.neighbour_clause(&left, &right));
                }
                last = Some(right);
            }
            before = last.or(before);
        }
        Ok(())
    }

    /// Adds the clause of two neighbours. Returns false if one of them is nowhere.
    fn neighbour_clause(&mut self, left: &ContentWord, right: &ContentWord) -> bool {
        if self.doc_freq(left.term) == 0 || self.doc_freq(right.term) == 0 {
            return false;
        }
        let mut words = vec![(left.term, 0), (right.term, right.position - left.position)];
        // The rarest leads.
        words.sort_by_key(|(term, _)| self.doc_freq(*term));
        let idf = self.idf(left.term) + self.idf(right.term);
        let label = format!("\"{} {}\"", left.form, right.form);
        let clause = ScoredClause::new(label, Matcher::None, Scoring::Phrase(Phrase::new(words)), idf);
        self.push_clause(clause.with_role(Role::Neighbours).with_weight(NEIGHBOURS_WEIGHT), Context::ROOT);
        true
    }
}

/// Returns the word that a node is, boosted or not.
fn word_of(node: &Node) -> Option<&str> {
    match node {
        Node::Word(word) => Some(word),
        Node::Boost(node, _) | Node::Widened(node, _) => word_of(node),
        _ => None,
    }
}
