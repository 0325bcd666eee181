//! How common is a word, and what is it: a noun, a name, something else?
//!
//! Two lists are joined: the one built into the program, and the one learnt from the user's own articles. Each is a
//! finite state map from exact forms to [`WordCounts`], searched in place and never parsed. `README.md` beside this file
//! says how the built-in list is made.

mod list;
mod near;
mod walk;

use std::sync::{Arc, LazyLock};

use tantivy::directory::OwnedBytes;

use list::List;
pub(super) use near::LexiconNear;
pub(super) use walk::LexiconWalk;

/// The built-in list: Wikidata's nouns and forms (CC0), with counts from federal laws and parliamentary debates.
/// `fundstelle lexicon build` makes it anew.
const BUILTIN: &[u8] = include_bytes!("builtin.fst");

/// Width of a level in units of ln(1 + count). Counts are kept as levels, because splitting compares orders of magnitude
/// only.
const LEVEL_STEP: f32 = 0.55;
/// Bits of a level.
const LEVEL_BITS: u32 = 5;
/// Lowest bit of the levels of lemmas in a packed value: behind two levels and six flags.
const LEMMAS_SHIFT: u32 = 2 * LEVEL_BITS + 6;
/// The highest level.
const MAX_LEVEL: u64 = (1 << LEVEL_BITS) - 1;
/// Count that each level stands for.
static COUNT_OF_LEVEL: LazyLock<[f32; 1 << LEVEL_BITS]> =
    LazyLock::new(|| std::array::from_fn(|level| (level as f32 * LEVEL_STEP).exp() - 1.0));

/// Share of its occurrences in lower case above which a word counts as a noun: less is explained by capitals in titles
/// and slips of the pen.
const MIN_NOUN_RATIO: f32 = 0.04;
/// Share of its occurrences as a noun above which a word counts as one in lower case, too.
const MIN_LOWER_RATIO: f32 = 0.02;

/// Number of times a word was met, and what it was met as. Counts are kept as orders of magnitude: each stands for all within
/// a factor of 1.7.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct WordCounts {
    /// Occurrences with a capital, inside a sentence.
    pub noun: f32,
    /// Occurrences in lower case.
    pub lower: f32,
    /// True for a name: it was met with a capital, but hardly ever after an article.
    pub name: bool,
    /// True if a list of common nouns has the word or its basic form.
    pub listed: bool,
    /// Kinds of dictionary forms that the word is.
    pub kinds: Kinds,
    /// Occurrences with a capital of all forms of the word, if it is the basic form of a noun.
    pub noun_lemma: f32,
    /// Occurrences in lower case of all forms of the word, if it is the basic form of a verb or an adjective.
    pub lower_lemma: f32,
}

/// Parts of speech of a word that is a dictionary form, as far as the lists of words tell. A word can be of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Kinds {
    /// True for a noun in the nominative singular.
    pub noun: bool,
    /// True for the infinitive of a verb.
    pub verb: bool,
    /// True for an adjective without ending.
    pub adjective: bool,
    /// True for a word that a list of words has in this form.
    pub form: bool,
}

impl Kinds {
    fn pack(self) -> u64 {
        [self.noun, self.verb, self.adjective, self.form]
            .into_iter()
            .enumerate()
            .fold(0, |bits, (at, is_set)| bits | u64::from(is_set) << at)
    }

    fn unpack(bits: u64) -> Kinds {
        let is_set = |at: u32| bits >> at & 1 == 1;
        Kinds { noun: is_set(0), verb: is_set(1), adjective: is_set(2), form: is_set(3) }
    }

    /// Joins what two lists know of one word.
    fn join(self, other: Kinds) -> Kinds {
        Kinds::unpack(self.pack() | other.pack())
    }
}

impl WordCounts {
    /// Returns true if the word is a noun.
    pub(super) fn is_noun(&self) -> bool {
        self.listed || (self.noun > 0.0 && self.noun >= self.lower * MIN_NOUN_RATIO)
    }

    /// Returns true if the word is used in lower case, too.
    pub(super) fn is_lower(&self) -> bool {
        self.lower > 0.0 && self.lower >= self.noun * MIN_LOWER_RATIO
    }

    /// Number of occurrences in all.
    pub(super) fn all(&self) -> f32 {
        self.noun + self.lower
    }

    /// Packs the counts into the value of a list; `README.md` describes its bits.
    pub(super) fn pack(self) -> u64 {
        let level = |count: f32| (((1.0 + count).ln() / LEVEL_STEP).round() as u64).min(MAX_LEVEL);
        let flags = u64::from(self.name) | u64::from(self.listed) << 1 | self.kinds.pack() << 2;
        let lemmas = level(self.noun_lemma) | level(self.lower_lemma) << LEVEL_BITS;
        level(self.noun) | level(self.lower) << LEVEL_BITS | flags << (2 * LEVEL_BITS) | lemmas << LEMMAS_SHIFT
    }

    fn unpack(value: u64) -> WordCounts {
        let counts = &*COUNT_OF_LEVEL;
        let count = |level: u64| counts[(level & MAX_LEVEL) as usize];
        let flags = value >> (2 * LEVEL_BITS);
        WordCounts {
            noun: count(value),
            lower: count(value >> LEVEL_BITS),
            name: flags & 1 == 1,
            listed: flags & 2 == 2,
            kinds: Kinds::unpack(flags >> 2),
            noun_lemma: count(value >> LEMMAS_SHIFT),
            lower_lemma: count(value >> (LEMMAS_SHIFT + LEVEL_BITS)),
        }
    }

    /// Joins the counts of one word in two lists.
    fn join(self, other: WordCounts) -> WordCounts {
        // The list that saw the word more often knows better whether it is a name.
        let name = if self.noun >= other.noun { self.name } else { other.name };
        let listed = self.listed || other.listed;
        WordCounts {
            noun: self.noun + other.noun,
            lower: self.lower + other.lower,
            name: name && !listed,
            listed,
            kinds: self.kinds.join(other.kinds),
            noun_lemma: self.noun_lemma + other.noun_lemma,
            lower_lemma: self.lower_lemma + other.lower_lemma,
        }
    }
}

/// The words of the built-in list, and those learnt from a collection. Cheap to clone.
#[derive(Clone)]
pub struct Lexicon {
    lists: Vec<Arc<List>>,
}

impl Lexicon {
    /// Returns the built-in list alone.
    #[expect(
        clippy::expect_used,
        reason = "the list is compiled in, and the test `the_builtin_list_is_whole` reads it"
    )]
    pub fn builtin() -> Lexicon {
        let list = list(OwnedBytes::new(BUILTIN)).expect("builtin.fst is a finite state map: a test reads it");
        Lexicon { lists: vec![list] }
    }

    /// Returns a lexicon that knows no word.
    pub fn empty() -> Lexicon {
        Lexicon { lists: Vec::new() }
    }

    /// Adds a learnt list, as [`super::Learner`] makes it. Returns `None` if these bytes are not a list, or are damaged.
    #[must_use]
    pub(crate) fn with_learnt(mut self, bytes: OwnedBytes) -> Option<Lexicon> {
        let list = list(bytes)?;
        // A damaged list leads anywhere.
        list.map().verify().ok()?;
        self.lists.push(list);
        Some(self)
    }

    /// Returns the words of the learnt list, in byte order.
    pub(super) fn learnt_words(&self) -> impl Iterator<Item = String> {
        // The built-in list comes first.
        self.lists.iter().skip(1).flat_map(|list| list.map().stream().into_str_keys().unwrap_or_default())
    }

    /// Returns what is known of an exact form; zeros for an unknown one.
    ///
    /// ```
    /// use fundstelle::german::lexicon::Lexicon;
    ///
    /// let house = Lexicon::builtin().counts("haus");
    /// assert!(house.kinds.noun && house.noun > house.lower);
    /// ```
    pub fn counts(&self, exact: &str) -> WordCounts {
        LexiconWalk::new(self).counts_behind(exact.as_bytes())
    }

    /// Returns the number of words in the lists; one in two lists counts twice.
    pub fn len(&self) -> usize {
        self.lists.iter().map(|list| list.map().len()).sum()
    }

    /// Returns true if no word is known.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the words of the built-in list with their numbers of occurrences.
    #[cfg(test)]
    pub(super) fn builtin_counts() -> Vec<(String, f32)> {
        use fst::Streamer as _;
        let lexicon = Lexicon::builtin();
        let (mut words, mut counts) = (lexicon.lists[0].map().stream(), Vec::new());
        while let Some((form, value)) = words.next() {
            counts.push((String::from_utf8_lossy(form).into_owned(), WordCounts::unpack(value.value()).all()));
        }
        counts
    }

    /// Returns a short name for the content of the lists, for the fingerprint of the analyser.
    pub(super) fn fingerprint(&self) -> String {
        // A finite state map ends with a checksum of itself.
        let name = |list: &Arc<List>| {
            let end = list.map().as_bytes().iter().rev().take(4).map(|byte| format!("{byte:02x}")).collect::<String>();
            format!("{}.{end}", list.map().len())
        };
        self.lists.iter().map(name).collect::<Vec<_>>().join("+")
    }
}

fn list(bytes: OwnedBytes) -> Option<Arc<List>> {
    List::new(bytes).map(Arc::new)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;

    use fst::Streamer as _;
    use fst::raw::Fst;

    use super::super::fold_marks::{fold_marks, mark_edits};
    use super::*;

    #[test]
    fn the_builtin_list_is_whole() {
        let lexicon = Lexicon::builtin();
        assert!(lexicon.lists.iter().all(|list| list.map().verify().is_ok()));
        assert!(lexicon.len() > 100_000, "{}", lexicon.len());
        assert!(lexicon.counts("haus").is_noun());
    }

    /// Words are looked up without foreign marks. `FUNDSTELLE_LEXICON=write` folds those of the built-in list.
    #[test]
    fn the_builtin_list_has_no_foreign_marks() {
        let list = Fst::new(BUILTIN).unwrap();
        let mut folded: BTreeMap<String, WordCounts> = BTreeMap::new();
        let mut stream = list.stream();
        while let Some((key, value)) = stream.next() {
            let mut form = str::from_utf8(key).unwrap().to_owned();
            fold_marks(&mut form);
            let counts = folded.entry(form).or_default();
            *counts = counts.join(WordCounts::unpack(value.value()));
        }
        if std::env::var("FUNDSTELLE_LEXICON").is_ok_and(|mode| mode == "write") {
            let pairs = folded.iter().map(|(form, counts)| (form, counts.pack()));
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/german/lexicon/builtin.fst");
            std::fs::write(path, Fst::from_iter_map(pairs).unwrap().into_inner()).unwrap();
        } else {
            let has_marks = |form: &&str| !mark_edits(form).is_empty();
            let words = list.stream().into_str_keys().unwrap();
            assert_eq!(words.iter().map(String::as_str).find(has_marks), None);
        }
    }

    #[test]
    fn bytes_that_are_no_list() {
        let mut damaged = BUILTIN.to_vec();
        damaged[BUILTIN.len() / 2] ^= 1;
        for bytes in [Vec::new(), b"no list".to_vec(), damaged] {
            assert!(Lexicon::builtin().with_learnt(OwnedBytes::new(bytes)).is_none());
        }
    }
}
