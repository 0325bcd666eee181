//! Inflections of a word under one term.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};

use super::gendered::feminine_plural_base;
use super::normalize::join_digraphs;

/// The term of an exact form: safe umlauts joined, feminine plurals brought to their base, then Snowball German.
pub(super) fn stem(stemmer: &Stemmer, exact: &str) -> String {
    let joined = join_digraphs(exact);
    let base = feminine_plural_base(&joined).map_or(joined.as_ref(), |base| base);
    if let Some(system) = system_stem(base) {
        return system.to_owned();
    }
    match stemmer.stem(base) {
        Cow::Borrowed(same) => same.to_owned(),
        Cow::Owned(stemmed) => stemmed,
    }
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
        let stemmer = german();
        for group in [
            &["häuser", "hauses", "haus", "häusern"][..],
            &["münchen", "muenchen"],
            &["lehrerinnen", "lehrer", "lehrern"],
            &["politikerinnen", "politiker", "politikern"],
            &["systeme", "system", "systemen", "systems"],
            &["rentensysteme", "rentensystem"],
            &["verbote", "verbot", "verboten"],
            &["gesetz", "gesetze", "gesetzes"],
            &["behörde", "behörden", "behoerden"],
        ] {
            for word in group {
                assert_eq!(stem(&stemmer, word), stem(&stemmer, group[0]), "{word}");
            }
        }
    }

    #[test]
    fn words_that_stay_apart() {
        let stemmer = german();
        for (a, b) in [("neun", "neuen"), ("schwerin", "schwer"), ("israel", "isra"), ("gewinnen", "gewehr")] {
            assert_ne!(stem(&stemmer, a), stem(&stemmer, b), "{a} {b}");
        }
    }
}
