//! Cuts exports of Nexis, and of LexisNexis before it.

use super::{Exported, HEAD_LINES, Part, after_label, is_labelled, numbers, parts};
use crate::corpus::formats::whitespace::one_line;

/// Nexis: headline, paper, date, copyright, `Section: …`, `Length: …`, `Body`, text, `Load-Date: …`, `End of Document`.
pub(super) fn cut(lines: &[&str]) -> Option<Vec<Exported>> {
    let is_end =
        |line: &str| matches!(line, "End of Document" | "Ende des Dokuments" | "Dokumentende" | "Ende des Dokumentes");
    let ends = numbers(lines, is_end);
    if ends.is_empty() {
        return None;
    }
    let has_head = |part: &Part<'_>| part.date(0).is_some() && part.solid.len() > 3;
    Some(parts(lines, &ends, has_head).iter().map(|part| article(part, Order::TitleFirst)).collect())
}

/// LexisNexis of before: `1 of 262 DOCUMENTS`, paper, date, headline, `LENGTH: …`, text, `LOAD-DATE: …`.
pub(super) fn cut_of_before(lines: &[&str]) -> Option<Vec<Exported>> {
    let mut starts = numbers(lines, is_numbering);
    if starts.is_empty() {
        return None;
    }
    starts.push(lines.len());
    let parts = starts.windows(2).map(|pair| Part::of(lines, pair[0] + 1, pair[1]));
    Some(parts.filter(|part| !part.solid.is_empty()).map(|part| article(&part, Order::SourceFirst)).collect())
}

/// Returns true for `1 of 262 DOCUMENTS` and `Dokument 1 von 262`.
fn is_numbering(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    match words[..] {
        [first, "of" | "von", last, "DOCUMENTS" | "DOKUMENTEN" | "Dokumenten"] => is_number(first) && is_number(last),
        ["Dokument" | "Document", first, "of" | "von", last] => is_number(first) && is_number(last),
        _ => false,
    }
}

/// Most lines below a text.
const MAX_FOOT_LINES: usize = 40;

/// Order of the lines in the head of an article.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    TitleFirst,
    SourceFirst,
}

/// Labels of the lines below a text.
const FOOT_LABELS: [&str; 9] = [
    "Load-Date",
    "Language",
    "Publication-Type",
    "Update",
    "Sprache",
    "Ladedatum",
    "Journal Code",
    "Zeitungscode",
    "Graphic",
];

fn article(part: &Part<'_>, order: Order) -> Exported {
    let mut exported = Exported { at: part.at, ..Exported::default() };
    let date = part.date(0);
    let mut nth = date.as_ref().map_or(1, |(at, _)| at + 1);
    exported.date = date.as_ref().map(|(_, date)| date.clone()).unwrap_or_default();
    let at = date.map_or(0, |(at, _)| at);
    let source = at.checked_sub(1).and_then(|before| part.line(before));
    match order {
        Order::TitleFirst => {
            exported.title = part.line(0).map(one_line).unwrap_or_default();
            exported.source = source.filter(|_| at >= 2).map(one_line).unwrap_or_default();
        }
        Order::SourceFirst => {
            exported.source = source.map(one_line).unwrap_or_default();
            exported.title = part.line(nth).map(one_line).unwrap_or_default();
            nth += 1;
        }
    }
    let limit = nth + HEAD_LINES + 4;
    let is_body = |line: &str| matches!(line, "Body" | "Text" | "Volltext" | "Inhalt" | "Haupttext");
    let body = part.position(nth, is_body).filter(|at| *at < limit);
    let end_of_head = body.unwrap_or_else(|| {
        let is_head =
            |line: &str| is_labelled(line) || line.starts_with("Copyright") || line.starts_with("Alle Rechte");
        // in a short article the lines below the text are near
        let head = (nth..limit.min(part.solid.len())).take_while(|at| part.line(*at).is_some_and(is_head));
        head.last().unwrap_or(nth.saturating_sub(1))
    });
    for line in (nth..=end_of_head).filter_map(|at| part.line(at)) {
        if let Some(section) = after_label(line, &["Section", "Rubrik", "Ressort"]) {
            exported.section = one_line(section.split(';').next().unwrap_or_default());
        }
    }
    let is_foot = |line: &str| {
        after_label(line, &FOOT_LABELS).is_some() || matches!(line, "Classification" | "Klassifikation" | "Notes")
    };
    let start = end_of_head + 1;
    let last = part.solid.len();
    let foot = (last.saturating_sub(MAX_FOOT_LINES).max(start)..last).find(|at| part.line(*at).is_some_and(is_foot));
    let is_end = |line: &str| line.starts_with("End") && line.contains("Do") || line == "Dokumentende";
    let end = foot.or_else(|| last.checked_sub(1).filter(|at| part.line(*at).is_some_and(is_end))).unwrap_or(last);
    exported.text = part.text(start, end);
    exported
}
