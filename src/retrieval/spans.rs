//! Where in a passage do the words of a query stand together?

use super::phrase::Phrase;

/// A query for spans: ranges of positions in a passage. Numbers are indices into the plan's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SpanQuery {
    /// No spans.
    None,
    /// Positions of a term.
    Term(usize),
    /// Spans of a phrase.
    Phrase(Phrase),
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
            SpanQuery::Phrase(phrase) => terms.extend(phrase.words.iter().map(|(term, _)| *term)),
            SpanQuery::Window(all, _) => terms.extend(all),
            SpanQuery::Or(parts) => parts.iter().for_each(|part| part.collect_terms(terms)),
            SpanQuery::Near(near) => [&near.left, &near.right].into_iter().for_each(|part| part.collect_terms(terms)),
            SpanQuery::Between(inner, ..) => inner.collect_terms(terms),
        }
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
pub(super) mod tests {
    use super::*;
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
    pub(in crate::retrieval) fn naive_windows(positions: &[Vec<u32>]) -> Vec<Span> {
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
}
