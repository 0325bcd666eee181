//! What does the address of a page say, and how is another address made of it?

use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::super::api::FilterParams;
use super::super::{negotiate, path_id};
use crate::messages::Language;
use crate::wire::choices::SortBy;
use crate::wire::request::ResultRequest;

/// Languages of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum PageLanguage {
    /// German
    De,
    /// English
    En,
}

/// Colours of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum PageTheme {
    /// Dark text on light ground
    Light,
    /// Light text on dark ground
    Dark,
}

/// Keys of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum PageKeys {
    /// None
    Off,
}

/// Parameters of a page. Unknown ones are passed over.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(super) struct PageParams {
    /// The query, in the language of `fundstelle help query`
    pub(super) q: Option<String>,
    /// A second query to compare with, over time
    pub(super) q2: Option<String>,
    /// A third query to compare with, over time
    pub(super) q3: Option<String>,
    #[serde(flatten)]
    pub(super) filters: FilterParams,
    /// Order of the hits [default: relevance]
    pub(super) sort: Option<SortBy>,
    /// Show copies of better hits as well
    #[serde(default)]
    pub(super) all: bool,
    /// Skip so many hits
    #[schemars(range(min = 0, max = 100_000))]
    pub(super) offset: Option<usize>,
    /// Language [default: by Accept-Language]
    #[expect(dead_code, reason = "decided before the page is made")]
    lang: Option<PageLanguage>,
    /// Colours [default: those of the system]
    #[expect(dead_code, reason = "decided before the page is made")]
    theme: Option<PageTheme>,
    /// Keys of the page, such as `/` and `n` [default: on]
    #[expect(dead_code, reason = "decided before the page is made")]
    keys: Option<PageKeys>,
}

impl PageParams {
    /// Returns the request for one page of up to `limit` passages.
    pub(super) fn request(&self, limit: usize, timeout: Duration) -> ResultRequest {
        ResultRequest {
            offset: self.offset.unwrap_or(0),
            sort: self.sort.unwrap_or(SortBy::Relevance),
            all: self.all,
            count: true,
            ..ResultRequest::passages(limit, timeout)
        }
    }
}

/// Parameters in the order in which an address has them.
const ORDER: [&str; 13] =
    ["q", "q2", "q3", "source", "section", "since", "until", "sort", "all", "offset", "lang", "theme", "keys"];
/// Parameters that decide how a page looks, whatever it shows.
const DISPLAY: [&str; 3] = ["lang", "theme", "keys"];

/// Parameters of the address of a page.
#[derive(Debug, Clone, Default)]
pub(in crate::server) struct PageState(Vec<(&'static str, String)>);

impl PageState {
    /// Returns the state that these parameters say.
    pub(super) fn of(params: &Map<String, Value>) -> PageState {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        PageState(ORDER.iter().filter_map(|name| Some((*name, text(params.get(*name)?)))).collect())
    }

    /// Returns the state that the query of an address says, right or wrong.
    pub(in crate::server) fn of_address(query: &str) -> PageState {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.to_string());
        PageState(ORDER.iter().filter_map(|name| Some((*name, value(name)?))).collect())
    }

    /// Returns the state with the query and what the page looks like, without what restricts and orders the hits.
    pub(super) fn without_filters(&self) -> PageState {
        let kept = self.0.iter().filter(|(name, _)| *name == "q" || DISPLAY.contains(name));
        PageState(kept.cloned().collect())
    }

    /// Returns the state with these changes; `None` removes a parameter. It begins with the first hit.
    pub(super) fn with(&self, changes: &[(&str, Option<&str>)]) -> PageState {
        let value = |name: &str| match changes.iter().find(|(changed, _)| *changed == name) {
            Some((_, value)) => *value,
            None if name == "offset" => None,
            None => self.get(name),
        };
        PageState(ORDER.iter().filter_map(|name| Some((*name, value(name)?.to_owned()))).collect())
    }

    /// Returns the language that the address asks for.
    pub(in crate::server) fn language(&self) -> Option<Language> {
        self.get("lang").and_then(negotiate::language_of)
    }

    /// Returns the value of a parameter.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(found, _)| *found == name).map(|(_, value)| value.as_str())
    }

    /// Returns the parameters that are not in `without`.
    pub(super) fn others<'a>(&'a self, without: &'a [&str]) -> impl Iterator<Item = (&'static str, &'a str)> {
        self.0.iter().filter(|(name, _)| !without.contains(name)).map(|(name, value)| (*name, value.as_str()))
    }

    /// Returns the address of `path` in the state [`with`](PageState::with) these changes.
    pub(super) fn link(&self, path: &str, changes: &[(&str, Option<&str>)]) -> String {
        let changed = self.with(changes);
        match form_urlencoded::Serializer::new(String::new()).extend_pairs(&changed.0).finish() {
            query if query.is_empty() => path.to_owned(),
            // Only the first sign in a pair has to be one, and a whole name reads better: source==Die+Zeit.
            query => format!("{path}?{}", query.replace("%3D", "=")),
        }
    }

    /// Returns the address of a list with these changes.
    pub(super) fn list(&self, changes: &[(&str, Option<&str>)]) -> String {
        self.link("/", changes)
    }

    /// Returns the address of an article with the matches of the query marked.
    pub(super) fn article(&self, id: &str, anchor: &str) -> String {
        let path = format!("/a/{}", path_id::encoded(id));
        let gone: Vec<(&str, Option<&str>)> =
            ORDER.iter().filter(|name| **name != "q" && !DISPLAY.contains(name)).map(|name| (*name, None)).collect();
        let link = self.link(&path, &gone);
        if anchor.is_empty() { link } else { format!("{link}#{anchor}") }
    }

    /// Returns the address of the list for programs, in this format.
    pub(super) fn export(&self, format: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.others(&["offset", "lang", "theme", "keys"]) {
            query.append_pair(name, value);
        }
        query.append_pair("format", format);
        format!("/api/search?{}", query.finish())
    }
}

/// Percent-encodes the value of a parameter.
pub(super) fn value_encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn addresses_are_short_and_in_order() {
        let params = json!({"offset": 10, "source": "dpa", "q": "Bahn Streik", "all": true});
        let state = PageState::of(params.as_object().unwrap_or(&Map::new()));
        assert_eq!(state.list(&[]), "/?q=Bahn+Streik&source=dpa&all=true");
        assert_eq!(state.list(&[("source", None), ("since", Some("2018"))]), "/?q=Bahn+Streik&since=2018&all=true");
        assert_eq!(state.list(&[("offset", Some("20"))]), "/?q=Bahn+Streik&source=dpa&all=true&offset=20");
        assert_eq!(state.article("a/ü b#2", "p3"), "/a/a/%C3%BC%20b%232?q=Bahn+Streik#p3");
        assert_eq!(state.export("csv"), "/api/search?q=Bahn+Streik&source=dpa&all=true&format=csv");
        assert_eq!(PageState::default().list(&[]), "/");
        let state = PageState::of_address("lang=de&x=1&q=(Bahn+und&since=gestern");
        assert_eq!(state.list(&[]), "/?q=%28Bahn+und&since=gestern&lang=de");
        assert_eq!(state.without_filters().list(&[]), "/?q=%28Bahn+und&lang=de");
    }
}
