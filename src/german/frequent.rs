//! Which words are the most frequent of a collection?

use hashbrown::HashMap;

use super::learner::Learner;
use super::lexicon::Lexicon;

/// The most frequent words of the built-in list, in alphabetical order, one a line. `FUNDSTELLE_LEXICON=write` makes the file anew.
const GERMAN: &str = include_str!("lexicon/frequent.txt");
/// Occurrences of all words of the built-in list.
const GERMAN_TOTAL: f32 = 45e6;
/// Words of running text as which the built-in list counts beside the texts of a collection: a few articles say little about the
/// thousands that may follow.
const PRIOR_WORDS: f32 = 100_000.0;

/// Returns the `count` most frequent words of texts like those that `learner` has counted, as exact forms without foreign marks.
/// The most frequent comes first.
pub(crate) fn most_frequent_words(learner: &Learner, count: usize) -> Vec<String> {
    let lexicon = Lexicon::builtin();
    let prior = |form: &str| lexicon.counts(form).all() / GERMAN_TOTAL * PRIOR_WORDS;
    let mut counts: HashMap<&str, f32> = GERMAN.lines().map(|form| (form, prior(form))).collect();
    for (form, count) in learner.counted() {
        *counts.entry(form).or_default() += count as f32;
    }
    let mut sorted: Vec<(&str, f32)> = counts.into_iter().collect();
    sorted.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    sorted.truncate(count);
    sorted.into_iter().map(|(form, _)| form.to_owned()).collect()
}

/// Returns true for one of the most frequent words of the built-in list.
pub(crate) fn is_frequent_german(form: &str) -> bool {
    GERMAN.lines().any(|frequent| frequent == form)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_collection_has_frequent_words_of_its_own() {
        let words = |text: &str, repeated: usize| {
            let mut learner = Learner::default();
            (0..repeated).for_each(|_| learner.count_text(text));
            most_frequent_words(&learner, 12)
        };
        let german = words("", 0);
        for word in ["die", "der", "und", "das", "in"] {
            assert!(german.iter().any(|known| known == word), "{word} is not in {german:?}");
        }
        // A short text changes nothing, a long one does.
        let text = "gegeben sei der kolben im zylinder";
        assert_eq!(words(text, 3), german);
        let own = words(text, 20_000);
        assert!(own.contains(&"kolben".to_owned()) && own.contains(&"die".to_owned()), "{own:?}");
    }

    #[test]
    fn the_list_has_the_most_frequent_words_of_the_builtin_list() {
        let mut counts = Lexicon::builtin_counts();
        let total: f64 = counts.iter().map(|(_, count)| f64::from(*count)).sum();
        counts.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut words: Vec<&str> = counts[..512].iter().map(|(form, _)| form.as_str()).collect();
        words.sort_unstable();
        if std::env::var("FUNDSTELLE_LEXICON").is_ok_and(|mode| mode == "write") {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/german/lexicon/frequent.txt");
            std::fs::write(path, words.join("\n") + "\n").unwrap();
        } else {
            assert_eq!(GERMAN.lines().collect::<Vec<_>>(), words);
        }
        assert!((total / f64::from(GERMAN_TOTAL) - 1.0).abs() < 0.1, "{total} occurrences");
    }
}
