//! Reads saved web pages: their JSON-LD if they have any, else their meta tags and main content.

use std::panic::{AssertUnwindSafe, catch_unwind};

use scraper::{Html, Selector};
use serde_json::Value;
use trafilatura::{ExtractResult, Options};

use super::fields::{self, RecordFields};
use super::html_lines::LineFinder;
use super::html_text::{self, TextBlock, decoded};
use super::layout::{Body, lay_out_text};
use super::line_ends::with_whole_words;
use super::whitespace::{count_line_ends, one_line};
use crate::corpus::article::{Article, LineMap};
use crate::corpus::date::parse_date;
use crate::corpus::reason::SkipReason;

/// Reads a page. Title, date and labels come from its JSON-LD, else from its title and meta tags; the text comes from the
/// JSON-LD, else from the main content, in which `h2` to `h6` are headings.
pub(super) fn read(page: &str) -> Result<Article, SkipReason> {
    html_text::check(page).map_err(SkipReason::Damaged)?;
    let document = Html::parse_document(page);
    if !html_text::is_shallow(&document) {
        return Err(SkipReason::Damaged("nested too deep".to_owned()));
    }
    let linked = linked_article(&document);
    let mut article = linked.as_ref().and_then(|fields| fields::without_text(fields).ok()).unwrap_or_default();
    // an id in JSON-LD is the page's address or a number of the editing system, not one of the article
    article.id.clear();
    article.title = decoded(&article.title);
    from_meta(&mut article, &document);
    match linked.as_ref().map(linked_body).transpose()?.flatten() {
        Some(body) => {
            let before = page.find("\"articleBody\"").and_then(|at| page.get(..at)).unwrap_or_default();
            article.lines = LineMap::Record(count_line_ends(before) + 1);
            article.body = body.text;
            article.headings = body.headings;
        }
        None => main_content(&mut article, page, &document)?,
    }
    if article.body.is_empty() { Err(SkipReason::BadRecord("no article on this page".to_owned())) } else { Ok(article) }
}

/// Returns the first article in the page's JSON-LD that has a text, else the first one.
fn linked_article(document: &Html) -> Option<RecordFields> {
    let scripts = select(document, "script[type]");
    let mut found = Vec::new();
    for script in scripts.filter(|script| script.attr("type").is_some_and(|kind| kind.trim() == "application/ld+json"))
    {
        // broken JSON is ignored: the page itself is still there
        if let Ok(value) = serde_json::from_str::<Value>(script.text().collect::<String>().trim()) {
            articles_in(value, &mut found);
        }
    }
    let with_text = found.iter().position(fields::has_text);
    (!found.is_empty()).then(|| found.swap_remove(with_text.unwrap_or(0)))
}

/// Collects the articles in a JSON-LD value.
fn articles_in(value: Value, found: &mut Vec<RecordFields>) {
    match value {
        Value::Array(items) => items.into_iter().for_each(|item| articles_in(item, found)),
        Value::Object(mut object) => {
            let graph = object.remove("@graph");
            if is_article(object.get("@type")) {
                found.push(object);
            }
            if let Some(graph) = graph {
                articles_in(graph, found);
            }
        }
        _ => {}
    }
}

/// Returns true for `NewsArticle`, `ReportageNewsArticle`, `BlogPosting` …, also as one of several types.
fn is_article(kind: Option<&Value>) -> bool {
    match kind {
        Some(Value::String(name)) => name.ends_with("Article") || name.ends_with("Posting"),
        Some(Value::Array(names)) => names.iter().any(|name| is_article(Some(name))),
        _ => false,
    }
}

/// Returns the body in a JSON-LD article.
fn linked_body(fields: &RecordFields) -> Result<Option<Body>, SkipReason> {
    let body = fields.iter().find(|(name, _)| name.eq_ignore_ascii_case("articleBody"));
    let text = body.and_then(|(_, text)| text.as_str()).filter(|text| !text.trim().is_empty());
    let text = text.and_then(|text| match html_text::is_marked_up(text) {
        // text that is nested too deep is ignored: the page itself is still there
        true => html_text::plain(text).ok(),
        false => Some(decoded(text)),
    });
    let body = text.map(|text| lay_out_text(&text)).transpose()?;
    Ok(body.filter(|body| !body.text.is_empty()))
}

/// Fills what is still missing from the title, the meta tags and the language of the document.
fn from_meta(article: &mut Article, document: &Html) {
    let meta = |names: &[&str]| {
        let mut found = names.iter().filter_map(|name| {
            select(document, "meta")
                .find(|meta| meta.attr("property").or(meta.attr("name")) == Some(name))?
                .attr("content")
        });
        found.find(|content| !content.trim().is_empty()).map(one_line)
    };
    let text =
        |css| select(document, css).map(|e| one_line(&e.text().collect::<String>())).find(|text| !text.is_empty());
    let fill = |field: &mut String, value: &dyn Fn() -> Option<String>| {
        if field.is_empty() {
            *field = value().unwrap_or_default();
        }
    };
    fill(&mut article.title, &|| meta(&["og:title"]).or_else(|| text("h1")).or_else(|| text("title")));
    fill(&mut article.source, &|| meta(&["og:site_name"]));
    fill(&mut article.section, &|| meta(&["article:section"]));
    fill(&mut article.language, &|| Some(one_line(select(document, "html").find_map(|html| html.attr("lang"))?)));
    let date = || meta(&["article:published_time", "date", "dc.date", "DC.date", "dcterms.created"]);
    if let (None, false, Some(date)) = (article.date, article.date_refused, date()) {
        let date = parse_date(&date);
        article.date_refused = matches!(date, Some(Err(_)));
        article.date = date.and_then(Result::ok);
    }
}

/// Returns the elements that a selector of this file matches.
fn select<'a>(document: &'a Html, css: &str) -> impl Iterator<Item = scraper::ElementRef<'a>> + use<'a> {
    #[expect(clippy::expect_used, reason = "the selectors stand in this file and every page is read with them")]
    let selector = Selector::parse(css).expect("a selector of this file");
    document.select(&selector).collect::<Vec<_>>().into_iter()
}

/// Takes the main content as the body, and what is still missing from the extractor's metadata.
fn main_content(article: &mut Article, page: &str, document: &Html) -> Result<(), SkipReason> {
    let Some(content) = extract(page)? else { return Ok(()) };
    let found = &content.metadata;
    if article.title.is_empty() {
        article.title = one_line(&found.title);
    }
    if article.source.is_empty() {
        article.source = one_line(if found.sitename.is_empty() { &found.hostname } else { &found.sitename });
    }
    if let (None, false, Some(date)) = (article.date, article.date_refused, found.date) {
        article.date = parse_date(&date.to_string()).and_then(Result::ok);
    }
    let mut blocks = html_text::blocks(&Html::parse_fragment(&content.content_html));
    if blocks.is_empty() {
        blocks.extend(content.content_text.lines().map(|line| TextBlock { text: one_line(line), heading: false }));
    }
    blocks.retain(|block| !block.text.is_empty());
    if let Some(paragraphs) = split_single_block(document, &blocks) {
        blocks = paragraphs;
    }
    if blocks.first().is_some_and(|first| first.text == article.title) {
        blocks.remove(0);
    }
    let mut lines = LineFinder::new(page);
    let mut body = Body::default();
    let placed = blocks.into_iter().map(|block| {
        let line = lines.find(&block.text);
        (block, line)
    });
    html_text::append(&mut body, placed.collect());
    body.fill(article);
    if !lines.found() {
        article.lines = LineMap::Record(1);
    }
    Ok(())
}

/// Splits a single block into the paragraphs of the page: of a short text the extractor may make one block.
fn split_single_block(document: &Html, blocks: &[TextBlock]) -> Option<Vec<TextBlock>> {
    let letters = |blocks: &[TextBlock]| -> String {
        blocks.iter().flat_map(|block| block.text.chars()).filter(|c| !c.is_whitespace()).collect()
    };
    let [only] = blocks else { return None };
    let wanted = letters(std::slice::from_ref(only));
    let mut found = select(document, "article, main, body").map(|element| html_text::blocks_in(*element));
    found.find(|found| found.len() > 1 && letters(found) == wanted)
}

/// Runs the extractor; `None` if it finds no article.
fn extract(page: &str) -> Result<Option<ExtractResult>, SkipReason> {
    let options = Options::default().with_fallback(true).with_exclude_comments(true);
    // a page on which the extractor panics must not cost more than that page
    catch_unwind(AssertUnwindSafe(|| trafilatura::extract(&with_whole_words(page), &options).ok()))
        .map_err(|_| SkipReason::Damaged("the page's text cannot be extracted".to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    const TEXT: &str = "<article><h1>Dieb im Museum</h1>\n<p>Unbekannte haben in der Nacht zum Dienstag ein Gemälde aus dem Museum am Wall gestohlen, teilte die Polizei mit.</p>\n\
        <h2>Spur führt zum Hafen</h2>\n<p>Die Ermittler der Sonderkommission prüfen nun, ob das Bild über den Hafen außer Landes gebracht wurde. Zeugen sahen einen Lieferwagen.</p></article>";

    fn page(head: &str, body: &str) -> String {
        format!(
            "<!DOCTYPE html>\n<html lang=\"de-AT\"><head><title>Titelzeile</title>{head}</head>\n<body><nav><a href=x>Start</a></nav>\n{body}<script>var geheim=1</script></body></html>"
        )
    }

    #[test]
    fn linked_data_first() {
        let data = r#"<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},{"@type":["NewsArticle"],"headline":"Dieb &amp; Bild","datePublished":"2018-04-21T10:00:00+02:00","publisher":{"@type":"Organization","name":"Wallzeitung"},"articleSection":["Kultur"],"inLanguage":"de","articleBody":"Erster Absatz.\n\nZweiter Absatz."}]}</script>"#;
        let article = read(&page(data, "<p>Anderes</p>")).unwrap();
        let found = [&article.title, &article.source, &article.section, &article.language, &article.body];
        assert_eq!(found, ["Dieb & Bild", "Wallzeitung", "Kultur", "de", "Erster Absatz.\nZweiter Absatz."]);
        assert_eq!(article.date, Some(jiff::civil::date(2018, 4, 21)));
    }

    #[test]
    fn main_content_else() {
        let broken = "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"roh\nund kaputt\"}</script><meta property=\"og:site_name\" content=\"Wallzeitung\"><meta property=\"article:published_time\" content=\"2018-04-21\">";
        let source = page(broken, TEXT);
        let article = read(&source).unwrap();
        assert_eq!(
            (article.title.as_str(), article.source.as_str(), article.language.as_str()),
            ("Dieb im Museum", "Wallzeitung", "de-AT")
        );
        assert_eq!(article.date, Some(jiff::civil::date(2018, 4, 21)));
        let paragraphs: Vec<_> = article.body.lines().collect();
        assert!(paragraphs[0].starts_with("Unbekannte"), "{paragraphs:?}");
        assert_eq!(
            article.headings.iter().map(|r| &article.body[r.clone()]).collect::<Vec<_>>(),
            ["Spur führt zum Hafen"]
        );
        assert!(!article.body.contains("geheim"));
        let line = source.lines().position(|line| line.contains("Die Ermittler")).unwrap() as u32 + 1;
        assert_eq!(article.lines.line_at(article.body.find("Die Ermittler").unwrap()), line);
    }

    #[test]
    fn little_text_in_its_paragraphs() {
        let inner =
            "<h1>Titel</h1><p>Der <b>Vogel</b> singt.</p><ul><li>Eins</li><li>Zwei</li></ul><h2>Kopf</h2><p>Ende.</p>";
        for (open, close) in [("<article>", "</article>"), ("<main>", "</main>"), ("<div>", "</div>")] {
            let article = read(&format!("<html><body>{open}{inner}{close}</body></html>")).unwrap();
            assert_eq!(
                (article.title.as_str(), article.body.as_str()),
                ("Titel", "Der Vogel singt.\nEins\nZwei\nKopf\nEnde."),
                "{open}"
            );
            let headings: Vec<&str> = article.headings.iter().map(|range| &article.body[range.clone()]).collect();
            assert_eq!(headings, ["Kopf"], "{open}");
        }
    }

    #[test]
    fn lines_of_paragraphs_that_are_spelt_otherwise() {
        let plain = page("", &TEXT.replace("<p>", "<p>\n"));
        for (old, new) in [
            ("ä", "&auml;"),
            ("Unbekannte haben in", "<b>Unbekannte</b>&nbsp;haben <a href=x>in</a>"),
            ("Die Ermittler der", "Die <a\nhref=\"a>b\">Ermittler</a> &#100;er"),
            ("ü", "&#252;"),
        ] {
            let source = plain.replace(old, new);
            let article = read(&source).unwrap();
            for (start, word) in [("Unbekannte", "Unbekannte"), ("Die Ermittler", "Die ")] {
                let line = source.lines().position(|line| line.contains(word)).unwrap() as u32 + 1;
                assert_eq!(article.lines.line_at(article.body.find(start).unwrap()), line, "{new}: {start}");
            }
        }
    }

    #[test]
    fn nesting_never_overflows() {
        for piece in ["<div>", "<b>", "<i><p>", "<table><tr><td>", "<ul><li>", "<blockquote>"] {
            for depth in [150, 240, 10_000] {
                let source = page("", &format!("{}{TEXT}", piece.repeat(depth)));
                match read(&source) {
                    Ok(article) => assert!(article.body.contains("Unbekannte") || depth > 100, "{piece}"),
                    Err(reason) => {
                        assert!(matches!(reason, SkipReason::Damaged(_) | SkipReason::BadRecord(_)), "{reason}")
                    }
                }
            }
        }
    }

    #[test]
    fn a_page_without_article() {
        assert!(matches!(read("<html><script>x()</script></html>"), Err(SkipReason::BadRecord(_))));
    }
}
