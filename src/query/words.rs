//! What a word of a query is: an operator, a field, a prefix, or a word.

use unicode_normalization::char::is_combining_mark;

use super::error::{Problem, QueryError, at};
use super::syntax::{Node, Span};

/// What joins parts of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
}

/// `title:` and `foo:bar` are fields, `18:30` and `Hinweis:` at the end of a word are not.
pub(super) fn is_field_name(name: &str, value: &str) -> bool {
    const KNOWN: [&str; 8] = ["title", "titel", "source", "quelle", "section", "ressort", "date", "datum"];
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase());
    KNOWN.contains(&name) || (plain && !value.is_empty() && !value.starts_with('/') && !value.starts_with("in"))
}

pub(super) fn word_node(word: &str, span: Span) -> Result<Node, QueryError> {
    let (exact, body) = match word.strip_prefix('=') {
        Some(body) => (true, body),
        None => (false, word),
    };
    // `Politiker*innen` is a word, `Spion*` a prefix, `Sp*on` neither.
    let stem = body.trim_end_matches(['?', '!', '.', ',', ';', ':']);
    if let Some(prefix) = stem.strip_suffix('*') {
        return match () {
            () if exact || !prefix.chars().all(char::is_alphanumeric) => at(span, Problem::Wildcard),
            () if prefix.chars().count() < 3 => at(span, Problem::ShortPrefix),
            () => Ok(Node::Prefix(prefix.to_owned())),
        };
    }
    if let Some((_, after)) = body.split_once('*')
        && !after.starts_with("in")
    {
        return at(span, Problem::Wildcard);
    }
    if !body.contains(char::is_alphanumeric) {
        return at(span, Problem::NoWord);
    }
    let body = bare(body);
    Ok(if exact { Node::Exact(body) } else { Node::Word(body) })
}

/// A word without what stands around it in a sentence: `Kaspersky?`, `«Werbung»`. One that would read as an
/// operator is a word in small letters.
pub(super) fn bare(word: &str) -> String {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && !is_combining_mark(c));
    if operator_of(word).is_some() { word.to_lowercase() } else { word.to_owned() }
}

pub(super) fn operator_of(word: &str) -> Option<Operator> {
    match word {
        "UND" | "AND" | "&&" => Some(Operator::And),
        "ODER" | "OR" | "||" => Some(Operator::Or),
        "NICHT" | "NOT" => Some(Operator::Not),
        _ => None,
    }
}
