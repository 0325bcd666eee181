//! Why does a hit score what it scores?

use super::hit::{Contribution, Hit};
use super::rank::Ranked;
use super::searcher::{SearchOptions, Searcher};
use crate::Error;
use crate::query::Plan;

impl Searcher {
    /// Adds to each of `hits`, which are those of `ranked`, the contributions and factors of its score.
    pub(super) fn explain<'h>(
        &self,
        plan: &Plan,
        options: &SearchOptions,
        ranked: &[Ranked],
        hits: impl Iterator<Item = &'h mut Hit>,
    ) -> Result<(), Error> {
        let contributions = self.ranker(plan, options).contributions(ranked, &mut self.cursors(plan)?);
        for ((at, ranked), hit) in ranked.iter().enumerate().zip(hits) {
            let clauses = contributions.passage(at).iter().zip(contributions.article(at)).zip(&plan.clauses);
            let clauses = clauses.map(|((passage, article), clause)| Contribution {
                word: clause.label.clone(),
                searched: clause.searched(),
                passage: *passage,
                article: *article,
            });
            hit.explanation = Some(clauses.filter(|clause| clause.passage + clause.article > 0.0).collect());
            hit.factors = Some(ranked.factors);
        }
        Ok(())
    }
}
