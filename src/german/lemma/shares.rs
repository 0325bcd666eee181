//! How common are the forms of a word, when a form may belong to several words?

use std::collections::HashMap;

use super::{Candidates, LemmaCandidate};

/// Rounds of expectation maximisation: more change hardly anything.
const ROUNDS: usize = 6;

/// Shares out the count of each form among the words it may belong to, in proportion to the forms these have been given
/// before. Returns the sum of each word.
pub(in crate::german) fn shares(forms: &[(u32, Candidates)]) -> HashMap<&str, f32> {
    let mut shares: HashMap<&str, f32> = HashMap::new();
    for _ in 0..ROUNDS {
        let mut next: HashMap<&str, f32> = HashMap::with_capacity(shares.len());
        for (count, candidates) in forms {
            let weight = |candidate: &LemmaCandidate| {
                (shares.get(candidate.word.as_str()).copied().unwrap_or(0.0) + 1.0) * (-candidate.cost).exp()
            };
            let sum: f32 = candidates.all.iter().map(weight).sum();
            for candidate in &candidates.all {
                *next.entry(&candidate.word).or_default() += *count as f32 * weight(candidate) / sum;
            }
        }
        shares = next;
    }
    shares
}
