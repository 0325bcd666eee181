//! Articles and passages, their copies and citations.

use std::collections::HashSet;

use axum::http::StatusCode;
use fundstelle::cite::{Citation, bibtex, csl, ris};
use fundstelle::query::parse;
use fundstelle::search::{ArticleHighlights, ArticleView};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::answer::{HttpAnswer, Media};
use super::super::endpoint::Call;
use super::super::problem::HttpProblem;
use super::{json_answer, line, list_answer};
use crate::messages::citation;
use crate::wire::choices::CitationFormat;
use crate::wire::{records, visible};

/// Parameters of an article.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct ArticleParams {
    /// Query whose matches are reported
    q: Option<String>,
}

/// Reads the article or passage that the address names, with the matches of the query.
fn view(call: &Call) -> Result<(ArticleView, Option<ArticleHighlights>), HttpProblem> {
    let params: ArticleParams = call.read()?;
    let view = call.searcher.article(&call.id).map_err(call.problem(""))?;
    let marks = params.q.filter(|query| !query.is_empty()).map(|query| {
        let node = parse(&query).map_err(|err| HttpProblem::query(call.language, &query, &err))?;
        call.searcher.article_highlights_within(&node, &view, call.timeout(None)).map_err(call.problem(&query))
    });
    Ok((view, marks.transpose()?))
}

/// Answers `/api/articles/{id}`.
pub(super) fn article(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    let (view, marks) = view(call)?;
    json_answer(&records::article(&view, marks.as_ref()))
}

/// Answers `/api/passages/{id}`.
pub(super) fn passage(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    let (view, marks) = view(call)?;
    let Some(asked) = view.asked else {
        let detail = "the id is that of an article: ask /api/articles/{id}, or for a passage with `%23` and its number";
        return Err(HttpProblem::new(StatusCode::NOT_FOUND, "no-such-id", detail).in_german(
            "das ist die Kennung eines Artikels: /api/articles/{id} fragen, oder eine Stelle mit `%23` und ihrer Nummer",
        ));
    };
    let passage = &view.passages[asked];
    let mut object = json!({
        "id": format!("{}#{}", passage.article, asked + 1), "article": passage.article, "path": passage.path,
        "line": view.line_at(passage, 0), "paragraph": passage.paragraph, "title": passage.title, "date": passage.date,
        "source": passage.source, "section": passage.section, "start": passage.start, "end": passage.end,
        "text": passage.text, "passages": view.passages.len(),
    });
    if let Some(marks) = marks {
        object["highlights"] = json!(marks.passages[asked]);
        object["title_highlights"] = json!(marks.title);
    }
    json_answer(&object)
}

/// Parameters of the copies of a text.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct CopiesParams {
    /// Id of an article or passage
    id: String,
    /// Without the sentences that differ
    #[serde(default)]
    no_diff: bool,
}

/// Answers `/api/copies`.
pub(super) fn copies(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    let params: CopiesParams = call.read()?;
    let copies = call.searcher.copies_within(&params.id, call.timeout(None)).map_err(call.problem(""))?;
    let records: Vec<Value> = copies.articles.iter().map(|reprint| records::reprint(reprint, params.no_diff)).collect();
    list_answer(call, "articles", &records)
}

/// Parameters of citations.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct CiteParams {
    /// Ids of passages or articles; the parameter may be repeated
    #[schemars(length(min = 1, max = 1000))]
    id: Vec<String>,
    /// Style of the citations, instead of the header Accept
    #[expect(dead_code, reason = "the style decides on the kind of content before the call")]
    style: Option<CitationFormat>,
}

/// Answers `/api/cite`.
pub(super) fn cite(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    let params: CiteParams = call.read()?;
    let mut seen = HashSet::new();
    let ids = params.id.iter().filter(|id| seen.insert(id.as_str()));
    let citation_of = |id: &String| {
        call.check_deadline()?;
        let article = call.searcher.article(id).map_err(call.problem(""))?;
        Citation::of(&article).map_err(call.problem(""))
    };
    let citations: Vec<Citation> = ids.map(citation_of).collect::<Result<_, HttpProblem>>()?;
    let note = |one: &Citation| citation::note(call.language, one);
    let text = match call.media {
        Media::Bibtex => lines(citations.iter().map(|one| bibtex(one, &note(one))), "\n"),
        Media::Ris => lines(citations.iter().map(|one| ris(one, &note(one))), "\r\n"),
        Media::CslJson => {
            let items: Vec<Value> = citations.iter().map(|one| csl(one, &note(one))).collect();
            format!("{}\n", line(&items)?)
        }
        _ => lines(citations.iter().map(|one| plain(call, one) + "\n"), "\n"),
    };
    Ok(HttpAnswer::new(call.media, text))
}

/// Returns a citation on one line.
pub(in crate::server) fn plain(call: &Call, one: &Citation) -> String {
    citation::plain(call.language, one, &visible(&one.path))
}

/// Joins records whose lines end in `end`, without characters that control a terminal.
fn lines(records: impl Iterator<Item = String>, end: &str) -> String {
    let mut text = String::new();
    for record in records {
        for line in record.split_terminator(end) {
            text.push_str(&visible(line));
            text.push_str(end);
        }
    }
    text
}
