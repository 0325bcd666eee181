//! Cuts exports of Factiva.

use super::{Exported, HEAD_LINES, MAX_SOURCE_BYTES, Part, numbers, parts};
use crate::corpus::formats::whitespace::one_line;

/// Factiva: headline, `254 Wörter`, date, paper, its code, language, copyright, text, `Dokument HBOT000020210300x`.
pub(super) fn cut(lines: &[&str]) -> Option<Vec<Exported>> {
    let ends = numbers(lines, |line| document_code(line).is_some());
    if ends.is_empty() {
        return None;
    }
    let has_count = |part: &Part<'_>| part.position(0, is_word_count).is_some_and(|at| at < HEAD_LINES);
    Some(parts(lines, &ends, has_count)?.iter().map(article).collect())
}

fn article(part: &Part<'_>) -> Exported {
    let count = part.position(0, is_word_count).unwrap_or(0);
    let headline = match count {
        0 | 1 => 0,
        count if part.line(count - 1).is_some_and(is_byline) => count - 2,
        count => count - 1,
    };
    let mut exported = Exported { at: part.at, ..Exported::default() };
    exported.title = part.line(headline).filter(|_| count > 0).map(one_line).unwrap_or_default();
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

fn is_byline(line: &str) -> bool {
    let is_name = |word: &str| word.starts_with(char::is_uppercase) && !word.contains(|c: char| c.is_ascii_digit());
    line.starts_with("Von ")
        || line.starts_with("By ")
        || line.starts_with("VON ")
        || (2..=3).contains(&line.split(' ').count()) && line.split(' ').all(is_name) && line.len() <= 40
}
