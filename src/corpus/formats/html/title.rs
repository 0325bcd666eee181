//! The headline of a page, without the name of its site.

use super::linked::Linked;
use super::page::{WebPage, key};
use crate::corpus::formats::html_text::decoded;
use crate::corpus::formats::whitespace::one_line;

/// Marks between a headline and the name of its site. They stand between blanks.
const SEPARATORS: [&str; 13] = ["-", "–", "—", "|", "·", "•", "::", "»", "«", ":", "/", ">", "~"];

/// Marks that stand before the name of a site far more often than in a headline.
const STRONG_SEPARATORS: [&str; 6] = ["|", "·", "•", "::", "»", "«"];

/// Most words of a name after a [strong separator](STRONG_SEPARATORS).
const MAX_NAME_WORDS: usize = 4;

/// Longest title of which the name of the site is taken off.
const MAX_TITLE_BYTES: usize = 500;

/// Endings of the hosts of German sites, which stand in their names too.
const HOST_ENDINGS: [&str; 12] = ["de", "at", "ch", "com", "net", "org", "info", "eu", "li", "lu", "tv", "news"];

/// The headline of a page.
#[derive(Debug, Default)]
pub(super) struct Headline {
    pub(super) text: String,
    /// The block of the page in which it stands, or that of the `h1` that stands for it.
    pub(super) block: Option<usize>,
}

/// Finds the headline: that of the linked data, else `og:title`, else the `h1` that stands in the page's title, else the only
/// one before the text, else the page's title.
pub(super) fn headline(page: &WebPage<'_>, linked: &Linked, sites: &[String]) -> Headline {
    let keys: Vec<String> = sites.iter().map(|site| site_key(site)).filter(|key| key.len() > 1).collect();
    let names = Names { keys: &keys, page };
    let told = [linked.text("headline"), meta(page, "og:title"), meta(page, "twitter:title"), meta(page, "headline")];
    let mut told = told.into_iter().flatten().map(|title| names.without_site(&title)).filter(|t| !names.is_site(t));
    let first = told.next().map(|title| whole(title, told, page));
    if let Some(text) = first {
        let block = block_of(page, &text);
        return Headline { text, block };
    }
    let block = h1(page, &names);
    let text = match block {
        Some(at) => names.without_site(&page.blocks[at].text),
        None => names.without_site(&page.title),
    };
    Headline { text, block }
}

fn meta(page: &WebPage<'_>, name: &str) -> Option<String> {
    page.meta(&[name]).map(|title| one_line(&decoded(title))).filter(|title| !title.is_empty())
}

/// Returns the whole of a headline that ends in an ellipsis, if another one goes on.
fn whole(title: String, others: impl Iterator<Item = String>, page: &WebPage<'_>) -> String {
    let Some(begin) = title.strip_suffix('…').or(title.strip_suffix("...")).map(key) else { return title };
    let h1 = page.blocks.iter().filter(|block| block.name == "h1").map(|block| block.text.clone());
    others.chain(h1).find(|other| !other.ends_with(['…', '.']) && key(other).starts_with(&begin)).unwrap_or(title)
}

/// Returns the block that holds a headline: the one with its words, else the last `h1` that is no margin.
fn block_of(page: &WebPage<'_>, title: &str) -> Option<usize> {
    let wanted = key(title);
    let headings = || page.blocks.iter().enumerate().filter(|(_, block)| block.name == "h1" || block.is_heading());
    let same = headings().find(|(_, block)| block.key == wanted);
    let inside = || headings().find(|(_, b)| b.name == "h1" && (b.key.contains(&wanted) || wanted.contains(&b.key)));
    let any = || page.blocks.iter().enumerate().rev().find(|(_, block)| block.name == "h1" && !block.marginal);
    same.or_else(inside).or_else(any).map(|(at, _)| at)
}

/// Returns the block of the `h1` that is the headline: the longest in the page's title, else the last before the first
/// paragraph, else the first.
fn h1(page: &WebPage<'_>, names: &Names<'_>) -> Option<usize> {
    let title = key(&page.title);
    let all = || page.blocks.iter().enumerate().filter(|(_, block)| block.name == "h1" && !names.is_site(&block.text));
    let titled = all().filter(|(_, block)| !block.key.is_empty() && title.contains(&block.key));
    let text = page
        .blocks
        .iter()
        .position(|block| !block.marginal && !block.is_links() && block.text.len() > 80 && block.name != "h1");
    let before = || all().rfind(|(at, block)| !block.marginal && text.is_none_or(|text| *at < text));
    titled
        .max_by_key(|(at, block)| (block.key.len(), std::cmp::Reverse(*at)))
        .or_else(before)
        .or_else(|| all().next())
        .map(|(at, _)| at)
}

/// The names of a site, by which they are found in titles.
struct Names<'a> {
    keys: &'a [String],
    page: &'a WebPage<'a>,
}

impl Names<'_> {
    /// Returns true if a text is the name of the site or of a part of the page that is on every page.
    fn is_site(&self, text: &str) -> bool {
        let text = site_key(text);
        text.is_empty() || self.keys.contains(&text)
    }

    /// Returns a title without the name of the site before or behind it.
    fn without_site(&self, title: &str) -> String {
        if title.len() > MAX_TITLE_BYTES {
            return title.to_owned();
        }
        let parts = parts(title);
        let is_h1 = |text: &str| {
            let wanted = key(text);
            wanted.len() > 3 && self.page.blocks.iter().any(|block| block.name == "h1" && block.key == wanted)
        };
        if parts.len() < 2 || is_h1(title) {
            return title.to_owned();
        }
        // a headline of the page, longest first
        for (at, part) in parts.iter().enumerate().skip(1).rev() {
            let before = title[..part.before].trim();
            if is_h1(before) && !self.is_site(before) {
                return before.to_owned();
            }
            if at + 1 == parts.len() && self.is_site(part.text) {
                break;
            }
        }
        if let Some(part) = parts.iter().skip(1).find(|part| self.is_site(part.text) || is_host(part.text)) {
            return title[..part.before].trim().to_owned();
        }
        if self.is_site(parts[0].text) || is_host(parts[0].text) {
            let rest = title[parts[1].start..].trim();
            return rest.to_owned();
        }
        without_last_name(title, &parts)
    }
}

/// Returns a title without what stands behind a strong separator, if that is short.
fn without_last_name(title: &str, parts: &[TitlePart<'_>]) -> String {
    match parts {
        [.., last] if STRONG_SEPARATORS.contains(&last.separator) => {
            let rest = title[..last.before].trim();
            let is_name = last.text.split_whitespace().count() <= MAX_NAME_WORDS && last.text.len() < rest.len();
            if is_name { rest.to_owned() } else { title.to_owned() }
        }
        _ => title.to_owned(),
    }
}

/// A part of a title between separators.
#[derive(Debug)]
struct TitlePart<'a> {
    text: &'a str,
    /// The separator before it; empty for the first part.
    separator: &'a str,
    /// Offset of that separator.
    before: usize,
    /// Offset of the text.
    start: usize,
}

/// Splits a title at its separators.
fn parts(title: &str) -> Vec<TitlePart<'_>> {
    let mut parts: Vec<TitlePart<'_>> = Vec::new();
    let (mut from, mut separator, mut before) = (0, "", 0);
    for word in title.split(' ') {
        let at = word.as_ptr() as usize - title.as_ptr() as usize;
        // a colon stands directly behind a name: only that between blanks separates
        if SEPARATORS.contains(&word) && at > from {
            parts.push(TitlePart { text: title[from..at].trim(), separator, before, start: from });
            (from, separator, before) = ((at + word.len() + 1).min(title.len()), word, at);
        }
    }
    parts.push(TitlePart { text: title[from..].trim(), separator, before, start: from });
    parts
}

/// Returns true for a name such as `bote.de`.
fn is_host(text: &str) -> bool {
    let ending =
        text.rsplit_once('.').filter(|(name, _)| name.len() > 1).map(|(_, ending)| ending.to_ascii_lowercase());
    !text.contains(' ') && ending.is_some_and(|ending| HOST_ENDINGS.contains(&ending.as_str()))
}

/// Returns the letters and digits of the name of a site, without the ending of a host.
fn site_key(name: &str) -> String {
    let name = name.trim().to_lowercase();
    let name = name.strip_prefix("www.").unwrap_or(&name);
    let ended = name.rsplit_once('.').filter(|(rest, ending)| !rest.is_empty() && HOST_ENDINGS.contains(ending));
    key(ended.map_or(name, |(rest, _)| rest))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use scraper::Html;

    use super::*;

    const TEXT: &str =
        "<p>Der Rat hat am Abend beschlossen, dass die Brücke im Sommer für alle gesperrt wird, auch für Räder.</p>";

    fn title(head: &str, body: &str) -> String {
        let document = Html::parse_document(&format!("<html><head>{head}</head><body>{body}{TEXT}</body></html>"));
        let page = WebPage::of(&document);
        let linked = Linked::of(&page);
        let sites = ["Rheinecker Bote".to_owned(), "rheinecker-bote.de".to_owned()];
        headline(&page, &linked, &sites).text
    }

    #[test]
    fn the_right_heading() {
        let ld = r#"<script type="application/ld+json">{"@type":"Article","headline":"Brücke wird saniert"}</script>"#;
        let og = r#"<meta property="og:title" content="Brücke wird saniert">"#;
        for (head, body, wanted) in [
            (ld, "<h1>Stadt: Brücke wird saniert</h1>", "Brücke wird saniert"),
            (og, "<h1>Anderes</h1>", "Brücke wird saniert"),
            (&*og.replace("saniert", "saniert | Rheinecker Bote"), "", "Brücke wird saniert"),
            (&*og.replace("saniert", "saniert - rheinecker-bote.de"), "", "Brücke wird saniert"),
            (&*og.replace("Brücke wird", "Rheinecker Bote: x"), "", "Rheinecker Bote: x saniert"),
            (
                &*og.replace("wird saniert", "wird …"),
                "<h1>Brücke wird im Herbst saniert</h1>",
                "Brücke wird im Herbst saniert",
            ),
            (&*ld.replace("Brücke wird saniert", "Rheinecker Bote"), "<h1>Brücke zu</h1>", "Brücke zu"),
            ("<title>Bote - Bau - Brücke zu</title>", "<h1>Quicklinks</h1><h1>Brücke zu</h1>", "Brücke zu"),
            ("<title>Bote</title>", "<h1>Menü</h1><h1>Brücke<br>zu</h1>", "Brücke zu"),
            ("<title>Brücke zu - Rheinecker Bote</title>", "<h1>Rheinecker Bote</h1>", "Brücke zu"),
            ("<title>Brücke zu - Rheinecker Bote</title>", "<h1>Rheinecker Bote</h1><h1>Brücke zu</h1>", "Brücke zu"),
            ("<title>Brücke zu » Bau » Blog</title>", "", "Brücke zu » Bau"),
            ("<title>Bau – die Brücke</title>", "", "Bau – die Brücke"),
            ("", "<h1><span>Sperrung</span><span>Brücke ist zu</span></h1>", "Sperrung Brücke ist zu"),
            ("", "<h1><span class=\"article-kicker\">Sperrung</span><span>Brücke ist zu</span></h1>", "Brücke ist zu"),
            ("", "<h1><span>B</span>rücke zu</h1>", "Brücke zu"),
            ("", "<h1><div>Sperrung</div><a href=x>Brücke\n zu</a></h1>", "Sperrung Brücke zu"),
            ("<title>Brücke zu</title>", "<h2>Kopf</h2>", "Brücke zu"),
            ("", "", ""),
        ] {
            assert_eq!(title(head, body), wanted, "{head} {body}");
        }
    }
}
