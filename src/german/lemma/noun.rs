//! From a form of a noun to its nominative singular: genitives, plurals, umlauts, foreign plurals.

use super::Candidates;
use super::letters::{umlaut, without_umlaut};
use crate::german::lexicon::Lexicon;

/// How the stem changes before an ending.
#[derive(Clone, Copy, PartialEq)]
enum Vowel {
    Stays,
    /// May be an umlaut in the form: `Bäume`.
    MayChange,
    /// Is an umlaut in the form: `Väter`.
    Changes,
}

/// A way in which a form is made: its ending, that of the singular, and what it costs as a reading.
struct Inflection {
    ending: &'static str,
    singular: &'static str,
    vowel: Vowel,
    cost: f32,
    /// Ends of the singulars to which the rule applies; all if it is empty.
    after: &'static [&'static str],
}

const fn rule(
    ending: &'static str,
    singular: &'static str,
    vowel: Vowel,
    cost: f32,
    after: &'static [&'static str],
) -> Inflection {
    Inflection { ending, singular, vowel, cost, after }
}

impl Inflection {
    /// Returns true for the plural in -en of a noun that does not end in e.
    fn takes_en(&self) -> bool {
        self.ending == "en" && self.singular.is_empty()
    }
}

/// How many times more common than its singular a form can be.
const MAX_RATIO: f32 = 30.0;
/// Occurrences that are added to those of a singular before they are compared.
const RATIO_FLOOR: f32 = 4.0;
/// Occurrences of a singular, at least, for it to be more than a word of a list.
const MIN_SINGULARS: f32 = 2.0;

use Vowel::{Changes, MayChange, Stays};

#[rustfmt::skip]
const RULES: &[Inflection] = &[
    rule("s", "", Stays, 0.0, &[]),
    rule("es", "", Stays, 0.0, &[]),
    rule("n", "", Stays, -0.5, &["e"]),
    rule("n", "", Stays, 0.0, &["el", "er", "ar", "ir", "herr"]),
    rule("n", "", Changes, 0.5, &["el", "er"]),
    rule("en", "", Stays, -1.0, &["ung", "heit", "keit", "schaft", "ion", "tät", "ent", "ant", "ist", "or", "ik", "ur"]),
    rule("en", "", Stays, 0.5, &[]),
    rule("en", "", Changes, 0.5, &[]),
    rule("e", "", Stays, 0.0, &[]),
    rule("e", "", Changes, 0.0, &[]),
    rule("er", "", MayChange, 0.5, &[]),
    rule("ern", "", MayChange, 0.5, &[]),
    rule("", "", Changes, 0.5, &["er", "el", "en"]),
    rule("se", "", Stays, 0.0, &["s"]),
    rule("sen", "", Stays, 0.0, &["s"]),
    rule("ses", "", Stays, 0.0, &["s"]),
    rule("nen", "", Stays, -1.0, &["in"]),
    rule("ns", "", Stays, 0.0, &["e"]),
    rule("ens", "", Stays, 2.0, &[]),
    rule("ten", "", Stays, 1.0, &["bau", "au"]),
    rule("ien", "", Stays, 1.0, &["al", "il", "ip"]),
    rule("ien", "ium", Stays, 0.0, &[]),
    rule("ien", "ion", Stays, 0.5, &[]),
    rule("en", "um", Stays, 0.5, &[]),
    rule("en", "us", Stays, 0.5, &[]),
    rule("en", "a", Stays, 1.5, &[]),
    rule("en", "o", Stays, 1.5, &[]),
    rule("en", "is", Stays, 1.5, &[]),
    rule("en", "on", Stays, 1.5, &[]),
    rule("a", "um", Stays, 1.0, &[]),
    rule("a", "on", Stays, 1.0, &[]),
    rule("i", "us", Stays, 1.0, &[]),
    rule("i", "o", Stays, 1.0, &[]),
    rule("anten", "as", Stays, 1.0, &[]),
    rule("ata", "a", Stays, 1.0, &[]),
    rule("izes", "ex", Stays, 1.0, &[]),
    rule("izen", "ix", Stays, 1.0, &[]),
    rule("izes", "ix", Stays, 1.0, &[]),
    rule("ina", "en", Stays, 1.0, &[]),
];

/// Gain of an irregular plural, which outweighs everything: it is no other word.
const IRREGULAR_GAIN: f32 = 1000.0;

/// Endings of a noun that is declined as an adjective is, but that of its lemma.
const ADJECTIVAL_ENDINGS: [&str; 4] = ["r", "n", "m", "s"];

/// Adds the noun in -e of which `form` is a form with the ending of an adjective: `Abgeordneter`, of *Abgeordnete*.
fn add_adjectival(lexicon: &Lexicon, form: &str, candidates: &mut Candidates) {
    for noun in
        ADJECTIVAL_ENDINGS.iter().filter_map(|ending| form.strip_suffix(ending)).filter(|noun| noun.ends_with('e'))
    {
        // Only adjectives have a form in -em.
        let is_noun = ["", "r"].iter().any(|ending| lexicon.counts(&format!("{noun}{ending}")).kinds.noun);
        if is_noun && lexicon.counts(&format!("{noun}m")).all() > 0.0 {
            candidates.add(noun.to_owned(), -IRREGULAR_GAIN);
        }
    }
}

/// Plurals that no rule makes, or that a noun of its own is like.
const IRREGULAR: [(&str, &str); 7] = [
    ("daten", "datum"),
    ("dörfer", "dorf"),
    ("fakten", "faktum"),
    ("medien", "medium"),
    ("pläne", "plan"),
    ("rande", "rand"),
    ("zwecke", "zweck"),
];

/// Adds the singulars of which `form` may be a form.
pub(super) fn add_singulars(lexicon: &Lexicon, form: &str, candidates: &mut Candidates) {
    if let Some((_, singular)) = IRREGULAR.iter().find(|(plural, _)| *plural == form) {
        candidates.add((*singular).to_owned(), -IRREGULAR_GAIN);
    }
    add_adjectival(lexicon, form, candidates);
    let known = lexicon.counts(form);
    for rule in RULES {
        let Some(stem) = form.strip_suffix(rule.ending).filter(|stem| stem.chars().count() >= 2) else { continue };
        let mut add = |stem: &str| {
            let is_fit = rule.after.is_empty() || rule.after.iter().any(|end| stem.ends_with(end));
            // After a sibilant an s is no ending.
            if !is_fit || (rule.ending == "s" && stem.ends_with(['s', 'x', 'z'])) {
                return;
            }
            let singular = format!("{stem}{}", rule.singular);
            let counts = lexicon.counts(&singular);
            // Among the forms of a noun its singular is not rare: `Söder` is no plural of *Sod*.
            let is_rare = rule.cost >= 0.0 && known.noun > MAX_RATIO * (counts.noun + RATIO_FLOOR);
            // `Andreas` is no genitive of *Andrea*.
            let is_rare = is_rare || (rule.ending == "s" && counts.noun < MIN_NAME_RATIO * known.noun);
            // `Bauern` is of *Bauer*, not of *Bau*.
            let is_of_er = rule.ending == "ern" && lexicon.counts(&form[..form.len() - 1]).kinds.noun;
            let is_of_e = rule.takes_en() && has_other_plural(lexicon, form, stem);
            if counts.kinds.noun && !(is_rare || is_of_er || is_of_e) {
                candidates.add(singular, rule.cost);
            }
        };
        if rule.vowel != Changes {
            add(stem);
        }
        if rule.vowel != Stays
            && let Some(plain) = without_umlaut(stem)
        {
            add(&plain);
        }
    }
}

/// Returns true if `form`, which ends in -en, is no form of the noun `stem`: `Raten` is of *Rate* and not of *Rat*, and
/// `Landen` is a verb, because the plural of *Land* is *Länder*.
fn has_other_plural(lexicon: &Lexicon, form: &str, stem: &str) -> bool {
    let in_e = lexicon.counts(&form[..form.len() - 1]);
    let has_umlaut = || {
        let umlaut = umlaut(stem);
        umlaut != stem && ["e", "er"].iter().any(|ending| lexicon.counts(&format!("{umlaut}{ending}")).noun > 0.0)
    };
    let known = lexicon.counts(form);
    let is_verb = known.kinds.verb && known.lower > known.noun;
    (in_e.kinds.noun && in_e.noun >= MIN_SINGULARS) || (is_verb && has_umlaut())
}

/// Letters of the shortest name.
const MIN_NAME_LETTERS: usize = 3;
/// Ratio of the counts of a word without and with its s above which the s is that of the genitive.
const MIN_NAME_RATIO: f32 = 0.3;

/// Returns a noun or name that no list has without the s of its genitive or plural: `Obamas`, `Lockdowns`. It goes where
/// the lexicon knows the rest better: `Andreas` stays.
pub(super) fn without_s(lexicon: &Lexicon, form: &str) -> Option<String> {
    let base = form.strip_suffix('s').filter(|base| base.chars().count() >= MIN_NAME_LETTERS)?;
    if base.ends_with(['s', 'x', 'z']) {
        return None;
    }
    (lexicon.counts(base).noun > MIN_NAME_RATIO * lexicon.counts(form).all()).then(|| base.to_owned())
}
