//! The parts of a compound and the pieces of a hyphenated word: what they weigh, and where they stand for the word.

use super::Planner;
use super::context::Context;
use super::words::WordTerm;
use crate::Error;
use crate::german::Token;
use crate::query::scored::{Compound, Matcher, Role, ScoredClause, Scoring};
use crate::retrieval::{Closeness, Predicate, SpanNear, SpanQuery};

/// Weight of a part of a compound; the compound has 1. nDCG@10: .3, .35 and .7 are worse on wikinews, .3 on all.
const PART_WEIGHT: f32 = 0.5;
/// Weight of a piece of a hyphenated word; the joint spelling has 1. Whoever types a hyphen sees two words.
pub(super) const PIECE_WEIGHT: f32 = 1.0;
/// Weight of all parts close together, relative to the sum of their own weights. Between 0 and .5 the nDCG@10 of no
/// collection moves by .001; it decides between passages with the same words.
const TOGETHER_WEIGHT: f32 = 0.5;
/// Width of the window of all parts of a compound at which their closeness scores half, in positions from the first to
/// the last: `das Budget, das wir für die Werbung haben`.
const CLOSENESS_WIDTH: u32 = 6;
/// Greatest distance from the last part of a compound, its head, to the others behind it, and between these, in positions:
/// `Budget für die Werbung` is a Werbebudget. In the order of the compound the parts must be adjacent: `Zeit für eine
/// Wende` is no Zeitenwende.
const PARTS_DISTANCE: u32 = 3;

/// A part of a compound, or a piece of a hyphenated word.
pub(super) struct QueryPart {
    label: String,
    pub(super) term: String,
    weight: f32,
}

impl QueryPart {
    pub(super) fn as_term(&self) -> WordTerm<'_> {
        WordTerm::part(&self.label, &self.term, self.weight)
    }
}

impl Planner<'_> {
    /// Passages with all parts of a word close together. Adds the clause that scores their closeness and highlights the
    /// word: itself; where it is not, its parts close together; where these are not either, each of the terms `lone`.
    pub(super) fn compound_window(
        &mut self,
        word: &str,
        whole: &Token,
        parts: &[QueryPart],
        lone: Vec<String>,
        ctx: Context,
    ) -> Result<Predicate, Error> {
        let mut terms = Vec::new();
        let mut idf = 0.0;
        for part in parts {
            let term = self.term_number(self.fields.terms, &part.term)?;
            idf += part.weight * self.idf(term);
            terms.push(term);
        }
        let together = self.parts_together(&terms);
        if ctx.scoring {
            let scoring = Scoring::Window(terms.clone(), CLOSENESS_WIDTH);
            let matcher = compound_matcher(whole, self.predicate_matcher(&together)?, lone);
            let clause = ScoredClause::new(word, matcher, scoring, idf);
            let clause = ScoredClause { highlights: !ctx.in_span, ..clause };
            if self.add_clause_once(clause.with_role(Role::Together).with_weight(TOGETHER_WEIGHT), ctx) {
                let whole = self.term_number(self.fields.terms, &whole.word.term)?;
                self.compounds.push(Compound {
                    word: word.to_owned(),
                    labels: parts.iter().map(|part| part.label.clone()).collect(),
                    parts: terms.clone(),
                    whole: Some(whole),
                    together: together.clone(),
                });
            }
        }
        Ok(together)
    }

    /// Passages that have all parts of a compound, of which the last is the head: in one word, adjacent, or the head
    /// before the others.
    fn parts_together(&self, parts: &[usize]) -> Predicate {
        let adjacent = SpanQuery::Window(parts.to_vec(), parts.len() as u32 - 1);
        let query = match parts {
            [] | [_] => adjacent,
            [modifiers @ .., head] => {
                let right = match modifiers {
                    [modifier] => SpanQuery::Term(*modifier),
                    _ => SpanQuery::Window(modifiers.to_vec(), PARTS_DISTANCE * (modifiers.len() as u32 - 1)),
                };
                let closeness = Closeness { width: PARTS_DISTANCE, ordered: true, may_overlap: false };
                let near = SpanNear { left: SpanQuery::Term(*head), right, closeness };
                SpanQuery::Or(vec![adjacent, SpanQuery::Near(Box::new(near))])
            }
        };
        let all_parts = self.conjunction(parts.iter().map(|part| Predicate::Term(*part)).collect());
        Predicate::Spans(query, Box::new(all_parts))
    }
}

/// The matcher of a compound: of the word itself, else of its parts `together`, else of the terms `lone`.
fn compound_matcher(whole: &Token, together: Matcher, lone: Vec<String>) -> Matcher {
    let lemmas = std::iter::once(&whole.word.term).chain(&whole.word.second);
    let wholes = lemmas.cloned().map(Matcher::Term).collect();
    let mut alternatives = vec![Matcher::Any(wholes), together];
    if !lone.is_empty() {
        alternatives.push(Matcher::Parts(lone.into_iter().map(Matcher::Term).collect()));
    }
    Matcher::FirstOf(alternatives)
}

/// The parts of a word that was typed, in order: the pieces between hyphens, and the parts of each. The stem of a verb
/// is searched as the noun that is made of it.
pub(super) fn compound_parts(tokens: &[Token]) -> Vec<QueryPart> {
    let is_hyphenated = tokens.len() > 1;
    let mut all = Vec::new();
    for piece in tokens.iter().filter(|token| token.span == 1) {
        if piece.word.parts.is_empty() && is_hyphenated {
            let (label, term) = (piece.word.exact.clone(), piece.word.term.clone());
            all.push(QueryPart { label, term, weight: PIECE_WEIGHT });
        }
        all.extend(piece.word.parts.iter().map(|part| QueryPart {
            label: part.base.clone(),
            term: part.noun.as_ref().unwrap_or(&part.term).clone(),
            weight: PART_WEIGHT,
        }));
    }
    all
}
