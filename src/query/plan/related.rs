//! Words of the family of a word typed: they add to its score, and never make a hit by themselves.

use super::Planner;
use super::context::Context;
use super::words::WordTerm;
use crate::Error;
use crate::german::Analyzer;
use crate::postings::Segments;
use crate::query::receipt::RelatedWord;
use crate::query::scored::{Matcher, RelatedTo, Role, ScoredClause, Scoring};

/// Weight of a relative; the word itself has 1. nDCG@10 of articles without relatives and for .3, .5 and .7: wikinews .9511,
/// .9554, .9565, .9592; xquad-de .9608, .9622, .9621, .9646; covid-questions .4428, .4464, .4475, .4497; gesetze .4989 and
/// .5220, bundestag .4146 and .4214 for 0 and .7. With 1, wikinews gains .0004 and the others lose.
const RELATED_WEIGHT: f32 = 0.7;
/// How many times more common than the word a relative can be. A much more common one means something else too often.
const MAX_RATIO: u64 = 20;
/// Occurrences that are added to those of the word before they are compared.
const RATIO_FLOOR: u64 = 5;

/// Most relatives of a word that score, the closest first. With 4, the nDCG@10 of wikinews and covid-questions is the same,
/// xquad-de has .00004 less, bundestag .0004 and gesetze .0007 more; each costs a look-up of its term and of its passages.
const MAX_RELATIVES: usize = 2;

/// A word whose relatives are planned once all words of the query are.
pub(super) struct PendingWord {
    term: String,
    role: Role,
}

impl Planner<'_> {
    /// Notes that the relatives of an optional word, or of a part of one, score.
    pub(super) fn note_relatives(&mut self, term: WordTerm<'_>, ctx: Context) {
        if ctx.scoring && !ctx.in_span {
            let WordTerm { label, term, role, .. } = term;
            // A piece of a hyphenated word is one of its parts, too.
            if !self.pending.iter().any(|known| known.term == term && known.role == role) {
                self.pending.push(PendingWord { term: term.to_owned(), role });
            }
            if role == Role::Whole {
                self.related_to.push(RelatedTo { word: label.to_owned(), term: term.to_owned() });
            }
        }
    }

    /// Adds the clauses of the relatives of the words noted. A relative that is a word of the query, or a part of one, is
    /// scored as that. A word alone has none: whatever passages are found have it or its parts.
    pub(super) fn plan_relatives(&mut self) -> Result<(), Error> {
        let pending = std::mem::take(&mut self.pending);
        let mut wholes = self.clauses.iter().filter(|clause| clause.role == Role::Whole);
        let is_alone = wholes.next().is_none_or(|first| wholes.all(|clause| clause.label == first.label));
        for PendingWord { term: text, role } in pending.into_iter().filter(|_| !is_alone) {
            let term = self.term_number(self.fields.terms, &text)?;
            let is_own = |clause: &ScoredClause| clause.scoring == Scoring::Term(term) && clause.role == role;
            let Some(parent) = self.clauses.iter().position(is_own) else { continue };
            // Boosts are in the weight of the word.
            let weight = self.clauses[parent].weight * RELATED_WEIGHT;
            let (mut added, mut result) = (0, Ok(()));
            self.analyzer.visit_relatives(&text, &mut |relative| {
                result =
                    self.relative_clause(relative, term, parent, weight).map(|is_added| added += usize::from(is_added));
                result.is_ok() && added < MAX_RELATIVES
            });
            result?;
        }
        Ok(())
    }

    /// Adds the clause of a relative of the word `term`, whose clause is `parent`. Returns false if it does not count.
    fn relative_clause(&mut self, relative: &str, term: usize, parent: usize, weight: f32) -> Result<bool, Error> {
        let (field, own) = (self.fields.terms, self.doc_freq(term));
        let number = match self.known_term(field, relative) {
            Some(number) => number,
            None => {
                let info = self.segments.term_info(field, relative)?;
                // What does not count gets no number: its postings are never opened.
                if !is_usable(info.doc_freq, own) {
                    return Ok(false);
                }
                self.add_term_number(field, relative, info)
            }
        };
        if !is_usable(self.doc_freq(number), own) || !self.scored_terms.insert(number) {
            return Ok(false);
        }
        // A rare relative is no better than the word.
        let idf = self.idf(number).min(self.idf(term));
        let clause = ScoredClause::new(format!("~{relative}"), Matcher::None, Scoring::Term(number), idf);
        let clause = clause.with_role(Role::Related).with_weight(weight).with_parent(Some(parent));
        self.clauses.push(clause.for_article());
        Ok(true)
    }
}

/// Returns true if a relative in `doc_freq` passages counts beside a word in `own` passages.
fn is_usable(doc_freq: u64, own: u64) -> bool {
    doc_freq > 0 && doc_freq <= MAX_RATIO * (own + RATIO_FLOOR)
}

/// Returns the relatives of a word of the text for its receipt, the most common first.
pub(crate) fn related_words(
    word: &RelatedTo,
    analyzer: &Analyzer,
    segments: &Segments,
    field: tantivy::schema::Field,
) -> Result<Vec<RelatedWord>, Error> {
    let own = segments.term_info(field, &word.term)?.doc_freq;
    let mut all = Vec::new();
    for relative in analyzer.relatives(&word.term) {
        let passages = segments.term_info(field, &relative)?.doc_freq;
        if is_usable(passages, own) {
            all.push(RelatedWord { word: relative, passages });
        }
    }
    all.sort_by_key(|related| std::cmp::Reverse(related.passages));
    Ok(all)
}
