//! Cuts exports of Nexis, and of LexisNexis before it.

use super::{Exported, HEAD_LINES, MAX_SOURCE_BYTES, Part, after_label, is_labelled, is_of_rights, numbers, parts};
use crate::characters::is_number;
use crate::corpus::formats::whitespace::one_line;

/// Nexis: headline, paper, date, copyright, `Section: …`, `Length: …`, `Body`, text, `Load-Date: …`, `End of Document`.
pub(super) fn cut(lines: &[&str]) -> Option<Vec<Exported>> {
    let is_end =
        |line: &str| matches!(line, "End of Document" | "Ende des Dokuments" | "Dokumentende" | "Ende des Dokumentes");
    let ends = numbers(lines, is_end);
    if ends.is_empty() {
        return None;
    }
    let parts = parts(lines, &ends, |part| part.solid.len() > 3 && has_head(part))?;
    Some(parts.iter().map(|part| article(part, Order::TitleFirst)).collect())
}

/// LexisNexis of before: `1 of 262 DOCUMENTS`, paper, date, headline, `LENGTH: …`, text, `LOAD-DATE: …`.
pub(super) fn cut_of_before(lines: &[&str]) -> Option<Vec<Exported>> {
    let mut starts = numbers(lines, is_numbering);
    let cover = Part::of(lines, 0, *starts.first()?);
    let is_prose = |line: &str| line.len() > MAX_SOURCE_BYTES || line.ends_with('.');
    if cover.solid.len() > MAX_FOOT_LINES || cover.position(0, is_prose).is_some() {
        return None;
    }
    starts.push(lines.len());
    let parts = starts.windows(2).map(|pair| Part::of(lines, pair[0] + 1, pair[1]));
    let parts: Vec<Part<'_>> = parts.filter(|part| !part.solid.is_empty()).collect();
    parts.iter().all(has_head).then(|| parts.iter().map(|part| article(part, Order::SourceFirst)).collect())
}

/// Returns true if a date stands near the head of an article, and below it the mark of its text or a line that only Nexis has.
fn has_head(part: &Part<'_>) -> bool {
    let is_mark = |line: &str| is_body(line) || after_label(line, &LENGTH_LABELS).is_some();
    part.date(0)
        .is_some_and(|(at, _)| part.position(at + 1, is_mark).is_some_and(|mark| mark < at + 1 + MAX_HEAD_LINES))
}

/// Returns true for the line between the head of an article and its text.
fn is_body(line: &str) -> bool {
    matches!(line, "Body" | "Text" | "Volltext" | "Inhalt" | "Haupttext")
}

/// Returns true for `1 of 262 DOCUMENTS` and `Dokument 1 von 262`.
fn is_numbering(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words[..] {
        [first, "of" | "von", last, "DOCUMENTS" | "DOKUMENTEN" | "Dokumenten"] => is_number(first) && is_number(last),
        ["Dokument" | "Document", first, "of" | "von", last] => is_number(first) && is_number(last),
        _ => false,
    }
}

/// Most lines between the date of an article and its text.
const MAX_HEAD_LINES: usize = HEAD_LINES + 4;

/// Labels of the line that counts the words, as `after_label` compares them: an umlaut in each case.
const LENGTH_LABELS: [&str; 3] = ["Length", "Länge", "LÄNGE"];

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
            let has_source = at >= 2;
            exported.title = part.joined(0, if has_source { at - 1 } else { at.max(1) });
            exported.source = source.filter(|_| has_source).map(one_line).unwrap_or_default();
        }
        Order::SourceFirst => {
            exported.source = source.map(one_line).unwrap_or_default();
            let is_title = |line: &str| !is_labelled(line) && !is_body(line) && !is_of_rights(line);
            // an edition stands under the date, before the blank line
            let is_of_date = |at: usize| part.end_of_run(at - 1, at + 1) > at;
            let has_other = part.line(nth + 1).is_some_and(is_title);
            if nth > 0 && has_other && is_of_date(nth) && !is_of_date(nth + 1) {
                nth += 1;
            }
            let run = part.end_of_run(nth, part.solid.len());
            let end = (nth + 1..run).find(|at| !part.line(*at).is_some_and(is_title)).unwrap_or(run);
            exported.title = part.joined(nth, end);
            nth = end;
        }
    }
    let limit = nth + MAX_HEAD_LINES;
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
    let mut start = end_of_head + 1;
    let highlight = |at: usize| after_label(part.line(at)?, &["Highlight", "Highlights"]);
    let lead = (nth..start).find_map(|at| Some((at, highlight(at)?)));
    if let Some((at, first)) = lead {
        // the last line of the head may go on without a label
        let end = if at + 1 == start { part.end_of_run(at, part.solid.len()) } else { start };
        exported.text = format!("{}\n\n", one_line(&format!("{first} {}", part.joined(start, end))));
        start = end;
    }
    exported.text += &part.text(start, end_of_text(part, start));
    exported
}

/// Returns the number of the line before which a text ends: the labelled lines below it reach the end of the article.
fn end_of_text(part: &Part<'_>, start: usize) -> usize {
    let is_end = |line: &str| line.starts_with("End") && line.contains("Do") || line == "Dokumentende";
    let last = part.solid.len();
    let end = last.checked_sub(1).filter(|at| part.line(*at).is_some_and(is_end)).unwrap_or(last);
    let is_of_run = |line: &str| is_foot(line) || is_of_rights(line) || is_labelled(line) && !line.ends_with('.');
    let run = (start..end).rev().take(MAX_FOOT_LINES).take_while(|at| part.line(*at).is_some_and(is_of_run)).last();
    run.and_then(|run| (run..end).find(|at| part.line(*at).is_some_and(is_foot))).unwrap_or(end)
}

/// Returns true for a line that only stands below a text; a sentence behind a label is text.
fn is_foot(line: &str) -> bool {
    after_label(line, &FOOT_LABELS).is_some_and(|value| !value.ends_with(['.', '!', '?']))
        || matches!(line, "Classification" | "Klassifikation" | "Notes")
}
