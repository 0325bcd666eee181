//! Step of the chain: feminine forms and names in the genitive, which Snowball leaves apart from their base.

use std::borrow::Cow;

use super::gendered::feminine_base;
use super::lexicon::Lexicon;

/// Ratio of the counts of a word without and with its s above which the s is stripped, for a word that a list of nouns has.
const MIN_LISTED_RATIO: f32 = 0.3;
/// Ratio above which the s is stripped from a word that no list of nouns has.
const MIN_UNLISTED_RATIO: f32 = 2.0;

/// Returns the base of a feminine form or of a genitive; any other word as it is.
pub(super) fn base_form<'a>(lexicon: &Lexicon, form: &'a str) -> Cow<'a, str> {
    match feminine_base(lexicon, form) {
        Some(feminine) => Cow::Owned(feminine),
        None => Cow::Borrowed(without_s(lexicon, form).unwrap_or(form)),
    }
}

/// Strips the s of genitive and plural after a vowel, which Snowball leaves: `Obamas`, `Autos`, `Kasperskys`. It goes
/// always after y, and after other vowels where the lexicon knows the rest better: `Haus`, `Basis`, `Andreas` stay.
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
    let min_ratio = if known.listed { MIN_LISTED_RATIO } else { MIN_UNLISTED_RATIO };
    (known.noun > min_ratio * lexicon.counts(form).all()).then_some(base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feminine_forms_and_genitives() {
        for (form, base) in [
            ("lehrerinnen", "lehrer"),
            ("obamas", "obama"),
            ("autos", "auto"),
            ("kasperskys", "kaspersky"),
            ("haus", "haus"),
            ("basis", "basis"),
            ("andreas", "andreas"),
            ("gewinnen", "gewinnen"),
        ] {
            assert_eq!(base_form(&Lexicon::builtin(), form), base, "{form}");
        }
    }
}
