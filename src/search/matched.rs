//! All articles with passages of which a query is true, whatever they score.

use super::candidates::segment_cursors;
use super::searcher::Searcher;
use crate::Error;
use crate::index::article_number;
use crate::postings::TERMINATED;
use crate::query::Plan;

/// An article with the passages of it that match.
pub(super) struct Matched<'a> {
    /// Number of the segment.
    pub(super) segment: u32,
    /// Number of the article.
    pub(super) number: u64,
    /// Its passages that match, in order; one at least.
    pub(super) passages: &'a [u32],
}

impl Matched<'_> {
    /// The first of its passages that match. What belongs to the article stands on each of them.
    pub(super) fn first(&self) -> u32 {
        self.passages.first().copied().unwrap_or(TERMINATED)
    }
}

impl Searcher {
    /// Calls `each` with every article of which a passage matches, once, in the order of the index. Whoever counts articles counts
    /// these: what should count once, whatever the reason, is to be told apart here. What was removed is not among them. An error
    /// when `plan` has used up its time.
    pub(super) fn each_article(&self, plan: &Plan, each: &mut dyn FnMut(&Matched<'_>)) -> Result<(), Error> {
        let mut passages = Vec::new();
        for at in 0..self.postings().all().len() {
            let open = &mut segment_cursors(plan, self.postings(), at)?;
            if open.deadline.is_over() {
                return Err(Error::TooSlow);
            }
            let segment = at as u32;
            let mut number = 0;
            let mut doc = open.next_candidate(&plan.predicate, 0, TERMINATED);
            while doc < TERMINATED {
                if open.deadline.is_over_sampled() {
                    return Err(Error::TooSlow);
                }
                if open.segment.is_alive(doc) && open.matches(&plan.predicate, doc) {
                    // The passages of an article stand side by side in one segment.
                    let other = article_number(open.segment.order.get(doc));
                    if other != number && !passages.is_empty() {
                        each(&Matched { segment, number, passages: &passages });
                        passages.clear();
                    }
                    number = other;
                    passages.push(doc);
                }
                doc = open.next_candidate(&plan.predicate, doc + 1, TERMINATED);
            }
            self.check_undamaged(open)?;
            if !passages.is_empty() {
                each(&Matched { segment, number, passages: &passages });
                passages.clear();
            }
        }
        Ok(())
    }
}
