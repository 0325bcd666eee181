//! Why does a hit have its score?

use super::hit::{Contribution, Hit};
use super::options::SearchOptions;
use super::rank::RankedPassage;
use super::searcher::Searcher;
use crate::Error;
use crate::query::Plan;

impl Searcher {
    /// Adds the contributions and factors of its score to each of `hits`, which are those of `ranked`.
    pub(super) fn explain<'h>(
        &self,
        plan: &Plan,
        options: &SearchOptions,
        ranked: &[RankedPassage],
        hits: impl Iterator<Item = &'h mut Hit>,
    ) -> Result<(), Error> {
        let cursors = &mut self.cursors(plan)?;
        let contributions = self.rescorer(plan, options).contributions(ranked, cursors);
        self.check_undamaged(cursors)?;
        for ((row, ranked), hit) in ranked.iter().enumerate().zip(hits) {
            let columns = contributions.passage(row).iter().zip(contributions.article(row)).zip(&plan.clauses);
            let parts = columns.map(|((passage, article), clause)| Contribution {
                word: clause.label.clone(),
                searched: clause.searched(),
                passage: *passage,
                article: *article,
            });
            hit.explanation = Some(parts.filter(|part| part.passage + part.article > 0.0).collect());
            hit.factors = Some(ranked.factors);
        }
        Ok(())
    }
}
