//! What does the interactive mode ask of the index? It does so beside the keys, so that typing never waits.

use std::ops::Range;
use std::sync::mpsc::{Receiver, Sender};
use std::time::Duration;

use anyhow::Error;
use fundstelle::query::parse;
use fundstelle::search::{Grouping, Hit, SearchOptions, Searcher, Snippet, Sort, snippet};

use super::super::messages::{self, Language, texts};
use super::super::output::account;
use super::super::show;
use super::reading::Article;
use super::words::words;

/// Hits that are looked up together.
pub(super) const PAGE: usize = 20;
/// The most time a query may take. It cannot be given up before: what is typed meanwhile waits so long.
const LONGEST: Duration = Duration::from_secs(5);
/// So long nothing is typed before a query is run.
const QUIET: Duration = Duration::from_millis(40);

/// Something that is asked. What was asked before is not waited for any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    /// Its answer has the same.
    pub(super) number: u64,
    pub(super) question: Question,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Question {
    /// A page of the hits.
    Hits { query: String, sort: Sort, by: Grouping, offset: usize },
    /// The article of a passage, with the marks of a query.
    Article { query: String, id: String },
    /// The citation of a passage.
    Citation { id: String },
}

/// What came of a request.
pub(super) struct Answer {
    pub(super) number: u64,
    pub(super) content: Result<Content, Problem>,
}

pub(super) enum Content {
    Hits(Page),
    Article(Box<Article>),
    Citation(String),
}

/// A page of hits.
pub(super) struct Page {
    pub(super) query: String,
    pub(super) offset: usize,
    pub(super) hits: Vec<Shown>,
    /// How the query was read.
    pub(super) receipt: String,
    /// The words that may be meant.
    pub(super) did_you_mean: Option<String>,
    /// The query with these.
    pub(super) better: Option<String>,
}

/// A hit and its best sentences.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) hit: Hit,
    pub(super) snippet: Snippet,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    /// For people, safe to show.
    pub(super) text: String,
    /// Where in the query, in bytes of it; empty when nowhere in particular.
    pub(super) span: Range<usize>,
}

/// Answers requests until nobody asks.
pub(super) fn work(searcher: &Searcher, language: Language, requests: &Receiver<Request>, answers: &Sender<Answer>) {
    while let Some(Request { number, question }) = newest(requests) {
        let content = answer(searcher, language, question).map_err(|err| problem(language, err));
        if answers.send(Answer { number, content }).is_err() {
            return;
        }
    }
}

/// The last of the requests that come soon one after the other.
fn newest(requests: &Receiver<Request>) -> Option<Request> {
    let mut request = requests.recv().ok()?;
    while let Ok(newer) = requests.recv_timeout(QUIET) {
        request = newer;
    }
    Some(request)
}

fn answer(searcher: &Searcher, language: Language, question: Question) -> Result<Content, fundstelle::Error> {
    match question {
        Question::Hits { query, sort, by, offset } => {
            let options =
                SearchOptions { limit: PAGE, offset, by, sort, timeout: Some(LONGEST), ..SearchOptions::default() };
            page(searcher, language, query, &options).map(Content::Hits)
        }
        Question::Article { query, id } => {
            article(searcher, language, &query, id).map(|it| Content::Article(it.into()))
        }
        Question::Citation { id } => {
            searcher.article(&id).and_then(|view| show::citation(&view)).map(Content::Citation)
        }
    }
}

fn page(
    searcher: &Searcher,
    language: Language,
    query: String,
    options: &SearchOptions,
) -> Result<Page, fundstelle::Error> {
    let results = searcher.search(&query, options)?;
    let receipt = account::receipt(language, &results, searcher.index().metadata());
    let did_you_mean = account::suggestions(language, &results);
    let suggested = results.words.iter().filter_map(|word| Some((&word.typed, word.suggestion.as_ref()?)));
    let better = suggested.fold(query.clone(), |query, (typed, meant)| query.replacen(typed.as_str(), meant, 1));
    let hits = results.hits.into_iter().map(|hit| Shown { snippet: snippet(&hit), hit }).collect();
    let better = Some(better).filter(|better| *better != query);
    Ok(Page { query, offset: options.offset, hits, receipt, did_you_mean, better })
}

fn article(searcher: &Searcher, language: Language, query: &str, id: String) -> Result<Article, fundstelle::Error> {
    let view = searcher.article(&id)?;
    let marks = searcher.marks(&parse(query)?, &view)?;
    let head = &view.passages[0];
    let title = if head.title.is_empty() { texts(language).untitled } else { &head.title }.to_owned();
    Ok(Article { title, title_marks: marks.title, marks: marks.passages, facts: show::facts(&view), id, view })
}

fn problem(language: Language, err: fundstelle::Error) -> Problem {
    match err {
        fundstelle::Error::Query(err) => Problem { text: messages::problem(language, &err.problem), span: err.span },
        fundstelle::Error::TooSlow => Problem { text: words(language).too_slow.to_owned(), span: 0..0 },
        err => Problem { text: messages::error(language, &Error::from(err)), span: 0..0 },
    }
}
