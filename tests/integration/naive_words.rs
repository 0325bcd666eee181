//! The words of a passage and where they stand, found by looking at each.

use std::collections::HashSet;

use fundstelle::german::{Analyzer, Token, normalize};
use fundstelle::search::Hit;

/// Words between a title and its text.
const GAP: u32 = 1_000;
/// Words from the head of a compound to the other parts behind it, and between these.
const PARTS_DISTANCE: u32 = 3;

/// A passage and what is known of its article.
pub(crate) struct Passage {
    pub(crate) id: String,
    pub(crate) date: String,
    /// The whole names of source and section.
    pub(crate) names: [String; 2],
    pub(crate) title: Vec<Place>,
    pub(crate) source: Vec<Place>,
    pub(crate) section: Vec<Place>,
    /// Of the first passage with the title before it.
    pub(crate) text: Vec<Place>,
    pub(crate) quoted: Vec<(u32, u32)>,
}

/// A word and where it stands.
pub(crate) struct Place {
    pub(crate) position: u32,
    pub(crate) token: Token,
}

/// The first and last word of something.
pub(crate) type Span = (u32, u32);

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
            names: [hit.source.clone(), hit.section.clone()],
            title: places(&hit.title, 0),
            source: places(&hit.source, 0),
            section: places(&hit.section, 0),
            text,
            quoted,
        }
    }
}

/// The words between German, French and straight quotation marks, for texts that set them well.
pub(crate) fn quotes(text: &str, places: &[Place]) -> Vec<Span> {
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

pub(crate) fn form(word: &str) -> String {
    let mut form = String::new();
    normalize(word, &mut form);
    form
}

/// Whether a word has a term: its own, its second lemma's, that of one of its parts or inner words.
pub(crate) fn has_term(token: &Token, term: &str) -> bool {
    let word = &token.word;
    !word.stop_word
        && (word.term == term
            || word.second.as_deref() == Some(term)
            || word.parts.iter().chain(&word.inner).any(|part| part.terms().any(|other| other == term)))
}

/// Whether a word is a form of one that was typed: it has the term of its first lemma or of its second.
pub(crate) fn meets(token: &Token, typed: &Token) -> bool {
    has_term(token, &typed.word.term) || typed.word.second.as_ref().is_some_and(|second| has_term(token, second))
}

pub(crate) fn where_is(places: &[Place], is: impl Fn(&Token) -> bool) -> Vec<Span> {
    places.iter().filter(|place| is(&place.token)).map(|place| (place.position, place.position)).collect()
}

pub(crate) fn where_form(places: &[Place], is: impl Fn(&str) -> bool) -> Vec<Span> {
    where_is(places, |token| token.apart.is_none() && is(&token.word.exact))
}

/// Whether a word fits a pattern, by trying every way.
pub(crate) fn fits(pattern: &str, word: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == word,
        Some((first, rest)) => word.strip_prefix(first).is_some_and(|after| {
            after.char_indices().map(|(at, _)| at).chain([after.len()]).any(|at| fits(rest, &after[at..]))
        }),
    }
}

pub(crate) fn sequence(places: &[Place], words: &[Token], is: impl Fn(&Token, &Token) -> bool) -> Vec<Span> {
    let Some(first) = words.first() else { return Vec::new() };
    let has =
        |position: u32, word: &Token| places.iter().any(|place| place.position == position && is(&place.token, word));
    let starts: HashSet<u32> = places.iter().map(|place| place.position).collect();
    let at = |start: u32, word: &Token| start + word.position - first.position;
    let starts = starts.into_iter().filter(|start| words.iter().all(|word| has(at(*start, word), word)));
    starts.map(|start| (start, words.last().map_or(start, |word| at(start, word)))).collect()
}

/// Where the parts of a compound are together: side by side, or the last of them before the others.
pub(crate) fn together(places: &[Place], parts: &[String]) -> Vec<Span> {
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
pub(crate) fn close(places: &[Place], terms: &[String], width: u32) -> Vec<Span> {
    let all: Vec<Vec<Span>> = terms.iter().map(|term| where_is(places, |token| has_term(token, term))).collect();
    let starts: HashSet<u32> = all.iter().flatten().map(|(at, _)| *at).collect();
    let has_all =
        |(first, last): &Span| all.iter().all(|spans| spans.iter().any(|(at, _)| (*first..=*last).contains(at)));
    starts.into_iter().filter_map(|start| (start..=start + width).map(|end| (start, end)).find(has_all)).collect()
}
