//! Words that were analysed before, with their forms.
//!
//! Texts repeat their words, so most of the analysis is looking them up.

use std::sync::{Arc, Mutex};

use super::compounds::TailCache;
use super::generational::GenerationalCache;
use super::lemma::HeadCache;
use super::token::Form;
use super::tokenizer::Word;

/// Words in each generation of a cache.
const WORDS_PER_GENERATION: usize = 1 << 14;

/// Analysed words of one thread, kept from text to text. It serves one [`Analyzer`](super::Analyzer) only.
#[derive(Debug)]
pub(crate) struct TokenCache {
    words: GenerationalCache<Arc<Form>>,
    /// Words whose halves stand apart: nouns, and words in lower case.
    pub(super) joined_nouns: GenerationalCache<Arc<Form>>,
    pub(super) joined_lower: GenerationalCache<Arc<Form>>,
    /// Verbs with their particle; `None` for what is not a verb.
    pub(super) verbs: GenerationalCache<Option<Arc<Form>>>,
    pub(super) parts: PartCache,
    /// Allocation for the words of a text, reused by the next text.
    pub(super) scratch: Vec<Word>,
}

/// Caches that outlive the texts of one task: each task borrows one, so that there are as many as tasks ran at once.
#[derive(Debug, Default)]
pub(crate) struct TokenCachePool {
    idle: Mutex<Vec<TokenCache>>,
}

impl TokenCachePool {
    /// Runs `task` with a cache that no other task has meanwhile.
    pub(crate) fn with<R>(&self, task: impl FnOnce(&mut TokenCache) -> R) -> R {
        // A thread that panicked here left nothing half done; without the caches words are only analysed again.
        let borrowed = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let mut cache = borrowed.unwrap_or_default();
        let result = task(&mut cache);
        if let Ok(mut idle) = self.idle.lock() {
            idle.push(cache);
        }
        result
    }
}

/// Pieces of words that many words share.
#[derive(Debug)]
pub(super) struct PartCache {
    pub(super) tails: TailCache,
    pub(super) heads: HeadCache,
    /// Parts of compounds with their terms.
    terms: GenerationalCache<String>,
}

impl Default for TokenCache {
    fn default() -> TokenCache {
        TokenCache {
            words: GenerationalCache::new(WORDS_PER_GENERATION),
            joined_nouns: GenerationalCache::new(WORDS_PER_GENERATION),
            joined_lower: GenerationalCache::new(WORDS_PER_GENERATION),
            verbs: GenerationalCache::new(WORDS_PER_GENERATION),
            parts: PartCache::default(),
            scratch: Vec::new(),
        }
    }
}

impl Default for PartCache {
    fn default() -> PartCache {
        PartCache {
            tails: TailCache::default(),
            heads: HeadCache::default(),
            terms: GenerationalCache::new(WORDS_PER_GENERATION),
        }
    }
}

impl TokenCache {
    /// Returns the form of `word` as written if it is in the cache.
    pub(super) fn known_form(&mut self, word: &str) -> Option<Arc<Form>> {
        self.words.get(word)
    }

    /// Returns the form of `word` as written, which `analyze` makes if the word is not in the cache.
    pub(super) fn form(&mut self, word: &str, analyze: impl FnOnce(&mut PartCache) -> Form) -> Arc<Form> {
        self.words.get(word).unwrap_or_else(|| {
            let form = Arc::new(analyze(&mut self.parts));
            self.words.insert(word.into(), Arc::clone(&form));
            form
        })
    }
}

impl PartCache {
    /// Returns the term of `part`, which `stem` makes if the part is not in the cache.
    pub(super) fn term(&mut self, part: &str, stem: impl FnOnce() -> String) -> String {
        self.terms.get(part).unwrap_or_else(|| {
            let term = stem();
            self.terms.insert(part.into(), term.clone());
            term
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_analyzed_once() {
        let mut cache = TokenCache::default();
        let form = Form { exact: "haus".to_owned(), ..Form::default() };
        assert_eq!(cache.form("Haus", |_| form).exact, "haus");
        assert_eq!(cache.form("Haus", |_| unreachable!("it is known")).exact, "haus");
    }
}
