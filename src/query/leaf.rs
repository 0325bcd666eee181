//! A query that is ready to run, and the words it is scored, marked and explained by.

use tantivy::Term;
use tantivy::query::Query;

/// What will be run.
pub struct Plan {
    /// Finds the passages, and scores them by the words alone.
    pub(crate) query: Box<dyn Query>,
    /// What a hit is scored, explained and marked by.
    pub leaves: Vec<Leaf>,
    /// How each word was read, in the order of the query.
    pub receipt: Vec<WordReceipt>,
    /// Words that were left out because they are too common.
    pub left_out: Vec<String>,
}

/// A word, phrase or prefix that is worth points.
pub struct Leaf {
    /// As typed.
    pub label: String,
    /// How it is found in a text again.
    pub matcher: Matcher,
    /// Whether it stands for the title and not for the text.
    pub in_title: bool,
    pub(crate) query: Box<dyn Query>,
    /// The term, when the leaf is one of the field of terms: the whole article can be asked for it too.
    pub(crate) term: Option<Term>,
}

impl Leaf {
    /// What was searched for it, in words.
    pub fn searched(&self) -> String {
        match &self.matcher {
            Matcher::Term(term) => term.clone(),
            Matcher::Exact(form) => format!("={form}"),
            Matcher::Prefix(prefix) => format!("{prefix}*"),
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
    /// Tokens whose exact form begins so.
    Prefix(String),
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
    /// For a prefix: how many word forms it stands for, and how many of them were searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forms: Option<(usize, usize)>,
}
