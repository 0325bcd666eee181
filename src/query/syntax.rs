//! A query as a tree.

use std::fmt;
use std::ops::Range;

use jiff::civil::Date;

use super::pattern::Pattern;
use crate::corpus::{parse_day, parse_month};

/// A query or a part of it. [`fmt::Display`] writes it in the query language again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A word in any inflection: `Werbung`.
    Word(String),
    /// A word as written: `=Werbung`.
    Exact(String),
    /// Words as written, one after the other: `"offener Brief"`.
    Phrase(String),
    /// Words of this form: `Spion*`, `*schutz*`.
    Pattern(Pattern),
    /// Words that differ in so many letters at most: `Kasperski~1`.
    Fuzzy(String, u8),
    /// A part that must be found in another field: `title:Twitter`.
    In(TextField, Box<Node>),
    /// A part that must stand between quotation marks: `zitat:"kein Kommentar"`.
    Quoted(Box<Node>),
    /// Two parts close together: `Bahn* NAHE/5 Streik`.
    Near(Box<Near>),
    /// A part that counts more or less: `Streik^2`.
    Boost(Box<Node>, Boost),
    /// Articles of these days: `date:2018-01..2018-04`.
    Date(DateRange),
    /// All of them: `a UND b`.
    And(Vec<Node>),
    /// One of them at least: `a ODER b`.
    Or(Vec<Node>),
    /// Passages without it: `NICHT a`.
    Not(Box<Node>),
    /// Parts side by side: words are alternatives, fields restrict, `+` and `-` demand and forbid.
    List(Vec<Clause>),
}

/// Two parts, and how close together they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// The part on the left.
    pub left: Node,
    /// The part on the right.
    pub right: Node,
    /// So many words from one to the other at most: 1 is side by side.
    pub width: u32,
    /// Whether the left one comes first.
    pub ordered: bool,
}

/// What a part counts beside others, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Boost(pub(super) u32);

impl Boost {
    /// `2`, `0.5` or `0,5`: more than nothing, at most 100, to three digits.
    pub fn parse(text: &str) -> Option<Boost> {
        let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
        let value: f32 = plain.then(|| text.replace(',', ".").parse().ok())??;
        let thousandths = (value * 1000.0).round();
        (1.0..=100_000.0).contains(&thousandths).then_some(Boost(thousandths as u32))
    }

    /// The factor.
    pub fn factor(self) -> f32 {
        self.0 as f32 / 1000.0
    }
}

impl Node {
    /// Whether it restricts which articles are looked at and asks for no word of the text: beside words it must hold.
    pub(crate) fn is_filter(&self) -> bool {
        match self {
            Node::In(..) | Node::Date(_) => true,
            Node::Boost(node, _) => node.is_filter(),
            Node::Or(nodes) => nodes.iter().all(Node::is_filter),
            // What is forbidden restricts, too, but not alone.
            Node::And(nodes) => {
                let restricts = |node: &Node| match node {
                    Node::Not(node) => node.is_filter(),
                    node => node.is_filter(),
                };
                nodes.iter().all(restricts) && nodes.iter().any(Node::is_filter)
            }
            Node::List(clauses) => {
                clauses.iter().all(|clause| clause.node.is_filter())
                    && clauses.iter().any(|clause| clause.occur != Occur::MustNot)
            }
            _ => false,
        }
    }

    /// Whether it is worth no points wherever it holds.
    pub(super) fn is_weightless(&self) -> bool {
        matches!(self, Node::Date(_) | Node::In(TextField::Source | TextField::Section, _) | Node::Not(_))
    }

    /// Whether it has places in a text, and so can stand beside `NAHE` and behind `zitat:`.
    pub(super) fn has_places(&self) -> bool {
        match self {
            Node::Word(_) | Node::Exact(_) | Node::Phrase(_) | Node::Pattern(_) | Node::Fuzzy(..) | Node::Near(_) => {
                true
            }
            Node::Boost(node, _) => node.has_places(),
            Node::Or(nodes) => nodes.iter().all(Node::has_places),
            Node::List(clauses) => clauses.iter().all(|clause| clause.occur == Occur::May && clause.node.has_places()),
            Node::In(..) | Node::Quoted(_) | Node::Date(_) | Node::And(_) | Node::Not(_) => false,
        }
    }
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Whether it may, must or must not be there.
    pub occur: Occur,
    /// The part.
    pub node: Node,
}

/// Whether a part may, must or must not be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occur {
    /// It may be there, and is worth points.
    May,
    /// It must be there: `+`.
    Must,
    /// It must not be there: `-`.
    MustNot,
}

/// Fields of words beside the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextField {
    /// The article's headline.
    Title,
    /// Paper, agency or site.
    Source,
    /// Section or category.
    Section,
}

impl TextField {
    /// The name before the colon.
    pub fn name(self) -> &'static str {
        match self {
            TextField::Title => "title",
            TextField::Source => "source",
            TextField::Section => "section",
        }
    }
}

/// Days from the first to the last, both included; an end that is missing is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateRange {
    /// The first day.
    pub first: Option<Date>,
    /// The last day.
    pub last: Option<Date>,
}

/// What may stand between the first and the last day of a range.
const BETWEEN: [&str; 5] = ["..", " bis ", " - ", "–", "—"];

impl DateRange {
    /// `2018`, `2018-04`, `2018-04-21`, `Januar 2018`, `21.4.2018`, `21. April 2018`.
    pub fn period(text: &str) -> Option<DateRange> {
        let (first, last) = period(text)?;
        Some(DateRange { first: Some(first), last: Some(last) })
    }

    /// Such a period, or two with `..`, `bis` or a dash between, one of which may be missing.
    pub fn parse(text: &str) -> Option<DateRange> {
        match BETWEEN.iter().find_map(|between| text.split_once(between)) {
            None => DateRange::period(text),
            Some((from, to)) if from.trim().is_empty() && to.trim().is_empty() => None,
            Some((from, to)) => {
                let end = |text: &str| if text.is_empty() { Some(None) } else { period(text).map(Some) };
                let range = DateRange { first: end(from.trim())?.map(|p| p.0), last: end(to.trim())?.map(|p| p.1) };
                let backwards = range.first.zip(range.last).is_some_and(|(first, last)| first > last);
                (!backwards).then_some(range)
            }
        }
    }
}

/// First and last day of a year, month or day, as in ISO 8601 or as in a text.
fn period(text: &str) -> Option<(Date, Date)> {
    let month = |(year, month)| Date::new(year, month, 1).ok().map(|first| (first, first.last_of_month()));
    let in_words = || parse_month(text).and_then(month);
    // A day is written with dots or a name: bare digits would be a time in seconds.
    let is_day = text.contains(|c: char| !c.is_ascii_digit());
    let day = || is_day.then(|| parse_day(text)?.ok()).flatten().map(|day| (day, day));
    iso_period(text).or_else(in_words).or_else(day)
}

fn iso_period(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split('-');
    let mut number = |digits: usize| match parts.next() {
        None => Some(None),
        Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => part.parse().ok().map(Some),
        Some(_) => None,
    };
    let (year, month, day): (Option<i16>, Option<i16>, Option<i16>) = (number(4)?, number(2)?, number(2)?);
    if parts.next().is_some() {
        return None;
    }
    let first = Date::new(year?, month.unwrap_or(1) as i8, day.unwrap_or(1) as i8).ok()?;
    let last = match (month, day) {
        (_, Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        (None, None) => first.last_of_year(),
    };
    Some((first, last))
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last => write!(f, "{first}"),
            (first, last) => {
                let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
                write!(f, "{}..{}", day(first), day(last))
            }
        }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::Word(word) => write!(f, "{word}"),
            Node::Exact(word) => write!(f, "={word}"),
            Node::Phrase(text) => write!(f, "\"{text}\""),
            Node::Pattern(pattern) => write!(f, "{pattern}"),
            Node::Fuzzy(word, edits) => write!(f, "{word}~{edits}"),
            Node::Quoted(node) => write!(f, "zitat:{node}"),
            Node::Near(near) => {
                let operator = if near.ordered { "VOR" } else { "NAHE" };
                write!(f, "({} {operator}/{} {})", near.left, near.width, near.right)
            }
            Node::Boost(node, boost) => write!(f, "{node}^{}", boost.factor()),
            Node::In(field, node) => write!(f, "{}:{node}", field.name()),
            // The quotation marks keep the word behind it from being read as more of the date.
            Node::Date(range) => write!(f, "date:\"{range}\""),
            Node::And(nodes) => joined(f, nodes, " UND "),
            Node::Or(nodes) => joined(f, nodes, " ODER "),
            Node::Not(node) => write!(f, "NICHT {node}"),
            Node::List(clauses) => {
                write!(f, "(")?;
                for (at, clause) in clauses.iter().enumerate() {
                    let sign = match clause.occur {
                        Occur::May => "",
                        Occur::Must => "+",
                        Occur::MustNot => "-",
                    };
                    write!(f, "{}{sign}{}", if at > 0 { " " } else { "" }, clause.node)?;
                }
                write!(f, ")")
            }
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, nodes: &[Node], between: &str) -> fmt::Result {
    write!(f, "(")?;
    for (at, node) in nodes.iter().enumerate() {
        write!(f, "{}{node}", if at > 0 { between } else { "" })?;
    }
    write!(f, ")")
}

/// Bytes of the query a part or an error stands at.
pub(super) type Span = Range<usize>;
