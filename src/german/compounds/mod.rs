//! Which words is this word made of?

mod affixes;
mod exceptions;
mod split;

use super::gendered::feminine_base;
use super::lexicon::{Counts, Lexicon};
use affixes::is_name_head;
pub use exceptions::Exceptions;
pub use split::{Cut, Part};
use split::{Search, WHOLE_MARGIN, whole_worth};

/// What was found about a word, and what was decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// What the lexicon knows of the whole word.
    pub whole: Counts,
    /// Its worth, which the best cut must reach.
    pub worth: f32,
    /// All cuts, best first.
    pub cuts: Vec<Cut>,
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

impl Verdict {
    /// The cut that was chosen.
    pub fn chosen(&self) -> Option<&Cut> {
        matches!(self.reason, Reason::Split | Reason::Exception).then(|| self.cuts.first()).flatten()
    }
}

/// Judges `word` as [`judge`] does, but for the words a list decides.
pub fn judge_with(lexicon: &Lexicon, exceptions: &Exceptions, word: &str, capital: bool) -> Verdict {
    let Some(places) = exceptions.get(word) else { return judge(lexicon, word, capital) };
    let starts = std::iter::once(0).chain(places.iter().copied());
    let ends = places.iter().copied().chain([word.len()]);
    let part = |range: std::ops::Range<usize>| Part { base: word[range.clone()].to_owned(), range, noun: None };
    let parts: Vec<Part> = starts.zip(ends).map(|(start, end)| part(start..end)).collect();
    let cuts = if parts.len() > 1 { vec![Cut { parts, score: 0.0, worth: 0.0 }] } else { Vec::new() };
    let worth = whole_worth(lexicon, word);
    Verdict { whole: lexicon.counts(word), worth, cuts, reason: Reason::Exception }
}

/// Judges `word`, an exact form; `capital`: it is written as a noun. A feminine form is split as its base is, its
/// ending belongs to the last part: `Musikerinnen` has no `Rinnen`.
pub fn judge(lexicon: &Lexicon, word: &str, capital: bool) -> Verdict {
    let base = feminine_base(lexicon, word).filter(|base| word.starts_with(base.as_str()));
    let mut verdict = judge_base(lexicon, base.as_deref().unwrap_or(word), capital);
    for last in verdict.cuts.iter_mut().filter_map(|cut| cut.parts.last_mut()) {
        last.range.end = word.len();
    }
    verdict
}

fn judge_base(lexicon: &Lexicon, word: &str, capital: bool) -> Verdict {
    let cuts = Search::cuts(lexicon, word, capital);
    let whole = lexicon.counts(word);
    let worth = whole_worth(lexicon, word);
    let reason = match cuts.first() {
        None => Reason::NoCut,
        Some(best) if is_name(whole, word, best, capital) => Reason::Name,
        Some(best) if best.worth + WHOLE_MARGIN < worth => Reason::MoreCommon,
        Some(_) if capital && is_derived(lexicon, word) => Reason::Derived,
        Some(_) => Reason::Split,
    };
    let mut verdict = Verdict { whole, worth, cuts, reason };
    if verdict.reason == Reason::Split
        && let Some(best) = verdict.cuts.first_mut()
    {
        best.parts = std::mem::take(&mut best.parts).into_iter().flat_map(|part| finer(lexicon, word, part)).collect();
    }
    verdict
}

/// The parts of a part that is a compound itself: of `Klimaschutz|gesetz` the first.
fn finer(lexicon: &Lexicon, word: &str, part: Part) -> Vec<Part> {
    // A base that is not written out in the word (`schule` for `schul`) has no letters to cut.
    if !word[part.range.clone()].starts_with(&part.base) {
        return vec![part];
    }
    let inner = judge(lexicon, &part.base, true);
    let Some(cut) = inner.chosen() else { return vec![part] };
    let start = part.range.start;
    let moved = |inner: &Part| Part { range: start + inner.range.start..start + inner.range.end, ..inner.clone() };
    let mut parts: Vec<Part> = cut.parts.iter().map(moved).collect();
    if let Some(last) = parts.last_mut() {
        last.range.end = part.range.end;
    }
    parts
}

fn is_name(whole: Counts, word: &str, best: &Cut, capital: bool) -> bool {
    let head = best.parts.last().map_or("", |head| &word[head.range.clone()]);
    // Lists of forms have persons and towns too: a capitalised word of which they say no more than that it is.
    let only_listed_form = capital && whole.noun == 0.0 && whole.lower > 0.0 && !whole.listed && whole.lower < 1.5;
    whole.name || only_listed_form || (capital && !whole.listed && is_name_head(head))
}

/// Whether the noun is made of a verb or adjective that is whole: `Beinhaltung` of `beinhalten`, `Teilnehmer` of
/// `teilnehmen`, `Fahrlässigkeit` of `fahrlässig`.
fn is_derived(lexicon: &Lexicon, word: &str) -> bool {
    let is_whole = |form: String| lexicon.counts(&form).is_lower() && judge(lexicon, &form, false).chosen().is_none();
    let verb = |ending: &str| word.strip_suffix(ending).map(|stem| format!("{stem}en"));
    let verb = ["ung", "ungen", "er", "ern", "ers", "erin", "erinnen"].iter().find_map(|ending| verb(ending));
    let adjective = ["keit", "keiten", "heit", "heiten"].iter().find_map(|ending| word.strip_suffix(ending));
    verb.is_some_and(is_whole) || adjective.map(str::to_owned).is_some_and(is_whole)
}
