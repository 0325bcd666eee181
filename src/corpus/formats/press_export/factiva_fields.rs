//! Cuts exports of Factiva with its fields: each line begins with a code (`HD`, `PD`, `LP` …), or this stands on a line of its own.

use super::{Exported, Part, date_in, numbers, parts};
use crate::corpus::formats::whitespace::one_line;

/// Codes of the fields of an article.
const CODES: [&str; 28] = [
    "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "CT", "RF", "CO",
    "IN", "NS", "RE", "IPD", "IPC", "PUB", "AN", "ART", "CLM",
];

/// Factiva with fields: `HD` headline, `PD` date, `SN` paper, `LP` and `TD` text, `AN` number of the document, which is the last one.
pub(super) fn cut(lines: &[&str]) -> Option<Vec<Exported>> {
    let numbered = numbers(lines, |line| code_of(line).is_some_and(|(code, _)| code == "AN"));
    if numbered.is_empty() {
        return None;
    }
    // in a table the number stands below its code
    let end_of = |at: usize| match code_of(lines[at]) {
        Some((_, "")) => (at + 1..lines.len()).find(|next| !lines[*next].trim().is_empty()).unwrap_or(at),
        _ => at,
    };
    let ends: Vec<usize> = numbered.into_iter().map(end_of).collect();
    let has = |part: &Part<'_>, wanted: &[&str]| {
        part.position(0, |line| code_of(line).is_some_and(|(code, _)| wanted.contains(&code))).is_some()
    };
    let parts = parts(lines, &ends, |part| has(part, &["HD"]) && has(part, &["LP", "TD"]))?;
    Some(parts.iter().map(article).collect())
}

/// Returns the code at the beginning of a line, and what stands behind it.
fn code_of(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let (code, rest) = line.split_once(['\t', ' ', '\u{a0}']).unwrap_or((line, ""));
    let is_apart = rest.is_empty() || line[code.len()..].starts_with('\t') || rest.starts_with([' ', '\t', '\u{a0}']);
    (CODES.contains(&code) && is_apart).then(|| (code, rest.trim()))
}

fn article(part: &Part<'_>) -> Exported {
    let mut exported = Exported { at: part.at, ..Exported::default() };
    let mut field = "";
    for line in part.lines {
        let line = match code_of(line) {
            Some((code, rest)) => {
                field = code;
                rest
            }
            None => line.trim(),
        };
        let joined = |field: &mut String| *field = one_line(&format!("{field} {line}"));
        match field {
            "HD" => joined(&mut exported.title),
            "SE" => joined(&mut exported.section),
            "SN" => joined(&mut exported.source),
            "AN" => {
                exported.id = line.rsplit(' ').next().filter(|id| !id.is_empty()).map_or(exported.id, str::to_owned)
            }
            "PD" if exported.date.is_empty() => exported.date = date_in(line).unwrap_or_default(),
            "LA" if line.starts_with(['D', 'G']) => exported.language = "de".to_owned(),
            "LA" if line.starts_with('E') => exported.language = "en".to_owned(),
            // what stands before the first field belongs to the article, too
            "" | "LP" | "TD" => exported.text += &format!("{line}\n"),
            _ => {}
        }
    }
    exported
}
