//! Cuts exports of Factiva.

use super::{Exported, HEAD_LINES, MAX_SOURCE_BYTES, Part, numbers, parts};
use crate::corpus::formats::whitespace::one_line;

/// Longest name of a section.
const MAX_SECTION_BYTES: usize = 40;

/// Longest name of a section that is told by standing above several articles, in words.
const MAX_SECTION_WORDS: usize = 4;

/// Names of sections, in lower case.
const SECTIONS: [&str; 60] = [
    "aktuelles",
    "ausland",
    "auto",
    "berlin",
    "bayern",
    "beruf",
    "bildung",
    "bundesliga",
    "chancen",
    "debatte",
    "deutschland",
    "digital",
    "feuilleton",
    "finanzen",
    "finanzmärkte",
    "forum",
    "gesellschaft",
    "gesundheit",
    "hamburg",
    "hintergrund",
    "immobilien",
    "inland",
    "international",
    "karriere",
    "köln",
    "kommentar",
    "kultur",
    "landkreis",
    "leben",
    "leserbriefe",
    "lokal",
    "lokales",
    "lokalsport",
    "lokalteil",
    "magazin",
    "medien",
    "meinung",
    "mobilität",
    "münchen",
    "nachrichten",
    "panorama",
    "politik",
    "region",
    "regionales",
    "reise",
    "reportage",
    "schweiz",
    "seite",
    "sport",
    "stadt",
    "stil",
    "technik",
    "thema",
    "titel",
    "titelseite",
    "unternehmen",
    "vermischtes",
    "wirtschaft",
    "wissen",
    "wissenschaft",
];

/// Words that stand behind the name of a section, in lower case.
const OF_SECTIONS: [&str; 18] = [
    "aus", "der", "die", "drei", "eins", "umgebung", "im", "in", "land", "regional", "s.", "tages", "und", "welt",
    "aller", "zwei", "teil", "heute",
];

/// Factiva: section if there is one, headline, `254 Wörter`, date, paper, its code, language, copyright, text, `Dokument HBOT000020210300x`.
pub(super) fn cut(lines: &[&str]) -> Option<Vec<Exported>> {
    let ends = numbers(lines, |line| document_code(line).is_some());
    if ends.is_empty() {
        return None;
    }
    let has_count = |part: &Part<'_>| part.position(0, is_word_count).is_some_and(|at| at < HEAD_LINES);
    let parts = parts(lines, &ends, has_count)?;
    let first_lines: Vec<&str> = parts.iter().filter_map(|part| part.line(0)).collect();
    let repeats = |line: &str| first_lines.iter().filter(|first| **first == line).count() > 1;
    Some(parts.iter().map(|part| article(part, &repeats)).collect())
}

/// `repeats` tells whether a line begins several articles of the file.
fn article(part: &Part<'_>, repeats: &dyn Fn(&str) -> bool) -> Exported {
    let count = part.position(0, is_word_count).unwrap_or(0);
    let mut exported = Exported { at: part.at, ..Exported::default() };
    let mut first = (0..count).find(|at| part.line(*at).is_some_and(|line| !is_head_of_file(line))).unwrap_or(count);
    let is_section = |line: &str| is_section(line) || repeats(line) && line.split(' ').count() <= MAX_SECTION_WORDS;
    let has_headline = |from: usize| (from..count).any(|at| part.line(at).is_some_and(|line| !is_by(line)));
    if has_headline(first + 1)
        && let Some(section) = part.line(first).filter(|line| is_section(line))
    {
        exported.section = one_line(section);
        first += 1;
    }
    let has_byline = first + 1 < count && part.line(count - 1).is_some_and(is_byline);
    exported.title = part.joined(first, if has_byline { count - 1 } else { count });
    let mut nth = count + 1;
    if let Some((at, date)) = part.date(nth).filter(|(at, _)| *at <= count + 3) {
        exported.date = date;
        nth = at + 1;
    }
    if part.line(nth).is_some_and(is_time) {
        nth += 1;
    }
    let is_copyright = |line: &str| ["Copyright", "(c)", "(C)", "©"].iter().any(|start| line.starts_with(start));
    let language = part.position(nth, |line| matches!(line, "Deutsch" | "German" | "Englisch" | "English"));
    let copyright = part.position(nth, is_copyright).filter(|at| *at < nth + HEAD_LINES);
    let language = language.filter(|at| *at < nth + HEAD_LINES);
    if copyright.or(language).is_some() {
        exported.source =
            part.line(nth).filter(|line| line.len() <= MAX_SOURCE_BYTES).map(one_line).unwrap_or_default();
    }
    if let Some(language) = language.and_then(|at| part.line(at)) {
        exported.language = if language.starts_with(['D', 'G']) { "de" } else { "en" }.to_owned();
    }
    let start = copyright.or(language).map_or(nth, |at| at + 1);
    let last = part.solid.len().saturating_sub(1);
    let code = part.line(last).and_then(document_code);
    exported.id = code.map(str::to_owned).unwrap_or_default();
    exported.text = part.text(start, if code.is_some() { last } else { last + 1 });
    exported
}

/// Returns the code in `Dokument HBOT000020210300x`.
fn document_code(line: &str) -> Option<&str> {
    let code = line.strip_prefix("Dokument ").or_else(|| line.strip_prefix("Document "))?;
    let is_code = code.len() >= 10 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_code && code.bytes().filter(u8::is_ascii_digit).count() >= 6).then_some(code)
}

/// Returns true for a line that Factiva writes above the first article.
fn is_head_of_file(line: &str) -> bool {
    line == "Factiva" || line == "FACTIVA" || line.starts_with("Dow Jones") || line.contains("Factiva,")
}

/// Returns true for a name that sections of newspapers have: `Lokales`, `Wirtschaft Regional`, `SPORT; S. 12`.
fn is_section(line: &str) -> bool {
    let name = line.split([';', ',', '/', '|']).next().unwrap_or_default().to_lowercase();
    let mut words = name.split([' ', '-', '&']).filter(|word| !word.is_empty());
    let is_known = words.next().is_some_and(|word| SECTIONS.contains(&word));
    let is_first = |word: &str| SECTIONS.contains(&word) || OF_SECTIONS.contains(&word);
    line.len() <= MAX_SECTION_BYTES && is_known && words.all(is_first)
}

fn is_word_count(line: &str) -> bool {
    let count = ["Wörter", "Worte", "words", "Words"].iter().find_map(|word| line.strip_suffix(word));
    count.is_some_and(|count| {
        let count = count.trim();
        !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
    })
}

fn is_time(line: &str) -> bool {
    line.len() <= 12 && line.contains(':') && line.starts_with(|c: char| c.is_ascii_digit())
}

/// Returns true for a line that says that it names the author.
fn is_by(line: &str) -> bool {
    ["Von ", "VON ", "By "].iter().any(|by| line.starts_with(by))
}

fn is_byline(line: &str) -> bool {
    let is_name = |word: &str| word.starts_with(char::is_uppercase) && !word.contains(|c: char| c.is_ascii_digit());
    is_by(line) || (2..=3).contains(&line.split(' ').count()) && line.split(' ').all(is_name) && line.len() <= 40
}
