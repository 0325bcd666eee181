//! `check`: which quotations stand in the corpus, and how others differ.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;

use crate::support::{Ran, Sandbox, program};

/// With its input.
fn check(sandbox: &Sandbox, text: &str, args: &[&str]) -> Ran {
    let mut child = program()
        .current_dir(sandbox.path())
        .args([&["check", "-"], args].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    child.wait_with_output().unwrap().into()
}

fn verdicts(ran: &Ran) -> Vec<String> {
    ran.json().iter().map(|quotation| quotation["verdict"].as_str().unwrap().to_owned()).collect()
}

/// What is not the same: kind, quoted, original.
fn pieces(quotation: &Value) -> Vec<(&str, &str, &str)> {
    let pieces = quotation["pieces"].as_array().unwrap().iter().filter(|piece| piece["kind"] != "same");
    pieces
        .map(|piece| {
            (piece["kind"].as_str().unwrap(), piece["quoted"].as_str().unwrap(), piece["original"].as_str().unwrap())
        })
        .collect()
}

const MOVE: &str = "kaspersky/2018-05-16-kaspersky-zieht-nach-zuerich.txt";

#[test]
fn right_altered_elided_and_invented() {
    let sandbox = Sandbox::of_corpus();
    for (quotation, verdict, expected) in [
        ("Bis Ende 2019 soll der Umzug abgeschlossen sein.", "stands", &[][..]),
        ("bis ende 2019 soll der Umzug abgeschlossen sein", "stands", &[("spelling", "ende", "Ende")]),
        ("Bis Ende 2020 soll der Umzug abgeschlossen sein.", "differs", &[("replaced", "2020", "2019")]),
        ("Bis Ende 2019 soll der Umzug ganz abgeschlossen sein.", "differs", &[("added", "ganz", "")]),
        (
            "Den Ablauf überwacht eine Stelle; jede Version soll signiert werden",
            "differs",
            &[("missing", "", "unabhängige"), ("missing", "", "vor der Auslieferung digital")],
        ),
        (
            "Den Ablauf überwacht eine […] Stelle; jede Version soll … digital signiert werden",
            "stands",
            &[("gap", "", "unabhängige"), ("gap", "", "vor der Auslieferung")],
        ),
        (
            "[D]ie Entwicklungsabteilung [der Firma] bleibt grösstenteils in Moskau",
            "stands",
            &[("editorial", "der Firma", "")],
        ),
        (
            "Die Entwicklungsabteilung bleibt größtenteils in Moskau",
            "stands",
            &[("spelling", "größtenteils", "grösstenteils")],
        ),
        ("Niemand hat je einen Quastenflosser im Zürichsee gesehen", "missing", &[]),
    ] {
        let ran = check(&sandbox, &format!("Darin steht: „{quotation}“"), &["--json"]);
        let found = &ran.json()[0];
        assert_eq!(found["verdict"], verdict, "{quotation}: {found}");
        assert_eq!(ran.code, i32::from(verdict != "stands"), "{quotation}");
        if verdict != "missing" {
            assert_eq!(pieces(found), expected, "{quotation}");
            assert_eq!(found["found"]["article"], MOVE, "{quotation}");
        }
    }
}

#[test]
fn says_where() {
    let sandbox = Sandbox::of_corpus();
    let quotation = "Die Entwicklungsabteilung bleibt grösstenteils in Moskau. Wer dort programmiert, untersteht weiterhin russischem Recht";
    let ran = check(&sandbox, &format!("Erstens.\n\nZweitens: »{quotation}«, hieß es."), &["--json"]);
    let found = &ran.json()[0];
    assert_eq!((found["line"].as_u64(), found["verdict"].as_str()), (Some(3), Some("stands")), "{found}");
    let place = &found["found"];
    assert_eq!((place["date"].as_str(), place["line"].as_u64()), (Some("2018-05-16"), Some(8)));
    let shown = sandbox.run(&["show", "--json", place["id"].as_str().unwrap()]).json().remove(0);
    let passage = &shown["passages"][shown["asked"].as_u64().unwrap() as usize - 1];
    let from = place["start"].as_u64().unwrap() - passage["start"].as_u64().unwrap();
    let text: String = passage["text"].as_str().unwrap().chars().skip(from as usize).collect();
    assert!(text.starts_with(quotation), "{text}");
    let title = check(&sandbox, "„Kaspersky verlegt sein Datenlager nach Zürich“", &["--json"]);
    assert_eq!((title.code, &title.json()[0]["in_title"]), (0, &Value::Bool(true)), "{}", title.out);
    let german = program().current_dir(sandbox.path()).env("LANG", "de_DE.UTF-8").args(["check", "in/t.txt"]).output();
    assert!(String::from_utf8(german.unwrap().stderr).unwrap().contains("weder Datei noch Ordner"));
}

#[test]
fn across_the_border_of_two_passages() {
    let sandbox = Sandbox::new();
    let sentence =
        |n: usize| format!("Im Abschnitt Nummer{n} geht es um die Brücke über die Elster und ihre Pfeiler. ");
    sandbox.write("a.txt", format!("Brücke\n{}", (0..30).map(sentence).collect::<String>()));
    sandbox.index();
    let shown = sandbox.run(&["show", "--json", "a.txt"]).json().remove(0);
    let passages: Vec<&str> =
        shown["passages"].as_array().unwrap().iter().map(|p| p["text"].as_str().unwrap()).collect();
    assert!(passages.len() > 2);
    let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let (before, after) = (words(passages[0]), words(passages[1]));
    let quotation = [&before[before.len() - 6..], &after[..7]].concat().join(" ");
    let ran = check(&sandbox, &format!("„{quotation}“"), &["--json"]);
    assert_eq!(verdicts(&ran), ["stands"], "{quotation}: {}", ran.out);
    assert_eq!(ran.json()[0]["found"]["id"], "a.txt#1");
}

#[test]
fn a_file_of_any_format_and_what_is_left_out() {
    let sandbox = Sandbox::of_corpus();
    let text = "# Bericht\n\nEr sagte \"Bis Ende 2019 soll der *Umzug* abgeschlossen sein\" und «nichts weiter».\n\nDann „vergaß er das Ende.\n";
    sandbox.write("bericht.md", text);
    let ran = sandbox.run(&["check", "in/bericht.md"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    insta::assert_snapshot!(ran.out.replace(env!("CARGO_MANIFEST_DIR"), "…"), @r"
    line 3: verbatim: “Bis Ende 2019 soll der Umzug abgeschlossen sein”
       “Kaspersky verlegt sein Datenlager nach Zürich”, 2018-05-16, paragraph 1, line 2, …/corpus/kaspersky/2018-05-16-kaspersky-zieht-nach-zuerich.txt, BLAKE3 e9b38fa1baf8f66f, [kaspersky/2018-05-16-kaspersky-zieht-nach-zuerich.txt#1]
    line 3: not checked (fewer than 4 words): “nichts weiter”
    line 5: not checked (the closing mark is missing): “vergaß er das Ende.
    ");
    assert_eq!(ran.err, "1 verbatim, 0 different, 0 not found, 2 not checked\n");
    for (text, told) in [("Ohne Zitat.", "No quotations found"), ("„Nur kurz“", "1 not checked"), ("", "No quotations")]
    {
        let ran = check(&sandbox, text, &[]);
        assert!(ran.code == 1 && ran.err.contains(told), "{text}: {}", ran.err);
    }
    let long = format!("„{}“", "Wort ".repeat(1001));
    assert_eq!(check(&sandbox, &long, &["--json"]).json()[0]["reason"], "long");
    // More words than a query may have: this one is left out, the next one is not.
    let many = format!("„{}“ und „Bis Ende 2019 soll der Umzug abgeschlossen sein.“", "Lehrer*innen ".repeat(600));
    assert_eq!(verdicts(&check(&sandbox, &many, &["--json"])), ["skipped", "stands"]);
    let records = [
        r#"{"id": "1", "title": "Ohne", "text": "Nichts."}"#,
        r#"{"id": "2", "title": "„Bis Ende 2019 soll der Umzug abgeschlossen sein.“", "text": "Nichts."}"#,
    ];
    sandbox.write("zwei.jsonl", records.join("\n"));
    assert!(sandbox.run(&["check", "in/zwei.jsonl"]).out.starts_with("line 2: verbatim"));
    for (path, told) in [("in", "not a file"), ("fehlt.txt", "no such file"), ("/dev/null", "never opened")] {
        let ran = sandbox.run(&["check", path]);
        assert!(ran.code == 2 && ran.err.contains(told), "{path}: {}", ran.err);
    }
    let hostile = check(&sandbox, "„\u{1b}[31mBis Ende 2020 soll \u{202e}der Umzug abgeschlossen sein“", &[]);
    assert!(
        !hostile.out.contains(['\u{1b}', '\u{202e}']) && hostile.out.contains("[-2020-]{+2019+}"),
        "{}",
        hostile.out
    );
}
