//! From a plan to candidates: cursors, scorers, and the first phase.

use std::collections::HashSet;

use super::searcher::Searcher;
use crate::Error;
use crate::postings::Segments;
use crate::query::{Plan, Role, ScoredClause, Scoring};
use crate::retrieval::{Candidate, Predicate, Scorer, Scorers, SegmentCursors, quantize, quantized_weight, top_k};

/// Cursors over the postings of `plan` in the segment with this number.
pub(super) fn segment_cursors<'a>(
    plan: &'a Plan,
    segments: &'a Segments,
    segment: usize,
) -> Result<SegmentCursors<'a>, Error> {
    Ok(SegmentCursors::open(&plan.terms, segments, segment, plan.deadline)?)
}

impl Searcher {
    /// Cursors over the postings of `plan`, segment by segment.
    pub(super) fn cursors<'a>(&'a self, plan: &'a Plan) -> Result<Vec<SegmentCursors<'a>>, Error> {
        (0..self.segment_count()).map(|segment| segment_cursors(plan, self.postings(), segment)).collect()
    }

    /// The best `depth` passages by their own words. Passages that the plan must include come first.
    pub(super) fn candidates(
        &self,
        plan: &Plan,
        cursors: &mut [SegmentCursors<'_>],
        depth: usize,
    ) -> Result<Vec<Candidate>, Error> {
        let depth = depth.min(usize::try_from(self.postings().passages()).unwrap_or(usize::MAX));
        let scorers = scorers(plan);
        let mut best =
            |predicate: &Predicate| top_k(predicate, &scorers, self.postings(), cursors, depth, self.pruning);
        let mut candidates = plan.must_include.as_ref().map(&mut best).unwrap_or_default();
        if candidates.len() < depth {
            let address = |candidate: &Candidate| (candidate.segment, candidate.doc);
            let included: HashSet<(u32, u32)> = candidates.iter().map(address).collect();
            let all = best(&plan.predicate);
            candidates.extend(all.into_iter().filter(|candidate| !included.contains(&address(candidate))));
            candidates.truncate(depth);
        }
        if cursors.iter().any(|cursors| cursors.deadline.was_over()) {
            return Err(Error::TooSlow);
        }
        self.check_undamaged(cursors)?;
        Ok(candidates)
    }

    /// Fails if `cursors` came upon damaged postings: those count as absent, so results read from them may be incomplete.
    pub(super) fn check_undamaged(&self, cursors: &[SegmentCursors<'_>]) -> Result<(), Error> {
        match cursors.iter().any(SegmentCursors::is_damaged) {
            true => Err(Error::Damaged { dir: self.index().dir().to_owned(), what: "a posting list".to_owned() }),
            false => Ok(()),
        }
    }
}

/// The first-phase scorers of a plan.
pub(super) fn scorers(plan: &Plan) -> Scorers {
    let mut scorers = Scorers::default();
    for clause in &plan.clauses {
        if let Some(scorer) = scorer(clause, plan, &mut scorers.fields) {
            scorers.all.push(scorer);
        }
    }
    scorers
}

/// The first-phase scorer of a clause. The form as typed and the closeness of parts have none: they only decide among
/// candidates.
fn scorer(clause: &ScoredClause, plan: &Plan, fields: &mut Vec<tantivy::schema::Field>) -> Option<Scorer> {
    let mut number_of = |term: usize| {
        let field = plan.terms[term].field;
        fields.iter().position(|known| *known == field).unwrap_or_else(|| {
            fields.push(field);
            fields.len() - 1
        })
    };
    let idf = clause.idf * clause.weight;
    match (&clause.scoring, clause.role) {
        (_, Role::Typed | Role::Together) => None,
        (Scoring::Term(term), _) => {
            Some(Scorer::Term { term: *term, field: number_of(*term), weight: quantized_weight(idf) })
        }
        (Scoring::Constant(term), _) => Some(Scorer::Constant { term: *term, score: quantize(idf) }),
        (Scoring::Phrase(words), _) => {
            let field = number_of(words.first()?.0);
            Some(Scorer::Phrase { words: words.clone(), field, weight: quantized_weight(idf) })
        }
        (Scoring::Window(..) | Scoring::None, _) => None,
    }
}
