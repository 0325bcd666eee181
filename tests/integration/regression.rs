//! Faults that were there once.

use std::fs;
use std::process::Stdio;

use serde_json::json;

use crate::support::{Sandbox, article, marked, program};

fn ids(sandbox: &Sandbox, query: &str) -> Vec<String> {
    let mut ids: Vec<String> = sandbox.search(query).iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

fn two() -> Sandbox {
    let sandbox = Sandbox::with(&[
        ("a.txt", &article("Erster", "Der Bundestag berät über Klimaschutz und Twitter.")),
        ("b.txt", &article("Zweiter", "Die Bundeswehr spricht über Kaspersky.")),
    ]);
    sandbox.index();
    sandbox
}

/// A sign behind an operator, or before a mark, was dropped, and the query meant the opposite.
#[test]
fn a_sign_is_never_dropped() {
    let sandbox = two();
    assert_eq!(ids(&sandbox, "Bundes* UND -Twitter"), ["b.txt#1"]);
    assert_eq!(ids(&sandbox, "Bundes* -«Twitter»"), ["b.txt#1"]);
    assert_eq!(ids(&sandbox, "Bundes* –Twitter"), ["b.txt#1"]);
    assert_eq!(sandbox.run(&["search", "Kaspersky ODER -Twitter"]).code, 2);
}

/// A bad line of a list of exceptions was told without the name of the list.
#[test]
fn a_bad_list_of_exceptions_is_named() {
    let sandbox = Sandbox::with(&[("a.txt", &article("Erster", "Das Staubecken ist leer."))]);
    let list = sandbox.path().join("list.txt");
    fs::write(&list, "Stau|becken\nzwei Wörter\n").unwrap();
    let out = sandbox.run(&["index", "in", "--exceptions", list.to_str().unwrap()]);
    assert_eq!(out.code, 2);
    assert!(out.err.contains("list.txt: line 2 of the list of exceptions"), "{}", out.err);
}

/// The second prefix of a query got nothing of a budget that the first had used up.
#[test]
fn every_prefix_gets_its_part() {
    let words = |stem: &str| (0..1100).map(|n| format!("{stem}{n:04}")).collect::<Vec<_>>().join(" ");
    let sandbox = Sandbox::with(&[("a.txt", &format!("Titel\n{}.\n{}.\n", words("bundes"), words("klima")))]);
    sandbox.index();
    let ran = sandbox.run(&["search", "Klima* Bundes* -Bundes*"]);
    assert!(ran.err.contains("Klima* 3 (incomplete: 341 of 1100 words)"), "{}", ran.err);
    assert_eq!(ran.err.matches("341 of 1100 words").count(), 3, "what must not be there is told too: {}", ran.err);
    assert!(!ids(&sandbox, "Klima* Bundes*").is_empty());
}

/// A word that stood in brackets before lost its own alternative.
#[test]
fn the_order_of_parts_changes_nothing() {
    let sandbox = two();
    assert_eq!(ids(&sandbox, "(Bundestag UND Nixda) Bundestag"), ["a.txt#1"]);
    assert_eq!(ids(&sandbox, "Bundestag (Bundestag UND Nixda)"), ["a.txt#1"]);
}

/// An open range of days without an end panicked.
#[test]
fn ranges_where_a_day_is_wanted() {
    let sandbox = two();
    for args in [["--since", "..2017"], ["--until", "2017.."], ["--until", "2017–"], ["--since", "2016 bis 2017"]] {
        let ran = sandbox.run(&["search", "Bundestag", args[0], args[1]]);
        assert_eq!(ran.code, 2, "{}", ran.err);
    }
    let ran = sandbox.run(&["search", "Bundestag", "--since", "2019", "--until", "2017"]);
    assert_eq!((ran.code, ran.err.as_str()), (2, "fundstelle: --since is later than --until\n"));
}

/// Pages of articles overlapped, because how many were ranked anew depended on how many were wanted.
#[test]
fn pages_of_articles_do_not_overlap() {
    let sandbox = Sandbox::of_corpus();
    let search = |args: &[&str]| {
        let common = ["search", "--json", "--by", "article", "Stadt Jahr Geld Menschen"];
        sandbox.run(&[&common, args].concat()).ids()
    };
    let all = search(&["-n", "60"]);
    let pages: Vec<String> =
        ["0", "20", "40"].iter().flat_map(|offset| search(&["-n", "20", "--offset", offset])).collect();
    assert_eq!(all, pages);
}

/// An index inside the folder was read as articles by the next run.
#[test]
fn an_index_inside_the_folder_is_no_part_of_it() {
    let sandbox = Sandbox::with(&[("a.txt", &article("Erster", "Die Bahn fährt."))]);
    let run = || -> (i32, String) {
        let output = program().current_dir(sandbox.input()).args(["index", ".", "--json"]).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(run().0, 0);
    let (code, account) = run();
    let account: serde_json::Value = serde_json::from_str(&account).unwrap();
    assert_eq!((code, &account["found"], &account["unchanged"]), (0, &json!(1), &json!(1)));
}

/// Records on one line with one id shared it.
#[test]
fn many_records_of_one_id_on_one_line() {
    let records: Vec<_> = (0..8).map(|n| json!({"id": "x", "text": format!("Bahn Nummer {n}.")})).collect();
    let sandbox = Sandbox::with(&[("dup.json", &serde_json::to_string(&records).unwrap())]);
    sandbox.index();
    let mut found = ids(&sandbox, "Bahn");
    found.dedup();
    assert_eq!(found.len(), 8, "{found:?}");
}

/// A file that was renamed gave its articles other ids.
#[test]
fn a_renamed_file_keeps_the_ids_of_its_records() {
    let sandbox = Sandbox::with(&[("a.jsonl", "{\"id\":\"r1\",\"text\":\"Die Bahn fährt.\"}\n")]);
    sandbox.index();
    fs::rename(sandbox.input().join("a.jsonl"), sandbox.input().join("b.jsonl")).unwrap();
    sandbox.index();
    assert_eq!(ids(&sandbox, "Bahn"), ["r1#1"]);
}

/// Output that could not be written ended with exit status 0.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let sandbox = two();
    for args in [
        &["index", "in"][..],
        &["stats"],
        &["stats", "--json"],
        &["search", "Bundestag"],
        &["bench", "--json", "--rounds", "1"],
    ] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let status =
            program().current_dir(sandbox.path()).args(args).stdout(full).stderr(Stdio::null()).status().unwrap();
        assert_eq!(status.code(), Some(2), "{args:?}");
    }
}

/// A run that began before another one ended wrote over what that had written.
#[test]
fn runs_that_overlap_lose_nothing() {
    let sandbox = Sandbox::new();
    for folder in ["eins", "zwei", "drei"] {
        let records: String =
            (0..400).map(|n| format!("{{\"id\":\"{folder}{n}\",\"text\":\"Die Bahn {n}.\"}}\n")).collect();
        sandbox.write(&format!("{folder}/a.jsonl"), records);
    }
    let start = |folder: &str| {
        let mut program = program();
        program.current_dir(sandbox.path()).args(["index", folder]).stdout(Stdio::null()).stderr(Stdio::null());
        program.spawn().unwrap()
    };
    let children: Vec<_> = ["in/eins", "in/zwei", "in/drei"].into_iter().map(start).collect();
    let done = children.into_iter().map(|mut child| child.wait().unwrap().code());
    let done: Vec<Option<i32>> = done.collect();
    let succeeded = done.iter().filter(|code| **code == Some(0)).count() as u64;
    assert!(succeeded >= 1 && done.iter().all(|code| matches!(code, Some(0 | 2))), "{done:?}");
    let stats = &sandbox.run(&["stats", "--json"]).json()[0];
    assert_eq!(stats["articles"].as_u64(), Some(succeeded * 400));
    let again = &sandbox.run(&["index", "in", "--json"]).json()[0];
    assert_eq!(
        (again["articles"].as_u64(), again["articles_added"].as_u64()),
        (Some(1200), Some((3 - succeeded) * 400))
    );
}

/// Judgments about articles and a run of passages gave zeros without a word.
#[test]
fn judgments_about_something_else() {
    let sandbox = two();
    sandbox.write("../t.tsv", "1\tBundestag\n");
    sandbox.write("../q.txt", "1 0 a.txt 1\n");
    let ran = sandbox.run(&["eval", "--topics", "t.tsv", "--qrels", "q.txt"]);
    assert!(ran.code == 2 && ran.err.contains("--by article"), "{}", ran.err);
    assert_eq!(sandbox.run(&["eval", "--topics", "t.tsv", "--qrels", "q.txt", "--by", "article"]).code, 0);
}

/// A word of five million letters printed a line of as many.
#[test]
fn a_text_without_blanks_is_shown_in_part() {
    let sandbox = Sandbox::with(&[("a.txt", &article("Titel", &format!("Anfang {} Bahn.", "x".repeat(200_000))))]);
    sandbox.index();
    let ran = sandbox.run(&["search", "Bahn"]);
    assert!(ran.out.len() < 3_000 && ran.out.contains("«Bahn»"), "{}", ran.out.len());
    assert_eq!(sandbox.search("Bahn")[0]["text"].as_str().unwrap().lines().count(), 1);
}

/// `--explain` had nothing for hits far down.
#[test]
fn far_hits_are_explained_too() {
    let sandbox = Sandbox::with(&[]);
    let records: String =
        (0..300).map(|n| format!("{{\"id\":\"r{n}\",\"text\":\"Die Bahn Nummer {n} fährt.\"}}\n")).collect();
    sandbox.write("a.jsonl", records);
    sandbox.index();
    let hits = sandbox.run(&["search", "--json", "--explain", "-n", "300", "Bahn"]).json();
    assert_eq!(hits.len(), 300);
    assert!(hits.iter().all(|hit| hit["explanation"][0]["passage"].as_f64() > Some(0.0)));
    assert!(hits.windows(2).all(|pair| pair[0]["score"].as_f64() >= pair[1]["score"].as_f64()));
}

#[test]
fn phrases_hold_words_whose_halves_stand_apart() {
    let text = "Waffen\nHieb- und Stichwaffen sind verboten. Sie kündigte gestern Reformen an.";
    let sandbox = Sandbox::with(&[("a.txt", text)]);
    sandbox.index();
    for phrase in ["\"Hieb- und Stichwaffen\"", "\"kündigte gestern Reformen an\"", "Hieb*", "Stichwaffe UND Hiebwaffe"]
    {
        assert_eq!(sandbox.search(phrase).len(), 1, "{phrase}");
    }
}

/// `eingang` was taken for a form of `eingehen`.
#[test]
fn halves_that_stand_apart_are_found_as_the_word_they_make() {
    let sandbox = Sandbox::with(&[("a.txt", &article("Halle", "Am Ein- und Ausgang wird kontrolliert."))]);
    sandbox.index();
    let hits = sandbox.search("Eingang");
    assert_eq!(marked(&hits[0]), ["Ein", "gang"]);
}

/// What follows the ending of a gendered form was lost, and it met whatever its base alone meets.
#[test]
fn gendered_forms_in_compounds_keep_their_head() {
    let sandbox = Sandbox::with(&[
        ("a.txt", &article("Eins", "Die Schüler:innenvertretung tagt.")),
        ("b.txt", &article("Zwei", "Die Schüler tagen.")),
    ]);
    sandbox.index();
    assert_eq!(marked(&sandbox.search("Vertretung")[0]), ["vertretung"]);
    assert_eq!(ids(&sandbox, "+Schülervertretung"), ["a.txt#1"]);
    assert_eq!(ids(&sandbox, "+Schüler*innenvertretung"), ["a.txt#1"]);
}

#[test]
fn the_stem_of_a_verb_between_hyphens_meets_its_noun() {
    let files = [
        ("apart.txt", "Eins\nDas Budget für Werbung ist klein."),
        ("joint.txt", "Zwei\nDas Werbe-Budget ist klein."),
        ("lone.txt", "Drei\nEin Budget, noch ein Budget, das Budget."),
    ];
    let sandbox = Sandbox::with(&files);
    sandbox.index();
    let ids = |query: &str| sandbox.search(query).iter().map(|hit| hit["id"].to_string()).collect::<Vec<_>>();
    assert_eq!(ids("Werbe-Budget"), ["\"joint.txt#1\"", "\"apart.txt#1\"", "\"lone.txt#1\""]);
    assert_eq!(ids("+Werbe-Budget").len(), 2);
    assert_eq!(ids("+Werbebudget").len(), 2);
    assert_eq!(ids("Werbung UND Budget").len(), 2);
}

#[test]
fn a_compound_typed_twice_counts_once() {
    let sandbox =
        Sandbox::with(&[("a.txt", "Eins\nDas Werbebudget ist klein."), ("b.txt", "Zwei\nBudget für Werbung.")]);
    sandbox.index();
    let scores = |query: &str| sandbox.search(query).iter().map(|hit| hit["score"].to_string()).collect::<Vec<_>>();
    assert_eq!(scores("Werbebudget"), scores("Werbebudget Werbebudget"));
}

#[test]
fn every_mark_has_a_letter() {
    let sandbox =
        Sandbox::with(&[("a.txt", "Eins\nDie Fluß\u{ad}schi\u{fb00}ahrt, die St\u{ad}ra\u{ad}ßen\u{ad}bahnen.")]);
    sandbox.index();
    for (query, letters) in
        [("Schiff", None), ("Fahrt", None), ("Straße", Some("St\u{ad}ra\u{ad}ßen")), ("Bahn", Some("bahnen"))]
    {
        let hits = sandbox.search(query);
        for hit in &hits {
            let marks = marked(hit);
            assert!(!marks.is_empty() && marks.iter().all(|mark| !mark.is_empty()), "{query}: {marks:?}");
            if let Some(letters) = letters {
                assert_eq!(marks, [letters], "{query}");
            }
        }
    }
    assert!(!sandbox.search("Bahn").is_empty());
}

#[test]
fn the_receipt_is_there_for_programs_too() {
    let sandbox =
        Sandbox::with(&[("a.txt", "Eins\nDas Werbebudget ist klein."), ("b.txt", "Zwei\nBudget für Werbung.")]);
    sandbox.index();
    let ran = sandbox.run(&["search", "--json", "Werbebudget"]);
    let receipt: serde_json::Value = serde_json::from_str(ran.err.trim()).unwrap();
    let word = &receipt["receipt"]["words"][0];
    assert_eq!((word["typed"].as_str(), word["passages"].as_u64()), (Some("Werbebudget"), Some(1)));
    assert_eq!(word["ways"][0]["passages"], 1);
    assert_eq!(sandbox.run(&["search", "--json", "--quiet", "Werbebudget"]).err, "");
}

#[test]
fn a_list_of_words_is_never_written_over_what_it_is_made_of() {
    let sandbox = Sandbox::with(&[("a.txt", "Eins\nEin Satz."), ("nouns.txt", "Satz\n"), ("empty.txt", "")]);
    let build = |nouns: &str, out: &str| {
        sandbox.run(&["lexicon", "build", "--nouns", nouns, "--forms", nouns, "in/a.txt", "-o", out])
    };
    let ran = build("in/nouns.txt", "in/a.txt");
    assert!(ran.code == 2 && ran.err.contains("in/a.txt is an input"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(sandbox.path().join("in/a.txt")).unwrap(), "Eins\nEin Satz.");
    assert_eq!(build("in/nouns.txt", "out.fst").code, 0);
}

#[test]
fn a_gendered_star_is_no_wildcard_in_an_exact_word() {
    let sandbox =
        Sandbox::with(&[("a.txt", "Eins\nDie Lehrer*innen streiken."), ("b.txt", "Zwei\nDie Lehrer streiken.")]);
    sandbox.index();
    assert_eq!(ids(&sandbox, "=Lehrer*innen"), ["a.txt#1"]);
}

#[test]
fn lone_parts_keep_their_own_order() {
    let mut files: Vec<(String, String)> = (1..8)
        .map(|n| (format!("lone{n}.txt"), format!("{n}\n{} und viele andere Wörter dazu.", "Ein Budget. ".repeat(n))))
        .collect();
    files.push((
        "whole.txt".to_owned(),
        format!("W\nDas Werbebudget. {}", "Ein anderer Satz steht hier noch. ".repeat(9)),
    ));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let sandbox = Sandbox::with(&files);
    sandbox.index();
    let alone: Vec<String> = ranked(&sandbox, "Budget").into_iter().filter(|id| id.starts_with("lone")).collect();
    let found = ranked(&sandbox, "Werbebudget");
    assert_eq!(found[0], "whole.txt#1");
    assert_eq!(found[1..], alone);
}

fn ranked(sandbox: &Sandbox, query: &str) -> Vec<String> {
    sandbox.search(query).iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
}
