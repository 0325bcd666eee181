//! `cite`: what was found can be found again, in every form.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::Sandbox;

const ID: &str = "seltsam#1";
const TITLE: &str = "50 % für {Große} & \\Kleine_#1 ~ ^x $";

/// An article whose every field is a trap, and one of a file of its own.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    let text = "Über den Bädern weht ein Fähnchen.\nEin zweiter Absatz steht darunter.";
    let record = serde_json::json!({
        "id": "seltsam", "title": format!("{TITLE}\n\u{1b}[31m@article{{x}}"), "text": text, "date": "2018-04-21",
        "source": "Müller & Söhne {Bote}", "section": "Kultur_1",
    });
    sandbox.write("mit Leer_zeichen.jsonl", format!("\n{record}\n"));
    sandbox.write("ohne.txt", "Nur eine Zeile, und darum kein Titel.");
    sandbox.index();
    sandbox
}

fn cite(sandbox: &Sandbox, args: &[&str]) -> String {
    let ran = sandbox.run(&[&["cite"], args].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!ran.out.contains('\u{1b}'));
    ran.out
}

fn hash_of_text(sandbox: &Sandbox, id: &str) -> String {
    let shown = sandbox.run(&["show", "--json", id]).json().remove(0);
    let text = shown["passages"][0]["text"].as_str().unwrap();
    blake3::hash(text.as_bytes()).to_hex()[..16].to_owned()
}

/// The fields of a BibTeX entry, read as BibTeX does: braces are counted, whatever stands before them.
fn parse_bibtex(text: &str) -> (String, BTreeMap<String, String>) {
    let (head, rest) = text.trim().split_once(",\n").unwrap();
    let mut fields = BTreeMap::new();
    let mut rest = rest.strip_suffix('}').unwrap();
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let end = if after.starts_with('{') {
            let mut depth = 0;
            let closes = |c| {
                depth += i32::from(c == '{') - i32::from(c == '}');
                depth == 0
            };
            after.find(closes).expect("braces are even") + 1
        } else {
            after.find([',', '\n']).unwrap()
        };
        let value = &after[..end];
        let value = value.strip_prefix('{').and_then(|value| value.strip_suffix('}')).unwrap_or(value);
        fields.insert(name.trim().to_owned(), value.to_owned());
        rest = after[end..].trim_start().trim_start_matches(',');
    }
    assert_eq!(rest.trim(), "");
    (head.to_owned(), fields)
}

/// What LaTeX shows of a text.
fn typeset(tex: &str) -> String {
    let mut text = tex.to_owned();
    for (name, c) in [("braceleft", "\u{1}"), ("braceright", "\u{2}"), ("asciicircum", "^"), ("asciitilde", "~")] {
        text = text.replace(&format!("{{\\text{name}}}"), c);
    }
    text = text.replace("{\\textbackslash}", "\u{3}");
    for c in ["#", "$", "%", "&", "_"] {
        text = text.replace(&format!("\\{c}"), c);
    }
    assert!(!text.contains('\\'), "{text}");
    text.replace(['{', '}'], "").replace('\u{1}', "{").replace('\u{2}', "}").replace('\u{3}', "\\")
}

#[test]
fn bibtex_comes_back() {
    let sandbox = sandbox();
    let (head, fields) = parse_bibtex(&cite(&sandbox, &[ID, "--format", "bibtex"]));
    let hash = hash_of_text(&sandbox, ID);
    assert_eq!(head, format!("@article{{muellersoehnebote2018-{}", &hash[..8]));
    assert_eq!(typeset(&fields["title"]), format!("{TITLE} [31m@article{{x}}"));
    assert_eq!(typeset(&fields["journal"]), "Müller & Söhne {Bote}");
    for (name, value) in [("year", "2018"), ("month", "apr"), ("date", "2018-04-21"), ("entrysubtype", "newspaper")] {
        assert_eq!(fields[name], value, "{name}");
    }
    assert!(fields["url"].starts_with("file:///") && fields["url"].ends_with("/in/mit%20Leer_zeichen.jsonl"));
    assert_eq!(typeset(&fields["note"]), format!("paragraph 1, line 2, BLAKE3 {hash}, [seltsam#1]"));
    let (head, fields) = parse_bibtex(&cite(&sandbox, &["ohne.txt#1", "--format", "bibtex"]));
    assert!(head.starts_with("@misc{fundstelle-"), "{head}");
    assert_eq!(fields.keys().collect::<Vec<_>>(), ["note", "url"]);
}

#[test]
fn ris_comes_back() {
    let sandbox = sandbox();
    let out = cite(&sandbox, &[ID, "ohne.txt", "--format", "ris"]);
    let records: Vec<BTreeMap<&str, &str>> = out
        .split_terminator("ER  - \r\n")
        .map(|record| record.split_terminator("\r\n").map(|line| line.split_once("  - ").unwrap()).collect())
        .collect();
    assert_eq!(records.len(), 2);
    let title = format!("{TITLE} [31m@article{{x}}");
    for (tag, value) in [
        ("TY", "NEWS"),
        ("TI", title.as_str()),
        ("T2", "Müller & Söhne {Bote}"),
        ("PY", "2018"),
        ("DA", "2018/04/21"),
        ("SE", "Kultur_1"),
    ] {
        assert_eq!(records[0][tag], value, "{tag}");
    }
    assert!(records[0]["N1"].contains(&hash_of_text(&sandbox, ID)));
    assert!(!records[1].contains_key("TI") && !records[1].contains_key("DA"));
}

#[test]
fn csl_json_comes_back() {
    let sandbox = sandbox();
    let items: Value = serde_json::from_str(&cite(&sandbox, &[ID, "ohne.txt", "--json"])).unwrap();
    let item = &items[0];
    assert_eq!((items.as_array().unwrap().len(), item["type"].as_str()), (2, Some("article-newspaper")));
    assert_eq!(item["title"], format!("{TITLE} [31m@article{{x}}"));
    assert_eq!(item["container-title"], "Müller & Söhne {Bote}");
    assert_eq!(item["issued"]["date-parts"], serde_json::json!([[2018, 4, 21]]));
    assert_eq!(item["custom"]["blake3"], hash_of_text(&sandbox, ID));
    assert!(item["id"].is_string() && items[1].get("issued").is_none());
}

#[test]
fn one_line_for_people_the_same_as_show_ends_with() {
    let sandbox = Sandbox::of_corpus();
    let hit = &sandbox.run(&["search", "--json", "-n", "1", "Spende EFF Kaspersky"]).json()[0];
    let id = hit["id"].as_str().unwrap();
    let german = sandbox.run_german(&["cite", id]).out;
    let hash = &blake3::hash(hit["text"].as_str().unwrap().as_bytes()).to_hex()[..16];
    let place = format!("Absatz {}, Zeile {}, ", hit["paragraph"], hit["line"]);
    assert!(german.contains(&format!("„{}“", hit["title"].as_str().unwrap())), "{german}");
    assert!(german.contains(&place) && german.ends_with(&format!("BLAKE3 {hash}, [{id}]\n")), "{german}");
    assert!(german.contains("21.04.2018"), "{german}");
    assert_eq!(sandbox.run_german(&["show", id]).out.lines().last(), Some(german.trim_end()));
    assert_eq!(sandbox.run_german(&["cite", id, id]).out, german, "once");
    let missing = sandbox.run(&["cite", id, "gibt-es-nicht#3"]);
    assert_eq!((missing.code, missing.out.as_str()), (2, ""), "all or nothing");
    assert!(missing.err.contains("`gibt-es-nicht#3`"));
}
