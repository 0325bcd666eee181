//! Step of the chain: the stem, by Snowball German.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};

/// Returns the stem of a base form.
pub(super) fn stem(stemmer: &Stemmer, base: &str) -> String {
    if let Some(system) = system_stem(base) {
        return system.to_owned();
    }
    match stemmer.stem(base) {
        Cow::Borrowed(same) => same.to_owned(),
        Cow::Owned(stemmed) => stemmed,
    }
}

/// Returns one stem for `System` and its inflections. This Snowball takes the `em` of the singular for an ending; the
/// newer Snowball has the same exception.
fn system_stem(base: &str) -> Option<&str> {
    let start = base.rfind("system")?;
    matches!(&base[start + 6..], "" | "e" | "s" | "en").then(|| &base[..start + 6])
}

/// Creates the stemmer.
pub(super) fn snowball() -> Stemmer {
    Stemmer::create(Algorithm::German)
}

#[cfg(test)]
mod tests {
    use super::super::base_form::base_form;
    use super::super::lexicon::Lexicon;
    use super::*;

    fn term(stemmer: &Stemmer, lexicon: &Lexicon, form: &str) -> String {
        stem(stemmer, &base_form(lexicon, form))
    }

    #[test]
    fn words_that_meet() {
        let (stemmer, lexicon) = (snowball(), Lexicon::builtin());
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
                assert_eq!(term(&stemmer, &lexicon, word), term(&stemmer, &lexicon, group[0]), "{word}");
            }
        }
    }

    #[test]
    fn words_that_stay_apart() {
        let (stemmer, lexicon) = (snowball(), Lexicon::builtin());
        for (a, b) in [
            ("neun", "neuen"),
            ("schwerin", "schwer"),
            ("haus", "hau"),
            ("basis", "basi"),
            ("israel", "isra"),
            ("gewinnen", "gewehr"),
        ] {
            assert_ne!(term(&stemmer, &lexicon, a), term(&stemmer, &lexicon, b), "{a} {b}");
        }
    }
}
