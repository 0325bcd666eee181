//! The day of publication of a page.

use jiff::civil::Date;

use super::linked::Linked;
use super::page::WebPage;
use crate::corpus::date::{first_date_in, parse_date};

/// Names of meta tags with the day of publication, in lower case, the best first.
const PUBLISHED: [&str; 27] = [
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "vr:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dc:date",
    "dcterms.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "published_at",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "created",
    "datecreated",
    "last-published",
];

/// Names of meta tags with the day of the last change.
const MODIFIED: [&str; 6] =
    ["article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified", "revised"];

/// Numbers of blocks before and after the headline in which the day of an article stands.
const BLOCKS_BEFORE: usize = 4;
const BLOCKS_AFTER: usize = 8;

/// Longest line that is a date with a byline and not a paragraph that mentions a day.
const MAX_LINE_CHARS: usize = 90;

/// A day of publication.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Published {
    pub(super) day: Option<Date>,
    /// True if a date is given, and none of those that are is a day of the calendar.
    pub(super) refused: bool,
}

/// Finds the day: that of the linked data, of the meta tags, of the elements `time` near the headline, of the lines around it,
/// of the address, and last that of the latest change. A source that cannot be read leaves it to the next.
pub(super) fn published(
    page: &WebPage<'_>,
    linked: &Linked,
    headline: Option<usize>,
    address: Option<&str>,
) -> Published {
    let mut found = Published::default();
    let told = ["datePublished", "dateCreated", "uploadDate"].into_iter().filter_map(|name| linked.text(name));
    found.ask(told);
    found.ask(PUBLISHED.iter().flat_map(|name| page.all_meta(name)).map(str::to_owned));
    found.ask(named_marks(page).map(str::to_owned));
    found.day = found.day.or_else(|| beside(page, headline));
    found.ask(near_marks(page, headline).map(str::to_owned));
    let addresses = [page.address, page.meta(&["og:url"]), address];
    found.day = found.day.or_else(|| addresses.into_iter().flatten().find_map(in_address));
    if found.day.is_none() {
        found.ask(linked.text("dateModified").into_iter());
        found.ask(MODIFIED.iter().flat_map(|name| page.all_meta(name)).map(str::to_owned));
    }
    found.refused &= found.day.is_none();
    found
}

/// Returns true if a day stands in the article and not only in what surrounds it.
pub(super) fn is_in_article(page: &WebPage<'_>, day: Date) -> bool {
    page.blocks.iter().filter(|block| !block.marginal).any(|block| first_date_in(&block.text) == Some(day))
}

impl Published {
    /// Takes the first of some texts that is a day, if none is known.
    fn ask(&mut self, texts: impl Iterator<Item = String>) {
        for text in texts {
            if self.day.is_some() {
                return;
            }
            match parse_date(&text) {
                Some(Ok(day)) => self.day = Some(day),
                Some(Err(_)) => self.refused = true,
                None => {
                    self.day = first_date_in(&text);
                    self.refused |= self.day.is_none() && text.contains(|c: char| c.is_ascii_digit());
                }
            }
        }
    }
}

/// Returns the values of the elements that call themselves the day of publication.
fn named_marks<'a>(page: &WebPage<'a>) -> impl Iterator<Item = &'a str> {
    page.days.iter().filter(|mark| mark.published && !mark.marginal).map(|mark| mark.value)
}

/// Returns the values of the elements `time` near the headline.
fn near_marks<'a>(page: &WebPage<'a>, headline: Option<usize>) -> impl Iterator<Item = &'a str> {
    let near = move |at: usize| {
        headline.is_none_or(|headline| at + BLOCKS_BEFORE >= headline && at <= headline + BLOCKS_AFTER)
    };
    page.days.iter().filter(move |mark| !mark.published && !mark.marginal && near(mark.at)).map(|mark| mark.value)
}

/// Returns the day in a line around the headline.
fn beside(page: &WebPage<'_>, headline: Option<usize>) -> Option<Date> {
    let headline = headline?;
    let around = |range: std::ops::Range<usize>| page.blocks.get(range).unwrap_or_default().iter();
    let end = page.blocks.len();
    let after = around(headline.min(end)..(headline + BLOCKS_AFTER + 1).min(end));
    let before = around(headline.saturating_sub(BLOCKS_BEFORE)..headline.min(end)).rev();
    let mut lines = after.chain(before).filter(|block| !block.marginal && block.text.chars().count() <= MAX_LINE_CHARS);
    lines.find_map(|block| first_date_in(&block.text))
}

/// Returns the day in an address: `/2018/04/21/`, `2018-04-21`, `20180421`.
fn in_address(address: &str) -> Option<Date> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest).split(['?', '#']).next()?;
    let numbers: Vec<&str> = path.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let triple = |parts: &[&str]| match parts {
        [y, m, d] if y.len() == 4 && m.len() == 2 && d.len() == 2 => {
            let written = [format!("{y}/{m}/{d}"), format!("{y}-{m}-{d}"), format!("{y}_{m}_{d}")];
            let stands = written.iter().any(|written| path.contains(written.as_str()));
            stands.then(|| parse_date(&format!("{y}-{m}-{d}"))).flatten()?.ok()
        }
        _ => None,
    };
    let plausible = |day: &Date| day.year() > 1990;
    numbers.windows(3).find_map(triple).filter(plausible).or_else(|| {
        let whole = numbers.iter().filter(|number| number.len() == 8 && number.starts_with("20"));
        whole.filter_map(|number| parse_date(number)?.ok()).find(plausible)
    })
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    const LATE: &str = "<aside><time datetime=\"2022-02-02\">2. Februar 2022</time></aside>";

    fn day(head: &str, body: &str) -> (Option<String>, bool) {
        let text = "Ein Absatz, der lang genug ist und in dem am 1. Januar 2001 manches geschah, was hier nicht zählt, oder doch.";
        let html = format!("<head>{head}</head><body>{LATE}<h1>Kopf</h1>{body}<p>{text}</p>{LATE}</body>");
        let document = Html::parse_document(&html);
        let page = WebPage::of(&document);
        let headline = page.blocks.iter().position(|block| block.name == "h1");
        let found = published(&page, &Linked::of(&page), headline, None);
        (found.day.map(|day| day.to_string()), found.refused)
    }

    #[test]
    fn the_next_source_is_asked() {
        let ld = |date: &str| {
            format!(
                "<script type='application/ld+json'>{{\"@type\":\"Article\",\"datePublished\":\"{date}\"}}</script>"
            )
        };
        let meta = |name: &str, date: &str| format!("<meta name='{name}' content='{date}'>");
        let right = || Some("2021-03-04".to_owned());
        for (head, body, wanted) in [
            (ld("2021-03-04T10:15:00+01:00"), "", (right(), false)),
            (ld("Thu Mar 04 10:15:00 CET 2021"), "", (right(), false)),
            (ld("32.13.2021") + &meta("article:published_time", "2021-03-04"), "", (right(), false)),
            (ld("Ende 2021") + &meta("DC.date.issued", "04.03.2021"), "", (right(), false)),
            (ld("32.13.2021"), "<time datetime='2021-03-04T10:15:00+0100'>x</time>", (right(), false)),
            (ld("32.13.2021"), "", (None, true)),
            (String::new(), "<time>4. März 2021, 10:15 Uhr</time>", (right(), false)),
            (String::new(), "<p>Von Ida Ott, 4.3.2021</p>", (right(), false)),
            (String::new(), "<div class=datum>Stand: 04.03.2021 10:15 Uhr</div>", (right(), false)),
            (String::new(), "<span itemprop='datePublished' content='2021-03-04'></span>", (right(), false)),
            ("<link rel=canonical href='https://x.example/2021/03/04/bau.html'>".to_owned(), "", (right(), false)),
            ("<link rel=canonical href='https://x.example/bau-20210304-7.html'>".to_owned(), "", (right(), false)),
            ("<link rel=canonical href='https://x.example/12021/03/04'>".to_owned(), "", (None, false)),
            (meta("last-modified", "2021-03-04"), "", (right(), false)),
            (String::new(), "", (None, false)),
        ] {
            assert_eq!(day(&head, body), wanted, "{head} {body}");
        }
    }
}
