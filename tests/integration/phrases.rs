//! Phrases of frequent and rare words, in an index that has grown: whatever way they are found, it is what the texts say.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use fundstelle::query::parse;
use fundstelle::search::{SearchOptions, Searcher};
use walkdir::WalkDir;

use crate::naive::Naive;
use crate::naive_words::Passage;
use crate::support::{Random, Sandbox, corpus, rounds};

/// Random phrases that are compared in each index.
const PHRASES: usize = 600;
/// Words that take the place of another one in some phrases.
const FREQUENT: [&str; 8] = ["der", "die", "und", "in", "den", "nicht", "es", "das"];

/// Copies files of the sample collection.
fn copy(sandbox: &Sandbox, files: &[PathBuf]) {
    for file in files {
        sandbox.write(file.strip_prefix(corpus()).unwrap().to_str().unwrap(), fs::read(file).unwrap());
    }
}

/// A phrase of two to six words of a text, in one of four with another word in it.
fn phrase(texts: &[String], random: &mut Random) -> String {
    let mut below = |end: usize| random.below(end as u64) as usize;
    let words: Vec<&str> = texts[below(texts.len())].split_whitespace().collect();
    let length = words.len().min(2 + below(5));
    let start = below(words.len() - length + 1);
    let mut words = words[start..start + length].to_vec();
    if below(4) == 0 {
        words[below(length)] = FREQUENT[below(FREQUENT.len())];
    }
    words.join(" ").replace(['"', '„', '“', '”', '»', '«'], "")
}

/// Compares random phrases with a search of every text. Returns how many were found.
fn compare(sandbox: &Sandbox, seed: u64) -> usize {
    let searcher = Searcher::open(&sandbox.index_dir()).unwrap();
    let analyzer = searcher.index().analyzer();
    let all = SearchOptions::default().with_limit(10_000).with_highlight(false);
    let hits = searcher.search("date:1400..", &all).unwrap().hits;
    let passages: Vec<Passage> = hits.iter().map(|hit| Passage::new(analyzer, hit)).collect();
    let texts: Vec<String> = hits.into_iter().map(|hit| hit.text).collect();
    let naive = Naive::new(analyzer, &passages);
    let mut random = Random(seed);
    let (mut compared, mut found_some) = (0, 0);
    while compared < rounds(PHRASES) {
        let text = phrase(&texts, &mut random);
        let query = match random.below(6) {
            0 => format!("zitat:\"{text}\" date:1400.."),
            1 => format!("+\"{text}\" -\"{}\" date:1400..", phrase(&texts, &mut random)),
            _ => format!("\"{text}\" date:1400.."),
        };
        let Ok(node) = parse(&query) else { continue };
        let Ok(results) = searcher.search(&query, &all) else { continue };
        let found: BTreeSet<&str> = results.hits.iter().map(|hit| hit.id.as_str()).collect();
        naive.turn_to(&node);
        let expected = passages.iter().filter(|passage| naive.is_hit(&node, passage));
        assert_eq!(found, expected.map(|passage| passage.id.as_str()).collect(), "{query}");
        compared += 1;
        found_some += usize::from(!found.is_empty());
    }
    found_some
}

#[test]
fn found_where_they_stand_in_segments_merged_and_not() {
    let mut files: Vec<PathBuf> = WalkDir::new(corpus())
        .into_iter()
        .map(|file| file.unwrap())
        .filter(|file| file.file_type().is_file())
        .map(|file| file.into_path())
        .collect();
    files.sort();
    let (first, second) = files.split_at(files.len() / 2);
    let sandbox = Sandbox::new();
    copy(&sandbox, first);
    sandbox.index();
    copy(&sandbox, second);
    fs::remove_file(sandbox.input().join(first[0].strip_prefix(corpus()).unwrap())).unwrap();
    sandbox.index();
    let segments = || sandbox.run(&["stats", "--json"]).json().remove(0)["segments"].as_u64().unwrap();
    assert!(segments() > 1);
    assert!(compare(&sandbox, 5) * 3 > rounds(PHRASES));
    assert_eq!(sandbox.run(&["optimize"]).code, 0);
    assert_eq!(segments(), 1);
    assert!(compare(&sandbox, 6) * 3 > rounds(PHRASES));
}
