//! What is told rather than passed over: units, ends of lists, options that mean nothing together, files in the way.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Ran, Sandbox, program};

/// Five articles: three copies of one text, one of two passages, one by itself.
fn sample() -> Sandbox {
    let copy = "Der Dampfer verlässt am frühen Morgen den Hafen und fährt den ganzen Tag über die offene See nach Norden. An \
                Bord sind achtzig Reisende, vier Köche, ein Arzt und eine Kapelle, die am Abend im Speisesaal zum Tanz \
                aufspielt, während der Kapitän die Karten studiert und der Steuermann nach den Sternen sieht, bis die \
                Küste im Dunst verschwindet.";
    let filler = "Auf dem Markt wurde über das Wetter, die Preise und den Fahrplan der Fähre gesprochen. ".repeat(12);
    let record = |id: &str, source: &str, text: &str| {
        format!("{}\n", json!({"id": id, "title": id, "source": source, "date": "2018-04-21", "text": text}))
    };
    let records = [
        record("a", "Wochenblatt", copy),
        record("b", "Wochenblatt", copy),
        record("c", "Wochenblatt am Sonntag", copy),
        record("d", "Bote", &format!("Ein Dampfer kommt an.\n\n{filler}\n\nDer Dampfer legt wieder ab.\n\n{filler}")),
        record("e", "Bote", "Zwei Dampfer und ein Ruderboot liegen am Kai."),
    ];
    let sandbox = Sandbox::with(&[("a.jsonl", &records.concat())]);
    sandbox.index();
    sandbox
}

#[test]
fn a_list_says_which_copies_it_leaves_out() {
    let sandbox = sample();
    for (args, told) in [
        (&["Dampfer"][..], "Hits 1–3 of 5 articles (6 passages; 2 copies not shown)"),
        (&["Dampfer", "-n", "2"], "Hits 1–2 of 5 articles (6 passages"),
        (&["Dampfer", "--offset", "2"], "Hit 3 of 5 articles (6 passages; 2 copies not shown)"),
        (&["Dampfer", "--all"], "Hits 1–5 of 5 articles (6 passages)"),
        (&["Dampfer", "--each"], "Hits 1–4 of 6 passages (5 articles; 2 copies not shown)"),
        (&["Ruderboot"], "Hit 1 of 1 article (1 passage)"),
        (&["Hafen", "-n", "1"], "Hit 1 of 3 articles (3 passages; copies included)"),
    ] {
        let ran = sandbox.run(&[&["search", "--format", "text"], args].concat());
        assert!(ran.out.starts_with(told), "{args:?}: {}", ran.out);
    }
    let german = sandbox.run_german(&["search", "--format", "text", "Dampfer"]);
    assert!(german.out.starts_with("Treffer 1–3 von 5 Artikeln (6 Stellen; 2 Kopien nicht einzeln gezeigt)"));
    for (args, told) in [
        (&["Dampfer", "--offset", "5"][..], "There is no hit 6: 5 articles, 6 passages (copies included).\n"),
        (&["Ruderboot", "--offset", "1"], "There is no hit 2: 1 article, 1 passage"),
        (&["Zeppelin", "--offset", "1"], "Nothing found.\n"),
    ] {
        let ran = sandbox.run(&[&["search"], args].concat());
        assert!(ran.code == 1 && ran.err.starts_with(told), "{args:?}: {}", ran.err);
    }
}

#[test]
fn counts_have_a_unit() {
    let sandbox = sample();
    let sources = |args: &[&str]| {
        let ran = sandbox.run(&[&["search", "-n", "0", "--facets", "source"], args].concat());
        let rows =
            ran.out.lines().skip(2).map(|line| line.trim_end_matches(['█', '▌', '▏', '▎', '▍', '▋', '▊', '▉', ' ']));
        rows.map(|row| row.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(sources(&["Dampfer"]), ["source", "Bote 2", "Wochenblatt 2", "Wochenblatt am Sonntag 1"]);
    assert_eq!(sources(&["Dampfer", "--by", "article"]), sources(&["Dampfer"]));
    let passages = ["source (passages)", "Bote 3", "Wochenblatt 2", "Wochenblatt am Sonntag 1"];
    assert_eq!(sources(&["Dampfer", "--by", "passage"]), passages);
    // Conditions hold for the article where only counts are asked for, and for the unit that is named.
    for (args, articles) in [
        (&["Dampfer UND Fahrplan"][..], "1 article"),
        (&["Dampfer UND Zeppelin"], ""),
        (&["ankommen UND ablegen"], "1 article"),
        (&["ankommen UND ablegen", "--by", "passage"], ""),
        (&["ankommen UND ablegen", "--within", "passage"], ""),
        (&["ankommen UND ablegen", "--by", "passage", "--within", "article"], "1 article"),
    ] {
        let ran = sandbox.run(&[&["search", "-n", "0"], args].concat());
        assert!(ran.out.starts_with(articles) && ran.out.is_empty() == articles.is_empty(), "{args:?}: {}", ran.out);
    }
    assert!(sandbox.run(&["search", "Dampfer"]).err.starts_with("Searched (passages): Dampfer 6 |"));
    assert!(sandbox.run_german(&["trend", "Dampfer"]).err.starts_with("Gesucht (Passagen): Dampfer 6 |"));
    // The filter of several curves is told once.
    let ran = sandbox.run(&["trend", "Dampfer", "--with", "Ruderboot", "--source", "Bote"]);
    assert_eq!(ran.err.matches("source:").count(), 1, "{}", ran.err);
}

#[test]
fn a_name_with_stars_is_found_or_refused() {
    let sandbox = sample();
    for (name, found) in [("Woch*", 3), ("Wochenblatt Sonn*", 1), ("*blatt", 3), ("=Wochenblatt", 2), ("B*te B", 0)] {
        let ran = sandbox.run(&["search", "--json", "--all", "--source", name, "Dampfer"]);
        match found {
            0 => {
                assert!(ran.code == 2 && ran.err.contains(&format!("--source {name}: a pattern needs")), "{}", ran.err)
            }
            _ => assert_eq!(ran.ids().len(), found, "{name}: {}", ran.err),
        }
    }
    for name in ["W*", "*", "Wochenblatt S*", "Die Wo-ch*"] {
        for option in ["--source", "--section"] {
            let ran = sandbox.run_german(&["search", option, name, "Dampfer"]);
            assert!(ran.code == 2 && ran.err.contains(&format!("{option} {name}: ")), "{name}: {}", ran.err);
            assert!(ran.err.contains('`'), "says what is right: {}", ran.err);
        }
    }
}

#[test]
fn options_that_mean_nothing_together_are_refused() {
    let sandbox = sample();
    sandbox.run(&["watch", "add", "a", "Zeppelin"]);
    sandbox.write("b.txt", "Zeppelin\nEin Zeppelin landet.\n");
    sandbox.index();
    for (args, told) in [
        (&["search", "--each", "--by", "article", "Dampfer"][..], "--each cannot be combined with --by article"),
        (&["search", "--each", "--passages", "2", "Dampfer"], "--passages"),
        (&["watch", "run", "--digest", "--mail-to", "a@example.org"], "need --digest=mail"),
        (&["watch", "run", "--digest", "--mail-from", "a@example.org"], "need --digest=mail"),
        (&["watch", "run", "--digest=mail", "--json"], "--digest --json prints the stories"),
    ] {
        let ran = sandbox.run(args);
        assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains(told), "{args:?}: {}", ran.err);
    }
    let mail = sandbox.run(&["watch", "run", "--digest=mail", "--mail-to", "a@example.org"]);
    assert!(mail.code == 0 && mail.out.contains("fundstelle@localhost"), "nothing was used up: {}", mail.err);
    // What a search is restricted to is listed.
    sandbox.run(&["watch", "add", "b", "Dampfer", "UND", "See", "--within", "passage", "--source", "Bote"]);
    assert_eq!(sandbox.run(&["watch", "list"]).out, "a: Zeppelin\nb: Dampfer UND See --within passage --source Bote\n");
}

#[test]
fn a_file_that_exists_is_replaced_with_force_only() {
    let sandbox = sample();
    let file = |name: &str| sandbox.path().join(name);
    for args in [
        &["search", "--format", "markdown", "-o", "t", "Dampfer"][..],
        &["similar", "--format", "markdown", "-o", "t", "a"],
        &["search", "--dossier", "t", "Dampfer"],
        &["trend", "--svg", "t", "Dampfer"],
    ] {
        fs::write(file("t"), "Mein Text").unwrap();
        let ran = sandbox.run(args);
        assert!(ran.code == 2 && ran.err.contains("t exists already: --force replaces it"), "{args:?}: {}", ran.err);
        assert_eq!(fs::read_to_string(file("t")).unwrap(), "Mein Text");
        assert_eq!(sandbox.run(&[args, &["--force"]].concat()).code, 0, "{args:?}");
        assert!(fs::read_to_string(file("t")).unwrap().contains("Dampfer"), "{args:?}");
        // Nothing is lost in an empty file.
        fs::write(file("t"), "").unwrap();
        assert_eq!(sandbox.run(args).code, 0, "{args:?}");
    }
}

#[test]
fn many_queries_tell_where_and_how_many() {
    let sandbox = sample();
    let run = |text: &str, args: &[&str]| {
        fs::write(sandbox.path().join("q.txt"), text).unwrap();
        sandbox.run(&[&["search", "--queries", "q.txt"], args].concat())
    };
    let text = run("x\tDampfer\ny\tZeppelin\n", &["--format", "text"]);
    assert!(text.out.starts_with("x:\nHits 1–3 of 5 articles (6 passages; 2 copies not shown)"), "{}", text.out);
    assert_eq!((text.code, text.err.as_str()), (0, "Nothing found for: y\n"));
    let ran = run("x\tDampfer\ny\tZeppelin\n", &["--json"]);
    let totals: Vec<Value> = ran.err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&totals[0]["topic"], &totals[0]["total"]["passages"]), (&json!("x"), &json!(6)));
    assert_eq!((&totals[1]["topic"], &totals[1]["total"]["articles"]), (&json!("y"), &json!(0)));
    // A table has its header whatever it holds.
    for ran in [
        run("Zeppelin\n", &["--format", "csv"]),
        sandbox.run(&["search", "--format", "csv", "Zeppelin"]),
        sandbox.run(&["search", "--format", "csv", "--offset", "9", "Dampfer"]),
    ] {
        assert!(ran.code == 1 && ran.out.lines().count() == 1 && ran.out.contains("title"), "{ran:?}");
    }
    assert_eq!(run("Dampfer\n", &["--format", "csv", "--bom"]).out.matches('\u{feff}').count(), 1);
    // All queries that are none are named, with their file, and so is one that fails when it runs.
    let ran = run("Dampfer\n(Bus\nx\tSee ODER\n", &["--json"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.starts_with("fundstelle: q.txt:2: (Bus: ") && ran.err.contains("\nfundstelle: q.txt:3: See ODER: ")
    );
    let ran = run("Dampfer\nx\tNICHT Bus\n", &["--json", "--quiet"]);
    assert!(ran.code == 2 && ran.err.starts_with("fundstelle: q.txt:2: "), "{}", ran.err);
}

#[test]
fn a_log_has_every_search_and_is_private() {
    let sandbox = sample();
    let log = sandbox.path().join("l.jsonl");
    fs::write(&log, "").unwrap();
    let run = |args: &[&str]| sandbox.run(&[&["search", "--log", "l.jsonl"], args].concat());
    let first = run(&["--each", "--all", "Dampfer"]);
    run(&["--passages", "2", "--recent=30", "Dampfer"]);
    run(&["--within", "article", "Dampfer UND Fahrplan"]);
    assert_eq!(run(&["(Dampfer"]).code, 2);
    fs::write(sandbox.path().join("q.txt"), "a\tDampfer\nb\tSee ODER\n").unwrap();
    assert_eq!(run(&["--queries", "q.txt"]).code, 2);
    let lines: Vec<Value> =
        fs::read_to_string(&log).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let fields = |line: &Value| {
        let of = |name: &str| line[name].to_string();
        ["by", "within", "each", "all", "passages_per_article", "recent"].map(of).join(" ")
    };
    assert_eq!(fields(&lines[0]), "\"passage\" \"passage\" true true null null");
    assert_eq!(fields(&lines[1]), "\"article\" \"article\" false false 2 30");
    assert_eq!(fields(&lines[2]), "\"passage\" \"article\" false false null null");
    assert_eq!((&lines[3]["query"], lines[3]["error"].is_string()), (&json!("(Dampfer"), true));
    assert_eq!((&lines[4]["query"], &lines[4]["topic"]), (&json!("See ODER"), &json!("b")));
    assert_eq!(lines.len(), 5, "no query of the file was run");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = || fs::metadata(&log).unwrap().permissions().mode() & 0o777;
        assert!(mode() == 0o600 && first.err.starts_with("l.jsonl: others could read it"), "{}", first.err);
        fs::set_permissions(&log, fs::Permissions::from_mode(0o600)).unwrap();
        assert!(!run(&["Dampfer"]).err.contains("others"));
    }
}

#[test]
fn a_count_leaves_the_last_list_alone() {
    let sandbox = sample();
    let run = |args: &[&str]| -> Ran {
        let mut command = program();
        command.env("XDG_RUNTIME_DIR", sandbox.path()).env("FUNDSTELLE_SESSION", "x").current_dir(sandbox.path());
        command.args(args).output().unwrap().into()
    };
    assert_eq!(run(&["search", "Ruderboot"]).code, 0);
    assert_eq!(run(&["search", "-n", "0", "Dampfer"]).code, 0);
    assert!(run(&["show", "1"]).out.contains("Ruderboot"));
}

#[test]
fn what_is_forgotten_but_still_there_is_told() {
    let sandbox = sample();
    sandbox.write("b.txt", "Zeppelin\nEin Zeppelin landet.\n");
    sandbox.index();
    let ran = sandbox.run(&["index", "--forget", "in/b.txt"]);
    assert!(
        ran.code == 0 && ran.err.contains("in/b.txt is still there, and the next run takes it in again"),
        "{}",
        ran.err
    );
    sandbox.index();
    fs::remove_file(sandbox.input().join("b.txt")).unwrap();
    let ran = sandbox.run(&["index", "--forget", "in/b.txt"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn a_day_is_the_same_in_a_query_and_in_an_option() {
    let sandbox = Sandbox::new();
    let now = jiff::ZonedDateTime::now().date();
    let record = |id: &str, back: i64| {
        let date = now.checked_sub(jiff::Span::new().days(back)).unwrap();
        format!("{}\n", json!({"id": id, "date": date.to_string(), "text": "Ein Zeppelin landet."}))
    };
    sandbox.write(
        "a.jsonl",
        [record("heute", 0), record("gestern", 1), record("neulich", 20), record("alt", 900)].concat(),
    );
    sandbox.index();
    let found = |args: &[&str]| {
        let ran = sandbox.run(&[&["search", "--json"], args].concat());
        assert!(ran.code < 2, "{args:?}: {}", ran.err);
        let mut ids = ran.ids();
        ids.sort();
        ids
    };
    for (day, last) in [
        ("gestern", ".."),
        ("7d", ".."),
        ("vor 3 Wochen", ".."),
        ("1 year ago", ".."),
        ("yesterday", ".."),
        ("letztes Jahr", ".."),
    ] {
        let quoted = format!("Zeppelin date:\"{day}{last}\"");
        assert_eq!(found(&[&quoted]), found(&["--since", day, "Zeppelin"]), "{day}");
    }
    assert_eq!(found(&["Zeppelin date:gestern"]), ["gestern#1"]);
    assert_eq!(found(&["date:heute Zeppelin"]), ["heute#1"]);
    assert_eq!(found(&["(Zeppelin date:vor 20 Tagen)"]), ["neulich#1"]);
    assert_eq!(found(&["date:30d..gestern Zeppelin"]), ["gestern#1", "neulich#1"]);
    let ran = sandbox.run_german(&["search", "Zeppelin date:neulich"]);
    assert!(ran.code == 2 && ran.err.contains("gestern, 7d, letzte Woche"), "{}", ran.err);
}
