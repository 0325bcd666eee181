//! Hits leave as a workbook, as notes, as CSV with a mark and as a dossier, whatever their headlines hold.

use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Sandbox, article, program};

/// Headlines that would be something else in a spreadsheet, in front matter, in Markdown, in HTML or on a terminal.
const HOSTILE: [&str; 14] = [
    "=HYPERLINK(\"http://example.org/?\"&A1;\"Bahn\")",
    "+49 30 1234",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3",
    "---",
    "--- # kein Kommentar: nein",
    "\"Bahn\": 'streikt' {a: [b]}",
    "<script>alert(1)</script><img src=http://example.org/x.png onerror=alert(2)>",
    "</style></title><svg onload=alert(3)>",
    "![x](http://example.org/x.png) [[Seite]] ==y== `z`",
    "\u{1b}[31mrot\u{7} \u{9b}31m \u{85}",
    "\u{202e}nhaB\u{202c} \u{2066}x\u{2069}",
    "_x0041_ \u{fffe}\u{ffff} \u{feff}",
    "2018-04-21",
];

/// A text with markup that would act in a page.
const MARKUP: &str = "<script>alert(1)</script><img src=http://example.org/x.png onerror=alert(2)> Titel\n\n\
    Die Bahn streikt am Tag NummerB. </style></title></blockquote><svg onload=alert(3)><a href=http://example.org>x</a>\n";

/// An index of articles with these headlines, all with the word `Bahn` in their text.
fn hostile() -> Sandbox {
    let sandbox = Sandbox::new();
    let record = |(at, title): (usize, &&str)| {
        json!({
            "id": format!("r{at} {title}"), "title": title, "source": title, "section": title,
            "date": format!("2018-04-{:02}", at + 1),
            "text": format!("Die Bahn streikt am Tag Nummer{at}.\n\n{title}\n- Und der Bus <b>fährt</b> doch & weiter."),
        })
    };
    let lines: Vec<String> = HOSTILE.iter().enumerate().map(record).map(|record| record.to_string()).collect();
    sandbox.write("a.jsonl", lines.join("\n"));
    // Of a record, tags are taken away; of a text, nothing is.
    sandbox.write("b.txt", MARKUP);
    sandbox.index();
    sandbox
}

/// The hits as JSON, with which every other format must agree.
fn expected(sandbox: &Sandbox) -> Vec<Value> {
    let hits = sandbox.run(&["search", "-n", "100", "--json", "Bahn"]).json();
    assert!(hits.len() >= HOSTILE.len());
    hits
}

fn part(book: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The texts of a workbook as they are read back, `_x005F_` and `_xFFFE_` undone, in the order in which they are stored.
fn shared_strings(book: &[u8]) -> Vec<String> {
    use quick_xml::events::Event;
    let xml = part(book, "xl/sharedStrings.xml");
    let mut reader = quick_xml::Reader::from_str(&xml);
    let (mut strings, mut open) = (Vec::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) if start.name().as_ref() == "si" => open.clear(),
            Event::End(end) if end.name().as_ref() == "si" => strings.push(std::mem::take(&mut open)),
            Event::Text(text) => open.push_str(&text),
            Event::GeneralRef(name) => open.push(match &*name {
                "lt" => '<',
                "gt" => '>',
                "amp" => '&',
                other => panic!("{other}"),
            }),
            Event::Eof => return strings,
            _ => {}
        }
    }
}

#[test]
fn a_workbook_holds_texts_only() {
    let sandbox = hostile();
    let hits = expected(&sandbox);
    let ran = sandbox.run(&["search", "-n", "100", "-o", "t.xlsx", "--format", "xlsx", "Bahn"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(ran.err.starts_with(&format!("{} hits: t.xlsx\nSearched (passages): Bahn", hits.len())), "{}", ran.err);
    let book = fs::read(sandbox.path().join("t.xlsx")).unwrap();
    let piped = program()
        .current_dir(sandbox.path())
        .args(["search", "-n", "100", "--format", "xlsx", "Bahn"])
        .output()
        .unwrap();
    assert_eq!(&piped.stdout[..2], b"PK");
    let (sheet, strings) = (part(&book, "xl/worksheets/sheet1.xml"), shared_strings(&book));
    assert!(!sheet.contains("<f>") && !sheet.contains("hyperlink"), "no formula, no link");
    assert_eq!(sheet.matches("<row ").count(), hits.len() + 1);
    for hit in &hits {
        let title = hit["title"].as_str().unwrap();
        if !title.is_empty() && !title.contains(|c: char| c.is_control() || "\u{202e}\u{feff}".contains(c)) {
            assert!(strings.iter().any(|text| text == title), "{title}: {strings:?}");
        }
    }
    assert!(strings.iter().all(|text| !text.contains(|c: char| c.is_control() && c != '\n' || c == '\u{202e}')));
    assert!(strings.iter().any(|text| text.starts_with("_x005F_x0041_ _xFFFE__xFFFF_")), "{strings:?}");
    assert!(part(&book, "xl/workbook.xml").contains("name=\"Search\""));
    office(&sandbox, &hits);
}

/// Opens the workbook in LibreOffice, where it is installed, and compares the sheet.
fn office(sandbox: &Sandbox, hits: &[Value]) {
    let profile = format!("-env:UserInstallation=file://{}/office", sandbox.path().display());
    let args = [&profile, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "t.xlsx"];
    let Ok(converted) = Command::new("soffice").current_dir(sandbox.path()).args(args).output() else {
        println!("no soffice: skipped");
        return;
    };
    let csv = fs::read(sandbox.path().join("t.csv")).unwrap_or_else(|err| panic!("{err}: {converted:?}"));
    let mut rows = csv::Reader::from_reader(csv.as_slice());
    assert_eq!(rows.headers().unwrap().get(12), Some("title"));
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), hits.len());
    for (row, hit) in rows.iter().zip(hits) {
        let title = hit["title"].as_str().unwrap();
        assert_eq!((&row[1], &row[9]), (hit["rank"].to_string().as_str(), hit["date"].as_str().unwrap()));
        if !title.contains(|c: char| c.is_control() || "\u{202e}\u{feff}".contains(c)) {
            assert_eq!(&row[12], title);
        }
    }
}

/// Front matter and body of each note.
fn notes(text: &str) -> Vec<(serde_norway::Value, String)> {
    let mut notes = Vec::new();
    let mut lines = text.lines().peekable();
    while lines.peek().is_some() {
        assert_eq!(lines.next(), Some("---"));
        let front: Vec<&str> = lines.by_ref().take_while(|line| *line != "---").collect();
        let mut body = String::new();
        while let Some(line) = lines.next_if(|line| *line != "---") {
            body.push_str(line);
            body.push('\n');
        }
        notes.push((serde_norway::from_str(&front.join("\n")).unwrap(), body));
    }
    notes
}

#[test]
fn notes_have_front_matter_that_parsers_read() {
    let sandbox = hostile();
    let hits = expected(&sandbox);
    let ran = sandbox.run(&["search", "-n", "100", "--format", "markdown", "Bahn"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!ran.out.contains(|c: char| c.is_control() && c != '\n' || c == '\u{202e}'));
    let notes = notes(&ran.out);
    assert_eq!(notes.len(), hits.len());
    for ((front, body), hit) in notes.iter().zip(&hits) {
        for field in ["title", "date", "source", "section", "id", "article", "path"] {
            assert_eq!(front[field].as_str().unwrap_or_default(), hit[field].as_str().unwrap(), "{field}");
        }
        for field in ["paragraph", "line", "start", "end", "rank"] {
            assert_eq!(front[field].as_u64(), hit[field].as_u64(), "{field}");
        }
        assert_eq!((front["query"].as_str(), front["tags"][0].as_str()), (Some("Bahn"), Some("fundstelle")));
        assert!(front["url"].as_str().unwrap().starts_with("file:///"));
        let text = hit["text"].as_str().unwrap();
        assert!(!text.starts_with("Die Bahn") || body.contains("\n> Die ==Bahn== streikt am Tag"), "{body}");
        assert!(
            !text.contains("\n- Und der Bus <b>")
                || body.contains("> \\- Und der Bus \\<b\\>fährt\\</b\\> doch \\& weiter."),
            "{body}"
        );
        assert!(body.contains(&format!("BLAKE3 {}", front["blake3"].as_str().unwrap())), "{body}");
    }
    // A file each, and none is written over.
    fs::create_dir(sandbox.path().join("notizen")).unwrap();
    let args = ["search", "-n", "100", "--format", "markdown", "-o", "notizen", "Bahn"];
    let first = sandbox.run(&args);
    assert!(first.code == 0 && first.err.starts_with(&format!("{} notes: notizen\n", hits.len())), "{}", first.err);
    let files: Vec<_> =
        fs::read_dir(sandbox.path().join("notizen")).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), hits.len());
    let of_title = |title: &str| files.iter().find(|file| file.to_string_lossy().contains(title)).unwrap();
    let mine = of_title("2018-04-07 Bahn streikt a b ");
    fs::write(mine, "meine Notiz").unwrap();
    let again = sandbox.run(&args);
    assert!(
        again.err.contains(&format!("{} notes existed already and were left as they are", hits.len())),
        "{}",
        again.err
    );
    assert_eq!(fs::read_to_string(mine).unwrap(), "meine Notiz");
}

#[test]
fn a_dossier_tells_all_and_asks_nobody() {
    let sandbox = hostile();
    let hits = expected(&sandbox);
    let ran = sandbox.run_german(&["search", "-n", "100", "--dossier", "d.html", "Bahn"]);
    assert!(
        ran.code == 0
            && ran.out.is_empty()
            && ran.err.starts_with(&format!("{} Treffer: d.html\nGesucht (Passagen): Bahn", hits.len())),
        "{}",
        ran.err
    );
    let page = fs::read_to_string(sandbox.path().join("d.html")).unwrap();
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<link") && !page.contains("<a "));
    assert!(!page.contains(|c: char| c.is_control() && c != '\n' || c == '\u{202e}'));
    for told in ["Gesucht (Passagen): ", "15 Artikel", "<svg ", "BLAKE3 ", "Die <mark>Bahn</mark> streikt am Tag"] {
        assert!(page.contains(told), "{told}");
    }
    assert_eq!(page.matches("<article>").count(), hits.len());
    let narrow = sandbox.run(&["search", "-C", "0", "--since", "2018", "-n", "100", "--dossier", "-", "Bahn"]);
    assert!(narrow.out.contains("Nummer1. …</p>") && narrow.out.contains("<dd>--since 2018</dd>"), "{}", narrow.out);
    let nothing = sandbox.run(&["search", "--dossier", "-", "Schiff"]);
    assert!(nothing.code == 1 && nothing.out.contains("Nothing found."));
    in_browser(&sandbox.path().join("d.html"), hits.len());
}

#[cfg(all(unix, feature = "server"))]
fn in_browser(page: &Path, hits: usize) {
    let Some(mut browser) = crate::browser::Browser::start() else { return };
    let url = format!("file://{}", page.display());
    browser.open(&url);
    assert_eq!(browser.eval("document.querySelectorAll('article').length"), hits);
    // Its own style is allowed, and nothing that an article holds is an element.
    assert_eq!(browser.eval("getComputedStyle(document.querySelector('dl')).display"), "grid");
    assert_eq!(browser.eval("document.querySelectorAll('script, img, svg[onload], a, link').length"), 0);
    let title = browser.eval("document.querySelectorAll('h3')[7].textContent");
    assert!(title.as_str().is_some_and(|title| title.contains(". ")), "{title}");
    let pdf = browser.call("Page.printToPDF", &json!({"preferCSSPageSize": true}));
    assert!(pdf["data"].as_str().unwrap().len() > 10_000);
    let asked = browser.events.iter().filter(|event| event["method"] == "Network.requestWillBeSent");
    let asked: Vec<&str> = asked.map(|event| event["params"]["request"]["url"].as_str().unwrap()).collect();
    assert!(asked.iter().all(|asked| *asked == url), "{asked:?}");
    let errors: Vec<_> = browser.events.iter().filter(|event| event["method"] == "Log.entryAdded").collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[cfg(not(all(unix, feature = "server")))]
fn in_browser(_: &Path, _: usize) {}

#[test]
fn what_is_refused_and_what_is_empty() {
    let sandbox = hostile();
    let mark =
        program().current_dir(sandbox.path()).args(["search", "--format", "csv", "--bom", "Bahn"]).output().unwrap();
    assert!(mark.stdout.starts_with("\u{feff}topic,rank,".as_bytes()));
    for (args, told) in [
        (&["--bom"][..], "--bom needs --format csv"),
        (&["-o", "t.csv", "--format", "csv"], "--output needs --format xlsx or markdown"),
        (&["-o", "in/t.md", "--format", "markdown"], "would be indexed as well"),
        (&["--dossier", "in/d.html"], "would be indexed as well"),
        (&["--log", "in/l.jsonl"], "would be indexed as well"),
        (&["-o", "fehlt/t.xlsx", "--format", "xlsx"], "fehlt: "),
        (&["--format", "xlsx", "--facets", "year"], "--facets needs"),
    ] {
        let ran = sandbox.run(&[&["search", "Bahn"], args].concat());
        assert!(ran.code == 2 && ran.err.contains(told), "{args:?}: {}", ran.err);
    }
    let nothing = sandbox.run(&["search", "--format", "xlsx", "-o", "leer.xlsx", "Schiff"]);
    assert!(nothing.code == 1 && nothing.err.contains("Nothing found."), "{}", nothing.err);
    assert_eq!(
        part(&fs::read(sandbox.path().join("leer.xlsx")).unwrap(), "xl/worksheets/sheet1.xml").matches("<row ").count(),
        1
    );
    let similar = sandbox.run(&[
        "similar",
        "--format",
        "markdown",
        "-n",
        "1",
        "r0 =HYPERLINK(\"http://example.org/?\"&A1;\"Bahn\")",
    ]);
    assert_eq!((similar.code, notes(&similar.out).len()), (0, 1), "{}", similar.err);
}

#[test]
fn many_queries_in_the_query_language() {
    let sandbox = hostile();
    fs::write(sandbox.path().join("q.txt"), "\u{feff}Nummer1 ODER Nummer2\n\nbus\tBahn UND Tag -Nummer3\n  Schiff  \n")
        .unwrap();
    let run = |args: &[&str]| sandbox.run(&[&["search", "--queries", "q.txt", "-n", "50"], args].concat());
    let mut counts = std::collections::BTreeMap::new();
    let ran = run(&["--json", "--all"]);
    for hit in ran.json() {
        *counts.entry(hit["topic"].as_str().unwrap().to_owned()).or_insert(0) += 1;
    }
    assert_eq!((ran.code, counts), (0, [("1".to_owned(), 2), ("bus".to_owned(), 14)].into()), "{}", ran.err);
    let csv = run(&["--format", "csv", "--all"]).out;
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(rows.records().filter(|row| &row.as_ref().unwrap()[0] == "bus").count(), 14);
    assert!(run(&["--format", "trec"]).out.starts_with("1 Q0 "));
    let one = run(&["--json", "--all", "--since", "2018-04-03"]);
    assert_eq!(one.json().iter().filter(|hit| hit["topic"] == "1").count(), 1);
    let ran = run(&["--format", "xlsx", "-o", "q.xlsx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for (file, told) in [
        ("Bahn\n(Bahn\n", "q.txt:2: (Bahn: this bracket is not closed"),
        ("a\tBahn\na\tBus\n", "q.txt:2: the id a has been given before"),
        ("a b\tBahn\n", "q.txt:1: an id without white space"),
    ] {
        fs::write(sandbox.path().join("q.txt"), file).unwrap();
        let ran = run(&["--json"]);
        assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains(told), "{file}: {}", ran.err);
    }
}

#[test]
fn a_log_of_what_was_searched() {
    let sandbox = hostile();
    let log = sandbox.path().join("l.jsonl");
    let run = |args: &[&str]| sandbox.run(&[&["search", "--log", "l.jsonl"], args].concat());
    run(&["Bahn", "--source", "fehlt"]);
    // A line that a crash cut off takes no other with it.
    fs::write(&log, format!("{}{{\"time\": \"20", fs::read_to_string(&log).unwrap())).unwrap();
    fs::write(sandbox.path().join("q.txt"), "a\tBus\nb\tNICHT Bus\n").unwrap();
    assert_eq!(run(&["--json", "NICHT Bahn"]).code, 2);
    assert_eq!(run(&["--queries", "q.txt", "--json"]).code, 2);
    let text = fs::read_to_string(&log).unwrap();
    let lines: Vec<Option<Value>> = text.lines().map(|line| serde_json::from_str(line).ok()).collect();
    assert_eq!(lines.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false, true, true, true], "{text}");
    let [first, .., second, third] = lines.iter().flatten().collect::<Vec<_>>()[..] else { panic!("{text}") };
    assert_eq!(
        (&first["query"], &first["source"], &first["articles"], &first["hits"]),
        (&json!("Bahn"), &json!("fehlt"), &json!(15), &json!(0))
    );
    assert_eq!(first["receipt"]["words"][0]["typed"], "Bahn");
    assert!(first["time"].as_str().unwrap().ends_with('Z') && first["index"].as_str().unwrap().starts_with('/'));
    assert_eq!((&second["topic"], &third["topic"]), (&json!("a"), &json!("b")));
    assert!(third["error"].as_str().is_some(), "{third}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&log).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(!sandbox.path().join("index/l.jsonl").exists());
    // Many at once: no line is lost or mixed with another.
    let runs: Vec<_> = (0..4)
        .map(|n| {
            program()
                .current_dir(sandbox.path())
                .args(["search", "--quiet", "--log", "m.jsonl", &format!("Nummer{n}")])
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    runs.into_iter().for_each(|mut run| assert!(run.wait().unwrap().success()));
    let text = fs::read_to_string(sandbox.path().join("m.jsonl")).unwrap();
    assert_eq!(text.lines().filter(|line| serde_json::from_str::<Value>(line).is_ok()).count(), 4, "{text}");
}

#[test]
#[cfg(unix)]
fn a_workbook_is_no_sight_for_a_terminal() {
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};
    let sandbox = hostile();
    let terminal =
        native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_fundstelle"));
    command.cwd(sandbox.path());
    command.args(["search", "--format", "xlsx", "Bahn"]);
    command.env("LC_ALL", "C.UTF-8");
    let mut reader = terminal.master.try_clone_reader().unwrap();
    let mut child = terminal.slave.spawn_command(command).unwrap();
    drop(terminal.slave);
    let mut shown = Vec::new();
    // A terminal whose program has ended is an error on Linux, and everything was read.
    let _ = reader.read_to_end(&mut shown);
    assert_eq!(child.wait().unwrap().exit_code(), 2);
    let shown = String::from_utf8(shown).unwrap();
    assert!(shown.contains("add --output hits.xlsx") && !shown.contains("PK"), "{shown}");
}

#[cfg(feature = "xlsx")]
#[test]
fn a_text_with_very_many_marks_goes_without_them() {
    let sandbox = Sandbox::with(&[("a.txt", &article("Ausstand", &"Streik ".repeat(150)))]);
    sandbox.index();
    let ran = sandbox.run(&["search", "--format", "xlsx", "-o", "t.xlsx", "Streik"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(fs::read(sandbox.path().join("t.xlsx")).unwrap().starts_with(b"PK"));
}
