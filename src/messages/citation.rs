//! Citations for people.

use fundstelle::cite::Citation;

use super::{Language, texts};
use crate::wire::visible;

/// Returns a citation on one line: source, title, date, place, file, hash, id. `path` is the file as it is shown.
pub(crate) fn plain(language: Language, citation: &Citation, path: &str) -> String {
    let title = if citation.title.is_empty() { texts::UNTITLED.to(language) } else { &citation.title };
    let title = language.quoted(title);
    let head = if citation.source.is_empty() { title } else { format!("{}: {title}", citation.source) };
    let parts =
        [visible(&head).into_owned(), date(language, &citation.date), place(language, citation), path.to_owned()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}, {}", parts.join(", "), visible(&mark(citation)))
}

/// Returns the place in the article, the hash and the id, as a note for reference managers.
pub(crate) fn note(language: Language, citation: &Citation) -> String {
    format!("{}, {}", place(language, citation), mark(citation))
}

/// Returns what identifies the text: `BLAKE3 3fa9c0d1e2b34455, [id]`.
fn mark(citation: &Citation) -> String {
    format!("BLAKE3 {}, [{}]", citation.hash, citation.id)
}

/// Returns `Absatz 3, Zeile 9`.
fn place(language: Language, citation: &Citation) -> String {
    let (paragraph, line) = (texts::PARAGRAPH.to(language), texts::LINE.to(language));
    let shown = shown_place(language, &citation.place);
    let separator = if shown.is_empty() { "" } else { ", " };
    format!("{}{separator}{paragraph} {}, {line} {}", visible(&shown), citation.paragraph, citation.line)
}

/// Returns a place in what a file shows: `page 3, region r12` is `Seite 3, Bereich r12` in German. Times and names stay.
pub(crate) fn shown_place(language: Language, place: &str) -> String {
    let in_german = |part: &str| match part.split_once(' ') {
        Some(("page", rest)) => format!("Seite {rest}"),
        Some(("region", rest)) => format!("Bereich {rest}"),
        Some(("record", rest)) => format!("Eintrag {rest}"),
        _ => part.to_owned(),
    };
    match language {
        Language::English => place.to_owned(),
        Language::German => {
            let one = |place: &str| place.split(", ").map(in_german).collect::<Vec<_>>().join(", ");
            place.split(" – ").map(one).collect::<Vec<_>>().join(" – ")
        }
    }
}

/// Returns a day or month as the language writes it: `21.04.2018` and `04/2018` in German.
pub(crate) fn date(language: Language, date: &str) -> String {
    match date.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] if language == Language::German => format!("{day}.{month}.{year}"),
        [year, month] if language == Language::German => format!("{month}/{year}"),
        _ => date.to_owned(),
    }
}
