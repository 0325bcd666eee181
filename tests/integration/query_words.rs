//! What a word of a query finds beside others, what it is worth, and how it is told.

use crate::support::{Sandbox, article, marked};

#[test]
fn stop_words_between_hyphens_are_found_side_by_side() {
    let files = [
        ("apart.txt", "Eins\nEr tat, als ob er schliefe."),
        ("joint.txt", "Zwei\nEin Als-ob hilft keinem."),
        ("other.txt", "Drei\nOb er schläft, als es klingelt?"),
    ];
    let sandbox = Sandbox::with(&files);
    sandbox.index();
    for query in ["Als-ob", "Als-ob Als-ob", "+Als-ob", "x1.titel:Als-ob Als-ob"] {
        let mut hits = sandbox.search(query);
        hits.sort_by_key(|hit| hit["id"].to_string());
        let found: Vec<_> = hits.iter().map(|hit| (hit["id"].as_str().unwrap(), marked(hit))).collect();
        let expected = [("apart.txt#1", vec!["als ob".to_owned()]), ("joint.txt#1", vec!["Als-ob".to_owned()])];
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn a_word_that_is_more_than_its_joint_spelling() {
    let files = [
        ("joint.txt", "Eins\nDie Seite bote.example/NachtZug ist neu."),
        ("other.txt", "Zwei\nEin Nacht-Zug fuhr."),
        ("same.txt", "Drei\nDie Seite bote.example/Nacht-Zug ist alt."),
    ];
    let sandbox = Sandbox::with(&files);
    sandbox.index();
    let mut ids: Vec<String> =
        sandbox.search("+bote.example/Nacht-Zug").iter().map(|hit| hit["article"].to_string()).collect();
    ids.sort();
    assert_eq!(ids, ["\"joint.txt\"", "\"same.txt\""]);
}

#[test]
fn parts_that_are_typed_elsewhere_find_their_compound() {
    let files = [("apart.txt", "Eins\nEin Budget für Werbung."), ("other.txt", "Zwei\nEin Haus, eine Bahn.")];
    let sandbox = Sandbox::with(&files);
    sandbox.index();
    let hits = sandbox.search("Werbebudget (Werbung UND Haus) (Budget UND Bahn)");
    assert_eq!(hits.iter().map(|hit| hit["id"].as_str().unwrap()).collect::<Vec<_>>(), ["apart.txt#1"]);
    assert_eq!(marked(&hits[0]), ["Budget", "Werbung"]);
}

#[test]
fn a_word_typed_again_counts_as_where_it_counts_most() {
    let sandbox = Sandbox::of_corpus();
    let scores = |query: &str| {
        let scored = |hit: &serde_json::Value| format!("{} {:.3}", hit["id"], hit["score"].as_f64().unwrap());
        sandbox.search(query).iter().map(scored).collect::<Vec<_>>()
    };
    let boosted = scores("Streik^5 Bahn");
    assert_ne!(boosted, scores("Streik Bahn"));
    assert_eq!(scores("Werbebudget Werbebudget^5 Twitter"), scores("Werbebudget^5 Twitter"));
    for query in ["Streik^5 Bahn Streik", "Streik Bahn^0.5 Streik^5 Bahn", "Bahn Streik Streik^5"] {
        assert_eq!(scores(query), boosted, "{query}");
    }
}

#[test]
fn what_must_not_be_there_is_in_the_receipt() {
    let sandbox = Sandbox::of_corpus();
    for (query, told) in [
        ("Streik -Twiter", "· -Twiter 0 |"),
        ("Streik NICHT source:nirgends", "· -source:nirgends |"),
        ("Streik -Xyzz*", "· -Xyzz* 0 |"),
        ("Streik -(Twiter -Brif)", "· -Twiter 0 · Brif 0 |"),
    ] {
        let err = sandbox.run(&["search", query]).err;
        assert!(err.contains(told), "{query}: {err}");
    }
}

#[test]
fn suggestions_come_with_any_number_of_hits() {
    let sandbox = Sandbox::of_corpus();
    for limit in ["1", "2", "10"] {
        let err = sandbox.run(&["search", "-n", limit, "Kaspersy"]).err;
        assert!(err.contains("Did you mean: Kaspersky?"), "{limit}: {err}");
    }
    let err = sandbox.run(&["search", "Bahn NAHE/5 Striek"]).err;
    assert!(err.contains("Did you mean: Streik?"), "{err}");
}

#[test]
fn suggestions_are_words_as_texts_write_them() {
    let text = "Der Fußball ruht, und der Bundespräsident reist nach Großenhain. Das war im Ausschuss zu hören.";
    let sandbox = Sandbox::with(&[("a.txt", &article("Rede", text))]);
    sandbox.index();
    for (query, suggested) in [
        ("Rede Fußbal", "Fußball"),
        ("fussbal", "Fußball"),
        ("reist Grossenhein", "Großenhain"),
        ("Ausschus", "Ausschuss"),
        // Found by its parts alone, a compound may be misspelt.
        ("Bundespresident", "Bundespräsident"),
        ("hörenn Rede", "hören"),
    ] {
        let err = sandbox.run(&["search", query]).err;
        assert!(err.contains(&format!("Did you mean: {suggested}?")), "{query}: {err}");
    }
    for query in ["Fußball", "Fussball Rede", "Präsident", "Rede Xylophon"] {
        let err = sandbox.run(&["search", query]).err;
        assert!(!err.contains("Did you mean"), "{query}: {err}");
    }
}

/// A query, and of each file that it finds the name and what is marked.
type Marks<'a> = (&'a str, &'a [(&'a str, &'a [&'a str])]);

#[test]
fn a_compound_is_itself_or_its_parts_together() {
    let sandbox = Sandbox::with(&[
        ("apart.txt", "Eins\nDas Wasser stieg, und niemand dachte in jener Nacht am Fluss an einen Schutz."),
        ("behind.txt", "Zwei\nDer Schutz für das Wasser kommt spät."),
        ("before.txt", "Drei\nDas Wasser ist ohne Schutz."),
        ("whole.txt", "Vier\nWasser und Schutz: Der Wasserschutz kommt ohne Schutz aus."),
    ]);
    sandbox.index();
    let cases: [Marks<'_>; 2] = [
        ("+Wasserschutz", &[("behind.txt#1", &["Schutz", "Wasser"]), ("whole.txt#1", &["Wasserschutz"])]),
        (
            "Wasserschutz",
            &[
                ("apart.txt#1", &["Wasser", "Schutz"]),
                ("before.txt#1", &["Wasser", "Schutz"]),
                ("behind.txt#1", &["Schutz", "Wasser"]),
                ("whole.txt#1", &["Wasserschutz"]),
            ],
        ),
    ];
    for (query, expected) in cases {
        let mut hits = sandbox.search(query);
        hits.sort_by_key(|hit| hit["id"].to_string());
        let found: Vec<_> = hits.iter().map(|hit| (hit["id"].as_str().unwrap(), marked(hit))).collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(id, marks)| (*id, marks.iter().map(|mark| (*mark).to_owned()).collect::<Vec<String>>()))
            .collect();
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn relatives_add_to_the_score_and_never_match() {
    let files = [
        ("both.txt", "Eins\nIm Regen mahnen sie."),
        ("neither.txt", "Zwei\nIm Regen schlafen sie."),
        ("only.txt", "Drei\nEine Mahnung kam mit der Post."),
        ("related.txt", "Vier\nIm Regen kam eine Mahnung."),
    ];
    let sandbox = Sandbox::with(&files);
    sandbox.index();
    let found = |query: &str| {
        let hits = sandbox.search(query);
        hits.iter().map(|hit| (hit["article"].as_str().unwrap().to_owned(), marked(hit))).collect::<Vec<_>>()
    };
    let hit = |file: &str, marks: &[&str]| (file.to_owned(), marks.iter().map(|mark| (*mark).to_owned()).collect());
    assert_eq!(
        found("mahnen Regen"),
        [hit("both.txt", &["Regen", "mahnen"]), hit("related.txt", &["Regen"]), hit("neither.txt", &["Regen"])]
    );
    assert_eq!(found("mahnen"), [hit("both.txt", &["mahnen"])]);
    assert_eq!(found("mahnen UND Regen"), [hit("both.txt", &["Regen", "mahnen"])]);
    let ran = sandbox.run(&["search", "--json", "mahnen Regen"]);
    let receipt: serde_json::Value = serde_json::from_str(ran.err.lines().last().unwrap()).unwrap();
    let words = &receipt["receipt"]["words"];
    assert_eq!(words[0]["passages"], 1);
    assert_eq!(words[0]["related"], serde_json::json!([{"word": "Mahnung", "passages": 2}]));
    assert!(words[1].get("related").is_none());
    for (query, told) in [
        ("mahnen Regen", "mahnen 1 (related: Mahnung 2) · Regen 3 |"),
        ("mahnen", "mahnen 1 (related: Mahnung 2) |"),
        ("=mahnen Regen", "=mahnen 1 · Regen 3 |"),
        ("mahnen UND Regen", "mahnen 1 · Regen 3 |"),
        ("mahnen Mahnung", "mahnen 1 · Mahnung 2 |"),
    ] {
        let ran = sandbox.run(&["search", query]);
        assert!(ran.err.contains(told), "{query}: {}", ran.err);
    }
    let ran = sandbox.run_german(&["search", "mahnen"]);
    assert!(ran.err.contains("mahnen 1 (verwandt: Mahnung 2)"), "{}", ran.err);
    let ran = sandbox.run(&["search", "--format", "text", "--explain", "mahnen Regen"]);
    assert!(ran.out.contains("~mahnung: "), "{}", ran.out);
    let hits = sandbox.run(&["search", "--json", "--explain", "mahnen Regen"]).json();
    let parts: Vec<&serde_json::Value> = hits.iter().flat_map(|hit| hit["explanation"].as_array().unwrap()).collect();
    assert!(parts.iter().any(|part| part["word"] == "~mahnung" && part["searched"] == "mahnung"), "{parts:?}");
}

#[test]
fn relatives_are_told_as_texts_write_them() {
    let sandbox = Sandbox::with(&[
        ("a.txt", "Eins\nDie Schließung der Bäder kam früh."),
        ("b.txt", "Zwei\nDie Bäder schließen heute."),
    ]);
    sandbox.index();
    let ran = sandbox.run(&["search", "schliessen Bad"]);
    assert!(ran.err.contains("(related: Schließung 1)"), "{}", ran.err);
}

#[test]
fn stop_words_typed_like_names() {
    let sandbox = Sandbox::with(&[
        ("chancellor.txt", "Kanzler Weg und Minister Weil gehen\nBeide treten zurück."),
        ("goods.txt", "Zwei\nDie Waren aus China sind billig."),
        ("rain.txt", "Das Fest fällt aus, weil es regnet\nSchade."),
        ("visit.txt", "Vier\nGestern waren sie in China."),
    ]);
    sandbox.index();
    let found = |query: &str| {
        let mut hits: Vec<(String, Vec<String>)> = sandbox
            .search(query)
            .iter()
            .map(|hit| (hit["article"].as_str().unwrap().to_owned(), marked(hit)))
            .collect();
        hits.sort();
        hits
    };
    let hit = |file: &str, marks: &[&str]| (file.to_owned(), marks.iter().map(|mark| (*mark).to_owned()).collect());
    assert_eq!(found("title:Weil"), [hit("chancellor.txt", &[])]);
    assert_eq!(found("title:weil"), [hit("chancellor.txt", &[]), hit("rain.txt", &[])]);
    for query in ["Waren China", "China Waren"] {
        assert_eq!(found(query), [hit("goods.txt", &["Waren", "China"]), hit("visit.txt", &["China"])], "{query}");
    }
    for query in ["Waren sie in China", "waren China", "WAREN SIE IN CHINA"] {
        assert_eq!(found(query), [hit("goods.txt", &["China"]), hit("visit.txt", &["China"])], "{query}");
    }
}

#[test]
fn capitals_that_tell_nothing() {
    let sandbox = Sandbox::with(&[
        ("adjective.txt", "Eins\nDas Modell blieb schlank, die Stimmung ernst und niemand zornig."),
        ("name.txt", "Zwei\nGestern sang der Bariton Schlank."),
        ("noun.txt", "Drei\nIn allem Ernst gibt es keinen anderen Weg."),
    ]);
    sandbox.index();
    let found = |query: &str| {
        let mut hits: Vec<String> =
            sandbox.search(query).iter().map(|hit| hit["article"].as_str().unwrap().replace(".txt", "")).collect();
        hits.sort();
        hits.join(" ")
    };
    for (query, files) in [
        // A name or noun alone, or beside others.
        ("Schlank", "name"),
        ("Schlank Xylophon", "name"),
        ("Xylophon Schlank", "name"),
        ("Xylophon Neuer Schlank", "name"),
        ("Ernst", "noun"),
        // Any word has such a capital.
        ("SCHLANK", "adjective name"),
        ("SCHLANK XYLOPHON", "adjective name"),
        ("ERNST", "adjective noun"),
        ("Schlank bis Xylophon", "adjective name"),
        ("Schlank Bis Xylophon", "adjective name"),
        ("Xylophon Beschließt Schlank", "adjective name"),
        ("Xylophon bis Schlank", "name"),
        ("Ernst war das Xylophon", "adjective noun"),
    ] {
        assert_eq!(found(query), files, "{query}");
    }
    // Both are told, each with what was searched.
    for (query, told) in [
        ("ERNST", "ERNST → Ernst 1 · ERNST → ernst 1 |"),
        ("ernst", "ernst 1 · ernst → Ernst 1 |"),
        ("Schlank", "Schlank 1 |"),
        ("Xylophon ZORNIG", "ZORNIG 1 |"),
    ] {
        let err = sandbox.run(&["search", query]).err;
        assert!(err.contains(told), "{query}: {err}");
    }
}

#[test]
fn a_hyphenated_word_counts_about_as_one() {
    let sandbox = Sandbox::with(&[
        ("both.txt", "Eins\nDie Bahn meldet einen Brand im Tunnel bei Wien."),
        ("fire.txt", "Zwei\nEin Brand in Wien hält alle wach."),
        ("hyphen.txt", "Drei\nDie U-Bahn fährt bald öfter, und die U-Bahn wird billiger."),
        ("letter.txt", "Vier\nDas Gleis U liegt brach."),
    ]);
    sandbox.index();
    let order = |query: &str| {
        let hits = sandbox.search(query);
        hits.iter().map(|hit| hit["article"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(order("Brand Wien U-Bahn"), ["both.txt", "fire.txt", "hyphen.txt"]);
    assert_eq!(order("U-Bahn"), ["hyphen.txt", "both.txt"]);
}
