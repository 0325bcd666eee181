//! When were the matching articles printed?

use fundstelle::query::{Node, Within};
use fundstelle::search::{Facet, FacetCount, Facets, TrendOptions, TrendStep};
use maud::{Markup, html};

use super::super::endpoint::Call;
use super::super::problem::HttpProblem;
use super::state::PageState;
use super::words;
use crate::messages::{Language, texts};

/// Months that are drawn one by one, at most; more are drawn as years.
const MAX_MONTHS: u32 = 48;
/// Height of the picture and width of a bar with its gap, in units of the picture.
const HEIGHT: u64 = 100;
const STEP: usize = 10;
const BAR: usize = 8;

/// Bars that have room at least.
const MIN_BARS: usize = 8;

/// Articles of a period: `2018`, `2018-04` or `2018-04-21`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bar {
    period: String,
    articles: u64,
}

/// Returns a bar for each year, month or day, whichever fits the matches. A bar is a link to its period.
pub(super) fn histogram(call: &Call, state: &PageState, node: &Node, counted: &Facets) -> Result<Markup, HttpProblem> {
    let months = dated(counted, Facet::Month);
    let numbers: Vec<u32> = months.iter().filter_map(|month| month_number(&month.value)).collect();
    let (Some(first), Some(last)) = (numbers.iter().min().copied(), numbers.iter().max().copied()) else {
        return Ok(html! {});
    };
    let bars = if first == last {
        days(call, node)?
    } else if last - first < MAX_MONTHS {
        (first..=last).map(|number| bar(&months, format!("{:04}-{:02}", number / 12, number % 12 + 1))).collect()
    } else {
        let years = dated(counted, Facet::Year);
        (first / 12..=last / 12).map(|year| bar(&years, format!("{year:04}"))).collect()
    };
    Ok(drawn(call.language, state, &bars))
}

/// Returns the counts of a facet of time, without the articles that have no date.
fn dated(counted: &Facets, facet: Facet) -> Vec<&FacetCount> {
    counted.by.get(&facet).into_iter().flatten().filter(|count| !count.value.is_empty()).collect()
}

/// Returns the number of a month since year 0.
fn month_number(month: &str) -> Option<u32> {
    let (year, month) = month.split_once('-')?;
    Some(year.parse::<u32>().ok()? * 12 + month.parse::<u32>().ok()?.checked_sub(1)?)
}

fn bar(counts: &[&FacetCount], period: String) -> Bar {
    let articles = counts.iter().find(|count| count.value == period).map_or(0, |count| count.articles);
    Bar { period, articles }
}

/// Returns the days of the only month with matches.
fn days(call: &Call, node: &Node) -> Result<Vec<Bar>, HttpProblem> {
    // As in the list beside the picture.
    let options =
        TrendOptions::default().with_step(TrendStep::Day).with_within(Within::Passage).with_timeout(call.timeout(None));
    let periods = call.searcher.trend(node, &options).map_err(call.problem(""))?.periods;
    let found = |period: &fundstelle::search::Period| period.articles > 0;
    let first = periods.iter().position(found).unwrap_or(0);
    let end = periods.iter().rposition(found).map_or(0, |last| last + 1);
    let days = periods.get(first..end).unwrap_or_default().iter();
    Ok(days.map(|day| Bar { period: day.period.clone(), articles: day.articles }).collect())
}

/// Returns the fields for the first and last day, which need no dragging.
fn range_form(language: Language, state: &PageState) -> Markup {
    let fields = [("since", words::FROM_DAY), ("until", words::TO_DAY)];
    html! {
        form.period action="/" method="get" {
            @for (name, value) in state.others(&["since", "until", "offset"]) { input type="hidden" name=(name) value=(value); }
            @for (name, label) in fields {
                label for=(name) { (label.to(language)) }
                input id=(name) name=(name) value=(state.get(name).unwrap_or_default()) placeholder=(words::DATE_EXAMPLE.to(language)) size="9" autocomplete="off";
            }
            button type="submit" { (words::RESTRICT.to(language)) }
        }
    }
}

fn drawn(language: Language, state: &PageState, bars: &[Bar]) -> Markup {
    let most = bars.iter().map(|bar| bar.articles).max().unwrap_or(0).max(1);
    // A few bars are not as wide as the page.
    let width = bars.len().max(MIN_BARS) * STEP;
    let link = |bar: &Bar| state.list(&[("since", Some(&bar.period)), ("until", Some(&bar.period))]);
    let label = |bar: &Bar| format!("{}: {}", bar.period, texts::ARTICLES.counted(language, bar.articles));
    let ends = [bars.first(), bars.last().filter(|_| bars.len() > 1)];
    html! {
        section.histogram {
            h2 { (words::OVER_TIME.to(language)) }
            svg viewBox=(format!("0 0 {width} {HEIGHT}")) preserveAspectRatio="none" role="group" aria-label=(words::OVER_TIME.to(language)) {
                @for (at, bar) in bars.iter().enumerate().filter(|(_, bar)| bar.articles > 0) {
                    // Every bar is high enough to be seen.
                    @let height = (bar.articles * HEIGHT / most).max(3);
                    a href=(link(bar)) aria-label=(label(bar)) data-period=(bar.period) {
                        title { (label(bar)) }
                        rect.ground x=(at * STEP) y="0" width=(STEP) height=(HEIGHT) {}
                        rect.bar x=(at * STEP + (STEP - BAR) / 2) y=(HEIGHT - height) width=(BAR) height=(height) {}
                    }
                }
            }
            p.unseen.range aria-live="polite" {}
            p.ends aria-hidden="true" { @for bar in ends.into_iter().flatten() { span { (bar.period) } } }
            details {
                summary { (words::AS_LIST.to(language)) }
                (range_form(language, state))
                ul {
                    @for bar in bars.iter().filter(|bar| bar.articles > 0) {
                        li { a href=(link(bar)) { (bar.period) } span.count { (language.count(bar.articles)) } }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_numbered_without_gaps() {
        assert_eq!((month_number("2018-01"), month_number("2017-12")), (Some(24216), Some(24215)));
        assert_eq!((month_number("2018"), month_number("x-1"), month_number("2018-00")), (None, None, None));
    }
}
