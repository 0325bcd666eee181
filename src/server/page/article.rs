//! One article, at its place.

use fundstelle::Searcher;
use fundstelle::cite::Citation;
use fundstelle::query::parse;
use fundstelle::search::{ArticleHighlights, ArticleView, CopyList, Grouping, Reprint, SearchOptions};
use maud::{Markup, html};

use super::super::answer::{HttpAnswer, Media};
use super::super::api;
use super::super::endpoint::Call;
use super::super::problem::HttpProblem;
use super::layout::{self, Frame};
use super::results::{facts, foot};
use super::state::{PageParams, PageState, value_encoded};
use super::stepper::{StepperOf, stepper};
use super::words;
use crate::messages::{Language, citation, texts};
use crate::wire::{marks, visible};

/// Similar articles beside an article.
const SIMILAR: usize = 5;
/// Matches with a link of their own.
const MAX_MATCH_LINKS: usize = 40;
/// Changes shown of a copy.
const MAX_CHANGES: usize = 30;

/// Answers `/a/{id}`.
pub(super) fn page(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    let params: PageParams = call.read()?;
    let state = PageState::of(&call.params);
    let view = call.searcher.article(&call.id).map_err(call.problem(""))?;
    let query = params.q.as_deref().unwrap_or_default();
    let found = match query.trim().is_empty() {
        true => ArticleHighlights::default(),
        false => {
            let node = parse(query).map_err(|err| HttpProblem::query(call.language, query, &err))?;
            call.searcher.article_highlights_within(&node, &view, call.timeout(None)).map_err(call.problem(query))?
        }
    };
    let Some(head) = view.passages.first() else {
        return Err(HttpProblem::new(axum::http::StatusCode::NOT_FOUND, "no-such-id", "the article is empty")
            .in_german("der Artikel ist leer"));
    };
    let mut matches = 0;
    let body = paragraphs(call.language, &view, &found, &mut matches);
    let aside = beside(call, &state, &call.searcher, &view)?;
    let language = call.language;
    let content = html! {
        div.columns {
            article.whole {
                h1 {
                    @if head.title.is_empty() { (texts::UNTITLED.to(language)) } @else { (marks::headline(&head.title, &found.title)) }
                }
                (facts(language, &head.source, &head.date, &head.section))
                p.place { (visible(&head.path)) ":" (view.line_at(head, 0)) }
                (match_links(language, matches))
                (body)
                (citations(call, &view)?)
                (stepper(language, StepperOf::Matches))
            }
            aside {
                @if !query.is_empty() { p.back { a href=(state.list(&[])) { "← " (words::BACK_TO_LIST.to(language)) } } }
                (aside)
            }
        }
    };
    let title = if head.title.is_empty() { head.article.clone() } else { head.title.clone() };
    let frame = Frame { language, state: &state, title, path: &call.path, feed: None, foot: foot(call) };
    Ok(HttpAnswer::new(Media::Html, layout::page(&frame, &content)))
}

/// Part of a paragraph that lies in one passage.
struct ParagraphPart {
    /// Index of the passage.
    passage: usize,
    start: u32,
    end: u32,
}

/// Returns the paragraphs of the body by number. A paragraph may go on in the next passage.
fn parts(view: &ArticleView) -> Vec<(u32, Vec<ParagraphPart>)> {
    let mut paragraphs: Vec<(u32, Vec<ParagraphPart>)> = Vec::new();
    for (passage, stored) in view.passages.iter().enumerate() {
        let mut start = 0;
        for (number, line) in (stored.paragraph..).zip(stored.text.split('\n')) {
            let end = start + line.chars().count() as u32;
            if end > start {
                let part = ParagraphPart { passage, start, end };
                match paragraphs.last_mut() {
                    Some((last, parts)) if *last == number => parts.push(part),
                    _ => paragraphs.push((number, vec![part])),
                }
            }
            start = end + 1;
        }
    }
    paragraphs
}

/// Returns the body. The passage that was asked for stands out, matches are numbered, and every paragraph can be linked to.
fn paragraphs(language: Language, view: &ArticleView, found: &ArticleHighlights, matches: &mut usize) -> Markup {
    html! {
        @for (number, parts) in parts(view) {
            @let is_asked = view.passages.len() > 1 && parts.iter().any(|part| view.asked == Some(part.passage));
            p class=[is_asked.then_some("asked")] id=(format!("p{number}")) {
                a.pilcrow href=(format!("#p{number}")) aria-label=(format!("{} ({number})", words::PERMALINK.to(language))) { "¶" }
                @for (at, part) in parts.iter().enumerate() {
                    @let stored = &view.passages[part.passage];
                    @let marks = found.passages.get(part.passage).map_or(&[][..], Vec::as_slice);
                    @if at > 0 { " " }
                    (marks::numbered(&stored.text, marks, part.start, part.end, matches))
                }
            }
        }
    }
}

/// Returns links to the matches.
fn match_links(language: Language, matches: usize) -> Markup {
    html! {
        @if matches > 0 {
            nav.matches aria-label=(words::MATCHES.to(language)) {
                (words::MATCHES.to(language)) ": "
                @for number in 1..=matches.min(MAX_MATCH_LINKS) { a href=(format!("#m{number}")) { (number) } " " }
                @if matches > MAX_MATCH_LINKS { "… " (language.count(matches as u64)) }
            }
        }
    }
}

/// Returns the citation, and links to it in the formats of reference managers.
fn citations(call: &Call, view: &ArticleView) -> Result<Markup, HttpProblem> {
    let one = Citation::of(view).map_err(call.problem(""))?;
    let link = |style: &str| format!("/api/cite?id={}&style={style}", value_encoded(&one.id));
    Ok(html! {
        section.cite #cite {
            h2 { (words::CITE.to(call.language)) }
            p.citation { (api::plain(call, &one)) }
            p {
                @for (name, style) in [("BibTeX", "bibtex"), ("RIS", "ris"), ("CSL-JSON", "csl-json")] { a href=(link(style)) { (name) } " " }
                button.copy type="button" hidden data-done=(words::COPIED.to(call.language)) { (words::COPY.to(call.language)) }
            }
        }
    })
}

/// Returns the copies of the article and the articles that resemble it.
fn beside(call: &Call, state: &PageState, searcher: &Searcher, view: &ArticleView) -> Result<Markup, HttpProblem> {
    let article = view.passages.first().map_or("", |first| first.article.as_str());
    let copies = searcher.copies_within(article, call.timeout(None)).map_err(call.problem(""))?;
    let options = SearchOptions::default().with_grouping(Grouping::Article).with_limit(SIMILAR).with_fold(true);
    let options = options.with_highlight(false).with_timeout(call.timeout(None));
    let similar = searcher.similar_to(article, &options).map_err(call.problem(""))?;
    let language = call.language;
    Ok(html! {
        @if copies.articles.len() > 1 { (copy_list(language, state, &copies)) }
        @if !similar.hits.is_empty() {
            section.similar {
                h2 { (words::SIMILAR.to(language)) }
                ul {
                    @for hit in &similar.hits {
                        li {
                            a href=(state.article(&hit.article, "")) { (visible(if hit.title.is_empty() { &hit.article } else { &hit.title })) }
                            (facts(language, &hit.source, &hit.date, ""))
                        }
                    }
                }
            }
        }
    })
}

/// Returns who printed the text, oldest first, with the sentences that differ.
fn copy_list(language: Language, state: &PageState, copies: &CopyList) -> Markup {
    html! {
        section.copies #copies {
            h2 { (words::COPIES.to(language)) }
            ol { @for reprint in &copies.articles { li { (copy_of(language, state, reprint)) } } }
        }
    }
}

fn copy_of(language: Language, state: &PageState, reprint: &Reprint) -> Markup {
    let stored = &reprint.stored;
    let date = if stored.date.is_empty() {
        texts::UNDATED.to(language).to_owned()
    } else {
        citation::date(language, &stored.date)
    };
    let name = if stored.source.is_empty() { &stored.article } else { &stored.source };
    html! {
        span.when { (date) } " "
        @if reprint.is_asked {
            strong { (visible(name)) } " · " (texts::THIS_ARTICLE.to(language))
        } @else {
            a href=(state.article(&stored.article, "")) { (visible(name)) }
            " · " (format!("{:.0} % {}", (reprint.similarity * 100.0).floor(), texts::IDENTICAL.to(language)))
            @if reprint.changes.is_empty() {
                " · " (texts::NO_SENTENCE_CHANGED.to(language))
            } @else {
                details {
                    summary { (words::DIFFERENCES.to(language)) }
                    ul.changes {
                        @for change in reprint.changes.iter().take(MAX_CHANGES) {
                            @for sentence in &change.removed { li { del { span.unseen { (words::REMOVED_TEXT.to(language)) " " } (visible(sentence)) } } }
                            @for sentence in &change.added { li { ins { span.unseen { (words::ADDED_TEXT.to(language)) " " } (visible(sentence)) } } }
                        }
                    }
                }
            }
        }
    }
}
