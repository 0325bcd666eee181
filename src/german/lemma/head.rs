//! Of which word is a compound a form, by its last part?

use super::{Lemmas, is_participle, lower_lemmas, no_place, noun_lemmas};
use crate::german::generational::GenerationalCache;
use crate::german::lexicon::LexiconNear;

/// Heads of compounds in each generation of a cache.
const HEADS_PER_GENERATION: usize = 1 << 13;

/// How many times more common than a plural in -e its dative is, at most.
const MAX_DATIVE_RATIO: f32 = 5.0;

/// Heads of compounds with their lemmas, kept from word to word because many compounds have the same head. A cache serves
/// one lexicon only.
#[derive(Debug)]
pub(in crate::german) struct HeadCache {
    nouns: GenerationalCache<Option<Lemmas>>,
    lower: GenerationalCache<Option<Lemmas>>,
}

impl Default for HeadCache {
    fn default() -> HeadCache {
        let heads = || GenerationalCache::new(HEADS_PER_GENERATION);
        HeadCache { nouns: heads(), lower: heads() }
    }
}

/// The last part of a compound.
pub(in crate::german) struct CompoundHead<'a> {
    /// Byte at which it begins, and the heads met before; `None` for a word that is no compound.
    of_compound: Option<(usize, &'a mut HeadCache)>,
}

impl<'a> CompoundHead<'a> {
    /// Creates the head that begins at byte `start`.
    pub(in crate::german) fn new(start: Option<usize>, cache: &'a mut HeadCache) -> CompoundHead<'a> {
        CompoundHead { of_compound: start.map(|start| (start, cache)) }
    }

    /// Returns the byte at which the head begins; `None` for a word that is no compound.
    pub(super) fn start(&self) -> Option<usize> {
        self.of_compound.as_ref().map(|(start, _)| *start)
    }

    /// Creates the head of a word that is no compound.
    pub(in crate::german) fn none() -> CompoundHead<'a> {
        CompoundHead { of_compound: None }
    }
}

/// Returns the lemmas of a compound by those of its head, which is read as a noun or as a word in lower case.
pub(super) fn of_head(
    lexicon: &LexiconNear<'_>,
    form: &str,
    as_noun: bool,
    head: &mut CompoundHead<'_>,
) -> Option<Lemmas> {
    let (start, cache) = head.of_compound.as_mut()?;
    let (before, letters) = form.split_at_checked(*start)?;
    let cache = if as_noun { &mut cache.nouns } else { &mut cache.lower };
    let Lemmas { first, second } = cache.get(letters).unwrap_or_else(|| {
        let (lexicon, whole) = (&lexicon.at(letters), &mut CompoundHead::none());
        let found = match as_noun {
            true => noun_lemmas(lexicon, letters, whole).map(|found| infinitive_or(lexicon, letters, found)),
            // `schneeweiß` is no form of a verb, whatever *weiß* is alone.
            false if is_plain_adjective(lexicon, letters) => Some(Lemmas { first: letters.to_owned(), second: None }),
            false => lower_lemmas(lexicon, letters, whole),
        };
        let found = found.map(|found| no_place(lexicon.all(), letters, found));
        cache.insert(letters.into(), found.clone());
        found
    })?;
    let whole = |lemma: String| format!("{before}{lemma}");
    Some(Lemmas { first: whole(first), second: second.map(whole) })
}

/// Returns the lemmas of a head that is an infinitive which stands like a noun, `found` for any other: `Rückenleiden` is of no *Leid*.
fn infinitive_or(lexicon: &LexiconNear<'_>, letters: &str, found: Lemmas) -> Lemmas {
    let noun = letters.strip_suffix('s').filter(|noun| noun.ends_with('n')).unwrap_or(letters);
    let known = lexicon.counts(noun);
    let count = |form: &str| lexicon.counts(form).noun;
    // A noun with a genitive in -es has a plural in -e before it has a dative in -en: `Olympiaspielen`, of *Spiel*.
    let has_plural = || noun.strip_suffix('n').is_some_and(|plural| count(plural) * MAX_DATIVE_RATIO > known.noun);
    let is_infinitive = known.kinds.noun
        && known.kinds.verb
        && lexicon.counts(&format!("{}es", found.first)).kinds.form
        && !has_plural();
    if is_infinitive { Lemmas { first: noun.to_owned(), second: None } } else { found }
}

/// Returns true for an adjective without ending that is neither an infinitive nor a participle.
fn is_plain_adjective(lexicon: &LexiconNear<'_>, word: &str) -> bool {
    let kinds = lexicon.counts(word).kinds;
    kinds.adjective && !kinds.verb && !is_participle(lexicon.all(), word)
}
