//! Classes of characters that several modules must agree on.

/// Returns true for one or more of the digits 0 to 9, and nothing else.
pub(crate) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns true for a character that stands inside a word without being seen: soft hyphen, zero-width space, non-joiner
/// and joiner, word joiner, byte order mark.
///
/// Words are compared without these characters. They are a small subset of Unicode's `Default_Ignorable_Code_Point`: the
/// ones that web pages and word processors put into German words.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}
