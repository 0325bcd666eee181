//! From a form of a noun to its nominative singular: genitives, plurals, umlauts, foreign plurals.

use Vowel::{Changes, MayChange, Stays};

use super::letters::{ends_alike, umlaut, without_umlaut};
use super::places::is_place;
use super::{Candidates, Lemmas};
use crate::german::lexicon::{LexiconNear, WordCounts};
use crate::german::stop_words::is_stop_word;

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
    /// Returns true if `stem` can be a singular of this rule. After a sibilant an s is no ending.
    fn fits(&self, stem: &str) -> bool {
        let is_fit = self.after.is_empty() || self.after.iter().any(|end| ends_alike(stem, end) && stem.ends_with(end));
        is_fit && !(self.ending == "s" && stem.ends_with(['s', 'x', 'z']))
    }

    /// Returns true for an ending that makes a plural without any other change.
    fn is_plain_plural(&self) -> bool {
        self.vowel == Stays && self.singular.is_empty() && matches!(self.ending, "e" | "en")
    }

    /// Returns true for the plurals of foreign nouns and of those in -s, which infinitives look like.
    fn is_uncommon(&self) -> bool {
        !self.singular.is_empty() || self.ending.starts_with("se")
    }

    /// Returns true for the plural in -n of a noun in -e.
    fn is_weak(&self) -> bool {
        self.ending == "n" && self.after == ["e"]
    }

    /// Returns true for the plural in -en of a noun that does not end in e.
    fn takes_en(&self) -> bool {
        self.ending == "en" && self.singular.is_empty()
    }
}

/// How many times more common than its singular a form can be.
const MAX_RATIO: f32 = 30.0;
/// How many times more common than its singular a form can be that lists have and that is neither a name nor a verb:
/// `Insekten`.
const MAX_SURE_RATIO: f32 = 60.0;
/// Share of the occurrences of a noun in -en from which on it may be an infinitive that stands like a noun.
const MIN_VERB_RATIO: f32 = 0.5;
/// How many times more common than a singular that no text has a form can be that is an infinitive, too.
const MAX_VERB_RATIO: f32 = 12.0;
/// How many times more common than its dative a singular, or a plural in -e, is at least.
const MIN_DATIVE_RATIO: f32 = 5.0;
/// Occurrences that are added to those of a singular where its plural is seldom the more common form.
const RARE_RATIO_FLOOR: f32 = 1.0;
/// Occurrences that are added to those of a singular before they are compared.
const RATIO_FLOOR: f32 = 4.0;
/// How many times more common in lower case a singular can be that is a stop word, too.
const MAX_LOWER_RATIO: f32 = 100.0;
/// Occurrences of a singular, at least, for it to be more than a word of a list.
const MIN_SINGULARS: f32 = 2.0;
/// Occurrences of a noun in -e up to which a far more common word in -en is a name.
const MAX_NAMESAKES: f32 = 16.0;
/// How many times more common than the noun in -e that without it is, at most, for the plural to be of the former.
const MAX_SHORTER_RATIO: f32 = 40.0;
/// Letters of the shortest name.
const MIN_NAME_LETTERS: usize = 3;
/// How many times more common a plural in -e is, at least, than what would be one in -er.
const MIN_OTHER_PLURAL_RATIO: f32 = 2.0;
/// How many times more common than its plural in -e a noun is, at most.
const MAX_PLURAL_RATIO: f32 = 100.0;
/// Ratio of the counts of a word without and with its s above which the s is that of the genitive, for a word that is no name
/// and that a list of forms has.
const MIN_LISTED_RATIO: f32 = 0.1;
/// How many times more common than a name a singular is, at most, for the name to be the likelier lemma.
const MAX_NAME_RATIO: f32 = 10.0;
/// Ratio of the counts of a word in -el or -er and of its genitive above which the s is that of the genitive.
const MIN_SURNAME_RATIO: f32 = 1.5;
/// Occurrences of a word in -s from which on it may be a name.
const MIN_NAMES: f32 = 10.0;
/// Occurrences of a singular above which a plural by its umlaut alone is met in texts.
const MAX_ONLY_SINGULAR: f32 = 300.0;
/// Ratio of the counts of a word without and with its s above which the s is that of the genitive.
const MIN_NAME_RATIO: f32 = 0.3;

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
    rule("ien", "", Stays, 0.0, &["al", "eg", "erb", "il", "ip", "iz"]),
    rule("ien", "ium", Stays, 0.0, &[]),
    rule("ien", "ion", Stays, 0.5, &[]),
    rule("en", "um", Stays, 0.5, &[]),
    rule("een", "eum", Stays, 0.5, &[]),
    rule("een", "us", Stays, 1.0, &[]),
    rule("en", "us", Stays, 0.5, &[]),
    rule("en", "os", Stays, 1.0, &[]),
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
    rule("ora", "us", Stays, 1.0, &[]),
    rule("era", "us", Stays, 1.0, &[]),
    rule("izes", "ex", Stays, 1.0, &[]),
    rule("ices", "ex", Stays, 1.0, &[]),
    rule("ices", "ix", Stays, 1.0, &[]),
    rule("izen", "ix", Stays, 1.0, &[]),
    rule("izes", "ix", Stays, 1.0, &[]),
    rule("ina", "en", Stays, 1.0, &[]),
    rule("onen", "o", Stays, 1.0, &[]),
    rule("ngen", "nx", Stays, 1.0, &[]),
    rule("im", "", Stays, 1.0, &["rub", "raph"]),
];

/// Gain of an irregular plural, which outweighs everything: it is no other word.
const IRREGULAR_GAIN: f32 = 1000.0;

/// Endings of a noun that is declined as an adjective is, but that of its lemma.
const ADJECTIVAL_ENDINGS: [&str; 4] = ["r", "n", "m", "s"];

/// Adds the noun in -e of which `form` is a form with the ending of an adjective: `Abgeordneter`, of *Abgeordnete*.
fn add_adjectival(lexicon: &LexiconNear<'_>, form: &str, candidates: &mut Candidates) {
    for noun in
        ADJECTIVAL_ENDINGS.iter().filter_map(|ending| form.strip_suffix(ending)).filter(|noun| noun.ends_with('e'))
    {
        // `Dichter` has a genitive of its own, which `Verwandter` has not.
        if form.ends_with('r') && lexicon.counts_of(form, "s").kinds.form {
            continue;
        }
        // Only adjectives have a form in -em.
        let is_noun = ["", "r"].iter().any(|ending| lexicon.counts_of(noun, ending).kinds.noun);
        if is_noun && lexicon.counts_of(noun, "m").all() > 0.0 {
            candidates.add(noun.to_owned(), -IRREGULAR_GAIN);
        }
    }
}

/// Plurals that no rule makes, or that a noun of its own is like; and a singular that lists have as a plural only.
#[rustfmt::skip]
const IRREGULAR: [(&str, &str); 24] = [
    ("aromen", "aroma"), ("bande", "bande"), ("bussen", "bus"), ("chöre", "chor"), ("corpora", "corpus"), ("daten", "datum"),
    ("dörfer", "dorf"), ("fakten", "faktum"), ("genera", "genus"), ("kakteen", "kaktus"), ("korpora", "korpus"),
    ("körner", "korn"), ("larven", "larve"), ("matrizen", "matrix"), ("medien", "medium"), ("neutra", "neutrum"), ("pläne", "plan"),
    ("rande", "rand"), ("spatzen", "spatz"), ("säle", "saal"), ("tempora", "tempus"),
    ("tenöre", "tenor"), ("ulmen", "ulme"), ("zwecke", "zweck"),
];

/// Returns true if the plural of `noun` is in the table above.
fn is_irregular_singular(noun: &str) -> bool {
    IRREGULAR.iter().any(|(_, singular)| *singular == noun)
}

/// Adds the singulars of which `form` may be a form.
pub(super) fn add_singulars(lexicon: &LexiconNear<'_>, form: &str, candidates: &mut Candidates) {
    let is_form = |plural: &str| plural == form || form.strip_suffix('n') == Some(plural);
    if let Some((_, singular)) = IRREGULAR.iter().find(|(plural, _)| is_form(plural)) {
        candidates.add((*singular).to_owned(), -IRREGULAR_GAIN);
    }
    add_adjectival(lexicon, form, candidates);
    let known = lexicon.counts(form);
    for rule in RULES.iter().filter(|rule| ends_alike(form, rule.ending)) {
        let Some(stem) = form.strip_suffix(rule.ending).filter(|stem| stem.chars().nth(1).is_some()) else { continue };
        let mut add = |stem: &str| {
            if !rule.fits(stem) {
                return;
            }
            let counts = lexicon.counts_of(stem, rule.singular);
            let reading = Reading { lexicon, form, known, rule, stem, counts };
            if counts.kinds.noun && !reading.is_refused() {
                candidates.add(format!("{stem}{}", rule.singular), rule.cost);
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

/// A form as an inflection of a noun.
struct Reading<'a> {
    lexicon: &'a LexiconNear<'a>,
    form: &'a str,
    /// Counts of the form.
    known: WordCounts,
    rule: &'a Inflection,
    /// The singular without the ending that the rule gives it.
    stem: &'a str,
    /// Counts of the singular.
    counts: WordCounts,
}

impl Reading<'_> {
    /// Returns true if the form is another word.
    fn is_refused(&self) -> bool {
        self.is_too_common()
            || self.is_beside_listed_form()
            || self.is_foreign_name()
            || self.is_infinitive()
            || (self.rule.is_weak() && self.is_of_rare_noun_in_e())
            || self.is_of_stop_word()
            || (self.rule.ending == "s" && is_name_in_s(self.form, self.known, self.counts))
            || self.is_of_common_singular()
            || self.is_of_noun_in_er()
            || (self.rule.ending == "er" && !self.known.kinds.form && has_plural_in_e(self.lexicon, self.form))
            || self.is_of_noun_in_sse()
            || (self.rule.takes_en() && has_other_plural(self.lexicon, self.form, self.stem, self.rule.vowel))
    }

    /// Returns true if the form is too common for the singular, which is not rare among the forms of a noun: `Söder` is no
    /// plural of *Sod*.
    fn is_too_common(&self) -> bool {
        let is_sure = self.rule.is_plain_plural() && is_form_of_noun(self.known);
        let max_ratio = if is_sure { MAX_SURE_RATIO } else { MAX_RATIO };
        // A plural in -er is seldom the more common form. Of a noun that no text has, an infinitive is no plural: `Emden`.
        let is_er = matches!(self.rule.ending, "er" | "ern");
        let is_verb = self.known.kinds.verb && self.counts.noun < MIN_SINGULARS;
        let (max_ratio, floor) = match () {
            () if is_verb => (MAX_VERB_RATIO, RARE_RATIO_FLOOR),
            () if is_er || self.rule.ending == "ens" => (max_ratio, RARE_RATIO_FLOOR),
            () => (max_ratio, RATIO_FLOOR),
        };
        // The genitive is too common if the word without its s is: `Hagens`.
        let known = match self.rule.ending {
            "ns" | "ens" => self.lexicon.counts(&self.form[..self.form.len() - 1]).noun.max(self.known.noun),
            _ => self.known.noun,
        };
        self.rule.cost >= 0.0 && known > max_ratio * (self.counts.noun + floor)
    }

    /// Returns true for a plural that no list has of a noun of which lists have another one: `Berger` and `Maier` are names,
    /// because those of *Berg* and *Mai* are `Berge` and `Maie`; `Saale` is one, because that of *Saal* is `Säle`.
    fn is_beside_listed_form(&self) -> bool {
        let is_plural = matches!(self.rule.ending, "e" | "en" | "er" | "ern") && self.rule.singular.is_empty();
        if self.known.kinds.form || self.known.noun == 0.0 || !is_plural || self.rule.cost < 0.0 {
            return false;
        }
        let changed = umlaut(self.stem);
        let has = |stem: &str, ending: &str| self.lexicon.counts_of(stem, ending).kinds.form;
        // The old dative (`im Grunde`) is rare.
        let is_dative = self.rule.ending == "e" && self.known.noun * MIN_DATIVE_RATIO < self.counts.noun;
        match self.rule.ending {
            "e" if is_dative => false,
            "e" => is_irregular_singular(self.stem) || (changed != self.stem && has(&changed, "e")),
            "en" => ["e", "er"].iter().any(|ending| has(&changed, ending)),
            _ => [self.stem, &changed].iter().any(|stem| has(stem, "e") || has(stem, "en")),
        }
    }

    /// Returns true for a name that looks like a foreign plural: `Modi`, of *Modus*.
    fn is_foreign_name(&self) -> bool {
        self.known.name && !self.known.kinds.form && !self.rule.singular.is_empty()
    }

    /// Returns true for an infinitive that looks like the plural of a foreign noun or of one in -s: `Reißen` is no form of
    /// *Reis*.
    fn is_infinitive(&self) -> bool {
        self.rule.is_uncommon() && self.known.kinds.verb && self.known.lower > self.known.noun
    }

    /// Returns true if the singular is a noun in -e that no text has (`Bremen` is no plural of *Breme*), or a rare variant.
    fn is_of_rare_noun_in_e(&self) -> bool {
        (self.counts.noun < 1.0 && is_rather_name(self.known, self.counts))
            || is_variant(self.lexicon, self.stem, self.counts)
    }

    /// Returns true if the singular is a stop word that is hardly a noun: `Wien` is no plural of *Wie*, which texts have in
    /// lower case only.
    fn is_of_stop_word(&self) -> bool {
        self.counts.lower > MAX_LOWER_RATIO * self.counts.noun
            && is_stop_word(&format!("{}{}", self.stem, self.rule.singular))
    }

    /// Returns true for a plural by its umlaut alone that no text has, of a common word: `Händel`.
    fn is_of_common_singular(&self) -> bool {
        self.rule.ending.is_empty() && self.known.noun < 1.0 && self.counts.noun > MAX_ONLY_SINGULAR
    }

    /// Returns true for a form of a noun in -sse: `Gassen` is none of *Gas*.
    fn is_of_noun_in_sse(&self) -> bool {
        self.rule.ending == "sen" && self.lexicon.counts(&self.form[..self.form.len() - 1]).kinds.noun
    }

    /// Returns true for a form in -ern of a noun in -er: `Bauern` is of *Bauer*, not of *Bau*.
    fn is_of_noun_in_er(&self) -> bool {
        self.rule.ending == "ern" && self.lexicon.counts(&self.form[..self.form.len() - 1]).kinds.noun
    }
}

/// Returns true if `form`, which ends in -en, is no form of the noun `stem`: `Raten` is of *Rate* and not of *Rat*, and
/// `Landen` is a verb, because the plural of *Land* is *Länder*.
fn has_other_plural(lexicon: &LexiconNear<'_>, form: &str, stem: &str, vowel: Vowel) -> bool {
    let in_e = lexicon.counts(&form[..form.len() - 1]);
    let has_umlaut = || {
        let umlaut = umlaut(stem);
        let is_plural = |counts: WordCounts| counts.noun > 0.0 && !counts.kinds.noun;
        umlaut != stem && ["e", "er"].iter().any(|ending| is_plural(lexicon.counts_of(&umlaut, ending)))
    };
    let known = lexicon.counts(form);
    // `Schützen` is a verb, because *Schutz* has no plural.
    if vowel == Changes && known.kinds.verb && in_e.noun * MAX_PLURAL_RATIO < lexicon.counts(stem).noun {
        return true;
    }
    // `Worten` is of *Wort*, which has a plural in -e as well; `Baden` is not of *Bad*.
    let is_unlike = known.lower > known.noun * MIN_VERB_RATIO || in_e.noun * MIN_DATIVE_RATIO < known.noun;
    let may_be_verb = vowel == Stays && known.kinds.verb && is_unlike;
    // `Schützen` is of *Schütze*, however rare, and not of *Schutz*.
    // `Türen` is of *Tür*, though there is a *Türe*.
    let is_met = || in_e.noun >= MIN_SINGULARS && lexicon.counts(stem).noun <= MAX_SHORTER_RATIO * in_e.noun;
    let is_of_e = in_e.kinds.noun && (vowel == Changes || is_met());
    is_of_e || (may_be_verb && has_umlaut())
}

/// Returns true if a word in -en that is counted so is a name rather than the plural of the noun in -e.
fn is_rather_name(known: WordCounts, base: WordCounts) -> bool {
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

/// Returns the lemmas of the head of a compound, which is no place: `Backwaren`.
pub(super) fn of_head(head: &str, lemmas: Lemmas) -> Lemmas {
    match lemmas {
        Lemmas { first, second: Some(second) } if is_place(head) => {
            Lemmas { first: if first == head { second } else { first }, second: None }
        }
        lemmas => lemmas,
    }
}

/// Returns true if `noun`, which ends in e, is a rare variant of the noun without: `Türe`.
fn is_variant(lexicon: &LexiconNear<'_>, noun: &str, counts: WordCounts) -> bool {
    let shorter = lexicon.counts(noun.strip_suffix('e').unwrap_or(noun));
    shorter.kinds.noun && shorter.noun > MAX_SHORTER_RATIO * counts.noun
}

/// Returns true if `noun` ends as foreign nouns do whose plural is in -en or -ien.
pub(super) fn is_foreign(noun: &str) -> bool {
    ["ium", "os", "us"].iter().any(|ending| noun.ends_with(ending))
}

/// Returns true if `form`, the plural of `noun` with an umlaut, may as well be an infinitive that stands like a noun:
/// `Kämpfen` is of *Kampf* and of *kämpfen*.
pub(super) fn may_be_infinitive(known: WordCounts, form: &str, noun: &str) -> bool {
    known.kinds.verb
        && form.ends_with('n')
        && known.lower > known.noun
        && without_umlaut(form).is_some_and(|plain| plain.starts_with(noun))
}

/// Returns true for a word that lists have, and that is neither a name nor a verb.
fn is_form_of_noun(known: WordCounts) -> bool {
    known.kinds.form && !known.kinds.verb && !known.name && known.lower == 0.0
}

/// Returns true if texts have the word in -er that `form` is with -e instead, and far more often: `Berger` is no plural of
/// *Berg*, which has another.
fn has_plural_in_e(lexicon: &LexiconNear<'_>, form: &str) -> bool {
    let count = |form: &str| lexicon.counts(form).noun;
    count(&form[..form.len() - 1]) > MIN_OTHER_PLURAL_RATIO * count(form)
}

/// Returns true if a word in -s that is counted so is a name, and not the genitive of the word without it: `Andreas` is none of
/// *Andrea*, but `Promis`, which no list has after an article, is of *Promi*.
fn is_name_in_s(form: &str, known: WordCounts, base: WordCounts) -> bool {
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
