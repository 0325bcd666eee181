//! Reads the value of a field that is a line or a day, whatever its shape.

use jiff::civil::Date;
use serde_json::Value;

use super::field_text::{inline_text, is_inline, without_markup};
use super::whitespace::one_line;
use crate::characters::is_number;
use crate::corpus::date::{DateFound, date_found, number_found};

/// Names under which an object holds a line: the name of a paper, the words of a title.
const LINE_KEYS: [&str; 24] = [
    "rendered",
    "main",
    "name",
    "title",
    "value",
    "text",
    "displayName",
    "display_name",
    "label",
    "headline",
    "literal",
    "de",
    "#text",
    "$t",
    "_",
    "@value",
    "$oid",
    "username",
    "acct",
    "screen_name",
    "domain",
    "id",
    "default",
    "raw",
];

/// Returns what a value names, on one line and without markup: a text, a number, the first of several that has a line, or
/// what an object is called.
pub(super) fn line_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(one_line(&without_markup(text))).filter(|line| !line.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) if items.len() > 1 && is_inline(items) => {
            Some(one_line(&items.iter().map(inline_text).collect::<String>())).filter(|line| !line.is_empty())
        }
        Value::Array(items) => items.iter().find_map(line_of),
        Value::Object(object) => {
            let known = LINE_KEYS.iter().find_map(|name| line_of(object.get(*name)?));
            let mut texts = object.values().filter(|value| value.is_string());
            known.or_else(|| match (texts.next(), texts.next()) {
                (Some(only), None) => line_of(only),
                _ => None,
            })
        }
        Value::Null | Value::Bool(_) => None,
    }
}

/// Returns what a section is called, as [`line_of`] does; the number of a section says nothing.
pub(super) fn words_of(value: &Value) -> Option<String> {
    match value {
        Value::Array(items) if !is_inline(items) => items.iter().find_map(words_of),
        _ => line_of(value).filter(|line| !is_number(line)),
    }
}

/// Languages of which an object may hold a text for each; the first is preferred.
const LANGUAGES: [&str; 16] =
    ["de", "en", "fr", "it", "rm", "nl", "da", "sv", "pl", "cs", "es", "pt", "tr", "ru", "uk", "hsb"];

/// Returns the German form of a value of which there is one for each language (`{"de-DE": …, "en-US": …}`), or else that of the
/// first language; any other value as it is.
pub(super) fn localised(value: &Value) -> &Value {
    let Value::Object(forms) = value else { return value };
    let rank = |name: &String| {
        let (language, region) = name.split_once(['-', '_']).unwrap_or((name, ""));
        let is_region = region.len() <= 4 && region.bytes().all(|byte| byte.is_ascii_alphabetic());
        LANGUAGES.iter().position(|known| *known == language).filter(|_| is_region)
    };
    let ranked: Option<Vec<(usize, &Value)>> = forms.iter().map(|(name, form)| Some((rank(name)?, form))).collect();
    ranked
        .unwrap_or_default()
        .into_iter()
        .filter(|(_, form)| !is_void(form))
        .min_by_key(|(rank, _)| *rank)
        .map_or(value, |(_, form)| form)
}

/// Returns the day that a value names; `None` if it names none, as `unknown` does.
pub(super) fn day_of(value: &Value) -> Option<DateFound> {
    match value {
        Value::String(text) => match date_found(text) {
            DateFound::None if text.contains(|c: char| c.is_ascii_digit()) => Some(DateFound::Refused),
            DateFound::None => None,
            found => Some(found),
        },
        Value::Number(number) => Some(day_of_number(number)),
        Value::Array(items) => match items[..] {
            [Value::Number(_), Value::Number(_), Value::Number(_), ..] => Some(day_of_parts(items)),
            _ => items.iter().find_map(day_of),
        },
        Value::Object(object) if object.contains_key("year") => {
            let part = |name: &str| object.get(name).cloned().unwrap_or(Value::from(1));
            Some(day_of_parts(&["year", "month", "day"].map(part)))
        }
        Value::Object(object) => {
            const DATE_KEYS: [&str; 16] = [
                "$date",
                "$numberLong",
                "iso",
                "published",
                "publishedAt",
                "date",
                "datetime",
                "value",
                "rendered",
                "raw",
                "#text",
                "@value",
                "_",
                "timestamp",
                "created",
                "date-parts",
            ];
            let found = DATE_KEYS.iter().find_map(|name| day_of(object.get(*name)?));
            Some(found.unwrap_or(DateFound::Refused)).filter(|_| !object.is_empty())
        }
        Value::Null | Value::Bool(_) => None,
    }
}

fn day_of_number(number: &serde_json::Number) -> DateFound {
    let number = number.as_i64().or_else(|| number.as_f64().map(|n| n as i64));
    number.map_or(DateFound::Refused, number_found)
}

/// Returns the day of a list of year, month and day.
fn day_of_parts(items: &[Value]) -> DateFound {
    let part = |at: usize| items[at].as_i64().unwrap_or(-1);
    let small = |at: usize| i8::try_from(part(at)).unwrap_or(-1);
    let day = i16::try_from(part(0)).ok().and_then(|year| Date::new(year, small(1), small(2)).ok());
    day.filter(|day| (1400..=2200).contains(&day.year())).map_or(DateFound::Refused, DateFound::Day)
}

/// Returns true if a value says nothing.
pub(super) fn is_void(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.iter().all(is_void),
        Value::Object(object) => object.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    #[test]
    fn lines_of_every_shape() {
        for (value, line) in [
            (json!(["Fähre ruht", "x"]), "Fähre ruht"),
            (json!({"rendered": "Radweg &#8211; <em>der</em> Kanal"}), "Radweg – der Kanal"),
            (json!({"$oid": "605c"}), "605c"),
            (json!({"id": null, "name": "Bote"}), "Bote"),
            (json!({"uid": 5, "wort": "Bote"}), "Bote"),
            (json!(17), "17"),
        ] {
            assert_eq!(line_of(&value).as_deref(), Some(line), "{value}");
        }
        assert_eq!(line_of(&json!({"a": 1})), None);
    }

    #[test]
    fn forms_in_several_languages() {
        for (value, form) in [
            (json!({"de-DE": "Fähre"}), json!("Fähre")),
            (json!({"en-US": "Ferry", "de-AT": "Fähre"}), json!("Fähre")),
            (json!({"en": "Ferry", "de": null}), json!("Ferry")),
            (json!({"id": "x"}), json!({"id": "x"})),
            (json!({"de": "x", "name": "y"}), json!({"de": "x", "name": "y"})),
            (json!({}), json!({})),
        ] {
            assert_eq!(*localised(&value), form, "{value}");
        }
        assert_eq!(words_of(&json!([5, {"id": 7, "name": "Sport"}])).as_deref(), Some("Sport"));
        assert_eq!(words_of(&json!([5, "17"])), None);
    }

    #[test]
    fn days_of_every_shape() {
        let day = DateFound::Day(date(2021, 3, 4));
        for value in [
            json!("2021-03-04T09:15:00Z"),
            json!({"$date": "2021-03-04T09:15:00Z"}),
            json!({"$date": {"$numberLong": "1614849300000"}}),
            json!(1_614_849_300),
            json!(1_614_849_300.25),
            json!("1614849300.0"),
            json!([2021, 3, 4, 9, 15]),
            json!(["2021-03-04"]),
            json!("/Date(1614849300000)/"),
            json!({"date": "2021-03-04 09:15:00.000000", "timezone": "UTC"}),
            json!({"date-parts": [[2021, 3, 4]]}),
            json!({"year": 2021, "month": 3, "day": 4}),
        ] {
            assert_eq!(day_of(&value), Some(day), "{value}");
        }
        for value in [json!("gestern"), json!(null), json!({}), json!(true)] {
            assert_eq!(day_of(&value), None, "{value}");
        }
        for value in [json!([2021, 2, 31]), json!({"a": 1}), json!("31.02.2021"), json!(1e300)] {
            assert_eq!(day_of(&value), Some(DateFound::Refused), "{value}");
        }
        assert_eq!(day_of(&json!(2021)), Some(DateFound::Vague(date(2021, 1, 1))));
    }
}
