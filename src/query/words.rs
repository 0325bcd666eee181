//! What a word of a query is: an operator, a field, a prefix, or a word.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::error::{Problem, QueryError, at};
use super::pattern::{BadPattern, Pattern};
use super::syntax::{Node, Span};
use crate::german::is_gendered;
use crate::index::GAP_WIDTH;

/// Most letters by which a word may differ.
pub(super) const MAX_EDITS: u8 = 2;
/// Letters that a word has at least that may differ in some.
const LEAST_LETTERS: usize = 3;
/// Most words from one part to the other beside `NAHE`. The gap between a title and its text is wider.
pub const MAX_WIDTH: u32 = 50;
const _: () = assert!(MAX_WIDTH < GAP_WIDTH);

/// What joins parts of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
    /// At most so many words apart, in either order or in this one.
    Near {
        width: u32,
        ordered: bool,
    },
}

/// `title:`, `Titel:Streik` and `foo:bar` are fields; `18:30`, `Hinweis:Streik` and `Titel:` at the end of a word are not.
/// `quoted`: what follows the colon stands between quotation marks.
pub(super) fn is_field_name(name: &str, value: &str, quoted: bool) -> bool {
    const KNOWN: [&str; 10] =
        ["title", "titel", "source", "quelle", "section", "ressort", "date", "datum", "zitat", "quote"];
    if KNOWN.contains(&name) || (KNOWN.contains(&name.to_lowercase().as_str()) && (quoted || !value.is_empty())) {
        return true;
    }
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase());
    // `jede:r` and `ein:e` are words as `lehrer:in` is.
    let is_ending = value.trim_end_matches(|c: char| !c.is_alphanumeric()).chars().count() < 2;
    plain && !is_ending && !value.starts_with('/') && !is_gendered(&format!("{name}:{value}"), name.len())
}

pub(super) fn word_node(word: &str, span: Span) -> Result<Node, QueryError> {
    let (exact, body) = match word.strip_prefix('=') {
        Some(body) => (true, body),
        None => (false, word),
    };
    let ends = |c: char| !c.is_alphanumeric() && !is_combining_mark(c) && !matches!(c, '*' | '~');
    let plain = body.trim_end_matches(ends);
    // `Politiker*innen` is a word, `Spion*` and `*schutz*` are patterns.
    if let Some(star) = plain.find('*')
        && (plain[star + 1..].contains('*') || !is_gendered(plain, star))
    {
        return match Pattern::parse(plain) {
            _ if exact => at(span, Problem::Wildcard),
            Ok(pattern) => Ok(Node::Pattern(pattern)),
            Err(BadPattern::Signs) => at(span, Problem::Wildcard),
            Err(BadPattern::Short) => at(span, Problem::ShortPattern),
        };
    }
    if let Some((word, edits)) = plain.rsplit_once('~')
        && (edits.is_empty() || edits.bytes().all(|b| b.is_ascii_digit()))
    {
        return fuzzy(word, edits, exact, span);
    }
    if !body.contains(char::is_alphanumeric) {
        return at(span, Problem::NoWord);
    }
    let body = bare(body);
    Ok(if exact { Node::Exact(body) } else { Node::Word(body) })
}

/// A word that may differ in some letters; one when it is not said how many.
fn fuzzy(word: &str, edits: &str, exact: bool, span: Span) -> Result<Node, QueryError> {
    let edits = if edits.is_empty() { Some(1) } else { edits.parse().ok() };
    match edits {
        Some(edits @ 1..=MAX_EDITS) if !exact && word.chars().all(|c| c.is_alphanumeric() || is_combining_mark(c)) => {
            match word.nfc().count() {
                0..LEAST_LETTERS => at(span, Problem::ShortFuzzy),
                _ => Ok(Node::Fuzzy(word.to_owned(), edits)),
            }
        }
        _ => at(span, Problem::Fuzzy),
    }
}

/// `NAHE/5`, `VOR/5`. `Some(None)`: the number is missing or too large.
pub(super) fn near_of(word: &str) -> Option<Option<Operator>> {
    let (name, width) = word.split_once('/').unwrap_or((word, ""));
    let ordered = match name {
        "NAHE" | "NEAR" => false,
        "VOR" | "BEFORE" => true,
        _ => return None,
    };
    let width = width.parse().ok().filter(|width| (1..=MAX_WIDTH).contains(width));
    Some(width.map(|width| Operator::Near { width, ordered }))
}

/// A word without what stands around it in a sentence: `Kaspersky?`, `«Werbung»`.
pub(super) fn trimmed(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
}

/// A word without what stands around it. One that would read as an operator is a word in small letters.
pub(super) fn bare(word: &str) -> String {
    let word = trimmed(word);
    if operator_of(word).is_some() || near_of(word).is_some() { word.to_lowercase() } else { word.to_owned() }
}

pub(super) fn operator_of(word: &str) -> Option<Operator> {
    match word {
        "UND" | "AND" | "&&" => Some(Operator::And),
        "ODER" | "OR" | "||" => Some(Operator::Or),
        "NICHT" | "NOT" => Some(Operator::Not),
        _ => None,
    }
}
