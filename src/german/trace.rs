//! Observing the chain at work on one word.

use super::compounds::SplitVerdict;

/// A step of the chain that can put another form in the place of the exact form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnalysisStep {
    /// A form for all genders is brought to its base: `Politiker:innen`.
    Gendered,
    /// Umlauts typed as two letters and spellings from before the reform get one spelling: `mueller`, `numerierung`.
    Spelling,
    /// The form is brought to its lemma: `gewarnt`, `Häusern`.
    Lemma,
    /// The form is of no known word, and brought to its stem by Snowball.
    Stem,
    /// Another lemma that is nearly as likely, which is indexed beside the first: `Studien`, of *Studie* and *Studium*.
    SecondLemma,
}

/// Observer of the chain.
pub(super) trait Trace {
    /// Records that `step` led to `form`.
    fn record(&mut self, step: AnalysisStep, form: &str);

    /// Records how the word is judged as a compound. `judge` is slow, and called only by a trace that keeps the verdict.
    fn record_verdict(&mut self, judge: impl FnOnce() -> SplitVerdict);

    /// Records that the form was brought to its term. `is_stem` tells whether that is a stem, which only a trace that keeps the
    /// step asks for.
    fn record_term(&mut self, term: &str, is_stem: impl FnOnce() -> bool);

    /// Records that `step` led to `form`, and returns the form.
    fn step<F: AsRef<str>>(&mut self, step: AnalysisStep, form: F) -> F {
        self.record(step, form.as_ref());
        form
    }
}

/// Observer of words that are only analysed: it records nothing and compiles to nothing.
pub(super) struct NoTrace;

impl Trace for NoTrace {
    fn record(&mut self, _: AnalysisStep, _: &str) {}

    fn record_verdict(&mut self, _: impl FnOnce() -> SplitVerdict) {}

    fn record_term(&mut self, _: &str, _: impl FnOnce() -> bool) {}
}
