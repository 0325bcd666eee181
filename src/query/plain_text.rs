//! Words of a text that is no query: every word is sought, and no sign has a meaning.

use unicode_normalization::char::is_combining_mark;

use super::error::{Problem, QueryError, at};
use super::limits;
use super::parse::parse;
use super::syntax::{Clause, Node, Occur};
use super::words::{bare_word, is_letter_or_sign};
use crate::german::first_word_len;

/// Parses a plain text, such as a topic of an evaluation, to a list of its words. Operators are words, and signs are
/// ignored.
///
/// # Errors
///
/// A text without words, or with more than [`MAX_KEYWORDS`](super::MAX_KEYWORDS).
///
/// ```
/// use fundstelle::query::{keywords, parse};
///
/// assert_eq!(keywords("Bahn (UND Bus)"), parse("Bahn und Bus"));
/// ```
pub fn keywords(text: &str) -> Result<Node, QueryError> {
    let words = plain_words(text).into_iter();
    let clauses: Vec<Clause> = words.map(|word| Clause { occur: Occur::May, node: Node::Word(word) }).collect();
    match clauses.len() {
        0 => at(0..text.len(), Problem::Empty),
        many if many > limits::MAX_KEYWORDS => at(0..text.len(), Problem::TooMany(limits::MAX_KEYWORDS)),
        _ => Ok(Node::List(clauses)),
    }
}

/// The words of a plain text. `10 000` and `auf Grund` are one.
pub(super) fn plain_words(text: &str) -> Vec<String> {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '(' | ')' | '*');
    let mut words = Vec::new();
    let mut rest = text.trim_start_matches(is_end);
    while !rest.is_empty() {
        let joined = first_word_len(rest);
        let (word, after) = rest.split_at(joined + rest[joined..].find(is_end).unwrap_or(rest.len() - joined));
        if word.contains(is_letter_or_sign) {
            words.push(bare_word(word));
        }
        rest = after.trim_start_matches(is_end);
    }
    words
}

/// A word, or its pieces if it means something else in a query: `a:b`, `a^2`.
pub(super) fn unambiguous(word: String) -> Vec<String> {
    match parse(&word) {
        Ok(Node::Word(parsed)) if parsed == word => vec![word],
        _ => {
            let pieces = word.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c));
            pieces.filter(|piece| !piece.is_empty()).map(bare_word).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn keywords_have_no_operators() {
        let words = keywords("Irland: „Kredite“ (IWF) UND \"offen -a +b *").unwrap();
        assert_eq!(words.to_string(), "(Irland Kredite IWF und offen a b)");
        assert_eq!(keywords("Unfall A 7, \"7 %\" (25 000)").unwrap().to_string(), "(Unfall A 7 7 % 25 000)");
        assert_eq!(keywords(" – ").unwrap_err().problem, Problem::Empty);
    }
}
