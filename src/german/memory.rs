//! Which words were analysed before, and with what result?
//!
//! Texts repeat their words, so most of the analysis is remembering.

use std::sync::Arc;

use hashbrown::HashMap;

use super::compounds::Suffixes;
use super::token::Form;
use super::tokenizer::Word;

/// Words that are remembered, at most twice as many.
const MOST_WORDS: usize = 1 << 14;

/// Bytes of the longest word that is remembered.
const LONGEST: usize = 80;

/// Words, or pieces of them, with what is known of each. When it is full, those not met since it was last full are forgotten.
#[derive(Debug)]
pub(super) struct Generations<T> {
    young: HashMap<Box<str>, T>,
    old: HashMap<Box<str>, T>,
    most: usize,
}

impl<T: Clone> Generations<T> {
    /// An empty one for at most twice `most`.
    pub(super) fn new(most: usize) -> Generations<T> {
        Generations { young: HashMap::new(), old: HashMap::new(), most }
    }

    /// What is known of `word`, which is young again.
    pub(super) fn get(&mut self, word: &str) -> Option<T> {
        if let Some(known) = self.young.get(word) {
            return Some(known.clone());
        }
        let (word, known) = self.old.remove_entry(word)?;
        self.put(word, known.clone());
        Some(known)
    }

    /// Remembers what is known of `word`, unless it is long: such words are hardly met twice.
    pub(super) fn put(&mut self, word: Box<str>, known: T) {
        if word.len() > LONGEST {
            return;
        }
        if self.young.len() >= self.most {
            // Both keep their room.
            std::mem::swap(&mut self.young, &mut self.old);
            self.young.clear();
        }
        self.young.insert(word, known);
    }
}

/// What is remembered of pieces of words, which many words share.
#[derive(Debug)]
pub(super) struct Pieces {
    pub(super) suffixes: Suffixes,
    /// Parts of compounds with their terms.
    terms: Generations<String>,
}

impl Pieces {
    /// The term of `part`: remembered, or made now.
    pub(super) fn term(&mut self, part: &str, make: impl FnOnce() -> String) -> String {
        self.terms.get(part).unwrap_or_else(|| {
            let term = make();
            self.terms.put(part.into(), term.clone());
            term
        })
    }
}

/// What one thread remembers; a scratch list of words, too, so that a text needs no new one.
#[derive(Debug)]
pub(crate) struct Remembered {
    words: Generations<Arc<Form>>,
    /// Verbs with their particle; none where there is no such verb.
    pub(super) verbs: Generations<Option<Arc<Form>>>,
    pub(super) pieces: Pieces,
    pub(super) scratch: Vec<Word>,
}

impl Default for Remembered {
    fn default() -> Remembered {
        Remembered {
            words: Generations::new(MOST_WORDS),
            verbs: Generations::new(MOST_WORDS),
            pieces: Pieces { suffixes: Suffixes::default(), terms: Generations::new(MOST_WORDS) },
            scratch: Vec::new(),
        }
    }
}

impl Remembered {
    /// What `word` is: remembered, or made now.
    pub(super) fn form(&mut self, word: &str, make: impl FnOnce(&mut Pieces) -> Form) -> Arc<Form> {
        self.words.get(word).unwrap_or_else(|| {
            let form = Arc::new(make(&mut self.pieces));
            self.words.put(word.into(), Arc::clone(&form));
            form
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(exact: &str) -> Form {
        Form { exact: exact.to_owned(), ..Form::default() }
    }

    #[test]
    fn words_met_again_outlive_the_others() {
        let mut words = Generations::new(2);
        for word in ["a", "b", "c"] {
            words.put(word.into(), Arc::new(form(word)));
        }
        assert!(words.get("a").is_some());
        words.put("d".into(), Arc::new(form("d")));
        assert!(words.get("b").is_none());
        assert!(words.get("a").is_some());
        assert!(words.get("d").is_some());
    }

    #[test]
    fn made_once() {
        let mut words = Remembered::default();
        assert_eq!(words.form("Haus", |_| form("haus")).exact, "haus");
        assert_eq!(words.form("Haus", |_| unreachable!("it is known")).exact, "haus");
    }
}
