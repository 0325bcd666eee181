//! Step of the chain: the words a compound is made of.
//!
//! `split` decides whether a word is cut and where; `judge` decides the same and tells all that was considered.
//! `split.rs` finds the best cut by the lexicon, `tail.rs` what can stand at each place of a word, `affixes.rs` what never
//! can, and [`Exceptions`] are the words that are cut by hand.

mod affixes;
mod cut;
mod exceptions;
mod split;
mod tail;

use std::ops::Range;

use super::gendered::feminine_base;
use super::lexicon::{Lexicon, WordCounts};
use affixes::is_name_head;
pub use cut::{CompoundPart, Cut};
pub use exceptions::Exceptions;
use split::{Search, WholeWord};
pub(super) use split::{TailCache, verb_stem};
use tail::left_part;

/// Margin by which a whole word must outweigh its parts to stay whole, in units of ln(frequency).
const WHOLE_MARGIN: f32 = 1.0;
/// A capitalised word that was met in lower case only, and less often than this, is one that a list of forms added.
const MAX_LISTED_FORM_COUNT: f32 = 1.5;

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

/// Returns the cut of `word`, an exact form, or `None` if it stays whole. `as_noun` is true if it is written as a noun.
/// The decision is that of [`judge`], made without its reasons and in far less time.
pub(super) fn split(
    lexicon: &Lexicon,
    exceptions: &Exceptions,
    word: &str,
    as_noun: bool,
    tails: &mut TailCache,
) -> Option<Cut> {
    match exceptions.get(word) {
        Some(borders) => cut_by_hand(lexicon, word, borders),
        None => split_by_rules(lexicon, word, as_noun, tails),
    }
}

/// Returns the cut of `word` by the lexicon alone. A feminine form is split as its base is, and its ending belongs to the
/// last part: `Musikerinnen` has no `Rinnen`.
pub(super) fn split_by_rules(lexicon: &Lexicon, word: &str, as_noun: bool, tails: &mut TailCache) -> Option<Cut> {
    let base = masculine_base(lexicon, word);
    let base = base.as_deref().unwrap_or(word);
    let best = Search::best(lexicon, base, as_noun, tails)?;
    let whole = WholeWord::look_up(lexicon, base);
    let reason = decide(lexicon, base, whole, as_noun, Some(&best), tails);
    (reason == SplitReason::Split).then(|| split_parts(lexicon, word, best, tails).ending_at(word.len()))
}

/// Judges `word` and tells all that was considered.
pub(super) fn judge(lexicon: &Lexicon, exceptions: &Exceptions, word: &str, as_noun: bool) -> SplitVerdict {
    let base = masculine_base(lexicon, word);
    let base = base.as_deref().unwrap_or(word);
    let known = WholeWord::look_up(lexicon, base);
    let WholeWord { counts: whole, weight } = known;
    let mut cuts = Search::cuts(lexicon, base, as_noun);
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
        *best = split_parts(lexicon, word, best.clone(), tails);
        chosen = Some(best.clone().ending_at(word.len()));
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
    let parts = starts.zip(ends).map(|(start, end)| part(start..end)).collect();
    (!borders.is_empty()).then_some(Cut { parts, score: 0.0, weight: 0.0 })
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
        Some(best) if is_name(whole.counts, word, best, as_noun) => SplitReason::Name,
        Some(best) if best.weight + WHOLE_MARGIN < whole.weight => SplitReason::MoreCommon,
        Some(_) if as_noun && is_derived(lexicon, word, tails) => SplitReason::Derived,
        Some(_) => SplitReason::Split,
    }
}

/// Splits the parts of a cut that are compounds themselves: the first of `Klimaschutz|gesetz`.
fn split_parts(lexicon: &Lexicon, word: &str, cut: Cut, tails: &mut TailCache) -> Cut {
    let mut parts = Vec::with_capacity(cut.parts.len() + 1);
    cut.parts.into_iter().for_each(|part| push_split(lexicon, word, part, tails, &mut parts));
    Cut { parts, ..cut }
}

fn push_split(lexicon: &Lexicon, word: &str, part: CompoundPart, tails: &mut TailCache, parts: &mut Vec<CompoundPart>) {
    // A base that is not written out in the word (`schule` for `schul`) has no letters to cut.
    let is_written_out = word[part.range.clone()].starts_with(&part.base);
    let cut = if is_written_out { split_by_rules(lexicon, &part.base, true, tails) } else { None };
    let Some(cut) = cut else { return parts.push(part) };
    let Range { start, end } = part.range;
    parts.extend(cut.parts.into_iter().map(|inner| inner.moved_by(start)));
    if let Some(last) = parts.last_mut() {
        last.range.end = end;
    }
}

fn is_name(whole: WordCounts, word: &str, best: &Cut, as_noun: bool) -> bool {
    let head = best.parts.last().map_or("", |head| &word[head.range.clone()]);
    // Lists of forms have persons and towns, too: of such a word they say no more than that it exists.
    let only_listed_form =
        as_noun && whole.noun == 0.0 && whole.lower > 0.0 && !whole.listed && whole.lower < MAX_LISTED_FORM_COUNT;
    whole.name || only_listed_form || (as_noun && !whole.listed && is_name_head(head))
}

/// Returns true if the noun is derived from a verb or adjective that is whole: `Beinhaltung` from `beinhalten`,
/// `Teilnehmer` from `teilnehmen`, `Fahrlässigkeit` from `fahrlässig`.
fn is_derived(lexicon: &Lexicon, word: &str, tails: &mut TailCache) -> bool {
    let mut is_whole =
        |form: String| lexicon.counts(&form).is_lower() && split_by_rules(lexicon, &form, false, tails).is_none();
    let verb = |ending: &str| word.strip_suffix(ending).map(|stem| format!("{stem}en"));
    let verb = ["ung", "ungen", "er", "ern", "ers", "erin", "erinnen"].iter().find_map(|ending| verb(ending));
    let adjective = ["keit", "keiten", "heit", "heiten"].iter().find_map(|ending| word.strip_suffix(ending));
    verb.is_some_and(&mut is_whole) || adjective.map(str::to_owned).is_some_and(is_whole)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn parts_cut_by_hand_stand_for_the_same_words() {
        let list = Exceptions::parse("Werbe|pause\nKlima|schutzgesetz").unwrap();
        let cut = |word: &str| split(&Lexicon::builtin(), &list, word, true, &mut TailCache::default()).unwrap().parts;
        let by_hand = cut("werbepause");
        assert_eq!((by_hand[0].base.as_str(), by_hand[0].noun.as_deref()), ("werben", Some("werbung")));
        let bases: Vec<String> = cut("klimaschutzgesetzes").into_iter().map(|part| part.base).collect();
        assert_eq!(bases, ["klima", "schutzgesetzes"]);
    }

    #[test]
    fn deciding_and_explaining_agree() {
        let (lexicon, list) = (Lexicon::builtin(), Exceptions::builtin());
        let mut tails = TailCache::default();
        for word in [
            "werbebudgets",
            "klimaschutzgesetz",
            "staubecken",
            "musikerinnen",
            "unternehmen",
            "beinhaltung",
            "haus",
            "schuljahr",
            "lehrerinnenverband",
            "kanzlerkandidatin",
        ] {
            assert_eq!(
                split(&lexicon, &list, word, true, &mut tails),
                judge(&lexicon, &list, word, true).chosen,
                "{word}"
            );
        }
    }
}
