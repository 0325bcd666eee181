//! Counts of all matches: tables with bars, or one JSON object.

use std::io::{self, Write};

use anyhow::Result;
use fundstelle::search::{Facet, FacetCount, Facets};
use serde_json::json;
use textwrap::core::display_width;

use super::super::messages::{Texts, language, texts};
use super::bars::{bar, fitted};
use super::{json_line, note, visible};

/// Values shown to people; JSON has all.
const MOST_NAMES: usize = 12;
const MOST_TIMES: usize = 36;
/// Widest name, in columns.
const WIDEST: usize = 40;
/// Columns of the longest bar.
const BAR: usize = 24;

/// Writes `facets`, the counts of what was `asked`. In JSON standard output has hits only; the counts go where the receipt goes,
/// unless they are `alone`.
pub(in crate::cli) fn write(
    out: &mut impl Write,
    as_json: bool,
    alone: bool,
    asked: &[Facet],
    facets: &Facets,
) -> Result<()> {
    if as_json {
        let line = json_line(&json!({"facets": facets}))?;
        match alone {
            true => writeln!(out, "{line}")?,
            false => note(&line),
        }
        return Ok(());
    }
    let t = texts(language());
    if facets.articles == 0 {
        return Ok(());
    }
    let total = format!("{}, {}", t.articles.counted(facets.articles), t.passages.counted(facets.passages));
    writeln!(out, "{total}")?;
    for (at, facet) in asked.iter().enumerate() {
        if let (Some(counts), false) = (facets.by.get(facet), asked[..at].contains(facet)) {
            writeln!(out, "\n{}", name(*facet, t))?;
            table(out, *facet, counts, t)?;
        }
    }
    Ok(())
}

fn name(facet: Facet, t: &Texts) -> &'static str {
    match facet {
        Facet::Source => t.source,
        Facet::Section => t.section,
        Facet::Year => t.year,
        Facet::Month => t.month,
    }
}

/// A line for each value: the most frequent names, or the last years or months.
fn table(out: &mut impl Write, facet: Facet, counts: &[FacetCount], t: &Texts) -> io::Result<()> {
    let shown = match facet {
        Facet::Source | Facet::Section => &counts[..counts.len().min(MOST_NAMES)],
        Facet::Year | Facet::Month => &counts[counts.len().saturating_sub(MOST_TIMES)..],
    };
    let label = |count: &FacetCount| match count.value.as_str() {
        "" => t.without.to_owned(),
        value => visible(value).into_owned(),
    };
    let width = shown.iter().map(|count| display_width(&label(count))).max().unwrap_or(0).min(WIDEST);
    let most = shown.iter().map(|count| count.articles).max().unwrap_or(0);
    let digits = most.to_string().len();
    for count in shown {
        let share = count.articles as f64 / most as f64;
        let line = format!("  {}  {:>digits$} {}", fitted(&label(count), width), count.articles, bar(share, BAR));
        writeln!(out, "{}", line.trim_end())?;
    }
    match counts.len() - shown.len() {
        0 => Ok(()),
        rest => writeln!(out, "  … {rest} {}", t.more),
    }
}
