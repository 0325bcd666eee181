//! A curve over time as a self-contained picture (SVG 1.1).

use std::fmt::Write as _;

use fundstelle::search::{Period, Trend};

use super::bars::fitted;
use super::curve::{Measure, QueryCurve, copies, counts, undated};
use super::visible;
use crate::messages::{Language, language, texts};

/// Size of the picture and margins of the plot, in pixels.
const WIDTH: f64 = 840.0;
const HEIGHT: f64 = 380.0;
const LEFT_MARGIN: f64 = 64.0;
const RIGHT_MARGIN: f64 = 16.0;
const TOP_MARGIN: f64 = 52.0;
const BOTTOM_MARGIN: f64 = 52.0;
/// Width of the widest bar, in pixels.
const MAX_BAR_WIDTH: f64 = 72.0;
/// Share of a period's width that its bar fills.
const BAR_SHARE: f64 = 0.86;
/// Columns of the widest heading.
const MAX_HEADING_COLUMNS: usize = 84;
/// Maximum numbers of labels below the bars and of marks on the axis beside them.
const MAX_LABELS: usize = 10;
const MAX_TICKS: f64 = 5.0;

/// Colours of the bars of several queries, which differ in brightness as well.
pub(in crate::cli) const COLORS: [&str; 4] = ["#1f5fa8", "#e08214", "#1b7837", "#542788"];

/// Draws curves side by side, period by period. The periods are those of the first; a query with none of its own draws nothing.
pub(in crate::cli) fn svg(curves: &[QueryCurve], measure: Measure) -> String {
    let language = language();
    let Some(QueryCurve { trend, .. }) = curves.first() else { return String::new() };
    let queries: Vec<&str> = curves.iter().map(|curve| curve.query.as_str()).collect();
    let heading = measure.heading(&queries.join(" · "), trend.step, language);
    let shown = escaped(fitted(&heading, MAX_HEADING_COLUMNS).trim_end());
    let heading = escaped(&heading);
    let values = curves.iter().flat_map(|curve| &curve.trend.periods).filter_map(|period| measure.of(period));
    let axis = axis(values.fold(0.0, f64::max), measure);
    let most = axis.step * axis.count;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         role=\"img\" aria-labelledby=\"heading summary\" xml:lang=\"{}\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">\n\
         <title id=\"heading\">{heading}</title>\n<desc id=\"summary\">{}</desc>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n\
         <text x=\"{LEFT_MARGIN}\" y=\"28\" font-size=\"16\" font-weight=\"bold\">{shown}</text>\n",
        language.code(),
        escaped(&summaries(curves, measure, language)),
    );
    if curves.len() > 1 {
        legend(&mut svg, &queries);
    }
    ticks(&mut svg, &axis, language);
    let width = (WIDTH - LEFT_MARGIN - RIGHT_MARGIN) / trend.periods.len().max(1) as f64;
    for (number, (curve, color)) in curves.iter().zip(COLORS).enumerate() {
        let part = width / curves.len() as f64;
        for (at, period) in trend.periods.iter().enumerate() {
            let periods = &curve.trend.periods;
            let Ok(own) = periods.binary_search_by_key(&period.from, |own| own.from) else { continue };
            let x = LEFT_MARGIN + at as f64 * width + number as f64 * part;
            period_bar(&mut svg, &periods[own], (x, part), most, (measure, color), language);
        }
    }
    labels(&mut svg, &trend.periods, width, language);
    let below: Vec<String> = curves
        .iter()
        .flat_map(|QueryCurve { trend, .. }| {
            let undated = (trend.undated > 0).then(|| undated(trend, language));
            let copies = (trend.copies > 0).then(|| copies(trend, language));
            undated.into_iter().chain(copies)
        })
        .collect();
    if !below.is_empty() {
        let text = below.join(" · ");
        let _ = writeln!(
            svg,
            "<text x=\"{LEFT_MARGIN}\" y=\"{:.1}\" fill=\"#555\">{}</text>",
            HEIGHT - 10.0,
            escaped(&text)
        );
    }
    svg.push_str("</svg>\n");
    svg
}

/// Names the queries in their colours.
fn legend(svg: &mut String, queries: &[&str]) {
    let width = (WIDTH - LEFT_MARGIN - RIGHT_MARGIN) / queries.len() as f64;
    for (at, (query, color)) in queries.iter().zip(COLORS).enumerate() {
        let x = LEFT_MARGIN + at as f64 * width;
        let name = escaped(fitted(query, MAX_HEADING_COLUMNS / queries.len()).trim_end());
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"34\" width=\"10\" height=\"10\" fill=\"{color}\"/><text x=\"{:.1}\" y=\"43\">{name}</text>",
            x + 16.0
        );
    }
}

/// Describes the curves in words, each of several with its query.
fn summaries(curves: &[QueryCurve], measure: Measure, language: Language) -> String {
    let described = curves.iter().map(|QueryCurve { query, trend }| match curves.len() {
        1 => summary(trend, measure, language),
        _ => format!("{query}: {}", summary(trend, measure, language)),
    });
    described.collect::<Vec<_>>().join("; ")
}

/// Describes the curve in words: the number of articles, the first and the last period, the highest value.
fn summary(trend: &Trend, measure: Measure, language: Language) -> String {
    let mut text = counts(trend.articles, trend.all, language);
    if let (Some(first), Some(last)) = (trend.periods.first(), trend.periods.last()) {
        let _ = write!(text, ", {} – {}", language.period(&first.period), language.period(&last.period));
    }
    let values = trend.periods.iter().filter_map(|period| Some((measure.of(period)?, period)));
    if let Some((value, period)) = values.max_by(|a, b| a.0.total_cmp(&b.0)) {
        let _ = write!(text, ", max. {} ({})", measure.shown(language, value), language.period(&period.period));
    }
    text
}

/// Axis beside the bars: `count` marks above zero, `step` apart.
struct Axis {
    step: f64,
    count: f64,
}

/// Returns an axis with marks at multiples of 1, 2 or 5 times a power of ten, the last not below `most`.
fn axis(most: f64, measure: Measure) -> Axis {
    let least = if measure == Measure::Absolute { 1.0 } else { 0.1 };
    let rough = (most / MAX_TICKS).max(least);
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|times| times * power).into_iter().find(|step| *step >= rough * 0.999);
    debug_assert!(step.is_some(), "10 times the power is at least {rough}");
    let step = step.unwrap_or(rough);
    Axis { step, count: (most / step - 1e-9).ceil().max(1.0) }
}

fn ticks(svg: &mut String, axis: &Axis, language: Language) {
    let decimals = if axis.step < 1.0 { 1 } else { 0 };
    for at in 0..=axis.count as usize {
        let y = HEIGHT - BOTTOM_MARGIN - (HEIGHT - TOP_MARGIN - BOTTOM_MARGIN) * at as f64 / axis.count;
        let value = language.decimal(axis.step * at as f64, decimals);
        let _ = writeln!(
            svg,
            "<path d=\"M{LEFT_MARGIN} {y:.1}H{:.1}\" stroke=\"#ccc\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{value}</text>",
            WIDTH - RIGHT_MARGIN,
            LEFT_MARGIN - 8.0,
            y + 4.0,
        );
    }
}

/// Draws the bar of a period that begins at the first of `place` and is as wide as the second, or a grey field if the period has no
/// articles.
fn period_bar(
    svg: &mut String,
    period: &Period,
    place: (f64, f64),
    most: f64,
    (measure, color): (Measure, &'static str),
    language: Language,
) {
    let (x, width) = place;
    let floor = HEIGHT - BOTTOM_MARGIN;
    let (x, width, y, color, text) = match measure.of(period) {
        None => (x, width, TOP_MARGIN, "#eee", texts::NO_ARTICLES.to(language).to_owned()),
        Some(value) => {
            let bar = (width * BAR_SHARE).min(MAX_BAR_WIDTH);
            let y = floor - (floor - TOP_MARGIN) * value / most;
            let counts = counts(period.articles, period.all, language);
            let text = format!("{} ({counts})", measure.shown(language, value));
            (x + (width - bar) / 2.0, bar, y, color, text)
        }
    };
    let _ = writeln!(
        svg,
        "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{width:.2}\" height=\"{:.2}\" fill=\"{color}\"><title>{}: {}</title></rect>",
        floor - y,
        language.period(&period.period),
        escaped(&text),
    );
}

/// Draws the names of periods below their bars, as many as have room.
fn labels(svg: &mut String, periods: &[Period], width: f64, language: Language) {
    for (at, period) in periods.iter().enumerate().step_by(periods.len().div_ceil(MAX_LABELS).max(1)) {
        let x = LEFT_MARGIN + (at as f64 + 0.5) * width;
        let y = HEIGHT - BOTTOM_MARGIN + 18.0;
        let name = language.period(&period.period);
        let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{name}</text>");
    }
}

/// Escapes a text for XML, without control codes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML has no such character.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_numbers_up_to_the_most() {
        for (most, step, count) in
            [(0.0, 0.1, 1.0), (0.3, 0.1, 3.0), (1.0, 0.2, 5.0), (7.4, 2.0, 4.0), (10.0, 2.0, 5.0), (1000.0, 200.0, 5.0)]
        {
            let axis = axis(most, Measure::PerThousand);
            assert!((axis.step - step).abs() < 1e-9 && axis.count == count, "{most}: {} {}", axis.step, axis.count);
        }
        assert_eq!(axis(3.0, Measure::Absolute).count, 3.0);
    }

    #[test]
    fn nothing_in_a_text_is_mark_up() {
        assert_eq!(escaped("<a b=\"c\">&\u{1b}\u{ffff}</a>"), "&lt;a b=&quot;c&quot;&gt;&amp;␛\u{fffd}&lt;/a&gt;");
    }
}
