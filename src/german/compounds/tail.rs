//! The words that can begin at a given byte of a word: left parts of a compound, or its head.

use std::ops::Range;

use super::affixes::{is_adjective, is_particle, is_suffix};
use super::cut::{CompoundPart, letter_count};
use crate::german::lexicon::{Lexicon, LexiconWalk, WordCounts};
use crate::german::stop_words::is_stop_word;

/// Letters of the shortest left part, without its linking element.
const MIN_LEFT_LETTERS: usize = 3;
/// Letters of the shortest head.
const MIN_HEAD_LETTERS: usize = 4;
/// Letters of the shortest left part of a word in lower case.
const MIN_LOWER_LEFT_LETTERS: usize = 4;
/// Letters of the shortest head of a word in lower case.
const MIN_LOWER_HEAD_LETTERS: usize = 5;
/// Letters of the shortest stem of a verb, and of the shortest noun without its last e: shorter ones fit anywhere.
pub(super) const MIN_STEM_LETTERS: usize = 4;

/// Linking elements between a noun and what follows.
const LINKS: [&str; 8] = ["s", "es", "n", "en", "e", "er", "ns", "ens"];
/// Endings without which the head of a noun may stand in the lexicon.
const NOUN_ENDINGS: [&str; 7] = ["s", "es", "n", "en", "e", "er", "ern"];
/// Endings without which the head of a word in lower case may stand in the lexicon.
const LOWER_ENDINGS: [&str; 5] = ["e", "en", "er", "es", "em"];
/// Letters of the longest of these endings.
const MAX_ENDING_LETTERS: usize = 3;

/// Returns the least weight, ln(1 + count), of a part with this number of letters. Lists and texts hold many
/// abbreviations and slips, so a short part must be common.
fn min_weight(letters: usize, listed: bool) -> f32 {
    match (letters, listed) {
        (0..=3, true) => 4.0,
        (0..=3, false) => 5.0,
        (4, true) => 2.5,
        (4, false) => 3.5,
        (5, false) => 1.5,
        _ => 0.5,
    }
}

/// A left part. It owns no memory, because many are tried for each that is chosen.
#[derive(Debug, Clone, Copy)]
pub(super) struct LeftPart {
    /// Bytes of the part, its linking element included.
    pub(super) len: usize,
    /// Bytes of the part without its linking element.
    base_len: usize,
    /// Letters that the word it stands for has after these bytes.
    ending: &'static str,
    /// True for the stem of a verb of which there is a noun in -ung.
    has_noun: bool,
    /// Number of letters, without the linking element.
    pub(super) letters: usize,
    /// Weight of the word it stands for, ln(1 + count).
    pub(super) weight: f32,
}

impl LeftPart {
    /// Returns this left part as a part of `word` that begins at byte `start`.
    pub(super) fn part(&self, word: &str, start: usize) -> CompoundPart {
        let base = &word[start..start + self.base_len];
        let noun = self.has_noun.then(|| noun_of(base));
        CompoundPart { range: start..start + self.len, base: format!("{base}{}", self.ending), noun }
    }
}

/// Returns the noun in -ung made of the stem of a verb.
pub(super) fn noun_of(stem: &str) -> String {
    format!("{}ung", stem.strip_suffix('e').unwrap_or(stem))
}

/// Returns the left part that these bytes of a noun make up, if the rules allow it.
pub(super) fn left_part(lexicon: &Lexicon, word: &str, range: Range<usize>) -> Option<CompoundPart> {
    let (lefts, _) = Tail { lexicon, as_noun: true, text: &word[range.start..] }.readings();
    lefts.iter().find(|left| left.len == range.len()).map(|left| left.part(word, range.start))
}

/// Tail of a word, from some byte on.
pub(super) struct Tail<'a> {
    pub(super) lexicon: &'a Lexicon,
    /// True if the word is read as a noun, false if it is in lower case.
    pub(super) as_noun: bool,
    pub(super) text: &'a str,
}

impl Tail<'_> {
    /// Returns the left parts that the tail can begin with, and its weight if it can be a head. One walk along its
    /// letters finds both.
    pub(super) fn readings(&self) -> (Vec<LeftPart>, Option<f32>) {
        let may_be_head = self.may_be_head();
        let endings: &[&str] = if self.as_noun { &NOUN_ENDINGS } else { &LOWER_ENDINGS };
        let (mut lefts, mut head): (Vec<LeftPart>, f32) = (Vec::new(), 0.0);
        let mut walk = LexiconWalk::new(self.lexicon);
        let mut after = letter_count(self.text);
        for (letters, (at, letter)) in (1..).zip(self.text.char_indices()) {
            let len = at + letter.len_utf8();
            if !walk.step(&self.text.as_bytes()[at..len]) {
                break;
            }
            after -= 1;
            if may_be_head && (after == 0 || after <= MAX_ENDING_LETTERS && endings.contains(&&self.text[len..])) {
                head = head.max(self.head_weight(walk.counts(), letters, after == 0));
            }
            // What comes after a left part must be long enough for a head.
            if after < MIN_HEAD_LETTERS {
                if may_be_head { continue } else { break }
            }
            let base = &self.text[..len];
            if letters >= MIN_LEFT_LETTERS && (self.as_noun || letters >= MIN_LOWER_LEFT_LETTERS) {
                let before = lefts.len();
                self.push_left_parts(&walk, base, letters, &mut lefts);
                if lefts.len() > before && (is_particle(base) || is_stop_word(base)) {
                    lefts.truncate(before);
                }
            }
        }
        // Of two readings with the same end the more common one is kept.
        lefts.sort_by(|a, b| a.len.cmp(&b.len).then(b.weight.total_cmp(&a.weight)));
        lefts.dedup_by_key(|left| left.len);
        (lefts, (head > 0.0).then_some(head))
    }

    fn min_head_letters(&self) -> usize {
        if self.as_noun { MIN_HEAD_LETTERS } else { MIN_LOWER_HEAD_LETTERS }
    }

    fn may_be_head(&self) -> bool {
        letter_count(self.text) >= self.min_head_letters()
            && !is_suffix(self.text)
            && !is_stop_word(self.text)
            && (self.as_noun || is_adjective(self.text))
    }

    /// Returns the weight of a head with these counts, or 0 if it cannot be one. `letters` is its length in the lexicon;
    /// `is_whole` is true if no ending was stripped to find it there.
    fn head_weight(&self, counts: WordCounts, letters: usize, is_whole: bool) -> f32 {
        let weight = match self.as_noun {
            true if counts.is_noun() && !counts.name => counts.noun.ln_1p(),
            false if counts.is_lower() => counts.lower.ln_1p(),
            _ => 0.0,
        };
        let fits = is_whole || letters >= self.min_head_letters();
        if fits && weight >= min_weight(letters, counts.listed) { weight } else { 0.0 }
    }

    /// Appends the left parts that `base`, the beginning of the tail, can be. `walk` stands behind its letters.
    fn push_left_parts(&self, walk: &LexiconWalk<'_>, base: &str, letters: usize, lefts: &mut Vec<LeftPart>) {
        let base_len = base.len();
        let rest = &self.text[base_len..];
        let mut push = |len: usize, ending: &'static str, count: f32, listed: bool| {
            let weight = count.ln_1p();
            let fits = weight >= min_weight(letters, listed);
            if fits {
                lefts.push(LeftPart { len, base_len, ending, has_noun: false, letters, weight });
            }
            fits
        };
        let counts = walk.counts();
        if counts.is_noun() {
            push(base_len, "", counts.noun, counts.listed);
            for link in LINKS {
                let fits = link != "n" || base.ends_with(['e', 'r', 'l']);
                if fits && rest.starts_with(link) && letter_count(&rest[link.len()..]) >= MIN_HEAD_LETTERS {
                    push(base_len + link.len(), "", counts.noun, counts.listed);
                }
            }
        } else if self.as_noun && counts.is_lower() {
            push(base_len, "", counts.lower, false);
        }
        if letters < MIN_STEM_LETTERS {
            return;
        }
        // A noun that lost its last e.
        let with_e = walk.behind(b"e");
        let whole = with_e.as_ref().map(LexiconWalk::counts).unwrap_or_default();
        if whole.is_noun() {
            push(base_len, "e", whole.noun, whole.listed);
        }
        if !self.as_noun {
            return;
        }
        // The stem of a verb, alone or with e.
        let (ending, before_n) = if base.ends_with('e') { ("n", Some(walk)) } else { ("en", with_e.as_ref()) };
        let verb = before_n.map(|walk| walk.counts_behind(b"n")).unwrap_or_default();
        if verb.is_lower() && push(base_len, ending, verb.lower, false) {
            let noun = match base.ends_with('e') {
                true => self.lexicon.counts(&noun_of(base)),
                false => walk.counts_behind(b"ung"),
            };
            let has_noun = noun.is_noun();
            if let Some(left) = lefts.last_mut() {
                left.has_noun = has_noun;
            }
        }
    }
}
