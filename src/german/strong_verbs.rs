//! Irregular forms of verbs: `ging` is a form of `gehen`, `verlor` of `verlieren`.

use std::collections::HashMap;
use std::sync::OnceLock;

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
    static VERBS: OnceLock<HashMap<String, String>> = OnceLock::new();
    let verbs = VERBS.get_or_init(|| parse(stemmer));
    let stem = stemmer.stem(exact);
    if let Some(infinitive) = verbs.get(stem.as_ref()) {
        return Some(infinitive.clone());
    }
    let (prefix, rest) = PREFIXES.iter().find_map(|prefix| Some((prefix, exact.strip_prefix(prefix)?)))?;
    let stem = stemmer.stem(rest);
    // Participles after an inseparable prefix have no ge-: `vergangen`.
    let infinitive =
        verbs.get(stem.as_ref()).cloned().or_else(|| verbs.get(stemmer.stem(&format!("ge{rest}")).as_ref()).cloned());
    // Snowball's stems have no umlauts.
    infinitive.map(|infinitive| format!("{}{infinitive}", prefix.replace('ü', "u")))
}

fn parse(stemmer: &Stemmer) -> HashMap<String, String> {
    let mut verbs = HashMap::new();
    for line in LIST.lines().filter(|line| !line.starts_with('#')) {
        let forms = line.split_whitespace().map(|form| {
            let mut exact = String::new();
            normalize(form, &mut exact);
            stemmer.stem(&exact).into_owned()
        });
        let mut forms = forms.collect::<Vec<String>>().into_iter();
        let Some(infinitive) = forms.next() else { continue };
        for form in forms.filter(|form| *form != infinitive) {
            verbs.insert(form, infinitive.clone());
        }
    }
    verbs
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
}
