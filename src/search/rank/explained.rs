//! Explanations add up to the scores they explain.

#![allow(clippy::unwrap_used)]

use std::num::NonZeroU32;

use super::sample::{QUERIES, index, queries};
use crate::search::{Grouping, Hit, SearchOptions, Sort};

/// Greatest difference between a score and its explanation, relative to scores above 1.
const TOLERANCE: f64 = 1e-4;

/// Every way in which a search computes scores.
fn variants() -> Vec<SearchOptions> {
    let options = SearchOptions { explain: true, highlight: false, ..SearchOptions::default() };
    let recent = NonZeroU32::new(30);
    vec![
        options.clone(),
        SearchOptions { by: Grouping::Article, ..options.clone() },
        SearchOptions { passages: 3, limit: 3, offset: 1, ..options.clone() },
        SearchOptions { recent, ..options.clone() },
        SearchOptions { sort: Sort::Newest, ..options.clone() },
        SearchOptions { by: Grouping::Article, passages: 2, recent, fold: true, ..options.clone() },
        SearchOptions { sort: Sort::Oldest, by: Grouping::Article, ..options.clone() },
        // Deep enough for passages with a part of a compound only.
        SearchOptions { limit: 50, ..options },
    ]
}

fn assert_adds_up(query: &str, hit: &Hit) {
    let contributions = hit.explanation.as_ref().unwrap().iter();
    let sum: f64 = contributions.map(|part| f64::from(part.passage) + f64::from(part.article)).sum();
    let (factors, score) = (hit.factors.unwrap(), f64::from(hit.score));
    let explained = sum * f64::from(factors.product());
    assert!((explained - score).abs() <= TOLERANCE * score.max(1.0), "{query}: {explained} {score} {hit:?}");
}

#[test]
fn contributions_times_factors_are_the_score() {
    let dir = tempfile::tempdir().unwrap();
    let searcher = index(dir.path());
    let queries = queries(&searcher);
    assert!(queries.len() >= QUERIES);
    let (mut hits, mut lone_parts, mut seen) = (0, 0, [false; 3]);
    for (query, options) in queries.iter().zip(variants().iter().cycle()) {
        for hit in &searcher.search(query, options).unwrap().hits {
            for hit in std::iter::once(hit).chain(&hit.more) {
                assert_adds_up(query, hit);
                let factors = hit.factors.unwrap();
                hits += 1;
                lone_parts += usize::from(factors.lone_part != 1.0);
                seen[0] |= factors.lead > 1.0;
                seen[1] |= factors.coverage < 1.0;
                seen[2] |= factors.recency < 1.0;
            }
        }
    }
    println!("{} queries, {hits} hits, {lone_parts} demoted", queries.len());
    assert!(hits > 1000 && lone_parts > 0 && seen == [true; 3], "{hits} {lone_parts} {seen:?}");
}
