//! Nouns and names that are spelt as an adjective or a verb is: `Arm` and *arm*, `Klein` and *klein*, `Gießen` and *gießen*.
//!
//! Two words need two terms. That of the noun or name keeps its capital, which no other term has; what is typed in lower case may
//! be either.

use super::Lemmas;
use super::closed::is_namesake;
use crate::german::lexicon::{Lexicon, LexiconNear};

/// Ratio of the counts of an adjective and a noun of one spelling from which on there is such an adjective: lists have *tisch*.
const MIN_ADJECTIVE_RATIO: f32 = 0.1;
/// Ratio of the counts of all forms of an adjective and of that without ending above which texts have the others.
const MIN_INFLECTED_RATIO: f32 = 1.3;
/// Occurrences of one of these, at least.
const MIN_INFLECTED_COUNT: f32 = 2.0;
/// Ratio of the counts of such a noun with and without its capital, at least.
const MIN_NOUN_ALONE_RATIO: f32 = 0.5;
/// How many times more common in lower case a noun can be that is no adjective at the beginning of a sentence.
const MAX_NOUN_RATIO: f32 = 8.0;

/// Returns the term of the noun or name whose lemma is `noun`: the lemma, with a capital if an adjective is spelt so.
pub(in crate::german) fn noun_term(lexicon: &Lexicon, noun: String) -> String {
    let counts = lexicon.counts(&noun);
    let is_common = counts.lower_lemma > MIN_ADJECTIVE_RATIO * counts.noun.max(counts.noun_lemma);
    let is_homograph =
        is_common && counts.kinds.adjective && counts.kinds.noun && !counts.kinds.verb && is_inflected(lexicon, &noun);
    if is_homograph || is_namesake(&noun) { with_capital(&noun) } else { noun }
}

/// Returns true if texts have the adjective `word` with endings: lists have *mode* and *bedarf*, too.
fn is_inflected(lexicon: &Lexicon, word: &str) -> bool {
    let counts = lexicon.counts(word);
    let inflected = || lexicon.counts(&format!("{}en", word.strip_suffix('e').unwrap_or(word)));
    counts.lower_lemma > counts.lower * MIN_INFLECTED_RATIO || inflected().lower >= MIN_INFLECTED_COUNT
}

/// Returns true if `word`, which lists have as an adjective, is a noun alone: `mode`, whoever forgets the capital.
pub(super) fn is_noun_alone(lexicon: &Lexicon, word: &str) -> bool {
    let counts = lexicon.counts(word);
    counts.kinds.noun && counts.noun >= counts.lower * MIN_NOUN_ALONE_RATIO && !is_inflected(lexicon, word)
}

/// Returns the terms of the nouns whose lemmas are `nouns`.
pub(super) fn noun_terms(lexicon: &Lexicon, nouns: Lemmas) -> Lemmas {
    let Lemmas { first, second } = nouns;
    Lemmas { first: noun_term(lexicon, first), second: second.map(|second| noun_term(lexicon, second)) }
}

/// Returns the term of a name that is spelt as an adjective or an infinitive. `form` may be its genitive.
pub(super) fn name_term(form: &str) -> Option<String> {
    let names = [Some(form), form.strip_suffix('s')];
    names.into_iter().flatten().find(|name| is_namesake(name)).map(with_capital)
}

/// Returns true if `form`, written with a capital, may well be the adjective that is spelt as the noun is: `Gut gemacht!`
pub(super) fn may_be_adjective(lexicon: &LexiconNear<'_>, form: &str) -> bool {
    let counts = lexicon.counts(form);
    counts.lower > counts.noun * MAX_NOUN_RATIO
}

/// Returns the lemma that `term`, of a noun or name that has a capital, is spelt as; `None` for any other term.
pub(in crate::german) fn without_capital(term: &str) -> Option<String> {
    term.starts_with(char::is_uppercase).then(|| term.to_lowercase())
}

fn with_capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_of_nouns() {
        let lexicon = Lexicon::builtin();
        for (lemma, term) in [
            ("arm", "Arm"),
            ("recht", "Recht"),
            ("wild", "Wild"),
            ("stolz", "Stolz"),
            ("link", "Link"),
            ("mode", "mode"),
            ("bedarf", "bedarf"),
            ("tisch", "tisch"),
            ("grösse", "grösse"),
            ("essen", "essen"),
            ("haus", "haus"),
            ("rechtsstaat", "rechtsstaat"),
        ] {
            assert_eq!(noun_term(&lexicon, lemma.to_owned()), term);
        }
        assert_eq!(without_capital("Arm").as_deref(), Some("arm"));
        assert_eq!(without_capital("arm"), None);
    }
}
