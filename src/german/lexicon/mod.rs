//! How common is a word, and what is it: a noun, a name, something else?
//!
//! Two lists are joined: the one built into the program, and the one learnt from the user's own articles. Each is
//! a finite state map from exact forms to [`Counts`], searched where it lies and never parsed.

mod learn;
mod walk;

use std::sync::Arc;

use fst::raw::Fst;
use tantivy::directory::OwnedBytes;

pub use learn::Learner;
pub(super) use walk::{Walk, inflections};

/// The built-in list: Wikidata's nouns and forms (CC0), with counts from federal laws and parliamentary debates.
/// `fundstelle lexicon build` makes it again; README.md beside it says from what.
const BUILTIN: &[u8] = include_bytes!("builtin.fst");

/// A count c is kept as the level ln(1 + c) / STEP: splitting compares orders of magnitude only.
const STEP: f32 = 0.55;
/// Bits of a level.
const LEVEL_BITS: u32 = 5;
const MOST_LEVEL: u64 = (1 << LEVEL_BITS) - 1;

/// How often a word was met.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Counts {
    /// With a capital, inside a sentence.
    pub noun: f32,
    /// In lower case.
    pub lower: f32,
    /// Met with a capital but hardly ever after an article: a name.
    pub name: bool,
    /// A list of common nouns has it or its basic form.
    pub listed: bool,
}

impl Counts {
    /// More often a noun than a capital at a heading, in a title or a slip of the pen explains.
    pub(super) fn is_noun(&self) -> bool {
        self.listed || (self.noun > 0.0 && self.noun >= self.lower * 0.04)
    }

    /// Used in lower case, too.
    pub(super) fn is_lower(&self) -> bool {
        self.lower > 0.0 && self.lower >= self.noun * 0.02
    }

    /// How often in all.
    pub(super) fn all(&self) -> f32 {
        self.noun + self.lower
    }

    fn pack(self) -> u64 {
        let level = |count: f32| (((1.0 + count).ln() / STEP).round() as u64).min(MOST_LEVEL);
        let flags = u64::from(self.name) | u64::from(self.listed) << 1;
        level(self.noun) | level(self.lower) << LEVEL_BITS | flags << (2 * LEVEL_BITS)
    }

    fn unpack(value: u64) -> Counts {
        let count = |level: u64| ((level & MOST_LEVEL) as f32 * STEP).exp() - 1.0;
        let flags = value >> (2 * LEVEL_BITS);
        let (name, listed) = (flags & 1 == 1, flags & 2 == 2);
        Counts { noun: count(value), lower: count(value >> LEVEL_BITS), name, listed }
    }

    fn join(self, other: Counts) -> Counts {
        // Who saw the word more often knows better whether it is a name.
        let name = if self.noun >= other.noun { self.name } else { other.name };
        let listed = self.listed || other.listed;
        Counts { noun: self.noun + other.noun, lower: self.lower + other.lower, name: name && !listed, listed }
    }
}

/// The words of the built-in list, and those learnt from a collection. Cheap to clone.
#[derive(Clone)]
pub struct Lexicon {
    lists: Vec<Arc<Fst<OwnedBytes>>>,
}

impl Lexicon {
    /// The built-in list alone.
    pub fn builtin() -> Lexicon {
        // A list that cannot be read would be a fault of the build; a test looks at it.
        Lexicon { lists: list(OwnedBytes::new(BUILTIN)).into_iter().collect() }
    }

    /// None at all: no word is known.
    pub fn empty() -> Lexicon {
        Lexicon { lists: Vec::new() }
    }

    /// Joins a learnt list, as [`Learner::finish`] gives it; `None` when these bytes are none, or damaged.
    pub fn with_learnt(mut self, bytes: OwnedBytes) -> Option<Lexicon> {
        let list = list(bytes)?;
        // A damaged one leads anywhere.
        list.verify().ok()?;
        self.lists.push(list);
        Some(self)
    }

    /// What is known of an exact form.
    pub fn counts(&self, exact: &str) -> Counts {
        let found = self.lists.iter().filter_map(|list| list.get(exact));
        found.map(|value| Counts::unpack(value.value())).fold(Counts::default(), Counts::join)
    }

    /// Words in the lists together; one in both counts twice.
    pub fn len(&self) -> usize {
        self.lists.iter().map(|list| list.len()).sum()
    }

    /// Whether no word is known.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A short name of what is in it, for the analyser's fingerprint.
    pub fn fingerprint(&self) -> String {
        // A finite state map ends with a checksum of itself.
        let name = |list: &Arc<Fst<OwnedBytes>>| {
            let end = list.as_bytes().iter().rev().take(4).map(|byte| format!("{byte:02x}")).collect::<String>();
            format!("{}.{end}", list.len())
        };
        self.lists.iter().map(name).collect::<Vec<_>>().join("+")
    }
}

fn list(bytes: OwnedBytes) -> Option<Arc<Fst<OwnedBytes>>> {
    Fst::new(bytes).ok().map(Arc::new)
}
