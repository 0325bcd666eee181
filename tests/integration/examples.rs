//! The example programs do what they say, with the public interface of the library alone.

use std::fs;

use serde_json::Value;

use crate::support::corpus;

#[allow(dead_code)]
#[path = "../../examples/index_and_search.rs"]
mod index_and_search;
#[allow(dead_code)]
#[path = "../../examples/jsonl_stream.rs"]
mod jsonl_stream;
#[allow(dead_code)]
#[path = "../../examples/tiny_eval.rs"]
mod tiny_eval;

#[allow(dead_code)]
#[path = "../../examples/terms.rs"]
mod terms;

#[test]
fn every_word_of_a_list_has_its_terms() {
    let list = fst::Map::from_iter([("flussbett", 0), ("häuser", 0)]).unwrap();
    let mut out = Vec::new();
    terms::terms(list.as_fst().as_bytes(), &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    let rows: Vec<Vec<&str>> = out.lines().map(|line| line.split_whitespace().collect()).collect();
    let words: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(words, ["Flussbett", "flussbett", "Häuser", "häuser"]);
    assert_eq!(rows[0][1..], ["flussbett", "fluss", "bett"]);
    assert_eq!(rows[2][1], "haus");
}

#[test]
fn a_folder_is_indexed_and_searched() {
    let dir = tempfile::tempdir().unwrap();
    let mut out = Vec::new();
    index_and_search::index_and_search(&corpus(), dir.path(), "Werbung Kaspersky verboten", &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert!(out.starts_with("103 articles, "), "{out}");
    assert!(out.contains("\n1. Kaspersky darf auf Twitter nicht mehr werben (2018-04-21)\n"), "{out}");
    assert!(out.contains("«Werbe»«verbot»"), "{out}");
}

#[test]
fn all_hits_are_streamed() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("articles.jsonl");
    let lines: String =
        (0..250).map(|id| format!("{{\"id\": \"a{id}\", \"text\": \"Wort Nummer {id}.\"}}\n")).collect();
    fs::write(&file, lines).unwrap();
    let mut out = Vec::new();
    jsonl_stream::stream_hits(&file, &dir.path().join("index"), "Nummer", &mut out).unwrap();
    let hits: Vec<Value> =
        out.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    let ranks: Vec<u64> = hits.iter().filter_map(|hit| hit["rank"].as_u64()).collect();
    assert_eq!(ranks, (1..=250).collect::<Vec<u64>>());
}

#[test]
fn topics_are_evaluated() {
    let dir = tempfile::tempdir().unwrap();
    let mut out = Vec::new();
    tiny_eval::tiny_eval(&corpus(), dir.path(), &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    println!("{out}");
    let figures: Vec<f64> = out.lines().filter_map(|line| line.split_whitespace().last()?.parse().ok()).collect();
    assert_eq!(figures.len(), 8, "{out}");
    assert!(figures[0] > figures[4], "compounds help: {out}");
}
