//! Which words of a list are infinitives? A list of words does not tell, but it has forms that only verbs have.

use super::particle::{is_particle, particles};
use super::verb::{
    PREFIXES, Part, has_regular_forms, is_strong_verb, strong, strong_participle, strong_preterites, verbs_of_part,
    with_prefix,
};
use crate::german::stop_words::is_stop_word;

/// Returns true if `word` has the shape of a participle without ending.
pub(super) fn is_like_participle(word: &str) -> bool {
    let is_like = |word: &str| word.starts_with("ge") || PREFIXES.iter().any(|prefix| word.starts_with(prefix));
    word.ends_with('d')
        || word.ends_with("iert")
        || is_like(word)
        || particles(word).next().is_some()
        || is_strong_participle(word)
        || is_strong_form(word)
}

/// Returns true if `word` is an irregular form of a verb and no infinitive: `tritt`.
fn is_strong_form(word: &str) -> bool {
    let mut found = false;
    // `ziehen` is an infinitive, and of *zeihen* as well.
    if is_strong_verb(word) {
        return false;
    }
    strong(word, &mut |prefix, infinitive, _| found |= word.strip_prefix(prefix) != Some(infinitive));
    strong_participle(word, &mut |_, _, _| found = true);
    found
}

fn is_strong_participle(word: &str) -> bool {
    verbs_of_part(word).any(|(part, _)| *part == Part::Participle)
}

/// Returns true if a list of words has `word` with the forms of a verb: `has` says which forms it has. `is_lower` says which
/// ones it has that texts have in lower case most of the time: of such a verb one form is enough (`hinken`, `hinkt`).
pub(in crate::german) fn is_infinitive(
    word: &str,
    has: &dyn Fn(&str) -> bool,
    is_lower: &dyn Fn(&str) -> bool,
) -> bool {
    let Some(stem) = infinitive_stem(word).filter(|stem| has(word) && !is_contracted(word, stem, has)) else {
        return false;
    };
    let any = |before: &str, endings: &[&str]| endings.iter().any(|ending| has(&format!("{before}{stem}{ending}")));
    // `nackt` and `nackte` are of an adjective, as `nacktes` tells; a verb whose participle has no ge- has such forms, too.
    let is_declined = any("", &["es", "em"]);
    // `gewähren` is no participle, as `gefahren` is.
    let may_be_verb = !is_declined && !is_strong_participle(word) && is_lower(word);
    let lacks_ge = PREFIXES.iter().any(|prefix| word.starts_with(prefix))
        || stem.ends_with("ier")
        || (word.starts_with("ge") && may_be_verb);
    let has_ge = !lacks_ge;
    let is_adjective = has_ge && any("", &["tes", "tem"]) && !any("ge", &["t", "et"]);
    let finite = [any("", &["t", "et"]), any("", &["te", "ete"])].map(|is_met| is_met && !is_adjective);
    let evidence = [finite[0], finite[1], any("ge", &["t", "et"])];
    let is_form = is_form(word, has);
    let least = if may_be_verb && !word.starts_with("ge") && !is_form { 1 } else { 2 };
    // `standen` and `stellten` have forms in -t, too, but only a verb has a preterite of its own, as `schienen` has.
    // `gerichten` and `gesuchen` are of nouns, and there is no *eingerichten*.
    let has_ge_before = |form: &str| form.strip_prefix("ge").is_some_and(has);
    let may_be_participle =
        || has_ge_before(word) || particles(word).any(|particle| has_ge_before(&word[particle.len()..]));
    let is_other_form = (is_form && has_ge && !is_stop_word(word) && !finite[1])
        || (word.starts_with("ge") && is_strong_participle(word))
        || (!is_lower(word) && may_be_participle());
    let mut found = !is_other_form && evidence.into_iter().filter(|found| *found).count() >= least;
    with_prefix(word, &mut |prefix, rest| {
        found |= is_strong_verb(rest) && (prefix != "ge" || has_strong_finite_form(rest, has));
    });
    found
}

/// Returns true if a list has finite forms of the irregular verb `verb` with ge-. They tell it from a participle that ends so:
/// `gestand` is of *gestehen*, but there is no *gefuhr*. Of a mixed verb it is the present: `gedenkt`.
fn has_strong_finite_form(verb: &str, has: &dyn Fn(&str) -> bool) -> bool {
    let stem = verb.strip_suffix("en").or_else(|| verb.strip_suffix('n')).unwrap_or(verb);
    let mut preterites = strong_preterites(verb).peekable();
    if preterites.peek().is_none() {
        let present = format!("ge{stem}t");
        return !has_regular_forms(stem, "en") && !is_strong_participle(&present) && has(&present);
    }
    preterites.any(|preterite| has(&format!("ge{preterite}")))
}

/// Returns true if a word that ends as an infinitive is another form of a verb: `folgten`, `vollzogen`.
fn is_form(word: &str, has: &dyn Fn(&str) -> bool) -> bool {
    let is_preterite = ["eten", "ten"].iter().any(|ending| {
        let stem = word.strip_suffix(ending).filter(|stem| !stem.is_empty());
        stem.is_some_and(|stem| has(&format!("{stem}en")) || has(&format!("{stem}n")))
    });
    is_stop_word(word)
        || is_preterite
        || is_strong_form(word)
        || particles(word).any(|particle| is_strong_form(&word[particle.len()..]))
}

/// Returns true for a word in -eren or -elen of which only the shorter form is an infinitive: `äussern`, `sammeln`.
fn is_contracted(word: &str, stem: &str, has: &dyn Fn(&str) -> bool) -> bool {
    word.ends_with("en") && ["el", "er"].iter().any(|end| stem.ends_with(end)) && has(&format!("{stem}n"))
}

/// Returns the stem of a word that ends as an infinitive.
fn infinitive_stem(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('n').filter(|stem| ["e", "el", "er", "tu"].iter().any(|end| stem.ends_with(end)))?;
    // `üben`, but not `mien`.
    let is_long = word.chars().count() > 4 || word.starts_with(['a', 'e', 'i', 'o', 'u', 'ä', 'ö', 'ü']);
    Some(stem.strip_suffix('e').unwrap_or(stem))
        .filter(|stem| (is_long || word == "tun" || word == "säen") && stem.len() > 1)
}

/// Returns true if a list of words has `word`, whose verb has a particle: `ankündigen`. `is_verb` says which words are
/// verbs without particle.
pub(in crate::german) fn is_joined_infinitive(
    word: &str,
    has: &dyn Fn(&str) -> bool,
    is_verb: &dyn Fn(&str) -> bool,
) -> bool {
    let Some(stem) = infinitive_stem(word) else { return false };
    let splits =
        || word.char_indices().skip(2).map(|(at, _)| word.split_at(at)).filter(|(particle, _)| is_particle(particle));
    // The zu of `einzuziehen` is none of its particles, that of `hinzuziehen` is.
    let has_inner_zu = splits().any(|(particle, rest)| {
        rest.strip_prefix("zu").is_some_and(|rest| is_verb(rest) && !is_particle(&format!("{particle}zu")))
    });
    // `widerlichen` is an adjective.
    let is_adjective = ["lich", "sam"].iter().any(|suffix| stem.ends_with(suffix)) && has(&format!("{stem}es"));
    // `fehlenden` is of *fehlen*, and no *enden* with a particle.
    let is_present_participle = word.strip_suffix("den").is_some_and(is_verb);
    // `vorgelegen` is a participle, but `hineingeraten` has a preterite of its own. `eingerichtet` is of *einrichten*.
    let is_participle = |particle: &str, rest: &str| {
        if rest.strip_prefix("ge").is_some_and(has) && !is_verb(rest) {
            return true;
        }
        let verb = rest.strip_prefix("ge").filter(|_| is_strong_participle(rest));
        verb.is_some_and(|verb| !strong_preterites(verb).any(|preterite| has(&format!("{particle}ge{preterite}"))))
    };
    !has_inner_zu
        && !is_adjective
        && !is_present_participle
        && splits().filter(|(particle, rest)| !is_participle(particle, rest)).any(|(particle, rest)| {
            let rest_stem = &stem[particle.len().min(stem.len())..];
            let forms = [
                has(&format!("{stem}t")) || has(&format!("{stem}et")),
                has(&format!("{stem}te")) || has(&format!("{stem}ete")),
                has(&format!("{particle}zu{rest}")),
                has(&format!("{particle}ge{rest_stem}t")) || has(&format!("{particle}ge{rest_stem}et")),
            ];
            rest.len() > 2 && (is_verb(rest) || forms.into_iter().filter(|found| *found).count() > 1)
        })
}
