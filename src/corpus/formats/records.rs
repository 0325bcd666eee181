//! The receiver of the articles that a format's reader finds.

use std::ops::ControlFlow;

use crate::corpus::article::Article;
use crate::corpus::field_map::FieldKind;
use crate::corpus::reason::SkipReason;

/// Which columns of a table were taken for what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenColumns {
    /// Line of the header; 0 if there is none and the columns were judged by their content.
    pub header_line: u32,
    /// Kind and name of each column that is used, in the order of the table; without a header the name is its number, from 1.
    pub columns: Vec<(FieldKind, String)>,
    /// Names that a user has given and that no column has.
    pub missing: Vec<String>,
}

/// Receives the articles that a format's reader finds.
pub(in crate::corpus) trait Records {
    /// Receives one of many records, which begins on `line`. A reader stops at `Break`.
    fn record(&mut self, line: u32, record: Result<Article, SkipReason>) -> ControlFlow<()>;

    /// Receives the one article that the whole file is.
    fn only(&mut self, article: Article);

    /// Hears that a record of an archive was passed over, which is nothing that is read, such as a picture.
    fn passed_over(&mut self) {}

    /// Hears which columns of a table were taken for what.
    fn columns(&mut self, _: TakenColumns) {}
}
