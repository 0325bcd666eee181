//! Step of the chain: one spelling for words that are written in several: with foreign marks or without, with umlauts
//! typed as two letters, as before a reform, with numbers in one notation or another.
//!
//! Marks are folded first, so that all other rules see the letters of a German keyboard. What replaces something else is
//! noted with its bytes: a part of a word must be marked where it stands in the text.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::compounds::{Exceptions, TailCache, split_by_rules};
use super::fold_marks::mark_edits;
use super::lexicon::{Lexicon, LexiconNear};
use super::numbers::number_edits;

const LIST: &str = include_str!("spelling.txt");

/// Digraphs of a word of which every choice is tried; more are all joined or all left.
const MAX_CHOSEN_DIGRAPHS: usize = 3;
/// How much more common a word with an umlaut must be than the same with two letters, in units of ln(frequency).
const UMLAUT_MARGIN: f32 = 1.0;
/// Penalty in this comparison of a word that is known by its parts only.
const PARTS_ONLY_PENALTY: f32 = 3.0;

/// An exact form in its one spelling, and what was replaced in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spelled {
    pub(super) form: String,
    /// Letters with foreign marks that were folded in the exact form.
    folds: Replacements,
    /// Replacements in the folded form.
    edits: Replacements,
}

impl Spelled {
    /// Returns the byte of the exact form that byte `at` of the one spelling comes from. Inside a replacement that is the
    /// beginning of what was replaced.
    pub(super) fn origin(&self, at: usize) -> usize {
        self.folds.origin(self.edits.origin(at))
    }
}

/// Bytes of a text that were replaced, with the length of the replacement; in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Replacements(Vec<(Range<usize>, usize)>);

impl Replacements {
    fn new(edits: Vec<Edit>) -> Replacements {
        Replacements(edits.into_iter().map(|(range, to)| (range, to.len())).collect())
    }

    /// Returns the byte of the text that byte `at` of the new text comes from.
    fn origin(&self, at: usize) -> usize {
        let (mut before, mut after) = (0, 0);
        for (range, length) in &self.0 {
            let start = after + (range.start - before);
            if at <= start {
                break;
            }
            if at < start + length {
                return range.start;
            }
            (before, after) = (range.end, start + length);
        }
        before + (at - after)
    }
}

impl AsRef<str> for Spelled {
    fn as_ref(&self) -> &str {
        &self.form
    }
}

/// Brings an exact form to its one spelling.
pub(super) fn respell(lexicon: &Lexicon, exact: &str) -> Spelled {
    let folds = mark_edits(exact);
    let folded = if folds.is_empty() { Cow::Borrowed(exact) } else { Cow::Owned(edited(exact, &folds)) };
    let mut edits = listed_edits(&folded);
    // A rule of the list beats a digraph, wherever they overlap.
    let is_free = |range: &Range<usize>, edits: &[Edit]| !edits.iter().any(|(taken, _)| overlaps(taken, range));
    for edit in number_edits(&folded).into_iter().chain(umlaut_edits(lexicon, &folded)) {
        if is_free(&edit.0, &edits) {
            edits.push(edit);
        }
    }
    edits.sort_by_key(|edit| edit.0.start);
    let form = if edits.is_empty() { folded.into_owned() } else { edited(&folded, &edits) };
    Spelled { form, folds: Replacements::new(folds), edits: Replacements::new(edits) }
}

fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Brings the words of a list to the one spelling that is looked up: `Mueller|haus` becomes `müller|haus`.
pub(super) fn respell_exceptions(lexicon: &Lexicon, exceptions: Exceptions) -> Exceptions {
    let mut words: Vec<_> = exceptions
        .into_borders()
        .map(|(word, borders)| {
            let spelled = respell(lexicon, &word);
            (spelled.form == word, word, spelled, borders)
        })
        .collect();
    // Of words that become equal the one already written so comes last and decides.
    words.sort_unstable_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    Exceptions::from_borders(words.into_iter().map(|(_, _, spelled, borders)| {
        // A border inside a replacement that reaches to the end of the word has no byte in the new spelling.
        let moved = |border: usize| (border.min(1)..spelled.form.len()).find(|at| spelled.origin(*at) >= border);
        let borders = borders.into_iter().filter_map(moved).collect();
        (spelled.form, borders)
    }))
}

/// Bytes of a form and what replaces them.
pub(super) type Edit = (Range<usize>, &'static str);

struct Rule {
    old: &'static str,
    new: &'static str,
    /// Holds at the beginning of a word only.
    at_start: bool,
    /// Holds at the end of a word only.
    at_end: bool,
}

/// All rules of the list, and a finder that gives the number of each whose old spelling it meets.
static RULES: LazyLock<(Vec<Rule>, AhoCorasick)> = LazyLock::new(parse_rules);

#[expect(clippy::expect_used, reason = "the list is compiled in, and every test of this module parses it")]
fn parse_rules() -> (Vec<Rule>, AhoCorasick) {
    let lines = LIST.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let rules: Vec<Rule> = lines.map(|line| parse_rule(line).expect("a rule is an old and a new spelling")).collect();
    // The kind that is built fastest, not the one that finds fastest: a program that answers one query waits for it.
    let kind = Some(AhoCorasickKind::ContiguousNFA);
    let finder = AhoCorasick::builder().kind(kind).build(rules.iter().map(|rule| rule.old));
    (rules, finder.expect("a few hundred short patterns fit into an automaton"))
}

fn parse_rule(line: &'static str) -> Option<Rule> {
    let (old, new) = line.split_once(' ')?;
    let (old, at_start) = old.strip_prefix('^').map_or((old, false), |old| (old, true));
    // The sign by itself is a word.
    let end = old.strip_suffix('$').filter(|old| !old.is_empty());
    Some(Rule { old: end.unwrap_or(old), new, at_start, at_end: end.is_some() })
}

/// Returns the edits that the list of other spellings demands, in order. Where rules overlap, the longest holds.
fn listed_edits(form: &str) -> Vec<Edit> {
    let (rules, finder) = &*RULES;
    let mut edits: Vec<Edit> = Vec::new();
    for found in finder.find_overlapping_iter(form) {
        let rule = &rules[found.pattern().as_usize()];
        if (!rule.at_start || found.start() == 0) && (!rule.at_end || found.end() == form.len()) {
            edits.push((found.range(), rule.new));
        }
    }
    if edits.len() > 1 {
        edits.sort_by_key(|(range, _)| (Reverse(range.len()), range.start));
        let mut longest: Vec<Edit> = Vec::new();
        for edit in edits {
            if !longest.iter().any(|(taken, _)| overlaps(taken, &edit.0)) {
                longest.push(edit);
            }
        }
        longest.sort_by_key(|(range, _)| range.start);
        edits = longest;
    }
    edits
}

/// Returns the digraphs that stand for umlauts: where the lexicon knows the word with them better than without, and in
/// words it does not know, where no German word is known to mean two letters by them.
fn umlaut_edits(lexicon: &Lexicon, exact: &str) -> Vec<Edit> {
    let all: Vec<Edit> = digraphs(exact).collect();
    if all.is_empty() {
        return all;
    }
    let as_typed = evidence(lexicon, exact);
    let mut best: (f32, Vec<Edit>) = (as_typed + if as_typed > 0.0 { UMLAUT_MARGIN } else { 0.0 }, Vec::new());
    // Each bit of a choice says whether a digraph is joined.
    let choices: Vec<usize> =
        if all.len() <= MAX_CHOSEN_DIGRAPHS { (1..1 << all.len()).collect() } else { vec![usize::MAX] };
    for choice in choices {
        let is_chosen = |at: usize| choice.checked_shr(at as u32).unwrap_or(1) & 1 == 1;
        let chosen = all.iter().enumerate().filter(|(at, _)| is_chosen(*at)).map(|(_, edit)| edit.clone());
        let chosen: Vec<Edit> = chosen.collect();
        let evidence = evidence(lexicon, &edited(exact, &chosen));
        if evidence > best.0 {
            best = (evidence, chosen);
        }
    }
    if best.0 > 0.0 {
        return best.1;
    }
    all.into_iter()
        .filter(|(range, _)| is_safe(&exact[..range.start], &exact[range.clone()], &exact[range.end..]))
        .collect()
}

/// Applies edits, which are in order and do not overlap.
fn edited(exact: &str, edits: &[Edit]) -> String {
    let mut form = exact.to_owned();
    for (range, to) in edits.iter().rev() {
        form.replace_range(range.clone(), to);
    }
    form
}

/// Returns the digraphs of a word that can stand for umlauts.
fn digraphs(exact: &str) -> impl Iterator<Item = Edit> {
    exact.as_bytes().windows(2).enumerate().filter_map(|(at, pair)| {
        // After a vowel or q they are two letters: `neue`, `Quelle`.
        if exact.get(..at)?.ends_with(precedes_no_umlaut) {
            return None;
        }
        let umlaut = match pair {
            b"ae" => "ä",
            b"oe" => "ö",
            b"ue" => "ü",
            _ => return None,
        };
        Some((at..at + 2, umlaut))
    })
}

/// Returns how well a form is known, in units of ln(frequency): by itself, in another inflection, or by its parts.
fn evidence(lexicon: &Lexicon, form: &str) -> f32 {
    let lexicon = &LexiconNear::new(lexicon, form);
    let bases = ["", "s", "es", "n", "en", "e", "er", "em"].iter().filter_map(|ending| form.strip_suffix(ending));
    let whole = bases.map(|base| lexicon.counts(base).all()).fold(0.0, f32::max).ln_1p();
    let cut = split_by_rules(lexicon, true, &mut TailCache::default());
    whole.max(cut.map_or(0.0, |cut| (cut.score - PARTS_ONLY_PENALTY).max(0.0)))
}

const VOWELS: &str = "aeiouyäöü";

fn precedes_no_umlaut(c: char) -> bool {
    VOWELS.contains(c) || c == 'q'
}

/// Returns true if a digraph is an umlaut, as far as its neighbours tell.
///
/// Two letters stay two letters where no consonant follows (`Statue`, `Poesie`, `zweie`; but `aeu` is äu), in `ael` at the
/// end and before i (`Israel`, `israelisch`, `Michaels`), in `-uell` (`aktuell`, `Duell`; but `Mueller`), in `Influenza`,
/// and where a prefix ends inside them (`zuerst`, `soeben`).
fn is_safe(before: &str, digraph: &str, after: &str) -> bool {
    // `aeu` is äu: Haeuser, Gebaeude.
    let before_consonant = (digraph == "ae" && after.starts_with('u'))
        || after.starts_with(|c: char| c.is_alphabetic() && !VOWELS.contains(c));
    let known_pair = match digraph {
        "ae" => {
            matches!(after, "l" | "ls") || after.starts_with("li") || (before.is_empty() && after.starts_with("ro"))
        }
        "oe" => {
            (before.ends_with('s') && after.starts_with('b'))
                || (before.ends_with('p') && after.starts_with(['s', 't']))
        }
        _ => {
            (before == "z" && after.starts_with('r'))
                || (after.starts_with("ll") && before.ends_with(['t', 'n', 's', 'x', 'd']))
                || (after.starts_with("nz") && before.ends_with("fl"))
        }
    };
    before_consonant && !known_pair
}

#[cfg(test)]
mod tests;
