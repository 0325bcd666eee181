//! Do the quotations of a pasted text stand in the corpus?

use fundstelle::check::{CheckedQuotation, DiffKind, DiffPiece, QuotationMatch, QuotationVerdict};
use maud::{Markup, html};
use schemars::JsonSchema;
use serde::Deserialize;

use super::super::answer::HttpAnswer;
use super::super::endpoint::Call;
use super::super::problem::HttpProblem;
use super::results::facts;
use super::state::{PageKeys, PageLanguage, PageState, PageTheme};
use super::{views, words};
use crate::messages::{Language, sentences, texts};
use crate::wire::request::{joined_paragraphs, line_of_typed};
use crate::wire::visible;

/// Further places of a quotation that are shown.
const MAX_PLACES: usize = 5;

/// Parameters of the page.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct CheckParams {
    /// The text; a long one is sent by POST
    #[serde(default)]
    text: String,
    /// Language [default: by Accept-Language]
    #[expect(dead_code, reason = "decided before the page is made")]
    lang: Option<PageLanguage>,
    /// Colours [default: those of the system]
    #[expect(dead_code, reason = "decided before the page is made")]
    theme: Option<PageTheme>,
    /// Keys of the page, such as `/` and `n` [default: on]
    #[expect(dead_code, reason = "decided before the page is made")]
    keys: Option<PageKeys>,
}

/// Answers `/check`.
pub(super) fn page(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    let params: CheckParams = call.read()?;
    let state = PageState::of(&call.params);
    let language = call.language;
    let content = html! {
        div.start {
            h1 { (words::CHECK.to(language)) }
            p.quiet { (words::CHECK_HELP.to(language)) }
            form.check action="/check" method="post" {
                @for (name, value) in state.others(&[]) { input type="hidden" name=(name) value=(value); }
                label.unseen for="text" { (words::TEXT.to(language)) }
                textarea #text name="text" rows="8" required { (params.text) }
                button type="submit" { (words::CHECK_NOW.to(language)) }
            }
            @if !params.text.trim().is_empty() { (checked(call, &state, &params.text)?) }
        }
    };
    Ok(views::answer(call, &state, "/check", &content))
}

fn checked(call: &Call, state: &PageState, typed: &str) -> Result<Markup, HttpProblem> {
    let language = call.language;
    let text = joined_paragraphs(typed);
    let checked = call.searcher.check_within(&text, call.timeout(None)).map_err(call.problem(""))?;
    let mut counts = [0; 4];
    for one in &checked {
        counts[rank(&one.verdict)] += 1;
    }
    Ok(html! {
        p.summary role="status" {
            @if checked.is_empty() { (words::NO_QUOTATIONS.to(language)) } @else { (sentences::verdicts(language, counts)) }
        }
        ol.quotations {
            @for one in &checked { li { (quotation(language, state, typed, &text, one)) } }
        }
    })
}

/// Returns the place of a verdict among the counts: stands, differs, missing, not checked.
fn rank(verdict: &QuotationVerdict) -> usize {
    match verdict {
        QuotationVerdict::Stands(_) => 0,
        QuotationVerdict::Differs(_) => 1,
        QuotationVerdict::Missing => 2,
        QuotationVerdict::Short | QuotationVerdict::Long | QuotationVerdict::Unclosed => 3,
    }
}

fn quotation(language: Language, state: &PageState, typed: &str, text: &str, one: &CheckedQuotation) -> Markup {
    let class = ["stands", "differs", "missing", "skipped"][rank(&one.verdict)];
    let line = line_of_typed(typed, one.range.start);
    html! {
        p.verdict { strong class=(class) { (sentences::verdict(language, &one.verdict)) } " · " (texts::LINE.to(language)) " " (line) }
        @match &one.verdict {
            QuotationVerdict::Stands(found) | QuotationVerdict::Differs(found) => {
                blockquote { (pieces(&found.pieces)) }
                (place(language, state, found))
            }
            _ => blockquote { (visible(&text[one.range.clone()])) },
        }
    }
}

/// Returns a quotation; words that are not as in the source are struck out, and those of the source stand beside them.
fn pieces(pieces: &[DiffPiece]) -> Markup {
    html! {
        @for (at, piece) in pieces.iter().enumerate() {
            @if at > 0 { " " }
            @match piece.kind {
                DiffKind::Same | DiffKind::Spelling | DiffKind::Gap | DiffKind::Editorial => (visible(piece.quoted.trim())),
                DiffKind::Replaced | DiffKind::Missing | DiffKind::Added => {
                    @if !piece.quoted.trim().is_empty() { del { (visible(piece.quoted.trim())) } " " }
                    @if !piece.original.trim().is_empty() { ins { (visible(piece.original.trim())) } }
                }
            }
        }
    }
}

/// Returns where a quotation stands.
fn place(language: Language, state: &PageState, found: &QuotationMatch) -> Markup {
    let citation = &found.citation;
    let link = state.article(&citation.id, &format!("p{}", citation.paragraph));
    html! {
        p { a href=(link) { @if citation.title.is_empty() { (texts::UNTITLED.to(language)) } @else { (visible(&citation.title)) } } }
        (facts(language, &citation.source, &citation.date, &citation.section))
        @if !found.also.is_empty() {
            p.quiet {
                (words::ALSO_IN.to(language)) " "
                @for (at, id) in found.also.iter().take(MAX_PLACES).enumerate() {
                    @if at > 0 { ", " }
                    a href=(state.article(id, "")) { (visible(id)) }
                }
                @if found.also.len() > MAX_PLACES { " …" }
            }
        }
    }
}
