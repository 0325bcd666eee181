//! Further matching passages of an article.

use super::options::SearchOptions;
use super::passage_range::PassageRange;
use super::rank::RankedPassage;
use super::searcher::Searcher;
use crate::Error;
use crate::query::Plan;
use crate::retrieval::Candidate;

impl Searcher {
    /// For each of `ranked` the other passages of its article that match, best first: at most `options.passages` with the
    /// passage itself, and the number of those that are left.
    pub(super) fn other_passages(
        &self,
        plan: &Plan,
        options: &SearchOptions,
        ranked: &[RankedPassage],
    ) -> Result<Vec<(Vec<RankedPassage>, usize)>, Error> {
        let limit = options.passages.saturating_sub(1);
        if limit == 0 && !options.by.takes_articles_once() {
            return Ok(vec![(Vec::new(), 0); ranked.len()]);
        }
        let (rescorer, mut cursors) = (self.rescorer(plan, options), self.cursors(plan)?);
        let mut all = Vec::with_capacity(ranked.len());
        for passage in ranked {
            let Candidate { segment, doc: own, .. } = passage.candidate;
            let docs = PassageRange::containing(self, passage.address()).docs;
            let segment_cursors = &mut cursors[segment as usize];
            let mut candidates = Vec::new();
            let mut doc = segment_cursors.next_candidate(&plan.predicate, docs.start, docs.end);
            while doc < docs.end {
                if segment_cursors.deadline.is_over_sampled() {
                    return Err(Error::TooSlow);
                }
                if doc != own && segment_cursors.matches(&plan.predicate, doc) {
                    candidates.push(Candidate::new(0, segment as usize, doc));
                }
                doc = segment_cursors.next_candidate(&plan.predicate, doc + 1, docs.end);
            }
            let mut others = match limit {
                0 => Vec::new(),
                _ => rescorer.score_each(&candidates, &mut cursors),
            };
            others.sort_unstable_by(RankedPassage::best_first);
            others.truncate(limit);
            let left = candidates.len() - others.len();
            all.push((others, left));
        }
        self.check_undamaged(&cursors)?;
        Ok(all)
    }
}
