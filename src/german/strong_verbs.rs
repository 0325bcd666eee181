//! Irregular forms of verbs: `ging` is a form of `gehen`, `verlor` of `verlieren`.

use std::collections::HashMap;
use std::sync::LazyLock;

use rust_stemmers::Stemmer;

use super::normalize;

const LIST: &str = include_str!("strong_verbs.txt");

/// What verbs begin with and keep in every form. Longer ones first.
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

/// The stem of the infinitive an exact form in lower case belongs to, if that is another than the form's own.
pub(super) fn infinitive(stemmer: &Stemmer, exact: &str) -> Option<String> {
    static VERBS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| forms().collect());
    let verb = |form: &str| VERBS.get(stemmer.stem(form).as_ref()).copied();
    let (prefix, verb) = verb(exact).map(|verb| ("", verb)).or_else(|| {
        let (prefix, rest) = PREFIXES.iter().find_map(|prefix| Some((*prefix, exact.strip_prefix(prefix)?)))?;
        // Participles after an inseparable prefix have no ge-: `vergangen`.
        Some((prefix, verb(rest).or_else(|| verb(&format!("ge{rest}")))?))
    })?;
    let mut infinitive = String::new();
    normalize(verb, &mut infinitive);
    // Snowball's stems have no umlauts.
    Some(format!("{}{}", prefix.replace('ü', "u"), stemmer.stem(&infinitive)))
}

/// The stems of the listed forms, each with its infinitive.
fn forms() -> impl Iterator<Item = (&'static str, &'static str)> {
    LIST.lines().filter(|line| !line.starts_with('#')).flat_map(|line| {
        let (verb, forms) = line.split_once(' ').unwrap_or((line, ""));
        forms.split_whitespace().map(move |form| (form, verb))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::german::stem::german;

    #[test]
    fn forms_meet_their_infinitive() {
        let stemmer = german();
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
            let mut exact = String::new();
            normalize(verb, &mut exact);
            let expected = (!verb.is_empty()).then(|| stemmer.stem(&exact).into_owned());
            assert_eq!(infinitive(&stemmer, form), expected, "{form}");
        }
    }

    #[test]
    fn listed_forms_are_stems() {
        for (form, verb) in forms() {
            let ends_so = |ending: &str| german().stem(&format!("{form}{ending}")) == form;
            assert!(["", "en"].into_iter().any(ends_so), "{verb}: {form}");
        }
    }
}
