//! Which neighbouring words have a posting list of their own?
//!
//! A phrase with a frequent word is slow to find by positions: *der* stands in most passages, more than once. Two exact forms side by
//! side therefore have a posting list, with frequencies and without positions, if both of them are frequent, or if one is very
//! frequent and the other is common. A phrase of two such words is answered by the list alone; in a longer one the lists of its
//! pairs leave few passages whose positions are read. (Common grams, as in Lucene's `CommonGramsFilter`; Bahle, Williams and Zobel,
//! SIGIR 2002.)
//!
//! The rule looks at the two words and at nothing else. The words are ranked once, when the index is created, and the ranking is
//! part of the metadata of each commit. So every segment has the lists of the same pairs, whenever it was written and whatever it was
//! merged from, and a pair of the rule that has no list occurs nowhere. Leaving out lists of few passages would save more, but what
//! is few differs from segment to segment.

use hashbrown::HashMap;

/// Number of common words, the most frequent of the index.
pub(super) const COMMON_WORDS: u32 = 512;
/// Number of the most frequent words among which each pair has a list.
const FREQUENT_WORDS: u16 = 128;
/// Number of the most frequent words that have a list with each common word.
const VERY_FREQUENT_WORDS: u16 = 16;

/// The rule by which two neighbouring words have a posting list.
#[derive(Debug)]
pub(crate) struct PairRule {
    /// Common words, the most frequent first: the rank of a word is its number.
    words: Vec<String>,
    ranks: HashMap<String, u16>,
}

impl PairRule {
    /// Creates the rule of an index with these common words, the most frequent first.
    pub(super) fn new(common: &[String]) -> PairRule {
        let words: Vec<String> = common.iter().take(COMMON_WORDS as usize).cloned().collect();
        PairRule { ranks: words.iter().cloned().zip(0..).collect(), words }
    }

    /// Returns the key of the posting list of two exact forms side by side; `None` if they have none.
    pub(crate) fn key(&self, first: &str, second: &str) -> Option<String> {
        let has_list = has_list(self.rank(first)?, self.rank(second)?);
        has_list.then(|| key(first, second))
    }

    /// Returns the key of the pair of two words of these ranks.
    pub(super) fn key_of_ranks(&self, first: u16, second: u16) -> String {
        key(&self.words[usize::from(first)], &self.words[usize::from(second)])
    }

    /// Returns the rank of an exact form; `None` if it is no common word.
    pub(super) fn rank(&self, form: &str) -> Option<u16> {
        self.ranks.get(form).copied()
    }
}

/// Returns true if two common words of these ranks have a posting list.
pub(super) fn has_list(first: u16, second: u16) -> bool {
    first.max(second) < FREQUENT_WORDS || first.min(second) < VERY_FREQUENT_WORDS
}

fn key(first: &str, second: &str) -> String {
    format!("{first} {second}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_are_frequent_or_one_is_very_frequent() {
        let mut words: Vec<String> = (0..600).map(|rank| format!("w{rank}")).collect();
        (words[0], words[127]) = ("der".to_owned(), "haus".to_owned());
        let rule = PairRule::new(&words);
        for (first, second, has_list) in [
            ("der", "haus", true),
            ("haus", "der", true),
            ("der", "der", true),
            ("haus", "haus", true),
            ("haus", "w128", false),
            ("w15", "w511", true),
            ("w511", "w15", true),
            ("w16", "w511", false),
            ("der", "w512", false),
            ("wolpertinger", "der", false),
            ("der", "", false),
        ] {
            let key = has_list.then(|| format!("{first} {second}"));
            assert_eq!(rule.key(first, second), key, "{first} {second}");
        }
        assert_eq!(rule.key_of_ranks(0, 127), "der haus");
    }
}
