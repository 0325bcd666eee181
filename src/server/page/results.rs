//! The list of hits.

use fundstelle::index::{Watch, Watches};
use fundstelle::search::{Hit, Results, snippet};
use maud::{Markup, html};

use super::super::answer::{HttpAnswer, Media};
use super::super::endpoint::Call;
use super::super::problem::HttpProblem;
use super::layout::{self, Frame};
use super::state::{PageParams, PageState};
use super::stepper::{StepperOf, stepper};
use super::{facets, histogram, receipt, words};
use crate::messages::{Language, citation, found, sentences, texts};
use crate::wire::choices::ALL_FACETS;
use crate::wire::request::ResultRequest;
use crate::wire::{marks, visible};

/// Hits on a page.
const PAGE_HITS: usize = 10;

/// Answers `/`.
pub(super) fn page(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    let params: PageParams = call.read()?;
    let state = PageState::of(&call.params);
    let query = params.q.as_deref().unwrap_or_default();
    let content = match query.trim().is_empty() {
        true => start(call, &state)?,
        false => list(call, &params, &state, query)?,
    };
    let frame = Frame {
        language: call.language,
        state: &state,
        title: query.to_owned(),
        path: "/",
        feed: (!query.is_empty()).then(|| state.export("rss")),
        foot: foot(call),
    };
    Ok(HttpAnswer::new(Media::Html, layout::page(&frame, &content)))
}

/// Returns what is in the index.
pub(super) fn foot(call: &Call) -> Markup {
    let payload = call.searcher.index().metadata();
    let (articles, passages) = (
        texts::ARTICLES.counted(call.language, payload.articles),
        texts::PASSAGES.counted(call.language, payload.passages),
    );
    html! {
        (articles) ", " (passages)
        @if payload.faults > 0 { " · " (texts::NOT_INDEXED.counted(call.language, payload.faults)) }
    }
}

/// Returns the page before the first query.
fn start(call: &Call, state: &PageState) -> Result<Markup, HttpProblem> {
    let language = call.language;
    let watches = Watches::read(call.searcher.index().dir()).map_err(call.problem(""))?;
    Ok(html! {
        // Empty, but there: screen readers listen to it once a query is typed.
        p.summary role="status" {}
        div.start {
            h1 { (words::TAGLINE.to(language)) }
            p.quiet { (words::EXAMPLES.to(language)) }
            ul.examples {
                @for (query, text) in words::QUERY_EXAMPLES {
                    li { a href=(state.list(&[("q", Some(query))])) { (query) } " " span.quiet { (text.to(language)) } }
                }
            }
            @if !watches.is_empty() { (saved(language, state, &watches)) }
        }
    })
}

/// Returns the saved searches: newest hits first, and as a feed.
fn saved(language: Language, state: &PageState, watches: &[Watch]) -> Markup {
    html! {
        h2 { (words::SAVED_SEARCHES.to(language)) }
        ul.examples {
            @for Watch { name, query, filters, .. } in watches {
                @let of_watch = state.with(&[
                    ("q", Some(query)), ("sort", Some("date")), ("since", filters.since.as_deref()), ("until", filters.until.as_deref()),
                    ("source", filters.source.as_deref()), ("section", filters.section.as_deref()),
                ]);
                li {
                    a href=(of_watch.list(&[])) { (visible(name)) } " " span.quiet { (visible(query)) } " "
                    a href=(of_watch.export("rss")) aria-label=(format!("RSS: {}", visible(name))) { "RSS" }
                }
            }
        }
    }
}

fn list(call: &Call, params: &PageParams, state: &PageState, query: &str) -> Result<Markup, HttpProblem> {
    let language = call.language;
    let node = params.filters.node(call, query)?;
    let request = params.request(PAGE_HITS, call.timeout(None));
    let results = call.searcher.search_node(&node, &request.options()).map_err(call.problem(query))?;
    let counted = call
        .searcher
        .facets(&node, request.within(), &ALL_FACETS, Some(request.timeout))
        .map_err(call.problem(query))?;
    Ok(html! {
        h1.unseen { (words::SEARCH.to(language)) ": " (visible(query)) }
        p.summary role="status" { (summary(language, &results, &request)) }
        (facets::chips(language, state, "/"))
        (receipt::receipt(language, state, "/", &results))
        div.columns {
            section.found aria-label=(words::HITS.to(language)) {
                ol.hits start=(request.offset + 1) {
                    @for hit in &results.hits { li { (hit_of(call, state, hit)) } }
                }
                (pages(language, state, "/", request.offset, results.hits.len(), PAGE_HITS))
                @if !results.hits.is_empty() { (exports(language, state, params.all)) (stepper(language, StepperOf::Hits)) }
            }
            @if counted.articles > 0 {
                aside aria-label=(words::NARROW.to(language)) {
                    (histogram::histogram(call, state, &node, &counted)?)
                    (facets::lists(language, state, &counted))
                }
            }
        }
    })
}

/// Returns how much was found, and which of it is shown.
pub(super) fn summary(language: Language, results: &Results, request: &ResultRequest) -> Markup {
    html! {
        @match found::total(language, results, request) {
            Some(total) => (total),
            None => (words::NO_HITS.to(language)),
        }
    }
}

/// Returns one hit: headline, facts, sentences, place.
fn hit_of(call: &Call, state: &PageState, hit: &Hit) -> Markup {
    let language = call.language;
    let part = snippet(hit);
    let before: String = hit.text.chars().take(part.start as usize).collect();
    let paragraph = hit.paragraph + before.matches('\n').count() as u32;
    let link = state.article(&hit.id, &format!("p{paragraph}"));
    html! {
        article {
            h2 {
                // Printed, an address is of no use without its host.
                a href=(link) data-url=(format!("{}{link}", call.base.trim_start_matches("http://"))) {
                    @if hit.title.is_empty() { (texts::UNTITLED.to(language)) } @else { (marks::headline(&hit.title, &hit.title_highlights)) }
                }
            }
            (facts(language, &hit.source, &hit.date, &hit.section))
            p.text {
                (marks::marked(&part.text, &part.highlights, 0, u32::MAX))
            }
            p.place {
                @let shown = citation::shown_place(language, hit.place_of_match(part.start, part.end));
                @if !shown.is_empty() { (visible(&shown)) " · " }
                a href=(link) { (texts::PARAGRAPH.to(language)) " " (paragraph) ", " (texts::LINE.to(language)) " " (hit.line_at(part.start)) }
                " · " span.id { (visible(&hit.id)) }
                @if let Some(further) = hit.further.filter(|further| *further > 0) {
                    " · " a href=(link) { (found::further(language, further)) }
                }
                @if let Some(copies) = hit.copies.filter(|copies| *copies > 0) {
                    " · " a href=(state.article(&hit.article, "copies")) { (sentences::near_identical(language, copies)) }
                }
            }
        }
    }
}

/// Returns source, date and section, as far as they are known.
pub(super) fn facts(language: Language, source: &str, date: &str, section: &str) -> Markup {
    let mut facts = Vec::new();
    facts.extend((!source.is_empty()).then(|| html! { span { (visible(source)) } }));
    facts.extend((!date.is_empty()).then(|| html! { time datetime=(date) { (citation::date(language, date)) } }));
    facts.extend((!section.is_empty()).then(|| html! { span { (visible(section)) } }));
    html! {
        p.facts {
            @for (number, fact) in facts.iter().enumerate() {
                @if number > 0 { " · " }
                (fact)
            }
        }
    }
}

/// Returns the links to the pages before and after, each with up to `page` hits.
pub(super) fn pages(
    language: Language,
    state: &PageState,
    path: &str,
    offset: usize,
    hits: usize,
    page: usize,
) -> Markup {
    let number = |offset: usize| offset.to_string();
    html! {
        nav.pages aria-label=(words::PAGES.to(language)) {
            @if offset > 0 {
                @let before = number(offset.saturating_sub(page));
                a rel="prev" href=(state.link(path, &[("offset", Some(before.as_str()).filter(|before| *before != "0"))])) {
                    "← " (words::PREVIOUS_PAGE.to(language))
                }
            }
            @if hits == page {
                a.next rel="next" href=(state.link(path, &[("offset", Some(&number(offset + page)))])) { (words::NEXT_PAGE.to(language)) " →" }
            }
        }
    }
}

/// Returns the links to the same list in other formats.
fn exports(language: Language, state: &PageState, all: bool) -> Markup {
    html! {
        p.exports {
            (words::TAKE_AS.to(language)) " "
            @for (name, format) in [("CSV", "csv"), ("JSON", "json"), ("RSS", "rss")] { a href=(state.export(format)) { (name) } " " }
            "· "
            @if all {
                a href=(state.list(&[("all", None)])) { (words::WITHOUT_COPIES.to(language)) }
            } @else {
                a href=(state.list(&[("all", Some("true"))])) { (words::WITH_COPIES.to(language)) }
            }
        }
    }
}
