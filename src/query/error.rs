//! What is wrong with a query, where, and what to write instead.

use std::fmt;
use std::ops::Range;

use super::words::MAX_WIDTH;

/// A query that cannot be run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct QueryError {
    /// What is wrong.
    pub problem: Problem,
    /// Where, in bytes of the query; on character boundaries.
    pub span: Range<usize>,
}

/// What is wrong with a query. [`fmt::Display`] says it in English, with the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Nothing to search for.
    Empty,
    /// Only parts that must not be there.
    OnlyNegative,
    /// Only characters that make no word.
    NoWord,
    /// A bracket that is not closed.
    OpenBracket,
    /// A bracket that was not opened.
    CloseBracket,
    /// Brackets with nothing in them.
    EmptyBrackets,
    /// Quotation marks that are not closed.
    OpenQuote,
    /// An operator with nothing beside it; which.
    Operand(String),
    /// A field with nothing behind its colon; which.
    FieldValue(String),
    /// A field name nobody knows; which.
    UnknownField(String),
    /// A date that is none.
    Date(String),
    /// A `*` among signs that are no letters, or beside `=`.
    Wildcard,
    /// A pattern with too few letters.
    ShortPattern,
    /// A `~` with a number that cannot be, or where it cannot stand.
    Fuzzy,
    /// A word with too few letters to differ in any.
    ShortFuzzy,
    /// A `~` behind a phrase.
    Slop,
    /// `NAHE` or `VOR` without a number of words, or with one that cannot be.
    Width,
    /// Something beside `NAHE` or `VOR` that stands nowhere in particular.
    NoPlaces,
    /// A `^` without a number, or with one that cannot be.
    Boost,
    /// A `^` behind something that is worth no points.
    Weightless,
    /// An operator in small letters; what it is in capitals.
    Capitals(String),
    /// `&&` or `||` without a blank on each side; which.
    Glued(&'static str),
    /// `NICHT` as an alternative, which would match nearly everything.
    NotInOr,
    /// Something that cannot stand behind this field.
    InField(String),
    /// Brackets nested too deep; the limit.
    TooDeep(usize),
    /// Too many words and operators; the limit.
    TooMany(usize),
    /// Too long; the limit in bytes.
    TooLong(usize),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Empty => write!(f, "the query is empty: give at least one word"),
            Problem::OnlyNegative => write!(f, "the query only says what must not be there: add a word to look for"),
            Problem::NoWord => write!(f, "no word to search for: letters or digits are needed"),
            Problem::OpenBracket => write!(f, "this bracket is not closed: add `)`, or put it in quotation marks"),
            Problem::CloseBracket => write!(f, "this bracket was not opened: remove it, or add `(` before"),
            Problem::EmptyBrackets => write!(f, "nothing between the brackets: remove them or put words in"),
            Problem::OpenQuote => write!(f, "these quotation marks are not closed: add `\"` at the end of the phrase"),
            Problem::Operand(operator) => {
                write!(f, "{operator} needs a word on each side; in quotation marks it is a word itself")
            }
            Problem::FieldValue(field) => {
                write!(f, "nothing behind `{field}:`: add a word without a blank, as in `{field}:{}`", example(field))
            }
            Problem::UnknownField(field) => {
                write!(
                    f,
                    "no field `{field}`: there are title, source, section, date and zitat; to search for a colon use quotation marks"
                )
            }
            Problem::Date(text) => {
                write!(
                    f,
                    "`{text}` is no date: write 2018, 2018-04, 2018-04-21, Januar 2018, 21.4.2018 or a range as 2018-01..2018-04, the earlier first"
                )
            }
            Problem::Wildcard => {
                write!(f, "beside `*` only letters and digits can stand, as in `Spion*`, `*schutz*`, `Bundes*minister`")
            }
            Problem::ShortPattern => {
                write!(f, "three letters in a row at least beside `*`, as in `Spi*` or `*schutz*`")
            }
            Problem::Fuzzy => {
                write!(f, "`~1` or `~2` stands behind a single word, as in `Kasperski~1`: so many letters may differ")
            }
            Problem::ShortFuzzy => write!(f, "three letters at least before `~`, as in `Kasperski~1`"),
            Problem::Slop => write!(f, "`~` stands behind a single word; words close together: `offener NAHE/5 Brief`"),
            Problem::Width => {
                write!(
                    f,
                    "so many words apart at most, from 1 to {MAX_WIDTH}: `Bahn NAHE/5 Streik`, in this order `VOR/5`"
                )
            }
            Problem::NoPlaces => {
                write!(
                    f,
                    "beside NAHE and VOR stand words, phrases, patterns and alternatives of them, no UND, NICHT or field"
                )
            }
            Problem::Weightless => {
                write!(
                    f,
                    "`^` says what words count; a source, a section, a date and what must not be there count nothing"
                )
            }
            Problem::Capitals(operator) => write!(f, "operators are capital letters: `{operator}`"),
            Problem::Glued(sign) => {
                write!(f, "`{sign}` needs a blank on each side; in quotation marks it is a plain sign")
            }
            Problem::Boost => write!(f, "behind `^` stands a number up to 100, as in `Streik^2` or `Streik^0.5`"),
            Problem::NotInOr => {
                write!(f, "NICHT beside ODER would match nearly everything: write `a NICHT b` or use brackets")
            }
            Problem::InField(field) => write!(f, "behind `{field}:` a word, a phrase or a pattern can stand"),
            Problem::TooDeep(limit) => write!(f, "brackets are nested deeper than {limit}: simplify the query"),
            Problem::TooMany(limit) => write!(f, "more than {limit} words and operators: shorten the query"),
            Problem::TooLong(limit) => write!(f, "longer than {limit} bytes: shorten the query"),
        }
    }
}

fn example(field: &str) -> &'static str {
    if field == "date" { "2018-04" } else { "Wort" }
}

pub(super) fn at<T>(span: Range<usize>, problem: Problem) -> Result<T, QueryError> {
    Err(QueryError { problem, span })
}
