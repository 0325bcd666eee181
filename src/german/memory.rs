//! Which words were analysed before, and with what result?
//!
//! Texts repeat their words, so most of the analysis is remembering.

use std::sync::Arc;

use super::compounds::TailCache;
use super::generational::GenerationalCache;
use super::token::Form;
use super::tokenizer::Word;

/// Words that are remembered, at most twice as many.
const MOST_WORDS: usize = 1 << 14;

/// What is remembered of pieces of words, which many words share.
#[derive(Debug)]
pub(super) struct Pieces {
    pub(super) tails: TailCache,
    /// Parts of compounds with their terms.
    terms: GenerationalCache<String>,
}

impl Pieces {
    /// The term of `part`: remembered, or made now.
    pub(super) fn term(&mut self, part: &str, make: impl FnOnce() -> String) -> String {
        self.terms.get(part).unwrap_or_else(|| {
            let term = make();
            self.terms.insert(part.into(), term.clone());
            term
        })
    }
}

/// What one thread remembers; a scratch list of words, too, so that a text needs no new one.
#[derive(Debug)]
pub(crate) struct Remembered {
    words: GenerationalCache<Arc<Form>>,
    /// Verbs with their particle; none where there is no such verb.
    pub(super) verbs: GenerationalCache<Option<Arc<Form>>>,
    pub(super) pieces: Pieces,
    pub(super) scratch: Vec<Word>,
}

impl Default for Remembered {
    fn default() -> Remembered {
        Remembered {
            words: GenerationalCache::new(MOST_WORDS),
            verbs: GenerationalCache::new(MOST_WORDS),
            pieces: Pieces { tails: TailCache::default(), terms: GenerationalCache::new(MOST_WORDS) },
            scratch: Vec::new(),
        }
    }
}

impl Remembered {
    /// What `word` is: remembered, or made now.
    pub(super) fn form(&mut self, word: &str, make: impl FnOnce(&mut Pieces) -> Form) -> Arc<Form> {
        self.words.get(word).unwrap_or_else(|| {
            let form = Arc::new(make(&mut self.pieces));
            self.words.insert(word.into(), Arc::clone(&form));
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
    fn made_once() {
        let mut words = Remembered::default();
        assert_eq!(words.form("Haus", |_| form("haus")).exact, "haus");
        assert_eq!(words.form("Haus", |_| unreachable!("it is known")).exact, "haus");
    }
}
