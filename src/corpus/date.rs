//! Parses days of publication in every usual form.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use unicode_normalization::UnicodeNormalization as _;

use DateToken::{Mark, Number, Word};

mod found;

pub(super) use found::{DateFound, date_found, date_of_path, number_found};

/// A date is written whose day does not exist in the calendar or lies outside the years 1400 to 2200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no day of the calendar between 1400 and 2200")]
pub(crate) struct NoSuchDay;

/// Names of the months in German, Austrian German and English; newspapers write them out or abbreviate them to three letters
/// or more.
const MONTHS: [&[&str]; 12] = [
    &["januar", "jänner", "jaenner", "january"],
    &["februar", "feber", "february"],
    &["märz", "maerz", "marz", "mrz", "march"],
    &["april"],
    &["mai", "may"],
    &["juni", "june", "juno"],
    &["juli", "july", "julei"],
    &["august"],
    &["september"],
    &["oktober", "october"],
    &["november"],
    &["dezember", "december"],
];

/// Endings of the names of days that may precede a date: `Donnerstag`, `Pfingstmontag`, `Thursday`.
const WEEKDAY_ENDINGS: [&str; 15] = [
    "mittwoch",
    "sonnabend",
    "montag",
    "dienstag",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Words that may precede a date: abbreviated weekdays, articles and prepositions.
const LEADING_WORDS: [&str; 29] = [
    "am",
    "den",
    "vom",
    "mittwoch",
    "sonnabend",
    "mo",
    "di",
    "mi",
    "do",
    "fr",
    "sa",
    "so",
    "mon",
    "die",
    "mit",
    "don",
    "fre",
    "sam",
    "son",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "der",
];

/// Words that may stand among the digits of a time and its zone.
const TIME_WORDS: [&str; 16] =
    ["t", "z", "um", "uhr", "h", "am", "pm", "gmt", "utc", "cet", "cest", "mez", "mesz", "est", "edt", "europe/berlin"];

/// Longest text that is parsed as a date.
const MAX_DATE_BYTES: usize = 100;

/// Two-digit years below this belong to this century: archives reach back, not forward.
const CENTURY_TURN: i64 = 40;

/// Parses the day that `text` names: ISO 8601 with or without time and zone (the local day as written),
/// `20180421`, `21.04.2018`, `21.4.18`, `Samstag, 21. April 2018`, `21. Apr. 2018`, `April 21, 2018`,
/// `2018/04/21`, RFC 2822, and Unix time in 10 (seconds) or 13 digits (milliseconds).
///
/// Returns `None` if the text is no date or more than a date, and `Some(Err)` if it has the form of a date whose day does not
/// exist.
pub(super) fn parse_date(text: &str) -> Option<Result<Date, NoSuchDay>> {
    let may_precede = |word: &str| is_leading_word(word) || word.ends_with("tag") || word.ends_with("day");
    parse_with(text, &DateSyntax { may_precede, month: misspelt_month, may_follow: is_time })
}

/// Parses a day among the words of a query: days and months must be spelt correctly, as the word could mean something else, and
/// no time may follow, as in `21.4.2018 100 Tage`.
pub(crate) fn parse_day(text: &str) -> Option<Result<Date, NoSuchDay>> {
    let may_follow = |rest: &[DateToken<'_>]| rest.iter().all(|token| matches!(token, Mark('.' | ',')));
    parse_with(text, &DateSyntax { may_precede: is_leading_word, month, may_follow })
}

/// Rules for the words and marks in and around a date.
struct DateSyntax {
    /// Returns true if a lower-case word may precede a date.
    may_precede: fn(&str) -> bool,
    /// Returns the number of the month of a name.
    month: fn(&str) -> Option<i64>,
    /// Returns true if these tokens may follow a date.
    may_follow: fn(&[DateToken<'_>]) -> bool,
}

fn parse_with(text: &str, syntax: &DateSyntax) -> Option<Result<Date, NoSuchDay>> {
    let text = composed(text);
    let tokens = tokens(&text);
    let tokens = skip_leading_words(&tokens, syntax.may_precede);
    if let [Number(n)] = tokens
        && matches!(n.len(), 10 | 13)
    {
        return n.parse().ok().map(date_of_number);
    }
    let (year, month, day, rest) = numbers_of_day(tokens, syntax.month)?;
    (syntax.may_follow)(rest).then(|| day_of(year, month, day))
}

/// Parses the day with which tokens begin. Returns year, month, day and the tokens that follow.
fn numbers_of_day<'a, 'b>(
    tokens: &'b [DateToken<'a>],
    month: fn(&str) -> Option<i64>,
) -> Option<(i64, i64, i64, &'b [DateToken<'a>])> {
    Some(match tokens {
        [Number(y), Mark('-'), Number(m), Mark('-'), Number(d), rest @ ..]
        | [Number(y), Mark('/'), Number(m), Mark('/'), Number(d), rest @ ..]
            if y.len() >= 4 =>
        {
            (number(y), number(m), number(d), rest)
        }
        [Number(d), Mark('.'), Number(m), Mark('.'), Number(y), rest @ ..] => (century(y), number(m), number(d), rest),
        [Number(d), Mark('-'), Number(m), Mark('-'), Number(y), rest @ ..] if y.len() == 4 && d.len() <= 2 => {
            (number(y), number(m), number(d), rest)
        }
        [Number(n), rest @ ..] if n.len() == 8 => (number(&n[..4]), number(&n[4..6]), number(&n[6..]), rest),
        _ => with_named_month(tokens, month).or_else(|| with_year_last(tokens, month))?,
    })
}

/// Returns the first day that is written in a line, with whatever words around it: `Stand: 21.04.2018, 10 Uhr`.
pub(super) fn first_date_in(text: &str) -> Option<Date> {
    let text = composed(text);
    let tokens = tokens(&text);
    (0..tokens.len()).find_map(|at| {
        // a number in a row of numbers is a time, a score or a version
        let goes_on = matches!(at.checked_sub(1).map(|before| tokens[before]), Some(Mark('-' | '/' | '.')));
        let begins = !goes_on && matches!(tokens[at], Number(_));
        let (year, month, day, rest) = begins.then(|| numbers_of_day(&tokens[at..], month)).flatten()?;
        let ends = !matches!(rest, [Mark('.'), Number(_), ..]);
        ends.then(|| day_of(year, month, day).ok())?
    })
}

/// Parses a month of a year: `April 2018`, `Apr. 2018`, `4/2018`, `04.2018`. Returns the year and the month.
pub(crate) fn parse_month(text: &str) -> Option<(i16, i8)> {
    let text = composed(text);
    let (year, month) = match tokens(&text).as_slice() {
        [Word(name), Number(year)] | [Word(name), Mark('.'), Number(year)] => (*year, month(name)?),
        [Number(month), Mark('/' | '.'), Number(year)] => (*year, number(month)),
        _ => return None,
    };
    let first = (year.len() == 4).then(|| day_of(number(year), month, 1))?.ok()?;
    Some((first.year(), first.month()))
}

/// Parses a date given as a number: `20180421`, else Unix time in seconds, milliseconds, microseconds or nanoseconds,
/// depending on its size, as a day in UTC.
pub(super) fn date_of_number(number: i64) -> Result<Date, NoSuchDay> {
    if (14_000_101..=22_001_231).contains(&number) {
        return day_of(number / 10_000, number / 100 % 100, number % 100);
    }
    let seconds = match number.unsigned_abs() {
        0..100_000_000_000 => number,
        100_000_000_000..100_000_000_000_000 => number.div_euclid(1_000),
        100_000_000_000_000..100_000_000_000_000_000 => number.div_euclid(1_000_000),
        _ => number.div_euclid(1_000_000_000),
    };
    let day = Offset::UTC.to_datetime(Timestamp::from_second(seconds).map_err(|_| NoSuchDay)?).date();
    day_of(day.year().into(), day.month().into(), day.day().into())
}

/// Parses the day with which a file name begins, as in `2018-04-21-streik.txt`.
pub(super) fn date_of_name(name: &str) -> Option<Result<Date, NoSuchDay>> {
    let head = name.get(..10)?;
    let form = head.bytes().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    let ends = !name[10..].starts_with(|c: char| c.is_alphanumeric());
    (form && ends).then(|| day_of(number(&head[..4]), number(&head[5..7]), number(&head[8..])))
}

fn day_of(year: i64, month: i64, day: i64) -> Result<Date, NoSuchDay> {
    let part = |n: i64| i8::try_from(n).map_err(|_| NoSuchDay);
    match i16::try_from(year) {
        Ok(year @ 1400..=2200) => Date::new(year, part(month)?, part(day)?).map_err(|_| NoSuchDay),
        _ => Err(NoSuchDay),
    }
}

/// The beginning of a text in NFC. One character more than a date may have is enough to reject a longer text.
fn composed(text: &str) -> String {
    text.trim().chars().take(MAX_DATE_BYTES + 1).nfc().collect()
}

/// A piece of a text that may be a date.
#[derive(Debug, Clone, Copy, PartialEq)]
enum DateToken<'a> {
    Number(&'a str),
    Word(&'a str),
    Mark(char),
}

/// Splits a text into runs of digits, runs of letters and single marks; white space separates them.
fn tokens(text: &str) -> Vec<DateToken<'_>> {
    if text.len() > MAX_DATE_BYTES {
        return Vec::new();
    }
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = |class: fn(char) -> bool| rest.find(|c| !class(c)).unwrap_or(rest.len());
        let length = if first.is_ascii_digit() {
            let length = run(|c| c.is_ascii_digit());
            tokens.push(Number(&rest[..length]));
            length
        } else if first.is_alphabetic() {
            let length = run(char::is_alphabetic);
            tokens.push(Word(&rest[..length]));
            length
        } else {
            if !first.is_whitespace() {
                tokens.push(Mark(first));
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

fn skip_leading_words<'a, 'b>(mut tokens: &'b [DateToken<'a>], may_precede: fn(&str) -> bool) -> &'b [DateToken<'a>] {
    loop {
        match tokens {
            [Word(word), rest @ ..] if may_precede(&word.to_lowercase()) => tokens = rest,
            // the comma or full stop after a weekday, never a sign before a number
            [Mark(',' | '.'), rest @ ..] => tokens = rest,
            _ => return tokens,
        }
    }
}

/// Returns true if a lower-case word is a weekday or may precede one.
fn is_leading_word(word: &str) -> bool {
    LEADING_WORDS.contains(&word) || WEEKDAY_ENDINGS.iter().any(|day| word.ends_with(day))
}

/// Parses `21. April 2018`, `21 Apr. 2018` and `April 21, 2018`. Returns year, month, day and the tokens that follow.
fn with_named_month<'a, 'b>(
    tokens: &'b [DateToken<'a>],
    month: fn(&str) -> Option<i64>,
) -> Option<(i64, i64, i64, &'b [DateToken<'a>])> {
    fn skip<'a, 'b>(tokens: &'b [DateToken<'a>]) -> &'b [DateToken<'a>] {
        match tokens {
            [Mark('.' | ',' | '-' | '/'), rest @ ..] => rest,
            [Word("st" | "nd" | "rd" | "th"), rest @ ..] => skip(rest),
            _ => tokens,
        }
    }
    match tokens {
        [Number(day), rest @ ..] => match skip(rest) {
            [Word(name), rest @ ..] => match skip(rest) {
                [Number(y), rest @ ..] => Some((century(y), month(name)?, number(day), rest)),
                _ => None,
            },
            _ => None,
        },
        [Word(name), rest @ ..] => match skip(rest) {
            [Number(day), rest @ ..] => match skip(rest) {
                [Number(y), rest @ ..] if y.len() >= 4 => Some((number(y), month(name)?, number(day), rest)),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// Parses `Mar 04 10:15:00 CET 2021`, as C and Java write it. Returns year, month, day and the tokens of the time and its zone.
fn with_year_last<'a, 'b>(
    tokens: &'b [DateToken<'a>],
    month: fn(&str) -> Option<i64>,
) -> Option<(i64, i64, i64, &'b [DateToken<'a>])> {
    match tokens {
        [Word(name), Number(day), time @ .., Number(year)]
            if year.len() == 4 && matches!(time, [Number(_), Mark(':'), Number(_), ..]) =>
        {
            Some((number(year), month(name)?, number(day), time))
        }
        _ => None,
    }
}

/// Returns the number of the month of this name, which may be cut after three letters or more.
fn month(name: &str) -> Option<i64> {
    let name = name.to_lowercase();
    let is_name =
        |month: &&str| (month.starts_with(&name) && name.chars().count() >= 3) || name.strip_suffix('s') == Some(month);
    let at = MONTHS.iter().position(|names| names.iter().any(is_name))?;
    Some(at as i64 + 1)
}

/// Returns the number of the month with whose first three letters a name begins: between a day and a year it is one, however it
/// is misspelt.
fn misspelt_month(name: &str) -> Option<i64> {
    let begins = name.char_indices().nth(3).map_or(name, |(end, _)| &name[..end]);
    month(name).or_else(|| month(begins).filter(|_| name.chars().count() <= 10))
}

fn is_time(rest: &[DateToken<'_>]) -> bool {
    let begins = match rest {
        [Mark('-'), Number(_), Mark(':'), ..] => &rest[1..],
        _ => rest,
    };
    begins.iter().all(|token| match token {
        Number(_) => true,
        Word(word) => TIME_WORDS.contains(&word.to_lowercase().as_str()),
        Mark(mark) => matches!(mark, ':' | '.' | ',' | '+' | '-' | '(' | ')' | '–' | '|' | '−'),
    }) && !matches!(begins.first(), Some(Mark('-')))
}

/// Completes a year of one or two digits by its century.
fn century(digits: &str) -> i64 {
    match number(digits) {
        year if digits.len() > 2 => year,
        year if year < CENTURY_TURN => 2000 + year,
        year => 1900 + year,
    }
}

/// Parses digits. More than a number can hold give the largest number, which every check of a date rejects.
fn number(digits: &str) -> i64 {
    digits.parse().unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
