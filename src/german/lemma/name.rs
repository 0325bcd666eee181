//! Names that are forms of nouns, too, and the s of their genitives.

use super::Lemmas;
use super::noun::{MAX_SURE_RATIO, MIN_SINGULARS, RATIO_FLOOR};
use super::places::is_place;
use crate::german::lexicon::{Lexicon, LexiconNear, WordCounts};

/// Letters of the shortest name.
const MIN_NAME_LETTERS: usize = 3;
/// Ratio of the counts of a word without and with its s above which the s is that of the genitive, for a word that is no name
/// and that a list of forms has.
const MIN_LISTED_RATIO: f32 = 0.1;
/// How many times more common than a name a singular is, at most, for the name to be the likelier lemma.
const MAX_NAME_RATIO: f32 = 10.0;
/// Ratio of the counts of a word in -el or -er and of its genitive above which the s is that of the genitive.
const MIN_SURNAME_RATIO: f32 = 1.5;
/// Occurrences of a word in -s from which on it may be a name.
const MIN_NAMES: f32 = 10.0;
/// Ratio of the counts of a word without and with its s above which the s is that of the genitive.
const MIN_NAME_RATIO: f32 = 0.3;
/// Occurrences of a noun in -e up to which a far more common word in -en is a name.
const MAX_NAMESAKES: f32 = 16.0;

/// Returns true if a word in -en that is counted so is a name rather than the plural of the noun in -e.
pub(super) fn is_rather_name(known: WordCounts, base: WordCounts) -> bool {
    !known.kinds.noun && base.noun < MAX_NAMESAKES && known.noun > MAX_SURE_RATIO * (base.noun + RATIO_FLOOR)
}

/// Returns true if `form` is a name and, now and then, a form of the noun `singular`: `Schweden`, of *Schwede*; `Modi`,
/// of *Modus*.
pub(super) fn is_also_name(lexicon: &LexiconNear<'_>, form: &str, singular: &str) -> bool {
    let known = lexicon.counts(form);
    let is_weak = singular.ends_with('e') && form.strip_suffix('n') == Some(singular);
    let is_foreign = known.name && known.noun > MIN_NAMES && form.ends_with(['a', 'i']);
    is_foreign || is_place(form) || (is_weak && is_rather_name(known, lexicon.counts(singular)))
}

/// Returns the lemmas of a name that is a form of the noun `singular`, too, the likelier first. A place is of no noun that
/// texts do not have.
pub(super) fn with_name(lexicon: &LexiconNear<'_>, form: &str, singular: String) -> Lemmas {
    let (name, noun) = (lexicon.counts(form).noun, lexicon.counts(&singular).noun);
    match () {
        () if noun < MIN_SINGULARS && is_place(form) => Lemmas { first: form.to_owned(), second: None },
        () if noun < MAX_NAME_RATIO * name => Lemmas { first: form.to_owned(), second: Some(singular) },
        () => Lemmas { first: singular, second: Some(form.to_owned()) },
    }
}

/// Returns the lemmas of a part of a compound, which is no place: `Bodenproben`, `Borkenkäfer` with a noun in -e that texts do not
/// have.
pub(in crate::german) fn no_place(lexicon: &Lexicon, part: &str, lemmas: Lemmas) -> Lemmas {
    match lemmas {
        Lemmas { first, second: Some(second) } if is_place(part) => {
            Lemmas { first: if first == part { second } else { first }, second: None }
        }
        Lemmas { first, second: None } if first == part && is_place(part) => {
            let noun = part.strip_suffix('n').filter(|noun| noun.ends_with('e') && lexicon.counts(noun).kinds.noun);
            Lemmas { first: noun.unwrap_or(part).to_owned(), second: None }
        }
        lemmas => lemmas,
    }
}

/// Returns the place of which `form` is the genitive: `Badens`, which is of no *Bad*.
pub(super) fn place_of_genitive(form: &str) -> Option<&str> {
    form.strip_suffix('s').filter(|place| place.ends_with('n') && is_place(place))
}

/// First names with an s behind them that are surnames, in byte order. Lists have them as names at best, and the genitives of the
/// first names are spelt so, too.
#[rustfmt::skip]
const SURNAMES_IN_S: &[&str] = &[
    "abrahams", "adams", "ahrens", "alberts", "andrews", "arends", "arnolds", "behrends", "bernhards", "bertrams", "brandts",
    "carstens", "clemens", "cornelius", "daniels", "davids", "diederichs", "dietrichs", "edwards", "engels", "ernsts", "evans",
    "evers", "franks", "friedrichs", "geerts", "georgs", "gerhards", "gerrits", "harms", "harris", "heinrichs", "henrichs",
    "hermanns", "hinrichs", "hughes", "jacobs", "jahns", "jakobs", "janssens", "johanns", "konrads", "lamberts", "leonards",
    "leonhards", "ludwigs", "marks", "martens", "martins", "matthews", "meiners", "michaels", "michels", "myers", "oswalds", "ottos",
    "pauls", "peters", "philipps", "philips", "phillips", "reiners", "reinhards", "reynolds", "richards", "robbins", "roberts", "rogers",
    "rolands", "sanders", "siemens", "simons", "stephens", "stevens", "thomas", "ulrichs", "volkers", "walters", "werners", "wilhelms",
    "wilkens", "williams", "winters", "wolfs", "wolters",
];

/// Returns true for a surname that is spelt as the genitive of a first name is: `Roberts`.
pub(super) fn is_surname_in_s(form: &str) -> bool {
    form.ends_with('s') && SURNAMES_IN_S.binary_search(&form).is_ok()
}

/// Returns true if a word in -s that is counted so is a name, and not the genitive of the word without it: `Andreas` is none of
/// *Andrea*, but `Promis`, which no list has after an article, is of *Promi*.
pub(super) fn is_name_in_s(form: &str, known: WordCounts, base: WordCounts) -> bool {
    let least = match known {
        WordCounts { name: true, .. } => 1.0,
        // `Engels` is too common for the genitive of *Engel*, which has no plural in -s.
        _ if (form.ends_with("els") || form.ends_with("ers")) && !form.ends_with("iers") => MIN_SURNAME_RATIO,
        // `Profis` stands in a list of forms.
        WordCounts { kinds, .. } if kinds.form => MIN_LISTED_RATIO,
        _ => MIN_NAME_RATIO,
    };
    base.noun < least * known.noun && (known.name || known.noun > MIN_NAMES)
}

/// Returns a noun or name that no list has without the s of its genitive or plural: `Obamas`, `Lockdowns`. It goes where
/// the lexicon knows the rest better: `Andreas` stays.
pub(super) fn without_s(lexicon: &LexiconNear<'_>, form: &str) -> Option<String> {
    let base = form.strip_suffix('s').filter(|base| base.chars().count() >= MIN_NAME_LETTERS)?;
    if base.ends_with(['s', 'x', 'z']) {
        return None;
    }
    // Many names end so: there the name without s must be the commoner one.
    let known = lexicon.counts(form);
    let is_like_name = known.name && ["as", "es", "is", "os", "us"].iter().any(|ending| form.ends_with(ending));
    let least = if is_like_name { 1.0 } else { MIN_NAME_RATIO };
    // `Wilders` is no genitive of *Wilder*, which is an adjective; an infinitive stands like a noun.
    let counts = lexicon.counts(base);
    let may_be_noun = counts.noun > counts.lower || counts.kinds.verb;
    (may_be_noun && counts.noun > least * known.all()).then(|| base.to_owned())
}
