//! Counts the words of texts.

use std::collections::{BTreeMap, HashSet};

use hashbrown::HashMap;
use tantivy::directory::OwnedBytes;

use super::{Counts, Lexicon};
use crate::german::compounds::{Suffixes, split};
use crate::german::normalize;
use crate::german::tokenizer::Tokenizer;

/// Longer words, in bytes, are not learnt: parts are short, and what is as long as this is split if it can be.
const MOST_BYTES: usize = 40;
/// Words that are held while counting. Beyond, those met once are dropped: memory stays bounded.
const MOST_WORDS: usize = 4_000_000;
/// A capitalised word that follows an article at less than this share of its places is a name. In debates persons,
/// towns and countries lie below .03, common nouns above .25, those mostly without article (`Kollegen`) at .1.
const NAME_SHARE: f32 = 0.06;
/// Places a word must have been met at before it can prove to be a name.
const NAME_PLACES: u32 = 12;

/// A word that no list has must be met this often to enter the built-in list: once may be a slip of the pen.
const LEAST_COUNT: u32 = 2;
/// A compound met more often than this stays in the built-in list.
const RARE: f32 = 20.0;

/// Articles and what stands like one before a noun, in the order of their bytes.
#[rustfmt::skip]
const DETERMINERS: &[&str] = &[
    "alle", "am", "beide", "beim", "das", "dem", "den", "der", "des", "die", "diese", "diesem", "diesen",
    "dieser", "dieses", "drei", "ein", "eine", "einem", "einen", "einer", "eines", "einige", "fünf", "ihr",
    "ihre", "ihrem", "ihren", "ihrer", "ihres", "im", "ins", "jede", "jedem", "jeden", "jeder", "jedes",
    "kein", "keine", "keinem", "keinen", "keiner", "keinerlei", "mehr", "mehrere", "mein", "meine", "sein",
    "seine", "seinem", "seinen", "seiner", "seines", "unser", "unsere", "unserem", "unseren", "unserer",
    "viel", "viele", "vier", "vom", "weniger", "zehn", "zum", "zur", "zwei",
];
/// Bytes of the longest of them.
const LONGEST_DETERMINER: usize = 9;

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    noun: u32,
    lower: u32,
    /// Of the nouns: after a determiner.
    determined: u32,
}

/// Learns how common words are from texts.
#[derive(Debug, Default)]
pub struct Learner {
    words: HashMap<String, Tally>,
    /// The exact form of the word at hand.
    form: String,
    /// Words of lists.
    given: HashSet<Box<str>>,
    /// Nouns of lists, without umlauts.
    basic: HashSet<String>,
}

impl Learner {
    /// Counts the words of a text.
    pub fn text(&mut self, text: &str) {
        let (mut end, mut determined) = (0, false);
        for word in Tokenizer::new(text).filter(|word| word.span == 1 && word.base_end.is_none()) {
            let between = &text[end..word.range.start];
            let initial = end == 0 || between.contains(|c: char| !matches!(c, ' ' | '-' | ',' | '/' | '\u{a0}'));
            end = word.range.end;
            let slice = &text[word.range];
            let was_determined = std::mem::take(&mut determined) && between == " ";
            if slice.len() > MOST_BYTES || !slice.chars().all(char::is_alphabetic) {
                continue;
            }
            let mut letters = slice.chars();
            let capital = letters.next().is_some_and(char::is_uppercase);
            if letters.any(char::is_uppercase) {
                continue;
            }
            self.form.clear();
            normalize(slice, &mut self.form);
            debug_assert!(DETERMINERS.is_sorted());
            determined = !capital
                && self.form.len() <= LONGEST_DETERMINER
                && DETERMINERS.binary_search(&self.form.as_str()).is_ok();
            // Of `die Griechenland-Krise` the article belongs to the crisis.
            let joined = text[end..].starts_with('-') || between == "-";
            if capital && initial {
                continue;
            }
            self.count(capital, was_determined && !joined);
        }
        if self.words.len() > MOST_WORDS {
            self.words.retain(|_, tally| tally.noun + tally.lower > 1);
        }
    }

    /// Adds what another has counted.
    pub fn merge(&mut self, other: Learner) {
        for (word, tally) in other.words {
            let sum = self.words.entry(word).or_default();
            sum.noun += tally.noun;
            sum.lower += tally.lower;
            sum.determined += tally.determined;
        }
        self.given.extend(other.given);
        self.basic.extend(other.basic);
    }

    fn count(&mut self, capital: bool, determined: bool) {
        let tally = self.words.entry_ref(self.form.as_str()).or_default();
        tally.noun += u32::from(capital);
        tally.determined += u32::from(capital && determined);
        tally.lower += u32::from(!capital);
    }

    /// A word of a list: known even if no text has it.
    pub fn known(&mut self, word: &str, is_noun: bool) {
        let mut form = String::new();
        normalize(word, &mut form);
        if is_noun {
            self.basic.insert(without_umlauts(&form));
        }
        self.given.insert(form.into());
    }

    /// Whether a list has this exact form as a noun, or a noun of which it is a form.
    fn is_listed(&self, exact: &str) -> bool {
        // `Häuser` is the plural of `Haus`: umlauts do not count, nor does an ending.
        let plain = without_umlauts(exact);
        let endings = ["", "s", "es", "n", "en", "e", "er", "ern", "nen", "se", "sen", "ses", "ien", "ens"];
        endings.iter().any(|ending| plain.strip_suffix(ending).is_some_and(|base| self.basic.contains(base)))
    }

    /// Whether it has met no word at all.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.given.is_empty()
    }

    /// All words met at least `least` times or given, with their counts, in the order of the alphabet.
    pub fn counts(&self, least: u32) -> BTreeMap<&str, Counts> {
        let given = self.given.iter().map(|word| (&**word, Tally::default()));
        let met = self.words.iter().filter(|(_, tally)| tally.noun + tally.lower >= least);
        let all: BTreeMap<&str, Tally> = given.chain(met.map(|(word, tally)| (word.as_str(), *tally))).collect();
        all.into_iter().map(|(word, tally)| (word, self.judged(word, tally))).collect()
    }

    fn judged(&self, word: &str, tally: Tally) -> Counts {
        let listed = self.is_listed(word);
        let share = tally.determined as f32 / tally.noun.max(1) as f32;
        // A word of the lists of forms that is no noun's form and is never in lower case is a name, too.
        let unknown_noun = self.given.contains(word) && tally.lower == 0 && share < 2.0 * NAME_SHARE;
        let name = !listed && ((tally.noun >= NAME_PLACES && share < NAME_SHARE) || (tally.noun > 0 && unknown_noun));
        let (mut noun, mut lower) = (tally.noun as f32, tally.lower as f32);
        // A word that no text has but a list.
        if noun + lower == 0.0 {
            (noun, lower) = if listed { (1.0, 0.0) } else { (0.0, 1.0) };
        }
        Counts { noun, lower, name, listed }
    }

    /// The built-in list as bytes: without the rare compounds, which the rest of the list splits just as well.
    pub fn builtin(&self) -> Vec<u8> {
        let mut counts = self.counts(LEAST_COUNT);
        let all = Lexicon::empty().with_learnt(OwnedBytes::new(Learner::finish(&counts)));
        if let Some(all) = all {
            let mut suffixes = Suffixes::default();
            let mut is_whole = |word: &str, noun| split(&all, word, noun, &mut suffixes).is_none();
            counts.retain(|word, counts| counts.all() > RARE || is_whole(word, counts.is_noun()));
        }
        Learner::finish(&counts)
    }

    /// The list as bytes, for [`super::Lexicon::with_learnt`].
    pub fn finish(counts: &BTreeMap<&str, Counts>) -> Vec<u8> {
        let pairs = counts.iter().map(|(word, counts)| (*word, counts.pack()));
        fst::raw::Fst::from_iter_map(pairs.map(|(word, value)| (word.as_bytes(), value)))
            .map(fst::raw::Fst::into_inner)
            .unwrap_or_default()
    }
}

fn without_umlauts(exact: &str) -> String {
    exact
        .chars()
        .map(|c| match c {
            'ä' => 'a',
            'ö' => 'o',
            'ü' => 'u',
            c => c,
        })
        .collect()
}
