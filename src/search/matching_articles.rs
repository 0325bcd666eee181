//! All articles with a matching passage, whatever they score.

use super::candidates::segment_cursors;
use super::hit::MatchTotal;
use super::searcher::Searcher;
use crate::Error;
use crate::index::article_number;
use crate::postings::TERMINATED;
use crate::query::Plan;

/// An article and its matching passages.
pub(super) struct MatchingArticle<'a> {
    /// Number of the segment.
    pub(super) segment: u32,
    /// Number of the article.
    pub(super) number: u64,
    /// First matching passage. Columns that belong to the article have the same value in each of its passages.
    pub(super) first: u32,
    /// Matching passages in order, `first` among them.
    pub(super) passages: &'a [u32],
}

impl Searcher {
    /// Counts all matches of `plan`.
    pub(super) fn total(&self, plan: &Plan) -> Result<MatchTotal, Error> {
        let mut total = MatchTotal::default();
        self.for_each_matching_article(plan, &mut |article| {
            total.articles += 1;
            total.passages += article.passages.len() as u64;
        })?;
        Ok(total)
    }

    /// Calls `visit` once with each article that has a matching live passage, in index order. Everything that counts articles
    /// is built on this, so that they are told apart in one place. Fails when the time limit of `plan` is over.
    pub(super) fn for_each_matching_article(
        &self,
        plan: &Plan,
        visit: &mut dyn FnMut(&MatchingArticle<'_>),
    ) -> Result<(), Error> {
        let mut passages: Vec<u32> = Vec::new();
        for segment in 0..self.segment_count() as u32 {
            let mut flush = |number: u64, passages: &mut Vec<u32>| {
                if let Some(&first) = passages.first() {
                    visit(&MatchingArticle { segment, number, first, passages });
                    passages.clear();
                }
            };
            let cursors = &mut segment_cursors(plan, self.postings(), segment as usize)?;
            if cursors.deadline.is_over() {
                return Err(Error::TooSlow);
            }
            let mut number = 0;
            let mut doc = cursors.next_candidate(&plan.predicate, 0, TERMINATED);
            while doc < TERMINATED {
                if cursors.deadline.is_over_sampled() {
                    return Err(Error::TooSlow);
                }
                if cursors.segment.is_alive(doc) && cursors.matches(&plan.predicate, doc) {
                    // The passages of an article are adjacent in one segment.
                    let next = article_number(cursors.segment.order.get(doc));
                    if next != number {
                        flush(number, &mut passages);
                    }
                    number = next;
                    passages.push(doc);
                }
                doc = cursors.next_candidate(&plan.predicate, doc + 1, TERMINATED);
            }
            self.check_undamaged(std::slice::from_ref(cursors))?;
            flush(number, &mut passages);
        }
        Ok(())
    }
}
