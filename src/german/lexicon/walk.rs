//! Looking up every word that some letters begin with, in one walk along them.

use fst::raw::{CompiledAddr, Fst, Node, Output};
use tantivy::directory::OwnedBytes;

use super::{Lexicon, WordCounts};

/// A state in each of the lists, reached by the letters so far; `None` where no word of a list begins so.
#[derive(Clone)]
pub(in crate::german) struct LexiconWalk<'a> {
    lexicon: &'a Lexicon,
    /// States in the built-in list and in one that was learnt; there are never more lists.
    states: [Option<(Node<'a>, Output)>; 2],
}

/// Where a walk was: a state in each of the lists, in little room.
pub(super) struct WalkStop([Option<(CompiledAddr, Output)>; 2]);

impl<'a> LexiconWalk<'a> {
    /// Begins before the first letter.
    pub(in crate::german) fn new(lexicon: &'a Lexicon) -> LexiconWalk<'a> {
        debug_assert!(lexicon.lists.len() <= 2, "{} lists", lexicon.lists.len());
        let root = |list: usize| lexicon.lists.get(list).map(|list| (list.root(), Output::zero()));
        LexiconWalk { lexicon, states: [root(0), root(1)] }
    }

    /// Returns where the walk is, to go on from there later.
    pub(super) fn stop(&self) -> WalkStop {
        let stop = |(node, output): &(Node<'_>, Output)| (node.addr(), *output);
        WalkStop([0, 1].map(|list| self.states[list].as_ref().map(stop)))
    }

    /// Goes on from where a walk through the same lexicon was.
    pub(super) fn resume(lexicon: &'a Lexicon, WalkStop(stops): &WalkStop) -> LexiconWalk<'a> {
        let state = |list: usize| {
            let (addr, output) = stops[list]?;
            Some((lexicon.lists.get(list)?.node(addr), output))
        };
        LexiconWalk { lexicon, states: [state(0), state(1)] }
    }

    /// Goes on by these letters, at least one. Returns true if any word begins so.
    pub(in crate::german) fn step(&mut self, letters: &[u8]) -> bool {
        for (state, list) in self.states.iter_mut().zip(&self.lexicon.lists) {
            if let Some(from) = state {
                *state = follow(list, from, letters);
            }
        }
        self.states.iter().any(Option::is_some)
    }

    /// Returns the walk after these further letters, at least one; `None` if no word begins so.
    pub(in crate::german) fn behind(&self, letters: &[u8]) -> Option<LexiconWalk<'a>> {
        let mut behind = LexiconWalk { lexicon: self.lexicon, states: [None, None] };
        for ((from, to), list) in self.states.iter().zip(&mut behind.states).zip(&self.lexicon.lists) {
            *to = from.as_ref().and_then(|from| follow(list, from, letters));
        }
        behind.states.iter().any(Option::is_some).then_some(behind)
    }

    /// Returns what is known of the word that ends after these further letters.
    pub(in crate::german) fn counts_behind(&self, letters: &[u8]) -> WordCounts {
        self.behind(letters).map(|behind| behind.counts()).unwrap_or_default()
    }

    /// Returns what is known of the word that ends here.
    pub(in crate::german) fn counts(&self) -> WordCounts {
        self.states.iter().flatten().filter_map(counts_at).fold(WordCounts::default(), WordCounts::join)
    }
}

fn counts_at((node, output): &(Node<'_>, Output)) -> Option<WordCounts> {
    node.is_final().then(|| WordCounts::unpack(output.cat(node.final_output()).value()))
}

/// Returns what is known of `word` and of the rest of it without each of these endings, with its length in bytes.
pub(in crate::german) fn inflections<'a>(
    lexicon: &'a Lexicon,
    word: &'a str,
    endings: &'a [&'a str],
) -> impl Iterator<Item = (usize, WordCounts)> {
    let longest = endings.iter().map(|ending| ending.len()).max().unwrap_or(0);
    let mut at = word.floor_char_boundary(word.len().saturating_sub(longest));
    let mut walk = LexiconWalk::new(lexicon);
    let mut goes_on = at == 0 || walk.step(&word.as_bytes()[..at]);
    std::iter::from_fn(move || {
        while goes_on {
            let (length, rest) = (at, &word[at..]);
            let found = (rest.is_empty() || endings.contains(&rest)).then(|| (length, walk.counts()));
            goes_on = rest.chars().next().is_some_and(|letter| {
                at += letter.len_utf8();
                walk.step(&word.as_bytes()[length..at])
            });
            if found.is_some() {
                return found;
            }
        }
        None
    })
}

/// Returns the state that these letters lead to, at least one.
fn follow<'a>(
    list: &'a Fst<OwnedBytes>,
    (node, output): &(Node<'a>, Output),
    letters: &[u8],
) -> Option<(Node<'a>, Output)> {
    let (first, rest) = letters.split_first()?;
    let transition = node.transition(node.find_input(*first)?);
    let mut at = (list.node(transition.addr), output.cat(transition.out));
    for letter in rest {
        let transition = at.0.transition(at.0.find_input(*letter)?);
        at = (list.node(transition.addr), at.1.cat(transition.out));
    }
    Some(at)
}
