//! From a plan to candidates: cursors, scorers, and the first phase.

use super::searcher::Searcher;
use crate::Error;
use crate::postings::Segments;
use crate::query::{Plan, Role, ScoredClause, Scoring};
use crate::retrieval::{
    Candidate, FoundBefore, Scorer, Scorers, SegmentCursors, quantize, quantized_weight, top_k, top_k_of_rest,
};

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
        let (segments, pruning) = (self.postings(), self.pruning);
        let mut candidates = match &plan.must_include {
            Some(predicate) => top_k(predicate, &scorers, segments, cursors, depth, pruning),
            None => top_k(&plan.predicate, &scorers, segments, cursors, depth, pruning),
        };
        if let Some(predicate) = plan.must_include.as_ref().filter(|_| candidates.len() < depth) {
            let found = FoundBefore { predicate, candidates: &candidates };
            let missing = depth - candidates.len();
            let rest = top_k_of_rest(&found, &plan.predicate, &scorers, segments, cursors, missing, pruning);
            candidates.extend(rest);
        }
        if cursors.iter().any(|cursors| cursors.deadline.was_over()) {
            return Err(Error::TooSlow);
        }
        self.check_undamaged(cursors)?;
        Ok(candidates)
    }

    /// Fails if `cursors` came upon damaged postings: those count as absent, so results read from them may be incomplete.
    /// Called after every loop over cursors.
    pub(super) fn check_undamaged(&self, cursors: &[SegmentCursors<'_>]) -> Result<(), Error> {
        match cursors.iter().any(SegmentCursors::is_damaged) {
            true => Err(self.damaged_postings()),
            false => Ok(()),
        }
    }

    pub(super) fn damaged_postings(&self) -> Error {
        Error::Damaged { dir: self.index().dir().to_owned(), what: "a posting list".to_owned() }
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

/// The first-phase scorer of a clause. The form as typed, the closeness of parts, neighbours and relatives have none: they
/// only decide among candidates.
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
        (_, Role::Typed | Role::Together | Role::Neighbours | Role::Related) => None,
        (Scoring::Term(term), _) => {
            Some(Scorer::Term { term: *term, field: number_of(*term), weight: quantized_weight(idf) })
        }
        (Scoring::Constant(term), _) => Some(Scorer::Constant { term: *term, score: quantize(idf) }),
        (Scoring::Phrase(phrase), _) => {
            let field = number_of(phrase.words.first()?.0);
            Some(Scorer::Phrase { phrase: phrase.clone(), field, weight: quantized_weight(idf) })
        }
        (Scoring::Window(..) | Scoring::None, _) => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::HashSet;
    use std::fs;

    use super::*;
    use crate::index::{UpdateOptions, update};
    use crate::query::{Within, parse, plan};
    use crate::search::SearchOptions;

    #[test]
    fn damaged_positions_are_an_error_in_every_loop() {
        let dir = tempfile::tempdir().unwrap();
        let (source, index) = (dir.path().join("a.jsonl"), dir.path().join("index"));
        // Long enough for several passages.
        let text = "Das Budget der Werbung sinkt, das Budget für Werbung steigt.\n\n".repeat(40);
        let record = |id| format!("{}\n", serde_json::json!({"id": format!("{id}"), "text": text}));
        fs::write(&source, (0..9).map(record).collect::<String>()).unwrap();
        update(&index, &[source], &UpdateOptions::default()).unwrap();
        let options = SearchOptions { passages: 2, ..SearchOptions::default() };
        let query = parse("Werbebudget \"Budget der Werbung\"").unwrap();
        let open = || {
            let searcher = Searcher::open(&index).unwrap();
            let plan = plan(&query, Within::Passage, None, searcher.index(), searcher.postings()).unwrap();
            (searcher, plan)
        };
        let ranked = {
            let (searcher, plan) = open();
            assert!(!plan.compounds.is_empty() && !searcher.receipt(&plan).unwrap()[0].ways.is_empty());
            searcher.top_ranked(&plan, &options, &HashSet::new()).unwrap()
        };
        assert_eq!(ranked.len(), options.limit);
        for file in fs::read_dir(&index).unwrap().map(|file| file.unwrap().path()) {
            if file.extension().is_some_and(|extension| extension == "pos") {
                let mut bytes = fs::read(&file).unwrap();
                let positions = bytes.len() / 2;
                bytes[..positions].fill(0xff);
                fs::write(&file, bytes).unwrap();
            }
        }
        let (searcher, plan) = open();
        let is_damaged = |result: Result<(), Error>| matches!(result, Err(Error::Damaged { .. }));
        assert!(is_damaged(searcher.candidates(&plan, &mut searcher.cursors(&plan).unwrap(), 10).map(drop)));
        assert!(is_damaged(searcher.top_ranked(&plan, &options, &HashSet::new()).map(drop)));
        assert!(is_damaged(searcher.other_passages(&plan, &options, &ranked).map(drop)));
        assert!(is_damaged(searcher.explain(&plan, &options, &ranked, std::iter::empty())));
        assert!(is_damaged(searcher.receipt(&plan).map(drop)));
        // A compound matches by postings alone, a phrase does not.
        let phrase = parse("\"Budget der Werbung\"").unwrap();
        assert!(is_damaged(searcher.facets(&phrase, Within::Article, &[], None).map(drop)));
        assert!(is_damaged(searcher.trend(&phrase, &Default::default()).map(drop)));
    }
}
