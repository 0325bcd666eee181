//! Words whose halves stand apart: `Hieb- und Stichwaffe`, `Verkehrspolitiker und -experten`, `kündigte … an`.

use std::ops::Range;
use std::sync::Arc;

use super::lemma::Case;
use super::normalize::exact_form;
use super::particles::Particles;
use super::token::{Form, Token};
use super::word_forms::WordForms;

/// Distance in words within which the other half of a compound is sought.
const MAX_WORDS_TO_OTHER_HALF: usize = 6;
/// Letters, at least, before the end that two words share which are not compounds: `Ein-` and `Ausgang`.
const MIN_LETTERS_BEFORE_END: usize = 2;
/// Letters of the shortest shared end.
const MIN_END_LETTERS: usize = 3;

/// Conjunctions between the halves of elliptical compounds.
const CONJUNCTIONS: [&str; 9] = ["und", "oder", "sowie", "bzw", "beziehungsweise", "wie", "noch", "als", "auch"];

/// A word put together from its halves.
struct Joined {
    form: Arc<Form>,
    /// Bytes of the text of the other half.
    other_half: Range<usize>,
}

/// Returns the token of the word of which word number `number` is one half.
pub(super) fn token_with_half(words: &mut WordForms<'_>, particles: &mut Particles, number: usize) -> Option<Token> {
    let Joined { form, other_half } = joined(words, particles, number)?;
    let half = &words.words()[number];
    Some(Token { range: half.range.clone(), position: half.position, span: 1, apart: Some(other_half), word: form })
}

fn joined(words: &mut WordForms<'_>, particles: &mut Particles, number: usize) -> Option<Joined> {
    let Range { start, end } = words.words()[number].range;
    let text = words.text();
    // Most words have a blank before and after them.
    if !matches!(text.as_bytes().get(end), None | Some(b' ')) && has_hanging_hyphen(&text[end..]) {
        return first_half(words, number);
    }
    if text[..start]
        .strip_suffix(is_hyphen)
        .is_some_and(|before| before.ends_with(|c: char| c.is_whitespace() || c == '('))
    {
        return second_half(words, number);
    }
    let (particle, form) = particles.of_verb(number)?;
    Some(Joined { form, other_half: words.words()[particle].range.clone() })
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Returns true if `rest` begins with a hyphen that no letter follows.
fn has_hanging_hyphen(rest: &str) -> bool {
    let mut rest = rest.chars();
    rest.next().is_some_and(is_hyphen) && rest.next().is_some_and(|c| c.is_whitespace() || c == ',')
}

/// Completes the `Hieb-` of `Hieb- und Stichwaffe`.
fn first_half(words: &mut WordForms<'_>, number: usize) -> Option<Joined> {
    let text = words.text();
    let until = words.words().len().min(number + 1 + MAX_WORDS_TO_OTHER_HALF);
    let ends_compound = |next: &usize| {
        let word = &words.words()[*next];
        word.span == 1 && !CONJUNCTIONS.contains(&words.written(*next)) && !has_hanging_hyphen(&text[word.range.end..])
    };
    let whole = (number + 1..until).find(ends_compound)?;
    let written = words.written(whole);
    let before = exact_form(words.written(number));
    let analysis = words.form(whole);
    let ends: Vec<usize> = analysis.parts.iter().skip(1).map(|part| part.range.start).collect();
    let form = |end: usize| format!("{before}{}", exact_form(&written[end..]));
    let is_known = |end: &usize| words.analyzer().lexicon().counts(&form(*end)).all() > 0.0;
    let end = match ends.first() {
        Some(first) => ends.iter().copied().find(is_known).unwrap_or(*first),
        // `Ausgang`, which is not a compound, ends as `Eingang` does: the longest end that makes a known word.
        None => possible_ends(written).find(is_known)?,
    };
    let from = words.words()[whole].range.start;
    let form = words.joined(form(end), case_of(written));
    Some(Joined { form, other_half: from + end..from + written.len() })
}

/// Returns the bytes at which the end of a word may begin that is not a compound, longest end first.
fn possible_ends(word: &str) -> impl Iterator<Item = usize> {
    let letters = word.chars().count();
    let starts = word.char_indices().map(|(at, _)| at);
    starts.take((letters + 1).saturating_sub(MIN_END_LETTERS)).skip(MIN_LETTERS_BEFORE_END)
}

/// Completes the `experten` of `Verkehrspolitiker und -experten`.
fn second_half(words: &mut WordForms<'_>, number: usize) -> Option<Joined> {
    let text = words.text();
    let from = number.saturating_sub(MAX_WORDS_TO_OTHER_HALF);
    let begins_compound = |before: &usize| {
        let word = &words.words()[*before];
        let after_hyphen = text[..word.range.start].ends_with(is_hyphen);
        word.span == 1 && !CONJUNCTIONS.contains(&words.written(*before)) && !after_hyphen
    };
    let whole = (from..number).rev().find(begins_compound)?;
    let written = words.written(whole);
    let analysis = words.form(whole);
    // The only part of a verb's stem (`Werbe`) begins with the word: such a word has no head.
    let head = analysis.parts.last().map(|part| part.range.start).filter(|head| *head > 0)?;
    let form = format!("{}{}", exact_form(&written[..head]), exact_form(words.written(number)));
    let start = words.words()[whole].range.start;
    Some(Joined { form: words.joined(form, case_of(written)), other_half: start..start + head })
}

/// Returns what the way a word is written tells of its kind.
fn case_of(word: &str) -> Case {
    if word.starts_with(char::is_lowercase) { Case::Lower } else { Case::Capital }
}
