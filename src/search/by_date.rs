//! Hits in the order of their days.
//!
//! All matches are gone through once, and of each only its day is looked at. Those that cannot be among the ones that are wanted are
//! dropped now and then; only days of which hits are shown are scored.

use std::collections::HashSet;

use super::rank::{Ranked, Ranker};
use super::searcher::{Grouping, SearchOptions, Searcher, Sort};
use super::tiers::keep_best_of_each_article;
use crate::Error;
use crate::query::Plan;
use crate::retrieval::{Candidate, SegmentCursors};

/// Passages that are kept before any is dropped.
const LEAST_ROOM: usize = 1 << 12;
/// Passages that are scored between two looks at the clock.
const AT_ONCE: usize = 1 << 10;

/// A match and its place in time.
struct Dated {
    /// The day, as [`key`] puts it.
    key: i64,
    candidate: Candidate,
    /// Whether it is counted: each passage, or of an article's passages the first.
    counts: bool,
}

/// The least comes first; what has no day comes last.
fn key(sort: Sort, day: Option<i64>) -> i64 {
    match (sort, day) {
        (_, None) => i64::MAX,
        (Sort::Oldest, Some(day)) => day,
        (Sort::Newest | Sort::Relevance, Some(day)) => day.saturating_neg(),
    }
}

/// Collects the first `wanted` matches by their days, and all others of the last of these days.
struct First {
    wanted: usize,
    found: Vec<Dated>,
    /// So many may be kept.
    room: usize,
    /// The last day that can still get in.
    last: i64,
}

impl First {
    fn new(wanted: usize) -> First {
        First { wanted, found: Vec::new(), room: LEAST_ROOM, last: i64::MAX }
    }

    fn offer(&mut self, dated: Dated) {
        if dated.key <= self.last {
            self.found.push(dated);
            if self.found.len() >= self.room {
                self.drop_late();
                self.room = LEAST_ROOM.max(self.found.len().saturating_mul(2));
            }
        }
    }

    fn drop_late(&mut self) {
        let mut keys: Vec<i64> = self.found.iter().filter(|dated| dated.counts).map(|dated| dated.key).collect();
        if let Some(at) = self.wanted.checked_sub(1).filter(|at| *at < keys.len()) {
            self.last = *keys.select_nth_unstable(at).1;
            self.found.retain(|dated| dated.key <= self.last);
        }
    }

    /// In order of their days.
    fn in_order(mut self) -> Vec<Dated> {
        self.drop_late();
        self.found.sort_unstable_by_key(|dated| dated.key);
        self.found
    }
}

impl Searcher {
    /// The passages that are wanted, or the best of each article, in the order of their days; those of one day in the order of their
    /// scores, then as they were read. None of the articles `except`.
    pub(super) fn by_date(
        &self,
        plan: &Plan,
        options: &SearchOptions,
        except: &HashSet<u64>,
    ) -> Result<Vec<Ranked>, Error> {
        let end = options.offset.saturating_add(options.limit);
        let mut first = First::new(end);
        self.each_article(plan, &mut |article| {
            if end == 0 || except.contains(&article.number) {
                return;
            }
            let segment = article.segment as usize;
            let key = key(options.sort, self.postings().all()[segment].date.first(article.first()));
            for (at, doc) in article.passages.iter().enumerate() {
                let counts = options.by == Grouping::Passage || at == 0;
                first.offer(Dated { key, candidate: Candidate::new(0, segment, *doc), counts });
            }
        })?;
        let (ranker, mut open) = (self.ranker(plan, options), self.cursors(plan)?);
        let mut ranked = Vec::new();
        let mut before = 0;
        for day in first.in_order().chunk_by(|a, b| a.key == b.key) {
            let after = before + day.iter().filter(|dated| dated.counts).count();
            if after > options.offset && before < end {
                let mut hits = scored(&ranker, day, &mut open)?;
                hits.sort_unstable_by(Ranked::best_first);
                if options.by == Grouping::Article {
                    keep_best_of_each_article(&mut hits);
                }
                let (from, to) = (options.offset.max(before) - before, end.min(after) - before);
                ranked.extend_from_slice(&hits[from..to]);
            }
            before = after;
        }
        Ok(ranked)
    }
}

fn scored(ranker: &Ranker<'_>, day: &[Dated], open: &mut [SegmentCursors<'_>]) -> Result<Vec<Ranked>, Error> {
    let mut hits = Vec::with_capacity(day.len());
    for some in day.chunks(AT_ONCE) {
        if open.iter_mut().any(|open| open.deadline.is_over()) {
            return Err(Error::TooSlow);
        }
        let candidates: Vec<Candidate> = some.iter().map(|dated| dated.candidate).collect();
        hits.extend(ranker.scored(&candidates, open));
    }
    Ok(hits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_first_and_all_of_the_last_day() {
        // Each day has three passages of one article, so that ties and what counts play a part.
        for (wanted, by_article) in [(1, false), (4, false), (3000, false), (5, true), (2500, true)] {
            let mut first = First::new(wanted);
            let keys: Vec<i64> = (0..9000).map(|n: i64| n * 7919 % 3000).collect();
            for (at, key) in keys.iter().enumerate() {
                let counts = !by_article || at < 3000;
                first.offer(Dated { key: *key, candidate: Candidate::new(0, 0, at as u32), counts });
            }
            let days = if by_article { wanted } else { wanted.div_ceil(3) };
            let found = first.in_order();
            assert_eq!(found.len(), days * 3, "{wanted}");
            assert!(found.iter().all(|dated| dated.key < days as i64), "{wanted}");
            assert!(found.is_sorted_by_key(|dated| dated.key), "{wanted}");
        }
    }

    #[test]
    fn what_has_no_day_comes_last() {
        assert!(key(Sort::Newest, Some(20_000)) < key(Sort::Newest, Some(-5)));
        assert!(key(Sort::Oldest, Some(-5)) < key(Sort::Oldest, Some(20_000)));
        for sort in [Sort::Newest, Sort::Oldest] {
            assert!(key(sort, Some(20_000)) < key(sort, None));
        }
    }
}
