//! Texts of what leaves the program: workbooks, notes, dossiers, digests.

use super::{Language, Message, Noun, message};
use crate::wire::visible;

/// Hits that were written.
pub(crate) const HITS: Noun = Noun { one: message("Treffer", "hit"), many: message("Treffer", "hits") };
/// Stories of a digest.
pub(crate) const STORIES: Noun =
    Noun { one: message("neue Meldung", "new story"), many: message("neue Meldungen", "new stories") };
/// Notes that were written.
pub(crate) const NOTES: Noun = Noun { one: message("Notiz", "note"), many: message("Notizen", "notes") };
/// Notes that were there before.
pub(crate) const NOTES_KEPT: Noun = Noun {
    one: message("Notiz gab es schon; sie blieb, wie sie ist", "note existed already and was left as it is"),
    many: message("Notizen gab es schon; sie blieben, wie sie sind", "notes existed already and were left as they are"),
};
/// Cells that no spreadsheet would hold.
#[cfg(feature = "xlsx")]
pub(crate) const CELLS_CUT: Noun = Noun {
    one: message(
        "Zelle gekürzt (Tabellen fassen 32.767 Zeichen)",
        "cell shortened (spreadsheets hold 32767 characters)",
    ),
    many: message(
        "Zellen gekürzt (Tabellen fassen 32.767 Zeichen)",
        "cells shortened (spreadsheets hold 32767 characters)",
    ),
};

/// A workbook on a terminal.
#[cfg(feature = "xlsx")]
pub(crate) const NO_WORKBOOK_HERE: Message = message(
    "eine Arbeitsmappe lässt sich nicht auf dem Bildschirm zeigen: --output treffer.xlsx anhängen",
    "a workbook cannot be shown on a terminal: add --output hits.xlsx",
);
/// An `--output` without a format that it goes with.
pub(crate) const NO_OUTPUT_HERE: Message = message(
    "--output gibt es nur mit --format xlsx und markdown; sonst die Ausgabe mit > umleiten",
    "--output needs --format xlsx or markdown; redirect other formats with >",
);
/// A byte order mark outside CSV.
pub(crate) const NO_BOM_HERE: Message = message("--bom gibt es nur mit --format csv", "--bom needs --format csv");
/// A sender or recipient without a mail.
pub(crate) const MAIL_NEEDS_ITS_FORM: Message =
    message("--mail-from und --mail-to gibt es nur mit --digest=mail", "--mail-from and --mail-to need --digest=mail");
/// A mail as JSON.
pub(crate) const MAIL_IS_NO_JSON: Message = message(
    "--digest=mail und --json schließen einander aus: --digest --json gibt die Meldungen als JSON",
    "--digest=mail cannot be combined with --json: --digest --json prints the stories as JSON",
);
/// Sheet of the hits.
#[cfg(feature = "xlsx")]
pub(crate) const HITS_SHEET: Message = message("Treffer", "Hits");
/// Sheet of the queries.
#[cfg(feature = "xlsx")]
pub(crate) const SEARCH_SHEET: Message = message("Suche", "Search");
/// Head of the queries of a workbook.
#[cfg(feature = "xlsx")]
pub(crate) const QUERY: Message = message("Anfrage", "Query");
/// The time at which a search was run.
pub(crate) const SEARCHED_AT: Message = message("Gesucht am", "Searched on");
/// The receipt.
pub(crate) const RECEIPT: Message = message("Quittung", "Receipt");
/// The folder of the index.
pub(crate) const INDEX: Message = message("Index", "Index folder");
/// How many matches there are.
pub(crate) const FOUND: Message = message("Gefunden", "Found");
/// The hits of a dossier.
pub(crate) const DOSSIER_HITS: Message = message("Fundstellen", "Passages");
/// The curve of a dossier.
pub(crate) const OVER_TIME: Message = message("Im Verlauf der Zeit", "Over time");
/// Filters beside a query.
pub(crate) const FILTERS: Message = message("Eingegrenzt", "Restricted to");

/// An id of a query in a file that is none.
pub(crate) const BAD_ID: Message = message(
    "vor dem Tabulator wird eine Kennung ohne Leerzeichen erwartet",
    "an id without white space expected before the tab",
);

/// The searches that found a story. `names` are safe to print.
pub(crate) fn of_searches(language: Language, names: &str, count: usize) -> String {
    match count {
        1 => sentence!(language, "Suche: {names}", "search: {names}"),
        _ => sentence!(language, "Suchen: {names}", "searches: {names}"),
    }
}

/// New articles with the same text as a story, which are safe to print.
pub(crate) fn new_copies(language: Language, copies: &str) -> String {
    sentence!(language, "auch neu, nahezu gleich: {copies}", "also new, near-identical: {copies}")
}

/// A story that repeats an article which is not new.
pub(crate) fn copy_of(language: Language, older: &str) -> String {
    let older = visible(older);
    sentence!(
        language,
        "nahezu gleich wie ein Artikel, der schon da war: {older}",
        "near-identical to an article that was there before: {older}"
    )
}

/// An id that two queries of a file have.
pub(crate) fn id_twice(language: Language, id: &str) -> String {
    let id = visible(id);
    sentence!(language, "die Kennung {id} kommt schon vor", "the id {id} has been given before")
}

/// The first hits of all that were found are shown.
pub(crate) fn shown_of(language: Language, first: usize, last: usize) -> String {
    let (first, last) = (language.count(first as u64), language.count(last as u64));
    sentence!(language, "hier Treffer {first}–{last}", "hits {first}–{last} are shown here")
}

/// A log of searches that others could read, of this mode. `path` is safe to print.
#[cfg(unix)]
pub(crate) fn open_log(language: Language, path: &str, mode: u32, is_closed: bool) -> String {
    match is_closed {
        true => sentence!(
            language,
            "{path}: war auch für andere lesbar (Modus {mode:o}), jetzt nur noch für den Eigentümer",
            "{path}: others could read it (mode {mode:o}); now only its owner can"
        ),
        false => sentence!(
            language,
            "{path}: ist auch für andere lesbar (Modus {mode:o})",
            "{path}: others can read it (mode {mode:o})"
        ),
    }
}

/// A file that would be replaced. `path` is safe to print.
pub(crate) fn exists(language: Language, path: &str) -> String {
    sentence!(
        language,
        "{path} gibt es schon: --force ersetzt die Datei, oder eine andere nennen",
        "{path} exists already: --force replaces it, or name another file"
    )
}

/// Where hits were written. `what` is counted; `path` is safe to print.
pub(crate) fn written(what: &str, path: &str) -> String {
    format!("{what}: {path}")
}

/// A file that would be indexed with what it holds.
pub(crate) fn would_be_indexed(language: Language, path: &str, root: &str) -> String {
    let (path, root) = (visible(path), visible(root));
    sentence!(
        language,
        "{path} liegt in {root} und würde mit indexiert: einen Ort außerhalb nennen",
        "{path} lies in {root} and would be indexed as well: name a place elsewhere"
    )
}
