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

/// The windows that have one position of each word and contain no smaller window with the same start: each step moves on the word
/// whose position is first. `positions` are ascending, one list a word.
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
