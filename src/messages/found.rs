//! Sentences about a list of hits: how many there are, and how the words of a query were found.

use fundstelle::search::{MatchTotal, Results};

use super::{Language, texts};
use crate::wire::request::ResultRequest;

/// How a compound was found beside the word itself: `5 with zeit and wende close together`. `form` is as in the receipt for programs.
pub(crate) fn way(language: Language, form: &str, passages: u64) -> String {
    let count = language.count(passages);
    let and = texts::AND.to(language);
    let listed = |parts: Vec<&str>| match parts.as_slice() {
        [others @ .., last] if !others.is_empty() => format!("{} {and} {last}", others.join(", ")),
        parts => parts.concat(),
    };
    if form.contains('…') {
        let parts = listed(form.split(" … ").collect());
        sentence!(language, "{count} mit {parts} nah beieinander", "{count} with {parts} close together")
    } else if form.contains('+') {
        let parts = listed(form.split('+').collect());
        sentence!(language, "{count} mit {parts} in einem Wort", "{count} with {parts} in one word")
    } else {
        sentence!(language, "{count} nur mit {form}", "{count} with {form} alone")
    }
}

/// A word that was not typed: `(synonym of Kita)`.
pub(crate) fn synonym_of(language: Language, word: &str) -> String {
    sentence!(language, "(Synonym für {word})", "(synonym of {word})")
}

/// Count of a word without the filters of its query: `(77 without the filters)`.
pub(crate) fn filtered_out(language: Language, passages: u64, taken: u64) -> String {
    let count = language.count(passages + taken);
    sentence!(language, "({count} ohne die Filter)", "({count} without the filters)")
}

/// `+ 3 more passages` of an article.
pub(crate) fn further(language: Language, count: usize) -> String {
    format!("+ {}", texts::FURTHER.counted(language, count as u64))
}

/// Beginning of a receipt, with the unit of their counts.
pub(crate) fn searched(language: Language, results: &Results) -> String {
    let is_counted = results.words.iter().any(|word| word.passages.is_some());
    let searched = texts::SEARCHED.to(language);
    if is_counted { format!("{searched} ({})", texts::PASSAGES.many(language)) } else { searched.to_owned() }
}

/// The phrases of a query that found nothing, in other forms of their words. `query` is safe to print.
pub(crate) fn in_other_forms(language: Language, query: &str, total: MatchTotal) -> String {
    let passages = texts::MATCHES.counted(language, total.passages);
    sentence!(
        language,
        "In anderen Formen der Wörter: {passages} mit {query}",
        "In other forms of the words: {passages} with {query}"
    )
}

/// No hit is left behind those that were skipped.
pub(crate) fn past_the_end(language: Language, offset: usize, total: MatchTotal) -> String {
    let first = language.count((offset as u64).saturating_add(1));
    let (articles, passages) =
        (texts::ARTICLES.counted(language, total.articles), texts::MATCHES.counted(language, total.passages));
    sentence!(
        language,
        "Einen Treffer {first} gibt es nicht: {articles}, {passages} (Kopien mitgezählt).",
        "There is no hit {first}: {articles}, {passages} (copies included)."
    )
}

/// Queries of a run over many that found nothing. `ids` are safe to print.
pub(crate) fn nothing_for(language: Language, ids: &[String]) -> String {
    let ids = ids.join(", ");
    sentence!(language, "Nichts gefunden für: {ids}", "Nothing found for: {ids}")
}

/// `Hits 11–20 of 205 articles (312 passages)`: which hits are shown, and how many there are. `None` without hits or without a
/// count. Where copies are folded, `; 3 copies not shown` tells why the list is shorter than that.
pub(crate) fn total(language: Language, results: &Results, request: &ResultRequest) -> Option<String> {
    let total = results.total.filter(|_| !results.hits.is_empty())?;
    let (by, offset) = (request.grouping(), request.offset);
    let (first, last) = (offset as u64 + 1, (offset + results.hits.len()) as u64);
    let range = match last > first {
        true => format!("{}–{}", language.count(first), language.count(last)),
        false => language.count(first),
    };
    let (articles, passages) =
        (texts::ARTICLES.counted(language, total.articles), texts::MATCHES.counted(language, total.passages));
    let hits = if last > first { "Hits" } else { "Hit" };
    let all = if by.takes_articles_once() { total.articles } else { total.passages };
    let copies = match all.saturating_sub(last) {
        _ if request.all => None,
        // The list has come to its end.
        1.. if results.hits.len() < request.limit => {
            Some(format!("; {}", texts::COPIES_NOT_SHOWN.counted(language, all - last)))
        }
        _ => {
            let has_copies = results.hits.iter().any(|hit| hit.copies.is_some_and(|copies| copies > 0));
            has_copies.then(|| format!("; {}", texts::COPIES_INCLUDED.to(language)))
        }
    };
    let copies = copies.unwrap_or_default();
    Some(match by.takes_articles_once() {
        // After “von” most articles have an n more.
        true if language == Language::German && total.articles != 1 => {
            format!("Treffer {range} von {articles}n ({passages}{copies})")
        }
        true => sentence!(
            language,
            "Treffer {range} von {articles} ({passages}{copies})",
            "{hits} {range} of {articles} ({passages}{copies})"
        ),
        false => sentence!(
            language,
            "Treffer {range} von {passages} ({articles}{copies})",
            "{hits} {range} of {passages} ({articles}{copies})"
        ),
    })
}
