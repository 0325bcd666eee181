//! The query language as one would write it down: every passage looked at word by word, no index.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use fundstelle::german::{Analyzer, Token};
use fundstelle::query::{Clause, Node, Occur, TextField};

use crate::naive_words::{Passage, Place, Span, fits, form, has_term, meets, sequence, together, where_form, where_is};

/// Whether a part holds nothing but fields that restrict.
fn restricts(node: &Node) -> bool {
    match node {
        Node::In(..) | Node::Date(_) => true,
        Node::Boost(node, _) => restricts(node),
        Node::And(nodes) | Node::Or(nodes) | Node::SameArticle(nodes) => {
            nodes.iter().filter(|node| restricts(node)).count() == nodes.len()
        }
        Node::List(clauses) => clauses.iter().filter(|clause| restricts(&clause.node)).count() == clauses.len(),
        _ => false,
    }
}

/// The words of a query, in order.
fn words_of<'n>(node: &'n Node, words: &mut Vec<&'n String>) {
    match node {
        Node::Word(word) => words.push(word),
        Node::And(nodes) | Node::Or(nodes) | Node::SameArticle(nodes) => {
            nodes.iter().for_each(|node| words_of(node, words));
        }
        Node::List(clauses) => clauses.iter().for_each(|clause| words_of(&clause.node, words)),
        Node::Boost(node, _) | Node::Quoted(node) | Node::Not(node) => words_of(node, words),
        Node::Near(near) => [&near.left, &near.right].into_iter().for_each(|node| words_of(node, words)),
        _ => {}
    }
}

pub(crate) struct Naive<'a> {
    analyzer: &'a Analyzer,
    /// The words of what was typed, which are asked for at each passage.
    typed: RefCell<HashMap<String, Rc<[Token]>>>,
    /// Terms of all words that are no stop words where they stand.
    terms: HashSet<String>,
    /// Words of the query at hand that are stop words elsewhere and names in it.
    names: RefCell<HashSet<String>>,
    /// Words of it whose capital tells nothing.
    heads: RefCell<HashSet<String>>,
}

impl<'a> Naive<'a> {
    pub(crate) fn new(analyzer: &'a Analyzer, passages: &[Passage]) -> Naive<'a> {
        let words = passages.iter().flat_map(|passage| &passage.text).map(|place| &place.token.word);
        let words = words.filter(|word| !word.stop_word);
        let terms = words.flat_map(|word| std::iter::once(&word.term).chain(&word.others)).cloned().collect();
        Naive { analyzer, typed: RefCell::default(), terms, names: RefCell::default(), heads: RefCell::default() }
    }

    /// Turns to a query. A stop word with a capital after another word is a name, if it is one in any passage.
    pub(crate) fn turn_to(&self, query: &Node) {
        self.typed.borrow_mut().clear();
        let mut words = Vec::new();
        words_of(query, &mut words);
        let is_name = |word: &&String| {
            word.starts_with(char::is_uppercase)
                && self.analyzer.typed_tokens(word).all(|token| {
                    let is_capital = self.analyzer.tokens(&format!("im {word}")).nth(1);
                    is_capital.is_some_and(|as_name| !as_name.word.stop_word) && self.terms.contains(&token.word.term)
                })
        };
        let names = words.iter().skip(1).copied().filter(is_name).cloned().collect();
        self.names.replace(names);
        let is_lower = |word: &&String| word.starts_with(char::is_lowercase);
        let is_upper = |word: &&String| word.starts_with(char::is_uppercase);
        let is_none_of_a_noun = |word: &&String| {
            self.analyzer.is_hardly_noun(word)
                && !["Bin", "Man", "Waren", "Weg", "Weil", "Will"].contains(&word.as_str())
        };
        let heads: HashSet<String> = match words.split_first() {
            Some((first, others)) if others.iter().any(is_lower) => HashSet::from([(*first).clone()]),
            Some((_, others)) if words.iter().all(is_upper) && others.iter().any(is_none_of_a_noun) => {
                words.iter().map(|word| (*word).clone()).collect()
            }
            _ => HashSet::new(),
        };
        self.heads.replace(heads);
    }

    fn typed(&self, text: &str) -> Rc<[Token]> {
        let is_name = self.names.borrow().contains(text);
        let named = |mut token: Token| {
            Arc::make_mut(&mut token.word).stop_word &= !is_name;
            token
        };
        let tokens = || match self.heads.borrow().contains(text) {
            true => self.analyzer.head_tokens(text),
            false => self.analyzer.typed_tokens(text),
        };
        let analyzed = || tokens().filter(|token| token.apart.is_none()).map(named).collect();
        Rc::clone(self.typed.borrow_mut().entry(text.to_owned()).or_insert_with(analyzed))
    }

    fn is_stop(&self, node: &Node) -> bool {
        match node {
            Node::Word(word) => self.typed(word).iter().all(|token| token.word.stop_word),
            Node::Boost(node, _) => self.is_stop(node),
            _ => false,
        }
    }

    /// Whether a passage is a hit of a whole query.
    pub(crate) fn is_hit(&self, query: &Node, passage: &Passage) -> bool {
        match query {
            Node::List(clauses) => self.list(clauses, passage),
            node => self.list(&[Clause { occur: Occur::May, node: node.clone() }], passage),
        }
    }

    /// Whether an article, of which these are the passages, is found if conditions hold for it as a whole.
    pub(crate) fn is_article_hit(&self, query: &Node, article: &[&Passage]) -> bool {
        match query {
            Node::Word(_) => article.iter().any(|passage| self.may_be(query, passage)),
            node => self.is_true_of_article(node, article),
        }
    }

    fn is_true_of_article(&self, node: &Node, article: &[&Passage]) -> bool {
        let is_true = |node: &Node| self.is_true_of_article(node, article);
        match node {
            Node::And(nodes) | Node::SameArticle(nodes) => nodes.iter().all(is_true),
            Node::Or(nodes) => nodes.iter().any(is_true),
            Node::Not(node) => !is_true(node),
            Node::Boost(node, _) => is_true(node),
            Node::List(clauses) => {
                let of = |occur: Occur| clauses.iter().filter(move |clause| clause.occur == occur);
                let demands = of(Occur::Must).next().is_some();
                let (filters, mut words): (Vec<&Clause>, Vec<&Clause>) =
                    of(Occur::May).partition(|clause| restricts(&clause.node));
                let is_word = |clause: &Clause| !restricts(&clause.node) && !self.is_stop(&clause.node);
                if of(Occur::May).chain(of(Occur::Must)).any(is_word) {
                    words.retain(|clause| is_word(clause));
                }
                let is_there = |clause: &&Clause| match &clause.node {
                    Node::Word(_) => article.iter().any(|passage| self.may_be(&clause.node, passage)),
                    node => is_true(node),
                };
                of(Occur::Must).chain(filters).all(|clause| is_true(&clause.node))
                    && !of(Occur::MustNot).any(|clause| is_true(&clause.node))
                    && (demands || words.is_empty() || words.iter().any(is_there))
            }
            leaf => article.iter().any(|passage| self.is_true(leaf, passage)),
        }
    }

    fn is_true(&self, node: &Node, passage: &Passage) -> bool {
        match node {
            Node::And(nodes) => nodes.iter().all(|node| self.is_true(node, passage)),
            Node::Or(nodes) => nodes.iter().any(|node| self.is_true(node, passage)),
            Node::Not(node) => !self.is_true(node, passage),
            Node::Boost(node, _) => self.is_true(node, passage),
            Node::Date(range) => {
                let date: jiff::civil::Date = passage.date.parse().unwrap();
                range.first.is_none_or(|first| first <= date) && range.last.is_none_or(|last| date <= last)
            }
            Node::In(field, node) => self.in_field(*field, node, passage),
            Node::List(clauses) => self.list(clauses, passage),
            node => !self.spans(node, passage).is_empty(),
        }
    }

    fn list(&self, clauses: &[Clause], passage: &Passage) -> bool {
        let is_word = |clause: &&Clause| clause.occur == Occur::May && !restricts(&clause.node);
        let demands = clauses.iter().any(|clause| clause.occur == Occur::Must);
        let keeps = |clause: &&Clause| {
            clause.occur != Occur::MustNot && !restricts(&clause.node) && !self.is_stop(&clause.node)
        };
        let has_words = clauses.iter().any(|clause| keeps(&clause));
        let must = clauses
            .iter()
            .filter(|clause| clause.occur == Occur::Must || clause.occur == Occur::May && restricts(&clause.node));
        let must_not = clauses.iter().filter(|clause| clause.occur == Occur::MustNot);
        let may: Vec<&Clause> =
            clauses.iter().filter(is_word).filter(|clause| !has_words || !self.is_stop(&clause.node)).collect();
        must.clone().all(|clause| self.is_true(&clause.node, passage))
            && !must_not.clone().any(|clause| self.is_true(&clause.node, passage))
            && (demands || may.is_empty() || may.iter().any(|clause| self.may_be(&clause.node, passage)))
    }

    /// A part that may be there: a word also by one of its parts.
    fn may_be(&self, node: &Node, passage: &Passage) -> bool {
        match node {
            Node::Word(word) => {
                let tokens = self.typed(word);
                let all_stop = tokens.iter().all(|token| token.word.stop_word);
                tokens
                    .iter()
                    .filter(|token| all_stop || !token.word.stop_word)
                    .any(|token| !self.token(token, passage).is_empty())
                    || self
                        .parts(&tokens)
                        .iter()
                        .any(|term| !where_is(&passage.text, |token| has_term(token, term)).is_empty())
            }
            Node::Boost(node, _) => self.may_be(node, passage),
            Node::List(clauses) => {
                let is_loose = |clause: &Clause| clause.occur == Occur::May && !restricts(&clause.node);
                match clauses.iter().all(is_loose) {
                    true => clauses.iter().any(|clause| self.may_be(&clause.node, passage)),
                    false => self.list(clauses, passage),
                }
            }
            node => self.is_true(node, passage),
        }
    }

    fn token(&self, token: &Token, passage: &Passage) -> Vec<Span> {
        match token.word.stop_word {
            true => where_form(&passage.text, |form| form == token.word.exact),
            false => where_is(&passage.text, |other| meets(other, token)),
        }
    }

    /// The terms a word is made of, when there are two or more.
    fn parts(&self, tokens: &[Token]) -> Vec<String> {
        let mut parts = Vec::new();
        for token in tokens.iter().filter(|token| token.span == 1) {
            if token.word.parts.is_empty() && tokens.len() > 1 {
                parts.push(token.word.term.clone());
            }
            parts.extend(token.word.parts.iter().map(|part| part.noun.as_ref().unwrap_or(&part.term).clone()));
        }
        if parts.len() > 1 { parts } else { Vec::new() }
    }

    fn in_field(&self, field: TextField, node: &Node, passage: &Passage) -> bool {
        let places = match field {
            TextField::Title => &passage.title,
            TextField::Source => &passage.source,
            TextField::Section => &passage.section,
        };
        match node {
            Node::Word(word) if field == TextField::Title => {
                let tokens = self.typed(word);
                match &*tokens {
                    [token] if !token.word.stop_word => !where_is(places, |other| meets(other, token)).is_empty(),
                    _ => !self.phrase(word, places).is_empty(),
                }
            }
            Node::Exact(name) if field == TextField::Source => passage.names[0] == *name,
            Node::Exact(name) if field == TextField::Section => passage.names[1] == *name,
            Node::Word(text) | Node::Exact(text) | Node::Phrase(text) => !self.phrase(text, places).is_empty(),
            node => !self.forms(node, places).is_empty(),
        }
    }

    fn forms(&self, node: &Node, places: &[Place]) -> Vec<Span> {
        match node {
            Node::Pattern(pattern) => {
                let pattern = form(&pattern.to_string());
                where_form(places, |word| fits(&pattern, word))
            }
            Node::Fuzzy(typed, edits) => {
                let (typed, edits) = (form(typed), usize::from(*edits));
                let near = |word: &str| typed.len().abs_diff(word.len()) <= 4 * edits;
                where_form(places, |word| near(word) && strsim::osa_distance(&typed, word) <= edits)
            }
            _ => panic!("{node} stands for no word forms"),
        }
    }

    fn phrase(&self, text: &str, places: &[Place]) -> Vec<Span> {
        let words: Vec<Token> = self.typed(text).iter().filter(|token| token.span == 1).cloned().collect();
        sequence(places, &words, |token, other| token.apart.is_none() && token.word.exact == other.word.exact)
    }

    /// Where a part stands; all of a compound's parts close together are the compound.
    fn spans(&self, node: &Node, passage: &Passage) -> Vec<Span> {
        let text = &passage.text;
        match node {
            Node::Word(word) => {
                let tokens = self.typed(word);
                let (joint, pieces): (Vec<Token>, Vec<Token>) =
                    tokens.iter().cloned().partition(|token| token.span > 1);
                let mut spans: Vec<Span> = joint.iter().flat_map(|token| self.token(token, passage)).collect();
                match pieces.as_slice() {
                    [] => {}
                    [token] => spans.extend(self.token(token, passage)),
                    pieces if pieces.iter().any(|token| token.word.stop_word) => spans.extend(self.phrase(word, text)),
                    pieces => spans.extend(sequence(text, pieces, |token, other| has_term(token, &other.word.term))),
                }
                let parts = self.parts(&tokens);
                if !parts.is_empty() && tokens.iter().all(|token| !token.word.stop_word) {
                    spans.extend(together(text, &parts));
                }
                spans
            }
            Node::Exact(word) => {
                let tokens = self.typed(word);
                match &*tokens {
                    [first, rest @ ..] if first.span > 1 || rest.is_empty() => {
                        where_form(text, |form| form == first.word.exact)
                    }
                    _ => self.phrase(word, text),
                }
            }
            Node::Phrase(words) => self.phrase(words, text),
            Node::Pattern(_) | Node::Fuzzy(..) => self.forms(node, text),
            Node::Boost(node, _) => self.spans(node, passage),
            Node::Or(nodes) => nodes.iter().flat_map(|node| self.spans(node, passage)).collect(),
            Node::List(clauses) => clauses.iter().flat_map(|clause| self.spans(&clause.node, passage)).collect(),
            Node::Quoted(node) => {
                let mut spans = self.spans(node, passage);
                spans.retain(|span| passage.quoted.iter().any(|(first, last)| *first <= span.0 && span.1 <= *last));
                spans
            }
            Node::Near(near) => {
                let (left, right) = (self.spans(&near.left, passage), self.spans(&near.right, passage));
                let mut spans = HashSet::new();
                for a in &left {
                    for b in &right {
                        let behind = |a: &Span, b: &Span| b.0 > a.1 && b.0 - a.1 <= near.width;
                        if behind(a, b) || !near.ordered && (behind(b, a) || a.0 <= b.1 && b.0 <= a.1) {
                            spans.insert((a.0.min(b.0), a.1.max(b.1)));
                        }
                    }
                }
                spans.into_iter().collect()
            }
            // No query as typed has them.
            Node::Whole(_) | Node::Widened(..) => Vec::new(),
            Node::In(..) | Node::Date(_) | Node::And(_) | Node::Not(_) | Node::SameArticle(_) => {
                panic!("{node} has no places")
            }
        }
    }
}
