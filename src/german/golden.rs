//! The terms of 300 words and phrases, which must not change while the version of the analyser stays the same.
//!
//! `tests/data/golden_terms.tsv` begins with the fingerprint of the analyser, and then has for each text a row a token:
//! the text (empty for further tokens, `? ` before what somebody types), its exact form, its term, the other terms under
//! which it is found (or `stop word`), and its parts. A row that has only a text is a new one.
//!
//! `FUNDSTELLE_GOLDEN=write cargo test --lib golden` writes the table anew. It refuses when a term of an old text has
//! changed and the fingerprint has not: raise `VERSION` in `analyzer.rs` first.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use super::{Analyzer, Token};

const TABLE: &str = "tests/data/golden_terms.tsv";
/// Command that writes the table anew.
const REFRESH: &str = "FUNDSTELLE_GOLDEN=write cargo test --lib golden";

/// Entry of a table: the rows of one text, or a comment.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    text: String,
    rows: String,
}

impl Entry {
    /// Analyses a text. A comment stays as it is.
    fn analyzed(analyzer: &Analyzer, text: &str) -> Entry {
        let mut rows = String::new();
        if text.starts_with('#') {
            writeln!(rows, "{text}").unwrap();
            return Entry { text: text.to_owned(), rows };
        }
        let (typed, tokens): (&str, Vec<Token>) = match text.strip_prefix("? ") {
            Some(typed) => (typed, analyzer.typed_tokens(typed).collect()),
            None => (text, analyzer.tokens(text).collect()),
        };
        for (number, token) in tokens.iter().enumerate() {
            let first = if number == 0 { text } else { "" };
            let form = &token.word;
            let others = if form.stop_word { "stop word".to_owned() } else { form.others.join(" ") };
            let parts: Vec<&str> = form.parts.iter().map(|part| &typed[token.part_range(part)]).collect();
            let row = format!("{first}\t{}\t{}\t{others}\t{}", form.exact, form.term, parts.join("|"));
            writeln!(rows, "{}", row.trim_end()).unwrap();
        }
        Entry { text: text.to_owned(), rows }
    }

    fn is_new(&self) -> bool {
        !self.rows.contains('\t')
    }
}

/// Reads a table: its fingerprint and its entries.
fn parse(table: &str) -> (&str, Vec<Entry>) {
    let (fingerprint, rest) = table.split_once('\n').unwrap();
    let mut entries: Vec<Entry> = Vec::new();
    for line in rest.lines() {
        match line.split('\t').next() {
            Some("") => entries.last_mut().unwrap().rows += &format!("{line}\n"),
            Some(text) => entries.push(Entry { text: text.to_owned(), rows: format!("{line}\n") }),
            None => unreachable!("a line that is split has a first piece"),
        }
    }
    (fingerprint.trim_start_matches("# "), entries)
}

#[test]
fn golden_terms() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(TABLE);
    let table = fs::read_to_string(&path).unwrap();
    let (fingerprint, entries) = parse(&table);
    let analyzer = Analyzer::default();
    let now: Vec<Entry> = entries.iter().map(|entry| Entry::analyzed(&analyzer, &entry.text)).collect();
    assert!(now.iter().filter(|entry| !entry.text.starts_with('#')).count() >= 300);

    let is_same_version = fingerprint == analyzer.fingerprint();
    let changed: Vec<String> = entries
        .iter()
        .zip(&now)
        .filter(|(old, new)| old != new && !old.is_new())
        .map(|(old, new)| format!("  was {}  now {}", old.rows, new.rows))
        .collect();
    assert!(
        changed.is_empty() || !is_same_version,
        "{} texts have other terms, but the analyser has the same version: raise VERSION in src/german/analyzer.rs, then \
         refresh the table with `{REFRESH}`\n{}",
        changed.len(),
        changed.concat()
    );
    let rows: String = now.iter().map(|entry| entry.rows.as_str()).collect();
    let fresh = format!("# {}\n{rows}", analyzer.fingerprint());
    if env::var("FUNDSTELLE_GOLDEN").is_ok_and(|mode| mode == "write") {
        fs::write(path, fresh).unwrap();
    } else {
        assert!(
            fresh == table,
            "{TABLE} has new texts or is of another version of the analyser: refresh it with `{REFRESH}`, and before that raise \
             VERSION in src/german/analyzer.rs if a rule is new\n{}",
            changed.concat()
        );
    }
}
