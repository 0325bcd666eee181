//! Which words of a dictionary is this a form of?
//!
//! A *lemma* is the form under which a dictionary has a word: `warnen` for `gewarnt`, `haus` for `Häusern`, `gross` for
//! `größte`. `verb`, `adjective` and `noun` each undo what inflection does to a word of their kind, and keep what the
//! [`Lexicon`] knows as a lemma of this kind. Of several lemmas that one is likeliest whose forms are the most common in
//! texts, less what the way from the form to it costs; a second one counts beside it if it is nearly as likely (`Studien`:
//! *Studie*, *Studium*). A capital decides between noun and verb.
//!
//! A compound has the lemma of its head: `Bundesstraßen` is of *Bundesstraße* because `Straßen` is of *Straße*. A word for a
//! woman has the lemma of the man (`feminine`). A name takes an s and nothing else. Which words are lemmas, and how common
//! their forms are, is found when a list of words is made ([`Learner`](super::Learner)).

mod adjective;
mod closed;
mod comparison;
mod diminutive;
mod feminine;
mod head;
mod homograph;
mod infinitive;
mod inflection;
pub(super) mod letters;
mod name;
mod noun;
mod particle;
mod places;
mod shares;
mod typed;
mod verb;

use super::gendered::feminine_base;
use super::lexicon::{Lexicon, LexiconNear, WordCounts};
pub(super) use adjective::{base_adjectives, is_adjective, is_base, is_compared, is_inflected_adjective};
pub(super) use closed::is_capital_namesake;
pub(super) use closed::{
    is_invariable, is_namesake, is_old_participle, is_unlisted_verb, old_participles, unlisted_verbs,
};
pub(super) use feminine::masculine;
use head::of_head;
pub(super) use head::{CompoundHead, HeadCache};
use homograph::{may_be_adjective, name_term, noun_terms};
pub(super) use homograph::{noun_term, without_capital};
pub(super) use infinitive::{is_infinitive, is_joined_infinitive};
pub(super) use name::no_place;
pub(super) use noun::plural_in_sharp_s;
pub(super) use particle::may_stand_apart;
pub(super) use shares::shares;
use typed::{any_lemmas, typed_lemmas};
pub(super) use verb::{is_present_participle, strong_verbs};

/// A word that a form may belong to.
#[derive(Debug, Clone)]
pub(super) struct LemmaCandidate {
    /// The lemma of the word.
    word: String,
    /// Cost of the way from the form to the lemma, in units of ln(frequency).
    cost: f32,
}

/// The words a form may belong to.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    all: Vec<LemmaCandidate>,
}

impl Candidates {
    /// Adds a lemma. Of two ways that lead to one lemma the cheaper counts.
    fn add(&mut self, word: String, cost: f32) {
        match self.all.iter_mut().find(|known| known.word == word) {
            Some(known) => known.cost = known.cost.min(cost),
            None => self.all.push(LemmaCandidate { word, cost }),
        }
    }

    /// Returns true if the form belongs to no word.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// How a word is written, as far as it tells what kind of word it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// In lower case: no noun.
    Lower,
    /// With a capital: a noun, or any word at the beginning of a sentence.
    Capital,
    /// Typed in lower case, as many type nouns, too.
    TypedLower,
    /// Typed with a capital that any word has: `KLEIN`, or the first word of a query.
    TypedCapital,
}

/// The lemmas of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lemmas {
    /// The likeliest lemma.
    pub(super) first: String,
    /// A lemma that is nearly as likely.
    pub(super) second: Option<String>,
}

/// A lemma with its weight, ln(1 + count of its forms) less its cost.
type Weighted = (String, f32);

/// Gain of the reading of a form as a lemma itself.
const IDENTITY_GAIN: f32 = 1.0;
/// Gain of an adjective that once was a participle, before its verb.
const OLD_PARTICIPLE_GAIN: f32 = 3.0;
/// How much rarer than such an adjective its verb may be, apart from the forms that may be of both.
const OLD_PARTICIPLE_MARGIN: f32 = 0.7;
/// How much less likely than the first a second lemma may be.
const SECOND_MARGIN: f32 = 2.0;
/// Weight that only an irregular plural exceeds.
const MAX_REGULAR_WEIGHT: f32 = 100.0;
/// How much less likely a second lemma may be that is an adjective: verbs are commoner (`heiße`, of *heiß* and *heißen*).
const ADJECTIVE_MARGIN: f32 = 4.0;
/// How much less likely a second lemma may be that is a foreign noun with the same plural (`Bakterien`).
const FOREIGN_MARGIN: f32 = 3.5;
/// How much less likely a second lemma may be that is the form itself and looks like a form of an adjective (`breiten`). It
/// has other forms as well, which `jungen` has not.
const OF_ADJECTIVE_MARGIN: f32 = 6.0;
/// Ratio of the counts of a form in lower case and as a noun from which on it may be an adjective at the beginning of a
/// sentence.
const MIN_ADJECTIVE_RATIO: f32 = 1.2;
/// Ratio of the counts of an infinitive in lower case and as a noun from which on it may stand like a noun.
const MIN_INFINITIVE_RATIO: f32 = 3.0;
/// Ratio of the counts of another form of a verb from which on it may begin a sentence.
const MIN_FINITE_RATIO: f32 = 4.0;
/// Ratio of these counts from which on the verb is likelier than the noun.
const MIN_VERB_RATIO: f32 = 10.0;
/// Share of its occurrences in lower case from which on a word with a capital that is no form of a noun is taken for one
/// at the beginning of a sentence.
const MIN_LOWER_SHARE: f32 = 0.2;

/// Returns the lemmas of the exact form that `lexicon` is seen from, in its one spelling; `None` if no word is known of which
/// it is a form.
pub(super) fn lemmas(lexicon: &LexiconNear<'_>, case: Case, head: &mut CompoundHead<'_>) -> Option<Lemmas> {
    let form = lexicon.word();
    match case {
        Case::Lower => lower_lemmas(lexicon, form, head).or_else(|| {
            let is_new = lexicon.counts(form).lower == 0.0;
            if is_new { noun_lemmas(lexicon, form, head).map(|nouns| noun_terms(lexicon.all(), nouns)) } else { None }
        }),
        // At the head of a sentence it may be either.
        Case::Capital if let Some(first) = name_term(form) => {
            Some(Lemmas { first, second: lower_lemmas(lexicon, form, head).map(|lower| lower.first) })
        }
        Case::Capital => noun_lemmas(lexicon, form, head).map(|nouns| or_lower(lexicon, form, nouns)).or_else(|| {
            let counts = lexicon.counts(form);
            let is_lower = counts.lower > counts.noun * MIN_LOWER_SHARE
                || counts.all() == 0.0
                || comparison::is_superlative(lexicon, form);
            if is_lower { lower_lemmas(lexicon, form, head) } else { None }
        }),
        Case::TypedLower => typed_lemmas(lexicon, form, head),
        Case::TypedCapital => any_lemmas(lexicon, form, head),
    }
}

/// Adds the adjective or the verb to the noun that a form with a capital is of: at the beginning of a sentence all look alike
/// (`Junge Leute`, `Streiken die Fahrer?`), and infinitives stand like nouns. What is hardly ever a noun is of the verb
/// first.
fn or_lower(lexicon: &LexiconNear<'_>, form: &str, nouns: Lemmas) -> Lemmas {
    let known = lexicon.counts(form);
    let is_itself = nouns.first == form;
    // `Rechte Hand`, `Rote Karte`: an inflected form may be of the adjective that the noun is spelt as.
    let raw = nouns;
    let nouns = noun_terms(lexicon.all(), raw.clone());
    let is_inflected = letters::stems(form, &letters::ADJECTIVE_ENDINGS).next().is_some();
    if is_inflected && !is_itself && nouns.first != raw.first {
        return Lemmas { second: Some(raw.first), ..nouns };
    }
    if is_inflected && nouns.second != raw.second {
        return Lemmas { second: raw.second, ..nouns };
    }
    if known.lower < known.noun * MIN_ADJECTIVE_RATIO {
        return nouns;
    }
    let Some(lower) = lower_lemmas(lexicon, form, &mut CompoundHead::none()) else { return nouns };
    let Some(verb) = [Some(&lower.first), lower.second.as_ref()]
        .into_iter()
        .flatten()
        .find(|word| *word == form)
        .or(Some(&lower.first))
        .filter(|word| lexicon.counts(word).kinds.verb && **word != nouns.first)
    else {
        let is_other = |word: &String| {
            let is_like_noun = *word == form && !may_be_adjective(lexicon, form);
            *word != nouns.first && !is_like_noun && lexicon.counts(word).kinds.adjective
        };
        return Lemmas { second: nouns.second.or(Some(lower.first).filter(is_other)), ..nouns };
    };
    let least = if verb == form { MIN_INFINITIVE_RATIO } else { MIN_FINITE_RATIO };
    match () {
        () if known.lower < known.noun * least => nouns,
        () if known.lower > known.noun * MIN_VERB_RATIO && !is_itself => {
            Lemmas { first: verb.clone(), second: Some(nouns.first) }
        }
        () => Lemmas { second: nouns.second.or_else(|| Some(verb.clone())), ..nouns },
    }
}

/// Returns the lemmas of a form of a verb or an adjective.
fn lower_lemmas(lexicon: &LexiconNear<'_>, form: &str, head: &mut CompoundHead<'_>) -> Option<Lemmas> {
    if is_invariable(form) {
        return Some(Lemmas { first: form.to_owned(), second: None });
    }
    let mut found = weighted(lexicon, lower_candidates(lexicon, form), |counts| counts.lower_lemma);
    let is_verb = lexicon.counts(form).kinds.verb;
    let is_adjective = |word: &str| word != form && lexicon.counts(word).kinds.adjective;
    if let Some(lemmas) = of_old_participle(lexicon, form, &mut found) {
        return Some(lemmas);
    }
    // An infinitive is its own lemma more often than not: `leiden` beside `leid`.
    let own_margin = match found.first() {
        Some((first, _)) if is_adjective(first) => {
            let is_met = is_unlisted_verb(form) || verb::has_finite_forms(lexicon, form);
            is_met.then_some(OF_ADJECTIVE_MARGIN)
        }
        _ => Some(if is_verb { f32::INFINITY } else { SECOND_MARGIN }),
    };
    let is_near = |weight: f32| own_margin.is_some_and(|margin| weight > found[0].1 - margin);
    let own = found.iter().find(|(word, weight)| word == form && is_near(*weight)).map(|(word, _)| word.clone());
    if let Some(lemmas) = of_two_participles(lexicon, form, &found) {
        return Some(lemmas);
    }
    let own = own.filter(|own| *own != found[0].0);
    let margin = |word: &str| match () {
        () if is_adjective(word) => ADJECTIVE_MARGIN,
        () if word == form => own_margin.unwrap_or(f32::NEG_INFINITY),
        () => SECOND_MARGIN,
    };
    let mut lemmas = likeliest(found, margin)
        .or_else(|| comparison::lemmas(lexicon, form))
        .or_else(|| of_head(lexicon, form, false, head))?;
    let second = own.or(lemmas.second).or_else(|| comparison::verb_of(lexicon, form, &lemmas.first));
    lemmas.second = second.filter(|word| *word != lemmas.first);
    Some(lemmas)
}

/// Returns the lemmas of a form of an adjective that once was a participle: `bekannt` is one first, and of *bekennen* only if
/// the other forms of that are common.
fn of_old_participle(lexicon: &LexiconNear<'_>, form: &str, found: &mut Vec<Weighted>) -> Option<Lemmas> {
    let at = found.iter().position(|(word, _)| is_old_participle(word))?;
    let (first, _) = found.remove(at);
    let count = lexicon.counts(form).lower.max(lexicon.counts(&first).lower);
    let second = found.iter().find(|(_, weight)| *weight > count.ln_1p() - OLD_PARTICIPLE_MARGIN);
    Some(Lemmas { first, second: second.map(|(verb, _)| verb.clone()) })
}

/// Returns the lemmas of a form that may be a participle of two verbs: `gehört` is of *hören* and of *gehören*. A form in -te
/// is the preterite of the latter more often than not.
fn of_two_participles(lexicon: &LexiconNear<'_>, form: &str, found: &[Weighted]) -> Option<Lemmas> {
    let (first, others) = found.split_first()?;
    let is_verb = |word: &str| lexicon.counts(word).kinds.verb;
    let (other, _) = others.iter().find(|(word, _)| verb::differ_by_ge(&first.0, word) && is_verb(word))?;
    let (mut first, mut second) = (first.0.clone(), other.clone());
    let is_preterite = ["te", "ten"].iter().any(|ending| form.ends_with(ending));
    if second == form || (is_preterite && second.len() > first.len()) {
        std::mem::swap(&mut first, &mut second);
    }
    Some(Lemmas { first, second: Some(second) })
}

/// Returns the lemmas of a form of a noun or of a name.
fn noun_lemmas(lexicon: &LexiconNear<'_>, form: &str, head: &mut CompoundHead<'_>) -> Option<Lemmas> {
    if let Some(place) = name::place_of_genitive(form) {
        return Some(Lemmas { first: place.to_owned(), second: None });
    }
    let known = lexicon.counts(form);
    let found = weighted(lexicon, noun_candidates(lexicon, form), |counts| counts.noun_lemma);
    // A singular that is like a form of another noun is itself: `Kohle`, `Bauer`. Infinitives stand in lists of nouns, too.
    let is_irregular = found.first().is_some_and(|(_, weight)| *weight > MAX_REGULAR_WEIGHT);
    let is_itself = !is_irregular && known.kinds.noun && !known.kinds.verb;
    let lemmas = match is_itself {
        true => Some(Lemmas { first: form.to_owned(), second: noun::other_noun(lexicon, form, &found) }),
        false => likeliest(found, |word| if noun::is_foreign(word) { FOREIGN_MARGIN } else { SECOND_MARGIN })
            .or_else(|| of_head(lexicon, form, true, head)),
    };
    let lemmas = lemmas.or_else(|| name::without_s(lexicon, form).map(|first| Lemmas { first, second: None }));
    if name::is_surname_in_s(form) {
        let second = lemmas.map(|lemmas| lemmas.first).filter(|first| first != form);
        return Some(Lemmas { first: form.to_owned(), second });
    }
    let diminutive_of = diminutive::plain_noun(lexicon.all(), lemmas.as_ref().map_or(form, |lemmas| &lemmas.first));
    if let Some(second) = diminutive_of {
        let first = lemmas.map_or_else(|| form.to_owned(), |lemmas| lemmas.first);
        return Some(Lemmas { first, second: Some(second) });
    }
    let woman = || feminine_base(lexicon.all(), form).map(|first| Lemmas { first, second: None });
    let lemmas = lemmas.or_else(woman)?;
    let masculine = masculine(lexicon.all(), &lemmas.first).or_else(|| {
        let (before, head) = lemmas.first.split_at_checked(head.start()?)?;
        Some(format!("{before}{}", masculine(lexicon.all(), head)?))
    });
    Some(match masculine {
        Some(first) => Lemmas { first, second: None },
        None if name::is_also_name(lexicon, form, &lemmas.first) => name::with_name(lexicon, form, lemmas.first),
        None if noun::may_be_infinitive(known, form, &lemmas.first) => {
            Lemmas { second: Some(form.to_owned()), ..lemmas }
        }
        None => lemmas,
    })
}

/// Returns the likeliest of these lemmas, likeliest first, and a second one that comes near to it: `margin` says how near.
fn likeliest(found: Vec<Weighted>, margin: impl Fn(&str) -> f32) -> Option<Lemmas> {
    let mut found = found.into_iter();
    let (first, best) = found.next()?;
    let second = found.find(|(word, weight)| *weight > best - margin(word)).map(|(second, _)| second);
    Some(Lemmas { first, second })
}

/// Weighs candidates by how common their forms are; the likeliest comes first.
fn weighted(lexicon: &LexiconNear<'_>, found: Candidates, count: impl Fn(WordCounts) -> f32) -> Vec<Weighted> {
    let weight = |candidate: &LemmaCandidate| count(lexicon.counts(&candidate.word)).ln_1p() - candidate.cost;
    let mut all: Vec<Weighted> = found
        .all
        .into_iter()
        .map(|candidate| (weight(&candidate), candidate))
        .map(|(weight, candidate)| (candidate.word, weight))
        .collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1));
    all
}

/// Returns the verbs and adjectives of which `form` may be a form.
pub(super) fn lower_candidates(lexicon: &LexiconNear<'_>, form: &str) -> Candidates {
    let mut candidates = Candidates::default();
    if is_invariable(form) {
        return candidates;
    }
    let kinds = lexicon.counts(form).kinds;
    if letters::may_be_form(lexicon) {
        adjective::add_positives(lexicon, form, &mut candidates);
    }
    // `bedarf` is of a verb, and a noun that lists have as an adjective.
    if kinds.adjective && !adjective::has_irregular_stem(form) && !homograph::is_noun_alone(lexicon.all(), form) {
        candidates.add(form.to_owned(), -IDENTITY_GAIN);
    } else if kinds.verb && !verb::is_form_of_sein(form) {
        // `langen` is of *lang* more often than an infinitive.
        candidates.add(form.to_owned(), if candidates.is_empty() { -IDENTITY_GAIN } else { 0.0 });
    }
    verb::add_infinitives(lexicon, form, &mut candidates);
    for candidate in candidates.all.iter_mut().filter(|candidate| is_old_participle(&candidate.word)) {
        candidate.cost -= OLD_PARTICIPLE_GAIN;
    }
    candidates
}

/// Returns the nouns of which `form` may be a form.
pub(super) fn noun_candidates(lexicon: &LexiconNear<'_>, form: &str) -> Candidates {
    let mut candidates = Candidates::default();
    if lexicon.counts(form).kinds.noun {
        candidates.add(form.to_owned(), -IDENTITY_GAIN);
    }
    if letters::may_be_form(lexicon) {
        noun::add_singulars(lexicon, form, &mut candidates);
    }
    candidates
}

/// Returns true if `word` can be the participle of a verb. `recht` and `schlicht` end as a third person does, and are none.
pub(super) fn is_participle(lexicon: &Lexicon, word: &str) -> bool {
    if !infinitive::is_like_participle(word) {
        return false;
    }
    let mut candidates = Candidates::default();
    verb::add_infinitives(&LexiconNear::new(lexicon, word), word, &mut candidates);
    !candidates.is_empty() && word.ends_with(['t', 'n', 'd'])
}
