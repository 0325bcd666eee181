//! The linked data (JSON-LD) of a page: which of its objects is the article, and what that says.

use serde_json::Value;

use super::page::{WebPage, key};
use crate::corpus::formats::fields::{self, RecordFields};
use crate::corpus::formats::html_text::{self, decoded};
use crate::corpus::formats::layout::{Body, lay_out_text};
use crate::corpus::formats::markup;
use crate::corpus::formats::whitespace::one_line;
use crate::corpus::reason::SkipReason;

/// Deepest nesting of objects in which an article is looked for.
const MAX_DEPTH: usize = 8;

/// Marks by which old pages keep scripts from parsers, before and after their text.
const WRAPPINGS: [&str; 12] = [
    "//<![CDATA[",
    "/*<![CDATA[*/",
    "/* <![CDATA[ */",
    "// <![CDATA[",
    "<![CDATA[",
    "<!--",
    "//]]>",
    "/*]]>*/",
    "/* ]]> */",
    "// ]]>",
    "]]>",
    "-->",
];

/// The linked data of a page.
#[derive(Debug, Default)]
pub(super) struct Linked {
    /// The article; empty without one.
    pub(super) article: RecordFields,
    /// Names of the site: of the publisher and of the web site.
    pub(super) sites: Vec<String>,
}

impl Linked {
    /// Reads the linked data of a page. Of several articles the one is taken that has the page's headline, else the first with a
    /// text, else the first.
    pub(super) fn of(page: &WebPage<'_>) -> Linked {
        let mut objects = Vec::new();
        for script in &page.linked {
            // broken JSON is ignored: the page itself is still there
            if let Some(value) = parse(script) {
                collect(value, &mut objects, 0);
            }
        }
        let headlines: Vec<String> = page_headlines(page);
        let mut articles: Vec<&RecordFields> = objects.iter().filter(|o| is_article(o.get("@type"))).collect();
        articles.sort_by_cached_key(|article| {
            let headline = key(&decoded(article.get("headline").and_then(Value::as_str).unwrap_or_default()));
            let is_headline = !headline.is_empty() && headlines.iter().any(|other| other.starts_with(&headline));
            (!is_headline, !fields::has_text(article))
        });
        let article = articles.first().map(|article| resolved(article, &objects)).unwrap_or_default();
        let mut sites: Vec<String> = ["publisher"].iter().filter_map(|name| name_of(article.get(*name)?)).collect();
        sites.extend(
            objects.iter().filter(|o| is_of_type(o.get("@type"), "WebSite")).filter_map(|o| name_of(o.get("name")?)),
        );
        Linked { article, sites }
    }

    /// Returns a text of the article without marks of HTML.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let text = match self.article.get(name)? {
            Value::String(text) => text,
            Value::Array(items) => items.iter().find_map(Value::as_str)?,
            _ => return None,
        };
        Some(one_line(&without_tags(text))).filter(|text| !text.is_empty())
    }

    /// Returns the body of the article.
    pub(super) fn body(&self) -> Result<Option<Body>, SkipReason> {
        let own = self.article.iter().find(|(name, _)| name.eq_ignore_ascii_case("articleBody"));
        let mut texts: Vec<&str> = own.and_then(|(_, text)| text.as_str()).into_iter().collect();
        if let Some(Value::Array(updates)) = self.article.get("liveBlogUpdate") {
            let parts = updates.iter().flat_map(|update| ["headline", "articleBody"].map(|name| update.get(name)));
            texts.extend(parts.flatten().filter_map(Value::as_str));
        }
        let texts: Vec<String> = texts.into_iter().map(without_tags).filter(|text| !text.trim().is_empty()).collect();
        if texts.is_empty() {
            return Ok(None);
        }
        Ok(Some(lay_out_text(&texts.join("\n\n"))?).filter(|body| !body.text.is_empty()))
    }
}

/// Returns the keys of the page's headlines: of its `h1`s, its `og:title` and its title.
fn page_headlines(page: &WebPage<'_>) -> Vec<String> {
    let h1 = page.blocks.iter().filter(|block| block.name == "h1").map(|block| block.key.clone());
    h1.chain(page.meta(&["og:title"]).map(key)).chain([key(&page.title)]).collect()
}

/// Parses a script, without the marks around it. Line ends inside texts, which JSON forbids, count as blanks.
fn parse(script: &str) -> Option<Value> {
    let mut text = script.trim();
    while let Some(mark) = WRAPPINGS.iter().find(|mark| text.starts_with(**mark)) {
        text = text[mark.len()..].trim_start();
    }
    while let Some(mark) = WRAPPINGS.iter().find(|mark| text.ends_with(**mark)) {
        text = text[..text.len() - mark.len()].trim_end();
    }
    let text = text.trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| {
        let mended = text.replace(|c: char| c.is_control(), " ");
        (mended != text).then(|| serde_json::from_str(&mended).ok())?
    })
}

/// Collects the objects of a value that may be an article or be named by one.
fn collect(value: Value, found: &mut Vec<RecordFields>, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(items) => items.into_iter().for_each(|item| collect(item, found, depth + 1)),
        Value::Object(mut object) => {
            let inner: Vec<Value> = ["@graph", "mainEntity", "mainEntityOfPage"]
                .into_iter()
                .filter_map(|name| object.get_mut(name).filter(|inner| !inner.is_string()).map(Value::take))
                .collect();
            found.push(object);
            inner.into_iter().for_each(|inner| collect(inner, found, depth + 1));
        }
        _ => {}
    }
}

/// Returns an article whose publisher, if it only points to another object, is that object.
fn resolved(article: &RecordFields, objects: &[RecordFields]) -> RecordFields {
    let mut article = article.clone();
    if let Some(publisher) = article.get_mut("publisher")
        && let Some(id) = publisher.get("@id").filter(|_| publisher.get("name").is_none())
        && let Some(target) = objects.iter().find(|object| object.get("@id") == Some(id))
    {
        *publisher = Value::Object(target.clone());
    }
    article
}

/// Returns true for `NewsArticle`, `ReportageNewsArticle`, `BlogPosting` …, also as one of several types.
fn is_article(kind: Option<&Value>) -> bool {
    match kind {
        Some(Value::String(name)) => name.ends_with("Article") || name.ends_with("Posting"),
        Some(Value::Array(names)) => names.iter().any(|name| is_article(Some(name))),
        _ => false,
    }
}

fn is_of_type(kind: Option<&Value>, wanted: &str) -> bool {
    match kind {
        Some(Value::String(name)) => name == wanted,
        Some(Value::Array(names)) => names.iter().any(|name| is_of_type(Some(name), wanted)),
        _ => false,
    }
}

/// Returns a text, the name of an object, or that of the first of several.
fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(one_line(&decoded(text))).filter(|text| !text.is_empty()),
        Value::Array(items) => items.iter().find_map(name_of),
        Value::Object(object) => name_of(object.get("name")?),
        _ => None,
    }
}

/// Returns a text without tags and character references.
fn without_tags(text: &str) -> String {
    match markup::is_marked_up(text) || text.contains("</") {
        // text that is nested too deep is ignored: the page itself is still there
        true => html_text::plain(text).unwrap_or_default(),
        false => decoded(text),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn linked(scripts: &[&str]) -> Linked {
        let page = WebPage {
            linked: scripts.iter().map(|&script| script.to_owned()).collect(),
            title: "Brücke gesperrt - Tagblatt".to_owned(),
            ..WebPage::default()
        };
        Linked::of(&page)
    }

    #[test]
    fn however_the_script_is_wrapped() {
        let object = r#"{"@type":"NewsArticle","headline":"Brücke"}"#;
        for script in [
            object.to_owned(),
            format!("\n//<![CDATA[\n{object}\n//]]>\n"),
            format!("/* <![CDATA[ */ {object} /* ]]> */"),
            format!("<![CDATA[{object}]]>"),
            format!("<!-- {object} -->"),
            format!("{object};"),
            format!("[[{object}]]"),
            format!(r#"{{"@type":"WebPage","mainEntity":{object}}}"#),
            format!(r#"{{"@type":"WebPage","name":"x","@graph":[{{"@type":"Person"}},{object}]}}"#),
            object.replace("Brücke", "Brü\ncke").replace("Brü\ncke", "\tBrücke\n"),
        ] {
            assert_eq!(linked(&[&script]).text("headline").as_deref(), Some("Brücke"), "{script}");
        }
        assert_eq!(linked(&[r#"{"@type":"NewsArticle","#]).text("headline"), None);
        let deep = format!("{}1{}", r#"{"mainEntity":"#.repeat(100), "}".repeat(100));
        assert_eq!(linked(&[&deep]).text("headline"), None);
    }

    #[test]
    fn the_article_of_this_page() {
        let teaser = r#"{"@type":"NewsArticle","headline":"Anderes","articleBody":"Ein Text."}"#;
        let own = r##"{"@type":"NewsArticle","headline":"Brücke gesperrt","publisher":{"@id":"#p"}}"##;
        let publisher = r##"{"@id":"#p","@type":"Organization","name":"Tagblatt &amp; Bote"}"##;
        let found = linked(&[&format!("[{teaser},{},{publisher}]", own)]);
        assert_eq!(found.text("headline").as_deref(), Some("Brücke gesperrt"));
        assert_eq!(found.sites, ["Tagblatt & Bote"]);
        assert_eq!(linked(&[teaser]).text("headline").as_deref(), Some("Anderes"));
    }

    #[test]
    fn a_live_ticker_is_its_updates() {
        let found = linked(&[r#"{"@type":"LiveBlogPosting","headline":"x","liveBlogUpdate":[
            {"@type":"BlogPosting","headline":"10 Uhr: Beginn","articleBody":"<p>Es geht los.</p>"},{"articleBody":"Pause."}]}"#]);
        assert_eq!(found.body().unwrap().unwrap().text, "10 Uhr: Beginn\nEs geht los.\nPause.");
    }
}
