//! Makes an article of a record with named fields.

use serde_json::{Map, Value};

use super::field_names::meaning_of;
pub(super) use super::known_fields::HeadlineOnly;
use super::known_fields::KnownFields;
use super::layout::{Body, lay_out_text};
use super::shortened::without_mark;
use super::whitespace::one_line;
use crate::corpus::article::Article;
use crate::corpus::field_map::{FieldKind, FieldMap, NO_MAP};
use crate::corpus::reason::SkipReason;

/// A record with the names of the source.
pub(super) type RecordFields = Map<String, Value>;

/// Length of the beginning of the text in which a lead is searched, in characters: a dateline or byline may precede it.
const LEAD_SEARCH_CHARS: usize = 1000;

/// Most names of fields that are listed where none holds the text.
const SHOWN_NAMES: usize = 12;

/// Longest name of a field that is listed.
const SHOWN_NAME_CHARS: usize = 30;

/// Returns the article that a record holds, without lines. `map` says which fields a user has named.
pub(super) fn article(
    fields: &RecordFields,
    map: &FieldMap,
    headline_only: HeadlineOnly,
) -> Result<Article, SkipReason> {
    let known = KnownFields::of(fields, map);
    let mut article = known.without_text();
    let text = match (known.text(), known.lead()) {
        (Some(text), Some(lead)) if adds_to_body(&lead, &text) => format!("{}\n\n{text}", one_line(&lead)),
        (Some(text), _) => text,
        // what little is known of an article is better found as its text than lost
        (None, _) if known.is_headline(headline_only) => match known.longest_lead() {
            Some(lead) if adds_to_body(&lead, &article.title) => lead,
            _ => article.title.clone(),
        },
        (None, _) => return Err(SkipReason::BadRecord(missing(fields, &known))),
    };
    let (text, is_short) = without_mark(&text);
    article.shortened = is_short || fields.get("truncated") == Some(&Value::Bool(true));
    let body = lay_out_text(text)?;
    if body.text.is_empty() {
        // only tags, or only a mark
        return Err(SkipReason::BadRecord(missing(fields, &known)));
    }
    article.body = body.text;
    article.headings = body.headings;
    Ok(article)
}

/// Returns everything about an article except for its text, as front matter has it.
pub(super) fn without_text(fields: &RecordFields) -> Article {
    KnownFields::of(fields, &NO_MAP).without_text()
}

/// Returns true if some field is known to hold the text.
pub(super) fn has_text(fields: &RecordFields) -> bool {
    KnownFields::of(fields, &NO_MAP).values(FieldKind::Text).next().is_some()
}

/// Returns the lead of a record, unless `body` begins with it.
pub(super) fn lead(fields: &RecordFields, body: &str) -> Option<String> {
    let known = KnownFields::of(fields, &NO_MAP);
    let lead = known.lead()?;
    adds_to_body(&lead, body).then(|| one_line(&lead))
}

/// Returns true if a lead is not repeated at the beginning of the body.
pub(super) fn adds_to_body(lead: &str, body: &str) -> bool {
    let wanted = letters_and_digits(lead.trim_end_matches(['…', '.', ' ', '[', ']']), usize::MAX);
    let repeated = letters_and_digits(body, LEAD_SEARCH_CHARS.max(2 * wanted.len())).contains(&wanted);
    !wanted.is_empty() && !repeated
}

/// Makes a record of names and values; empty values are left out.
pub(super) fn from_pairs<const N: usize>(fields: [(&str, String); N]) -> RecordFields {
    let with_value = fields.into_iter().filter(|(_, value)| !value.trim().is_empty());
    with_value.map(|(name, value)| (name.to_owned(), Value::String(value))).collect()
}

/// Says that the text is missing: which field is empty or of another shape, or which fields there are.
fn missing(fields: &RecordFields, known: &KnownFields<'_>) -> String {
    if let Some((name, value)) = known.values(FieldKind::Text).next() {
        return match value {
            Value::Bool(_) | Value::Number(_) => format!("{name}: expected text, found {}", type_of(value)),
            _ => format!("{name}: empty"),
        };
    }
    let empty = fields.keys().find(|name| meaning_of(name).is_some_and(|meaning| meaning.kind == FieldKind::Text));
    match empty {
        Some(name) => format!("{name}: empty"),
        None => format!("no field with the text (text, body, content …); its fields: {}", shown_names(fields)),
    }
}

/// Lists the names of the fields of a record.
pub(super) fn shown_names(fields: &RecordFields) -> String {
    let short = |name: &String| name.chars().take(SHOWN_NAME_CHARS).collect::<String>();
    let mut names: Vec<String> = fields.keys().take(SHOWN_NAMES).map(short).collect();
    if fields.len() > SHOWN_NAMES {
        names.push("…".to_owned());
    }
    if names.is_empty() { "–".to_owned() } else { names.join(", ") }
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
        let of = |value: &Value| article(value.as_object().unwrap(), &FieldMap::default(), HeadlineOnly::WithContext);
        of(&value).map_err(|reason| reason.to_string())
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
    fn a_source_is_a_name_or_a_host() {
        for (value, source) in [
            (
                json!({"text": "Satz.", "source": "https://www.bote.example/a/1", "hostname": "bote.example"}),
                "bote.example",
            ),
            (json!({"text": "Satz.", "source": "https://www.bote.example:80/a"}), "bote.example"),
            (json!({"text": "Satz.", "source": {"uri": "x", "title": "Bote"}}), "Bote"),
        ] {
            assert_eq!(of(value.clone()).unwrap().source, source, "{value}");
        }
    }

    #[test]
    fn names_the_field_that_is_wrong() {
        for (value, field) in [
            (json!({"title": "Titel"}), "text"),
            (json!({"title": "Titel", "body": " "}), "body"),
            (json!({"title": "Titel", "body": "<br></p>"}), "body"),
            (json!({"maintext": 5}), "maintext"),
            (json!({"text": ["a", 5]}), ""),
            (json!({"Autor": "a", "Seite": 5}), "Autor, Seite"),
            (json!({}), "–"),
            (
                json!({"name": "fundstelle", "description": "Eine Suche.", "version": "1.0"}),
                "description, name, version",
            ),
            (json!({"text": "Satz.", "Title": []}), ""),
            (json!({"text": "Satz.", "Title": {"a": 1}}), ""),
            (json!({"text": "Satz.", "id": true}), ""),
        ] {
            match of(value.clone()) {
                Err(why) => assert!(!field.is_empty() && why.contains(field), "{value}: {why}"),
                Ok(_) => assert_eq!(field, "", "{value}"),
            }
        }
    }

    #[test]
    fn the_longest_of_several_texts() {
        let long = "Am Kai ruht die Fähre seit Donnerstag.";
        for value in [
            json!({"text": "Am Kai.", "content_html": format!("<p>{long}</p>")}),
            json!({"body": "Am Kai", "fulltext": long}),
            json!({"fulltext": "Am Kai", "body": long}),
            json!({"text": long, "html": format!("<p>Start</p><p>{long}</p><p>Impressum des Boten</p>")}),
            json!({"text": long, "text_original": format!("{long} {long}")}),
            json!({"title": "Kai", "date": "2021-03-04", "abstract": "Am Kai.", "lead_paragraph": long}),
            json!({"title": "Kai", "date": "2021-03-04", "description": "Am Kai.", "summary": long}),
        ] {
            assert_eq!(of(value.clone()).unwrap().body, long, "{value}");
        }
        let record = json!({"kurz": "Am Kai.", "text": long});
        let map = "text=kurz".parse().unwrap();
        let short = article(record.as_object().unwrap(), &map, HeadlineOnly::WithContext).unwrap();
        assert_eq!(short.body, "Am Kai.");
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
            (json!({"$date": true}), true),
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

    #[test]
    fn a_headline_is_an_article_where_it_clearly_is_one() {
        for (value, body) in [
            (json!({"headline": "Fähre ruht", "date": "2021-03-04"}), "Fähre ruht"),
            (json!({"title": "Fähre ruht", "url": "https://bote.example/1", "content": null}), "Fähre ruht"),
            (
                json!({"title": "Fähre ruht", "description": "Niedrigwasser am Kai.", "publishedAt": "2021-03-04"}),
                "Niedrigwasser am Kai.",
            ),
        ] {
            let article = of(value.clone()).unwrap();
            assert_eq!((article.title.as_str(), article.body.as_str()), ("Fähre ruht", body), "{value}");
        }
        for value in [json!({"title": "Fähre ruht"}), json!({"name": "Fähre", "date": "2021-03-04"})] {
            assert!(of(value.clone()).is_err(), "{value}");
        }
    }

    #[test]
    fn what_a_user_names_comes_first() {
        let value = json!({"title": "falsch", "kopf": "Fähre ruht", "text": "falsch", "inhalt2": {"lang": "Am Kai."}, "tag": "2021-03-04"});
        let map = "title=kopf,text=inhalt2.lang,date=TAG".parse().unwrap();
        let article = article(value.as_object().unwrap(), &map, HeadlineOnly::WithContext).unwrap();
        assert_eq!((article.title.as_str(), article.body.as_str()), ("Fähre ruht", "Am Kai."));
        assert_eq!(article.date, Some(jiff::civil::date(2021, 3, 4)));
    }

    #[test]
    fn the_next_date_is_asked_where_one_cannot_be_read() {
        let article =
            of(json!({"text": "Satz.", "date": "31.02.2018", "published": "unbekannt", "updated_at": "2018-04"}))
                .unwrap();
        assert_eq!(
            (article.date, article.date_refused, article.date_vague),
            (Some(jiff::civil::date(2018, 4, 1)), false, true)
        );
    }

    #[test]
    fn texts_that_say_that_they_go_on() {
        for (value, body) in [
            (json!({"text": "Am Kai … [+1234 chars]"}), "Am Kai …"),
            (json!({"text": "Am Kai [&hellip;]"}), "Am Kai […]"),
            (json!({"text": "Am Kai", "truncated": true}), "Am Kai"),
        ] {
            let article = of(value.clone()).unwrap();
            assert_eq!((article.body.as_str(), article.shortened), (body, true), "{value}");
        }
        assert!(!of(json!({"text": "Am Kai […] ruht es.", "truncated": false})).unwrap().shortened);
    }
}
