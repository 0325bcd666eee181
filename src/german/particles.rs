//! Particles that stand apart from their verb: `an` in `kündigte … an`.

use std::sync::Arc;

use super::lemma::may_stand_apart;
use super::normalize::exact_form;
use super::token::Form;
use super::tokenizer::Word;
use super::word_forms::WordForms;

/// Words between a verb and its particle, at most.
const MAX_WORDS_TO_VERB: usize = 24;
/// Letters of the shortest verb that is joined with a particle.
const MIN_VERB_LETTERS: usize = 3;

/// The verbs of a text whose particle ends their clause.
#[derive(Default)]
pub(super) struct Particles {
    /// Number of the verb and of its particle, and the form of both together; in the order of the verbs.
    verbs: Vec<(usize, usize, Arc<Form>)>,
    passed: usize,
}

impl Particles {
    /// Finds the particles among `words`, and the verb of each.
    pub(super) fn find(words: &mut WordForms<'_>) -> Particles {
        let text = words.text();
        let is_particle = |word: &Word| {
            !goes_on(text, word.range.end)
                && word.span == 1
                && !text.as_bytes()[word.range.start].is_ascii_uppercase()
                && ends_clause(&text[word.range.end..])
                && may_stand_apart(&text[word.range.clone()])
        };
        let particles: Vec<usize> =
            words.words().iter().enumerate().filter(|(_, word)| is_particle(word)).map(|(at, _)| at).collect();
        let mut verbs: Vec<_> =
            particles.into_iter().filter_map(|at| verb_of(words, at).map(|(verb, form)| (verb, at, form))).collect();
        verbs.sort_by_key(|(verb, particle, _)| (*verb, *particle));
        verbs.dedup_by_key(|(verb, ..)| *verb);
        Particles { verbs, passed: 0 }
    }

    /// Returns the number of the particle of word number `word`, and the form of both together. Words are asked for in
    /// their order.
    pub(super) fn of_verb(&mut self, word: usize) -> Option<(usize, Arc<Form>)> {
        while self.verbs.get(self.passed).is_some_and(|(verb, ..)| *verb < word) {
            self.passed += 1;
        }
        let (verb, particle, form) = self.verbs.get(self.passed)?;
        (*verb == word).then(|| (*particle, Arc::clone(form)))
    }
}

/// End of a clause or a sentence between two words.
#[derive(Clone, Copy, PartialEq)]
enum Border {
    None,
    Clause,
    Sentence,
}

/// Returns the verb of the particle number `particle`, the nearest before it with which it makes one. It stands in the same
/// clause, or in one before that another clause interrupts: `lehnt den Plan, den sie hat, ab`.
fn verb_of(words: &mut WordForms<'_>, particle: usize) -> Option<(usize, Arc<Form>)> {
    let text = words.text();
    let letters = words.written(particle);
    let mut at = particle;
    let mut clauses_left = 0;
    while at > 0 && particle - at < MAX_WORDS_TO_VERB {
        match border(text, words.words(), at) {
            Border::Sentence => return None,
            Border::Clause => clauses_left += 1,
            Border::None => {}
        }
        // After one comma the verb stands in the clause that encloses this one, but then its particle follows a clause
        // that is closed by a comma, too.
        if clauses_left == 1 && !closes_inner_clause(words, particle) {
            return None;
        }
        at -= 1;
        if clauses_left != 1
            && words.words()[at].span == 1
            && let Some(form) = joined(words, at, letters)
        {
            return Some((at, form));
        }
    }
    None
}

/// Returns true if the clause before the particle's own is one between two commas that a relative or a conjunction begins.
fn closes_inner_clause(words: &WordForms<'_>, particle: usize) -> bool {
    let text = words.text();
    let list = words.words();
    let first = (1..=particle).rev().find(|at| border(text, list, *at) != Border::None);
    let Some(first) = first.filter(|first| border(text, list, *first) == Border::Clause) else { return false };
    let inner = (1..first).rev().find(|at| border(text, list, *at) != Border::None);
    inner.is_some_and(|inner| border(text, list, inner) == Border::Clause)
}

fn border(text: &str, words: &[Word], at: usize) -> Border {
    // A joint spelling begins where its first piece does: nothing lies between them.
    let between = text.get(words[at - 1].range.end..words[at].range.start).unwrap_or_default();
    if between.contains(['.', ';', ':', '!', '?', '\n']) {
        Border::Sentence
    } else if between.contains([',', '–']) {
        Border::Clause
    } else {
        Border::None
    }
}

/// Returns the form of word number `at` and the particle together, if they make a verb.
fn joined(words: &mut WordForms<'_>, at: usize, particle: &str) -> Option<Arc<Form>> {
    let written = words.written(at);
    let is_verb = written.starts_with(char::is_lowercase)
        || (at == 0 || border(words.text(), words.words(), at) == Border::Sentence);
    if !is_verb || written.chars().count() < MIN_VERB_LETTERS {
        return None;
    }
    words.joined_verb(particle, &exact_form(written))
}

/// Returns true if a blank and another word follow byte `at`, which most words do. `und` may end a clause.
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

#[cfg(test)]
mod tests {
    use super::super::Analyzer;

    #[test]
    fn verbs_with_their_particles() {
        let analyzer = Analyzer::default();
        for (text, verb) in [
            ("Sie kündigte Reformen an.", Some("ankündigen")),
            ("Sie kündigte Reformen an und ging", Some("ankündigen")),
            ("Sie ging an Land.", None),
            ("Er kam, sie reiste ab.", Some("abreisen")),
            ("Der Rat lehnte den Bau, den alle wollten, ab.", Some("ablehnen")),
            ("Nimmt der Verkehr zu?", Some("zunehmen")),
            ("Sie bieten einen Kurs an.", Some("anbieten")),
            ("Am Montag fand ein Treffen statt.", Some("stattfinden")),
            ("Die Werte stimmen, ab Mai gilt das.", None),
            ("Den gebenden Ländern teilt das Amt die Höhe mit.", Some("mitteilen")),
            ("Sie wenden das Gesetz an.", Some("anwenden")),
            ("Uns steht ein Winter bevor.", Some("bevorstehen")),
            ("Der Rauch stieg empor.", Some("emporsteigen")),
        ] {
            let joined = analyzer.tokens(text).find(|token| token.apart.is_some());
            assert_eq!(joined.map(|token| token.word.term.clone()).as_deref(), verb, "{text}");
        }
    }
}
