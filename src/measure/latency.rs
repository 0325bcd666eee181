//! How long do queries take?
//!
//! A query counts with the median of its rounds. Percentiles over queries are nearest-rank: the p-th percentile of n queries is
//! the ⌈p·n/100⌉-th smallest median.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::queries::TimedQuery;
use crate::Error;
use crate::search::{SearchOptions, Searcher};

/// How queries are timed.
///
/// ```no_run
/// use fundstelle::Searcher;
/// use fundstelle::measure::latency::{TimingOptions, time_queries};
/// use fundstelle::measure::queries::draw_queries;
///
/// let searcher = Searcher::open("index".as_ref())?;
/// let timing = TimingOptions { rounds: 3, warm_up: 1, threads: 1 };
/// for (class, times) in time_queries(&searcher, &draw_queries(&searcher)?, &timing)?.classes() {
///     println!("{class}: median {:.2} ms, p99 {:.2} ms", times.p50_ms, times.p99_ms);
/// }
/// # Ok::<(), fundstelle::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct TimingOptions {
    /// How often each query is run and timed; with 0 all times are 0.
    pub rounds: usize,
    /// How often each query is run before, untimed; 0 leaves the caches as they are found.
    pub warm_up: usize,
    /// Threads for the throughput; with 1 only the latency is measured.
    pub threads: usize,
}

/// Times of one query.
#[derive(Debug, Clone, Serialize)]
pub struct QueryTimes {
    /// Class of the query.
    pub class: String,
    /// Id of the query.
    pub id: String,
    /// Nanoseconds of each round, from the text to the ids of the best ten.
    pub ns: Vec<u64>,
    /// Number of hits, at most ten.
    #[serde(skip)]
    pub hits: usize,
}

/// Percentiles over the queries of a class; each query counts with the median of its rounds.
#[derive(Debug, Clone, Serialize)]
pub struct ClassTimes {
    /// Number of queries.
    pub queries: usize,
    /// Mean number of hits of a query, each at most ten.
    pub hits: f64,
    /// Shortest time, in milliseconds.
    pub min_ms: f64,
    /// 50th percentile, in milliseconds.
    pub p50_ms: f64,
    /// 90th percentile, in milliseconds.
    pub p90_ms: f64,
    /// 99th percentile, in milliseconds.
    pub p99_ms: f64,
    /// Longest time, in milliseconds.
    pub max_ms: f64,
    /// Arithmetic mean, in milliseconds.
    pub mean_ms: f64,
}

/// Times of all queries.
#[derive(Debug, Clone)]
pub struct LatencyReport {
    /// Times of each query, in the order given.
    pub per_query: Vec<QueryTimes>,
    /// Queries a second with several threads, all classes mixed; `None` unless more than one thread was asked for.
    pub queries_per_second: Option<f64>,
}

/// Runs all queries one after the other, round after round. Errors: the first query that cannot be run.
pub fn time_queries(
    searcher: &Searcher,
    queries: &[TimedQuery],
    timing: &TimingOptions,
) -> Result<LatencyReport, Error> {
    let options = SearchOptions::default();
    for _ in 0..timing.warm_up {
        for query in queries {
            searcher.rank_only(&query.text, &options)?;
        }
    }
    let untimed =
        |query: &TimedQuery| QueryTimes { class: query.class.clone(), id: query.id.clone(), ns: Vec::new(), hits: 0 };
    let mut per_query: Vec<QueryTimes> = queries.iter().map(untimed).collect();
    for _ in 0..timing.rounds {
        for (query, times) in queries.iter().zip(&mut per_query) {
            let start = Instant::now();
            let ids = searcher.rank_only(&query.text, &options)?;
            times.ns.push(nanoseconds(start.elapsed()));
            times.hits = ids.len();
        }
    }
    let queries_per_second = (timing.threads > 1).then(|| throughput(searcher, queries, timing)).transpose()?;
    Ok(LatencyReport { per_query, queries_per_second })
}

/// Runs all queries `rounds` times with several threads that take the next one as they are free; queries a second.
fn throughput(searcher: &Searcher, queries: &[TimedQuery], timing: &TimingOptions) -> Result<f64, Error> {
    let options = SearchOptions::default();
    let total = queries.len() * timing.rounds;
    let next = AtomicUsize::new(0);
    let start = Instant::now();
    in_threads(timing.threads, || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= total {
                return Ok(());
            }
            searcher.rank_only(&queries[number % queries.len()].text, &options)?;
        }
    })?;
    Ok(total as f64 / start.elapsed().as_secs_f64())
}

/// Runs `work` in each of `threads` threads. Errors: the first of theirs, and [`Error::Bug`] for one that panicked.
fn in_threads(threads: usize, work: impl Fn() -> Result<(), Error> + Sync) -> Result<(), Error> {
    thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(&work)).collect();
        // All are joined before the first error is returned: a panic that nobody joined would go on in this thread.
        let ended: Vec<_> = threads.into_iter().map(thread::ScopedJoinHandle::join).collect();
        let panicked = |_| Err(Error::Bug { what: "a thread that times queries panicked".to_owned() });
        ended.into_iter().try_for_each(|end| end.unwrap_or_else(panicked))
    })
}

impl LatencyReport {
    /// Times of each class, in the order in which the classes were met, and of `all` queries if there are several classes.
    pub fn classes(&self) -> Vec<(String, ClassTimes)> {
        let mut names: Vec<&str> = Vec::new();
        for query in &self.per_query {
            if !names.contains(&query.class.as_str()) {
                names.push(&query.class);
            }
        }
        let of_class = |name: &str| class_times(self.per_query.iter().filter(|query| query.class == name));
        let mut classes: Vec<(String, ClassTimes)> =
            names.iter().map(|name| ((*name).to_owned(), of_class(name))).collect();
        if classes.len() > 1 {
            classes.push(("all".to_owned(), class_times(self.per_query.iter())));
        }
        classes
    }
}

fn class_times<'a>(queries: impl Iterator<Item = &'a QueryTimes>) -> ClassTimes {
    let (mut medians, mut hits) = (Vec::new(), 0);
    for query in queries {
        medians.push(median(&query.ns));
        hits += query.hits;
    }
    medians.sort_unstable();
    let count = medians.len().max(1) as f64;
    let ms = |percent| percentile(&medians, percent) as f64 / 1e6;
    ClassTimes {
        queries: medians.len(),
        hits: hits as f64 / count,
        min_ms: ms(0),
        p50_ms: ms(50),
        p90_ms: ms(90),
        p99_ms: ms(99),
        max_ms: ms(100),
        mean_ms: medians.iter().map(|ns| *ns as f64).sum::<f64>() / count / 1e6,
    }
}

/// The nearest-rank percentile of values in ascending order; 0 percent is the smallest value. 0 for no values.
fn percentile(ascending: &[u64], percent: usize) -> u64 {
    let rank = (percent * ascending.len()).div_ceil(100);
    ascending.get(rank.saturating_sub(1)).copied().unwrap_or(0)
}

/// The middle value; of an even number of values, the mean of the two in the middle. 0 for no values.
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
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    fn times(class: &str, ns: &[u64]) -> QueryTimes {
        QueryTimes { class: class.to_owned(), id: String::new(), ns: ns.to_vec(), hits: 5 }
    }

    #[test]
    fn percentiles_are_nearest_rank() {
        let hundred: Vec<u64> = (1..=100).collect();
        for (values, percent, expected) in [
            (&hundred[..], 0, 1),
            (&hundred[..], 50, 50),
            (&hundred[..], 99, 99),
            (&hundred[..], 100, 100),
            (&hundred[..10], 99, 10),
            (&hundred[..3], 50, 2),
            (&hundred[..4], 50, 2),
            (&hundred[..1], 90, 1),
            (&[], 50, 0),
        ] {
            assert_eq!(percentile(values, percent), expected, "{percent} % of {}", values.len());
        }
    }

    #[test]
    fn a_thread_that_panics_is_an_error() {
        assert!(in_threads(2, || Ok(())).is_ok());
        let err = in_threads(2, || panic!("on purpose")).unwrap_err();
        assert!(matches!(err, Error::Bug { .. }), "{err}");
    }

    #[test]
    fn percentiles_of_medians() {
        let per_query = vec![
            times("a", &[1_000_000, 9_000_000, 2_000_000]),
            times("a", &[4_000_000]),
            times("b", &[3_000_000, 5_000_000]),
        ];
        let report = LatencyReport { per_query, queries_per_second: None };
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
