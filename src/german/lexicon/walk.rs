//! All words a text begins with, in one walk along its letters.

use fst::raw::{CompiledAddr, Fst, Output};
use tantivy::directory::OwnedBytes;

use super::{Counts, Lexicon};

/// A place in each of the lists, reached by the letters so far; `None` where a list has no word that begins so.
#[derive(Clone)]
pub(in crate::german) struct Walk<'a> {
    lexicon: &'a Lexicon,
    /// The built-in list and one that was learnt; never more.
    at: [Option<(CompiledAddr, Output)>; 2],
}

impl<'a> Walk<'a> {
    pub(in crate::german) fn new(lexicon: &'a Lexicon) -> Walk<'a> {
        let mut at = [None; 2];
        for (at, list) in at.iter_mut().zip(&lexicon.lists) {
            *at = Some((list.root().addr(), Output::zero()));
        }
        Walk { lexicon, at }
    }

    /// Goes on by these letters; `None` when no word begins so.
    pub(in crate::german) fn step(&self, letters: &[u8]) -> Option<Walk<'a>> {
        let mut next = self.clone();
        for (at, list) in next.at.iter_mut().zip(&self.lexicon.lists) {
            for letter in letters {
                *at = at.and_then(|at| step(list, at, *letter));
            }
        }
        next.at.iter().any(Option::is_some).then_some(next)
    }

    /// What is known of the word that ends here.
    pub(in crate::german) fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for (at, list) in self.at.iter().zip(&self.lexicon.lists) {
            let Some((address, output)) = *at else { continue };
            let node = list.node(address);
            if node.is_final() {
                counts = counts.join(Counts::unpack(output.cat(node.final_output()).value()));
            }
        }
        counts
    }

    /// What is known of the word that these letters would end.
    pub(in crate::german) fn counts_after(&self, letters: &str) -> Counts {
        self.step(letters.as_bytes()).map(|walk| walk.counts()).unwrap_or_default()
    }
}

/// What is known of `word` and of what is left of it without each of these endings, with its length in bytes.
pub(in crate::german) fn inflections<'a>(
    lexicon: &'a Lexicon,
    word: &'a str,
    endings: &'a [&'a str],
) -> impl Iterator<Item = (usize, Counts)> {
    let longest = endings.iter().map(|ending| ending.len()).max().unwrap_or(0);
    let mut at = word.floor_char_boundary(word.len().saturating_sub(longest));
    let mut walk = Walk::new(lexicon).step(&word.as_bytes()[..at]);
    std::iter::from_fn(move || {
        loop {
            let here = walk.as_ref()?;
            let (length, rest) = (at, &word[at..]);
            let found = (rest.is_empty() || endings.contains(&rest)).then(|| (length, here.counts()));
            walk = rest.chars().next().and_then(|letter| {
                at += letter.len_utf8();
                here.step(&word.as_bytes()[length..at])
            });
            if found.is_some() {
                return found;
            }
        }
    })
}

fn step(list: &Fst<OwnedBytes>, at: (CompiledAddr, Output), letter: u8) -> Option<(CompiledAddr, Output)> {
    let node = list.node(at.0);
    let transition = node.transition(node.find_input(letter)?);
    Some((transition.addr, at.1.cat(transition.out)))
}
