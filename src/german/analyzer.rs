//! The chain on one screen: from a word as it is written to its exact form, its term and its parts.

use std::sync::Arc;

use rust_stemmers::Stemmer;

use super::base_form::base_form;
use super::compounds::{CompoundPart, Exceptions, judge, split, verb_stem};
use super::lexicon::Lexicon;
use super::spelling::{Spelled, respell, respell_exceptions};
use super::stem::{snowball, stem};
use super::stop_words::is_stop_word;
use super::token::{Form, FormPart, MAX_TERM_BYTES, truncated};
use super::token_cache::PartCache;
use super::tokenizer::Word;
use super::trace::{AnalysisStep, Trace};
use super::verbs::{irregular_infinitive, regular_infinitive};
use super::written::Written;

/// Version of the chain, the beginning of [`Analyzer::fingerprint`]. Whoever changes the terms of any word raises it, so
/// that no index is searched with terms it does not have. The test `golden_terms` fails until that is done.
const VERSION: &str = "german 4";

/// German text to terms, for indexing and for querying alike. Cheap to clone.
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
    /// Creates an analyser. `compounds` says whether it splits them.
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

    /// Runs the chain on `word`, one of the words of `text`. `is_typed` is true for what somebody typed.
    ///
    /// ```text
    /// exact form   Straße → strasse                        normalize
    /// stop word    der                                     stop_words
    /// gendered     Politiker:innen → politiker             gendered
    /// spelling     mueller → müller                        spelling
    /// base         politikerinnen → politiker              base_form
    /// stem         häuser → haus                           stem
    /// infinitive   ging → geh                              verbs
    /// parts        Werbebudget → werb (werbung), budget    compounds
    /// ```
    ///
    /// Each step has its own file. What only the neighbours of a word tell comes later, in `apart`.
    pub(super) fn analyze<T: Trace>(
        &self,
        text: &str,
        word: &Word,
        is_typed: bool,
        cache: &mut PartCache,
        trace: &mut T,
    ) -> Form {
        let Inner { stemmer, lexicon, exceptions, compounds } = &*self.inner;
        let word = &Written::new(text, word, is_typed);
        let exact = word.exact_form();
        if word.had_marker() {
            trace.record(AnalysisStep::Gendered, &exact);
        }
        if exact.len() > MAX_TERM_BYTES {
            // Not a word but a row of signs. Later steps take time that grows with the square of its length.
            return Form::unanalyzed(truncated(exact));
        }
        let stop_word = is_stop_word(&exact);
        let neutral = trace.step(AnalysisStep::Gendered, word.neutral_form(&exact));
        let spelled = trace.step(AnalysisStep::Spelling, respell(lexicon, &neutral));
        let base = trace.step(AnalysisStep::Base, base_form(lexicon, &spelled.form));
        let term = trace.step(AnalysisStep::Stem, truncated(stem(stemmer, &base)));
        let is_single = !word.is_joint && !stop_word;
        let may_be_verb = is_single && word.is_lower();
        let infinitive = if may_be_verb { irregular_infinitive(stemmer, &spelled.form) } else { None };
        infinitive.iter().for_each(|stem| trace.record(AnalysisStep::Infinitive, stem));
        trace.record_verdict(|| judge(lexicon, exceptions, &spelled.form, word.may_be_noun()));
        let parts = if is_single && *compounds { self.parts(word, &spelled, cache) } else { Vec::new() };
        let others = others(&term, infinitive.as_ref(), &parts);
        Form { exact: truncated(exact), term, infinitive, stop_word, parts, others }
    }

    /// Splits a compound. What is typed in lower case may be a noun or not.
    fn parts(&self, word: &Written<'_>, spelled: &Spelled, cache: &mut PartCache) -> Vec<FormPart> {
        let Inner { lexicon, exceptions, .. } = &*self.inner;
        let as_noun = word.may_be_noun();
        let mut cut = split(lexicon, exceptions, &spelled.form, as_noun, &mut cache.tails);
        if cut.is_none() && as_noun && word.is_lower() {
            cut = split(lexicon, exceptions, &spelled.form, false, &mut cache.tails);
        }
        let part = |part: &CompoundPart| FormPart {
            range: word.range_of(&part.range, spelled),
            base: part.noun.as_ref().unwrap_or(&part.base).clone(),
            term: cache.term(&part.base, || self.stemmed(&part.base)),
            noun: part.noun.as_ref().map(|noun| cache.term(noun, || self.stemmed(noun))),
        };
        match cut {
            Some(cut) => cut.parts.iter().map(part).collect(),
            None if as_noun => verb_stem(lexicon, &spelled.form).iter().map(part).collect(),
            None => Vec::new(),
        }
    }

    /// Returns the term of an exact form.
    pub(crate) fn term(&self, exact: &str) -> String {
        self.stemmed(&respell(&self.inner.lexicon, exact).form)
    }

    /// Returns the term of the infinitive of a verb, irregular or regular: `zurücktrat`, `ankündigte`.
    pub(super) fn verb_term(&self, exact: &str) -> Option<String> {
        let regular = || regular_infinitive(&self.inner.lexicon, exact).map(|verb| self.stemmed(&verb));
        irregular_infinitive(&self.inner.stemmer, exact).or_else(regular)
    }

    /// Returns the words it knows.
    pub(super) fn lexicon(&self) -> &Lexicon {
        &self.inner.lexicon
    }

    /// Returns true if it splits compounds.
    pub(super) fn splits_compounds(&self) -> bool {
        self.inner.compounds
    }

    /// Runs the last steps of the chain on a word in its one spelling.
    fn stemmed(&self, spelled: &str) -> String {
        truncated(stem(&self.inner.stemmer, &base_form(&self.inner.lexicon, spelled)))
    }
}

/// Returns the terms of a word beside `term`, each once.
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
