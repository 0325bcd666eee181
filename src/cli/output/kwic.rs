//! Keyword in context: matches among the words around them, one below the other.

use std::io::{self, Write};

use anstyle::Style;
use fundstelle::search::Hit;
use textwrap::core::display_width;

use super::text::Painter;
use super::visible;

/// Columns of a line where the output is no terminal.
const DEFAULT_COLUMNS: usize = 100;
/// Minimum number of columns on each side of the middle. An id that does not fit beside them makes its line longer.
const MIN_SIDE_COLUMNS: usize = 30;

/// Writes a line per match in the texts of `hits`: the text before, the match, the text after, the hit's id. All matches begin in one
/// column.
pub(super) fn write(out: &mut impl Write, painter: &Painter, hits: &[&Hit]) -> io::Result<()> {
    let longest = hits.iter().map(|hit| display_width(&visible(&hit.id))).max().unwrap_or(0);
    let side = (painter.width().unwrap_or(DEFAULT_COLUMNS).saturating_sub(longest + 2) / 2).max(MIN_SIDE_COLUMNS);
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
            // The match is not in the text; the headline shows what the hit is about.
            let title = painter.marked(&hit.title, &hit.title_highlights, 0, u32::MAX, Style::new());
            writeln!(out, "{}{title}  {id}", " ".repeat(side))?;
        }
    }
    Ok(())
}

/// Returns the end of a text that fits into `columns`, safe to print.
fn last_columns(letters: &[char], columns: usize) -> String {
    let mut shown = fitting(letters.iter().rev(), columns);
    shown.reverse();
    shown.concat()
}

/// Returns the beginning of a text that fits into `columns`, safe to print.
fn first_columns<'a>(letters: impl Iterator<Item = &'a char>, columns: usize) -> String {
    fitting(letters, columns).concat()
}

/// Returns the first letters that fit into `columns`, each as it is printed.
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
