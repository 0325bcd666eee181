//! From a word for a woman to that for a man: `Kundin`, `Ärztin`, `Französin`.

use super::letters::without_umlaut;
use crate::german::lexicon::Lexicon;

/// Letters of the shortest masculine.
const MIN_LETTERS: usize = 3;

/// Returns the masculine of `noun`, a lemma; `None` if it is no word for a woman. That it is one shows in its plural in
/// -innen, which *Termin* has not, or in a masculine in -e.
pub(in crate::german) fn masculine(lexicon: &Lexicon, noun: &str) -> Option<String> {
    let stem = noun.strip_suffix("in").filter(|stem| stem.chars().count() >= MIN_LETTERS)?;
    let is_noun = |word: &str| lexicon.counts(word).kinds.noun;
    let plural = lexicon.counts(&format!("{noun}nen"));
    let has_plural = plural.kinds.form || plural.all() > 0.0;
    let plain = without_umlaut(stem);
    let stems = || std::iter::once(stem).chain(plain.as_deref());
    // The syllable -er is not doubled: `Wanderin`, of *Wanderer*.
    let shortened = || stems().filter(|stem| stem.ends_with("er")).map(|stem| format!("{stem}er"));
    let weak = || stems().map(|stem| format!("{stem}e"));
    // Without a plural in -innen only the masculine in -e tells.
    shortened().chain(weak()).chain(stems().filter(|_| has_plural).map(str::to_owned)).find(|word| is_noun(word))
}
