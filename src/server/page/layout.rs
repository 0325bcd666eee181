//! What do all pages have around their content?

use maud::{DOCTYPE, Markup, html};

use super::state::PageState;
use super::{views, words};
use crate::messages::{Language, Message};
use crate::wire::visible;

/// Orders to choose from.
const ORDERS: [(&str, Message); 3] =
    [("relevance", words::BY_RELEVANCE), ("date", words::NEWEST), ("date-asc", words::OLDEST)];
/// Colours to choose from.
const THEMES: [(Option<&str>, Message); 3] =
    [(None, words::AUTO), (Some("light"), words::LIGHT), (Some("dark"), words::DARK)];

/// Keys of the script to choose from: those of speech input may be in the way.
const KEYS: [(Option<&str>, Message); 2] = [(None, words::ON), (Some("off"), words::OFF)];

/// Everything that a page has beside its content.
pub(super) struct Frame<'a> {
    pub(super) language: Language,
    pub(super) state: &'a PageState,
    /// Title in the tab, before the name of the program.
    pub(super) title: String,
    /// Address of the same page, for the choice of language and colours.
    pub(super) path: &'a str,
    /// Address of the feed of a list.
    pub(super) feed: Option<String>,
    /// Line at the end of the page.
    pub(super) foot: Markup,
}

/// Returns a whole page.
pub(super) fn page(frame: &Frame<'_>, content: &Markup) -> String {
    let Frame { language, state, title, feed, foot, .. } = frame;
    let theme = state.get("theme").unwrap_or("auto");
    let title = match title.as_str() {
        "" => format!("Fundstelle · {}", words::TAGLINE.to(*language)),
        title => format!("{} · Fundstelle", visible(title)),
    };
    let html = html! {
        (DOCTYPE)
        html lang=(language.code()) class=(theme) data-keys=[state.get("keys")] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex, nofollow";
                meta name="color-scheme" content=(if theme == "auto" { "light dark" } else { theme });
                title { (title) }
                link rel="stylesheet" href="/style.css";
                script src="/script.js" defer {}
                link rel="icon" href="/icon.svg" type="image/svg+xml";
                link rel="search" href="/opensearch.xml" type="application/opensearchdescription+xml" title="Fundstelle";
                @if let Some(feed) = feed {
                    link rel="alternate" href=(feed) type="application/rss+xml" title="RSS";
                }
            }
            body {
                a.skip href="#main" { (words::TO_RESULTS.to(*language)) }
                header { (head(frame)) }
                main id="main" { (content) }
                footer {
                    p { (foot) }
                    (choices(frame))
                }
            }
        }
    };
    html.into_string()
}

/// Returns the name of the program and the form.
fn head(frame: &Frame<'_>) -> Markup {
    let Frame { language, state, path, .. } = frame;
    let order = state.get("sort").unwrap_or("relevance");
    let kept = ["q", "sort", "offset"];
    html! {
        a.brand href=(PageState::default().list(&[("lang", state.get("lang")), ("theme", state.get("theme")), ("keys", state.get("keys"))])) { "Fundstelle" }
        form role="search" action=(views::target(path)) method="get" {
            label.unseen for="q" { (words::QUERY.to(*language)) }
            input #q type="search" name="q" value=(state.get("q").unwrap_or_default()) autocomplete="off" spellcheck="false" maxlength="16384" aria-keyshortcuts="/";
            label.unseen for="sort" { (words::ORDER.to(*language)) }
            select #sort name="sort" {
                @for (name, text) in ORDERS {
                    option value=(name) selected[name == order] { (text.to(*language)) }
                }
            }
            @for (name, value) in state.others(&kept) {
                input type="hidden" name=(name) value=(value);
            }
            button type="submit" { (words::SEARCH.to(*language)) }
            div.hint hidden {}
        }
        (views::tabs(*language, state, path))
    }
}

/// Returns the choice of language and colours.
fn choices(frame: &Frame<'_>) -> Markup {
    let Frame { language, state, path, .. } = frame;
    let other = if *language == Language::German { "en" } else { "de" };
    html! {
        nav.choices aria-label=(words::DISPLAY.to(*language)) {
            a href=(state.link(path, &[("lang", Some(other))])) lang=(other) hreflang=(other) { (words::SWITCH.to(*language)) }
            span { (words::COLORS.to(*language)) ": " }
            @for (theme, text) in THEMES {
                @if state.get("theme") == theme {
                    strong aria-current="true" { (text.to(*language)) }
                } @else {
                    a href=(state.link(path, &[("theme", theme)])) { (text.to(*language)) }
                }
                " "
            }
            span { (words::KEYS.to(*language)) ": " }
            @for (keys, text) in KEYS {
                @if state.get("keys") == keys {
                    strong aria-current="true" { (text.to(*language)) }
                } @else {
                    a href=(state.link(path, &[("keys", keys)])) { (text.to(*language)) }
                }
                " "
            }
        }
    }
}
