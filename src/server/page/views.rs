//! The views of one query: hits, matches in context, trend.

use maud::{Markup, html};

use super::super::answer::{HttpAnswer, Media};
use super::super::endpoint::Call;
use super::layout::{self, Frame};
use super::results::foot;
use super::state::PageState;
use super::words;
use crate::messages::{Language, Message};

/// Views with their addresses.
const VIEWS: [(&str, Message); 4] =
    [("/", words::HITS), ("/kwic", words::IN_CONTEXT), ("/trend", words::TREND), ("/check", words::CHECK)];

/// Returns the address of the view that the form of a page leads to.
pub(super) fn target(path: &str) -> &str {
    if matches!(path, "/kwic" | "/trend") { path } else { "/" }
}

/// Returns the links to the views.
pub(super) fn tabs(language: Language, state: &PageState, path: &str) -> Markup {
    html! {
        nav.views aria-label=(words::VIEWS.to(language)) {
            @for (view, text) in VIEWS {
                @if view == path { strong aria-current="page" { (text.to(language)) } }
                @else { a href=(state.link(view, &[("q2", None), ("q3", None)])) { (text.to(language)) } }
                " "
            }
        }
    }
}

/// Returns a view as an answer.
pub(super) fn answer(call: &Call, state: &PageState, path: &'static str, content: &Markup) -> HttpAnswer {
    let title = match state.get("q") {
        Some(query) if !query.trim().is_empty() => query.to_owned(),
        _ => VIEWS.iter().find(|(view, _)| *view == path).map_or("", |(_, text)| text.to(call.language)).to_owned(),
    };
    let frame = Frame { language: call.language, state, title, path, feed: None, foot: foot(call) };
    HttpAnswer::new(Media::Html, layout::page(&frame, content))
}
