//! Facets, curves and orders by date, as the program prints them.

use serde_json::{Value, json};

use crate::support::{Sandbox, article};

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap().to_owned()
}

/// Six articles of three sources between 2018 and 2021, one without a date.
fn small() -> Sandbox {
    let records = [
        ("a", "2018-04-21", "dpa", "Im Depot streiken die Fahrer."),
        ("b", "2018-04-23", "dpa", "Wieder streiken die Fahrer."),
        ("c", "2018-04-23", "Bote", "Der Markt war gut besucht."),
        ("d", "2021-01-03", "Bote", "Am Hafen streiken die Fahrer, die Fahrer streiken."),
        ("e", "", "", "Irgendwann streiken die Fahrer."),
        ("f", "2018-05-02", "dpa", "Der Preis für Brot steigt."),
    ];
    let records = records.map(|(id, date, source, text)| {
        json!({"id": id, "title": id, "date": date, "source": source, "text": text}).to_string()
    });
    let sandbox = Sandbox::with(&[("articles.jsonl", &records.join("\n"))]);
    assert_eq!(sandbox.index()["articles"], 6);
    sandbox
}

#[test]
fn facets_are_shown_after_the_hits() {
    let sandbox = small();
    let ran = sandbox.run(&["search", "streiken", "-n", "0", "--facets", "source,year"]);
    insta::assert_snapshot!(ran.out, @"
    4 articles, 4 passages

    source
      dpa     2 ████████████████████████
      Bote    1 ████████████
      (none)  1 ████████████

    year
      2018    2 ████████████████████████
      2021    1 ████████████
      (none)  1 ████████████
    ");
    let ran = sandbox.run_german(&["search", "streiken", "-n", "0", "--facets", "year,year"]);
    insta::assert_snapshot!(ran.out, @"
    4 Artikel, 4 Passagen

    Jahr
      2018           2 ████████████████████████
      2021           1 ████████████
      (ohne Angabe)  1 ████████████
    ");
    let ran = sandbox.run(&["search", "streiken", "-n", "1", "--facets", "year"]);
    assert!(
        ran.out.lines().next().unwrap().contains("[d#1]") && ran.out.ends_with("(none)  1 ████████████\n"),
        "{}",
        ran.out
    );
    // Standard output has one kind of object: hits, or when there are to be none, counts.
    let ran = sandbox.run(&["search", "streiken", "-n", "1", "--facets", "year", "--json"]);
    assert!(ran.json().iter().all(|hit| hit["id"].is_string()) && ran.json().len() == 1, "{}", ran.out);
    let beside: Vec<Value> = ran.err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(beside[0]["facets"]["articles"], 4);
    assert!(beside[1]["receipt"].is_object());
    let ran = sandbox.run(&["search", "streiken", "-n", "0", "--facets", "year", "--json"]);
    assert_eq!((ran.code, ran.json()[0]["facets"]["passages"].as_u64()), (0, Some(4)));
    let none = sandbox.run(&["search", "Quastenflosser", "-n", "0", "--facets", "year"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
    assert!(none.err.starts_with("Nothing found."), "{}", none.err);
}

#[test]
fn a_curve_has_zeros_and_gaps() {
    let sandbox = small();
    let ran = sandbox.run(&["trend", "streiken"]);
    insta::assert_snapshot!(ran.out, @"
    streiken: articles per 1,000 published, by month
    2018-04             666.7 ████████████████████████████               2 of 3
    2018-05               0.0                                            0 of 1
    2018-06 … 2020-12       –                                            no articles
    2021-01            1000.0 ██████████████████████████████████████████ 1 of 1
    undated                                                              1 of 1
    ");
    assert!(ran.err.starts_with("Searched (passages): streiken"), "{}", ran.err);
    let ran = sandbox.run_german(&["trend", "streiken", "--until", "2018", "--absolute"]);
    insta::assert_snapshot!(ran.out, @"
    streiken: Artikel, nach Tagen
    2018-04-21               1 ███████████████████████████████████████ 1 von 1
    2018-04-22               –                                         keine Artikel
    2018-04-23               1 ███████████████████████████████████████ 1 von 2
    2018-04-24 … 2018-05-01  –                                         keine Artikel
    2018-05-02               0                                         0 von 1
    ");
    let ran = sandbox.run(&["trend", "streiken", "--csv", "--until", "2018", "--step", "month"]);
    insta::assert_snapshot!(ran.out, @"
    period,from,to,articles,all,per_1000
    2018-04,2018-04-01,2018-04-30,2,3,666.6666666666666
    2018-05,2018-05-01,2018-05-31,0,1,0
    ");
    let ran = sandbox.run(&["trend", "streiken", "--json", "--step", "week", "--source", "dpa"]);
    let trend = &ran.json()[0];
    assert_eq!((text(trend, "query"), text(trend, "step")), ("streiken".to_owned(), "week".to_owned()));
    let week = |name: &str, from: &str, to: &str, articles: u64, all: u64, share: Value| json!({"period": name, "from": from, "to": to, "articles": articles, "all": all, "per_1000": share});
    let weeks = [
        week("2018-W16", "2018-04-16", "2018-04-22", 1, 1, json!(1000.0)),
        week("2018-W17", "2018-04-23", "2018-04-29", 1, 1, json!(1000.0)),
        week("2018-W18", "2018-04-30", "2018-05-06", 0, 1, json!(0.0)),
    ];
    assert_eq!(trend["periods"], json!(weeks));
    let none = sandbox.run(&["trend", "Quastenflosser"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
}

#[test]
fn a_picture_is_whole_and_takes_nothing_for_mark_up() {
    let sandbox = small();
    let ran = sandbox.run(&["trend", "\"streiken die\" -\"</text><script>&\u{1b}\"", "--svg", "-", "--step", "year"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\"") && ran.out.ends_with("</svg>\n"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("&lt;/text&gt;&lt;script&gt;&amp;␛&quot;") && !ran.out.contains("<script"), "{}", ran.out);
    assert!(ran.out.contains("<title>2018: 500.0 (2 of 4)</title>"), "{}", ran.out);
    assert!(ran.out.contains("<title>2019: no articles</title>"), "{}", ran.out);
    assert!(ran.out.contains("undated: 1 of 1"), "{}", ran.out);
    let file = sandbox.run(&["trend", "streiken", "--svg", "kurve.svg"]);
    assert_eq!((file.code, file.out.as_str()), (0, ""));
    assert!(std::fs::read_to_string(sandbox.path().join("kurve.svg")).unwrap().ends_with("</svg>\n"));
}

#[test]
fn a_part_of_a_compound_alone_is_neither_counted_nor_put_first() {
    let sandbox = Sandbox::with(&[
        ("2018-01-01-ganz.txt", &article("Eins", "Das Werbebudget wurde gekürzt.")),
        ("2019-01-01-nah.txt", &article("Zwei", "Ein Budget für Werbung gibt es nicht.")),
        ("2020-01-01-teil.txt", &article("Drei", "Das Budget der Stadt ist beschlossen.")),
        ("2021-01-01-teil.txt", &article("Vier", "Die Werbung war gut.")),
    ]);
    sandbox.index();
    let ids = |args: &[&str]| sandbox.run(&[&["search", "--json"], args].concat()).ids();
    assert_eq!(ids(&["Werbebudget"]).len(), 4);
    let dated = ["2019-01-01-nah.txt#1", "2018-01-01-ganz.txt#1"];
    assert_eq!(ids(&["Werbebudget", "--sort", "date"]), dated);
    let facets = sandbox.run(&["search", "--json", "-n", "0", "--facets", "year", "Werbebudget"]).json();
    assert_eq!(facets[0]["facets"]["articles"], 2);
    let trend = sandbox.run(&["trend", "--json", "Werbebudget"]).json();
    assert_eq!((&trend[0]["articles"], &trend[0]["all"]), (&json!(2), &json!(4)));
    // What is not counted is told.
    let ran = sandbox.run(&["search", "Werbepreis", "--facets", "year"]);
    assert!(ran.code == 0 && ran.err.contains("Not counted: no hit has more than one part"), "{} {}", ran.out, ran.err);
}

#[test]
fn what_was_removed_is_not_counted() {
    let sandbox = small();
    let path = sandbox.input().join("articles.jsonl");
    let records = std::fs::read_to_string(&path).unwrap();
    let kept: Vec<&str> = records.lines().filter(|line| !line.contains("\"id\":\"d\"")).collect();
    std::fs::write(&path, kept.join("\n")).unwrap();
    assert_eq!(sandbox.index()["articles_removed"], 1);
    let ran = sandbox.run(&["search", "streiken", "-n", "0", "--facets", "year", "--json"]);
    let years = ran.json()[0]["facets"]["year"].clone();
    assert_eq!(years.as_array().unwrap().iter().map(|year| text(year, "value")).collect::<Vec<_>>(), ["2018", ""]);
    let trend = &sandbox.run(&["trend", "streiken", "--json"]).json()[0];
    assert_eq!((trend["all"].as_u64(), trend["articles"].as_u64()), (Some(5), Some(3)));
    assert_eq!(sandbox.run(&["search", "streiken", "--json", "--sort", "date"]).ids(), ["b#1", "a#1", "e#1"]);
    // The newest article is now one of 2018: no other is young.
    let recent = sandbox.run(&["search", "streiken", "--json", "--recent=1"]).ids();
    assert_eq!(recent[2], "e#1");
}

#[test]
fn newer_articles_gain_where_that_is_asked_for() {
    let day = |day: &str, id: &str| {
        json!({"id": id, "date": day, "title": "Bahn", "text": "Der Zug hält in Waldbrück."}).to_string()
    };
    let records = [day("2018-01-01", "old"), day("", "undated"), day("2020-01-01", "new"), day("2019-12-31", "almost")];
    let sandbox = Sandbox::with(&[("articles.jsonl", &records.join("\n"))]);
    sandbox.index();
    let search = |more: &[&str]| sandbox.run(&[&["search", "--json", "Zug"], more].concat());
    assert_eq!(search(&[]).ids(), ["old#1", "undated#1", "new#1", "almost#1"]);
    let recent = search(&["--recent=1"]);
    assert_eq!(recent.ids(), ["new#1", "almost#1", "old#1", "undated#1"]);
    let score = |at: usize| recent.json()[at]["score"].as_f64().unwrap();
    let plain = search(&[]).json()[0]["score"].as_f64().unwrap();
    for (at, weight) in [(0, 1.0), (1, 0.75), (2, 0.5), (3, 0.5)] {
        assert!((score(at) / plain - weight).abs() < 1e-6, "{at}");
    }
    assert_eq!(search(&["--recent"]).ids(), recent.ids());
    assert_eq!(search(&["--recent", "--by", "article"]).json()[0]["article"], "new");
}

#[test]
fn hostile_names_are_counted_and_shown_harmless() {
    let record = json!({"id": "x", "title": "Bahn", "date": "2018-01-01", "source": "\u{1b}]0;x\u{7}<b>\u{202e}", "text": "Der Zug hält."});
    let sandbox = Sandbox::with(&[("articles.jsonl", &record.to_string())]);
    sandbox.index();
    let ran = sandbox.run(&["search", "Zug", "-n", "0", "--facets", "source"]);
    assert!(ran.out.contains("␛]0;x␇<b><U+202E>"), "{:?}", ran.out);
    let ran = sandbox.run(&["search", "Zug", "-n", "0", "--facets", "source", "--json"]);
    assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{:?}", ran.out);
    let ran = sandbox.run(&["trend", "Zug ODER \"\u{1b}[31m\u{202e}x\""]);
    assert!(ran.code == 0 && !ran.out.contains(['\u{1b}', '\u{202e}']), "{:?}", ran.out);
}

#[test]
fn bad_input_is_told() {
    let sandbox = small();
    for (args, why) in [
        (&["search", "x", "--facets", "colour"][..], "possible values: source, section, year, month"),
        (&["search", "x", "--facets", "year", "--format", "csv"], "--facets needs --format text, line, kwic or json"),
        (&["search", "x", "--sort", "date", "--recent"], "--recent cannot be combined with --sort date"),
        (&["search", "--recent=Streik", "x"], "expected a number of days, as in --recent=30"),
        (&["search", "x", "--recent=0"], "expected a number of days"),
        (&["search", "x", "--sort", "newest"], "possible values: relevance, date, date-asc"),
        (&["search", "streiken", "--sort", "date", "--timeout", "0"], "exceeded its time limit"),
        (&["search", "streiken", "-n", "0", "--facets", "year", "--timeout", "0"], "exceeded its time limit"),
        (&["trend", "streiken", "--timeout", "0"], "exceeded its time limit"),
        (&["trend"], "<QUERY>"),
        (&["trend", "(offen"], "^"),
        (&["trend", "x", "--step", "hour"], "possible values: day, week, month, year"),
        (&["trend", "x", "--json", "--csv"], "cannot be used with"),
        (&["trend", "streiken", "--svg", "gibt/es/nicht.svg"], "gibt/es/nicht.svg: "),
        (&["trend", "streiken", "--since", "2019", "--until", "2018"], "--since is later than --until"),
        (&["trend", "streiken", "--index", "gibt-es-nicht"], "no index in gibt-es-nicht"),
        (&["trend", "--", "-streiken"], "the query only excludes"),
    ] {
        let ran = sandbox.run(args);
        assert!(ran.code == 2 && ran.err.contains(why), "{args:?}: {} {}", ran.code, ran.err);
    }
}

#[test]
fn several_curves_have_one_scale() {
    let sandbox = small();
    let curves = |args: &[&str]| {
        let ran = sandbox.run(&[&["trend", "streiken", "--with", "<Zug>", "--step", "month"], args].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran
    };
    let text = curves(&[]).out;
    assert_eq!(text.matches("by month").count(), 2, "{text}");
    let json = curves(&["--json"]).json();
    assert_eq!((json[0]["query"].as_str(), json[1]["query"].as_str()), (Some("streiken"), Some("<Zug>")));
    assert_eq!(json[0]["periods"].as_array().unwrap().len(), json[1]["periods"].as_array().unwrap().len());
    let csv = curves(&["--csv"]).out;
    assert!(csv.starts_with("query,period,from,to,articles,all,per_1000\nstreiken,"), "{csv}");
    assert!(csv.lines().any(|line| line.starts_with("<Zug>,")), "{csv}");
    let svg = curves(&["--svg", "-"]).out;
    assert!(svg.contains("streiken") && svg.contains("&lt;Zug&gt;") && !svg.contains("<Zug>"), "{svg}");
    assert!(svg.contains("#1f5fa8") && svg.contains("#e08214"), "{svg}");
    let many = sandbox.run(&["trend", "a", "--with", "b", "--with", "c", "--with", "d", "--with", "e"]);
    assert!(many.code == 2 && many.err.contains("at most 4"), "{}", many.err);
}
