//! By what can a list be narrowed, and what narrows it now?

use fundstelle::search::{Facet, FacetCount, Facets};
use maud::{Markup, html};

use super::state::PageState;
use super::words;
use crate::messages::{Language, Message, citation, texts};
use crate::wire::visible;

/// Names that are shown at once, and altogether.
const FIRST_NAMES: usize = 8;
const MAX_NAMES: usize = 50;

/// Returns a chip for each choice, with which it is removed.
pub(super) fn chips(language: Language, state: &PageState, path: &str) -> Markup {
    let (since, until) = (state.get("since"), state.get("until"));
    let named = [("source", texts::SOURCE), ("section", texts::SECTION)];
    let chip = |text: String, link: String| {
        html! { li { a.chip href=(link) { (visible(&text)) " " span aria-hidden="true" { "×" } span.unseen { " " (words::REMOVE.to(language)) } } } }
    };
    let is_restricted = since.or(until).or(state.get("source")).or(state.get("section")).is_some();
    html! {
        @if is_restricted {
            nav aria-label=(words::FILTERS.to(language)) {
                ul.chips {
                    @for (name, label) in named {
                        @if let Some(value) = state.get(name) {
                            (chip(format!("{}: {}", label.to(language), shown(language, value)), state.link(path, &[(name, None)])))
                        }
                    }
                    @if since.is_some() || until.is_some() {
                        (chip(range(language, since, until), state.link(path, &[("since", None), ("until", None)])))
                    }
                }
            }
        }
    }
}

/// Returns the value of a filter as a reader sees it: a whole name without its sign.
fn shown(language: Language, value: &str) -> &str {
    match value.strip_prefix('=') {
        Some("") => texts::NO_VALUE.to(language),
        Some(name) => name,
        None => value,
    }
}

/// Returns a range of dates as a reader says it.
fn range(language: Language, since: Option<&str>, until: Option<&str>) -> String {
    let day = |date: &str| citation::date(language, date);
    match (since, until) {
        (Some(since), Some(until)) if since == until => day(since),
        (Some(since), Some(until)) => format!("{} – {}", day(since), day(until)),
        (Some(since), None) => format!("{} {}", words::SINCE.to(language), day(since)),
        (None, until) => format!("{} {}", words::UNTIL.to(language), day(until.unwrap_or_default())),
    }
}

/// Returns the sources and sections with their counts, as links that choose one.
pub(super) fn lists(language: Language, state: &PageState, counted: &Facets) -> Markup {
    html! {
        @for (facet, name, label) in [(Facet::Source, "source", texts::SOURCE), (Facet::Section, "section", texts::SECTION)] {
            @if let Some(counts) = counted.by.get(&facet) {
                @if counts.iter().any(|count| !count.value.is_empty()) { (facet_of(language, state, name, label, counts)) }
            }
        }
    }
}

fn facet_of(language: Language, state: &PageState, name: &str, label: Message, counts: &[FacetCount]) -> Markup {
    let item = |count: &FacetCount| {
        // The articles that are counted have this whole name, and no other.
        let whole = format!("={}", count.value);
        let text = visible(shown(language, &whole));
        html! {
            li {
                @if state.get(name) == Some(whole.as_str()) {
                    strong aria-current="true" { (text) }
                } @else {
                    a href=(state.list(&[(name, Some(&whole))])) { (text) }
                }
                span.count { (language.count(count.articles)) }
            }
        }
    };
    let (first, rest) = counts.split_at(counts.len().min(FIRST_NAMES));
    html! {
        section.facet {
            h2 { (label.to(language)) }
            ul { @for count in first { (item(count)) } }
            @if !rest.is_empty() {
                details {
                    summary { (language.count(rest.len() as u64)) " " (texts::MORE.to(language)) }
                    ul { @for count in rest.iter().take(MAX_NAMES) { (item(count)) } }
                }
            }
        }
    }
}
