//! A text from outside: its quotations and its words.

use fundstelle::check::CheckedQuotation;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::super::answer::HttpAnswer;
use super::super::endpoint::Call;
use super::super::problem::HttpProblem;
use super::list_answer;
use crate::wire::records;
use crate::wire::request::{joined_paragraphs, line_of_typed};

/// Parameters of a request about a text.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct TextParams {
    /// The text; a long one is sent by POST
    text: String,
}

/// Answers `/api/check`.
pub(super) fn check(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    let params: TextParams = call.read()?;
    let text = joined_paragraphs(&params.text);
    let checked = call.searcher.check_within(&text, call.timeout(None)).map_err(call.problem(""))?;
    let record = |quotation: &CheckedQuotation| {
        let line = line_of_typed(&params.text, quotation.range.start);
        records::quotation(&text[quotation.range.clone()], line, quotation)
    };
    let records: Vec<Value> = checked.iter().map(record).collect();
    list_answer(call, "quotations", &records)
}

/// Answers `/api/analyze`.
pub(super) fn analyze(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    let params: TextParams = call.read()?;
    let mut tokens = Vec::new();
    let analyzer = call.searcher.index().analyzer();
    for token in records::tokens(analyzer, &params.text, analyzer.tokens(&params.text)) {
        call.check_deadline()?;
        tokens.push(token);
    }
    list_answer(call, "tokens", &tokens)
}
