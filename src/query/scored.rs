//! A query that is ready to run, and the words it is scored, marked and explained by.

use std::time::Instant;

use crate::postings::TermInfo;
use crate::retrieval::{Closeness, Predicate};

/// What will be run.
pub struct Plan {
    /// Which passages are hits.
    pub(crate) predicate: Predicate,
    /// Hits that must be among the candidates, whatever their words score.
    pub(crate) must_include: Option<Predicate>,
    /// What is known of the terms that all the rest refers to by number.
    pub(crate) terms: Vec<TermInfo>,
    /// What a hit is scored, explained and marked by.
    pub clauses: Vec<ScoredClause>,
    /// The compounds among its words.
    pub(crate) compounds: Vec<Compound>,
    /// How each word was read, in the order of the query.
    pub receipt: Vec<WordReceipt>,
    /// Words that were left out because they are too common.
    pub left_out: Vec<String>,
    /// When the query must be done.
    pub(crate) deadline: Option<Instant>,
}

/// A word, phrase or pattern that is worth points, or what is marked of several.
pub struct ScoredClause {
    /// As typed.
    pub label: String,
    /// How it is found in a text again.
    pub matcher: Matcher,
    /// Whether it stands for the title and not for the text.
    pub in_title: bool,
    /// What it counts beside others.
    pub(crate) weight: f32,
    pub(crate) role: Role,
    /// Of a part or the form as typed: the leaf of the whole word.
    pub(crate) of: Option<usize>,
    /// How rare it is: the idf, of a phrase the sum over its words.
    pub(crate) idf: f32,
    pub(crate) scoring: Scoring,
    /// Whether the whole article is asked for it too: for terms of the text.
    pub(crate) in_article: bool,
}

/// What a leaf's score is computed from. Numbers are those of the plan's lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scoring {
    /// BM25 of a term.
    Term(usize),
    /// BM25 of terms at these distances from the first.
    Phrase(Vec<(usize, u32)>),
    /// Its rarity, wherever it stands.
    Constant(usize),
    /// Nothing: it only says what is marked.
    None,
    /// Its rarity where these stand side by side, and less the further apart they are, down to half at this many words.
    Window(Vec<usize>, u32),
}

/// What a leaf is to the word it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The word, in any inflection and spelling.
    Whole,
    /// A part of it: alone it is no answer.
    Part,
    /// All its parts, close together.
    Together,
    /// The form as typed.
    Typed,
}

/// A word of the query that is made of several.
pub(crate) struct Compound {
    /// As typed.
    pub(crate) word: String,
    /// Its parts in words.
    pub(crate) labels: Vec<String>,
    /// The lists of its parts.
    pub(crate) parts: Vec<usize>,
    /// Its own.
    pub(crate) whole: Option<usize>,
    /// Words from the first part to the last, at most.
    pub(crate) width: u32,
}

impl ScoredClause {
    /// What was searched for it, in words.
    pub fn searched(&self) -> String {
        match &self.matcher {
            Matcher::Term(term) => term.clone(),
            Matcher::Exact(form) => format!("={form}"),
            Matcher::Forms { searched, .. } => searched.clone(),
            Matcher::None | Matcher::Any(_) | Matcher::Window(..) => String::new(),
            Matcher::Near(_) | Matcher::Quoted(_) => self.label.clone(),
            Matcher::Sequence { forms, .. } => {
                let words: Vec<&str> = forms.iter().map(|(_, form)| form.as_str()).collect();
                format!("\"{}\"", words.join(" "))
            }
        }
    }
}

/// How a leaf is found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matcher {
    /// Tokens with this term.
    Term(String),
    /// Tokens with this exact form.
    Exact(String),
    /// Tokens with these terms or exact forms, at these distances from the first.
    Sequence {
        /// Whether the forms are exact forms.
        exact: bool,
        /// Distance in words from the first, and form.
        forms: Vec<(u32, String)>,
    },
    /// Tokens with one of these exact forms.
    Forms {
        /// What they were searched by: `spion*`.
        searched: String,
        /// In the order of the alphabet.
        forms: Vec<String>,
    },
    /// What one of these finds.
    Any(Vec<Matcher>),
    /// What all of these find, so many words from the first to the last at most.
    Window(Vec<Matcher>, u32),
    /// What two find close together.
    Near(Box<NearMatcher>),
    /// What it finds between quotation marks.
    Quoted(Box<Matcher>),
    /// Nothing that other leaves do not find.
    None,
}

/// Two matchers, and how close together what they find must stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMatcher {
    pub(crate) left: Matcher,
    pub(crate) right: Matcher,
    pub(crate) closeness: Closeness,
}

/// How a word of the query was read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct WordReceipt {
    /// As typed.
    pub typed: String,
    /// What was searched: the term, the exact form, the words of the phrase.
    pub searched: String,
    /// Passages that have it; absent for phrases, which are not counted beforehand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passages: Option<u64>,
    /// For a pattern or a word with other letters: how many word forms it stands for, and how many of them were searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forms: Option<(usize, usize)>,
    /// For a compound: the other ways in which it was found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ways: Vec<Way>,
    /// Whether it depends on quotation marks, which are read by a rule of thumb.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub heuristic: bool,
    /// Where nearly nothing was found: a word of the index that may be meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

impl WordReceipt {
    /// A word, and what was searched for it.
    pub(crate) fn new(typed: impl Into<String>, searched: impl Into<String>, passages: Option<u64>) -> WordReceipt {
        let (typed, searched) = (typed.into(), searched.into());
        WordReceipt { typed, searched, passages, forms: None, ways: Vec::new(), heuristic: false, suggestion: None }
    }

    /// Whether it is a word or phrase of the text that at most `few` passages have, in whatever way.
    pub(crate) fn is_hardly_found(&self, few: u64) -> bool {
        let is_plain = self.forms.is_none() && !self.typed.contains(':') && !self.typed.starts_with(['-', '(']);
        is_plain && self.ways.is_empty() && self.passages.unwrap_or(0) <= few
    }
}

/// A way in which a compound was found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Way {
    /// `werbung+budget`: all parts in one word; `werbung … budget`: close together; `budget`: one part alone.
    pub form: String,
    /// Passages found so, and no better way.
    pub passages: u64,
}
