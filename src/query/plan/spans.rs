//! Words that must stand near one another or between quotation marks.

use super::Planner;
use super::context::Context;
use crate::Error;
use crate::german::{QUOTE, UNQUOTE};
use crate::query::error::{Problem, QueryError};
use crate::query::scored::{Matcher, NearMatcher, Role, ScoredClause, Scoring};
use crate::query::syntax::{Near, Node, Occur};
use crate::retrieval::{Closeness, Predicate, SpanNear, SpanQuery};

/// A query for spans, and the matcher that finds the same spans in a text.
struct PlannedSpans {
    query: SpanQuery,
    matcher: Matcher,
}

impl Planner<'_> {
    /// Passages that have spans of `node`. Its words score wherever they stand, but are highlighted in the spans only.
    pub(super) fn spans(&mut self, node: &Node, ctx: Context) -> Result<Predicate, Error> {
        let before = self.clauses.len();
        let PlannedSpans { query, matcher } = self.span_query(node, ctx.within_span())?;
        self.clauses[before..].iter_mut().for_each(|clause| clause.highlights = false);
        let label = node.to_string();
        self.push_receipt(&label, &label, None, ctx).heuristic = matches!(node, Node::Quoted(_));
        let clause = ScoredClause::new(label, matcher, Scoring::None, 0.0);
        self.push_clause(clause.with_role(Role::Together).with_weight(0.0), ctx);
        let approximation = query.approximation();
        Ok(Predicate::Spans(query, Box::new(approximation)))
    }

    fn span_query(&mut self, node: &Node, ctx: Context) -> Result<PlannedSpans, Error> {
        match node {
            Node::Near(near) => self.span_near(near, ctx),
            Node::Quoted(node) => self.span_quoted(node, ctx),
            Node::Or(nodes) => PlannedSpans::any_of(nodes.iter().map(|node| self.span_query(node, ctx))),
            Node::List(clauses) if clauses.iter().all(|clause| clause.occur == Occur::May) => {
                PlannedSpans::any_of(clauses.iter().map(|clause| self.span_query(&clause.node, ctx)))
            }
            Node::Boost(node, boost) => self.span_query(node, ctx.boosted(*boost)),
            Node::Widened(node, by) => {
                let typed = self.span_query(node, ctx)?;
                let synonyms = self.synonyms(node, by, ctx)?;
                let synonyms = synonyms.iter().map(|synonym| self.spans_of(synonym));
                PlannedSpans::any_of(std::iter::once(Ok(typed)).chain(synonyms))
            }
            Node::Word(_) | Node::Whole(_) | Node::Exact(_) | Node::Phrase(_) | Node::Pattern(_) | Node::Fuzzy(..) => {
                let predicate = self.required(node, ctx)?;
                self.spans_of(&predicate)
            }
            // The parser refuses such nodes; a tree that a program has built may have them.
            Node::List(_) | Node::In(..) | Node::Date(_) | Node::And(_) | Node::Not(_) | Node::SameArticle(_) => {
                Err(QueryError { problem: Problem::NoSpans, span: 0..0 }.into())
            }
        }
    }

    fn span_near(&mut self, near: &Near, ctx: Context) -> Result<PlannedSpans, Error> {
        let left = self.span_query(&near.left, ctx)?;
        let right = self.span_query(&near.right, ctx)?;
        let may_overlap = !left.query.shares_term(&right.query);
        let closeness = Closeness { width: near.width, ordered: near.ordered, may_overlap };
        let query = SpanNear { left: left.query, right: right.query, closeness };
        let matcher = NearMatcher { left: left.matcher, right: right.matcher, closeness };
        Ok(PlannedSpans { query: SpanQuery::Near(Box::new(query)), matcher: Matcher::Near(Box::new(matcher)) })
    }

    fn span_quoted(&mut self, node: &Node, ctx: Context) -> Result<PlannedSpans, Error> {
        let PlannedSpans { query, matcher } = self.span_query(node, ctx)?;
        let begin = self.term_number(self.fields.exact, QUOTE)?;
        let end = self.term_number(self.fields.exact, UNQUOTE)?;
        let query = SpanQuery::Between(Box::new(query), begin, end);
        Ok(PlannedSpans { query, matcher: Matcher::Quoted(Box::new(matcher)) })
    }

    /// The spans of a predicate that one word, phrase or pattern has been planned to.
    fn spans_of(&self, predicate: &Predicate) -> Result<PlannedSpans, Error> {
        let query = span_query_of(predicate)?;
        Ok(PlannedSpans { matcher: self.span_matcher(&query)?, query })
    }

    /// The matcher of a predicate that one word has been planned to.
    pub(super) fn predicate_matcher(&self, predicate: &Predicate) -> Result<Matcher, Error> {
        self.span_matcher(&span_query_of(predicate)?)
    }

    /// The matcher that finds the spans of `query` in a text.
    fn span_matcher(&self, query: &SpanQuery) -> Result<Matcher, Error> {
        Ok(match query {
            SpanQuery::None => Matcher::None,
            SpanQuery::Term(term) => self.matchers[*term].clone(),
            SpanQuery::Phrase(phrase) => self.sequence_matcher(&phrase.words)?,
            SpanQuery::Window(terms, width) => {
                Matcher::Window(terms.iter().map(|term| self.matchers[*term].clone()).collect(), *width)
            }
            SpanQuery::Or(parts) => {
                let matchers = parts.iter().map(|part| self.span_matcher(part));
                Matcher::Any(matchers.collect::<Result<_, Error>>()?)
            }
            SpanQuery::Near(near) => {
                let (left, right) = (self.span_matcher(&near.left)?, self.span_matcher(&near.right)?);
                Matcher::Near(Box::new(NearMatcher { left, right, closeness: near.closeness }))
            }
            SpanQuery::Between(inner, ..) => Matcher::Quoted(Box::new(self.span_matcher(inner)?)),
        })
    }

    /// The matcher of terms, or of exact forms, at these distances from the first.
    fn sequence_matcher(&self, words: &[(usize, u32)]) -> Result<Matcher, Error> {
        let (mut forms, mut exact) = (Vec::new(), false);
        for (term, distance) in words {
            match &self.matchers[*term] {
                Matcher::Term(form) => forms.push((*distance, form.clone())),
                Matcher::Exact(form) => {
                    exact = true;
                    forms.push((*distance, form.clone()));
                }
                other => return Err(bug(&format!("a word of a phrase is matched by {other:?}"))),
            }
        }
        forms.sort_unstable();
        Ok(Matcher::Sequence { exact, forms })
    }
}

impl PlannedSpans {
    fn any_of(alternatives: impl Iterator<Item = Result<PlannedSpans, Error>>) -> Result<PlannedSpans, Error> {
        let (mut queries, mut matchers) = (Vec::new(), Vec::new());
        for alternative in alternatives {
            let PlannedSpans { query, matcher } = alternative?;
            queries.push(query);
            matchers.push(matcher);
        }
        Ok(PlannedSpans { query: SpanQuery::Or(queries), matcher: Matcher::Any(matchers) })
    }
}

/// The span query of a predicate that one word, phrase or pattern has been planned to.
fn span_query_of(predicate: &Predicate) -> Result<SpanQuery, Error> {
    Ok(match predicate {
        Predicate::MatchNone => SpanQuery::None,
        Predicate::Term(term) => SpanQuery::Term(*term),
        Predicate::Phrase(phrase) => SpanQuery::Phrase(phrase.clone()),
        Predicate::Spans(query, _) => query.clone(),
        Predicate::Or(parts) => SpanQuery::Or(parts.iter().map(span_query_of).collect::<Result<_, Error>>()?),
        Predicate::MatchAll
        | Predicate::DateRange(_)
        | Predicate::Name(_)
        | Predicate::And(_)
        | Predicate::InArticle(_)
        | Predicate::AndNot(..) => {
            return Err(bug(&format!("a word is planned to {predicate:?}")));
        }
    })
}

fn bug(what: &str) -> Error {
    debug_assert!(false, "{what}");
    Error::Bug { what: what.to_owned() }
}
