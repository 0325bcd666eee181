//! From a diminutive to the word it is made of: `Hündchen`, of *Hund*; `Büchlein`, of *Buch*.

use super::letters::without_umlaut;
use crate::german::lexicon::Lexicon;

/// Suffixes of diminutives.
const SUFFIXES: [&str; 2] = ["chen", "lein"];
/// Letters of the shortest stem.
const MIN_LETTERS: usize = 3;
/// Occurrences of the word it is made of, at least.
const MIN_COUNT: f32 = 10.0;
/// How many times more common that word is, at least: `Mädchen` and `Märchen` are words of their own.
const MIN_RATIO: f32 = 10.0;

/// Returns the noun of which `noun` is the diminutive.
pub(super) fn plain_noun(lexicon: &Lexicon, noun: &str) -> Option<String> {
    let singular = noun.strip_suffix('s').unwrap_or(noun);
    let stem = SUFFIXES.iter().find_map(|suffix| singular.strip_suffix(suffix))?;
    // The vowel has an umlaut if it can have one: `Zeichen` and `Flaschen` are none.
    let vowel = stem.chars().rfind(|letter| "aeiouyäöü".contains(*letter))?;
    if stem.chars().count() < MIN_LETTERS || "aou".contains(vowel) && without_umlaut(stem).is_none() {
        return None;
    }
    let own = lexicon.counts(singular).noun;
    let plain = without_umlaut(stem);
    let stems = plain.as_deref().into_iter().chain([stem]);
    stems.flat_map(|stem| [stem.to_owned(), format!("{stem}e"), format!("{stem}en")]).find(|word| {
        let counts = lexicon.counts(word);
        counts.kinds.noun && !counts.name && counts.noun > MIN_COUNT.max(own * MIN_RATIO)
    })
}
