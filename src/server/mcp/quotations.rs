//! Whether the quotations of a text stand in the corpus.

use fundstelle::check::{CheckedQuotation, DiffKind, QuotationMatch, QuotationVerdict};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::cursor;
use super::super::problem::HttpProblem;
use super::answer::{BoundedItems, ToolAnswer, answer, shortened};
use super::quoted::{escaped, fenced};
use super::search::fact;
use super::tools::{ToolCall, told};
use crate::wire::request::{joined_paragraphs, line_of_typed};

/// Characters of a quotation that are shown, at most.
const MAX_QUOTATION_CHARS: usize = 1_000;
/// Differences of a quotation that are shown, at most.
const MAX_DIFFERENCES: usize = 10;
/// Further places of a quotation that are shown, at most.
const MAX_OTHERS: usize = 5;
/// Characters that are kept for the counts and the cursor.
const RESERVED_CHARS: usize = 1_000;

/// Arguments of `check_quotes`.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct CheckArguments {
    /// The text
    text: String,
    /// `cursor` of the last answer, for the rest
    cursor: Option<String>,
}

/// Answer of `check_quotes`.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CheckAnswer {
    stands: usize,
    differs: usize,
    missing: usize,
    skipped: usize,
    quotations: Vec<QuotationRecord>,
    /// Leads to the quotations that did not fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<String>,
}

/// A quotation and its verdict.
#[derive(Debug, Serialize, JsonSchema)]
struct QuotationRecord {
    /// Line of the text.
    line: u32,
    quotation: String,
    verdict: VerdictName,
    /// Why it was skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<QuotedPlace>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    differences: Vec<Difference>,
}

/// Whether a quotation stands in the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum VerdictName {
    Stands,
    Differs,
    Missing,
    Skipped,
}

/// Where a quotation stands.
#[derive(Debug, Serialize, JsonSchema)]
struct QuotedPlace {
    id: String,
    title: String,
    source: String,
    date: String,
    paragraph: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<String>,
}

/// Words that differ: as quoted, and as they stand in the corpus.
#[derive(Debug, Serialize, JsonSchema)]
struct Difference {
    quoted: String,
    original: String,
}

/// Answers `check_quotes`.
pub(super) fn check_quotes(call: &ToolCall) -> Result<ToolAnswer, HttpProblem> {
    let arguments: CheckArguments = call.read()?;
    let text = joined_paragraphs(&arguments.text);
    let checked = call.searcher.check_within(&text, call.time_left()).map_err(told(""))?;
    let commit = call.searcher.index().commit();
    let begin = match &arguments.cursor {
        Some(cursor) => cursor::offset(cursor, commit, call.arguments())?.min(checked.len()),
        None => 0,
    };
    let mut items = BoundedItems::new(RESERVED_CHARS);
    for one in &checked[begin..] {
        let quotation =
            QuotationRecord::of(&text[one.range.clone()], line_of_typed(&arguments.text, one.range.start), one);
        let markdown = quotation.markdown();
        if !items.push(quotation, &markdown) {
            break;
        }
    }
    let count = |verdict: VerdictName| checked.iter().filter(|one| VerdictName::of(&one.verdict) == verdict).count();
    let cursor = items.is_full().then(|| cursor::cursor(commit, call.arguments(), begin + items.len()));
    let (quotations, listed) = items.into_parts();
    let structured = CheckAnswer {
        stands: count(VerdictName::Stands),
        differs: count(VerdictName::Differs),
        missing: count(VerdictName::Missing),
        skipped: count(VerdictName::Skipped),
        quotations,
        cursor,
    };
    let CheckAnswer { stands, differs, missing, skipped, .. } = &structured;
    let mut markdown = format!(
        "{} quotations: {stands} stand word for word, {differs} differ, {missing} missing, {skipped} skipped.\n{listed}",
        checked.len()
    );
    if let Some(cursor) = &structured.cursor {
        markdown.push_str(&format!("More quotations: the same call with cursor {cursor}\n"));
    }
    answer(&structured, markdown)
}

impl VerdictName {
    fn of(verdict: &QuotationVerdict) -> VerdictName {
        match verdict {
            QuotationVerdict::Stands(_) => VerdictName::Stands,
            QuotationVerdict::Differs(_) => VerdictName::Differs,
            QuotationVerdict::Missing => VerdictName::Missing,
            QuotationVerdict::Short | QuotationVerdict::Long | QuotationVerdict::Unclosed => VerdictName::Skipped,
        }
    }
}

impl QuotationRecord {
    fn of(text: &str, line: u32, checked: &CheckedQuotation) -> QuotationRecord {
        let (found, reason) = match &checked.verdict {
            QuotationVerdict::Stands(found) | QuotationVerdict::Differs(found) => (Some(found), None),
            QuotationVerdict::Missing => (None, None),
            QuotationVerdict::Short => (None, Some("too short")),
            QuotationVerdict::Long => (None, Some("too long")),
            QuotationVerdict::Unclosed => (None, Some("the closing mark is missing")),
        };
        QuotationRecord {
            line,
            quotation: shown(text),
            verdict: VerdictName::of(&checked.verdict),
            reason,
            found: found.map(QuotedPlace::of),
            differences: found.map(differences).unwrap_or_default(),
        }
    }

    fn markdown(&self) -> String {
        let verdict = match self.verdict {
            VerdictName::Stands => "stands word for word",
            VerdictName::Differs => "differs",
            VerdictName::Missing => "missing",
            VerdictName::Skipped => "skipped",
        };
        let reason = self.reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
        let mut lines = format!("„{}“\n", self.quotation);
        if let Some(QuotedPlace { id, title, source, date, paragraph, also }) = &self.found {
            let facts = [title, source, date].into_iter().filter(|fact| !fact.is_empty());
            let facts: Vec<&str> = facts.map(String::as_str).collect();
            lines.push_str(&format!("{id}: {} · paragraph {paragraph}\n", facts.join(" · ")));
            if !also.is_empty() {
                lines.push_str(&format!("also in {}\n", also.join(", ")));
            }
        }
        for Difference { quoted, original } in &self.differences {
            lines.push_str(&format!("quoted: {quoted} | original: {original}\n"));
        }
        format!("Line {}: {verdict}{reason}\n{}", self.line, fenced("quotation", &lines))
    }
}

impl QuotedPlace {
    fn of(found: &QuotationMatch) -> QuotedPlace {
        let citation = &found.citation;
        QuotedPlace {
            id: citation.id.clone(),
            title: fact(&citation.title),
            source: fact(&citation.source),
            date: fact(&citation.date),
            paragraph: citation.paragraph,
            also: found.also.iter().take(MAX_OTHERS).cloned().collect(),
        }
    }
}

/// Returns the words of a quotation that are not as in the corpus, and what stands there.
fn differences(found: &QuotationMatch) -> Vec<Difference> {
    let differs = |kind: DiffKind| !matches!(kind, DiffKind::Same | DiffKind::Gap | DiffKind::Editorial);
    let pieces = found.pieces.iter().filter(|piece| differs(piece.kind)).take(MAX_DIFFERENCES);
    pieces.map(|piece| Difference { quoted: shown(&piece.quoted), original: shown(&piece.original) }).collect()
}

fn shown(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    escaped(&shortened(&line.join(" "), MAX_QUOTATION_CHARS)).into_owned()
}
