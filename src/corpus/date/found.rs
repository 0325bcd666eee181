//! Reads a field that should hold a date: a day, only a month or a year, no day of the calendar, or no date.

use jiff::civil::Date;

use super::{NoSuchDay, date_of_number, day_of, number, parse_date, parse_month};
use crate::characters::is_number;

/// Content of a field for a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::corpus) enum DateFound {
    /// No date.
    None,
    /// Something that should be a date and is no day of the calendar.
    Refused,
    /// A day.
    Day(Date),
    /// A month or a year; its first day.
    Vague(Date),
}

impl From<Result<Date, NoSuchDay>> for DateFound {
    fn from(found: Result<Date, NoSuchDay>) -> DateFound {
        found.map_or(DateFound::Refused, DateFound::Day)
    }
}

/// Returns the date in a text, with the forms of [`parse_date`] and a month or a year alone: `2018`, `2018-04`, `April 2018`,
/// `04/2018`; also numbers with a fraction, and dates in the marks that programs put around them: `/Date(1524305700000)/`.
pub(in crate::corpus) fn date_found(text: &str) -> DateFound {
    let text = text.trim().trim_matches(['"', '\'', '[', ']']);
    let marked = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/"));
    // a time zone behind the brackets of Java, or behind milliseconds: 2018-04-21T10:00+02:00[Europe/Berlin]
    let text = marked.map_or(text, |inner| inner.split_once('+').map_or(inner, |(milliseconds, _)| milliseconds));
    let text = text.split_once('[').map_or(text, |(before, _)| before).trim();
    if let Some(found) = parse_date(text) {
        return found.into();
    }
    if let Some(first) = first_of_month(text) {
        return first.map_or(DateFound::Refused, DateFound::Vague);
    }
    match text.split_once('.') {
        Some((whole, fraction)) if is_number(whole) && whole.len() >= 9 && is_number(fraction) => {
            whole.parse().map_or(DateFound::Refused, number_found)
        }
        _ => DateFound::None,
    }
}

/// Returns the date that a number is: `2018`, `201804`, `20180421`, or Unix time.
pub(in crate::corpus) fn number_found(number: i64) -> DateFound {
    match number {
        1400..=2200 => day_of(number, 1, 1).map_or(DateFound::Refused, DateFound::Vague),
        140_001..=220_012 if (1..=12).contains(&(number % 100)) => {
            day_of(number / 100, number % 100, 1).map_or(DateFound::Refused, DateFound::Vague)
        }
        _ => date_of_number(number).into(),
    }
}

/// Returns the date that the folders and the name of a file have: `2018/04/21/x.txt`, `archiv/2018-04/x.txt`,
/// `20180421_x.txt`; the last of several, and a day before a month. `path` lies below the folder that is read.
pub(in crate::corpus) fn date_of_path(path: &str) -> DateFound {
    let mut parts: Vec<&str> = path.split('/').collect();
    let name = parts.pop().unwrap_or_default();
    if let DateFound::Day(day) = leading_day(name) {
        return DateFound::Day(day);
    }
    let mut month = DateFound::None;
    for at in (0..parts.len()).rev() {
        let year = |part: &str| part.len() == 4 && is_number(part);
        let short =
            |part: Option<&&str>| part.filter(|part| part.len() <= 2 && is_number(part)).map(|part| number(part));
        let found = match (year(parts[at]), short(parts.get(at + 1)), short(parts.get(at + 2))) {
            (true, Some(month), Some(day)) => day_of(number(parts[at]), month, day).map(DateFound::Day),
            (true, Some(month), None) => day_of(number(parts[at]), month, 1).map(DateFound::Vague),
            _ => match leading_day(parts[at]) {
                DateFound::Day(day) => Ok(DateFound::Day(day)),
                _ => whole_month(parts[at]).unwrap_or(Err(NoSuchDay)).map(DateFound::Vague),
            },
        };
        match found {
            Ok(DateFound::Day(day)) => return DateFound::Day(day),
            Ok(vague) if month == DateFound::None => month = vague,
            _ => {}
        }
    }
    month
}

/// Returns the day with which a name begins: `2018-04-21`, `2018_04_21`, `20180421`.
fn leading_day(name: &str) -> DateFound {
    let digits: String = name.chars().take(10).filter(char::is_ascii_digit).collect();
    let begins = |form: &str| {
        let fits = |(c, f): (char, char)| if f == '0' { c.is_ascii_digit() } else { c == f };
        let ends = name.chars().nth(form.len()).is_none_or(|c| !c.is_ascii_digit());
        name.len() >= form.len() && ends && name.chars().zip(form.chars()).all(fits)
    };
    if ["0000-00-00", "0000_00_00", "0000.00.00", "00000000"].iter().any(|form| begins(form)) {
        return day_of(number(&digits[..4]), number(&digits[4..6]), number(&digits[6..8])).into();
    }
    DateFound::None
}

/// Returns the first day of the month or year that a text is, and an error for one that is not in the calendar.
fn first_of_month(text: &str) -> Option<Result<Date, NoSuchDay>> {
    if text.len() == 4 && is_number(text) {
        return Some(day_of(number(text), 1, 1));
    }
    if let Some((year, month)) = parse_month(text) {
        return Some(day_of(year.into(), month.into(), 1));
    }
    whole_month(text)
}

/// Returns the first day of a month that is written `2018-04`, `2018/4` or `201804`.
fn whole_month(text: &str) -> Option<Result<Date, NoSuchDay>> {
    if text.len() == 6 && is_number(text) && matches!(number(&text[4..]), 1..=12) {
        return Some(day_of(number(&text[..4]), number(&text[4..]), 1));
    }
    let (year, month) = text.split_once(['-', '/', '.', '_'])?;
    let fits = year.len() == 4 && is_number(year) && matches!(month.len(), 1 | 2) && is_number(month);
    fits.then(|| day_of(number(year), number(month), 1))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_and_years_are_their_first_day() {
        for text in ["2018-04", "2018/4", "201804", "April 2018", "Apr. 2018", "04/2018", "4.2018", " 2018-04 "] {
            assert_eq!(date_found(text), DateFound::Vague(date(2018, 4, 1)), "{text}");
        }
        assert_eq!(date_found("2018"), DateFound::Vague(date(2018, 1, 1)));
        assert_eq!(number_found(2018), DateFound::Vague(date(2018, 1, 1)));
        assert_eq!(number_found(201_804), DateFound::Vague(date(2018, 4, 1)));
        assert_eq!(number_found(20_180_421), DateFound::Day(date(2018, 4, 21)));
        assert_eq!(number_found(i64::MAX), DateFound::Refused);
    }

    #[test]
    fn days_in_the_marks_of_programs() {
        for text in [
            "/Date(1524305700000)/",
            "/Date(1524305700000+0200)/",
            "1524305700.0",
            "2018-04-21T10:15:00+02:00[Europe/Berlin]",
            "\"2018-04-21\"",
            "['2018-04-21']",
            "21. April 2018 - 10:15 Uhr",
        ] {
            assert_eq!(date_found(text), DateFound::Day(date(2018, 4, 21)), "{text}");
        }
        for text in ["2018-13", "9999", "31.02.2018"] {
            assert_eq!(date_found(text), DateFound::Refused, "{text}");
        }
        for text in ["", "gestern", "12.5", "3. Liga 2018", "März", "2018-2019", "Seite 4"] {
            assert_eq!(date_found(text), DateFound::None, "{text}");
        }
    }

    #[test]
    fn days_of_folders_and_names() {
        let day = DateFound::Day(date(2018, 4, 21));
        let month = DateFound::Vague(date(2018, 4, 1));
        for (path, found) in [
            ("2018/04/21/x.txt", day),
            ("archiv/2018/4/21/lokales/x.html", day),
            ("2018-04-21/x.txt", day),
            ("20180421/x.txt", day),
            ("x/2018_04_21-streik.txt", day),
            ("20180421_streik.md", day),
            ("2017/2018-04-21 Streik.txt", day),
            ("2018/04/x.txt", month),
            ("2018-04/x.txt", month),
            ("2018/x.txt", DateFound::None),
            ("2018/13/x.txt", DateFound::None),
            ("2018/02/31/x.txt", DateFound::None),
            ("kapitel/04/21/x.txt", DateFound::None),
            ("12345678.txt", DateFound::None),
            ("x.txt", DateFound::None),
            ("", DateFound::None),
        ] {
            assert_eq!(date_of_path(path), found, "{path}");
        }
    }
}
