//! The chain on one screen: words → exact form → one spelling → term and parts; then what only neighbours tell.

use std::borrow::Cow;
use std::sync::Arc;

use rust_stemmers::Stemmer;

use super::base_form::base_form;
use super::compounds::{CompoundPart, Exceptions, SplitVerdict, judge, split, verb_stem};
use super::gendered::{neutral_form, without_marker};
use super::lexicon::Lexicon;
use super::memory::{Pieces, Remembered};
use super::normalize::{exact_form, joint_form, origin};
use super::spelling::{Spelled, respell, respell_exceptions};
use super::stem::{snowball, stem};
use super::stop_words::is_stop_word;
use super::stream::{Memory, TokenStream};
use super::token::{Form, FormPart, MAX_TERM_BYTES, truncated};
use super::tokenizer::Word;
use super::verbs::{irregular_infinitive, regular_infinitive};
use crate::characters::is_invisible;

/// German text to terms; the same on the index side and the query side. Cheap to clone.
#[derive(Clone)]
pub struct Analyzer {
    inner: Arc<Inner>,
}

struct Inner {
    stemmer: Stemmer,
    lexicon: Lexicon,
    exceptions: Exceptions,
    compounds: bool,
}

impl Default for Analyzer {
    /// With the built-in lexicon and exceptions.
    fn default() -> Self {
        Analyzer::new(Lexicon::builtin(), Exceptions::builtin(), true)
    }
}

impl Analyzer {
    /// One that splits `compounds`, or does not.
    pub fn new(lexicon: Lexicon, exceptions: Exceptions, compounds: bool) -> Analyzer {
        Analyzer {
            inner: Arc::new(Inner {
                stemmer: snowball(),
                exceptions: respell_exceptions(&lexicon, exceptions),
                lexicon,
                compounds,
            }),
        }
    }

    /// The tokens of `text`, in order.
    pub fn tokens<'a>(&'a self, text: &'a str) -> TokenStream<'a> {
        TokenStream::new(self, text, false, Memory::Own(Box::default()))
    }

    /// The tokens of what somebody typed: without capitals nobody can know what is a noun.
    pub fn typed_tokens<'a>(&'a self, text: &'a str) -> TokenStream<'a> {
        TokenStream::new(self, text, true, Memory::Own(Box::default()))
    }

    /// The same, with words remembered from other texts.
    pub(crate) fn tokens_with<'a>(&'a self, text: &'a str, memory: &'a mut Remembered) -> TokenStream<'a> {
        TokenStream::new(self, text, false, Memory::Lent(memory))
    }

    /// What makes one analyser's terms incomparable with another's. Stored in every index.
    pub fn fingerprint(&self) -> String {
        let compounds = if self.inner.compounds { "compounds" } else { "no compounds" };
        let lexicon = self.inner.lexicon.fingerprint();
        format!(
            "german 4, snowball rust-stemmers 1.2, {compounds}, lexicon {lexicon}, exceptions {}",
            self.inner.exceptions.fingerprint()
        )
    }

    /// The term of an exact form.
    pub fn term(&self, exact: &str) -> String {
        self.term_of(&respell(&self.inner.lexicon, exact).form)
    }

    /// What it knows of words.
    pub fn lexicon(&self) -> &Lexicon {
        &self.inner.lexicon
    }

    /// Whether it splits compounds.
    pub(super) fn splits(&self) -> bool {
        self.inner.compounds
    }

    pub(super) fn judge_form(&self, form: &str, capital: bool) -> SplitVerdict {
        judge(&self.inner.lexicon, &self.inner.exceptions, form, capital)
    }

    fn term_of(&self, form: &str) -> String {
        truncated(stem(&self.inner.stemmer, &base_form(&self.inner.lexicon, form)))
    }

    /// The term of the infinitive of a verb's form, strong or weak: `zurücktrat`, `ankündigte`.
    pub(super) fn verb(&self, form: &str) -> Option<String> {
        let regular = || regular_infinitive(&self.inner.lexicon, form).map(|verb| self.term_of(&verb));
        irregular_infinitive(&self.inner.stemmer, form).or_else(regular)
    }

    /// What a word of `text` is by itself.
    pub(super) fn form_at(&self, text: &str, word: &Word, typed: bool, pieces: &mut Pieces) -> Form {
        let slice = &text[word.range.clone()];
        let base_end = word.base_end.map(|end| end - word.range.start);
        // `Schüler:innenvertretung` is `Schülerinnenvertretung` with something in it.
        if let Some((plain, marker)) = base_end.and_then(|end| without_marker(slice, end)) {
            let mut form = self.form(&plain, None, false, typed, pieces);
            let place = |at: usize| if at > marker.start { at + marker.len() } else { at };
            for part in &mut form.parts {
                part.range = place(part.range.start)..place(part.range.end);
            }
            return form;
        }
        self.form(slice, base_end.map(|end| &slice[..end]), word.span > 1, typed, pieces)
    }

    /// What the word `slice` is by itself. `base`: what it is a gendered form of; `joint`: several with what joins them.
    fn form(&self, slice: &str, base: Option<&str>, joint: bool, typed: bool, pieces: &mut Pieces) -> Form {
        let exact = if joint { joint_form(slice) } else { exact_form(slice) };
        if exact.len() > MAX_TERM_BYTES {
            // No word, but a line of signs: what is done to words takes time that grows with the square of their length.
            return Form::unanalyzed(truncated(exact));
        }
        let stop_word = is_stop_word(&exact);
        let neutral = if joint { Cow::Borrowed(exact.as_str()) } else { neutral_form(slice, base, &exact) };
        let spelled = respell(&self.inner.lexicon, &neutral);
        let lower = slice.starts_with(char::is_lowercase);
        let verb = lower && !stop_word && !joint;
        let infinitive = if verb { irregular_infinitive(&self.inner.stemmer, &spelled.form) } else { None };
        let mut parts = Vec::new();
        if self.inner.compounds && !stop_word && !joint {
            let as_noun = !lower || typed;
            let Inner { lexicon, exceptions, .. } = &*self.inner;
            let mut cut_as = |as_noun| split(lexicon, exceptions, &spelled.form, as_noun, &mut pieces.tails);
            let cut = cut_as(as_noun).or_else(|| if typed && lower { cut_as(false) } else { None });
            let place = |at: usize| border(slice, &spelled, at);
            let range = |start: usize, end: usize| {
                let least = slice[start..].chars().next().map_or(0, char::len_utf8);
                start..without_vanishing(slice, end).max(start + least)
            };
            let mut term = |base: &str| pieces.term(base, || self.term_of(base));
            let mut part = |part: &CompoundPart| FormPart {
                range: range(place(part.range.start), place(part.range.end)),
                base: part.noun.as_ref().unwrap_or(&part.base).clone(),
                term: term(&part.base),
                noun: part.noun.as_deref().map(&mut term),
            };
            parts = cut.map(|cut| cut.parts.iter().map(&mut part).collect()).unwrap_or_default();
            if parts.is_empty() && as_noun {
                parts.extend(verb_stem(lexicon, &spelled.form).map(|stem| part(&stem)));
            }
        }
        let term = self.term_of(&spelled.form);
        let others = others(&term, infinitive.as_ref(), &parts);
        Form { term, exact: truncated(exact), infinitive, stop_word, parts, others }
    }
}

/// The byte of `slice` where the byte `at` of its one spelling comes from. A border inside something that is one
/// character as written (`ﬀ`) lies before it, but no part is without a character.
fn border(slice: &str, spelled: &Spelled, at: usize) -> usize {
    if at == spelled.form.len() { slice.len() } else { origin(slice, spelled.origin(at)) }
}

/// The end of a part without characters that are not seen.
fn without_vanishing(slice: &str, end: usize) -> usize {
    if end == slice.len() { end } else { slice[..end].trim_end_matches(is_invisible).len() }
}

/// The terms beside `term`, each once.
fn others(term: &str, infinitive: Option<&String>, parts: &[FormPart]) -> Vec<String> {
    let all = infinitive.into_iter().chain(parts.iter().flat_map(FormPart::terms));
    let mut others: Vec<String> = Vec::new();
    for other in all.filter(|other| *other != term) {
        if !others.contains(other) {
            others.push(other.clone());
        }
    }
    others
}
