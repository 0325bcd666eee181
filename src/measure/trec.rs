//! Topics, relevance judgments and runs, read from files in the formats of TREC.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;

use crate::Error;

/// An information need: a query with an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Id of the topic, without white space.
    pub id: String,
    /// Plain words of the query.
    pub text: String,
}

/// Relevance judgments: topic → document → grade. A grade of 0 or less is not relevant.
pub type Qrels = BTreeMap<String, BTreeMap<String, i32>>;

/// Run of a search engine: topic → documents with their scores, in no particular order.
pub type TrecRun = BTreeMap<String, Vec<(String, f64)>>;

/// Reads topics, one a line: `id TAB text`, no id twice. Empty lines are skipped. Errors: [`Error::Io`], [`Error::Line`].
pub fn read_topics(path: &Path) -> Result<Vec<Topic>, Error> {
    let (mut topics, mut known) = (Vec::new(), HashSet::new());
    for_lines(path, |line| {
        let (id, text) = line.split_once('\t').ok_or("`id TAB text` expected")?;
        if id.trim().is_empty() || id.trim().contains(char::is_whitespace) {
            return Err("an id without white space expected before the tab");
        }
        if !known.insert(id.trim().to_owned()) {
            return Err("this id has been given before");
        }
        topics.push(Topic { id: id.trim().to_owned(), text: text.trim().to_owned() });
        Ok(())
    })?;
    Ok(topics)
}

/// Reads relevance judgments: `topic iteration document grade`, separated by white space; the iteration is ignored. Errors:
/// [`Error::Io`], [`Error::Line`].
pub fn read_qrels(path: &Path) -> Result<Qrels, Error> {
    let mut qrels = Qrels::new();
    for_lines(path, |line| {
        let [topic, _, document, grade] = fields(line).ok_or("`topic 0 document grade` expected")?;
        let grade: i32 = grade.parse().map_err(|_| "the grade is not a whole number")?;
        qrels.entry(topic.to_owned()).or_default().insert(document.to_owned(), grade);
        Ok(())
    })?;
    Ok(qrels)
}

/// Reads a run: `topic Q0 document rank score tag`, separated by white space; ranks follow from the scores. Errors: [`Error::Io`],
/// [`Error::Line`].
pub fn read_run(path: &Path) -> Result<TrecRun, Error> {
    let mut run = TrecRun::new();
    for_lines(path, |line| {
        let [topic, _, document, _, score, _] = fields(line).ok_or("`topic Q0 document rank score tag` expected")?;
        let score: f64 = score.parse().map_err(|_| "the score is not a number")?;
        run.entry(topic.to_owned()).or_default().push((document.to_owned(), score));
        Ok(())
    })?;
    Ok(run)
}

/// The fields of a line; `None` if their number is not `N`.
fn fields<const N: usize>(line: &str) -> Option<[&str; N]> {
    line.split_whitespace().collect::<Vec<_>>().try_into().ok()
}

/// Calls `take` with each line that is not blank.
fn for_lines(path: &Path, mut take: impl FnMut(&str) -> Result<(), &'static str>) -> Result<(), Error> {
    let text = fs::read_to_string(path).map_err(Error::io(path))?;
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        if !line.trim().is_empty() {
            take(line).map_err(|what| Error::Line { path: path.to_owned(), line: at + 1, what: what.to_owned() })?;
        }
    }
    Ok(())
}
