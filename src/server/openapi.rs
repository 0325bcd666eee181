//! How is the API described, in OpenAPI 3.1?

use serde_json::{Map, Value, json};

use super::answer::Media;
use super::endpoint::{Endpoint, EndpointKind, Post};

/// Statuses of problems that a route may answer with, and what they mean.
const PROBLEMS: [(&str, &str); 13] = [
    ("400", "a parameter or the query is wrong"),
    ("401", "a token is needed"),
    ("403", "the request comes from elsewhere"),
    ("404", "no article or passage has this id"),
    ("405", "the route does not take this method"),
    ("406", "the route does not have this kind of content"),
    ("408", "the body came too slowly"),
    ("409", "the cursor belongs to an earlier commit of the index"),
    ("413", "the body is too large"),
    ("414", "the address is too long"),
    ("415", "the body is of another type"),
    ("431", "the headers are too large"),
    ("503", "too many queries at once, or the query took too long"),
];

/// Returns the description of all routes.
pub(super) fn document(endpoints: &[Endpoint]) -> Value {
    let paths: Map<String, Value> =
        endpoints.iter().map(|endpoint| (endpoint.path.to_owned(), path_item(endpoint))).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Fundstelle",
            "summary": "Full-text search for German news: passages, each with the exact place it came from",
            "description": "The query language: `fundstelle help query`. Offsets count characters (Unicode scalar values).",
            "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": problem_schema()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    })
}

fn path_item(endpoint: &Endpoint) -> Value {
    let mut item = Map::new();
    item.insert("get".to_owned(), operation(endpoint, false));
    if endpoint.post != Post::No {
        item.insert("post".to_owned(), operation(endpoint, true));
    }
    Value::Object(item)
}

fn operation(endpoint: &Endpoint, is_post: bool) -> Value {
    let mut parameters = Vec::new();
    if endpoint.path.ends_with("{id}") {
        parameters.push(json!({
            "name": "id", "in": "path", "required": true, "schema": {"type": "string"},
            "description": "Id of an article or passage; `/` may stand as it is, `#` is `%23`",
        }));
    }
    if !is_post {
        parameters.extend(endpoint.parameters.published().into_iter().map(|(name, mut schema)| {
            let description = schema.as_object_mut().and_then(|schema| schema.remove("description"));
            // Names to choose from may be joined by commas; free texts are repeated.
            let explode = schema.pointer("/items/oneOf").is_none() && schema.pointer("/items/enum").is_none();
            json!({
                "name": name, "in": "query", "required": endpoint.parameters.is_required(&name), "schema": schema,
                "description": description.unwrap_or_default(), "style": "form", "explode": explode,
            })
        }));
    }
    let name = endpoint.path.trim_matches('/').replace(['/', '.'], "-").replace("-{id}", "");
    let mut operation = json!({
        "operationId": format!("{}-{}", if is_post { "post" } else { "get" }, if name.is_empty() { "page" } else { &name }),
        "summary": endpoint.summary,
        "parameters": parameters,
        "responses": responses(endpoint),
    });
    if is_post {
        operation["requestBody"] = body(endpoint);
    }
    operation
}

fn body(endpoint: &Endpoint) -> Value {
    let parameters = &endpoint.parameters;
    let mut schema = json!({"type": "object", "properties": parameters.published(), "additionalProperties": parameters.is_lenient()});
    if !parameters.required().is_empty() {
        schema["required"] = json!(parameters.required());
    }
    let mut content = json!({endpoint.post.content_type(): {"schema": schema}});
    if endpoint.post == Post::JsonOrText {
        content["text/plain"] = json!({"schema": {"type": "string"}});
    }
    json!({"required": true, "content": content})
}

fn responses(endpoint: &Endpoint) -> Value {
    let content: Map<String, Value> = endpoint
        .offered
        .iter()
        .map(|media| {
            let schema = match media {
                Media::Json => json!({"type": "object"}),
                Media::CslJson => json!({"type": "array"}),
                _ => json!({"type": "string"}),
            };
            (media.essence().to_owned(), json!({"schema": schema}))
        })
        .collect();
    let mut responses = Map::new();
    responses.insert("200".to_owned(), json!({"description": endpoint.summary, "content": content}));
    if matches!(endpoint.kind, EndpointKind::Query | EndpointKind::Page) {
        responses.insert("304".to_owned(), json!({"description": "the answer is the one with this entity tag"}));
    }
    for (status, description) in PROBLEMS {
        let mut content = json!({"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}});
        if endpoint.kind == EndpointKind::Page {
            content["text/html"] = json!({"schema": {"type": "string"}});
        }
        responses.insert(status.to_owned(), json!({"description": description, "content": content}));
    }
    Value::Object(responses)
}

fn problem_schema() -> Value {
    json!({
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "description": "urn:fundstelle:problem:KIND"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "What is wrong, in a sentence"},
            "position": {
                "type": "object", "description": "Characters of the query that are wrong",
                "properties": {"start": {"type": "integer"}, "end": {"type": "integer"}},
            },
            "hint": {"type": "string", "description": "What to write instead"},
            "parameter": {"type": "string", "description": "Name of the parameter that is wrong"},
            "known": {"type": "array", "items": {"type": "string"}, "description": "Parameters that the route knows"},
        },
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::routes::endpoints;
    use super::*;

    #[test]
    fn every_route_and_parameter_is_described() {
        let endpoints = endpoints();
        let document = document(&endpoints);
        let paths = document["paths"].as_object().unwrap();
        assert_eq!(paths.len(), endpoints.len(), "a path stands twice");
        for endpoint in &endpoints {
            let item = &paths[endpoint.path];
            assert_eq!(item.get("post").is_some(), endpoint.post != Post::No, "{}", endpoint.path);
            assert!(!endpoint.summary.is_empty());
            for parameter in item["get"]["parameters"].as_array().unwrap() {
                let described = parameter["description"].as_str().is_some_and(|text| !text.is_empty());
                assert!(described, "{} {}", endpoint.path, parameter["name"]);
            }
        }
        let text = document.to_string();
        assert!(!text.contains("\"null\"") && !text.contains("$defs"), "{text}");
    }
}
