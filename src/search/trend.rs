//! How often does a query match over time?

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Serialize, Serializer};
use tantivy::DocAddress;

use super::searcher::Searcher;
use crate::Error;
use crate::index::date_of_day;
use crate::query::{self, Clause, DateRange, Node, Occur, TextField, WordReceipt};

/// Periods of a curve at most where its step is chosen for it: about a screen of them.
const MOST_DAYS: i64 = 31;
const MOST_WEEKS: i64 = 30;
const MOST_MONTHS: i64 = 48;

/// The length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// A day.
    Day,
    /// A week as in ISO 8601: from Monday on, the first of a year is the one with its first Thursday.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// Over which time, and how finely.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct TrendOptions {
    /// The length of a period; `None`: the shortest with which the curve fits on a screen.
    pub step: Option<Step>,
    /// The most time it may take; longer is an error.
    pub timeout: Option<Duration>,
}

impl TrendOptions {
    /// Sets `step`, the length of a period.
    #[must_use]
    pub fn with_step(self, step: impl Into<Option<Step>>) -> Self {
        TrendOptions { step: step.into(), ..self }
    }

    /// Sets `timeout`, the time limit.
    #[must_use]
    pub fn with_timeout(self, timeout: impl Into<Option<Duration>>) -> Self {
        TrendOptions { timeout: timeout.into(), ..self }
    }
}

/// Articles that match, over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    /// The length of a period.
    pub step: Step,
    /// Articles with a passage that matches.
    pub articles: u64,
    /// Those of them whose day is not known: they are in no period.
    pub undated: u64,
    /// Articles that match but are copies of others that do: they are not counted.
    pub copies: u64,
    /// All articles that were looked at: those that the query's own `source:`, `section:` and `date:` leave.
    pub all: u64,
    /// Those of them whose day is not known.
    pub all_undated: u64,
    /// Every period from that of the first article that was looked at to that of the last.
    pub periods: Vec<Period>,
    /// How each word was read.
    pub words: Vec<WordReceipt>,
    /// Words that were left out because they are too common.
    pub left_out: Vec<String>,
}

/// What matches in a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Period {
    /// `2018-04-21`, `2018-W16`, `2018-04` or `2018`.
    pub period: String,
    /// Its first day.
    #[serde(serialize_with = "as_text")]
    pub from: Date,
    /// Its last day.
    #[serde(serialize_with = "as_text")]
    pub to: Date,
    /// Articles with a passage that matches.
    pub articles: u64,
    /// All articles of that time, copies among them: to find those would take longer than the rest of it.
    pub all: u64,
    /// Articles that match for every thousand of that time; `None` where there are no articles at all.
    pub per_1000: Option<f64>,
}

/// Articles by their day.
#[derive(Default)]
struct Days {
    dated: BTreeMap<i64, u64>,
    undated: u64,
    /// Articles that were left out as copies of others.
    copies: u64,
}

/// How articles are counted.
#[derive(Clone, Copy)]
enum Count {
    /// All of them.
    All,
    /// Of copies the first.
    Once,
}

impl Searcher {
    /// Counts the articles that match `node` by their days; [`crate::query::parse`] makes one of a text. An article counts once,
    /// however many of its passages match, and not for one part of a compound; of articles that are copies of each other the
    /// first counts. Errors as [`Searcher::search`].
    pub fn trend(&self, node: &Node, options: &TrendOptions) -> Result<Trend, Error> {
        let deadline = options.timeout.map(|timeout| Instant::now() + timeout);
        let mut plan = query::plan_to_count(node, self.index(), self.postings())?;
        plan.deadline = deadline;
        let mut ground = query::plan_to_count(&ground(node), self.index(), self.postings())?;
        ground.deadline = deadline;
        let (matching, all) = (self.days(&plan, Count::Once)?, self.days(&ground, Count::All)?);
        let step = options.step.unwrap_or_else(|| step_for(&all.dated));
        Ok(Trend {
            step,
            articles: matching.dated.values().sum::<u64>() + matching.undated,
            undated: matching.undated,
            copies: matching.copies,
            all: all.dated.values().sum::<u64>() + all.undated,
            all_undated: all.undated,
            periods: periods(step, &matching.dated, &all.dated),
            words: plan.receipt,
            left_out: plan.left_out,
        })
    }

    fn days(&self, plan: &query::Plan, count: Count) -> Result<Days, Error> {
        let mut articles = Vec::new();
        self.each_article(plan, &mut |article| articles.push(DocAddress::new(article.segment, article.first())))?;
        let is_first = match count {
            Count::Once => self.first_of_copies(&articles, plan.deadline)?,
            Count::All => vec![true; articles.len()],
        };
        let mut days = Days::default();
        for (at, _) in articles.iter().zip(is_first).filter(|(_, is_first)| *is_first) {
            match self.postings().all()[at.segment_ord as usize].date.first(at.doc_id) {
                Some(day) => *days.dated.entry(day).or_default() += 1,
                None => days.undated += 1,
            }
        }
        days.copies = articles.len() as u64 - days.dated.values().sum::<u64>() - days.undated;
        Ok(days)
    }
}

/// The query that all articles match among which `node` looks: it keeps what restricts and asks for no word.
fn ground(node: &Node) -> Node {
    let mut parts = vec![Node::Date(DateRange { first: None, last: None })];
    restrictions(node, &mut parts);
    Node::And(parts)
}

/// The names and days that must hold wherever `node` does.
fn restrictions(node: &Node, out: &mut Vec<Node>) {
    match node {
        Node::Not(inner) if restricts(inner) => out.push(node.clone()),
        node if restricts(node) => out.push(node.clone()),
        Node::Boost(node, _) => restrictions(node, out),
        Node::And(nodes) => nodes.iter().for_each(|node| restrictions(node, out)),
        Node::List(clauses) => {
            let optional = |clause: &&Clause| clause.occur == Occur::May && !restricts(&clause.node);
            let alone = clauses.iter().filter(optional).count() == 1;
            let demands = clauses.iter().any(|clause| clause.occur == Occur::Must);
            for Clause { occur, node } in clauses {
                match occur {
                    Occur::Must => restrictions(node, out),
                    Occur::MustNot => restrictions(&Node::Not(Box::new(node.clone())), out),
                    // Of several that may be there none must be.
                    Occur::May if restricts(node) || (alone && !demands) => restrictions(node, out),
                    Occur::May => {}
                }
            }
        }
        _ => {}
    }
}

/// Whether a part is a filter that is no headline: those say what an article is about.
fn restricts(node: &Node) -> bool {
    fn asks_title(node: &Node) -> bool {
        match node {
            Node::In(TextField::Title, _) => true,
            Node::Boost(node, _) | Node::Not(node) => asks_title(node),
            Node::And(nodes) | Node::Or(nodes) => nodes.iter().any(asks_title),
            Node::List(clauses) => clauses.iter().any(|clause| asks_title(&clause.node)),
            _ => false,
        }
    }
    node.is_filter() && !asks_title(node)
}

/// The shortest step with which the days from the first to the last fit on a screen.
fn step_for(days: &BTreeMap<i64, u64>) -> Step {
    let span = days.keys().next_back().zip(days.keys().next()).map_or(0, |(last, first)| last - first + 1);
    match span {
        ..=MOST_DAYS => Step::Day,
        span if span <= MOST_WEEKS * 7 => Step::Week,
        span if span <= MOST_MONTHS * 30 => Step::Month,
        _ => Step::Year,
    }
}

impl Step {
    /// The first day of the period in which `day` lies.
    fn begin(self, day: Date) -> Date {
        match self {
            Step::Day => day,
            Step::Week => day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days()),
            Step::Month => day.first_of_month(),
            Step::Year => day.first_of_year(),
        }
    }

    /// The first day of the period after the one that begins with `day`; `None`: the calendar ends.
    fn next(self, day: Date) -> Option<Date> {
        let length = match self {
            Step::Day => 1.day(),
            Step::Week => 1.week(),
            Step::Month => 1.month(),
            Step::Year => 1.year(),
        };
        day.checked_add(length).ok()
    }

    fn label(self, day: Date) -> String {
        let week = day.iso_week_date();
        match self {
            Step::Day => day.to_string(),
            Step::Week => format!("{:04}-W{:02}", week.year(), week.week()),
            Step::Month => format!("{:04}-{:02}", day.year(), day.month()),
            Step::Year => format!("{:04}", day.year()),
        }
    }
}

/// Every period from the first of `all` to the last; the days of `matching` are among these.
fn periods(step: Step, matching: &BTreeMap<i64, u64>, all: &BTreeMap<i64, u64>) -> Vec<Period> {
    let (matching, all) = (by_period(step, matching), by_period(step, all));
    let mut periods = Vec::new();
    let mut next = all.keys().next().copied();
    let last = all.keys().next_back().copied();
    while let Some(from) = next.filter(|from| Some(*from) <= last) {
        next = step.next(from);
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

fn by_period(step: Step, days: &BTreeMap<i64, u64>) -> BTreeMap<Date, u64> {
    let mut all = BTreeMap::new();
    for (number, count) in days {
        if let Some(day) = date_of_day(*number) {
            *all.entry(step.begin(day)).or_default() += count;
        }
    }
    all
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
    use crate::query::parse;

    fn counts(of: &[(i16, i8, i8)]) -> BTreeMap<i64, u64> {
        of.iter().map(|(year, month, day)| (days_since_epoch(date(*year, *month, *day)), 1)).collect()
    }

    #[test]
    fn periods_follow_the_calendar() {
        for (step, of, labels) in [
            (Step::Day, &[(2020, 2, 28), (2020, 3, 1)][..], &["2020-02-28", "2020-02-29", "2020-03-01"][..]),
            // The last week of 2020 has number 53 and holds the first days of 2021.
            (Step::Week, &[(2020, 12, 28), (2021, 1, 5)], &["2020-W53", "2021-W01"]),
            (Step::Week, &[(2021, 1, 3)], &["2020-W53"]),
            (Step::Week, &[(2018, 12, 31)], &["2019-W01"]),
            (Step::Month, &[(2018, 11, 30), (2019, 1, 31)], &["2018-11", "2018-12", "2019-01"]),
            (Step::Year, &[(1969, 12, 31), (1971, 1, 1)], &["1969", "1970", "1971"]),
            (Step::Year, &[], &[]),
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
        let found = periods(Step::Day, &counts(&[(2018, 1, 2)]), &all);
        assert_eq!(
            found.iter().map(|period| period.per_1000).collect::<Vec<_>>(),
            [Some(0.0), Some(1000.0), None, Some(0.0)]
        );
    }

    #[test]
    fn the_step_follows_from_the_span() {
        for (last, step) in [
            ((2018, 1, 1), Step::Day),
            ((2018, 1, 31), Step::Day),
            ((2018, 2, 1), Step::Week),
            ((2018, 7, 29), Step::Week),
            ((2018, 12, 1), Step::Month),
            ((2021, 12, 1), Step::Month),
            ((2022, 1, 1), Step::Year),
        ] {
            assert_eq!(step_for(&counts(&[(2018, 1, 1), last])), step, "{last:?}");
        }
    }

    #[test]
    fn names_and_days_that_must_hold_are_the_ground() {
        for (query, kept) in [
            ("Bahn Streik", &[][..]),
            ("source:dpa Bahn", &["source:dpa"]),
            ("Bahn UND source:dpa UND date:2018", &["source:dpa", "date:\"2018-01-01..2018-12-31\""]),
            ("(source:dpa Bahn) UND Streik", &["source:dpa"]),
            ("+source:dpa Bahn Streik -section:sport", &["source:dpa", "NICHT section:sport"]),
            ("source:dpa ODER Bahn", &[]),
            ("title:Bahn", &[]),
            ("date:2018", &["date:\"2018-01-01..2018-12-31\""]),
        ] {
            let Node::And(parts) = ground(&parse(query).unwrap()) else { panic!("{query}") };
            assert_eq!(parts[1..].iter().map(ToString::to_string).collect::<Vec<_>>(), kept, "{query}");
        }
    }
}
