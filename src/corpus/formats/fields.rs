//! Makes an article of a record with named fields: which names mean what.

use serde_json::{Map, Value};

use super::html_text;
use super::layout::{Body, lay_out_text};
use super::whitespace::one_line;
use crate::corpus::article::Article;
use crate::corpus::date::{date_of_number, parse_date};
use crate::corpus::reason::SkipReason;

/// A record with the names of the source.
pub(super) type RecordFields = Map<String, Value>;

// Names of each field, in lower case. The first name with a value wins.
const ID_NAMES: &[&str] = &["id", "uuid", "guid"];
const TITLE_NAMES: &[&str] = &["title", "headline", "titel", "ueberschrift", "überschrift", "name"];
const TEXT_NAMES: &[&str] = &[
    "text",
    "body",
    "maintext",
    "articlebody",
    "content",
    "content_text",
    "content_html",
    "plaintext",
    "inhalt",
    "article_text",
    "cleaned_text",
];
const LEAD_NAMES: &[&str] = &["subtitle", "description", "lead", "teaser", "standfirst", "vorspann"];
const DATE_NAMES: &[&str] = &[
    "date",
    "published",
    "date_publish",
    "datepublished",
    "date_published",
    "publish_date",
    "published_at",
    "pubdate",
    "datum",
    "created",
    "timestamp",
];
const SOURCE_NAMES: &[&str] =
    &["source", "publisher", "domain", "sitename", "source_domain", "quelle", "site", "newspaper", "zeitung"];
const SECTION_NAMES: &[&str] =
    &["section", "category", "articlesection", "ressort", "rubrik", "kategorie", "label", "topic"];
const LANGUAGE_NAMES: &[&str] = &["language", "lang", "sprache", "inlanguage"];

/// Length of the beginning of the text in which a lead is searched, in characters: a dateline or byline may precede it.
const LEAD_SEARCH_CHARS: usize = 1000;

/// Returns the kind of a column or field of this name: the first name of that kind, such as `text` for `Inhalt`.
pub(super) fn kind_of(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    [TEXT_NAMES, TITLE_NAMES, ID_NAMES, LEAD_NAMES, DATE_NAMES, SOURCE_NAMES, SECTION_NAMES, LANGUAGE_NAMES]
        .into_iter()
        .find(|names| names.contains(&name.as_str()))
        .map(|names| names[0])
}

/// Returns the article that a record holds, without lines. The reason of a failure names the field.
pub(super) fn article(fields: &RecordFields) -> Result<Article, SkipReason> {
    let mut article = without_text(fields)?;
    let text = text(fields).map_err(SkipReason::BadRecord)?;
    let body = lay_out_text(&with_lead(fields, text))?;
    if body.text.is_empty() {
        // only tags
        return Err(SkipReason::BadRecord(missing(fields)));
    }
    article.body = body.text;
    article.headings = body.headings;
    Ok(article)
}

/// Returns everything about an article except for its text, as front matter has it.
pub(super) fn without_text(fields: &RecordFields) -> Result<Article, SkipReason> {
    let mut article = Article {
        id: plain(fields, ID_NAMES).map_err(SkipReason::BadRecord)?,
        title: one_line(&plain(fields, TITLE_NAMES).map_err(SkipReason::BadRecord)?),
        source: label(fields, SOURCE_NAMES),
        section: label(fields, SECTION_NAMES),
        language: label(fields, LANGUAGE_NAMES),
        ..Article::default()
    };
    set_date(&mut article, fields);
    Ok(article)
}

/// Returns true if some field is known to hold the text.
pub(super) fn has_text(fields: &RecordFields) -> bool {
    first(fields, TEXT_NAMES).is_some()
}

/// Returns the lead of a record, unless `body` begins with it.
pub(super) fn lead(fields: &RecordFields, body: &str) -> Option<String> {
    let lead = first(fields, LEAD_NAMES).and_then(|(_, value)| value.as_str()).map(one_line)?;
    adds_to_body(&lead, body).then_some(lead)
}

/// Returns true if a lead is not repeated at the beginning of the body.
pub(super) fn adds_to_body(lead: &str, body: &str) -> bool {
    let wanted = letters_and_digits(lead.trim_end_matches(['…', '.', ' ']), usize::MAX);
    let repeated = letters_and_digits(body, LEAD_SEARCH_CHARS.max(2 * wanted.len())).contains(&wanted);
    !wanted.is_empty() && !repeated
}

/// Makes a record of names and values; empty values are left out.
pub(super) fn from_pairs<const N: usize>(fields: [(&str, String); N]) -> RecordFields {
    let with_value = fields.into_iter().filter(|(_, value)| !value.trim().is_empty());
    with_value.map(|(name, value)| (name.to_owned(), Value::String(value))).collect()
}

/// Returns the value of the first of these names that has one, with the name as the source writes it.
fn first<'a>(fields: &'a RecordFields, names: &[&str]) -> Option<(&'a str, &'a Value)> {
    names.iter().find_map(|wanted| all(fields, wanted).next())
}

/// Returns all values of a name, with the name as the source writes it.
fn all<'a>(fields: &'a RecordFields, wanted: &str) -> impl Iterator<Item = (&'a str, &'a Value)> {
    fields
        .iter()
        .filter(move |(name, value)| is_named(name, wanted) && !is_void(value))
        .map(|(name, value)| (name.as_str(), value))
}

/// Compares a field's name with `wanted`, which is in lower case. Called for every field of every record and every name.
fn is_named(name: &str, wanted: &str) -> bool {
    if name.is_ascii() { name.eq_ignore_ascii_case(wanted) } else { name.to_lowercase() == wanted }
}

/// Returns true if a value says nothing.
fn is_void(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.iter().all(is_void),
        _ => false,
    }
}

/// Returns a text or a number as text.
fn plain(fields: &RecordFields, names: &[&str]) -> Result<String, String> {
    match first(fields, names) {
        None => Ok(String::new()),
        Some((_, Value::String(text))) => Ok(text.trim().to_owned()),
        Some((_, Value::Number(number))) => Ok(number.to_string()),
        Some((name, value)) => Err(format!("{name}: expected text, found {}", type_of(value))),
    }
}

/// Returns a text, the first of several, or the name of an object. A label of another form is ignored rather than the article
/// lost.
fn label(fields: &RecordFields, names: &[&str]) -> String {
    fn of(value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(one_line(text)),
            Value::Number(number) => Some(number.to_string()),
            Value::Array(items) => items.iter().find_map(of),
            Value::Object(object) => ["name", "title", "id"].iter().find_map(|name| of(object.get(*name)?)),
            Value::Null | Value::Bool(_) => None,
        }
    }
    names.iter().flat_map(|wanted| all(fields, wanted)).find_map(|(_, value)| of(value)).unwrap_or_default()
}

fn text(fields: &RecordFields) -> Result<String, String> {
    let mut wrong = None;
    for (name, value) in TEXT_NAMES.iter().flat_map(|wanted| all(fields, wanted)) {
        match paragraphs(value) {
            Some(text) if html_text::is_marked_up(&text) => return html_text::plain(&text),
            Some(text) => return Ok(text),
            None => {
                wrong.get_or_insert_with(|| format!("{name}: expected text, found {}", type_of(value)));
            }
        }
    }
    Err(wrong.unwrap_or_else(|| missing(fields)))
}

/// Says whether the text field is missing or empty.
fn missing(fields: &RecordFields) -> String {
    let names: Vec<_> = fields.keys().filter(|name| TEXT_NAMES.contains(&name.to_lowercase().as_str())).collect();
    match names.first() {
        Some(name) => format!("{name}: empty"),
        None => "no field with the text (text, body, content …)".to_owned(),
    }
}

/// Returns a text, or an array of paragraphs as one text.
fn paragraphs(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => {
            let texts: Option<Vec<&str>> = items.iter().filter(|item| !item.is_null()).map(Value::as_str).collect();
            Some(texts?.join("\n\n"))
        }
        _ => None,
    }
}

fn with_lead(fields: &RecordFields, text: String) -> String {
    match lead(fields, &text) {
        Some(lead) => format!("{lead}\n\n{text}"),
        None => text,
    }
}

fn set_date(article: &mut Article, fields: &RecordFields) {
    let date = match first(fields, DATE_NAMES) {
        None => return,
        Some((_, Value::String(text))) => match parse_date(text) {
            Some(date) => date.ok(),
            // "unknown" is not meant as a date; anything with digits is
            None if !text.contains(|c: char| c.is_ascii_digit()) => return,
            None => None,
        },
        Some((_, Value::Number(number))) => {
            number.as_i64().or_else(|| number.as_f64().map(|n| n as i64)).and_then(|n| date_of_number(n).ok())
        }
        Some(_) => None,
    };
    article.date = date;
    article.date_refused = date.is_none();
}

/// Returns the letters and digits of the first `reach` characters, for comparison.
fn letters_and_digits(text: &str, reach: usize) -> String {
    text.chars().take(reach).filter(|c| c.is_alphanumeric()).collect()
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// Begins a body with `lead`, if there is one, as a paragraph of its own on `line`.
pub(super) fn body_with_lead(lead: Option<String>, line: u32) -> Body {
    let mut body = Body::default();
    if let Some(lead) = lead {
        body.paragraph(&lead, line);
    }
    body
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use serde_json::json;

    fn of(value: Value) -> Result<Article, String> {
        article(value.as_object().unwrap()).map_err(|reason| reason.to_string())
    }

    #[test]
    fn names_in_every_dialect() {
        for value in [
            json!({"id": "a1", "title": "Titel", "text": "Satz.", "date": "2018-04-21", "source": "Blatt", "section": "Sport", "language": "de"}),
            json!({"UUID": "a1", "Headline": "Titel", "maintext": "Satz.", "date_publish": "2018-04-21 10:00:00", "source_domain": "Blatt", "Ressort": "Sport", "lang": "de"}),
            json!({"guid": "a1", "Überschrift": " Titel\n", "Inhalt": ["Satz."], "datum": "21.04.2018", "Zeitung": {"name": "Blatt"}, "rubrik": ["Sport", "Fußball"], "sprache": "de"}),
            json!({"id": "a1", "name": "Titel", "body": null, "articleBody": "Satz.", "timestamp": 1_524_305_700, "publisher": {"id": "Blatt"}, "label": "Sport", "inLanguage": ["de"]}),
        ] {
            let article = of(value.clone()).unwrap();
            let found =
                [&article.id, &article.title, &article.body, &article.source, &article.section, &article.language];
            assert_eq!(found, ["a1", "Titel", "Satz.", "Blatt", "Sport", "de"], "{value}");
            assert_eq!(article.date, Some(jiff::civil::date(2018, 4, 21)), "{value}");
        }
        assert_eq!(of(json!({"id": 17, "text": "Satz."})).unwrap().id, "17");
        assert_eq!(of(json!({"url": "https://x.example/1", "text": "Satz."})).unwrap().id, "");
    }

    #[test]
    fn names_the_field_that_is_wrong() {
        for (value, field) in [
            (json!({"title": "Titel"}), "text"),
            (json!({"title": "Titel", "body": " "}), "body"),
            (json!({"title": "Titel", "body": "<br></p>"}), "body"),
            (json!({"maintext": 5}), "maintext"),
            (json!({"text": ["a", 5]}), "text"),
            (json!({"text": "Satz.", "Title": []}), ""),
            (json!({"text": "Satz.", "Title": {"a": 1}}), "Title"),
            (json!({"text": "Satz.", "id": true}), "id"),
        ] {
            match of(value.clone()) {
                Err(why) => assert!(!field.is_empty() && why.contains(field), "{value}: {why}"),
                Ok(_) => assert_eq!(field, "", "{value}"),
            }
        }
    }

    #[test]
    fn a_lead_comes_first_unless_the_text_has_it() {
        let body = |value| of(value).unwrap().body;
        assert_eq!(body(json!({"text": "Der Text.", "teaser": "Der\nVorspann."})), "Der Vorspann.\nDer Text.");
        assert_eq!(
            body(json!({"text": "Der Vorspann. Der Text.", "description": "Der Vorspann …"})),
            "Der Vorspann. Der Text."
        );
        assert_eq!(
            body(json!({"text": "Ulm (xy) - Der Vorspann.", "lead": "Der Vorspann."})),
            "Ulm (xy) - Der Vorspann."
        );
        assert!(of(json!({"lead": "Nur Vorspann."})).is_err());
    }

    #[test]
    fn dates_that_are_none_are_refused() {
        for (date, refused) in [
            (json!("31.02.2018"), true),
            (json!("99999-01-01"), true),
            (json!("unbekannt"), false),
            (json!({"$date": 1}), true),
            (json!(1e300), true),
        ] {
            let article = of(json!({"text": "Satz.", "date": date})).unwrap();
            assert_eq!((article.date, article.date_refused), (None, refused), "{date}");
        }
    }

    #[test]
    fn markup_is_stripped_where_it_clearly_is_some() {
        let body = |text: &str| of(json!({"text": text})).unwrap().body;
        assert_eq!(
            body("<p>Gr&ouml;&szlig;e</p><script>alert(1)</script><p>Zwei <b>Wörter</b></p>"),
            "Größe\nZwei Wörter"
        );
        assert_eq!(body("Eins<br>Zwei."), "Eins\nZwei.");
        assert_eq!(body("a < b und <i>c</i>"), "a < b und <i>c</i>");
    }
}
