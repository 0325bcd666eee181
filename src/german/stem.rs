//! The stem of a word that is not known, by Snowball German.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};

/// Returns the stem of an exact form.
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
    use super::*;

    #[test]
    fn stems() {
        let stemmer = snowball();
        for (word, of_word) in [("rentensysteme", "rentensystem"), ("systems", "system"), ("quastigen", "quastig")] {
            assert_eq!(stem(&stemmer, word), of_word);
        }
    }
}
