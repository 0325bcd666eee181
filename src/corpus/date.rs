//! Days of publication in every usual form.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use unicode_normalization::UnicodeNormalization as _;

/// A date was written, but the calendar has no such day or it lies outside the years 1400 to 2200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no day of the calendar between 1400 and 2200")]
pub struct NoSuchDay;

/// The months in German, Austrian and English; papers write them whole or the first three letters at least.
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

/// How the names of days end that stand before a date: `Donnerstag`, `Pfingstmontag`, `Thursday`.
const WEEKDAYS: [&str; 15] = [
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

/// What may stand before a day: weekdays, and the words that lead up to them.
const BEFORE: [&str; 29] = [
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

/// What may stand among the digits of a time and its zone.
const TIME_WORDS: [&str; 16] =
    ["t", "z", "um", "uhr", "h", "am", "pm", "gmt", "utc", "cet", "cest", "mez", "mesz", "est", "edt", "europe/berlin"];

/// Bytes of the longest date: more are not worth taking apart.
const LONGEST: usize = 100;

/// A two-digit year below this is of this century: archives reach back, not forward.
const CENTURY_TURN: i64 = 40;

/// Reads the day that `text` names: ISO 8601 with or without time and zone (the local day as written),
/// `20180421`, `21.04.2018`, `21.4.18`, `Samstag, 21. April 2018`, `21. Apr. 2018`, `April 21, 2018`,
/// `2018/04/21`, RFC 2822, and Unix time in 10 (seconds) or 13 digits (milliseconds).
///
/// `None`: no date stands there, or more than a date. `Some(Err)`: it has the form of a date, but is none.
pub fn parse_date(text: &str) -> Option<Result<Date, NoSuchDay>> {
    let leads_up = |word: &str| is_before(word) || word.ends_with("tag") || word.ends_with("day");
    day_of_text(text, &Reading { leads_up, month: begins_month, rest: rest_is_time })
}

/// Reads a day in a query, among whose words it stands: names of days and months are no other words, and `100 Tage` behind
/// it is no time.
pub(crate) fn parse_day(text: &str) -> Option<Result<Date, NoSuchDay>> {
    let rest = |rest: &[Token<'_>]| rest.iter().all(|token| matches!(token, Token::Mark('.' | ',')));
    day_of_text(text, &Reading { leads_up: is_before, month, rest })
}

/// How strictly words are read.
struct Reading {
    /// Whether a word in small letters may stand before a date.
    leads_up: fn(&str) -> bool,
    /// The month of a name.
    month: fn(&str) -> Option<i64>,
    /// Whether this may stand behind the date.
    rest: fn(&[Token<'_>]) -> bool,
}

fn day_of_text(text: &str, reading: &Reading) -> Option<Result<Date, NoSuchDay>> {
    let text = composed(text);
    let tokens = tokens(&text);
    let tokens = skip_weekday(&tokens, reading.leads_up);
    let (year, month, day, rest) = match tokens {
        [Token::Number(y), Token::Mark('-'), Token::Number(m), Token::Mark('-'), Token::Number(d), rest @ ..]
        | [Token::Number(y), Token::Mark('/'), Token::Number(m), Token::Mark('/'), Token::Number(d), rest @ ..]
            if y.len() >= 4 =>
        {
            (number(y), number(m), number(d), rest)
        }
        [Token::Number(d), Token::Mark('.'), Token::Number(m), Token::Mark('.'), Token::Number(y), rest @ ..] => {
            (century(y), number(m), number(d), rest)
        }
        [Token::Number(n)] if matches!(n.len(), 10 | 13) => return n.parse().ok().map(date_of_number),
        [Token::Number(n), rest @ ..] if n.len() == 8 => (number(&n[..4]), number(&n[4..6]), number(&n[6..]), rest),
        _ => named_month(tokens, reading.month)?,
    };
    (reading.rest)(rest).then(|| day_of(year, month, day))
}

/// Reads a month of a year: `April 2018`, `Apr. 2018`, `4/2018`, `04.2018`. Year and month.
pub(crate) fn parse_month(text: &str) -> Option<(i16, i8)> {
    let text = composed(text);
    let (year, month) = match tokens(&text).as_slice() {
        [Token::Word(name), Token::Number(year)] | [Token::Word(name), Token::Mark('.'), Token::Number(year)] => {
            (*year, month(name)?)
        }
        [Token::Number(month), Token::Mark('/' | '.'), Token::Number(year)] => (*year, number(month)),
        _ => return None,
    };
    let first = (year.len() == 4).then(|| day_of(number(year), month, 1))?.ok()?;
    Some((first.year(), first.month()))
}

/// The day of a date given as a bare number: `20180421`, else Unix time in seconds, milliseconds,
/// microseconds or nanoseconds by its size, as a day in UTC.
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

/// The day a file name begins with, as in `2018-04-21-streik.txt`.
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

/// As much of a text as a date may be, and one character more; letters with their marks as one.
fn composed(text: &str) -> String {
    text.trim().chars().take(LONGEST + 1).nfc().collect()
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Token<'a> {
    Number(&'a str),
    Word(&'a str),
    Mark(char),
}

/// Runs of digits, runs of letters, single marks; white space only parts them.
fn tokens(text: &str) -> Vec<Token<'_>> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = |class: fn(char) -> bool| rest.find(|c| !class(c)).unwrap_or(rest.len());
        let length = if first.is_ascii_digit() {
            let length = run(|c| c.is_ascii_digit());
            tokens.push(Token::Number(&rest[..length]));
            length
        } else if first.is_alphabetic() {
            let length = run(char::is_alphabetic);
            tokens.push(Token::Word(&rest[..length]));
            length
        } else {
            if !first.is_whitespace() {
                tokens.push(Token::Mark(first));
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

fn skip_weekday<'a, 'b>(mut tokens: &'b [Token<'a>], leads_up: fn(&str) -> bool) -> &'b [Token<'a>] {
    loop {
        match tokens {
            [Token::Word(word), rest @ ..] if leads_up(&word.to_lowercase()) => tokens = rest,
            // the comma or full stop after a weekday, never a sign before a number
            [Token::Mark(',' | '.'), rest @ ..] => tokens = rest,
            _ => return tokens,
        }
    }
}

/// Whether a word in small letters is a weekday or leads up to one.
fn is_before(word: &str) -> bool {
    BEFORE.contains(&word) || WEEKDAYS.iter().any(|day| word.ends_with(day))
}

/// `21. April 2018`, `21 Apr. 2018`, `April 21, 2018`: year, month, day and what is left.
fn named_month<'a, 'b>(
    tokens: &'b [Token<'a>],
    month: fn(&str) -> Option<i64>,
) -> Option<(i64, i64, i64, &'b [Token<'a>])> {
    fn skip<'a, 'b>(tokens: &'b [Token<'a>]) -> &'b [Token<'a>] {
        match tokens {
            [Token::Mark('.' | ',' | '-' | '/'), rest @ ..] => rest,
            [Token::Word("st" | "nd" | "rd" | "th"), rest @ ..] => skip(rest),
            _ => tokens,
        }
    }
    match tokens {
        [Token::Number(day), rest @ ..] => match skip(rest) {
            [Token::Word(name), rest @ ..] => match skip(rest) {
                [Token::Number(y), rest @ ..] => Some((century(y), month(name)?, number(day), rest)),
                _ => None,
            },
            _ => None,
        },
        [Token::Word(name), rest @ ..] => match skip(rest) {
            [Token::Number(day), rest @ ..] => match skip(rest) {
                [Token::Number(y), rest @ ..] if y.len() >= 4 => Some((number(y), month(name)?, number(day), rest)),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// The month of this name, whole or its first three letters at least.
fn month(name: &str) -> Option<i64> {
    let name = name.to_lowercase();
    let is_name =
        |month: &&str| (month.starts_with(&name) && name.chars().count() >= 3) || name.strip_suffix('s') == Some(month);
    let at = MONTHS.iter().position(|names| names.iter().any(is_name))?;
    Some(at as i64 + 1)
}

/// The month that a name begins like: the day and the year beside it say that it is one, however it is misspelt.
fn begins_month(name: &str) -> Option<i64> {
    let begins = name.char_indices().nth(3).map_or(name, |(end, _)| &name[..end]);
    month(name).or_else(|| month(begins).filter(|_| name.chars().count() <= 10))
}

fn rest_is_time(rest: &[Token<'_>]) -> bool {
    rest.iter().all(|token| match token {
        Token::Number(_) => true,
        Token::Word(word) => TIME_WORDS.contains(&word.to_lowercase().as_str()),
        Token::Mark(mark) => matches!(mark, ':' | '.' | ',' | '+' | '-' | '(' | ')' | '–' | '|' | '−'),
    }) && !matches!(rest.first(), Some(Token::Mark('-')))
}

/// The year of one or two digits in its century, of more digits as it is.
fn century(digits: &str) -> i64 {
    match number(digits) {
        year if digits.len() > 2 => year,
        year if year < CENTURY_TURN => 2000 + year,
        year => 1900 + year,
    }
}

/// Too many digits for a number are too many for a date: the largest number, which no check lets pass.
fn number(digits: &str) -> i64 {
    digits.parse().unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
