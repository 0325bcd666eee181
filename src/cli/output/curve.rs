//! A curve over time on a terminal: one line per period.

use std::io::{self, Write};

use fundstelle::search::{Period, Trend, TrendStep};
use textwrap::core::display_width;

use super::bars::bar;
use super::visible;
use crate::messages::{Language, language, texts};

/// Columns of the longest bar, on a wide and on a narrow terminal.
const MAX_BAR_COLUMNS: usize = 60;
const MIN_BAR_COLUMNS: usize = 10;
/// Blank columns between period, value, bar and counts.
const SEPARATOR_COLUMNS: usize = 4;
/// Maximum number of gaps in a row that are shown one by one.
const MAX_SINGLE_GAPS: usize = 2;

/// A query as typed, and its curve.
pub(in crate::cli) struct QueryCurve {
    pub(in crate::cli) query: String,
    pub(in crate::cli) trend: Trend,
}

/// Quantity that a bar stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Measure {
    /// Matching articles per thousand articles of the period.
    PerThousand,
    /// Number of matching articles.
    Absolute,
}

impl Measure {
    /// Returns the value of a period, or `None` if it has no articles.
    pub(super) fn of(self, period: &Period) -> Option<f64> {
        match self {
            Measure::PerThousand => period.per_1000,
            Measure::Absolute => period.per_1000.map(|_| period.articles as f64),
        }
    }

    /// Formats a value for people.
    pub(super) fn shown(self, language: Language, value: f64) -> String {
        match self {
            Measure::PerThousand => language.decimal(value, 1),
            Measure::Absolute => language.decimal(value, 0),
        }
    }

    /// Returns `Streik: articles per 1,000 published, by month`, which is not safe to print yet.
    pub(super) fn heading(self, query: &str, step: TrendStep, language: Language) -> String {
        let unit = match self {
            Measure::PerThousand => texts::PER_THOUSAND.to(language),
            Measure::Absolute => texts::ARTICLES.many(language),
        };
        let step = match step {
            TrendStep::Day => texts::BY_DAY,
            TrendStep::Week => texts::BY_WEEK,
            TrendStep::Month => texts::BY_MONTH,
            TrendStep::Year => texts::BY_YEAR,
        };
        format!("{query}: {unit}, {}", step.to(language))
    }
}

/// Returns `12 of 980`.
pub(super) fn counts(articles: u64, all: u64, language: Language) -> String {
    format!("{} {} {}", language.count(articles), texts::OF.to(language), language.count(all))
}

/// Returns `undated: 3 of 40`.
pub(in crate::cli) fn undated(trend: &Trend, language: Language) -> String {
    format!("{}: {}", texts::UNDATED.to(language), counts(trend.undated, trend.all_undated, language))
}

/// Returns `12 copies not counted`.
pub(in crate::cli) fn copies(trend: &Trend, language: Language) -> String {
    texts::COPIES_NOT_COUNTED.counted(language, trend.copies)
}

/// Line of the curve.
struct CurveRow {
    period: String,
    /// `None` for a period without articles.
    value: Option<f64>,
    counts: String,
}

/// Writes the curves one under the other on one scale, and below each the articles that are in no period.
pub(in crate::cli) fn write(out: &mut impl Write, curves: &[QueryCurve], measure: Measure) -> io::Result<()> {
    let language = language();
    let most = curves.iter().flat_map(|curve| &curve.trend.periods).filter_map(|period| measure.of(period));
    let most = most.fold(0.0, f64::max);
    for (at, curve) in curves.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        write_one(out, curve, measure, most, language)?;
    }
    Ok(())
}

fn write_one(
    out: &mut impl Write,
    QueryCurve { query, trend }: &QueryCurve,
    measure: Measure,
    most: f64,
    language: Language,
) -> io::Result<()> {
    let columns = terminal_size::terminal_size_of(io::stdout()).map_or(usize::MAX, |(width, _)| usize::from(width.0));
    for line in textwrap::wrap(&visible(&measure.heading(query, trend.step, language)), columns) {
        writeln!(out, "{line}")?;
    }
    let rows = rows(trend, measure, language);
    let shown = |row: &CurveRow| row.value.map_or("–".to_owned(), |value| measure.shown(language, value));
    let widest =
        |text: &dyn Fn(&CurveRow) -> String| rows.iter().map(|row| display_width(&text(row))).max().unwrap_or(0);
    let undated = texts::UNDATED.to(language);
    let (periods, values) = (widest(&|row| row.period.clone()).max(display_width(undated)), widest(&shown));
    let columns = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
    let beside = periods + values + widest(&|row| row.counts.clone()) + SEPARATOR_COLUMNS;
    let width = columns.saturating_sub(beside).clamp(MIN_BAR_COLUMNS, MAX_BAR_COLUMNS);
    for row in &rows {
        let share = row.value.filter(|_| most > 0.0).map_or(0.0, |value| value / most);
        let (value, bar) = (shown(row), bar(share, width));
        writeln!(out, "{:<periods$}  {value:>values$} {bar:<width$} {}", row.period, row.counts)?;
    }
    if trend.undated > 0 {
        let counts = counts(trend.undated, trend.all_undated, language);
        writeln!(out, "{undated:<periods$}  {:>values$} {:<width$} {counts}", "", "")?;
    }
    if trend.copies > 0 {
        writeln!(out, "{}", copies(trend, language))?;
    }
    Ok(())
}

/// Returns a row per period. Many periods in a row without articles share one.
fn rows(trend: &Trend, measure: Measure, language: Language) -> Vec<CurveRow> {
    let gap = |period: String| CurveRow { period, value: None, counts: texts::NO_ARTICLES.to(language).to_owned() };
    let name = |period: &Period| language.period(&period.period).into_owned();
    let mut rows = Vec::new();
    for run in trend.periods.chunk_by(|a, b| a.per_1000.is_none() && b.per_1000.is_none()) {
        match run {
            [first, .., last] if run.len() > MAX_SINGLE_GAPS => {
                rows.push(gap(format!("{} … {}", name(first), name(last))));
            }
            run => rows.extend(run.iter().map(|period| match measure.of(period) {
                None => gap(name(period)),
                value => {
                    let counts = counts(period.articles, period.all, language);
                    CurveRow { period: name(period), value, counts }
                }
            })),
        }
    }
    rows
}
