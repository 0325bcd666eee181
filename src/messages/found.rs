//! Sentences about a list of hits: how many there are, and how the words of a query were found.

use fundstelle::search::{Grouping, Results};

use super::{Language, texts};

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

/// Count of a word without the filters of its query: `(77 without the filters)`.
pub(crate) fn filtered_out(language: Language, passages: u64, taken: u64) -> String {
    let count = language.count(passages + taken);
    sentence!(language, "({count} ohne die Filter)", "({count} without the filters)")
}

/// `+ 3 more passages` of an article.
pub(crate) fn further(language: Language, count: usize) -> String {
    format!("+ {}", texts::FURTHER.counted(language, count as u64))
}

/// `Hits 11–20 of 205 articles (312 passages)`: which hits are shown, and how many there are. `None` without hits or without a
/// count. `offset` hits were skipped.
pub(crate) fn total(language: Language, results: &Results, by: Grouping, offset: usize) -> Option<String> {
    let total = results.total.filter(|_| !results.hits.is_empty())?;
    let (first, last) = (offset as u64 + 1, (offset + results.hits.len()) as u64);
    let range = match last > first {
        true => format!("{}–{}", language.count(first), language.count(last)),
        false => language.count(first),
    };
    let (articles, passages) =
        (texts::ARTICLES.counted(language, total.articles), texts::MATCHES.counted(language, total.passages));
    let hits = if last > first { "Hits" } else { "Hit" };
    Some(match by.takes_articles_once() {
        // After “von” most articles have an n more.
        true if language == Language::German && total.articles != 1 => {
            format!("Treffer {range} von {articles}n ({passages})")
        }
        true => sentence!(
            language,
            "Treffer {range} von {articles} ({passages})",
            "{hits} {range} of {articles} ({passages})"
        ),
        false => sentence!(
            language,
            "Treffer {range} von {passages} ({articles})",
            "{hits} {range} of {passages} ({articles})"
        ),
    })
}
