//! What may begin at this place of a word?

use std::ops::Range;

use super::affixes::{is_adjective, is_particle, is_suffix};
use super::split::{Part, letters};
use crate::german::lexicon::{Counts, Lexicon, Walk};
use crate::german::stop_words::is_stop_word;

/// Letters of the shortest left part without its linking element, and of the shortest head.
const LEAST_LEFT: usize = 3;
const LEAST_HEAD: usize = 4;
/// Letters a verb's stem or a noun without its last e must have: shorter ones fit anywhere.
pub(super) const LEAST_STEM: usize = 4;
/// The same for the head of a word in lower case, and for its left parts.
const LEAST_LOWER_HEAD: usize = 5;
const LEAST_LOWER_LEFT: usize = 4;
/// Endings without which a head may stand in the lexicon: of nouns, and of words in lower case.
const CAPITAL_ENDINGS: [&str; 7] = ["s", "es", "n", "en", "e", "er", "ern"];
const LOWER_ENDINGS: [&str; 5] = ["e", "en", "er", "es", "em"];
/// Letters of the longest of them.
const LONGEST_ENDING: usize = 3;

/// A part this short must be at least so common, as ln(1 + count): lists and texts hold many abbreviations and slips.
fn least_worth(letters: usize, listed: bool) -> f32 {
    match (letters, listed) {
        (0..=3, true) => 4.0,
        (0..=3, false) => 5.0,
        (4, true) => 2.5,
        (4, false) => 3.5,
        (5, false) => 1.5,
        _ => 0.5,
    }
}

/// A left part; light, because there are many for each that is taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Left {
    /// Its bytes, its linking element included.
    pub(super) end: usize,
    /// Those without it, and what the word it stands for has beside them.
    base: usize,
    ending: &'static str,
    /// It is a verb's stem of which there is a noun in -ung.
    has_noun: bool,
    pub(super) letters: usize,
    pub(super) worth: f32,
}

impl Left {
    /// The part that it is when it begins at byte `start` of `word`.
    pub(super) fn part(&self, word: &str, start: usize) -> Part {
        let base = &word[start..start + self.base];
        let noun = self.has_noun.then(|| noun_of(base));
        Part { range: start..start + self.end, base: format!("{base}{}", self.ending), noun }
    }
}

/// The noun in -ung made of a verb's stem.
pub(super) fn noun_of(stem: &str) -> String {
    format!("{}ung", stem.strip_suffix('e').unwrap_or(stem))
}

/// The left part that these bytes of a noun are.
pub(super) fn left_part(lexicon: &Lexicon, word: &str, range: Range<usize>) -> Option<Part> {
    let (lefts, _) = Rest { lexicon, capital: true, text: &word[range.start..] }.read();
    lefts.iter().find(|left| left.end == range.len()).map(|left| left.part(word, range.start))
}

/// A word from some place on.
pub(super) struct Rest<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) capital: bool,
    pub(super) text: &'a str,
}

impl Rest<'_> {
    /// The left parts it can begin with, and its worth as a head: one walk along its letters.
    pub(super) fn read(&self) -> (Vec<Left>, Option<f32>) {
        let may_be_head = self.may_be_head();
        let endings: &[&str] = if self.capital { &CAPITAL_ENDINGS } else { &LOWER_ENDINGS };
        let (mut found, mut head): (Vec<Left>, f32) = (Vec::new(), 0.0);
        let mut walk = Walk::new(self.lexicon);
        let mut left = letters(self.text);
        for (count, (at, letter)) in (1..).zip(self.text.char_indices()) {
            let length = at + letter.len_utf8();
            if !walk.step(&self.text.as_bytes()[at..length]) {
                break;
            }
            left -= 1;
            if may_be_head && (left == 0 || left <= LONGEST_ENDING && endings.contains(&&self.text[length..])) {
                head = head.max(self.head_worth(walk.counts(), count, left == 0));
            }
            // What is left must be long enough for a head.
            if left < LEAST_HEAD {
                if may_be_head { continue } else { break }
            }
            let base = &self.text[..length];
            if count >= LEAST_LEFT && (self.capital || count >= LEAST_LOWER_LEFT) {
                let before = found.len();
                self.as_left(&walk, base, count, &mut found);
                if found.len() > before && (is_particle(base) || is_stop_word(base)) {
                    found.truncate(before);
                }
            }
        }
        // Of two readings with the same end the more common one.
        found.sort_by(|a, b| a.end.cmp(&b.end).then(b.worth.total_cmp(&a.worth)));
        found.dedup_by_key(|left| left.end);
        (found, (head > 0.0).then_some(head))
    }

    fn least_head(&self) -> usize {
        if self.capital { LEAST_HEAD } else { LEAST_LOWER_HEAD }
    }

    fn may_be_head(&self) -> bool {
        letters(self.text) >= self.least_head()
            && !is_suffix(self.text)
            && !is_stop_word(self.text)
            && (self.capital || is_adjective(self.text))
    }

    /// The worth of a head of which these are the counts, in one of its inflections; `count`: its letters.
    fn head_worth(&self, counts: Counts, count: usize, is_whole: bool) -> f32 {
        let worth = match self.capital {
            true if counts.is_noun() && !counts.name => counts.noun.ln_1p(),
            false if counts.is_lower() => counts.lower.ln_1p(),
            _ => 0.0,
        };
        let fits = is_whole || count >= self.least_head();
        if fits && worth >= least_worth(count, counts.listed) { worth } else { 0.0 }
    }

    /// The ways in which `base`, which it begins with, can be a left part.
    fn as_left(&self, walk: &Walk<'_>, base: &str, count: usize, found: &mut Vec<Left>) {
        let end = base.len();
        let rest = &self.text[end..];
        let mut add = |end: usize, ending: &'static str, frequency: f32, listed: bool| {
            let worth = frequency.ln_1p();
            let fits = worth >= least_worth(count, listed);
            if fits {
                found.push(Left { end, base: base.len(), ending, has_noun: false, letters: count, worth });
            }
            fits
        };
        let counts = walk.counts();
        if counts.is_noun() {
            add(end, "", counts.noun, counts.listed);
            for link in ["s", "es", "n", "en", "e", "er", "ns", "ens"] {
                let fits = link != "n" || base.ends_with(['e', 'r', 'l']);
                if fits && rest.starts_with(link) && letters(&rest[link.len()..]) >= LEAST_HEAD {
                    add(end + link.len(), "", counts.noun, counts.listed);
                }
            }
        } else if self.capital && counts.is_lower() {
            add(end, "", counts.lower, false);
        }
        if count < LEAST_STEM {
            return;
        }
        // A noun that lost its last e.
        let with_e = walk.behind(b"e");
        let dropped = with_e.as_ref().map(Walk::counts).unwrap_or_default();
        if dropped.is_noun() {
            add(end, "e", dropped.noun, dropped.listed);
        }
        if !self.capital {
            return;
        }
        // The stem of a verb, alone or with e.
        let (ending, before_n) = if base.ends_with('e') { ("n", Some(walk)) } else { ("en", with_e.as_ref()) };
        let verb = before_n.map(|walk| walk.counts_behind(b"n")).unwrap_or_default();
        if verb.is_lower() && add(end, ending, verb.lower, false) {
            let noun = match base.ends_with('e') {
                true => self.lexicon.counts(&noun_of(base)),
                false => walk.counts_behind(b"ung"),
            };
            let has_noun = noun.is_noun();
            if let Some(left) = found.last_mut() {
                left.has_noun = has_noun;
            }
        }
    }
}
