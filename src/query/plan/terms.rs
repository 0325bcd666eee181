//! Terms, tokens, clauses and receipts of a plan under construction.

use std::rc::Rc;

use hashbrown::Equivalent;
use tantivy::schema::Field;

use super::context::Context;
use super::names::named;
use super::{Planner, is_flat};
use crate::Error;
use crate::german::Token;
use crate::postings::TermInfo;
use crate::query::receipt::WordReceipt;
use crate::query::scored::{Matcher, ScoredClause};
use crate::query::statistics::idf;
use crate::query::syntax::Node;

/// Key of a term among those looked up, borrowed from where it stands. It is hashed like the pair of a field and a string.
#[derive(Hash)]
struct TermRef<'t>(Field, &'t str);

impl Equivalent<(Field, String)> for TermRef<'_> {
    fn equivalent(&self, (field, text): &(Field, String)) -> bool {
        self.0 == *field && self.1 == text
    }
}

impl Planner<'_> {
    /// Number of the term `text` of `field`, which is looked up the first time.
    pub(super) fn term_number(&mut self, field: Field, text: &str) -> Result<usize, Error> {
        match self.known_term(field, text) {
            Some(number) => Ok(number),
            None => {
                let info = self.segments.term_info(field, text)?;
                Ok(self.add_term_number(field, text, info))
            }
        }
    }

    /// Number of a term that was looked up before.
    pub(super) fn known_term(&self, field: Field, text: &str) -> Option<usize> {
        self.term_numbers.get(&TermRef(field, text)).copied()
    }

    /// Adds a term that was looked up, and returns its number.
    pub(super) fn add_term_number(&mut self, field: Field, text: &str, info: TermInfo) -> usize {
        let number = match self.holds_exact_forms(field) {
            true => self.push_term(info, Matcher::Exact(text.to_owned())),
            false => self.push_term(info, Matcher::Term(text.to_owned())),
        };
        self.term_numbers.insert((field, text.to_owned()), number);
        number
    }

    /// Number of the pair of two exact forms side by side, which is looked up the first time; `None` if such pairs have no posting
    /// list.
    pub(super) fn pair_number(&mut self, first: &str, second: &str) -> Result<Option<usize>, Error> {
        let Some(key) = self.pairs.key(first, second) else { return Ok(None) };
        let field = self.fields.pairs;
        if let Some(number) = self.known_term(field, &key) {
            return Ok(Some(number));
        }
        let info = self.segments.pair_info(self.fields.exact, field, &key)?;
        let forms = vec![(0, first.to_owned()), (1, second.to_owned())];
        let number = self.push_term(info, Matcher::Sequence { exact: true, forms });
        self.term_numbers.insert((field, key), number);
        Ok(Some(number))
    }

    /// Adds a term and returns its number.
    pub(super) fn push_term(&mut self, info: TermInfo, matcher: Matcher) -> usize {
        self.terms.push(info);
        self.matchers.push(matcher);
        self.terms.len() - 1
    }

    /// Number of passages that have a term.
    pub(super) fn doc_freq(&self, term: usize) -> u64 {
        self.terms[term].doc_freq
    }

    pub(super) fn idf(&self, term: usize) -> f32 {
        idf(self.segments.passages(), self.doc_freq(term))
    }

    /// Returns true if the terms of `field` are exact forms.
    pub(super) fn holds_exact_forms(&self, field: Field) -> bool {
        field != self.fields.terms && field != self.fields.title
    }

    /// Returns true if `field` holds titles.
    pub(super) fn holds_titles(&self, field: Field) -> bool {
        field == self.fields.title || field == self.fields.title_exact
    }

    /// The tokens of `text`, which is analysed the first time.
    fn tokens(&self, text: &str) -> Rc<[Token]> {
        let mut known = self.tokens.borrow_mut();
        if let Some(tokens) = known.get(text) {
            return Rc::clone(tokens);
        }
        let tokens = || self.analyzer.typed_tokens(text);
        let tokens: Rc<[Token]> = match () {
            () if self.names.contains(text) => tokens().map(named).collect(),
            () if self.heads.contains(text) => self.analyzer.head_tokens(text).collect(),
            () => tokens().collect(),
        };
        known.insert(text.to_owned(), Rc::clone(&tokens));
        tokens
    }

    /// The tokens of `text` as written, without words completed from two halves: these have no position in the field of
    /// exact forms.
    pub(super) fn written_tokens(&self, text: &str) -> Vec<Token> {
        self.tokens(text).iter().filter(|token| token.apart.is_none()).cloned().collect()
    }

    /// Returns true if `node` is a word that consists of stop words.
    pub(super) fn is_stop_word(&self, node: &Node) -> bool {
        match node {
            Node::Word(word) => self.tokens(word).iter().all(|token| token.word.stop_word),
            Node::Boost(node, _) | Node::Widened(node, _) => self.is_stop_word(node),
            _ => false,
        }
    }

    /// Collects the terms of the words typed below `node`. `alone`: true if one of its words alone makes a hit.
    pub(super) fn collect_typed_terms(&mut self, node: &Node, alone: bool) -> Result<(), Error> {
        match node {
            Node::Widened(node, _) => self.collect_typed_terms(node, alone),
            Node::Word(word) | Node::Whole(word) => {
                // The first token of a hyphenated word is its joint spelling; its pieces are parts.
                if let Some(token) = self.tokens(word).first().filter(|token| !token.word.stop_word) {
                    let term = self.term_number(self.fields.terms, &token.word.term)?;
                    *self.typed_terms.entry(term).or_default() |= alone;
                }
                Ok(())
            }
            Node::Or(nodes) | Node::And(nodes) | Node::SameArticle(nodes) => {
                nodes.iter().try_for_each(|node| self.collect_typed_terms(node, false))
            }
            Node::List(clauses) => {
                let alone = alone && is_flat(clauses);
                clauses.iter().try_for_each(|clause| self.collect_typed_terms(&clause.node, alone))
            }
            Node::Boost(node, _) => self.collect_typed_terms(node, alone),
            Node::Quoted(node) => self.collect_typed_terms(node, false),
            Node::Near(near) => {
                [&near.left, &near.right].into_iter().try_for_each(|node| self.collect_typed_terms(node, false))
            }
            Node::Exact(_)
            | Node::Phrase(_)
            | Node::Pattern(_)
            | Node::Fuzzy(..)
            | Node::In(..)
            | Node::Date(_)
            | Node::Not(_) => Ok(()),
        }
    }

    /// Adds a scored clause with the boost of its context, unless nothing scores there.
    pub(super) fn push_clause(&mut self, clause: ScoredClause, ctx: Context) {
        if ctx.scoring {
            let weight = clause.weight * ctx.boost;
            self.clauses.push(clause.with_weight(weight));
        }
    }

    /// Adds a receipt, with the passages of `term`, and returns it.
    pub(super) fn push_receipt(
        &mut self,
        typed: &str,
        searched: &str,
        term: Option<usize>,
        ctx: Context,
    ) -> &mut WordReceipt {
        let sign = if ctx.negated { "-" } else { "" };
        let number = self.receipt.len();
        let passages = term.map(|term| self.doc_freq(term));
        self.receipt.push(WordReceipt { term, ..WordReceipt::new(format!("{sign}{typed}"), searched, passages) });
        &mut self.receipt[number]
    }
}
