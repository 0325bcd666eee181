//! Explanations add up to the scores they explain.

#![allow(clippy::unwrap_used)]

use std::num::NonZeroU32;

use super::sample::{MIN_QUERIES, SEARCHER, queries};
use crate::search::{Grouping, Hit, SearchOptions, Sort};

/// Greatest difference between a score and its explanation, relative to scores above 1.
const TOLERANCE: f64 = 1e-4;

/// The ways in which a search computes scores.
fn variants() -> Vec<SearchOptions> {
    let options = SearchOptions::default().with_explain(true).with_highlight(false);
    let by_article = options.clone().with_grouping(Grouping::Article);
    let half_life = NonZeroU32::new(30);
    vec![
        options.clone(),
        by_article.clone(),
        options.clone().with_passages(3).with_limit(3).with_offset(1),
        options.clone().with_recent(half_life),
        options.clone().with_sort(Sort::Newest),
        by_article.clone().with_passages(2).with_recent(half_life),
        by_article.with_sort(Sort::Oldest),
        // Deep enough for passages with a lone part of a compound.
        options.with_limit(50),
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
    let queries = queries(&SEARCHER);
    assert!(queries.len() >= MIN_QUERIES);
    let (mut hits, mut lone_parts, mut seen) = (0, 0, [false; 3]);
    for (query, options) in queries.iter().zip(variants().iter().cycle()) {
        for hit in &SEARCHER.search(query, options).unwrap().hits {
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
    assert!(hits > 10_000 && lone_parts > 0 && seen == [true; 3], "{hits} {lone_parts} {seen:?}");
}
