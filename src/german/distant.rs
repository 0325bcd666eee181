//! Words whose halves stand apart: `Hieb- und Stichwaffe`, `Verkehrspolitiker und -experten`, `kündigte … an`.

use std::ops::Range;
use std::sync::Arc;

use super::normalize::exact_form;
use super::stream::TokenStream;
use super::token::Form;
use super::tokenizer::Word;

/// Words looked at for the other half of a compound.
const NEAR: usize = 6;
/// Words looked at for the verb before its particle, back to the beginning of its clause.
const CLAUSE: usize = 24;

/// Letters, at least, of the beginning and the end of a word that is no compound but shares its end with another.
const LEAST_HEAD: usize = 2;
const LEAST_TAIL: usize = 3;

/// What stands between the halves of elliptical compounds.
const CONJUNCTIONS: [&str; 9] = ["und", "oder", "sowie", "bzw", "beziehungsweise", "wie", "noch", "als", "auch"];

/// Particles that part from their verb. Those that are prepositions too count at the end of a clause only.
const PARTICLES: [&str; 31] = [
    "ab", "an", "auf", "aus", "bei", "ein", "fest", "fort", "her", "heraus", "herum", "hervor", "hin", "hinaus",
    "hinzu", "los", "mit", "nach", "statt", "teil", "um", "vor", "voran", "voraus", "vorbei", "weg", "weiter",
    "wieder", "zu", "zurück", "zusammen",
];

/// Bytes of the longest of them.
const LONGEST_PARTICLE: usize = 8;

/// A word that has one half at a place.
pub(super) struct Distant {
    pub(super) word: Arc<Form>,
    /// Bytes of the text of its other half.
    pub(super) other: Range<usize>,
}

/// The word of which one half is word number `at` of the stream.
pub(super) fn at(stream: &mut TokenStream<'_>, at: usize) -> Option<Distant> {
    let Range { start, end } = stream.words()[at].range;
    let text = stream.text();
    // Most words have a blank before and after them.
    if !matches!(text.as_bytes().get(end), None | Some(b' ')) && hangs(&text[end..]) {
        return first_half(stream, at);
    }
    if text[..start]
        .strip_suffix(is_hyphen)
        .is_some_and(|before| before.ends_with(|c: char| c.is_whitespace() || c == '('))
    {
        return second_half(stream, at);
    }
    let particle = stream.particle_after(at)?;
    if text[start..end].starts_with(char::is_lowercase) { parted_verb(stream, at, particle) } else { None }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// A hyphen that nothing follows.
fn hangs(rest: &str) -> bool {
    let mut rest = rest.chars();
    rest.next().is_some_and(is_hyphen) && rest.next().is_some_and(|c| c.is_whitespace() || c == ',')
}

/// `Hieb-` of `Hieb- und Stichwaffe`.
fn first_half(stream: &mut TokenStream<'_>, at: usize) -> Option<Distant> {
    let text = stream.text();
    let mut last = None;
    for next in at + 1..stream.words().len().min(at + 1 + NEAR) {
        let word = &stream.words()[next];
        if word.span > 1 {
            continue;
        }
        let slice = &text[word.range.clone()];
        if CONJUNCTIONS.contains(&slice) || hangs(&text[word.range.end..]) {
            continue;
        }
        last = Some((next, slice));
        break;
    }
    let (next, slice) = last?;
    let analysis = stream.form(next);
    let before = exact_form(&text[stream.words()[at].range.clone()]);
    let from = stream.words()[next].range.start;
    let tails: Vec<usize> = analysis.parts.iter().skip(1).map(|part| part.range.start).collect();
    let form = |tail: usize| format!("{before}{}", exact_form(&slice[tail..]));
    let is_known = |tail: &usize| stream.lexicon().counts(&form(*tail)).all() > 0.0;
    let tail = match tails.first() {
        Some(first) => tails.iter().copied().find(is_known).unwrap_or(*first),
        // `Ausgang`, which is no compound, has the tail of `Eingang`: the longest with which a word is known.
        None => tails_of(slice).find(is_known)?,
    };
    Some(Distant { word: Arc::new(stream.joined(form(tail), is_lower(slice))), other: from + tail..from + slice.len() })
}

/// Where the end of a word may begin that is no compound, the longest first.
fn tails_of(word: &str) -> impl Iterator<Item = usize> {
    let letters = word.chars().count();
    let starts = word.char_indices().map(|(at, _)| at);
    starts.take((letters + 1).saturating_sub(LEAST_TAIL)).skip(LEAST_HEAD)
}

/// `experten` of `Verkehrspolitiker und -experten`.
fn second_half(stream: &mut TokenStream<'_>, at: usize) -> Option<Distant> {
    let text = stream.text();
    for before in (at.saturating_sub(NEAR)..at).rev() {
        let word = stream.words()[before].clone();
        let slice = &text[word.range.clone()];
        let after_hyphen = text[..word.range.start].ends_with(is_hyphen);
        if word.span > 1 || CONJUNCTIONS.contains(&slice) || after_hyphen {
            continue;
        }
        let analysis = stream.form(before);
        // a word may be one part with two terms (`Werb`): there is no head then
        let head = analysis.parts.last().map(|part| part.range.start).filter(|head| *head > 0)?;
        let form = format!("{}{}", exact_form(&slice[..head]), exact_form(&text[stream.words()[at].range.clone()]));
        let other = word.range.start..word.range.start + head;
        return Some(Distant { word: Arc::new(stream.joined(form, is_lower(slice))), other });
    }
    None
}

/// `kündigte` of `kündigte die Ministerin an`.
fn parted_verb(stream: &mut TokenStream<'_>, at: usize, particle: usize) -> Option<Distant> {
    let text = stream.text();
    let verb = exact_form(&text[stream.words()[at].range.clone()]);
    if verb.chars().count() < 3 {
        return None;
    }
    let other = stream.words()[particle].range.clone();
    let word = stream.verb(&format!("{}{verb}", &text[other.clone()]))?;
    Some(Distant { word, other })
}

/// The particles of a text that may belong to a verb before them: those at the end of a clause.
#[derive(Default)]
pub(super) struct Particles {
    /// Numbers of the first word of the clause, and of the particle.
    at: Vec<(usize, usize)>,
    passed: usize,
}

impl Particles {
    pub(super) fn of(text: &str, words: &[Word]) -> Particles {
        let is_particle = |word: &Word| {
            !goes_on(text, word.range.end)
                && word.span == 1
                && word.range.len() <= LONGEST_PARTICLE
                && ends_clause(&text[word.range.end..])
                && PARTICLES.contains(&&text[word.range.clone()])
        };
        let found = words.iter().enumerate().filter(|(_, word)| is_particle(word));
        Particles { at: found.map(|(at, _)| (clause_of(text, words, at), at)).collect(), passed: 0 }
    }

    /// The particle that ends the clause of word number `word`, which never goes back, and stands after it.
    pub(super) fn after(&mut self, word: usize) -> Option<usize> {
        while self.at.get(self.passed).is_some_and(|(_, at)| *at <= word) {
            self.passed += 1;
        }
        self.at.get(self.passed).filter(|(first, _)| *first <= word).map(|(_, at)| *at)
    }
}

/// The first word of the clause that word number `at` ends, at most [`CLAUSE`] words back.
fn clause_of(text: &str, words: &[Word], at: usize) -> usize {
    let mut first = at;
    while first > 0 && at - first < CLAUSE {
        // A joint spelling begins where its first piece does: there is nothing between them.
        let between = text.get(words[first - 1].range.end..words[first].range.start).unwrap_or_default();
        if between.contains(['.', ';', ':', '!', '?', ',', '–', '\n']) {
            break;
        }
        first -= 1;
    }
    first
}

/// Whether a blank and the next word follow byte `at`: of most words that is all that must be looked at.
fn goes_on(text: &str, at: usize) -> bool {
    let after = |more: usize| text.as_bytes().get(at + more);
    after(0) == Some(&b' ') && after(1).is_some_and(|next| *next != b'u' && next.is_ascii_alphabetic())
}

fn ends_clause(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['"', '“', '”', '«', '»', '\'', ')']);
    rest.is_empty()
        || rest.starts_with(['.', ',', ';', ':', '!', '?', '\n'])
        || rest.starts_with(" –")
        || rest.starts_with(" und ")
}

/// Whether a word, as written, may be a verb.
fn is_lower(word: &str) -> bool {
    word.starts_with(char::is_lowercase)
}
