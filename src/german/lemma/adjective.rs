//! From a form of an adjective to its positive without ending: inflection and comparison.

use super::Candidates;
use super::letters::{ADJECTIVE_ENDINGS, stems, without_umlaut};
use crate::german::lexicon::{Lexicon, LexiconNear};

/// Stems of inflected and compared forms that differ from the positive by more than an umlaut.
const IRREGULAR: [(&str, &str); 8] = [
    ("hoh", "hoch"),
    ("höh", "hoch"),
    ("höch", "hoch"),
    ("bess", "gut"),
    ("be", "gut"),
    ("näch", "nah"),
    ("grös", "gross"),
    ("obr", "ober"),
];

fn is_irregular(stem: &str) -> bool {
    IRREGULAR.iter().any(|(irregular, _)| *irregular == stem)
}

/// Returns true if `form` is an irregular stem with an ending, which is no word of its own: `hohe`.
pub(super) fn has_irregular_stem(form: &str) -> bool {
    form.strip_suffix('e').is_some_and(is_irregular)
}

/// Cost of a form of comparison against one of inflection.
const COMPARISON_COST: f32 = 0.5;

/// Adds the adjectives of which `form` may be a form.
pub(super) fn add_positives(lexicon: &LexiconNear<'_>, form: &str, candidates: &mut Candidates) {
    let bare = stems(form, &ADJECTIVE_ENDINGS);
    for (stem, is_inflected) in bare.map(|(stem, _)| (stem, true)).chain([(form, false)]) {
        if is_inflected {
            add_stem(lexicon, stem, 0.0, candidates);
        }
        for ending in ["er", "st", "est"] {
            if let Some(stem) = stem.strip_suffix(ending) {
                if !is_inflected && ending != "er" {
                    continue;
                }
                add_stem(lexicon, stem, COMPARISON_COST, candidates);
                if let Some(plain) = without_umlaut(stem) {
                    add_stem(lexicon, &plain, COMPARISON_COST, candidates);
                }
            }
        }
    }
}

fn add_stem(lexicon: &LexiconNear<'_>, stem: &str, cost: f32, candidates: &mut Candidates) {
    if stem.chars().count() < 2 {
        return;
    }
    let mut add = |stem: &str, ending: &str| {
        if lexicon.counts_of(stem, ending).kinds.adjective {
            candidates.add(format!("{stem}{ending}"), cost);
        }
    };
    add(stem, "");
    // `dunkl`, `teur`: an e is dropped before the ending.
    if stem.ends_with(['l', 'r']) {
        let (before, last) = stem.split_at(stem.len() - 1);
        add(before, &format!("e{last}"));
    }
    // `weise` keeps its e, and `hohe` is of *hoch*.
    if !is_irregular(stem) {
        add(stem, "e");
    }
    if let Some((_, positive)) = IRREGULAR.iter().find(|(irregular, _)| *irregular == stem) {
        candidates.add((*positive).to_owned(), cost);
    }
}

/// Adjectives that are hardly met without ending, or whose stem changes.
pub(in crate::german) const BARE: [&str; 9] =
    ["besonder", "erst", "gut", "hoch", "inner", "letzt", "nah", "vorder", "äusser"];

/// Suffixes that only adjectives have.
const SUFFIXES: [&str; 8] = ["isch", "lich", "ig", "bar", "sam", "haft", "los", "deutsch"];

/// Returns true if `word` is met with the endings of an adjective: `has` says which forms are met. `is_lower` is true for a
/// word that texts have in lower case more often than as a noun.
pub(in crate::german) fn is_adjective(word: &str, is_lower: bool, has: &dyn Fn(&str) -> bool) -> bool {
    // Verbs and nouns have some of these endings, too, but never es or em beside e and en.
    let declined = |stem: &str| {
        let has = |ending: &str| has(&format!("{stem}{ending}"));
        let endings = ["er", "es", "em"].iter().filter(|ending| has(ending)).count();
        let needed = if SUFFIXES.iter().any(|suffix| stem.ends_with(suffix)) {
            0
        } else if is_lower && !["t", "te", "et", "ete"].iter().any(|ending| has(ending)) {
            1
        } else {
            2
        };
        // `Siege`, `Siegen`, `Sieges`, `Sieger` are nouns: only an adjective has a form in -em.
        has("e") && has("en") && endings >= needed && (is_lower || needed == 0 || has("em"))
    };
    // `dunkel` and `teuer` lose their e before an ending.
    let shortened = [("el", "l"), ("er", "r")]
        .into_iter()
        .find_map(|(end, short)| word.strip_suffix(end).map(|before| format!("{before}{short}")));
    // `müde` keeps its e.
    let in_e = || word.strip_suffix('e').is_some_and(|stem| !is_irregular(stem) && !has(stem) && declined(stem));
    let is_regular = || declined(word) || shortened.as_deref().is_some_and(declined) || in_e();
    BARE.contains(&word) || (word.chars().count() > 2 && has(word) && is_regular())
}

/// Returns true if `word` is an inflected or compared form of a shorter adjective.
pub(in crate::german) fn is_inflected_adjective(lexicon: &Lexicon, word: &str) -> bool {
    let lexicon = &LexiconNear::new(lexicon, word);
    let mut candidates = Candidates::default();
    add_positives(lexicon, word, &mut candidates);
    for stem in ["er", "st"].iter().filter_map(|ending| word.strip_suffix(ending)) {
        add_stem(lexicon, stem, 0.0, &mut candidates);
        without_umlaut(stem).iter().for_each(|plain| add_stem(lexicon, plain, 0.0, &mut candidates));
    }
    // `weise` is no form of itself.
    !BARE.contains(&word) && candidates.all.iter().any(|candidate| candidate.word.len() < word.len())
}

/// Returns true if a list of words has an adjective in a form of comparison.
pub(in crate::german) fn is_compared(word: &str, has: &dyn Fn(&str) -> bool) -> bool {
    ["ere", "eren"].iter().any(|ending| has(&format!("{word}{ending}")))
}
