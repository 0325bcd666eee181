//! Takes a web page apart: its meta tags, its linked data and its blocks of text, each with the place where it stands.

use std::collections::HashSet;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::{Html, Node};

use super::zones;
use crate::corpus::formats::html_text::{is_block, is_hidden};
use crate::corpus::formats::whitespace::one_line;

/// A page, taken apart in one pass.
#[derive(Debug, Default)]
pub(super) struct WebPage<'a> {
    /// Names of the meta tags in lower case, with their values; empty ones are left out.
    pub(super) meta: Vec<(String, &'a str)>,
    /// The element `title`.
    pub(super) title: String,
    /// Address that the page names as its own.
    pub(super) address: Option<&'a str>,
    /// Value of `lang` of the root.
    pub(super) language: Option<&'a str>,
    /// Texts of the scripts with JSON-LD.
    pub(super) linked: Vec<String>,
    pub(super) blocks: Vec<PageBlock<'a>>,
    /// Values of elements that name a day, in the order of the page.
    pub(super) days: Vec<DayMark<'a>>,
}

/// A paragraph, heading or list item.
#[derive(Debug)]
pub(super) struct PageBlock<'a> {
    pub(super) text: String,
    /// The block element in which it stands.
    pub(super) element: NodeRef<'a, Node>,
    pub(super) name: &'a str,
    /// Letters and digits of `text`, by which blocks are compared.
    pub(super) key: String,
    /// Number of bytes of `text` that are links.
    links: usize,
    /// True if it stands in navigation, in the margin or in another part that is no article.
    pub(super) marginal: bool,
    /// True if it stands in a figure.
    pub(super) figure: bool,
}

impl PageBlock<'_> {
    /// Returns true if half of the text or more is links.
    pub(super) fn is_links(&self) -> bool {
        self.links * 2 >= self.text.len()
    }

    /// Returns true for `h2` to `h6`.
    pub(super) fn is_heading(&self) -> bool {
        matches!(self.name, "h2" | "h3" | "h4" | "h5" | "h6")
    }
}

/// An element that names a day: `time`, or one with `itemprop="datePublished"`.
#[derive(Debug)]
pub(super) struct DayMark<'a> {
    pub(super) value: &'a str,
    /// Number of blocks before it.
    pub(super) at: usize,
    /// True if it says that it is the day of publication.
    pub(super) published: bool,
    pub(super) marginal: bool,
}

impl<'a> WebPage<'a> {
    pub(super) fn of(document: &'a Html) -> WebPage<'a> {
        let mut walk = Walk { kept: around_headlines(document), ..Walk::default() };
        for edge in document.tree.root().traverse() {
            match edge {
                Edge::Open(node) => walk.open(node),
                Edge::Close(node) => walk.close(node),
            }
        }
        walk.page
    }

    /// Returns the value of the first of these meta tags, whose names are in lower case.
    pub(super) fn meta(&self, names: &[&str]) -> Option<&'a str> {
        names.iter().find_map(|name| self.all_meta(name).next())
    }

    /// Returns all values of the meta tags of a name in lower case.
    pub(super) fn all_meta(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.meta.iter().filter(move |(other, _)| other == name).map(|(_, value)| *value)
    }
}

/// Returns the elements in which a headline stands: they are no margin, whatever they are called.
fn around_headlines(document: &Html) -> HashSet<NodeId> {
    let is_headline = |node: &NodeRef<'_, Node>| node.value().as_element().is_some_and(|e| e.name() == "h1");
    document
        .tree
        .root()
        .descendants()
        .filter(is_headline)
        .flat_map(|node| node.ancestors().map(|above| above.id()))
        .collect()
}

/// State of the pass over a page.
#[derive(Default)]
struct Walk<'a> {
    page: WebPage<'a>,
    kept: HashSet<NodeId>,
    text: String,
    links: usize,
    /// Numbers of open elements of each kind.
    unseen: usize,
    in_links: usize,
    figures: usize,
    /// Open elements that hold no article.
    marginal: Vec<NodeId>,
    /// Open block elements.
    open: Vec<NodeRef<'a, Node>>,
    /// Open `h1`, in which lines and spans are joined by blanks.
    headline: Option<NodeId>,
    /// The open element of a kicker in a headline.
    kicker: Option<NodeId>,
    /// True directly after the end of a span.
    after_span: bool,
}

impl<'a> Walk<'a> {
    fn open(&mut self, node: NodeRef<'a, Node>) {
        let element = match node.value() {
            Node::Element(element) => element,
            Node::Text(text) => return self.add(text),
            _ => return,
        };
        let name = element.name();
        match name {
            "html" => self.page.language = element.attr("lang"),
            "meta" => self.meta(element),
            "title" if self.page.title.is_empty() && self.headline.is_none() => {
                self.page.title = one_line(&text_in(node));
            }
            "link" if element.attr("rel") == Some("canonical") => self.page.address = element.attr("href"),
            "script" if element.attr("type").is_some_and(|kind| kind.trim() == "application/ld+json") => {
                self.page.linked.push(text_in(node));
            }
            _ => {}
        }
        self.day(node, element);
        if is_hidden(name) {
            self.unseen += 1;
            return;
        }
        if zones::is_marginal(node, element, self.kept.contains(&node.id())) {
            self.marginal.push(node.id());
        }
        self.figures += usize::from(is_figure(name));
        self.in_links += usize::from(name == "a");
        if self.headline.is_some() {
            self.open_in_headline(node, element);
        } else if is_block(name) {
            self.finish();
            self.open.push(node);
            self.headline = (name == "h1").then(|| node.id());
        }
        self.after_span = false;
    }

    fn open_in_headline(&mut self, node: NodeRef<'a, Node>, element: &scraper::node::Element) {
        let name = element.name();
        if is_block(name) || name == "span" && self.after_span {
            self.text.push(' ');
        }
        if self.kicker.is_none() && zones::is_kicker(element) && has_text_beside(node) {
            self.kicker = Some(node.id());
        }
    }

    fn close(&mut self, node: NodeRef<'a, Node>) {
        let Some(element) = node.value().as_element() else { return };
        let name = element.name();
        if is_hidden(name) {
            self.unseen = self.unseen.saturating_sub(1);
            return;
        }
        if self.headline == Some(node.id()) {
            self.headline = None;
        }
        if self.kicker == Some(node.id()) {
            self.kicker = None;
        }
        if self.headline.is_some() {
            if is_block(name) {
                self.text.push(' ');
            }
        } else if is_block(name) {
            self.finish();
            self.open.pop();
        } else if matches!(name, "td" | "th") {
            self.text.push(' ');
        }
        self.in_links -= usize::from(name == "a");
        self.figures -= usize::from(is_figure(name));
        self.marginal.pop_if(|id| *id == node.id());
        self.after_span = name == "span";
    }

    fn add(&mut self, text: &str) {
        if self.unseen > 0 || self.kicker.is_some() {
            return;
        }
        self.text.push_str(text);
        if self.in_links > 0 {
            self.links += text.trim().len();
        }
        self.after_span = false;
    }

    /// Makes a block of the text so far.
    fn finish(&mut self) {
        let text = one_line(&self.text);
        self.text.clear();
        let links = std::mem::take(&mut self.links);
        let Some(&element) = self.open.last().filter(|_| !text.is_empty()) else { return };
        let name = element.value().as_element().map_or("", |element| element.name());
        let (marginal, figure) = (!self.marginal.is_empty(), self.figures > 0);
        self.page.blocks.push(PageBlock { key: key(&text), text, element, name, links, marginal, figure });
    }

    fn meta(&mut self, element: &'a scraper::node::Element) {
        let name = ["property", "name", "itemprop"].into_iter().find_map(|attribute| element.attr(attribute));
        let value = element.attr("content").filter(|value| !value.trim().is_empty());
        if let (Some(name), Some(value)) = (name, value) {
            self.page.meta.push((name.trim().to_ascii_lowercase(), value));
        }
    }

    fn day(&mut self, node: NodeRef<'a, Node>, element: &'a scraper::node::Element) {
        let published = element.attr("itemprop").is_some_and(|names| names.contains("datePublished"))
            || element.attr("pubdate").is_some();
        if element.name() != "time" && !published {
            return;
        }
        let inner = || node.descendants().find_map(|inner| inner.value().as_text().map(|text| &**text));
        if let Some(value) = element.attr("datetime").or(element.attr("content")).or_else(inner) {
            let marginal = !self.marginal.is_empty();
            self.page.days.push(DayMark { value, at: self.page.blocks.len(), published, marginal });
        }
    }
}

fn is_figure(name: &str) -> bool {
    matches!(name, "figure" | "figcaption" | "picture")
}

/// Returns true if text stands beside an element in its `h1`.
fn has_text_beside(node: NodeRef<'_, Node>) -> bool {
    let headline = node.ancestors().find(|above| above.value().as_element().is_some_and(|e| e.name() == "h1"));
    headline.is_some_and(|headline| key(&text_in(headline)).len() > key(&text_in(node)).len())
}

fn text_in(node: NodeRef<'_, Node>) -> String {
    node.descendants().filter_map(|inner| inner.value().as_text().map(|text| &**text)).collect()
}

/// Returns the letters and digits of a text in lower case, by which texts are compared that are spelt alike.
pub(super) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                key.push(c.to_ascii_lowercase());
            }
        } else if c.is_alphanumeric() {
            key.extend(c.to_lowercase());
        }
    }
    key
}
