//! Matches among the words around them, one below the other.

use std::io::{self, Write};

use fundstelle::search::Hit;
use textwrap::core::display_width;

use super::text::Painter;
use super::visible;

/// Columns of a line where nothing says how wide the output is.
const WIDTH: usize = 100;
/// Columns on each side of a match, at least.
const LEAST: usize = 15;

/// Writes a line for each match in a hit's text: what is before it, the match, what is after it, the hit's id.
pub(super) fn write(out: &mut impl Write, painter: &Painter, hit: &Hit) -> io::Result<()> {
    let letters: Vec<char> = hit.text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let id = visible(&hit.id);
    let side = (painter.width().unwrap_or(WIDTH).saturating_sub(display_width(&id) + 2) / 2).max(LEAST);
    for (start, end) in &hit.highlights {
        let (start, end) = (*start as usize, *end as usize);
        let before = last_columns(&letters[..start], side);
        let found = visible(&letters[start..end].iter().collect::<String>()).into_owned();
        let left = side - display_width(&before);
        let after = first_columns(&letters[end..], side.saturating_sub(display_width(&found)));
        let right = side.saturating_sub(display_width(&found) + display_width(&after));
        let (left, right) = (" ".repeat(left), " ".repeat(right));
        writeln!(out, "{left}{before}{}{after}{right}  {}", painter.mark(&found), painter.faint(&id))?;
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
