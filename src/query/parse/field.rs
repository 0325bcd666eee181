//! What stands behind a field's colon: a word of the headline, a day, a quotation.

use super::{MINUS, Parser};
use crate::query::error::{Problem, QueryError, at};
use crate::query::syntax::{DateRange, Node, TextField};

/// `21. April 2018 .. 3. Mai 2018`.
const MOST_WORDS_OF_A_DATE: usize = 7;

impl Parser<'_> {
    /// Reads what stands behind the field whose name begins at `start`.
    pub(super) fn field(&mut self, name: String, start: usize) -> Result<Node, QueryError> {
        let colon = start..start + name.len() + 1;
        self.at = colon.end;
        let follows = self.rest().chars().next().is_some_and(|c| !c.is_whitespace() && c != ')');
        let field = match name.as_str() {
            "title" | "titel" => TextField::Title,
            "source" | "quelle" => TextField::Source,
            "section" | "ressort" => TextField::Section,
            "date" | "datum" if follows => return self.date(),
            "date" | "datum" => return at(colon, Problem::FieldValue(name)),
            "zitat" | "quote" if follows => return self.quoted(name),
            "zitat" | "quote" => return at(colon, Problem::FieldValue(name)),
            _ => return at(colon, Problem::UnknownField(name)),
        };
        if !follows {
            return at(colon, Problem::FieldValue(name));
        }
        let value = self.at;
        self.no_sign(&name)?;
        match self.primary()? {
            node @ (Node::Word(_) | Node::Phrase(_) | Node::Exact(_) | Node::Pattern(_) | Node::Fuzzy(..)) => {
                Ok(Node::In(field, Box::new(node)))
            }
            _ => at(value..self.at, Problem::InField(name)),
        }
    }

    /// Refuses signs and operators directly behind a field's colon: they stand before the field.
    fn no_sign(&mut self, name: &str) -> Result<(), QueryError> {
        let rest = self.rest();
        let is_sign = rest.starts_with('+') || rest.starts_with(MINUS) || self.operator().is_some();
        let length = rest.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(rest.len());
        if is_sign { at(self.at..self.at + length, Problem::InField(name.to_owned())) } else { Ok(()) }
    }

    fn quoted(&mut self, name: String) -> Result<Node, QueryError> {
        let value = self.at;
        self.no_sign(&name)?;
        let node = self.primary()?;
        match node.has_places() {
            true => Ok(Node::Quoted(Box::new(node))),
            false => at(value..self.at, Problem::InField(name)),
        }
    }

    /// A date: what stands between quotation marks, else as many of the next words as make one, as in `Januar 2018`.
    fn date(&mut self) -> Result<Node, QueryError> {
        let rest = self.rest();
        if rest.starts_with(['"', '„', '“', '”']) {
            let start = self.at;
            let Node::Phrase(text) = self.phrase()? else { return at(start..self.at, Problem::Date(String::new())) };
            let range = DateRange::parse(&text).map(Node::Date);
            return range.map_or_else(|| at(start..self.at, Problem::Date(text)), Ok);
        }
        let end = rest.find(')').unwrap_or(rest.len());
        let ends = rest[..end].match_indices(char::is_whitespace).map(|(at, _)| at).chain([end]);
        let ends: Vec<usize> = ends.take(MOST_WORDS_OF_A_DATE).collect();
        for length in ends.iter().rev() {
            let is_beside = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
            if let Some(range) = DateRange::parse(rest[..*length].trim_end_matches(is_beside)) {
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

/// How long the rest of a range is whose end was not understood: `after` is what follows a `date`, as far as it was one.
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
