//! Which passages of a segment match a predicate?
//!
//! Counting has no threshold by which anything could be skipped, so it goes range by range: posting lists are laid over one another as
//! bits, and only what postings cannot tell (positions, days, names) is asked passage by passage.

use std::ops::Range;

use super::cursors::SegmentCursors;
use super::predicate::Predicate;
use super::range_bits::{MAX_RANGE_PASSAGES, RangeBits};
use crate::postings::TERMINATED;

impl SegmentCursors<'_> {
    /// Calls `visit` with each passage that matches `predicate`, in order. Stops when the deadline has passed.
    pub(crate) fn for_each_match(&mut self, predicate: &Predicate, mut visit: impl FnMut(u32)) {
        let mut doc = self.next_candidate(predicate, 0, TERMINATED);
        while doc < TERMINATED && !self.deadline.is_over() {
            let start = doc - doc % MAX_RANGE_PASSAGES as u32;
            let range = start..start.saturating_add(MAX_RANGE_PASSAGES as u32);
            self.matching(predicate, &range).iter().for_each(|at| visit(start + at as u32));
            doc = self.next_candidate(predicate, range.end, TERMINATED);
        }
    }

    /// Passages of `range` that match `predicate`.
    fn matching(&mut self, predicate: &Predicate, range: &Range<u32>) -> RangeBits {
        match predicate {
            Predicate::Or(parts) => {
                let mut found = RangeBits::EMPTY;
                parts.iter().for_each(|part| found.unite(&self.matching(part, range)));
                found
            }
            Predicate::AndNot(required, parts) => {
                let mut found = self.matching(required, range);
                for part in parts {
                    let mut excluded = self.approximate(part, range);
                    excluded.intersect(&found);
                    self.verify(&mut excluded, part, range);
                    found.subtract(&excluded);
                }
                found
            }
            Predicate::And(parts) => {
                let mut found = self.approximate(predicate, range);
                parts.iter().for_each(|part| self.verify(&mut found, part, range));
                found
            }
            _ => {
                let mut found = self.approximate(predicate, range);
                self.verify(&mut found, predicate, range);
                found
            }
        }
    }

    /// Keeps the passages of `range` in `found` that match `predicate`; all of them may match it.
    fn verify(&mut self, found: &mut RangeBits, predicate: &Predicate, range: &Range<u32>) {
        if predicate.is_told_by_postings() {
            return;
        }
        for at in found.clone().iter() {
            if self.deadline.is_over_sampled() || !self.matches(predicate, range.start + at as u32) {
                found.remove(at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::postings::fixture::Fixture;
    use crate::retrieval::{ArticleCondition, Phrase};
    use proptest::prelude::*;

    const WORDS: usize = 30;

    /// Predicates of all kinds but days and names, which are asked for like phrases.
    fn predicate() -> impl Strategy<Value = Predicate> {
        let phrase = |(a, b)| Predicate::Phrase(Phrase::new(vec![(a, 0), (b, 1)]));
        let leaf = prop_oneof![
            6 => (0..WORDS).prop_map(Predicate::Term),
            2 => (0..WORDS, 0..WORDS).prop_map(phrase),
            1 => Just(Predicate::MatchAll),
            1 => Just(Predicate::MatchNone),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            let parts = || proptest::collection::vec(inner.clone(), 1..4);
            prop_oneof![
                parts().prop_map(Predicate::Or),
                parts().prop_map(Predicate::And),
                (inner.clone(), parts()).prop_map(|(required, parts)| Predicate::AndNot(Box::new(required), parts)),
            ]
        })
    }

    /// The predicate, for the article where `in_article` is true.
    fn in_article(predicate: Predicate, in_article: bool) -> Predicate {
        match in_article {
            true => Predicate::InArticle(ArticleCondition { number: 0, passage: Box::new(predicate) }),
            false => predicate,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(150))]
        #[test]
        fn ranges_have_what_passages_one_by_one_have(
            (required, excluded) in (predicate(), predicate()),
            of_article in any::<bool>(),
        ) {
            // Segments of more than one range and of less.
            thread_local!(static FIXTURE: Fixture = Fixture::drawn(&[MAX_RANGE_PASSAGES + 500, 100], WORDS as u32, 37));
            FIXTURE.with(|fixture| {
                let infos: Vec<_> = (0..WORDS as u32).map(|word| fixture.term(word)).collect();
                let predicate = Predicate::AndNot(Box::new(in_article(required, of_article)), vec![excluded]);
                for at in 0..fixture.passages.len() {
                    let open = || SegmentCursors::open(&infos, &fixture.segments, at, None).unwrap();
                    let (mut cursors, mut found) = (open(), Vec::new());
                    cursors.for_each_match(&predicate, |doc| found.push(doc));
                    let mut cursors = open();
                    let matches = |doc: &u32| cursors.matches_any(std::slice::from_ref(&predicate), *doc);
                    let expected: Vec<u32> = (0..fixture.passages[at].len() as u32).filter(matches).collect();
                    prop_assert_eq!(&found, &expected);
                }
                Ok(())
            })?;
        }
    }
}
