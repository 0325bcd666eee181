//! How many passages have a word, without those that were removed and those that the filters of the query take?

use super::candidates::segment_cursors;
use super::searcher::Searcher;
use crate::Error;
use crate::postings::{TERMINATED, TermInfo};
use crate::query::{Plan, WordReceipt};
use crate::retrieval::SegmentCursors;

/// Passages that are counted from one check of the deadline to the next.
const DEADLINE_CHECK_PASSAGES: u64 = 1 << 12;

/// The filters of a query in one segment.
pub(super) struct SegmentFilters<'a> {
    /// The plan of the filters, and its cursors; `None` if there are none.
    filters: Option<(&'a Plan, SegmentCursors<'a>)>,
}

impl<'a> SegmentFilters<'a> {
    /// Opens the filters of `plan` in the segment with this number.
    pub(super) fn open(searcher: &'a Searcher, plan: &'a Plan, segment: usize) -> Result<SegmentFilters<'a>, Error> {
        let open =
            |filters: &'a Plan| Ok::<_, Error>((filters, segment_cursors(filters, searcher.postings(), segment)?));
        Ok(SegmentFilters { filters: plan.filters.as_deref().map(open).transpose()? })
    }

    /// Returns true if `doc` passes all filters.
    pub(super) fn pass(&mut self, doc: u32) -> bool {
        let Some((filters, cursors)) = &mut self.filters else { return true };
        cursors.matches_any(std::slice::from_ref(&filters.predicate), doc)
    }
}

impl Searcher {
    /// Sets the counts of `words` to the passages that pass the filters of `plan`, and says how many those take.
    pub(super) fn count_words(&self, plan: &Plan, words: &mut [WordReceipt]) -> Result<(), Error> {
        for word in words {
            let Some(term) = word.term.map(|term| &plan.terms[term]) else { continue };
            let passing = self.count_passages(term, plan)?;
            word.passages = Some(passing);
            if plan.filters.is_some() {
                let taken = self.count_live(term, None, plan)?.saturating_sub(passing);
                word.filtered_out = Some(taken).filter(|taken| *taken > 0);
            }
        }
        Ok(())
    }

    /// Number of passages that have a term and pass the filters of `plan`.
    pub(super) fn count_passages(&self, term: &TermInfo, plan: &Plan) -> Result<u64, Error> {
        self.count_live(term, plan.filters.as_ref().map(|_| plan), plan)
    }

    /// Number of passages that have a term and pass the filters of `filtered`, within the time limit of `plan`.
    fn count_live(&self, term: &TermInfo, filtered: Option<&Plan>, plan: &Plan) -> Result<u64, Error> {
        let mut count = 0;
        for number in 0..self.segment_count() {
            let segment = self.segment(number as u32);
            let mut cursor = self.postings().cursor(number, term)?;
            if filtered.is_none() && !segment.has_removed() {
                count += u64::from(cursor.doc_freq());
                continue;
            }
            let mut filters = filtered.map(|plan| SegmentFilters::open(self, plan, number)).transpose()?;
            let (mut doc, mut seen) = (cursor.seek(0), 0_u64);
            while doc < TERMINATED {
                seen += 1;
                if seen % DEADLINE_CHECK_PASSAGES == 0 {
                    Error::if_past(plan.deadline)?;
                }
                let counts = segment.is_alive(doc) && filters.as_mut().is_none_or(|filters| filters.pass(doc));
                count += u64::from(counts);
                doc = cursor.seek(doc + 1);
            }
            if cursor.is_damaged() {
                return Err(self.damaged_postings());
            }
        }
        Ok(count)
    }
}
