//! Turns a text with marks into lines of a screen.

use std::iter;
use std::ops::Range;

use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};

use super::super::output::visible;

/// Range of characters, from start to end.
type CharRange = (u32, u32);
/// Range of bytes.
type ByteRange = Range<usize>;

pub(super) const PLAIN: Style = Style::new();
pub(super) const TITLE: Style = Style::new().add_modifier(Modifier::BOLD);
pub(super) const FAINT: Style = Style::new().add_modifier(Modifier::DIM);

/// Returns the style of matches: a colour, or reversed video without colours.
pub(super) fn mark(colors: bool) -> Style {
    match colors {
        true => Style::new().fg(Color::Yellow).add_modifier(Modifier::BOLD),
        false => Style::new().add_modifier(Modifier::BOLD.union(Modifier::REVERSED)),
    }
}

/// Text of one paragraph, safe to print, with its marks.
pub(super) struct MarkedText {
    text: String,
    marks: Vec<ByteRange>,
}

impl MarkedText {
    /// Takes the characters from `start` to `end` of `text`; `marks` are in order and do not overlap. Line ends become spaces.
    pub(super) fn new(text: &str, marks: &[CharRange], start: u32, end: u32) -> MarkedText {
        let mut marked = MarkedText { text: String::new(), marks: Vec::new() };
        let mut marks = marks.iter().peekable();
        let count = end.saturating_sub(start) as usize;
        for (at, c) in (0..).zip(text.chars()).skip(start as usize).take(count) {
            while marks.next_if(|mark| mark.1 <= at).is_some() {}
            let from = marked.text.len();
            match c {
                '\n' | '\t' => marked.text.push(' '),
                c => marked.text.push_str(&visible(c.encode_utf8(&mut [0; 4]))),
            }
            if marks.peek().is_some_and(|mark| mark.0 <= at) {
                marked.mark(from);
            }
        }
        marked
    }

    /// Takes the whole of `text`.
    pub(super) fn whole(text: &str, marks: &[CharRange]) -> MarkedText {
        MarkedText::new(text, marks, 0, u32::MAX)
    }

    /// Takes a text without marks.
    pub(super) fn plain(text: &str) -> MarkedText {
        MarkedText::whole(text, &[])
    }

    /// ArticleHighlights everything from the byte `from` on.
    fn mark(&mut self, from: usize) {
        let end = self.text.len();
        match self.marks.last_mut() {
            Some(last) if last.end == from => last.end = end,
            _ => self.marks.push(from..end),
        }
    }

    /// Wraps the text to lines of at most `width` columns, between words if possible. Each comes with whether it has a mark.
    pub(super) fn wrapped(&self, width: usize, around: Style, mark: Style) -> Vec<(Line<'static>, bool)> {
        let options = textwrap::Options::new(width.max(1)).wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
        let mut from = 0;
        let lines = textwrap::wrap(&self.text, options).into_iter().map(|line| {
            // Only spaces are left out between two lines, and no line begins with one.
            let start = self.text[from..].find(&*line).map_or(from, |skipped| from + skipped);
            from = start + line.len();
            self.line(start..from, around, mark)
        });
        lines.collect()
    }

    fn line(&self, place: ByteRange, around: Style, mark: Style) -> (Line<'static>, bool) {
        let (mut spans, mut at) = (Vec::new(), place.start);
        let after = self.marks.partition_point(|range| range.end <= place.start);
        let inside = self.marks[after..].iter().take_while(|range| range.start < place.end);
        let inside = inside.map(|range| range.start.max(place.start)..range.end.min(place.end));
        let mut is_marked = false;
        for (range, is_last) in inside.map(|range| (range, false)).chain(iter::once((place.end..place.end, true))) {
            spans.push(Span::styled(self.text[at..range.start].to_owned(), around));
            if !is_last {
                spans.push(Span::styled(self.text[range.clone()].to_owned(), around.patch(mark)));
                is_marked = true;
            }
            at = range.end;
        }
        spans.retain(|span| !span.content.is_empty());
        (Line::from(spans), is_marked)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    /// Returns the lines, with brackets around marks.
    fn lines(text: &str, marks: &[CharRange], width: usize) -> Vec<String> {
        let wrapped = MarkedText::whole(text, marks).wrapped(width, PLAIN, mark(true));
        let span = |span: &Span<'_>| match span.style {
            PLAIN => span.content.to_string(),
            _ => format!("[{}]", span.content),
        };
        wrapped.iter().map(|(line, _)| line.spans.iter().map(span).collect()).collect()
    }

    #[test]
    fn wraps_between_words_and_keeps_marks() {
        for (text, marks, width, shown) in [
            ("Das Werbebudget ist groß.", &[(4, 8)][..], 40, &["Das [Werb]ebudget ist groß."][..]),
            ("Das Werbebudget ist groß.", &[(4, 15), (16, 19)], 12, &["Das", "[Werbebudget]", "[ist] groß."]),
            ("offener Brief", &[(0, 13)], 8, &["[offener]", "[Brief]"]),
            ("Donaudampfschiff", &[(5, 10)], 8, &["Donau[dam]", "[pf]schiff"]),
            ("日本語の新聞", &[(0, 2)], 6, &["[日本]語", "の新聞"]),
            ("a\u{301}rger e\u{301}", &[(0, 3)], 20, &["[a\u{301}r]ger e\u{301}"]),
            ("ein\nZeilenende\u{1b}[2J", &[], 40, &["ein Zeilenende␛[2J"]),
            ("a   b", &[], 1, &["a", "b"]),
            ("", &[], 10, &[""]),
        ] {
            assert_eq!(lines(text, marks, width), shown, "{text}");
        }
    }

    #[test]
    fn shows_a_part() {
        let marked = MarkedText::new("eins zwei drei", &[(0, 2), (5, 9), (12, 20)], 5, 13);
        assert_eq!((marked.text.as_str(), marked.marks), ("zwei dre", vec![0..4, 7..8]));
    }

    proptest! {
        /// Nothing but spaces is lost, and no line is wider than the screen unless a single character is.
        #[test]
        fn no_text_is_lost(text in "[a-zäß 日\u{301}\u{1b}\u{202e}\u{200b}😀-]{0,60}", width in 2..30_usize) {
            let wrapped = MarkedText::plain(&text).wrapped(width, PLAIN, PLAIN);
            prop_assert!(wrapped.iter().all(|(line, _)| line.width() <= width), "{wrapped:?}");
            let lines: Vec<String> = wrapped.iter().map(|(line, _)| line.to_string()).collect();
            let letters = |text: &str| text.replace(' ', "");
            prop_assert_eq!(letters(&lines.concat()), letters(&visible(&text)));
        }
    }
}
