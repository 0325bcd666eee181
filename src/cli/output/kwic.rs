//! Matches among the words around them, one below the other.

use std::io::{self, Write};

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
        for (start, end) in &hit.highlights {
            let (start, end) = (*start as usize, *end as usize);
            let before = last_columns(&letters[..start], side);
            let found = visible(&letters[start..end].iter().collect::<String>()).into_owned();
            let after = first_columns(&letters[end..], side.saturating_sub(display_width(&found)));
            let left = " ".repeat(side - display_width(&before));
            let right = " ".repeat(side.saturating_sub(display_width(&found) + display_width(&after)));
            let id = painter.faint(&visible(&hit.id));
            writeln!(out, "{left}{before}{}{after}{right}  {id}", painter.mark(&found))?;
        }
    }
    Ok(())
}

/// As much of the end of a text as fits into so many columns, safe to print.
fn last_columns(letters: &[char], columns: usize) -> String {
    let mut width = 0;
    let fits = |c: &&char| {
        width += display_width(&visible(&c.to_string()));
        width <= columns
    };
    let count = letters.iter().rev().take_while(fits).count();
    visible(&letters[letters.len() - count..].iter().collect::<String>()).into_owned()
}

/// The same of its beginning.
fn first_columns(letters: &[char], columns: usize) -> String {
    let mut width = 0;
    let fits = |c: &&char| {
        width += display_width(&visible(&c.to_string()));
        width <= columns
    };
    visible(&letters.iter().take_while(fits).collect::<String>()).into_owned()
}
