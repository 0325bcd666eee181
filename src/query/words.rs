//! What is a word of the query text: an operator, a field, a pattern, or a word to search?

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::error::{Problem, QueryError, at};
use super::limits::MAX_NEAR_WIDTH;
use super::pattern::{BadPattern, Pattern};
use super::syntax::{ByteSpan, Node};
use crate::german::{is_gendered, is_sign, is_stop_word};

/// Most letters in which a word may differ from a fuzzy one.
const MAX_EDITS: u8 = 2;
/// Fewest letters of a fuzzy word.
const MIN_FUZZY_LETTERS: usize = 3;

/// An operator between nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
    /// At most `width` words apart. If `ordered`, in this order.
    Near {
        width: u32,
        ordered: bool,
    },
    /// In one article.
    SameArticle,
}

/// Returns true if `name` before a colon is meant as a field: `title:`, `Titel:Streik` and `foo:bar` are, `18:30`,
/// `Hinweis:Streik` and `Titel:` without a value are not. `quoted`: the value is in quotation marks.
pub(super) fn is_field_name(name: &str, value: &str, quoted: bool) -> bool {
    const KNOWN: [&str; 10] =
        ["title", "titel", "source", "quelle", "section", "ressort", "date", "datum", "zitat", "quote"];
    if KNOWN.contains(&name) || (KNOWN.contains(&name.to_lowercase().as_str()) && (quoted || !value.is_empty())) {
        return true;
    }
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase());
    // `jede:r`, `ein:e`, `lehrer:in` and `der:die` are words.
    let is_ending = value.trim_end_matches(|c: char| !c.is_alphanumeric()).chars().count() < 2;
    let are_articles = || is_stop_word(name) && is_stop_word(trim_marks(value));
    let is_word = || is_gendered(&format!("{name}:{value}"), name.len()) || are_articles();
    plain && !is_ending && !value.starts_with('/') && !is_word()
}

/// Parses a word that is neither an operator nor a field. `span` is where it is in the query.
pub(super) fn word_node(word: &str, span: ByteSpan) -> Result<Node, QueryError> {
    let (exact, body) = match word.strip_prefix('=') {
        Some(body) => (true, body),
        None => (false, word),
    };
    let is_mark = |c: char| !is_letter_or_sign(c) && !matches!(c, '*' | '~');
    let plain = body.trim_end_matches(is_mark);
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
    if !body.contains(is_letter_or_sign) {
        return at(span, Problem::NoWord);
    }
    let body = bare_word(body);
    Ok(if exact { Node::Exact(body) } else { Node::Word(body) })
}

/// Parses a fuzzy word: `Kasperski~1`. Without a number, one letter may differ.
fn fuzzy(word: &str, edits: &str, exact: bool, span: ByteSpan) -> Result<Node, QueryError> {
    let edits = if edits.is_empty() { Some(1) } else { edits.parse().ok() };
    match edits {
        Some(edits @ 1..=MAX_EDITS) if !exact && word.chars().all(|c| c.is_alphanumeric() || is_combining_mark(c)) => {
            match word.nfc().count() {
                0..MIN_FUZZY_LETTERS => at(span, Problem::ShortFuzzy),
                _ => Ok(Node::Fuzzy(word.to_owned(), edits)),
            }
        }
        _ => at(span, Problem::Fuzzy),
    }
}

/// Parses `NAHE/5`, `VOR/5` or `NAHE/ARTIKEL`. `None`: any other word; `Some(None)`: the number is missing or out of range.
pub(super) fn near_operator(word: &str) -> Option<Option<Operator>> {
    let (name, width) = word.split_once('/').unwrap_or((word, ""));
    let ordered = match name {
        "NAHE" | "NEAR" => false,
        "VOR" | "BEFORE" => true,
        _ => return None,
    };
    if matches!((ordered, width), (false, "ARTIKEL" | "ARTICLE")) {
        return Some(Some(Operator::SameArticle));
    }
    let width = width.parse().ok().filter(|width| (1..=MAX_NEAR_WIDTH).contains(width));
    Some(width.map(|width| Operator::Near { width, ordered }))
}

/// Trims punctuation from around a word: `Kaspersky?`, `«Werbung»`. The signs of `5€` and `§12` are words.
pub(super) fn trim_marks(word: &str) -> &str {
    word.trim_matches(|c: char| !is_letter_or_sign(c))
}

/// Returns true for letters, digits, the marks on them, and signs that are words.
pub(super) fn is_letter_or_sign(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || is_sign(c)
}

/// Trims punctuation from around a word, and lowercases it if it would be an operator.
pub(super) fn bare_word(word: &str) -> String {
    let word = trim_marks(word);
    if boolean_operator(word).is_some() || near_operator(word).is_some() {
        word.to_lowercase()
    } else {
        word.to_owned()
    }
}

/// Parses `UND`, `ODER` or `NICHT`.
pub(super) fn boolean_operator(word: &str) -> Option<Operator> {
    match word {
        "UND" | "AND" | "&&" => Some(Operator::And),
        "ODER" | "OR" | "||" => Some(Operator::Or),
        "NICHT" | "NOT" => Some(Operator::Not),
        _ => None,
    }
}
