//! The receipt of a query: how each of its words was read.

/// How a word of the query was read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct WordReceipt {
    /// The word as typed; negated words with `-`.
    pub typed: String,
    /// Term, exact form or words of the phrase that were searched.
    pub searched: String,
    /// Number of passages that have the word and pass the filters of the query. `None` for phrases and spans, which are not counted
    /// in advance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passages: Option<u64>,
    /// Number of further passages that have the word, but not the source, section or date that the query asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filtered_out: Option<u64>,
    /// Number in the plan of the term that is counted.
    #[serde(skip)]
    pub(crate) term: Option<usize>,
    /// For a pattern or a fuzzy word: number of word forms that fit, and of those that were searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forms: Option<(usize, usize)>,
    /// For a compound: the other ways in which it was found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ways: Vec<Way>,
    /// For a word that is optional: words of the same family, the most common first. Beside other words they score, but less
    /// than the word; they make no hit by themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RelatedWord>,
    /// For a word that was not typed: the word of the query of which it is a synonym of the user's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub synonym_of: Option<String>,
    /// True if the word depends on quotation marks, which are paired by a heuristic.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub heuristic: bool,
    /// For a word that is hardly anywhere: a similar, more frequent one that may be meant, as texts write it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

/// A way in which a compound was found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Way {
    /// `werbung+budget`: all parts in one word; `werbung … budget`: together in several; `budget`: one part alone.
    pub form: String,
    /// Number of passages found in this way and in no better one.
    pub passages: u64,
}

impl Way {
    /// Returns true for one part alone.
    fn is_lone_part(&self) -> bool {
        !self.form.contains(['+', '…'])
    }
}

/// A word of the family of a word of the query.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct RelatedWord {
    /// The word, as texts write it: `Warnung`.
    pub word: String,
    /// Number of passages that have it. They are not among those of the word of the query.
    pub passages: u64,
}

impl WordReceipt {
    /// The receipt of a word and what was searched for it.
    pub(super) fn new(typed: impl Into<String>, searched: impl Into<String>, passages: Option<u64>) -> WordReceipt {
        let (typed, searched) = (typed.into(), searched.into());
        WordReceipt {
            typed,
            searched,
            passages,
            filtered_out: None,
            term: None,
            forms: None,
            ways: Vec::new(),
            related: Vec::new(),
            synonym_of: None,
            heuristic: false,
            suggestion: None,
        }
    }

    /// Returns true if this is a word or phrase of the text that at most `few` passages have. One part of a compound does
    /// not count.
    pub(crate) fn is_hardly_found(&self, few: u64) -> bool {
        let is_plain = self.synonym_of.is_none()
            && self.forms.is_none()
            && !self.typed.contains(':')
            && !self.typed.starts_with(['-', '(']);
        is_plain && self.ways.iter().all(Way::is_lone_part) && self.passages.unwrap_or(0) <= few
    }
}
