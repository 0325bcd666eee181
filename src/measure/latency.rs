//! How long queries take.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use serde::Serialize;

use super::queries::TimedQuery;
use crate::Error;
use crate::search::{SearchOptions, Searcher};

/// How to time.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How often each query is run and timed.
    pub rounds: usize,
    /// How often each is run before, untimed; 0 leaves the caches as they are found.
    pub warm_up: usize,
    /// Threads for the throughput; 1 measures none but the latency.
    pub threads: usize,
}

/// Times of one query.
#[derive(Debug, Clone, Serialize)]
pub struct QueryTimes {
    /// Its class.
    pub class: String,
    /// Its id.
    pub id: String,
    /// Nanoseconds of each round, from the text to the ids of the best ten.
    pub ns: Vec<u64>,
    /// Hits it gave, at most ten.
    #[serde(skip)]
    pub hits: usize,
}

/// Percentiles over the queries of a class; of each query the median over the rounds.
#[derive(Debug, Clone, Serialize)]
pub struct ClassTimes {
    /// Queries.
    pub queries: usize,
    /// Hits a query gave on average, at most ten.
    pub hits: f64,
    /// Shortest, in milliseconds.
    pub min_ms: f64,
    /// Half took at most this.
    pub p50_ms: f64,
    /// Nine of ten took at most this.
    pub p90_ms: f64,
    /// 99 of 100 took at most this.
    pub p99_ms: f64,
    /// Longest.
    pub max_ms: f64,
    /// Mean.
    pub mean_ms: f64,
}

/// What was measured.
#[derive(Debug, Clone)]
pub struct Report {
    /// Each query, in the order given.
    pub per_query: Vec<QueryTimes>,
    /// Queries a second with several threads, when asked for: all classes mixed.
    pub queries_per_second: Option<f64>,
}

/// Runs all queries in turn, round after round. A query that cannot be run ends it with its error.
pub fn run(searcher: &Searcher, queries: &[TimedQuery], plan: &Plan) -> Result<Report, Error> {
    let options = SearchOptions::default();
    for _ in 0..plan.warm_up {
        for query in queries {
            searcher.ids(&query.text, &options)?;
        }
    }
    let times =
        |query: &TimedQuery| QueryTimes { class: query.class.clone(), id: query.id.clone(), ns: Vec::new(), hits: 0 };
    let mut per_query: Vec<QueryTimes> = queries.iter().map(times).collect();
    for _ in 0..plan.rounds {
        for (query, times) in queries.iter().zip(&mut per_query) {
            let start = Instant::now();
            let ids = searcher.ids(&query.text, &options)?;
            times.ns.push(nanoseconds(start.elapsed()));
            times.hits = ids.len();
        }
    }
    let queries_per_second = (plan.threads > 1).then(|| throughput(searcher, queries, plan)).transpose()?;
    Ok(Report { per_query, queries_per_second })
}

fn throughput(searcher: &Searcher, queries: &[TimedQuery], plan: &Plan) -> Result<f64, Error> {
    let options = SearchOptions::default();
    let total = queries.len() * plan.rounds;
    let next = AtomicUsize::new(0);
    let start = Instant::now();
    std::thread::scope(|scope| {
        let work = || -> Result<(), Error> {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= total {
                    return Ok(());
                }
                searcher.ids(&queries[at % queries.len()].text, &options)?;
            }
        };
        let threads: Vec<_> = (0..plan.threads).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().unwrap_or(Ok(())))
    })?;
    Ok(total as f64 / start.elapsed().as_secs_f64())
}

impl Report {
    /// The classes in the order in which they were met, and `all` when there are several.
    pub fn classes(&self) -> Vec<(String, ClassTimes)> {
        let mut names: Vec<&str> = Vec::new();
        for query in &self.per_query {
            if !names.contains(&query.class.as_str()) {
                names.push(&query.class);
            }
        }
        let of = |name: &str| class_times(self.per_query.iter().filter(|query| query.class == name));
        let mut classes: Vec<(String, ClassTimes)> = names.iter().map(|name| ((*name).to_owned(), of(name))).collect();
        if classes.len() > 1 {
            classes.push(("all".to_owned(), class_times(self.per_query.iter())));
        }
        classes
    }
}

fn class_times<'a>(queries: impl Iterator<Item = &'a QueryTimes>) -> ClassTimes {
    let mut histogram = histogram();
    let (mut count, mut hits) = (0, 0);
    for query in queries {
        let _ = histogram.record(median(&query.ns));
        count += 1;
        hits += query.hits;
    }
    let ms = |ns: u64| ns as f64 / 1e6;
    ClassTimes {
        queries: count,
        hits: hits as f64 / count.max(1) as f64,
        min_ms: ms(histogram.min()),
        p50_ms: ms(histogram.value_at_quantile(0.5)),
        p90_ms: ms(histogram.value_at_quantile(0.9)),
        p99_ms: ms(histogram.value_at_quantile(0.99)),
        max_ms: ms(histogram.max()),
        mean_ms: histogram.mean() / 1e6,
    }
}

/// Three significant digits; without bounds it takes every value.
#[expect(clippy::expect_used, reason = "0 to 5 digits are valid")]
fn histogram() -> Histogram<u64> {
    Histogram::new(3).expect("three digits are valid")
}

fn median(ns: &[u64]) -> u64 {
    let mut sorted = ns.to_vec();
    sorted.sort_unstable();
    match sorted.len() {
        0 => 0,
        odd if odd % 2 == 1 => sorted[odd / 2],
        even => sorted[even / 2 - 1].midpoint(sorted[even / 2]),
    }
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(class: &str, ns: &[u64]) -> QueryTimes {
        QueryTimes { class: class.to_owned(), id: String::new(), ns: ns.to_vec(), hits: 5 }
    }

    #[test]
    fn percentiles_of_medians() {
        let per_query = vec![
            times("a", &[1_000_000, 9_000_000, 2_000_000]),
            times("a", &[4_000_000]),
            times("b", &[3_000_000, 5_000_000]),
        ];
        let report = Report { per_query, queries_per_second: None };
        let classes = report.classes();
        let names: Vec<&str> = classes.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["a", "b", "all"]);
        let near = |value: f64, expected: f64| assert!((value - expected).abs() < 0.01, "{value} {expected}");
        near(classes[0].1.p50_ms, 2.0);
        near(classes[0].1.p99_ms, 4.0);
        near(classes[1].1.max_ms, 4.0);
        near(classes[2].1.mean_ms, 10.0 / 3.0);
        assert_eq!((classes[2].1.queries, classes[2].1.hits), (3, 5.0));
    }
}
