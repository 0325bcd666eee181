//! How is a problem told to a reader?

use axum::http::StatusCode;
use maud::{Markup, html};

use super::super::problem::{HttpProblem, QueryPlace};
use super::layout::{self, Frame};
use super::state::PageState;
use super::{trend, views, words};
use crate::messages::Language;
use crate::wire::visible;

/// Characters shown on each side of an error in a long query.
const CONTEXT_CHARS: usize = 30;

/// Returns the page of a problem at an address, with the query to mend.
pub(in crate::server) fn problem(language: Language, path: &str, address: &PageState, problem: &HttpProblem) -> String {
    let path = views::target(path);
    let place = problem.query_place();
    // Whatever else is wrong is not asked again.
    let state = if place.is_some() { address.clone() } else { address.without_filters() };
    let text = match problem.status() {
        StatusCode::NOT_FOUND if problem.is_unknown_route() => words::NO_PAGE.to(language),
        StatusCode::SERVICE_UNAVAILABLE if problem.is_crowd() => words::LATER.to(language),
        _ => problem.detail(),
    };
    let content = html! {
        div.problem {
            h1 { (words::PROBLEM.to(language)) }
            p role="alert" { (visible(text)) }
            @if let Some(place) = place { (pointed(place)) }
            @if path == trend::PATH { (trend::form(language, &state)) }
        }
    };
    let frame = Frame {
        language,
        state: &state,
        title: words::PROBLEM.to(language).to_owned(),
        path,
        feed: None,
        foot: html! { (problem.status().as_u16()) },
    };
    layout::page(&frame, &content)
}

/// Shows the query, and under it carets at the error.
fn pointed(QueryPlace { text, start, end }: &QueryPlace) -> Markup {
    let (query, start, end) = (text, *start, *end);
    let from = start.saturating_sub(CONTEXT_CHARS);
    let length = end.saturating_sub(start).clamp(1, CONTEXT_CHARS);
    let shown: String = query.chars().skip(from).take(start - from + length + CONTEXT_CHARS).collect();
    let before: String = query.chars().skip(from).take(start - from).collect();
    let width = textwrap::core::display_width(&visible(&before));
    html! {
        pre.caret aria-hidden="true" { (visible(&shown)) "\n" (" ".repeat(width)) span { ("^".repeat(length)) } }
    }
}
