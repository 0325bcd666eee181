//! The posting cursors of a plan in one segment, and what they tell of a passage.
//!
//! Matching has two phases, as in Lucene's `TwoPhaseIterator`: `next_candidate` finds a passage by postings alone, `matches`
//! verifies it, with positions where the predicate needs them.

use std::ops::Range;
use std::time::Instant;

use super::deadline::Deadline;
use super::in_article::ArticleMemory;
use super::phrase::Phrase;
use super::predicate::Predicate;
use super::spans::smallest_windows;
use crate::postings::{PostingCursor, Segment, Segments, TERMINATED, TermInfo};

/// A cursor for each term of a plan, in one segment.
pub(crate) struct SegmentCursors<'a> {
    pub(crate) segment: &'a Segment,
    /// Number of the segment.
    number: usize,
    /// By the number of the term in the plan.
    pub(crate) cursors: Vec<PostingCursor<'a>>,
    pub(crate) deadline: Deadline,
    /// Reused buffers for positions.
    positions: Vec<Vec<u32>>,
    /// Reused buffer for the starts of a phrase.
    starts: Vec<u32>,
    last_phrase: PhraseFreq,
    pub(super) articles: ArticleMemory,
}

/// The phrase that was counted last, and its frequency in a passage.
struct PhraseFreq {
    words: Vec<(usize, u32)>,
    doc: u32,
    freq: u32,
}

impl<'a> SegmentCursors<'a> {
    /// Opens the postings of `terms` in segment number `at`.
    pub(crate) fn open(
        terms: &'a [TermInfo],
        segments: &'a Segments,
        at: usize,
        deadline: Option<Instant>,
    ) -> tantivy::Result<SegmentCursors<'a>> {
        Ok(SegmentCursors {
            segment: &segments.all()[at],
            number: at,
            cursors: terms.iter().map(|term| segments.cursor(at, term)).collect::<tantivy::Result<_>>()?,
            deadline: Deadline::new(deadline),
            positions: Vec::new(),
            starts: Vec::new(),
            last_phrase: PhraseFreq { words: Vec::new(), doc: TERMINATED, freq: 0 },
            articles: ArticleMemory::default(),
        })
    }

    /// Returns true if bytes were found that tantivy does not write: what was found then is not all there is.
    pub(crate) fn is_damaged(&self) -> bool {
        self.cursors.iter().any(PostingCursor::is_damaged)
    }

    /// The first passage from `doc` to before `end` that may match, judged without positions. If there is none, returns a number
    /// that is not below `end`.
    pub(crate) fn next_candidate(&mut self, predicate: &Predicate, doc: u32, end: u32) -> u32 {
        match predicate {
            Predicate::MatchNone => TERMINATED,
            Predicate::MatchAll | Predicate::DateRange(_) | Predicate::Name(_) => {
                if doc < self.segment.passages() {
                    doc
                } else {
                    TERMINATED
                }
            }
            Predicate::Term(term) => self.cursors[*term].seek(doc),
            Predicate::Phrase(Phrase { required, .. }) => {
                self.leapfrog(required.len(), doc..end, |this, at, doc| this.cursors[required[at]].seek(doc))
            }
            Predicate::Spans(_, approximation) => self.next_candidate(approximation, doc, end),
            Predicate::InArticle(condition) => self.next_in_article(condition, doc, end),
            Predicate::And(parts) => {
                self.leapfrog(parts.len(), doc..end, |this, at, doc| this.next_candidate(&parts[at], doc, end))
            }
            Predicate::Or(parts) => {
                parts.iter().map(|part| self.next_candidate(part, doc, end)).min().unwrap_or(TERMINATED)
            }
            Predicate::AndNot(required, _) => self.next_candidate(required, doc, end),
        }
    }

    /// Returns true if `doc` may match, judged without positions.
    pub(super) fn may_match(&mut self, predicate: &Predicate, doc: u32) -> bool {
        match predicate {
            Predicate::MatchNone => false,
            Predicate::MatchAll | Predicate::DateRange(_) | Predicate::Name(_) => doc < self.segment.passages(),
            Predicate::Term(term) => self.cursors[*term].seek(doc) == doc,
            Predicate::Phrase(phrase) => self.all_on(phrase.required.iter().copied(), doc),
            Predicate::Spans(_, approximation) => self.may_match(approximation, doc),
            Predicate::InArticle(condition) => self.article_may_match(condition, doc),
            Predicate::And(parts) => parts.iter().all(|part| self.may_match(part, doc)),
            Predicate::Or(parts) => parts.iter().any(|part| self.may_match(part, doc)),
            Predicate::AndNot(required, _) => self.may_match(required, doc),
        }
    }

    /// The first passage of `range` on which all of `count` cursors agree. `seek` moves one of them; the first leads.
    fn leapfrog(&mut self, count: usize, range: Range<u32>, mut seek: impl FnMut(&mut Self, usize, u32) -> u32) -> u32 {
        let mut doc = range.start;
        'doc: while doc < range.end {
            for at in 0..count {
                let found = seek(self, at, doc);
                if found > doc {
                    doc = found;
                    // If the lead moved, `doc` is the new candidate; if another cursor did, restart from the lead.
                    if at > 0 || doc >= range.end {
                        continue 'doc;
                    }
                }
            }
            return doc;
        }
        TERMINATED
    }

    /// Upper bound of the number of candidates in the segment.
    pub(super) fn cost(&self, predicate: &Predicate) -> u64 {
        predicate.cost(self.segment.passages().into(), &|term| self.cursors[term].doc_freq().into())
    }

    /// Returns true if `doc`, a candidate found by `next_candidate`, matches.
    pub(crate) fn matches(&mut self, predicate: &Predicate, doc: u32) -> bool {
        match predicate {
            Predicate::MatchNone => false,
            Predicate::MatchAll | Predicate::Term(_) => true,
            Predicate::Phrase(phrase) => self.phrase_freq(phrase, doc) > 0,
            Predicate::Spans(query, _) => !self.spans(query, doc).is_empty(),
            Predicate::DateRange(days) => self.segment.date.first(doc).is_some_and(|day| days.contains(&day)),
            Predicate::Name(name) => name.matches(self.number, doc),
            Predicate::InArticle(condition) => self.article_matches(condition, doc),
            Predicate::And(parts) => parts.iter().all(|part| self.matches(part, doc)),
            Predicate::Or(parts) => self.matches_any(parts, doc),
            Predicate::AndNot(required, parts) => self.matches(required, doc) && !self.matches_any(parts, doc),
        }
    }

    /// Returns true if `doc`, any passage, matches one of `parts`.
    pub(crate) fn matches_any(&mut self, parts: &[Predicate], doc: u32) -> bool {
        parts.iter().any(|part| self.may_match(part, doc) && self.matches(part, doc))
    }

    /// Number of occurrences of the phrase in `doc`.
    pub(crate) fn phrase_freq(&mut self, phrase: &Phrase, doc: u32) -> u32 {
        // `matches` asks for it first, scoring a moment later.
        if self.last_phrase.doc == doc && self.last_phrase.words == phrase.words {
            return self.last_phrase.freq;
        }
        let freq = self.phrase_starts(phrase, doc).len() as u32;
        let last = &mut self.last_phrase;
        last.words.clear();
        last.words.extend_from_slice(&phrase.words);
        (last.doc, last.freq) = (doc, freq);
        freq
    }

    /// The positions in `doc` at which the phrase starts. The positions of a word are read only if the words before it, which are
    /// rarer, leave a start.
    pub(super) fn phrase_starts(&mut self, phrase: &Phrase, doc: u32) -> &[u32] {
        self.starts.clear();
        if !self.all_on(phrase.required.iter().copied(), doc) {
            return &self.starts;
        }
        let mut positions = self.positions.pop().unwrap_or_default();
        for (number, (term, distance)) in phrase.words.iter().enumerate() {
            // A passage with a pair has both of its words, unless their postings are damaged.
            if self.cursors[*term].seek(doc) != doc {
                self.starts.clear();
                break;
            }
            self.cursors[*term].positions(&mut positions);
            if number == 0 {
                self.starts.extend(positions.iter().filter_map(|position| position.checked_sub(*distance)));
            } else {
                self.starts.retain(|start| positions.binary_search(&(start + distance)).is_ok());
            }
            if self.starts.is_empty() {
                break;
            }
        }
        self.positions.push(positions);
        &self.starts
    }

    /// Least frequency of the required terms of a phrase in `doc`; 0 if one is missing.
    pub(crate) fn min_freq(&mut self, phrase: &Phrase, doc: u32) -> u32 {
        let mut min = u32::MAX;
        for term in &phrase.required {
            if self.cursors[*term].seek(doc) != doc {
                return 0;
            }
            min = min.min(self.cursors[*term].freq());
        }
        min
    }

    /// Width of the smallest window of `doc` that has all terms: last position minus first. Returns `None` if a term is missing.
    pub(crate) fn min_window(&mut self, terms: &[usize], doc: u32) -> Option<u32> {
        if !self.all_on(terms.iter().copied(), doc) {
            return None;
        }
        self.positions.resize_with(terms.len().max(self.positions.len()), Vec::new);
        for (term, positions) in terms.iter().zip(&mut self.positions) {
            self.cursors[*term].positions(positions);
        }
        smallest_windows(&self.positions[..terms.len()]).map(|(first, last)| last - first).min()
    }

    /// Moves cursors to `doc` and returns true if all of them have it.
    fn all_on(&mut self, mut terms: impl Iterator<Item = usize>, doc: u32) -> bool {
        terms.all(|term| self.cursors[term].seek(doc) == doc)
    }
}
