//! The passages that answer a query best.

use fundstelle::Hit;
use fundstelle::query::WordReceipt;
use fundstelle::search::snippet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::cursor;
use super::super::path_id;
use super::super::problem::HttpProblem;
use super::answer::{BoundedItems, ToolAnswer, answer, shortened};
use super::quoted::{escaped, fenced};
use super::tools::{ArticleFilters, LANGUAGE, ToolCall, told};
use crate::messages::found;
use crate::wire::choices::By;
use crate::wire::request::ResultRequest;

/// Hits, unless the call says otherwise.
const DEFAULT_LIMIT: usize = 8;
/// Characters of a passage that is shown whole; of a longer one the best sentences are.
const MAX_PASSAGE_CHARS: usize = 700;
/// Characters of a headline, of a line of the receipt and of any other fact, at most.
const MAX_FACT_CHARS: usize = 200;
/// Words of a receipt, at most, and others that one of them stands for.
const MAX_WORDS: usize = 20;
const MAX_FORMS: usize = 5;
/// Characters that are kept for the receipt and the cursor.
const RESERVED_CHARS: usize = 6_000;

/// Arguments of `search`.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct SearchArguments {
    /// The query
    query: String,
    /// Number of hits [default: 8]
    #[schemars(range(min = 1, max = 20))]
    limit: Option<usize>,
    #[serde(flatten)]
    filters: ArticleFilters,
    /// Unit of hits [default: passage]
    by: Option<By>,
    /// Unit of UND, NICHT [default: by]
    within: Option<By>,
    /// `cursor` of the last answer
    cursor: Option<String>,
}

/// Answer of `search`.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SearchAnswer {
    results: Vec<FoundPassage>,
    /// Matching passages and articles in all.
    passages: u64,
    articles: u64,
    /// How each word of the query was read.
    receipt: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<String>,
    /// True if hits that were asked for did not fit; the cursor leads to them.
    truncated: bool,
}

/// A hit.
#[derive(Debug, Serialize, JsonSchema)]
struct FoundPassage {
    id: String,
    title: String,
    url: String,
    source: String,
    date: String,
    /// File and line.
    place: String,
    text: String,
    /// True if the passage goes on before or after the text.
    is_excerpt: bool,
    /// Number of further articles that have the passage nearly word for word.
    copies: usize,
}

/// Answers `search`.
pub(super) fn search(call: &ToolCall) -> Result<ToolAnswer, HttpProblem> {
    let arguments: SearchArguments = call.read()?;
    let commit = call.searcher.index().commit();
    let offset = match &arguments.cursor {
        Some(cursor) => cursor::offset(cursor, commit, call.arguments())?,
        None => 0,
    };
    let node = call.node(&arguments.query, &arguments.filters)?;
    let limit = arguments.limit.unwrap_or(DEFAULT_LIMIT);
    let request = ResultRequest {
        offset,
        by: arguments.by.unwrap_or(By::Passage),
        within: arguments.within,
        each: true,
        count: true,
        // One more says whether there are more.
        ..ResultRequest::passages(limit + 1, call.time_left())
    };
    let results = call.searcher.search_node(&node, &request.options()).map_err(told(&arguments.query))?;
    let counted = results.total.unwrap_or_default();
    let mut items = BoundedItems::new(RESERVED_CHARS);
    for hit in results.hits.iter().take(limit) {
        let found = FoundPassage::of(hit);
        let markdown = found.markdown();
        if !items.push(found, &markdown) {
            break;
        }
    }
    let truncated = items.is_full();
    let more = truncated || results.hits.len() > limit;
    let cursor = more.then(|| cursor::cursor(commit, call.arguments(), offset + items.len()));
    let shown = items.len();
    let (results_shown, quoted) = items.into_parts();
    let receipt = receipt(&results.words, &results.left_out);
    let hits = match shown {
        0 => "no hits here".to_owned(),
        shown => format!("hits {} to {}", offset + 1, offset + shown),
    };
    let mut markdown = format!("{} passages in {} articles match; {hits}.\n", counted.passages, counted.articles);
    for line in &receipt {
        markdown.push_str(&format!("- {line}\n"));
    }
    markdown.push_str(&quoted);
    if let Some(cursor) = &cursor {
        let why = if truncated { "Some hits did not fit. " } else { "" };
        markdown.push_str(&format!("{why}More hits: the same call with cursor {cursor}\n"));
    }
    let structured = SearchAnswer {
        results: results_shown,
        passages: counted.passages,
        articles: counted.articles,
        receipt,
        cursor,
        truncated,
    };
    answer(&structured, markdown)
}

impl FoundPassage {
    fn of(hit: &Hit) -> FoundPassage {
        let is_short = hit.text.chars().count() <= MAX_PASSAGE_CHARS;
        let (text, is_excerpt) = match is_short {
            true => (hit.text.clone(), false),
            false => {
                let shown = snippet(hit);
                (shown.text, !shown.is_whole)
            }
        };
        FoundPassage {
            id: hit.id.clone(),
            title: fact(&hit.title),
            url: uri(&hit.id),
            source: fact(&hit.source),
            date: fact(&hit.date),
            place: match hit.place.as_str() {
                "" => format!("{}:{}", fact(&hit.path), hit.line),
                place => format!("{}:{} ({})", fact(&hit.path), hit.line, fact(place)),
            },
            text: escaped(text.trim_end()).into_owned(),
            is_excerpt,
            copies: hit.copies.unwrap_or(0),
        }
    }

    fn markdown(&self) -> String {
        let facts = [self.source.as_str(), self.date.as_str(), self.place.as_str()];
        let facts: Vec<&str> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
        let copies = if self.copies > 0 { format!(" · {} copies", self.copies) } else { String::new() };
        let excerpt = if self.is_excerpt { " (excerpt)" } else { "" };
        fenced(&self.id, &format!("# {}\n{}{copies}{excerpt}\n\n{}", self.title, facts.join(" · "), self.text))
    }
}

/// Returns a fact of an article on one line, within bounds.
pub(super) fn fact(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    escaped(&shortened(&line.join(" "), MAX_FACT_CHARS)).into_owned()
}

/// Returns the address of an article or passage as a resource.
pub(super) fn uri(id: &str) -> String {
    format!("fundstelle://{}", path_id::encoded(id))
}

/// Returns how the words of a query were read, a line for each.
pub(super) fn receipt(words: &[WordReceipt], left_out: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = words.iter().take(MAX_WORDS).map(line_of).collect();
    if words.len() > MAX_WORDS {
        lines.push(format!("… {} more words", words.len() - MAX_WORDS));
    }
    if !left_out.is_empty() {
        lines.push(fact(&format!("too common, left out: {}", left_out.join(" "))));
    }
    lines
}

fn line_of(word: &WordReceipt) -> String {
    let mut line = format!("{} → {}", word.typed, word.searched);
    if let Some(passages) = word.passages {
        line.push_str(&format!(": {passages} passages"));
    }
    if let Some((passages, taken)) = word.passages.zip(word.filtered_out) {
        line.push_str(&format!(" {}", found::filtered_out(LANGUAGE, passages, taken)));
    }
    if let Some(synonym) = &word.synonym_of {
        line.push_str(&format!(" {}", found::synonym_of(LANGUAGE, synonym)));
    }
    for way in word.ways.iter().take(MAX_FORMS) {
        line.push_str(&format!(", {}", found::way(LANGUAGE, &way.form, way.passages)));
    }
    let related: Vec<String> =
        word.related.iter().take(MAX_FORMS).map(|one| format!("{} {}", one.word, one.passages)).collect();
    if !related.is_empty() {
        line.push_str(&format!(" (related: {})", related.join(", ")));
    }
    if let Some(meant) = &word.suggestion {
        line.push_str(&format!("; did you mean {meant}?"));
    }
    fact(&line)
}
