//! Step of the chain: forms that name several genders at once, `Politiker*innen`, `Politiker:in`, `PolitikerInnen`,
//! `Politiker/-innen`, `Abgeordnete:r`, and feminine forms that are written out.

use std::borrow::Cow;
use std::ops::Range;

use super::lemma::masculine;
use super::lexicon::Lexicon;
use super::normalize::exact_form;

/// Letters of the shortest base of a gendered form.
const MIN_BASE_LETTERS: usize = 3;
/// Letters of the shortest base of a feminine form that is written out.
const MIN_PERSON_LETTERS: usize = 5;

/// Markers between base and ending of a gendered form; the longer of two markers comes first.
const MARKERS: [&str; 8] = ["*", ":", "_", "·", "•", "!", "/-", "/"];
/// Endings after a marker that make an adjective, a participle or an article masculine or feminine, each with the ends
/// of the words that take it: `jede*r`, `Angestellte:n`, `ein*e`.
const ADJECTIVE_ENDINGS: [(&str, &[&str]); 5] =
    [("r", &["e"]), ("n", &["e"]), ("s", &["e"]), ("m", &["e"]), ("e", &["ein", "ihr", "unser", "euer"])];

/// Returns the number of bytes of `rest` that belong to the word if they make it a gendered form: a marker and an ending.
/// `word` is the run of letters before, `rest` the text after it.
pub(super) fn marked_ending(word: &str, rest: &str) -> Option<usize> {
    let marker = marker_len(rest)?;
    if word.chars().count() < MIN_BASE_LETTERS || !word.ends_with(char::is_lowercase) {
        return None;
    }
    let ending = &rest[marker..];
    let is_adjective = |(added, ends): &(&str, &[&str])| {
        ending.strip_prefix(added).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            && ends.iter().any(|end| word.ends_with(end))
    };
    if ADJECTIVE_ENDINGS.iter().any(is_adjective) {
        return (!rest.starts_with(['!', '/'])).then_some(marker + 1);
    }
    let (ending_len, plural) = match ending {
        _ if ending.starts_with("innen") => (5, true),
        _ if ending.starts_with("in") => (2, false),
        _ => return None,
    };
    let follows_letter = ending[ending_len..].starts_with(char::is_alphanumeric);
    // `Schüler*innenvertretung` goes on after the plural; `Land/in` must not swallow `Land/international`.
    (!follows_letter || (plural && !rest.starts_with('/'))).then_some(marker + ending_len)
}

/// Returns true if a typed word with a marker at byte `at` is a gendered form, and not something else with that sign in
/// it: `Politiker*innen` and `Schüler:innenvertretung`, but not `Bundes*innenminister`.
pub(crate) fn is_gendered(word: &str, at: usize) -> bool {
    let (base, rest) = word.split_at(at);
    marked_ending(base, rest).is_some_and(|length| {
        let goes_on = rest[length..].starts_with(char::is_alphanumeric);
        // An s before the marker is the linking element of a compound: no word for a person ends so.
        !goes_on || !base.ends_with('s')
    })
}

/// Returns the length in bytes of the marker that `rest` begins with.
fn marker_len(rest: &str) -> Option<usize> {
    // Behind nearly all words stands something else.
    if matches!(rest.as_bytes().first(), None | Some(b' ' | b',' | b'-' | b'.' | b'\n' | b')')) {
        return None;
    }
    MARKERS.iter().find(|marker| rest.starts_with(**marker)).map(|marker| marker.len())
}

/// Takes the marker out of a gendered form that goes on after its ending: `Schülerinnenvertretung` for
/// `Schüler:innenvertretung`. Returns the rest of the word and the bytes of the marker. `base_end` is the byte at which
/// the base ends.
pub(super) fn without_marker(word: &str, base_end: usize) -> Option<(String, Range<usize>)> {
    let marker = base_end..base_end + marker_len(&word[base_end..])?;
    let goes_on = word[marker.end..].strip_prefix("innen").is_some_and(|rest| !rest.is_empty());
    goes_on.then(|| ([&word[..marker.start], &word[marker.end..]].concat(), marker))
}

/// Returns the exact form of the base of a gendered form, or `exact` for any other word. `marked_base` is what stands
/// before the marker of `word`. An e that the feminine lost is given back where the lexicon knows the word with it only:
/// `chinese` for `Chines:innen`.
pub(super) fn neutral_form<'a>(
    lexicon: &Lexicon,
    word: &str,
    marked_base: Option<&str>,
    exact: &'a str,
) -> Cow<'a, str> {
    let Some(base) = marked_base.or_else(|| inner_capital_base(word)) else { return Cow::Borrowed(exact) };
    let mut form = exact_form(base);
    // `Ärzt:innen` is of *Arzt*.
    let woman = format!("{form}in");
    if let Some(man) = masculine(lexicon, &woman).or_else(|| feminine_base(lexicon, &woman)) {
        return Cow::Owned(man);
    }
    let knows = |form: &str| {
        let counts = lexicon.counts(form);
        counts.listed || counts.noun > 0.0
    };
    if !form.ends_with('e') && !knows(&form) && knows(&format!("{form}e")) {
        form.push('e');
    }
    Cow::Owned(form)
}

/// Splits a compound with a hyphen behind a gendered form at the form's marker and ending: `Mieter:innen-Verein`.
pub(super) fn split_gendered(compound: &str) -> Option<(&str, &str)> {
    let (base, rest) = compound.split_once("innen-")?;
    let base = MARKERS.iter().find_map(|marker| base.strip_suffix(marker))?;
    (base.chars().count() >= MIN_BASE_LETTERS && base.ends_with(char::is_lowercase)).then_some((base, rest))
}

/// Ends of masculines that have -en before the next part of a compound: `Studenten|werk`.
const WEAK_ENDINGS: [&str; 8] = ["and", "ant", "ent", "ist", "at", "ad", "oph", "ekt"];

/// Returns the compound of the masculine of a gendered form, the exact form `base`, and `rest`, and the byte at which the
/// latter begins: `studentenwerk` for *student* and *werk*.
pub(super) fn neutral_compound(lexicon: &Lexicon, base: &str, rest: &str) -> (String, usize) {
    let man = masculine(lexicon, &format!("{base}in")).unwrap_or_else(|| base.to_owned());
    let link = match () {
        () if man.ends_with('e') => "n",
        () if WEAK_ENDINGS.iter().any(|ending| man.ends_with(ending)) => "en",
        () if man.ends_with("er") => "",
        // `Freundes|kreis`, `Ärzte|kammer`: the one that texts have.
        () => ["e", "es", "s", ""]
            .into_iter()
            .max_by_key(|link| known(lexicon, &format!("{man}{link}{rest}")))
            .unwrap_or(""),
    };
    let left = match lexicon.counts(&format!("{base}e")) {
        plural if base != man && !man.ends_with('e') && plural.noun > 0.0 => format!("{base}e"),
        _ => format!("{man}{link}"),
    };
    (format!("{left}{rest}"), left.len())
}

fn known(lexicon: &Lexicon, word: &str) -> u32 {
    lexicon.counts(word).all() as u32
}

/// Returns the base of a word with an inner capital: `Politiker` for `PolitikerInnen`. The singular counts only after
/// -er, because of names such as LinkedIn.
fn inner_capital_base(word: &str) -> Option<&str> {
    let base = word.strip_suffix("Innen").or_else(|| word.strip_suffix("In").filter(|base| base.ends_with("er")))?;
    (base.chars().count() >= MIN_BASE_LETTERS && base.ends_with(char::is_lowercase)).then_some(base)
}

/// Endings of words for persons. Others are no base, so that `beginnen`, `gewinnen`, `Dachrinnen`, `Termin` stay.
const PERSON_ENDINGS: [&str; 12] =
    ["er", "ist", "ent", "ant", "eur", "or", "at", "log", "kolleg", "freund", "chef", "wirt"];

/// Feminine stems whose base has another vowel or a further e.
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

/// Returns the masculine base of a feminine form that is written out: `politiker` for `politikerinnen` and `politikerin`.
/// A singular counts only where the lexicon knows the base as a noun: `Schwerin` is no form of `schwer`.
pub(super) fn feminine_base(lexicon: &Lexicon, form: &str) -> Option<String> {
    let (base, plural) = match form.strip_suffix("innen") {
        Some(base) => (base, true),
        None => (form.strip_suffix("in")?, false),
    };
    if let Some((feminine, masculine)) = IRREGULAR.iter().find(|(feminine, _)| base.ends_with(feminine)) {
        return Some(format!("{}{masculine}", &base[..base.len() - feminine.len()]));
    }
    let person =
        PERSON_ENDINGS.iter().any(|ending| base.ends_with(ending)) && base.chars().count() >= MIN_PERSON_LETTERS;
    let known = || lexicon.counts(base).listed;
    (person && (plural || known())).then(|| base.to_owned())
}

#[cfg(test)]
mod tests {
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
            ("Bewohner", "!innen", Some(6)),
            ("Verdächtige", ":r.", Some(2)),
            ("Verletzte", "*n", Some(2)),
            ("kein", "_e", Some(2)),
            ("Ende", ":rot", None),
            ("Haus", ":n", None),
            ("Stelle", "/n", None),
        ] {
            assert_eq!(marked_ending(word, rest), taken, "{word}{rest}");
        }
    }

    #[test]
    fn neutral_forms() {
        let lexicon = Lexicon::builtin();
        for (word, base, form) in [
            ("Portugies:innen", "Portugies", "portugiese"),
            ("Schauspieler:innen", "Schauspieler", "schauspieler"),
            ("Beschuldigte:r", "Beschuldigte", "beschuldigte"),
            ("Xyzz:innen", "Xyzz", "xyzz"),
        ] {
            assert_eq!(neutral_form(&lexicon, word, Some(base), ""), form, "{word}");
        }
        assert_eq!(neutral_form(&lexicon, "Garten", None, "garten"), "garten");
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
