//! How often do up to three queries match over time?

use std::fmt::Write as _;

use fundstelle::search::{Period, Trend, TrendOptions};
use maud::{Markup, html};

use super::super::answer::HttpAnswer;
use super::super::endpoint::Call;
use super::super::problem::HttpProblem;
use super::state::{PageParams, PageState};
use super::{facets, views, words};
use crate::messages::{Language, texts};
use crate::wire::visible;

/// Address of the view.
pub(super) const PATH: &str = "/trend";
/// Size of the picture, in its own units.
const WIDTH: f64 = 600.0;
const HEIGHT: f64 = 200.0;
/// Periods up to which each has a point that is a link.
const MAX_POINTS: usize = 120;

/// A query and its curve.
struct Curve<'a> {
    /// Parameter with the query.
    name: &'static str,
    query: &'a str,
    trend: Trend,
}

/// Answers `/trend`.
pub(super) fn page(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    let params: PageParams = call.read()?;
    let state = PageState::of(&call.params);
    let language = call.language;
    let curves = curves(call, &params)?;
    let content = html! {
        h1.unseen { (words::TREND.to(language)) }
        (facets::chips(language, &state, PATH))
        (form(language, &state))
        @match curves.first() {
            None => p.summary role="status" { (words::ASK_ABOVE.to(language)) },
            Some(_) => {
                p.summary role="status" {
                    @for (at, curve) in curves.iter().enumerate() {
                        @if at > 0 { " · " }
                        (visible(curve.query)) ": " (texts::ARTICLES.counted(language, curve.trend.articles))
                    }
                }
                @let axis = axis(&curves);
                @if axis.is_empty() { p { (words::NO_DATES.to(language)) } }
                @else { (picture(language, &state, &curves, &axis)) (table(language, &state, &curves, &axis)) }
            }
        }
    };
    Ok(views::answer(call, &state, PATH, &content))
}

/// Returns the curves of all queries, in steps of the first.
fn curves<'a>(call: &Call, params: &'a PageParams) -> Result<Vec<Curve<'a>>, HttpProblem> {
    let mut curves: Vec<Curve<'a>> = Vec::new();
    for (name, query) in [("q", &params.q), ("q2", &params.q2), ("q3", &params.q3)] {
        let Some(query) = query.as_deref().map(str::trim).filter(|query| !query.is_empty()) else { continue };
        let step = curves.first().map(|first| first.trend.step);
        let options = TrendOptions::default().with_step(step).with_timeout(call.timeout(None));
        let node = params.filters.node(call, query)?;
        let trend = call.searcher.trend(&node, &options).map_err(call.problem(query))?;
        curves.push(Curve { name, query, trend });
    }
    Ok(curves)
}

/// Returns the periods of all curves in order: each query may restrict dates and sources of its own.
fn axis<'a>(curves: &'a [Curve<'_>]) -> Vec<&'a Period> {
    let mut axis: Vec<&Period> = curves.iter().flat_map(|curve| &curve.trend.periods).collect();
    axis.sort_by_key(|period| period.from);
    axis.dedup_by_key(|period| period.from);
    axis
}

impl Curve<'_> {
    /// Returns what the curve has of a period of the axis, if anything.
    fn at(&self, axis: &Period) -> Option<&Period> {
        let periods = &self.trend.periods;
        periods.binary_search_by_key(&axis.from, |period| period.from).ok().map(|at| &periods[at])
    }
}

/// Returns the fields for the queries to compare with.
pub(super) fn form(language: Language, state: &PageState) -> Markup {
    let compared = [("q2", words::COMPARE_WITH), ("q3", words::AND_WITH)];
    html! {
        form.compare action=(PATH) method="get" {
            @for (name, value) in state.others(&["q2", "q3", "offset"]) { input type="hidden" name=(name) value=(value); }
            @for (name, label) in compared {
                label for=(name) { (label.to(language)) }
                input id=(name) name=(name) type="search" value=(state.get(name).unwrap_or_default()) autocomplete="off" spellcheck="false" maxlength="16384";
            }
            button type="submit" { (words::COMPARE.to(language)) }
        }
    }
}

/// Returns matching articles per thousand of a period.
fn height(period: &Period) -> f64 {
    period.per_1000.unwrap_or(0.0)
}

fn picture(language: Language, state: &PageState, curves: &[Curve<'_>], axis: &[&Period]) -> Markup {
    let all = curves.iter().flat_map(|curve| &curve.trend.periods);
    let most = all.map(height).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let place = |at: usize, period: Option<&Period>| {
        let x = if axis.len() > 1 { at as f64 * WIDTH / (axis.len() - 1) as f64 } else { WIDTH / 2.0 };
        (x, HEIGHT - period.map_or(0.0, height) / most * HEIGHT)
    };
    let line = |curve: &Curve<'_>| {
        axis.iter().enumerate().fold(String::new(), |mut line, (at, period)| {
            let (x, y) = place(at, curve.at(period));
            let _ = write!(line, "{x:.1},{y:.1} ");
            line
        })
    };
    html! {
        figure.trend {
            ul.legend {
                @for (at, curve) in curves.iter().enumerate() {
                    li class=(format!("curve{at}")) { svg viewBox="0 0 30 8" aria-hidden="true" { path d="M0 4h30" {} } (visible(curve.query)) }
                }
            }
            p.most { (language.decimal(most, 1)) " " (words::PER_1000.to(language)) }
            svg.picture viewBox=(format!("-4 -4 {} {}", WIDTH + 8.0, HEIGHT + 8.0)) role="group" aria-label=(words::TREND.to(language)) {
                path.ground d=(format!("M0 0H{WIDTH}M0 {}H{WIDTH}M0 {HEIGHT}H{WIDTH}", HEIGHT / 2.0)) {}
                @for (at, curve) in curves.iter().enumerate() {
                    g class=(format!("curve{at}")) {
                        polyline points=(line(curve)) {}
                        @if axis.len() <= MAX_POINTS {
                            @for (at, period) in axis.iter().enumerate().filter_map(|(at, period)| Some((at, curve.at(period).filter(|one| one.articles > 0)?))) {
                                @let (x, y) = place(at, Some(period));
                                a href=(link(state, curve, period)) aria-label=(label(language, curve, period)) {
                                    title { (label(language, curve, period)) }
                                    circle cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="3" {}
                                }
                            }
                        }
                    }
                }
            }
            p.ends aria-hidden="true" {
                @for period in [axis.first(), axis.last().filter(|_| axis.len() > 1)].into_iter().flatten() { span { (language.period(&period.period)) } }
            }
            figcaption.quiet { (words::TREND_COUNTS.to(language)) }
        }
    }
}

fn label(language: Language, curve: &Curve<'_>, period: &Period) -> String {
    let articles = texts::ARTICLES.counted(language, period.articles);
    format!("{}, {}: {articles}", visible(curve.query), language.period(&period.period))
}

/// Returns the address of the hits of a period.
fn link(state: &PageState, curve: &Curve<'_>, period: &Period) -> String {
    let (from, to) = (period.from.to_string(), period.to.to_string());
    let changes =
        [("q", Some(curve.query)), ("q2", None), ("q3", None), ("since", Some(from.as_str())), ("until", Some(&to))];
    // The first query stands in its parameter already.
    let changes = if curve.name == "q" { &changes[1..] } else { &changes[..] };
    state.list(changes)
}

fn table(language: Language, state: &PageState, curves: &[Curve<'_>], axis: &[&Period]) -> Markup {
    html! {
        details {
            summary { (words::AS_TABLE.to(language)) }
            table.counts {
                thead {
                    tr {
                        th scope="col" { (words::PERIOD.to(language)) }
                        @for curve in curves { th scope="col" { (visible(curve.query)) } }
                    }
                }
                tbody {
                    @for period in axis {
                        tr {
                            th scope="row" { (language.period(&period.period)) }
                            @for curve in curves {
                                td {
                                    @match curve.at(period) {
                                        Some(one) if one.articles > 0 => {
                                            a href=(link(state, curve, one)) { (language.count(one.articles)) } " / " (language.count(one.all))
                                        }
                                        one => { "0 / " (language.count(one.map_or(0, |one| one.all))) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
