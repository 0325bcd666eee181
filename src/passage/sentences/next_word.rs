//! The word after an end mark.

/// Characters between an end mark and the next word, at most.
const MAX_GAP_CHARS: usize = 16;

/// The next word of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct NextWord<'a> {
    /// Letters and digits of the word, up to the first other character.
    pub(super) word: &'a str,
    /// First letter or digit.
    pub(super) first: char,
    /// Character behind the word.
    pub(super) follows: Option<char>,
    /// True if a bracket opens before it.
    pub(super) bracket: bool,
    /// True if a dash stands before it.
    pub(super) dash: bool,
}

impl<'a> NextWord<'a> {
    /// Finds the first word of `rest`; `None` if none is near.
    pub(super) fn find(rest: &'a str) -> Option<Self> {
        let rest = rest.trim_start();
        let (at, first) = rest.char_indices().take(MAX_GAP_CHARS).find(|(_, c)| c.is_alphanumeric())?;
        let (gap, rest) = rest.split_at(at);
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let (word, later) = rest.split_at(end);
        Some(NextWord {
            word,
            first,
            follows: later.chars().next(),
            bracket: gap.contains(['(', '[']),
            dash: gap.contains(['–', '—', '-']),
        })
    }

    /// Returns true for a word that begins with a small letter, unless it is the letter of a list (`b)`).
    pub(super) fn is_small(&self) -> bool {
        self.first.is_lowercase() && !(self.word.len() == 1 && self.follows == Some(')'))
    }

    /// Returns true for digits alone (`300`, but not `2er`).
    pub(super) fn is_number(&self) -> bool {
        self.word.bytes().all(|b| b.is_ascii_digit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows() {
        for (rest, word, bracket, dash) in [
            (" Der Rest", "Der", false, false),
            (" – „Über-Ich“", "Über", false, true),
            (" (30 Leute)", "30", true, false),
        ] {
            let next = NextWord::find(rest).map(|next| (next.word, next.bracket, next.dash));
            assert_eq!(next, Some((word, bracket, dash)), "{rest}");
        }
        assert!(NextWord::find(" …").is_none() && NextWord::find(&"-".repeat(100)).is_none());
    }
}
