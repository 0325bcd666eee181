//! Parts of a query that restrict: titles, names, dates.

use super::Planner;
use crate::Error;
use crate::index::days_since_epoch;
use crate::query::error::{Problem, QueryError};
use crate::query::scored::{Matcher, Scoring};
use crate::query::syntax::{DateRange, Node, TextField};
use crate::retrieval::Predicate;

impl Planner<'_> {
    /// A part that must be found in another field.
    pub(super) fn in_field(&mut self, field: TextField, node: &Node) -> Result<Predicate, Error> {
        let names = match field {
            TextField::Title => return self.in_title(node),
            TextField::Source => self.fields.source,
            TextField::Section => self.fields.section,
        };
        let typed = format!("{}:{node}", field.name());
        self.note(&typed, &typed.to_lowercase(), None);
        let noted = self.receipt.len();
        // A name restricts; it is worth no points and nothing of it is marked in the text.
        let outer = std::mem::replace(&mut self.negative, true);
        let what = match node {
            Node::Pattern(_) | Node::Fuzzy(..) => self.forms(node, names, false),
            Node::Word(text) | Node::Exact(text) | Node::Phrase(text) => self.phrase(text, names, false),
            _ => Err(unsupported(field).into()),
        };
        self.negative = outer;
        // It is told once, and how many of its names were left out.
        let capped = self.receipt.drain(noted..).find_map(|word| word.forms.filter(|(known, used)| used < known));
        self.receipt[noted - 1].forms = capped;
        what
    }

    fn in_title(&mut self, node: &Node) -> Result<Predicate, Error> {
        match node {
            Node::Exact(word) => self.exact_word(word, self.fields.title_exact, true),
            Node::Phrase(text) => self.phrase(text, self.fields.title_exact, true),
            Node::Pattern(_) | Node::Fuzzy(..) => self.forms(node, self.fields.title_exact, true),
            Node::Word(word) => {
                let tokens = self.written(word);
                let Some(token) = tokens.first() else { return Ok(Predicate::MatchNone) };
                if token.word.stop_word || tokens.len() > 1 {
                    return self.phrase(word, self.fields.title_exact, true);
                }
                let list = self.number(self.fields.title, &token.word.term)?;
                self.note(&format!("title:{word}"), &token.word.term, Some(self.passages(list)));
                let matcher = Matcher::Term(token.word.term.clone());
                self.clause(word, matcher, Scoring::Term(list), self.idf(list), true);
                Ok(Predicate::Term(list))
            }
            _ => Err(unsupported(TextField::Title).into()),
        }
    }

    /// Articles of these days.
    pub(super) fn date(&self, range: DateRange) -> Predicate {
        match (range.first.map(days_since_epoch), range.last.map(days_since_epoch)) {
            (None, None) => Predicate::MatchAll,
            (first, last) => Predicate::DateRange(first.unwrap_or(i64::MIN)..=last.unwrap_or(i64::MAX)),
        }
    }
}

fn unsupported(field: TextField) -> QueryError {
    QueryError { problem: Problem::InField(field.name().to_owned()), span: 0..0 }
}
