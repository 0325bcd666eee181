//! A query as a tree.

use std::fmt;
use std::ops::Range;

use jiff::civil::Date;

/// A query or a part of it. [`fmt::Display`] writes it in the query language again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A word in any inflection: `Werbung`.
    Word(String),
    /// A word as written: `=Werbung`.
    Exact(String),
    /// Words as written, one after the other: `"offener Brief"`.
    Phrase(String),
    /// Words that begin so, letters only: `Spion*`.
    Prefix(String),
    /// A part that must be found in another field: `title:Twitter`.
    In(TextField, Box<Node>),
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

impl DateRange {
    /// `2018`, `2018-04`, `2018-04-21`, or two of them with `..` between, one of which may be missing.
    pub fn parse(text: &str) -> Option<DateRange> {
        match text.split_once("..") {
            None => {
                let (first, last) = period(text)?;
                Some(DateRange { first: Some(first), last: Some(last) })
            }
            Some(("", "")) => None,
            Some((from, to)) => {
                let end = |text: &str| if text.is_empty() { Some(None) } else { period(text).map(Some) };
                let range = DateRange { first: end(from)?.map(|p| p.0), last: end(to)?.map(|p| p.1) };
                let backwards = range.first.zip(range.last).is_some_and(|(first, last)| first > last);
                (!backwards).then_some(range)
            }
        }
    }
}

/// First and last day of a year, month or day.
fn period(text: &str) -> Option<(Date, Date)> {
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
            Node::Prefix(word) => write!(f, "{word}*"),
            Node::In(field, node) => write!(f, "{}:{node}", field.name()),
            Node::Date(range) => write!(f, "date:{range}"),
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
