//! What must give a clear message, the right exit status and never a panic.

use std::fs;
use std::path::Path;

use crate::support::{Sandbox, article};

#[test]
fn queries_that_cannot_be_run() {
    let sandbox = Sandbox::with(&[("a.txt", &article("Titel", "Ein Satz mit Bahn."))]);
    sandbox.index();
    let brackets = "(".repeat(10_000);
    let nots = "NICHT ".repeat(20_000);
    for (query, message) in [
        ("", "fundstelle: the query is empty: give at least one word\n"),
        ("((", "fundstelle: this bracket is not closed: add `)`, or put it in quotation marks\n  ((\n   ^\n"),
        (
            "\"offen",
            "fundstelle: these quotation marks are not closed: add `\"` at the end of the phrase\n  \"offen\n  ^\n",
        ),
        (
            "title:",
            "fundstelle: `title:` has no value: write it without a space, as in `title:Wort`\n  title:\n  ^^^^^^\n",
        ),
        ("*", "fundstelle: a pattern needs at least three letters in a row, as in `Spi*` or `*schutz*`\n  *\n  ^\n"),
        (
            "date:2018-13",
            "fundstelle: `2018-13` is not a date: write 2018, 2018-04, 2018-04-21, Januar 2018, 21.4.2018, gestern, 7d, letzte Woche or a range such as 2018-01..2018-04, the earlier date first\n  date:2018-13\n       ^^^^^^^\n",
        ),
        (
            "Bahn NAHE Streik",
            "fundstelle: NAHE and VOR need a number from 1 to 50: `Bahn NAHE/5 Streik`, in this order `Bahn VOR/5 Streik`; in one article `Bahn NAHE/ARTIKEL Streik`\n  Bahn NAHE Streik\n       ^^^^\n",
        ),
        (
            "Bahn NAHE/5 (a UND b)",
            "fundstelle: NAHE and VOR join words, phrases, patterns and alternatives of these, not UND, NICHT or a field\n  Bahn NAHE/5 (a UND b)\n              ^^^^^^^^^\n",
        ),
        (
            "Kasperski~5",
            "fundstelle: `~1` or `~2` follows a single word, as in `Kasperski~1`: that many letters may differ\n  Kasperski~5\n  ^^^^^^^^^^^\n",
        ),
        (
            "Bahn^1000",
            "fundstelle: `^` needs a number up to 100, as in `Streik^2` or `Streik^0.5`\n  Bahn^1000\n      ^^^^^\n",
        ),
        (
            "Bahn NICHT",
            "fundstelle: NICHT needs a word on each side; in quotation marks it is a word itself\n  Bahn NICHT\n       ^^^^^\n",
        ),
        ("NICHT Bahn", "fundstelle: the query only excludes: add a word to search for\n"),
        (&brackets, "fundstelle: brackets are nested deeper than 32: simplify the query\n"),
        (&nots, "fundstelle: the query is longer than 16384 bytes: shorten it\n"),
    ] {
        let ran = sandbox.run(&["search", query]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
        assert!(ran.err.starts_with(message), "{}", ran.err);
    }
    let german = sandbox.run_german(&["search", "Bahn UND"]);
    assert!(german.err.starts_with("fundstelle: UND braucht auf jeder Seite ein Wort"), "{}", german.err);
}

#[test]
fn no_folder_no_articles_no_index() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["index", "nirgends"]);
    assert_eq!((ran.code, ran.err.as_str()), (2, "fundstelle: nirgends: no such file or folder\n"));
    let ran = sandbox.run(&["index", "in"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, "fundstelle: no articles found in in\n"));
    assert!(!sandbox.index_dir().exists());
    let ran = sandbox.run(&["search", "Bahn"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (2, "fundstelle: no index in index: run `fundstelle index FOLDER` first\n")
    );
    sandbox.write("a.txt", article("Titel", "Satz."));
    fs::write(sandbox.path().join("wichtig.doc"), "x").unwrap();
    let ran = sandbox.run(&["index", "in", "--index", "."]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("holds other files and no index"), "{}", ran.err);
}

#[test]
fn an_index_of_another_version_or_analyser() {
    for (what, replacement, message) in [
        ("\\\"format\\\":9", "\\\"format\\\":99", "has format 99, this program reads format 9"),
        ("german 9", "german 0", "was built with the analyser `german 0"),
    ] {
        let sandbox = Sandbox::with(&[("a.txt", &article("Titel", "Ein Satz mit Bahn."))]);
        sandbox.index();
        let meta = sandbox.index_dir().join("meta.json");
        let text = fs::read_to_string(&meta).unwrap();
        assert!(text.contains(what), "{text}");
        fs::write(&meta, text.replace(what, replacement)).unwrap();
        reseal(&sandbox.index_dir());
        for args in [&["search", "Bahn"][..], &["index", "in"], &["stats"]] {
            let ran = sandbox.run(args);
            assert_eq!(ran.code, 2, "{args:?}");
            assert!(ran.err.contains(message) && ran.err.contains("--rebuild"), "{}", ran.err);
        }
        assert_eq!(sandbox.run(&["index", "in", "--rebuild"]).code, 0);
        assert_eq!(sandbox.search("Bahn").len(), 1);
    }
}

/// Makes the checksums of an index fit its `meta.json`, as another program would have written them.
fn reseal(index: &Path) {
    let meta = fs::read(index.join("meta.json")).unwrap();
    let checksums = index.join("checksums.txt");
    let text = fs::read_to_string(&checksums).unwrap();
    let others = text.lines().filter(|line| line.contains(' ') && !line.ends_with(" meta.json"));
    let mut lines: String = others.map(|line| format!("{line}\n")).collect();
    lines.push_str(&format!("{} {} meta.json\n", blake3::hash(&meta), meta.len()));
    fs::write(checksums, format!("{lines}{}\n", blake3::hash(lines.as_bytes()))).unwrap();
}

#[test]
fn a_damaged_index_says_so() {
    let sandbox = Sandbox::with(&[("a.txt", &article("Titel", "Ein Satz mit Bahn."))]);
    sandbox.index();
    fs::write(sandbox.index_dir().join("meta.json"), "{").unwrap();
    let ran = sandbox.run(&["search", "Bahn"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("is damaged") && ran.err.contains("--rebuild"), "{}", ran.err);
    assert_eq!(sandbox.run(&["index", "in", "--rebuild"]).code, 0);
    assert_eq!(sandbox.search("Bahn").len(), 1);
}

#[test]
fn bad_lines_and_files_among_good_ones() {
    let sandbox = Sandbox::with(&[
        ("gut.txt", &article("Titel", "Ein Satz mit Bahn.")),
        ("leer.txt", ""),
        (
            "alles.jsonl",
            "{\"id\":\"a\",\"text\":\"Erste Bahn.\"}\n{kaputt\n{\"id\":\"b\"}\n{\"id\":\"c\",\"text\":\"Dritte Bahn.\"}\n",
        ),
    ]);
    sandbox.write("bild.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    sandbox.write("null.txt", b"Text\0mehr");
    let ran = sandbox.run(&["index", "in", "--json"]);
    let account = &ran.json()[0];
    assert_eq!(ran.code, 2, "bad records are owned up to");
    let count = |name: &str| account[name].as_u64().unwrap();
    assert_eq!((count("found"), count("indexed"), count("articles")), (5, 2, 3));
    let skipped = account["skipped"].as_array().unwrap();
    assert_eq!(count("found"), count("indexed") + count("unchanged") + skipped.len() as u64);
    let reasons: Vec<&str> = skipped.iter().map(|entry| entry["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["binary, not text", "empty", "binary, not text"]);
    for line in ["in/alles.jsonl:2: no article:", "in/alles.jsonl:3: no article:", "in/leer.txt: empty"] {
        assert!(ran.err.contains(line), "{}", ran.err);
    }
    let again = sandbox.run(&["index", "in", "--json"]);
    assert_eq!((again.code, again.json()[0]["unchanged"].as_u64()), (2, Some(2)), "what is missing stays known");
    let receipt = sandbox.run(&["search", "Bahn"]);
    assert!(receipt.err.contains("2 files or records could not be indexed"), "{}", receipt.err);
}

#[cfg(unix)]
#[test]
fn what_is_no_file() {
    use std::os::unix::fs::symlink;
    let sandbox = Sandbox::with(&[("ordner/gut.txt", &article("Titel", "Ein Satz mit Bahn."))]);
    let made = std::process::Command::new("mkfifo").arg(sandbox.input().join("rohr.txt")).status();
    assert!(made.unwrap().success());
    symlink("..", sandbox.input().join("ordner/kreis")).unwrap();
    symlink("/etc", sandbox.input().join("hinaus")).unwrap();
    let account = sandbox.index();
    assert_eq!((account["articles"].as_u64(), account["skipped"].as_array().unwrap().len()), (Some(1), 3));
    let ran = sandbox.run(&["index", "in", "--follow"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for line in [
        "ordner/kreis: symbolic link in a circle",
        "rohr.txt: FIFO, never opened",
        "hinaus: symbolic link out of the folder",
    ] {
        assert!(ran.err.contains(line), "{line}: {}", ran.err);
    }
}

#[cfg(unix)]
#[test]
fn an_unreadable_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::with(&[("gut.txt", &article("Titel", "Ein Satz mit Bahn.")), ("zu.txt", "Text")]);
    let closed = sandbox.input().join("zu.txt");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&closed).is_ok() {
        println!("skipped: this user can read every file");
        return;
    }
    let ran = sandbox.run(&["index", "in"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("in/zu.txt: cannot be read: Permission denied"), "{}", ran.err);
    assert_eq!(sandbox.search("Bahn").len(), 1);
}

#[cfg(unix)]
#[test]
fn hostile_names_and_texts_never_reach_the_terminal() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let sandbox = Sandbox::with(&[
        ("boese\u{1b}[31m\nname.txt", &article("Titel \u{1b}]0;x\u{7}", "Die Bahn \u{1b}[2J fährt \u{202e}rückwärts.")),
        ("kaputt\u{1b}[5m.jsonl", "{\u{1b}\n"),
    ]);
    fs::write(sandbox.input().join(OsStr::from_bytes(b"w\xfcst.txt")), article("Wüst", "Eine Bahn.")).unwrap();
    let ran = sandbox.run(&["index", "in"]);
    let safe = |text: &str| text.chars().all(|c| c == '\n' || (!c.is_control() && c != '\u{202e}'));
    assert!(safe(&ran.out) && safe(&ran.err), "{:?} {:?}", ran.out, ran.err);
    for format in ["text", "line"] {
        let ran = sandbox.run(&["search", "Bahn", "--format", format]);
        assert!(safe(&ran.out) && safe(&ran.err), "{:?}", ran.out);
        assert!(ran.out.contains("␛[2J"), "{}", ran.out);
    }
    let hits = sandbox.search("Bahn");
    assert_eq!(hits.len(), 2);
    assert!(hits.iter().any(|hit| hit["text"].as_str().unwrap().contains('\u{1b}')), "JSON is exact");
    let id = hits.iter().find(|hit| hit["title"] != "Wüst").unwrap()["id"].as_str().unwrap().to_owned();
    let shown = sandbox.run(&["show", &id]);
    assert!(shown.code == 0 && safe(&shown.out), "{:?}", shown.out);
    let err = sandbox.run(&["show", "\u{1b}[31m"]);
    assert!(err.code == 2 && safe(&err.err), "{:?}", err.err);
}

#[test]
fn cells_are_no_formulas() {
    let sandbox =
        Sandbox::with(&[("a.jsonl", "{\"id\":\"=1+1\",\"title\":\"@SUM(A1)\",\"text\":\"-Bahn und mehr\"}\n")]);
    sandbox.index();
    let csv = sandbox.run(&["search", "Bahn", "--format", "csv"]).out;
    assert!(csv.contains(",'=1+1#1,'=1+1,") && csv.contains(",'@SUM(A1),'-Bahn"), "{csv}");
    sandbox.write(
        "b.jsonl",
        "{\"id\":\"b\",\"title\":\"\u{200b}=1\",\"text\":\"Tram \\u001b[31m\\u202e rot.\\n\\nZweiter Absatz.\"}\n",
    );
    sandbox.index();
    let csv = sandbox.run(&["search", "Tram", "--format", "csv"]).out;
    assert!(csv.contains("␛[31m<U+202E> rot.\nZweiter Absatz."), "{csv}");
    assert!(csv.contains("'\u{200b}=1") && !csv.contains(['\u{1b}', '\u{202e}']), "{csv}");
}

#[test]
fn the_largest_numbers() {
    let sandbox = Sandbox::with(&[("a.txt", &article("Titel", "Ein Satz mit Bahn."))]);
    sandbox.index();
    let most = usize::MAX.to_string();
    for args in [&["--offset", &most][..], &["-n", &most], &["-n", &most, "--offset", &most], &["-C", &most]] {
        let ran = sandbox.run(&[&["search", "Bahn"], args].concat());
        assert!(ran.code < 2, "{args:?}: {}", ran.err);
    }
}

#[test]
fn a_german_locale_gets_german_errors() {
    let records = "{\"text\":\"Ein Zug.\"}\n{kaputt\n";
    let sandbox = Sandbox::with(&[("a.txt", &article("Titel", "Ein Satz mit Bahn.")), ("b.jsonl", records)]);
    let skipped = "ausgelassen: in/b.jsonl:2: kein Artikel: kein JSON: „";
    for _ in 0..2 {
        let ran = sandbox.run_german(&["index", "in"]);
        assert!(ran.code == 2 && ran.err.starts_with(skipped), "{}", ran.err);
    }
    assert!(sandbox.run_german(&["stats"]).out.contains("b.jsonl:2: kein Artikel: kein JSON: „"));
    sandbox.write("liste", "zwei Wörter\n");
    for (args, told) in [
        (
            &["index", "in", "--no-compounds"][..],
            "der Index in index zerlegt zusammengesetzte Wörter: um ihn mit --no-compounds neu aufzubauen, zusätzlich --rebuild angeben",
        ),
        (&["index", "in", "--exceptions", "in/liste"], "in/liste: Zeile 1 der Ausnahmeliste: `zwei Wörter`: ein Wort"),
        (&["index", "in", "--exceptions", "weg"], "weg: Datei oder Ordner nicht gefunden"),
        (&["index", "in/a.txt/b"], "in/a.txt/b: ist kein Ordner"),
        (&["search", "Bahn", "--index", "weg"], "kein Index in weg: zuerst `fundstelle index ORDNER` aufrufen"),
        (&["search", "Bahn", "--since", "neulich"], "--since neulich: kein Datum"),
        (&["search", "Bahn", "--sort", "date", "--recent"], "--recent und --sort date schließen einander aus"),
        (&["search", "Bahn NAHE Zug"], "NAHE und VOR brauchen eine Zahl von 1 bis 50"),
        (&["search", "Bahn", "--timeout", "0", "--sort", "date"], "die Anfrage hat zu lange gedauert"),
        (&["show", "weg"], "eine Kennung „weg“ gibt es im Index nicht"),
        (&["watch", "run", "weg"], "eine gespeicherte Suche „weg“ gibt es nicht"),
        (&["check", "in"], "in: keine Datei"),
    ] {
        let ran = sandbox.run_german(args);
        let expected = format!("fundstelle: {told}");
        assert!(ran.code == 2 && ran.err.lines().any(|line| line.starts_with(&expected)), "{args:?}: {}", ran.err);
    }
}
