//! The second phase: rescores the candidates and puts them in their final order.
//!
//! The first phase scores a passage by its own words, with quantised scores. Here the contribution of each clause is computed
//! again, always in the same order, and a share of the score of the whole article is added (`contributions`). The sum is
//! multiplied by a few factors (`factors`).

mod contributions;
#[cfg(test)]
mod explained;
mod factors;
#[cfg(test)]
mod phrases;
#[cfg(test)]
mod plain;
#[cfg(test)]
pub(super) mod sample;

use std::cmp::Ordering;

use tantivy::DocAddress;
use tantivy::schema::Field;

use self::factors::{apply_scores, score_and_sort};
use super::hit::ScoreFactors;
use super::recency::Recency;
use crate::postings::Segments;
use crate::query::Plan;
use crate::retrieval::{Candidate, SegmentCursors};

/// Weight of the score of the whole article beside the passage's own, for a list of passages. About 0.2 gained .002 to .020
/// MRR on collections of German texts in which one passage is the answer to a topic. Those measurements were made before this
/// program, and their data are not in this repository. Larger weights only gain where every passage of a relevant article is
/// judged relevant.
pub(super) const PASSAGE_ARTICLE_WEIGHT: f32 = 0.2;

/// Weight of the score of the whole article for a list of articles, in which it counts most. nDCG@10 of articles on one half of
/// the topics:
///
/// | weight | bundestag | gesetze | wikinews | xquad-de | covid-questions |
/// |---|---|---|---|---|---|
/// | 1 | .4245 | .5179 | .9598 | .9573 | .4422 |
/// | 2 | .4325 | .5217 | .9579 | .9578 | .4427 |
/// | 4 | .4347 | .5225 | .9588 | .9579 | .4427 |
pub(super) const ARTICLE_WEIGHT: f32 = 4.0;

/// A candidate with its final score.
#[derive(Debug, Clone, Copy)]
pub(super) struct RankedPassage {
    pub(super) candidate: Candidate,
    /// Sort key in index order: article, then passage.
    pub(super) order: u64,
    /// Factors of the sum of its contributions.
    pub(super) factors: ScoreFactors,
    pub(super) score: f32,
}

impl RankedPassage {
    /// A candidate before it is scored.
    fn unscored(candidate: Candidate, segments: &Segments) -> RankedPassage {
        RankedPassage { candidate, order: segments.order(&candidate), factors: ScoreFactors::default(), score: 0.0 }
    }

    /// Compares by descending score; ties are broken by index order.
    pub(super) fn best_first(&self, other: &RankedPassage) -> Ordering {
        other.score.total_cmp(&self.score).then_with(|| self.order.cmp(&other.order))
    }

    /// Address of the passage in the index.
    pub(super) fn address(&self) -> DocAddress {
        DocAddress::new(self.candidate.segment, self.candidate.doc)
    }
}

/// Scores candidates of a plan by all that is known of them.
pub(super) struct Rescorer<'a> {
    pub(super) segments: &'a Segments,
    pub(super) plan: &'a Plan,
    /// Field of the terms, by which the length of an article is measured.
    pub(super) terms: Field,
    /// Average length of an article, in tokens.
    pub(super) average_article_length: f32,
    /// Weight of the score of the whole article beside the passage's own.
    pub(super) article_weight: f32,
    /// Recency weight, if the search favours recent articles.
    pub(super) recency: Option<Recency>,
}

impl Rescorer<'_> {
    /// Scores `candidates` against each other and returns them best first. `cursors` are those of the plan, one a segment.
    pub(super) fn rank(&self, candidates: &[Candidate], cursors: &mut [SegmentCursors<'_>]) -> Vec<RankedPassage> {
        let mut passages = self.unscored(candidates);
        let contributions = self.contributions(&passages, cursors);
        score_and_sort(&mut passages, &contributions, &self.plan.clauses);
        passages
    }

    /// Scores each of `candidates` by itself, so that the result does not depend on the others. Returns them in index order.
    pub(super) fn score_each(
        &self,
        candidates: &[Candidate],
        cursors: &mut [SegmentCursors<'_>],
    ) -> Vec<RankedPassage> {
        let mut passages = self.unscored(candidates);
        let contributions = self.contributions(&passages, cursors);
        apply_scores(&mut passages, &contributions, &self.plan.clauses);
        passages
    }

    /// The candidates in the order in which postings are read fastest: by segment, then by passage. The recency factor is set.
    fn unscored(&self, candidates: &[Candidate]) -> Vec<RankedPassage> {
        let unscored = |candidate: &Candidate| {
            let mut passage = RankedPassage::unscored(*candidate, self.segments);
            if let Some(recency) = &self.recency {
                let date = &self.segments.all()[candidate.segment as usize].date;
                passage.factors.recency = recency.weight(date.first(candidate.doc));
            }
            passage
        };
        let mut passages: Vec<RankedPassage> = candidates.iter().map(unscored).collect();
        passages.sort_unstable_by_key(|passage| (passage.candidate.segment, passage.candidate.doc));
        passages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_are_broken_by_index_order() {
        let passage = |score: f32, order: u64| RankedPassage {
            candidate: Candidate::new(0, 0, 0),
            order,
            factors: ScoreFactors::default(),
            score,
        };
        let mut passages = [passage(1.0, 7), passage(2.0, 9), passage(1.0, 3), passage(0.0, 0), passage(2.0, 8)];
        passages.sort_unstable_by(RankedPassage::best_first);
        let order: Vec<(f32, u64)> = passages.iter().map(|passage| (passage.score, passage.order)).collect();
        assert_eq!(order, [(2.0, 8), (2.0, 9), (1.0, 3), (1.0, 7), (0.0, 0)]);
    }
}
