//! An article, or a passage with its surroundings.

use fundstelle::search::ArticleView;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::cursor;
use super::super::problem::HttpProblem;
use super::answer::{BoundedItems, ToolAnswer, answer, shortened};
use super::quoted::{escaped, fenced};
use super::search::{fact, uri};
use super::tools::{ToolCall, told};

/// Passages before and after a passage, unless the call says otherwise.
const DEFAULT_AROUND: usize = 3;
/// Characters of a passage, at most. Only what is no text of words reaches it.
const MAX_PASSAGE_CHARS: usize = 12_000;
/// Characters that are kept for the facts and the cursor.
const RESERVED_CHARS: usize = 2_000;

/// Arguments of `fetch`.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct FetchArguments {
    /// Id of an article or passage
    id: String,
    /// Passages before and after the passage [default: 3]
    #[schemars(range(min = 0, max = 100))]
    around: Option<usize>,
    /// `cursor` of the last answer, for the rest
    cursor: Option<String>,
}

/// Answer of `fetch`.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FetchAnswer {
    id: String,
    title: String,
    url: String,
    source: String,
    date: String,
    section: String,
    place: String,
    passages: Vec<FetchedPassage>,
    /// Passages of the whole article.
    passages_in_all: usize,
    /// Leads to the rest of a text that did not fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<String>,
}

/// A passage of the article.
#[derive(Debug, Serialize, JsonSchema)]
struct FetchedPassage {
    id: String,
    paragraph: u32,
    text: String,
}

/// Answers `fetch`.
pub(super) fn fetch(call: &ToolCall) -> Result<ToolAnswer, HttpProblem> {
    let arguments: FetchArguments = call.read()?;
    let view = call.searcher.article(&arguments.id).map_err(told(""))?;
    call.check_deadline()?;
    let (first, end) = match view.asked {
        Some(asked) => {
            let around = arguments.around.unwrap_or(DEFAULT_AROUND);
            (asked.saturating_sub(around), (asked + around + 1).min(view.passages.len()))
        }
        None => (0, view.passages.len()),
    };
    let commit = call.searcher.index().commit();
    let begin = match &arguments.cursor {
        Some(cursor) => cursor::offset(cursor, commit, call.arguments())?.clamp(first, end),
        None => first,
    };
    let mut items = BoundedItems::new(RESERVED_CHARS);
    for at in begin..end {
        let passage = FetchedPassage::of(&view, at);
        let markdown = format!("[#{}] {}\n\n", at + 1, passage.text);
        if !items.push(passage, &markdown) {
            break;
        }
    }
    let cursor = items.is_full().then(|| cursor::cursor(commit, call.arguments(), begin + items.len()));
    let (passages, text) = items.into_parts();
    let head = &view.passages[0];
    let structured = FetchAnswer {
        id: head.article.clone(),
        title: fact(&head.title),
        url: uri(&head.article),
        source: fact(&head.source),
        date: fact(&head.date),
        section: fact(&head.section),
        place: format!("{}:{}", fact(&head.path), view.line_at(&view.passages[begin.min(view.passages.len() - 1)], 0)),
        passages,
        passages_in_all: view.passages.len(),
        cursor,
    };
    let facts = [&structured.source, &structured.date, &structured.section, &structured.place];
    let facts: Vec<&str> = facts.into_iter().map(String::as_str).filter(|fact| !fact.is_empty()).collect();
    let mut markdown = fenced(&structured.id, &format!("# {}\n{}\n\n{text}", structured.title, facts.join(" · ")));
    match &structured.cursor {
        Some(cursor) => markdown.push_str(&format!("The text goes on: the same call with cursor {cursor}\n")),
        None if end < view.passages.len() || first > 0 => {
            markdown.push_str(&format!("Part of an article of {} passages.\n", view.passages.len()));
        }
        None => {}
    }
    answer(&structured, markdown)
}

impl FetchedPassage {
    fn of(view: &ArticleView, at: usize) -> FetchedPassage {
        let passage = &view.passages[at];
        FetchedPassage {
            id: format!("{}#{}", passage.article, at + 1),
            paragraph: passage.paragraph,
            text: escaped(&shortened(passage.text.trim_end(), MAX_PASSAGE_CHARS)).into_owned(),
        }
    }
}
