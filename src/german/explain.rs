//! How did this word come to its term?

use super::analyzer::Analyzer;
use super::base_form::base_form;
use super::compounds::SplitVerdict;
use super::gendered::{neutral_form, without_marker};
use super::normalize::exact_form;
use super::spelling::respell;
use super::stem::snowball;
use super::tokenizer::Tokenizer;
use super::verbs::irregular_infinitive;

/// The way of a word to its term, and how it is split.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// What was put in the place of the exact form, in order; each differs from the one before.
    pub steps: Vec<(Step, String)>,
    /// Whether it is a compound, with all that was considered.
    pub verdict: SplitVerdict,
}

/// Why one form stands for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A form for both sexes is taken for its base: `Politiker:innen`.
    Gendered,
    /// Umlauts typed as two letters, spellings before the reform: `mueller`, `numerierung`.
    Spelling,
    /// A feminine form, or a name in the genitive: `politikerinnen`, `merkels`.
    Base,
    /// The stem.
    Stem,
    /// The stem of the infinitive, indexed beside it: `ging`.
    Infinitive,
}

impl Analyzer {
    /// Explains `word`, one word as written.
    pub fn explain(&self, word: &str) -> Explanation {
        let lexicon = self.lexicon();
        let marked = Tokenizer::new(word).next().and_then(|word| word.base_end);
        if let Some((plain, _)) = marked.and_then(|end| without_marker(word, end)) {
            let mut explained = self.explain(&plain);
            explained.steps.insert(0, (Step::Gendered, exact_form(&plain)));
            return explained;
        }
        let exact = exact_form(word);
        let mut steps = Vec::new();
        let mut form = exact.clone();
        let mut go = |step: Step, to: String| {
            if to != form {
                form.clone_from(&to);
                steps.push((step, to));
            }
        };
        let basic = neutral_form(word, marked.map(|end| &word[..end]), &exact).into_owned();
        go(Step::Gendered, basic.clone());
        let spelled = respell(lexicon, &basic).form;
        go(Step::Spelling, spelled.clone());
        go(Step::Base, base_form(lexicon, &spelled).into_owned());
        go(Step::Stem, self.term(&basic));
        if word.starts_with(char::is_lowercase)
            && let Some(infinitive) = irregular_infinitive(&snowball(), &spelled)
        {
            go(Step::Infinitive, infinitive);
        }
        let verdict = self.judge_form(&spelled, word.starts_with(char::is_uppercase));
        Explanation { steps, verdict }
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
            ("Mueller", "Spelling müller, Stem mull"),
            ("Politiker:innen", "Gendered politiker, Stem polit"),
            ("PolitikerInnen", "Gendered politiker, Stem polit"),
            ("Lehrer:innenverband", "Gendered lehrerinnenverband"),
            ("Politikerinnen", "Base politiker, Stem polit"),
            ("Numerierung", "Spelling nummerierung, Stem nummerier"),
            ("Kasperskys", "Base kaspersky"),
            ("ging", "Infinitive geh"),
        ] {
            assert_eq!(way(word), steps, "{word}");
        }
    }

    #[test]
    fn it_ends_at_the_term() {
        let analyzer = Analyzer::default();
        for word in ["Muenchner", "Häuser", "Bürger_innen", "Potential", "Systeme", "Ärztinnen", "Gross"] {
            let explained = analyzer.explain(word);
            let term = analyzer.tokens(word).next().map(|token| token.word.term.clone());
            let exact = analyzer.tokens(word).next().map(|token| token.word.exact.clone());
            assert_eq!(explained.steps.last().map(|(_, to)| to.clone()).or(exact), term, "{word}");
        }
    }
}
