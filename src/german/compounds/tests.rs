//! Which words are cut, and where.

#![allow(clippy::unwrap_used)]
use super::*;

/// Returns the cut of `word` by the built-in lexicon.
fn cut(word: &str, exceptions: &Exceptions, as_noun: bool) -> Option<Cut> {
    split(&LexiconNear::new(&Lexicon::builtin(), word), exceptions, as_noun, &mut TailCache::default())
}

#[test]
fn parts_cut_by_hand_stand_for_the_same_words() {
    let list = Exceptions::parse("Werbe|pause\nKlima|schutzgesetz").unwrap();
    let cut = |word: &str| cut(word, &list, true).unwrap().parts;
    let by_hand = cut("werbepause");
    assert_eq!((by_hand[0].base.as_str(), by_hand[0].noun.as_deref()), ("werben", Some("werbung")));
    let bases: Vec<String> = cut("klimaschutzgesetzes").into_iter().map(|part| part.base).collect();
    assert_eq!(bases, ["klima", "schutzgesetzes"]);
}

#[test]
fn parts_stand_for_words() {
    for (word, bases) in [
        ("geschichtsstunde", "geschichte stunde"),
        ("hilfskraft", "hilfe kraft"),
        ("mietsache", "miete sache"),
        ("rechtsradikalismus", "rechts radikalismus"),
        ("rechtsabteilung", "recht abteilung"),
        ("linksregierung", "links regierung"),
    ] {
        let cut = cut(word, &Exceptions::builtin(), true).unwrap();
        assert_eq!(cut.parts.iter().map(|part| part.base.as_str()).collect::<Vec<_>>().join(" "), bases, "{word}");
    }
}

/// Returns the letters of the parts of `word`, by the built-in lexicon.
fn cut_letters(word: &str, as_noun: bool) -> String {
    let letters = |cut: Cut| cut.parts.iter().map(|part| &word[part.range.clone()]).collect::<Vec<_>>().join("|");
    cut(word, &Exceptions::builtin(), as_noun).map_or(word.to_owned(), letters)
}

#[test]
#[rustfmt::skip]
fn nouns() {
    for wanted in [
        // No -er- between the parts.
        "holz|ersatz", "boden|ertrag", "wert|erhaltung", "rinder|erzeugnis", "rinder|zucht",
        // `ende` behind a noun, not behind a verb.
        "semester|ende", "lebens|ende", "reisende", "lesende",
        // A linking s, or the beginning of the head.
        "bitt|steller", "apfel|sorten", "bier|sorten", "vertrags|treue", "landes|innenminister",
        // Persons.
        "wählerinnen|stimmen", "nutzerinnen|zahlen", "studentinnen|wohn|heim",
        // ß is ss here: no s links what ends in one.
        "buss|geld", "mass|band", "fuss|boden", "fluss|bett", "schluss|wort", "schweiss|naht",
        // A noun with its e, not one with a linking e.
        "dürre|periode", "kälte|welle",
        // Long nouns before the end of a town.
        "asyl|bewerber|heim", "königsberg",
        // Parts of countries.
        "nord|deutschland",
        // Heads of two and three letters.
        "land|rat", "see|bad", "haus|tür", "oliven|öl", "pfarr|amt", "linien|bus", "amts|eid", "wohn|ort",
        "monatstag", "transport", "apparat", "meineid",
        // Plurals that are rarer than the singular.
        "medien|zentren", "kultur|zentren",
        // Ends of foreign words.
        "physikern", "kuratoren", "rektorat", "diktator", "formalist", "minimalisten", "monumentalist",
        // Prefixes.
        "ober|staats|anwalt", "neben|darsteller", "gegen|angebot", "selbst|bedienung", "erd|kugel", "weiter|verkauf",
        "vollzug",
        // The stem of a verb before what is hardly a word.
        "bravour|stück",
        // Known words that are cut too fine with ease.
        "engpass", "fahr|karten|automaten", "sachverhalt",
        // Homes, not towns.
        "lehrlings|heim", "waisen|heim", "schul|heim", "blinden|heim", "stockheim", "ludwigsheim", "salzburger",
        // Names that look like plurals.
        "star|trainer", "star|dirigent", "start|nummer",
        // Cut alike in every inflection.
        "verwaltungs|gerichts|hof", "verwaltungs|gerichts|hofes", "verwaltungs|gerichts|hofs",
    ] {
        assert_eq!(cut_letters(&wanted.replace('|', ""), true), wanted);
    }
}

#[test]
#[rustfmt::skip]
fn adjectives() {
    for wanted in [
        "wasser|dicht", "umwelt|freundliche", "koffein|frei", "bürger|nah", "ungerecht", "gleichzeitig",
        "vollständig", "eigentlich", "stattgefunden",
    ] {
        assert_eq!(cut_letters(&wanted.replace('|', ""), false), wanted);
    }
}

#[test]
fn known_words_inside() {
    for (word, inner) in [
        ("weinbergschnecke", &["weinberg"][..]),
        ("autobahnbrücke", &["autobahn"]),
        ("stadtratswahl", &["stadtrat"]),
        ("haustür", &[]),
    ] {
        let cut = cut(word, &Exceptions::builtin(), true).unwrap();
        assert_eq!(cut.inner.iter().map(|part| part.base.as_str()).collect::<Vec<_>>(), inner, "{word}");
    }
}

#[test]
fn deciding_and_explaining_agree() {
    let (lexicon, list) = (Lexicon::builtin(), Exceptions::builtin());
    let mut tails = TailCache::default();
    for word in [
        "werbebudgets",
        "klimaschutzgesetz",
        "staubecken",
        "musikerinnen",
        "unternehmen",
        "beinhaltung",
        "haus",
        "schuljahr",
        "lehrerinnenverband",
        "kanzlerkandidatin",
        "fahrradweg",
        "bundesinnenminister",
    ] {
        assert_eq!(
            split(&LexiconNear::new(&lexicon, word), &list, true, &mut tails),
            judge(&lexicon, &list, word, true).chosen,
            "{word}"
        );
    }
}
