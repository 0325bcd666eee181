//! Which words were analysed before, and with what result?
//!
//! Texts repeat their words, so most of the analysis is remembering. A word is looked for twice: in the memory of the
//! thread, which needs no lock, then in that of the analyser, which all threads and fields share.

use std::hash::BuildHasher as _;
use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::{DefaultHashBuilder, HashMap};

use super::analyzer::Form;
use super::tokens::Word;

/// Words a thread remembers, at most twice as many.
const THREAD_WORDS: usize = 1 << 14;
/// Words all threads remember together, at most twice as many; a few hundred bytes each.
const SHARED_WORDS: usize = 1 << 17;
/// Locks they are spread over.
const SHARDS: usize = 16;

/// Words as written, with what they are. When it is full, the words not met since it was last full are forgotten.
#[derive(Debug)]
struct Generations {
    young: HashMap<Box<str>, Arc<Form>>,
    old: HashMap<Box<str>, Arc<Form>>,
    most: usize,
}

impl Generations {
    fn new(most: usize) -> Generations {
        Generations { young: HashMap::new(), old: HashMap::new(), most }
    }

    fn get(&mut self, word: &str) -> Option<Arc<Form>> {
        if let Some(form) = self.young.get(word) {
            return Some(Arc::clone(form));
        }
        let (word, form) = self.old.remove_entry(word)?;
        self.put(word, Arc::clone(&form));
        Some(form)
    }

    fn put(&mut self, word: Box<str>, form: Arc<Form>) {
        if self.young.len() >= self.most {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(word, form);
    }
}

/// The words of one analyser, for all who analyse with it.
#[derive(Debug)]
pub(super) struct Shared {
    shards: [Mutex<Generations>; SHARDS],
    hasher: DefaultHashBuilder,
}

impl Shared {
    pub(super) fn new() -> Shared {
        let shard = |_| Mutex::new(Generations::new(SHARED_WORDS / SHARDS));
        Shared { shards: std::array::from_fn(shard), hasher: DefaultHashBuilder::default() }
    }

    fn shard(&self, word: &str) -> &Mutex<Generations> {
        &self.shards[self.hasher.hash_one(word) as usize % SHARDS]
    }
}

/// What one thread remembers; a scratch list of words, too, so that a text needs no new one.
#[derive(Debug)]
pub(crate) struct Remembered {
    words: Generations,
    pub(super) scratch: Vec<Word>,
}

impl Default for Remembered {
    fn default() -> Remembered {
        Remembered { words: Generations::new(THREAD_WORDS), scratch: Vec::new() }
    }
}

impl Remembered {
    /// What `word` is: remembered here, or in `shared`, or made now.
    pub(super) fn form(&mut self, shared: &Shared, word: &str, make: impl FnOnce() -> Form) -> Arc<Form> {
        if let Some(form) = self.words.get(word) {
            return form;
        }
        let shard = shared.shard(word);
        let known = shard.lock().unwrap_or_else(PoisonError::into_inner).get(word);
        let form = known.unwrap_or_else(|| {
            let form = Arc::new(make());
            shard.lock().unwrap_or_else(PoisonError::into_inner).put(word.into(), Arc::clone(&form));
            form
        });
        self.words.put(word.into(), Arc::clone(&form));
        form
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
    fn made_once_for_all_threads() {
        let shared = Shared::new();
        let mut one = Remembered::default();
        assert_eq!(one.form(&shared, "Haus", || form("haus")).exact, "haus");
        let mut other = Remembered::default();
        assert_eq!(other.form(&shared, "Haus", || unreachable!("it is known")).exact, "haus");
    }
}
