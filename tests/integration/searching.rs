//! Queries and what they find.

use std::io::Read as _;
use std::process::Stdio;

use crate::support::{Sandbox, article, marked, program};

fn small() -> Sandbox {
    let sandbox = Sandbox::with(&[
        (
            "2018-04-21-brief.txt",
            &article("Offener Brief an Twitter", "Der Verlag schrieb einen offenen Brief über die Häuser der Stadt."),
        ),
        ("2018-05-02-haus.txt", &article("Das Haus am See", "Ein Haus wurde verkauft, ein Brief kam nie an.")),
        (
            "2019-01-07-spion.txt",
            &article(
                "Spionage vor Gericht",
                "Der Spion und die Spione sprachen über Spionagevorwürfe und ein Gericht.",
            ),
        ),
        (
            "zeitung.jsonl",
            "{\"id\":\"z1\",\"title\":\"Streik\",\"text\":\"Die Lehrer*innen streiken in Köln. Die Bahn fährt.\",\"date\":\"2020-02-03\",\"source\":\"Kölner Bote\",\"section\":\"Lokales\"}\n",
        ),
    ]);
    assert_eq!(sandbox.index()["articles"], 4);
    sandbox
}

#[test]
fn each_operator_finds_and_leaves_out() {
    let sandbox = small();
    for (query, ids) in [
        ("Haus", &["2018-05-02-haus.txt#1", "2018-04-21-brief.txt#1"][..]),
        ("=Haus", &["2018-05-02-haus.txt#1"]),
        ("=Häuser", &["2018-04-21-brief.txt#1"]),
        ("\"offenen Brief\"", &["2018-04-21-brief.txt#1"]),
        ("\"Brief offenen\"", &[]),
        ("\"Twitter Der\"", &[]),
        ("Haus UND Brief", &["2018-05-02-haus.txt#1", "2018-04-21-brief.txt#1"]),
        ("Haus AND Verlag", &["2018-04-21-brief.txt#1"]),
        ("Verlag ODER Spion", &["2018-04-21-brief.txt#1", "2019-01-07-spion.txt#1"]),
        ("Haus NICHT Verlag", &["2018-05-02-haus.txt#1"]),
        ("Haus -Verlag", &["2018-05-02-haus.txt#1"]),
        ("Haus +Verlag", &["2018-04-21-brief.txt#1"]),
        ("(Spion ODER Bahn) UND Köln", &["z1#1"]),
        ("title:See", &["2018-05-02-haus.txt#1"]),
        ("title:\"offener brief\"", &["2018-04-21-brief.txt#1"]),
        ("title:Verlag", &[]),
        ("title:Spio*", &["2019-01-07-spion.txt#1"]),
        ("source:kölner", &["z1#1"]),
        ("source:\"Kölner Bote\" Bahn", &["z1#1"]),
        ("section:lokales", &["z1#1"]),
        ("section:Sport Bahn", &[]),
        ("date:2018-04 Haus", &["2018-04-21-brief.txt#1"]),
        ("date:2018-04-21..2018-05-02", &["2018-04-21-brief.txt#1", "2018-05-02-haus.txt#1"]),
        ("date:2019..", &["2019-01-07-spion.txt#1", "z1#1"]),
        ("Spion*", &["2019-01-07-spion.txt#1"]),
        ("Lehrer", &["z1#1"]),
        ("Lehrerinnen", &["z1#1"]),
        ("Lehrer:innen", &["z1#1"]),
        ("Haeuser", &["2018-05-02-haus.txt#1", "2018-04-21-brief.txt#1"]),
        ("über die", &["2018-04-21-brief.txt#1", "2019-01-07-spion.txt#1"]),
        ("Quastenflosser", &[]),
    ] {
        let mut found: Vec<String> =
            sandbox.search(query).iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect();
        let mut ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
        // Which of several is first is a question of ranking, not of operators.
        found.sort();
        ids.sort();
        if query == "über die" {
            assert!(found.contains(&ids[0]) && found.contains(&ids[1]), "{query}: {found:?}");
        } else {
            assert_eq!(found, ids, "{query}");
        }
    }
}

#[test]
fn the_letters_that_matched_are_marked() {
    let sandbox = small();
    for (query, letters) in [
        ("Haus", &["Häuser"][..]),
        ("\"offenen Brief\"", &["offenen Brief"]),
        ("Spion*", &["Spion", "Spione", "Spionagevorwürfe"]),
        ("Spionage Gericht", &["Spionage", "Gericht"]),
        ("Lehrer", &["Lehrer*innen"]),
        ("Verlag NICHT Quark", &["Verlag"]),
        ("title:Twitter", &[]),
    ] {
        let hits = sandbox.search(query);
        let hit = hits.iter().find(|hit| query != "Haus" || hit["id"] == "2018-04-21-brief.txt#1").unwrap();
        assert_eq!(marked(hit), letters, "{query}");
    }
    assert_eq!(sandbox.search("title:Twitter")[0]["title_highlights"], serde_json::json!([[17, 24]]));
}

#[test]
fn a_hit_says_where_it_stands() {
    let sandbox = small();
    let hit = &sandbox.search("Verlag")[0];
    assert_eq!((hit["line"].as_u64(), hit["start"].as_u64(), hit["rank"].as_u64()), (Some(2), Some(0), Some(1)));
    assert_eq!(hit["date"], "2018-04-21");
    assert!(hit["path"].as_str().unwrap().ends_with("in/2018-04-21-brief.txt"));
    let text = hit["text"].as_str().unwrap();
    assert_eq!(hit["end"].as_u64().unwrap() as usize, text.chars().count());
    let hit = &sandbox.search("Bahn")[0];
    assert_eq!(
        (hit["article"].as_str(), hit["source"].as_str(), hit["section"].as_str()),
        (Some("z1"), Some("Kölner Bote"), Some("Lokales"))
    );
}

#[test]
fn every_format() {
    let sandbox = small();
    let text = sandbox.run(&["search", "--format", "text", "Verlag", "--explain"]);
    assert!(
        text.out.starts_with(
            "Hit 1 of 1 article (1 passage)\n\n1. Offener Brief an Twitter · 2018-04-21\n   Der «Verlag» schrieb"
        ),
        "{}",
        text.out
    );
    assert!(text.out.contains("in/2018-04-21-brief.txt:2 · paragraph 1 · 2018-04-21-brief.txt#1\n"), "{}", text.out);
    assert!(text.out.contains("Verlag (verlag): passage "), "{}", text.out);
    assert!(text.err.starts_with("Searched (passages): Verlag 1 | 4 articles, 4 passages"), "{}", text.err);
    let line = sandbox.run(&["search", "Verlag"]);
    assert!(
        line.out.starts_with("in/2018-04-21-brief.txt:2: Offener Brief an Twitter: Der «Verlag» schrieb"),
        "{}",
        line.out
    );
    assert_eq!(line.out.lines().count(), 1);
    let colored = sandbox.run(&["search", "Verlag", "--color", "always"]);
    assert!(colored.out.contains("\u{1b}[1m\u{1b}[33mVerlag\u{1b}[0m"), "{:?}", colored.out);
    let csv = sandbox.run(&["search", "Verlag", "--format", "csv"]);
    assert!(csv.out.starts_with("topic,rank,score,id,"), "{}", csv.out);
    let trec = sandbox.run(&["search", "Verlag", "--format", "trec", "--by", "article"]);
    let fields: Vec<&str> = trec.out.split_whitespace().collect();
    assert_eq!((&fields[..4], fields[5]), (&["0", "Q0", "2018-04-21-brief.txt", "1"][..], "fundstelle"));
    let german = sandbox.run_german(&["search", "Verlag die", "--format", "text"]);
    assert!(german.out.contains("· Absatz 1 ·"), "{}", german.out);
    assert!(
        german
            .err
            .starts_with("Gesucht (Passagen): Verlag 1 · weggelassen, weil zu häufig: die | 4 Artikel, 4 Passagen"),
        "{}",
        german.err
    );
}

#[test]
fn topics_run_in_one_go() {
    let sandbox = small();
    sandbox.write("../topics.tsv", "t1\tdas Haus (am See)\nt2\tQuastenflosser\nt3\tSpion \"offen\n");
    let ran = sandbox.run(&["search", "--topics", "topics.tsv", "--format", "trec"]);
    let topics: Vec<&str> = ran.out.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!((ran.code, topics), (0, vec!["t1", "t1", "t3", "t3"]));
}

#[test]
fn options_restrict() {
    let sandbox = small();
    for (args, count) in [
        (&["Haus", "--since", "2018-05"][..], 1),
        (&["Haus", "--until", "2018-04"], 1),
        (&["Haus", "--since", "2018", "--until", "2018"], 2),
        (&["Bahn", "--source", "Kölner Bote"], 1),
        (&["Bahn", "--section", "Sport"], 0),
        (&["Haus", "-n", "1"], 1),
        (&["Haus", "--offset", "1"], 1),
        (&["Haus", "--offset", "2"], 0),
        // How many there are.
        (&["Haus", "-n", "0"], 1),
    ] {
        let ran = sandbox.run(&[&["search", "--json"], args].concat());
        assert_eq!((ran.out.lines().count(), ran.code), (count, i32::from(count == 0)), "{args:?}: {}", ran.err);
    }
    assert_eq!(sandbox.run(&["search", "Haus", "--since", "neulich"]).code, 2);
}

#[test]
fn pages_and_articles_fit_together() {
    let sandbox = Sandbox::of_corpus();
    let all = sandbox.run(&["search", "--json", "-n", "30", "Werbung Budget Spende"]).ids();
    let mut pages = Vec::new();
    for offset in ["0", "10", "20"] {
        pages.extend(sandbox.run(&["search", "--json", "--offset", offset, "Werbung Budget Spende"]).ids());
    }
    assert_eq!(all, pages);
    let articles = sandbox.run(&["search", "--json", "--by", "article", "-n", "50", "Werbung Budget Spende"]).json();
    let mut ids: Vec<&str> = articles.iter().map(|hit| hit["article"].as_str().unwrap()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn a_prefix_tells_when_it_is_cut() {
    let words: Vec<String> = (0..1100).map(|n| format!("spion{n:04}")).collect();
    let sandbox = Sandbox::with(&[("viele.txt", &format!("Viele Wörter\n{}.\n", words.join(" ")))]);
    sandbox.index();
    let ran = sandbox.run(&["search", "Spion*"]);
    assert!(ran.err.contains("(incomplete: 1024 of 1100 words)"), "{}", ran.err);
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let sandbox = Sandbox::of_corpus();
    let mut child = program()
        .current_dir(sandbox.path())
        .args(["search", "--json", "-n", "300", "Stadt Jahr Haus Menschen"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
}

#[test]
fn a_run_in_trec_form_keeps_the_order_of_equal_hits() {
    let names = ["b.txt", "c.txt", "a.txt", "d.txt"];
    let same = names.map(|name| (name, "Bahn\nDer Zug hält in Waldbrück."));
    let sandbox = Sandbox::with(&same);
    sandbox.index();
    let ran = sandbox.run(&["search", "--format", "trec", "Zug"]);
    let rows: Vec<(&str, f32)> = ran
        .out
        .lines()
        .map(|line| line.split(' ').collect::<Vec<_>>())
        .map(|row| (row[2], row[4].parse().unwrap()))
        .collect();
    assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), ["a.txt#1", "b.txt#1", "c.txt#1", "d.txt#1"]);
    assert!(rows.is_sorted_by(|a, b| a.1 > b.1), "{rows:?}");
}

/// The sum of a hit's contributions times its factors, as `--json` prints them.
fn explained(hit: &serde_json::Value) -> f64 {
    let number = |value: &serde_json::Value| value.as_f64().unwrap();
    let contributions = hit["explanation"].as_array().unwrap().iter();
    let sum: f64 = contributions.map(|part| number(&part["passage"]) + number(&part["article"])).sum();
    sum * hit["factors"].as_object().unwrap().values().map(number).product::<f64>()
}

/// The same from the lines that `--format text` prints below a passage, up to the line with the score.
fn explained_in_text(lines: &[&str]) -> f64 {
    let number = |line: &str| line.split_whitespace().next().unwrap().parse::<f64>().unwrap();
    let (mut sum, mut product) = (0.0, 1.0);
    for line in lines {
        match line.strip_prefix('×') {
            Some(factor) => product *= number(factor),
            None => sum += number(line),
        }
    }
    sum * product
}

#[test]
fn an_explanation_adds_up_to_the_score() {
    let sandbox = Sandbox::with(&[]);
    sandbox.run(&["index", concat!(env!("CARGO_MANIFEST_DIR"), "/corpus")]);
    let is_close = |a: f64, b: f64| (a - b).abs() <= 1e-4 * b.max(1.0);
    for args in [
        &["Werbung Kaspersky verboten"][..],
        &["Werbung Kaspersky verboten", "--by", "article"],
        &["Werbung Kaspersky verboten", "--sort", "date"],
        &["Werbung Kaspersky verboten", "--recent=30"],
        &["Werbung Kaspersky verboten", "--passages", "3"],
        &["Werbung^3 verboten^0.5"],
        &["Werbung -Kaspersky"],
        &["date:2018"],
        &["Werbebudget", "-n", "50"],
    ] {
        let hits = sandbox.run(&[&["search", "--explain", "--json"], args].concat()).json();
        let more = |hit: &serde_json::Value| hit["more"].as_array().cloned().unwrap_or_default();
        let all: Vec<_> = hits.iter().flat_map(|hit| std::iter::once(hit.clone()).chain(more(hit))).collect();
        assert!(!all.is_empty(), "{args:?}");
        for hit in &all {
            let score = hit["score"].as_f64().unwrap();
            assert!(is_close(explained(hit), score), "{args:?}: {} {score} {hit}", explained(hit));
            let parts = hit["explanation"].as_array().unwrap();
            assert!(parts.iter().all(|part| part["searched"] != ""), "{args:?}: {parts:?}");
        }
        let text = sandbox.run(&[&["search", "--explain", "--format", "text"], args].concat()).out;
        let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
        let is_place = |line: &&str| line.contains(" · paragraph ");
        let mut scores = 0;
        for lines in lines.split(is_place).skip(1) {
            let end = lines.iter().position(|line| line.starts_with("= ")).unwrap();
            let score: f64 = lines[end][2..].trim().parse().unwrap();
            assert!(is_close(explained_in_text(&lines[..end]), score), "{args:?}: {lines:?}");
            scores += 1;
        }
        assert_eq!(scores, all.len(), "{args:?}");
    }
}
