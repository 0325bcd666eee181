//! German words for what the readers of formats say about a file or a record. The library says it in English only.

use super::{Language, foreign};

/// Texts of the readers: English, German. In both, `{}` stands for something that is kept as it is; in German, `{?}` for the
/// words of another library, which are quoted, and `{!}` for a text that is looked up in this table itself. The first row
/// that fits holds.
const READER_TEXTS: &[(&str, &str)] = &[
    ("{} (after this record)", "{!} (nach diesem Eintrag)"),
    ("front matter, line {}: {}", "Kopfdaten, Zeile {}: {?}"),
    ("none of its records is one", "keiner seiner Einträge ist einer"),
    // records with named fields
    ("record {}: {}", "Eintrag {}: {!}"),
    ("several items in one field: save them as files", "mehrere Meldungen in einem Feld: als Dateien speichern"),
    ("not an object", "kein JSON-Objekt"),
    ("not JSON: {}", "kein JSON: {?}"),
    ("{}: empty", "{}: leer"),
    (
        "no field with the text (text, body, content …); its fields: {}",
        "kein Feld mit dem Text (text, body, content …); seine Felder: {}",
    ),
    ("{}: expected text, found {}", "{}: {!} statt Text"),
    ("nothing", "nichts"),
    ("true or false", "wahr oder falsch"),
    ("a number", "eine Zahl"),
    ("an array", "eine Liste"),
    ("an object", "ein Objekt"),
    ("a quote is opened and not closed", "ein Anführungszeichen wird geöffnet und nicht geschlossen"),
    ("{} cells, expected {}", "{} Zellen statt {}"),
    // XML and web pages
    (
        "XML of <{}>; of news NITF, NewsML-G2, RSS and Atom are read, of newspapers METS, ALTO and PAGE",
        "XML mit <{}>; gelesen werden NITF, NewsML-G2, RSS, Atom, METS, ALTO, PAGE",
    ),
    ("not XML: no element", "kein XML: kein Element"),
    ("not XML: it ends inside the <{}> of line {}", "kein XML: endet im <{}> von Zeile {}"),
    ("not XML: it ends inside <{}>", "kein XML: endet in <{}>"),
    ("not XML: {}", "kein XML: {?}"),
    ("more than {} elements and attributes", "mehr als {} Elemente und Attribute"),
    ("nested deeper than {}", "tiefer als {} Ebenen verschachtelt"),
    ("nested too deep", "zu tief verschachtelt"),
    ("more than {} tags", "mehr als {} Tags"),
    ("no nitf element", "kein Element nitf"),
    ("no text in {}", "kein Text in {}"),
    ("contenttype {} is no text", "contenttype {} ist kein Text"),
    ("no article on this page", "die Seite enthält keinen"),
    ("the page's text cannot be extracted", "der Text der Seite lässt sich nicht auslesen"),
    // mail and web archives
    ("no text in this mail", "die E-Mail enthält keinen Text"),
    ("no mail: it has no headers", "keine E-Mail: ohne Kopfzeilen"),
    ("no mail: neither From nor Date nor Subject", "keine E-Mail: weder From noch Date noch Subject"),
    ("no mail: it does not begin with a line `From …`", "keine E-Mail: beginnt nicht mit einer Zeile `From …`"),
    ("more than {} parts", "mehr als {} Teile"),
    ("the mail cannot be taken apart", "die E-Mail lässt sich nicht zerlegen"),
    ("no WARC record begins here", "hier beginnt kein WARC-Eintrag"),
    ("the archive ends inside a record's head", "das Archiv endet im Kopf eines Eintrags"),
    ("the record's head is too long", "der Kopf des Eintrags ist zu lang"),
    ("the record does not say how long it is", "der Eintrag nennt seine Länge nicht"),
    (
        "the archive ends, or the next record begins, before this record is as long as it says",
        "das Archiv endet oder der nächste Eintrag beginnt, bevor dieser so lang ist, wie er angibt",
    ),
    ("packed in a way that is not read: {}", "komprimiert auf eine Art, die nicht gelesen wird: {}"),
    // archives
    ("archive without a file of a format that is read", "Archiv ohne eine Datei in einem Format, das gelesen wird"),
    (
        "it unpacks to more than {} times its size: no archive of texts does",
        "entpackt auf mehr als das {}-Fache: so packt kein Archiv von Texten",
    ),
    ("the name of a file in it is longer than {} bytes", "der Name einer Datei darin ist länger als {} Bytes"),
    (
        "the name of a file in it leads out of the archive: {}",
        "der Name einer Datei darin führt aus dem Archiv hinaus: {}",
    ),
    ("{} files in it have the name of another", "{} Dateien darin heißen wie eine andere"),
    ("more than {} files in it", "mehr als {} Dateien darin"),
    ("more than {} archives in one another", "mehr als {} Archive ineinander"),
    ("it has a password: unpack it first", "mit Passwort: zuerst entpacken"),
    (
        "compressed in a way that is not read: unpack it first",
        "auf eine Art komprimiert, die nicht gelesen wird: zuerst entpacken",
    ),
    ("the archive is cut off", "das Archiv ist abgeschnitten"),
    ("the archive ends inside this file", "das Archiv endet in dieser Datei"),
    ("no ZIP, or cut off: {}", "kein ZIP oder abgeschnitten: {?}"),
    // documents and transcripts
    ("no text in this document", "das Dokument enthält keinen Text"),
    ("no text in this article of an export", "dieser Artikel eines Exports enthält keinen Text"),
    ("no Word document: word/document.xml is missing", "kein Word-Dokument: word/document.xml fehlt"),
    ("no OpenDocument: content.xml is missing", "kein OpenDocument: content.xml fehlt"),
    ("no EPUB: it names no package", "kein EPUB: es nennt kein Paket"),
    ("page {} is missing in the book", "Seite {} fehlt im Buch"),
    ("more than {} pages", "mehr als {} Seiten"),
    ("no EPUB: its package is missing", "kein EPUB: sein Paket fehlt"),
    ("it has a password: save it without one", "mit Passwort: ohne Passwort speichern"),
    ("protected against copying: it cannot be read", "mit Kopierschutz: nicht lesbar"),
    ("it ends inside a group: the document is cut off", "endet in einer Gruppe: das Dokument ist abgeschnitten"),
    ("no cue with a time and a text", "keine Zeile mit Zeit und Text"),
    ("no message of IPTC 7901: its head line is none", "keine Meldung nach IPTC 7901: ohne deren Kopfzeile"),
    ("no text in this message", "die Meldung enthält keinen Text"),
    // digitised newspapers
    (
        "no text on this page: if it is a scan, run OCR first",
        "kein Text auf dieser Seite: einen Scan zuerst mit OCR erkennen",
    ),
    ("page of a newspaper, read with its METS file", "Seite einer Zeitung, wird mit ihrer METS-Datei gelesen"),
    (
        "METS in an archive: unpack it first, its pages lie beside it",
        "METS in einem Archiv: zuerst entpacken, die Seiten liegen daneben",
    ),
    ("page {} does not lie beside the METS file", "Seite {} liegt nicht neben der METS-Datei"),
    ("page {}: {}", "Seite {}: {!}"),
    ("no page with text in this METS file", "keine Seite mit Text in dieser METS-Datei"),
    // what is not read
    ("Word document with a password: save it without one", "Word-Dokument mit Passwort: ohne Passwort speichern"),
    (
        "Excel table of before 2007 (.xls): save it as CSV",
        "Excel-Tabelle aus der Zeit vor 2007 (.xls): als CSV speichern",
    ),
    ("slides of before 2007 (.ppt): save them as PDF", "Folien aus der Zeit vor 2007 (.ppt): als PDF speichern"),
    ("mail of Outlook (.msg): save it as .eml", "E-Mail von Outlook (.msg): als .eml speichern"),
    (
        "Word document of before 2007 (.doc): save it as DOCX or text",
        "Word-Dokument aus der Zeit vor 2007 (.doc): als DOCX oder Text speichern",
    ),
    ("spreadsheet: save it as CSV", "Tabellenkalkulation: als CSV speichern"),
    ("slides: save them as PDF", "Folien: als PDF speichern"),
    ("document of Pages: save it as DOCX", "Pages-Dokument: als DOCX speichern"),
    ("archive ({}): unpack it first", "Archiv ({}): zuerst entpacken"),
    ("compressed with {}: unpack it first", "mit {} komprimiert: zuerst entpacken"),
    ("database (SQLite): export its table as CSV", "Datenbank (SQLite): ihre Tabelle als CSV speichern"),
    ("scan (DjVu): convert it to PDF with text", "Scan (DjVu): in ein PDF mit Text umwandeln"),
    (
        "mailbox of Outlook (.pst): save the mails as .eml",
        "Postfach von Outlook (.pst): die E-Mails als .eml speichern",
    ),
    // PDF
    (
        "no text in this PDF: if it is a scan, run OCR first (ocrmypdf)",
        "kein Text in diesem PDF: einen Scan zuerst mit OCR erkennen (ocrmypdf)",
    ),
    (
        "{} cannot open it: no PDF, broken, or with a password",
        "{} kann die Datei nicht öffnen: kein PDF, beschädigt oder mit Passwort",
    ),
    ("the PDF forbids to take out its text", "das PDF erlaubt nicht, den Text zu entnehmen"),
    ("{} failed: {}", "{} ist gescheitert: {?}"),
    ("{} could not be read", "die Ausgabe von {} ist nicht lesbar"),
    ("{} was not done in {} s", "{} war nach {} s nicht fertig"),
];

/// Returns what a reader says in German. The words of another library, and what is not in the table, are quoted.
pub(super) fn german(text: &str) -> String {
    known(text).unwrap_or_else(|| foreign(Language::German, text).into_owned())
}

fn known(text: &str) -> Option<String> {
    READER_TEXTS.iter().find_map(|(english, german)| Some(filled(german, &values(english, text)?)))
}

/// Returns what stands in `text` for each `{}` of `pattern`; `None` if it does not fit.
fn values<'a>(pattern: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut pieces = pattern.split("{}");
    let mut rest = text.strip_prefix(pieces.next()?)?;
    let mut values = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        // the last piece ends the text, and an empty one takes what is left
        let at = if pieces.peek().is_none() { rest.strip_suffix(piece)?.len() } else { rest.find(piece)? };
        values.push(&rest[..at]);
        rest = &rest[at + piece.len()..];
    }
    rest.is_empty().then_some(values)
}

fn filled(pattern: &str, values: &[&str]) -> String {
    let mut text = String::new();
    let mut values = values.iter();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        text += before;
        let value = values.next().copied().unwrap_or_default();
        let (kind, after) = after.split_once('}').unwrap_or((after, ""));
        match kind {
            "?" => text += &foreign(Language::German, value),
            "!" => text += &german(value),
            _ => text += value,
        }
        rest = after;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;
    use std::path::Path;

    use super::super::errors::tests::assert_german;
    use super::*;

    #[test]
    fn texts_are_german() {
        for (english, german_text) in [
            ("not an object", "kein JSON-Objekt"),
            ("Inhalt: expected text, found a number", "Inhalt: eine Zahl statt Text"),
            ("5 cells, expected 3", "5 Zellen statt 3"),
            ("not XML: it ends inside the <item> of line 27", "kein XML: endet im <item> von Zeile 27"),
            ("not XML: ill-formed document", "kein XML: „ill-formed document“"),
            ("front matter, line 1: repetition limit exceeded", "Kopfdaten, Zeile 1: „repetition limit exceeded“"),
            ("pdftotext failed: signal: 9 (SIGKILL)", "pdftotext ist gescheitert: „signal: 9 (SIGKILL)“"),
            ("incomplete deflate stream (after this record)", "„incomplete deflate stream“ (nach diesem Eintrag)"),
            ("nested deeper than 200 (after this record)", "tiefer als 200 Ebenen verschachtelt (nach diesem Eintrag)"),
        ] {
            assert_eq!(german(english), german_text);
        }
    }

    #[test]
    fn as_many_values_in_german() {
        for (english, german) in READER_TEXTS {
            let values = vec!["7"; english.matches("{}").count()];
            assert_eq!(german.matches('{').count(), values.len(), "{german}");
            assert_german(&filled(german, &values));
        }
    }

    /// Texts between quotation marks directly after `call`, with 7 for each value.
    fn literals(code: &str, call: &str) -> Vec<String> {
        let after = code.split(call).skip(1).map(|rest| rest.trim_start_matches("format!(").split('"').collect());
        let literals = after.filter_map(|pieces: Vec<&str>| match pieces[..] {
            ["", literal, ..] => Some(literal),
            _ => None,
        });
        let without_values = |literal: &str| {
            let mut pieces = literal.split('{');
            let first = pieces.next().unwrap_or_default().to_owned();
            pieces.fold(first, |text, piece| text + "7" + piece.split_once('}').map_or("", |(_, rest)| rest))
        };
        literals.map(without_values).collect()
    }

    #[test]
    fn every_reader_is_understood() {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let folders = ["corpus/formats", "corpus/archive", "corpus/read", "index/update"]
            .map(|folder| fs::read_dir(src.join(folder)).unwrap());
        let mut found = 0;
        for file in folders.into_iter().flatten() {
            let path = file.unwrap().path();
            let Ok(code) = fs::read_to_string(&path) else { continue };
            let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap();
            for call in ["BadRecord(", "Damaged(", "bad(", "damaged("] {
                for text in literals(code, call) {
                    let own = text.trim_start_matches("line 7: ");
                    assert!(
                        known(own).is_some(),
                        "`{own}` of {} has no German words: add a row to READER_TEXTS in src/messages/reader_texts.rs",
                        path.display()
                    );
                    found += 1;
                }
            }
        }
        assert!(found > 25, "{found} texts");
    }
}
