//! Citations of passages and articles.

use fundstelle::cite::{Citation, bibtex, csl, ris};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::problem::HttpProblem;
use super::answer::{BoundedItems, ToolAnswer, answer, shortened};
use super::quoted::{escaped, fenced};
use super::tools::{LANGUAGE, ToolCall, told};
use crate::messages::citation;
use crate::wire::choices::CitationFormat;
use crate::wire::visible;

/// Characters of a citation, at most.
const MAX_CITATION_CHARS: usize = 4_000;
/// Characters that are kept for the ids that did not fit.
const RESERVED_CHARS: usize = 4_000;
/// Characters of these ids, at most.
const MAX_LEFT_OUT_CHARS: usize = 3_000;

/// Arguments of `cite`.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct CiteArguments {
    /// Ids of passages or articles
    #[schemars(length(min = 1, max = 50))]
    ids: Vec<String>,
    /// Style [default: plain]
    style: Option<CitationFormat>,
}

/// Answer of `cite`.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CiteAnswer {
    citations: Vec<CitedPassage>,
    /// Ids whose citations did not fit.
    left_out: Vec<String>,
    truncated: bool,
}

/// An id and its citation.
#[derive(Debug, Serialize, JsonSchema)]
struct CitedPassage {
    id: String,
    citation: String,
}

/// Answers `cite`.
pub(super) fn cite(call: &ToolCall) -> Result<ToolAnswer, HttpProblem> {
    let arguments: CiteArguments = call.read()?;
    let style = arguments.style.unwrap_or(CitationFormat::Plain);
    let mut items = BoundedItems::new(RESERVED_CHARS);
    let mut left_out = Vec::new();
    for id in &arguments.ids {
        call.check_deadline()?;
        let view = call.searcher.article(id).map_err(told(""))?;
        let cited = Citation::of(&view).map_err(told(""))?;
        let text = shortened(&escaped(&in_style(&cited, style)), MAX_CITATION_CHARS);
        let markdown = fenced(id, &text);
        if !items.push(CitedPassage { id: id.clone(), citation: text }, &markdown) {
            left_out.push(id.clone());
        }
    }
    let truncated = items.is_full();
    let (citations, mut markdown) = items.into_parts();
    if truncated {
        markdown.push_str("These did not fit; ask for them again:\n");
        markdown.push_str(&fenced("ids", &shortened(&left_out.join("\n"), MAX_LEFT_OUT_CHARS)));
    }
    answer(&CiteAnswer { citations, left_out, truncated }, markdown)
}

fn in_style(cited: &Citation, style: CitationFormat) -> String {
    let note = citation::note(LANGUAGE, cited);
    match style {
        CitationFormat::Plain => citation::plain(LANGUAGE, cited, &visible(&cited.path)),
        CitationFormat::Bibtex => bibtex(cited, &note),
        CitationFormat::Ris => ris(cited, &note).replace("\r\n", "\n"),
        CitationFormat::CslJson => csl(cited, &note).to_string(),
    }
}
