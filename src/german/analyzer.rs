//! The chain on one screen: from a word as it is written to its exact form, its term and its parts.

use std::sync::Arc;

use rust_stemmers::Stemmer;

use super::compounds::{CompoundPart, Cut, Exceptions, is_plain_prefix, judge, split, verb_stem};
use super::lemma::{
    Case, CompoundHead, Lemmas, is_namesake, is_present_participle, no_place, noun_term, plural_in_sharp_s,
    without_capital,
};
use super::lexicon::{Lexicon, LexiconNear};
use super::normalize::exact_form;
use super::spelling::{Spelled, respell, respell_exceptions};
use super::stem::snowball;
use super::stop_words::is_stop_word;
use super::term::{is_unknown, terms};
use super::token::{Form, FormPart, MAX_TERM_BYTES, truncated};
use super::token_cache::PartCache;
use super::tokenizer::Word;
use super::trace::{AnalysisStep, Trace};
use super::written::{WordPlace, Written};

/// Version of the chain, the beginning of [`Analyzer::fingerprint`]. Whoever changes the terms of any word raises it, so
/// that no index is searched with terms it does not have. The test `golden_terms` fails until that is done.
const VERSION: &str = "german 9";

/// How many times more common in lower case a word is that is hardly a noun.
const MIN_HARDLY_NOUN_RATIO: f32 = 10.0;

/// Turns German text into tokens with their terms, for indexing and for querying alike. Cheap to clone.
///
/// ```
/// use fundstelle::german::Analyzer;
///
/// let analyzer = Analyzer::default();
/// let tokens: Vec<_> = analyzer.tokens("Die Häuser am Flussbett").collect();
/// let words: Vec<&str> = tokens.iter().map(|token| token.word.term.as_str()).collect();
/// assert_eq!(words, ["die", "haus", "am", "flussbett"]);
/// assert!(tokens[0].word.stop_word);
/// let parts: Vec<&str> = tokens[3].word.parts.iter().map(|part| part.term.as_str()).collect();
/// assert_eq!(parts, ["fluss", "bett"]);
/// ```
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
    /// Creates an analyser with the built-in lexicon and exceptions that splits compounds.
    fn default() -> Self {
        Analyzer::new(Lexicon::builtin(), Exceptions::builtin(), true)
    }
}

impl Analyzer {
    /// Creates an analyser. With `compounds` it splits compounds, by the words of `lexicon` and the cuts of `exceptions`. An index
    /// has an analyser of its own, [`Index::analyzer`](crate::index::Index::analyzer).
    pub fn new(lexicon: Lexicon, exceptions: Exceptions, compounds: bool) -> Analyzer {
        let exceptions = respell_exceptions(&lexicon, exceptions);
        Analyzer { inner: Arc::new(Inner { stemmer: snowball(), lexicon, exceptions, compounds }) }
    }

    /// Returns what makes the terms of one analyser incomparable with those of another. It is stored in every index.
    pub fn fingerprint(&self) -> String {
        let compounds = if self.inner.compounds { "compounds" } else { "no compounds" };
        let lexicon = self.inner.lexicon.fingerprint();
        let exceptions = self.inner.exceptions.fingerprint();
        format!("{VERSION}, snowball rust-stemmers 1.2, {compounds}, lexicon {lexicon}, exceptions {exceptions}")
    }

    /// Runs the chain on `word`, one of the words of `text`, which stands in `place`.
    ///
    /// ```text
    /// exact form   Straße → strasse                        normalize
    /// stop word    der                                     stop_words
    /// gendered     Politiker:innen → politiker             gendered
    /// spelling     mueller → müller                        spelling
    /// parts        Werbebudget → werben (werbung), budget  compounds
    /// lemma        gewarnt → warnen, häuser → haus         lemma, term
    /// ```
    ///
    /// Each step has its own file. What only the neighbours of a word tell comes later, in `apart`.
    pub(super) fn analyze<T: Trace>(
        &self,
        text: &str,
        word: &Word,
        place: WordPlace,
        cache: &mut PartCache,
        trace: &mut T,
    ) -> Form {
        let Inner { lexicon, exceptions, compounds, .. } = &*self.inner;
        let word = &Written::new(text, word, place);
        let exact = word.exact_form();
        if word.had_marker() {
            trace.record(AnalysisStep::Gendered, &exact);
        }
        if exact.len() > MAX_TERM_BYTES {
            // Not a word but a row of signs. Later steps take time that grows with the square of its length.
            return Form::unanalyzed(truncated(exact));
        }
        let neutral = trace.step(AnalysisStep::Gendered, word.neutral_form(lexicon, &exact));
        let spelled = trace.step(AnalysisStep::Spelling, respell(lexicon, &neutral));
        let stop_word = is_stop_word(&exact) || is_stop_word(&spelled.form);
        trace.record_verdict(|| judge(lexicon, exceptions, &spelled.form, word.may_be_noun()));
        let splits = *compounds && !word.is_joint && !stop_word;
        // Its parts and its lemmas are looked up from here.
        let near = LexiconNear::new(lexicon, &spelled.form);
        let cut = if splits { self.cut(word, &near, cache) } else { None };
        let (parts, inner) =
            if splits { self.parts(word, &spelled, &near, cut.as_ref(), cache) } else { Default::default() };
        let head = match &cut {
            Some(cut) => cut.parts.last().map(|part| part.range.start),
            None => word.head_of_joint(&spelled.form).or_else(|| word.head_after_number(&spelled.form)),
        };
        let (term, second) = self.lemmas(word, near, &spelled.form, head, cache, trace);
        let others = others(&term, second.as_ref(), parts.iter().chain(&inner));
        Form { exact: truncated(exact), term, second, stop_word, parts, inner, others }
    }

    /// Returns the term of a word, whose one spelling is `form`, and its second lemma. A compound has its head from byte `head` of
    /// the form on.
    fn lemmas<T: Trace>(
        &self,
        word: &Written<'_>,
        lexicon: LexiconNear<'_>,
        form: &str,
        head: Option<usize>,
        cache: &mut PartCache,
        trace: &mut T,
    ) -> (String, Option<String>) {
        let (stemmer, case) = (&self.inner.stemmer, word.case());
        let base = trace.step(AnalysisStep::Spelling, word.without_plural_of_acronym(form));
        let near = &lexicon.shortened(base.len());
        let plural = if word.ends_in_sharp_s_e() { sharp_s_lemma(near, head) } else { None };
        let found = || terms(near, stemmer, case, &mut CompoundHead::new(head, &mut cache.heads));
        let Lemmas { first, second } = plural.map_or_else(found, |first| Lemmas { first, second: None });
        let second = second.or_else(|| word.without_s_of_brand(form)).or_else(|| {
            let (neutral, head) = word.neutral_compound(near.all())?;
            let head = &mut CompoundHead::new(Some(head), &mut cache.heads);
            Some(terms(&LexiconNear::new(near.all(), &neutral), stemmer, case, head).first)
        });
        // A capital that somebody typed is that of the name.
        let second = second.filter(|_| !(word.is_typed() && is_namesake(form) && case == Case::Capital));
        let (term, second) = (truncated(first), second.map(truncated));
        trace.record_term(&term, || is_unknown(near, case, &mut CompoundHead::new(head, &mut cache.heads)));
        second.iter().for_each(|second| trace.record(AnalysisStep::SecondLemma, second));
        (term, second)
    }

    /// Cuts a compound. What is typed in lower case may be a noun or not.
    fn cut(&self, word: &Written<'_>, lexicon: &LexiconNear<'_>, cache: &mut PartCache) -> Option<Cut> {
        let exceptions = &self.inner.exceptions;
        // `stagnieren` is a verb, whoever types it.
        let is_verb = || {
            let counts = lexicon.counts(lexicon.word());
            counts.kinds.verb && counts.noun < counts.lower
        };
        let as_noun = word.may_be_noun() && !(word.is_lower() && is_verb());
        let cut = split(lexicon, exceptions, as_noun, &mut cache.tails);
        let may_be_other = cut.is_none() && as_noun && word.is_lower();
        if may_be_other { split(lexicon, exceptions, false, &mut cache.tails) } else { cut }
    }

    /// Returns the parts of a compound and its inner words, or the only part of a stem of a verb.
    fn parts(
        &self,
        word: &Written<'_>,
        spelled: &Spelled,
        lexicon: &LexiconNear<'_>,
        cut: Option<&Cut>,
        cache: &mut PartCache,
    ) -> (Vec<FormPart>, Vec<FormPart>) {
        let is_noun = word.may_be_noun();
        let head = cut.and_then(|cut| cut.parts.last()).map(|head| head.range.start);
        let mut part = |part: &CompoundPart| FormPart {
            range: word.range_of(&part.range, spelled),
            base: part.noun.as_ref().unwrap_or(&part.base).clone(),
            term: {
                let is_head = head == Some(part.range.start);
                let sharp = if is_head && word.ends_in_sharp_s_e() { self.sharp_s_term(&part.base) } else { None };
                sharp.unwrap_or_else(|| self.term_in_compound(&part.base, is_noun, is_head, cache))
            },
            noun: part.noun.as_ref().map(|noun| cache.term(noun, || self.term(noun, Case::Capital))),
        };
        match cut {
            Some(cut) => (cut.parts.iter().map(&mut part).collect(), cut.inner.iter().map(&mut part).collect()),
            None if word.may_be_noun() => {
                (verb_stem(lexicon, &spelled.form).iter().map(&mut part).collect(), Vec::new())
            }
            None => Default::default(),
        }
    }

    /// Returns the term of a part of a compound, which is a noun if `is_noun` is true; of its head if `is_head` is true.
    fn term_in_compound(&self, base: &str, is_noun: bool, is_head: bool, cache: &mut PartCache) -> String {
        // `Rechtsextremismus` is of the adjective.
        if let "rechts" | "links" = base
            && !is_head
        {
            return self.term(base.trim_end_matches('s'), Case::Lower);
        }
        let is_prefix = !is_head && is_plain_prefix(base);
        if is_noun && !is_prefix && self.is_noun_in_part(base, is_head) {
            // Rare enough for no cache, which knows the part of another word.
            return self.term(base, Case::Capital);
        }
        let term = cache.term(base, || self.term_of_part(base));
        // `Oberarzt` has nothing of an *Ober*, and `hilfreich` of a *Reich*.
        let is_no_noun = is_prefix || (is_head && !is_noun);
        if is_no_noun { without_capital(&term).unwrap_or(term) } else { term }
    }

    /// Returns the term of a head that is written with ße or ßen at its end and is a plural.
    fn sharp_s_term(&self, base: &str) -> Option<String> {
        let lexicon = &self.inner.lexicon;
        let noun = plural_in_sharp_s(&LexiconNear::new(lexicon, base))?;
        Some(truncated(noun_term(lexicon, noun)))
    }

    /// Returns true for a part of a noun that is a noun, however often its letters are a form of a verb or an adjective: its head
    /// (`Schweißnaht`), a noun in -e (`Wachstumsrate`), which would have no e inside a noun if it were such a form, and what is
    /// spelt as a preterite (`Floßfahrt`).
    fn is_noun_in_part(&self, base: &str, is_head: bool) -> bool {
        let counts = self.inner.lexicon.counts(base);
        let may_be_other = match is_head {
            true => counts.kinds.verb,
            false => !base.ends_with('e') && (counts.kinds.verb || counts.kinds.adjective),
        };
        counts.kinds.noun && counts.noun <= counts.lower && !may_be_other
    }

    /// Returns the likeliest term of a part, which is a noun, an adjective (`Weißbrot`) or an infinitive (`Werbe-`).
    fn term_of_part(&self, base: &str) -> String {
        let counts = self.inner.lexicon.counts(base);
        match () {
            () if counts.noun > counts.lower => {
                let Inner { stemmer, lexicon, .. } = &*self.inner;
                let lemmas = terms(&LexiconNear::new(lexicon, base), stemmer, Case::Capital, &mut CompoundHead::none());
                let first = no_place(lexicon, base, lemmas).first;
                // No name is a part: `Kleinkind`.
                truncated(if is_namesake(base) { base.to_owned() } else { first })
            }
            () if counts.kinds.adjective && counts.lower_lemma > 0.0 => truncated(base.to_owned()),
            () => self.term(base, Case::TypedLower),
        }
    }

    /// Returns the likeliest term of an exact form in its one spelling.
    fn term(&self, spelled: &str, case: Case) -> String {
        let Inner { stemmer, lexicon, .. } = &*self.inner;
        truncated(terms(&LexiconNear::new(lexicon, spelled), stemmer, case, &mut CompoundHead::none()).first)
    }

    /// Returns the likeliest term of an exact form.
    pub(crate) fn term_of(&self, exact: &str) -> String {
        self.term(&respell(&self.inner.lexicon, exact).form, Case::TypedLower)
    }

    /// Returns the form of a word that was put together from its halves.
    pub(super) fn joined_form(&self, exact: String, case: Case, cache: &mut PartCache) -> Form {
        let Inner { stemmer, lexicon, exceptions, .. } = &*self.inner;
        let spelled = respell(lexicon, &exact).form;
        let near = &LexiconNear::new(lexicon, &spelled);
        let cut = split(near, exceptions, case != Case::Lower, &mut cache.tails);
        let head = cut.and_then(|cut| cut.parts.last().map(|part| part.range.start));
        let term = truncated(terms(near, stemmer, case, &mut CompoundHead::new(head, &mut cache.heads)).first);
        Form { exact: truncated(exact), term, ..Form::default() }
    }

    /// Returns the form of the verb that a particle and a word make, both as exact forms; `None` if there is no such verb. No
    /// verb is a compound, so none is cut.
    pub(super) fn joined_verb(&self, particle: &str, word: &str) -> Option<Form> {
        let lexicon = &self.inner.lexicon;
        if is_present_participle(lexicon, word) {
            return None;
        }
        let exact = format!("{particle}{word}");
        let term = self.term(&respell(lexicon, &exact).form, Case::Lower);
        let is_verb = |word: &str| lexicon.counts(word).kinds.verb;
        let is_joined = is_verb(&term) && term.strip_prefix(particle).is_some_and(is_verb);
        is_joined.then(|| Form { exact: truncated(exact), term, ..Form::default() })
    }

    /// Returns true for a stop word or a form of a verb that is hardly ever a noun or a name: a capital is none of its own. Adjectives
    /// have one in names.
    pub fn is_hardly_noun(&self, word: &str) -> bool {
        let form = exact_form(word);
        let counts = self.inner.lexicon.counts(&form);
        let is_rare = !counts.kinds.noun && counts.lower > counts.noun * MIN_HARDLY_NOUN_RATIO;
        let is_verb = || self.inner.lexicon.counts(&self.term(&form, Case::Lower)).kinds.verb;
        is_stop_word(&form) || (is_rare && !is_namesake(&form) && is_verb())
    }

    /// Returns a lemma as dictionaries write it; `None` for one that they do not have, that may be a noun or not, or whose ss may
    /// be an ß.
    pub(crate) fn written_lemma(&self, lemma: &str) -> Option<String> {
        let kinds = self.inner.lexicon.counts(lemma).kinds;
        let is_other = kinds.verb || kinds.adjective;
        if kinds.noun == is_other || lemma.contains("ss") {
            return None;
        }
        let mut letters = lemma.chars();
        let first = letters.next()?;
        Some(if is_other { lemma.to_owned() } else { first.to_uppercase().chain(letters).collect() })
    }

    /// Returns the words learnt from the articles of an index, in byte order.
    pub(crate) fn learnt_words(&self) -> impl Iterator<Item = String> {
        self.inner.lexicon.learnt_words()
    }

    /// Returns the words it knows.
    pub(super) fn lexicon(&self) -> &Lexicon {
        &self.inner.lexicon
    }

    /// Returns true if it splits compounds.
    pub(super) fn splits_compounds(&self) -> bool {
        self.inner.compounds
    }
}

/// Returns the lemma of the plural in -ße or -ßen that `lexicon` is seen from. A compound has that of its head, which begins at byte
/// `head`: `Höchstmaße`.
fn sharp_s_lemma(lexicon: &LexiconNear<'_>, head: Option<usize>) -> Option<String> {
    plural_in_sharp_s(lexicon).or_else(|| {
        let (before, letters) = lexicon.word().split_at_checked(head?)?;
        Some(format!("{before}{}", plural_in_sharp_s(&lexicon.at(letters))?))
    })
}

/// Returns the terms of a word beside `term`, each once.
fn others<'a>(term: &str, second: Option<&'a String>, parts: impl Iterator<Item = &'a FormPart>) -> Vec<String> {
    let all = second.into_iter().chain(parts.flat_map(FormPart::terms));
    let mut others: Vec<String> = Vec::new();
    for other in all.filter(|other| *other != term) {
        if !others.contains(other) {
            others.push(other.clone());
        }
    }
    others
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dictionaries_write_nouns_with_a_capital() {
        let analyzer = Analyzer::default();
        for (lemma, written) in [
            ("übung", Some("Übung")),
            ("lehrer", Some("Lehrer")),
            ("bayerisch", Some("bayerisch")),
            ("leiten", Some("leiten")),
            // Noun and verb; ss or ß; no word.
            ("essen", None),
            ("strasse", None),
            ("qwxy", None),
            ("", None),
        ] {
            assert_eq!(analyzer.written_lemma(lemma).as_deref(), written, "{lemma}");
        }
    }
}
