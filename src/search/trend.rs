//! How often does a query match over time?

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Serialize, Serializer};
use tantivy::DocAddress;

use super::filters::{baseline, filters_of};
use super::passage_range::PassageRange;
use super::searcher::Searcher;
use crate::Error;
use crate::index::date_of_day;
use crate::query::{self, Node, Within, WordReceipt};

/// Periods of a curve whose step is chosen automatically, at most: about one screen.
const MAX_DAY_PERIODS: i64 = 31;
const MAX_WEEK_PERIODS: i64 = 30;
const MAX_MONTH_PERIODS: i64 = 48;

/// Length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TrendStep {
    /// A day.
    Day,
    /// A week as in ISO 8601: it begins on Monday, and the first week of a year contains the first Thursday.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// Options of a trend.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TrendOptions {
    /// Length of a period. Default: `None`, which chooses the shortest with which the curve fits on a screen.
    pub step: Option<TrendStep>,
    /// Unit in which `UND`, `NICHT`, `+` and `-` hold. Default: the article, which is what is counted.
    pub within: Within,
    /// Time limit. A trend that exceeds it fails with [`Error::TooSlow`]. Default: `None`, no limit.
    pub timeout: Option<Duration>,
}

impl Default for TrendOptions {
    fn default() -> Self {
        TrendOptions { step: None, within: Within::Article, timeout: None }
    }
}

impl TrendOptions {
    /// Sets `step`, the length of a period.
    #[must_use]
    pub fn with_step(self, step: impl Into<Option<TrendStep>>) -> Self {
        TrendOptions { step: step.into(), ..self }
    }

    /// Sets `within`, the unit in which conditions hold.
    #[must_use]
    pub fn with_within(self, within: Within) -> Self {
        TrendOptions { within, ..self }
    }

    /// Sets `timeout`, the time limit.
    #[must_use]
    pub fn with_timeout(self, timeout: impl Into<Option<Duration>>) -> Self {
        TrendOptions { timeout: timeout.into(), ..self }
    }
}

/// Number of matching articles over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    /// Length of a period.
    pub step: TrendStep,
    /// Articles with a matching passage, copies not counted.
    pub articles: u64,
    /// Matching articles without a date, which are in no period.
    pub undated: u64,
    /// Matching articles that are not counted because they are copies of others that match.
    pub copies: u64,
    /// All articles, matching or not, that fit the `source:`, `section:` and `date:` filters of the query.
    pub all: u64,
    /// Undated articles among `all`.
    pub all_undated: u64,
    /// All periods from the first article of `all` to the last, without gaps.
    pub periods: Vec<Period>,
    /// How each word was read.
    pub words: Vec<WordReceipt>,
    /// Words that were ignored because they are too common.
    pub left_out: Vec<String>,
}

/// Number of matching articles in a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Period {
    /// `2018-04-21`, `2018-W16`, `2018-04` or `2018`.
    pub period: String,
    /// First day.
    #[serde(serialize_with = "as_text")]
    pub from: Date,
    /// Last day.
    #[serde(serialize_with = "as_text")]
    pub to: Date,
    /// Articles with a matching passage.
    pub articles: u64,
    /// All articles of the period, copies included: finding them would take longer than the rest of the work.
    pub all: u64,
    /// Matching articles per thousand of `all`; `None` if there are no articles.
    pub per_1000: Option<f64>,
}

/// Articles by day.
#[derive(Default)]
struct DayCounts {
    dated: BTreeMap<i64, u64>,
    undated: u64,
    /// Articles that were not counted, as copies of others.
    copies: u64,
}

#[derive(Clone, Copy)]
enum CopyCounting {
    /// Each copy counts.
    Each,
    /// Only the oldest of articles that are copies of each other counts.
    Once,
}

impl Searcher {
    /// Counts the articles that match `node`, a query as [`query::parse`](crate::query::parse) returns it, by day, week, month
    /// or year. An article counts once, however many of its passages match, and not for a single part of a compound. Of
    /// articles that are copies of each other the oldest counts. Fails like [`Searcher::search`].
    ///
    /// ```no_run
    /// use fundstelle::Searcher;
    /// use fundstelle::query::parse;
    /// use fundstelle::search::{TrendOptions, TrendStep};
    ///
    /// let searcher = Searcher::open("index".as_ref())?;
    /// let trend = searcher.trend(&parse("Streik")?, &TrendOptions::default().with_step(TrendStep::Month))?;
    /// for month in &trend.periods {
    ///     println!("{}: {} of {} articles", month.period, month.articles, month.all);
    /// }
    /// # Ok::<(), fundstelle::Error>(())
    /// ```
    pub fn trend(&self, node: &Node, options: &TrendOptions) -> Result<Trend, Error> {
        let deadline = options.timeout.map(|timeout| Instant::now() + timeout);
        let counted = |node: &Node| {
            query::plan_to_count(&self.widened(node), options.within, deadline, self.index(), self.postings())
        };
        let mut plan = counted(node)?;
        let baseline = counted(&baseline(node))?;
        let matching = self.count_by_day(&plan, CopyCounting::Once)?;
        let all = self.count_by_day(&baseline, CopyCounting::Each)?;
        plan.filters = filters_of(node).map(|_| Box::new(baseline));
        let mut words = plan.receipt.clone();
        self.count_words(&plan, &mut words)?;
        let step = options.step.unwrap_or_else(|| step_for(&all.dated));
        Ok(Trend {
            step,
            articles: matching.dated.values().sum::<u64>() + matching.undated,
            undated: matching.undated,
            copies: matching.copies,
            all: all.dated.values().sum::<u64>() + all.undated,
            all_undated: all.undated,
            periods: periods(step, &matching.dated, &all.dated),
            words,
            left_out: plan.left_out,
        })
    }

    fn count_by_day(&self, plan: &query::Plan, counting: CopyCounting) -> Result<DayCounts, Error> {
        let mut articles = Vec::new();
        self.for_each_matching_article(plan, &mut |article| {
            articles.push(DocAddress::new(article.segment, article.first));
        })?;
        let is_counted = match counting {
            CopyCounting::Once => {
                let ranges = articles.iter().map(|address| PassageRange::containing(self, *address));
                self.first_of_copies(&ranges.collect::<Vec<_>>(), plan.deadline)?
            }
            CopyCounting::Each => vec![true; articles.len()],
        };
        let mut counts = DayCounts::default();
        for (address, is_counted) in articles.iter().zip(is_counted) {
            match self.segment(address.segment_ord).date.first(address.doc_id) {
                _ if !is_counted => counts.copies += 1,
                Some(day) => *counts.dated.entry(day).or_default() += 1,
                None => counts.undated += 1,
            }
        }
        Ok(counts)
    }
}

/// The shortest step with which the days from the first to the last fit on a screen.
fn step_for(days: &BTreeMap<i64, u64>) -> TrendStep {
    let span = days.keys().next_back().zip(days.keys().next()).map_or(0, |(last, first)| last - first + 1);
    match span {
        ..=MAX_DAY_PERIODS => TrendStep::Day,
        span if span <= MAX_WEEK_PERIODS * 7 => TrendStep::Week,
        span if span <= MAX_MONTH_PERIODS * 30 => TrendStep::Month,
        _ => TrendStep::Year,
    }
}

impl TrendStep {
    /// First day of the period that contains `day`.
    fn period_start(self, day: Date) -> Date {
        match self {
            TrendStep::Day => day,
            TrendStep::Week => day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days()),
            TrendStep::Month => day.first_of_month(),
            TrendStep::Year => day.first_of_year(),
        }
    }

    /// First day of the period after the one that begins with `day`; `None` at the end of the calendar.
    fn next_start(self, day: Date) -> Option<Date> {
        let length = match self {
            TrendStep::Day => 1.day(),
            TrendStep::Week => 1.week(),
            TrendStep::Month => 1.month(),
            TrendStep::Year => 1.year(),
        };
        day.checked_add(length).ok()
    }

    fn label(self, day: Date) -> String {
        let week = day.iso_week_date();
        match self {
            TrendStep::Day => day.to_string(),
            TrendStep::Week => format!("{:04}-W{:02}", week.year(), week.week()),
            TrendStep::Month => format!("{:04}-{:02}", day.year(), day.month()),
            TrendStep::Year => format!("{:04}", day.year()),
        }
    }
}

/// All periods from the first of `all` to the last. The days of `matching` are among those of `all`.
fn periods(step: TrendStep, matching: &BTreeMap<i64, u64>, all: &BTreeMap<i64, u64>) -> Vec<Period> {
    let (matching, all) = (sum_by_period(step, matching), sum_by_period(step, all));
    let mut periods = Vec::new();
    let mut next = all.keys().next().copied();
    let last = all.keys().next_back().copied();
    while let Some(from) = next.filter(|from| Some(*from) <= last) {
        next = step.next_start(from);
        let (articles, all) = (matching.get(&from).copied().unwrap_or(0), all.get(&from).copied().unwrap_or(0));
        periods.push(Period {
            period: step.label(from),
            from,
            to: next.map_or(Date::MAX, |next| next.yesterday().unwrap_or(next)),
            articles,
            all,
            per_1000: (all > 0).then(|| articles as f64 * 1000.0 / all as f64),
        });
    }
    periods
}

fn sum_by_period(step: TrendStep, days: &BTreeMap<i64, u64>) -> BTreeMap<Date, u64> {
    let mut sums = BTreeMap::new();
    for (number, count) in days {
        if let Some(day) = date_of_day(*number) {
            *sums.entry(step.period_start(day)).or_default() += count;
        }
    }
    sums
}

fn as_text<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::date;

    use super::*;
    use crate::index::days_since_epoch;

    fn counts(of: &[(i16, i8, i8)]) -> BTreeMap<i64, u64> {
        of.iter().map(|(year, month, day)| (days_since_epoch(date(*year, *month, *day)), 1)).collect()
    }

    #[test]
    fn periods_follow_the_calendar() {
        for (step, of, labels) in [
            (TrendStep::Day, &[(2020, 2, 28), (2020, 3, 1)][..], &["2020-02-28", "2020-02-29", "2020-03-01"][..]),
            // The last week of 2020 has number 53 and holds the first days of 2021.
            (TrendStep::Week, &[(2020, 12, 28), (2021, 1, 5)], &["2020-W53", "2021-W01"]),
            (TrendStep::Week, &[(2021, 1, 3)], &["2020-W53"]),
            (TrendStep::Week, &[(2018, 12, 31)], &["2019-W01"]),
            (TrendStep::Month, &[(2018, 11, 30), (2019, 1, 31)], &["2018-11", "2018-12", "2019-01"]),
            (TrendStep::Year, &[(1969, 12, 31), (1971, 1, 1)], &["1969", "1970", "1971"]),
            (TrendStep::Year, &[], &[]),
        ] {
            let all = counts(of);
            let periods = periods(step, &all, &all);
            assert_eq!(periods.iter().map(|period| period.period.as_str()).collect::<Vec<_>>(), labels, "{step:?}");
            assert_eq!(periods.iter().map(|period| period.articles).sum::<u64>(), all.len() as u64);
            for pair in periods.windows(2) {
                assert_eq!(pair[0].to.tomorrow().unwrap(), pair[1].from, "{step:?}");
            }
        }
    }

    #[test]
    fn a_period_without_articles_is_a_gap_and_one_without_matches_is_zero() {
        let all = counts(&[(2018, 1, 1), (2018, 1, 2), (2018, 1, 4)]);
        let found = periods(TrendStep::Day, &counts(&[(2018, 1, 2)]), &all);
        assert_eq!(
            found.iter().map(|period| period.per_1000).collect::<Vec<_>>(),
            [Some(0.0), Some(1000.0), None, Some(0.0)]
        );
    }

    #[test]
    fn the_step_follows_from_the_span() {
        for (last, step) in [
            ((2018, 1, 1), TrendStep::Day),
            ((2018, 1, 31), TrendStep::Day),
            ((2018, 2, 1), TrendStep::Week),
            ((2018, 7, 29), TrendStep::Week),
            ((2018, 12, 1), TrendStep::Month),
            ((2021, 12, 1), TrendStep::Month),
            ((2022, 1, 1), TrendStep::Year),
        ] {
            assert_eq!(step_for(&counts(&[(2018, 1, 1), last])), step, "{last:?}");
        }
    }
}
