//! What gives a passage its first-phase score?

use tantivy::schema::Field;

use super::bm25::{Bm25, max_score};
use super::cursors::SegmentCursors;
use super::phrase::Phrase;
use crate::postings::{BLOCK_LEN, Segment, Segments};

/// The scorers of a query, and the fields they refer to by number.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Scorers {
    pub(crate) all: Vec<Scorer>,
    pub(crate) fields: Vec<Field>,
}

/// A part of a query that scores. `term` is an index into the plan's terms, `field` into the fields of [`Scorers`]; weights and
/// scores are quantised.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Scorer {
    /// BM25 of a term.
    Term { term: usize, field: usize, weight: f32 },
    /// BM25 of a phrase.
    Phrase { phrase: Phrase, field: usize, weight: f32 },
    /// A constant score in every passage with the term.
    Constant { term: usize, score: u32 },
}

impl Scorer {
    /// The only term of the scorer, if it is not a phrase.
    pub(super) fn term(&self) -> Option<usize> {
        match self {
            Scorer::Term { term, .. } | Scorer::Constant { term, .. } => Some(*term),
            Scorer::Phrase { .. } => None,
        }
    }
}

/// The scorers of a query in one segment.
pub(super) struct SegmentScoring<'a> {
    pub(super) scorers: &'a [Scorer],
    /// BM25 by the number of the field.
    pub(super) bm25: Vec<Bm25<'a>>,
    /// Number of the segment.
    pub(super) segment: usize,
}

impl<'a> SegmentScoring<'a> {
    pub(super) fn new(scorers: &'a Scorers, segments: &'a Segments, segment: usize) -> SegmentScoring<'a> {
        let own: &Segment = &segments.all()[segment];
        let bm25 = scorers.fields.iter().map(|field| Bm25::new(segments, own, *field)).collect();
        SegmentScoring { scorers: &scorers.all, bm25, segment }
    }

    /// Score of a scorer in `doc`, in which its term or phrase occurs `freq` times.
    pub(super) fn score(&self, scorer: usize, doc: u32, freq: u32) -> u32 {
        match &self.scorers[scorer] {
            Scorer::Term { field, weight, .. } | Scorer::Phrase { field, weight, .. } => {
                self.bm25[*field].score(*weight, doc, freq)
            }
            Scorer::Constant { score, .. } => *score,
        }
    }

    /// Upper bound of the scores of a scorer in all passages.
    pub(super) fn max_score(&self, scorer: usize) -> u32 {
        match &self.scorers[scorer] {
            Scorer::Term { weight, .. } | Scorer::Phrase { weight, .. } => max_score(*weight),
            Scorer::Constant { score, .. } => *score,
        }
    }

    /// Scores of a scorer in all postings of a block.
    pub(super) fn score_block(
        &self,
        scorer: usize,
        docs: &[u32; BLOCK_LEN],
        freqs: &[u32; BLOCK_LEN],
        scores: &mut [u32; BLOCK_LEN],
    ) {
        match &self.scorers[scorer] {
            Scorer::Term { field, weight, .. } | Scorer::Phrase { field, weight, .. } => {
                self.bm25[*field].score_block(*weight, docs, freqs, scores);
            }
            Scorer::Constant { score, .. } => scores.fill(*score),
        }
    }

    /// Returns true if scores depend on positions.
    pub(super) fn has_phrases(&self) -> bool {
        self.scorers.iter().any(|scorer| scorer.term().is_none())
    }

    /// Score of `doc`. A phrase is counted by its positions.
    pub(super) fn total(&self, cursors: &mut SegmentCursors<'_>, doc: u32) -> u32 {
        self.sum(cursors, doc, SegmentCursors::phrase_freq)
    }

    /// Upper bound of the score of `doc`, without positions: a phrase occurs at most as often as each of its required terms.
    pub(super) fn total_bound(&self, cursors: &mut SegmentCursors<'_>, doc: u32) -> u32 {
        self.sum(cursors, doc, SegmentCursors::min_freq)
    }

    fn sum<'c>(
        &self,
        cursors: &mut SegmentCursors<'c>,
        doc: u32,
        phrase_freq: impl Fn(&mut SegmentCursors<'c>, &Phrase, u32) -> u32,
    ) -> u32 {
        let mut sum = 0_u32;
        for (at, scorer) in self.scorers.iter().enumerate() {
            let freq = match scorer {
                Scorer::Term { term, .. } | Scorer::Constant { term, .. } => {
                    let cursor = &mut cursors.cursors[*term];
                    if cursor.seek(doc) == doc { cursor.freq() } else { 0 }
                }
                Scorer::Phrase { phrase, .. } => phrase_freq(cursors, phrase, doc),
            };
            if freq > 0 {
                sum = sum.saturating_add(self.score(at, doc, freq));
            }
        }
        sum
    }
}
