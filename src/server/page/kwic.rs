//! Matches among the words around them, one under the other.

use fundstelle::Hit;
use maud::{Markup, html};

use super::super::answer::HttpAnswer;
use super::super::endpoint::Call;
use super::super::problem::HttpProblem;
use super::results::{pages, summary};
use super::state::{PageParams, PageState};
use super::{facets, receipt, views, words};
use crate::messages::{Language, citation, texts};
use crate::wire::request::ResultRequest;
use crate::wire::visible;

/// Passages on a page.
const PAGE_PASSAGES: usize = 20;
/// Characters on each side of a match.
const SIDE_CHARS: usize = 60;

/// Answers `/kwic`.
pub(super) fn page(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    let params: PageParams = call.read()?;
    let state = PageState::of(&call.params);
    let query = params.q.as_deref().unwrap_or_default();
    let content = match query.trim().is_empty() {
        true => html! { p.summary role="status" { (words::ASK_ABOVE.to(call.language)) } },
        false => concordance(call, &params, &state, query)?,
    };
    Ok(views::answer(call, &state, "/kwic", &content))
}

fn concordance(call: &Call, params: &PageParams, state: &PageState, query: &str) -> Result<Markup, HttpProblem> {
    let language = call.language;
    let node = params.filters.node(call, query)?;
    let request = ResultRequest { each: true, ..params.request(PAGE_PASSAGES, call.timeout(None)) };
    let results = call.searcher.search_node(&node, &request.options()).map_err(call.problem(query))?;
    Ok(html! {
        h1.unseen { (words::IN_CONTEXT.to(language)) ": " (visible(query)) }
        p.summary role="status" { (summary(language, &results, &request)) }
        (facets::chips(language, state, "/kwic"))
        (receipt::receipt(language, state, "/kwic", &results))
        @if !results.hits.is_empty() {
            table.kwic {
                caption.unseen { (words::IN_CONTEXT.to(language)) }
                thead.unseen {
                    tr {
                        th scope="col" { (words::BEFORE.to(language)) }
                        th scope="col" { (words::MATCHES.to(language)) }
                        th scope="col" { (words::AFTER.to(language)) }
                        th scope="col" { (texts::SOURCE.to(language)) }
                    }
                }
                tbody { @for hit in &results.hits { (lines(language, state, hit)) } }
            }
        }
        (pages(language, state, "/kwic", request.offset, results.hits.len(), PAGE_PASSAGES))
    })
}

/// Returns a line for each match of a passage.
fn lines(language: Language, state: &PageState, hit: &Hit) -> Markup {
    let chars: Vec<char> = hit.text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let part =
        |start: usize, end: usize| chars[start.min(chars.len())..end.min(chars.len())].iter().collect::<String>();
    let place = |at: usize| hit.paragraph + hit.text.chars().take(at).filter(|c| *c == '\n').count() as u32;
    html! {
        @for (start, end) in hit.matches.iter().map(|(start, end)| (*start as usize, *end as usize)) {
            tr {
                td.before { span { (visible(&part(whole_word(&chars, start.saturating_sub(SIDE_CHARS)), start))) } }
                td.match { a href=(state.article(&hit.id, &format!("p{}", place(start)))) { mark { (visible(&part(start, end))) } } }
                td.after { (visible(&part(end, whole_word_end(&chars, end + SIDE_CHARS)))) }
                td.where {
                    @if !hit.date.is_empty() { time datetime=(hit.date) { (citation::date(language, &hit.date)) } }
                    @if !hit.source.is_empty() && !hit.date.is_empty() { " · " }
                    (visible(&hit.source))
                }
            }
        }
    }
}

/// Returns the beginning of the first whole word at or after `at`.
fn whole_word(chars: &[char], at: usize) -> usize {
    let is_inside = at > 0 && chars.get(at - 1).is_some_and(|c| c.is_alphanumeric());
    let blank = || chars[at..].iter().position(|c| *c == ' ').map_or(at, |blank| at + blank + 1);
    if is_inside { blank() } else { at }
}

/// Returns the end of the last whole word at or before `at`.
fn whole_word_end(chars: &[char], at: usize) -> usize {
    let is_inside = chars.get(at).is_some_and(|c| c.is_alphanumeric());
    let blank = || chars[..at].iter().rposition(|c| *c == ' ').unwrap_or(at);
    if is_inside { blank() } else { at }
}

#[cfg(test)]
mod tests {
    use super::{whole_word, whole_word_end};

    #[test]
    fn a_side_begins_with_a_whole_word() {
        let chars: Vec<char> = "Die Elstertalbahn fährt".chars().collect();
        for (at, begin) in [(0, 0), (4, 4), (5, 18), (3, 4), (23, 23)] {
            assert_eq!(whole_word(&chars, at), begin, "{at}");
        }
        for (at, end) in [(3, 3), (5, 3), (17, 17), (20, 17), (23, 23), (40, 40)] {
            assert_eq!(whole_word_end(&chars, at), end, "{at}");
        }
    }
}
