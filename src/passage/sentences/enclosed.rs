//! Quotations and brackets in a line.

/// Bytes of a quotation or bracket that stays in one sentence, however many full stops it has.
const MAX_ENCLOSED_BYTES: usize = 300;

/// Follows a scan over a line and knows whether it is inside a short quotation or bracket.
pub(super) struct Enclosed<'a> {
    line: &'a str,
    /// Where the last one opens, and its closing mark.
    opened: usize,
    closes: usize,
    bracket: bool,
    /// Where the next opening mark is looked at: before, none was closed in time.
    resume: usize,
}

impl<'a> Enclosed<'a> {
    pub(super) fn new(line: &'a str) -> Self {
        Enclosed { line, opened: 0, closes: 0, bracket: false, resume: 0 }
    }

    /// Takes notice of the character at `at`, a quotation mark or bracket.
    pub(super) fn see(&mut self, at: usize, mark: char) {
        if at < self.closes || at < self.resume {
            return;
        }
        let inner = at + mark.len_utf8();
        let before = self.line[..at].chars().next_back();
        let opens = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '–' | '—' | '/'));
        let closing: &[char] = match mark {
            '(' => &[')'],
            '[' => &[']'],
            '„' => &['“', '”', '"'],
            '“' if opens => &['”'],
            '»' if opens => &['«'],
            '«' if opens => &['»'],
            '"' if opens => &['"'],
            _ => return,
        };
        let window = &self.line[inner..self.line.ceil_char_boundary((inner + MAX_ENCLOSED_BYTES).min(self.line.len()))];
        // a straight mark after a blank opens another quotation
        let closes = |at: &usize| mark != '"' || !window[..*at].ends_with(char::is_whitespace);
        match window.find(closing).filter(closes) {
            Some(length) => {
                (self.opened, self.closes) = (at, inner + length);
                self.bracket = matches!(mark, '(' | '[');
            }
            // an opening mark close behind would not find one either, or one that belongs to another
            None => self.resume = at + MAX_ENCLOSED_BYTES / 2,
        }
    }

    /// Returns true if a sentence that ends at `end` would end inside.
    pub(super) fn embeds(&self, end: usize) -> bool {
        self.opened < end && end <= self.closes
    }

    /// Returns where the bracket opens that closes between `from` and `to`.
    pub(super) fn bracket_closed_in(&self, from: usize, to: usize) -> Option<usize> {
        (self.bracket && (from..to).contains(&self.closes)).then_some(self.opened)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the part of `line` in which no sentence ends.
    fn enclosed(line: &str) -> String {
        let mut enclosed = Enclosed::new(line);
        for (at, mark) in line.char_indices().filter(|(_, c)| "()[]„“”»«\"".contains(*c)) {
            enclosed.see(at, mark);
        }
        let inside = line.char_indices().filter(|(at, c)| enclosed.embeds(at + c.len_utf8()));
        inside.map(|(_, c)| c).collect()
    }

    #[test]
    fn short_quotations_and_brackets() {
        for (line, inside) in [
            ("Er rief „Halt. Stopp.“ und", "„Halt. Stopp."),
            ("Er rief »Halt. (Stopp.)« und", "»Halt. (Stopp.)"),
            ("Er rief «Halt.» und", "«Halt."),
            ("Er rief \"Halt.\" und", "\"Halt."),
            ("Er (ja. er) ging", "(ja. er"),
            ("ein 5\" Rohr, ein 3\" Rohr", ""),
            ("Er rief „Halt. und", ""),
            (&format!("(a {})", "b. ".repeat(200)), ""),
        ] {
            assert_eq!(enclosed(line), inside, "{line}");
        }
    }
}
