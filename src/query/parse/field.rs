//! The value of a field, after its colon: a word of the title, a date, a quotation.

use super::{MINUS_SIGNS, Parser};
use crate::query::error::{Problem, QueryError, at};
use crate::query::syntax::{DateRange, Node, TextField};

/// Most words of a date range: `21. April 2018 .. 3. Mai 2018`.
const MAX_DATE_WORDS: usize = 7;

impl Parser<'_> {
    /// Parses the value of the field whose name begins at byte `start`.
    pub(super) fn field(&mut self, name: String, start: usize) -> Result<Node, QueryError> {
        let colon = start..start + name.len() + 1;
        self.at = colon.end;
        let has_value = self.rest().chars().next().is_some_and(|c| !c.is_whitespace() && c != ')');
        let field = match name.as_str() {
            "title" | "titel" => TextField::Title,
            "source" | "quelle" => TextField::Source,
            "section" | "ressort" => TextField::Section,
            "date" | "datum" if has_value => return self.date(),
            "date" | "datum" => return at(colon, Problem::FieldValue(name)),
            "zitat" | "quote" if has_value => return self.quoted(name),
            "zitat" | "quote" => return at(colon, Problem::FieldValue(name)),
            _ => return at(colon, Problem::UnknownField(name)),
        };
        if !has_value {
            return at(colon, Problem::FieldValue(name));
        }
        let is_whole = self.rest().strip_prefix('=').is_some_and(|rest| rest.starts_with(['"', '„', '“', '”']));
        if is_whole && field != TextField::Title {
            self.at += 1;
            let name = self.quotation()?.to_owned();
            return Ok(Node::In(field, Box::new(Node::Exact(name))));
        }
        let value = self.at;
        self.refuse_sign(&name)?;
        match self.primary()? {
            node @ (Node::Word(_) | Node::Phrase(_) | Node::Exact(_) | Node::Pattern(_) | Node::Fuzzy(..)) => {
                Ok(Node::In(field, Box::new(node)))
            }
            _ => at(value..self.at, Problem::InField(name)),
        }
    }

    /// Refuses signs and operators directly after the colon of a field: they belong before its name.
    fn refuse_sign(&mut self, name: &str) -> Result<(), QueryError> {
        let rest = self.rest();
        let is_sign = rest.starts_with('+') || rest.starts_with(MINUS_SIGNS) || self.operator().is_some();
        let length = rest.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(rest.len());
        if is_sign { at(self.at..self.at + length, Problem::InField(name.to_owned())) } else { Ok(()) }
    }

    fn quoted(&mut self, name: String) -> Result<Node, QueryError> {
        let value = self.at;
        self.refuse_sign(&name)?;
        let node = self.primary()?;
        match node.has_spans() {
            true => Ok(Node::Quoted(Box::new(node))),
            false => at(value..self.at, Problem::InField(name)),
        }
    }

    /// Parses a date: in quotation marks, or as many of the next words as make one, as in `Januar 2018`.
    fn date(&mut self) -> Result<Node, QueryError> {
        let rest = self.rest();
        if rest.starts_with(['"', '„', '“', '”']) {
            let start = self.at;
            let text = self.phrase()?;
            if self.rest().starts_with('~') {
                return at(self.at..self.at + 1, Problem::Slop);
            }
            let range = DateRange::parse(&text).map(Node::Date);
            return range.map_or_else(|| at(start..self.at, Problem::Date(text)), Ok);
        }
        let end = rest.find(')').unwrap_or(rest.len());
        let ends = rest[..end].match_indices(char::is_whitespace).map(|(at, _)| at).chain([end]);
        let ends: Vec<usize> = ends.take(MAX_DATE_WORDS).collect();
        for length in ends.iter().rev() {
            let is_separator = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
            if let Some(range) = DateRange::parse(rest[..*length].trim_end_matches(is_separator)) {
                if let Some(more) = rest_of_range(&rest[..*length], &rest[*length..end]) {
                    let span = self.at..self.at + length + more;
                    self.at = span.end;
                    return at(span.clone(), Problem::Date(self.text[span].to_owned()));
                }
                self.at += length;
                return Ok(Node::Date(range));
            }
        }
        let span = self.at..self.at + ends.first().copied().unwrap_or(0);
        self.at = span.end;
        at(span.clone(), Problem::Date(self.text[span].to_owned()))
    }
}

/// If `after`, which follows the valid `date`, is the rest of a range whose end is not a date: the length of that rest
/// in bytes.
fn rest_of_range(date: &str, after: &str) -> Option<usize> {
    let mut words = after.split_whitespace();
    let first = words.next()?;
    let end = after.find(first)? + first.len();
    if matches!(first, "-" | "–" | "—" | "..") || first.eq_ignore_ascii_case("bis") {
        let next = words.next().unwrap_or_default();
        return Some(end + after[end..].find(next)? + next.len());
    }
    let is_open = date.trim_end().ends_with(['.', '–', '—']);
    (is_open && DateRange::period(first).is_some()).then_some(end)
}
