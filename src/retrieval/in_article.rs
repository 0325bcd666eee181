//! Which articles have a passage that meets a condition?
//!
//! The passages of an article are adjacent in one segment, so a condition is sought from the first of them, and what is found says
//! for all of them whether it holds. The answer for the last article is remembered: the next passage asked for is mostly its
//! neighbour.

use std::ops::Range;

use super::cursors::SegmentCursors;
use super::predicate::ArticleCondition;
use super::range_bits::{RangeBits, slot_of};
use crate::index::ordinal;
use crate::postings::TERMINATED;

/// The last article of a segment that was asked for, and the last answer to each condition.
#[derive(Default)]
pub(super) struct ArticleMemory {
    docs: Range<u32>,
    /// By the number of the condition.
    answers: Vec<ArticleAnswer>,
}

/// The last article in which a condition may hold.
#[derive(Debug, Clone, Default)]
struct ArticleAnswer {
    docs: Range<u32>,
    /// Whether it does; `None` if no positions were read yet.
    holds: Option<bool>,
}

impl ArticleMemory {
    fn answer(&mut self, condition: &ArticleCondition) -> &mut ArticleAnswer {
        if self.answers.len() <= condition.number {
            self.answers.resize_with(condition.number + 1, ArticleAnswer::default);
        }
        &mut self.answers[condition.number]
    }
}

impl SegmentCursors<'_> {
    /// The passages of the article of `doc`. In a damaged index they may be any, `doc` always among them.
    fn article_of(&mut self, doc: u32) -> Range<u32> {
        if !self.articles.docs.contains(&doc) {
            let segment = self.segment;
            let first = doc.saturating_sub(ordinal(segment.order.get(doc)));
            let passages = u32::try_from(segment.passages_in_article.get_val(first)).unwrap_or(u32::MAX);
            let end = first.saturating_add(passages).min(segment.passages());
            self.articles.docs = first..end.max(doc + 1);
        }
        self.articles.docs.clone()
    }

    /// The first passage from `doc` to before `end` in whose article `condition` may hold, or a number that is not below `end`.
    pub(super) fn next_in_article(&mut self, condition: &ArticleCondition, doc: u32, end: u32) -> u32 {
        let passages = self.segment.passages();
        if doc >= passages || doc >= end {
            return TERMINATED;
        }
        if self.articles.answer(condition).docs.contains(&doc) {
            return doc;
        }
        // An article that begins before `end` may meet the condition behind it.
        let sought_to = if end >= passages { TERMINATED } else { self.article_of(end - 1).end };
        let first = self.article_of(doc).start;
        let found = self.next_candidate(&condition.passage, first, sought_to);
        if found >= passages.min(sought_to) {
            return TERMINATED;
        }
        let docs = self.article_of(found);
        *self.articles.answer(condition) = ArticleAnswer { docs: docs.clone(), holds: None };
        docs.start.max(doc)
    }

    /// Returns true if `condition` may hold in the article of `doc`, judged without positions.
    pub(super) fn article_may_match(&mut self, condition: &ArticleCondition, doc: u32) -> bool {
        self.next_in_article(condition, doc, doc.saturating_add(1)) == doc
    }

    /// Returns true if `condition` holds in the article of `doc`, where it may.
    pub(super) fn article_matches(&mut self, condition: &ArticleCondition, doc: u32) -> bool {
        if !self.article_may_match(condition, doc) {
            return false;
        }
        let answer = self.articles.answer(condition);
        if let Some(holds) = answer.holds {
            return holds;
        }
        let docs = answer.docs.clone();
        let mut holds = false;
        let mut at = self.next_candidate(&condition.passage, docs.start, docs.end);
        while at < docs.end && !holds {
            holds = self.matches(&condition.passage, at);
            at = self.next_candidate(&condition.passage, at + 1, docs.end);
        }
        // A condition within this one has answers of its own.
        *self.articles.answer(condition) = ArticleAnswer { docs, holds: Some(holds) };
        holds
    }

    /// Passages of `range` in whose articles `condition` may hold.
    pub(super) fn approximate_article(&mut self, condition: &ArticleCondition, range: &Range<u32>) -> RangeBits {
        let mut found = RangeBits::EMPTY;
        let mut doc = self.next_in_article(condition, range.start, range.end);
        while doc < range.end {
            let end = self.article_of(doc).end.min(range.end);
            (doc..end).for_each(|doc| found.insert(slot_of(doc, range)));
            doc = self.next_in_article(condition, end, range.end);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::postings::fixture::{ARTICLE_PASSAGES, Fixture};
    use crate::retrieval::{Phrase, Predicate};
    use proptest::prelude::*;

    const WORDS: usize = 30;

    /// Conditions of a passage: a word, all of two words, one of two, and two side by side.
    fn condition() -> impl Strategy<Value = Predicate> {
        let term = || (0..WORDS).prop_map(Predicate::Term);
        prop_oneof![
            term(),
            (term(), term()).prop_map(|(a, b)| Predicate::And(vec![a, b])),
            (term(), term()).prop_map(|(a, b)| Predicate::Or(vec![a, b])),
            (0..WORDS, 0..WORDS).prop_map(|(a, b)| Predicate::Phrase(Phrase::new(vec![(a, 0), (b, 1)]))),
        ]
    }

    fn holds(predicate: &Predicate, words: &[u32]) -> bool {
        match predicate {
            Predicate::Term(term) => words.contains(&(*term as u32)),
            Predicate::And(parts) => parts.iter().all(|part| holds(part, words)),
            Predicate::Or(parts) => parts.iter().any(|part| holds(part, words)),
            Predicate::Phrase(phrase) => {
                let [(a, _), (b, _)] = phrase.words[..] else { return false };
                let (first, second) = if phrase.words[0].1 == 0 { (a, b) } else { (b, a) };
                words.windows(2).any(|pair| pair == [first as u32, second as u32])
            }
            _ => false,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn an_article_holds_what_one_of_its_passages_does(
            passage in condition(),
            range_shift in 4..8_u32,
            jumps in proptest::collection::vec(0..400_u32, 1..40),
        ) {
            thread_local!(static FIXTURE: Fixture = Fixture::drawn(&[400, 100], WORDS as u32, 31));
            FIXTURE.with(|fixture| {
                let infos: Vec<_> = (0..WORDS as u32).map(|word| fixture.term(word)).collect();
                let predicate = Predicate::InArticle(ArticleCondition { number: 0, passage: Box::new(passage.clone()) });
                for (at, passages) in fixture.passages.iter().enumerate() {
                    let articles = passages.chunks(ARTICLE_PASSAGES);
                    let expected: Vec<bool> = articles
                        .flat_map(|article| {
                            let is_one = article.iter().any(|words| holds(&passage, words));
                            article.iter().map(move |_| is_one)
                        })
                        .collect();
                    let open = || SegmentCursors::open(&infos, &fixture.segments, at, None).unwrap();
                    // In order, as a list is made.
                    let (mut cursors, mut found) = (open(), vec![false; passages.len()]);
                    let mut doc = cursors.next_candidate(&predicate, 0, TERMINATED);
                    while doc < TERMINATED {
                        found[doc as usize] = cursors.matches(&predicate, doc);
                        doc = cursors.next_candidate(&predicate, doc + 1, TERMINATED);
                    }
                    prop_assert_eq!(&found, &expected);
                    // Passage by passage, wherever the cursors stand, and range by range.
                    let mut cursors = open();
                    for doc in jumps.iter().map(|doc| doc % passages.len() as u32) {
                        let is_one = cursors.matches_any(std::slice::from_ref(&predicate), doc);
                        prop_assert_eq!(is_one, expected[doc as usize]);
                        let begin = doc >> range_shift << range_shift;
                        let range = begin..begin + (1 << range_shift);
                        let approximate = cursors.approximate(&predicate, &range);
                        let may_match = range.clone().filter(|doc| cursors.may_match(&predicate, *doc));
                        prop_assert!(approximate.iter().map(|at| range.start + at as u32).eq(may_match));
                    }
                }
                Ok(())
            })?;
        }
    }
}
