//! From a query tree to a plan: which passages match, what scores and highlights them, and the receipt.
//!
//! Words side by side become one flat disjunction of terms of one field, which MaxScore can prune; only what the query
//! itself nests is nested. Each term is looked up once and is an index into [`Plan::terms`] from then on.
//!
//! Methods of [`Planner`] that take a node return its [`Predicate`], and push its scored clauses and its receipt on the
//! way, in the order of the query.

mod compounds;
mod conditions;
mod context;
mod exact;
mod fields;
mod names;
mod neighbours;
mod question_words;
mod related;
mod spans;
mod synonyms;
mod terms;
mod words;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::time::Instant;

use tantivy::schema::Field;

use super::error::{Problem, QueryError};
use super::limits::MAX_EXPANSIONS;
use super::receipt::WordReceipt;
use super::scored::{Compound, Matcher, Plan, RelatedTo, Role, ScoredClause};
use super::syntax::{Clause, Node, Occur, Within};
use crate::Error;
use crate::german::{Analyzer, Token};
use crate::index::{Fields, Index, PairRule};
use crate::postings::{Segments, TermInfo};
use crate::retrieval::Predicate;
use conditions::Conditions;
use context::Context;
use question_words::{QUESTION_WORD_WEIGHT, is_question_word};
use related::PendingWord;
pub(crate) use related::related_words;
use words::WordTerm;

/// Plans `node` for hits in order of relevance. Conditions hold within `within`. The plan, and its execution, must be done by
/// `deadline`.
pub(crate) fn plan(
    node: &Node,
    within: Within,
    deadline: Option<Instant>,
    index: &Index,
    segments: &Segments,
) -> Result<Plan, Error> {
    Planner { deadline, ..Planner::new(index, segments, within) }.plan(node)
}

/// Plans `node` for hits that are counted or sorted by date. Nothing ranks last there, so a passage that has only a
/// part of an optional compound does not match.
pub(crate) fn plan_to_count(
    node: &Node,
    within: Within,
    deadline: Option<Instant>,
    index: &Index,
    segments: &Segments,
) -> Result<Plan, Error> {
    Planner { lone_parts_match: false, deadline, ..Planner::new(index, segments, within) }.plan(node)
}

/// Plans a search for any of `terms`, which the index's analyser has made.
pub(crate) fn any_of(
    terms: &[String],
    deadline: Option<Instant>,
    index: &Index,
    segments: &Segments,
) -> Result<Plan, Error> {
    let mut planner = Planner { deadline, ..Planner::new(index, segments, Within::Passage) };
    let mut alternatives = Vec::new();
    for term in terms {
        alternatives.push(planner.term_clause(WordTerm::whole(term, term), Context::ROOT)?);
    }
    Ok(planner.finish(Predicate::Or(alternatives)))
}

/// A flat disjunction under construction.
#[derive(Default)]
struct Disjunction {
    alternatives: Vec<Predicate>,
    /// Terms that are in it already: a word typed twice counts once.
    terms: HashSet<usize>,
}

/// A plan under construction. Numbers of terms are indices into `terms`, numbers of clauses indices into `clauses`.
struct Planner<'a> {
    analyzer: &'a Analyzer,
    fields: Fields,
    pairs: &'a PairRule,
    segments: &'a Segments,
    /// Tokens of the words typed, each analysed once.
    tokens: RefCell<HashMap<String, Rc<[Token]>>>,
    terms: Vec<TermInfo>,
    /// How each term is found in a text, by its number.
    matchers: Vec<Matcher>,
    /// Numbers of the terms looked up so far.
    term_numbers: hashbrown::HashMap<(Field, String), usize>,
    clauses: Vec<ScoredClause>,
    compounds: Vec<Compound>,
    receipt: Vec<WordReceipt>,
    left_out: Vec<String>,
    /// Words whose relatives score.
    related_to: Vec<RelatedTo>,
    /// Words and parts whose relatives are planned last.
    pending: Vec<PendingWord>,
    /// Terms that have a scored clause: a word scores once, however often it is typed.
    scored_terms: HashSet<usize>,
    /// Terms of the words typed; true if the word alone makes a hit. As a part of another word, such a term has no
    /// lower weight.
    typed_terms: HashMap<usize, bool>,
    /// Stop words that were typed like names, and occur as such in the index.
    names: HashSet<String>,
    /// Words that were typed with a capital that tells nothing.
    heads: HashSet<String>,
    /// Most word forms that each pattern of the query may stand for.
    max_forms: usize,
    /// True if a passage that has only a part of an optional compound matches.
    lone_parts_match: bool,
    /// Unit in which conditions hold.
    within: Within,
    /// Number of the next condition that holds in an article.
    next_condition: usize,
    /// Time by which the query must be done.
    deadline: Option<Instant>,
}

impl<'a> Planner<'a> {
    fn new(index: &'a Index, segments: &'a Segments, within: Within) -> Planner<'a> {
        Planner {
            analyzer: index.analyzer(),
            fields: *index.fields(),
            pairs: index.pairs(),
            segments,
            tokens: RefCell::default(),
            terms: Vec::new(),
            matchers: Vec::new(),
            term_numbers: hashbrown::HashMap::new(),
            clauses: Vec::new(),
            compounds: Vec::new(),
            receipt: Vec::new(),
            left_out: Vec::new(),
            related_to: Vec::new(),
            pending: Vec::new(),
            scored_terms: HashSet::new(),
            typed_terms: HashMap::new(),
            names: HashSet::new(),
            heads: HashSet::new(),
            max_forms: MAX_EXPANSIONS,
            deadline: None,
            lone_parts_match: true,
            within,
            next_condition: 0,
        }
    }

    fn plan(mut self, node: &Node) -> Result<Plan, Error> {
        self.max_forms = MAX_EXPANSIONS / expansions(node).max(1);
        let single;
        let clauses = match node {
            Node::List(clauses) => clauses.as_slice(),
            node => {
                single = [Clause { occur: Occur::May, node: node.clone() }];
                &single
            }
        };
        self.collect_names(node)?;
        for Clause { occur, node } in clauses {
            self.collect_typed_terms(node, *occur == Occur::May)?;
        }
        let predicate = self.list(clauses, Context::ROOT)?;
        self.plan_relatives()?;
        self.neighbours(clauses)?;
        Ok(self.finish(predicate))
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
            related_to: self.related_to,
            filters: None,
            deadline: self.deadline,
        }
    }

    /// For a query of one compound: the passages that have the compound or all its parts. They must be candidates,
    /// however common the parts are by themselves.
    fn must_include(&self, predicate: &Predicate) -> Option<Predicate> {
        let [compound] = self.compounds.as_slice() else { return None };
        if self.clauses.iter().filter(|clause| clause.role == Role::Whole).count() != 1 {
            return None;
        }
        let all_parts = self.conjunction(compound.parts.iter().map(|part| Predicate::Term(*part)).collect());
        let best = Predicate::Or(compound.whole.map(Predicate::Term).into_iter().chain([all_parts]).collect());
        // Whatever the query requires beside the compound is required of these, too.
        let is_plain =
            matches!(predicate, Predicate::Or(ways) if ways.iter().all(|way| matches!(way, Predicate::Term(_))));
        Some(if is_plain { best } else { Predicate::And(vec![best, predicate.clone()]) })
    }

    /// Passages that match all of `parts`. The part with the lowest cost comes first: it leads.
    fn conjunction(&self, mut parts: Vec<Predicate>) -> Predicate {
        parts.sort_by_key(|part| part.cost(self.segments.passages(), &|term| self.doc_freq(term)));
        if parts.len() == 1 { parts.remove(0) } else { Predicate::And(parts) }
    }

    /// Passages that match a list.
    fn list(&mut self, clauses: &[Clause], ctx: Context) -> Result<Predicate, Error> {
        let is_word = |clause: &Clause| {
            clause.occur != Occur::MustNot && !clause.node.is_filter() && !self.is_stop_word(&clause.node)
        };
        let has_words = clauses.iter().any(is_word);
        let has_content = clauses.iter().any(|clause| is_word(clause) && !is_question_word(&clause.node));
        let mut conditions = Conditions::default();
        let mut optional = Disjunction::default();
        for Clause { occur, node } in clauses {
            match occur {
                Occur::MustNot => conditions.prohibit(node, self.prohibited(node, ctx)?),
                Occur::Must => conditions.require(node, self.required(node, ctx)?),
                Occur::May if node.is_filter() => conditions.require(node, self.required(node, ctx)?),
                Occur::May if has_words && self.is_stop_word(node) => self.left_out.push(node.to_string()),
                Occur::May if has_content && is_question_word(node) => {
                    self.optional(node, &mut optional, ctx.weighted(QUESTION_WORD_WEIGHT))?;
                }
                Occur::May => self.optional(node, &mut optional, ctx)?,
            }
        }
        if optional.alternatives.is_empty() && conditions.is_negative() {
            return Err(only_negative().into());
        }
        // Beside required clauses, optional ones only add to the score. Filters do not require any word of the text.
        let has_must = clauses.iter().any(|clause| clause.occur == Occur::Must);
        if !optional.alternatives.is_empty() {
            match has_must {
                true => conditions.optional = optional.alternatives,
                false => conditions.require_any(optional.alternatives),
            }
        }
        Ok(self.meeting(conditions, self.within))
    }

    /// Adds an optional node to a flat disjunction.
    fn optional(&mut self, node: &Node, optional: &mut Disjunction, ctx: Context) -> Result<(), Error> {
        match node {
            Node::Word(word) if self.lone_parts_match => self.optional_word(word, optional, ctx)?,
            Node::Widened(node, by) => {
                self.optional(node, optional, ctx)?;
                optional.alternatives.extend(self.synonyms(node, by, ctx)?);
            }
            Node::Or(nodes) => {
                for node in nodes {
                    optional.alternatives.push(self.required(node, ctx)?);
                }
            }
            Node::List(clauses) if is_flat(clauses) => {
                for clause in clauses {
                    self.optional(&clause.node, optional, ctx)?;
                }
            }
            Node::Boost(node, boost) => self.optional(node, optional, ctx.boosted(*boost))?,
            node => optional.alternatives.push(self.required(node, ctx)?),
        }
        Ok(())
    }

    /// Passages that match a node.
    fn required(&mut self, node: &Node, ctx: Context) -> Result<Predicate, Error> {
        match node {
            Node::Word(word) => self.required_word(word, ctx),
            Node::Whole(word) => self.whole_word(word, ctx),
            Node::Widened(node, by) => {
                let typed = self.required(node, ctx)?;
                Ok(disjunction([vec![typed], self.synonyms(node, by, ctx)?].concat()))
            }
            Node::Exact(word) => self.exact_word(word, self.fields.exact, ctx),
            Node::Phrase(text) => self.phrase(text, self.fields.exact, ctx),
            Node::Pattern(pattern) => self.pattern(pattern, self.fields.exact, ctx),
            Node::Fuzzy(word, edits) => self.fuzzy(word, *edits, self.fields.exact, ctx),
            Node::Near(_) | Node::Quoted(_) => self.spans(node, ctx),
            Node::Boost(node, boost) => self.required(node, ctx.boosted(*boost)),
            Node::In(field, node) => self.in_field(*field, node, ctx),
            Node::Date(range) => Ok(self.date(*range, ctx)),
            Node::And(nodes) => self.all_of(nodes, self.within, ctx),
            Node::SameArticle(nodes) => self.all_of(nodes, Within::Article, ctx),
            Node::Or(nodes) => {
                let alternatives = nodes.iter().map(|node| self.required(node, ctx));
                Ok(disjunction(alternatives.collect::<Result<Vec<Predicate>, Error>>()?))
            }
            Node::Not(_) => Err(only_negative().into()),
            Node::List(clauses) => self.list(clauses, ctx),
        }
    }

    /// Passages that match all of `nodes`, some of which may be negations.
    fn all_of(&mut self, nodes: &[Node], within: Within, ctx: Context) -> Result<Predicate, Error> {
        if nodes.iter().all(|node| matches!(node, Node::Not(_))) {
            return Err(only_negative().into());
        }
        let mut conditions = Conditions::default();
        for node in nodes {
            match node {
                Node::Not(node) => conditions.prohibit(node, self.prohibited(node, ctx)?),
                node => conditions.require(node, self.required(node, ctx)?),
            }
        }
        Ok(self.meeting(conditions, within))
    }

    /// Passages that match a negated node: those that are not hits.
    fn prohibited(&mut self, node: &Node, ctx: Context) -> Result<Predicate, Error> {
        self.required(node, ctx.negate())
    }
}

/// Returns true if the clauses of an inner list may join those of the outer one. Filters, `+` and `-` hold within their
/// own list.
fn is_flat(clauses: &[Clause]) -> bool {
    clauses.iter().all(|clause| clause.occur == Occur::May && !clause.node.is_filter())
}

/// Passages that match any of `alternatives`.
fn disjunction(mut alternatives: Vec<Predicate>) -> Predicate {
    if alternatives.len() == 1 { alternatives.remove(0) } else { Predicate::Or(alternatives) }
}

fn only_negative() -> QueryError {
    QueryError { problem: Problem::OnlyNegative, span: 0..0 }
}

/// Number of nodes that stand for many word forms.
fn expansions(node: &Node) -> usize {
    match node {
        Node::Pattern(_) | Node::Fuzzy(..) => 1,
        Node::Widened(node, by) => expansions(node) + by.iter().map(expansions).sum::<usize>(),
        Node::In(_, node) | Node::Not(node) | Node::Quoted(node) | Node::Boost(node, _) => expansions(node),
        Node::Near(near) => expansions(&near.left) + expansions(&near.right),
        Node::And(nodes) | Node::Or(nodes) | Node::SameArticle(nodes) => nodes.iter().map(expansions).sum(),
        Node::List(clauses) => clauses.iter().map(|clause| expansions(&clause.node)).sum(),
        Node::Word(_) | Node::Whole(_) | Node::Exact(_) | Node::Phrase(_) | Node::Date(_) => 0,
    }
}

#[cfg(test)]
mod tests;
