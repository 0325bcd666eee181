//! The query language: every operator finds what it should and nothing else, and marks exactly that.

use std::collections::{BTreeMap, BTreeSet};

use std::path::Path;

use fundstelle::query::parse;
use fundstelle::search::{SearchOptions, Searcher};

use serde_json::Value;

use crate::naive::Naive;
use crate::naive_words::Passage;
use crate::support::{Random, Sandbox, marked, rounds};

/// Random queries that are compared.
const QUERIES: usize = 500;

/// Passages that each hold one sentence, found by their number.
const SENTENCES: [&str; 10] = [
    "Der Streik bei der Bahn dauert bis Freitag, sagte die Sprecherin.",
    "Der Zug stand still, obwohl niemand einen Streik angekündigt hatte.",
    "Die Bahn fährt wieder, und nach langen Gesprächen über Löhne und Zeiten endete gestern Abend der Streik.",
    "Ein Bahnstreik trifft Pendler.",
    "„Ein Budget für Werbung haben wir nicht“, sagte der Leiter des Museums.",
    "Das Werbebudget des Museums stieg.",
    "Kaspersky prüft den Klimaschutz und das Hochwasserschutzgesetz.",
    "Die Bundesministerin traf den Bundesaußenminister.",
    "Werbung am Bahnhof, Werbung am Zug und ein Museum.",
    "Der Schutz der Elbe kostet Geld, hieß es in Dresden.",
];

/// A query, and of each file that it finds the number and what is marked.
type Case = (&'static str, &'static [(usize, &'static [&'static str])]);

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    for (number, sentence) in SENTENCES.iter().enumerate() {
        let date = format!("2018-{:02}-21", number + 1);
        let article =
            format!("---\ntitle: Meldung {number}\ndate: {date}\nsection: Ressort {number}\n---\n{sentence}\n");
        sandbox.write(&format!("{number}.md"), article);
    }
    sandbox.index();
    sandbox
}

/// The name of a hit's file.
fn file(hit: &Value) -> String {
    Path::new(hit["path"].as_str().unwrap()).file_name().unwrap().to_str().unwrap().to_owned()
}

#[test]
fn every_operator_finds_what_it_should_and_marks_it() {
    let sandbox = sandbox();
    let cases: &[Case] = &[
        ("Bahn NAHE/5 Streik", &[(0, &["Streik", "Bahn"]), (3, &["Bahn", "streik"])]),
        ("Bahn NEAR/2 Streik", &[(3, &["Bahn", "streik"])]),
        ("Streik VOR/4 Bahn", &[(0, &["Streik", "Bahn"])]),
        ("Bahn VOR/5 Streik", &[]),
        ("Bahn BEFORE/15 Streik", &[(2, &["Bahn", "Streik"])]),
        ("(Bahn* ODER Zug) NAHE/8 Streik", &[(0, &["Streik", "Bahn"]), (1, &["Zug", "Streik"]), (3, &["Bahnstreik"])]),
        ("(Zug NAHE/2 still) NAHE/6 Streik*", &[(1, &["Zug", "still", "Streik"])]),
        ("\"der Bahn\" NAHE/4 Streik", &[(0, &["Streik", "der Bahn"])]),
        ("Werbung NAHE/4 Werbung", &[(8, &["Werbung", "Werbung"])]),
        ("Werbebudget VOR/9 Museum", &[(4, &["Budget", "Werbung", "Museums"]), (5, &["Werbebudget", "Museums"])]),
        ("Spion* NAHE/5 Streik", &[]),
        ("*schutz*", &[(6, &["Klimaschutz", "Hochwasserschutzgesetz"]), (9, &["Schutz"])]),
        ("*schutz", &[(6, &["Klimaschutz"]), (9, &["Schutz"])]),
        ("Bundes*minister", &[(7, &["Bundesaußenminister"])]),
        ("Bundes*x", &[]),
        ("Kasperski~1", &[(6, &["Kaspersky"])]),
        ("Kapsersky~", &[(6, &["Kaspersky"])]),
        ("Kasparsqy~1", &[]),
        ("Kasparsqy~2", &[(6, &["Kaspersky"])]),
        ("zitat:Budget", &[(4, &["Budget"])]),
        ("zitat:Werbebudget", &[(4, &["Budget", "Werbung"])]),
        ("zitat:\"haben wir\"", &[(4, &["haben wir"])]),
        ("quote:(Budget NAHE/5 Museum)", &[]),
        ("zitat:Leiter", &[]),
        ("Streik date:Januar 2018", &[(0, &["Streik"])]),
        ("Streik date:21.2.2018", &[(1, &["Streik"])]),
        ("Streik date:21. Februar 2018..März 2018", &[(1, &["Streik"]), (2, &["Streik"])]),
        ("Streik date:2018-04-22..", &[]),
        ("Streik section:\"Ressort 1\"", &[(1, &["Streik"])]),
        ("Streik ressort:Ressort*", &[(0, &["Streik"]), (1, &["Streik"]), (2, &["Streik"]), (3, &["streik"])]),
        ("Streik title:Medlung~1 title:1", &[(1, &["Streik"])]),
        ("Streik (section:\"Ressort 1\" ODER section:\"Ressort 2\")", &[(1, &["Streik"]), (2, &["Streik"])]),
        ("Streik (date:2018-01..2018-02 section:\"Ressort 1\")", &[(1, &["Streik"])]),
        ("(Streik date:2018-01) Kaspersky", &[(0, &["Streik"]), (6, &["Kaspersky"])]),
        ("(Streik section:\"Ressort 1\")^2", &[(1, &["Streik"])]),
        ("Streik (date:..2018-03 NICHT section:\"Ressort 1\")", &[(0, &["Streik"]), (2, &["Streik"])]),
        // A compound is found by its parts, but never against what else is asked for.
        ("Werbebudget date:2018-05", &[(4, &["Budget", "Werbung"])]),
        ("+Werbebudget date:2018-05..2018-06", &[(4, &["Budget", "Werbung"]), (5, &["Werbebudget"])]),
        ("Werbebudget -Leiter", &[(5, &["Werbebudget"]), (8, &["Werbung", "Werbung"])]),
    ];
    let mut wrong = Vec::new();
    for (query, expected) in cases {
        let hits = sandbox.search(query);
        let found: BTreeMap<String, Vec<String>> = hits.iter().map(|hit| (file(hit), marked(hit))).collect();
        let expected: BTreeMap<String, Vec<String>> = expected
            .iter()
            .map(|(number, marks)| (format!("{number}.md"), marks.iter().map(|mark| (*mark).to_owned()).collect()))
            .collect();
        if found != expected {
            wrong.push(format!("{query}: {found:?}, expected {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn boosts_change_the_order() {
    let sandbox = sandbox();
    let first = |query: &str| file(&sandbox.search(query)[0]);
    assert_eq!(first("Kaspersky^20 Elbe"), "6.md");
    assert_eq!(first("Kaspersky Elbe^20"), "9.md");
    assert_eq!(first("(Kaspersky prüft)^0,01 Elbe"), "9.md");
}

#[test]
fn misspelt_words_are_guessed() {
    let sandbox = sandbox();
    let ran = sandbox.run(&["search", "Kasparski"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("Did you mean: Kaspersky?"), "{}", ran.err);
    let ran = sandbox.run_german(&["search", "\"Sprechrin sagte\" Meldnug"]);
    assert!(ran.err.contains("Meinten Sie: \"Sprecherin sagte\", Meldung?"), "{}", ran.err);
    let ran = sandbox.run(&["search", "--json", "Museim"]);
    let receipt: Value = serde_json::from_str(ran.err.lines().last().unwrap()).unwrap();
    assert_eq!(receipt["receipt"]["words"][0]["suggestion"], "Museum");
    // Words that are found, in whatever form, are left alone.
    for query in ["Bundesministerinnen", "Streiks", "Spion*", "-Kasparski Streik", "Werbungsbudget"] {
        let ran = sandbox.run(&["search", query]);
        assert!(!ran.err.contains("Did you mean"), "{query}: {}", ran.err);
    }
}

#[test]
fn the_help_is_true() {
    let sandbox = Sandbox::of_corpus();
    let (english, german) = (sandbox.run(&["help", "query"]), sandbox.run_german(&["query"]));
    assert!(english.out.contains("The query language") && german.out.contains("Die Anfragesprache"));
    let examples = |text: &str| -> Vec<String> {
        let indented = text.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with("   "));
        indented.map(|line| line.split("  ").next().unwrap().to_owned()).collect()
    };
    let queries = examples(english.out.split("Usage:").next().unwrap());
    assert!(queries.len() > 20, "{queries:?}");
    assert_eq!(queries, examples(&german.out));
    for query in queries {
        parse(&query).unwrap_or_else(|err| panic!("{query}: {err}"));
    }
}

#[test]
fn the_page_of_the_query_language_has_every_operator_of_the_help() {
    let help = Sandbox::new().run(&["help", "query"]).out;
    let in_brackets = help.split('(').skip(1).filter_map(|rest| rest.split(')').next());
    let operators: Vec<&str> =
        in_brackets.flat_map(|list| list.split(", ")).filter(|word| !word.contains(' ')).collect();
    assert!(operators.len() >= 12, "{operators:?}");
    let page = include_str!("../../docs/query.md").replace("\\|", "|");
    let missing: Vec<&&str> = operators.iter().filter(|operator| !page.contains(&format!("`{operator}`"))).collect();
    assert!(missing.is_empty(), "not in docs/query.md: {missing:?}");
}

#[test]
fn what_was_cut_off_or_guessed_is_told() {
    let sandbox = Sandbox::new();
    let words: Vec<String> = (0..1_500).map(|n| format!("wort{n:04}x")).collect();
    sandbox.write("a.txt", format!("Titel\n{}.\n", words.join(" ")));
    sandbox.index();
    let ran = sandbox.run(&["search", "wort*"]);
    assert!(ran.err.contains("(incomplete: 1024 of 1500 words)"), "{}", ran.err);
    let ran = sandbox.run_german(&["search", "zitat:wort0001x"]);
    assert!(ran.err.contains("Heuristik"), "{}", ran.err);
}

/// Queries of every operator, of words that stand in the texts.
fn random_query(random: &mut Random, words: &[String], depth: u32) -> String {
    let word = |random: &mut Random| words[random.below(words.len() as u64) as usize].clone();
    let stem = |random: &mut Random| {
        let letters: Vec<char> = word(random).chars().filter(|c| c.is_alphanumeric()).collect();
        let from = random.below(letters.len().saturating_sub(4).max(1) as u64) as usize;
        letters[from..letters.len().min(from + 4)].iter().collect::<String>()
    };
    let placed = |random: &mut Random| match random.below(8) {
        0 => format!("={}", word(random)),
        1 => format!("\"{} {}\"", word(random), word(random)),
        2 => format!("{}*", stem(random)),
        3 => format!("*{}", stem(random)),
        4 => format!("{}~1", word(random)),
        _ => word(random),
    };
    let deeper = |random: &mut Random| random_query(random, words, depth - 1);
    match random.below(if depth == 0 { 3 } else { 16 }) {
        0..3 => placed(random),
        3 => format!("({} {})", deeper(random), deeper(random)),
        4 => format!("({} UND {})", deeper(random), deeper(random)),
        5 => format!("({} ODER {})", deeper(random), deeper(random)),
        6 => format!("({} NICHT {})", deeper(random), deeper(random)),
        7 => format!("(+{} -{} {})", placed(random), placed(random), placed(random)),
        8 => format!("({} NAHE/{} {})", placed(random), 1 + random.below(40), placed(random)),
        9 => format!("({} VOR/{} {})", placed(random), 1 + random.below(40), placed(random)),
        10 => {
            let (a, b, c) = (placed(random), placed(random), placed(random));
            format!("(({a} ODER {b}) NAHE/{} {c} NAHE/{} {})", 1 + random.below(40), 1 + random.below(9), word(random))
        }
        11 => format!("zitat:{}", placed(random)),
        12 => format!("title:{} {}", placed(random), deeper(random)),
        13 if random.below(2) == 0 => {
            format!("({} (date:2017..2019 ODER title:{})) {}", deeper(random), word(random), word(random))
        }
        13 => format!(
            "{} date:{}",
            deeper(random),
            ["2018", "..2015", "2016..", "März 2018..2021"][random.below(4) as usize]
        ),
        14 => format!("({})^{}", deeper(random), 1 + random.below(5)),
        _ => format!("{} {}", word(random), word(random)),
    }
}

#[test]
fn the_same_hits_as_a_naive_matcher() {
    let sandbox = Sandbox::of_corpus();
    let searcher = Searcher::open(&sandbox.index_dir()).unwrap();
    let analyzer = searcher.index().analyzer();
    let all = SearchOptions::default().with_limit(10_000).with_highlight(false);
    let passages: Vec<Passage> =
        searcher.search("date:1400..", &all).unwrap().hits.iter().map(|hit| Passage::new(analyzer, hit)).collect();
    let known: BTreeSet<&str> = passages.iter().map(|passage| passage.id.as_str()).collect();
    assert!(known.len() > 250, "{}", known.len());
    // Some by how often they stand there, and as many seldom ones.
    let texts: Vec<String> =
        searcher.search("date:1400..", &all).unwrap().hits.into_iter().map(|hit| hit.text).collect();
    let words: Vec<String> = texts
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric() && c != '-'))
        .filter(|word| {
            word.chars().count() > 3
                && word.chars().all(|c| c.is_alphanumeric() || c == '-')
                && !word.starts_with('-')
                && !word.ends_with('-')
        })
        .map(str::to_owned)
        .collect();
    let naive = Naive::new(analyzer, &passages);
    let mut random = Random(17);
    let (mut compared, mut with_hits, mut rare) = (0, 0, BTreeMap::<&str, usize>::new());
    let queries = rounds(QUERIES);
    while compared < queries {
        let query = random_query(&mut random, &words, 2);
        // Hyphens before `*` or `~`, a part that only forbids: said to be wrong, which other tests are about.
        let Ok(node) = parse(&query) else { continue };
        let Ok(results) = searcher.search(&query, &all) else { continue };
        if results.words.iter().any(|word| word.forms.is_some_and(|(known, used)| used < known)) {
            continue;
        }
        let found: BTreeSet<&str> =
            results.hits.iter().map(|hit| hit.id.as_str()).filter(|id| known.contains(id)).collect();
        naive.turn_to(&node);
        let expected: BTreeSet<&str> =
            passages.iter().filter(|passage| naive.is_hit(&node, passage)).map(|passage| passage.id.as_str()).collect();
        assert_eq!(found, expected, "{query}");
        compared += 1;
        with_hits += usize::from(!found.is_empty());
        for operator in ["NAHE", "VOR", "zitat", "~", "*", "=", "\"", "UND", "ODER", "NICHT", "title", "date", "^"] {
            if !found.is_empty() && query.contains(operator) {
                *rare.entry(operator).or_default() += 1;
            }
        }
    }
    println!("{compared} queries, {with_hits} with hits, of these with {rare:?}");
    assert!(
        with_hits * 3 > compared && rare.len() == 13 && rare.values().all(|count| *count > compared / 100),
        "{rare:?}"
    );
}
