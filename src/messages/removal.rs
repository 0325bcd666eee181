//! Sentences about what an index still has of an article that was removed. Names are safe to print before they come here.

use super::{Language, texts};

/// So many articles were forgotten by the saved searches.
pub(crate) fn pruned(language: Language, articles: u64) -> String {
    let articles = texts::ARTICLES.counted(language, articles);
    sentence!(language, "{articles} vergessen", "{articles} forgotten")
}

/// Nothing of an article or file is left.
pub(crate) fn absent(language: Language, name: &str) -> String {
    sentence!(language, "Von {name} ist nichts im Index.", "Nothing of {name} is in the index.")
}

/// An article or file was not removed.
pub(crate) fn still_found(language: Language, name: &str, passages: u64) -> String {
    let passages = texts::PASSAGES.counted(language, passages);
    sentence!(
        language,
        "{name} ist im Index ({passages}): Datei löschen und neu indexieren, oder fundstelle index --forget PFAD",
        "{name} is in the index ({passages}): delete the file and index again, or fundstelle index --forget PATH"
    )
}

/// Passages that were removed lie in a segment all the same.
pub(crate) fn unmerged(language: Language, passages: u64, command: &str) -> String {
    let passages = texts::PASSAGES.counted(language, passages);
    sentence!(
        language,
        "Wörter, Text und Prüfwerte: {passages}, entfernt, aber noch nicht gelöscht. Löschen: {command}",
        "words, text and sketches: {passages}, removed but not yet deleted. Delete them: {command}"
    )
}

/// The lexicon has words of articles that were removed.
pub(crate) fn left_words(language: Language, words: &str, command: &str) -> String {
    sentence!(
        language,
        "Wortliste: Wörter, die in keinem Artikel mehr stehen ({words}). Neu lernen: {command}",
        "word list: words that stand in no article any more ({words}). Learn anew: {command}"
    )
}

/// A saved search remembers articles that were removed.
pub(crate) fn left_in_watch(language: Language, name: &str, articles: u64, command: &str) -> String {
    let which = if articles == 1 { "der nicht mehr im Index ist" } else { "die nicht mehr im Index sind" };
    let articles = match (language, articles) {
        (Language::German, 1) => "einen Artikel".to_owned(),
        (_, articles) => texts::ARTICLES.counted(language, articles),
    };
    sentence!(
        language,
        "gespeicherte Suche {name}: kennt noch {articles}, {which}. Vergessen: {command}",
        "saved search {name}: remembers {articles} no longer in the index. Forget: {command}"
    )
}

/// A file of the index holds the name of what was removed.
pub(crate) fn left_in_file(language: Language, file: &str, name: &str, command: &str) -> String {
    sentence!(
        language,
        "{file}: enthält „{name}“. Neu schreiben: {command}",
        "{file}: contains `{name}`. Write it anew: {command}"
    )
}
