//! Reads RSS (0.9 to 2.0, and 1.0 in RDF) and Atom: an article for each entry.

use super::fields::{self, HeadlineOnly, RecordFields};
use super::html_text;
use super::records::Records;
use super::whitespace::one_line;
use super::xml::{Element, XmlWalk};
use super::xml_text;
use crate::corpus::article::Article;
use crate::corpus::field_map::NO_MAP;
use crate::corpus::reason::SkipReason;

/// Reads every entry. An entry that is no article is skipped.
pub(super) fn read(text: &str, records: &mut dyn Records) -> Result<(), SkipReason> {
    let mut feed = FeedDefaults::default();
    XmlWalk::with_prefixes(text).each(is_wanted, records, |element, language| {
        if !matches!(element.name.as_str(), "item" | "entry") {
            feed.set(element);
            return None;
        }
        if feed.language.is_empty() {
            language.clone_into(&mut feed.language);
        }
        Some(article(element, &feed))
    })
}

/// Selects the entries, and the title and language of the feed before them.
fn is_wanted(around: &str, name: &str) -> bool {
    match around {
        "feed" => matches!(name, "entry" | "title"),
        "channel" | "RDF" | "rss" => matches!(name, "item" | "title" | "language" | "dc:language"),
        _ => false,
    }
}

/// Values for entries that name none themselves.
#[derive(Default)]
struct FeedDefaults {
    title: String,
    language: String,
}

impl FeedDefaults {
    /// Takes over an element that describes the feed.
    fn set(&mut self, about: &Element) {
        let text = one_line(&html_text::decoded(&about.text()));
        match about.name.as_str() {
            "title" if self.title.is_empty() => self.title = text,
            "language" | "dc:language" => self.language = text,
            _ => {}
        }
    }
}

fn article(entry: &Element, feed: &FeedDefaults) -> Result<Article, SkipReason> {
    fields(entry, feed)
        .map_err(SkipReason::BadRecord)
        .and_then(|fields| fields::article(&fields, &NO_MAP, HeadlineOnly::Always))
}

/// Makes a record of an entry. Of an entry with both a content and a summary, the summary is the lead.
fn fields(entry: &Element, feed: &FeedDefaults) -> Result<RecordFields, String> {
    let first = |names: &[&str]| names.iter().map(|name| entry.line_of(name)).find(|line| !line.is_empty());
    let is_atom = entry.name == "entry";
    let long = text(entry, is_atom, &["content:encoded", "content", "xhtml:body", "body"])?;
    let short = text(entry, is_atom, &["description", "summary"])?;
    let (text, lead) = if long.is_empty() { (short, String::new()) } else { (long, short) };
    let id = first(&["guid", "id"]).or_else(|| entry.attribute("about").map(str::to_owned));
    let category = entry.find("category");
    let section = category.and_then(|category| category.attribute("label").or(category.attribute("term")));
    // in Atom the source is a small feed of its own, in RSS a name
    let source = if is_atom { "source/title" } else { "source" };
    let source = [entry.line_of(source), entry.line_of("dc:publisher")];
    Ok(fields::from_pairs([
        ("id", id.unwrap_or_default()),
        ("title", self::text(entry, is_atom, &["title"])?),
        ("date", first(&["pubDate", "published", "issued", "dc:date", "date", "updated"]).unwrap_or_default()),
        ("source", source.into_iter().find(|name| !name.is_empty()).unwrap_or_else(|| feed.title.clone())),
        ("section", section.map(str::to_owned).or_else(|| first(&["category", "dc:subject"])).unwrap_or_default()),
        ("language", entry.attribute("lang").map_or_else(|| feed.language.clone(), str::to_owned)),
        ("text", text),
        ("description", lead),
    ]))
}

/// Returns the first of these elements that has text, as plain text. RSS contains HTML; Atom names the type.
fn text(entry: &Element, is_atom: bool, names: &[&str]) -> Result<String, String> {
    for element in names.iter().filter_map(|name| entry.find(name)) {
        let text = match element.attribute("type") {
            Some("xhtml") => xml_text::plain(element),
            None | Some("text" | "text/plain") if is_atom => element.text(),
            _ if element.elements().next().is_some() => xml_text::plain(element),
            _ => from_html(&element.text())?,
        };
        if !text.trim().is_empty() {
            return Ok(text);
        }
    }
    Ok(String::new())
}

/// Converts HTML to plain text. Text without a tag keeps its line ends, which then separate paragraphs.
fn from_html(text: &str) -> Result<String, String> {
    let is_tag = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
    if text.split('<').skip(1).any(is_tag) { html_text::plain(text) } else { Ok(html_text::decoded(text)) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::super::testing::{Collected, collect};
    use super::*;

    fn all(text: &str) -> Collected {
        collect(|records| read(text, records)).unwrap()
    }

    const RSS: &str = r#"<rss version="2.0" xmlns:content="c" xmlns:dc="d" xmlns:media="m"><channel><title>Bote &amp; Blatt</title><image><title>weg</title></image>
<language>de</language>
<item><guid isPermaLink="false">bote-1</guid><title>Gr&amp;ouml;&amp;szlig;er &lt;b&gt;denn&lt;/b&gt; je</title><media:title>weg</media:title>
<pubDate>Sat, 21 Apr 2018 00:15:00 +0200</pubDate><category>Sport</category><category>Boot</category>
<description>Der Vorspann &lt;img src="x"&gt; hier.</description><content:encoded><![CDATA[<p>Erster Absatz.</p><script>weg</script><p>Zweiter Absatz.</p>]]></content:encoded></item>"#;

    #[test]
    fn rss() {
        let found = all(&format!("{RSS}</channel></rss>"));
        let [(3, Ok(article))] = &found[..] else { panic!("{found:?}") };
        let about = [&article.id, &article.title, &article.source, &article.section, &article.language];
        assert_eq!(about, ["bote-1", "Größer denn je", "Bote & Blatt", "Sport", "de"]);
        assert_eq!(article.body, "Der Vorspann hier.\nErster Absatz.\nZweiter Absatz.");
        // the local day as the feed writes it, which differs from the day in UTC
        assert_eq!(article.date, Some(jiff::civil::date(2018, 4, 21)));
    }

    #[test]
    fn atom_and_rdf() {
        let atom = r#"<a:feed xmlns:a="x" xml:lang="de-AT"><a:title>Blatt</a:title>
<a:entry><a:id>urn:1</a:id><a:title type="html">A &amp;amp; B</a:title><a:published>2018-04-21T10:00:00Z</a:published><a:updated>2019-01-01</a:updated>
<a:category term="t" label="Kultur"/><a:content type="xhtml"><div xmlns="y"><p>Eins <i>zwei</i>.</p><p>Drei.</p></div></a:content></a:entry>
<a:entry><a:title>3 &lt; 4</a:title><a:summary>Kurz &lt;b&gt;.</a:summary></a:entry></a:feed>"#;
        let found = all(atom);
        let [(2, Ok(first)), (4, Ok(second))] = &found[..] else { panic!("{found:?}") };
        let about = [&first.id, &first.title, &first.source, &first.section, &first.language, &first.body];
        assert_eq!(about, ["urn:1", "A & B", "Blatt", "Kultur", "de-AT", "Eins zwei.\nDrei."]);
        assert_eq!(first.date, Some(jiff::civil::date(2018, 4, 21)));
        assert_eq!((second.title.as_str(), second.body.as_str()), ("3 < 4", "Kurz <b>."));

        let rdf = r#"<rdf:RDF xmlns:rdf="r" xmlns="s" xmlns:dc="d"><channel rdf:about="x"><title>Blatt</title><items/></channel>
<item rdf:about="https://b.example/1"><title>Kopf</title><description>Eins &amp;amp; zwei.</description><dc:date>2018-04-21</dc:date><dc:subject>Politik</dc:subject></item></rdf:RDF>"#;
        let found = all(rdf);
        let [(2, Ok(article))] = &found[..] else { panic!("{found:?}") };
        let about = [&article.id, &article.source, &article.section, &article.body];
        assert_eq!(about, ["https://b.example/1", "Blatt", "Politik", "Eins & zwei."]);
        assert_eq!(article.date, Some(jiff::civil::date(2018, 4, 21)));
    }

    #[test]
    fn feeds_of_other_times() {
        let item = |prefix: &str| {
            format!(
                "<{prefix}item><{prefix}title>Fähre ruht</{prefix}title><{prefix}description>Am Kai.</{prefix}description></{prefix}item>"
            )
        };
        for feed in [
            format!(
                "<rdf:RDF xmlns:rdf='r' xmlns:rss='http://purl.org/rss/1.0/'><rss:channel><rss:title>Blatt</rss:title></rss:channel>{}</rdf:RDF>",
                item("rss:")
            ),
            format!(
                "<!DOCTYPE rss [<!ENTITY % HTMLlat1 PUBLIC \"x\" \"y\">]><rss version='0.91'><channel><title>Blatt</title>{}</channel></rss>",
                item("")
            ),
            format!(
                "<!DOCTYPE rss PUBLIC \"-//Netscape\" \"rss-0.91.dtd\"><rss version='0.91'><channel><title>Blatt</title>{}</channel></rss>",
                item("")
            ),
        ] {
            let found = all(&feed);
            let [(_, Ok(article))] = &found[..] else { panic!("{found:?}") };
            assert_eq!([&article.title, &article.body, &article.source], ["Fähre ruht", "Am Kai.", "Blatt"], "{feed}");
        }
    }

    #[test]
    fn an_entry_of_a_headline_only() {
        let found = all(
            "<rss><channel><title>Ticker</title><item><title>Fähre ruht</title><guid>t1</guid></item></channel></rss>",
        );
        let [(_, Ok(article))] = &found[..] else { panic!("{found:?}") };
        assert_eq!([&article.id, &article.title, &article.body], ["t1", "Fähre ruht", "Fähre ruht"]);
    }

    #[test]
    fn bad_entries_among_good_ones() {
        let deep = format!("<description>&lt;p&gt;{}</description>", "&lt;div&gt;".repeat(2_000));
        let items = format!(
            "\n<item><category>Leer</category></item>\n<item>{deep}</item>\n<item><description>Gut &amp;amp; kurz.</description></item>\n<item><description>offen"
        );
        let found = all(&format!("{RSS}{items}"));
        assert!(matches!(&found[0], (3, Ok(_))));
        assert!(matches!(&found[1], (6, Err(SkipReason::BadRecord(_)))), "{found:?}");
        assert!(matches!(&found[2], (7, Err(SkipReason::BadRecord(why))) if why.contains("deep")), "{found:?}");
        assert!(matches!(&found[3], (8, Ok(article)) if article.body == "Gut & kurz."), "{found:?}");
        assert!(matches!(&found[4], (9, Err(SkipReason::Damaged(_)))), "{found:?}");
        assert_eq!(found.len(), 5);
        assert!(matches!(collect(|records| read("<rss><channel>", records)), Err(SkipReason::Damaged(_))));
        assert_eq!(all("<rss><channel><title>Leer</title></channel></rss>"), []);
    }
}
