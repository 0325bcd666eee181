//! How does a search look on paper?
//!
//! One page that needs nothing else and asks nobody: what was searched, when and in which index, how the words were read, how many
//! articles there are over time, and each passage with its citation. Its policy allows its own style, known by its hash, and nothing
//! more; all texts pass `marks` or [`visible`], and maud escapes them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fundstelle::query::Node;
use fundstelle::search::{Facets, Hit, Results, Searcher, TrendOptions, excerpts};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::super::args::SearchArgs;
use super::super::output::curve::{Measure, QueryCurve};
use super::super::output::picture::svg;
use super::super::output::visible;
use super::{cited, now, receipt};
use crate::messages::{Language, citation, exports, in_query, language, sentences, texts};
use crate::wire::marks;

/// The style of the page.
const STYLE: &str = include_str!("dossier.css");

/// Everything that a dossier tells.
struct DossierContent<'a> {
    language: Language,
    searcher: &'a Searcher,
    query: &'a str,
    filters: String,
    counted: Facets,
    curve: QueryCurve,
    offset: usize,
    /// Sentences around each matching one; `None` shows whole passages.
    context: Option<usize>,
}

/// Returns the page about the answer to `query`, which was read as `node`. Fails like [`Searcher::search_node`].
pub(in crate::cli) fn page(
    searcher: &Searcher,
    node: &Node,
    query: &str,
    results: &Results,
    args: &SearchArgs,
) -> anyhow::Result<String> {
    let timeout = args.results.timeout;
    let options = TrendOptions::default().with_within(args.request().within()).with_timeout(timeout);
    let content = DossierContent {
        language: language(),
        searcher,
        query,
        filters: args.filters.shown(),
        counted: searcher.facets(node, args.request().within(), &[], Some(timeout)).map_err(in_query(query))?,
        curve: QueryCurve { query: query.to_owned(), trend: searcher.trend(node, &options).map_err(in_query(query))? },
        offset: args.results.offset,
        context: args.results.context,
    };
    content.page(results)
}

impl DossierContent<'_> {
    fn page(&self, results: &Results) -> anyhow::Result<String> {
        let language = self.language;
        let hits = results.hits.iter().map(|hit| self.hit(hit)).collect::<anyhow::Result<Vec<Markup>>>()?;
        let page = html! {
            (DOCTYPE)
            html lang=(language.code()) {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(policy());
                    meta name="referrer" content="no-referrer";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="generator" content=(concat!("fundstelle ", env!("CARGO_PKG_VERSION")));
                    title { (visible(self.query)) " · Fundstelle" }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    h1 { (visible(self.query)) }
                    (self.facts(results))
                    @if self.curve.trend.periods.iter().any(|period| period.articles > 0) {
                        section {
                            h2 { (exports::OVER_TIME.to(language)) }
                            figure { (PreEscaped(svg(std::slice::from_ref(&self.curve), Measure::PerThousand))) }
                        }
                    }
                    section {
                        h2 { (exports::DOSSIER_HITS.to(language)) }
                        @if hits.is_empty() { p { (texts::NOTHING_FOUND.to(language)) } }
                        @for hit in &hits { (hit) }
                    }
                }
            }
        };
        Ok(page.into_string())
    }

    /// Returns what was searched, when and where, and how much was found.
    fn facts(&self, results: &Results) -> Markup {
        let language = self.language;
        let found = format!(
            "{}, {}",
            texts::ARTICLES.counted(language, self.counted.articles),
            texts::PASSAGES.counted(language, self.counted.passages)
        );
        let shown = match results.hits.len() {
            0 => found,
            hits => format!("{found}; {}", exports::shown_of(language, self.offset + 1, self.offset + hits)),
        };
        let facts = [
            (exports::FILTERS, self.filters.clone()),
            (exports::SEARCHED_AT, now()),
            (exports::INDEX, self.searcher.index().dir().to_string_lossy().into_owned()),
            (exports::FOUND, shown),
            (exports::RECEIPT, receipt(language, self.searcher, results)),
        ];
        html! {
            dl {
                @for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
                    dt { (name.to(language)) }
                    dd { (visible(value)) }
                }
            }
        }
    }

    fn hit(&self, hit: &Hit) -> anyhow::Result<Markup> {
        let language = self.language;
        let date = citation::date(language, &hit.date);
        let facts = [&hit.source, &date, &hit.section].into_iter().filter(|fact| !fact.is_empty());
        let facts: Vec<_> = facts.map(|fact| visible(fact)).collect();
        let passages = std::iter::once(hit).chain(&hit.more);
        let passages = passages
            .map(|passage| Ok((passage, cited(language, self.searcher, passage)?.1)))
            .collect::<anyhow::Result<Vec<_>>>()?;
        Ok(html! {
            article {
                h3 {
                    (hit.rank) ". "
                    @if hit.title.is_empty() { (texts::UNTITLED.to(language)) } @else { (marks::headline(&hit.title, &hit.title_highlights)) }
                }
                @if !facts.is_empty() { p.facts { (facts.join(" · ")) } }
                @for (passage, cited) in &passages {
                    (self.text(passage))
                    p.citation { (cited) }
                }
                @if let Some(copies) = hit.copies.filter(|copies| *copies > 0) {
                    p.citation { (sentences::near_identical(language, copies)) }
                }
            }
        })
    }

    /// Returns the passage by paragraphs, or its matching sentences with those around them.
    fn text(&self, hit: &Hit) -> Markup {
        html! {
            blockquote {
                @match self.context {
                    Some(context) => {
                        @let part = excerpts(hit, context);
                        p { (marks::marked(&part.text, &part.highlights, 0, u32::MAX)) }
                    }
                    None => @for (start, end) in paragraphs(&hit.text) {
                        p { (marks::marked(&hit.text, &hit.highlights, start, end)) }
                    },
                }
            }
        }
    }
}

/// Returns the paragraphs of a text as ranges in characters.
fn paragraphs(text: &str) -> Vec<(u32, u32)> {
    let mut start = 0;
    let ranges = text.split('\n').map(|line| {
        let range = (start, start + line.chars().count() as u32);
        start = range.1 + 1;
        range
    });
    ranges.filter(|(start, end)| start < end).collect()
}

/// Returns the policy of the page.
fn policy() -> String {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_ranges_in_characters() {
        assert_eq!(paragraphs("Größe\n\nzwei"), [(0, 5), (7, 11)]);
        assert_eq!(paragraphs(""), []);
    }
}
