//! Reads NewsML-G2, the news format of IPTC: single items or many in a message, with text as NITF, XHTML or plain text.

use super::fields::{self, RecordFields};
use super::html_text;
use super::layout::{Body, lay_out_text};
use super::nitf;
use super::records::Records;
use super::xml::{Element, XmlWalk};
use super::xml_text;
use crate::corpus::article::Article;
use crate::corpus::field_map::FieldMap;
use crate::corpus::reason::SkipReason;

/// Endings of the types of subjects that name no section but a person, a place or a thing.
const NON_SECTION_TYPES: [&str; 6] = ["person", "organisation", "geoArea", "poi", "event", "object"];

/// Endings of the types of subjects that are the section of a paper.
const SECTION_TYPES: [&str; 4] = ["category", "ressort", "department", "desk"];

/// Classes of notes that agencies send to editors and not to readers.
const EDITORS_CLASSES: [&str; 3] = ["nonpublic", "notetoeditors", "ednote"];

/// Endings of the publishing status of items that must not be published any more.
pub(super) const WITHDRAWN_STATUSES: [&str; 2] = ["canceled", "withheld"];

/// Endings of the classes of items that are a text.
const TEXT_CLASSES: [&str; 2] = ["text", "composite"];

/// Endings of the classes of items that have a caption.
const MEDIA_CLASSES: [&str; 5] = ["picture", "graphic", "video", "audio", "animation"];

/// Reads every item. Withdrawn items are passed over, and so are those that are no text by their class, such as pictures, unless
/// `map` asks for captions.
pub(super) fn read(text: &str, map: &FieldMap, records: &mut dyn Records) -> Result<(), SkipReason> {
    let is_item = |_: &str, name: &str| name == "newsItem";
    XmlWalk::new(text).each(is_item, records, |item, _| {
        if is_withdrawn(item) {
            None
        } else if is_of_class(item, &TEXT_CLASSES).unwrap_or(true) {
            Some(article(item))
        } else {
            (map.has_captions() && is_of_class(item, &MEDIA_CLASSES)?).then(|| caption(item))
        }
    })
}

/// Returns true if an item is of one of these classes; `None` if it tells none.
fn is_of_class(item: &Element, ends: &[&str]) -> Option<bool> {
    let class = item.find("itemMeta/itemClass")?;
    let class = class.attribute("qcode").or(class.attribute("uri"))?;
    Some(ends.iter().any(|end| class.ends_with(end)))
}

/// Returns the article that the caption of an item is.
fn caption(item: &Element) -> Result<Article, SkipReason> {
    let mut article = fields::without_text(&about(item));
    let text = item.find("contentMeta/description").map(Element::text).unwrap_or_default();
    let text = if text.trim().is_empty() { article.title.clone() } else { text };
    let body = lay_out_text(&text)?;
    if body.text.is_empty() {
        return Err(SkipReason::BadRecord("no text in contentSet".to_owned()));
    }
    body.fill(&mut article);
    Ok(article)
}

fn is_withdrawn(item: &Element) -> bool {
    let status = item.find("itemMeta/pubStatus");
    let status = status.and_then(|status| status.attribute("qcode").or(status.attribute("uri"))).unwrap_or_default();
    WITHDRAWN_STATUSES.iter().any(|end| status.ends_with(end))
}

fn article(item: &Element) -> Result<Article, SkipReason> {
    let mut article = fields::without_text(&about(item));
    let body = item.find("contentSet").and_then(|content| body(content, &article.title)).transpose()?;
    let body = body.filter(|body| !body.text.is_empty());
    body.ok_or_else(|| SkipReason::BadRecord("no text in contentSet".to_owned()))?.fill(&mut article);
    Ok(article)
}

fn about(item: &Element) -> RecordFields {
    let dates = ["itemMeta/versionCreated", "itemMeta/firstCreated", "contentMeta/contentCreated"];
    let titles = ["contentMeta/headline", "itemMeta/title"];
    let first = |paths: &[&str]| paths.iter().map(|path| item.line_of(path)).find(|line| !line.is_empty());
    let meta = item.find("contentMeta");
    let subjects: Vec<&Element> = meta.iter().flat_map(|meta| meta.all("subject")).collect();
    let is_section = |subject: &&Element| {
        let kind = subject.attribute("type").unwrap_or_default();
        !NON_SECTION_TYPES.iter().any(|no| kind.ends_with(no))
    };
    let ends = |subject: &&Element, ends: &[&str]| {
        let kind = subject.attribute("type").unwrap_or_default();
        ends.iter().any(|end| kind.ends_with(end))
    };
    let category = subjects.iter().copied().filter(|subject| ends(subject, &SECTION_TYPES)).find_map(name_of);
    let service = item.find("itemMeta/service").and_then(name_of);
    let other = || subjects.iter().copied().filter(is_section).find_map(name_of);
    // a wire is the section only where nothing else is
    let section = category.or_else(|| service.clone().filter(|name| !is_wire(name))).or_else(other).or(service);
    let source = ["itemMeta/provider", "contentMeta/infoSource"].into_iter().find_map(|path| name_of(item.find(path)?));
    let language = meta.and_then(|meta| meta.find("language")?.attribute("tag")).or(item.attribute("lang"));
    fields::from_pairs([
        ("id", item.attribute("guid").unwrap_or_default().to_owned()),
        ("title", first(&titles).unwrap_or_default()),
        ("date", first(&dates).unwrap_or_default()),
        ("source", source.unwrap_or_default()),
        ("section", section.unwrap_or_default()),
        ("language", language.unwrap_or_default().to_owned()),
    ])
}

/// Returns true for the name of a wire, which is a code: `bdt`.
fn is_wire(name: &str) -> bool {
    name.len() <= 5 && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// Returns the name of a concept, else its literal, else its code without the scheme.
fn name_of(concept: &Element) -> Option<String> {
    let name = Some(concept.line_of("name")).filter(|name| !name.is_empty());
    let code = || concept.attribute("qcode").map(|code| code.split_once(':').map_or(code, |(_, code)| code));
    name.or_else(|| concept.attribute("literal").or_else(code).map(str::to_owned))
}

/// Returns the first form of the content that has text.
fn body(content: &Element, headline: &str) -> Option<Result<Body, SkipReason>> {
    content.elements().find_map(|form| match form.name.as_str() {
        "inlineXML" => Some(from_xml(form.elements().next()?, headline)),
        "inlineData" if form.text().trim().is_empty() => None,
        "inlineData" => Some(from_data(form)),
        _ => None,
    })
}

fn from_xml(inner: &Element, headline: &str) -> Result<Body, SkipReason> {
    if inner.name == "nitf" {
        return nitf::body(inner);
    }
    let mut body = Body::default();
    let mut blocks = xml_text::body_without(inner, &|element| is_no_text(element, headline));
    // agencies repeat the headline as a paragraph, too
    if blocks.len() > 1 && blocks.first().is_some_and(|(block, _)| is_same(&block.text, headline)) {
        blocks.remove(0);
    }
    // a head around all there is, is the text
    let blocks = if blocks.is_empty() { xml_text::body(inner) } else { blocks };
    html_text::append(&mut body, blocks);
    Ok(body)
}

/// Returns true for what stands above the text (time, key words, headline) or is for editors only.
fn is_no_text(element: &Element, headline: &str) -> bool {
    let is_for_editors = || {
        let class = element.attribute("class").unwrap_or_default();
        class.split_whitespace().any(|class| EDITORS_CLASSES.iter().any(|name| class.eq_ignore_ascii_case(name)))
    };
    match element.name.as_str() {
        "header" => true,
        "h1" | "h2" | "hl1" => is_same(&element.text(), headline),
        _ => is_for_editors(),
    }
}

fn is_same(text: &str, headline: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    !headline.is_empty() && letters(text) == letters(headline)
}

fn from_data(data: &Element) -> Result<Body, SkipReason> {
    let text = data.text();
    match data.attribute("contenttype") {
        Some("text/html" | "application/xhtml+xml") => {
            lay_out_text(&html_text::plain(&text).map_err(SkipReason::BadRecord)?)
        }
        Some(kind) if !kind.starts_with("text/") => {
            Err(SkipReason::BadRecord(format!("contenttype {kind} is no text")))
        }
        _ => lay_out_text(&text),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::super::testing::{Collected, collect};
    use super::*;

    fn item(guid: &str, class: &str, content: &str) -> String {
        format!(
            r#"<newsItem guid="{guid}" xml:lang="de" xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta><itemClass qcode="ninat:{class}"/>
<provider qcode="nprov:XY"><name>Xylonpresse</name></provider><versionCreated>2018-04-21T23:30:00-05:00</versionCreated></itemMeta>
<contentMeta><headline>Kran<br/> steht still</headline><subject type="cpnat:person"><name>Anna Berg</name></subject>
<subject type="cpnat:abstract" qcode="medtop:04000000"><name>Wirtschaft</name></subject></contentMeta><contentSet>{content}</contentSet></newsItem>"#
        )
    }

    fn all(text: &str) -> Collected {
        collect(|records| read(text, &FieldMap::default(), records)).unwrap()
    }

    #[test]
    fn text_in_every_form() {
        for (content, body) in [
            (
                "<inlineXML contenttype='application/nitf+xml'><nitf xmlns='x'><body><body.content><p>Eins.</p><p>Zwei.</p></body.content></body></nitf></inlineXML>",
                "Eins.\nZwei.",
            ),
            (
                "<inlineXML><html xmlns='x'><head><title>weg</title></head><body><h2>Kopf</h2><p>Eins<b>.</b></p><script>weg</script></body></html></inlineXML>",
                "Kopf\nEins.",
            ),
            ("<inlineData contenttype='text/plain'>Eins.\n\nZwei.</inlineData>", "Eins.\nZwei."),
            (
                "<inlineData contenttype='text/html'><![CDATA[<p>Gr&ouml;&szlig;e.</p><p>Zwei.</p>]]></inlineData>",
                "Größe.\nZwei.",
            ),
            ("<remoteContent href='a.jpg'/><inlineData>Eins.</inlineData>", "Eins."),
        ] {
            let found = all(&item("urn:x:1", "text", content));
            let [(1, Ok(article))] = &found[..] else { panic!("{found:?}") };
            assert_eq!(article.body, body);
            let about = [&article.id, &article.title, &article.source, &article.section, &article.language];
            assert_eq!(about, ["urn:x:1", "Kran steht still", "Xylonpresse", "Wirtschaft", "de"]);
            assert_eq!(article.date, Some(jiff::civil::date(2018, 4, 21)));
        }
    }

    #[test]
    fn what_stands_above_the_text_is_none() {
        let page = "<inlineXML><html xmlns='x'><body><header><time>21.04.2018</time><ul><li>Hafen</li></ul></header><section class='main'><h1>Kran steht  still</h1>\
                    <p>Kran steht still</p><p>Eins.</p><h2>Warum</h2><p>Zwei.</p></section><section class='notepad nonpublic'>Tel. 4711</section></body></html></inlineXML>";
        let text = item("a", "text", page)
            .replace("<contentMeta>", "<contentMeta><subject type='xcat:category'><name>Lokales</name></subject>")
            .replace("<provider ", "<service qcode='srv:bdt'><name>bdt</name></service><provider ");
        let found = all(&text);
        let [(1, Ok(article))] = &found[..] else { panic!("{found:?}") };
        assert_eq!((article.body.as_str(), article.section.as_str()), ("Eins.\nWarum\nZwei.", "Lokales"));
        let only =
            "<inlineXML><html xmlns='x'><body><header><p>Alles steht hier.</p></header></body></html></inlineXML>";
        assert_eq!(all(&item("a", "text", only))[0].1.as_ref().unwrap().body, "Alles steht hier.");
    }

    #[test]
    fn a_message_of_many_items() {
        let text = "<inlineData>Eins.</inlineData>";
        let items = [item("a", "text", text), item("b", "picture", ""), item("c", "text", ""), item("d", "text", text)];
        let message = format!("<newsMessage>\n<itemSet>\n{}\n</itemSet></newsMessage>", items.join("\n"));
        let found = all(&message);
        assert!(matches!(&found[0], (3, Ok(article)) if article.id == "a"), "{found:?}");
        assert!(matches!(&found[1], (11, Err(SkipReason::BadRecord(_)))), "{found:?}");
        assert!(matches!(&found[2], (15, Ok(article)) if article.id == "d"), "{found:?}");
        assert_eq!(found.len(), 3);
        // the items before a break are kept
        let cut = all(&message[..message.len() - 60]);
        assert!(matches!(&cut[..], [(3, Ok(_)), (11, Err(_)), (_, Err(SkipReason::Damaged(_)))]), "{cut:?}");
        let broken = collect(|records| read("<newsItem guid='a'>", &FieldMap::default(), records));
        assert!(matches!(broken, Err(SkipReason::Damaged(_))), "{broken:?}");
        assert_eq!(all("<packageItem guid='p'><groupSet/></packageItem>"), []);
        for (status, found) in [("stat:usable", 1), ("stat:canceled", 0), ("stat:withheld", 0)] {
            let item =
                item("a", "text", text).replace("<provider ", &format!("<pubStatus qcode='{status}'/><provider "));
            assert_eq!(all(&item).len(), found, "{status}");
        }
    }
}
