//! All words a text begins with, in one walk along its letters.

use fst::raw::{Fst, Node, Output};
use tantivy::directory::OwnedBytes;

use super::{Counts, Lexicon};

/// A place in each of the lists, reached by the letters so far; `None` where a list has no word that begins so.
#[derive(Clone)]
pub(in crate::german) struct Walk<'a> {
    lexicon: &'a Lexicon,
    /// The built-in list and one that was learnt; never more.
    at: [Option<(Node<'a>, Output)>; 2],
}

impl<'a> Walk<'a> {
    pub(in crate::german) fn new(lexicon: &'a Lexicon) -> Walk<'a> {
        let root = |list: usize| lexicon.lists.get(list).map(|list| (list.root(), Output::zero()));
        Walk { lexicon, at: [root(0), root(1)] }
    }

    /// Goes on by these letters, one at least; whether any word begins so.
    pub(in crate::german) fn step(&mut self, letters: &[u8]) -> bool {
        for (at, list) in self.at.iter_mut().zip(&self.lexicon.lists) {
            if let Some(from) = at {
                *at = follow(list, from, letters);
            }
        }
        self.at.iter().any(Option::is_some)
    }

    /// The place behind these further letters, one at least; `None` when no word begins so.
    pub(in crate::german) fn behind(&self, letters: &[u8]) -> Option<Walk<'a>> {
        let mut behind = Walk { lexicon: self.lexicon, at: [None, None] };
        for ((from, to), list) in self.at.iter().zip(&mut behind.at).zip(&self.lexicon.lists) {
            *to = from.as_ref().and_then(|from| follow(list, from, letters));
        }
        behind.at.iter().any(Option::is_some).then_some(behind)
    }

    /// What is known of the word that ends behind these further letters.
    pub(in crate::german) fn counts_behind(&self, letters: &[u8]) -> Counts {
        self.behind(letters).map(|behind| behind.counts()).unwrap_or_default()
    }

    /// What is known of the word that ends here.
    pub(in crate::german) fn counts(&self) -> Counts {
        self.at.iter().flatten().filter_map(counts_at).fold(Counts::default(), Counts::join)
    }
}

fn counts_at((node, output): &(Node<'_>, Output)) -> Option<Counts> {
    node.is_final().then(|| Counts::unpack(output.cat(node.final_output()).value()))
}

/// What is known of `word` and of what is left of it without each of these endings, with its length in bytes.
pub(in crate::german) fn inflections<'a>(
    lexicon: &'a Lexicon,
    word: &'a str,
    endings: &'a [&'a str],
) -> impl Iterator<Item = (usize, Counts)> {
    let longest = endings.iter().map(|ending| ending.len()).max().unwrap_or(0);
    let mut at = word.floor_char_boundary(word.len().saturating_sub(longest));
    let mut walk = Walk::new(lexicon);
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
