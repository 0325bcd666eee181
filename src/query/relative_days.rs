//! Which days does `gestern`, `7d` or `letzte Woche` mean?

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan as _, ZonedDateTime};

/// Longest number of a distance: more is no date.
const MAX_DISTANCE: i64 = 9_999;
/// A day by which a text is tried.
const ANY_DAY: Date = date(2000, 1, 1);
/// Digits of a year.
const YEAR_DIGITS: usize = 4;

/// Returns the days that a typed text means today: `heute`, `gestern`, a distance back from today (`7d`, `2 Wochen`, `vor 3 Monaten`,
/// `1 year ago`), or a whole week, month or year (`letzte Woche`, `this month`). `None` for anything else.
pub(super) fn relative_days(text: &str) -> Option<(Date, Date)> {
    // Most texts are no such days, and need no clock.
    relative_to(text, ANY_DAY).and_then(|_| relative_to(text, ZonedDateTime::now().date()))
}

fn relative_to(text: &str, today: Date) -> Option<(Date, Date)> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let back = |span: Span| today.checked_sub(span).ok().map(|day| (day, day));
    match words.as_slice() {
        ["heute" | "today"] => back(0.days()),
        ["gestern" | "yesterday"] => back(1.day()),
        ["vorgestern"] => back(2.days()),
        [
            "letzte" | "letzter" | "letztes" | "letzten" | "vorige" | "voriger" | "voriges" | "last" | "previous",
            unit,
        ] => period(today, unit, 1),
        ["diese" | "dieser" | "dieses" | "this", unit] => period(today, unit, 0),
        ["vor", number, unit] | [number, unit, "ago"] => back(distance(number, unit)?),
        // In `date:2018 Tage` the number is a year.
        [number, unit] if number.len() < YEAR_DIGITS => back(distance(number, unit)?),
        [both] => {
            let digits = both.find(|c: char| !c.is_ascii_digit())?;
            back(distance(&both[..digits], &both[digits..])?)
        }
        _ => None,
    }
}

/// A distance in days, weeks, months or years.
fn distance(number: &str, unit: &str) -> Option<Span> {
    let number: i64 = match number {
        "einem" | "einer" | "one" | "a" => 1,
        digits => digits.parse().ok().filter(|number| (0..=MAX_DISTANCE).contains(number))?,
    };
    Some(match unit {
        "d" | "t" | "tag" | "tage" | "tagen" | "day" | "days" => number.days(),
        "w" | "woche" | "wochen" | "week" | "weeks" => number.weeks(),
        "m" | "monat" | "monate" | "monaten" | "month" | "months" => number.months(),
        "y" | "j" | "jahr" | "jahre" | "jahren" | "year" | "years" => number.years(),
        _ => return None,
    })
}

/// The first and the last day of the week, month or year that lies `back` before that of today.
fn period(today: Date, unit: &str, back: i64) -> Option<(Date, Date)> {
    match unit {
        "woche" | "week" => {
            let monday = today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days()).ok()?;
            let first = monday.checked_sub(back.weeks()).ok()?;
            Some((first, first.checked_add(6.days()).ok()?))
        }
        "monat" | "month" => {
            let first = today.first_of_month().checked_sub(back.months()).ok()?;
            Some((first, first.last_of_month()))
        }
        "jahr" | "year" => {
            let first = today.first_of_year().checked_sub(back.years()).ok()?;
            Some((first, first.last_of_year()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_today() {
        // A Wednesday.
        let today = date(2024, 5, 1);
        for (text, expected) in [
            ("heute", "2024-05-01"),
            ("Gestern", "2024-04-30"),
            ("yesterday", "2024-04-30"),
            ("vorgestern", "2024-04-29"),
            ("7d", "2024-04-24"),
            ("7 Tage", "2024-04-24"),
            ("vor 7 Tagen", "2024-04-24"),
            ("vor einer Woche", "2024-04-24"),
            ("2w", "2024-04-17"),
            ("2 weeks ago", "2024-04-17"),
            ("3m", "2024-02-01"),
            ("1j", "2023-05-01"),
            ("1 year ago", "2023-05-01"),
            ("letzte Woche", "2024-04-22..2024-04-28"),
            ("diese Woche", "2024-04-29..2024-05-05"),
            ("last month", "2024-04-01..2024-04-30"),
            ("letzter  Monat", "2024-04-01..2024-04-30"),
            ("letztes Jahr", "2023-01-01..2023-12-31"),
            ("dieses Jahr", "2024-01-01..2024-12-31"),
        ] {
            let found = relative_to(text, today).map(|(first, last)| match first == last {
                true => first.to_string(),
                false => format!("{first}..{last}"),
            });
            assert_eq!(found.as_deref(), Some(expected), "{text}");
            assert!(relative_to(text, ANY_DAY).is_some(), "{text}");
        }
        for text in [
            "",
            "morgen",
            "7",
            "d",
            "7x",
            "-7d",
            "99999999999999999999d",
            "12345d",
            "letzte",
            "letzte Wahl",
            "vor 3",
            "2018 Tage",
            "2018 m",
        ] {
            assert_eq!(relative_to(text, today), None, "{text}");
        }
    }
}
