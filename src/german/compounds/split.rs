//! The search for the best cut of a compound.
//!
//! A word is cut into left parts, each a known word and perhaps a linking element (`Bund·es`, `Wirtschaft·s`), and a
//! head, which is a known word in any inflection. Each part has a weight, which says how common it is, and a penalty,
//! which says how easily so short a word fits by chance. The cut with the lowest cost wins: each part costs as much as
//! its word is rare, so few and long parts win, and those that are compounds are cut by themselves afterwards. The
//! word stays whole if it is more common than its parts: then it has a meaning of its own. (That comparison is after
//! Koehn and Knight 2003, who take the geometric mean of frequencies; the rules about which words may stand where are
//! ours.)

use std::sync::Arc;

use super::affixes::foreign_suffix_start;
use super::cut::{CompoundPart, Cut, letter_count};
use super::heads::{ends_in_adjective, is_direction};
use super::tail::{Head, LeftPart, MIN_STEM_LETTERS, Tail, noun_of};
use crate::german::generational::GenerationalCache;
use crate::german::lexicon::{LexiconNear, WordCounts};

/// Letters of the shortest word that is split.
const MIN_COMPOUND_LETTERS: usize = 6;
/// Bytes of the longest word that is split. What is longer is not a word.
const MAX_COMPOUND_BYTES: usize = 80;
/// Left parts of a cut, at most.
const MAX_LEFT_PARTS: usize = 5;
/// Cuts looked at for one word. Real words have a few dozen.
const MAX_CUTS: usize = 500;
/// Tails in each generation of a cache.
const TAILS_PER_GENERATION: usize = 1 << 14;

/// Returns the penalty of a short part, in units of ln(frequency): a word of three letters must be e^1.5 times as common
/// as one of six.
fn short_penalty(letters: usize) -> f32 {
    match letters {
        0..=3 => 1.5,
        4 => 0.6,
        5 => 0.2,
        _ => 0.0,
    }
}

/// Penalty of each part in the score.
const PART_PENALTY: f32 = 0.3;
/// Cost of each part, in units of ln(frequency): what a word costs that was never met. It makes one long
/// part cheaper than two short ones, unless it is far rarer; a long part is cut later, by itself.
const PART_COST: f32 = 14.0;
/// Cost of a linking element, so that it wins only where what follows is clearly more common without its letters:
/// `Jahr·es|ende`, but `Antrag|steller`.
const LINK_COST: f32 = 0.8;

/// Tails of words with their readings, kept from word to word because many words end alike (`schutzgesetz`). A cache
/// serves one lexicon only.
#[derive(Debug)]
pub(in crate::german) struct TailCache {
    nouns: GenerationalCache<TailReading>,
    lower: GenerationalCache<TailReading>,
    /// Nouns that were parts, with their own parts; `None` for those that stay whole.
    pub(super) parts: GenerationalCache<Option<Arc<[CompoundPart]>>>,
}

impl Default for TailCache {
    fn default() -> TailCache {
        TailCache {
            nouns: GenerationalCache::new(TAILS_PER_GENERATION),
            lower: GenerationalCache::new(TAILS_PER_GENERATION),
            parts: GenerationalCache::new(TAILS_PER_GENERATION),
        }
    }
}

impl TailCache {
    fn for_reading(&mut self, as_noun: bool) -> &mut GenerationalCache<TailReading> {
        if as_noun { &mut self.nouns } else { &mut self.lower }
    }
}

/// Possible beginnings of a tail: left parts that lead to a head, and its weights if it is a head itself.
#[derive(Debug, Clone)]
struct TailReading {
    lefts: Arc<[LeftPart]>,
    head: Option<Head>,
}

impl TailReading {
    /// Returns true if the tail is a head, or has one behind its left parts.
    fn leads_to_head(&self) -> bool {
        self.head.is_some() || !self.lefts.is_empty()
    }
}

/// A cut by its left parts; the head is the rest of the word.
struct SplitCandidate<'b> {
    lefts: &'b [LeftPart],
    cost: f32,
    score: f32,
    weight: f32,
    rarest: f32,
}

impl<'b> SplitCandidate<'b> {
    fn new(lefts: &'b [LeftPart], letters: &str, head: Head) -> SplitCandidate<'b> {
        let count = lefts.len() as f32 + 1.0;
        let sum = lefts.iter().map(|left| left.weight).sum::<f32>() + head.weight;
        let short: f32 =
            lefts.iter().map(|left| short_penalty(left.letters)).sum::<f32>() + short_penalty(letter_count(letters));
        let links = lefts.iter().filter(|left| left.is_linked()).count() as f32;
        let extra: f32 = lefts.iter().map(|left| left.extra_cost).sum();
        let rarest = lefts.iter().map(|left| left.weight).fold(head.weight, f32::min);
        SplitCandidate {
            lefts,
            weight: sum / count,
            score: (sum - short) / count - PART_PENALTY * count,
            cost: PART_COST * count + LINK_COST * links + extra + short - sum + head.weight - head.form,
            rarest,
        }
    }

    fn cut(&self, word: &str) -> Cut {
        let mut start = 0;
        let mut parts: Vec<CompoundPart> = Vec::with_capacity(self.lefts.len() + 1);
        for left in self.lefts {
            parts.push(left.part(word, start));
            start += left.len;
        }
        parts.push(CompoundPart::literal(word, start..word.len()));
        let SplitCandidate { cost, score, weight, rarest, .. } = *self;
        Cut { parts, inner: Vec::new(), cost, score, weight, rarest }
    }
}

/// Search through the cuts of one exact form.
pub(super) struct Search<'a> {
    /// The lexicon as seen from the word, or from one that it begins.
    lexicon: &'a LexiconNear<'a>,
    word: &'a str,
    as_noun: bool,
    tails: &'a mut TailCache,
    /// Byte behind which no part begins.
    suffix_start: usize,
    /// Cuts looked at so far.
    cuts_seen: usize,
}

impl<'a> Search<'a> {
    /// Returns all cuts of `word`, an exact form, best first. `as_noun` is true if it is written as a noun.
    pub(super) fn cuts(lexicon: &LexiconNear<'_>, word: &str, as_noun: bool) -> Vec<Cut> {
        let mut cuts: Vec<Cut> = Vec::new();
        Search::each(lexicon, word, as_noun, &mut TailCache::default(), &mut |found| cuts.push(found.cut(word)));
        cuts.sort_by(|a, b| a.cost.total_cmp(&b.cost).then_with(|| a.parts.len().cmp(&b.parts.len())));
        cuts
    }

    /// Returns the first of [`Search::cuts`] without making the others.
    pub(super) fn best(lexicon: &LexiconNear<'_>, word: &str, as_noun: bool, tails: &mut TailCache) -> Option<Cut> {
        let mut best: Option<SplitCandidate<'static>> = None;
        let mut lefts: Vec<LeftPart> = Vec::new();
        Search::each(lexicon, word, as_noun, tails, &mut |found| {
            let is_better = best
                .as_ref()
                .is_none_or(|best| found.cost.total_cmp(&best.cost).then(found.lefts.len().cmp(&lefts.len())).is_lt());
            if is_better {
                best = Some(SplitCandidate { lefts: &[], ..*found });
                lefts.clear();
                lefts.extend(found.lefts);
            }
        });
        best.map(|best| SplitCandidate { lefts: &lefts, ..best }.cut(word))
    }

    /// Calls `visit` with every cut of `word`.
    fn each(
        lexicon: &LexiconNear<'_>,
        word: &str,
        as_noun: bool,
        tails: &mut TailCache,
        visit: &mut dyn FnMut(&SplitCandidate<'_>),
    ) {
        if word.len() > MAX_COMPOUND_BYTES
            || letter_count(word) < MIN_COMPOUND_LETTERS
            || !word.chars().all(char::is_alphabetic)
        {
            return;
        }
        if !as_noun && !ends_in_adjective(word) {
            return;
        }
        let mut search =
            Search { lexicon, word, as_noun, tails, suffix_start: foreign_suffix_start(word), cuts_seen: 0 };
        let reading = search.reading(0);
        search.visit_from(0, &reading, &mut Vec::new(), visit);
    }

    fn visit_from(
        &mut self,
        at: usize,
        reading: &TailReading,
        before: &mut Vec<LeftPart>,
        visit: &mut dyn FnMut(&SplitCandidate<'_>),
    ) {
        if self.cuts_seen >= MAX_CUTS {
            return;
        }
        if let Some(last) = before.last()
            && let Some(head) = reading.head
            && self.fits_together(last, at, head)
        {
            self.cuts_seen += 1;
            visit(&SplitCandidate::new(before, &self.word[at..], head));
        }
        if before.len() == MAX_LEFT_PARTS {
            return;
        }
        for left in reading.lefts.iter() {
            let next = self.reading(at + left.len);
            before.push(*left);
            self.visit_from(at + left.len, &next, before, visit);
            before.pop();
        }
    }

    /// Returns true if the head from byte `at` on can stand behind `left`.
    fn fits_together(&self, left: &LeftPart, at: usize, head: Head) -> bool {
        let (before, letters) = self.word.split_at(at);
        match letters {
            // `Jahres|ende`, but `Streikende` are people who do.
            "ende" | "endes" => !left.is_shortened() && !self.lexicon.counts_of(before, "en").is_lower(),
            "land" | "lands" | "landes" => !before.ends_with("deutsch"),
            _ if head.is_region => is_direction(&before[at - left.len..]),
            _ => at <= self.suffix_start,
        }
    }

    /// Returns what the tail from byte `at` on can begin with.
    fn reading(&mut self, at: usize) -> TailReading {
        let tail = &self.word[at..];
        if let Some(known) = self.tails.for_reading(self.as_noun).get(tail) {
            return known;
        }
        let reading = self.read_tail(at);
        self.tails.for_reading(self.as_noun).insert(tail.into(), reading.clone());
        reading
    }

    fn read_tail(&mut self, at: usize) -> TailReading {
        let (as_noun, text) = (self.as_noun, &self.word[at..]);
        let (mut lefts, head) = match at {
            0 => Tail { lexicon: self.lexicon, as_noun, text }.readings(),
            _ => Tail { lexicon: &self.lexicon.at(text), as_noun, text }.readings(),
        };
        lefts.retain(|left| self.reading(at + left.len).leads_to_head());
        TailReading { lefts: lefts.into(), head }
    }
}

/// Returns the only part of `word`, an exact form, if it is the stem of a verb of which there is a noun in -ung, and not
/// a word of its own: the `Werbe` in `Werbe-Budget`.
pub(in crate::german) fn verb_stem(lexicon: &LexiconNear<'_>, word: &str) -> Option<CompoundPart> {
    if letter_count(word) < MIN_STEM_LETTERS || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    let stem = word.strip_suffix('e').unwrap_or(word);
    let of_noun = lexicon.counts_of(stem, "ung");
    if !of_noun.is_noun() {
        return None;
    }
    let (counts, verb) = (lexicon.counts(word), lexicon.counts_of(stem, "en"));
    // Before a hyphen the stem is met with a capital now and then, so it may be counted as a noun.
    let is_stem = !counts.listed && of_noun.noun > counts.noun && verb.is_lower();
    is_stem.then(|| CompoundPart { range: 0..word.len(), base: format!("{stem}en"), noun: Some(noun_of(word)) })
}

/// Knowledge of the lexicon on a whole word.
#[derive(Debug, Clone, Copy)]
pub(super) struct WholeWord {
    pub(super) counts: WordCounts,
    /// Weight of its most common inflection, ln(1 + count).
    pub(super) weight: f32,
}

impl WholeWord {
    /// Looks up `word` and its inflections.
    pub(super) fn look_up(lexicon: &LexiconNear<'_>, word: &str) -> WholeWord {
        let counts = lexicon.counts(word);
        let bases = ["s", "es", "n", "en", "e", "er"].iter().filter_map(|ending| word.strip_suffix(ending));
        let most = bases.map(|base| lexicon.counts(base).all()).fold(counts.all(), f32::max);
        WholeWord { counts, weight: most.ln_1p() }
    }
}
