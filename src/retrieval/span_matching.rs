//! Finding the spans of a query in a passage.

use super::cursors::SegmentCursors;
use super::phrase::Phrase;
use super::spans::{Span, SpanQuery, smallest_windows};

impl SegmentCursors<'_> {
    /// Spans of `query` in `doc`, in order, without duplicates.
    pub(super) fn spans(&mut self, query: &SpanQuery, doc: u32) -> Vec<Span> {
        let mut spans = match query {
            SpanQuery::None => Vec::new(),
            SpanQuery::Term(term) => self.positions_in(*term, doc).into_iter().map(|at| (at, at)).collect(),
            SpanQuery::Phrase(phrase) => self.phrase_spans(phrase, doc),
            SpanQuery::Window(terms, width) => {
                let positions: Vec<Vec<u32>> = terms.iter().map(|term| self.positions_in(*term, doc)).collect();
                smallest_windows(&positions).filter(|(first, last)| last - first <= *width).collect()
            }
            SpanQuery::Or(parts) => parts.iter().flat_map(|part| self.spans(part, doc)).collect(),
            SpanQuery::Near(near) => {
                let left = self.spans(&near.left, doc);
                let right = if left.is_empty() { Vec::new() } else { self.spans(&near.right, doc) };
                let with = |left: Span| right.iter().filter_map(move |right| near.closeness.join(left, *right));
                left.iter().flat_map(|left| with(*left)).collect()
            }
            SpanQuery::Between(inner, begin, end) => {
                let mut spans = self.spans(inner, doc);
                if !spans.is_empty() {
                    let between: Vec<Span> =
                        self.positions_in(*begin, doc).into_iter().zip(self.positions_in(*end, doc)).collect();
                    spans.retain(|span| between.iter().any(|between| between.0 <= span.0 && span.1 <= between.1));
                }
                spans
            }
        };
        spans.sort_unstable();
        spans.dedup();
        spans
    }

    fn positions_in(&mut self, term: usize, doc: u32) -> Vec<u32> {
        let mut positions = Vec::new();
        if self.cursors[term].seek(doc) == doc {
            self.cursors[term].positions(&mut positions);
        }
        positions
    }

    fn phrase_spans(&mut self, phrase: &Phrase, doc: u32) -> Vec<Span> {
        let distances = || phrase.words.iter().map(|word| word.1);
        let (Some(first), Some(last)) = (distances().min(), distances().max()) else {
            return Vec::new();
        };
        self.phrase_starts(phrase, doc).iter().map(|start| (start + first, start + last)).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::postings::fixture::Fixture;
    use crate::retrieval::spans::tests::naive_windows;
    use crate::retrieval::spans::{Closeness, SpanNear};
    use proptest::prelude::*;

    /// Spans of `query` in a passage, by trying all pairs of positions.
    fn naive_spans(query: &SpanQuery, words: &[u32]) -> Vec<Span> {
        let positions = |term: usize| -> Vec<u32> {
            (0..).zip(words).filter(|(_, word)| **word as usize == term).map(|(position, _)| position).collect()
        };
        let mut spans: Vec<Span> = match query {
            SpanQuery::None => Vec::new(),
            SpanQuery::Term(term) => positions(*term).into_iter().map(|at| (at, at)).collect(),
            SpanQuery::Phrase(Phrase { words: parts, .. }) => {
                let length = parts.iter().map(|(_, at)| *at).max().unwrap();
                let starts = |start: &u32| parts.iter().all(|(term, at)| positions(*term).contains(&(start + at)));
                (0..words.len() as u32).filter(starts).map(|start| (start, start + length)).collect()
            }
            SpanQuery::Window(terms, width) => {
                let all: Vec<Vec<u32>> = terms.iter().map(|term| positions(*term)).collect();
                naive_windows(&all).into_iter().filter(|(first, last)| last - first <= *width).collect()
            }
            SpanQuery::Or(parts) => parts.iter().flat_map(|part| naive_spans(part, words)).collect(),
            SpanQuery::Near(near) => {
                let (left, right) = (naive_spans(&near.left, words), naive_spans(&near.right, words));
                let pairs = left.iter().flat_map(|left| right.iter().map(move |right| (*left, *right)));
                pairs.filter_map(|(left, right)| near.closeness.join(left, right)).collect()
            }
            SpanQuery::Between(inner, begin, end) => {
                let pairs: Vec<Span> = positions(*begin).into_iter().zip(positions(*end)).collect();
                let encloses = |span: &Span| pairs.iter().any(|pair| pair.0 <= span.0 && span.1 <= pair.1);
                naive_spans(inner, words).into_iter().filter(encloses).collect()
            }
        };
        spans.sort_unstable();
        spans.dedup();
        spans
    }

    fn span_query() -> impl Strategy<Value = SpanQuery> {
        let term = || 0..8_usize;
        let leaf = prop_oneof![
            Just(SpanQuery::None),
            term().prop_map(SpanQuery::Term),
            (term(), term(), 1..3_u32).prop_map(|(a, b, at)| SpanQuery::Phrase(Phrase::new(vec![(a, 0), (b, at)]))),
            (term(), 1..8_usize, 1..6_u32).prop_map(|(a, b, width)| SpanQuery::Window(vec![a, (a + b) % 8], width)),
        ];
        leaf.prop_recursive(2, 6, 2, move |inner| {
            let near = (inner.clone(), inner.clone(), 1..6_u32, any::<bool>(), any::<bool>());
            prop_oneof![
                proptest::collection::vec(inner.clone(), 1..3).prop_map(SpanQuery::Or),
                near.prop_map(|(left, right, width, ordered, may_overlap)| {
                    let closeness = Closeness { width, ordered, may_overlap };
                    SpanQuery::Near(Box::new(SpanNear { left, right, closeness }))
                }),
                (inner, term(), term()).prop_map(|(inner, a, b)| SpanQuery::Between(Box::new(inner), a, b)),
            ]
        })
    }

    proptest! {
        #[test]
        fn spans_agree_with_all_pairs_and_their_approximation(query in span_query()) {
            thread_local!(static FIXTURE: Fixture = Fixture::drawn(&[120], 8, 11));
            FIXTURE.with(|fixture| {
                let terms: Vec<_> = (0..8).map(|word| fixture.term(word)).collect();
                let mut cursors = SegmentCursors::open(&terms, &fixture.segments, 0, None).unwrap();
                let approximation = query.approximation();
                for (doc, words) in (0..).zip(&fixture.passages[0]) {
                    let expected = naive_spans(&query, words);
                    prop_assert_eq!(cursors.spans(&query, doc), expected.as_slice(), "passage {}: {:?}", doc, words);
                    prop_assert!(expected.is_empty() || cursors.may_match(&approximation, doc));
                }
                Ok(())
            })?;
        }
    }
}
