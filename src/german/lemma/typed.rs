//! The lemmas of words that somebody typed, where capitals tell less than in a text.

use super::closed::is_invariable;
use super::homograph::{name_term, noun_terms};
use super::{Case, CompoundHead, Lemmas, lemmas, lower_lemmas, noun_lemmas};
use crate::german::lexicon::LexiconNear;
use crate::german::stop_words::is_stop_word;

/// Share of its occurrences in lower case from which on a word typed so may be a noun, and that of an infinitive, which
/// is a noun now and then, too.
const MIN_TYPED_NOUN_RATIO: f32 = 0.1;
const MIN_TYPED_INFINITIVE_RATIO: f32 = 0.5;
/// Share of its occurrences with a capital from which on a word that anybody writes with one may be an adjective or a verb.
const MIN_LOWER_RATIO: f32 = 0.1;

/// Returns the lemmas of a form that somebody typed in lower case.
pub(super) fn typed_lemmas(lexicon: &LexiconNear<'_>, form: &str, head: &mut CompoundHead<'_>) -> Option<Lemmas> {
    let counts = lexicon.counts(form);
    if let Some(name) = name_term(form) {
        let first = lower_lemmas(lexicon, form, head).map_or_else(|| form.to_owned(), |lower| lower.first);
        // A town is meant only if texts have it more often than the verb.
        let is_meant = !counts.kinds.verb || counts.noun > counts.lower;
        return Some(Lemmas { first, second: is_meant.then_some(name) });
    }
    let (noun, lower) = (noun_lemmas(lexicon, form, head), lower_lemmas(lexicon, form, head));
    let least = if counts.kinds.verb { MIN_TYPED_INFINITIVE_RATIO } else { MIN_TYPED_NOUN_RATIO };
    let is_noun = (counts.kinds.noun && !counts.kinds.verb) || counts.noun >= counts.lower * least;
    // `reiche`, of an adjective and a verb: the people are meant seldom.
    let is_of_adjective = || lower.as_ref().is_some_and(|lower| lower.second.is_some()) && counts.noun < counts.lower;
    let noun = noun.filter(|_| is_noun && !is_stop_word(form) && !is_invariable(form) && !is_of_adjective());
    let noun = noun.map(|nouns| noun_terms(lexicon.all(), nouns));
    // Whoever types `weiten` may mean the verb, rare though it is.
    let lower = lower.map(|lower| match lower.second {
        None if counts.kinds.verb && lower.first != form => Lemmas { second: Some(form.to_owned()), ..lower },
        _ => lower,
    });
    let (Some(noun), Some(lower)) = (&noun, &lower) else { return noun.or(lower) };
    let (first, other) = if counts.noun > counts.lower { (noun, lower) } else { (lower, noun) };
    let seconds = [Some(&other.first), first.second.as_ref(), other.second.as_ref()];
    let second = seconds.into_iter().flatten().find(|second| **second != first.first).cloned();
    Some(Lemmas { first: first.first.clone(), second })
}

/// Returns the lemmas of a form that somebody typed with a capital that tells nothing: that of the noun or name first, then that of
/// the adjective or verb, if texts have it in lower case often enough.
pub(super) fn any_lemmas(lexicon: &LexiconNear<'_>, form: &str, head: &mut CompoundHead<'_>) -> Option<Lemmas> {
    let nouns = lemmas(lexicon, Case::Capital, head);
    let counts = lexicon.counts(form);
    if counts.lower < counts.noun * MIN_LOWER_RATIO {
        return nouns;
    }
    let typed = typed_lemmas(lexicon, form, head);
    let (Some(first), Some(other)) = (&nouns, &typed) else { return nouns.or(typed) };
    let others = [Some(&other.first), other.second.as_ref()].into_iter().flatten();
    let second = first.second.as_ref().or_else(|| others.into_iter().find(|other| **other != first.first));
    Some(Lemmas { first: first.first.clone(), second: second.cloned() })
}
