//! `fundstelle query`, which is `fundstelle help query` in the language of the locale.

use std::io::Write as _;

use anyhow::Result;

use super::Exit;
use super::output::stdout;
use crate::messages::{Message, language, message};

/// The query language, with examples.
const HELP: Message = message(GERMAN, ENGLISH);

pub(super) fn run() -> Result<Exit> {
    let mut out = stdout();
    writeln!(out, "{}", HELP.to(language()))?;
    out.flush()?;
    Ok(Exit::Done)
}

pub(super) const ENGLISH: &str = r#"The query language. Operators are written in capitals, in German or English.

  Werbung Budget             either word, inflected or inside a compound: finds
                             Werbebudgets; passages with both come first
  Werbebudget                the compound, or Budget near Werbung; a part alone
                             ranks last
  =Werbung                   the word exactly as written
  "offener Brief"            the words exactly as written, in a row
  "offener Brief"~           the words in a row in any form: offenen Briefes
  Werbung UND Budget         both (AND, &&)
  +Werbung Budget            the first is required
  Werbung ODER Reklame       either (OR, ||)
  Werbung NICHT Twitter      the first without the second (NOT)
  Werbung -Twitter           likewise (!Twitter)
  (Bahn ODER Zug) UND Streik
                             brackets bind first, then NICHT and -, NAHE and
                             VOR, UND, ODER, words side by side

  Bahn NAHE/5 Streik         at most 5 words apart, 1 is side by side (NEAR/5)
  Bahn VOR/5 Streik          likewise, in this order (BEFORE/5)
  Bahn NAHE/ARTIKEL Streik   in one article (NEAR/ARTICLE); --within article
                             says so for UND, NICHT, + and -
  (Bahn* ODER Zug) NAHE/5 "wilder Streik"
                             words, phrases, patterns and alternatives of these

  Spion*                     a star stands for any letters; at least three
                             letters in a row are needed
  *schutz*
  Bundes*minister
  Kasperski~1                1 or 2 letters may differ

  title:Twitter              in the headline (titel:)
  source:heise               from this source (quelle:)
  section:Web                from this section (ressort:)
  source:="Die Zeit"         the whole name, letter by letter
  date:2018                  from this day or period (datum:)
  date:2018-01..2018-04
  date:21.4.2018 bis Mai 2018
  date:letzte Woche          as seen from today: gestern, 7d, vor 3 Monaten
  zitat:"kein Kommentar"     inside quotation marks (quote:), a heuristic

  Streik^2 Bahn              the first counts twice

The receipt below the hits shows how each word was read. Inside quotation marks,
special characters have no special meaning."#;

const GERMAN: &str = r#"Die Anfragesprache. Operatoren stehen in Großbuchstaben, deutsch oder englisch.

  Werbung Budget             eines der Wörter, auch gebeugt und in
                             Zusammensetzungen: findet Werbebudgets; Passagen
                             mit beiden kommen zuerst
  Werbebudget                die Zusammensetzung oder Budget nahe Werbung; ein
                             Teil allein kommt zuletzt
  =Werbung                   das Wort genau so geschrieben
  "offener Brief"            die Wörter genau so geschrieben, hintereinander
  "offener Brief"~           die Wörter hintereinander, auch gebeugt: offenen
                             Briefes
  Werbung UND Budget         beide (AND, &&)
  +Werbung Budget            das erste muss vorkommen
  Werbung ODER Reklame       eines von beiden (OR, ||)
  Werbung NICHT Twitter      das erste ohne das zweite (NOT)
  Werbung -Twitter           ebenso (!Twitter)
  (Bahn ODER Zug) UND Streik
                             Klammern zuerst, dann NICHT und -, NAHE und VOR,
                             UND, ODER, Wörter nebeneinander

  Bahn NAHE/5 Streik         höchstens 5 Wörter auseinander, 1 ist nebeneinander
                             (NEAR/5)
  Bahn VOR/5 Streik          ebenso, in dieser Reihenfolge (BEFORE/5)
  Bahn NAHE/ARTIKEL Streik   in einem Artikel (NEAR/ARTICLE); --within article
                             sagt es für UND, NICHT, + und -
  (Bahn* ODER Zug) NAHE/5 "wilder Streik"
                             Wörter, Wortfolgen, Muster und Alternativen davon

  Spion*                     ein Stern steht für beliebige Buchstaben; nötig sind
                             mindestens drei Buchstaben hintereinander
  *schutz*
  Bundes*minister
  Kasperski~1                1 oder 2 Buchstaben dürfen abweichen

  title:Twitter              in der Überschrift (titel:)
  source:heise               aus dieser Quelle (quelle:)
  section:Web                aus diesem Ressort (ressort:)
  source:="Die Zeit"         der ganze Name, Buchstabe für Buchstabe
  date:2018                  von diesem Tag oder aus diesem Zeitraum (datum:)
  date:2018-01..2018-04
  date:21.4.2018 bis Mai 2018
  date:letzte Woche          von heute aus gesehen: gestern, 7d, vor 3 Monaten
  zitat:"kein Kommentar"     in Anführungszeichen (quote:), eine Heuristik

  Streik^2 Bahn              das erste zählt doppelt

Die Quittung unter den Treffern zeigt, wie jedes Wort gelesen wurde. In
Anführungszeichen haben Sonderzeichen keine besondere Bedeutung."#;
