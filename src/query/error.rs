//! Errors in a query: what is wrong, where, and what to write instead.

use std::fmt;
use std::ops::Range;

/// A query that cannot be run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct QueryError {
    /// Kind of error.
    pub problem: Problem,
    /// Where, in bytes of the query; on character boundaries.
    pub span: Range<usize>,
}

/// An error in a query. [`fmt::Display`] says it in English, with the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Nothing to search for.
    Empty,
    /// Only words and filters that are excluded.
    OnlyNegative,
    /// No letter or digit.
    NoWord,
    /// A bracket that is not closed.
    OpenBracket,
    /// A bracket that was not opened.
    CloseBracket,
    /// Empty brackets.
    EmptyBrackets,
    /// Quotation marks that are not closed.
    OpenQuote,
    /// An operator that lacks a word on one side; the operator.
    Operand(String),
    /// A field without a value after its colon; the name as typed.
    FieldValue(String),
    /// An unknown field; the name as typed.
    UnknownField(String),
    /// A value of `date:` that is not a date or a range of dates; the value.
    Date(String),
    /// A `*` next to anything but letters and digits.
    Wildcard,
    /// A pattern with too few letters.
    ShortPattern,
    /// A `~` with a number other than 1 or 2, or not after a single word.
    Fuzzy,
    /// A `~` after a word of fewer than three letters.
    ShortFuzzy,
    /// A `~` with a number after a phrase, or after a date.
    Slop,
    /// `NAHE` or `VOR` without a distance; the maximum distance, in words.
    Width(u32),
    /// An operand of `NAHE` or `VOR` that has no positions, such as a filter or `NICHT`.
    NoSpans,
    /// A `^` that is not followed by a number above 0 and at most 100.
    Boost,
    /// A `^` after something that does not score: a filter or an excluded word.
    Weightless,
    /// An operator in lower case; the operator in capitals.
    Capitals(String),
    /// `&&` or `||` without a space on each side; the operator.
    Glued(&'static str),
    /// `NICHT` as an alternative, which would match nearly everything.
    NotInOr,
    /// A value that this field cannot have, such as brackets; the field.
    InField(String),
    /// Brackets nested too deep; the maximum depth.
    TooDeep(usize),
    /// Too many words and operators; the maximum number.
    TooMany(usize),
    /// Too long; the maximum length in bytes.
    TooLong(usize),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Empty => write!(f, "the query is empty: give at least one word"),
            Problem::OnlyNegative => write!(f, "the query only excludes: add a word to search for"),
            Problem::NoWord => write!(f, "no word to search for: at least one letter or digit is needed"),
            Problem::OpenBracket => write!(f, "this bracket is not closed: add `)`, or put it in quotation marks"),
            Problem::CloseBracket => write!(f, "this bracket was not opened: remove it, or add `(` before it"),
            Problem::EmptyBrackets => write!(f, "the brackets are empty: remove them, or put words between them"),
            Problem::OpenQuote => write!(f, "these quotation marks are not closed: add `\"` at the end of the phrase"),
            Problem::Operand(operator) => {
                write!(f, "{operator} needs a word on each side; in quotation marks it is a word itself")
            }
            Problem::FieldValue(field) => {
                write!(f, "`{field}:` has no value: write it without a space, as in `{field}:{}`", example(field))
            }
            Problem::UnknownField(field) => {
                write!(
                    f,
                    "unknown field `{field}`: use title, source, section, date or quote; put text with a colon in quotation marks"
                )
            }
            Problem::Date(text) => {
                write!(
                    f,
                    "`{text}` is not a date: write 2018, 2018-04, 2018-04-21, Januar 2018, 21.4.2018, gestern, 7d, letzte Woche or a range such as 2018-01..2018-04, the earlier date first"
                )
            }
            Problem::Wildcard => {
                write!(
                    f,
                    "only letters and digits can stand next to `*`, as in `Spion*`, `*schutz*`, `Bundes*minister`"
                )
            }
            Problem::ShortPattern => {
                write!(f, "a pattern needs at least three letters in a row, as in `Spi*` or `*schutz*`")
            }
            Problem::Fuzzy => {
                write!(f, "`~1` or `~2` follows a single word, as in `Kasperski~1`: that many letters may differ")
            }
            Problem::ShortFuzzy => write!(f, "a word before `~` needs at least three letters, as in `Kasperski~1`"),
            Problem::Slop => {
                write!(
                    f,
                    "behind a phrase `~` has no number (`\"offener Brief\"~` finds `offenen Briefes`); for words close together write `offener NAHE/5 Brief`"
                )
            }
            Problem::Width(max) => {
                write!(
                    f,
                    "NAHE and VOR need a number from 1 to {max}: `Bahn NAHE/5 Streik`, in this order `Bahn VOR/5 Streik`; in one article `Bahn NAHE/ARTIKEL Streik`"
                )
            }
            Problem::NoSpans => {
                write!(
                    f,
                    "NAHE and VOR join words, phrases, patterns and alternatives of these, not UND, NICHT or a field"
                )
            }
            Problem::Weightless => {
                write!(f, "`^` boosts words; it cannot be applied to source:, section:, date: or excluded terms")
            }
            Problem::Capitals(operator) => write!(f, "operators are written in capitals: `{operator}`"),
            Problem::Glued(sign) => {
                write!(f, "`{sign}` needs a space on each side; in quotation marks it is a plain sign")
            }
            Problem::Boost => write!(f, "`^` needs a number up to 100, as in `Streik^2` or `Streik^0.5`"),
            Problem::NotInOr => {
                write!(f, "NICHT next to ODER would match nearly everything: write `a NICHT b`, or use brackets")
            }
            Problem::InField(field) => write!(f, "`{field}:` takes a word, a phrase or a pattern"),
            Problem::TooDeep(limit) => write!(f, "brackets are nested deeper than {limit}: simplify the query"),
            Problem::TooMany(limit) => write!(f, "more than {limit} words and operators: shorten the query"),
            Problem::TooLong(limit) => write!(f, "the query is longer than {limit} bytes: shorten it"),
        }
    }
}

fn example(field: &str) -> &'static str {
    if field == "date" { "2018-04" } else { "Wort" }
}

pub(super) fn at<T>(span: Range<usize>, problem: Problem) -> Result<T, QueryError> {
    Err(QueryError { problem, span })
}
