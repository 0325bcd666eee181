//! From a form of a noun to its nominative singular: genitives, plurals, umlauts, foreign plurals.

use super::closed::is_namesake;
use super::inflection::{IRREGULAR, Inflection, RULES, Vowel, is_irregular_singular};
use super::letters::{ends_alike, umlaut, without_umlaut};
use super::name::{is_name_in_s, is_rather_name};
use super::{Candidates, Weighted};
use crate::german::lexicon::{LexiconNear, WordCounts};
use crate::german::stop_words::is_stop_word;

/// How many times more common than its singular a form can be.
const MAX_RATIO: f32 = 30.0;
/// How many times more common than its singular a form can be that lists have and that is neither a name nor a verb:
/// `Insekten`.
pub(super) const MAX_SURE_RATIO: f32 = 60.0;
/// Share of the occurrences of a noun in -en from which on it may be an infinitive that stands like a noun.
const MIN_VERB_RATIO: f32 = 0.5;
/// How many times more common than a singular that no text has a form can be that is an infinitive, too.
const MAX_VERB_RATIO: f32 = 12.0;
/// How many times more common than its dative a singular, or a plural in -e, is at least.
const MIN_DATIVE_RATIO: f32 = 5.0;
/// Occurrences that are added to those of a singular where its plural is seldom the more common form.
const RARE_RATIO_FLOOR: f32 = 1.0;
/// Occurrences that are added to those of a singular before they are compared.
pub(super) const RATIO_FLOOR: f32 = 4.0;
/// How many times more common in lower case a singular can be that is a stop word, too.
const MAX_LOWER_RATIO: f32 = 100.0;
/// Occurrences of a singular, at least, for it to be more than a word of a list.
pub(super) const MIN_SINGULARS: f32 = 2.0;
/// How many times more common than the noun in -e that without it is, at most, for the plural to be of the former.
const MAX_SHORTER_RATIO: f32 = 40.0;
/// How many times more common a plural in -e is, at least, than what would be one in -er.
const MIN_OTHER_PLURAL_RATIO: f32 = 2.0;
/// How many times more common than its plural in -e a noun is, at most.
const MAX_PLURAL_RATIO: f32 = 100.0;
/// Occurrences of a singular above which a plural by its umlaut alone is met in texts.
const MAX_ONLY_SINGULAR: f32 = 300.0;

/// How many times more common than its singular a form in -sse is, at most, for one in -ße to be its plural.
const MAX_SHARP_S_RATIO: f32 = 10.0;

/// Gain of an irregular plural, which outweighs everything: it is no other word.
const IRREGULAR_GAIN: f32 = 1000.0;

/// Endings of a noun that is declined as an adjective is, but that of its lemma.
const ADJECTIVAL_ENDINGS: [&str; 4] = ["r", "n", "m", "s"];

/// Bytes of the shortest such lemma: `Alte`.
const MIN_ADJECTIVAL_BYTES: usize = 4;

/// Adds the noun in -e of which `form` is a form with the ending of an adjective: `Abgeordneter`, of *Abgeordnete*.
fn add_adjectival(lexicon: &LexiconNear<'_>, form: &str, candidates: &mut Candidates) {
    // `Gen` is of no adjective.
    let is_like_noun = |noun: &&str| noun.ends_with('e') && noun.len() >= MIN_ADJECTIVAL_BYTES;
    for noun in ADJECTIVAL_ENDINGS.iter().filter_map(|ending| form.strip_suffix(ending)).filter(is_like_noun) {
        // `Modem` is a noun.
        if form.ends_with('m') && lexicon.counts(form).kinds.noun {
            continue;
        }
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
            // A name has no plural: `Kleine` is of an adjective.
            let is_name = rule.singular.is_empty() && rule.ending != "s" && is_namesake(stem);
            if is_name || !rule.fits(stem) {
                return;
            }
            let counts = lexicon.counts_of(stem, rule.singular);
            let reading = Reading { lexicon, form, known, rule, stem, counts };
            if counts.kinds.noun && !reading.is_refused() {
                candidates.add(format!("{stem}{}", rule.singular), rule.cost);
            }
        };
        if rule.vowel != Vowel::Changes {
            add(stem);
        }
        if rule.vowel != Vowel::Stays
            && let Some(plain) = without_umlaut(stem)
        {
            add(&plain);
        }
    }
}

/// Returns the noun in -s of which `form`, a singular in -sse, may be the plural: `Busse` is spelt as *Buße* is. `found` are the lemmas of
/// the form.
pub(super) fn other_noun(lexicon: &LexiconNear<'_>, form: &str, found: &[Weighted]) -> Option<String> {
    let base = form.strip_suffix("se").filter(|base| base.ends_with('s'))?;
    // `Gasse` is no plural of *Gas*, which has no genitive in -sses.
    let is_plural = lexicon.counts_of(base, "ses").kinds.form && lexicon.counts(base).noun >= MIN_SINGULARS;
    found.iter().map(|(word, _)| word).find(|word| is_plural && *word == base).cloned()
}

/// Returns the noun of which the form that `lexicon` is seen from, which is written with ße or ßen at its end, is a plural: `Maße` is no
/// *Masse* and `Bußen` no *Bus*, though their exact forms are the same.
pub(in crate::german) fn plural_in_sharp_s(lexicon: &LexiconNear<'_>) -> Option<String> {
    let form = lexicon.word();
    let known = lexicon.counts(form);
    // `Stoßen` is an infinitive that stands like a noun.
    if known.kinds.verb && known.lower > known.noun {
        return None;
    }
    let plural = form.strip_suffix('n').unwrap_or(form);
    let noun = plural.strip_suffix('e')?;
    let (counts, in_e) = (lexicon.counts(noun), lexicon.counts(plural));
    // `Straße` and `Buße` are no plurals of rare nouns, `Weiße` is of an adjective, and *muss* is hardly a noun.
    let is_noun = counts.kinds.noun && !counts.kinds.adjective && counts.noun > counts.lower;
    if is_noun && counts.noun * MAX_SHARP_S_RATIO > in_e.noun {
        return Some(noun.to_owned());
    }
    // A noun in -s has ss in its plural, never ß.
    let is_like_plural = noun.strip_suffix('s').is_some_and(|noun| lexicon.counts(noun).kinds.noun);
    (is_like_plural && in_e.kinds.noun).then(|| plural.to_owned())
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
            || (matches!(self.rule.ending, "s" | "es") && is_name_in_s(self.form, self.known, self.counts))
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
    if vowel == Vowel::Changes && known.kinds.verb && in_e.noun * MAX_PLURAL_RATIO < lexicon.counts(stem).noun {
        return true;
    }
    // `Worten` is of *Wort*, which has a plural in -e as well; `Baden` is not of *Bad*.
    let is_unlike = known.lower > known.noun * MIN_VERB_RATIO || in_e.noun * MIN_DATIVE_RATIO < known.noun;
    let may_be_verb = vowel == Vowel::Stays && known.kinds.verb && is_unlike;
    // `Schützen` is of *Schütze*, however rare, and not of *Schutz*.
    // `Türen` is of *Tür*, though there is a *Türe*.
    let is_met = || in_e.noun >= MIN_SINGULARS && lexicon.counts(stem).noun <= MAX_SHORTER_RATIO * in_e.noun;
    let is_of_e = in_e.kinds.noun && (vowel == Vowel::Changes || is_met());
    is_of_e || (may_be_verb && has_umlaut())
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
