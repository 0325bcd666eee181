//! Words of one family, and words that only look so.

use super::*;

fn are_related(lexicon: &Lexicon, a: &str, b: &str) -> bool {
    relatives(lexicon, a).iter().any(|relative| relative == b)
}

#[test]
fn families() {
    let lexicon = Lexicon::builtin();
    for group in [
        // Verbs of German stems.
        &["mahnen", "mahnung"][..],
        &["betreuen", "betreuung", "betreuer"],
        &["fördern", "förderung"],
        &["entwickeln", "entwicklung", "entwickler"],
        &["verkaufen", "verkauf", "verkäufer"],
        &["starten", "start"],
        &["kämpfen", "kampf", "kämpfer"],
        &["klagen", "klage", "kläger"],
        &["pflegen", "pflege", "pfleger"],
        &["zweifeln", "zweifel"],
        &["rasten", "rast"],
        &["opfern", "opfer"],
        // Nouns of strong verbs.
        &["verbieten", "verbot"],
        &["fliegen", "flug"],
        &["angreifen", "angriff", "angreifer"],
        &["teilnehmen", "teilnahme", "teilnehmer"],
        &["zurücktreten", "rücktritt"],
        &["zurückkehren", "rückkehr"],
        &["beantragen", "antrag"],
        // Foreign stems.
        &["spekulieren", "spekulation", "spekulant"],
        &["investieren", "investition", "investor"],
        &["reparieren", "reparatur"],
        &["protestieren", "protest"],
        &["kontrollieren", "kontrolle"],
        &["produzieren", "produktion", "produzent"],
        &["diskutieren", "diskussion"],
        &["modernisieren", "modernisierung"],
        &["technik", "technisch"],
        &["politik", "politisch", "politiker"],
        &["biologie", "biologisch"],
        &["bürokratie", "bürokratisch", "bürokrat"],
        &["rassismus", "rassist", "rassistisch"],
        &["terror", "terrorismus", "terrorist"],
        // Nouns and adjectives.
        &["arzt", "ärztlich"],
        &["macht", "mächtig"],
        &["schule", "schulisch"],
        &["region", "regional"],
        &["parlament", "parlamentarisch"],
        &["gesund", "gesundheit"],
        &["dankbar", "dankbarkeit"],
        &["arbeitslos", "arbeitslosigkeit"],
        &["stabil", "stabilität"],
        &["kalt", "kälte"],
        &["relevant", "relevanz"],
        &["partner", "partnerschaft"],
        &["wissenschaft", "wissenschaftler", "wissenschaftlich"],
        // Countries and towns.
        &["frankreich", "franzose", "französisch"],
        &["england", "engländer", "englisch"],
        &["berlin", "berliner"],
        &["stuttgart", "stuttgarter"],
    ] {
        for word in &group[1..] {
            assert!(are_related(&lexicon, group[0], word), "{} {word}: {:?}", group[0], relatives(&lexicon, group[0]));
            assert!(are_related(&lexicon, word, group[0]), "{word} {}: {:?}", group[0], relatives(&lexicon, word));
        }
    }
}

#[test]
fn look_alikes() {
    let lexicon = Lexicon::builtin();
    for (a, b) in [
        // Hardly a word, a plural, a person in -e, a stem that is no noun.
        ("hörer", "hörung"),
        ("kammer", "kammern"),
        ("erbe", "erbig"),
        ("glas", "glasen"),
        ("schaffner", "schaffe"),
        ("nichte", "nichtig"),
        ("kohl", "köhler"),
        ("kohl", "kohle"),
        ("köhler", "kohle"),
        ("burg", "bürger"),
        ("bürger", "bürgen"),
        ("forderung", "förderung"),
        ("fordern", "förderung"),
        ("wunde", "wunder"),
        ("messe", "messer"),
        ("messe", "messen"),
        ("bayer", "bayern"),
        ("müll", "müller"),
        ("bauer", "bauen"),
        ("reis", "reise"),
        ("reis", "reisen"),
        ("wein", "weinen"),
        ("wetter", "wetten"),
        ("leben", "leber"),
        ("weise", "weisen"),
        ("wicht", "wichtig"),
        ("wirt", "wirtschaft"),
        ("region", "regieren"),
        ("station", "statist"),
        ("organ", "organisation"),
        ("steuer", "steuern"),
        ("zustand", "zuständig"),
        ("name", "nämlich"),
        ("hand", "händler"),
        ("schatz", "schätzen"),
        ("tag", "tagung"),
        ("land", "landen"),
        ("pass", "passieren"),
        ("post", "posten"),
        ("fund", "fundieren"),
        ("zeit", "zeitung"),
        ("merkel", "merken"),
        ("span", "spanisch"),
        ("nacht", "nachtisch"),
        ("einfuhr", "einführen"),
        ("graf", "grafisch"),
    ] {
        assert!(!are_related(&lexicon, a, b) && !are_related(&lexicon, b, a), "{a} {b}");
    }
}

#[test]
fn words_without_family() {
    let lexicon = Lexicon::builtin();
    for word in ["", "x", "quastenflosser", "üü", "\u{301}", "zurück", "rück"] {
        assert!(relatives(&lexicon, word).is_empty(), "{word}: {:?}", relatives(&lexicon, word));
    }
    assert!(relatives(&Lexicon::empty(), "warnen").is_empty());
}
