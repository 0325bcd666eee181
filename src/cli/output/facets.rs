//! Counts of all matches, as tables with bars or as one JSON object.

use std::io::{self, Write};

use anyhow::Result;
use fundstelle::search::{Facet, FacetCount, Facets};
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

fn name(facet: Facet) -> Message {
    match facet {
        Facet::Source => texts::SOURCE,
        Facet::Section => texts::SECTION,
        Facet::Year => texts::YEAR,
        Facet::Month => texts::MONTH,
    }
}

/// Writes a line per value: the most frequent names, or the latest years or months.
fn table(out: &mut impl Write, facet: Facet, counts: &[FacetCount], language: Language) -> io::Result<()> {
    let shown = match facet {
        Facet::Source | Facet::Section => &counts[..counts.len().min(MAX_NAMES)],
        Facet::Year | Facet::Month => &counts[counts.len().saturating_sub(MAX_PERIODS)..],
    };
    let label = |count: &FacetCount| match count.value.as_str() {
        "" => texts::NO_VALUE.to(language).to_owned(),
        value => visible(value).into_owned(),
    };
    let width = shown.iter().map(|count| display_width(&label(count))).max().unwrap_or(0).min(MAX_NAME_COLUMNS);
    let most = shown.iter().map(|count| count.articles).max().unwrap_or(0);
    let digits = language.count(most).len();
    for count in shown {
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
