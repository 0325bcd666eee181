//! Spellings that are one word: with foreign marks or without, with a blank or without, in old print, with a sign.

use crate::support::{Sandbox, marked};

/// Texts of one sentence each, named by a letter.
const TEXTS: [(&str, &str); 22] = [
    ("a.txt", "Ausland\nMinister Šimić und Präsident Ødegård trafen sich in Włocławek."),
    ("b.txt", "Ausland\nMinister Simic fuhr ohne Odegard nach Wloclawek."),
    ("c.txt", "Verkehr\nAuf der A 7 staut es sich, der Bus 7 fährt."),
    ("d.txt", "Verkehr\nDie A7 ist frei, die Linie A-7 auch."),
    ("e.txt", "Weimar\nDie Schweſter beſaß ein Schloſs und gru\u{364}ne Wieſen."),
    ("f.txt", "Recht\nNach § 12 wird gestraft."),
    ("g.txt", "Recht\nEs waren 12 Leute da."),
    ("h.txt", "Sport\nEs kamen 25.000 Zuschauer."),
    ("i.txt", "Sport\nEs kamen 25000 Zuschauer."),
    ("j.txt", "Sport\nEs kamen 25\u{202f}000 Zuschauer."),
    ("k.txt", "Sport\nEs kamen 25 Zuschauer."),
    ("l.txt", "Geschichte\nAm 3. Oktober 1990 war es so weit."),
    ("m.txt", "Geschichte\nDer 03.10.1990 war ein Mittwoch."),
    ("n.txt", "Partei\nDie S.P.D. stimmte zu."),
    ("o.txt", "Partei\nDie SPD stimmte zu."),
    ("p.txt", "Politik\nGestern sprach Anton Weil im Landtag."),
    ("q.txt", "Politik\nWeil es regnete, blieb Anton zu Hause, weil er fror."),
    ("r.txt", "Umwelt\nDer Ausstoß von CO₂ sank um 7 %."),
    ("s.txt", "Umwelt\nDer Ausstoß von CO2 sank um 7 Prozent."),
    ("t.txt", "Haus\nEr ist zuhause."),
    ("u.txt", "Treffen\nBeim E-3-Treffen in Nizza schneite es."),
    ("v.txt", "Treffen\nBeim E3-Treffen in Nizza regnete es."),
];

/// Letters of the texts that `query` finds, the best first.
fn found(sandbox: &Sandbox, query: &str) -> String {
    sandbox.search(query).iter().map(|hit| hit["article"].as_str().unwrap()[..1].to_owned()).collect()
}

fn sorted(found: &str) -> String {
    let mut letters: Vec<char> = found.chars().collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

#[test]
fn one_word_in_several_spellings() {
    let sandbox = Sandbox::with(&TEXTS);
    sandbox.index();
    for (query, letters) in [
        ("Simic", "ab"),
        ("Włocławek", "ab"),
        ("Ødegård", "ab"),
        ("=Šimić", "a"),
        ("=Simic", "b"),
        ("A7", "cd"),
        ("+A 7", "cd"),
        ("A 7", "cd"),
        ("A-7", "cd"),
        ("\"A 7\"", "cd"),
        ("\"A7\"", "cd"),
        ("\"A-7\"", "cd"),
        ("\"der A 7 staut\"", "c"),
        ("\"der A7 staut\"", "c"),
        ("\"die A 7 ist\"", "d"),
        ("E3", "uv"),
        ("E-3", "uv"),
        ("\"E-3-Treffen\"", "uv"),
        ("+E3-Treffen", "uv"),
        ("Schwester", "e"),
        ("\"beſaß ein Schloss\"", "e"),
        ("grüne", "e"),
        ("\"§ 12\"", "f"),
        ("\"§12\"", "f"),
        ("+Paragraf", "f"),
        ("+§ 12", "f"),
        ("25000", "hij"),
        ("25.000", "hij"),
        ("25 000", "hij"),
        ("25'000", "hij"),
        ("=25.000", "h"),
        ("25", "jk"),
        ("+3. Oktober 1990", "lm"),
        ("3.10.1990", "lm"),
        ("SPD", "no"),
        ("S.P.D.", "no"),
        ("CO2", "rs"),
        ("CO₂", "rs"),
        ("+7 +Prozent", "rs"),
        ("+7%", "rs"),
        ("zu Hause", "qt"),
    ] {
        assert_eq!(sorted(&found(&sandbox, query)), letters, "{query}");
    }
}

#[test]
fn the_form_as_typed_comes_first() {
    let sandbox = Sandbox::with(&TEXTS);
    sandbox.index();
    for (query, first) in [("Simic", 'b'), ("Šimić", 'a'), ("25.000", 'h'), ("25000", 'i'), ("§ 12", 'f')] {
        assert!(found(&sandbox, query).starts_with(first), "{query}");
    }
}

#[test]
fn marks_lie_on_the_letters_of_the_text() {
    let sandbox = Sandbox::with(&TEXTS);
    sandbox.index();
    for (query, letter, letters) in [
        ("Odegard", "a", &["Ødegård"][..]),
        ("A7", "c", &["A 7"]),
        ("25000", "j", &["25\u{202f}000"]),
        ("3.10.1990", "l", &["3. Oktober 1990"]),
        ("Schloss", "e", &["Schloſs"]),
        ("7%", "s", &["7", "Prozent"]),
        ("SPD", "n", &["S.P.D"]),
    ] {
        let hits = sandbox.search(query);
        let hit = hits.iter().find(|hit| hit["article"].as_str().unwrap().starts_with(letter)).unwrap();
        assert_eq!(marked(hit), letters, "{query}");
    }
}

#[test]
fn stop_words_typed_like_names_are_searched_as_names() {
    let sandbox = Sandbox::with(&TEXTS);
    sandbox.index();
    assert_eq!(found(&sandbox, "+Anton +Weil"), "p");
    assert!(found(&sandbox, "Anton Weil").starts_with('p'));
    // In lower case it is the conjunction, which is left out.
    assert_eq!(sorted(&found(&sandbox, "Anton weil")), "pq");
}

#[test]
fn gender_forms_with_short_endings_are_words() {
    let texts = [("a.txt", "Recht\nDer Angeklagte schwieg."), ("b.txt", "Recht\nJede*r Angeklagte*r hat Rechte.")];
    let sandbox = Sandbox::with(&texts);
    sandbox.index();
    for query in ["Angeklagte*r", "Angeklagte:n", "jede*r Angeklagte", "der:die Angeklagte", "Angeklagte_r"] {
        assert_eq!(sorted(&found(&sandbox, query)), "ab", "{query}");
    }
}
