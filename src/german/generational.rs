//! A bounded map from words to what is known of them, which keeps the ones met most recently.

use hashbrown::HashMap;

/// Bytes of the longest key that is kept: longer words are hardly met twice.
const MAX_KEY_BYTES: usize = 80;

/// Cache of two generations. When the young one is full it becomes the old one, and what was old and not met since is
/// forgotten. It holds at most twice its capacity.
#[derive(Debug)]
pub(super) struct GenerationalCache<T> {
    young: HashMap<Box<str>, T>,
    old: HashMap<Box<str>, T>,
    capacity: usize,
}

impl<T: Clone> GenerationalCache<T> {
    /// Creates an empty cache with room for `capacity` words in each generation.
    pub(super) fn new(capacity: usize) -> GenerationalCache<T> {
        GenerationalCache { young: HashMap::new(), old: HashMap::new(), capacity }
    }

    /// Returns what is known of `word`, and moves it to the young generation.
    pub(super) fn get(&mut self, word: &str) -> Option<T> {
        if let Some(known) = self.young.get(word) {
            return Some(known.clone());
        }
        let (word, known) = self.old.remove_entry(word)?;
        self.insert(word, known.clone());
        Some(known)
    }

    /// Keeps what is known of `word`, unless the word is long.
    pub(super) fn insert(&mut self, word: Box<str>, known: T) {
        if word.len() > MAX_KEY_BYTES {
            return;
        }
        if self.young.len() >= self.capacity {
            // Both maps keep their allocation.
            std::mem::swap(&mut self.young, &mut self.old);
            self.young.clear();
        }
        self.young.insert(word, known);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_met_again_outlive_the_others() {
        let mut words = GenerationalCache::new(2);
        for word in ["a", "b", "c"] {
            words.insert(word.into(), word);
        }
        assert!(words.get("a").is_some());
        words.insert("d".into(), "d");
        assert!(words.get("b").is_none());
        assert!(words.get("a").is_some());
        assert!(words.get("d").is_some());
    }

    #[test]
    fn long_words_are_not_kept() {
        let mut words = GenerationalCache::new(2);
        let long = "a".repeat(MAX_KEY_BYTES + 1);
        words.insert(long.as_str().into(), ());
        assert!(words.get(&long).is_none());
    }
}
