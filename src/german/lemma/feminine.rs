//! From a word for a woman to that for a man: `Kundin`, `Ärztin`, `Französin`.

use super::inflection::is_irregular_singular;
use super::letters::without_umlaut;
use crate::german::lexicon::Lexicon;

/// How many times more common than the masculine a word for a woman is, at most, without a plural in -innen.
const MAX_RATIO: f32 = 5.0;
/// Letters of the shortest masculine.
const MIN_LETTERS: usize = 3;
/// Endings of words for men, of which that for a woman is made by -in alone.
const PERSON_ENDINGS: [&str; 12] = ["ant", "at", "ent", "er", "eur", "graf", "ist", "log", "nom", "or", "soph", "urg"];
/// Bytes of the shortest such word.
const MIN_PERSON_BYTES: usize = 5;

/// Returns the masculine of `noun`, a lemma; `None` if it is no word for a woman. That it is one shows in its plural in
/// -innen, which *Termin* has not, or in a masculine in -e.
pub(in crate::german) fn masculine(lexicon: &Lexicon, noun: &str) -> Option<String> {
    let stem = noun.strip_suffix("in").filter(|stem| stem.chars().count() >= MIN_LETTERS)?;
    // `Klein` and `Stein` end in a syllable -ein.
    if stem.ends_with(['a', 'e', 'i', 'o', 'u']) {
        return None;
    }
    let is_noun = |word: &str| lexicon.counts(word).kinds.noun;
    let plural = lexicon.counts(&format!("{noun}nen"));
    let has_plural = plural.kinds.form || plural.all() > 0.0;
    // `Putin` is no `Pute`.
    if !has_plural && lexicon.counts(noun).name {
        return None;
    }
    // The syllable -er is not doubled: `Wanderin`, of *Wanderer*.
    let shortened = || stem.ends_with("er").then(|| format!("{stem}er"));
    let plain = without_umlaut(stem);
    let of_plain = plain.iter().flat_map(|plain| [plain.clone(), format!("{plain}e"), format!("{plain}er")]);
    // `Landrätin` is of *Landrat*, `Jüdin` of *Jude*: of several the commonest.
    let commonest = of_plain
        .filter(|word| is_noun(word) && !lexicon.counts(word).name && !is_irregular_singular(&format!("{stem}e")))
        .filter(|word| lexicon.counts(word).noun > lexicon.counts(stem).noun)
        .max_by(|a, b| lexicon.counts(a).noun.total_cmp(&lexicon.counts(b).noun));
    let is_person = || PERSON_ENDINGS.iter().any(|ending| stem.ends_with(ending)) && stem.len() >= MIN_PERSON_BYTES;
    // Without a plural in -innen only the masculine in -e tells, or its ending.
    let others = || [shortened(), Some(format!("{stem}e")), has_plural.then(|| stem.to_owned())];
    let is_met = |word: &str| is_person() && !lexicon.counts(word).name && lexicon.counts(word).noun > 0.0;
    // `Kamin` is no word for a woman, though there is a rare *Kame*.
    let is_common = |word: &str| has_plural || lexicon.counts(word).noun * MAX_RATIO >= lexicon.counts(noun).noun;
    commonest
        .or_else(|| {
            let is_met = |word: &String| (is_noun(word) && is_common(word)) || is_irregular_singular(word);
            others().into_iter().flatten().find(is_met)
        })
        .or_else(|| is_met(stem).then(|| stem.to_owned()))
}
