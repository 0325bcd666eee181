//! Results sorted by date.
//!
//! All matches are scanned once, and only their days are read. Matches that cannot be among the wanted results are dropped
//! from time to time, and only the matches of days that are returned are scored.

use std::collections::HashSet;

use super::options::{SearchOptions, Sort};
use super::rank::{RankedPassage, Rescorer};
use super::searcher::Searcher;
use super::tiers::keep_best_of_each_article;
use crate::Error;
use crate::query::Plan;
use crate::retrieval::{Candidate, SegmentCursors};

/// Matches that are buffered before late ones are dropped for the first time.
const MIN_BUFFERED_MATCHES: usize = 1 << 12;
/// Passages that are scored from one check of the deadline to the next.
const DEADLINE_CHECK_PASSAGES: usize = 1 << 10;

/// A match and its place in the order of dates.
struct DatedMatch {
    /// Sort key of its day, by [`date_key`].
    key: i64,
    candidate: Candidate,
    /// True if it counts as a result: every passage does, or in a list of articles the first passage of each.
    is_result: bool,
}

/// Sort key of a day: ascending keys give the order. Undated matches come last.
fn date_key(sort: Sort, day: Option<i64>) -> i64 {
    match (sort, day) {
        (_, None) => i64::MAX,
        (Sort::Oldest, Some(day)) => day,
        (Sort::Newest | Sort::Relevance, Some(day)) => day.saturating_neg(),
    }
}

/// Collects the matches of the first days: as many days as are needed for `wanted` results.
struct FirstDays {
    wanted: usize,
    matches: Vec<DatedMatch>,
    /// Number of buffered matches at which late ones are dropped.
    capacity: usize,
    /// Last key that can still be among the wanted results.
    last_key: i64,
}

impl FirstDays {
    fn new(wanted: usize) -> FirstDays {
        FirstDays { wanted, matches: Vec::new(), capacity: MIN_BUFFERED_MATCHES, last_key: i64::MAX }
    }

    fn push(&mut self, dated: DatedMatch) {
        if dated.key <= self.last_key {
            self.matches.push(dated);
            if self.matches.len() >= self.capacity {
                self.drop_late();
                self.capacity = MIN_BUFFERED_MATCHES.max(self.matches.len().saturating_mul(2));
            }
        }
    }

    fn drop_late(&mut self) {
        let results = self.matches.iter().filter(|dated| dated.is_result);
        let mut keys: Vec<i64> = results.map(|dated| dated.key).collect();
        if let Some(at) = self.wanted.checked_sub(1).filter(|at| *at < keys.len()) {
            self.last_key = *keys.select_nth_unstable(at).1;
            self.matches.retain(|dated| dated.key <= self.last_key);
        }
    }

    /// The matches in the order of their days.
    fn into_sorted(mut self) -> Vec<DatedMatch> {
        self.drop_late();
        self.matches.sort_unstable_by_key(|dated| dated.key);
        self.matches
    }
}

impl Searcher {
    /// The wanted passages, or the best passages of the wanted articles, by date. Results of one day are ordered by score,
    /// then in index order. Articles whose numbers are in `excluded` are left out.
    pub(super) fn by_date(
        &self,
        plan: &Plan,
        options: &SearchOptions,
        excluded: &HashSet<u64>,
    ) -> Result<Vec<RankedPassage>, Error> {
        let end = options.offset.saturating_add(options.limit);
        let mut first_days = FirstDays::new(end);
        self.for_each_matching_article(plan, &mut |article| {
            if end == 0 || excluded.contains(&article.number) {
                return;
            }
            let key = date_key(options.sort, self.segment(article.segment).date.first(article.first));
            for (at, doc) in article.passages.iter().enumerate() {
                let candidate = Candidate::new(0, article.segment as usize, *doc);
                let is_result = !options.by.takes_articles_once() || at == 0;
                first_days.push(DatedMatch { key, candidate, is_result });
            }
        })?;
        let (rescorer, mut cursors) = (self.rescorer(plan, options), self.cursors(plan)?);
        let mut ranked = Vec::new();
        let mut before = 0;
        for day in first_days.into_sorted().chunk_by(|a, b| a.key == b.key) {
            let after = before + day.iter().filter(|dated| dated.is_result).count();
            if after > options.offset && before < end {
                let mut results = score_day(&rescorer, day, &mut cursors)?;
                results.sort_unstable_by(RankedPassage::best_first);
                if options.by.takes_articles_once() {
                    keep_best_of_each_article(&mut results);
                }
                let (from, to) = (options.offset.max(before) - before, end.min(after) - before);
                ranked.extend_from_slice(&results[from..to]);
            }
            before = after;
        }
        self.check_undamaged(&cursors)?;
        Ok(ranked)
    }
}

fn score_day(
    rescorer: &Rescorer<'_>,
    day: &[DatedMatch],
    cursors: &mut [SegmentCursors<'_>],
) -> Result<Vec<RankedPassage>, Error> {
    let mut results = Vec::with_capacity(day.len());
    for matches in day.chunks(DEADLINE_CHECK_PASSAGES) {
        if cursors.iter_mut().any(|cursors| cursors.deadline.is_over()) {
            return Err(Error::TooSlow);
        }
        let candidates: Vec<Candidate> = matches.iter().map(|dated| dated.candidate).collect();
        results.extend(rescorer.score_each(&candidates, cursors));
    }
    Ok(results)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_first_and_all_of_the_last_day() {
        // Each day has three passages of one article, so that ties and what counts as a result play a part.
        for (wanted, by_article) in [(1, false), (4, false), (3000, false), (5, true), (2500, true)] {
            let mut first_days = FirstDays::new(wanted);
            let keys: Vec<i64> = (0..9000).map(|n: i64| n * 7919 % 3000).collect();
            for (at, key) in keys.iter().enumerate() {
                let is_result = !by_article || at < 3000;
                first_days.push(DatedMatch { key: *key, candidate: Candidate::new(0, 0, at as u32), is_result });
            }
            let days = if by_article { wanted } else { wanted.div_ceil(3) };
            let matches = first_days.into_sorted();
            assert_eq!(matches.len(), days * 3, "{wanted}");
            assert!(matches.iter().all(|dated| dated.key < days as i64), "{wanted}");
            assert!(matches.is_sorted_by_key(|dated| dated.key), "{wanted}");
        }
    }

    #[test]
    fn what_has_no_day_comes_last() {
        assert!(date_key(Sort::Newest, Some(20_000)) < date_key(Sort::Newest, Some(-5)));
        assert!(date_key(Sort::Oldest, Some(-5)) < date_key(Sort::Oldest, Some(20_000)));
        for sort in [Sort::Newest, Sort::Oldest] {
            assert!(date_key(sort, Some(20_000)) < date_key(sort, None));
        }
    }
}
