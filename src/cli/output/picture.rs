//! A curve over time as a self-contained picture (SVG 1.1).

use std::fmt::Write as _;

use fundstelle::search::{Period, Trend};

use super::bars::fitted;
use super::curve::{Measure, copies, counts, undated};
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

/// Draws `trend`.
pub(in crate::cli) fn svg(query: &str, trend: &Trend, measure: Measure) -> String {
    let language = language();
    let heading = measure.heading(query, trend.step, language);
    let shown = escaped(fitted(&heading, MAX_HEADING_COLUMNS).trim_end());
    let heading = escaped(&heading);
    let axis = axis(trend.periods.iter().filter_map(|period| measure.of(period)).fold(0.0, f64::max), measure);
    let most = axis.step * axis.count;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         role=\"img\" aria-labelledby=\"heading summary\" xml:lang=\"{}\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">\n\
         <title id=\"heading\">{heading}</title>\n<desc id=\"summary\">{}</desc>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n\
         <text x=\"{LEFT_MARGIN}\" y=\"28\" font-size=\"16\" font-weight=\"bold\">{shown}</text>\n",
        language.code(),
        escaped(&summary(trend, measure, language)),
    );
    ticks(&mut svg, &axis, language);
    let width = (WIDTH - LEFT_MARGIN - RIGHT_MARGIN) / trend.periods.len().max(1) as f64;
    for (at, period) in trend.periods.iter().enumerate() {
        period_bar(&mut svg, period, LEFT_MARGIN + at as f64 * width, width, most, measure, language);
    }
    labels(&mut svg, &trend.periods, width, language);
    let undated = (trend.undated > 0).then(|| undated(trend, language));
    let copies = (trend.copies > 0).then(|| copies(trend, language));
    let below: Vec<String> = undated.into_iter().chain(copies).collect();
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

/// Draws the bar of a period that begins at `x`, or a grey field if the period has no articles.
fn period_bar(svg: &mut String, period: &Period, x: f64, width: f64, most: f64, measure: Measure, language: Language) {
    let floor = HEIGHT - BOTTOM_MARGIN;
    let (x, width, y, color, text) = match measure.of(period) {
        None => (x, width, TOP_MARGIN, "#eee", texts::NO_ARTICLES.to(language).to_owned()),
        Some(value) => {
            let bar = (width * BAR_SHARE).min(MAX_BAR_WIDTH);
            let y = floor - (floor - TOP_MARGIN) * value / most;
            let counts = counts(period.articles, period.all, language);
            let text = format!("{} ({counts})", measure.shown(language, value));
            (x + (width - bar) / 2.0, bar, y, "#1f5fa8", text)
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
