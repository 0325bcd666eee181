//! From a form of a verb to its infinitive: regular and irregular, with prefixes and particles, participles with the endings
//! of adjectives, infinitives with an inner zu.

use std::sync::LazyLock;

use hashbrown::HashMap;

use super::Candidates;
use super::letters::{ADJECTIVE_ENDINGS, ends_alike, may_be_form, stems, umlaut};
use super::particle::{is_particle, particles};
use crate::german::lexicon::{Lexicon, LexiconNear};
use crate::german::normalize::exact_form;

const STRONG: &str = include_str!("strong_verbs.txt");

/// Prefixes that never leave their verb; its participle has no ge-.
pub(super) const PREFIXES: [&str; 11] =
    ["be", "emp", "ent", "er", "hinter", "miss", "ver", "wider", "zer", "über", "unter"];
/// Forms of *sein* that end as infinitives do: `warten` is none of *waren*.
const FORMS_OF_SEIN: [&str; 3] = ["seien", "waren", "wären"];

/// Endings of the present, the preterite and the subjunctive of regular verbs, with what each costs a reading.
const ENDINGS: [(&str, f32); 13] = [
    ("t", 0.0),
    ("te", 0.0),
    ("ten", 0.0),
    ("et", 0.0),
    ("ete", 0.0),
    ("eten", 0.0),
    ("e", 1.0),
    ("st", 1.0),
    ("est", 1.0),
    ("test", 1.0),
    ("etest", 1.0),
    ("tet", 1.0),
    ("etet", 1.0),
];

/// Endings of the forms of irregular verbs. Those of the second person are rare.
const STRONG_ENDINGS: [&str; 7] = ["", "e", "en", "st", "est", "t", "et"];
/// Cost of an irregular form in the second person: `gelangt` is hardly ever *ihr gelangt*, of *gelingen*.
const SECOND_PERSON_COST: f32 = 3.0;

/// Occurrences of the infinitive of a verb, at least, for its forms to be taken for it without more ado.
const MIN_INFINITIVES: f32 = 1.5;
/// Cost of a verb whose infinitive no text has, or with a particle that no list has it with.
const UNLISTED_COST: f32 = 2.0;
/// How many times more common than its infinitive a form can be that other words have, too: `gerecht` is hardly of *rechen*.
const MAX_FORM_RATIO: f32 = 200.0;
/// Occurrences that are added to those of the infinitive before they are compared.
const RATIO_FLOOR: f32 = 4.0;
/// Cost of an irregular subjunctive, which is rare: `betrüge` is of *betrügen*, hardly ever of *betragen*.
const SUBJUNCTIVE_COST: f32 = 3.0;
/// Weight of a verb, ln(1 + count), from which on it takes particles that no list has it with.
const MIN_BASE_WEIGHT: f32 = 4.0;

/// Adds the infinitives of which `form`, a word in lower case, may be a form.
pub(super) fn add_infinitives(lexicon: &LexiconNear<'_>, form: &str, candidates: &mut Candidates) {
    each_reading(lexicon, lexicon, "", form, candidates);
    for particle in particles(form) {
        let rest = &form[particle.len()..];
        if rest.len() >= 3 {
            let bases = lexicon.at(rest);
            each_reading(lexicon, &bases, particle, rest, candidates);
            // An infinitive that no list has: `heimkehren`. The zu of `freizusprechen` is none of *zusprechen*.
            if rest.ends_with('n')
                && !has_inner_zu(lexicon, particle, rest)
                && let Some(cost) = cost_of(lexicon, &bases, particle, rest, "")
            {
                candidates.add(form.to_owned(), cost);
            }
        }
    }
    if candidates.all.len() > 1 {
        let most = lexicon.counts(form).lower / MAX_FORM_RATIO - RATIO_FLOOR;
        for candidate in &mut candidates.all {
            let counts = lexicon.counts(&candidate.word);
            if counts.kinds.verb && !counts.kinds.adjective && counts.lower < most {
                candidate.cost += UNLISTED_COST;
            }
        }
    }
}

/// Returns true if `rest`, with `particle` before it, is the infinitive with zu of a verb with this particle. The zu of
/// `hinzuziehen` belongs to the particle.
fn has_inner_zu(lexicon: &LexiconNear<'_>, particle: &str, rest: &str) -> bool {
    let verb = rest.strip_prefix("zu").filter(|verb| lexicon.counts(verb).kinds.verb);
    verb.is_some() && !is_particle(&format!("{particle}zu"))
}

/// Adds the infinitives with `particle` of which `rest` is a form. `bases` is the lexicon as seen from `rest`.
fn each_reading(
    lexicon: &LexiconNear<'_>,
    bases: &LexiconNear<'_>,
    particle: &str,
    rest: &str,
    candidates: &mut Candidates,
) {
    // A participle does not begin as its infinitive does, nor does an infinitive with an inner zu.
    let may_be_regular = rest.starts_with("ge") || rest.starts_with("zu") || may_be_form(bases);
    if !may_be_regular && rest.len() > *MAX_IRREGULAR_BYTES {
        return;
    }
    let mut add = |stem: &str, ending: &str, cost: f32| {
        if let Some(more) = cost_of(lexicon, bases, particle, stem, ending) {
            candidates.add(format!("{particle}{stem}{ending}"), cost + more);
        }
    };
    for (ending, cost) in ENDINGS.into_iter().filter(|(ending, _)| may_be_regular && ends_alike(rest, ending)) {
        let is_preterite = ending.contains("te");
        if let Some(stem) = rest.strip_suffix(ending).filter(|stem| !ending.starts_with("et") || takes_e(stem)) {
            of_stem(stem, ending == "e", &mut |stem, ending| {
                if !is_preterite || has_regular_forms(stem, ending) {
                    add(stem, ending, cost);
                }
            });
        }
    }
    strong(rest, &mut add);
    if !particle.is_empty()
        && let Some(infinitive) = rest.strip_prefix("zu").filter(|rest| rest.ends_with('n'))
    {
        add(infinitive, "", 0.0);
    }
    let bare = stems(rest, &ADJECTIVE_ENDINGS).map(|(participle, _)| participle);
    for participle in bare.chain([rest]) {
        if let Some(infinitive) = participle.strip_suffix('d').filter(|infinitive| infinitive.ends_with('n')) {
            add(infinitive, "", 0.0);
        }
        let stem = participle.strip_prefix("ge");
        // A participle without ge- and without the ending of an adjective looks as the third person does.
        let without_ge = (participle.len() < rest.len()).then_some(participle);
        for stem in stem.into_iter().chain(without_ge).filter(|_| may_be_regular) {
            for ending in ["t", "et"] {
                if let Some(stem) = stem.strip_suffix(ending).filter(|stem| ending == "t" || takes_e(stem)) {
                    of_stem(stem, false, &mut |stem, ending| {
                        if has_regular_forms(stem, ending) {
                            add(stem, ending, 0.0);
                        }
                    });
                }
            }
        }
        strong_participle(participle, &mut add);
    }
}

/// Returns true if the endings of a verb have an e before their t: `arbeitet`, `öffnete`.
fn takes_e(stem: &str) -> bool {
    stem.ends_with(['d', 't', 'm', 'n'])
}

/// Calls `take` with the infinitives that a stem can have, each as its beginning and its end. `may_drop_e` is true before
/// an ending that swallows an e: `sammle`, of `sammeln`.
fn of_stem(stem: &str, may_drop_e: bool, take: &mut dyn FnMut(&str, &str)) {
    if stem.chars().count() < 2 {
        return;
    }
    take(stem, "en");
    if ["el", "er", "ie"].iter().any(|end| stem.ends_with(end)) {
        take(stem, "n");
    }
    for (last, ending) in [('l', "eln"), ('r', "ern")] {
        if let Some(before) = stem.strip_suffix(last).filter(|_| may_drop_e) {
            take(before, ending);
        }
    }
}

/// Returns what the verb costs a reading whose infinitive is `stem` and `ending`; `None` if there is no such verb.
fn cost_of(
    lexicon: &LexiconNear<'_>,
    bases: &LexiconNear<'_>,
    particle: &str,
    stem: &str,
    ending: &str,
) -> Option<f32> {
    let base = bases.counts_of(stem, ending);
    if !base.kinds.verb || FORMS_OF_SEIN.iter().any(|form| form.strip_prefix(stem) == Some(ending)) {
        return None;
    }
    if particle.is_empty() {
        return Some(if base.lower < MIN_INFINITIVES { UNLISTED_COST } else { 0.0 });
    }
    let joined = lexicon.counts_of(&format!("{particle}{stem}"), ending);
    if joined.kinds.verb {
        return Some(0.0);
    }
    // `aufgefallen` is of *auffallen*, and no infinitive with *gefallen*; there is no *hineinraten*.
    if let Some(bare) = stem.strip_prefix("ge")
        && bases.word().starts_with(&format!("{stem}{ending}"))
    {
        // So is `reingefallen` of *fallen*, the commoner verb, with a particle that no list has it with.
        let is_participle = || {
            let mut verbs = verbs_of_part(bases.word()).filter(|(part, _)| *part == Part::Participle);
            verbs.any(|(_, verb)| lexicon.all().counts(verb).lower_lemma > base.lower_lemma)
        };
        if lexicon.counts_of(&format!("{particle}{bare}"), ending).kinds.verb || is_participle() {
            return None;
        }
    }
    if joined.lower > 0.0 {
        return Some(0.0);
    }
    (particle.len() > 2 && base.lower_lemma.ln_1p() > MIN_BASE_WEIGHT).then_some(UNLISTED_COST)
}

/// Principal part of an irregular verb.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Part {
    /// `befiehlt`, without its t where it has one.
    Present,
    /// `befahl`, `brachte`.
    Preterite,
    /// `beföhl`, `brächte`.
    Subjunctive,
    Participle,
}

/// Principal parts of the irregular verbs, each with its infinitives.
static PARTS: LazyLock<HashMap<String, Vec<(Part, String)>>> = LazyLock::new(principal_parts);

/// Bytes of the longest principal part.
static MAX_PART_BYTES: LazyLock<usize> = LazyLock::new(|| PARTS.keys().map(String::len).max().unwrap_or(0));

/// Bytes of the longest irregular form: a part with the longest prefix and ending.
static MAX_IRREGULAR_BYTES: LazyLock<usize> = LazyLock::new(|| *MAX_PART_BYTES + "hinter".len() + "est".len());

/// Returns the infinitives of a principal part; none for most words, which are too long for one.
pub(super) fn verbs_of_part(part: &str) -> impl Iterator<Item = &'static (Part, String)> {
    let known = if part.len() > *MAX_PART_BYTES { None } else { PARTS.get(part) };
    known.into_iter().flatten()
}

/// Returns the lines of the table of irregular verbs: an infinitive, whether it has regular forms as well, and its principal
/// parts.
fn strong_lines() -> impl Iterator<Item = (String, bool, impl Iterator<Item = &'static str>)> {
    STRONG.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let mut words = line.split(' ');
        let first = words.next().unwrap_or_default();
        (exact_form(first.trim_end_matches('+')), first.ends_with('+'), words)
    })
}

fn principal_parts() -> HashMap<String, Vec<(Part, String)>> {
    let mut parts: HashMap<String, Vec<(Part, String)>> = HashMap::new();
    for (infinitive, _, words) in strong_lines() {
        for (kind, word) in [Part::Present, Part::Preterite, Part::Participle, Part::Subjunctive].into_iter().zip(words)
        {
            let part = exact_form(word);
            let stem = match kind {
                Part::Present => part.strip_suffix('t').unwrap_or(&part),
                // `brachte` has the endings of `brach`.
                Part::Preterite => part.strip_suffix('e').unwrap_or(&part),
                _ => &part,
            };
            if word != "-" {
                parts.entry(stem.to_owned()).or_default().push((kind, infinitive.clone()));
                if kind == Part::Preterite {
                    parts.entry(umlaut(stem)).or_default().push((Part::Subjunctive, infinitive.clone()));
                }
            }
        }
    }
    parts
}

/// Calls `take` with the infinitives of which `form` is an irregular finite form.
pub(super) fn strong(form: &str, take: &mut dyn FnMut(&str, &str, f32)) {
    let prefix = prefix_of(form);
    for (stem, ending) in stems(form, &STRONG_ENDINGS).filter(|(stem, _)| stem.len() > 1) {
        let fits = |part: Part| match part {
            Part::Present => matches!(ending, "" | "st" | "t"),
            Part::Preterite | Part::Subjunctive => true,
            Part::Participle => false,
        };
        let rest = |prefix: &'static str| Some((prefix, stem.get(prefix.len()..).filter(|rest| rest.len() > 1)?));
        for (prefix, part) in [("", stem)].into_iter().chain(prefix.and_then(rest)) {
            for (part, infinitive) in verbs_of_part(part).filter(|(part, _)| fits(*part)) {
                let of_person = if is_second_person(*part, ending) { SECOND_PERSON_COST } else { 0.0 };
                let of_mood = if *part == Part::Subjunctive { SUBJUNCTIVE_COST } else { 0.0 };
                take(prefix, infinitive, of_person + of_mood);
            }
        }
    }
}

fn is_second_person(part: Part, ending: &str) -> bool {
    match part {
        Part::Present => ending == "st",
        _ => ending.ends_with('t'),
    }
}

/// Calls `take` with the infinitives of which `form` is an irregular participle.
pub(super) fn strong_participle(form: &str, take: &mut dyn FnMut(&str, &str, f32)) {
    // All end so: `gegeben`, `gebracht`.
    if !form.ends_with(['n', 't']) {
        return;
    }
    let mut look_up = |prefix: &str, participle: &str| {
        for (_, infinitive) in verbs_of_part(participle).filter(|(part, _)| *part == Part::Participle) {
            take(prefix, infinitive, 0.0);
        }
    };
    look_up("", form);
    with_prefix(form, &mut |prefix, rest| {
        if !prefix.is_empty() && rest.len() < *MAX_PART_BYTES {
            // `vergangen` has no ge-; `verloren` is listed with its prefix.
            look_up(prefix, &format!("ge{rest}"));
            look_up(prefix, &format!("g{rest}"));
        }
    });
}

/// Calls `take` with the form itself, and with its prefix and the rest.
pub(super) fn with_prefix(form: &str, take: &mut dyn FnMut(&str, &str)) {
    take("", form);
    if let Some(prefix) = prefix_of(form)
        && let Some(rest) = form.get(prefix.len()..).filter(|rest| rest.len() > 1)
    {
        take(prefix, rest);
    }
}

/// Returns the prefix that `form` begins with, ge- included. None begins with another.
fn prefix_of(form: &str) -> Option<&'static str> {
    let first = form.as_bytes().first();
    let mut alike = PREFIXES.iter().chain(&["ge"]).filter(|prefix| prefix.as_bytes().first() == first);
    alike.find(|prefix| form.starts_with(**prefix)).copied()
}

/// Infinitives of the irregular verbs, each with whether it has regular forms as well.
static STRONG_VERBS: LazyLock<HashMap<String, bool>> =
    LazyLock::new(|| strong_lines().map(|(infinitive, is_regular, _)| (infinitive, is_regular)).collect());

/// Bytes of the longest infinitive of an irregular verb.
static MAX_STRONG_BYTES: LazyLock<usize> = LazyLock::new(|| STRONG_VERBS.keys().map(String::len).max().unwrap_or(0));

/// Returns the infinitives of the irregular verbs.
pub(in crate::german) fn strong_verbs() -> impl Iterator<Item = &'static str> {
    STRONG_VERBS.keys().map(String::as_str)
}

/// Returns true for the infinitive of an irregular verb.
pub(super) fn is_strong_verb(word: &str) -> bool {
    STRONG_VERBS.contains_key(word)
}

/// Returns the preterites of an irregular verb that do not end as regular ones do.
pub(super) fn strong_preterites(verb: &str) -> impl Iterator<Item = String> {
    let parts = strong_lines().filter(move |(infinitive, ..)| infinitive == verb);
    let preterites = parts.filter_map(|(_, _, mut words)| words.nth(1));
    preterites.filter(|word| *word != "-" && !word.ends_with("te")).map(exact_form)
}

/// Returns true if the verb that is `stem` and `ending` may have a preterite in -te and a participle in -t: `gesteht` is no
/// participle of *stehen*.
pub(super) fn has_regular_forms(stem: &str, ending: &str) -> bool {
    let is_short = stem.len() + ending.len() <= *MAX_STRONG_BYTES;
    !is_short || STRONG_VERBS.get(&format!("{stem}{ending}")).is_none_or(|is_regular| *is_regular)
}

/// Returns true if one of two verbs is the other with ge-, so that a participle may be of both: `gehört`, `hingehört`.
pub(super) fn differ_by_ge(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    let is_with_ge = |particle: &str| {
        let (long, short) = (long.strip_prefix(particle), short.strip_prefix(particle));
        long.and_then(|long| long.strip_prefix("ge")).is_some_and(|verb| short == Some(verb))
    };
    long.len() == short.len() + "ge".len() && std::iter::once("").chain(particles(long)).any(is_with_ge)
}

/// Returns true for a form of *sein* that ends as an infinitive.
pub(super) fn is_form_of_sein(word: &str) -> bool {
    FORMS_OF_SEIN.contains(&word)
}

/// Returns true if texts have the third person of the infinitive `word`.
pub(super) fn has_finite_forms(lexicon: &LexiconNear<'_>, word: &str) -> bool {
    let stem = word.strip_suffix("en").or_else(|| word.strip_suffix('n')).unwrap_or(word);
    ["t", "et"].iter().any(|ending| lexicon.counts_of(stem, ending).lower >= MIN_INFINITIVES)
}

/// Returns true for a present participle, with or without the ending of an adjective. It is never apart from its particle:
/// `die nehmenden Länder`.
pub(in crate::german) fn is_present_participle(lexicon: &Lexicon, form: &str) -> bool {
    let bare = std::iter::once(form).chain(stems(form, &ADJECTIVE_ENDINGS).map(|(bare, _)| bare));
    let mut infinitives = bare.filter_map(|bare| bare.strip_suffix('d')).filter(|infinitive| infinitive.ends_with('n'));
    infinitives.any(|infinitive| lexicon.counts(infinitive).kinds.verb)
}
