//! Parts of a query that restrict: titles, names, dates.

use tantivy::Term;
use tantivy::query::{AllQuery, ConstScoreQuery, EmptyQuery, RangeQuery};

use super::{Boxed, Planner, term_query};
use crate::Error;
use crate::index::days;
use crate::query::error::{Problem, QueryError};
use crate::query::leaf::{Matcher, WordReceipt};
use crate::query::syntax::{DateRange, Node, TextField};

impl Planner<'_> {
    /// A part that must be found in another field.
    pub(super) fn in_field(&mut self, field: TextField, node: &Node) -> Result<Boxed, Error> {
        let names = match field {
            TextField::Title => return self.in_title(node),
            TextField::Source => self.fields.source,
            TextField::Section => self.fields.section,
        };
        if !self.negative {
            let typed = format!("{}:{node}", field.name());
            self.receipt.push(WordReceipt {
                searched: typed.to_lowercase(),
                typed,
                passages: None,
                forms: None,
                ways: Vec::new(),
            });
        }
        // A name restricts; it is worth no points and nothing of it is marked in the text.
        let outer = std::mem::replace(&mut self.negative, true);
        let query = match node {
            Node::Prefix(prefix) => self.prefix(prefix, names, false),
            Node::Word(text) | Node::Exact(text) | Node::Phrase(text) => self.phrase(text, names, false),
            _ => Err(unsupported(field).into()),
        };
        self.negative = outer;
        Ok(Box::new(ConstScoreQuery::new(query?, 0.0)))
    }

    fn in_title(&mut self, node: &Node) -> Result<Boxed, Error> {
        match node {
            Node::Exact(word) => self.exact_word(word, self.fields.title_exact, true),
            Node::Phrase(text) => self.phrase(text, self.fields.title_exact, true),
            Node::Prefix(prefix) => self.prefix(prefix, self.fields.title_exact, true),
            Node::Word(word) => {
                let tokens = self.written(word);
                let Some(token) = tokens.first() else { return Ok(Box::new(EmptyQuery)) };
                if token.word.stop_word || tokens.len() > 1 {
                    return self.phrase(word, self.fields.title_exact, true);
                }
                let term = Term::from_field_text(self.fields.title, &token.word.term);
                let passages = self.searcher.doc_freq(&term)?;
                self.note(&format!("title:{word}"), &token.word.term, Some(passages));
                let query = term_query(term);
                self.leaf(word, Matcher::Term(token.word.term.clone()), query.box_clone(), None, true);
                Ok(query)
            }
            _ => Err(unsupported(TextField::Title).into()),
        }
    }

    /// Articles of these days.
    pub(super) fn date(&self, range: DateRange) -> Boxed {
        if range.first.is_none() && range.last.is_none() {
            return Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0));
        }
        let bound = |day: Option<jiff::civil::Date>| match day {
            Some(day) => std::ops::Bound::Included(Term::from_field_i64(self.fields.date, days(day))),
            None => std::ops::Bound::Unbounded,
        };
        Box::new(ConstScoreQuery::new(Box::new(RangeQuery::new(bound(range.first), bound(range.last))), 0.0))
    }
}

fn unsupported(field: TextField) -> QueryError {
    QueryError { problem: Problem::InField(field.name().to_owned()), span: 0..0 }
}
