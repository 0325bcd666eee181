//! Step of the chain: the words a compound is made of.
//!
//! `split` decides whether a word is cut and where; `judge` decides the same and tells all that was considered.
//! `split.rs` finds the best cut by the lexicon, `tail.rs` what can stand at each place of a word, `affixes.rs` what never
//! can, `heads.rs` the closed lists of short words, adjectives and countries, and [`Exceptions`] are the words that are
//! cut by hand.

mod affixes;
mod cut;
mod exceptions;
mod heads;
mod split;
mod tail;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use super::gendered::feminine_base;
use super::lexicon::{Lexicon, LexiconNear, WordCounts};
pub(super) use affixes::is_plain_prefix;
use affixes::{is_home_of, is_name_head};
use cut::letter_count;
pub use cut::{CompoundPart, Cut};
pub use exceptions::Exceptions;
use heads::{is_region, is_suffix_like};
use split::{Search, WholeWord};
pub(super) use split::{TailCache, verb_stem};
use tail::{is_verb_stem, left_part};

/// Margin by which a whole word must outweigh its parts to stay whole, in units of ln(frequency).
const WHOLE_MARGIN: f32 = 1.0;
/// Weight up to which a part is hardly a word: two occurrences.
const MAX_HARDLY_A_WORD: f32 = 1.0;
/// Weight up to which a part behind the stem of a verb is there by chance: three occurrences.
const MAX_CHANCE_WEIGHT: f32 = 1.5;
/// Letters of the longest head that fits by chance though it is hardly a word.
const MAX_CHANCE_HEAD_LETTERS: usize = 5;
/// Weight of the rarest part from which on the margin grows with the length of the word.
const MIN_SURE_WEIGHT: f32 = 2.5;
/// Margin by which an adjective of the closed list must outweigh its parts.
const ADJECTIVE_MARGIN: f32 = 2.7;
/// Ratio of the counts of a noun and a verb or adjective up to which the noun is derived from it.
const MAX_DERIVED_RATIO: f32 = 20.0;
/// A capitalised word that was met in lower case only, and less often than this, is one that a list of forms added.
const MAX_LISTED_FORM_COUNT: f32 = 1.5;

/// Letters of the shortest word, and of its head, that is a plain compound though texts use it as they use names.
const MIN_PLAIN_LETTERS: usize = 10;
const MIN_PLAIN_HEAD_LETTERS: usize = 5;
/// Letters from which on a noun is too long for the beginning of the name of a town.
const MIN_PLAIN_LEFT_LETTERS: usize = 8;
/// Mean weight of its parts, if it is common and if it is rare.
const MIN_PLAIN_WEIGHT: f32 = 6.8;
const MIN_RARE_PLAIN_WEIGHT: f32 = 5.0;
/// Letters of the shortest compound that texts have and no list.
const MIN_UNLISTED_LETTERS: usize = 7;
/// Occurrences from which on it is common.
const MIN_PROVEN_NAME_COUNT: f32 = 20.0;

/// The cuts of a word that were compared, and the decision.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SplitVerdict {
    /// Counts of the whole word in the lexicon.
    pub whole: WordCounts,
    /// Weight of the whole word, ln(1 + count) of its most common inflection. The best cut must reach it.
    pub weight: f32,
    /// All cuts that were considered, best first.
    pub cuts: Vec<Cut>,
    /// The cut that was chosen; `None` for a word that stays whole.
    pub chosen: Option<Cut>,
    /// Why the word is split or not.
    pub reason: SplitReason,
}

/// Why a word is split or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SplitReason {
    /// The best cut weighs enough beside the whole word, so the word is split.
    Split,
    /// No words it could be made of are known.
    NoCut,
    /// The word is more common than its parts: it has a meaning of its own.
    MoreCommon,
    /// The word is a name.
    Name,
    /// The word is derived from a verb or adjective that is not a compound.
    Derived,
    /// The list of exceptions has the word.
    Exception,
}

/// Returns the cut of the exact form that `lexicon` is seen from, or `None` if it stays whole. `as_noun` is true if it is
/// written as a noun. The decision is that of [`judge`], made without its reasons and in far less time.
pub(super) fn split(
    lexicon: &LexiconNear<'_>,
    exceptions: &Exceptions,
    as_noun: bool,
    tails: &mut TailCache,
) -> Option<Cut> {
    let word = lexicon.word();
    match exceptions.get(word) {
        Some(borders) => cut_by_hand(lexicon.all(), word, borders),
        None => split_by_rules(lexicon, as_noun, tails).map(|cut| cut.with_inner_words(lexicon.all(), word)),
    }
}

/// Returns the cut of the exact form that `lexicon` is seen from, without exceptions. A feminine form is split as its base is,
/// and its ending belongs to the last part: `Musikerinnen` has no `Rinnen`.
pub(super) fn split_by_rules(lexicon: &LexiconNear<'_>, as_noun: bool, tails: &mut TailCache) -> Option<Cut> {
    let word = lexicon.word();
    let base = masculine_base(lexicon.all(), word);
    let base = base.as_deref().unwrap_or(word);
    let best = Search::best(lexicon, base, as_noun, tails)?;
    let whole = WholeWord::look_up(lexicon, base);
    let reason = decide(lexicon.all(), base, whole, as_noun, Some(&best), tails);
    (reason == SplitReason::Split).then(|| split_parts(lexicon.all(), word, best, as_noun, tails).ending_at(word.len()))
}

/// Judges `word` and tells all that was considered.
pub(super) fn judge(lexicon: &Lexicon, exceptions: &Exceptions, word: &str, as_noun: bool) -> SplitVerdict {
    let base = masculine_base(lexicon, word);
    let base = base.as_deref().unwrap_or(word);
    let near = &LexiconNear::new(lexicon, base);
    let known = WholeWord::look_up(near, base);
    let WholeWord { counts: whole, weight } = known;
    let mut cuts = Search::cuts(near, base, as_noun);
    if let Some(borders) = exceptions.get(word) {
        let chosen = cut_by_hand(lexicon, word, borders);
        return SplitVerdict { whole, weight, cuts, chosen, reason: SplitReason::Exception };
    }
    let tails = &mut TailCache::default();
    let reason = decide(lexicon, base, known, as_noun, cuts.first(), tails);
    let mut chosen = None;
    if reason == SplitReason::Split
        && let Some(best) = cuts.first_mut()
    {
        *best = split_parts(lexicon, word, best.clone(), as_noun, tails);
        chosen = Some(best.clone().ending_at(word.len()).with_inner_words(lexicon, word));
    }
    SplitVerdict { whole, weight, cuts, chosen, reason }
}

/// Returns the cut at these borders, which the list of exceptions prescribes; `None` for a word that stays whole.
fn cut_by_hand(lexicon: &Lexicon, word: &str, borders: &[usize]) -> Option<Cut> {
    let starts = std::iter::once(0).chain(borders.iter().copied());
    let ends = borders.iter().copied().chain([word.len()]);
    // A part that could be one by the rules, too, stands for the same words: `werben` and `Werbung` for `Werbe|pause`.
    let part = |range: Range<usize>| {
        left_part(lexicon, word, range.clone()).unwrap_or_else(|| CompoundPart::literal(word, range))
    };
    let parts: Vec<CompoundPart> = starts.zip(ends).map(|(start, end)| part(start..end)).collect();
    let cut = Cut { parts, inner: Vec::new(), cost: 0.0, score: 0.0, weight: 0.0, rarest: 0.0 };
    (!borders.is_empty()).then(|| cut.with_inner_words(lexicon, word))
}

/// Returns the masculine base of a feminine form if the form begins with it.
fn masculine_base(lexicon: &Lexicon, word: &str) -> Option<String> {
    feminine_base(lexicon, word).filter(|base| word.starts_with(base.as_str()))
}

fn decide(
    lexicon: &Lexicon,
    word: &str,
    whole: WholeWord,
    as_noun: bool,
    best: Option<&Cut>,
    tails: &mut TailCache,
) -> SplitReason {
    match best {
        None => SplitReason::NoCut,
        Some(best) if is_name(lexicon, whole.counts, word, best, as_noun) => SplitReason::Name,
        Some(best) if has_chance_verb(lexicon, word, best) => SplitReason::NoCut,
        Some(best) if best.weight + whole_margin(word, best, as_noun) < whole.weight => SplitReason::MoreCommon,
        Some(best) if whole.counts.listed && has_chance_head(lexicon, word, best) => SplitReason::MoreCommon,
        Some(_) if as_noun && is_derived(lexicon, word, whole.counts, tails) => SplitReason::Derived,
        Some(_) => SplitReason::Split,
    }
}

/// Returns true if the stem of a verb stands before what is hardly a word: `Kommuniqué` has nothing of *kommen*.
fn has_chance_verb(lexicon: &Lexicon, word: &str, best: &Cut) -> bool {
    let head = best.parts.last().map_or("", |head| &word[head.range.clone()]);
    let is_verb = |part: &CompoundPart| {
        let letters = &word[part.range.clone()];
        part.base.ends_with('n') && letters.len() < part.base.len() && part.noun.is_none()
    };
    best.rarest < MAX_CHANCE_WEIGHT && !lexicon.counts(head).listed && best.parts.iter().any(is_verb)
}

/// Returns true if the head is short and hardly a word: `Automaten` is no `Auto` with `maten`.
fn has_chance_head(lexicon: &Lexicon, word: &str, best: &Cut) -> bool {
    let head = best.parts.last().map_or("", |head| &word[head.range.clone()]);
    best.rarest < MAX_HARDLY_A_WORD
        && letter_count(head) <= MAX_CHANCE_HEAD_LETTERS
        && lexicon.counts(head).all().ln_1p() < MAX_HARDLY_A_WORD
}

/// Returns the margin by which `word` must outweigh its parts to stay whole, in units of ln(frequency). The longer a word,
/// the less likely it is that known words make it up by chance.
fn whole_margin(word: &str, best: &Cut, as_noun: bool) -> f32 {
    let head = best.parts.last().map_or("", |head| &word[head.range.clone()]);
    // Short parts and stems of verbs fit more easily than others.
    let fits_easily = |part: &CompoundPart| {
        let letters = &word[part.range.clone()];
        letter_count(&part.base) < 4 || !letters.starts_with(part.base.strip_suffix('e').unwrap_or(&part.base))
    };
    let is_chance = best.rarest < MIN_SURE_WEIGHT || best.parts.iter().any(fits_easily);
    match as_noun {
        true if is_chance => WHOLE_MARGIN,
        true => WHOLE_MARGIN + 0.3 * (letter_count(word) as f32 - 9.0).clamp(0.0, 5.0),
        false if is_suffix_like(head) => WHOLE_MARGIN,
        false => ADJECTIVE_MARGIN,
    }
}

/// Splits the parts of a cut that are compounds themselves: the first of `Klimaschutz|gesetz`.
fn split_parts(lexicon: &Lexicon, word: &str, cut: Cut, as_noun: bool, tails: &mut TailCache) -> Cut {
    let mut parts = Vec::with_capacity(cut.parts.len() + 1);
    for part in cut.parts {
        // All parts but the last of an adjective are nouns.
        let as_noun = as_noun || part.range.end < word.len();
        push_split(lexicon, word, part, as_noun, tails, &mut parts);
    }
    Cut { parts, ..cut }
}

fn push_split(
    lexicon: &Lexicon,
    word: &str,
    part: CompoundPart,
    as_noun: bool,
    tails: &mut TailCache,
    parts: &mut Vec<CompoundPart>,
) {
    // A noun may lack its last letter (`Grundschul|kinder`). The infinitive for the stem of a verb is not cut.
    let letters = &word[part.range.clone()];
    let is_noun = letters.starts_with(part.base.strip_suffix('e').unwrap_or(&part.base));
    let inner = if is_noun { parts_of(lexicon, &part.base, as_noun, tails) } else { None };
    let Some(inner) = inner else { return parts.push(part) };
    let Range { start, end } = part.range;
    parts.extend(inner.iter().map(|inner| inner.clone().moved_by(start)));
    if let Some(last) = parts.last_mut() {
        last.range.end = end;
    }
}

/// Returns the parts of a word that is a part itself. Most are parts of many words.
fn parts_of(lexicon: &Lexicon, base: &str, as_noun: bool, tails: &mut TailCache) -> Option<Arc<[CompoundPart]>> {
    if as_noun && let Some(known) = tails.parts.get(base) {
        return known;
    }
    let parts = split_by_rules(&LexiconNear::new(lexicon, base), as_noun, tails).map(|cut| Arc::from(cut.parts));
    if as_noun {
        tails.parts.insert(base.into(), parts.clone());
    }
    parts
}

fn is_name(lexicon: &Lexicon, whole: WordCounts, word: &str, best: &Cut, as_noun: bool) -> bool {
    let head = best.parts.last().map_or("", |head| &word[head.range.clone()]);
    if as_noun && is_plain_compound(lexicon, whole, word, best) {
        return false;
    }
    // Lists of forms have persons and towns, too: of such a word they say no more than that it exists.
    let only_listed_form =
        as_noun && whole.noun == 0.0 && whole.lower > 0.0 && !whole.listed && whole.lower < MAX_LISTED_FORM_COUNT;
    // `Ostsee` is met often, and no list of common nouns has it. In longer words two parts are hardly so short by chance.
    let is_short_name = as_noun && !whole.listed && whole.noun > 0.0 && letter_count(word) < MIN_UNLISTED_LETTERS;
    // No town begins with a long noun: `Asylbewerber|heim`.
    let is_long =
        |left: &CompoundPart| letter_count(&left.base) >= MIN_PLAIN_LEFT_LETTERS && lexicon.counts(&left.base).listed;
    let is_home = || head == "heim" && best.parts.iter().rev().nth(1).is_some_and(|left| is_home_of(&left.base));
    let is_like_town = as_noun
        && !whole.listed
        && is_name_head(head)
        && !best.parts.first().is_some_and(is_long)
        && !is_home()
        && !is_common_noun(lexicon, whole, word);
    is_short_name || whole.name || only_listed_form || is_like_town
}

/// Returns true for a word that ends as towns do and is none: it is met often, and not as names are, or has a plural. `Salzburger` and
/// `Heidelberger` are of towns, though they have articles.
fn is_common_noun(lexicon: &Lexicon, whole: WordCounts, word: &str) -> bool {
    let has_plural = || ["e", "en"].iter().any(|ending| lexicon.counts(&format!("{word}{ending}")).kinds.form);
    !whole.name && !word.ends_with("er") && (whole.noun >= MIN_PROVEN_NAME_COUNT || has_plural())
}

/// Returns true if a long word is made of common words, none of which is in names. Without an article it is taken for a name:
/// `Landesvorsitzender Meyer`, `Sportstadien`.
fn is_plain_compound(lexicon: &Lexicon, whole: WordCounts, word: &str, best: &Cut) -> bool {
    let Some((head, lefts)) = best.parts.split_last() else { return false };
    let letters = &word[head.range.clone()];
    let is_proven = whole.noun >= MIN_PROVEN_NAME_COUNT;
    letter_count(word) >= MIN_PLAIN_LETTERS
        && letter_count(letters) >= MIN_PLAIN_HEAD_LETTERS
        && best.weight >= if is_proven { MIN_PLAIN_WEIGHT } else { MIN_RARE_PLAIN_WEIGHT }
        && !is_name_head(letters)
        && !is_region(letters)
        && !lefts.iter().map(|left| lexicon.counts(&left.base)).any(|left| left.name && !left.is_lower())
}

/// Returns true if the noun is derived from a verb or adjective that is whole: `Beinhaltung` from `beinhalten`,
/// `Teilnehmer` from `teilnehmen`, `Fahrlässigkeit` from `fahrlässig`.
fn is_derived(lexicon: &Lexicon, word: &str, whole: WordCounts, tails: &mut TailCache) -> bool {
    let mut is_whole = |form: String| {
        let counts = lexicon.counts(&form);
        // `brandstiften` is made of `Brandstiftung`, not the other way round.
        counts.is_lower()
            && counts.lower * MAX_DERIVED_RATIO >= whole.noun
            && split_by_rules(&LexiconNear::new(lexicon, &form), false, tails).is_none()
    };
    let base = |ending: &str| {
        let stem = word.strip_suffix(ending).filter(|stem| is_verb_stem(lexicon, stem))?;
        // `Bedürftiger` and `Süddeutscher` are inflected adjectives.
        let is_adjective = ending == "er" && lexicon.counts(&format!("{stem}es")).is_lower();
        Some(if is_adjective { stem.to_owned() } else { format!("{stem}en") })
    };
    let verb = ["ung", "ungen", "er", "ern", "ers", "erin", "erinnen"].iter().find_map(|ending| base(ending));
    let adjective = ["keit", "keiten", "heit", "heiten"].iter().find_map(|ending| word.strip_suffix(ending));
    verb.is_some_and(&mut is_whole) || adjective.map(str::to_owned).is_some_and(is_whole)
}
