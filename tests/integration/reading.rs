//! Results as people read them: concordances, context, the article with its marks.

use std::collections::BTreeMap;

use crate::support::Sandbox;

fn columns(line: &str, found: &str) -> usize {
    line[..line.find(found).unwrap_or_else(|| panic!("{found}: {line}"))].chars().count()
}

#[test]
fn concordances_stand_one_below_the_other() {
    let sandbox = Sandbox::of_corpus();
    let ran = sandbox.run(&["search", "--kwic", "-n", "20", "Werbung"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines.len() > 10, "{}", ran.out);
    let places: Vec<usize> = lines.iter().map(|line| columns(line, "«")).collect();
    assert!(places.iter().all(|place| *place == places[0] && *place >= 30), "{}", ran.out);
    let json = sandbox.run(&["search", "--json", "--each", "-n", "20", "Werbung"]).json();
    let marks: usize = json.iter().map(|hit| hit["highlights"].as_array().unwrap().len()).sum();
    let titles: BTreeMap<&str, usize> = json
        .iter()
        .map(|hit| (hit["article"].as_str().unwrap(), hit["title_highlights"].as_array().map_or(0, Vec::len)))
        .collect();
    let titles: usize = titles.values().sum();
    assert_eq!(lines.len(), marks + titles, "a line for each match, in headlines once");
    assert!(lines.iter().any(|line| line.contains("«Werbe»budget")), "{}", ran.out);
    // Words in a row and close together are one match; what matched in the headline only has its headline.
    for (query, line) in [
        ("Werbung NAHE/9 Plattform", "«Plattform» «Werbung»"),
        ("\"Electronic Frontier Foundation\"", "«Electronic Frontier Foundation»"),
        ("title:Twitter", "auf «Twitter» nicht mehr werben"),
    ] {
        let ran = sandbox.run(&["search", "--kwic", "-n", "3", query]);
        assert!(ran.out.contains(line), "{query}: {}", ran.out);
    }
    let ran = sandbox.run(&["search", "--kwic", "--json", "Werbung"]);
    assert_eq!(ran.code, 2);
}

#[test]
fn concordances_write_control_codes_as_what_they_are() {
    let sandbox = Sandbox::with(&[("a.txt", "Titel\nEin Absatz mit \u{9b}31m und mehr vor dem Streik der Bahn.\n")]);
    sandbox.index();
    let ran = sandbox.run(&["search", "--kwic", "Streik"]);
    assert!(ran.out.contains("mit <U+009B>31m und mehr vor dem «Streik» der"), "{}", ran.out);
}

#[test]
fn context_in_sentences() {
    let sandbox = Sandbox::with(&[(
        "a.txt",
        "Titel\nDer Zug hält an. Die Bahn streikt heute. Es schneit im Tal. Öl ist teuer. Niemand kommt. Die Bahn schweigt dazu.\n",
    )]);
    sandbox.index();
    for (context, text) in [
        ("0", "… Die «Bahn» streikt heute. … Die «Bahn» schweigt dazu."),
        (
            "1",
            "Der Zug hält an. Die «Bahn» streikt heute. Es schneit im Tal. … Niemand kommt. Die «Bahn» schweigt dazu.",
        ),
        (
            "9",
            "Der Zug hält an. Die «Bahn» streikt heute. Es schneit im Tal. Öl ist teuer. Niemand kommt. Die «Bahn» schweigt dazu.",
        ),
    ] {
        let ran = sandbox.run(&["search", "--format", "text", "-C", context, "Bahn"]);
        assert!(ran.out.lines().any(|line| line.trim() == text), "-C {context}: {}", ran.out);
        let ran = sandbox.run(&["search", "-C", context, "Bahn"]);
        assert!(ran.out.contains(text), "-C {context}: {}", ran.out);
    }
    for format in ["json", "csv", "trec", "kwic"] {
        let ran = sandbox.run(&["search", "--format", format, "-C", "1", "Bahn"]);
        let told = "fundstelle: --context needs --format text or line\n";
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (2, "", told), "{format}");
    }
}

#[test]
fn hits_of_many_queries_stand_below_their_names() {
    let sandbox = Sandbox::with(&[("a.txt", "Die Bahn streikt.\n")]);
    sandbox.index();
    sandbox.write("topics.tsv", "t1\tBahn\nt2\tÖl\nt3\tstreikt\n");
    for (format, lines) in [("line", 4), ("kwic", 4), ("trec", 2)] {
        let ran = sandbox.run(&["search", "--topics", "in/topics.tsv", "--format", format]);
        assert_eq!((ran.code, ran.out.lines().count()), (0, lines), "{format}: {}", ran.out);
        let names: Vec<&str> = ran.out.lines().filter(|line| line.ends_with(':')).collect();
        assert!(names == ["t1:", "t3:"] || format == "trec", "{format}: {}", ran.out);
    }
}

#[test]
fn topics_have_their_own_names() {
    let sandbox = Sandbox::with(&[("a.txt", "Die Bahn streikt.\n")]);
    sandbox.index();
    sandbox.write("topics.tsv", "t1\tBahn\nt1\tÖl\n");
    let ran = sandbox.run(&["search", "--topics", "in/topics.tsv"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.ends_with("topics.tsv:2: this id has been given before\n"), "{}", ran.err);
}

#[test]
fn an_article_with_the_marks_of_a_query() {
    let sandbox = Sandbox::of_corpus();
    let id = "kaspersky/2018-04-21-twitter-verbietet-kaspersky-anzeigen.txt#3";
    let ran = sandbox.run(&["show", id, "Werbung", "UND", "Kaspersky"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for marked in ["«Werbe»budget", "«Kaspersky»", "«Werbung» zu schalten"] {
        assert!(ran.out.contains(marked), "{marked}: {}", ran.out);
    }
    let asked: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("│ ")).collect();
    assert!(asked.iter().any(|line| line.contains("«Werbe»budget")), "{asked:?}");
    assert!(asked.len() < ran.out.lines().count() / 3, "{asked:?}");
    // Without a query the passage itself is marked, as a whole.
    let ran = sandbox.run(&["show", id]);
    assert!(ran.out.contains("«Selbst wenn Twitter") && !ran.out.contains("«Werbe»budget"), "{}", ran.out);
    let json = sandbox.run(&["show", "--json", id, "Werbung"]).json();
    let passage = &json[0]["passages"][2];
    assert!(!passage["highlights"].as_array().unwrap().is_empty(), "{passage}");
    let ran = sandbox.run(&["show", id, "Kohlrabi"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "Nothing found.\n"));
    let ran = sandbox.run(&["show", id, "(offen"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("not closed") && ran.err.contains('^'), "{}", ran.err);
}

#[test]
fn articles_with_several_passages() {
    let sandbox = Sandbox::of_corpus();
    let query = ["search", "--json", "-n", "5", "--passages", "3", "Kaspersky"];
    let hits = sandbox.run(&query).json();
    assert_eq!(hits.len(), 5);
    let all = sandbox.run(&["search", "--json", "--all", "--each", "-n", "1000", "Kaspersky"]).json();
    for hit in &hits {
        let article = &hit["article"];
        let matching = all.iter().filter(|other| other["article"] == *article).count();
        let more: Vec<&serde_json::Value> = hit["more"].as_array().into_iter().flatten().collect();
        assert_eq!(1 + more.len(), matching.min(3), "{article}");
        assert!(more.iter().all(|other| other["article"] == *article && other["id"] != hit["id"]));
        let scores: Vec<f64> = more.iter().map(|other| other["score"].as_f64().unwrap()).collect();
        assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    }
    assert!(hits.iter().any(|hit| hit["more"].as_array().is_some_and(|more| more.len() == 2)));
    let text = sandbox.run(&["search", "--format", "text", "-n", "5", "--passages", "3", "Kaspersky"]).out;
    let ids = hits.iter().flat_map(|hit| std::iter::once(hit).chain(hit["more"].as_array().into_iter().flatten()));
    let ids: Vec<&str> = ids.map(|hit| hit["id"].as_str().unwrap()).collect();
    let shown: Vec<usize> =
        ids.iter().map(|id| text.find(&format!("· {id}\n")).unwrap_or_else(|| panic!("{id}: {text}"))).collect();
    assert!(shown.is_sorted(), "{text}");
    assert_eq!(sandbox.run(&["search", "-n", "5", "--passages", "3", "Kaspersky"]).out.lines().count(), ids.len());
    assert_eq!(sandbox.run(&["search", "--passages", "0", "Kaspersky"]).code, 2);
}
