//! The parts of a compound and the pieces of a hyphenated word: what they weigh, and where they stand for the word.

use super::context::Context;
use super::words::WordTerm;
use super::{Disjunction, Planner};
use crate::Error;
use crate::german::Token;
use crate::query::scored::{Compound, Matcher, Role, ScoredClause, Scoring};
use crate::retrieval::{Closeness, Predicate, SpanNear, SpanQuery};

/// Weight of a part of a compound; the compound has 1. nDCG@10: .3, .35 and .7 are worse on wikinews, .3 on all.
const PART_WEIGHT: f32 = 0.5;
/// Weight of a piece of a hyphenated word; the joint spelling has 1. Beside it a piece counts like the part of a compound, so
/// that all together are about one word. A piece of one letter has no weight: it says nothing by itself, and in `U-Bahn`
/// would weigh more than *Bahn*. nDCG@10 of articles, for all topics and for each half of them (`fundstelle eval --by
/// article`); in the first line, a piece counted in full beside the joint spelling and did not earn coverage:
///
/// | weight | wikinews | xquad-de | covid-questions | gesetze | bundestag |
/// |---|---|---|---|---|---|
/// | 1, in full | .9611 (.9608 .9613) | .9675 (.9671 .9679) | .4511 (.4622 .4399) | .5166 (.5386 .4946) | .4314 (.4293 .4336) |
/// | 1 | .9626 (.9618 .9633) | .9666 (.9665 .9666) | .4516 (.4622 .4409) | .5167 (.5374 .4960) | .4326 (.4293 .4359) |
/// | .7 | .9615 (.9610 .9619) | .9674 (.9675 .9672) | .4516 (.4622 .4409) | .5171 (.5379 .4962) | .4320 (.4300 .4340) |
/// | .5 | .9608 (.9601 .9615) | .9676 (.9681 .9671) | .4523 (.4622 .4423) | .5168 (.5382 .4954) | .4305 (.4280 .4330) |
pub(super) const PIECE_WEIGHT: f32 = 0.7;
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
    pub(super) label: String,
    pub(super) term: String,
    weight: f32,
}

impl QueryPart {
    pub(super) fn as_term(&self) -> WordTerm<'_> {
        WordTerm::part(&self.label, &self.term, self.weight)
    }

    /// Returns true for a part that does not score.
    pub(super) fn is_one_letter(&self) -> bool {
        is_one_letter(&self.label)
    }
}

/// Returns true for one letter or digit.
pub(super) fn is_one_letter(word: &str) -> bool {
    word.chars().nth(1).is_none()
}

impl Planner<'_> {
    /// Adds a piece of a hyphenated word to a disjunction. `within`: the context of the parts of that word.
    pub(super) fn add_piece(
        &mut self,
        token: &Token,
        optional: &mut Disjunction,
        within: Context,
    ) -> Result<(), Error> {
        let (label, term) = (&token.word.exact, &token.word.term);
        if is_one_letter(label) {
            self.letter_clause(label, within);
            return Ok(());
        }
        let piece = WordTerm::part(label, term, PIECE_WEIGHT);
        self.add_token(token, piece, optional, within)?;
        self.note_relatives(piece, within);
        Ok(())
    }

    /// Adds the clause of a piece of one letter. It never scores: where the other pieces are, it is missing from the word.
    pub(super) fn letter_clause(&mut self, label: &str, within: Context) {
        let clause = ScoredClause::new(label, Matcher::None, Scoring::None, 0.0);
        self.add_clause_once(clause.with_role(Role::Part).with_weight(0.0).with_parent(within.parent), within);
    }

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
        let has_longer = parts.iter().any(|part| !part.is_one_letter());
        for part in parts {
            let term = self.term_number(self.fields.terms, &part.term)?;
            if !(has_longer && part.is_one_letter()) {
                idf += part.weight * self.idf(term);
            }
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
