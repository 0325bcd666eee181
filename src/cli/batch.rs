//! Which queries does a file hold?

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use fundstelle::measure::trec::Topic;
use fundstelle::query::{Node, parse};

use super::given;
use super::output::visible;
use crate::messages::{exports, language, problem};

/// A query of a run over many.
pub(super) struct BatchQuery {
    /// Id without white space, no id twice.
    pub(super) id: String,
    /// Query as typed.
    pub(super) text: String,
    /// Query as it was read.
    pub(super) node: Node,
}

/// Returns the queries of topics.
pub(super) fn of_topics(topics: Vec<(Topic, Node)>) -> Vec<BatchQuery> {
    topics.into_iter().map(|(topic, node)| BatchQuery { id: topic.id, text: topic.text, node }).collect()
}

/// Reads queries in the query language, one a line: `QUERY` or `id TAB QUERY`. Empty lines are skipped; a query without an id has the
/// number of its line. `-` is standard input. Error, with the line: an id is empty, has white space or was given before; a query
/// cannot be read. All lines are read before the first query is run.
pub(super) fn queries(path: &Path) -> Result<Vec<BatchQuery>> {
    let shown = visible(&path.to_string_lossy()).into_owned();
    let text = match given::is_standard_input(path) {
        true => given::standard_input()?,
        false => fs::read_to_string(path).with_context(|| shown.clone())?,
    };
    let (mut queries, mut known) = (Vec::new(), HashSet::new());
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
        match parse(text) {
            Ok(node) => queries.push(BatchQuery { id, text: text.to_owned(), node }),
            Err(err) => bail!("{shown}:{number}: {}: {}", visible(text), problem(language(), &err.problem)),
        }
    }
    Ok(queries)
}
