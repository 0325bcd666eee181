//! How does a hit look in a feed?

use fundstelle::search::Hit;
use jiff::civil::Date;
use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::tz::TimeZone;
use quick_xml::escape::partial_escape;
use rss::{Category, Guid, Item};

use super::visible;

/// Characters of a passage that stand for a missing headline.
const HEADLINE_CHARS: usize = 80;

/// Returns a hit of the search named `search` as an item. `guid` is the same whenever the item is.
pub(crate) fn item(search: &str, hit: &Hit, guid: &str) -> Item {
    let title = match hit.title.is_empty() {
        true => hit.text.chars().take(HEADLINE_CHARS).collect(),
        false => hit.title.clone(),
    };
    let place = [&hit.source, &hit.date, &hit.id].map(|part| in_xml(part)).into_iter().filter(|part| !part.is_empty());
    let place = place.collect::<Vec<_>>().join(" · ");
    Item {
        title: Some(in_xml(&title)),
        // Readers of feeds read this as HTML.
        description: Some(format!("{}<br/>{}", partial_escape(in_xml(&hit.text)), partial_escape(&place))),
        categories: vec![Category { name: in_xml(search), domain: None }],
        guid: Some(Guid { value: in_xml(guid), permalink: false }),
        pub_date: pub_date(&hit.date),
        ..Item::default()
    }
}

fn pub_date(date: &str) -> Option<String> {
    let day = date.parse::<Date>().ok()?.to_zoned_datetime(TimeZone::UTC).ok()?;
    DateTimePrinter::new().zoned_datetime_to_string(&day).ok()
}

/// Replaces the characters that XML cannot hold; `rss` escapes the others.
pub(crate) fn in_xml(text: &str) -> String {
    visible(&text.replace(['\n', '\t'], " ")).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}
