//! Forms that name both sexes: `Politiker*innen`, `Politiker:in`, `PolitikerInnen`, `Politiker/-innen`.

use std::ops::Range;

use super::lexicon::Lexicon;

/// What follows a base word and makes it a gendered form: how many bytes of `rest` belong to the word.
/// `word` is the run of letters before, `rest` the text after it.
pub(super) fn marked_ending(word: &str, rest: &str) -> Option<usize> {
    let marker = marker(rest);
    if marker == 0 || word.chars().count() < 3 || !word.ends_with(char::is_lowercase) {
        return None;
    }
    let ending = &rest[marker..];
    let (ending_len, plural) = match ending {
        _ if ending.starts_with("innen") => (5, true),
        _ if ending.starts_with("in") => (2, false),
        _ => return None,
    };
    let follows_letter = ending[ending_len..].starts_with(char::is_alphanumeric);
    // `Schüler*innenvertretung` goes on after the plural; `Land/in` must not swallow `Land/international`.
    (!follows_letter || (plural && !rest.starts_with('/'))).then_some(marker + ending_len)
}

/// Whether a typed word whose marker is at `at` is such a form, and not something else with that sign in it:
/// `Politiker*innen` and `Schüler:innenvertretung`, but not `Bundes*innenminister`.
pub(crate) fn is_gendered(word: &str, at: usize) -> bool {
    let (base, rest) = word.split_at(at);
    marked_ending(base, rest).is_some_and(|length| {
        let goes_on = rest[length..].starts_with(char::is_alphanumeric);
        // The s joins a compound: no word for a person ends so.
        !goes_on || !base.ends_with('s')
    })
}

/// Bytes of what `rest` begins with, if that marks a gendered form.
fn marker(rest: &str) -> usize {
    let markers = ["*", ":", "_", "·", "•", "/-", "/"];
    markers.iter().find(|marker| rest.starts_with(**marker)).map_or(0, |marker| marker.len())
}

/// A gendered form that goes on after its ending without its marker, and the marker's bytes: `Schülerinnenvertretung` and those
/// of `:` for `Schüler:innenvertretung`. `base_end`: where its base ends.
pub(super) fn without_marker(word: &str, base_end: usize) -> Option<(String, Range<usize>)> {
    let marker = base_end..base_end + marker(&word[base_end..]);
    let goes_on = word[marker.end..].strip_prefix("innen").is_some_and(|rest| !rest.is_empty());
    goes_on.then(|| ([&word[..marker.start], &word[marker.end..]].concat(), marker))
}

/// The base of a word with an inner capital, `PolitikerInnen` → `Politiker`. The singular only after -er,
/// because of names such as LinkedIn.
pub(super) fn inner_capital_base(word: &str) -> Option<&str> {
    let base = word.strip_suffix("Innen").or_else(|| word.strip_suffix("In").filter(|base| base.ends_with("er")))?;
    (base.chars().count() >= 3 && base.ends_with(char::is_lowercase)).then_some(base)
}

/// Endings of words for persons, so that `beginnen`, `gewinnen`, `Dachrinnen`, `Termin` stay.
const PERSONS: [&str; 12] = ["er", "ist", "ent", "ant", "eur", "or", "at", "log", "kolleg", "freund", "chef", "wirt"];

/// Feminine forms whose base has another vowel or an e more.
const IRREGULAR: [(&str, &str); 9] = [
    ("ärzt", "arzt"),
    ("anwält", "anwalt"),
    ("bäuer", "bauer"),
    ("köch", "koch"),
    ("stadträt", "stadtrat"),
    ("landrät", "landrat"),
    ("französ", "franzose"),
    ("jüd", "jude"),
    ("gräf", "graf"),
];

/// The masculine base of a written-out feminine form: `politikerinnen`, `politikerin` → `politiker`. Of the singular
/// only where the lexicon knows the base as a noun: `Schwerin` is no form of `schwer`.
pub(super) fn feminine_base(lexicon: &Lexicon, form: &str) -> Option<String> {
    let (base, plural) = match form.strip_suffix("innen") {
        Some(base) => (base, true),
        None => (form.strip_suffix("in")?, false),
    };
    if let Some((feminine, masculine)) = IRREGULAR.iter().find(|(feminine, _)| base.ends_with(feminine)) {
        return Some(format!("{}{masculine}", &base[..base.len() - feminine.len()]));
    }
    let person = PERSONS.iter().any(|ending| base.ends_with(ending)) && base.chars().count() >= 5;
    let known = || lexicon.counts(base).listed;
    (person && (plural || known())).then(|| base.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn markers() {
        for (word, rest, taken) in [
            ("Politiker", "*innen sagen", Some(6)),
            ("Politiker", ":innen", Some(6)),
            ("Politiker", "_in.", Some(3)),
            ("Politiker", "/-innen", Some(7)),
            ("Politiker", "/innen,", Some(6)),
            ("Schüler", "*innenvertretung", Some(6)),
            ("Land", "/international", None),
            ("Politiker", ": innen", None),
            ("es", "*innen", None),
            ("Politiker", "innen", None),
            ("Auto", "*intern", None),
        ] {
            assert_eq!(marked_ending(word, rest), taken, "{word}{rest}");
        }
    }

    #[test]
    fn inner_capitals() {
        assert_eq!(inner_capital_base("PolitikerInnen"), Some("Politiker"));
        assert_eq!(inner_capital_base("LehrerIn"), Some("Lehrer"));
        assert_eq!(inner_capital_base("LinkedIn"), None);
        assert_eq!(inner_capital_base("Innen"), None);
    }

    #[test]
    fn feminine_forms() {
        for (form, base) in [
            ("politikerinnen", Some("politiker")),
            ("polizistinnen", Some("polizist")),
            ("studentinnen", Some("student")),
            ("kolleginnen", Some("kolleg")),
            ("lehrerin", Some("lehrer")),
            ("hausärztinnen", Some("hausarzt")),
            ("beginnen", None),
            ("gewinnen", None),
            ("gerinnen", None),
            ("dachrinnen", None),
            ("schwerin", None),
            ("termin", None),
            ("darin", None),
        ] {
            assert_eq!(feminine_base(&Lexicon::builtin(), form).as_deref(), base, "{form}");
        }
    }
}
