//! Looking up every word that some letters begin with, in one walk along them.

use super::list::State;
use super::{Lexicon, WordCounts};

/// A state in each of the lists, reached by the letters so far; `None` where no word of a list begins so.
#[derive(Clone, Copy)]
pub(in crate::german) struct LexiconWalk<'a> {
    /// States in the built-in list and in one that was learnt; there are never more lists.
    states: [Option<State<'a>>; 2],
}

impl<'a> LexiconWalk<'a> {
    /// Begins before the first letter.
    pub(in crate::german) fn new(lexicon: &'a Lexicon) -> LexiconWalk<'a> {
        debug_assert!(lexicon.lists.len() <= 2, "{} lists", lexicon.lists.len());
        let root = |list: usize| lexicon.lists.get(list).map(|list| list.root());
        LexiconWalk { states: [root(0), root(1)] }
    }

    /// Goes on by these letters. Returns true if any word begins so.
    pub(in crate::german) fn step(&mut self, letters: &[u8]) -> bool {
        for state in &mut self.states {
            *state = state.and_then(|state| state.behind(letters));
        }
        self.is_on_the_way()
    }

    /// Goes on by one letter. Returns true if any word begins so.
    pub(in crate::german) fn step_letter(&mut self, letter: u8) -> bool {
        for state in &mut self.states {
            *state = state.and_then(|state| state.step(letter));
        }
        self.is_on_the_way()
    }

    /// Returns true if any word begins with the letters so far.
    fn is_on_the_way(&self) -> bool {
        let [builtin, learnt] = &self.states;
        builtin.is_some() || learnt.is_some()
    }

    /// Returns the walk after these further letters; `None` if no word begins so.
    pub(in crate::german) fn behind(&self, letters: &[u8]) -> Option<LexiconWalk<'a>> {
        let mut behind = *self;
        behind.step(letters).then_some(behind)
    }

    /// Returns what is known of the word that ends after these further letters.
    pub(in crate::german) fn counts_behind(&self, letters: &[u8]) -> WordCounts {
        self.behind(letters).map(|behind| behind.counts()).unwrap_or_default()
    }

    /// Returns what is known of the word that ends here.
    pub(in crate::german) fn counts(&self) -> WordCounts {
        let values = self.states.iter().flatten().filter_map(State::value);
        values.map(WordCounts::unpack).fold(WordCounts::default(), WordCounts::join)
    }
}
