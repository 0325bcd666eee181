//! What a query may cost. Everything here is checked before anything is parsed, in one pass over the text.

use super::error::{Problem, QueryError, at};

/// Longest query, in bytes.
pub const MAX_QUERY_BYTES: usize = 16 * 1024;
/// Most words, operators and brackets.
pub const MAX_CLAUSES: usize = 256;
/// Most words of a plain text that is searched as a whole.
pub const MAX_KEYWORDS: usize = 1024;
/// Deepest nesting of brackets.
pub const MAX_DEPTH: usize = 32;
/// Most word forms that all prefixes of a query stand for together; each may have an equal part.
pub const MAX_EXPANSIONS: usize = 1024;

/// Refuses a query that would cost too much. Linear in the part of the text that is within the limit.
pub(super) fn check(text: &str) -> Result<(), QueryError> {
    if text.len() > MAX_QUERY_BYTES {
        let end = text.floor_char_boundary(MAX_QUERY_BYTES);
        return at(end..end, Problem::TooLong(MAX_QUERY_BYTES));
    }
    let (mut depth, mut clauses, mut in_word, mut quoted) = (0_usize, 0_usize, false, false);
    for (place, c) in text.char_indices() {
        let span = place..place + c.len_utf8();
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
