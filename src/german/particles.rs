//! Particles that may belong to a verb before them: `an` in `kündigte … an`.

use super::tokenizer::Word;

/// Words of a clause, at most, in which the verb of the particle at its end is sought.
const MAX_CLAUSE_WORDS: usize = 24;

/// Particles that part from their verb. Those that are prepositions, too, count at the end of a clause only.
const PARTICLES: [&str; 31] = [
    "ab", "an", "auf", "aus", "bei", "ein", "fest", "fort", "her", "heraus", "herum", "hervor", "hin", "hinaus",
    "hinzu", "los", "mit", "nach", "statt", "teil", "um", "vor", "voran", "voraus", "vorbei", "weg", "weiter",
    "wieder", "zu", "zurück", "zusammen",
];

/// Bytes of the longest particle.
const MAX_PARTICLE_BYTES: usize = 8;

/// The particles of a text that end a clause.
#[derive(Default)]
pub(super) struct Particles {
    /// Numbers of the first word of the clause and of the particle, in order.
    clauses: Vec<(usize, usize)>,
    passed: usize,
}

impl Particles {
    /// Finds the particles among `words`, those of `text`.
    pub(super) fn find(text: &str, words: &[Word]) -> Particles {
        let is_particle = |word: &Word| {
            !goes_on(text, word.range.end)
                && word.span == 1
                && word.range.len() <= MAX_PARTICLE_BYTES
                && ends_clause(&text[word.range.end..])
                && PARTICLES.contains(&&text[word.range.clone()])
        };
        let particles = words.iter().enumerate().filter(|(_, word)| is_particle(word));
        Particles { clauses: particles.map(|(at, _)| (clause_start(text, words, at), at)).collect(), passed: 0 }
    }

    /// Returns the particle after word number `word` that ends the clause of this word. Words are asked for in their
    /// order.
    pub(super) fn after(&mut self, word: usize) -> Option<usize> {
        while self.clauses.get(self.passed).is_some_and(|(_, particle)| *particle <= word) {
            self.passed += 1;
        }
        self.clauses.get(self.passed).filter(|(first, _)| *first <= word).map(|(_, particle)| *particle)
    }
}

/// Returns the first word of the clause that word number `at` ends, at most [`MAX_CLAUSE_WORDS`] words back.
fn clause_start(text: &str, words: &[Word], at: usize) -> usize {
    let mut first = at;
    while first > 0 && at - first < MAX_CLAUSE_WORDS {
        // A joint spelling begins where its first piece does: nothing lies between them.
        let between = text.get(words[first - 1].range.end..words[first].range.start).unwrap_or_default();
        if between.contains(['.', ';', ':', '!', '?', ',', '–', '\n']) {
            break;
        }
        first -= 1;
    }
    first
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
    use super::super::tokenizer::Tokenizer;
    use super::*;

    #[test]
    fn particles_at_the_end_of_clauses() {
        for (text, word, particle) in [
            ("Sie kündigte Reformen an.", 1, Some(3)),
            ("Sie kündigte Reformen an und ging", 1, Some(3)),
            ("Sie ging an Land.", 1, None),
            ("Er kam, sie reiste ab.", 1, None),
            ("Er kam, sie reiste ab.", 3, Some(4)),
        ] {
            let words: Vec<Word> = Tokenizer::new(text).collect();
            assert_eq!(Particles::find(text, &words).after(word), particle, "{text}");
        }
    }

    #[test]
    fn no_particle_is_longer_than_the_limit() {
        assert!(PARTICLES.iter().all(|particle| particle.len() <= MAX_PARTICLE_BYTES));
    }
}
