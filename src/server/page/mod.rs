//! What does a reader see?
//!
//! Pages that are complete without JavaScript.
//!
//! The address is the whole state: `state` reads it and makes the links that change it. `results` is the list with its receipt,
//! facets and histogram, `kwic` and `trend` are other views of the same query, `check` looks up the quotations of a text, `article` is
//! one article, `error` what is wrong. `script.js` adds search as you type, keys and dragging to what is complete without it. All texts of articles pass [`marks`](crate::wire::marks) or
//! [`visible`](crate::wire::visible), and maud escapes them: they are text, whatever they hold.

mod article;
mod check;
pub(super) mod error;
mod facets;
mod histogram;
mod kwic;
mod layout;
mod receipt;
mod results;
pub(super) mod state;
mod stepper;
mod trend;
mod views;
mod words;

use schemars::JsonSchema;
use serde::Deserialize;

use super::answer::{HttpAnswer, Media};
use super::endpoint::{Call, Endpoint, EndpointKind, Post};
use super::params::Parameters;
use super::problem::HttpProblem;

/// Style of all pages.
const STYLE: &str = include_str!("style.css");
/// Script of all pages.
const SCRIPT: &str = include_str!("script.js");
/// Icon of the site: a passage with a mark.
const ICON: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><rect width=\"32\" height=\"32\" rx=\"6\" \
    fill=\"#0b5a6f\"/><path d=\"M7 9h18M7 16h5m11 0h2M7 23h12\" stroke=\"#fff\" stroke-width=\"2.5\" stroke-linecap=\"round\"/>\
    <rect x=\"13\" y=\"13\" width=\"9\" height=\"6\" rx=\"1.5\" fill=\"#ffd75e\"/></svg>\n";
/// Search engines of the net have no business here.
const ROBOTS: &str = "User-agent: *\nDisallow: /\n";

/// No parameters; what others add to the address is passed over.
#[derive(Debug, Deserialize, JsonSchema)]
struct NoPageParams {}

/// Returns the routes for people.
pub(super) fn endpoints() -> Vec<Endpoint> {
    let page = |path, summary, run| Endpoint {
        path,
        summary,
        parameters: Parameters::of::<state::PageParams>().lenient(),
        offered: &[Media::Html],
        post: Post::No,
        kind: EndpointKind::Page,
        run,
    };
    type Asset = (&'static str, &'static str, &'static [Media], fn(&Call) -> Result<HttpAnswer, HttpProblem>);
    let assets: [Asset; 5] = [
        ("/style.css", "Style of the page", &[Media::Css], style),
        ("/script.js", "Script of the page", &[Media::Script], script),
        ("/icon.svg", "Icon of the page", &[Media::Svg], icon),
        (
            "/opensearch.xml",
            "Description of the search for the address bar of a browser",
            &[Media::OpenSearch],
            open_search,
        ),
        ("/robots.txt", "Note for robots", &[Media::Text], robots),
    ];
    let asset = |(path, summary, offered, run): Asset| Endpoint {
        path,
        summary,
        parameters: Parameters::of::<NoPageParams>().lenient(),
        offered,
        post: Post::No,
        kind: EndpointKind::Light,
        run,
    };
    let checked = Endpoint {
        parameters: Parameters::of::<check::CheckParams>().lenient(),
        post: Post::Form,
        ..page("/check", "The page: quotations of a text", check::page)
    };
    let pages = [
        page("/", "The page: search", results::page),
        page("/kwic", "The page: matches in context", kwic::page),
        page("/trend", "The page: matches over time", trend::page),
        page("/a/{id}", "The page: an article", article::page),
        checked,
    ];
    pages.into_iter().chain(assets.map(asset)).collect()
}

fn style(_: &Call) -> Result<HttpAnswer, HttpProblem> {
    Ok(HttpAnswer::new(Media::Css, STYLE))
}

fn script(_: &Call) -> Result<HttpAnswer, HttpProblem> {
    Ok(HttpAnswer::new(Media::Script, SCRIPT))
}

fn icon(_: &Call) -> Result<HttpAnswer, HttpProblem> {
    Ok(HttpAnswer::new(Media::Svg, ICON))
}

fn robots(_: &Call) -> Result<HttpAnswer, HttpProblem> {
    Ok(HttpAnswer::new(Media::Text, ROBOTS))
}

fn open_search(call: &Call) -> Result<HttpAnswer, HttpProblem> {
    let base = &call.base;
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>Fundstelle</ShortName>\n<Description>{}</Description>\n\
         <Url type=\"text/html\" template=\"{base}/?q={{searchTerms}}\"/>\n\
         <Url type=\"application/rss+xml\" template=\"{base}/api/search?format=rss&amp;q={{searchTerms}}\"/>\n\
         <Image width=\"32\" height=\"32\" type=\"image/svg+xml\">{base}/icon.svg</Image>\n</OpenSearchDescription>\n",
        words::TAGLINE.to(call.language),
    );
    Ok(HttpAnswer::new(Media::OpenSearch, text))
}
