//! The words that can begin at a given byte of a word: left parts of a compound, or its head.

use std::ops::Range;

use super::affixes::{
    Prefix, has_verbal_prefix, is_particle, is_suffix, loses_e_before_s, makes_no_compounds, prefixes, side,
    takes_linking_s,
};
use super::cut::{CompoundPart, letter_count};
use super::heads::{is_adjective, is_region, is_short_head, is_short_left};
use crate::german::gendered::feminine_base;
use crate::german::lexicon::{Lexicon, LexiconNear, LexiconWalk, WordCounts};
use crate::german::stop_words::is_stop_word;

/// Letters of the shortest part that needs no place in a list of short words.
const MIN_FREE_LETTERS: usize = 4;
/// Letters of the shortest part: `öl`.
const MIN_PART_LETTERS: usize = 2;
/// Letters of the shortest stem of a verb, and of the shortest noun without its last e: shorter ones fit anywhere.
pub(super) const MIN_STEM_LETTERS: usize = 4;

/// Letters of the longest stem that is tried for being that of a verb.
const MAX_TRIED_STEM_LETTERS: usize = 5;
/// Count in lower case from which on a word that has inflections in -en is an adjective: `spät`, `oral`.
const MIN_ADJECTIVE_COUNT: f32 = 5.0;

/// How many times more common than a noun in -e that without it is, at least, for the former to be a variant: `Türe`.
const MAX_VARIANT_RATIO: f32 = 40.0;
/// How many times more common than the letters a noun with an e behind them is, at least, for these to be the beginning of that
/// noun: `Kirsch|baum`.
const MAX_SHORTENED_RATIO: f32 = 5.0;
/// Least weight of a noun made of a verb in -ieren, of which texts make new ones: `Editierung`.
const MIN_IERUNG_WEIGHT: f32 = 1.0;

/// Linking elements between a noun and what follows. There is no -er-: `kinder`, `bilder` are known as plurals, and where no
/// plural is known it is the beginning of what follows (`Zahn|ersatz`).
const LINKS: [&str; 7] = ["s", "es", "n", "en", "e", "ns", "ens"];
/// Ending of feminine plurals before what follows: `Leserinnen|briefe`.
const FEMININE_PLURAL: &str = "innen";
/// Endings without which the head of a noun may stand in the lexicon.
pub(super) const NOUN_ENDINGS: [&str; 7] = ["s", "es", "n", "en", "e", "er", "ern"];
/// Endings without which the head of a word in lower case may stand in the lexicon.
pub(super) const LOWER_ENDINGS: [&str; 5] = ["e", "en", "er", "es", "em"];
/// Endings that make a noun of the stem of a verb: `Steller` and `Hinterziehung` may be unknown, `stellen` is not.
const VERBAL_ENDINGS: [&str; 6] = ["er", "ers", "ern", "ung", "ungen", "ungs"];
/// Letters of the shortest verb stem whose noun is a head.
const MIN_VERBAL_STEM_LETTERS: usize = 5;
/// Extra cost of a noun in -ung, -heit and the like without its linking s: `Verfassungs|treue`.
const UNLINKED_COST: f32 = 3.0;
/// Weight of a prefix: that of a word of middling frequency.
const PREFIX_WEIGHT: f32 = 5.0;
/// Extra cost of a prefix, which is more common than its weight.
const PREFIX_COST: f32 = -3.0;
/// Difference in weight between a word and a form of it that no list has.
const ENDING_PENALTY: f32 = 0.5;
/// Difference in weight between a verb and the noun made of it.
const VERBAL_DISCOUNT: f32 = 2.5;
/// Letters of the longest ending above.
const MAX_ENDING_LETTERS: usize = 5;

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
    /// Cost that its weight does not show: more for a noun that lacks the linking s it asks for, less for a prefix.
    pub(super) extra_cost: f32,
    /// Number of letters, without the linking element.
    pub(super) letters: usize,
    /// Weight of the word it stands for, ln(1 + count).
    pub(super) weight: f32,
}

impl LeftPart {
    /// Returns true if it has a linking element.
    pub(super) fn is_linked(&self) -> bool {
        self.len > self.base_len
    }

    /// Returns true if it is the stem of a verb, or a noun without its last e.
    pub(super) fn is_shortened(&self) -> bool {
        !self.ending.is_empty()
    }

    /// Returns this left part as a part of `word` that begins at byte `start`.
    pub(super) fn part(&self, word: &str, start: usize) -> CompoundPart {
        let base = &word[start..start + self.base_len];
        if let Some(side) = side(&word[start..]).filter(|side| side.len() == self.len) {
            return CompoundPart::literal(side, 0..side.len()).moved_by(start);
        }
        let noun = self.has_noun.then(|| noun_of(base));
        CompoundPart { range: start..start + self.len, base: format!("{base}{}", self.ending), noun }
    }
}

/// Returns true if the stem, with or without e, is that of a verb, which has a form in -t: `hinten` and `offenen` are no
/// verbs. Long stems are not tried: `durchhaltet` is rarer than `durchhalten`.
pub(super) fn is_verb_stem(lexicon: &Lexicon, stem: &str) -> bool {
    let stem = stem.strip_suffix('e').unwrap_or(stem);
    if letter_count(stem) > MAX_TRIED_STEM_LETTERS {
        return true;
    }
    lexicon.counts(&format!("{stem}{}", stem_ending(stem))).all() > 0.0
}

/// Returns the ending of the form in -t of a verb with this stem.
fn stem_ending(stem: &str) -> &'static str {
    if stem.ends_with(['d', 't']) { "et" } else { "t" }
}

/// Returns the noun in -ung made of the stem of a verb.
pub(super) fn noun_of(stem: &str) -> String {
    format!("{}ung", stem.strip_suffix('e').unwrap_or(stem))
}

/// Returns the left part that these bytes of a noun make up, if the rules allow it.
pub(super) fn left_part(lexicon: &Lexicon, word: &str, range: Range<usize>) -> Option<CompoundPart> {
    let text = &word[range.start..];
    let (lefts, _) = Tail { lexicon: &LexiconNear::new(lexicon, text), as_noun: true, text }.readings();
    lefts.iter().find(|left| left.len == range.len()).map(|left| left.part(word, range.start))
}

/// Weights of a tail as the head of a word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    /// Weight as it stands, ln(1 + count): `Orten` is not as common as `Ort`, and begins inside `Sorten`.
    pub(super) form: f32,
    /// Weight of its most common inflection.
    pub(super) weight: f32,
    /// True for the name of a country, which only directions have before them.
    pub(super) is_region: bool,
}

/// Tail of a word, from some byte on.
pub(super) struct Tail<'a> {
    /// The lexicon as seen from the tail, or from a word that begins with it.
    pub(super) lexicon: &'a LexiconNear<'a>,
    /// True if the word is read as a noun, false if it is in lower case.
    pub(super) as_noun: bool,
    pub(super) text: &'a str,
}

impl Tail<'_> {
    /// Returns the left parts that the tail can begin with, and its weight if it can be a head. One walk along its
    /// letters finds both.
    pub(super) fn readings(&self) -> (Vec<LeftPart>, Option<Head>) {
        let may_be_head = self.may_be_head();
        let mut lefts: Vec<LeftPart> = self.prefixes();
        // Weights of the tail as it stands, and of its most common inflection.
        let (mut form, mut most) = (0.0_f32, 0.0_f32);
        let mut after = letter_count(self.text);
        for (letters, (at, letter)) in (1..).zip(self.text.char_indices()) {
            let len = at + letter.len_utf8();
            let Some(walk) = self.lexicon.behind(len) else { break };
            after -= 1;
            if may_be_head && after <= MAX_ENDING_LETTERS {
                let weight = self.head_weight(walk, len, letters);
                let of_verb = self.verbal_weight(walk, len, letters);
                form = form.max(if after == 0 { weight.max(of_verb) } else { of_verb });
                most = most.max(weight).max(of_verb);
            }
            // What comes after a left part must be long enough for a head.
            if after < MIN_PART_LETTERS {
                if may_be_head { continue } else { break }
            }
            let base = &self.text[..len];
            if (letters >= MIN_FREE_LETTERS && has_vowel(base)) || is_short_left(base) {
                let before = lefts.len();
                self.push_left_parts(walk, base, letters, &mut lefts);
                if lefts.len() > before && (is_particle(base) || is_stop_word(base)) {
                    lefts.truncate(before);
                }
            }
        }
        // Of two readings with the same end the more common one is kept.
        lefts.sort_by(|a, b| a.len.cmp(&b.len).then(b.weight.total_cmp(&a.weight)));
        lefts.dedup_by_key(|left| left.len);
        let form = if form > 0.0 { form } else { most - ENDING_PENALTY };
        let is_region = || self.as_noun && is_region(self.text.strip_suffix('s').unwrap_or(self.text));
        (lefts, (most > 0.0).then(|| Head { form, weight: most, is_region: is_region() }))
    }

    /// Returns the prefixes that the tail begins with.
    fn prefixes(&self) -> Vec<LeftPart> {
        if !self.as_noun {
            return Vec::new();
        }
        let left = |prefix: &Prefix| LeftPart {
            len: prefix.letters.len(),
            base_len: prefix.letters.len(),
            ending: prefix.ending,
            has_noun: false,
            extra_cost: PREFIX_COST,
            letters: prefix.letters.len(),
            weight: PREFIX_WEIGHT,
        };
        prefixes(self.text).map(left).collect()
    }

    fn may_be_head(&self) -> bool {
        match self.as_noun {
            true => {
                is_short_head(self.text)
                    || letter_count(self.text) >= MIN_FREE_LETTERS && !is_suffix(self.text) && !is_stop_word(self.text)
            }
            false => is_adjective(self.text),
        }
    }

    /// Returns the weight of the tail as a head whose first `len` bytes, `letters` letters, stand in the lexicon, or 0 if it
    /// cannot be one. `walk` stands behind them; the rest is an ending.
    fn head_weight(&self, walk: &LexiconWalk<'_>, len: usize, letters: usize) -> f32 {
        let (base, ending) = self.text.split_at(len);
        let endings: &[&str] = if self.as_noun { &NOUN_ENDINGS } else { &LOWER_ENDINGS };
        let mut weight = 0.0_f32;
        if ending.is_empty() || endings.contains(&ending) {
            let counts = walk.counts();
            let is_short = letters < MIN_FREE_LETTERS;
            let fits = match self.as_noun {
                true => {
                    let fits_short = || is_short_head(base) && matches!(ending, "" | "s" | "es");
                    let is_name = counts.name && !is_region(base) || is_like_surname(base, counts);
                    (!is_short || fits_short()) && counts.is_noun() && !is_name
                }
                false => counts.is_lower(),
            };
            let count = if self.as_noun { counts.noun } else { counts.lower };
            if fits && count.ln_1p() >= min_weight(letters, counts.listed) {
                weight = count.ln_1p();
            }
        }
        weight
    }

    /// Returns the weight of the tail as a noun made of the verb whose stem its first `len` bytes, `letters` letters, are, or
    /// 0 if it is none. `walk` stands behind them; the rest is an ending.
    fn verbal_weight(&self, walk: &LexiconWalk<'_>, len: usize, letters: usize) -> f32 {
        let (stem, ending) = self.text.split_at(len);
        if !self.as_noun || letters < MIN_VERBAL_STEM_LETTERS || !VERBAL_ENDINGS.contains(&ending) {
            return 0.0;
        }
        let verb = walk.counts_behind(b"en");
        if !is_infinitive(verb) || (ending.starts_with('e') && has_verbal_prefix(stem)) {
            return 0.0;
        }
        let least = if stem.ends_with("ier") { MIN_IERUNG_WEIGHT } else { 0.0 };
        (verb.lower.ln_1p() - VERBAL_DISCOUNT).max(least)
    }

    /// Appends the left parts that `base`, the beginning of the tail, can be. `walk` stands behind its letters.
    fn push_left_parts(&self, walk: &LexiconWalk<'_>, base: &str, letters: usize, lefts: &mut Vec<LeftPart>) {
        let base_len = base.len();
        let rest = &self.text[base_len..];
        let counts = walk.counts();
        // `Stars` are met more often than a *Star*.
        let of_forms = if counts.kinds.noun && counts.noun > 0.0 { counts.noun_lemma } else { 0.0 };
        let mut push = |len: usize, ending: &'static str, count: f32, listed: bool| {
            let weight = count.ln_1p();
            let most = if ending.is_empty() { count.max(of_forms) } else { count };
            let fits = most.ln_1p() >= min_weight(letters, listed) && len + MIN_PART_LETTERS <= self.text.len();
            if fits {
                let lacks_link = len == base_len && ending.is_empty() && takes_linking_s(base);
                let extra_cost = if lacks_link { UNLINKED_COST } else { 0.0 };
                lefts.push(LeftPart { len, base_len, ending, has_noun: false, extra_cost, letters, weight });
            }
            fits
        };
        if counts.is_noun() {
            push(base_len, "", counts.noun, counts.listed);
            let with_e = walk.counts_behind(b"e");
            let has_e = with_e.kinds.noun && with_e.noun > 0.0;
            let is_variant_in_e = with_e.noun * MAX_VARIANT_RATIO < counts.noun;
            // An adjective or a name that is a noun now and then takes none.
            let takes_link = counts.listed || counts.noun > counts.lower;
            for link in LINKS {
                // `Bußgeld` has nothing of *Bus*: no s links what ends in one.
                let may_follow = match link {
                    // `Dürre|sommer`: what is a noun with its e has no link.
                    "e" => !has_e,
                    // `Raten|zahlung` is of *Rate*.
                    "en" => !has_e || is_variant_in_e,
                    "n" => base.ends_with(['e', 'r', 'l']),
                    "s" => !base.ends_with(['s', 'x']),
                    _ => true,
                };
                let fits = takes_link && may_follow;
                if fits && rest.starts_with(link) {
                    push(base_len + link.len(), "", counts.noun, counts.listed);
                }
            }
            if rest.starts_with(FEMININE_PLURAL) {
                let len = base_len + FEMININE_PLURAL.len();
                if feminine_base(self.lexicon.all(), &self.text[..len]).as_deref() == Some(base) {
                    push(len, "", counts.noun, counts.listed);
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
        // `Maß|band`, `Kohl|kopf`: a noun without e lost none.
        let is_whole = counts.kinds.noun && counts.noun * MAX_SHORTENED_RATIO > whole.noun;
        if whole.is_noun() && !is_whole {
            push(base_len, "e", whole.noun, whole.listed);
        }
        if whole.is_noun() && loses_e_before_s(base) && rest.starts_with('s') {
            push(base_len + 1, "e", whole.noun, whole.listed);
        }
        if !self.as_noun {
            return;
        }
        // The stem of a verb, alone or with e.
        let in_n = || walk.counts_behind(b"n");
        let in_en = || with_e.as_ref().map(|with_e| with_e.counts_behind(b"n")).unwrap_or_default();
        let (ending, verb) = match base.as_bytes() {
            // `Lade`, `Lese`, but `Mess`: after these sounds only.
            [.., b'b' | b'd' | b'g' | b't', b'e'] => ("n", in_n()),
            [.., before, b's', b'e'] if *before != b's' => ("n", in_n()),
            [.., b'e'] => return,
            // `kletter`, `sammel`; but `experimentier`.
            [.., b'e', b'l' | b'r'] if in_n().is_lower() => ("n", in_n()),
            _ => ("en", in_en()),
        };
        if !is_infinitive(verb) || makes_no_compounds(base) {
            return;
        }
        let is_verb = match base.strip_suffix('e') {
            Some(_) => is_verb_stem(self.lexicon.all(), base),
            None => letters > MAX_TRIED_STEM_LETTERS || walk.counts_behind(stem_ending(base).as_bytes()).all() > 0.0,
        };
        if !is_verb {
            if counts.lower >= MIN_ADJECTIVE_COUNT {
                push(base_len, "", counts.lower.max(verb.lower), false);
            }
        } else if push(base_len, ending, verb.lower, false) {
            let noun = match base.ends_with('e') {
                true => self.lexicon.counts_of(&base[..base_len - 1], "ung"),
                false => walk.counts_behind(b"ung"),
            };
            let has_noun = noun.is_noun();
            if let Some(left) = lefts.last_mut() {
                left.has_noun = has_noun;
            }
        }
    }
}
/// Returns true for a name that looks like a plural in -er and is in no list: `Rainer`, which is none of *Rain*.
fn is_like_surname(head: &str, counts: WordCounts) -> bool {
    let is_in_list = counts.kinds.noun || counts.kinds.form;
    counts.listed && !is_in_list && head.ends_with("er")
}

/// Returns true for letters that can be spoken: `schw` is an abbreviation.
fn has_vowel(letters: &str) -> bool {
    letters.contains(['a', 'e', 'i', 'o', 'u', 'y', 'ä', 'ö', 'ü'])
}

/// Returns true if the word counted so is an infinitive that texts have: `starben` and `kamen` are other forms.
fn is_infinitive(verb: WordCounts) -> bool {
    verb.kinds.verb && verb.is_lower()
}
