//! Phrases are found alike with posting lists of pairs and by positions alone: same hits, same scores.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use super::sample;
use crate::index::optimize;
use crate::query::{Scoring, Within, parse, plan};
use crate::random::SplitMix;
use crate::search::{Grouping, SearchOptions, Searcher, Sort};

/// Number of random queries for each index: 300 unless `FUNDSTELLE_ROUNDS` asks for another one.
fn rounds() -> usize {
    std::env::var("FUNDSTELLE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(300)
}

/// A phrase of two to six words that stand in one of `texts`, some of them with another word in it.
fn phrase(texts: &[String], random: &mut SplitMix) -> String {
    let mut below = |end: usize| random.below(end);
    let words: Vec<&str> = texts[below(texts.len())].split_whitespace().collect();
    let length = words.len().min(2 + below(5));
    let start = below(words.len() - length + 1);
    let mut words = words[start..start + length].to_vec();
    if below(5) == 0 {
        words[below(length)] = ["der", "die", "und", "in", "Stadt", "den", "das"][below(7)];
    }
    words.join(" ").replace(['"', '„', '“', '»', '«'], "")
}

fn query(texts: &[String], random: &mut SplitMix) -> String {
    let (a, b) = (phrase(texts, random), phrase(texts, random));
    let last = b.split(' ').next_back().unwrap_or_default().replace(|c: char| !c.is_alphanumeric(), "");
    match random.below(12) {
        0 => format!("\"{a}\" \"{b}\""),
        1 => format!("+\"{a}\" {last}"),
        2 => format!("{last} -\"{a}\""),
        3 => format!("zitat:\"{a}\""),
        4 => format!("\"{a}\" NAHE/8 {last}"),
        5 => format!("\"{a}\" ODER (\"{b}\" UND {last})"),
        _ => format!("\"{a}\""),
    }
}

/// Compares the hits of random queries. Returns how many had hits and how many were planned with pairs.
fn compare(dir: &Path, seed: u64) -> (usize, usize) {
    let (mut paired, mut plain) = (Searcher::open(dir).unwrap(), Searcher::open(dir).unwrap());
    plain.forget_pairs();
    let mut random = SplitMix(seed);
    let texts = paired.sample_texts(200, &mut |end| random.below(end)).unwrap();
    let (mut with_hits, mut with_pairs) = (0, 0);
    for number in 0..rounds() {
        let query = query(&texts, &mut random);
        // Few passages are evaluated one by one, unless they count as many.
        paired.pruning.exhaustive_factor = [0, 64][number % 2];
        let Ok(node) = parse(&query) else { continue };
        let by = if number % 3 == 0 { Grouping::Article } else { Grouping::Passage };
        let sort = if number % 7 == 0 { Sort::Newest } else { Sort::Relevance };
        let options = SearchOptions { by, sort, explain: true, ..SearchOptions::default() };
        let [found, expected] = [&paired, &plain].map(|searcher| searcher.search(&query, &options));
        let (Ok(found), Ok(expected)) = (found, expected) else { continue };
        assert_eq!(found.hits, expected.hits, "{query}");
        with_hits += usize::from(!found.hits.is_empty());
        let plan = plan(&node, Within::Passage, None, paired.index(), paired.postings()).unwrap();
        let has_pair = |scoring: &Scoring| match scoring {
            Scoring::Term(term) => plan.terms[*term].texts[0].contains(' '),
            Scoring::Phrase(phrase) => phrase.required.iter().any(|term| plan.terms[*term].texts[0].contains(' ')),
            _ => false,
        };
        with_pairs += usize::from(plan.clauses.iter().any(|clause| has_pair(&clause.scoring)));
    }
    (with_hits, with_pairs)
}

#[test]
fn pairs_change_no_result() {
    let dir = tempfile::tempdir().unwrap();
    let fragmented = sample::index(dir.path());
    assert!(fragmented.segment_count() > 1, "several segments");
    let index = fragmented.index().dir();
    let segments = |searcher: &Searcher| searcher.tantivy().segment_readers().len();
    for (seed, is_merged) in [(1, false), (2, true)] {
        if is_merged {
            optimize(index).unwrap();
            assert_eq!(segments(&Searcher::open(index).unwrap()), 1);
        }
        let (with_hits, with_pairs) = compare(index, seed);
        assert!(
            with_hits * 4 > rounds() * 3 && with_pairs * 5 > rounds() * 2,
            "{with_hits} with hits, {with_pairs} with pairs"
        );
    }
}
