//! Matches among the words around them, one below the other.

use std::io::{self, Write};

use anstyle::Style;
use fundstelle::search::Hit;
use textwrap::core::display_width;

use super::text::Painter;
use super::visible;

/// Columns of a line where nothing says how wide the output is.
const WIDTH: usize = 100;
/// Columns on each side of the middle, at least. An id that does not fit beside them makes its line longer.
const LEAST: usize = 30;

/// Writes a line for each match in the texts of `hits`: what is before it, the match, what is after it, the hit's id. The
/// matches begin in one column.
pub(super) fn write(out: &mut impl Write, painter: &Painter, hits: &[&Hit]) -> io::Result<()> {
    let longest = hits.iter().map(|hit| display_width(&visible(&hit.id))).max().unwrap_or(0);
    let side = (painter.width().unwrap_or(WIDTH).saturating_sub(longest + 2) / 2).max(LEAST);
    for hit in hits {
        let letters: Vec<char> = hit.text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        let id = painter.faint(&visible(&hit.id));
        for (start, end) in &hit.matches {
            let before = last_columns(&letters[..*start as usize], side);
            let found = painter.marked(&hit.text, &hit.highlights, *start, *end, Style::new());
            let width = display_width(&visible(&letters[*start as usize..*end as usize].iter().collect::<String>()));
            let after = first_columns(letters[*end as usize..].iter(), side.saturating_sub(width));
            let left = " ".repeat(side - display_width(&before));
            let right = " ".repeat(side.saturating_sub(width + display_width(&after)));
            writeln!(out, "{left}{before}{found}{after}{right}  {id}")?;
        }
        if hit.matches.is_empty() {
            // What matched stands elsewhere: the headline says what it is.
            let title = painter.marked(&hit.title, &hit.title_highlights, 0, u32::MAX, Style::new());
            writeln!(out, "{}{title}  {id}", " ".repeat(side))?;
        }
    }
    Ok(())
}

/// As much of the end of a text as fits into so many columns, safe to print.
fn last_columns(letters: &[char], columns: usize) -> String {
    let mut shown = fitting(letters.iter().rev(), columns);
    shown.reverse();
    shown.concat()
}

/// The same of its beginning.
fn first_columns<'a>(letters: impl Iterator<Item = &'a char>, columns: usize) -> String {
    fitting(letters, columns).concat()
}

/// The first of `letters` that fit into so many columns, each as it is shown.
fn fitting<'a>(letters: impl Iterator<Item = &'a char>, columns: usize) -> Vec<String> {
    let mut left = columns;
    let shown = letters.map(|c| visible(&c.to_string()).into_owned());
    let fits = |shown: &String| {
        let width = display_width(shown);
        let fits = width <= left;
        left = left.saturating_sub(width);
        fits
    };
    shown.take_while(fits).collect()
}
