//! Reads the fields before a Markdown text: YAML between `---`, or TOML between `+++`.

use serde_json::Value;

use super::fields::RecordFields;
use crate::corpus::reason::SkipReason;

/// Returns the fields of the front matter and the byte offset at which the text after it begins. Without front matter there
/// are no fields and the offset is 0. Fails with [`SkipReason::Damaged`] if the front matter cannot be parsed.
pub(super) fn split(text: &str) -> Result<(RecordFields, usize), SkipReason> {
    let Some(Marked { syntax, inner, end }) = find(text) else { return Ok((RecordFields::new(), 0)) };
    let value = match syntax {
        Syntax::Yaml => from_yaml(inner)?,
        Syntax::Toml => from_toml(inner)?,
    };
    match value {
        Value::Object(fields) => Ok((fields, end)),
        // nothing between the marks
        Value::Null => Ok((RecordFields::new(), end)),
        // two rules with text between them are no front matter
        _ => Ok((RecordFields::new(), 0)),
    }
}

/// Front matter that is not parsed yet.
struct Marked<'a> {
    syntax: Syntax,
    /// Text between the marks.
    inner: &'a str,
    /// Byte offset at which the text after the marks begins.
    end: usize,
}

#[derive(Clone, Copy)]
enum Syntax {
    Yaml,
    Toml,
}

fn find(text: &str) -> Option<Marked<'_>> {
    let first = text.lines().next()?;
    let (syntax, ends): (Syntax, &[&str]) = match first.trim_end() {
        "---" => (Syntax::Yaml, &["---", "..."]),
        "+++" => (Syntax::Toml, &["+++"]),
        _ => return None,
    };
    let start = text.find('\n')? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if ends.contains(&line.trim_end()) {
            return Some(Marked { syntax, inner: &text[start..at], end: at + line.len() });
        }
        at += line.len();
    }
    None
}

fn from_yaml(yaml: &str) -> Result<Value, SkipReason> {
    let value: serde_norway::Value = serde_norway::from_str(yaml).map_err(|error| {
        // the opening mark is line 1 of the file
        let line = error.location().map_or(1, |location| location.line() + 1);
        SkipReason::Damaged(format!("front matter, line {line}: {error}"))
    })?;
    Ok(yaml_value(value))
}

fn yaml_value(value: serde_norway::Value) -> Value {
    use serde_norway::Value as Yaml;
    match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(bool) => Value::Bool(bool),
        Yaml::Number(number) => number_value(number.as_i64(), number.as_f64()),
        Yaml::String(text) => Value::String(text),
        Yaml::Sequence(items) => Value::Array(items.into_iter().map(yaml_value).collect()),
        // keys that are not text name no field
        Yaml::Mapping(pairs) => Value::Object(
            pairs
                .into_iter()
                .filter_map(|(name, value)| Some((name.as_str()?.to_owned(), yaml_value(value))))
                .collect(),
        ),
        Yaml::Tagged(tagged) => yaml_value(tagged.value),
    }
}

fn from_toml(text: &str) -> Result<Value, SkipReason> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 2;
        SkipReason::Damaged(format!("front matter, line {line}: {}", error.message()))
    })?;
    Ok(toml_value(toml::Value::Table(table)))
}

fn toml_value(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => number_value(None, Some(number)),
        toml::Value::Boolean(bool) => Value::Bool(bool),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(items) => Value::Array(items.into_iter().map(toml_value).collect()),
        toml::Value::Table(pairs) => {
            Value::Object(pairs.into_iter().map(|(name, value)| (name, toml_value(value))).collect())
        }
    }
}

fn number_value(whole: Option<i64>, broken: Option<f64>) -> Value {
    whole.map(Value::from).or_else(|| broken.map(Value::from)).unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn yaml_and_toml() {
        for text in [
            "---\ntitle: Der Titel\ndate: 2018-04-21\ntags: [a, b]\n1: x\n---\nText",
            "+++\ntitle = \"Der Titel\"\ndate = 2018-04-21\ntags = [\"a\", \"b\"]\n+++\nText",
        ] {
            let (fields, rest) = split(text).unwrap();
            assert_eq!((&fields["title"], &fields["date"]), (&Value::from("Der Titel"), &Value::from("2018-04-21")));
            assert_eq!(&text[rest..], "Text");
        }
        for text in ["# Titel\n---\na: b\n---\n", "---\nnur ein Strich", "---\nnur Text\n---\nmehr", ""] {
            assert_eq!(split(text), Ok((RecordFields::new(), 0)), "{text:?}");
        }
        assert_eq!(split("---\n---\nText"), Ok((RecordFields::new(), 8)));
    }

    #[test]
    fn damage_is_named_with_its_line() {
        for text in ["---\na: b\ntitle: \"offen\nb: c\n---\nText", "+++\na = 1\ntitle = \"offen\n+++\nText"] {
            match split(text) {
                Err(SkipReason::Damaged(why)) => assert!(why.contains("line 3") || why.contains("line 4"), "{why}"),
                other => panic!("{other:?}"),
            }
        }
    }
}
