//! Compounds, spellings and inflections: `corpus/variants`, pairs of a right and a tempting wrong passage for each query.

use std::collections::BTreeMap;
use std::fs;

use crate::support::{Sandbox, corpus};

/// Of each kind: pairs, and those whose right passage is the first hit.
fn solved(sandbox: &Sandbox) -> BTreeMap<String, (usize, usize)> {
    let mut kinds: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for line in fs::read_to_string(corpus().join("variants/pairs.tsv")).unwrap().lines() {
        let [kind, query, right, _wrong] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let first = sandbox.run(&["search", "--json", "-n", "1", "--", query]).json();
        let found = first.first().map(|hit| hit["article"].as_str().unwrap().to_owned()).unwrap_or_default();
        let count = kinds.entry(kind.to_owned()).or_default();
        count.0 += 1;
        count.1 += usize::from(found == right);
        if found != right {
            println!("{kind}: {query}: {found} before {right}");
        }
    }
    kinds
}

fn total(kinds: &BTreeMap<String, (usize, usize)>) -> f64 {
    let sum = |part: fn(&(usize, usize)) -> usize| kinds.values().map(part).sum::<usize>() as f64;
    sum(|count| count.1) / sum(|count| count.0)
}

#[test]
fn the_right_passage_first_for_every_kind_of_variant() {
    let articles = corpus().join("variants/articles.jsonl");
    let (with, without) = (Sandbox::new(), Sandbox::new());
    assert_eq!(with.run(&["index", articles.to_str().unwrap()]).code, 0);
    assert_eq!(without.run(&["index", "--no-compounds", articles.to_str().unwrap()]).code, 0);
    let (split, whole) = (solved(&with), solved(&without));
    for (kind, (pairs, solved)) in &split {
        println!("{kind}: {solved} of {pairs}; without compounds {}", whole[kind].1);
    }
    println!("all: {:.3}; without compounds {:.3}", total(&split), total(&whole));
    assert!(split.values().all(|(pairs, solved)| *solved as f64 >= 0.8 * *pairs as f64), "{split:?}");
    assert!(total(&split) >= 0.9 && total(&whole) < total(&split) - 0.2);
}
