//! A curve over time on a terminal: a line for each period.

use std::io::{self, Write};

use fundstelle::search::{Period, Step, Trend};
use textwrap::core::display_width;

use super::super::messages::{Texts, language, texts};
use super::bars::bar;
use super::visible;

/// Columns of the longest bar.
const LONGEST: usize = 60;
const SHORTEST: usize = 10;
/// Columns between period, value, bar and counts.
const BETWEEN: usize = 4;
/// Gaps in a row that are shown one by one.
const MOST_GAPS: usize = 2;

/// What a bar stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Measure {
    /// Articles that match for every thousand of that time.
    PerThousand,
    /// Articles that match.
    Absolute,
}

impl Measure {
    /// The value of a period; `None`: there are no articles of that time.
    pub(super) fn of(self, period: &Period) -> Option<f64> {
        match self {
            Measure::PerThousand => period.per_1000,
            Measure::Absolute => period.per_1000.map(|_| period.articles as f64),
        }
    }

    /// The value as people read it.
    pub(super) fn shown(self, value: f64) -> String {
        match self {
            Measure::PerThousand => format!("{value:.1}"),
            Measure::Absolute => format!("{value:.0}"),
        }
    }

    /// `Streik: articles per 1,000 of the time, by month`, not yet safe to print.
    pub(super) fn heading(self, query: &str, step: Step, t: &Texts) -> String {
        let unit = match self {
            Measure::PerThousand => t.per_thousand,
            Measure::Absolute => t.articles.many(),
        };
        let [day, week, month, year] = t.by_step;
        let step = match step {
            Step::Day => day,
            Step::Week => week,
            Step::Month => month,
            Step::Year => year,
        };
        format!("{query}: {unit}, {step}")
    }
}

/// `12 of 980`.
pub(super) fn counts(articles: u64, all: u64, t: &Texts) -> String {
    format!("{articles} {} {all}", t.of_all)
}

/// `undated: 3 of 40`.
pub(in crate::cli) fn undated(trend: &Trend, t: &Texts) -> String {
    format!("{}: {}", t.undated, counts(trend.undated, trend.all_undated, t))
}

/// `12 copies are not counted`.
pub(in crate::cli) fn copies(trend: &Trend, t: &Texts) -> String {
    format!("{}: {}", t.copies_left_out, trend.copies)
}

/// A line of the curve.
struct Row {
    period: String,
    /// `None`: there are no articles of that time.
    value: Option<f64>,
    counts: String,
}

/// Writes the curve, and below it the articles that are in no period.
pub(in crate::cli) fn write(out: &mut impl Write, query: &str, trend: &Trend, measure: Measure) -> io::Result<()> {
    let t = texts(language());
    writeln!(out, "{}", visible(&measure.heading(query, trend.step, t)))?;
    let rows = rows(trend, measure, t);
    let shown = |row: &Row| row.value.map_or("–".to_owned(), |value| measure.shown(value));
    let widest = |text: &dyn Fn(&Row) -> String| rows.iter().map(|row| display_width(&text(row))).max().unwrap_or(0);
    let (periods, values) = (widest(&|row| row.period.clone()).max(display_width(t.undated)), widest(&shown));
    let columns = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
    let beside = periods + values + widest(&|row| row.counts.clone()) + BETWEEN;
    let width = columns.saturating_sub(beside).clamp(SHORTEST, LONGEST);
    let most = rows.iter().filter_map(|row| row.value).fold(0.0, f64::max);
    for row in &rows {
        let share = row.value.filter(|_| most > 0.0).map_or(0.0, |value| value / most);
        let (value, bar) = (shown(row), bar(share, width));
        writeln!(out, "{:<periods$}  {value:>values$} {bar:<width$} {}", row.period, row.counts)?;
    }
    if trend.undated > 0 {
        let counts = counts(trend.undated, trend.all_undated, t);
        writeln!(out, "{:<periods$}  {:>values$} {:<width$} {counts}", t.undated, "", "")?;
    }
    if trend.copies > 0 {
        writeln!(out, "{}", copies(trend, t))?;
    }
    Ok(())
}

/// A row for each period, and one for many without articles.
fn rows(trend: &Trend, measure: Measure, t: &Texts) -> Vec<Row> {
    let gap = |period: String| Row { period, value: None, counts: t.gap.to_owned() };
    let mut rows = Vec::new();
    for run in trend.periods.chunk_by(|a, b| a.per_1000.is_none() && b.per_1000.is_none()) {
        match run {
            [first, .., last] if run.len() > MOST_GAPS => {
                rows.push(gap(format!("{} … {}", first.period, last.period)));
            }
            run => rows.extend(run.iter().map(|period| match measure.of(period) {
                None => gap(period.period.clone()),
                value => {
                    let counts = counts(period.articles, period.all, t);
                    Row { period: period.period.clone(), value, counts }
                }
            })),
        }
    }
    rows
}
