//! From a compared form to the word that is compared, where no list has that as an adjective: participles (`beliebteste`,
//! `verheerendster`) and adjectives in -ern, -er and -en (`gläserne`, `heiserer`).

use super::letters::{ADJECTIVE_ENDINGS, stems};
use super::{CompoundHead, Lemmas, is_participle, lower_lemmas};
use crate::german::lexicon::LexiconNear;

/// Suffixes of the comparative and the superlative.
const COMPARED: [&str; 3] = ["er", "est", "st"];
/// Syllables in which adjectives end that are listed without their forms.
const SYLLABLES: [&str; 3] = ["ern", "er", "en"];
/// Occurrences as a noun, at most, of a word that only lists have.
const MAX_LISTED_NOUNS: f32 = 1.0;
/// Letters of the shortest participle, and of the shortest such adjective.
const MIN_LETTERS: usize = 5;

/// Returns the lemmas of the word that `form` compares or inflects: a compared participle is of what the participle is of.
pub(super) fn lemmas(lexicon: &LexiconNear<'_>, form: &str) -> Option<Lemmas> {
    let bare = || stems(form, &ADJECTIVE_ENDINGS).map(|(stem, _)| stem);
    let participle = bare()
        .chain([form])
        .flat_map(|stem| COMPARED.iter().filter_map(move |suffix| stem.strip_suffix(suffix)))
        .find(|word| is_long(word) && word.ends_with(['t', 'd', 'n']) && is_participle(lexicon.all(), word));
    if let Some(participle) = participle {
        return lower_lemmas(&lexicon.at(participle), participle, &mut CompoundHead::none());
    }
    let compared = || bare().flat_map(|stem| COMPARED.iter().filter_map(move |suffix| stem.strip_suffix(suffix)));
    // `ledern`, which only the plural of a noun is like, and that has a capital.
    let own = Some(form).filter(|_| lexicon.counts(form).noun <= MAX_LISTED_NOUNS);
    let adjective = own
        .into_iter()
        .chain(bare())
        .chain(compared())
        .find(|word| is_unlisted_adjective(lexicon, word))
        .or_else(|| compared().find(|word| is_unlisted_participle(lexicon, word)))?;
    Some(Lemmas { first: adjective.to_owned(), second: None })
}

/// Returns the verb of which the adjective that `form` compares is a participle: `bedeutendste`, of *bedeutend* and
/// *bedeuten*.
pub(super) fn verb_of(lexicon: &LexiconNear<'_>, form: &str, adjective: &str) -> Option<String> {
    let is_compared = form
        .strip_prefix(adjective)
        .is_some_and(|ending| COMPARED.iter().any(|suffix| ending.strip_prefix(suffix).is_some_and(is_ending)));
    if !is_compared || !adjective.ends_with(['t', 'd', 'n']) {
        return None;
    }
    let of_positive = lower_lemmas(&lexicon.at(adjective), adjective, &mut CompoundHead::none())?;
    Some(of_positive.first).filter(|verb| verb != adjective)
}

/// Returns true for the ending of an adjective. The comparative can be without.
fn is_ending(rest: &str) -> bool {
    rest.is_empty() || ADJECTIVE_ENDINGS.contains(&rest)
}

fn is_long(word: &str) -> bool {
    word.chars().count() >= MIN_LETTERS
}

/// Returns true for a word of a list that ends as adjectives do and is no noun: `gläsern`, `heiser`.
fn is_unlisted_adjective(lexicon: &LexiconNear<'_>, word: &str) -> bool {
    let counts = lexicon.counts(word);
    let ends_so = SYLLABLES.iter().any(|syllable| word.ends_with(syllable));
    ends_so && is_long(word) && counts.kinds.form && !counts.kinds.noun
}

/// Returns true for a word of a list that looks like a participle and is of no known verb: `talentiert`.
fn is_unlisted_participle(lexicon: &LexiconNear<'_>, word: &str) -> bool {
    let counts = lexicon.counts(word);
    word.ends_with('t') && is_long(word) && counts.kinds.form && counts.lower > counts.noun
}

/// Returns true for the superlative of an adjective that stands like a noun: `die Schwächsten`.
pub(super) fn is_superlative(lexicon: &LexiconNear<'_>, form: &str) -> bool {
    let is_compared = stems(form, &ADJECTIVE_ENDINGS).any(|(stem, _)| stem.ends_with("st") && is_long(stem));
    let is_adjective = |lemmas: Lemmas| lexicon.counts(&lemmas.first).kinds.adjective;
    is_compared && lower_lemmas(lexicon, form, &mut CompoundHead::none()).is_some_and(is_adjective)
}
