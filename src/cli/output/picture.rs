//! A curve over time as a picture (SVG 1.1) that needs nothing but itself.

use std::fmt::Write as _;

use fundstelle::search::{Period, Trend};

use super::super::messages::{Texts, language, texts};
use super::bars::fitted;
use super::curve::{Measure, copies, counts, undated};
use super::visible;

/// The picture and the field of the bars, in pixels.
const WIDTH: f64 = 840.0;
const HEIGHT: f64 = 380.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 52.0;
const BOTTOM: f64 = 52.0;
/// Widest bar.
const WIDEST: f64 = 72.0;
/// The share of a period's width that its bar fills.
const FILLED: f64 = 0.86;
/// Widest heading, in columns of text.
const WIDEST_HEADING: usize = 84;
/// Labels below the bars and marks beside them, at most.
const MOST_LABELS: usize = 10;
const MOST_MARKS: f64 = 5.0;

/// The picture of `trend`.
pub(in crate::cli) fn svg(query: &str, trend: &Trend, measure: Measure) -> String {
    let t = texts(language());
    let heading = measure.heading(query, trend.step, t);
    let shown = escaped(fitted(&heading, WIDEST_HEADING).trim_end());
    let heading = escaped(&heading);
    let mark = mark(trend.periods.iter().filter_map(|period| measure.of(period)).fold(0.0, f64::max), measure);
    let most = mark.between * mark.count;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         role=\"img\" aria-labelledby=\"heading summary\" xml:lang=\"{}\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">\n\
         <title id=\"heading\">{heading}</title>\n<desc id=\"summary\">{}</desc>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n\
         <text x=\"{LEFT}\" y=\"28\" font-size=\"16\" font-weight=\"bold\">{shown}</text>\n",
        t.language,
        escaped(&summary(trend, measure, t)),
    );
    marks(&mut svg, &mark);
    let width = (WIDTH - LEFT - RIGHT) / trend.periods.len().max(1) as f64;
    for (at, period) in trend.periods.iter().enumerate() {
        period_of(&mut svg, period, LEFT + at as f64 * width, width, most, measure, t);
    }
    labels(&mut svg, &trend.periods, width);
    let undated = (trend.undated > 0).then(|| undated(trend, t));
    let copies = (trend.copies > 0).then(|| copies(trend, t));
    let below: Vec<String> = undated.into_iter().chain(copies).collect();
    if !below.is_empty() {
        let text = below.join(" · ");
        let _ = writeln!(svg, "<text x=\"{LEFT}\" y=\"{:.1}\" fill=\"#555\">{}</text>", HEIGHT - 10.0, escaped(&text));
    }
    svg.push_str("</svg>\n");
    svg
}

/// In words: from when to when, how many articles, and when the most.
fn summary(trend: &Trend, measure: Measure, t: &Texts) -> String {
    let mut text = counts(trend.articles, trend.all, t);
    if let (Some(first), Some(last)) = (trend.periods.first(), trend.periods.last()) {
        let _ = write!(text, ", {} – {}", first.period, last.period);
    }
    let values = trend.periods.iter().filter_map(|period| Some((measure.of(period)?, period)));
    if let Some((value, period)) = values.max_by(|a, b| a.0.total_cmp(&b.0)) {
        let _ = write!(text, ", max. {} ({})", measure.shown(value), period.period);
    }
    text
}

/// The marks beside the bars: so many, so far from one another.
struct Mark {
    between: f64,
    count: f64,
}

/// Marks at 1, 2 or 5 times a power of ten, the last not below `most`.
fn mark(most: f64, measure: Measure) -> Mark {
    let least = if measure == Measure::Absolute { 1.0 } else { 0.1 };
    let rough = (most / MOST_MARKS).max(least);
    let power = 10_f64.powf(rough.log10().floor());
    let between = [1.0, 2.0, 5.0, 10.0].map(|times| times * power).into_iter().find(|step| *step >= rough * 0.999);
    let between = between.unwrap_or(rough);
    Mark { between, count: (most / between - 1e-9).ceil().max(1.0) }
}

fn marks(svg: &mut String, mark: &Mark) {
    let decimals = if mark.between < 1.0 { 1 } else { 0 };
    for at in 0..=mark.count as usize {
        let y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * at as f64 / mark.count;
        let value = mark.between * at as f64;
        let _ = writeln!(
            svg,
            "<path d=\"M{LEFT} {y:.1}H{:.1}\" stroke=\"#ccc\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{value:.decimals$}</text>",
            WIDTH - RIGHT,
            LEFT - 8.0,
            y + 4.0,
        );
    }
}

/// The bar of a period that begins at `x`; where there are no articles at all a grey field.
fn period_of(svg: &mut String, period: &Period, x: f64, width: f64, most: f64, measure: Measure, t: &Texts) {
    let floor = HEIGHT - BOTTOM;
    let (x, width, y, color, text) = match measure.of(period) {
        None => (x, width, TOP, "#eee", t.gap.to_owned()),
        Some(value) => {
            let bar = (width * FILLED).min(WIDEST);
            let y = floor - (floor - TOP) * value / most;
            let text = format!("{} ({})", measure.shown(value), counts(period.articles, period.all, t));
            (x + (width - bar) / 2.0, bar, y, "#1f5fa8", text)
        }
    };
    let _ = writeln!(
        svg,
        "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{width:.2}\" height=\"{:.2}\" fill=\"{color}\"><title>{}: {}</title></rect>",
        floor - y,
        period.period,
        escaped(&text),
    );
}

/// Names of periods below their bars, as many as have room.
fn labels(svg: &mut String, periods: &[Period], width: f64) {
    for (at, period) in periods.iter().enumerate().step_by(periods.len().div_ceil(MOST_LABELS).max(1)) {
        let x = LEFT + (at as f64 + 0.5) * width;
        let y = HEIGHT - BOTTOM + 18.0;
        let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{}</text>", period.period);
    }
}

/// Text as XML has it: without control codes, and no mark-up.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // No character of XML.
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
    fn marks_are_round_numbers_up_to_the_most() {
        for (most, between, count) in
            [(0.0, 0.1, 1.0), (0.3, 0.1, 3.0), (1.0, 0.2, 5.0), (7.4, 2.0, 4.0), (10.0, 2.0, 5.0), (1000.0, 200.0, 5.0)]
        {
            let mark = mark(most, Measure::PerThousand);
            assert!(
                (mark.between - between).abs() < 1e-9 && mark.count == count,
                "{most}: {} {}",
                mark.between,
                mark.count
            );
        }
        assert_eq!(mark(3.0, Measure::Absolute).count, 3.0);
    }

    #[test]
    fn nothing_in_a_text_is_mark_up() {
        assert_eq!(escaped("<a b=\"c\">&\u{1b}\u{ffff}</a>"), "&lt;a b=&quot;c&quot;&gt;&amp;␛\u{fffd}&lt;/a&gt;");
    }
}
