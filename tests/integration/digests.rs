//! One digest over all saved searches: each story once, under every search it belongs to; and searches with filters.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::BufReader;

use mail_parser::{MessageParser, MimeHeaders as _};
use serde_json::{Value, json};

use crate::support::Sandbox;

const WORDS: [&str; 20] = [
    "Bahn",
    "Hafen",
    "Theater",
    "Schule",
    "Brücke",
    "Museum",
    "Krankenhaus",
    "Flughafen",
    "Stadion",
    "Kirche",
    "Fabrik",
    "Bibliothek",
    "Rathaus",
    "Gefängnis",
    "Kraftwerk",
    "Brauerei",
    "Werft",
    "Mühle",
    "Sternwarte",
    "Zoo",
];

/// Record `n`: a text of its own with three of the words.
fn record(n: usize, id: &str, source: &str) -> Value {
    let [a, b, c] = [n % 20, (n / 2 + 7) % 20, (n / 7 + 13) % 20].map(|at| WORDS[at]);
    let own: Vec<String> = (0..30).map(|at| format!("Eigenes{n}x{at}")).collect();
    json!({
        "id": id, "title": format!("Meldung {n}"), "source": source, "date": format!("2018-{:02}-{:02}", n % 12 + 1, n % 28 + 1),
        "text": format!("Das Wort {a} steht hier neben {b} und {c}. {}.", own.join(" ")),
    })
}

fn lines(records: impl Iterator<Item = Value>) -> String {
    records.map(|record| format!("{record}\n")).collect()
}

#[test]
fn each_story_once_under_every_search() {
    let sandbox = Sandbox::with(&[("0.jsonl", &lines((1000..1003).map(|n| record(n, &format!("alt{n}"), "Alt"))))]);
    sandbox.index();
    for word in WORDS {
        assert_eq!(sandbox.run(&["watch", "add", &format!("w-{word}"), &format!("={word}")]).code, 0);
    }
    // 160 stories, 39 of them twice under another id and source, and a copy of one that was there before.
    let new = (0..160).map(|n| record(n, &format!("n{n}"), "Neu"));
    let copies = (0..39).map(|n| record(n * 4, &format!("kopie{n}"), "Kopie"));
    let old = std::iter::once(record(1001, "kopie-alt", "Kopie"));
    sandbox.write("1.jsonl", lines(new.chain(copies).chain(old)));
    sandbox.index();
    let digest = || sandbox.run(&["watch", "run", "--digest", "--json", "--rss", "f.xml"]);
    let ran = digest();
    assert_eq!(ran.code, 0, "{}", ran.err);
    let stories = ran.json();
    assert_eq!(stories.len(), 161);
    let mut told = BTreeMap::new();
    for story in &stories {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let n = text(&story["title"]);
        let watches: BTreeSet<String> = story["watches"].as_array().unwrap().iter().map(text).collect();
        assert!(told.insert(n.clone(), watches).is_none(), "{n} twice");
        let copies = story["new_copies"].as_array().map_or(0, Vec::len);
        let number: usize = n.trim_start_matches("Meldung ").parse().unwrap();
        assert_eq!(copies, usize::from(number < 156 && number.is_multiple_of(4)), "{n}");
        assert_eq!(story.get("copy_of").is_some(), number == 1001, "{n}");
    }
    for n in (0..160).chain([1001]) {
        let text = record(n, "", "")["text"].as_str().unwrap().to_owned();
        let words = WORDS.iter().filter(|word| text.split([' ', '.']).any(|part| part == **word));
        let expected: BTreeSet<String> = words.map(|word| format!("w-{word}")).collect();
        assert_eq!(told[&format!("Meldung {n}")], expected, "{n}");
    }
    let again = digest();
    assert_eq!((again.code, again.out.as_str()), (1, ""), "{}", again.err);
    let file = fs::File::open(sandbox.path().join("f.xml")).unwrap();
    let feed = rss::Channel::read_from(BufReader::new(file)).unwrap();
    assert_eq!(feed.items().len(), 161);
    let item = feed.items().iter().find(|item| item.title() == Some("Meldung 8")).unwrap();
    let categories: BTreeSet<String> = item.categories().iter().map(|category| category.name().to_owned()).collect();
    assert_eq!(categories, told["Meldung 8"]);
}

#[test]
fn a_digest_as_text_and_as_a_mail() {
    let sandbox = Sandbox::with(&[("0.txt", "Alt\nDas Schiff legt ab.\n")]);
    sandbox.index();
    sandbox.run(&["watch", "add", "züge\u{202e}", "Bahn"]);
    sandbox.run(&["watch", "add", "b", "Zug"]);
    let hostile = "Grüße\r\nBcc: x@example.org <script>alert(1)</script> 5 < 6 \u{1b}[1m\u{202e} =?utf-8?q?x?=";
    let record = json!({"id": "a", "title": hostile, "source": "Elster-Bote", "date": "2018-04-21", "text": "Ein Zug der Bahn\n.\nsteht & wartet."});
    sandbox.write("1.jsonl", format!("{record}\n"));
    sandbox.index();
    let refused = sandbox.run(&["watch", "run", "--digest=mail", "--mail-to", "a@b.de\r\nBcc: c@d.de"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    let watches = sandbox.index_dir().join("watches.txt");
    let before = fs::read(&watches).unwrap();
    let text = sandbox.run_german(&["watch", "run", "--digest"]);
    assert_eq!(text.code, 0, "{}", text.err);
    assert!(text.out.starts_with("1 neue Meldung\n\n1. Grüße"), "{}", text.out);
    assert!(
        text.out.contains("Elster-Bote · 21.04.2018") && text.out.contains("Suchen: b, züge<U+202E>"),
        "{}",
        text.out
    );
    assert!(text.out.contains("Ein Zug der «Bahn»") || text.out.contains("Ein «Zug» der Bahn"), "{}", text.out);
    assert!(!text.out.contains(|c: char| c.is_control() && c != '\n' || c == '\u{202e}'));
    fs::write(&watches, before).unwrap();
    let mail = sandbox.run_german(&[
        "watch",
        "run",
        "--digest=mail",
        "--mail-from",
        "f@example.org",
        "--mail-to",
        "r@example.org",
    ]);
    assert_eq!(mail.code, 0, "{}", mail.err);
    let lines: Vec<&str> = mail.out.split("\r\n").collect();
    assert!(lines.iter().all(|line| line.len() <= 998 && !line.contains(['\r', '\n'])), "RFC 5322");
    let parsed = MessageParser::default().parse(mail.out.as_bytes()).unwrap();
    assert_eq!(parsed.subject(), Some("Fundstelle: 1 neue Meldung"));
    let address =
        |list: Option<&mail_parser::Address<'_>>| list.unwrap().first().unwrap().address().unwrap().to_owned();
    assert_eq!(
        (address(parsed.from()), address(parsed.to())),
        ("f@example.org".to_owned(), "r@example.org".to_owned())
    );
    assert!(parsed.bcc().is_none() && parsed.date().is_some() && parsed.message_id().is_some());
    assert_eq!(parsed.content_type().unwrap().ctype(), "multipart");
    assert_eq!(parsed.content_type().unwrap().subtype(), Some("alternative"));
    let shown = |text: &str| text.replace("\r\n", "\n");
    assert_eq!(shown(&parsed.body_text(0).unwrap()).trim(), text.out.trim());
    let html = parsed.body_html(0).unwrap();
    assert!(
        html.contains("5 &lt; 6") && !html.contains("<script") && !html.contains("src=") && !html.contains("href=")
    );
    assert_eq!(sandbox.run(&["watch", "run", "--digest=mail"]).code, 1);
}

#[test]
fn searches_with_filters() {
    let sandbox = Sandbox::with(&[("0.txt", "Alt\nDas Schiff legt ab.\n")]);
    sandbox.index();
    let add = |args: &[&str]| sandbox.run(&[&["watch", "add"], args].concat());
    assert_eq!(add(&["zeit", "Bahn ODER Zug", "--source", "=Die Zeit", "--since", "2018-04"]).code, 0);
    assert_eq!(add(&["alle", "Bahn"]).code, 0);
    assert_eq!(add(&["falsch", "Bahn", "--since", "gibtesnicht"]).code, 2);
    assert_eq!(
        sandbox.run(&["watch", "list"]).out,
        "alle: Bahn\nzeit: Bahn ODER Zug --since 2018-04 --source '=Die Zeit'\n"
    );
    assert_eq!(sandbox.run(&["watch", "list", "--json"]).json()[1]["filters"]["since"], "2018-04");
    let record = |id: &str, source: &str, date: &str| json!({"id": id, "title": id, "source": source, "date": date, "text": format!("Die Bahn steht bei {id}.")});
    sandbox.write(
        "1.jsonl",
        lines(
            [
                record("x", "Die Zeit", "2018-05-01"),
                record("y", "Die Zeit", "2018-03-01"),
                record("z", "Die Zeitung", "2018-05-01"),
            ]
            .into_iter(),
        ),
    );
    sandbox.index();
    let news = sandbox.run(&["watch", "run", "--json"]).json();
    let told: BTreeSet<String> =
        news.iter().map(|hit| format!("{} {}", hit["watch"], hit["article"]).replace('"', "")).collect();
    assert_eq!(told, ["alle x", "alle y", "alle z", "zeit x"].map(str::to_owned).into());
    assert_eq!(sandbox.run(&["watch", "run"]).code, 1);
}
