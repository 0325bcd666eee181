//! Which queries are timed: those of a file, or some drawn from the index itself.

use std::path::Path;

use crate::Error;
use crate::query::{MAX_CLAUSES, MAX_QUERY_BYTES};
use crate::random::SplitMix;
use crate::search::Searcher;

/// A query to time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedQuery {
    /// Class under which the query is counted.
    pub class: String,
    /// Id of the query.
    pub id: String,
    /// Text in the query language.
    pub text: String,
}

/// How the words of a query are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Or,
    And,
    Phrase,
}

/// Number of queries of each class that are drawn from an index.
const QUERIES_PER_CLASS: usize = 100;
const SEED: u64 = 42;

/// Parses lines `class TAB mode TAB id TAB text` with the modes `or`, `and` and `phrase`. A line without a tab is a text of class
/// `query`, mode `or`. `origin` names the source in errors. Errors: [`Error::Line`].
pub fn parse_queries(text: &str, origin: &Path) -> Result<Vec<TimedQuery>, Error> {
    let mut queries = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let bad = |what: String| Error::Line { path: origin.to_owned(), line: at + 1, what };
        let fields: Vec<&str> = line.splitn(4, '\t').collect();
        let query = match fields.as_slice() {
            [text] => timed("query", Mode::Or, &format!("query{at}"), text),
            [class, mode, id, text] => {
                let mode = match *mode {
                    "or" => Mode::Or,
                    "and" => Mode::And,
                    "phrase" => Mode::Phrase,
                    other => return Err(bad(format!("mode `{other}` is unknown: use or, and, phrase"))),
                };
                timed(class, mode, id, text)
            }
            _ => return Err(bad("`class TAB mode TAB id TAB text` expected".to_owned())),
        };
        queries.push(query.ok_or_else(|| bad("no word in the query".to_owned()))?);
    }
    Ok(queries)
}

/// A query of plain words; `None` if there is no word. Only letters, digits and the marks inside words are kept, so that nothing
/// reads as an operator.
fn timed(class: &str, mode: Mode, id: &str, text: &str) -> Option<TimedQuery> {
    let words: Vec<String> =
        text.split_whitespace().map(plain).filter(|word| !word.is_empty()).take(MAX_CLAUSES / 2).collect();
    let words: Vec<&str> =
        words.iter().map(String::as_str).filter(|word| word.len() < MAX_QUERY_BYTES / MAX_CLAUSES).collect();
    let text = match (words.as_slice(), mode) {
        ([], _) => return None,
        (words, Mode::Or) => words.join(" "),
        (words, Mode::And) => words.join(" UND "),
        (words, Mode::Phrase) => format!("\"{}\"", words.join(" ")),
    };
    Some(TimedQuery { class: class.to_owned(), id: id.to_owned(), text })
}

/// A word without what the parser would take for an operator.
fn plain(word: &str) -> String {
    let word: String =
        word.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '.' | ',') { c } else { ' ' }).collect();
    let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    if matches!(word.as_str(), "UND" | "AND" | "ODER" | "OR" | "NICHT" | "NOT") { word.to_lowercase() } else { word }
}

/// Draws queries from the texts of the index, with a fixed seed: single words, two or three words of a passage as a disjunction
/// and as a conjunction, phrases of two or three words, and stretches of 15 words. Returns none for an empty index.
pub fn draw_queries(searcher: &Searcher) -> Result<Vec<TimedQuery>, Error> {
    let mut random = SplitMix(SEED);
    let passages = searcher.sample_texts(QUERIES_PER_CLASS * 4, &mut |end| random.below(end))?;
    let mut queries = Vec::new();
    for (class, mode, most) in [
        ("term", Mode::Or, 1),
        ("or2-3", Mode::Or, 3),
        ("and2-3", Mode::And, 3),
        ("phrase2-3", Mode::Phrase, 3),
        ("sentence", Mode::Or, 15),
    ] {
        let mut drawn = 0;
        for text in &passages {
            let words = if mode == Mode::Phrase || most > 3 {
                consecutive_words(text, most, &mut random)
            } else {
                content_words(searcher, text, most, &mut random)
            };
            let fits = words.len() > 1 || most == 1;
            if let Some(query) = Some(words)
                .filter(|_| fits)
                .and_then(|words| timed(class, mode, &format!("{class}{drawn}"), &words.join(" ")))
            {
                queries.push(query);
                drawn += 1;
            }
            if drawn == QUERIES_PER_CLASS {
                break;
            }
        }
    }
    Ok(queries)
}

/// Up to `most` words of the text that are no stop words and have more than three bytes.
fn content_words(searcher: &Searcher, text: &str, most: usize, random: &mut SplitMix) -> Vec<String> {
    let tokens = searcher.index().analyzer().tokens(text);
    let content = tokens
        .filter(|token| !token.word.stop_word && token.span == 1 && token.apart.is_none() && token.range.len() > 3);
    let mut words: Vec<String> = content.map(|token| text[token.range].to_owned()).collect();
    words.dedup();
    let wanted = if most > 1 { 2 + random.below(most - 1) } else { 1 };
    (0..wanted.min(words.len())).map(|_| words.swap_remove(random.below(words.len()))).collect()
}

/// Words of the text that follow one another, with nothing but a blank between. Empty if the text is too short.
fn consecutive_words(text: &str, most: usize, random: &mut SplitMix) -> Vec<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let wanted = if most > 3 { most } else { 2 + random.below(most - 1) };
    let plain = |word: &&str| !word.is_empty() && word.chars().all(char::is_alphabetic);
    let starts: Vec<usize> = (0..words.len().saturating_sub(wanted))
        .filter(|at| most > 3 || words[*at..at + wanted].iter().all(plain))
        .collect();
    match starts.len() {
        0 => Vec::new(),
        many => {
            let at = starts[random.below(many)];
            words[at..at + wanted].iter().map(|word| (*word).to_owned()).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn reads_both_forms() {
        let queries =
            parse_queries("a\tand\ta1\tKlima (Schutz)\n\nnur Text?\nb\tphrase\tb1\tder UND Hund", Path::new("q"))
                .unwrap();
        let texts: Vec<&str> = queries.iter().map(|query| query.text.as_str()).collect();
        assert_eq!(texts, ["Klima UND Schutz", "nur Text", "\"der und Hund\""]);
        assert_eq!((queries[1].class.as_str(), queries[0].id.as_str()), ("query", "a1"));
    }

    #[test]
    fn names_the_bad_line() {
        for (text, line) in [("x\n\na\tnear\tid\ttext", 3), ("a\tor", 1), ("a\tor\tid\t---", 1)] {
            let err = parse_queries(text, Path::new("q.tsv")).unwrap_err().to_string();
            assert!(err.starts_with(&format!("q.tsv:{line}: ")), "{err}");
        }
    }
}
