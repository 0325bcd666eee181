//! Words that stand close together, in any order.
//!
//! tantivy's phrases have one word at each place; here each place has alternatives, and parts of one compound stand at
//! the same place.

use std::sync::Arc;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

/// Passages in which one term of each group stands within a window.
#[derive(Debug, Clone)]
pub(crate) struct NearQuery {
    groups: Arc<Vec<Vec<Term>>>,
    /// Words between the first and the last of them, at most, plus one: 0 is the same place, 1 side by side.
    width: u32,
    /// The score at width 0; at the full width it is half of that.
    score: Score,
}

impl NearQuery {
    pub(crate) fn new(groups: Vec<Vec<Term>>, width: u32, score: Score) -> NearQuery {
        NearQuery { groups: Arc::new(groups), width, score }
    }

    /// The passages of one segment.
    pub(crate) fn matches(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Option<NearScorer>> {
        let mut groups = Vec::with_capacity(self.groups.len());
        for terms in self.groups.iter() {
            let mut postings = Vec::with_capacity(terms.len());
            for term in terms {
                let index = reader.inverted_index(term.field())?;
                postings.extend(index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?);
            }
            if postings.is_empty() {
                return Ok(None);
            }
            groups.push(Group { postings, positions: Vec::new() });
        }
        // The rarest leads.
        groups.sort_by_key(|group| group.postings.iter().map(|postings| u64::from(postings.size_hint())).sum::<u64>());
        let mut scorer = NearScorer { groups, width: self.width, score: self.score * boost, window: 0, doc: 0 };
        scorer.settle();
        Ok(Some(scorer))
    }
}

impl Query for NearQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.groups.iter().flatten().for_each(|term| visitor(term, true));
    }
}

impl Weight for NearQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.matches(reader, boost)? {
            Some(scorer) => Box::new(scorer),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("words close together", scorer.score()))
    }
}

/// The postings of alternatives.
struct Group {
    postings: Vec<SegmentPostings>,
    positions: Vec<u32>,
}

impl Group {
    fn doc(&self) -> DocId {
        self.postings.iter().map(DocSet::doc).min().unwrap_or(TERMINATED)
    }

    /// The first passage at or after `target` that has one of them.
    fn seek(&mut self, target: DocId) -> DocId {
        for postings in self.postings.iter_mut().filter(|postings| postings.doc() < target) {
            postings.seek(target);
        }
        self.doc()
    }

    fn read_positions(&mut self, doc: DocId) {
        self.positions.clear();
        for postings in self.postings.iter_mut().filter(|postings| postings.doc() == doc) {
            postings.append_positions_with_offset(0, &mut self.positions);
        }
        self.positions.sort_unstable();
    }
}

/// The passages of one segment, in order.
pub(crate) struct NearScorer {
    groups: Vec<Group>,
    width: u32,
    score: Score,
    /// Of the passage at hand.
    window: u32,
    doc: DocId,
}

impl NearScorer {
    /// How far apart the first and the last word stand in the passage at hand, at best.
    pub(crate) fn window(&self) -> u32 {
        self.window
    }

    /// Goes on to the next passage, from `doc` on, that has all groups close together.
    fn settle(&mut self) {
        'passage: loop {
            for at in 0..self.groups.len() {
                let found = self.groups[at].seek(self.doc);
                if found > self.doc {
                    self.doc = found;
                    if found == TERMINATED {
                        return;
                    }
                    continue 'passage;
                }
            }
            for group in &mut self.groups {
                group.read_positions(self.doc);
            }
            if let Some(window) = self.smallest_window().filter(|window| *window <= self.width) {
                self.window = window;
                return;
            }
            self.doc += 1;
        }
    }

    /// The smallest window with one position of each group: the group that is last behind moves on.
    fn smallest_window(&self) -> Option<u32> {
        let mut at = vec![0; self.groups.len()];
        let mut smallest = None;
        loop {
            let places = self.groups.iter().zip(&at).map(|(group, at)| group.positions.get(*at).copied());
            let places: Option<Vec<u32>> = places.collect();
            let Some(places) = places else { return smallest };
            let (first, last) = (places.iter().min()?, places.iter().max()?);
            let window = last - first;
            if smallest.is_none_or(|smallest| window < smallest) {
                smallest = Some(window);
            }
            at[places.iter().position(|place| place == first)?] += 1;
        }
    }
}

impl DocSet for NearScorer {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            self.doc += 1;
            self.settle();
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = target;
            if target != TERMINATED {
                self.settle();
            }
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.groups.first().map_or(0, |group| group.postings.iter().map(DocSet::size_hint).sum())
    }
}

impl Scorer for NearScorer {
    fn score(&mut self) -> Score {
        self.score * (1.0 - self.window as f32 / (2 * self.width.max(1)) as f32)
    }
}
