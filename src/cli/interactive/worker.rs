//! The thread that queries the index, so that typing never waits.

use std::ops::Range;
use std::sync::mpsc::{Receiver, Sender};
use std::time::Duration;

use anyhow::Error;
use fundstelle::query::{Node, Problem, QueryError, parse};
use fundstelle::search::{Grouping, Hit, SearchOptions, Searcher, Snippet, Sort, snippet};

use super::super::output::account;
use super::super::show;
use super::reading::OpenArticle;
use crate::messages::{self, Language, texts};

/// Number of hits that are looked up together.
pub(super) const PAGE: usize = 20;
/// Time limit of a query; it cannot be cancelled earlier.
const QUERY_TIMEOUT: Duration = Duration::from_secs(5);
/// Debounce after the last keystroke.
const DEBOUNCE: Duration = Duration::from_millis(40);

/// Request to the index. Answers to earlier requests are dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    /// Number that the answer repeats.
    pub(super) number: u64,
    pub(super) question: Question,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Question {
    /// A page of the hits.
    Hits { query: String, sort: Sort, by: Grouping, offset: usize },
    /// The article of a passage, with the matches of a query.
    Article { query: String, id: String },
    /// The citation of a passage.
    Citation { id: String },
}

/// Answer to a request.
pub(super) struct Answer {
    pub(super) number: u64,
    pub(super) content: Result<AnswerContent, SearchProblem>,
}

pub(super) enum AnswerContent {
    Hits(Page),
    Article(Box<OpenArticle>),
    Citation(String),
}

/// A page of hits.
pub(super) struct Page {
    pub(super) query: String,
    pub(super) offset: usize,
    pub(super) hits: Vec<HitWithSnippet>,
    /// How the query was read.
    pub(super) receipt: String,
    /// Question with the words that may be meant.
    pub(super) did_you_mean: Option<String>,
    /// Query with those words.
    pub(super) better: Option<String>,
}

/// Hit with its best sentences.
#[derive(Debug, Clone)]
pub(super) struct HitWithSnippet {
    pub(super) hit: Hit,
    pub(super) snippet: Snippet,
}

/// Problem with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SearchProblem {
    /// Message for people, safe to print.
    pub(super) text: String,
    /// Place in the query, in bytes; empty if it has none.
    pub(super) span: Range<usize>,
}

/// Answers requests until the channel is closed.
pub(super) fn work(searcher: &Searcher, language: Language, requests: &Receiver<Request>, answers: &Sender<Answer>) {
    while let Some(Request { number, question }) = newest(requests) {
        let content = answer(searcher, language, question).map_err(|err| problem(language, err));
        if answers.send(Answer { number, content }).is_err() {
            return;
        }
    }
}

/// Returns the last of several requests in quick succession.
fn newest(requests: &Receiver<Request>) -> Option<Request> {
    let mut request = requests.recv().ok()?;
    while let Ok(newer) = requests.recv_timeout(DEBOUNCE) {
        request = newer;
    }
    Some(request)
}

fn answer(searcher: &Searcher, language: Language, question: Question) -> Result<AnswerContent, fundstelle::Error> {
    match question {
        Question::Hits { query, sort, by, offset } => {
            let options = SearchOptions::default()
                .with_limit(PAGE)
                .with_offset(offset)
                .with_grouping(by)
                .with_sort(sort)
                .with_timeout(QUERY_TIMEOUT);
            page(searcher, language, query, &options).map(AnswerContent::Hits)
        }
        Question::Article { query, id } => {
            article(searcher, language, &query, id).map(|it| AnswerContent::Article(it.into()))
        }
        Question::Citation { id } => {
            searcher.article(&id).and_then(|view| show::citation(&view)).map(AnswerContent::Citation)
        }
    }
}

/// Parses a query that is being typed: quotation marks that are still open end where the text does, and open ones without a word are
/// none. The error is that of the query as it is.
fn parse_unfinished(query: &str) -> Result<Node, QueryError> {
    parse(query).or_else(|err| {
        if err.problem != Problem::OpenQuote {
            return Err(err);
        }
        let without_mark = || format!("{} {}", &query[..err.span.start], &query[err.span.end..]);
        parse(&format!("{query}\"")).or_else(|_| parse(&without_mark())).map_err(|_| err)
    })
}

fn page(
    searcher: &Searcher,
    language: Language,
    query: String,
    options: &SearchOptions,
) -> Result<Page, fundstelle::Error> {
    let results = searcher.search_node(&parse_unfinished(&query)?, options)?;
    let receipt = account::receipt(language, &results, searcher.index().metadata());
    let did_you_mean = account::suggestions(language, &results);
    let suggested = results.words.iter().filter_map(|word| Some((&word.typed, word.suggestion.as_ref()?)));
    let better = suggested.fold(query.clone(), |query, (typed, meant)| query.replacen(typed.as_str(), meant, 1));
    let hits = results.hits.into_iter().map(|hit| HitWithSnippet { snippet: snippet(&hit), hit }).collect();
    let better = Some(better).filter(|better| *better != query);
    Ok(Page { query, offset: options.offset, hits, receipt, did_you_mean, better })
}

fn article(searcher: &Searcher, language: Language, query: &str, id: String) -> Result<OpenArticle, fundstelle::Error> {
    let view = searcher.article(&id)?;
    let marks = searcher.article_highlights(&parse_unfinished(query)?, &view)?;
    let head = &view.passages[0];
    let title = if head.title.is_empty() { texts::UNTITLED.to(language) } else { &head.title }.to_owned();
    Ok(OpenArticle { title, title_marks: marks.title, marks: marks.passages, facts: show::facts(&view), id, view })
}

fn problem(language: Language, err: fundstelle::Error) -> SearchProblem {
    match err {
        fundstelle::Error::Query(err) => {
            SearchProblem { text: messages::problem(language, &err.problem), span: err.span }
        }
        fundstelle::Error::TooSlow => SearchProblem { text: texts::TOO_SLOW_HERE.to(language).to_owned(), span: 0..0 },
        err => SearchProblem { text: messages::error(language, &Error::from(err)), span: 0..0 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_quotation_marks_end_with_the_text() {
        for (typed, read) in [
            ("\"offener Br", Some("\"offener Br\"")),
            ("Bahn \"", Some("Bahn")),
            ("Bahn „neue Wege", Some("(Bahn \"neue Wege\")")),
            ("\"offener Brief\" \"Wald", Some("(\"offener Brief\" \"Wald\")")),
            ("\"", None),
            ("(Bahn", None),
            ("(Bahn \"Wald", None),
        ] {
            let node = parse_unfinished(typed).ok().map(|node| node.to_string());
            assert_eq!(node.as_deref(), read, "{typed}");
        }
        assert_eq!(parse_unfinished("\"").map_err(|err| err.problem), Err(Problem::OpenQuote));
    }
}
