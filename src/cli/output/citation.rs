//! A citation for people.

use fundstelle::cite::Citation;

use super::super::messages::{Language, texts};
use super::{shown_path, visible};

/// One line that can be quoted: source, title, date, place, file, hash, id.
pub(in crate::cli) fn plain(language: Language, citation: &Citation) -> String {
    let title = if citation.title.is_empty() { texts(language).untitled } else { &citation.title };
    let title = match language {
        Language::German => format!("„{title}“"),
        Language::English => format!("“{title}”"),
    };
    let head = if citation.source.is_empty() { title } else { format!("{}: {title}", citation.source) };
    let path = shown_path(&citation.path);
    let parts = [visible(&head).into_owned(), date(language, &citation.date), place(language, citation), path];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}, {}", parts.join(", "), visible(&mark(citation)))
}

/// Where in the article, for a program that manages references: place, hash, id.
pub(in crate::cli) fn note(language: Language, citation: &Citation) -> String {
    format!("{}, {}", place(language, citation), mark(citation))
}

/// By what the text is known again: `BLAKE3 3fa9c0d1e2b34455, [id]`.
fn mark(citation: &Citation) -> String {
    format!("BLAKE3 {}, [{}]", citation.hash, citation.id)
}

/// `Absatz 3, Zeile 9`.
fn place(language: Language, citation: &Citation) -> String {
    let line = if language == Language::German { "Zeile" } else { "line" };
    format!("{} {}, {line} {}", texts(language).paragraph, citation.paragraph, citation.line)
}

/// `21.04.2018` in German.
fn date(language: Language, date: &str) -> String {
    match date.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] if language == Language::German => format!("{day}.{month}.{year}"),
        _ => date.to_owned(),
    }
}
