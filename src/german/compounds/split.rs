//! Where does a compound part?
//!
//! A word is cut into left parts, each a known word and perhaps a linking element (`Bund·es`, `Wirtschaft·s`), and a
//! head, which is a known word in any inflection. Every part has a price and a worth: the worth is how common it
//! is, the price how easily so short a word fits by chance. The best mean wins, unless the whole word is itself
//! more common than its parts: then it has a meaning of its own. (After Koehn and Knight 2003, who take the
//! geometric mean of frequencies; the rules about which words may stand where are ours.)

use std::ops::Range;
use std::sync::Arc;

use super::affixes::is_adjective;
use super::rest::{LEAST_STEM, Left, Rest, noun_of};
use crate::german::lexicon::{Counts, Lexicon, Walk, inflections};
use crate::german::memory::Generations;

/// Shorter words, in letters, are not split.
const LEAST_LETTERS: usize = 7;
/// Longer words, in bytes, are not split: they are no words.
const MOST_BYTES: usize = 80;
/// Left parts, at most.
const MOST_LEFT: usize = 5;
/// Cuts looked at. Real words have a few dozen.
const MOST_CUTS: usize = 500;
/// Suffixes that are remembered, at most twice as many of each kind.
const MOST_SUFFIXES: usize = 1 << 14;

/// What a part costs for being short, in units of ln(frequency): a word of three letters must be e^1.5 times as common.
fn shortness(letters: usize) -> f32 {
    match letters {
        0..=3 => 1.5,
        4 => 0.6,
        5 => 0.2,
        _ => 0.0,
    }
}
/// How much more common than its parts a whole word must be to stay whole, in units of ln(frequency).
pub(super) const WHOLE_MARGIN: f32 = 1.0;

/// What each part costs, so that fewer and longer ones win.
const PART_PRICE: f32 = 0.3;

/// A compound in parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// The parts, in order; they cover the word.
    pub parts: Vec<Part>,
    /// The mean worth less the prices; the highest wins.
    pub score: f32,
    /// The mean worth: compared with that of the whole word.
    pub worth: f32,
}

/// A part of a compound.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Bytes of the exact form, its linking element included.
    pub range: Range<usize>,
    /// The word it stands for: `schule` for the `schul` in Schuljahr.
    pub base: String,
    /// For a verb's stem, the noun in -ung made of it: `werbung` for the `werbe` in Werbebudget.
    pub noun: Option<String>,
}

/// Cuts of one exact form.
pub(super) struct Search<'a> {
    lexicon: &'a Lexicon,
    word: &'a str,
    capital: bool,
    suffixes: &'a mut Suffixes,
    /// Cuts looked at so far.
    looked_at: usize,
}

/// What words end with, and how that can be cut: of many words the same (`schutzgesetz`), so it is remembered, for one
/// lexicon, from word to word.
#[derive(Debug)]
pub struct Suffixes {
    capital: Generations<Start>,
    lower: Generations<Start>,
}

impl Default for Suffixes {
    fn default() -> Suffixes {
        Suffixes { capital: Generations::new(MOST_SUFFIXES), lower: Generations::new(MOST_SUFFIXES) }
    }
}

/// What may begin at a place: left parts behind which there is a head, and the worth of all the rest as a head.
#[derive(Debug, Clone)]
struct Start {
    lefts: Arc<[Left]>,
    head: Option<f32>,
}

/// A cut by its left parts; the head is the rest of the word.
struct Found<'b> {
    lefts: &'b [Left],
    score: f32,
    worth: f32,
}

fn found<'b>(lefts: &'b [Left], head: &str, head_worth: f32) -> Found<'b> {
    let count = lefts.len() as f32 + 1.0;
    let worth = (lefts.iter().map(|left| left.worth).sum::<f32>() + head_worth) / count;
    let short: f32 = lefts.iter().map(|left| shortness(left.letters)).sum::<f32>() + shortness(letters(head));
    Found { lefts, worth, score: worth - short / count - PART_PRICE * count }
}

impl Found<'_> {
    fn cut(&self, word: &str) -> Cut {
        let mut start = 0;
        let mut parts: Vec<Part> = Vec::with_capacity(self.lefts.len() + 1);
        for left in self.lefts {
            parts.push(left.part(word, start));
            start += left.end;
        }
        parts.push(Part { range: start..word.len(), base: word[start..].to_owned(), noun: None });
        Cut { parts, score: self.score, worth: self.worth }
    }
}

impl<'a> Search<'a> {
    /// All cuts of `word`, an exact form, best first. `capital`: it is written as a noun.
    pub(super) fn cuts(lexicon: &'a Lexicon, word: &'a str, capital: bool) -> Vec<Cut> {
        let mut cuts: Vec<Cut> = Vec::new();
        Search::each(lexicon, word, capital, &mut Suffixes::default(), &mut |found| cuts.push(found.cut(word)));
        cuts.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.parts.len().cmp(&b.parts.len())));
        cuts
    }

    /// The first of them. `suffixes`: those remembered from other words.
    pub(super) fn best(lexicon: &'a Lexicon, word: &'a str, capital: bool, suffixes: &'a mut Suffixes) -> Option<Cut> {
        let mut best: Option<(f32, f32)> = None;
        let mut lefts: Vec<Left> = Vec::new();
        Search::each(lexicon, word, capital, suffixes, &mut |found| {
            let is_better = best.is_none_or(|(score, _)| {
                found.score.total_cmp(&score).then(lefts.len().cmp(&found.lefts.len())).is_gt()
            });
            if is_better {
                best = Some((found.score, found.worth));
                lefts.clear();
                lefts.extend(found.lefts);
            }
        });
        best.map(|(score, worth)| Found { lefts: &lefts, score, worth }.cut(word))
    }

    /// Shows every cut of `word` to `take`.
    fn each(
        lexicon: &'a Lexicon,
        word: &'a str,
        capital: bool,
        suffixes: &'a mut Suffixes,
        take: &mut dyn FnMut(&Found<'_>),
    ) {
        if word.len() > MOST_BYTES || word.chars().count() < LEAST_LETTERS || !word.chars().all(char::is_alphabetic) {
            return;
        }
        // No end of it is a head, then.
        if !capital && !is_adjective(word) {
            return;
        }
        let mut search = Search { lexicon, word, capital, suffixes, looked_at: 0 };
        let start = search.start(0);
        search.from(0, &start, &mut Vec::new(), take);
    }

    fn from(&mut self, at: usize, start: &Start, before: &mut Vec<Left>, take: &mut dyn FnMut(&Found<'_>)) {
        if self.looked_at >= MOST_CUTS {
            return;
        }
        if !before.is_empty()
            && let Some(worth) = start.head
        {
            self.looked_at += 1;
            take(&found(before, &self.word[at..], worth));
        }
        if before.len() == MOST_LEFT {
            return;
        }
        for left in start.lefts.iter() {
            let next = self.start(at + left.end);
            before.push(*left);
            self.from(at + left.end, &next, before, take);
            before.pop();
        }
    }

    /// What may begin at byte `at`.
    fn start(&mut self, at: usize) -> Start {
        let suffix = &self.word[at..];
        if let Some(known) = self.suffixes.of(self.capital).get(suffix) {
            return known;
        }
        let found = self.look_up(at);
        self.suffixes.of(self.capital).put(suffix.into(), found.clone());
        found
    }

    fn look_up(&mut self, at: usize) -> Start {
        let (mut lefts, head) = Rest { lexicon: self.lexicon, capital: self.capital, text: &self.word[at..] }.read();
        lefts.retain(|left| self.start(at + left.end).leads_to_head());
        Start { lefts: lefts.into(), head }
    }
}

impl Suffixes {
    fn of(&mut self, capital: bool) -> &mut Generations<Start> {
        if capital { &mut self.capital } else { &mut self.lower }
    }
}

impl Start {
    /// Whether it is a head, or has one behind its left parts.
    fn leads_to_head(&self) -> bool {
        self.head.is_some() || !self.lefts.is_empty()
    }
}

/// The part that `word`, an exact form, is by itself if it is the stem of a verb of which there is a noun in -ung, and no
/// word of its own: the `Werbe` in `Werbe-Budget`.
pub fn verb_stem(lexicon: &Lexicon, word: &str) -> Option<Part> {
    if letters(word) < LEAST_STEM || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    // Most words end otherwise: one walk along what all three have in common tells.
    let stem = word.strip_suffix('e').unwrap_or(word);
    let mut walk = Walk::new(lexicon);
    if !walk.step(stem.as_bytes()) {
        return None;
    }
    let of_noun = walk.counts_behind(b"ung");
    if !of_noun.is_noun() {
        return None;
    }
    let (counts, verb) = (lexicon.counts(word), walk.counts_behind(b"en"));
    // With a hyphen after it, it is met with a capital now and then.
    let known = !counts.listed && of_noun.noun > counts.noun && verb.is_lower();
    known.then(|| Part { range: 0..word.len(), base: format!("{stem}en"), noun: Some(noun_of(word)) })
}

pub(super) fn letters(text: &str) -> usize {
    text.chars().count()
}

/// What the lexicon knows of a whole word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whole {
    pub(super) counts: Counts,
    /// That of its most common inflection.
    pub(super) worth: f32,
}

pub(super) fn whole(lexicon: &Lexicon, word: &str) -> Whole {
    let (mut counts, mut most) = (Counts::default(), 0.0_f32);
    for (length, of_form) in inflections(lexicon, word, &["s", "es", "n", "en", "e", "er"]) {
        most = most.max(of_form.all());
        if length == word.len() {
            counts = of_form;
        }
    }
    Whole { counts, worth: most.ln_1p() }
}
