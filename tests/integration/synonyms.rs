//! Synonyms of the user widen a query, and the receipt says so; what is written exactly is left alone.

use std::fs;

use fundstelle::Searcher;
use fundstelle::query::Synonyms;
use fundstelle::search::{Hit, SearchOptions};
use serde_json::json;

use crate::support::{Sandbox, article};

/// A line of the list, a query that it widens, a sentence that only the synonym finds, and what is marked there.
const PAIRS: [(&str, &str, &str, &str); 40] = [
    // Each stands for the other, in any form.
    ("Kita, Kindertagesstätte", "Kita", "Die Kindertagesstätten öffnen wieder.", "Kindertagesstätten"),
    ("Kita, Kindertagesstätte", "Kindertagesstätten", "Vor der Kita stehen Eltern.", "Kita"),
    ("Auto, Wagen", "Autos", "Drei Wagen stehen im Hof.", "Wagen"),
    ("Auto, Wagen", "Wagens", "Vier Autos fahren im Kreis.", "Autos"),
    ("Bahnhof, Hauptbahnhof, Haltepunkt", "Haltepunkte", "Zwei Hauptbahnhöfe werden saniert.", "Hauptbahnhöfe"),
    ("Arzt, Mediziner", "Ärzte", "Den Medizinern fehlt Zeit.", "Medizinern"),
    ("Arzt, Mediziner", "Mediziner", "Die Ärztinnen fordern mehr Zeit.", "Ärztinnen"),
    ("Geld, Moneten", "Moneten", "Des Geldes wegen kam er nicht.", "Geldes"),
    ("Semmel, Brötchen", "Semmeln", "Das Brötchen kostet nun einen Euro.", "Brötchen"),
    ("Samstag, Sonnabend", "Sonnabends", "Am Samstag ist frei.", "Samstag"),
    ("Fahrstuhl, Aufzug", "Fahrstühle", "Alle Aufzüge stehen still.", "Aufzüge"),
    ("Karotte, Möhre", "Möhren", "Eine Karotte wiegt hundert Gramm.", "Karotte"),
    ("Orange, Apfelsine", "Apfelsine", "Die Orangen reifen spät.", "Orangen"),
    ("Briefträger, Postbote", "Briefträgern", "Der Postbote kam spät.", "Postbote"),
    ("Metzger, Fleischer", "Metzgern", "Der Fleischer schließt.", "Fleischer"),
    // One way.
    ("Handy => Mobiltelefon, Smartphone", "Handy", "Das Smartphone blieb liegen.", "Smartphone"),
    ("Handy => Mobiltelefon, Smartphone", "Handys", "Mobiltelefone sind verboten.", "Mobiltelefone"),
    ("Seuche => Pest, Cholera", "Seuchen", "Die Cholera brach aus.", "Cholera"),
    ("Unwetter => Hagel, Orkan", "Unwettern", "Ein Orkan zog über das Land.", "Orkan"),
    ("Gewässer => Fluss, Teich", "Gewässern", "Die Flüsse führen Hochwasser.", "Flüsse"),
    ("Möbel => Stuhl, Schrank", "Möbel", "Die Stühle sind aus Buche.", "Stühle"),
    ("Obst => Apfel, Birne", "Obst", "Äpfel sind in diesem Herbst knapp.", "Äpfel"),
    ("Polizist => Schutzmann, Gendarm", "Polizisten", "Zwei Schutzmänner kamen herbei.", "Schutzmänner"),
    // Verbs and adjectives.
    ("kaufen => erwerben", "gekauft", "Die Stadt erwirbt das Haus.", "erwirbt"),
    ("sterben => verscheiden", "gestorben", "Der Maler verschied in Rom.", "verschied"),
    ("teuer, kostspielig", "teure", "Ein kostspieliges Vergnügen war das.", "kostspieliges"),
    ("streiken => die Arbeit niederlegen", "streikte", "Sie wollten die Arbeit niederlegen.", "die Arbeit niederlegen"),
    // Compounds: the query, the entry, the text.
    ("Fahrkarte => Ticket", "Fahrkarten", "Die Ticketpreise steigen.", "Ticket"),
    ("Flugzeug => Maschine", "Flugzeuge", "Die Passagiermaschine landete sicher.", "maschine"),
    ("Krankenhaus, Klinik", "Krankenhäuser", "Das Klinikpersonal ist müde.", "Klinik"),
    ("Rathaus => Stadtverwaltung", "Rathäuser", "Die Verwaltung der Stadt schweigt.", "Verwaltung"),
    ("Impfstoff => Vakzin", "Impfstoffe", "Das Vakzin wirkt.", "Vakzin"),
    ("Regenschirm, Parapluie", "Parapluies", "Ein Regenschirm blieb im Bus.", "Regenschirm"),
    // Several words.
    ("EU, Europäische Union", "EU", "Der Rat der Europäischen Union tagt.", "Europäischen Union"),
    ("EU, Europäische Union", "europäische Union", "Eine Richtlinie der EU tritt in Kraft.", "EU"),
    ("BSI => Bundesamt für Sicherheit", "BSI", "Das Bundesamt für Sicherheit warnt.", "Bundesamt für Sicherheit"),
    ("Weißes Haus => Washington", "Weißes Haus", "Washington schweigt.", "Washington"),
    // Spellings, hyphens, capitals.
    ("E-Auto, Stromer", "E-Autos", "Der Stromer lädt.", "Stromer"),
    ("Corona, Covid", "corona", "An Covid erkrankt sind zwei.", "Covid"),
    ("Strasse, Chaussee", "Straßen", "Die Chaussee ist gesperrt.", "Chaussee"),
];

fn marks(hit: &Hit) -> Vec<String> {
    let letters: Vec<char> = hit.text.chars().collect();
    hit.highlights.iter().map(|(a, b)| letters[*a as usize..*b as usize].iter().collect()).collect()
}

#[test]
fn forty_pairs() {
    let sandbox = Sandbox::new();
    for (number, (.., sentence, _)) in PAIRS.iter().enumerate() {
        sandbox.write(&format!("{number}.txt"), format!("Nummer {number}\n{sentence}\n"));
    }
    sandbox.index();
    let open = || Searcher::open(&sandbox.index_dir()).unwrap();
    let plain = open();
    let options = SearchOptions::default().with_limit(100);
    let mut wrong = Vec::new();
    for (number, (line, query, sentence, marked)) in PAIRS.iter().enumerate() {
        let searcher = open().with_synonyms(&Synonyms::parse(line).unwrap());
        let article = format!("{number}.txt");
        let found = |searcher: &Searcher, query: &str| {
            let hits = searcher.search(query, &options).unwrap().hits;
            hits.into_iter().find(|hit| hit.article == article)
        };
        if found(&plain, query).is_some() {
            wrong.push(format!("{query} finds “{sentence}” by itself"));
            continue;
        }
        let results = searcher.search(query, &options).unwrap();
        let typed = query.split(' ').next_back();
        let is_told = results.words.iter().any(|word| word.synonym_of.as_deref() == typed);
        let marks = found(&searcher, query).map(|hit| marks(&hit).join(" ")).unwrap_or_default();
        if !marks.contains(marked) || !is_told || results.words.iter().all(|word| word.synonym_of.is_some()) {
            wrong.push(format!("{line}: {query} marks “{marks}” in “{sentence}”: {:?}", results.words));
        }
        // What is written exactly is left alone.
        for exact in [format!("\"{query}\""), format!("={}", query.replace(' ', " ="))] {
            let results = searcher.search(&exact, &options).unwrap();
            assert!(results.hits.iter().all(|hit| hit.article != article), "{line}: {exact}");
            assert!(results.words.iter().all(|word| word.synonym_of.is_none()), "{line}: {exact}");
        }
        if line.contains("=>") && !line.contains("Haus") {
            // One way is one way.
            let other = line.split_once("=> ").unwrap().1.split(", ").next().unwrap();
            let words = searcher.search(other, &options).unwrap().words;
            assert!(words.iter().all(|word| word.synonym_of.is_none()), "{line}: {other}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_word_is_left_whole() {
    let sandbox = Sandbox::with(&[
        ("a.txt", &article("Eins", "Der Kindergarten hat offen.")),
        ("b.txt", &article("Zwei", "Die Kinder spielen im Garten.")),
        ("c.txt", &article("Drei", "Vor den Kindergärten steht ein Gartenzaun.")),
    ]);
    sandbox.index();
    let options = SearchOptions::default();
    let found = |list: &str, query: &str| {
        let searcher = Searcher::open(&sandbox.index_dir()).unwrap().with_synonyms(&Synonyms::parse(list).unwrap());
        let mut ids: Vec<String> =
            searcher.search(query, &options).unwrap().hits.into_iter().map(|hit| hit.article).collect();
        ids.sort();
        ids.concat().replace(".txt", "")
    };
    for query in ["Kindergarten", "Kindergärten"] {
        assert_eq!(found("", query), "abc", "{query}");
        assert_eq!(found("= Kindergarten", query), "ac", "{query}");
    }
    assert_eq!(found("Kita => Kindergarten\n= Kindergärten", "Kita"), "ac");
    assert_eq!(found("= Kindergarten", "Kindergarten NAHE/5 offen"), "a");
}

#[test]
fn every_command_is_widened() {
    let sandbox = Sandbox::with(&[
        (
            "a.jsonl",
            &format!("{}\n", json!({"id": "a", "date": "2018-04-21", "text": "Die Kindertagesstätten öffnen."})),
        ),
        ("b.txt", &article("Zug", "Ein Zug hält an.")),
    ]);
    sandbox.index();
    fs::write(sandbox.path().join("s.txt"), "# Liste\nKita, Kindertagesstätte\n").unwrap();
    let run = |args: &[&str]| sandbox.run(&[args, &["--synonyms", "s.txt"]].concat());
    assert_eq!(sandbox.run(&["search", "Kita"]).code, 1);
    let ran = run(&["search", "Kita"]);
    assert!(ran.out.contains("Die «Kindertagesstätten» öffnen.") && ran.code == 0, "{}", ran.err);
    assert!(ran.err.contains("Kita 0 · Kindertagesstätte 1 (synonym of Kita)"), "{}", ran.err);
    assert_eq!(run(&["search", "=Kita"]).code, 1);
    assert_eq!(run(&["search", "-n", "0", "--facets", "year", "Kita", "date:2018"]).code, 0);
    assert!(run(&["trend", "Kita"]).out.contains("1 of 1"));
    assert!(run(&["show", "a", "Kita"]).out.contains("«Kindertagesstätten»"));
    // The list of the moment counts for a saved search.
    assert!(run(&["watch", "add", "k", "Kita"]).err.contains("1 article so far"));
    sandbox.write("c.txt", article("Neu", "Eine Kindertagesstätte wird gebaut."));
    sandbox.index();
    assert!(run(&["watch", "run"]).out.contains("Eine «Kindertagesstätte» wird"));
    // By the project, and with a bad line.
    fs::write(sandbox.path().join(".fundstelle.toml"), "synonyms = \"s.txt\"\n").unwrap();
    assert_eq!(sandbox.run(&["search", "Kita"]).code, 0);
    fs::write(sandbox.path().join("s.txt"), "# Liste\nKita, Krippe\nHandy =>\n").unwrap();
    for command in [&["search", "Zug"][..], &["trend", "Zug"], &["watch", "run"], &["mcp"], &["serve"]] {
        let ran = sandbox.run_german(command);
        assert!(
            ran.code == 2 && ran.err.contains("s.txt:3: nach dem Pfeil fehlt ein Wort"),
            "{command:?}: {}",
            ran.err
        );
    }
    fs::remove_file(sandbox.path().join("s.txt")).unwrap();
    assert!(sandbox.run(&["search", "Zug"]).err.contains("s.txt: "));
}

#[test]
fn phrases_in_any_form() {
    let sandbox = Sandbox::with(&[
        ("a.txt", &article("Eins", "Er las den offenen Brief der Redaktion vor.")),
        ("b.txt", &article("Zwei", "Des offenen Briefes wegen kam es zum Streit.")),
        ("c.txt", &article("Drei", "Der Brief lag offen da, ein offener langer Brief.")),
    ]);
    sandbox.index();
    let found = |query: &str| {
        let mut ids = sandbox.run(&["search", "--json", query]).ids();
        ids.sort();
        ids.concat().replace(".txt#1", "")
    };
    assert_eq!(found("\"offener Brief\""), "");
    assert_eq!(found("\"offener Brief\"~"), "ab");
    assert_eq!(found("„Brief der Redaktion“~ \"offener Brief\"~"), "ab");
    assert_eq!(found("\"offene Briefe\"~ UND NICHT Streit"), "a");
    assert_eq!(found("(\"offene Briefe\"~^2 Zeppelin)"), "ab");
    assert_eq!(found("\"offenen\"~"), "abc");
    let ran = sandbox.run_german(&["search", "\"offener Brief\""]);
    assert!(
        ran.code == 1 && ran.err.contains("In anderen Formen der Wörter: 2 Stellen mit \"offener Brief\"~"),
        "{}",
        ran.err
    );
    let ran = sandbox.run(&["search", "\"offener Zeppelin\""]);
    assert!(ran.code == 1 && !ran.err.contains('~'), "{}", ran.err);
    for query in ["\"offener Brief\"~3", "date:\"2018\"~"] {
        let ran = sandbox.run(&["search", query]);
        assert!(ran.code == 2 && ran.err.contains('^'), "{query}: {}", ran.err);
    }
}
