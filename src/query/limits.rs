//! Limits of what a query may cost.
//!
//! Length, depth and number of clauses are checked in one pass over the text before anything is parsed.

use super::error::{Problem, QueryError, at};

/// Maximum length of a query, in bytes.
pub const MAX_QUERY_BYTES: usize = 16 * 1024;
/// Maximum number of words, operators and brackets of a query.
pub const MAX_CLAUSES: usize = 256;
/// Maximum number of words of a plain text read by [`keywords`](super::keywords).
pub const MAX_KEYWORDS: usize = 1024;
/// Maximum number of words of a phrase in any inflection: each is nested in the next.
pub(super) const MAX_INFLECTED_WORDS: usize = 16;
/// Maximum depth of nested brackets.
pub const MAX_DEPTH: usize = 32;
/// Maximum number of word forms that all patterns and fuzzy words of a query stand for together. Each gets an equal share.
pub const MAX_EXPANSIONS: usize = 1024;
/// Maximum distance that `NAHE` and `VOR` allow, in words: 1 is adjacent. The gap between a title and its text is
/// wider, so nothing is near across it.
pub const MAX_NEAR_WIDTH: u32 = 50;
const _: () = assert!(MAX_NEAR_WIDTH < crate::index::GAP_WIDTH);

/// Refuses a query that would cost too much. Scans at most as much of the text as the limits allow.
pub(super) fn check(text: &str) -> Result<(), QueryError> {
    if text.len() > MAX_QUERY_BYTES {
        let end = text.floor_char_boundary(MAX_QUERY_BYTES);
        return at(end..end, Problem::TooLong(MAX_QUERY_BYTES));
    }
    let (mut depth, mut clauses, mut in_word, mut quoted) = (0_usize, 0_usize, false, false);
    for (start, c) in text.char_indices() {
        let span = start..start + c.len_utf8();
        match c {
            '"' | '„' | '“' | '”' => quoted = !quoted,
            '(' if !quoted => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return at(span, Problem::TooDeep(MAX_DEPTH));
                }
            }
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        let begins = !c.is_whitespace() && (!in_word || matches!(c, '(' | ')' | '"'));
        in_word = !c.is_whitespace() && !matches!(c, '(' | ')');
        clauses += usize::from(begins);
        if clauses > MAX_CLAUSES {
            return at(span, Problem::TooMany(MAX_CLAUSES));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn bombs() {
        assert_eq!(check(&"(".repeat(10_000)).unwrap_err().problem, Problem::TooDeep(MAX_DEPTH));
        assert_eq!(check(&"NICHT ".repeat(2_000)).unwrap_err().problem, Problem::TooMany(MAX_CLAUSES));
        assert_eq!(check(&"a".repeat(10 << 20)).unwrap_err().problem, Problem::TooLong(MAX_QUERY_BYTES));
        assert_eq!(check(&"ä".repeat(10 << 20)).unwrap_err().problem, Problem::TooLong(MAX_QUERY_BYTES));
        assert_eq!(check(&format!("{}a{}", "(".repeat(32), ")".repeat(32))), Ok(()));
        assert_eq!(check("Wer warnt in Großbritannien vor Kaspersky?"), Ok(()));
    }
}
