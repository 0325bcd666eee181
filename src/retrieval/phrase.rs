//! Terms one after the other.

/// Terms at fixed distances in a passage. Numbers are indices into the plan's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Terms with their distances from the first word, in positions. The rarest comes first: its positions are read first.
    pub(crate) words: Vec<(usize, u32)>,
    /// Terms that occur in a passage at least as often as the phrase: pairs of its words, and words that are in none of these.
    /// The rarest comes first. Positions are read only in passages that have them all.
    pub(crate) required: Vec<usize>,
}

impl Phrase {
    /// A phrase of `words`, the rarest first, all of which are required.
    pub(crate) fn new(words: Vec<(usize, u32)>) -> Phrase {
        Phrase { required: words.iter().map(|(term, _)| *term).collect(), words }
    }
}
