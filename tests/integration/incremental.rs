//! `index` again: what is unchanged is not read, what changed is replaced, what vanished is removed.

use std::fs;

use serde_json::Value;

use crate::support::{Sandbox, article};

fn counts(account: &Value, names: &[&str]) -> Vec<u64> {
    names.iter().map(|name| account[*name].as_u64().unwrap()).collect()
}

const CHANGES: [&str; 5] = ["indexed", "unchanged", "articles_added", "articles_replaced", "articles_removed"];

fn record(id: usize, text: &str) -> String {
    format!("{{\"id\":\"r{id}\",\"title\":\"Titel {id}\",\"text\":\"{text}\"}}\n")
}

#[test]
fn exactly_the_changed_records_are_replaced() {
    let sandbox = Sandbox::new();
    let mut records: Vec<String> = (0..50).map(|id| record(id, &format!("Text Nummer{id} über die Bahn."))).collect();
    sandbox.write("a.jsonl", records.concat());
    assert_eq!(counts(&sandbox.index(), &CHANGES), [1, 0, 50, 0, 0]);
    assert_eq!(counts(&sandbox.index(), &CHANGES), [0, 1, 0, 0, 0]);
    records[20] = record(20, "Ein Quastenflosser.");
    records.remove(10);
    sandbox.write("a.jsonl", records.concat());
    assert_eq!(counts(&sandbox.index(), &CHANGES), [1, 0, 0, 1, 1]);
    assert_eq!(sandbox.search("Nummer10").len(), 0);
    assert_eq!(sandbox.search("Nummer20").len(), 0);
    // The records behind the removed one moved up a line; they were not written again and still know it.
    for (query, line) in [("Quastenflosser", 20), ("Nummer9", 10), ("Nummer11", 11), ("Nummer49", 49)] {
        assert_eq!(sandbox.search(query)[0]["line"], line, "{query}");
    }
}

#[test]
fn files_come_change_and_go() {
    let sandbox = Sandbox::with(&[
        ("a.txt", &article("Erster", "Die Bahn fährt.")),
        ("b.txt", &article("Zweiter", "Das Schiff fährt.")),
        ("c/d.txt", &article("Dritter", "Der Bus fährt.")),
    ]);
    assert_eq!(counts(&sandbox.index(), &CHANGES), [3, 0, 3, 0, 0]);
    sandbox.write("a.txt", article("Erster", "Die Bahn steht jetzt."));
    fs::remove_file(sandbox.input().join("b.txt")).unwrap();
    sandbox.write("e.txt", article("Vierter", "Das Rad fährt."));
    let account = sandbox.index();
    assert_eq!(counts(&account, &CHANGES), [2, 1, 1, 1, 1]);
    assert_eq!((account["removed"].as_u64(), account["articles"].as_u64()), (Some(1), Some(3)));
    assert_eq!((sandbox.search("Schiff").len(), sandbox.search("steht").len()), (0, 1));
    // Only what lies below the paths that are given is looked for.
    fs::remove_file(sandbox.input().join("c/d.txt")).unwrap();
    sandbox.run(&["index", "in/e.txt"]);
    assert_eq!(sandbox.search("Bus").len(), 1);
    sandbox.run(&["index", "--yes", "in/c", "in/e.txt"]);
    assert_eq!(sandbox.search("Bus").len(), 0);
}

#[test]
fn a_touched_file_is_not_indexed_again() {
    let sandbox = Sandbox::with(&[("a.txt", &article("Erster", "Die Bahn fährt."))]);
    sandbox.index();
    let file = fs::File::options().append(true).open(sandbox.input().join("a.txt")).unwrap();
    file.set_modified(std::time::SystemTime::now() + std::time::Duration::from_secs(5)).unwrap();
    assert_eq!(counts(&sandbox.index(), &CHANGES), [0, 1, 0, 0, 0]);
}

#[test]
fn a_run_with_nothing_to_do_writes_nothing() {
    let sandbox = Sandbox::with(&[("a.txt", &article("Erster", "Die Bahn fährt."))]);
    sandbox.index();
    let names = || {
        let mut names: Vec<_> =
            fs::read_dir(sandbox.index_dir()).unwrap().map(|file| file.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = names();
    sandbox.index();
    assert_eq!(names(), before);
}

#[test]
fn two_articles_never_share_an_id() {
    let sandbox = Sandbox::with(&[
        ("a.jsonl", &[record(1, "Die Bahn eins."), record(1, "Die Bahn zwei.")].concat()),
        ("b.jsonl", &record(1, "Die Bahn drei.")),
    ]);
    let account = sandbox.index();
    assert_eq!(account["articles"], 3);
    let mut ids: Vec<String> =
        sandbox.search("Bahn").iter().map(|hit| hit["article"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    assert_eq!(ids, ["a.jsonl:r1", "b.jsonl:r1", "r1"]);
    assert_eq!(counts(&sandbox.index(), &CHANGES), [0, 2, 0, 0, 0]);
}

#[test]
fn a_broken_file_keeps_what_was_known_of_it() {
    let sandbox =
        Sandbox::with(&[("a.txt", &article("Erster", "Die Bahn fährt.")), ("b.jsonl", &record(1, "Ein Schiff."))]);
    sandbox.index();
    sandbox.write("c.txt.gz", b"\x1f\x8b\x08\x00kaputt");
    let ran = sandbox.run(&["index", "in", "--json"]);
    assert_eq!((ran.code, ran.json()[0]["articles"].as_u64()), (2, Some(2)));
    assert!(ran.err.contains("c.txt.gz: damaged"), "{}", ran.err);
    // A file that turns empty is no fault: it has no articles any more.
    sandbox.write("a.txt", "");
    sandbox.index();
    assert_eq!(sandbox.search("Bahn").len(), 0);
}

#[test]
fn search_can_index_first() {
    let sandbox = Sandbox::with(&[("a.txt", &article("Erster", "Die Bahn fährt."))]);
    let ran = sandbox.run(&["search", "--in", "in", "--json", "Bahn"]);
    assert_eq!((ran.code, ran.ids()), (0, vec!["a.txt#1".to_owned()]));
    sandbox.write("b.txt", article("Zweiter", "Die Bahn steht."));
    assert_eq!(sandbox.run(&["search", "--in", "in", "--json", "Bahn"]).ids().len(), 2);
}
