//! White space: text on one line, and the lines of a text.

use super::line_ends::is_broken;

/// Replaces every run of white space by one blank and removes it at both ends. A word that is broken at a line end by a soft
/// hyphen or `¬` becomes whole.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut end = 0;
    for word in text.split_whitespace() {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        if is_broken(&line, word) && text[end..start].contains(['\n', '\r']) {
            line.pop();
        } else if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        end = start + word.len();
    }
    line
}

/// Number of line ends in `text`.
pub(super) fn count_line_ends(text: &str) -> u32 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u32
}

/// Finds the lines of offsets that are asked for in ascending order, in one pass over the text.
#[derive(Debug)]
pub(super) struct LineCounter<'a> {
    text: &'a str,
    offset: usize,
    line: u32,
}

impl<'a> LineCounter<'a> {
    /// Starts at the first line of `text`.
    pub(super) fn new(text: &'a str) -> Self {
        LineCounter { text, offset: 0, line: 1 }
    }

    /// Returns the line, from 1, on which the byte `offset` lies; for an offset before the last one asked for, the line of
    /// that one.
    pub(super) fn line_at(&mut self, offset: usize) -> u32 {
        if let Some(passed) = self.text.as_bytes().get(self.offset..offset) {
            self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u32;
            self.offset = offset;
        }
        self.line
    }

    /// Returns the line of the last offset that was asked for.
    pub(super) fn line(&self) -> u32 {
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_on_one_line() {
        for (text, expected) in [
            (" Ein\t\n  Satz. ", "Ein Satz."),
            ("ein Be\u{ad}\n  richt", "ein Bericht"),
            ("ein Be¬\r\nricht", "ein Bericht"),
            ("ein Be\u{ad} richt", "ein Be\u{ad} richt"),
            ("ein Be-\nricht", "ein Be- richt"),
            (" \n", ""),
        ] {
            assert_eq!(one_line(text), expected, "{text:?}");
        }
    }

    #[test]
    fn lines_of_offsets() {
        let mut lines = LineCounter::new("a\nbä\n\nc");
        let found = [0, 1, 2, 1, 7, 7, 100].map(|offset| lines.line_at(offset));
        assert_eq!((found, lines.line()), ([1, 1, 2, 2, 4, 4, 4], 4));
    }
}
