//! Where compounds part: words labelled by hand.

use std::collections::BTreeSet;

use fundstelle::german::Analyzer;

/// The parts of `word` as letters, joined by bars; `-` when it stays whole.
fn split(analyzer: &Analyzer, word: &str) -> String {
    let parts = analyzer.tokens(word).next().map(|token| token.word.parts.clone()).unwrap_or_default();
    let parts: Vec<&str> = parts.iter().map(|part| &word[part.range.clone()]).collect();
    if parts.is_empty() { "-".to_owned() } else { parts.join("|") }
}

/// The letters after which it is cut.
fn borders(split: &str) -> BTreeSet<usize> {
    let mut at = 0;
    let ends = split.split('|').map(|part| {
        at += part.len();
        at
    });
    let mut ends: BTreeSet<usize> = ends.collect();
    ends.pop_last();
    ends
}

/// `tests/data/compounds.tsv` was labelled without a look at what the splitter does. A cut counts as right when it is
/// one of those labelled or leaves two of their parts together.
#[test]
fn as_a_person_would() {
    let analyzer = Analyzer::default();
    let (mut right, mut wrong, mut missed, mut found) = (0, 0, 0, 0);
    for line in include_str!("../data/compounds.tsv").lines().filter(|line| !line.starts_with('#')) {
        let (word, labels) = line.split_once('\t').unwrap();
        let labels: Vec<&str> = labels.split(" / ").map(str::trim).collect();
        let split = split(&analyzer, word);
        let fits = |label: &&str| *label != "-" && borders(&split).is_subset(&borders(label));
        let good = split != "-" && labels.iter().any(fits);
        if split != "-" {
            right += usize::from(good);
            wrong += usize::from(!good);
        }
        if !labels.contains(&"-") {
            found += usize::from(good);
            missed += usize::from(!good);
        }
        if (split == "-" && !labels.contains(&"-")) || (split != "-" && !good) {
            println!("{word}: {split}, labelled {labels:?}");
        }
    }
    let precision = right as f64 / (right + wrong) as f64;
    let recall = found as f64 / (found + missed) as f64;
    println!("precision {precision:.3}, recall {recall:.3}");
    assert!(precision >= 0.96 && recall >= 0.90, "precision {precision:.3}, recall {recall:.3}");
}

#[test]
fn words_that_stay_whole() {
    let analyzer = Analyzer::default();
    for word in [
        "Unternehmen",
        "Minister",
        "Mannschaft",
        "Gewerkschaft",
        "Arbeitslosigkeit",
        "Österreich",
        "Hamburg",
        "Innsbruck",
        "Griechenland",
        "Streikende",
        "Senatoren",
        "Technikern",
        "Freitag",
        "Millionen",
        "Zusammenarbeit",
        "Verbrauch",
        "abgerechnet",
        "Auszubildende",
        "Hinterhalt",
        "Mitarbeiter",
        "Demokratie",
        "Politiker",
        "Ministerium",
        "Donnerstag",
        "Verantwortung",
        "insgesamt",
        "diskutiert",
    ] {
        let split = split(&analyzer, word);
        assert!(split == "-", "{word}: {split}");
    }
}

#[test]
fn words_that_meet_in_one_term() {
    let analyzer = Analyzer::default();
    let form = |word: &str| analyzer.tokens(word).next().unwrap().word;
    for group in [
        &["Häuser", "Hauses", "Haus", "Haeuser"][..],
        &["München", "Muenchen"],
        &["Straße", "Strasse"],
        &["daß", "dass"],
        &["Lehrerinnen", "Lehrer:innen", "Lehrer", "Lehrerin", "LehrerInnen", "Lehrer/-innen", "Lehrer_innen"],
        &["Systeme", "System"],
        &["Schiffahrt", "Schifffahrt"],
        &["Mueller", "Müller", "Müllers"],
        &["Kaspersky", "Kasperskys"],
        &["Merkel", "Merkels"],
    ] {
        for word in group {
            // An unknown name in the genitive is found with its s and without it.
            let (first, form) = (form(group[0]), form(word));
            assert!(form.terms().any(|term| *term == *first.term), "{word}: {form:?}, {first:?}");
        }
    }
}

#[test]
fn words_that_are_split() {
    let analyzer = Analyzer::default();
    let vectors = [
        ("Werbebudgets", "Werbe|budgets"),
        ("Bundesverfassungsgericht", "Bundes|verfassungs|gericht"),
        ("Finanzkrise", "Finanz|krise"),
        ("Bundesregierung", "Bundes|regierung"),
        ("Energiewende", "Energie|wende"),
        ("Schuljahr", "Schul|jahr"),
        ("Verbraucherschutz", "Verbraucher|schutz"),
        ("Grenzkontrollen", "Grenz|kontrollen"),
        ("Kaufrausch", "Kauf|rausch"),
        ("Autobahn", "Auto|bahn"),
        ("Haushaltsdebatte", "Haushalts|debatte"),
        ("Parteivorsitzende", "Partei|vorsitzende"),
        ("Wirtschaftsminister", "Wirtschafts|minister"),
        ("Klimaschutzgesetz", "Klima|schutz|gesetz"),
        ("Rentenversicherungsbeiträge", "Renten|versicherungs|beiträge"),
        ("Menschenrechte", "Menschen|rechte"),
        ("Landtagswahl", "Landtags|wahl"),
        ("Notenbank", "Noten|bank"),
        ("Flüchtlingszustrom", "Flüchtlings|zustrom"),
        ("Arbeitszeitverkürzung", "Arbeits|zeit|verkürzung"),
        ("Fußballweltmeisterschaft", "Fußball|welt|meisterschaft"),
        ("Donaudampfschifffahrtsgesellschaft", "Donau|dampf|schiff|fahrts|gesellschaft"),
        ("Spionagevorwurf", "Spionage|vorwurf"),
        ("Werbesperrung", "Werbe|sperrung"),
        ("Wahlkampf", "Wahl|kampf"),
        ("Verkehrsunfall", "Verkehrs|unfall"),
        ("Sonnenblumenöl", "Sonnenblumen|öl"),
    ];
    let wrong: Vec<(&str, String)> = vectors
        .iter()
        .map(|(word, _)| (*word, split(&analyzer, word)))
        .filter(|(word, split)| !vectors.contains(&(word, split.as_str())))
        .collect();
    println!("{wrong:?}");
    assert!(wrong.len() * 10 <= vectors.len(), "{wrong:?}");
}

#[test]
fn nouns_in_e_are_parts_as_nouns() {
    let analyzer = Analyzer::default();
    for (compound, noun) in [
        ("Geburtenrate", "Rate"),
        ("Pokalfinale", "Finale"),
        ("Bandbreite", "Breite"),
        ("Menschenliebe", "Liebe"),
        ("Weinlese", "Lese"),
    ] {
        let form = analyzer.tokens(compound).next().unwrap().word;
        let noun = analyzer.tokens(noun).next().unwrap().word.term.clone();
        assert!(form.parts.iter().any(|part| part.term == noun), "{compound} {noun}: {form:?}");
    }
    // No part is the preterite of a verb.
    for word in ["Starbesetzung", "Hattrick", "Kamerad"] {
        let parts = analyzer.tokens(word).next().unwrap().word.parts.clone();
        assert!(parts.iter().all(|part| !part.term.ends_with("en")), "{word}: {parts:?}");
    }
}

#[test]
fn known_words_inside_a_compound_are_found() {
    let analyzer = Analyzer::default();
    for (compound, word) in [
        ("Fahrradschloss", "Fahrrad"),
        ("Bahnhofsuhren", "Bahnhof"),
        ("Rathausplatz", "Rathaus"),
        ("Krankenhausbett", "Krankenhaus"),
        ("Landgerichtspräsident", "Landgericht"),
        ("Kohlebergbau", "Bergbau"),
    ] {
        let form = analyzer.tokens(compound).next().unwrap().word;
        let term = analyzer.tokens(word).next().unwrap().word.term.clone();
        let inner = form.inner.iter().find(|inner| inner.term == term);
        assert!(
            form.others.contains(&term) && inner.is_some_and(|inner| form.parts.len() > 2 && !inner.range.is_empty()),
            "{form:?}"
        );
    }
}

#[test]
fn halves_that_stand_apart_make_words() {
    let analyzer = Analyzer::default();
    for (text, whole) in [
        ("Hieb- und Stichwaffe", "hiebwaffe"),
        ("Bundes- und Landesregierung", "bundesregierung"),
        ("Verkehrspolitiker und -experten", "verkehrsexperten"),
        ("Verkehrspolitiker und \u{2011}experten", "verkehrsexperten"),
        // No compounds, but known words with the same end.
        ("Ein- und Ausgang", "eingang"),
        ("Vor- und Nachteile", "vorteile"),
        ("Nord- und Südkorea", "nordkorea"),
        ("Nord- und Ostsee", "nordsee"),
        ("Sie kündigte am Montag Reformen an.", "ankündigte"),
    ] {
        let apart: Vec<String> =
            analyzer.tokens(text).filter(|token| token.apart.is_some()).map(|token| token.word.exact.clone()).collect();
        assert_eq!(apart, [whole], "{text}");
    }
    for text in ["Wort- und Satz", "A- und Ostsee", "Grün- und Merkel"] {
        assert!(analyzer.tokens(text).all(|token| token.apart.is_none()), "{text}");
    }
}
