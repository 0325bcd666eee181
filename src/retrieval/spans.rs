//! Where in a passage do the words of a query stand together?

use super::cursors::SegmentCursors;
use super::predicate::Predicate;

/// A query for spans: ranges of positions in a passage. Numbers are indices into the plan's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SpanQuery {
    /// No spans.
    None,
    /// Positions of a term.
    Term(usize),
    /// Terms at these distances from the first.
    Phrase(Vec<(usize, u32)>),
    /// All of these terms in a window of at most this many positions from the first to the last.
    Window(Vec<usize>, u32),
    /// Spans of any of these.
    Or(Vec<SpanQuery>),
    /// Spans of two queries close together.
    Near(Box<SpanNear>),
    /// Spans between a position of the first term and the next position of the second.
    Between(Box<SpanQuery>, usize, usize),
}

/// Two span queries whose spans must be close together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SpanNear {
    pub(crate) left: SpanQuery,
    pub(crate) right: SpanQuery,
    pub(crate) closeness: Closeness,
}

/// How close together two spans must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Closeness {
    /// Greatest distance from the end of one span to the start of the other, in positions: 1 is adjacent.
    pub(crate) width: u32,
    /// True if the left span must come first.
    pub(crate) ordered: bool,
    /// True if the spans may overlap, as two parts of one compound do. Two occurrences of the same word may not.
    pub(crate) may_overlap: bool,
}

/// First and last position of a match.
pub(crate) type Span = (u32, u32);

impl Closeness {
    /// The span that covers both, if they are close enough.
    pub(crate) fn join(self, left: Span, right: Span) -> Option<Span> {
        let follows = |first: Span, second: Span| second.0 > first.1 && second.0 - first.1 <= self.width;
        let overlap = left.0 <= right.1 && right.0 <= left.1;
        let close = follows(left, right) || !self.ordered && (follows(right, left) || self.may_overlap && overlap);
        close.then(|| (left.0.min(right.0), left.1.max(right.1)))
    }
}

impl SpanQuery {
    /// A necessary condition for the query to have spans in a passage, which needs no positions (the approximation of a two-phase
    /// iterator).
    pub(crate) fn approximation(&self) -> Predicate {
        let all = |terms: &mut dyn Iterator<Item = usize>| Predicate::And(terms.map(Predicate::Term).collect());
        match self {
            SpanQuery::None => Predicate::MatchNone,
            SpanQuery::Term(term) => Predicate::Term(*term),
            SpanQuery::Phrase(words) => all(&mut words.iter().map(|(term, _)| *term)),
            SpanQuery::Window(terms, _) => all(&mut terms.iter().copied()),
            SpanQuery::Or(parts) => Predicate::Or(parts.iter().map(SpanQuery::approximation).collect()),
            SpanQuery::Near(near) => Predicate::And(vec![near.left.approximation(), near.right.approximation()]),
            SpanQuery::Between(inner, begin, _) => Predicate::And(vec![inner.approximation(), Predicate::Term(*begin)]),
        }
    }

    /// Returns true if both queries have a term in common.
    pub(crate) fn shares_term(&self, other: &SpanQuery) -> bool {
        let (mut own, mut others) = (Vec::new(), Vec::new());
        self.collect_terms(&mut own);
        other.collect_terms(&mut others);
        own.iter().any(|term| others.contains(term))
    }

    fn collect_terms(&self, terms: &mut Vec<usize>) {
        match self {
            SpanQuery::None => {}
            SpanQuery::Term(term) => terms.push(*term),
            SpanQuery::Phrase(words) => terms.extend(words.iter().map(|(term, _)| *term)),
            SpanQuery::Window(all, _) => terms.extend(all),
            SpanQuery::Or(parts) => parts.iter().for_each(|part| part.collect_terms(terms)),
            SpanQuery::Near(near) => [&near.left, &near.right].into_iter().for_each(|part| part.collect_terms(terms)),
            SpanQuery::Between(inner, ..) => inner.collect_terms(terms),
        }
    }
}

impl SegmentCursors<'_> {
    /// Spans of `query` in `doc`, in order, without duplicates.
    pub(super) fn spans(&mut self, query: &SpanQuery, doc: u32) -> Vec<Span> {
        let mut spans = match query {
            SpanQuery::None => Vec::new(),
            SpanQuery::Term(term) => self.positions_in(*term, doc).into_iter().map(|at| (at, at)).collect(),
            SpanQuery::Phrase(words) => self.phrase_spans(words, doc),
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

    fn phrase_spans(&mut self, words: &[(usize, u32)], doc: u32) -> Vec<Span> {
        let (Some(first), Some(last)) = (words.iter().map(|w| w.1).min(), words.iter().map(|w| w.1).max()) else {
            return Vec::new();
        };
        self.phrase_starts(words, doc).iter().map(|start| (start + first, start + last)).collect()
    }
}

/// Windows with one position of each word, by ascending start; every window with no smaller one inside is among them. Each step
/// moves on the word whose position is first, so where two words share a position there may be wider windows too. `positions`
/// are ascending, one list a word.
pub(crate) fn smallest_windows(positions: &[Vec<u32>]) -> impl Iterator<Item = Span> {
    let mut heads = vec![0; positions.len()];
    std::iter::from_fn(move || {
        let (mut first, mut last, mut first_word) = (u32::MAX, 0, None);
        for (word, positions) in positions.iter().enumerate() {
            let position = *positions.get(heads[word])?;
            if position < first {
                (first, first_word) = (position, Some(word));
            }
            last = last.max(position);
        }
        heads[first_word?] += 1;
        Some((first, last))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::postings::fixture::Fixture;
    use proptest::prelude::*;

    #[test]
    fn closeness() {
        let close = |width, ordered, may_overlap| Closeness { width, ordered, may_overlap };
        for (closeness, left, right, expected) in [
            (close(1, true, false), (0, 1), (2, 2), Some((0, 2))),
            (close(1, true, false), (2, 2), (0, 1), None),
            (close(1, false, false), (2, 2), (0, 1), Some((0, 2))),
            (close(1, false, false), (0, 0), (2, 2), None),
            (close(2, false, false), (0, 0), (2, 2), Some((0, 2))),
            (close(9, false, false), (3, 3), (3, 3), None),
            (close(9, false, true), (3, 3), (3, 3), Some((3, 3))),
            (close(9, true, true), (3, 4), (4, 4), None),
            (close(1, false, true), (0, 5), (2, 3), Some((0, 5))),
        ] {
            assert_eq!(closeness.join(left, right), expected, "{closeness:?} {left:?} {right:?}");
        }
    }

    fn has_each(positions: &[Vec<u32>], (first, last): Span) -> bool {
        positions.iter().all(|word| word.iter().any(|at| (first..=last).contains(at)))
    }

    /// For each first position the nearest last one, such that a position of each word lies between.
    fn naive_windows(positions: &[Vec<u32>]) -> Vec<Span> {
        let mut all: Vec<u32> = positions.iter().flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        let last = |first: u32| all.iter().copied().find(|last| *last >= first && has_each(positions, (first, *last)));
        all.iter().filter_map(|first| Some((*first, last(*first)?))).collect()
    }

    proptest! {
        #[test]
        fn windows_agree_with_all_pairs(
            mut positions in proptest::collection::vec(proptest::collection::vec(0..40_u32, 0..6), 1..4),
        ) {
            for word in &mut positions {
                word.sort_unstable();
                word.dedup();
            }
            let found: Vec<Span> = smallest_windows(&positions).collect();
            prop_assert!(found.is_sorted_by_key(|(first, _)| *first));
            prop_assert!(found.iter().all(|window| has_each(&positions, *window)));
            for window in naive_windows(&positions) {
                prop_assert!(found.contains(&window), "{:?} not in {:?}", window, found);
            }
            let mut taken: Vec<u32> = positions.iter().flatten().copied().collect();
            taken.sort_unstable();
            let shares_positions = taken.windows(2).any(|pair| pair[0] == pair[1]);
            prop_assert!(shares_positions || found == naive_windows(&positions));
        }
    }

    /// Spans of `query` in a passage, by trying all pairs of positions.
    fn naive_spans(query: &SpanQuery, words: &[u32]) -> Vec<Span> {
        let positions = |term: usize| -> Vec<u32> {
            (0..).zip(words).filter(|(_, word)| **word as usize == term).map(|(position, _)| position).collect()
        };
        let mut spans: Vec<Span> = match query {
            SpanQuery::None => Vec::new(),
            SpanQuery::Term(term) => positions(*term).into_iter().map(|at| (at, at)).collect(),
            SpanQuery::Phrase(parts) => {
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
            (term(), term(), 1..3_u32).prop_map(|(a, b, at)| SpanQuery::Phrase(vec![(a, 0), (b, at)])),
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
