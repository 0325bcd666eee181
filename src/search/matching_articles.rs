//! All articles with a matching passage, whatever they score.

use super::candidates::segment_cursors;
use super::hit::MatchTotal;
use super::searcher::Searcher;
use crate::Error;
use crate::index::article_number;
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
        let mut last = None;
        self.for_each_matching_passage(plan, |segment, doc| {
            let article = Some(article_number(self.segment(segment).order.get(doc)));
            total.articles += u64::from(article != last);
            total.passages += 1;
            last = article;
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
        let mut last: Option<(u32, u64)> = None;
        let mut passages: Vec<u32> = Vec::new();
        let mut flush = |article: Option<(u32, u64)>, passages: &mut Vec<u32>| {
            if let (Some((segment, number)), Some(&first)) = (article, passages.first()) {
                visit(&MatchingArticle { segment, number, first, passages });
                passages.clear();
            }
        };
        self.for_each_matching_passage(plan, |segment, doc| {
            // The passages of an article are adjacent in one segment.
            let article = Some((segment, article_number(self.segment(segment).order.get(doc))));
            if article != last {
                flush(last, &mut passages);
                last = article;
            }
            passages.push(doc);
        })?;
        flush(last, &mut passages);
        Ok(())
    }

    /// Calls `visit` with the segment and the number of each live passage that matches `plan`, in index order. Fails when the time
    /// limit of `plan` is over.
    fn for_each_matching_passage(&self, plan: &Plan, mut visit: impl FnMut(u32, u32)) -> Result<(), Error> {
        for segment in 0..self.segment_count() as u32 {
            let cursors = &mut segment_cursors(plan, self.postings(), segment as usize)?;
            if cursors.deadline.is_over() {
                return Err(Error::TooSlow);
            }
            let has_removed = cursors.segment.has_removed();
            cursors.for_each_match(&plan.predicate, |doc| {
                if !has_removed || self.segment(segment).is_alive(doc) {
                    visit(segment, doc);
                }
            });
            if cursors.deadline.was_over() {
                return Err(Error::TooSlow);
            }
            self.check_undamaged(std::slice::from_ref(cursors))?;
        }
        Ok(())
    }
}
