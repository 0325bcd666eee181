//! The query tree.

use std::fmt;
use std::ops::Range;

use jiff::civil::Date;

use super::pattern::Pattern;
use super::relative_days::relative_days;
use crate::corpus::{parse_day, parse_month};

/// A query or a part of it. [`fmt::Display`] writes it in the query language.
///
/// ```
/// use fundstelle::query::{Node, TextField, parse};
///
/// let word = |word: &str| Node::Word(word.to_owned());
/// let node = Node::And(vec![word("Bahn"), Node::In(TextField::Title, Box::new(word("Streik")))]);
/// assert_eq!(Ok(node), parse("Bahn UND title:Streik"));
/// ```
///
/// [`parse`](super::parse) refuses a query beyond the limits of this module. A tree that is built by hand is not checked: keep to
/// [`MAX_DEPTH`](super::MAX_DEPTH) and [`MAX_CLAUSES`](super::MAX_CLAUSES), because planning recurses into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A word in any inflection: `Werbung`.
    Word(String),
    /// A word in any inflection, never by its parts: a word of the list of the user that is left whole.
    Whole(String),
    /// A word, and what the synonyms of the user say beside it. Only the word stands in the query as typed.
    Widened(Box<Node>, Vec<Node>),
    /// A word as written: `=Werbung`.
    Exact(String),
    /// Words as written, one after the other: `"offener Brief"`.
    Phrase(String),
    /// Words that fit a pattern: `Spion*`, `*schutz*`.
    Pattern(Pattern),
    /// Words that differ from this one in at most this many letters, 1 or 2: `Kasperski~1`.
    Fuzzy(String, u8),
    /// A word, phrase, pattern or fuzzy word in another field: `title:Twitter`. An exact word in the source or section is a whole
    /// name, letter by letter, and the empty one is that of articles without a name: `source:="Die Zeit"`.
    In(TextField, Box<Node>),
    /// A node between quotation marks: `zitat:"kein Kommentar"`.
    Quoted(Box<Node>),
    /// Two nodes close together: `Bahn* NAHE/5 Streik`.
    Near(Box<Near>),
    /// All of these in one article, if not in one passage: `Bahn NAHE/ARTIKEL Streik`.
    SameArticle(Vec<Node>),
    /// A node with another weight: `Streik^2`.
    Boost(Box<Node>, Boost),
    /// Articles of these days: `date:2018-01..2018-04`.
    Date(DateRange),
    /// All of these: `a UND b`.
    And(Vec<Node>),
    /// At least one of these: `a ODER b`.
    Or(Vec<Node>),
    /// Passages that do not match this node: `NICHT a`.
    Not(Box<Node>),
    /// Nodes side by side. Words are alternatives; filters must match; `+` requires and `-` excludes.
    List(Vec<Clause>),
}

/// Unit in which `UND`, `NICHT`, `+` and `-` hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Within {
    /// A passage meets the whole condition.
    #[default]
    Passage,
    /// The passages of an article meet the condition together. Hits are the passages that have anything asked for.
    Article,
}

/// Two nodes that must be close together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// The left node.
    pub left: Node,
    /// The right node.
    pub right: Node,
    /// Greatest distance in words, from the end of one to the start of the other: 1 is adjacent,
    /// [`MAX_NEAR_WIDTH`](super::MAX_NEAR_WIDTH) the most.
    pub width: u32,
    /// True if the left one must come first.
    pub ordered: bool,
}

/// Factor of a node's weight, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Boost(u32);

impl Boost {
    /// Parses `2`, `0.5` or `0,5`: above 0, at most 100. Rounds to three decimals. Returns `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Boost> {
        let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
        let value: f32 = plain.then(|| text.replace(',', ".").parse().ok())??;
        let thousandths = (value * 1000.0).round();
        (1.0..=100_000.0).contains(&thousandths).then_some(Boost(thousandths as u32))
    }

    /// Returns the factor as a number.
    #[must_use]
    pub fn factor(self) -> f32 {
        self.0 as f32 / 1000.0
    }
}

impl Node {
    /// Returns true if the node restricts which articles match and asks for no word of the text. In a list, filters
    /// must match.
    pub(crate) fn is_filter(&self) -> bool {
        match self {
            Node::In(..) | Node::Date(_) => true,
            Node::Boost(node, _) => node.is_filter(),
            Node::Or(nodes) => nodes.iter().all(Node::is_filter),
            Node::SameArticle(nodes) => nodes.iter().all(Node::is_filter),
            // A negated filter is a filter beside another one only.
            Node::And(nodes) => {
                let is_filter = |node: &Node| match node {
                    Node::Not(node) => node.is_filter(),
                    node => node.is_filter(),
                };
                nodes.iter().all(is_filter) && nodes.iter().any(Node::is_filter)
            }
            Node::List(clauses) => {
                clauses.iter().all(|clause| clause.node.is_filter())
                    && clauses.iter().any(|clause| clause.occur != Occur::MustNot)
            }
            Node::Word(_)
            | Node::Whole(_)
            | Node::Widened(..)
            | Node::Exact(_)
            | Node::Phrase(_)
            | Node::Pattern(_)
            | Node::Fuzzy(..)
            | Node::Quoted(_)
            | Node::Near(_)
            | Node::Not(_) => false,
        }
    }

    /// Returns true for nodes that never score, which cannot be boosted.
    pub(super) fn is_weightless(&self) -> bool {
        matches!(self, Node::Date(_) | Node::In(TextField::Source | TextField::Section, _) | Node::Not(_))
    }

    /// Returns true if the node matches spans of a text, so that it may be an operand of `NAHE` or the value of
    /// `zitat:`.
    pub(super) fn has_spans(&self) -> bool {
        match self {
            Node::Word(_)
            | Node::Whole(_)
            | Node::Widened(..)
            | Node::Exact(_)
            | Node::Phrase(_)
            | Node::Pattern(_)
            | Node::Fuzzy(..)
            | Node::Near(_) => true,
            Node::Boost(node, _) => node.has_spans(),
            Node::Or(nodes) => nodes.iter().all(Node::has_spans),
            Node::List(clauses) => clauses.iter().all(|clause| clause.occur == Occur::May && clause.node.has_spans()),
            Node::In(..) | Node::Quoted(_) | Node::Date(_) | Node::And(_) | Node::Not(_) | Node::SameArticle(_) => {
                false
            }
        }
    }
}

/// A node of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Whether the node may, must or must not match.
    pub occur: Occur,
    /// The node.
    pub node: Node,
}

/// Whether a node of a list may, must or must not match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occur {
    /// The node may match, and scores if it does.
    May,
    /// The node must match: `+`.
    Must,
    /// The node must not match: `-`.
    MustNot,
}

/// Text fields other than the passage's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextField {
    /// The article's headline.
    Title,
    /// Newspaper, agency or site.
    Source,
    /// Section or category.
    Section,
}

impl TextField {
    /// Returns the name of the field in a query, before the colon.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            TextField::Title => "title",
            TextField::Source => "source",
            TextField::Section => "section",
        }
    }
}

/// A range of days, both ends included. `None` is an open end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateRange {
    /// The first day.
    pub first: Option<Date>,
    /// The last day.
    pub last: Option<Date>,
}

/// Separators between the first and the last day of a range.
const RANGE_SEPARATORS: [&str; 5] = ["..", " bis ", " - ", "–", "—"];

impl DateRange {
    /// Parses a year, month or day: `2018`, `2018-04`, `2018-04-21`, `Januar 2018`, `21.4.2018`, `21. April 2018`, or as seen from
    /// today `gestern`, `7d`, `vor 3 Monaten`, `letzte Woche`. Returns `None` for anything else.
    #[must_use]
    pub fn period(text: &str) -> Option<DateRange> {
        let (first, last) = period(text)?;
        Some(DateRange { first: Some(first), last: Some(last) })
    }

    /// Parses a year, month or day, or two of them separated by `..`, `bis` or a dash. One end may be missing. Returns
    /// `None` if a date cannot be read, if both are missing, or if the first day is after the last.
    ///
    /// ```
    /// use fundstelle::query::DateRange;
    ///
    /// let spring = DateRange::parse("2018-03..2018-05").unwrap();
    /// assert_eq!(spring.last.unwrap().to_string(), "2018-05-31");
    /// assert_eq!(DateRange::parse("2018..2017"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<DateRange> {
        match RANGE_SEPARATORS.iter().find_map(|separator| text.split_once(separator)) {
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

/// Parses a year, month or day, in ISO 8601 or in words, to its first and last day.
fn period(text: &str) -> Option<(Date, Date)> {
    let month = |(year, month)| Date::new(year, month, 1).ok().map(|first| (first, first.last_of_month()));
    let in_words = || parse_month(text).and_then(month);
    // A day has dots or a name; `parse_day` would read bare digits as a time in seconds.
    let is_day = text.contains(|c: char| !c.is_ascii_digit());
    let day = || is_day.then(|| parse_day(text)?.ok()).flatten().map(|day| (day, day));
    iso_period(text).or_else(in_words).or_else(day).or_else(|| relative_days(text))
}

/// Parses `2018`, `2018-04` or `2018-04-21` to its first and last day.
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
            Node::Word(word) | Node::Whole(word) => write!(f, "{word}"),
            Node::Widened(node, by) => {
                write!(f, "({node}")?;
                by.iter().try_for_each(|node| write!(f, " ODER {node}"))?;
                write!(f, ")")
            }
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
            Node::In(field, node) => match (field, &**node) {
                (TextField::Source | TextField::Section, Node::Exact(name)) => {
                    write!(f, "{}:=\"{name}\"", field.name())
                }
                _ => write!(f, "{}:{node}", field.name()),
            },
            // Without the quotation marks, the next word could be read as a part of the date.
            Node::Date(range) => write!(f, "date:\"{range}\""),
            Node::And(nodes) => write_joined(f, nodes, " UND "),
            Node::SameArticle(nodes) => write_joined(f, nodes, " NAHE/ARTIKEL "),
            Node::Or(nodes) => write_joined(f, nodes, " ODER "),
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

fn write_joined(f: &mut fmt::Formatter<'_>, nodes: &[Node], operator: &str) -> fmt::Result {
    write!(f, "(")?;
    for (at, node) in nodes.iter().enumerate() {
        write!(f, "{}{node}", if at > 0 { operator } else { "" })?;
    }
    write!(f, ")")
}

/// Range of a node or an error in the query text, in bytes.
pub(super) type ByteSpan = Range<usize>;
