//! Which parameters does a route know, and are these values right?
//!
//! A struct with a schema says it once: parameters of a URL become JSON by the types of the schema, JSON of a body is compared with
//! it, and `openapi` publishes it.

use axum::http::StatusCode;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use super::problem::HttpProblem;

/// Parameters of a route, described by the JSON schema of a struct.
#[derive(Debug, Clone)]
pub(super) struct Parameters {
    properties: Map<String, Value>,
    required: Vec<String>,
    /// Whether unknown names and empty values are passed over, as forms of browsers and links from elsewhere need it.
    lenient: bool,
}

/// Type of a parameter.
#[derive(Debug, PartialEq)]
enum ParameterType {
    Integer,
    Number,
    Boolean,
    Choice(Vec<String>),
    List(Option<Vec<String>>),
    Text,
}

impl Parameters {
    /// Returns the parameters that are the fields of `T`.
    pub(super) fn of<T: JsonSchema>() -> Parameters {
        let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
        let schema = settings.into_generator().into_root_schema_for::<T>().to_value();
        let properties = schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
        let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
        Parameters {
            properties: properties.into_iter().map(|(name, schema)| (name, without_null(schema))).collect(),
            required: required.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect(),
            lenient: false,
        }
    }

    /// Returns the same parameters, with unknown names and empty values passed over.
    pub(super) fn lenient(self) -> Parameters {
        Parameters { lenient: true, ..self }
    }

    /// Returns the schema of each parameter.
    pub(super) fn properties(&self) -> &Map<String, Value> {
        &self.properties
    }

    /// Returns the schema of each parameter as others see it: an empty value may stand for none.
    pub(super) fn published(&self) -> Map<String, Value> {
        let published = |schema: &Value| match parameter_type(schema) {
            ParameterType::Text => schema.clone(),
            _ if !self.lenient => schema.clone(),
            _ => {
                let mut schema = schema.clone();
                let description = schema.as_object_mut().and_then(|schema| schema.remove("description"));
                json!({"anyOf": [schema, {"const": ""}], "description": description})
            }
        };
        self.properties.iter().map(|(name, schema)| (name.clone(), published(schema))).collect()
    }

    /// Returns true if other parameters are passed over.
    pub(super) fn is_lenient(&self) -> bool {
        self.lenient
    }

    /// Returns true if a request must have this parameter.
    pub(super) fn is_required(&self, name: &str) -> bool {
        self.required.iter().any(|required| required == name)
    }

    /// Returns the names of the parameters that a request must have.
    pub(super) fn required(&self) -> &[String] {
        &self.required
    }

    /// Reads the parameters of a URL.
    pub(super) fn read_url(&self, query: &str) -> Result<Map<String, Value>, HttpProblem> {
        let mut params = Map::new();
        for (name, text) in form_urlencoded::parse(query.as_bytes()) {
            let Some(schema) = self.properties.get(name.as_ref()) else {
                if self.lenient {
                    continue;
                }
                return Err(self.unknown(&name));
            };
            if self.lenient && text.is_empty() {
                continue;
            }
            let value = value_of(schema, &name, &text, self.lenient)?;
            match (params.get_mut(name.as_ref()), value) {
                (None, value) => drop(params.insert(name.into_owned(), value)),
                (Some(Value::Array(before)), Value::Array(more)) => before.extend(more),
                _ if self.lenient => {}
                _ => {
                    let problem = HttpProblem::parameter(&name, format!("`{name}` stands there twice"));
                    return Err(problem.in_german(format!("`{name}` steht zweimal da")));
                }
            }
        }
        self.check(params)
    }

    /// Reads the parameters of a body of JSON.
    pub(super) fn read_json(&self, body: &[u8]) -> Result<Map<String, Value>, HttpProblem> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(params)) => self.check(params),
            Ok(_) => Err(HttpProblem::new(StatusCode::BAD_REQUEST, "body", "the body must be one JSON object")
                .in_german("der Rumpf der Anfrage muss ein JSON-Objekt sein")),
            Err(err) => Err(HttpProblem::new(StatusCode::BAD_REQUEST, "body", format!("the body is no JSON: {err}"))
                .in_german(format!("der Rumpf der Anfrage ist kein JSON: {err}"))),
        }
    }

    /// Compares values with the schema.
    pub(super) fn check(&self, params: Map<String, Value>) -> Result<Map<String, Value>, HttpProblem> {
        for (name, value) in &params {
            let schema = self.properties.get(name).ok_or_else(|| self.unknown(name))?;
            check_value(schema, name, value)?;
        }
        match self.required.iter().find(|name| !params.contains_key(*name)) {
            Some(name) => {
                Err(HttpProblem::parameter(name, format!("`{name}` is missing")).in_german(format!("`{name}` fehlt")))
            }
            None => Ok(params),
        }
    }

    fn unknown(&self, name: &str) -> HttpProblem {
        let known: Vec<Value> = self.properties.keys().map(|name| name.as_str().into()).collect();
        let names = self.properties.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        let (german, english) = match names.as_str() {
            "" => ("diese Adresse hat keine".to_owned(), "this route has none".to_owned()),
            names => (format!("bekannt sind {names}"), format!("known are {names}")),
        };
        HttpProblem::new(StatusCode::BAD_REQUEST, "unknown-parameter", format!("unknown parameter `{name}`: {english}"))
            .in_german(format!("unbekannter Parameter `{name}`: {german}"))
            .with("parameter", name)
            .with("known", known)
    }
}

/// Returns the struct that parameters were checked for.
pub(super) fn read<T: DeserializeOwned>(params: &Map<String, Value>) -> Result<T, HttpProblem> {
    serde_json::from_value(Value::Object(params.clone()))
        .map_err(|err| HttpProblem::new(StatusCode::BAD_REQUEST, "parameter", err.to_string()))
}

/// Makes the schema of an optional value that of the value: a parameter is there or not, but never null.
pub(super) fn without_null(schema: Value) -> Value {
    let Value::Object(mut schema) = schema else { return schema };
    let is_null = |value: &Value| value == "null" || value.get("type").is_some_and(|kind| kind == "null");
    if schema.get("default").is_some_and(Value::is_null) {
        schema.remove("default");
    }
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|kind| !is_null(kind));
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(choices)) = schema.remove("anyOf") {
        for choice in choices.into_iter().filter(|choice| !is_null(choice)) {
            for (name, value) in choice.as_object().cloned().unwrap_or_default() {
                schema.entry(name).or_insert(value);
            }
        }
    }
    // Formats of Rust's integers mean nothing to others.
    if schema.get("format").and_then(Value::as_str).is_some_and(|format| format.contains("int")) {
        schema.remove("format");
    }
    Value::Object(schema)
}

/// Returns the names that a schema allows, if it lists them.
fn choices(schema: &Value) -> Option<Vec<String>> {
    let name = |value: &Value| value.as_str().map(str::to_owned);
    let listed = schema.get("enum").and_then(Value::as_array).map(|names| names.iter().filter_map(name).collect());
    listed.or_else(|| {
        let one_of = schema.get("oneOf")?.as_array()?;
        let names = one_of.iter().flat_map(|one| match one.get("const") {
            Some(constant) => name(constant).into_iter().collect(),
            None => choices(one).unwrap_or_default(),
        });
        Some(names.collect())
    })
}

fn parameter_type(schema: &Value) -> ParameterType {
    if let Some(names) = choices(schema) {
        return ParameterType::Choice(names);
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("integer") => ParameterType::Integer,
        Some("number") => ParameterType::Number,
        Some("boolean") => ParameterType::Boolean,
        Some("array") => ParameterType::List(schema.get("items").and_then(choices)),
        _ => ParameterType::Text,
    }
}

/// Returns the problem with a value: what it must be, in German and English.
fn wrong(name: &str, value: &str, german: &str, english: &str) -> HttpProblem {
    HttpProblem::parameter(name, format!("`{name}` is {english}, not `{value}`"))
        .in_german(format!("`{name}` muss {german} sein, nicht `{value}`"))
}

/// Returns a parameter of a URL as JSON. Names to choose from may be joined by commas, and with `any_case` be in capitals.
fn value_of(schema: &Value, name: &str, text: &str, any_case: bool) -> Result<Value, HttpProblem> {
    let wrong = |german: &str, english: &str| wrong(name, text, german, english);
    match parameter_type(schema) {
        ParameterType::Integer => {
            text.parse::<u64>().map(Value::from).map_err(|_| wrong("eine ganze Zahl", "a whole number"))
        }
        ParameterType::Number => text.parse::<f64>().map(Value::from).map_err(|_| wrong("eine Zahl", "a number")),
        ParameterType::Boolean => match text {
            "true" | "1" => Ok(true.into()),
            "false" | "0" => Ok(false.into()),
            _ => Err(wrong("true oder false", "true or false")),
        },
        ParameterType::List(Some(_)) => Ok(text.split(',').map(Value::from).collect()),
        ParameterType::List(None) => Ok(vec![Value::from(text)].into()),
        ParameterType::Choice(names) if any_case => {
            let known = names.into_iter().find(|known| known.eq_ignore_ascii_case(text));
            Ok(known.map_or_else(|| text.into(), Value::from))
        }
        ParameterType::Choice(_) | ParameterType::Text => Ok(text.into()),
    }
}

fn check_value(schema: &Value, name: &str, value: &Value) -> Result<(), HttpProblem> {
    let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let fails = |german: &str, english: &str| Err(wrong(name, &shown, german, english));
    let is_one_of =
        |names: &[String], value: &Value| value.as_str().is_some_and(|text| names.iter().any(|one| one == text));
    let bound = |name: &str| schema.get(name).and_then(Value::as_u64);
    match parameter_type(schema) {
        ParameterType::Integer if !value.is_u64() => return fails("eine ganze Zahl", "a whole number"),
        ParameterType::Number if !value.is_number() => return fails("eine Zahl", "a number"),
        ParameterType::Boolean if !value.is_boolean() => return fails("true oder false", "true or false"),
        ParameterType::Text if !value.is_string() => return fails("ein Text", "a text"),
        ParameterType::Choice(names) if !is_one_of(&names, value) => {
            let names = names.join(", ");
            return fails(&format!("eines von {names}"), &format!("one of {names}"));
        }
        ParameterType::List(names) => {
            let Some(items) = value.as_array().filter(|items| items.iter().all(Value::is_string)) else {
                return fails("eine Liste von Texten", "a list of texts");
            };
            if let Some(names) = names
                && !items.iter().all(|item| is_one_of(&names, item))
            {
                let names = names.join(", ");
                return fails(&format!("eine Liste aus {names}"), &format!("a list of {names}"));
            }
            if let Some(least) = bound("minItems").filter(|least| (items.len() as u64) < *least) {
                return fails(&format!("eine Liste von mindestens {least}"), &format!("a list of at least {least}"));
            }
            if let Some(most) = bound("maxItems").filter(|most| items.len() as u64 > *most) {
                return fails(&format!("eine Liste von höchstens {most}"), &format!("a list of at most {most}"));
            }
        }
        _ => {}
    }
    let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
    match (value.as_f64(), bound("minimum"), bound("maximum")) {
        (Some(number), Some(least), _) if number < least => {
            fails(&format!("mindestens {least}"), &format!("at least {least}"))
        }
        (Some(number), _, Some(most)) if number > most => {
            fails(&format!("höchstens {most}"), &format!("at most {most}"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, dead_code)]
    use super::*;
    use crate::messages::Language;
    use crate::wire::choices::{FacetBy, SortBy};
    use serde::Deserialize;

    /// A few parameters of each type.
    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct SampleParams {
        /// The query
        q: String,
        #[schemars(range(min = 1, max = 20))]
        limit: Option<u32>,
        sort: Option<SortBy>,
        #[serde(default)]
        facets: Vec<FacetBy>,
        #[serde(default)]
        id: Vec<String>,
        #[serde(default)]
        all: bool,
    }

    #[test]
    fn parameters_of_a_url_are_typed() {
        let parameters = Parameters::of::<SampleParams>();
        let read =
            parameters.read_url("q=a+%C3%BC&limit=3&sort=date-asc&facets=source,year&id=a,b&id=c&all=1").unwrap();
        assert_eq!(
            Value::Object(read),
            json!({"q": "a ü", "limit": 3, "sort": "date-asc", "facets": ["source", "year"], "id": ["a,b", "c"], "all": true})
        );
        assert_eq!(parameters.properties()["q"]["description"], "The query");
        assert!(parameters.is_required("q") && !parameters.is_required("all"));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let parameters = Parameters::of::<SampleParams>();
        for (query, said) in [
            ("q=a&frage=b", "unknown parameter `frage`: known are all, facets"),
            ("limit=3", "`q` is missing"),
            ("q=a&q=b", "`q` stands there twice"),
            ("q=a&limit=x", "a whole number"),
            ("q=a&limit=0", "at least 1"),
            ("q=a&limit=21", "at most 20"),
            ("q=a&limit=", "a whole number"),
            ("q=a&sort=up", "one of relevance, date, date-asc"),
            ("q=a&facets=source,sauce", "a list of source, section, year, month"),
            ("q=a&all=ja", "true or false"),
        ] {
            let problem = parameters.read_url(query).unwrap_err();
            assert_eq!(problem.status(), 400);
            assert!(problem.detail().contains(said), "{query}: {}", problem.detail());
        }
        for body in
            ["[]", "{\"q\": 1}", "{\"q\": null}", "{\"q\": \"a\", \"limit\": -1}", "{\"q\": \"a\", \"x\": 1}", "{"]
        {
            assert_eq!(parameters.read_json(body.as_bytes()).unwrap_err().status(), 400, "{body}");
        }
        let german =
            |query: &str| parameters.read_url(query).unwrap_err().told_in(Language::German).detail().to_owned();
        for (query, said) in [
            ("q=a&frage=b", "unbekannter Parameter `frage`: bekannt sind all,"),
            ("q=a&limit=x", "`limit` muss eine ganze Zahl sein, nicht `x`"),
            ("q=a&limit=0", "`limit` muss mindestens 1 sein, nicht `0`"),
            ("q=a&sort=UP", "`sort` muss eines von relevance, date, date-asc sein, nicht `UP`"),
        ] {
            assert!(german(query).starts_with(said), "{}", german(query));
        }
        let lenient = parameters.lenient();
        assert_eq!(Value::Object(lenient.read_url("q=a&sort=DATE").unwrap()), json!({"q": "a", "sort": "date"}));
        assert_eq!(Value::Object(lenient.read_url("q=a&limit=&utm=x&q=b").unwrap()), json!({"q": "a"}));
    }
}
