//! Synonyms of the user, and words to leave whole: a query is widened before it is planned.
//!
//! ```text
//! # a comment
//! Kita, Kindertagesstätte            each stands for the other
//! Handy => Mobiltelefon, Smartphone  the first stands for the others, too
//! = Kindergarten                     never searched by its parts
//! ```
//!
//! An entry is found in any inflection, as it would be in a text. What is written exactly is left alone: `=Kita`, `"Kita"`, patterns,
//! fuzzy words, fields.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;

use super::syntax::{Clause, Near, Node, Occur};
use super::words::{bare_word, is_letter_or_sign};
use crate::german::Analyzer;

/// Most entries of a line.
const MAX_ENTRIES: usize = 16;
/// Most entries that one stands for, from all lines together. Each is a term of every query that has it.
const MAX_WIDER: usize = 64;
/// Most words of an entry.
const MAX_ENTRY_WORDS: usize = 6;

/// A list of synonyms as written. [`Searcher::with_synonyms`](crate::search::Searcher::with_synonyms) searches with it.
///
/// ```
/// use fundstelle::query::{Synonyms, SynonymsProblem};
///
/// let synonyms = Synonyms::parse("Kita, Kindertagesstätte\n= Kindergarten").unwrap();
/// let error = Synonyms::parse("Kita, Krippe\nHandy =>").unwrap_err();
/// assert_eq!((error.line, error.problem), (2, SynonymsProblem::NoTarget));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synonyms {
    /// Entries with those that they stand for, too; each is its words.
    wider: Vec<(Vec<String>, Vec<String>)>,
    whole: Vec<String>,
}

/// A bad line of a list of synonyms.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct SynonymsError {
    /// Number of the line, from 1.
    pub line: usize,
    /// Kind of error.
    pub problem: SynonymsProblem,
}

/// An error in a list of synonyms. [`fmt::Display`] says it in English, with the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SynonymsProblem {
    /// One entry alone.
    Alone,
    /// Nothing between two commas or before an arrow.
    NoEntry,
    /// Nothing behind an arrow.
    NoTarget,
    /// Two arrows.
    Arrows,
    /// A sign that has a meaning in queries; the entry.
    Sign(String),
    /// Several words behind `=`; the entry.
    NotOneWord(String),
    /// Too many entries; the maximum number.
    TooMany(usize),
    /// An entry that stands for too many others, from all lines together; the maximum number.
    TooWide(String, usize),
    /// Too many words in one entry; the maximum number.
    TooLong(usize),
}

impl fmt::Display for SynonymsProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SynonymsProblem::Alone => {
                write!(f, "one word alone: write `a, b`, `a => b`, or `= a` for a word that is left whole")
            }
            SynonymsProblem::NoEntry => write!(f, "a word is missing: write `a, b` or `a => b, c`"),
            SynonymsProblem::NoTarget => write!(f, "nothing behind the arrow: write `a => b, c`"),
            SynonymsProblem::Arrows => write!(f, "one arrow a line: write `a => b, c`"),
            SynonymsProblem::Sign(entry) => write!(f, "`{entry}`: only words and the signs within them"),
            SynonymsProblem::NotOneWord(entry) => write!(f, "`{entry}`: one word is left whole a line"),
            SynonymsProblem::TooMany(most) => write!(f, "at most {most} entries a line: write several lines"),
            SynonymsProblem::TooWide(entry, most) => write!(f, "`{entry}` stands for more than {most} others"),
            SynonymsProblem::TooLong(most) => write!(f, "at most {most} words in one entry"),
        }
    }
}

impl Synonyms {
    /// Parses a list. The error is that of the first bad line.
    pub fn parse(text: &str) -> Result<Synonyms, SynonymsError> {
        let (mut synonyms, mut widths) = (Synonyms::default(), HashMap::<_, HashSet<_>>::new());
        for (line, text) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            let text = text.split_once('#').map_or(text, |(text, _)| text).trim();
            if text.is_empty() {
                continue;
            }
            let err = |problem| SynonymsError { line, problem };
            let before = synonyms.wider.len();
            synonyms.add(text).map_err(err)?;
            for (from, to) in &synonyms.wider[before..] {
                let width = widths.entry(from.clone()).or_default();
                width.insert(to.clone());
                if width.len() > MAX_WIDER {
                    return Err(err(SynonymsProblem::TooWide(from.join(" "), MAX_WIDER)));
                }
            }
        }
        Ok(synonyms)
    }

    fn add(&mut self, line: &str) -> Result<(), SynonymsProblem> {
        if let Some(word) = line.strip_prefix('=').filter(|rest| !rest.starts_with('>')) {
            return match <[String; 1]>::try_from(entry(word)?) {
                Ok([word]) => {
                    self.whole.push(word);
                    Ok(())
                }
                Err(_) => Err(SynonymsProblem::NotOneWord(word.trim().to_owned())),
            };
        }
        let sides: Vec<&str> = line.split("=>").collect();
        match sides.as_slice() {
            [all] => {
                let all = entries(all)?;
                if all.len() == 1 {
                    return Err(SynonymsProblem::Alone);
                }
                for (at, entry) in all.iter().enumerate() {
                    let others = all.iter().enumerate().filter(|(other, _)| *other != at);
                    self.wider.extend(others.map(|(_, other)| (entry.clone(), other.clone())));
                }
            }
            [_, to] if to.trim().is_empty() => return Err(SynonymsProblem::NoTarget),
            [from, to] => {
                let to = entries(to)?;
                for from in entries(from)? {
                    self.wider.extend(to.iter().map(|to| (from.clone(), to.clone())));
                }
            }
            _ => return Err(SynonymsProblem::Arrows),
        }
        Ok(())
    }

    /// Analyses the entries as words of an index are.
    pub(crate) fn compiled(&self, analyzer: &Analyzer) -> CompiledSynonyms {
        let mut compiled = CompiledSynonyms::default();
        for (from, to) in &self.wider {
            let keys: Vec<String> = from.iter().map(|word| keys_of(analyzer, word).swap_remove(0)).collect();
            compiled.longest = compiled.longest.max(keys.len());
            let wider = compiled.wider.entry(keys).or_default();
            if !wider.contains(to) {
                wider.push(to.clone());
            }
        }
        compiled.whole = self.whole.iter().flat_map(|word| keys_of(analyzer, word)).collect();
        compiled
    }
}

fn entries(text: &str) -> Result<Vec<Vec<String>>, SynonymsProblem> {
    let all: Vec<Vec<String>> = text.split(',').map(entry).collect::<Result<_, _>>()?;
    if all.len() > MAX_ENTRIES { Err(SynonymsProblem::TooMany(MAX_ENTRIES)) } else { Ok(all) }
}

/// Reads an entry to its words.
fn entry(text: &str) -> Result<Vec<String>, SynonymsProblem> {
    let text = text.trim();
    if text.contains(|c: char| "\"„“”»«()*~^=:<>!".contains(c)) {
        return Err(SynonymsProblem::Sign(text.to_owned()));
    }
    let words: Vec<String> =
        text.split_whitespace().filter(|word| word.contains(is_letter_or_sign)).map(bare_word).collect();
    match words.len() {
        0 => Err(SynonymsProblem::NoEntry),
        1..=MAX_ENTRY_WORDS => Ok(words),
        _ => Err(SynonymsProblem::TooLong(MAX_ENTRY_WORDS)),
    }
}

/// Keys under which the inflections of a word meet, at least one: its lemmas, whatever its capital.
fn keys_of(analyzer: &Analyzer, word: &str) -> Vec<String> {
    let token = analyzer.tokens(word).next();
    let lemmas = token.map(|token| std::iter::once(token.word.term.clone()).chain(token.word.second.clone()).collect());
    let lemmas: Vec<String> = lemmas.unwrap_or_else(|| vec![word.to_owned()]);
    lemmas.into_iter().map(|lemma| lemma.to_lowercase()).collect()
}

/// Synonyms in the terms of an index.
#[derive(Debug, Clone, Default)]
pub(crate) struct CompiledSynonyms {
    /// Entries by the keys of their words.
    wider: HashMap<Vec<String>, Vec<Vec<String>>>,
    whole: HashSet<String>,
    /// Words of the longest entry.
    longest: usize,
}

impl CompiledSynonyms {
    /// Returns a query with the synonyms of its words.
    pub(crate) fn widened<'n>(&self, node: &'n Node, analyzer: &Analyzer) -> Cow<'n, Node> {
        if self.wider.is_empty() && self.whole.is_empty() {
            return Cow::Borrowed(node);
        }
        let mut typed = HashSet::new();
        collect_keys(node, analyzer, &mut typed);
        Cow::Owned(Widener { synonyms: self, analyzer, typed }.node(node))
    }
}

/// Keys of the words of a query.
fn collect_keys(node: &Node, analyzer: &Analyzer, keys: &mut HashSet<String>) {
    match node {
        Node::Word(word) => keys.extend(keys_of(analyzer, word)),
        Node::Quoted(node) | Node::Boost(node, _) | Node::Not(node) => collect_keys(node, analyzer, keys),
        Node::Near(near) => [&near.left, &near.right].iter().for_each(|node| collect_keys(node, analyzer, keys)),
        Node::And(nodes) | Node::Or(nodes) | Node::SameArticle(nodes) => {
            nodes.iter().for_each(|node| collect_keys(node, analyzer, keys));
        }
        Node::List(clauses) => clauses.iter().for_each(|clause| collect_keys(&clause.node, analyzer, keys)),
        _ => {}
    }
}

struct Widener<'a> {
    synonyms: &'a CompiledSynonyms,
    analyzer: &'a Analyzer,
    /// Keys of the words of the query: a synonym that is typed beside its word is a word of its own.
    typed: HashSet<String>,
}

impl Widener<'_> {
    fn node(&self, node: &Node) -> Node {
        let inner = |node: &Node| Box::new(self.node(node));
        let all = |nodes: &[Node]| nodes.iter().map(|node| self.node(node)).collect();
        match node {
            Node::Word(word) => self.word(word),
            Node::Quoted(node) => Node::Quoted(inner(node)),
            Node::Boost(node, boost) => Node::Boost(inner(node), *boost),
            Node::Not(node) => Node::Not(inner(node)),
            Node::Near(near) => {
                let Near { left, right, .. } = &**near;
                Node::Near(Box::new(Near { left: self.node(left), right: self.node(right), ..**near }))
            }
            Node::And(nodes) => Node::And(all(nodes)),
            Node::Or(nodes) => Node::Or(all(nodes)),
            Node::SameArticle(nodes) => Node::SameArticle(all(nodes)),
            Node::List(clauses) => Node::List(self.list(clauses)),
            node => node.clone(),
        }
    }

    fn word(&self, word: &str) -> Node {
        let keys = keys_of(self.analyzer, word);
        let is_whole = keys.iter().any(|key| self.synonyms.whole.contains(key));
        let node = if is_whole { Node::Whole(word.to_owned()) } else { Node::Word(word.to_owned()) };
        let mut by = Vec::new();
        for key in keys {
            self.add_wider(&[key], &mut by);
        }
        if by.is_empty() { node } else { Node::Widened(Box::new(node), by) }
    }

    /// Widens the words of a list. Words side by side may be an entry together: its synonyms stand beside the last of them.
    fn list(&self, clauses: &[Clause]) -> Vec<Clause> {
        let mut widened: Vec<Clause> =
            clauses.iter().map(|Clause { occur, node }| Clause { occur: *occur, node: self.node(node) }).collect();
        let keys: Vec<Vec<String>> = clauses
            .iter()
            .map(|clause| match clause {
                Clause { occur: Occur::May, node: Node::Word(word) } => keys_of(self.analyzer, word),
                _ => Vec::new(),
            })
            .collect();
        for length in 2..=self.synonyms.longest {
            for (start, row) in keys.windows(length).enumerate() {
                let Some(row) = row.iter().map(|keys| keys.first().cloned()).collect::<Option<Vec<String>>>() else {
                    continue;
                };
                let mut wider = Vec::new();
                self.add_wider(&row, &mut wider);
                let last = &mut widened[start + length - 1].node;
                if !wider.is_empty() {
                    *last = match last.clone() {
                        Node::Widened(node, mut by) => {
                            by.extend(wider);
                            Node::Widened(node, by)
                        }
                        node => Node::Widened(Box::new(node), wider),
                    };
                }
            }
        }
        widened
    }

    /// Adds what an entry stands for, but for what is typed or there.
    fn add_wider(&self, keys: &[String], by: &mut Vec<Node>) {
        for words in self.synonyms.wider.get(keys).into_iter().flatten() {
            let is_typed = matches!(words.as_slice(), [word] if keys_of(self.analyzer, word).iter().any(|key| self.typed.contains(key)));
            let node = side_by_side(words.iter().map(|word| match keys_of(self.analyzer, word) {
                keys if keys.iter().any(|key| self.synonyms.whole.contains(key)) => Node::Whole(word.clone()),
                _ => Node::Word(word.clone()),
            }));
            by.extend(node.filter(|node| !is_typed && !by.contains(node)));
        }
    }
}

/// Returns words in a row, each in any inflection. `None` without words.
pub(super) fn side_by_side(words: impl Iterator<Item = Node>) -> Option<Node> {
    words.reduce(|left, right| Node::Near(Box::new(Near { left, right, width: 1, ordered: true })))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::german::compounds::Exceptions;
    use crate::german::lexicon::Lexicon;
    use crate::query::parse;

    fn widened(list: &str, query: &str) -> String {
        let analyzer = Analyzer::new(Lexicon::builtin(), Exceptions::builtin(), true);
        let compiled = Synonyms::parse(list).unwrap().compiled(&analyzer);
        compiled.widened(&parse(query).unwrap(), &analyzer).to_string()
    }

    #[test]
    fn words_are_widened_in_any_form() {
        for (list, query, expected) in [
            ("Auto, Wagen", "Auto", "(Auto ODER Wagen)"),
            ("Auto, Wagen", "Autos", "(Autos ODER Wagen)"),
            ("Autos, Wagen", "Wagens", "(Wagens ODER Autos)"),
            ("Auto => Wagen, Fahrzeug", "Auto", "(Auto ODER Wagen ODER Fahrzeug)"),
            ("Auto => Wagen, Fahrzeug", "Wagen", "Wagen"),
            ("Auto, Kutsche => Wagen", "Kutschen", "(Kutschen ODER Wagen)"),
            ("Auto, Wagen\nAuto, Wagen # noch einmal", "Auto", "(Auto ODER Wagen)"),
            ("kaufen => erwerben", "gekauft", "(gekauft ODER erwerben)"),
            // What is written exactly is left alone, and so is what is typed itself.
            ("Auto, Wagen", "=Auto", "=Auto"),
            ("Auto, Wagen", "\"Auto\"", "\"Auto\""),
            ("Auto, Wagen", "Auto* title:Auto Auto~1", "(Auto* title:Auto Auto~1)"),
            ("Auto, Wagen", "Auto Wagen", "(Auto Wagen)"),
            ("Auto, Wagen", "Zug UND NICHT Auto", "(Zug UND NICHT (Auto ODER Wagen))"),
            ("Auto, Wagen", "Auto NAHE/5 Zug", "((Auto ODER Wagen) NAHE/5 Zug)"),
            // Several words.
            ("EU => Europäische Union", "EU", "(EU ODER (Europäische VOR/1 Union))"),
            ("EU, Europäische Union", "europäischen Union Zoll", "(europäischen (Union ODER EU) Zoll)"),
            ("EU, Europäische Union", "Union Europäische", "(Union Europäische)"),
            ("EU, Europäische Union", "europäisch UND Union", "(europäisch UND Union)"),
            ("= Kindergarten", "Kindergärten Garten", "(Kindergärten Garten)"),
        ] {
            assert_eq!(widened(list, query), expected, "{list}: {query}");
        }
    }

    #[test]
    fn a_bad_line_has_its_number() {
        use SynonymsProblem::{Alone, Arrows, NoEntry, NoTarget, NotOneWord, Sign, TooLong, TooMany, TooWide};
        let rows = |many: usize| (0..many).map(|row| format!("EU Rat => a{row}\n")).collect::<String>();
        for (text, line, problem) in [
            ("Auto", 1, Alone),
            ("# Fahrzeuge\n\nAuto, ", 3, NoEntry),
            (", Auto", 1, NoEntry),
            ("Auto, Wagen\n=> Auto", 2, NoEntry),
            ("Auto =>", 1, NoTarget),
            ("Auto => Wagen => Zug", 1, Arrows),
            ("Auto, Wag*", 1, Sign("Wag*".to_owned())),
            ("Auto = Wagen", 1, Sign("Auto = Wagen".to_owned())),
            ("Auto > Wagen", 1, Sign("Auto > Wagen".to_owned())),
            ("= ein Wort", 1, NotOneWord("ein Wort".to_owned())),
            ("=", 1, NoEntry),
            ("Auto, a b c d e f g", 1, TooLong(MAX_ENTRY_WORDS)),
            (&"a, ".repeat(MAX_ENTRIES + 1).replace("a, a, ", "a, b c, "), 1, NoEntry),
            (&vec!["a"; MAX_ENTRIES + 1].join(", "), 1, TooMany(MAX_ENTRIES)),
            (&rows(MAX_WIDER + 5), MAX_WIDER + 1, TooWide("EU Rat".to_owned(), MAX_WIDER)),
        ] {
            assert_eq!(Synonyms::parse(text), Err(SynonymsError { line, problem }), "{text}");
        }
        assert!(Synonyms::parse(&rows(MAX_WIDER).repeat(2)).is_ok(), "the same again");
        assert_eq!(Synonyms::parse("\u{feff}# nichts\n\n  # auch nichts\r\n"), Ok(Synonyms::default()));
    }
}
