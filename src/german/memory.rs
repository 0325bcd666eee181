//! Which words were analysed before, and with what result?
//!
//! Texts repeat their words, so most of the analysis is remembering.

use std::sync::Arc;

use hashbrown::HashMap;

use super::analyzer::Form;
use super::tokens::Word;

/// Words that are remembered, at most twice as many.
const MOST_WORDS: usize = 1 << 14;

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

/// What one thread remembers; a scratch list of words, too, so that a text needs no new one.
#[derive(Debug)]
pub(crate) struct Remembered {
    words: Generations,
    pub(super) scratch: Vec<Word>,
}

impl Default for Remembered {
    fn default() -> Remembered {
        Remembered { words: Generations::new(MOST_WORDS), scratch: Vec::new() }
    }
}

impl Remembered {
    /// What `word` is: remembered, or made now.
    pub(super) fn form(&mut self, word: &str, make: impl FnOnce() -> Form) -> Arc<Form> {
        self.words.get(word).unwrap_or_else(|| {
            let form = Arc::new(make());
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
        assert_eq!(words.form("Haus", || form("haus")).exact, "haus");
        assert_eq!(words.form("Haus", || unreachable!("it is known")).exact, "haus");
    }
}
