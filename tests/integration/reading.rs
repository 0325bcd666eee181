//! Results as people read them: concordances, context, the article with its marks.

use crate::support::Sandbox;

fn columns(line: &str, found: &str) -> usize {
    line[..line.find(found).unwrap_or_else(|| panic!("{found}: {line}"))].chars().count()
}

#[test]
fn concordances_stand_one_below_the_other() {
    let sandbox = Sandbox::of_corpus();
    let ran = sandbox.run(&["search", "--kwic", "-n", "20", "Werbung"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines.len() > 10, "{}", ran.out);
    let places: Vec<usize> = lines.iter().map(|line| columns(line, "«")).collect();
    // Ids have different lengths, and with them what is left for the words.
    for (line, place) in lines.iter().zip(&places) {
        let id = line.split_whitespace().next_back().unwrap();
        let side = ((100 - id.chars().count() - 2) / 2).max(15);
        assert_eq!(*place, side, "{line}");
        assert!(line.ends_with(&format!("  {id}")), "{line}");
    }
    let json = sandbox.run(&["search", "--json", "-n", "20", "Werbung"]).json();
    let marks: usize = json.iter().map(|hit| hit["highlights"].as_array().unwrap().len()).sum();
    assert_eq!(lines.len(), marks, "a line for each match");
    assert!(lines.iter().any(|line| line.contains("«Werbe»budget")), "{}", ran.out);
    let ran = sandbox.run(&["search", "--kwic", "--json", "Werbung"]);
    assert_eq!(ran.code, 2);
}

#[test]
fn context_in_sentences() {
    let sandbox = Sandbox::with(&[(
        "a.txt",
        "Titel\nDer Zug hält an. Die Bahn streikt heute. Es schneit im Tal. Öl ist teuer. Niemand kommt. Die Bahn schweigt dazu.\n",
    )]);
    sandbox.index();
    for (context, text) in [
        ("0", "… Die «Bahn» streikt heute. … Die «Bahn» schweigt dazu."),
        (
            "1",
            "Der Zug hält an. Die «Bahn» streikt heute. Es schneit im Tal. … Niemand kommt. Die «Bahn» schweigt dazu.",
        ),
        (
            "9",
            "Der Zug hält an. Die «Bahn» streikt heute. Es schneit im Tal. Öl ist teuer. Niemand kommt. Die «Bahn» schweigt dazu.",
        ),
    ] {
        let ran = sandbox.run(&["search", "--format", "text", "-C", context, "Bahn"]);
        assert!(ran.out.lines().any(|line| line.trim() == text), "-C {context}: {}", ran.out);
        let ran = sandbox.run(&["search", "-C", context, "Bahn"]);
        assert!(ran.out.contains(text), "-C {context}: {}", ran.out);
    }
}

#[test]
fn an_article_with_the_marks_of_a_query() {
    let sandbox = Sandbox::of_corpus();
    let id = "kaspersky/2018-04-21-twitter-verbietet-kaspersky-anzeigen.txt#3";
    let ran = sandbox.run(&["show", id, "Werbung", "UND", "Kaspersky"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for marked in ["«Werbe»budget", "«Kaspersky»", "«Werbung» zu schalten"] {
        assert!(ran.out.contains(marked), "{marked}: {}", ran.out);
    }
    let asked: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("│ ")).collect();
    assert!(asked.iter().any(|line| line.contains("«Werbe»budget")), "{asked:?}");
    assert!(asked.len() < ran.out.lines().count() / 3, "{asked:?}");
    // Without a query the passage itself is marked, as a whole.
    let ran = sandbox.run(&["show", id]);
    assert!(ran.out.contains("«Selbst wenn Twitter") && !ran.out.contains("«Werbe»budget"), "{}", ran.out);
    let json = sandbox.run(&["show", "--json", id, "Werbung"]).json();
    let passage = &json[0]["passages"][2];
    assert!(!passage["highlights"].as_array().unwrap().is_empty(), "{passage}");
    let ran = sandbox.run(&["show", id, "(offen"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("not closed") && ran.err.contains('^'), "{}", ran.err);
}
