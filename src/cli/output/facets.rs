//! Counts of all matches, as tables with bars or as one JSON object.

use std::cmp::Reverse;
use std::io::{self, Write};

use anyhow::Result;
use fundstelle::search::{Facet, FacetCount, Facets, MatchTotal};
use textwrap::core::display_width;

use super::bars::{bar, fitted};
use super::{json_line, note, visible};
use crate::messages::{Language, Message, language, texts};
use crate::wire::choices::By;
use crate::wire::records;

/// Maximum numbers of names and of periods shown to people; JSON has all.
const MAX_NAMES: usize = 12;
const MAX_PERIODS: usize = 36;
/// Widest name, in columns.
const MAX_NAME_COLUMNS: usize = 40;
const MIN_NAME_COLUMNS: usize = 12;
/// Blank columns before and behind the name, and before the bar.
const SEPARATOR_COLUMNS: usize = 5;
/// Columns of the longest bar.
const BAR_COLUMNS: usize = 24;

/// Writes the counts as JSON. Standard output has hits only: the counts go to standard error, as the receipt does, unless they are
/// `alone`.
pub(in crate::cli) fn write_json(out: &mut impl Write, alone: bool, facets: &Facets) -> Result<()> {
    let line = json_line(&records::facets(facets))?;
    match alone {
        true => writeln!(out, "{line}")?,
        false => note(&line),
    }
    Ok(())
}

/// Writes the counts of the facets `asked`, in articles or in passages.
pub(in crate::cli) fn write(out: &mut impl Write, unit: By, asked: &[Facet], facets: &Facets) -> Result<()> {
    let language = language();
    if facets.articles == 0 {
        return Ok(());
    }
    let (articles, passages) =
        (texts::ARTICLES.counted(language, facets.articles), texts::PASSAGES.counted(language, facets.passages));
    writeln!(out, "{articles}, {passages}")?;
    for (at, facet) in asked.iter().enumerate() {
        if let (Some(counts), false) = (facets.by.get(facet), asked[..at].contains(facet)) {
            let in_passages = format!(" ({})", texts::PASSAGES.many(language));
            let shown_unit = if unit == By::Passage { in_passages.as_str() } else { "" };
            writeln!(out, "\n{}{shown_unit}", name(*facet).to(language))?;
            table(out, *facet, &FacetTable { unit, counts }, language)?;
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

/// The counts of a facet, and their unit.
struct FacetTable<'a> {
    unit: By,
    counts: &'a [FacetCount],
}

impl FacetTable<'_> {
    fn number(&self, count: &FacetCount) -> u64 {
        match self.unit {
            By::Passage => count.passages,
            By::Article => count.articles,
        }
    }

    /// The most frequent names, or the years or months with the most matches in their order.
    fn shown(&self, facet: Facet) -> Vec<&FacetCount> {
        let mut shown: Vec<&FacetCount> = self.counts.iter().collect();
        match facet {
            Facet::Source | Facet::Section => {
                // What has no name stays last.
                shown.sort_by_key(|count| (count.value.is_empty(), Reverse(self.number(count))));
                shown.truncate(MAX_NAMES);
            }
            Facet::Year | Facet::Month if shown.len() > MAX_PERIODS => {
                let mut most: Vec<u64> = shown.iter().map(|count| self.number(count)).collect();
                most.sort_unstable_by(|a, b| b.cmp(a));
                let (least, mut ties) = (most[MAX_PERIODS - 1], 0);
                // Of periods with as many matches the latest are shown.
                let above = most.iter().filter(|number| **number > least).count();
                shown.reverse();
                shown.retain(|count| {
                    let number = self.number(count);
                    ties += usize::from(number == least);
                    number > least || number == least && above + ties <= MAX_PERIODS
                });
                shown.reverse();
            }
            Facet::Year | Facet::Month => {}
        }
        shown
    }
}

/// Writes a line per value.
fn table(out: &mut impl Write, facet: Facet, table: &FacetTable<'_>, language: Language) -> io::Result<()> {
    let shown = table.shown(facet);
    let label = |count: &FacetCount| match count.value.as_str() {
        "" => texts::NO_VALUE.to(language).to_owned(),
        value => visible(value).into_owned(),
    };
    let most = shown.iter().map(|count| table.number(count)).max().unwrap_or(0);
    let digits = language.count(most).len();
    let columns = terminal_size::terminal_size_of(io::stdout()).map_or(usize::MAX, |(width, _)| usize::from(width.0));
    // Names may take half of a narrow screen, and bars the rest.
    let width = shown.iter().map(|count| display_width(&label(count))).max().unwrap_or(0);
    let width = width.min(MAX_NAME_COLUMNS).min((columns / 2).max(MIN_NAME_COLUMNS));
    let bars = BAR_COLUMNS.min(columns.saturating_sub(width + digits + SEPARATOR_COLUMNS));
    for count in &shown {
        let share = table.number(count) as f64 / most as f64;
        let (name, number) = (fitted(&label(count), width), language.count(table.number(count)));
        let line = format!("  {name}  {number:>digits$} {}", bar(share, bars));
        writeln!(out, "{}", line.trim_end())?;
    }
    match table.counts.len() - shown.len() {
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
        let table = |counts| FacetTable { unit: By::Article, counts };
        let all = table(&counts);
        let shown: Vec<&str> = all.shown(Facet::Month).iter().map(|count| count.value.as_str()).collect();
        assert_eq!(shown.len(), MAX_PERIODS);
        assert!(shown.is_sorted() && shown.contains(&"2016-09") && shown.contains(&"2017-06"), "{shown:?}");
        assert_eq!(shown.last(), Some(&"2021-08"));
        assert_eq!(table(&counts[..30]).shown(Facet::Month).len(), 30);
        assert_eq!(table(&counts).shown(Facet::Source).len(), MAX_NAMES);
    }
}
