//! How was each word of a query read, and how is it read more narrowly?

use fundstelle::query::WordReceipt;
use fundstelle::search::Results;
use maud::{Markup, html};

use super::state::PageState;
use super::words;
use crate::messages::{Language, found, sentences, texts};
use crate::wire::records::is_as_typed;
use crate::wire::visible;

/// Relatives of a word that are shown.
const MAX_RELATED: usize = 5;

/// Returns the receipt: each word with what it was searched as and how often it was found. A word that stands for more than itself
/// can be switched to its exact form, and back, in the view at `path`.
pub(super) fn receipt(language: Language, state: &PageState, path: &str, results: &Results) -> Markup {
    let query = state.get("q").unwrap_or_default();
    html! {
        div.receipt {
            h2 { (found::searched(language, results)) }
            ul {
                @for (at, word) in results.words.iter().enumerate() {
                    // A word with two lemmas stands there twice.
                    @let is_first = at == 0 || results.words[at - 1].typed != word.typed;
                    li { (word_of(language, state, path, word, results, is_first)) }
                }
                @if !results.left_out.is_empty() {
                    li { (texts::TOO_COMMON.to(language)) ": " (visible(&results.left_out.join(" "))) }
                }
            }
        }
        @for (typed, meant) in results.words.iter().filter_map(|word| Some((word.typed.as_str(), word.suggestion.as_deref()?))) {
            @if let Some(other) = replaced(query, typed, meant) {
                p.meant { (texts::DID_YOU_MEAN.to(language)) " " a href=(state.link(path, &[("q", Some(&other))])) { (visible(meant)) } "?" }
            }
        }
    }
}

fn word_of(
    language: Language,
    state: &PageState,
    path: &str,
    word: &WordReceipt,
    results: &Results,
    has_switch: bool,
) -> Markup {
    let query = state.get("q").unwrap_or_default();
    let is_itself = is_as_typed(word, &results.words);
    let count = |passages: u64| language.count(passages);
    html! {
        strong { (visible(&word.typed)) }
        @if !is_itself { " → " (visible(&word.searched)) }
        @if let Some(passages) = word.passages { " " span.count { (count(passages)) } }
        @if let Some((passages, taken)) = word.passages.zip(word.filtered_out) { " " (found::filtered_out(language, passages, taken)) }
        @if let Some(synonym) = &word.synonym_of { " " (visible(&found::synonym_of(language, synonym))) }
        @for way in &word.ways { ", " (visible(&found::way(language, &way.form, way.passages))) }
        @if !word.related.is_empty() {
            " (" (texts::RELATED.to(language)) ": "
            @for (at, related) in word.related.iter().take(MAX_RELATED).enumerate() {
                @if at > 0 { ", " }
                (visible(&related.word)) " " span.count { (count(related.passages)) }
            }
            ")"
        }
        @if let Some((known, used)) = word.forms && used < known { " " (sentences::incomplete(language, used as u64, known as u64)) }
        @if word.heuristic { " (" (texts::HEURISTIC.to(language)) ")" }
        @if let Some((other, text)) = switched(language, query, word).filter(|_| has_switch && word.synonym_of.is_none()) {
            " " a.switch href=(state.link(path, &[("q", Some(&other))])) { (visible(&text)) }
        }
    }
}

/// Returns the query with a word in its exact form instead, or the other way round, and what to call that; `None` for what is no
/// single word.
fn switched(language: Language, query: &str, word: &WordReceipt) -> Option<(String, String)> {
    let typed = word.typed.strip_prefix('-').unwrap_or(&word.typed);
    if let Some(plain) = typed.strip_prefix('=') {
        return Some((replaced(query, typed, plain)?, format!("{} {plain}", words::WIDER.to(language))));
    }
    let is_word = !typed.is_empty() && typed.chars().all(|c| c.is_alphanumeric() || c == '-');
    let exact = format!("={typed}");
    let other = replaced(query, typed, &exact).filter(|_| is_word)?;
    Some((other, format!("{} {exact}", words::EXACTLY.to(language))))
}

/// Replaces the first place in `query` where `word` stands by itself.
fn replaced(query: &str, word: &str, by: &str) -> Option<String> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '=' | '*' | '~' | '-');
    let mut places = query.match_indices(word);
    let (at, _) = places.find(|(at, _)| {
        let before = query[..*at].chars().next_back();
        let after = query[at + word.len()..].chars().next();
        // A minus before a word excludes it, and is no part of it.
        before.is_none_or(|c| !is_part(c) || c == '-') && after.is_none_or(|c| !is_part(c))
    })?;
    // Inside quotation marks a word is exact already.
    let quotes = query[..at].chars().filter(|c| matches!(c, '"' | '„' | '“' | '”')).count();
    (quotes % 2 == 0).then(|| format!("{}{by}{}", &query[..at], &query[at + word.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_is_replaced() {
        for (query, word, by, expected) in [
            ("Bahn Streik", "Streik", "=Streik", Some("Bahn =Streik")),
            ("Bahnstreik Streik", "Streik", "=Streik", Some("Bahnstreik =Streik")),
            ("=Streik Bahn", "=Streik", "Streik", Some("Streik Bahn")),
            ("Bahn -Streik", "Streik", "=Streik", Some("Bahn -=Streik")),
            ("Streik* Bahn", "Streik", "=Streik", None),
            ("\"offener Brief\" Streik", "Brief", "=Brief", None),
            ("(Größe ODER Maß)", "Größe", "=Größe", Some("(=Größe ODER Maß)")),
        ] {
            assert_eq!(replaced(query, word, by).as_deref(), expected, "{query}");
        }
    }
}
