//! From a form of an adjective to its positive without ending: inflection and comparison.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::Candidates;
use super::letters::{ADJECTIVE_ENDINGS, stems, without_umlaut};
use crate::german::lexicon::{Lexicon, LexiconNear, WordCounts};
use crate::german::normalize::exact_form;

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
        // `trüb`, of *trübe*
        if !is_inflected && !form.ends_with('e') && lexicon.counts_of(form, "e").kinds.adjective {
            candidates.add(format!("{form}e"), 0.0);
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
    // `trocknere`
    if cost > 0.0
        && let Some(before) = stem.strip_suffix('n')
    {
        add(before, "en");
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

/// Adjectives without suffix, which are known whatever the lists say.
static BASE: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lines = include_str!("base_adjectives.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).map(exact_form).collect()
});

/// Returns the adjectives that are known whatever the lists say.
pub(in crate::german) fn base_adjectives() -> impl Iterator<Item = &'static str> {
    BASE.iter().map(String::as_str).chain(BARE)
}

/// Suffixes of foreign adjectives. Nouns and verbs end so, too.
const FOREIGN_SUFFIXES: [&str; 8] = ["abel", "ell", "esk", "ibel", "iv", "oid", "är", "ös"];
/// Letters of the shortest stem before a suffix.
const MIN_SUFFIXED_STEM: usize = 3;
/// Letters of the shortest word for which a superlative tells that it is an adjective.
const MIN_COMPARED_LETTERS: usize = 4;

/// Returns true if `word` ends as adjectives do. Numbers in -zig are none.
fn has_suffix(word: &str) -> bool {
    let ends_so =
        |suffix: &&&str| word.strip_suffix(**suffix).is_some_and(|stem| stem.chars().count() >= MIN_SUFFIXED_STEM);
    let is_number = word.ends_with("zig") || word.ends_with("dreissig");
    !is_number && SUFFIXES.iter().chain(&FOREIGN_SUFFIXES).any(|suffix| ends_so(&suffix))
}

/// Suffixes that only adjectives have.
const SUFFIXES: [&str; 8] = ["isch", "lich", "ig", "bar", "sam", "haft", "los", "deutsch"];

/// Returns true if `word` is an adjective by its suffix, or is met with the endings of one: `has` says which forms are met.
pub(in crate::german) fn is_adjective(word: &str, counts: &WordCounts, has: &dyn Fn(&str) -> bool) -> bool {
    let is_lower = counts.lower > counts.noun;
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
    // `bös` is a form of *böse*.
    if BASE.contains(&format!("{word}e")) {
        return false;
    }
    let is_no_noun = is_lower && !counts.kinds.noun;
    let has_ending = |endings: &[&str]| endings.iter().any(|ending| has(&format!("{word}{ending}")));
    // `erklär` and `erhell` are of verbs.
    let is_suffixed = || is_no_noun && has_suffix(word) && !has_ending(&["t", "te", "ten"]);
    // Lists have *am zahmsten* and *zahmer* where they have no other form. `traut` is of a verb.
    let is_long = word.chars().count() >= MIN_COMPARED_LETTERS;
    let is_of_verb = || word.strip_suffix('t').is_some_and(|stem| has(&format!("{stem}en")));
    let is_changed = || without_umlaut(word).is_some_and(|plain| has(&plain));
    let is_compared = || {
        is_no_noun && is_long && !is_of_verb() && !is_changed() && has_ending(&["er"]) && has_ending(&["sten", "esten"])
    };
    let is_regular = || declined(word) || shortened.as_deref().is_some_and(declined) || in_e();
    is_base(word) || (word.chars().count() > 2 && has(word) && (is_regular() || is_suffixed() || is_compared()))
}

/// Returns true for an adjective that is known whatever the lists say.
pub(in crate::german) fn is_base(word: &str) -> bool {
    BARE.contains(&word) || BASE.contains(word)
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
    !is_base(word)
        && candidates.all.iter().any(|candidate| candidate.word != word && candidate.word.len() <= word.len())
}

/// Returns true if a list of words has an adjective in a form of comparison.
pub(in crate::german) fn is_compared(word: &str, has: &dyn Fn(&str) -> bool) -> bool {
    ["ere", "eren"].iter().any(|ending| has(&format!("{word}{ending}")))
}
