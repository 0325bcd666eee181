//! What several papers print is shown once, and who printed it is told.

use std::collections::HashSet;
use std::fs;

use serde_json::{Value, json};

use crate::support::{Random, Sandbox};

const REPORT: [&str; 9] = [
    "Im Hafen von Neustadt ist in der Nacht zum Dienstag ein Frachter gegen die Kaimauer gestoßen.",
    "Verletzt wurde niemand, doch aus dem Rumpf lief Öl, das die Feuerwehr mit Sperren aus Schaum aufhielt.",
    "Der Kapitän sagte der Wasserschutzpolizei, das Ruder habe nicht mehr auf ihn gehört.",
    "Ein Gutachter soll nun klären, ob ein Schalter klemmte oder ob jemand geschlafen hat.",
    "Die Reederei aus Seeheim versprach, jeden Schaden zu ersetzen, und schickte zwei Schlepper.",
    "Bis zum Nachmittag blieb die Fahrrinne gesperrt, elf Schiffe warteten vor der Mole.",
    "Fischer klagten, dass sie ihren Fang nicht rechtzeitig zur Auktion bringen konnten.",
    "Das Umweltamt nahm an vier Stellen Proben und fand bisher keine toten Vögel.",
    "Am Mittwoch will der Hafenmeister mit Tauchern nachsehen, wie tief der Riss im Beton reicht.",
];
const LOCAL: &str = "In Waldbrück erinnert man sich an das Unglück von damals, als ein Schubverband die Brücke rammte und die \
    Kinder drei Wochen lang mit der Fähre in die Schule fuhren, bis das Technische Hilfswerk einen Steg gebaut hatte.";

fn record(id: &str, source: &str, date: &str, title: &str, sentences: &[&str]) -> String {
    let text = sentences.chunks(4).map(|some| some.join(" ")).collect::<Vec<_>>().join("\n\n");
    json!({"id": id, "source": source, "date": date, "title": title, "text": text}).to_string()
}

/// A report of an agency in four papers, and another on the same that somebody wrote himself.
fn papers() -> Sandbox {
    let mut changed = REPORT;
    changed[5] = "Bis zum Abend blieb die Fahrrinne gesperrt, dreizehn Schiffe warteten vor der Mole.";
    let local = [&[LOCAL, LOCAL], &REPORT[..]].concat();
    let own = [
        "Ein Riss in der Mauer, ein Film aus Öl auf dem Wasser: So sah es am Dienstag im Hafen aus, nachdem dort ein Schiff mit \
         Getreide zu schnell um die Mole gebogen war.",
        "„Es hat gekracht wie bei einem Gewitter“, sagt die Wirtin der Kogge, die gerade die Stühle hochstellte, als der Frachter \
         anlegte, wo sonst keiner anlegt.",
    ];
    let records = [
        record("bote", "Waldbrücker Bote", "2018-04-22", "Als die Fähre Schulbus war", &local),
        record("agentur", "Agentur", "2018-04-21", "Frachter rammt Kaimauer", &REPORT),
        record("kurier", "Kurier", "2018-04-21", "Öl im Hafen", &REPORT[..6]),
        record("anzeiger", "Anzeiger", "2018-04-23", "Frachter: Riss in der Mauer", &changed),
        record("landbote", "Landbote", "2018-04-22", "Es hat gekracht", &own),
    ];
    let sandbox = Sandbox::with(&[("papiere.jsonl", &records.join("\n"))]);
    assert_eq!(sandbox.index()["articles"], 5);
    sandbox
}

fn articles(hits: &[Value]) -> Vec<&str> {
    hits.iter().map(|hit| hit["article"].as_str().unwrap()).collect()
}

#[test]
fn copies_fold_under_the_best_and_are_counted() {
    let sandbox = papers();
    let hits = sandbox.search("Reederei Schlepper Gutachter");
    assert_eq!(hits.len(), 1, "{hits:?}");
    assert_eq!((hits[0]["copies"].as_u64(), hits[0]["cluster"].as_str()), (Some(3), Some("agentur")));
    // What matches in one paper only is never hidden, and what is not printed elsewhere has no copies.
    for (query, article) in [("Technisches Hilfswerk Frachter", "bote"), ("Getreide Frachter", "landbote")] {
        let hits = sandbox.search(query);
        assert_eq!((hits[0]["article"].as_str(), hits[0]["copies"].as_u64()), (Some(article), Some(0)), "{query}");
        assert_eq!(hits[0].get("cluster"), None, "{query}");
    }
    // All of the index counts, not only what was asked for.
    let hits = sandbox.search("Reederei source:Anzeiger");
    assert_eq!((articles(&hits), hits[0]["copies"].as_u64()), (vec!["anzeiger"], Some(3)));
    let hits = sandbox.run(&["search", "--json", "--by", "article", "Frachter"]).json();
    let found: Vec<(&str, u64)> =
        articles(&hits).into_iter().zip(hits.iter().map(|hit| hit["copies"].as_u64().unwrap())).collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.contains(&("landbote", 0)) && found.iter().any(|(_, copies)| *copies == 3), "{found:?}");
}

#[test]
fn every_format_says_how_many() {
    let sandbox = papers();
    let query = ["search", "Reederei"];
    let with = |more: &[&str]| sandbox.run(&[&query, more].concat());
    assert!(with(&["--format", "text"]).out.contains("\n   + 3 near-identical\n"));
    assert!(
        sandbox
            .run_german(&["search", "Reederei", "--format", "text"])
            .out
            .contains("\n   + 3 nahezu gleiche Fassungen\n")
    );
    let line = with(&[]).out;
    assert!(line.ends_with("] (+ 3 near-identical)\n") && line.lines().count() == 1, "{line}");
    let csv = with(&["--format", "csv"]).out;
    assert!(csv.lines().next().unwrap().ends_with(",copies,cluster,place") && csv.ends_with(",3,agentur,\n"), "{csv}");
    // Nobody judges a run in which documents are missing.
    assert_eq!(with(&["--format", "trec"]).out.lines().count(), 4);
    let all = with(&["--all", "--json"]).json();
    let mut found = articles(&all);
    found.sort_unstable();
    assert_eq!(found, ["agentur", "anzeiger", "bote", "kurier"]);
    assert!(all.iter().all(|hit| hit.get("copies").is_none()));
}

#[test]
fn who_printed_it_when_and_what_they_changed() {
    let sandbox = papers();
    let ran = sandbox.run(&["copies", "agentur", "--json"]);
    let copies = ran.json();
    assert_eq!((ran.code, articles(&copies)), (0, vec!["agentur", "kurier", "bote", "anzeiger"]));
    let asked: Vec<bool> = copies.iter().map(|copy| copy["asked"].as_bool().unwrap()).collect();
    assert_eq!(asked, [true, false, false, false]);
    let removed: Vec<&str> = REPORT[6..].to_vec();
    assert_eq!(copies[1]["changes"], json!([{"removed": removed, "added": []}]));
    assert_eq!(copies[2]["changes"], json!([{"removed": [], "added": [LOCAL, LOCAL]}]));
    let changed = "Bis zum Abend blieb die Fahrrinne gesperrt, dreizehn Schiffe warteten vor der Mole.";
    assert_eq!(copies[3]["changes"], json!([{"removed": [REPORT[5]], "added": [changed]}]));
    let similarity = copies[3]["similarity"].as_f64().unwrap();
    assert!((0.8..0.99).contains(&similarity), "{similarity}");
    // A passage is looked for wherever it stands; what stands around it is no change.
    let passage = sandbox.run(&["copies", "kurier#1", "--json"]).json();
    assert_eq!(articles(&passage), ["agentur", "kurier", "bote", "anzeiger"]);
    assert_eq!((&passage[0]["changes"], &passage[2]["changes"]), (&json!([]), &json!([])));
    assert_eq!(passage[3]["changes"].as_array().unwrap().len(), 1);
    let text = sandbox.run_german(&["copies", "anzeiger"]);
    assert!(text.out.contains("2018-04-21 · Agentur · 9"), "{}", text.out);
    assert!(text.out.contains(&format!("   - {changed}\n   + {}\n", REPORT[5])), "{}", text.out);
    assert_eq!(text.err, "+ 3 nahezu gleiche Fassungen\n");
    assert!(!sandbox.run(&["copies", "anzeiger", "--no-diff"]).out.contains("Fahrrinne"));
}

#[test]
fn similar_is_neither_the_article_nor_its_copies() {
    let sandbox = papers();
    sandbox.write("text.txt", format!("Frachter rammt Kaimauer\n\n{}", REPORT.join(" ")));
    for what in ["agentur", "in/text.txt"] {
        let found = sandbox.run(&["similar", what, "--by", "article", "--json"]).json();
        assert_eq!(articles(&found), ["landbote"], "{what}");
    }
    for what in ["agentur", "kurier#1", "in/text.txt"] {
        let found = sandbox.run(&["similar", what, "--all", "--json"]).json();
        assert!(articles(&found).iter().all(|article| *article == "landbote"), "{what}: {found:?}");
    }
    // Where the text stands in one article only, that is left out.
    sandbox.write("text.txt", format!("{LOCAL} {LOCAL}"));
    let found = sandbox.run(&["similar", "in/text.txt", "--by", "article", "--all", "--json"]).json();
    assert!(!articles(&found).contains(&"bote"), "{found:?}");
    // What is like all of them and a copy of none.
    sandbox.write("text.txt", "Frachter im Hafen: Kapitän und Reederei");
    let found = sandbox.run(&["similar", "in/text.txt", "--by", "article", "--json"]).json();
    assert!(articles(&found).contains(&"kurier"), "{found:?}");
}

/// Words that only the copies have find nothing else, however rare they are.
#[test]
fn similar_goes_by_what_others_have() {
    let report = "Im Wiekhafen drückte die Strömung am Freitag einen Frachter gegen die Kaimauer, wie der Kapitän der \
        Reederei meldete: Zwölf Tonnen Zement, dreizehn Paletten Ziegel, vierzehn Kisten Fliesen, Säcke voller Kreide, \
        Rollen mit Draht, Bündel aus Latten, Körbe voller Nägel und ein Klavier rutschten dabei ins Becken.";
    let other = "Die Reederei lobt ihren Kapitän: Trotz der Strömung brachte er den Frachter in den Wiekhafen, ohne dass \
        jemand einen Stoß gespürt hätte, und trank danach im Stehen einen Kaffee mit den Leuten vom Schlepper.";
    let mut records: Vec<String> =
        (0..150).map(|copy| record(&format!("c{copy}"), "", "2018-04-21", "Frachter", &[report])).collect();
    records.push(record("fremd", "", "2018-04-22", "Kaffee", &[other]));
    let sandbox = Sandbox::with(&[("a.jsonl", &records.join("\n"))]);
    sandbox.index();
    sandbox.write("teil.txt", &report[..report.find(" Fliesen").unwrap()]);
    for what in ["c7", "c7#1", "in/teil.txt"] {
        let ran = sandbox.run(&["similar", what, "--all", "--json", "-n", "200"]);
        assert_eq!(articles(&ran.json()), ["fremd"], "{what}");
    }
    let ran = sandbox.run(&["similar", "in"]);
    assert_eq!(ran.err, "fundstelle: in: not a file; name one text, or - for standard input\n");
}

/// What hundreds print says nothing of whether two are the same, but where it is all that a text is.
#[test]
fn what_stands_in_hundreds_is_no_sign_of_a_copy() {
    let salutation = "Sehr geehrte Damen und Herren, liebe Zuschauer an den Bildschirmen zu Hause, ich eröffne hiermit die \
        heutige Sitzung und bitte alle, die noch stehen, sich einen Platz zu suchen und ruhig zu sein.";
    let random = &mut Random(5);
    let mut own = || (0..30).map(|_| format!("Wort{:04}", random.below(9999))).collect::<Vec<_>>().join(" ") + ".";
    let mut records: Vec<String> = (0..120)
        .map(|number| record(&format!("r{number}"), "", "2019-01-07", "Sitzung", &[salutation, &own()]))
        .collect();
    let same = format!("Gewitter {}", own());
    records.extend(["a", "b"].map(|id| record(id, "", "2019-01-08", "Sitzung", &[salutation, &same])));
    let sandbox = Sandbox::with(&[("reden.jsonl", &records.join("\n"))]);
    sandbox.index();
    let copies = |query: &str| sandbox.search(query)[0]["copies"].as_u64().unwrap();
    assert_eq!(copies("Gewitter"), 1);
    assert_eq!(copies("Zuschauer NICHT Gewitter"), 0);
    let alone: Vec<String> =
        (0..120).map(|number| record(&format!("g{number}"), "", "2019-01-07", "Gruß", &[salutation])).collect();
    let sandbox = Sandbox::with(&[("gruesse.jsonl", &alone.join("\n"))]);
    sandbox.index();
    assert_eq!((sandbox.search("Zuschauer").len(), sandbox.search("Zuschauer")[0]["copies"].as_u64()), (1, Some(100)));
}

#[test]
fn nothing_to_list() {
    let sandbox = papers();
    let ran = sandbox.run(&["copies", "landbote"]);
    assert_eq!((ran.code, ran.out.lines().count()), (1, 2), "{}", ran.out);
    assert_eq!(ran.err, "No other article in the index has this text.\n");
    for id in [
        "nirgends",
        "agentur#0",
        "agentur#99",
        "agentur#99999999999",
        "#",
        "",
        "agentur#1#1",
        "../agentur",
        "\u{1b}[31m",
    ] {
        let ran = sandbox.run(&["copies", id]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{id}");
        assert!(
            ran.err.contains("no passage or article has the id") && !ran.err.contains('\u{1b}'),
            "{id}: {}",
            ran.err
        );
    }
    let ran = Sandbox::new().run(&["copies", "a"]);
    assert_eq!((ran.code, ran.err.contains("no index in index")), (2, true), "{}", ran.err);
}

#[test]
fn copies_come_and_go() {
    let sandbox = papers();
    let copies = || sandbox.search("Reederei Schlepper")[0]["copies"].as_u64().unwrap();
    assert_eq!(copies(), 3);
    sandbox.write("spaet.jsonl", record("spaet", "Spätausgabe", "2018-04-20", "Öl", &REPORT));
    sandbox.index();
    assert_eq!(copies(), 4);
    assert_eq!(sandbox.search("Reederei")[0]["cluster"], "spaet");
    assert_eq!(sandbox.run(&["optimize", "--quiet"]).code, 0);
    assert_eq!(copies(), 4);
    fs::remove_file(sandbox.input().join("papiere.jsonl")).unwrap();
    sandbox.index();
    assert_eq!(copies(), 0);
}

#[test]
fn short_texts_and_what_stands_under_each_are_no_copies() {
    let footer = "Mehr dazu steht in der Ausgabe vom Samstag, die es am Kiosk und im Netz gibt.";
    let text = |number: usize| {
        let town = ["Neustadt", "Seeheim", "Waldbrück"][number];
        let what = [
            "Der Markt beginnt dort eine Stunde früher, weil die Händler vor der Hitze fertig sein wollen, sagt das Ordnungsamt.",
            "Zwei Linden wurden gefällt, nachdem ein Pilz den Stamm so weich gemacht hatte, dass man den Finger hineinstecken konnte.",
            "Wer sein altes Rad abgibt, bekommt von der Werkstatt am Bahnhof einen Gutschein über zwanzig Euro und einen Kaffee dazu.",
        ][number];
        record(&format!("kurz{number}"), town, "2019-01-07", "Kurz gemeldet", &[what, footer])
    };
    let short =
        |id: &str| record(id, "Bote", "2019-01-07", "Wetter", &["Am Kiosk ist es morgen sonnig bei zwanzig Grad."]);
    let records: Vec<String> = (0..3).map(text).chain([short("w1"), short("w2")]).collect();
    let sandbox = Sandbox::with(&[("kurz.jsonl", &records.join("\n"))]);
    sandbox.index();
    let hits = sandbox.search("Kiosk");
    assert_eq!((hits.len(), hits.iter().filter(|hit| hit["copies"] == 0).count()), (5, 5), "{hits:?}");
}

/// Stories that share a word, each printed up to eight times with other words in it.
fn stories(random: &mut Random) -> Sandbox {
    let words: Vec<String> = (0..900).map(|number| format!("Wort{number:03}")).collect();
    let mut records = Vec::new();
    for story in 0..40 {
        let text: Vec<&str> = (0..60).map(|_| words[random.below(900) as usize].as_str()).collect();
        for copy in 0..1 + random.below(8) {
            let mut text = text.clone();
            text[random.below(60) as usize] = "Druckfehler";
            let text = format!("Hochwasser {}.", text.join(" "));
            records.push(json!({"id": format!("{story}-{copy}"), "title": "T", "text": text}).to_string());
        }
    }
    let sandbox = Sandbox::with(&[("a.jsonl", &records.join("\n"))]);
    sandbox.index();
    sandbox
}

#[test]
fn pages_are_full_and_fit_together() {
    let sandbox = stories(&mut Random(11));
    let page = |offset: usize, limit: usize| {
        let (offset, limit) = (offset.to_string(), limit.to_string());
        sandbox.run(&["search", "--json", "--offset", &offset, "-n", &limit, "Hochwasser"]).json()
    };
    let all = page(0, 200);
    let story = |hit: &Value| hit["article"].as_str().unwrap().split('-').next().unwrap().to_owned();
    assert_eq!(all.len(), 40);
    assert_eq!(all.iter().map(story).collect::<HashSet<_>>().len(), 40);
    let mut pages = Vec::new();
    for offset in (0..40).step_by(10) {
        let hits = page(offset, 10);
        assert_eq!(hits.len(), 10, "from {offset}");
        pages.extend(hits);
    }
    assert_eq!(pages, all);
    // With its copies each article is there, once.
    let unfolded = sandbox.run(&["search", "--json", "--all", "-n", "400", "Hochwasser"]).json();
    let copies: u64 = all.iter().map(|hit| 1 + hit["copies"].as_u64().unwrap()).sum();
    assert_eq!(copies, unfolded.len() as u64);
    for hit in &all {
        let copies = hit["copies"].as_u64().unwrap();
        let listed = sandbox.run(&["copies", hit["id"].as_str().unwrap(), "--json"]);
        assert_eq!((listed.json().len() as u64, listed.code), (copies + 1, i32::from(copies == 0)));
    }
}

#[test]
fn hostile_copies_do_not_reach_the_terminal() {
    let mut text = REPORT;
    text[8] = "Am Mittwoch\u{1b}[31m will der \u{202e}Hafenmeister nachsehen.";
    let records = [
        record("a\u{1b}]0;t\u{7}", "\u{9b}31mAgentur", "2018-04-21", "T\u{1b}[2J", &text),
        record("b", "Kurier", "2018-04-22", "", &REPORT),
    ];
    let sandbox = Sandbox::with(&[("a.jsonl", &records.join("\n"))]);
    sandbox.index();
    for args in [
        &["copies", "b"][..],
        &["copies", "b", "--json"],
        &["search", "Reederei", "--format", "text"],
        &["search", "Reederei", "--format", "csv"],
    ] {
        let ran = sandbox.run(args);
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
        assert!(
            !ran.out.chars().any(|c| matches!(c, '\u{1b}' | '\u{9b}' | '\u{202e}' | '\u{7}')),
            "{args:?}: {:?}",
            ran.out
        );
    }
}
