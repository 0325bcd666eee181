//! Counts of all matches, as tables with bars or as one JSON object.

use std::io::{self, Write};

use anyhow::Result;
use fundstelle::search::{Facet, FacetCount, Facets, MatchTotal};
use textwrap::core::display_width;

use super::bars::{bar, fitted};
use super::{json_line, note, visible};
use crate::messages::{Language, Message, language, texts};
use crate::wire::records;

/// Maximum numbers of names and of periods shown to people; JSON has all.
const MAX_NAMES: usize = 12;
const MAX_PERIODS: usize = 36;
/// Widest name, in columns.
const MAX_NAME_COLUMNS: usize = 40;
/// Columns of the longest bar.
const BAR_COLUMNS: usize = 24;

/// Writes the counts of the facets `asked`. In JSON, standard output has hits only: the counts go to standard error, as the receipt
/// does, unless they are `alone`.
pub(in crate::cli) fn write(
    out: &mut impl Write,
    as_json: bool,
    alone: bool,
    asked: &[Facet],
    facets: &Facets,
) -> Result<()> {
    if as_json {
        let line = json_line(&records::facets(facets))?;
        match alone {
            true => writeln!(out, "{line}")?,
            false => note(&line),
        }
        return Ok(());
    }
    let language = language();
    if facets.articles == 0 {
        return Ok(());
    }
    let (articles, passages) =
        (texts::ARTICLES.counted(language, facets.articles), texts::PASSAGES.counted(language, facets.passages));
    writeln!(out, "{articles}, {passages}")?;
    for (at, facet) in asked.iter().enumerate() {
        if let (Some(counts), false) = (facets.by.get(facet), asked[..at].contains(facet)) {
            writeln!(out, "\n{}", name(*facet).to(language))?;
            table(out, *facet, counts, language)?;
        }
    }
    Ok(())
}

/// Writes the number of all matches, where neither hits nor facets are asked for.
pub(in crate::cli) fn write_total(out: &mut impl Write, as_json: bool, total: MatchTotal) -> Result<()> {
    let language = language();
    match as_json {
        true => writeln!(out, "{}", json_line(&records::total(total))?)?,
        false if total.articles > 0 => {
            let passages = texts::MATCHES.counted(language, total.passages);
            writeln!(out, "{}, {passages}", texts::ARTICLES.counted(language, total.articles))?;
        }
        false => {}
    }
    Ok(())
}

fn name(facet: Facet) -> Message {
    match facet {
        Facet::Source => texts::SOURCE,
        Facet::Section => texts::SECTION,
        Facet::Year => texts::YEAR,
        Facet::Month => texts::MONTH,
    }
}

/// The most frequent names, or the years or months with the most articles in their order.
fn shown(facet: Facet, counts: &[FacetCount]) -> Vec<&FacetCount> {
    let mut shown: Vec<&FacetCount> = counts.iter().collect();
    match facet {
        Facet::Source | Facet::Section => shown.truncate(MAX_NAMES),
        Facet::Year | Facet::Month if shown.len() > MAX_PERIODS => {
            let mut most: Vec<u64> = counts.iter().map(|count| count.articles).collect();
            most.sort_unstable_by(|a, b| b.cmp(a));
            let (least, mut ties) = (most[MAX_PERIODS - 1], 0);
            // Of periods with as many articles the latest are shown.
            let above = most.iter().filter(|articles| **articles > least).count();
            shown.reverse();
            shown.retain(|count| {
                ties += usize::from(count.articles == least);
                count.articles > least || count.articles == least && above + ties <= MAX_PERIODS
            });
            shown.reverse();
        }
        Facet::Year | Facet::Month => {}
    }
    shown
}

/// Writes a line per value.
fn table(out: &mut impl Write, facet: Facet, counts: &[FacetCount], language: Language) -> io::Result<()> {
    let shown = shown(facet, counts);
    let label = |count: &FacetCount| match count.value.as_str() {
        "" => texts::NO_VALUE.to(language).to_owned(),
        value => visible(value).into_owned(),
    };
    let width = shown.iter().map(|count| display_width(&label(count))).max().unwrap_or(0).min(MAX_NAME_COLUMNS);
    let most = shown.iter().map(|count| count.articles).max().unwrap_or(0);
    let digits = language.count(most).len();
    for count in &shown {
        let share = count.articles as f64 / most as f64;
        let (name, articles) = (fitted(&label(count), width), language.count(count.articles));
        let line = format!("  {name}  {articles:>digits$} {}", bar(share, BAR_COLUMNS));
        writeln!(out, "{}", line.trim_end())?;
    }
    match counts.len() - shown.len() {
        0 => Ok(()),
        rest => writeln!(out, "  … {} {}", language.count(rest as u64), texts::MORE.to(language)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_with_the_most_articles_are_shown() {
        let month = |number: u64| FacetCount {
            value: format!("{:04}-{:02}", 2015 + number / 12, number % 12 + 1),
            articles: if (20..30).contains(&number) { 50 } else { 1 },
            passages: 60,
        };
        let counts: Vec<FacetCount> = (0..80).map(month).collect();
        let shown: Vec<&str> = shown(Facet::Month, &counts).iter().map(|count| count.value.as_str()).collect();
        assert_eq!(shown.len(), MAX_PERIODS);
        assert!(shown.is_sorted() && shown.contains(&"2016-09") && shown.contains(&"2017-06"), "{shown:?}");
        assert_eq!(shown.last(), Some(&"2021-08"));
        assert_eq!(super::shown(Facet::Month, &counts[..30]).len(), 30);
        assert_eq!(super::shown(Facet::Source, &counts).len(), MAX_NAMES);
    }
}
