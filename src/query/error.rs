//! What is wrong with a query, where, and what to write instead.

use std::fmt;
use std::ops::Range;

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
    /// A `*` that is not at the end of a word.
    Wildcard,
    /// A prefix with too few letters.
    ShortPrefix,
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
                    "no field `{field}`: there are title, source, section and date; to search for a colon use quotation marks"
                )
            }
            Problem::Date(text) => {
                write!(f, "`{text}` is no date: write 2018, 2018-04, 2018-04-21 or a range as 2018-01..2018-04")
            }
            Problem::Wildcard => write!(f, "`*` stands only at the end of a word, as in `Spion*`"),
            Problem::ShortPrefix => write!(f, "three letters at least before `*`, as in `Spi*`"),
            Problem::NotInOr => {
                write!(f, "NICHT beside ODER would match nearly everything: write `a NICHT b` or use brackets")
            }
            Problem::InField(field) => write!(f, "behind `{field}:` a word, a phrase or a prefix can stand"),
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
