//! Bars and columns of tables on a terminal.

use textwrap::core::display_width;

/// Blocks that fill one to seven eighths of a column.
const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// Draws a share of `width` columns, to an eighth of a column; every share above 0 is visible.
pub(super) fn bar(share: f64, width: usize) -> String {
    let eighths = (share.clamp(0.0, 1.0) * width as f64 * 8.0).round() as usize;
    let eighths = if share > 0.0 { eighths.max(1) } else { 0 };
    let rest = (eighths % 8).checked_sub(1).map(|rest| EIGHTHS[rest]);
    "█".repeat(eighths / 8).chars().chain(rest).collect()
}

/// Pads or cuts `text` to exactly `width` columns.
pub(super) fn fitted(text: &str, width: usize) -> String {
    let mut fitted = text.to_owned();
    if display_width(text) > width {
        while display_width(&fitted) >= width && fitted.pop().is_some() {}
        fitted.push('…');
    }
    let missing = width.saturating_sub(display_width(&fitted));
    fitted + &" ".repeat(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_to_an_eighth() {
        for (share, drawn) in
            [(0.0, ""), (1e-9, "▏"), (0.25, "█"), (0.3, "█▎"), (0.5, "██"), (1.0, "████"), (7.0, "████")]
        {
            assert_eq!(bar(share, 4), drawn, "{share}");
        }
    }

    #[test]
    fn texts_fill_their_column() {
        for (text, fits) in [("", "    "), ("Bote", "Bote"), ("Grüße", "Grü…"), ("新聞", "新聞"), ("新聞社", "新… ")]
        {
            assert_eq!(fitted(text, 4), fits, "{text}");
        }
    }
}
