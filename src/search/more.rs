//! Which other passages of the same article answer?

use tantivy::DocAddress;

use super::place::Place;
use super::rank::Ranked;
use super::searcher::{SearchOptions, Searcher};
use crate::Error;
use crate::query::Plan;
use crate::retrieval::Candidate;

impl Searcher {
    /// Of each of `hits` the other passages of its article of which the query is true, the best first, so many that there are
    /// `options.passages` with the hit itself.
    pub(super) fn more(
        &self,
        plan: &Plan,
        options: &SearchOptions,
        hits: &[Ranked],
    ) -> Result<Vec<Vec<Ranked>>, Error> {
        let others = options.passages.saturating_sub(1);
        if others == 0 {
            return Ok(vec![Vec::new(); hits.len()]);
        }
        let (ranker, mut open) = (self.ranker(plan, options), self.cursors(plan)?);
        let of = |hit: &Ranked| {
            let Candidate { segment, doc: own, .. } = hit.candidate;
            let place = Place::of(self, DocAddress::new(segment, own));
            let lists = &mut open[segment as usize];
            let mut candidates = Vec::new();
            let mut doc = lists.next_candidate(&plan.predicate, place.docs.start, place.docs.end);
            while doc < place.docs.end {
                if lists.deadline.is_over_sampled() {
                    return Err(Error::TooSlow);
                }
                if doc != own && lists.matches(&plan.predicate, doc) {
                    candidates.push(Candidate::new(0, segment as usize, doc));
                }
                doc = lists.next_candidate(&plan.predicate, doc + 1, place.docs.end);
            }
            let mut ranked = ranker.scored(&candidates, &mut open);
            ranked.sort_unstable_by(Ranked::best_first);
            ranked.truncate(others);
            Ok(ranked)
        };
        hits.iter().map(of).collect()
    }
}
