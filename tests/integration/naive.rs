//! The query language as one would write it down: every passage looked at word by word, no index.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use fundstelle::german::{Analyzer, Token, normalize};
use fundstelle::query::{Clause, Node, Occur, TextField};
use fundstelle::search::Hit;

/// Words between a title and its text.
const GAP: u32 = 1_000;
/// Words from the head of a compound to the other parts behind it, and between these.
const PARTS_DISTANCE: u32 = 3;

/// A passage and what is known of its article.
pub(crate) struct Passage {
    pub(crate) id: String,
    date: String,
    title: Vec<Place>,
    source: Vec<Place>,
    section: Vec<Place>,
    /// Of the first passage with the title before it.
    text: Vec<Place>,
    quoted: Vec<(u32, u32)>,
}

/// A word and where it stands.
struct Place {
    position: u32,
    token: Token,
}

/// The first and last word of something.
type Span = (u32, u32);

impl Passage {
    pub(crate) fn new(analyzer: &Analyzer, hit: &Hit) -> Passage {
        let places = |text: &str, before: u32| -> Vec<Place> {
            analyzer.tokens(text).map(|token| Place { position: token.position + before, token }).collect()
        };
        let (mut text, mut quoted, mut before) = (Vec::new(), Vec::new(), 0);
        if hit.id.ends_with("#1") {
            text = places(&hit.title, 0);
            quoted = quotes(&hit.title, &text);
            before = GAP;
        }
        let own = places(&hit.text, before);
        quoted.extend(quotes(&hit.text, &own));
        text.extend(own);
        Passage {
            id: hit.id.clone(),
            date: hit.date.clone(),
            title: places(&hit.title, 0),
            source: places(&hit.source, 0),
            section: places(&hit.section, 0),
            text,
            quoted,
        }
    }
}

/// The words between German, French and straight quotation marks, for texts that set them well.
fn quotes(text: &str, places: &[Place]) -> Vec<Span> {
    let (mut found, mut open) = (Vec::new(), None);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let next = text[at + c.len_utf8()..].chars().next().unwrap_or(' ');
        match (open, c) {
            (Some((start, '„')), '“' | '”') | (Some((start, '»')), '«') | (Some((start, '«')), '»') => {
                found.push((start, at));
                open = None;
            }
            (None, '„') => open = Some((at, c)),
            (None, '»' | '«') if !before.is_alphanumeric() && !next.is_whitespace() => open = Some((at, c)),
            _ => {}
        }
        before = c;
    }
    let inside = |(start, end): (usize, usize)| {
        let words = places.iter().filter(|place| (start..end).contains(&place.token.range.start));
        let positions: Vec<u32> = words.map(|place| place.position).collect();
        Some((*positions.first()?, *positions.last()?))
    };
    found.into_iter().filter_map(inside).collect()
}

/// Whether a part holds nothing but fields that restrict.
fn restricts(node: &Node) -> bool {
    match node {
        Node::In(..) | Node::Date(_) => true,
        Node::Boost(node, _) => restricts(node),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().filter(|node| restricts(node)).count() == nodes.len(),
        Node::List(clauses) => clauses.iter().filter(|clause| restricts(&clause.node)).count() == clauses.len(),
        _ => false,
    }
}

fn form(word: &str) -> String {
    let mut form = String::new();
    normalize(word, &mut form);
    form
}

/// Whether a word has a term: its own, its second lemma's, that of one of its parts or inner words.
fn has_term(token: &Token, term: &str) -> bool {
    let word = &token.word;
    !word.stop_word
        && (word.term == term
            || word.second.as_deref() == Some(term)
            || word.parts.iter().chain(&word.inner).any(|part| part.terms().any(|other| other == term)))
}

/// Whether a word is a form of one that was typed: it has the term of its first lemma or of its second.
fn meets(token: &Token, typed: &Token) -> bool {
    has_term(token, &typed.word.term) || typed.word.second.as_ref().is_some_and(|second| has_term(token, second))
}

fn where_is(places: &[Place], is: impl Fn(&Token) -> bool) -> Vec<Span> {
    places.iter().filter(|place| is(&place.token)).map(|place| (place.position, place.position)).collect()
}

fn where_form(places: &[Place], is: impl Fn(&str) -> bool) -> Vec<Span> {
    where_is(places, |token| token.apart.is_none() && is(&token.word.exact))
}

/// Whether a word fits a pattern, by trying every way.
fn fits(pattern: &str, word: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == word,
        Some((first, rest)) => word.strip_prefix(first).is_some_and(|after| {
            after.char_indices().map(|(at, _)| at).chain([after.len()]).any(|at| fits(rest, &after[at..]))
        }),
    }
}

/// The words of a query, in order.
fn words_of<'n>(node: &'n Node, words: &mut Vec<&'n String>) {
    match node {
        Node::Word(word) => words.push(word),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|node| words_of(node, words)),
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
}

impl<'a> Naive<'a> {
    pub(crate) fn new(analyzer: &'a Analyzer, passages: &[Passage]) -> Naive<'a> {
        let words = passages.iter().flat_map(|passage| &passage.text).map(|place| &place.token.word);
        let words = words.filter(|word| !word.stop_word);
        let terms = words.flat_map(|word| std::iter::once(&word.term).chain(&word.others)).cloned().collect();
        Naive { analyzer, typed: RefCell::default(), terms, names: RefCell::default() }
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
    }

    fn typed(&self, text: &str) -> Rc<[Token]> {
        let is_name = self.names.borrow().contains(text);
        let named = |mut token: Token| {
            Arc::make_mut(&mut token.word).stop_word &= !is_name;
            token
        };
        let analyzed = || self.analyzer.typed_tokens(text).filter(|token| token.apart.is_none()).map(named).collect();
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
            Node::In(..) | Node::Date(_) | Node::And(_) | Node::Not(_) => panic!("{node} has no places"),
        }
    }
}

fn sequence(places: &[Place], words: &[Token], is: impl Fn(&Token, &Token) -> bool) -> Vec<Span> {
    let Some(first) = words.first() else { return Vec::new() };
    let has =
        |position: u32, word: &Token| places.iter().any(|place| place.position == position && is(&place.token, word));
    let starts: HashSet<u32> = places.iter().map(|place| place.position).collect();
    let at = |start: u32, word: &Token| start + word.position - first.position;
    let starts = starts.into_iter().filter(|start| words.iter().all(|word| has(at(*start, word), word)));
    starts.map(|start| (start, words.last().map_or(start, |word| at(start, word)))).collect()
}

/// Where the parts of a compound are together: side by side, or the last of them before the others.
fn together(places: &[Place], parts: &[String]) -> Vec<Span> {
    let (head, others) = parts.split_last().unwrap();
    let mut spans = close(places, parts, others.len() as u32);
    let behind = close(places, others, PARTS_DISTANCE * (others.len() as u32 - 1));
    for (at, _) in where_is(places, |token| has_term(token, head)) {
        let is_near = |span: &&Span| span.0 > at && span.0 - at <= PARTS_DISTANCE;
        spans.extend(behind.iter().filter(is_near).map(|span| (at, span.1)));
    }
    spans
}

/// From each place of a term on, the nearest that has all.
fn close(places: &[Place], terms: &[String], width: u32) -> Vec<Span> {
    let all: Vec<Vec<Span>> = terms.iter().map(|term| where_is(places, |token| has_term(token, term))).collect();
    let starts: HashSet<u32> = all.iter().flatten().map(|(at, _)| *at).collect();
    let has_all =
        |(first, last): &Span| all.iter().all(|spans| spans.iter().any(|(at, _)| (*first..=*last).contains(at)));
    starts.into_iter().filter_map(|start| (start..=start + width).map(|end| (start, end)).find(has_all)).collect()
}
