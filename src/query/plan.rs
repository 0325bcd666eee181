//! A query tree as a plan: which passages are hits, what they are scored and marked by, and the receipt.
//!
//! Words that stand side by side become one flat union of terms of one field, of which most passages need not be looked at;
//! only what the query itself nests is nested. Each term is looked up once and is a number from then on.

mod exact;
mod fields;
mod placed;
mod words;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use tantivy::schema::Field;

use super::error::{Problem, QueryError};
use super::limits::MAX_EXPANSIONS;
use super::scored::{Compound, Matcher, Plan, Role, ScoredClause, Scoring, WordReceipt};
use super::statistics::idf;
use super::syntax::{Boost, Clause, Node, Occur};
use crate::Error;
use crate::german::{Analyzer, Token};
use crate::index::{Fields, Index};
use crate::postings::{Segments, TermInfo};
use crate::retrieval::Predicate;

/// Plans `node` for `index`, whose lists are `segments`: for hits in the order of their worth.
pub(crate) fn plan(node: &Node, index: &Index, segments: &Segments) -> Result<Plan, Error> {
    planned(node, Planner::new(index.analyzer(), *index.fields(), segments))
}

/// The same for hits that are counted or put in another order: nothing comes last there, so a part of a compound alone is
/// no hit.
pub(crate) fn plan_to_count(node: &Node, index: &Index, segments: &Segments) -> Result<Plan, Error> {
    let mut planner = Planner::new(index.analyzer(), *index.fields(), segments);
    planner.lone_parts = false;
    planned(node, planner)
}

fn planned(node: &Node, mut planner: Planner<'_>) -> Result<Plan, Error> {
    planner.forms_each = MAX_EXPANSIONS / expansions(node).max(1);
    let alone;
    let clauses = match node {
        Node::List(clauses) => clauses.as_slice(),
        node => {
            alone = [Clause { occur: Occur::May, node: node.clone() }];
            &alone
        }
    };
    for Clause { occur, node } in clauses {
        planner.remember_typed(node, *occur == Occur::May)?;
    }
    let predicate = planner.list(clauses)?;
    Ok(planner.finish(predicate))
}

/// Plans a search for any of `terms`, which are terms of the index's analyser already.
pub(crate) fn any_of(terms: &[String], index: &Index, segments: &Segments) -> Result<Plan, Error> {
    let mut planner = Planner::new(index.analyzer(), *index.fields(), segments);
    let mut union = Vec::new();
    for term in terms {
        union.push(planner.term_leaf(term, term, Role::Whole, 1.0)?);
    }
    Ok(planner.finish(Predicate::Or(union)))
}

/// A flat union, and the lists that are in it already: a word typed twice counts once.
#[derive(Default)]
struct Union {
    parts: Vec<Predicate>,
    lists: HashSet<usize>,
}

struct Planner<'a> {
    analyzer: &'a Analyzer,
    fields: Fields,
    segments: &'a Segments,
    tokens: RefCell<HashMap<String, Rc<[Token]>>>,
    terms: Vec<TermInfo>,
    /// How each list's words are found in a text.
    matchers: Vec<Matcher>,
    /// The number of each list.
    numbers: HashMap<(Field, String), usize>,
    clauses: Vec<ScoredClause>,
    receipt: Vec<WordReceipt>,
    left_out: Vec<String>,
    /// Lists that have their leaf: however often a word stands in the query, it is worth points once.
    seen: HashSet<usize>,
    /// Word forms each pattern of the query may stand for.
    forms_each: usize,
    /// Parts that must not be there are searched but neither scored nor marked.
    negative: bool,
    /// Whether what is planned must not be there: of what is forbidden twice it is not so.
    forbidden: bool,
    /// What is planned must stand near something, or between quotation marks: its words are marked there only.
    placing: bool,
    /// What the words at hand count beside others.
    boost: f32,
    /// Terms of the words that were typed, and whether each may be there by itself: as a part of another they count no less.
    typed: HashMap<usize, bool>,
    compounds: Vec<Compound>,
    /// The leaf of the word whose parts are being planned.
    whole: Option<usize>,
    /// Whether a part alone makes a hit where its compound may be there.
    lone_parts: bool,
}

impl<'a> Planner<'a> {
    fn new(analyzer: &'a Analyzer, fields: Fields, segments: &'a Segments) -> Planner<'a> {
        Planner {
            analyzer,
            fields,
            segments,
            tokens: RefCell::default(),
            terms: Vec::new(),
            matchers: Vec::new(),
            numbers: HashMap::new(),
            clauses: Vec::new(),
            receipt: Vec::new(),
            left_out: Vec::new(),
            seen: HashSet::new(),
            forms_each: MAX_EXPANSIONS,
            negative: false,
            forbidden: false,
            placing: false,
            boost: 1.0,
            typed: HashMap::new(),
            compounds: Vec::new(),
            whole: None,
            lone_parts: true,
        }
    }

    fn finish(self, predicate: Predicate) -> Plan {
        let must_include = self.must_include(&predicate);
        Plan {
            predicate,
            must_include,
            terms: self.terms,
            clauses: self.clauses,
            compounds: self.compounds,
            receipt: self.receipt,
            left_out: self.left_out,
            deadline: None,
        }
    }

    /// The number of a term's list.
    fn number(&mut self, field: Field, text: &str) -> Result<usize, Error> {
        if let Some(number) = self.numbers.get(&(field, text.to_owned())) {
            return Ok(*number);
        }
        let known = self.segments.term_info(field, text)?;
        let is_term = field == self.fields.terms || field == self.fields.title;
        let matcher = if is_term { Matcher::Term(text.to_owned()) } else { Matcher::Exact(text.to_owned()) };
        let number = self.add_list(known, matcher);
        self.numbers.insert((field, text.to_owned()), number);
        Ok(number)
    }

    fn add_list(&mut self, known: TermInfo, matcher: Matcher) -> usize {
        self.terms.push(known);
        self.matchers.push(matcher);
        self.terms.len() - 1
    }

    fn passages(&self, list: usize) -> u64 {
        self.terms[list].doc_freq
    }

    fn idf(&self, list: usize) -> f32 {
        idf(self.segments.passages(), self.passages(list))
    }

    /// Of a query that is one compound: the passages that have it or all its parts. However common its parts are by
    /// themselves, these must be among the candidates.
    fn must_include(&self, predicate: &Predicate) -> Option<Predicate> {
        let [compound] = self.compounds.as_slice() else { return None };
        if self.clauses.iter().filter(|clause| clause.role == Role::Whole).count() != 1 {
            return None;
        }
        let all = self.all(compound.parts.iter().map(|part| Predicate::Term(*part)).collect());
        let sure = Predicate::Or(compound.whole.map(Predicate::Term).into_iter().chain([all]).collect());
        // What the query demands beside it holds for these too.
        let is_all =
            matches!(predicate, Predicate::Or(ways) if ways.iter().all(|way| matches!(way, Predicate::Term(_))));
        Some(if is_all { sure } else { Predicate::And(vec![sure, predicate.clone()]) })
    }

    /// All of `parts`, the rarest first: it leads.
    fn all(&self, mut parts: Vec<Predicate>) -> Predicate {
        parts.sort_by_key(|part| part.cost(self.segments.passages(), &|list| self.passages(list)));
        if parts.len() == 1 { parts.remove(0) } else { Predicate::And(parts) }
    }

    fn list(&mut self, clauses: &[Clause]) -> Result<Predicate, Error> {
        let keeps = |clause: &&Clause| {
            clause.occur != Occur::MustNot && !clause.node.is_filter() && !self.is_stop(&clause.node)
        };
        let has_words = clauses.iter().any(|clause| keeps(&clause));
        let (mut all, mut none, mut union, mut filtered) = (Vec::new(), Vec::new(), Union::default(), false);
        for Clause { occur, node } in clauses {
            match occur {
                Occur::MustNot => none.push(self.forbidden(node)?),
                Occur::Must => all.push(self.required(node)?),
                Occur::May if node.is_filter() => {
                    filtered = true;
                    all.push(self.required(node)?);
                }
                Occur::May if has_words && self.is_stop(node) => self.left_out.push(node.to_string()),
                Occur::May => self.optional(node, &mut union)?,
            }
        }
        let demands = clauses.iter().any(|clause| clause.occur == Occur::Must);
        if union.parts.is_empty() && all.is_empty() {
            return Err(only_negative().into());
        }
        // Beside what must be there the others only give points; filters alone demand nothing of the text.
        if !union.parts.is_empty() && (all.is_empty() || (filtered && !demands)) {
            all.push(any(union.parts));
        }
        let what = self.all(all);
        Ok(if none.is_empty() { what } else { Predicate::AndNot(Box::new(what), none) })
    }

    /// `alone`: whether a word of it that is there makes a hit.
    fn remember_typed(&mut self, node: &Node, alone: bool) -> Result<(), Error> {
        match node {
            Node::Word(word) => {
                // Of a hyphenated word the joint spelling, which comes first: its pieces are parts.
                if let Some(token) = self.tokens(word).first().filter(|token| !token.word.stop_word) {
                    let list = self.number(self.fields.terms, &token.word.term)?;
                    *self.typed.entry(list).or_default() |= alone;
                }
                Ok(())
            }
            Node::Or(nodes) | Node::And(nodes) => nodes.iter().try_for_each(|node| self.remember_typed(node, false)),
            Node::List(clauses) => {
                let alone = alone && is_flat(clauses);
                clauses.iter().try_for_each(|clause| self.remember_typed(&clause.node, alone))
            }
            Node::Boost(node, _) => self.remember_typed(node, alone),
            Node::Quoted(node) => self.remember_typed(node, false),
            Node::Near(near) => {
                [&near.left, &near.right].into_iter().try_for_each(|node| self.remember_typed(node, false))
            }
            _ => Ok(()),
        }
    }

    /// Adds a part that may be there to a flat union.
    fn optional(&mut self, node: &Node, union: &mut Union) -> Result<(), Error> {
        match node {
            Node::Word(word) if self.lone_parts => self.optional_word(word, union)?,
            Node::Or(nodes) => {
                for node in nodes {
                    union.parts.push(self.required(node)?);
                }
            }
            Node::List(clauses) if is_flat(clauses) => {
                for clause in clauses {
                    self.optional(&clause.node, union)?;
                }
            }
            Node::Boost(node, boost) => self.boosted(*boost, |planner| planner.optional(node, union))?,
            node => union.parts.push(self.required(node)?),
        }
        Ok(())
    }

    fn boosted<T>(&mut self, boost: Boost, plan: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        let outer = self.boost;
        self.boost *= boost.factor();
        let planned = plan(self);
        self.boost = outer;
        planned
    }

    /// The passages of which the part is true.
    fn required(&mut self, node: &Node) -> Result<Predicate, Error> {
        match node {
            Node::Word(word) => self.required_word(word),
            Node::Exact(word) => self.exact_word(word, self.fields.exact, false),
            Node::Phrase(text) => self.phrase(text, self.fields.exact, false),
            Node::Pattern(_) | Node::Fuzzy(..) => self.forms(node, self.fields.exact, false),
            Node::Near(_) | Node::Quoted(_) => self.placed(node),
            Node::Boost(node, boost) => self.boosted(*boost, |planner| planner.required(node)),
            Node::In(field, node) => self.in_field(*field, node),
            Node::Date(range) => {
                let typed = format!("date:{range}");
                self.note(&typed, &typed, None);
                Ok(self.date(*range))
            }
            Node::And(nodes) => self.all_of(nodes),
            Node::Or(nodes) => {
                let parts: Result<Vec<_>, Error> = nodes.iter().map(|node| self.required(node)).collect();
                Ok(any(parts?))
            }
            Node::Not(_) => Err(only_negative().into()),
            Node::List(clauses) => self.list(clauses),
        }
    }

    fn all_of(&mut self, nodes: &[Node]) -> Result<Predicate, Error> {
        if nodes.iter().all(|node| matches!(node, Node::Not(_))) {
            return Err(only_negative().into());
        }
        let (mut all, mut none) = (Vec::new(), Vec::new());
        for node in nodes {
            match node {
                Node::Not(node) => none.push(self.forbidden(node)?),
                node => all.push(self.required(node)?),
            }
        }
        let what = self.all(all);
        Ok(if none.is_empty() { what } else { Predicate::AndNot(Box::new(what), none) })
    }

    fn forbidden(&mut self, node: &Node) -> Result<Predicate, Error> {
        let outer = (self.negative, self.forbidden);
        (self.negative, self.forbidden) = (true, !self.forbidden);
        let what = self.required(node);
        (self.negative, self.forbidden) = outer;
        what
    }

    /// The words of `text`, which is often asked for again.
    fn tokens(&self, text: &str) -> Rc<[Token]> {
        let mut known = self.tokens.borrow_mut();
        if let Some(tokens) = known.get(text) {
            return Rc::clone(tokens);
        }
        let tokens: Rc<[Token]> = self.analyzer.typed_tokens(text).collect();
        known.insert(text.to_owned(), Rc::clone(&tokens));
        tokens
    }

    /// The same as they are written, without words whose halves stand apart: those have no place in exact forms.
    fn written(&self, text: &str) -> Vec<Token> {
        self.tokens(text).iter().filter(|token| token.apart.is_none()).cloned().collect()
    }

    /// Whether a part is a word that consists of stop words.
    fn is_stop(&self, node: &Node) -> bool {
        match node {
            Node::Word(word) => self.tokens(word).iter().all(|token| token.word.stop_word),
            Node::Boost(node, _) => self.is_stop(node),
            _ => false,
        }
    }

    fn note(&mut self, typed: &str, searched: &str, passages: Option<u64>) {
        let sign = if self.forbidden { "-" } else { "" };
        self.receipt.push(WordReceipt::new(format!("{sign}{typed}"), searched, passages));
    }

    fn clause(&mut self, label: &str, matcher: Matcher, scoring: Scoring, idf: f32, in_title: bool) {
        if !self.negative {
            let label = label.to_owned();
            let (weight, role, of, in_article) = (self.boost, Role::Whole, None, false);
            self.clauses.push(ScoredClause { label, matcher, in_title, weight, idf, scoring, role, of, in_article });
        }
    }
}

/// Whether the parts of an inner list are as good as parts of the outer one: what restricts holds for its own list only.
fn is_flat(clauses: &[Clause]) -> bool {
    clauses.iter().all(|clause| clause.occur == Occur::May && !clause.node.is_filter())
}

fn any(mut parts: Vec<Predicate>) -> Predicate {
    if parts.len() == 1 { parts.remove(0) } else { Predicate::Or(parts) }
}

fn only_negative() -> QueryError {
    QueryError { problem: Problem::OnlyNegative, span: 0..0 }
}

/// Parts of a query that stand for many word forms.
fn expansions(node: &Node) -> usize {
    match node {
        Node::Pattern(_) | Node::Fuzzy(..) => 1,
        Node::In(_, node) | Node::Not(node) | Node::Quoted(node) | Node::Boost(node, _) => expansions(node),
        Node::Near(near) => expansions(&near.left) + expansions(&near.right),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().map(expansions).sum(),
        Node::List(clauses) => clauses.iter().map(|clause| expansions(&clause.node)).sum(),
        Node::Word(_) | Node::Exact(_) | Node::Phrase(_) | Node::Date(_) => 0,
    }
}

#[cfg(test)]
mod tests;
