//! `fundstelle query`, which is `fundstelle help query` in the language of the locale.

use std::io::Write as _;

use anyhow::Result;

use super::Exit;
use super::messages::{Language, language};
use super::output::stdout;

pub(super) fn run() -> Result<Exit> {
    let text = match language() {
        Language::German => GERMAN,
        Language::English => ENGLISH,
    };
    let mut out = stdout();
    writeln!(out, "{text}")?;
    out.flush()?;
    Ok(Exit::Done)
}

/// What can be asked.
pub(super) const ENGLISH: &str = r#"The query language. Operators are capital letters, German or English.

  Werbung Budget             one of the words, better more, inflected, too, and
                             inside compounds: finds Werbebudgets
  Werbebudget                the compound, or Budget near Werbung; a part alone
                             ranks last
  =Werbung                   the word as written
  "offener Brief"            words as written, one after the other
  Werbung UND Budget         both (AND, &&)
  +Werbung Budget            the first must be there
  Werbung ODER Reklame       one of them (OR, ||)
  Werbung NICHT Twitter      not the second (NOT)
  Werbung -Twitter           the same (!Twitter)
  (Bahn ODER Zug) UND Streik
                             brackets first, then NICHT and -, NAHE and VOR, UND,
                             ODER, words side by side

  Bahn NAHE/5 Streik         at most 5 words apart, 1 is side by side (NEAR/5)
  Bahn VOR/5 Streik          the same in this order (BEFORE/5)
  (Bahn* ODER Zug) NAHE/5 "wilder Streik"
                             words, phrases, patterns, alternatives of them

  Spion*                     any letters for a star; three in a row are given
  *schutz*
  Bundes*minister
  Kasperski~1                1 or 2 letters may differ

  title:Twitter              in the headline (titel:)
  source:heise               of this source (quelle:)
  section:Web                of this section (ressort:)
  date:2018                  of these days (datum:)
  date:2018-01..2018-04
  date:21.4.2018 bis Mai 2018
  zitat:"kein Kommentar"     between quotation marks (quote:), a heuristic

  Streik^2 Bahn              the first counts twice

The receipt under the hits says how each word was read. Between quotation marks
special characters are plain ones."#;

const GERMAN: &str = r#"Die Anfragesprache. Operatoren sind Großbuchstaben, deutsch oder englisch.

  Werbung Budget             eines der Wörter, besser mehrere, auch gebeugt und
                             in Zusammensetzungen: findet Werbebudgets
  Werbebudget                die Zusammensetzung oder Budget nahe Werbung; ein
                             Teil allein steht zuletzt
  =Werbung                   das Wort, wie es geschrieben ist
  "offener Brief"            Wörter, wie sie geschrieben sind, hintereinander
  Werbung UND Budget         beide (AND, &&)
  +Werbung Budget            das erste muss vorkommen
  Werbung ODER Reklame       eines davon (OR, ||)
  Werbung NICHT Twitter      das zweite nicht (NOT)
  Werbung -Twitter           dasselbe (!Twitter)
  (Bahn ODER Zug) UND Streik
                             Klammern zuerst, dann NICHT und -, NAHE und VOR,
                             UND, ODER, Wörter nebeneinander

  Bahn NAHE/5 Streik         höchstens 5 Wörter auseinander, 1 ist nebeneinander
                             (NEAR/5)
  Bahn VOR/5 Streik          dasselbe in dieser Reihenfolge (BEFORE/5)
  (Bahn* ODER Zug) NAHE/5 "wilder Streik"
                             Wörter, Wortfolgen, Muster, Alternativen davon

  Spion*                     beliebige Buchstaben für einen Stern; drei
                             hintereinander stehen da
  *schutz*
  Bundes*minister
  Kasperski~1                1 oder 2 Buchstaben dürfen abweichen

  title:Twitter              in der Überschrift (titel:)
  source:heise               aus dieser Quelle (quelle:)
  section:Web                aus diesem Ressort (ressort:)
  date:2018                  von diesen Tagen (datum:)
  date:2018-01..2018-04
  date:21.4.2018 bis Mai 2018
  zitat:"kein Kommentar"     in Anführungszeichen (quote:), eine Heuristik

  Streik^2 Bahn              das erste zählt doppelt

Die Quittung unter den Treffern sagt, wie jedes Wort gelesen wurde. In
Anführungszeichen sind Sonderzeichen gewöhnliche Zeichen."#;
