//! Which columns has a hit in a table?

use fundstelle::characters::is_invisible;
use fundstelle::search::Hit;

use super::visible;

/// Heads of the columns.
pub(crate) const HIT_HEADER: [&str; 17] = [
    "topic", "rank", "score", "id", "article", "path", "line", "start", "end", "date", "source", "section", "title",
    "text", "copies", "cluster", "place",
];

/// Returns the cells of a hit, safe for a spreadsheet and a terminal. `path` is as it is shown, `line_end` stands between the lines
/// of a cell.
pub(crate) fn hit_row(hit: &Hit, path: &str, line_end: &str) -> [String; HIT_HEADER.len()] {
    let text = |text: &str| harmless(text, line_end);
    [
        text(hit.topic.as_deref().unwrap_or_default()),
        hit.rank.to_string(),
        hit.score.to_string(),
        text(&hit.id),
        text(&hit.article),
        text(path),
        hit.line.to_string(),
        hit.start.to_string(),
        hit.end.to_string(),
        text(&hit.date),
        text(&hit.source),
        text(&hit.section),
        text(&hit.title),
        text(&hit.text),
        hit.copies.map(|copies| copies.to_string()).unwrap_or_default(),
        text(hit.cluster.as_deref().unwrap_or_default()),
        text(&hit.place),
    ]
}

/// Returns a cell that no spreadsheet takes for a formula, safe to print.
pub(crate) fn harmless(cell: &str, line_end: &str) -> String {
    let cell = cell.split('\n').map(visible).collect::<Vec<_>>().join(line_end);
    let begin = cell.trim_start_matches(|c| c == ' ' || is_invisible(c));
    let is_formula = begin.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '␉', '␍']);
    if is_formula { format!("'{cell}") } else { cell }
}
