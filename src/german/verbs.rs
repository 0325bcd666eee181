//! Step of the chain: the infinitive of a verb. `ging` is a form of `gehen`, `verlor` of `verlieren`.

use std::collections::HashMap;
use std::sync::LazyLock;

use rust_stemmers::Stemmer;

use super::lexicon::Lexicon;
use super::normalize::exact_form;

const LIST: &str = include_str!("strong_verbs.txt");

/// Prefixes and particles that verbs keep in every form. One that begins with another comes before it.
const PREFIXES: &[&str] = &[
    "zurück",
    "entgegen",
    "auseinander",
    "zusammen",
    "herunter",
    "hinunter",
    "vorüber",
    "vorbei",
    "vorher",
    "voraus",
    "voran",
    "wieder",
    "weiter",
    "hinaus",
    "hinein",
    "heraus",
    "herein",
    "hervor",
    "herbei",
    "heran",
    "herab",
    "hinzu",
    "hinter",
    "unter",
    "durch",
    "gegen",
    "nieder",
    "empor",
    "statt",
    "teil",
    "über",
    "nach",
    "auf",
    "aus",
    "bei",
    "ein",
    "her",
    "hin",
    "los",
    "mit",
    "ver",
    "vor",
    "weg",
    "zer",
    "ent",
    "emp",
    "ab",
    "an",
    "be",
    "er",
    "ge",
    "um",
    "zu",
];

/// Returns the stem of the infinitive of an irregular form of a verb; `None` for any other word.
pub(super) fn irregular_infinitive(stemmer: &Stemmer, exact: &str) -> Option<String> {
    static VERBS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| forms().collect());
    let verb = |form: &str| VERBS.get(stemmer.stem(form).as_ref()).copied();
    let (prefix, verb) = verb(exact).map(|verb| ("", verb)).or_else(|| {
        let (prefix, rest) = PREFIXES.iter().find_map(|prefix| Some((*prefix, exact.strip_prefix(prefix)?)))?;
        // A participle after an inseparable prefix has no ge-: `vergangen`.
        Some((prefix, verb(rest).or_else(|| verb(&format!("ge{rest}")))?))
    })?;
    // Snowball's stems have no umlauts.
    Some(format!("{}{}", prefix.replace('ü', "u"), stemmer.stem(&exact_form(verb))))
}

/// Endings of the preterite and the participle of regular verbs; longer ones first.
const REGULAR_ENDINGS: [&str; 5] = ["test", "tet", "ten", "te", "t"];

/// Returns the infinitive of a regular form of a verb that the lexicon knows: `ankündigen` for `ankündigte`.
pub(super) fn regular_infinitive(lexicon: &Lexicon, exact: &str) -> Option<String> {
    let stem = REGULAR_ENDINGS.iter().find_map(|ending| exact.strip_suffix(ending))?;
    Some(format!("{stem}en")).filter(|verb| lexicon.counts(verb).lower > 0.0)
}

/// Returns the stems of the listed forms, each with its infinitive.
#[expect(
    clippy::expect_used,
    reason = "the list is compiled in, and the test `listed_forms_are_stems` reads all of it"
)]
fn forms() -> impl Iterator<Item = (&'static str, &'static str)> {
    LIST.lines().filter(|line| !line.starts_with('#')).flat_map(|line| {
        let (verb, forms) = line.split_once(' ').expect("a line is an infinitive and its stems");
        forms.split_whitespace().map(move |form| (form, verb))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::german::stem::snowball;

    #[test]
    fn forms_meet_their_infinitive() {
        let stemmer = snowball();
        for (form, verb) in [
            ("ging", "gehen"),
            ("gingen", "gehen"),
            ("gegangen", "gehen"),
            ("verging", "vergehen"),
            ("vergangen", "vergehen"),
            ("aufgegangen", "aufgehen"),
            ("verlor", "verlieren"),
            ("beschloss", "beschließen"),
            ("angekündigt", ""),
            ("spricht", "sprechen"),
            ("zurückgetreten", "zurücktreten"),
            ("haus", ""),
            ("gehen", ""),
        ] {
            let expected = (!verb.is_empty()).then(|| stemmer.stem(&exact_form(verb)).into_owned());
            assert_eq!(irregular_infinitive(&stemmer, form), expected, "{form}");
        }
    }

    #[test]
    fn listed_forms_are_stems() {
        for (form, verb) in forms() {
            let ends_so = |ending: &str| snowball().stem(&format!("{form}{ending}")) == form;
            assert!(["", "en"].into_iter().any(ends_so), "{verb}: {form}");
        }
    }
}
