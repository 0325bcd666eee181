//! Reads saved web pages: their JSON-LD if they have any, else their meta tags and main content.

mod charset;
mod content;
mod day;
mod lead;
mod linked;
mod page;
#[cfg(test)]
mod papers;
mod source;
mod title;
mod zones;

use scraper::Html;

pub(super) use charset::{decode_page, has_stray_nuls, of_content_type};
use content::Content;
use linked::Linked;
use page::{WebPage, key};
pub(super) use source::host;
use title::Headline;

use super::fields;
use super::html_lines::LineFinder;
use super::html_text::{self, TextBlock, decoded};
use super::layout::Body;
use super::whitespace::{count_line_ends, one_line};
use crate::corpus::article::{Article, LineMap};
use crate::corpus::date::{first_date_in, parse_date};
use crate::corpus::reason::SkipReason;

/// Part of the visible text that a body in JSON-LD must have to be the whole text and not its beginning, in percent.
const WHOLE_BODY_PERCENT: usize = 60;

/// Length from which a line of JSON-LD is taken for a text whose line ends were lost.
const MIN_JOINED_BYTES: usize = 300;

/// Shortest block of a page by which such a text is divided.
const MIN_DIVIDING_BYTES: usize = 20;

/// Longest key of a kicker that stands before a headline in one block.
const MAX_KICKER_BYTES: usize = 40;

/// Number of lines at the beginning of a text in which the headline stands, if it is among them.
const MAX_LINES_ABOUT: usize = 5;

/// Longest line that is no paragraph, such as a kicker or a date.
const MAX_LINE_CHARS: usize = 80;

/// All that is known of a page when its text is found.
struct About<'a> {
    page: &'a WebPage<'a>,
    linked: &'a Linked,
    headline: &'a Headline,
    /// Names of the site.
    sites: &'a [String],
}

/// Reads a page. Title, date and labels come from its JSON-LD, else from its meta tags, headings and lines; the text comes from
/// the JSON-LD if it is whole there, else from the main content, in which `h2` to `h6` are headings.
pub(super) fn read(source: &str) -> Result<Article, SkipReason> {
    read_from(source, None)
}

/// Reads a page, as [`read`] does, that was found at an address.
pub(super) fn read_from(source: &str, address: Option<&str>) -> Result<Article, SkipReason> {
    html_text::check(source).map_err(SkipReason::Damaged)?;
    let document = Html::parse_document(source);
    if !html_text::is_shallow(&document) {
        return Err(SkipReason::Damaged("nested too deep".to_owned()));
    }
    let page = WebPage::of(&document);
    let linked = Linked::of(&page);
    let sites = source::names(&page, &linked, address);
    let headline = title::headline(&page, &linked, &sites);
    let mut content = linked_content(&linked, &page)?;
    let is_linked = content.is_some();
    let mut content = match content.take() {
        Some(content) => content,
        None => content::content(source, &page)?,
    };
    let mut article = labels(&linked, &page);
    article.source = sites.first().cloned().unwrap_or_else(|| std::mem::take(&mut content.host));
    set_day(&mut article, &page, &linked, &headline, &content, address);
    article.title = if headline.text.is_empty() { std::mem::take(&mut content.title) } else { headline.text.clone() };
    drop_headline(&mut content, &page, &headline, &article.title);
    let about = About { page: &page, linked: &linked, headline: &headline, sites: &sites };
    let lines = if is_linked { Err(linked_line(source)) } else { Ok(LineFinder::new(source)) };
    set_body(&mut article, content, &about, lines);
    if article.body.is_empty() { Err(SkipReason::BadRecord("no article on this page".to_owned())) } else { Ok(article) }
}

/// Returns an article with the section and the language of a page.
fn labels(linked: &Linked, page: &WebPage<'_>) -> Article {
    let told = fields::without_text(&linked.article);
    let fill = |told: String, other: Option<&str>| {
        let told = one_line(&decoded(&told));
        if told.is_empty() { one_line(&decoded(other.unwrap_or_default())) } else { told }
    };
    Article {
        section: fill(told.section, page.meta(&["article:section", "og:article:section"])),
        language: fill(told.language, page.language),
        ..Article::default()
    }
}

/// Sets the day of publication.
fn set_day(
    article: &mut Article,
    page: &WebPage<'_>,
    linked: &Linked,
    headline: &Headline,
    content: &Content,
    address: Option<&str>,
) {
    let published = day::published(page, linked, headline.block, address);
    let guessed = content.day.as_deref().and_then(parse_date).and_then(Result::ok);
    article.date = published.day.or_else(|| guessed.filter(|day| day::is_in_article(page, *day)));
    article.date_refused = published.refused && article.date.is_none();
}

/// Returns the text in JSON-LD, if it is about as long as what the page shows.
fn linked_content(linked: &Linked, page: &WebPage<'_>) -> Result<Option<Content>, SkipReason> {
    let Some(body) = linked.body()? else { return Ok(None) };
    if body.text.len() * 100 < content::visible_bytes(page) * WHOLE_BODY_PERCENT {
        return Ok(None);
    }
    let starts: std::collections::HashSet<usize> = body.headings.iter().map(|range| range.start).collect();
    let mut at = 0;
    let mut blocks = Vec::new();
    for line in body.text.split('\n') {
        match Some(line).filter(|line| line.len() == body.text.len()).and_then(|line| divided(line, page)) {
            Some(parts) => blocks.extend(parts),
            None => blocks.push(TextBlock { text: line.to_owned(), heading: starts.contains(&at) }),
        }
        at += line.len() + 1;
    }
    Ok(Some(Content { blocks: blocks.into_iter().map(|block| (block, None)).collect(), ..Content::default() }))
}

/// Divides a text whose line ends were lost into the paragraphs that the page shows.
fn divided(text: &str, page: &WebPage<'_>) -> Option<Vec<TextBlock>> {
    if text.len() < MIN_JOINED_BYTES {
        return None;
    }
    let (mut blocks, mut from) = (Vec::new(), 0);
    let mut add = |text: &str, heading: bool| {
        let text = one_line(text);
        if !text.is_empty() {
            blocks.push(TextBlock { text, heading });
        }
    };
    for block in page.blocks.iter().filter(|block| block.name != "h1" && block.text.len() >= MIN_DIVIDING_BYTES) {
        if let Some(at) = text[from..].find(&block.text) {
            add(&text[from..from + at], false);
            add(&block.text, block.is_heading());
            from += at + block.text.len();
        }
    }
    add(&text[from..], false);
    (blocks.len() > 1).then_some(blocks)
}

/// Returns the line of the page on which a body in JSON-LD begins.
fn linked_line(source: &str) -> u32 {
    let before = source.find("\"articleBody\"").and_then(|at| source.get(..at)).unwrap_or_default();
    count_line_ends(before) + 1
}

/// Removes the headline from the beginning of the text, with the kicker and the date around it.
fn drop_headline(content: &mut Content, page: &WebPage<'_>, headline: &Headline, title: &str) {
    let wanted = key(title);
    let is_headline = |(block, place): &(TextBlock, Option<usize>)| {
        let text = key(&block.text);
        let with_kicker = !wanted.is_empty() && text.contains(&wanted) && text.len() <= wanted.len() + MAX_KICKER_BYTES;
        match *place {
            None => text == wanted || with_kicker,
            Some(at) => text == wanted || Some(at) == headline.block || page.blocks[at].name == "h1",
        }
    };
    // a headline of several lines is a block a line
    let joined = (2..=MAX_LINES_ABOUT.min(content.blocks.len())).find(|many| {
        let text: String = content.blocks[..*many].iter().map(|(block, _)| key(&block.text)).collect();
        text.ends_with(&wanted) && !wanted.is_empty() && text.len() <= wanted.len() + MAX_KICKER_BYTES
    });
    content.blocks.drain(..joined.unwrap_or(0));
    let begin = content.blocks.iter().take(MAX_LINES_ABOUT).position(is_headline);
    if let Some(at) = begin.filter(|at| content.blocks[..*at].iter().all(|(block, _)| is_line(&block.text))) {
        content.blocks.drain(..=at);
    }
    let is_about = |(block, _): &(TextBlock, Option<usize>)| {
        is_line(&block.text) && !block.text.ends_with('.') && first_date_in(&block.text).is_some()
    };
    while content.blocks.first().is_some_and(|block| is_headline(block) || is_about(block)) {
        content.blocks.remove(0);
    }
}

/// Returns true for a line that is no paragraph.
fn is_line(text: &str) -> bool {
    text.chars().count() <= MAX_LINE_CHARS
}

/// Sets the body: the lead, if the text does not have it, and the text. `lines` finds the line of each paragraph, or is that of
/// the whole text.
fn set_body(article: &mut Article, content: Content, about: &About<'_>, lines: Result<LineFinder, u32>) {
    let text = content.blocks.iter().map(|(block, _)| block.text.as_str()).collect::<Vec<_>>().join("\n");
    let first = content.first().or_else(|| {
        let known = key(&text);
        let blocks = &about.page.blocks;
        blocks.iter().position(|block| block.key.len() >= MIN_DIVIDING_BYTES && known.contains(&block.key))
    });
    let lead = lead::lead(about, first, &text);
    let mut body = Body::default();
    let lead_blocks = lead.paragraphs.into_iter().map(|text| (TextBlock { text, heading: false }, lead.is_visible));
    let blocks = lead_blocks.chain(content.blocks.into_iter().map(|(block, _)| (block, true)));
    match lines {
        Ok(mut lines) => {
            let placed = blocks.map(|(block, is_visible)| {
                let line = if is_visible { lines.find(&block.text) } else { 1 };
                (block, line)
            });
            html_text::append(&mut body, placed.collect());
            body.fill(article);
            if !lines.found() {
                article.lines = LineMap::Record(1);
            }
        }
        Err(line) => {
            html_text::append(&mut body, blocks.map(|(block, _)| (block, line)).collect());
            body.fill(article);
            article.lines = LineMap::Record(line);
        }
    }
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
    fn odd_marks_do_no_harm() {
        let data = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Dieb","publisher":{"name":"Wall &amp; Sohn GmbH"},"articleSection":"Kunst &amp; Bau"}</script>"#;
        let drawing = format!("<svg><title>Bild</title>{}</svg>", "<path d='M0'/>".repeat(900));
        let article = read(&page(data, &format!("{drawing}{TEXT}"))).unwrap();
        assert_eq!([article.source, article.section], ["Wall & Sohn GmbH", "Kunst & Bau"]);
        assert!(article.body.starts_with("Unbekannte haben"), "{}", article.body);
        // a sentence in front of a colon is no host
        let named = page("<title>St. Ulrich: Dieb im Museum</title><link rel=canonical href=/museum.html>", TEXT);
        assert_eq!(read(&named).unwrap().source, "");
    }

    #[test]
    fn main_content_else() {
        let broken = "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"roh und kaputt\"</script><meta property=\"og:site_name\" content=\"Wallzeitung\"><meta property=\"article:published_time\" content=\"2018-04-21\">";
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
