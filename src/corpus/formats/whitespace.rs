//! White space: text on one line, and the lines of a text.

/// Replaces every run of white space by one blank and removes it at both ends.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
    fn lines_of_offsets() {
        let mut lines = LineCounter::new("a\nbä\n\nc");
        let found = [0, 1, 2, 1, 7, 7, 100].map(|offset| lines.line_at(offset));
        assert_eq!((found, lines.line()), ([1, 1, 2, 2, 4, 4, 4], 4));
    }
}
