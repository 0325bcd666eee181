//! The marks on real collections, when `../shared/data` lies beside the project; else each test says that it skips.

use std::path::PathBuf;

use crate::support::{Sandbox, marked};

fn data(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

#[test]
fn the_right_passage_first_with_its_letters_and_line() {
    let Some(seed) = data("seed") else { return };
    let sandbox = Sandbox::new();
    sandbox.run(&["index", seed.to_str().unwrap()]);
    for (query, ordinal, line, letters) in [
        ("Werbung Kaspersky verboten", 1, 2, &["Kaspersky", "Werbung", "Kaspersky"][..]),
        ("Spende für die EFF", 3, 6, &["EFF", "Spende"]),
        ("Wer warnt in Großbritannien vor Kaspersky?", 6, 11, &["Kaspersky", "Großbritannien", "warnt"]),
        ("gesetz trump behörden", 5, 10, &["Trump", "Gesetz", "Behörden"]),
    ] {
        let hit = &sandbox.search(query)[0];
        assert!(hit["id"].as_str().unwrap().ends_with(&format!("#{ordinal}")), "{query}: {hit}");
        assert_eq!(hit["line"], line, "{query}");
        assert_eq!(marked(hit), letters, "{query}");
    }
}

#[test]
fn compounds_and_spellings_with_exactly_their_letters() {
    let Some(seed) = data("seed") else { return };
    let sandbox = Sandbox::new();
    sandbox.run(&["index", seed.to_str().unwrap()]);
    for (query, hits) in [
        ("Werbebudget", &[(6, &["Werbebudget"][..]), (2, &["Werbung"]), (3, &["Werbung", "Werbe"])][..]),
        ("Budget Werbung", &[(6, &["Werbe", "budget"]), (2, &["Werbung"]), (3, &["Werbung", "Werbe"])]),
        ("Spionage Vorwurf", &[(8, &["Spionage", "vorwurf", "Spionage", "Vorwürfe"])]),
        ("Geschäftsmodell", &[(2, &["Geschäftsmodell"]), (3, &["Geschäftsmodell"])]),
        ("Geschäft Modell", &[(2, &["Geschäfts", "modell"]), (3, &["Geschäfts", "modell", "geschäftes"])]),
        ("Werbesperre", &[(2, &["Werbung"]), (3, &["Werbung", "Werbe"])]),
        ("=Werbung", &[(2, &["Werbung"]), (3, &["Werbung"])]),
        ("Mitarbeiterinnen", &[(3, &["Mitarbeiter"])]),
        ("Grossbritannien", &[(11, &["Großbritannien"])]),
        ("Gross-Britannien", &[(11, &["Großbritannien"])]),
    ] {
        // One file is one article; each of its passages is a hit.
        let found = sandbox.run(&["search", "--json", "--each", "--", query]).json();
        let found: Vec<(u64, Vec<String>)> =
            found.iter().take(hits.len()).map(|hit| (hit["line"].as_u64().unwrap(), marked(hit))).collect();
        let wanted: Vec<(u64, Vec<String>)> = hits
            .iter()
            .map(|(line, letters)| (*line, letters.iter().map(|part| (*part).to_owned()).collect()))
            .collect();
        assert_eq!(found, wanted, "{query}");
    }
}

#[test]
fn better_than_the_german_analyser_of_lucene() {
    for (name, file, floor) in [
        ("wikinews", "bodies.jsonl", 0.948),
        ("xquad-de", "articles.jsonl", 0.957),
        ("covid-questions", "articles.jsonl", 0.43),
    ] {
        let Some(folder) = data(name) else { return };
        let sandbox = Sandbox::new();
        sandbox.run(&["index", folder.join(file).to_str().unwrap()]);
        let ndcg = sandbox.eval(&folder).pop().unwrap()["ndcg@10"].as_f64().unwrap();
        println!("{name}: {ndcg:.4}, floor {floor}");
        assert!(ndcg >= floor, "{name}: {ndcg:.4} is below {floor}");
    }
}

#[test]
fn every_news_article_is_indexed_once() {
    let Some(folder) = data("wikinews") else { return };
    let sandbox = Sandbox::new();
    let file = folder.join("articles.jsonl");
    let index = || sandbox.run(&["index", "--json", file.to_str().unwrap()]).json().remove(0);
    let first = index();
    assert_eq!((first["articles"].as_u64(), first["skipped"].as_array().map(Vec::len)), (Some(998), Some(0)));
    assert_eq!(first["skipped_records"], serde_json::json!([]));
    let second = index();
    assert_eq!((second["unchanged"].as_u64(), second["indexed"].as_u64()), (Some(1), Some(0)));
    assert!(second["seconds"].as_f64() < first["seconds"].as_f64().map(|seconds| seconds / 5.0));
}
