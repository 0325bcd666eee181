//! Topics, judgments and runs as files, in the forms of TREC.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;

use crate::Error;

/// A query with an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// Judgments: topic → document → grade. 0 and less is not relevant.
pub type Qrels = BTreeMap<String, BTreeMap<String, i32>>;

/// A run: topic → documents with their scores, in no particular order.
pub type Run = BTreeMap<String, Vec<(String, f64)>>;

/// Reads topics: a line each, `id TAB text`, no id twice. Empty lines are passed over.
pub fn read_topics(path: &Path) -> Result<Vec<Topic>, Error> {
    let (mut topics, mut known) = (Vec::new(), HashSet::new());
    for_lines(path, |line| {
        let (id, text) = line.split_once('\t').ok_or("`id TAB text` expected")?;
        if id.trim().is_empty() || id.trim().contains(char::is_whitespace) {
            return Err("an id without blanks expected before the tab");
        }
        if !known.insert(id.trim().to_owned()) {
            return Err("this id has been given before");
        }
        topics.push(Topic { id: id.trim().to_owned(), text: text.trim().to_owned() });
        Ok(())
    })?;
    Ok(topics)
}

/// Reads judgments: `topic iteration document grade`, parted by blanks.
pub fn read_qrels(path: &Path) -> Result<Qrels, Error> {
    let mut qrels = Qrels::new();
    for_lines(path, |line| {
        let [topic, _, document, grade] = fields(line).ok_or("`topic 0 document grade` expected")?;
        let grade: i32 = grade.parse().map_err(|_| "the grade is no number")?;
        qrels.entry(topic.to_owned()).or_default().insert(document.to_owned(), grade);
        Ok(())
    })?;
    Ok(qrels)
}

/// Reads a run: `topic Q0 document rank score tag`, parted by blanks.
pub fn read_run(path: &Path) -> Result<Run, Error> {
    let mut run = Run::new();
    for_lines(path, |line| {
        let [topic, _, document, _, score, _] = fields(line).ok_or("`topic Q0 document rank score tag` expected")?;
        let score: f64 = score.parse().map_err(|_| "the score is no number")?;
        run.entry(topic.to_owned()).or_default().push((document.to_owned(), score));
        Ok(())
    })?;
    Ok(run)
}

fn fields<const N: usize>(line: &str) -> Option<[&str; N]> {
    line.split_whitespace().collect::<Vec<_>>().try_into().ok()
}

fn for_lines(path: &Path, mut take: impl FnMut(&str) -> Result<(), &'static str>) -> Result<(), Error> {
    let text = fs::read_to_string(path).map_err(Error::io(path))?;
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        if !line.trim().is_empty() {
            take(line).map_err(|what| Error::Line { path: path.to_owned(), line: at + 1, what: what.to_owned() })?;
        }
    }
    Ok(())
}
