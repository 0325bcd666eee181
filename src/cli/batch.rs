//! Which queries does a file hold?

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use fundstelle::measure::trec::Topic;
use fundstelle::query::{Node, QueryError, parse};

use super::given;
use super::output::visible;
use crate::messages::{exports, language, texts};

/// A query of a run over many.
pub(super) struct BatchQuery {
    /// File and line, or file and id, safe to print.
    pub(super) place: String,
    /// Id without white space, no id twice.
    pub(super) id: String,
    /// Query as typed.
    pub(super) text: String,
    /// Query as it was read.
    pub(super) node: Node,
}

/// A query of a file that cannot be read.
pub(super) struct RefusedQuery {
    /// File and line, safe to print.
    pub(super) place: String,
    /// Id without white space.
    pub(super) id: String,
    /// Query as typed.
    pub(super) text: String,
    /// Fault in the query.
    pub(super) error: QueryError,
}

/// Returns the queries of the topics of a file.
pub(super) fn of_topics(path: &Path, topics: Vec<(Topic, Node)>) -> Vec<BatchQuery> {
    let shown = visible(&path.to_string_lossy()).into_owned();
    let query = |(topic, node): (Topic, Node)| {
        let place = format!("{shown}: {}", visible(&topic.id));
        BatchQuery { place, id: topic.id, text: topic.text, node }
    };
    topics.into_iter().map(query).collect()
}

/// Reads queries in the query language, one a line: `QUERY` or `id TAB QUERY`. Empty lines are skipped; a query without an id has the
/// number of its line. `-` is standard input. Returns the queries, and those that cannot be read. Error, with the line: an id is
/// empty, has white space or was given before.
pub(super) fn queries(path: &Path) -> Result<(Vec<BatchQuery>, Vec<RefusedQuery>)> {
    let shown = match given::is_standard_input(path) {
        true => texts::STANDARD_INPUT.to(language()).to_owned(),
        false => visible(&path.to_string_lossy()).into_owned(),
    };
    let text = match given::is_standard_input(path) {
        true => given::standard_input()?,
        false => fs::read_to_string(path).with_context(|| shown.clone())?,
    };
    let (mut queries, mut refused, mut known) = (Vec::new(), Vec::new(), HashSet::new());
    for (number, line) in
        (1..).zip(text.trim_start_matches('\u{feff}').lines()).filter(|(_, line)| !line.trim().is_empty())
    {
        let (id, text) = match line.split_once('\t') {
            Some((id, text)) => (id.trim().to_owned(), text.trim()),
            None => (number.to_string(), line.trim()),
        };
        if id.is_empty() || id.contains(char::is_whitespace) {
            bail!("{shown}:{number}: {}", exports::BAD_ID.to(language()));
        }
        if !known.insert(id.clone()) {
            bail!("{shown}:{number}: {}", exports::id_twice(language(), &id));
        }
        let (place, text) = (format!("{shown}:{number}"), text.to_owned());
        match parse(&text) {
            Ok(node) => queries.push(BatchQuery { place, id, text, node }),
            Err(error) => refused.push(RefusedQuery { place, id, text, error }),
        }
    }
    Ok((queries, refused))
}
