//! Reads NITF, the news format of IPTC: one article a file, with its text in `body.content`.

use super::fields;
use super::html_text;
use super::layout::Body;
use super::whitespace::one_line;
use super::xml::{Element, Fault, XmlWalk};
use super::xml_text;
use crate::corpus::article::Article;
use crate::corpus::reason::SkipReason;

/// Reads a whole file.
pub(super) fn read(text: &str) -> Result<Article, SkipReason> {
    match XmlWalk::new(text).next(|_, name| name == "nitf") {
        Some(Ok(nitf)) => article(&nitf),
        Some(Err(Fault::Element(line, reason) | Fault::Document(line, reason))) => Err(reason.on_line(line)),
        None => Err(SkipReason::BadRecord("no nitf element".to_owned())),
    }
}

/// Returns the article in a `nitf` element.
pub(super) fn article(nitf: &Element) -> Result<Article, SkipReason> {
    let attribute = |path, name| nitf.find(path).and_then(|element| element.attribute(name)).map(str::to_owned);
    let line = |path: &str| Some(nitf.line_of(path)).filter(|line| !line.is_empty());
    let title = line("body/body.head/hedline/hl1").or_else(|| line("head/title"));
    let date = attribute("head/docdata/date.issue", "norm")
        .or_else(|| attribute("head/docdata/date.release", "norm"))
        .or_else(|| attribute("head/pubdata", "date.publication"))
        .or_else(|| attribute("body/body.head/dateline/story.date", "norm"));
    let source = attribute("head/pubdata", "name")
        .or_else(|| attribute("head/docdata/doc.copyright", "holder"))
        .or_else(|| line("body/body.head/distributor"));
    let section = attribute("head/pubdata", "position.section")
        .or_else(|| attribute("head/tobject/tobject.subject", "tobject.subject.type"))
        .or_else(|| attribute("head/tobject", "tobject.type"));
    let about = fields::from_pairs([
        ("id", attribute("head/docdata/doc-id", "id-string").unwrap_or_default()),
        ("title", title.unwrap_or_default()),
        ("date", date.unwrap_or_default()),
        ("source", source.unwrap_or_default()),
        ("section", section.unwrap_or_default()),
        ("language", nitf.attribute("lang").unwrap_or_default().to_owned()),
    ]);
    let mut article = fields::without_text(&about);
    body(nitf)?.fill(&mut article);
    Ok(article)
}

/// Returns the text of a `nitf` element, after the second headline and the abstract if the text does not repeat them.
pub(super) fn body(nitf: &Element) -> Result<Body, SkipReason> {
    let blocks = nitf.find("body/body.content").map(xml_text::body).unwrap_or_default();
    if blocks.is_empty() {
        return Err(SkipReason::BadRecord("no text in body.content".to_owned()));
    }
    let text: Vec<&str> = blocks.iter().map(|(block, _)| block.text.as_str()).collect();
    let text = text.join("\n");
    let mut body = Body::default();
    for lead in ["body/body.head/hedline/hl2", "body/body.head/abstract"].iter().filter_map(|path| nitf.find(path)) {
        let words = one_line(&lead.text());
        if fields::adds_to_body(&words, &text) {
            body.paragraph(&words, lead.line);
        }
    }
    html_text::append(&mut body, blocks);
    Ok(body)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    const HEAD: &str = r#"<head><title>Ersatztitel</title><tobject><tobject.subject tobject.subject.type="Verkehr"/></tobject>
<docdata><doc-id id-string="bote-17"/><date.issue norm="20180421T101500+0200"/><doc.copyright holder="Bote"/></docdata></head>"#;

    fn nitf(head: &str, title: &str, content: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?>\n<!DOCTYPE nitf SYSTEM \"nitf.dtd\">\n<nitf xml:lang=\"de\">{head}<body><body.head>\
             <hedline>{title}</hedline><abstract><p>Kurz gesagt.</p></abstract></body.head>\n<body.content>{content}</body.content></body></nitf>"
        )
    }

    #[test]
    fn an_article_with_all_that_is_said_about_it() {
        let content = "<block>\n<p>Die Fähre <em>ruht</em>\nheute.</p>\n<hl2>Was folgt</hl2>\n<media><media-metadata name='x'>weg</media-metadata>\
                       <media-caption>Die Fähre am Kai.</media-caption></media><p>Morgen f&auml;hrt sie.</p><hl2>Ende</hl2></block>";
        let article = read(&nitf(HEAD, "<hl1>Fähre\nruht</hl1><hl2>Der Unterzug</hl2>", content)).unwrap();
        let found = [&article.id, &article.title, &article.source, &article.section, &article.language];
        assert_eq!(found, ["bote-17", "Fähre ruht", "Bote", "Verkehr", "de"]);
        assert_eq!(article.date, Some(jiff::civil::date(2018, 4, 21)));
        assert_eq!(
            article.body,
            "Der Unterzug\nKurz gesagt.\nDie Fähre ruht heute.\nWas folgt\nDie Fähre am Kai.\nMorgen fährt sie.\nEnde"
        );
        assert_eq!(article.headings.iter().map(|at| &article.body[at.clone()]).collect::<Vec<_>>(), ["Was folgt"]);
        for (words, line) in [("Kurz", 5), ("Die Fähre ruht", 7), ("Was", 9), ("Morgen", 10)] {
            assert_eq!(article.lines.line_at(article.body.find(words).unwrap()), line, "{words}");
        }
    }

    #[test]
    fn what_is_missing_or_wrong() {
        let article = read(&nitf("<head><title>Kopf</title></head>", "", "<p>Kurz gesagt. Und mehr.</p>")).unwrap();
        assert_eq!((article.title.as_str(), article.body.as_str()), ("Kopf", "Kurz gesagt. Und mehr."));
        assert_eq!(read(&nitf(HEAD, "", " ")).unwrap_err().to_string(), "no article: no text in body.content");
        assert!(matches!(read("<x/>"), Err(SkipReason::BadRecord(_))));
        let cut = nitf(HEAD, "", "<p>Satz.</p>");
        let cut = read(&cut[..cut.len() - 20]).unwrap_err().to_string();
        assert!(cut.starts_with("damaged: line 5: not XML"), "{cut}");
    }
}
