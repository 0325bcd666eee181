//! What words stand for, worked out once for all builders.
//!
//! Builders that work side by side meet mostly the same words, and to split a word takes far longer than to look it up.

use std::sync::{Mutex, PoisonError};

use super::interner::Interner;
use crate::german::Form;

/// Bytes of memory for all, enough for half a million words. When they are used up, all are forgotten: those that are common
/// come back soon.
const MOST_BYTES: usize = 48 << 20;
/// Longer words, in bytes, are not kept: they are hardly met twice.
const LONGEST: usize = 64;

/// Words as written with their [`Meaning`]s, for one analyser.
#[derive(Default)]
pub(super) struct Meanings {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    words: Interner,
    /// The meanings of the words in their order, and where each ends.
    meanings: String,
    ends: Vec<u32>,
}

/// The exact form of a word and its terms (none of a stop word), one after the other.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Meaning(String);

/// Stands between the forms of a [`Meaning`]; no form has it.
const BORDER: char = '\0';

impl Meaning {
    /// Makes it that of `form`.
    fn set(&mut self, form: &Form) {
        self.0.clear();
        self.0.push_str(&form.exact);
        if !form.stop_word {
            for term in std::iter::once(&form.term).chain(&form.others) {
                self.0.push(BORDER);
                self.0.push_str(term);
            }
        }
    }

    /// The exact form, then the terms.
    pub(super) fn forms(&self) -> impl Iterator<Item = &str> {
        self.0.split(BORDER)
    }
}

impl Meanings {
    /// Sets `meaning` to that of `word`, which `form` finds out if no builder has met it.
    pub(super) fn get(&self, word: &str, meaning: &mut Meaning, form: impl FnOnce() -> Form) {
        let is_known = self.lock().get(word, meaning);
        if !is_known {
            // Others may go on meanwhile; that two find out the same does no harm.
            meaning.set(&form());
            self.lock().put(word, meaning);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn get(&self, word: &str, meaning: &mut Meaning) -> bool {
        let Some(number) = self.words.find(word) else { return false };
        let at = number as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        meaning.0.clear();
        meaning.0.push_str(&self.meanings[start..self.ends[at] as usize]);
        true
    }

    fn put(&mut self, word: &str, meaning: &Meaning) {
        if word.len() > LONGEST {
            return;
        }
        if self.words.memory() + self.meanings.capacity() + 4 * self.ends.capacity() > MOST_BYTES {
            *self = Known::default();
        }
        let (_, is_new) = self.words.number(word);
        if is_new {
            self.meanings.push_str(&meaning.0);
            self.ends.push(self.meanings.len() as u32);
        }
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
    fn found_out_once() {
        let (meanings, mut meaning) = (Meanings::default(), Meaning::default());
        meanings.get("Werbebudget", &mut meaning, || form("werbebudget", &["werb", "budget"]));
        assert_eq!(meaning.forms().collect::<Vec<_>>(), ["werbebudget", "werbebudget", "werb", "budget"]);
        meanings.get("der", &mut meaning, || Form { stop_word: true, ..form("der", &[]) });
        assert_eq!(meaning.forms().collect::<Vec<_>>(), ["der"]);
        meanings.get("Werbebudget", &mut meaning, || unreachable!("it is known"));
        assert_eq!(meaning.forms().count(), 4);
    }
}
