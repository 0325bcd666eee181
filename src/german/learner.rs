//! Counting the words of texts, which makes the lists of a lexicon.

use std::collections::{BTreeMap, HashSet};

use fst::raw::Fst;
use hashbrown::HashMap;
use tantivy::directory::OwnedBytes;

use super::compounds::{TailCache, split_by_rules};
use super::fold_marks::fold_marks;
use super::lemma;
use super::lexicon::{Kinds, Lexicon, LexiconNear, WordCounts};
use super::normalize::{exact_form, normalize};
use super::tokenizer::Tokenizer;

/// Bytes of the longest word that is learnt. Parts are short, and a longer word is split if it can be.
const MAX_LEARNT_WORD_BYTES: usize = 40;
/// Words held while counting. Beyond this number those met once are dropped, so memory stays bounded.
const MAX_HELD_WORDS: usize = 4_000_000;

/// A capitalised word is a name if it follows an article at less than this share of its occurrences. In debates persons,
/// towns and countries lie below .03, common nouns above .25, those mostly without article (`Kollegen`) at .1.
const MAX_NAME_SHARE: f32 = 0.06;
/// Occurrences of a word, at least, for it to be recognised as a name by this share.
const MIN_NAME_COUNT: u32 = 12;

/// How many times more common than its imperative an infinitive is, at least.
const MIN_VERB_RATIO: f32 = 4.0;

/// Occurrences of a word that no list has, to enter the built-in list: once may be a slip of the pen.
const MIN_BUILTIN_COUNT: u32 = 2;
/// Occurrences above which a compound stays in the built-in list.
const MAX_RARE_COUNT: f32 = 20.0;

/// Articles and other words that introduce a noun, in byte order.
#[rustfmt::skip]
const DETERMINERS: &[&str] = &[
    "alle", "am", "beide", "beim", "das", "dem", "den", "der", "des", "die", "diese", "diesem", "diesen",
    "dieser", "dieses", "drei", "ein", "eine", "einem", "einen", "einer", "eines", "einige", "fünf", "ihr",
    "ihre", "ihrem", "ihren", "ihrer", "ihres", "im", "ins", "jede", "jedem", "jeden", "jeder", "jedes",
    "kein", "keine", "keinem", "keinen", "keiner", "keinerlei", "mehr", "mehrere", "mein", "meine", "sein",
    "seine", "seinem", "seinen", "seiner", "seines", "unser", "unsere", "unserem", "unseren", "unserer",
    "viel", "viele", "vier", "vom", "weniger", "zehn", "zum", "zur", "zwei",
];
/// Bytes of the longest determiner.
const MAX_DETERMINER_BYTES: usize = 9;

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    noun: u32,
    lower: u32,
    /// Occurrences as a noun that follow a determiner.
    determined: u32,
}

/// Calls `visit` with each word of a text as a [`Learner`] writes it: in lower case, ß as ss, without foreign marks.
pub(crate) fn for_each_counted_word(text: &str, mut visit: impl FnMut(&str)) {
    let mut form = String::new();
    for word in Tokenizer::of_single_words(text) {
        form.clear();
        normalize(&text[word.range], &mut form);
        fold_marks(&mut form);
        visit(&form);
    }
}

/// Counts the words of texts and makes of them the list of a [`Lexicon`](super::lexicon::Lexicon).
///
/// [`index::update`](crate::index::update) learns by itself. The command `fundstelle lexicon build` is made of this type; its
/// list is compiled into the library in place of `src/german/lexicon/builtin.fst`, and nothing reads one at run time.
#[derive(Debug, Default)]
pub struct Learner {
    words: HashMap<String, Tally>,
    /// Allocation for the exact form of the word at hand.
    form: String,
    /// Words of lists.
    given: HashSet<Box<str>>,
    /// Nouns of lists.
    nouns: HashSet<Box<str>>,
    /// Nouns of lists, without umlauts.
    basic: HashSet<String>,
}

impl Learner {
    /// Counts the words of a text: letters only, at most 40 bytes, and no capital at the head of a sentence.
    pub fn count_text(&mut self, text: &str) {
        let (mut end, mut determined) = (0, false);
        for word in Tokenizer::of_single_words(text).filter(|word| word.base_end.is_none()) {
            let between = &text[end..word.range.start];
            let initial = end == 0 || between.contains(|c: char| !matches!(c, ' ' | '-' | ',' | '/' | '\u{a0}'));
            end = word.range.end;
            let slice = &text[word.range];
            let was_determined = std::mem::take(&mut determined) && between == " ";
            if slice.len() > MAX_LEARNT_WORD_BYTES || !slice.chars().all(char::is_alphabetic) {
                continue;
            }
            let mut letters = slice.chars();
            let capital = letters.next().is_some_and(char::is_uppercase);
            if letters.any(char::is_uppercase) {
                continue;
            }
            self.form.clear();
            normalize(slice, &mut self.form);
            fold_marks(&mut self.form);
            determined = !capital && is_determiner(&self.form);
            // In `die Griechenland-Krise` the article belongs to the crisis.
            let joined = text[end..].starts_with('-') || between == "-";
            if capital && initial {
                continue;
            }
            self.count(capital, was_determined && !joined);
        }
        if self.words.len() > MAX_HELD_WORDS {
            self.words.retain(|_, tally| tally.noun + tally.lower > 1);
        }
    }

    /// Adds what another learner has counted.
    pub(crate) fn merge(&mut self, other: Learner) {
        for (word, tally) in other.words {
            let sum = self.words.entry(word).or_default();
            sum.noun += tally.noun;
            sum.lower += tally.lower;
            sum.determined += tally.determined;
        }
        self.given.extend(other.given);
        self.nouns.extend(other.nouns);
        self.basic.extend(other.basic);
    }

    /// Returns the words that were counted, with the number of their occurrences.
    pub(super) fn counted(&self) -> impl Iterator<Item = (&str, u32)> {
        self.words.iter().map(|(word, tally)| (word.as_str(), tally.noun + tally.lower))
    }

    fn count(&mut self, capital: bool, determined: bool) {
        let tally = self.words.entry_ref(self.form.as_str()).or_default();
        tally.noun += u32::from(capital);
        tally.determined += u32::from(capital && determined);
        tally.lower += u32::from(!capital);
    }

    /// Adds a word of a list, as it is written there: it is known even if no text has it. `is_noun` is true for a noun in the
    /// nominative singular.
    pub fn add_listed(&mut self, word: &str, is_noun: bool) {
        let mut form = exact_form(word);
        fold_marks(&mut form);
        if is_noun {
            self.basic.insert(without_umlauts(&form));
            self.nouns.insert(form.as_str().into());
        }
        self.given.insert(form.into());
    }

    /// Returns true if a list has this exact form as a noun, or a noun of which it is a form.
    fn is_listed(&self, exact: &str) -> bool {
        // `Häuser` is the plural of `Haus`: neither umlauts nor an ending count.
        let plain = without_umlauts(exact);
        let endings = ["", "s", "es", "n", "en", "e", "er", "ern", "nen", "se", "sen", "ses", "ien", "ens"];
        endings.iter().any(|ending| plain.strip_suffix(ending).is_some_and(|base| self.basic.contains(base)))
    }

    /// Returns true if no word was counted or added.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.given.is_empty()
    }

    /// Makes a list for [`Lexicon::with_learnt`]: all words met at least `min_count` times or added from lists.
    pub(crate) fn list(&self, min_count: u32) -> Vec<u8> {
        serialized(&self.counts(min_count))
    }

    /// Makes the list that is built into the program, a map of the crate `fst`: the words added, and those met at least twice.
    /// Compounds met at most 20 times are left out if the rest of the list splits them.
    pub fn builtin_list(&self) -> Vec<u8> {
        let mut counts = self.counts(MIN_BUILTIN_COUNT);
        let all = lexicon_of(&counts);
        let mut tails = TailCache::default();
        let mut is_whole =
            |word: &str, as_noun| split_by_rules(&LexiconNear::new(&all, word), as_noun, &mut tails).is_none();
        counts.retain(|word, counts| {
            counts.all() > MAX_RARE_COUNT || lemma::is_unlisted_verb(word) || is_whole(word, counts.is_noun())
        });
        serialized(&counts)
    }

    /// Returns all words met at least `min_count` times or added from lists, with their counts, in byte order.
    fn counts(&self, min_count: u32) -> BTreeMap<&str, WordCounts> {
        let given = self.given.iter().map(|word| (&**word, Tally::default()));
        let met = self.words.iter().filter(|(_, tally)| tally.noun + tally.lower >= min_count);
        let all: BTreeMap<&str, Tally> = given.chain(met.map(|(word, tally)| (word.as_str(), *tally))).collect();
        let mut counts: BTreeMap<&str, WordCounts> =
            all.into_iter().map(|(word, tally)| (word, self.judged(word, tally))).collect();
        if !self.given.is_empty() {
            for word in lemma::base_adjectives().chain(lemma::old_participles()) {
                counts.entry(word).or_default();
            }
            for word in lemma::strong_verbs().chain(lemma::unlisted_verbs()) {
                counts.entry(word).or_default().kinds.verb = true;
            }
        }
        self.find_adjectives(&mut counts);
        self.count_lemmas(&mut counts);
        counts
    }

    fn judged(&self, word: &str, tally: Tally) -> WordCounts {
        let listed = self.is_listed(word);
        let share = tally.determined as f32 / tally.noun.max(1) as f32;
        // A word of the lists of forms that is no noun's form and is never in lower case is a name, too.
        let unknown_noun = self.given.contains(word) && tally.lower == 0 && share < 2.0 * MAX_NAME_SHARE;
        let is_proven = tally.noun >= MIN_NAME_COUNT && share < MAX_NAME_SHARE;
        let name = !listed && (is_proven || (tally.noun > 0 && unknown_noun));
        let (mut noun, mut lower) = (tally.noun as f32, tally.lower as f32);
        // A word that a list has, but no text.
        if noun + lower == 0.0 {
            (noun, lower) = if listed { (1.0, 0.0) } else { (0.0, 1.0) };
        }
        let kinds = Kinds {
            noun: self.nouns.contains(word),
            verb: self.is_verb(word),
            adjective: false,
            form: self.given.contains(word),
        };
        WordCounts { noun, lower, name, listed, kinds, ..WordCounts::default() }
    }

    /// Returns true if a list has this form, or texts have it in lower case.
    fn has(&self, form: &str) -> bool {
        self.given.contains(form) || self.words.get(form).is_some_and(|tally| tally.lower >= MIN_BUILTIN_COUNT)
    }

    /// Returns true if a list has this form, and texts have it in lower case most of the time.
    fn is_lower(&self, form: &str) -> bool {
        let is_met = |tally: &Tally| tally.lower >= MIN_BUILTIN_COUNT && tally.lower > tally.noun;
        self.given.contains(form) && self.words.get(form).is_some_and(is_met)
    }

    fn is_verb(&self, word: &str) -> bool {
        let is_infinitive = |word: &str| {
            let by_forms = || lemma::is_infinitive(word, &|form| self.has(form), &|form| self.is_lower(form));
            !lemma::is_invariable(word) && (lemma::is_unlisted_verb(word) || by_forms())
        };
        is_infinitive(word) || lemma::is_joined_infinitive(word, &|form| self.has(form), &is_infinitive)
    }

    /// Returns true if `word` is a form of a verb that is rarer than its infinitive, and has no form that only adjectives have:
    /// `lutsche`, `lutschen` and `lutscher` are of *lutschen* and *Lutscher*.
    fn is_stem_of_verb(&self, word: &str, counts: &WordCounts, verbs: &Lexicon) -> bool {
        let stem = word.strip_suffix('e').unwrap_or(word);
        let verb = verbs.counts(&format!("{stem}en"));
        let has = |endings: &[&str]| endings.iter().any(|ending| self.has(&format!("{stem}{ending}")));
        verb.kinds.verb
            && (counts.lower - 1.0) * MIN_VERB_RATIO < verb.lower
            && has(&["t", "et"])
            && !has(&["es", "em"])
    }

    /// Finds the adjectives. A participle is one only if it is compared: `bekannter`, but not `gewarnt`.
    fn find_adjectives(&self, counts: &mut BTreeMap<&str, WordCounts>) {
        if self.given.is_empty() {
            return;
        }
        let verbs = lexicon_of(counts);
        let has = |form: &str| self.has(form);
        for (word, counts) in counts.iter_mut() {
            let is_own = lemma::is_base(word) || lemma::is_old_participle(word);
            counts.kinds.adjective = (lemma::is_old_participle(word) || lemma::is_adjective(word, counts, &has))
                && (is_own || lemma::is_compared(word, &has) || !lemma::is_participle(&verbs, word))
                && !lemma::is_invariable(word)
                && (is_own || !self.is_stem_of_verb(word, counts, &verbs));
        }
        // An inflected form has some of these endings, too: `schnellere`.
        let adjectives = lexicon_of(counts);
        for (word, counts) in counts.iter_mut().filter(|(_, counts)| counts.kinds.adjective) {
            counts.kinds.adjective = !lemma::is_inflected_adjective(&adjectives, word);
        }
    }

    /// Counts the occurrences of all forms of a lemma. A form of several lemmas counts for each by its share of the
    /// forms counted before (expectation maximisation).
    fn count_lemmas(&self, counts: &mut BTreeMap<&str, WordCounts>) {
        if self.given.is_empty() {
            return;
        }
        let lexicon = lexicon_of(counts);
        for is_noun in [true, false] {
            let forms: Vec<_> = self
                .words
                .iter()
                .map(|(form, tally)| {
                    let (count, found) = match is_noun {
                        true => (tally.noun, lemma::noun_candidates(&LexiconNear::new(&lexicon, form), form)),
                        false => (tally.lower, lemma::lower_candidates(&LexiconNear::new(&lexicon, form), form)),
                    };
                    (count, found)
                })
                .filter(|(count, found)| *count > 0 && !found.is_empty())
                .collect();
            for (word, share) in lemma::shares(&forms) {
                if let Some(counts) = counts.get_mut(word) {
                    *(if is_noun { &mut counts.noun_lemma } else { &mut counts.lower_lemma }) = share;
                }
            }
        }
    }
}

/// Makes the bytes of a list.
#[expect(
    clippy::expect_used,
    reason = "the map is written to memory, and a `BTreeMap` gives its keys once and in order"
)]
fn serialized(counts: &BTreeMap<&str, WordCounts>) -> Vec<u8> {
    let pairs = counts.iter().map(|(word, counts)| (word.as_bytes(), counts.pack()));
    Fst::from_iter_map(pairs).expect("keys are unique and in byte order").into_inner()
}

#[expect(clippy::expect_used, reason = "`serialized` makes what `with_learnt` reads; `a_list_is_read_again` tests it")]
fn lexicon_of(counts: &BTreeMap<&str, WordCounts>) -> Lexicon {
    let list = OwnedBytes::new(serialized(counts));
    Lexicon::empty().with_learnt(list).expect("a list that was made just now is whole")
}

fn is_determiner(exact: &str) -> bool {
    debug_assert!(DETERMINERS.is_sorted());
    exact.len() <= MAX_DETERMINER_BYTES && DETERMINERS.binary_search(&exact).is_ok()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_again() {
        let mut learner = Learner::default();
        assert!(learner.is_empty());
        for _ in 0..2 {
            learner.count_text("Am Montag sahen die Leute im Hafen einen Kran, und der Kran stand im Hafen.");
        }
        learner.add_listed("Leuchtturm", true);
        let lexicon = lexicon_of(&learner.counts(2));
        for (word, is_noun, is_lower, listed) in [
            ("kran", true, false, false),
            ("hafen", true, false, false),
            ("leuchtturm", true, false, true),
            ("sahen", false, true, false),
            ("quastenflosser", false, false, false),
        ] {
            let counts = lexicon.counts(word);
            assert_eq!((counts.is_noun(), counts.is_lower(), counts.listed), (is_noun, is_lower, listed), "{word}");
        }
        assert!(Learner::default().list(1).len() < 100 && lexicon_of(&BTreeMap::new()).is_empty());
    }

    #[test]
    fn names_have_no_article() {
        let mut learner = Learner::default();
        for _ in 0..MIN_NAME_COUNT {
            learner.count_text("Gestern kam Merkel, als der Minister ging.");
        }
        let counts = learner.counts(1);
        assert!(counts["merkel"].name && !counts["minister"].name);
    }
}
