//! From candidates to the results that are wanted.

use std::collections::HashSet;
use std::ops::Range;

use super::fold::HitFold;
use super::options::{Grouping, SearchOptions, Sort};
use super::rank::{ARTICLE_WEIGHT, PASSAGE_ARTICLE_WEIGHT, RankedPassage, Rescorer};
use super::recency::Recency;
use super::searcher::Searcher;
use crate::Error;
use crate::index::article_number;
use crate::query::Plan;
use crate::retrieval::{Candidate, SegmentCursors};

/// Candidates of the first tier of a list of passages. nDCG@10 of passages for 20, 50, 80, 120, 200: gesetze .4813, .4863,
/// .4875, .4881, .4881; bundestag .3769, .3812, .3812, .3814, .3813; wikinews, xquad-de and covid-questions do not move.
const FIRST_TIER_PASSAGES: usize = 50;

/// Candidates of the first tier of a list of articles, which may have several passages each, or if newer articles gain.
const DEEP_FIRST_TIER_PASSAGES: usize = 1000;

/// Factor from the end of one tier of candidates to the end of the next.
const TIER_GROWTH: usize = 4;

fn first_tier(options: &SearchOptions) -> usize {
    match options.by {
        Grouping::Passage | Grouping::BestPassage if options.recent.is_none() => FIRST_TIER_PASSAGES,
        Grouping::Passage | Grouping::BestPassage | Grouping::Article => DEEP_FIRST_TIER_PASSAGES,
    }
}

/// The tiers of `candidates` candidates: they do not depend on how many results are wanted.
fn tiers(first: usize, candidates: usize) -> impl Iterator<Item = Range<usize>> {
    let ends = std::iter::successors(Some(first), |end| Some(end.saturating_mul(TIER_GROWTH)));
    let mut begin = 0;
    ends.map_while(move |end| {
        let tier = begin..end.min(candidates);
        begin = end;
        (!tier.is_empty()).then_some(tier)
    })
}

/// End of the first tier that has at least `wanted` candidates.
fn depth_for(first: usize, wanted: usize) -> usize {
    let mut depth = first;
    while depth < wanted {
        depth = depth.saturating_mul(TIER_GROWTH);
    }
    depth
}

impl Searcher {
    /// The passages that represent the wanted results, in order, without those of the articles whose numbers are in `excluded`.
    pub(super) fn top_ranked(
        &self,
        plan: &Plan,
        options: &SearchOptions,
        excluded: &HashSet<u64>,
    ) -> Result<Vec<RankedPassage>, Error> {
        let mut fold = options.fold.then(|| HitFold::new(self, options.by, plan.deadline));
        match (options.sort, &mut fold) {
            (Sort::Relevance, fold) => self.by_relevance(plan, options, excluded, fold.as_mut()),
            (Sort::Newest | Sort::Oldest, Some(fold)) => self.folded_by_date(plan, options, excluded, fold),
            (Sort::Newest | Sort::Oldest, None) => self.by_date(plan, options, excluded),
        }
    }

    /// Results by relevance. Candidates are fetched down to the end of a tier, and further while too few results are left.
    fn by_relevance(
        &self,
        plan: &Plan,
        options: &SearchOptions,
        excluded: &HashSet<u64>,
        mut fold: Option<&mut HitFold<'_>>,
    ) -> Result<Vec<RankedPassage>, Error> {
        let wanted = options.offset.saturating_add(options.limit);
        let mut cursors = self.cursors(plan)?;
        let mut depth = depth_for(first_tier(options), wanted);
        loop {
            let candidates = self.candidates(plan, &mut cursors, depth)?;
            let mut ranked = self.rank_in_tiers(plan, &mut cursors, &candidates, options)?;
            ranked.retain(|passage| !excluded.contains(&article_number(passage.order)));
            // A copy's best passage may be folded; then another one stands for it.
            if options.by == Grouping::Article || (options.by.takes_articles_once() && fold.is_none()) {
                keep_best_of_each_article(&mut ranked);
            }
            if let Some(fold) = &mut fold {
                ranked = fold.fold(&ranked, wanted)?;
            }
            if ranked.len() >= wanted || candidates.len() < depth {
                ranked.truncate(wanted);
                ranked.drain(..options.offset.min(ranked.len()));
                return Ok(ranked);
            }
            depth = depth.saturating_mul(TIER_GROWTH);
        }
    }

    /// Results by date, without those that repeat an earlier one of the list.
    fn folded_by_date(
        &self,
        plan: &Plan,
        options: &SearchOptions,
        excluded: &HashSet<u64>,
        fold: &mut HitFold<'_>,
    ) -> Result<Vec<RankedPassage>, Error> {
        let wanted = options.offset.saturating_add(options.limit);
        let mut depth = wanted;
        loop {
            let by = if options.by == Grouping::BestPassage { Grouping::Passage } else { options.by };
            let to_depth = SearchOptions { offset: 0, limit: depth, by, ..options.clone() };
            let unfolded = self.by_date(plan, &to_depth, excluded)?;
            let mut kept = fold.fold(&unfolded, wanted)?;
            if kept.len() >= wanted || unfolded.len() < depth {
                kept.drain(..options.offset.min(kept.len()));
                return Ok(kept);
            }
            depth = depth.saturating_mul(TIER_GROWTH);
        }
    }

    /// Candidates in final order, tier by tier.
    fn rank_in_tiers(
        &self,
        plan: &Plan,
        cursors: &mut [SegmentCursors<'_>],
        candidates: &[Candidate],
        options: &SearchOptions,
    ) -> Result<Vec<RankedPassage>, Error> {
        let rescorer = self.rescorer(plan, options);
        let mut ranked = Vec::with_capacity(candidates.len());
        for tier in tiers(first_tier(options), candidates.len()) {
            ranked.extend(rescorer.rank(&candidates[tier], cursors));
        }
        self.check_undamaged(cursors)?;
        Ok(ranked)
    }

    pub(super) fn rescorer<'a>(&'a self, plan: &'a Plan, options: &SearchOptions) -> Rescorer<'a> {
        let payload = self.index().metadata();
        let terms = self.index().fields().terms;
        // an index that does not know its day has no limit
        let last_day = if payload.last_day == 0 { i64::MAX } else { payload.last_day };
        let tokens = self.postings().average_length(terms) * payload.passages as f32;
        Rescorer {
            segments: self.postings(),
            plan,
            terms,
            average_article_length: (tokens / payload.articles.max(1) as f32).max(1.0),
            recency: options.recent.map(|half_life| Recency::new(self.postings(), half_life, last_day)),
            article_weight: match options.by {
                Grouping::Passage | Grouping::BestPassage => PASSAGE_ARTICLE_WEIGHT,
                Grouping::Article => ARTICLE_WEIGHT,
            },
        }
    }
}

/// Keeps the first passage of each article, which is the best.
pub(super) fn keep_best_of_each_article(ranked: &mut Vec<RankedPassage>) {
    let mut seen = HashSet::new();
    ranked.retain(|passage| seen.insert(article_number(passage.order)));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::search::rank::sample::SEARCHER;

    #[test]
    fn tiers_do_not_depend_on_their_number() {
        for (candidates, expected) in [
            (0, &[][..]),
            (1, &[(0, 1)]),
            (50, &[(0, 50)]),
            (51, &[(0, 50), (50, 51)]),
            (900, &[(0, 50), (50, 200), (200, 800), (800, 900)]),
        ] {
            let tiers: Vec<_> = tiers(50, candidates).map(|tier| (tier.start, tier.end)).collect();
            assert_eq!(tiers, expected, "{candidates}");
        }
        assert_eq!(tiers(50, usize::MAX).last().unwrap().end, usize::MAX);
    }

    #[test]
    fn candidates_are_fetched_down_to_the_end_of_a_tier() {
        for (wanted, depth) in [(0, 50), (50, 50), (51, 200), (200, 200), (201, 800), (usize::MAX, usize::MAX)] {
            assert_eq!(depth_for(50, wanted), depth, "{wanted}");
        }
    }

    #[test]
    fn pages_fit_together() {
        for query in ["Stadt Werbung", "Bahn Streik Stadt", "Hochwasserschutz"] {
            for by in [Grouping::Passage, Grouping::BestPassage, Grouping::Article] {
                let page = |offset, limit| {
                    SEARCHER.rank_only(query, &SearchOptions { offset, limit, by, ..SearchOptions::default() }).unwrap()
                };
                let all = page(0, 280);
                assert!(all.len() > FIRST_TIER_PASSAGES, "{query}: {}", all.len());
                for size in [30, 70] {
                    let pages = (0..280_usize.div_ceil(size)).map(|at| page(at * size, size.min(280 - at * size)));
                    assert_eq!(pages.collect::<Vec<_>>().concat(), all, "{query} {by:?}");
                }
            }
        }
    }
}
