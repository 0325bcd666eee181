//! Cuts exports of WISO and other databases of GBI-Genios.

use super::{Exported, MAX_SOURCE_BYTES, Part, after_label, date_in, numbers, parts};
use crate::corpus::formats::whitespace::one_line;

/// Lines below the headline that may tell the source in WISO.
const MAX_HEAD_OF_WISO: usize = 4;

/// Length from which a line of a headline goes on in the next, in bytes; below a shorter one stands a subtitle.
const MIN_FULL_BYTES: usize = 30;

/// WISO and Genios: headline, `Hallsteiner Bote vom 04.03.2021`, text, `Quelle: …`, `Ressort: …`, `Dokumentnummer: …`.
pub(super) fn cut(lines: &[&str]) -> Option<Vec<Exported>> {
    let numbered = numbers(lines, |line| after_label(line, &["Dokumentnummer"]).is_some());
    if numbered.is_empty() {
        return None;
    }
    // the lines on rights and addresses below the number belong to the article above
    let is_tail = |line: &str| {
        let starts = ["Dauerhafte Adresse", "Alle Rechte", "©", "(c)", "http", "ISSN", "GBI-Genios"];
        line.is_empty() || starts.iter().any(|start| line.starts_with(start))
    };
    let tail = |at: usize| (at + 1..lines.len()).take_while(|next| is_tail(lines[*next].trim())).last().unwrap_or(at);
    // the number may stand on a line of its own below its label
    let end_of = |at: usize| tail(if lines[at].trim().ends_with(':') { at + 1 } else { at });
    let ends: Vec<usize> = numbered.into_iter().map(end_of).collect();
    let has_frame = |part: &Part<'_>| {
        let exported = article(part);
        !exported.date.is_empty() && !exported.source.is_empty() && !exported.text.trim().is_empty()
    };
    Some(parts(lines, &ends, has_frame)?.iter().map(article).collect())
}

fn article(part: &Part<'_>) -> Exported {
    let mut exported = Exported { at: part.at, ..Exported::default() };
    let number = part.position(0, |line| after_label(line, &["Dokumentnummer"]).is_some());
    let end = number.unwrap_or(part.solid.len());
    let mut last = end;
    let is_foot = |line: &str| {
        after_label(line, &["Quelle", "Ressort", "Autor", "ISSN", "Rubrik", "Serie"]).is_some()
            || line.starts_with("Alle Rechte")
    };
    while last > 1 && part.line(last - 1).is_some_and(is_foot) {
        last -= 1;
    }
    // the same lines may stand above the text
    let mut start = 1;
    for at in (1..MAX_HEAD_OF_WISO.min(last)).rev() {
        let Some(line) = part.line(at) else { continue };
        if is_foot(line) || paper_and_day(line).is_some() {
            start = at + 1;
            break;
        }
    }
    // a headline may have several lines; what stands apart below it is text
    let is_head = |at: usize| part.line(at).is_some_and(|line| is_foot(line) || paper_and_day(line).is_some());
    let head = (1..start).find(|at| is_head(*at)).unwrap_or(start);
    let together = part.end_of_run(0, head);
    let kicker = part.line(0).filter(|line| together > 1 && !line.contains(' '));
    exported.section = kicker.map(one_line).unwrap_or_default();
    let first = usize::from(kicker.is_some());
    let is_full = |at: usize| part.line(at).is_some_and(|line| line.len() >= MIN_FULL_BYTES);
    let run = (first + 1..together).find(|at| !is_full(at - 1)).unwrap_or(together);
    exported.title = part.joined(first, run);
    let lead = part.text(run, head);
    for line in (head..start).chain(last..end).filter_map(|at| part.line(at)) {
        let line_of_source = after_label(line, &["Quelle"]).unwrap_or(line);
        if let Some((paper, day)) = paper_and_day(line_of_source) {
            (exported.source, exported.date) = (paper, day);
            if let Some((_, section)) = line_of_source.rsplit_once(" / ") {
                exported.section = one_line(section);
            }
        } else if let Some(section) = after_label(line, &["Ressort", "Rubrik"]) {
            exported.section = one_line(section);
        }
    }
    exported.id =
        number.and_then(|at| after_label(part.line(at)?, &["Dokumentnummer"])).map(one_line).unwrap_or_default();
    exported.text = part.text(start, last);
    if head > run {
        exported.text = format!("{lead}\n\n{}", exported.text);
    }
    exported
}

/// Takes `Hallsteiner Bote vom 04.03.2021, Seite 12` or `Hallsteiner Bote, 04.03.2021, S. 12` apart.
fn paper_and_day(line: &str) -> Option<(String, String)> {
    let (paper, rest) = line.split_once(" vom ").or_else(|| line.split_once(", "))?;
    let day = rest.split([',', '/', ';']).next().unwrap_or_default().trim();
    let day = day.split(" S. ").next().unwrap_or_default();
    let day = date_in(day.split(" Nr").next().unwrap_or_default().trim())?;
    (paper.len() <= MAX_SOURCE_BYTES && !paper.ends_with('.')).then(|| (one_line(paper), day))
}
