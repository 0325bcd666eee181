//! A word finds its inflections, wherever they stand, and no word that only looks like it.

use crate::support::{Sandbox, marked};

/// Texts of one sentence each, named by a number.
const SENTENCES: [&str; 24] = [
    "Die Feuerwehr warnte vor Glatteis, gewarnt hatte auch der Deutsche Wetterdienst.",
    "Die Grünen kündigten auf dem Parteitag neue Anträge an.",
    "Er begann damit, den Brief langsam vorzulesen.",
    "Nahm der Verein die Spende wirklich an, fragte sie.",
    "Der Vorsitzende ist zurückgetreten, die Zurückgetretenen schweigen.",
    "Auf den Dörfern fehlen Ärzte, in den Städten Ärztinnen.",
    "Die Museen zeigen Werke, deren Themen die Risiken des Fortschritts sind.",
    "Alle LKWs und Autos stehen, die Reedereien warten.",
    "Der teuerste Posten ist höher als der bessere Wein.",
    "Kohls Nachlass liegt in Ludwigshafen.",
    "Der Preis für Kohle steigt, der Köhler schweigt.",
    "Die Burg ist offen.",
    "Die Bürger warten auf Burger.",
    "Die Förderung endet im März.",
    "Die Forderung ist alt.",
    "Eine Geigerin klagte gegen die Wirtin und die Beamtin.",
    "Der Geiger klagte gegen den Wirt und den Beamten.",
    "Studien belegen, dass beide Studien fehlten.",
    "Das Studium dauert lange.",
    "Am Kanal entsteht ein Fahrradweg.",
    "Im Barbier saß niemand.",
    "Der Mietwohnungsbau stockt, die Wohnungsnot wächst.",
    "Das Bier ist schal.",
    "Beim Bundesinnenminister und bei Innenministerin Keller brennt Licht.",
];

#[test]
fn a_word_finds_its_inflections_and_no_other_word() {
    let files: Vec<(String, String)> = (1..)
        .zip(SENTENCES)
        .map(|(number, sentence)| (format!("{number}.txt"), format!("Meldung\n{sentence}\n")))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let sandbox = Sandbox::with(&files);
    sandbox.index();
    for (query, found) in [
        ("warnen", "1: warnte gewarnt"),
        ("warnt", "1: warnte gewarnt"),
        ("ankündigen", "2: kündigten an"),
        ("angekündigt", "2: kündigten an"),
        ("vorlesen", "3: vorzulesen"),
        ("annehmen", "4: Nahm an"),
        ("zurücktreten", "5: zurückgetreten Zurückgetretenen"),
        ("Dorf", "6: Dörfern"),
        ("Arzt", "6: Ärzte Ärztinnen"),
        ("Museum", "7: Museen"),
        ("Risiko", "7: Risiken"),
        ("Thema", "7: Themen"),
        ("LKW", "8: LKWs"),
        ("Reederei", "8: Reedereien"),
        ("teuer", "9: teuerste"),
        ("hoch", "9: höher"),
        ("gut", "9: bessere"),
        ("Kohl", "10: Kohls"),
        ("Kohle", "11: Kohle"),
        ("Köhler", "11: Köhler"),
        ("Burgen", "12: Burg"),
        ("Bürger", "13: Bürger"),
        ("Förderungen", "14: Förderung"),
        ("Forderungen", "15: Forderung"),
        ("Geigerinnen", "16: Geigerin | 17: Geiger"),
        ("Studium", "19: Studium | 18: Studien Studien"),
        ("Fahrrad", "20: Fahrrad"),
        ("Radweg", "20: radweg"),
        ("Wohnung", "22: wohnungs Wohnungs"),
        ("Bier", "23: Bier"),
        ("Innenminister", "24: innenminister Innenministerin"),
    ] {
        let hits = sandbox.search(&format!("+{query}"));
        let told: Vec<String> = hits
            .iter()
            .map(|hit| {
                format!("{}: {}", hit["article"].as_str().unwrap().trim_end_matches(".txt"), marked(hit).join(" "))
            })
            .collect();
        assert_eq!(told.join(" | "), found, "{query}");
    }
}
