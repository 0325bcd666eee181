//! How a word came to its term, and how it is split.

use super::analyzer::Analyzer;
use super::compounds::SplitVerdict;
use super::normalize::exact_form;
use super::token::Token;
use super::token_cache::PartCache;
use super::tokenizer::{Tokenizer, Word};
use super::trace::{AnalysisStep, Trace};
use super::written::WordPlace;

/// Steps by which a word came to its term, and how it was split.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Explanation {
    /// Steps that changed the form, in order, each with the form it led to.
    pub steps: Vec<(AnalysisStep, String)>,
    /// Decision on the word as a compound; `None` for one that is too long to be a word.
    pub verdict: Option<SplitVerdict>,
}

impl Analyzer {
    /// Explains `word`, one word as written: runs the chain on it and keeps each step.
    ///
    /// ```
    /// use fundstelle::german::{AnalysisStep, Analyzer};
    ///
    /// let steps = Analyzer::default().explain("Muellers").steps;
    /// assert_eq!(steps[0], (AnalysisStep::Spelling, "müllers".to_owned()));
    /// assert_eq!(steps[1], (AnalysisStep::Lemma, "müller".to_owned()));
    /// ```
    pub fn explain(&self, word: &str) -> Explanation {
        let base_end = Tokenizer::new(word).next().and_then(|word| word.base_end);
        let whole = Word { range: 0..word.len(), position: 0, span: 1, base_end };
        let mut recorder = Recorder { start: exact_form(word), steps: Vec::new(), verdict: None };
        self.analyze(word, &whole, WordPlace::Article, &mut PartCache::default(), &mut recorder);
        Explanation { steps: recorder.steps, verdict: recorder.verdict }
    }

    /// Explains a token of `text`. What is a name where it stands has no second lemma there: `Sebastian Kurz`.
    pub fn explain_token(&self, text: &str, token: &Token) -> Explanation {
        let mut explained = self.explain(&text[token.range.clone()]);
        if token.word.second.is_none() {
            explained.steps.retain(|(step, _)| *step != AnalysisStep::SecondLemma);
        }
        explained
    }
}

/// A trace that keeps the steps that changed something.
struct Recorder {
    start: String,
    steps: Vec<(AnalysisStep, String)>,
    verdict: Option<SplitVerdict>,
}

impl Trace for Recorder {
    fn record(&mut self, step: AnalysisStep, form: &str) {
        let before = self.steps.last().map_or(&self.start, |(_, form)| form);
        if before != form {
            self.steps.push((step, form.to_owned()));
        }
    }

    fn record_verdict(&mut self, judge: impl FnOnce() -> SplitVerdict) {
        self.verdict = Some(judge());
    }

    fn record_term(&mut self, term: &str, is_stem: impl FnOnce() -> bool) {
        self.record(if is_stem() { AnalysisStep::Stem } else { AnalysisStep::Lemma }, term);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_of_a_word() {
        let analyzer = Analyzer::default();
        let way = |word: &str| {
            let steps = analyzer.explain(word).steps;
            steps.iter().map(|(step, to)| format!("{step:?} {to}")).collect::<Vec<_>>().join(", ")
        };
        for (word, steps) in [
            ("Haus", ""),
            ("Mueller", "Spelling müller"),
            ("Politiker:innen", "Gendered politiker"),
            ("PolitikerInnen", "Gendered politiker"),
            ("Lehrer:innenverband", "Gendered lehrerinnenverband, SecondLemma lehrerverband"),
            ("Politikerinnen", "Lemma politiker"),
            ("Numerierung", "Spelling nummerierung"),
            ("Kasperskys", "SecondLemma kaspersky"),
            ("ging", "Lemma gehen"),
            ("quastigen", "Stem quastig"),
            ("Studien", "Lemma studie, SecondLemma studium"),
        ] {
            assert_eq!(way(word), steps, "{word}");
        }
    }

    #[test]
    fn the_way_ends_at_the_term() {
        let analyzer = Analyzer::default();
        for word in ["Muenchner", "Häuser", "Bürger_innen", "Potential", "Systeme", "Ärztinnen", "Gross"] {
            let explained = analyzer.explain(word);
            let form = analyzer.tokens(word).next().map(|token| token.word).unwrap_or_default();
            let mut steps = explained.steps.iter().filter(|(step, _)| *step != AnalysisStep::SecondLemma);
            assert_eq!(steps.next_back().map_or(&form.exact, |(_, to)| to), &form.term, "{word}");
        }
    }

    #[test]
    fn what_is_no_word_has_no_way() {
        let explained = Analyzer::default().explain(&"ue".repeat(200));
        assert_eq!((explained.steps, explained.verdict), (Vec::new(), None));
        assert_eq!(Analyzer::default().explain("").steps, []);
    }
}
