//! Nodes that restrict which articles match: titles, names, dates.

use std::sync::Arc;

use super::context::Context;
use super::{Planner, disjunction};
use crate::Error;
use crate::german::{Token, is_capital_stop_word};
use crate::index::days_since_epoch;
use crate::query::error::{Problem, QueryError};
use crate::query::scored::{Matcher, ScoredClause, Scoring};
use crate::query::syntax::{DateRange, Node, TextField};
use crate::retrieval::Predicate;

impl Planner<'_> {
    /// Passages that match a node in a field other than the text.
    pub(super) fn in_field(&mut self, field: TextField, node: &Node, ctx: Context) -> Result<Predicate, Error> {
        let names = match field {
            TextField::Title => return self.in_title(node, ctx),
            TextField::Source => self.fields.source,
            TextField::Section => self.fields.section,
        };
        if let Node::Exact(name) = node {
            let typed = format!("{}:=\"{name}\"", field.name());
            self.push_receipt(&typed, &typed, None, ctx);
            return Ok(Predicate::Name(Arc::new(self.segments.name_filter(field.name(), name)?)));
        }
        let typed = format!("{}:{node}", field.name());
        self.push_receipt(&typed, &typed.to_lowercase(), None, ctx);
        let own = self.receipt.len();
        // Names only filter: they do not score, and nothing of them is highlighted in the text.
        let ctx = ctx.filter();
        let predicate = match node {
            Node::Pattern(pattern) => self.pattern(pattern, names, ctx),
            Node::Fuzzy(word, edits) => self.fuzzy(word, *edits, names, ctx),
            Node::Word(text) | Node::Phrase(text) => self.phrase(text, names, ctx),
            _ => Err(unsupported(field).into()),
        };
        // One receipt is enough. If a pattern stands for more names than were searched, it says so.
        let capped = self.receipt.drain(own..).find_map(|word| word.forms.filter(|(known, used)| used < known));
        self.receipt[own - 1].forms = capped;
        predicate
    }

    fn in_title(&mut self, node: &Node, ctx: Context) -> Result<Predicate, Error> {
        let exact = self.fields.title_exact;
        match node {
            Node::Exact(word) => self.exact_word(word, exact, ctx),
            Node::Phrase(text) => self.phrase(text, exact, ctx),
            Node::Pattern(pattern) => self.pattern(pattern, exact, ctx),
            Node::Fuzzy(word, edits) => self.fuzzy(word, *edits, exact, ctx),
            Node::Word(word) => match self.written_tokens(word).as_slice() {
                [] => Ok(Predicate::MatchNone),
                [token] if !token.word.stop_word || self.is_name_in_titles(word, token)? => {
                    let lemmas = [Some(&token.word.term), token.word.second.as_ref()].into_iter().flatten();
                    let alternatives = lemmas.map(|lemma| self.title_word(word, lemma, ctx));
                    Ok(disjunction(alternatives.collect::<Result<Vec<Predicate>, Error>>()?))
                }
                _ => self.phrase(word, exact, ctx),
            },
            _ => Err(unsupported(TextField::Title).into()),
        }
    }

    /// Returns true for a stop word typed with a capital that is a name in one of the titles: `title:Weil`.
    fn is_name_in_titles(&self, word: &str, token: &Token) -> Result<bool, Error> {
        let is_typed_like_name = is_capital_stop_word(word);
        Ok(is_typed_like_name && self.segments.term_info(self.fields.title, &token.word.term)?.doc_freq > 0)
    }

    /// Passages of the articles whose titles have a term. `word` is the word as typed.
    fn title_word(&mut self, word: &str, term: &str, ctx: Context) -> Result<Predicate, Error> {
        let number = self.term_number(self.fields.title, term)?;
        self.push_receipt(&format!("title:{word}"), term, Some(number), ctx);
        let clause = ScoredClause::new(word, Matcher::Term(term.to_owned()), Scoring::Term(number), self.idf(number));
        self.push_clause(clause.for_title(true), ctx);
        Ok(Predicate::Term(number))
    }

    /// Passages of the articles of these days.
    pub(super) fn date(&mut self, range: DateRange, ctx: Context) -> Predicate {
        let typed = format!("date:{range}");
        self.push_receipt(&typed, &typed, None, ctx);
        match (range.first.map(days_since_epoch), range.last.map(days_since_epoch)) {
            (None, None) => Predicate::MatchAll,
            (first, last) => Predicate::DateRange(first.unwrap_or(i64::MIN)..=last.unwrap_or(i64::MAX)),
        }
    }
}

/// Error for a tree that a program has built; the parser refuses such nodes.
fn unsupported(field: TextField) -> QueryError {
    QueryError { problem: Problem::InField(field.name().to_owned()), span: 0..0 }
}
