//! Exports of each database are cut into their articles.

#![allow(clippy::unwrap_used)]
use super::*;

/// Title, source, day, section and text of each article.
fn found(text: &str) -> Vec<[String; 5]> {
    let lines: Vec<&str> = text.lines().collect();
    let articles = articles(&lines).unwrap_or_default().into_iter().map(|exported| article(exported).unwrap());
    let day = |article: &Article| article.date.map(|day| day.to_string()).unwrap_or_default();
    articles.map(|a| [a.title.clone(), a.source.clone(), day(&a), a.section.clone(), a.body]).collect()
}

fn row(title: &str, source: &str, day: &str, section: &str, text: &str) -> [String; 5] {
    [title, source, day, section, text].map(str::to_owned)
}

#[test]
fn factiva_in_both_languages() {
    let text = "Factiva\n\nLokales\nWehr wird erneuert\nVon Anna Berg\n1.254 Wörter\n4 März 2021\n08:15\nTalbote\nTALB\nDeutsch\nCopyright 2021. Talbote\n\n\
                Das Wehr am Mühlbach wird erneuert.\n\nDie Arbeiten dauern ein Jahr.\n\nDokument TALB000020210304eh340000a\n\n\
                Ferry stops\n93 words\n5 March 2021\nTalbote Online\nTALBON\nGerman\n(c) 2021 Talbote\nDie Fähre ruht.\nDocument TALBON0020210305eh350000b\n";
    assert_eq!(
        found(text),
        [
            row(
                "Wehr wird erneuert",
                "Talbote",
                "2021-03-04",
                "Lokales",
                "Das Wehr am Mühlbach wird erneuert.\nDie Arbeiten dauern ein Jahr."
            ),
            row("Ferry stops", "Talbote Online", "2021-03-05", "", "Die Fähre ruht.")
        ]
    );
    // the last article is cut off
    let cut = &text[..text.len() - 30];
    assert_eq!(found(cut).len(), 2);
}

#[test]
fn headlines_of_two_lines_and_sections_above_them() {
    let count = "254 Wörter\n4 März 2021\nTalbote\nTALB\nDeutsch\nCopyright 2021. Talbote\nDas Wehr steht.\nDokument TALB000020210304eh340000a\n";
    let two = "Ein langes Wehr wird nach Jahren\nendlich wieder erneuert";
    let joined = "Ein langes Wehr wird nach Jahren endlich wieder erneuert";
    for (head, title, section) in [
        (format!("{two}\n"), joined, ""),
        (format!("Factiva\nLokales\n{two}\nVon Ida Berg\n"), joined, "Lokales"),
        (format!("SPORT; S. 12\n{two}\n"), joined, "SPORT; S. 12"),
        ("Wirtschaft\nWehr Neubau\n".to_owned(), "Wehr Neubau", "Wirtschaft"),
        ("Wirtschaft\n".to_owned(), "Wirtschaft", ""),
        ("Sport\nVon Ida Berg\n".to_owned(), "Sport", ""),
        (format!("Elbe und Flut\nEins\n{count}Elbe und Flut\nEins\n"), "Eins", "Elbe und Flut"),
    ] {
        assert_eq!(
            found(&format!("{head}{count}"))[0],
            row(title, "Talbote", "2021-03-04", section, "Das Wehr steht.")
        );
    }
    let nexis =
        format!("{two}\nTalbote\n4. März 2021 Donnerstag\nLength: 9 words\nBody\nDas Wehr steht.\nEnd of Document\n");
    let old = format!(
        "1 of 1 DOCUMENTS\n\nTalbote\n\n4. März 2021 Donnerstag\n  Hauptausgabe\n\n{two}\n\nLÄNGE: 9 Wörter\n\nDas Wehr steht.\n"
    );
    let wiso = format!("{two}\nTalbote vom 04.03.2021, Seite 12\n\nDas Wehr steht.\n\nDokumentnummer: TALB-4711\n");
    for text in [nexis, old, wiso] {
        assert_eq!(found(&text), [row(joined, "Talbote", "2021-03-04", "", "Das Wehr steht.")], "{text}");
    }
    let apart = "Wehr\n\nNach Jahren\n\nTalbote vom 04.03.2021\n\nEs steht.\n\nDokumentnummer: TALB-4711\n";
    assert_eq!(found(apart), [row("Wehr", "Talbote", "2021-03-04", "", "Nach Jahren\nEs steht.")]);
}

#[test]
fn what_stands_between_headline_and_text() {
    let wiso = "Verkehr\nWehr wird erneuert\nDie Stadt zahlt\n\nTalbote vom 04.03.2021, Seite 12 / Lokales\n\nEs steht.\n\nDokumentnummer: TALB-4711\n";
    assert_eq!(
        found(wiso),
        [row("Wehr wird erneuert", "Talbote", "2021-03-04", "Lokales", "Die Stadt zahlt\nEs steht.")]
    );
    let nexis = "1 of 1 DOCUMENTS\n\nTalbote\n\n4. März 2021 Donnerstag\n\nWehr wird erneuert\n\nLÄNGE: 9 Wörter\n\nHIGHLIGHT: Die Stadt zahlt,\nwas es kostet.\n\nDas Wehr steht.\n";
    assert_eq!(
        found(nexis),
        [row("Wehr wird erneuert", "Talbote", "2021-03-04", "", "Die Stadt zahlt, was es kostet.\nDas Wehr steht.")]
    );
}

#[test]
fn factiva_with_its_fields() {
    let text = "SE\tLokales\nHD\tWehr wird\n\terneuert\nBY\tVon Ida Berg\nWC\t254 Wörter\nPD\t4 März 2021\nSN\tTalbote\nSC\tTALB\nLA\tDeutsch\nCY\t(c) 2021\nLP\t\nDas Wehr steht.\n\nTD\t\nEs hält.\n\nAN\tDokument TALB000020210304eh340000a\n\n\
                HD   Ferry stops\nPD   5 March 2021\nSN   Talbote Online\nLA   German\nLP   Die Fähre ruht.\nNS   gcat : Politik\nAN\n\nDocument TALBON0020210305eh350000b\n";
    assert_eq!(
        found(text),
        [
            row("Wehr wird erneuert", "Talbote", "2021-03-04", "Lokales", "Das Wehr steht.\nEs hält."),
            row("Ferry stops", "Talbote Online", "2021-03-05", "", "Die Fähre ruht.")
        ]
    );
}

#[test]
fn nexis_new_and_old() {
    let new = "Wehr wird erneuert\nTalbote\n4. März 2021 Donnerstag\nAusgabe Süd\n\nCopyright 2021 Talbote Alle Rechte vorbehalten\nSection: LOKALES; S. 12\nLength: 254 words\nByline: Anna Berg\nBody\n\n\
               Das Wehr wird erneuert.\n\nEs kostet: viel.\nLoad-Date: March 4, 2021\n\nEnd of Document\n\
               Fähre ruht\nTalbote\nMarch 5, 2021 Friday\nLänge: 20 Wörter\nBody\nDie Fähre ruht.\nEnd of Document\n";
    assert_eq!(
        found(new),
        [
            row("Wehr wird erneuert", "Talbote", "2021-03-04", "LOKALES", "Das Wehr wird erneuert.\nEs kostet: viel."),
            row("Fähre ruht", "Talbote", "2021-03-05", "", "Die Fähre ruht.")
        ]
    );
    let old = "                 1 of 2 DOCUMENTS\n\n        Talbote\n\n    4. März 2021 Donnerstag\n\nWehr wird erneuert\n\nRUBRIK: LOKALES; S. 12\n\nLÄNGE: 254 Wörter\n\n\
               Das Wehr am Mühlbach wird nach vielen Jahren endlich\nerneuert und verbreitert, sagte die\nStadt.\n\nUPDATE: 5. März 2021\n\nSPRACHE: GERMAN; DEUTSCH\n\n       Copyright 2021 Talbote\n\n\
               2 of 2 DOCUMENTS\n\nTalbote\n\n5. März 2021 Freitag\n\nFähre ruht\n\nLÄNGE: 3 Wörter\n\nDie Fähre ruht.\n";
    assert_eq!(
        found(old),
        [
            row(
                "Wehr wird erneuert",
                "Talbote",
                "2021-03-04",
                "LOKALES",
                "Das Wehr am Mühlbach wird nach vielen Jahren endlich erneuert und verbreitert, sagte die Stadt."
            ),
            row("Fähre ruht", "Talbote", "2021-03-05", "", "Die Fähre ruht.")
        ]
    );
}

#[test]
fn labels_of_nexis_end_only_the_article() {
    let head = "Weg\nBote\n4. März 2021 Donnerstag\nLength: 9 words\nBody\n";
    for (text, expected) in [
        ("Eins.\n\nUpdate: Zwei.\n\nDrei.\nLoad-Date: March 4, 2021\n", "Eins.\nUpdate: Zwei.\nDrei."),
        (
            "Eins.\nLanguage: ein Wort\nDrei.\nGraphic\nBild\nLoad-Date: March 4, 2021\n",
            "Eins.\nLanguage: ein Wort\nDrei.\nGraphic\nBild",
        ),
        ("Eins.\nUpdate: Zwei ist gelöscht.\nLoad-Date: March 4, 2021\n", "Eins.\nUpdate: Zwei ist gelöscht."),
        ("Eins.\nUpdate: Zwei.\n", "Eins.\nUpdate: Zwei."),
        (
            "Eins.\nClassification\nLanguage: GERMAN\nSubject: x (90%)\nLoad-Date: March 4, 2021\nCopyright 2021\n",
            "Eins.",
        ),
    ] {
        let whole = format!("{head}{text}End of Document\n");
        assert_eq!(found(&whole)[0][4], expected, "{text}");
    }
}

#[test]
fn wiso_with_its_lines_above_or_below() {
    let text = "Wehr wird erneuert\nTalbote vom 04.03.2021, Seite 12\n\nDas Wehr wird erneuert.\nEs folgt die Brücke.\n\nRessort: Lokales\nDokumentnummer: TALB-4711\nDauerhafte Adresse des Dokuments: https://x.example/1\nAlle Rechte vorbehalten: (c) Talbote\n\n\
                Fähre ruht\n\nDie Fähre ruht.\n\nQuelle: Talbote vom 05.03.2021 Nr. 54, Seite 3\nRessort: Region\nDokumentnummer: TALB-4712\n";
    assert_eq!(
        found(text),
        [
            row(
                "Wehr wird erneuert",
                "Talbote",
                "2021-03-04",
                "Lokales",
                "Das Wehr wird erneuert.\nEs folgt die Brücke."
            ),
            row("Fähre ruht", "Talbote", "2021-03-05", "Region", "Die Fähre ruht.")
        ]
    );
}

#[test]
fn what_is_no_export() {
    for text in [
        "",
        "Der Rat tagt\n254 Wörter\nEr tagte lange.",
        "Die Kanzlei legte vor:\nDokument AB12345678901x\nDas war alles.",
        "Der Rat tagt\nEr sah die Akte.\nDokumentnummer: 4711\nDann ging er.",
        "Protokoll\nSitzung vom 04.03.2021\nDokumentnummer: 4711\n\nDer Rat beschloss den Radweg.",
        "Beschluss\n\nQuelle: Archiv vom 04.03.2021\nDokumentnummer: 12\n\nDer Rat beschloss den Radweg.",
        "Beschluss\nArchiv vom 04.03.2021\nDer Rat tagte.\nDokumentnummer: 12\nDer Rat beschloss den Radweg.",
        "Bericht\nDer Rat hat getagt.\n4. März 2021\n\nDer Weg kommt.\n\nEnde des Dokuments\n\nAnhang: Es brannte.",
        "Bericht\nDer Rat hat getagt.\n4. März 2021\n\nDer Weg kommt.\n\nEnde des Dokuments",
        "Radweg\nBote\n4. März 2021\nBody\nDer Weg kommt.\nEnd of Document\nOhne Tag\nEs brannte am Kanal.",
        "Radweg\n9 Wörter\n4 März 2021\nDer Weg kommt.\nDokument TALB000020210304eh34\nEs brannte am Kanal.",
        "Es begann so.\n1 of 2 DOCUMENTS\nBote\n4. März 2021\nDer Weg kommt.\nEr ist lang.",
        "Der Film\nEr endet so:\nEnd of Document\nUnd alle gingen heim.",
        "Am Ende\nEr las 1 of 2 books.\nDokumentation 4711",
    ] {
        assert_eq!(found(text), [] as [[String; 5]; 0], "{text}");
    }
}
