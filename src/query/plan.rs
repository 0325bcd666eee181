//! A query tree as a plan: what tantivy runs, what hits are scored and marked by, and the receipt.
//!
//! Words that stand side by side become one flat union of term queries over one field, which tantivy answers
//! block by block without looking at most passages; only what the query itself nests is nested.

mod fields;
mod words;

use std::collections::HashSet;

use tantivy::collector::Count;
use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur as Must, PhraseQuery, Query};
use tantivy::query::{TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::error::{Problem, QueryError};
use super::expand::expand;
use super::leaf::{Compound, Leaf, Matcher, Plan, Role, WordReceipt};
use super::limits::MAX_EXPANSIONS;
use super::statistics::Statistics;
use super::syntax::{Clause, Node, Occur};
use crate::Error;
use crate::german::{Analyzer, Token, normalize};
use crate::index::{Fields, Index};

/// Plans `node` for `index` as `searcher` sees it.
pub(crate) fn plan(node: &Node, index: &Index, searcher: &Searcher) -> Result<Plan, Error> {
    let mut planner = Planner::new(index.analyzer(), *index.fields(), searcher);
    planner.forms_each = MAX_EXPANSIONS / prefixes(node).max(1);
    planner.remember_typed(node);
    let query = match node {
        Node::List(clauses) => planner.list(clauses)?,
        node => planner.list(&[Clause { occur: Occur::May, node: node.clone() }])?,
    };
    Ok(planner.finish(query))
}

/// Plans a search for any of `terms`, which are terms of the index's analyser already.
pub(crate) fn any_of(terms: &[String], index: &Index, searcher: &Searcher) -> Result<Plan, Error> {
    let mut planner = Planner::new(index.analyzer(), *index.fields(), searcher);
    let mut union = Vec::new();
    for term in terms {
        union.push((Must::Should, planner.term_leaf(term, term, Role::Whole, 1.0)?));
    }
    Ok(planner.finish(Box::new(BooleanQuery::new(union))))
}

type Boxed = Box<dyn Query>;

/// A flat union, and the terms that are in it already: a word typed twice counts once.
#[derive(Default)]
struct Union {
    parts: Vec<(Must, Boxed)>,
    terms: HashSet<Term>,
}

struct Planner<'a> {
    analyzer: &'a Analyzer,
    fields: Fields,
    searcher: &'a Searcher,
    leaves: Vec<Leaf>,
    receipt: Vec<WordReceipt>,
    left_out: Vec<String>,
    /// Terms that have their leaf: however often one stands in the query, it is worth points once.
    seen: HashSet<Term>,
    /// Word forms each prefix of the query may stand for.
    forms_each: usize,
    /// Parts that must not be there are searched but neither scored nor marked.
    negative: bool,
    /// Terms of the words that were typed: as a part of another they count no less.
    typed: HashSet<Term>,
    compounds: Vec<Compound>,
    /// The leaf of the word whose parts are being planned.
    whole: Option<usize>,
    statistics: Statistics<'a>,
}

impl<'a> Planner<'a> {
    fn new(analyzer: &'a Analyzer, fields: Fields, searcher: &'a Searcher) -> Planner<'a> {
        Planner {
            analyzer,
            fields,
            searcher,
            leaves: Vec::new(),
            receipt: Vec::new(),
            left_out: Vec::new(),
            seen: HashSet::new(),
            forms_each: MAX_EXPANSIONS,
            negative: false,
            typed: HashSet::new(),
            compounds: Vec::new(),
            whole: None,
            statistics: Statistics::new(searcher),
        }
    }

    fn finish(self, query: Boxed) -> Plan {
        let sure = self.surely();
        Plan {
            query,
            sure,
            leaves: self.leaves,
            compounds: self.compounds,
            receipt: self.receipt,
            left_out: self.left_out,
        }
    }

    /// Of a query that is one compound: the passages that have it or all its parts. However common its parts are by
    /// themselves, these must be among the candidates.
    fn surely(&self) -> Option<Boxed> {
        let [compound] = self.compounds.as_slice() else { return None };
        if self.leaves.iter().filter(|leaf| leaf.role == Role::Whole).count() != 1 {
            return None;
        }
        let all: Vec<(Must, Boxed)> =
            compound.parts.iter().map(|part| (Must::Must, term_query(part.clone()))).collect();
        let whole = compound.whole.iter().map(|whole| term_query(whole.clone()));
        Some(Box::new(BooleanQuery::union(whole.chain([Box::new(BooleanQuery::new(all)) as Boxed]).collect())))
    }

    fn list(&mut self, clauses: &[Clause]) -> Result<Boxed, Error> {
        let is_filter = |node: &Node| matches!(node, Node::In(..) | Node::Date(_));
        let keeps = |clause: &&Clause| {
            clause.occur != Occur::MustNot && !is_filter(&clause.node) && !self.is_stop(&clause.node)
        };
        let has_words = clauses.iter().any(|clause| keeps(&clause));
        let (mut all, mut union, mut filtered) = (Vec::new(), Union::default(), false);
        for Clause { occur, node } in clauses {
            match occur {
                Occur::MustNot => all.push((Must::MustNot, self.forbidden(node)?)),
                Occur::Must => all.push((Must::Must, self.required(node)?)),
                Occur::May if is_filter(node) => {
                    filtered = true;
                    all.push((Must::Must, self.required(node)?));
                }
                Occur::May if has_words && self.is_stop(node) => self.left_out.push(node.to_string()),
                Occur::May => self.optional(node, &mut union)?,
            }
        }
        let demands = clauses.iter().any(|clause| clause.occur == Occur::Must);
        let union = union.parts;
        if union.is_empty() && !all.iter().any(|(occur, _)| *occur == Must::Must) {
            return Err(only_negative().into());
        }
        if filtered && !demands && !union.is_empty() {
            all.push((Must::Must, Box::new(BooleanQuery::new(union))));
        } else {
            all.extend(union);
        }
        Ok(simplest(all))
    }

    fn remember_typed(&mut self, node: &Node) {
        match node {
            Node::Word(word) => {
                // Of a hyphenated word the joint spelling, which comes first: its pieces are parts.
                let tokens = self.tokens(word).into_iter().take(1).filter(|token| !token.word.stop_word);
                let terms = tokens.map(|token| Term::from_field_text(self.fields.terms, &token.word.term));
                self.typed.extend(terms.collect::<Vec<_>>());
            }
            Node::Or(nodes) | Node::And(nodes) => nodes.iter().for_each(|node| self.remember_typed(node)),
            Node::List(clauses) => clauses.iter().for_each(|clause| self.remember_typed(&clause.node)),
            _ => {}
        }
    }

    /// Adds a part that may be there to a flat union.
    fn optional(&mut self, node: &Node, union: &mut Union) -> Result<(), Error> {
        match node {
            Node::Word(word) => self.optional_word(word, union)?,
            Node::Or(nodes) => {
                for node in nodes {
                    union.parts.push((Must::Should, self.required(node)?));
                }
            }
            Node::List(clauses) if clauses.iter().all(|clause| clause.occur == Occur::May) => {
                for clause in clauses {
                    self.optional(&clause.node, union)?;
                }
            }
            node => union.parts.push((Must::Should, self.required(node)?)),
        }
        Ok(())
    }

    /// A query that matches exactly the passages of which the part is true.
    fn required(&mut self, node: &Node) -> Result<Boxed, Error> {
        match node {
            Node::Word(word) => self.required_word(word),
            Node::Exact(word) => self.exact_word(word, self.fields.exact, false),
            Node::Phrase(text) => self.phrase(text, self.fields.exact, false),
            Node::Prefix(prefix) => self.prefix(prefix, self.fields.exact, false),
            Node::In(field, node) => self.in_field(*field, node),
            Node::Date(range) => {
                let typed = format!("date:{range}");
                self.note(&typed, &typed, None);
                Ok(self.date(*range))
            }
            Node::And(nodes) => self.all_of(nodes),
            Node::Or(nodes) => {
                let queries: Result<Vec<_>, Error> =
                    nodes.iter().map(|node| Ok((Must::Should, self.required(node)?))).collect();
                Ok(Box::new(BooleanQuery::new(queries?)))
            }
            Node::Not(_) => Err(only_negative().into()),
            Node::List(clauses) => self.list(clauses),
        }
    }

    fn all_of(&mut self, nodes: &[Node]) -> Result<Boxed, Error> {
        if nodes.iter().all(|node| matches!(node, Node::Not(_))) {
            return Err(only_negative().into());
        }
        let mut all = Vec::new();
        for node in nodes {
            match node {
                Node::Not(node) => all.push((Must::MustNot, self.forbidden(node)?)),
                node => all.push((Must::Must, self.required(node)?)),
            }
        }
        Ok(simplest(all))
    }

    fn forbidden(&mut self, node: &Node) -> Result<Boxed, Error> {
        let outer = std::mem::replace(&mut self.negative, true);
        let query = self.required(node);
        self.negative = outer;
        query
    }

    fn exact_word(&mut self, word: &str, field: Field, in_title: bool) -> Result<Boxed, Error> {
        // The first token is the joint spelling where there is one: `=Covid-19` is one word.
        match self.written(word).as_slice() {
            [] => Ok(Box::new(EmptyQuery)),
            [first, rest @ ..] if first.span > 1 || rest.is_empty() => {
                self.form_leaf(&format!("={word}"), &first.word.exact, field, in_title)
            }
            _ => self.phrase(word, field, in_title),
        }
    }

    fn form_leaf(&mut self, label: &str, form: &str, field: Field, in_title: bool) -> Result<Boxed, Error> {
        let term = Term::from_field_text(field, form);
        let passages = self.searcher.doc_freq(&term)?;
        self.note(label, &format!("={form}"), Some(passages));
        let query = term_query(term);
        self.leaf(label, Matcher::Exact(form.to_owned()), query.box_clone(), None, in_title);
        Ok(query)
    }

    /// Words as written, one after the other.
    fn phrase(&mut self, text: &str, field: Field, in_title: bool) -> Result<Boxed, Error> {
        let words: Vec<Token> = self.written(text).into_iter().filter(|token| token.span == 1).collect();
        let label = format!("\"{text}\"");
        match words.as_slice() {
            [] => Ok(Box::new(EmptyQuery)),
            [word] => self.form_leaf(&label, &word.word.exact.clone(), field, in_title),
            [first, ..] => {
                let forms =
                    words.iter().map(|token| (token.position - first.position, token.word.exact.clone())).collect();
                Ok(self.sequence(&label, field, true, forms, in_title))
            }
        }
    }

    fn sequence(&mut self, label: &str, field: Field, exact: bool, forms: Vec<(u32, String)>, in_title: bool) -> Boxed {
        let terms = forms.iter().map(|(at, form)| (*at as usize, Term::from_field_text(field, form))).collect();
        let query: Boxed = Box::new(PhraseQuery::new_with_offset(terms));
        let words: Vec<&str> = forms.iter().map(|(_, form)| form.as_str()).collect();
        self.note(label, &words.join(" "), None);
        self.leaf(label, Matcher::Sequence { exact, forms }, query.box_clone(), None, in_title);
        query
    }

    /// All words that begin so, as one word: scored by how rare they are together, not by their number.
    fn prefix(&mut self, prefix: &str, field: Field, in_title: bool) -> Result<Boxed, Error> {
        let mut form = String::new();
        normalize(prefix, &mut form);
        let found = expand(self.searcher, field, &form, self.forms_each)?;
        let used = found.terms.len();
        let any: Boxed = Box::new(TermSetQuery::new(found.terms));
        let passages = self.searcher.search(&any, &Count)? as u64;
        let label = format!("{prefix}*");
        if !self.negative || used < found.known {
            // What must not be there is told too when not all of it is looked for.
            let sign = if self.negative { "-" } else { "" };
            let (typed, searched) = (format!("{sign}{label}"), format!("{form}*"));
            let forms = Some((found.known, used));
            self.receipt.push(WordReceipt { typed, searched, passages: Some(passages), forms, ways: Vec::new() });
        }
        let rarity = self.statistics.idf(passages);
        let query: Boxed = Box::new(ConstScoreQuery::new(any, rarity));
        self.leaf(&label, Matcher::Prefix(form), query.box_clone(), None, in_title);
        Ok(query)
    }

    fn tokens(&self, text: &str) -> Vec<Token> {
        self.analyzer.typed_tokens(text).collect()
    }

    /// The same as they are written, without words whose halves stand apart: those have no place in exact forms.
    fn written(&self, text: &str) -> Vec<Token> {
        self.analyzer.typed_tokens(text).filter(|token| token.apart.is_none()).collect()
    }

    /// Whether a part is a word that consists of stop words.
    fn is_stop(&self, node: &Node) -> bool {
        matches!(node, Node::Word(word) if self.analyzer.tokens(word).all(|token| token.word.stop_word))
    }

    fn note(&mut self, typed: &str, searched: &str, passages: Option<u64>) {
        if !self.negative {
            let (typed, searched) = (typed.to_owned(), searched.to_owned());
            self.receipt.push(WordReceipt { typed, searched, passages, forms: None, ways: Vec::new() });
        }
    }

    fn leaf(&mut self, label: &str, matcher: Matcher, query: Boxed, term: Option<Term>, in_title: bool) {
        if !self.negative {
            let label = label.to_owned();
            self.leaves.push(Leaf { label, matcher, query, term, weight: 1.0, in_title, role: Role::Whole, of: None });
        }
    }
}

fn term_query(term: Term) -> Boxed {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

/// One clause that must or may be there is the query itself; only negative ones need something to be taken from.
fn simplest(mut all: Vec<(Must, Boxed)>) -> Boxed {
    match all.as_slice() {
        [] => Box::new(EmptyQuery),
        [(Must::MustNot, _)] => {
            all.push((Must::Must, Box::new(AllQuery)));
            Box::new(BooleanQuery::new(all))
        }
        [_] => all.remove(0).1,
        _ => Box::new(BooleanQuery::new(all)),
    }
}

fn only_negative() -> QueryError {
    QueryError { problem: Problem::OnlyNegative, span: 0..0 }
}

/// Prefixes in a query.
fn prefixes(node: &Node) -> usize {
    match node {
        Node::Prefix(_) => 1,
        Node::In(_, node) | Node::Not(node) => prefixes(node),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().map(prefixes).sum(),
        Node::List(clauses) => clauses.iter().map(|clause| prefixes(&clause.node)).sum(),
        Node::Word(_) | Node::Exact(_) | Node::Phrase(_) | Node::Date(_) => 0,
    }
}
