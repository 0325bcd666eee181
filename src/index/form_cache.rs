//! Cache of the forms of words, shared by all segment builders.
//!
//! Builders that work in parallel meet mostly the same words, and splitting a word takes far longer than a look-up.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::interner::Interner;
use crate::german::Form;

/// Memory limit of the cache in bytes, enough for half a million words. A full cache is emptied; common words soon return.
const MAX_CACHE_BYTES: usize = 48 << 20;
/// Longest word that is cached, in bytes; longer words hardly ever occur twice.
const MAX_WORD_BYTES: usize = 64;

/// Words as written with their [`IndexedForms`], for one analyser.
#[derive(Default)]
pub(super) struct FormCache {
    cached: Mutex<CachedForms>,
}

#[derive(Default)]
struct CachedForms {
    words: Interner,
    /// The forms of the words, concatenated by word id.
    forms: String,
    /// End offset in `forms` of each word.
    ends: Vec<u32>,
}

/// The exact form of a word and its terms (none for a stop word), separated by [`FORM_SEPARATOR`].
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct IndexedForms(String);

/// Separates the forms of [`IndexedForms`]; occurs in no form.
const FORM_SEPARATOR: char = '\0';

impl IndexedForms {
    /// Replaces the content with the forms of `form`.
    fn set(&mut self, form: &Form) {
        self.0.clear();
        self.0.push_str(&form.exact);
        if !form.stop_word {
            for term in std::iter::once(&form.term).chain(&form.others) {
                self.0.push(FORM_SEPARATOR);
                self.0.push_str(term);
            }
        }
    }

    /// Returns the exact form, then the terms.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split(FORM_SEPARATOR)
    }
}

impl FormCache {
    /// Sets `forms` to the forms of `word`. Calls `analyze` if no builder has met the word yet.
    pub(super) fn get(&self, word: &str, forms: &mut IndexedForms, analyze: impl FnOnce() -> Form) {
        let is_cached = self.lock().get(word, forms);
        if !is_cached {
            // The lock is free meanwhile. Two builders may analyse the same word, which does no harm.
            forms.set(&analyze());
            self.lock().put(word, forms);
        }
    }

    fn lock(&self) -> MutexGuard<'_, CachedForms> {
        self.cached.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CachedForms {
    fn get(&self, word: &str, forms: &mut IndexedForms) -> bool {
        let Some(id) = self.words.find(word) else { return false };
        let index = id as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        forms.0.clear();
        forms.0.push_str(&self.forms[start..self.ends[index] as usize]);
        true
    }

    fn put(&mut self, word: &str, forms: &IndexedForms) {
        if word.len() > MAX_WORD_BYTES {
            return;
        }
        if self.memory() > MAX_CACHE_BYTES {
            *self = CachedForms::default();
        }
        let (_, is_new) = self.words.intern(word);
        if is_new {
            self.forms.push_str(&forms.0);
            self.ends.push(self.forms.len() as u32);
        }
    }

    /// Approximate memory use in bytes.
    fn memory(&self) -> usize {
        self.words.memory() + self.forms.capacity() + size_of::<u32>() * self.ends.capacity()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(exact: &str, others: &[&str]) -> Form {
        let others = others.iter().map(|other| (*other).to_owned()).collect();
        Form { exact: exact.to_owned(), term: exact.to_owned(), others, ..Form::default() }
    }

    #[test]
    fn a_word_is_analysed_once() {
        let (cache, mut forms) = (FormCache::default(), IndexedForms::default());
        cache.get("Werbebudget", &mut forms, || form("werbebudget", &["werb", "budget"]));
        assert_eq!(forms.iter().collect::<Vec<_>>(), ["werbebudget", "werbebudget", "werb", "budget"]);
        cache.get("der", &mut forms, || Form { stop_word: true, ..form("der", &[]) });
        assert_eq!(forms.iter().collect::<Vec<_>>(), ["der"]);
        cache.get("Werbebudget", &mut forms, || unreachable!("it is cached"));
        assert_eq!(forms.iter().count(), 4);
    }
}
