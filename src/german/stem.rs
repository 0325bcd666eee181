//! Inflections of a word under one term.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};

use super::gendered::feminine_base;
use super::lexicon::Lexicon;

/// The term of a word in its one spelling: its base by Snowball German.
pub(super) fn stem(stemmer: &Stemmer, lexicon: &Lexicon, form: &str) -> String {
    let base = base(lexicon, form);
    if let Some(system) = system_stem(&base) {
        return system.to_owned();
    }
    match stemmer.stem(&base) {
        Cow::Borrowed(same) => same.to_owned(),
        Cow::Owned(stemmed) => stemmed,
    }
}

/// Feminine forms and names in the genitive brought to their base; else the word.
pub(super) fn base<'a>(lexicon: &Lexicon, form: &'a str) -> Cow<'a, str> {
    match feminine_base(lexicon, form) {
        Some(feminine) => Cow::Owned(feminine),
        None => Cow::Borrowed(without_s(lexicon, form).unwrap_or(form)),
    }
}

/// A word without the s of genitive and plural after a vowel, which Snowball leaves: `Obamas`, `Autos`, `Kasperskys`.
/// After y always, after other vowels where the lexicon knows the rest better: `Haus`, `Basis`, `Andreas` stay.
fn without_s<'a>(lexicon: &Lexicon, form: &'a str) -> Option<&'a str> {
    let base = form.strip_suffix('s').filter(|base| base.chars().count() >= 3)?;
    if base.ends_with('y') {
        return Some(base);
    }
    let vowel = base.ends_with(['a', 'e', 'i', 'o', 'u', 'é']);
    let diphthong = ["ai", "ei", "au", "eu", "äu"].iter().any(|end| base.ends_with(end));
    if !vowel || diphthong {
        return None;
    }
    let known = lexicon.counts(base);
    let least = if known.listed { 0.3 } else { 2.0 };
    (known.noun > least * lexicon.counts(form).all()).then_some(base)
}

/// `System` and its inflections in one stem. This Snowball takes the `em` of the singular for an ending; the
/// newer Snowball has the same exception.
fn system_stem(base: &str) -> Option<&str> {
    let start = base.rfind("system")?;
    matches!(&base[start + 6..], "" | "e" | "s" | "en").then(|| &base[..start + 6])
}

pub(super) fn german() -> Stemmer {
    Stemmer::create(Algorithm::German)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn words_that_meet() {
        let (stemmer, lexicon) = (german(), Lexicon::builtin());
        for group in [
            &["häuser", "hauses", "haus", "häusern"][..],
            &["obama", "obamas"],
            &["lehrerinnen", "lehrer", "lehrern"],
            &["politikerinnen", "politiker", "politikern"],
            &["systeme", "system", "systemen", "systems"],
            &["rentensysteme", "rentensystem"],
            &["verbote", "verbot", "verboten"],
            &["gesetz", "gesetze", "gesetzes"],
            &["behörde", "behörden"],
            &["kaspersky", "kasperskys"],
            &["auto", "autos"],
            &["merkel", "merkels"],
        ] {
            for word in group {
                assert_eq!(stem(&stemmer, &lexicon, word), stem(&stemmer, &lexicon, group[0]), "{word}");
            }
        }
    }

    #[test]
    fn words_that_stay_apart() {
        let (stemmer, lexicon) = (german(), Lexicon::builtin());
        for (a, b) in [
            ("neun", "neuen"),
            ("schwerin", "schwer"),
            ("haus", "hau"),
            ("basis", "basi"),
            ("israel", "isra"),
            ("gewinnen", "gewehr"),
        ] {
            assert_ne!(stem(&stemmer, &lexicon, a), stem(&stemmer, &lexicon, b), "{a} {b}");
        }
    }
}
