//! Which passages of a range may match a predicate, judged by postings alone?

use std::ops::Range;

use super::cursors::SegmentCursors;
use super::predicate::Predicate;
use super::range_bits::{RangeBits, slot_of};
use crate::postings::slice_of_range;

/// A posting list is looked up passage by passage if the range has more than this many of its postings for each passage asked
/// for: one look-up costs about as much as reading that many postings.
const POSTINGS_PER_LOOK_UP: u64 = 8;

/// Returns true for terms, conjunctions and disjunctions.
fn is_made_of_terms(predicate: &Predicate) -> bool {
    match predicate {
        Predicate::Term(_) => true,
        Predicate::And(parts) | Predicate::Or(parts) => !parts.is_empty() && parts.iter().all(is_made_of_terms),
        _ => false,
    }
}

/// The passages of all lists, each of which is in order.
fn union(lists: impl Iterator<Item = Vec<u32>>) -> Vec<u32> {
    let mut docs: Vec<u32> = lists.flatten().collect();
    // Stable: it finds what is in order already.
    docs.sort();
    docs.dedup();
    docs
}

impl SegmentCursors<'_> {
    /// All passages that match `predicate`, in order, block by block of their postings. Returns `None` unless it is made of terms.
    pub(super) fn all_matches(&mut self, predicate: &Predicate) -> Option<Vec<u32>> {
        is_made_of_terms(predicate).then(|| self.passages_matching(predicate))
    }

    /// All passages that match a predicate made of terms. The rarest part of a conjunction leads.
    fn passages_matching(&mut self, predicate: &Predicate) -> Vec<u32> {
        match predicate {
            Predicate::Term(term) => {
                let (mut docs, cursor) = (Vec::new(), &mut self.cursors[*term]);
                (0..cursor.blocks().len()).for_each(|block| docs.extend_from_slice(cursor.load_docs(block)));
                docs
            }
            Predicate::And(parts) => {
                let Some(lead) = (0..parts.len()).min_by_key(|at| self.cost(&parts[*at])) else { return Vec::new() };
                let mut docs = self.passages_matching(&parts[lead]);
                let others = (0..parts.len()).filter(|at| *at != lead);
                others.for_each(|at| self.retain_matching(&mut docs, &parts[at]));
                docs
            }
            Predicate::Or(parts) => union(parts.iter().map(|part| self.passages_matching(part))),
            _ => Vec::new(),
        }
    }

    /// Keeps those of the ascending `docs` that match a predicate made of terms.
    fn retain_matching(&mut self, docs: &mut Vec<u32>, predicate: &Predicate) {
        match predicate {
            Predicate::Term(term) => self.cursors[*term].retain_present(docs),
            Predicate::And(parts) => parts.iter().for_each(|part| self.retain_matching(docs, part)),
            Predicate::Or(parts) => {
                *docs = union(parts.iter().map(|part| {
                    let mut matching = docs.clone();
                    self.retain_matching(&mut matching, part);
                    matching
                }));
            }
            _ => docs.clear(),
        }
    }

    /// Passages of `range` that may match `predicate`. The parts of a conjunction are read in their order, so that the rarest
    /// should come first.
    pub(super) fn approximate(&mut self, predicate: &Predicate, range: &Range<u32>) -> RangeBits {
        match predicate {
            Predicate::MatchNone => RangeBits::EMPTY,
            Predicate::MatchAll | Predicate::DateRange(_) | Predicate::Name(_) => {
                RangeBits::first(self.segment.passages().min(range.end).saturating_sub(range.start) as usize)
            }
            Predicate::Term(term) => self.passages_with(*term, range),
            Predicate::Phrase(phrase) => {
                let Some((rarest, others)) = phrase.required.split_first() else { return RangeBits::EMPTY };
                let mut found = self.passages_with(*rarest, range);
                others.iter().for_each(|term| self.restrict_to_term(&mut found, *term, range));
                found
            }
            Predicate::And(parts) => {
                let Some((first, others)) = parts.split_first() else { return RangeBits::EMPTY };
                let mut found = self.approximate(first, range);
                others.iter().for_each(|part| self.restrict(&mut found, part, range));
                found
            }
            Predicate::Or(parts) => {
                let mut found = RangeBits::EMPTY;
                parts.iter().for_each(|part| found.unite(&self.approximate(part, range)));
                found
            }
            Predicate::InArticle(condition) => self.approximate_article(condition, range),
            Predicate::Spans(_, approximation) => self.approximate(approximation, range),
            Predicate::AndNot(required, _) => self.approximate(required, range),
        }
    }

    /// Keeps the passages of `range` in `found` that may match `predicate`.
    fn restrict(&mut self, found: &mut RangeBits, predicate: &Predicate, range: &Range<u32>) {
        if found.is_empty() {
            return;
        }
        match predicate {
            Predicate::MatchAll | Predicate::DateRange(_) | Predicate::Name(_) => {}
            Predicate::Term(term) => self.restrict_to_term(found, *term, range),
            Predicate::Phrase(phrase) => {
                phrase.required.iter().for_each(|term| self.restrict_to_term(found, *term, range))
            }
            Predicate::And(parts) => parts.iter().for_each(|part| self.restrict(found, part, range)),
            Predicate::InArticle(condition) => {
                for at in found.clone().iter() {
                    if !self.article_may_match(condition, range.start + at as u32) {
                        found.remove(at);
                    }
                }
            }
            Predicate::Spans(_, approximation) => self.restrict(found, approximation, range),
            Predicate::AndNot(required, _) => self.restrict(found, required, range),
            Predicate::MatchNone | Predicate::Or(_) => found.intersect(&self.approximate(predicate, range)),
        }
    }

    fn restrict_to_term(&mut self, found: &mut RangeBits, term: usize, range: &Range<u32>) {
        if found.is_empty() {
            return;
        }
        if !self.favours_look_up(term, found.len(), range) {
            return found.intersect(&self.passages_with(term, range));
        }
        let cursor = &mut self.cursors[term];
        for at in found.clone().iter() {
            let doc = range.start + at as u32;
            if cursor.seek(doc) != doc {
                found.remove(at);
            }
        }
    }

    /// Returns true if looking `passages` of `range` up in the postings of a term costs less than reading all that the range
    /// has, as far as the frequency of the term tells.
    pub(super) fn favours_look_up(&self, term: usize, passages: usize, range: &Range<u32>) -> bool {
        let width = u64::from(range.end - range.start);
        let expected = u64::from(self.cursors[term].doc_freq()) * width / u64::from(self.segment.passages().max(1));
        expected > passages as u64 * POSTINGS_PER_LOOK_UP
    }

    fn passages_with(&mut self, term: usize, range: &Range<u32>) -> RangeBits {
        let mut found = RangeBits::EMPTY;
        let cursor = &mut self.cursors[term];
        for block in cursor.blocks_overlapping(range) {
            let docs = cursor.load_docs(block);
            let (first, last) = slice_of_range(docs, range);
            docs[first..last].iter().for_each(|doc| found.insert(slot_of(*doc, range)));
        }
        found
    }
}
