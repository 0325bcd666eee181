//! Which words is this word made of?

mod affixes;
mod exceptions;
mod rest;
mod split;

use super::gendered::feminine_base;
use super::lexicon::{Counts, Lexicon};
use affixes::is_name_head;
pub use exceptions::Exceptions;
use rest::left_part;
pub use split::{Cut, Part, Suffixes, verb_stem};
use split::{Search, WHOLE_MARGIN, Whole, whole};

/// What was found about a word, and what was decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// What the lexicon knows of the whole word.
    pub whole: Counts,
    /// Its worth, which the best cut must reach.
    pub worth: f32,
    /// All cuts that were considered, best first.
    pub cuts: Vec<Cut>,
    /// The cut that was chosen; none for a word that stays whole.
    pub chosen: Option<Cut>,
    /// Why it is split or not.
    pub reason: Reason,
}

/// Why a word is split or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The best cut is worth more than the whole: it is split so.
    Split,
    /// No words it could be made of are known.
    NoCut,
    /// It is more common than its parts: it has a meaning of its own.
    MoreCommon,
    /// It is a name.
    Name,
    /// It is made of a verb or adjective, which is no compound.
    Derived,
    /// The list of exceptions has it.
    Exception,
}

/// Where `word`, an exact form, is split, if it is; `capital`: it is written as a noun. The same decision as
/// [`judge_with`] without its reasons, which takes far less time. `suffixes`: those remembered from other words.
pub fn split_with(
    lexicon: &Lexicon,
    exceptions: &Exceptions,
    word: &str,
    capital: bool,
    suffixes: &mut Suffixes,
) -> Option<Cut> {
    match exceptions.get(word) {
        Some(places) => by_hand(lexicon, word, places),
        None => split(lexicon, word, capital, suffixes),
    }
}

/// The same without exceptions. A feminine form is split as its base is, its ending belongs to the last part:
/// `Musikerinnen` has no `Rinnen`.
pub fn split(lexicon: &Lexicon, word: &str, capital: bool, suffixes: &mut Suffixes) -> Option<Cut> {
    let base = base_of(lexicon, word);
    let base = base.as_deref().unwrap_or(word);
    let best = Search::best(lexicon, base, capital, suffixes)?;
    let reason = reason(lexicon, base, whole(lexicon, base), capital, Some(&best), suffixes);
    (reason == Reason::Split).then(|| ending_at(word, finer_cut(lexicon, word, best, suffixes)))
}

/// Judges `word` with all that is considered.
pub fn judge_with(lexicon: &Lexicon, exceptions: &Exceptions, word: &str, capital: bool) -> Verdict {
    let base = base_of(lexicon, word);
    let base = base.as_deref().unwrap_or(word);
    let known = whole(lexicon, base);
    let Whole { counts: whole, worth } = known;
    let mut cuts = Search::cuts(lexicon, base, capital);
    if let Some(places) = exceptions.get(word) {
        let chosen = by_hand(lexicon, word, places);
        return Verdict { whole, worth, cuts, chosen, reason: Reason::Exception };
    }
    let suffixes = &mut Suffixes::default();
    let reason = reason(lexicon, base, known, capital, cuts.first(), suffixes);
    let mut chosen = None;
    if reason == Reason::Split
        && let Some(best) = cuts.first_mut()
    {
        *best = finer_cut(lexicon, word, best.clone(), suffixes);
        chosen = Some(ending_at(word, best.clone()));
    }
    Verdict { whole, worth, cuts, chosen, reason }
}

/// The cut a list demands; none for a word that stays whole.
fn by_hand(lexicon: &Lexicon, word: &str, places: &[usize]) -> Option<Cut> {
    let starts = std::iter::once(0).chain(places.iter().copied());
    let ends = places.iter().copied().chain([word.len()]);
    // What a part stands for is known where it could be one by the rules, too: `werben` and `Werbung` for `Werbe|pause`.
    let part = |range: std::ops::Range<usize>| {
        let by_rule = left_part(lexicon, word, range.clone());
        by_rule.unwrap_or_else(|| Part { base: word[range.clone()].to_owned(), range, noun: None })
    };
    let parts = starts.zip(ends).map(|(start, end)| part(start..end)).collect();
    (!places.is_empty()).then_some(Cut { parts, score: 0.0, worth: 0.0 })
}

fn base_of(lexicon: &Lexicon, word: &str) -> Option<String> {
    feminine_base(lexicon, word).filter(|base| word.starts_with(base.as_str()))
}

/// The last part takes the rest of the word.
fn ending_at(word: &str, mut cut: Cut) -> Cut {
    if let Some(last) = cut.parts.last_mut() {
        last.range.end = word.len();
    }
    cut
}

fn reason(
    lexicon: &Lexicon,
    word: &str,
    whole: Whole,
    capital: bool,
    best: Option<&Cut>,
    suffixes: &mut Suffixes,
) -> Reason {
    match best {
        None => Reason::NoCut,
        Some(best) if is_name(whole.counts, word, best, capital) => Reason::Name,
        Some(best) if best.worth + WHOLE_MARGIN < whole.worth => Reason::MoreCommon,
        Some(_) if capital && is_derived(lexicon, word, suffixes) => Reason::Derived,
        Some(_) => Reason::Split,
    }
}

/// A cut with the parts of those parts that are compounds themselves: of `Klimaschutz|gesetz` the first.
fn finer_cut(lexicon: &Lexicon, word: &str, cut: Cut, suffixes: &mut Suffixes) -> Cut {
    let mut parts = Vec::with_capacity(cut.parts.len() + 1);
    cut.parts.into_iter().for_each(|part| finer(lexicon, word, part, suffixes, &mut parts));
    Cut { parts, ..cut }
}

fn finer(lexicon: &Lexicon, word: &str, part: Part, suffixes: &mut Suffixes, parts: &mut Vec<Part>) {
    // A base that is not written out in the word (`schule` for `schul`) has no letters to cut.
    let cut = if word[part.range.clone()].starts_with(&part.base) {
        split(lexicon, &part.base, true, suffixes)
    } else {
        None
    };
    let Some(cut) = cut else { return parts.push(part) };
    let start = part.range.start;
    let moved = |inner: Part| Part { range: start + inner.range.start..start + inner.range.end, ..inner };
    parts.extend(cut.parts.into_iter().map(moved));
    if let Some(last) = parts.last_mut() {
        last.range.end = part.range.end;
    }
}

fn is_name(whole: Counts, word: &str, best: &Cut, capital: bool) -> bool {
    let head = best.parts.last().map_or("", |head| &word[head.range.clone()]);
    // Lists of forms have persons and towns too: a capitalised word of which they say no more than that it is.
    let only_listed_form = capital && whole.noun == 0.0 && whole.lower > 0.0 && !whole.listed && whole.lower < 1.5;
    whole.name || only_listed_form || (capital && !whole.listed && is_name_head(head))
}

/// Whether the noun is made of a verb or adjective that is whole: `Beinhaltung` of `beinhalten`, `Teilnehmer` of
/// `teilnehmen`, `Fahrlässigkeit` of `fahrlässig`.
fn is_derived(lexicon: &Lexicon, word: &str, suffixes: &mut Suffixes) -> bool {
    let mut is_whole =
        |form: String| lexicon.counts(&form).is_lower() && split(lexicon, &form, false, suffixes).is_none();
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
        let cut =
            |word: &str| split_with(&Lexicon::builtin(), &list, word, true, &mut Suffixes::default()).unwrap().parts;
        let by_hand = cut("werbepause");
        assert_eq!((by_hand[0].base.as_str(), by_hand[0].noun.as_deref()), ("werben", Some("werbung")));
        let bases: Vec<String> = cut("klimaschutzgesetzes").into_iter().map(|part| part.base).collect();
        assert_eq!(bases, ["klima", "schutzgesetzes"]);
    }

    #[test]
    fn deciding_and_explaining_agree() {
        let (lexicon, list) = (Lexicon::builtin(), Exceptions::builtin());
        let mut remembered = Suffixes::default();
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
                split_with(&lexicon, &list, word, true, &mut remembered),
                judge_with(&lexicon, &list, word, true).chosen,
                "{word}"
            );
        }
    }
}
