//! Texts that say themselves that they are cut off.

/// Returns a text without the mark `[+1234 chars]` at its end, and true if it says that it goes on elsewhere.
pub(super) fn without_mark(text: &str) -> (&str, bool) {
    let end = text.trim_end();
    if let Some(at) = end.rfind("[+")
        && let Some(count) = end[at + 2..].strip_suffix(" chars]")
        && !count.is_empty()
        && count.bytes().all(|byte| byte.is_ascii_digit())
    {
        return (end[..at].trim_end(), true);
    }
    (text, ["[…]", "[...]", "(…)"].iter().any(|mark| end.ends_with(mark)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_at_the_end() {
        for (text, rest, is_short) in [
            ("Am Kai… [+12 chars]\n", "Am Kai…", true),
            ("Am Kai […] ", "Am Kai […] ", true),
            ("Am Kai [+x chars]", "Am Kai [+x chars]", false),
            ("[+12 chars] Am Kai", "[+12 chars] Am Kai", false),
            ("Am Kai …", "Am Kai …", false),
            ("", "", false),
        ] {
            assert_eq!(without_mark(text), (rest, is_short), "{text:?}");
        }
    }
}
