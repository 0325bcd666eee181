//! Marks that may end a sentence, and what decides whether they do.

use super::CONTEXT_BYTES;
use super::abbreviations::{Abbreviation, abbreviation};
use super::enclosed::Enclosed;
use super::next_word::NextWord;
use super::numbers::ends_after_number;
use super::starters::{is_lower_case_name, is_small_starter, is_starter};

/// A run of end marks with the closing marks behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    /// Where the run begins.
    pub(super) start: usize,
    /// Where the run ends.
    marks_end: usize,
    /// Where the closing quotation marks and brackets behind it end.
    pub(super) end: usize,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One full stop.
    Stop,
    /// `?`, also with other marks.
    Question,
    /// `!`, also with other marks.
    Call,
    /// `…` or several full stops.
    Ellipsis,
    /// `+++` between the reports of a live ticker.
    Ticker,
}

impl Mark {
    /// Finds the next mark of `line` from `at` on and moves `at` behind it. Shows quotation marks and brackets on the
    /// way to `enclosed`.
    pub(super) fn next(line: &str, at: &mut usize, enclosed: &mut Enclosed<'_>) -> Option<Mark> {
        loop {
            let bytes = &line.as_bytes()[*at..];
            let found = *at + bytes.iter().position(|byte| INTERESTING[usize::from(*byte)])?;
            let mark = line[found..].chars().next()?;
            *at = found + mark.len_utf8();
            match mark {
                '.' | '!' | '?' | '…' => {
                    let mark = Mark::of_run(line, found);
                    // the closing marks are seen too: they may close what is open, and open nothing
                    *at = mark.marks_end;
                    return Some(mark);
                }
                '+' => {
                    let end = found + run_of(&line[found..], |c| c == '+');
                    *at = end;
                    let apart = line[..found].chars().next_back().is_none_or(char::is_whitespace);
                    if end - found > 2 || end - found == 2 && apart {
                        return Some(Mark { start: found, marks_end: end, end, kind: Kind::Ticker });
                    }
                }
                _ => enclosed.see(found, mark),
            }
        }
    }

    /// Reads the run of end marks that begins at `start`; blanks inside (`! !`, `. . .`) belong to it.
    fn of_run(line: &str, start: usize) -> Mark {
        let mut kind = Kind::Stop;
        let (mut end, mut count) = (start, 0);
        let mut rest = &line[start..];
        while let Some(mark) = rest.chars().next().filter(|c| matches!(c, '.' | '!' | '?' | '…')) {
            count += 1;
            kind = match mark {
                '?' => Kind::Question,
                '!' if kind != Kind::Question => Kind::Call,
                '…' if kind == Kind::Stop => Kind::Ellipsis,
                '.' if kind == Kind::Stop && count > 1 => Kind::Ellipsis,
                _ => kind,
            };
            end += mark.len_utf8();
            rest = &line[end..];
            if let Some(later) = rest.strip_prefix(' ').filter(|later| goes_on(mark, later)) {
                (end, rest) = (end + 1, later);
            }
        }
        Mark { start, marks_end: end, end: end + closing_len(rest), kind }
    }
}

/// Bytes at which the scan stops: end marks, quotation marks, brackets. Those of several bytes are known by their first
/// one.
const INTERESTING: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = b".!?+([\"\xE2\xC2";
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
};

/// Returns true if the marks behind a blank belong to those before it: `. . .` and `! !` do, `. …` and `. ...` do not.
fn goes_on(mark: char, later: &str) -> bool {
    let mut marks = later.chars();
    let stop = |c| matches!(c, '.' | '…');
    match marks.next() {
        Some('.') if stop(mark) => !marks.next().is_some_and(stop),
        Some('!' | '?') => !stop(mark),
        _ => false,
    }
}

/// Returns the length of the run of characters at the beginning of `text` that are `wanted`.
fn run_of(text: &str, wanted: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !wanted(c)).unwrap_or(text.len())
}

/// Returns the length of the closing quotation marks, brackets and references (`[1]`) at the beginning of `rest`.
fn closing_len(rest: &str) -> usize {
    let closing = |c| {
        matches!(
            c,
            '"' | '\'' | '“' | '”' | '’' | '‘' | '«' | '»' | '‹' | '›' | ')' | ']' | '}' | '*' | '¹' | '²' | '³'
        )
    };
    let mut length = run_of(rest, closing);
    // a mark that stands alone belongs to what is before it
    let lone = rest[length..]
        .strip_prefix(' ')
        .map_or(0, |later| run_of(later, |c| matches!(c, '"' | '«' | '»' | '“' | '”' | ')')));
    if lone > 0 && rest[length + 1 + lone..].starts_with(char::is_whitespace) {
        length += 1 + lone;
    }
    while let Some(reference) = rest[length..].strip_prefix('[') {
        let digits = run_of(reference, |c| c.is_ascii_digit());
        if digits == 0 || !reference[digits..].starts_with(']') {
            break;
        }
        length += digits + 2;
    }
    length
}

/// Returns true if the sentence of `line` that begins at `start` ends with `mark`.
pub(super) fn ends_sentence(line: &str, start: usize, mark: &Mark, enclosed: &Enclosed<'_>) -> bool {
    let rest = &line[mark.end..];
    if mark.kind == Kind::Ticker {
        return rest.starts_with(char::is_whitespace);
    }
    let context = start.max(line.ceil_char_boundary(mark.start.saturating_sub(CONTEXT_BYTES)));
    let before = &line[context..mark.start];
    if !rest.starts_with(char::is_whitespace) {
        return ends_without_blank(before, mark, rest);
    }
    // the `+++` is the end
    if rest.trim_start().starts_with("++") {
        return false;
    }
    let Some(next) = NextWord::find(rest) else { return false };
    // a mark in brackets of its own stands for no sentence: (!), [...]
    if before.ends_with(['(', '[']) {
        return false;
    }
    let closed = mark.end > mark.marks_end;
    match mark.kind {
        Kind::Question | Kind::Call if next.is_small() => {
            let begins = match mark.kind {
                Kind::Question => !matches!(next.word, "und" | "oder"),
                _ => is_small_starter(next.word) || is_lower_case_name(next.word),
            };
            begins && !closed && !next.dash
        }
        Kind::Question | Kind::Call => {
            let bracket = enclosed.bracket_closed_in(mark.marks_end, mark.end);
            let embedded = bracket.is_some_and(|opened| line[start..opened.max(start)].contains(char::is_alphanumeric));
            !embedded || is_starter(next.word)
        }
        // one that stands alone may leave out words of the sentence
        Kind::Ellipsis if !closed && before.ends_with(char::is_whitespace) => is_starter(next.word),
        Kind::Ellipsis => !next.is_small() && !next.is_number(),
        Kind::Stop | Kind::Ticker => ends_with_stop(before, &next),
    }
}

/// Decides about a full stop by the words around it.
fn ends_with_stop(before: &str, next: &NextWord<'_>) -> bool {
    if next.is_small() {
        return !next.dash && is_lower_case_name(next.word) && abbreviation(before).is_none();
    }
    if let Some(ends) = ends_after_number(before, next) {
        return ends;
    }
    match abbreviation(before) {
        None => true,
        Some(_) if next.bracket => false,
        Some(Abbreviation::Anything) => false,
        Some(Abbreviation::NounOrNumber) => is_starter(next.word),
        Some(Abbreviation::Noun) => is_starter(next.word) || next.is_number(),
        Some(Abbreviation::Number) => !next.is_number(),
        Some(Abbreviation::Nothing) => true,
    }
}

/// Returns true if a blank is missing between two sentences (`war so.Dann kam`): a word of letters alone stands before
/// the mark, one that begins with a capital and a small letter behind it.
fn ends_without_blank(before: &str, mark: &Mark, rest: &str) -> bool {
    let Some(next) = NextWord::find(rest).filter(|_| rest.starts_with(char::is_uppercase)) else { return false };
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_address = matches!(next.follows, Some('.' | '@' | '/' | '_'));
    matches!(mark.kind, Kind::Stop | Kind::Question | Kind::Call)
        && next.word.chars().nth(1).is_some_and(char::is_lowercase)
        && next.word.chars().all(char::is_alphabetic)
        && word.chars().count() > 1
        && word.chars().all(|c| c.is_alphabetic() || c == '-')
        && (!is_address || is_starter(next.word))
        && matches!(abbreviation(before), None | Some(Abbreviation::Nothing))
}
