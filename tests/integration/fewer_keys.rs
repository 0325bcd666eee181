//! What need not be typed: ids, the index, days.

use std::fs;

use crate::support::{Ran, Sandbox, article, program};

fn sample() -> Sandbox {
    let sandbox = Sandbox::with(&[
        ("a.txt", &article("Erster Zug", "Die Bahn fährt, die Bahn hält, die Bahn steht.")),
        ("b.txt", &article("Zweiter Zug", "Die Bahn fährt, die Bahn hält an keinem Ort.")),
        ("c.txt", &article("Dritter Zug", "Die Bahn kommt heute mit einem Schiff an diesem Ort an.")),
        ("d.txt", &article("Ein Schiff", "Ein Schiff legt ab.")),
    ]);
    sandbox.index();
    sandbox
}

/// Runs the program as in the terminal of this name, in `folder`.
fn typed(sandbox: &Sandbox, session: &str, folder: &str, args: &[&str]) -> Ran {
    let mut command = program();
    command.env("XDG_RUNTIME_DIR", sandbox.path()).env("FUNDSTELLE_SESSION", session).env("LANG", "de_DE.UTF-8");
    command.current_dir(sandbox.path().join(folder)).args(args).output().unwrap().into()
}

#[test]
fn a_number_is_a_hit_of_the_last_search() {
    let sandbox = sample();
    let ids = typed(&sandbox, "eins", ".", &["search", "--json", "Bahn"]).ids();
    assert_eq!(ids.len(), 3);
    for number in 1..=3 {
        let cited = typed(&sandbox, "eins", ".", &["cite", &number.to_string()]);
        assert_eq!(cited.out, typed(&sandbox, "eins", ".", &["cite", &ids[number - 1]]).out, "{}", cited.err);
        assert_eq!(cited.code, 0);
    }
    let third = ids[2].as_str();
    for command in ["show", "copies", "similar"] {
        let (by_number, by_id) =
            (typed(&sandbox, "eins", ".", &[command, "3"]), typed(&sandbox, "eins", ".", &[command, third]));
        assert_eq!((by_number.code, &by_number.out), (by_id.code, &by_id.out), "{command}: {}", by_number.err);
        assert!(by_number.code < 2, "{command}: {}", by_number.err);
    }
    // Of the second page the numbers that it shows.
    typed(&sandbox, "eins", ".", &["search", "--offset", "2", "Bahn"]);
    assert!(typed(&sandbox, "eins", ".", &["show", "3"]).out.contains("Dritter Zug"));
    assert_eq!(typed(&sandbox, "eins", ".", &["show", "1"]).code, 2);
    // Another terminal has made no search, and a script has no terminal.
    assert_eq!(typed(&sandbox, "zwei", ".", &["show", "3"]).code, 2);
    assert_eq!(sandbox.run(&["show", "3"]).code, 2);
    // Elsewhere the hit is still that of the index that was searched, unless another is named.
    fs::create_dir(sandbox.path().join("fern")).unwrap();
    assert!(typed(&sandbox, "eins", "fern", &["show", "3"]).out.contains("Dritter Zug"));
    assert_eq!(typed(&sandbox, "eins", "fern", &["--index", "anderer", "show", "3"]).code, 2);
}

#[test]
fn the_index_is_found_here_and_above() {
    let sandbox = sample();
    fs::create_dir_all(sandbox.path().join("in/tief/unten")).unwrap();
    let below = typed(&sandbox, "", "in/tief/unten", &["search", "--json", "Schiff"]);
    assert_eq!((below.code, below.ids().len()), (0, 2), "{}", below.err);
    let mut command = program();
    command.env("FUNDSTELLE_INDEX", "").current_dir(sandbox.path());
    let ran: Ran = command.args(["search", "--json", "Schiff"]).output().unwrap().into();
    assert_eq!(ran.ids().len(), 2, "{}", ran.err);
    let mut command = program();
    command.env("FUNDSTELLE_INDEX", "nirgends").current_dir(sandbox.path());
    let ran: Ran = command.args(["search", "Schiff"]).output().unwrap().into();
    assert_eq!(ran.code, 2, "a name is a name");
    // An index is made where one stands, not above.
    sandbox.write("tief/unten/e.txt", article("Tief", "Ein Schiff sinkt."));
    assert_eq!(typed(&sandbox, "", "in/tief", &["index", "unten"]).code, 0);
    assert_eq!(typed(&sandbox, "", "in/tief", &["search", "--json", "Schiff"]).ids().len(), 1);
}

#[test]
fn days_and_names_are_short() {
    let sandbox = Sandbox::new();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
    let day = |back: i64| {
        let date = jiff::Timestamp::from_second(now - back * 86_400).unwrap();
        date.to_string().split('T').next().unwrap().to_owned()
    };
    let record = |id: &str, back: i64, source: &str| {
        let date = day(back);
        format!(
            "{{\"id\": \"{id}\", \"text\": \"Ein Erdbeben im Süden.\", \"date\": \"{date}\", \"source\": \"{source}\"}}\n"
        )
    };
    sandbox.write(
        "a.jsonl",
        [record("neu", 2, "Wikinews"), record("alt", 40, "Bote"), record("älter", 800, "Wikinachrichten")].concat(),
    );
    sandbox.index();
    let found = |args: &[&str]| {
        let ran = sandbox.run(&[&["search", "--json"], args, &["Erdbeben"]].concat());
        let mut ids = ran.ids();
        ids.sort();
        (ran.code, ids.iter().map(|id| id.trim_end_matches("#1").to_owned()).collect::<Vec<_>>())
    };
    let ids = |ids: &[&str]| (i32::from(ids.is_empty()), ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
    assert_eq!(found(&["--since", "7d"]), ids(&["neu"]));
    assert_eq!(found(&["--since", "vor 2 Monaten"]), ids(&["alt", "neu"]));
    assert_eq!(found(&["--until", "1 year ago"]), ids(&["älter"]));
    assert_eq!(found(&["--since", "heute"]), ids(&[]));
    assert_eq!(found(&["--since", "neulich"]).0, 2);
    assert_eq!(found(&["--source", "Wiki*"]), ids(&["neu", "älter"]));
    assert_eq!(found(&["source:Wikinews*"]), ids(&["neu"]));
    // Before and behind the query.
    assert_eq!(found(&["--recent"]).1.len(), 3);
    assert_eq!(sandbox.run(&["search", "--json", "Erdbeben", "--recent"]).ids()[0], "neu#1");
    // Without hits and facets it is the total that is asked for.
    let total = sandbox.run(&["search", "-n", "0", "Erdbeben"]);
    assert_eq!((total.code, total.out.as_str()), (0, "3 articles, 3 passages\n"), "{}", total.err);
    assert_eq!(sandbox.run(&["search", "-n", "0", "Vulkan"]).code, 1);
    let total = sandbox.run(&["search", "-n", "0", "--json", "Erdbeben"]).json();
    assert_eq!(total[0]["total"]["articles"], 3);
}

#[test]
fn an_id_with_a_number_sign_is_the_passage_that_was_shown() {
    let sandbox = Sandbox::with(&[(
        "a.jsonl",
        "{\"id\": \"a\", \"title\": \"Der eine\", \"text\": \"Ein Quagga grast.\"}\n\
         {\"id\": \"a#1\", \"title\": \"Der andere\", \"text\": \"Ein Zebra grast.\"}\n\
         {\"id\": \"b#7\", \"title\": \"Der dritte\", \"text\": \"Ein Esel grast.\"}\n",
    )]);
    sandbox.index();
    for (query, title) in [("Quagga", "Der eine"), ("Zebra", "Der andere"), ("Esel", "Der dritte")] {
        let id = sandbox.search(query)[0]["id"].as_str().unwrap().to_owned();
        assert!(sandbox.run(&["show", &id]).out.starts_with(title), "{query}: {id}");
    }
    for (id, title) in [
        ("a", "Der eine"),
        ("a#1", "Der eine"),
        ("a#1#1", "Der andere"),
        ("a#1#", "Der andere"),
        ("b#7", "Der dritte"),
        ("b#7#1", "Der dritte"),
    ] {
        assert!(sandbox.run(&["show", id]).out.starts_with(title), "{id}");
    }
    assert_eq!(sandbox.run(&["show", "a#2"]).code, 2);
}
