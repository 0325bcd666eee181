//! A query that is ready to run: which passages match, and the clauses that score, highlight and explain a hit.

use std::time::Instant;

use super::receipt::WordReceipt;
use crate::postings::TermInfo;
use crate::retrieval::{Closeness, Phrase, Predicate};

/// A query that is ready to run.
pub(crate) struct Plan {
    /// Condition that a hit meets.
    pub(crate) predicate: Predicate,
    /// Condition of the hits that must be candidates, whatever they score in the first phase.
    pub(crate) must_include: Option<Predicate>,
    /// Terms, which everything else refers to by their index.
    pub(crate) terms: Vec<TermInfo>,
    /// Clauses that score, explain and highlight a hit, in the order of the query.
    pub(crate) clauses: Vec<ScoredClause>,
    /// Compounds and hyphenated words of the query.
    pub(crate) compounds: Vec<Compound>,
    /// How each word was read, in the order of the query.
    pub(crate) receipt: Vec<WordReceipt>,
    /// Words of the query whose families the receipt tells.
    pub(crate) related_to: Vec<RelatedTo>,
    /// Words that were left out because they are too common.
    pub(crate) left_out: Vec<String>,
    /// Plan of the filters by source, section and date, for the receipt; `None` if there are none.
    pub(crate) filters: Option<Box<Plan>>,
    /// Time limit of the query.
    pub(crate) deadline: Option<Instant>,
}

/// A word, phrase or pattern that scores, or what is highlighted of several words together.
pub(crate) struct ScoredClause {
    /// The word, phrase or pattern as typed; of a part, the word it stands for.
    pub(crate) label: String,
    /// Finds the clause in a text.
    pub(crate) matcher: Matcher,
    /// True if what the matcher finds is highlighted. The words of a span and the parts of a compound are highlighted by
    /// another clause, where they belong together.
    pub(crate) highlights: bool,
    /// True for a clause of the title, not of the text.
    pub(crate) in_title: bool,
    /// Factor of the score.
    pub(crate) weight: f32,
    /// Relation of the clause to the word it stands for.
    pub(crate) role: Role,
    /// For a part, a relative, a second lemma or the form as typed: number of the clause of the whole word.
    pub(crate) parent: Option<usize>,
    /// Inverse document frequency; of a phrase or window, the sum over its words.
    pub(crate) idf: f32,
    /// Basis of the score.
    pub(crate) scoring: Scoring,
    /// True if the frequency in the whole article scores, too.
    pub(crate) in_article: bool,
}

/// Basis of a clause's score. Numbers are indices into the plan's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scoring {
    /// BM25 of a term, or of a pair of words.
    Term(usize),
    /// BM25 of a phrase.
    Phrase(Phrase),
    /// The idf, in every passage with the term.
    Constant(usize),
    /// Nothing: the clause only highlights.
    None,
    /// The idf if all terms are at one position, falling to half of it at this width of the smallest window, and no
    /// score beyond.
    Window(Vec<usize>, u32),
}

/// Relation of a clause to the word it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The word, in any inflection and spelling. With a parent: its second lemma.
    Whole,
    /// A part of the word, which alone is a poor answer.
    Part,
    /// All parts of the word, close together.
    Together,
    /// The form as typed.
    Typed,
    /// Two words of the query that are side by side, as typed.
    Neighbours,
    /// A word of the family of the word, which never makes a hit by itself.
    Related,
}

/// Numbers of the clauses whose word makes a relative superfluous: its word, or the part and its whole.
pub(crate) fn words_of_relative(clauses: &[ScoredClause], relative: &ScoredClause) -> impl Iterator<Item = usize> {
    let word = relative.parent;
    let whole = word.map(|word| &clauses[word]).filter(|word| word.role == Role::Part).and_then(|part| part.parent);
    word.into_iter().chain(whole)
}

/// A word of the query whose relatives count beside it.
pub(crate) struct RelatedTo {
    /// The word as typed.
    pub(crate) word: String,
    /// Term of the word.
    pub(crate) term: String,
}

/// A word of the query that is made of several.
pub(crate) struct Compound {
    /// The word as typed.
    pub(crate) word: String,
    /// The parts in words.
    pub(crate) labels: Vec<String>,
    /// Terms of the parts, as indices into the plan's terms.
    pub(crate) parts: Vec<usize>,
    /// Term of the word itself.
    pub(crate) whole: Option<usize>,
    /// Passages that have all parts together, which stand for the word.
    pub(crate) together: Predicate,
}

/// Finds a scored clause in the tokens of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Matcher {
    /// Tokens with this term.
    Term(String),
    /// Tokens with this exact form.
    Exact(String),
    /// Tokens with these terms or exact forms, at these distances from the first.
    Sequence {
        /// True if the forms are exact forms.
        exact: bool,
        /// Distance from the first in positions, and form.
        forms: Vec<(u32, String)>,
    },
    /// Tokens with one of these exact forms.
    Forms {
        /// The pattern that was searched: `spion*`.
        searched: String,
        /// Exact forms in alphabetical order.
        forms: Vec<String>,
    },
    /// Matches of any of these.
    Any(Vec<Matcher>),
    /// Matches of the first of these that has any.
    FirstOf(Vec<Matcher>),
    /// Matches of the parts of a compound by themselves. A part is looked for in the words that have the most of the
    /// parts: beside *Mehrwertsteuer*, the *mehr* of `Mehrwertsteuererhöhung` is no match.
    Parts(Vec<Matcher>),
    /// Matches of all of these, in a window of at most this many positions from the first to the last.
    Window(Vec<Matcher>, u32),
    /// Matches of two matchers close together.
    Near(Box<NearMatcher>),
    /// Matches between quotation marks.
    Quoted(Box<Matcher>),
    /// Nothing: other clauses highlight the same words.
    None,
}

/// Two matchers whose matches must be close together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NearMatcher {
    pub(crate) left: Matcher,
    pub(crate) right: Matcher,
    pub(crate) closeness: Closeness,
}

impl ScoredClause {
    /// A clause of weight 1 for a whole word of the text, which scores by the passage alone.
    pub(super) fn new(label: impl Into<String>, matcher: Matcher, scoring: Scoring, idf: f32) -> ScoredClause {
        ScoredClause {
            label: label.into(),
            matcher,
            highlights: true,
            in_title: false,
            weight: 1.0,
            role: Role::Whole,
            parent: None,
            idf,
            scoring,
            in_article: false,
        }
    }

    pub(super) fn with_weight(self, weight: f32) -> ScoredClause {
        ScoredClause { weight, ..self }
    }

    pub(super) fn with_role(self, role: Role) -> ScoredClause {
        ScoredClause { role, ..self }
    }

    pub(super) fn with_parent(self, parent: Option<usize>) -> ScoredClause {
        ScoredClause { parent, ..self }
    }

    pub(super) fn for_title(self, in_title: bool) -> ScoredClause {
        ScoredClause { in_title, ..self }
    }

    pub(super) fn for_article(self) -> ScoredClause {
        ScoredClause { in_article: true, ..self }
    }

    /// Returns true for the second lemma of a word.
    pub(crate) fn is_second_lemma(&self) -> bool {
        self.role == Role::Whole && self.parent.is_some()
    }

    /// Returns what was searched, in words: the term, the exact form, the words of the phrase; never an empty string. A clause
    /// that searches several things, or that another clause marks, goes by its label.
    pub(crate) fn searched(&self) -> String {
        match &self.matcher {
            Matcher::Term(term) => term.clone(),
            Matcher::Exact(form) => format!("={form}"),
            Matcher::Forms { searched, .. } => searched.clone(),
            Matcher::None | Matcher::Any(_) | Matcher::FirstOf(_) | Matcher::Parts(_) | Matcher::Window(..) => {
                self.label.strip_prefix('~').unwrap_or(&self.label).to_owned()
            }
            Matcher::Near(_) | Matcher::Quoted(_) => self.label.clone(),
            Matcher::Sequence { forms, .. } => {
                let words: Vec<&str> = forms.iter().map(|(_, form)| form.as_str()).collect();
                format!("\"{}\"", words.join(" "))
            }
        }
    }
}
