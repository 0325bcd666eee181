//! How do options become a search?

use std::num::NonZeroU32;
use std::time::Duration;

use fundstelle::query::{Clause, DateRange, Node, Occur, Problem, TextField, Within, parse};
use fundstelle::search::{Grouping, SearchOptions};

use super::choices::{By, SortBy};

/// Options of a search, whoever asks.
#[derive(Debug, Clone)]
pub(crate) struct ResultRequest {
    /// Maximum number of hits.
    pub(crate) limit: usize,
    /// Number of hits to skip.
    pub(crate) offset: usize,
    /// Unit of the results.
    pub(crate) by: By,
    /// Each passage is a hit of its own, also several of one article.
    pub(crate) each: bool,
    /// Maximum number of passages of an article; implies articles.
    pub(crate) passages: Option<u16>,
    /// Order of the hits.
    pub(crate) sort: SortBy,
    /// Half-life of the recency weight in days.
    pub(crate) recent: Option<NonZeroU32>,
    /// Unit in which conditions hold, if it is not that of the results.
    pub(crate) within: Option<By>,
    /// Explain the scores.
    pub(crate) explain: bool,
    /// Show copies of better hits as well.
    pub(crate) all: bool,
    /// Count all matches.
    pub(crate) count: bool,
    /// Time limit of the query.
    pub(crate) timeout: Duration,
}

impl ResultRequest {
    /// Returns the request for the best `limit` passages, each article and each story once.
    pub(crate) fn passages(limit: usize, timeout: Duration) -> ResultRequest {
        ResultRequest {
            limit,
            offset: 0,
            by: By::Passage,
            each: false,
            passages: None,
            sort: SortBy::Relevance,
            recent: None,
            within: None,
            explain: false,
            all: false,
            count: false,
            timeout,
        }
    }

    /// Returns the unit of the results.
    pub(crate) fn by(&self) -> By {
        if self.passages.is_some() { By::Article } else { self.by }
    }

    /// Returns what a hit is.
    pub(crate) fn grouping(&self) -> Grouping {
        match self.by() {
            By::Passage if !self.each => Grouping::BestPassage,
            by => by.into(),
        }
    }

    /// Returns the unit in which conditions hold.
    pub(crate) fn within(&self) -> Within {
        self.within.unwrap_or(self.by()).into()
    }

    /// Returns the options of the library.
    pub(crate) fn options(&self) -> SearchOptions {
        SearchOptions::default()
            .with_limit(self.limit)
            .with_offset(self.offset)
            .with_grouping(self.grouping())
            .with_passages(self.passages.map_or(1, usize::from))
            .with_sort(self.sort.into())
            .with_recent(self.recent)
            .with_within(self.within.map(Into::into))
            .with_explain(self.explain)
            .with_fold(!self.all)
            .with_count(self.count)
            .with_timeout(self.timeout)
    }
}

/// Which articles are searched, as typed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Filters<'a> {
    /// First day.
    pub(crate) since: Option<&'a str>,
    /// Last day.
    pub(crate) until: Option<&'a str>,
    /// Words of the name of the source, or behind `=` its whole name.
    pub(crate) source: Option<&'a str>,
    /// Words of the name of the section, or behind `=` its whole name.
    pub(crate) section: Option<&'a str>,
}

/// Fault in a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FilterError {
    /// Not a date.
    NotADate {
        /// Name of the filter.
        filter: &'static str,
        /// Value as typed.
        text: String,
    },
    /// A name with stars that is no pattern.
    NotAName {
        /// Name of the filter.
        filter: &'static str,
        /// Value as typed.
        text: String,
        /// Fault of the word with stars.
        problem: Problem,
    },
    /// The first day is later than the last.
    SinceAfterUntil,
}

impl Filters<'_> {
    /// Returns the filters as options: `--since 2018 --source 'Die Zeit'`; empty if there are none.
    pub(crate) fn shown(&self) -> String {
        let filters =
            [("since", self.since), ("until", self.until), ("source", self.source), ("section", self.section)];
        let option = |(name, value): (&str, Option<&str>)| {
            let value = value?;
            let is_plain = !value.is_empty() && !value.contains(|c: char| c.is_whitespace() || c == '\'');
            let value = if is_plain { value.to_owned() } else { format!("'{}'", value.replace('\'', "'\\''")) };
            Some(format!("--{name} {value}"))
        };
        filters.into_iter().filter_map(option).collect::<Vec<_>>().join(" ")
    }

    /// Returns the clauses that the filters add to a query.
    pub(crate) fn clauses(&self) -> Result<Vec<Clause>, FilterError> {
        let day = |filter: &'static str, text: Option<&str>| match text {
            None => Ok(None),
            Some(text) => match DateRange::period(text) {
                None => Err(FilterError::NotADate { filter, text: text.to_owned() }),
                range => Ok(range),
            },
        };
        let (since, until) = (day("since", self.since)?, day("until", self.until)?);
        let mut nodes = Vec::new();
        if since.is_some() || until.is_some() {
            let first = since.and_then(|range| range.first);
            let last = until.and_then(|range| range.last);
            if first.zip(last).is_some_and(|(first, last)| first > last) {
                return Err(FilterError::SinceAfterUntil);
            }
            nodes.push(Node::Date(DateRange { first, last }));
        }
        for (field, name) in [(TextField::Source, self.source), (TextField::Section, self.section)] {
            for node in name.map(|name| name_nodes(field, name)).transpose()?.unwrap_or_default() {
                nodes.push(Node::In(field, Box::new(node)));
            }
        }
        Ok(nodes.into_iter().map(|node| Clause { occur: Occur::May, node }).collect())
    }
}

/// Returns the nodes of a name as typed, which must all match: its words in a row; with a star each of its words by itself (`Wiki*`,
/// `Frankfurter All*`); behind `=` the whole name. Error: a word with a star is no pattern.
fn name_nodes(field: TextField, typed: &str) -> Result<Vec<Node>, FilterError> {
    if let Some(whole) = typed.strip_prefix('=') {
        return Ok(vec![Node::Exact(whole.to_owned())]);
    }
    // A star among digits and signs is one of the name.
    let is_sign = |c: char| !c.is_alphanumeric() && !matches!(c, '*' | '-');
    let is_pattern = |word: &str| {
        let is_open = word.contains(char::is_alphabetic) || word.chars().all(|c| c == '*');
        word.contains('*') && is_open && !word.contains(is_sign)
    };
    if !typed.split_whitespace().any(is_pattern) {
        return Ok(vec![Node::Phrase(typed.to_owned())]);
    }
    let node = |word: &str| match parse(word) {
        _ if !is_pattern(word) => Ok(Node::Phrase(word.to_owned())),
        Ok(pattern @ Node::Pattern(_)) => Ok(pattern),
        found => Err(FilterError::NotAName {
            filter: field.name(),
            text: typed.to_owned(),
            problem: found.err().map_or(Problem::Wildcard, |err| err.problem),
        }),
    };
    typed.split_whitespace().map(node).collect()
}

/// Adds the clauses of filters to a query.
pub(crate) fn filtered(node: Node, filters: &[Clause]) -> Node {
    if filters.is_empty() {
        return node;
    }
    let mut clauses = match node {
        Node::List(clauses) => clauses,
        node => vec![Clause { occur: Occur::May, node }],
    };
    clauses.extend_from_slice(filters);
    Node::List(clauses)
}

/// Returns a typed text with one paragraph on a line: lines in a row are one paragraph, as in a letter; empty lines separate
/// paragraphs. The length in bytes stays.
pub(crate) fn joined_paragraphs(typed: &str) -> String {
    let text = typed.replace("\r\n", " \n");
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let is_blank = |line: Option<&&str>| line.is_none_or(|line| line.trim().is_empty());
    let joined = lines.iter().enumerate().map(|(at, line)| match is_blank(Some(line)) || is_blank(lines.get(at + 1)) {
        true => (*line).to_owned(),
        false => line.replace('\n', " "),
    });
    joined.collect()
}

/// Returns the line of a typed text, from 1, that contains the byte `at`.
pub(crate) fn line_of_typed(typed: &str, at: usize) -> u32 {
    typed.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() as u32 + 1
}
