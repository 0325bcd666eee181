//! Do two rankings differ by more than chance?

use super::relevance::Evaluation;
use crate::random::SplitMix;

/// Number of sign patterns that are drawn. The smallest possible p is 1 / (DRAWS + 1).
const DRAWS: u32 = 100_000;
const SEED: u64 = 42;

/// Result of [`randomisation_test`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RandomisationTest {
    /// Difference of the mean nDCG@10: first minus second.
    pub difference: f64,
    /// Probability of a difference at least as large if both rankings were equally good, from 1 / 100,001 to 1.
    pub p: f64,
}

/// Tests whether two evaluations differ: a two-sided paired randomisation test (Smucker, Allan and Carterette 2007) on nDCG@10 of
/// the topics that both have, with 100,000 draws from a fixed seed. Without common topics the difference is 0 and p is 1.
pub fn randomisation_test(first: &Evaluation, second: &Evaluation) -> RandomisationTest {
    let other: std::collections::HashMap<&str, f64> =
        second.topics.iter().map(|(topic, measures)| (topic.as_str(), measures.ndcg_10)).collect();
    let paired = first.topics.iter().filter_map(|(topic, m)| other.get(topic.as_str()).map(|o| m.ndcg_10 - o));
    let differences: Vec<f64> = paired.collect();
    if differences.is_empty() {
        return RandomisationTest { difference: 0.0, p: 1.0 };
    }
    let observed: f64 = differences.iter().sum();
    let mut random = SplitMix(SEED);
    let as_large = (0..DRAWS).filter(|_| draw(&differences, &mut random).abs() >= observed.abs() - 1e-12).count();
    RandomisationTest {
        difference: observed / differences.len() as f64,
        p: (as_large as f64 + 1.0) / (f64::from(DRAWS) + 1.0),
    }
}

/// Sum of the differences, each with a random sign.
fn draw(differences: &[f64], random: &mut SplitMix) -> f64 {
    let mut sum = 0.0;
    for chunk in differences.chunks(64) {
        let mut signs = random.next();
        for difference in chunk {
            sum += if signs & 1 == 0 { *difference } else { -difference };
            signs >>= 1;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::relevance::Measures;

    fn evaluation(values: &[f64]) -> Evaluation {
        let measures = |value: &f64| Measures { ndcg_10: *value, ..Measures::default() };
        let topics = values.iter().enumerate().map(|(at, value)| (at.to_string(), measures(value))).collect();
        Evaluation { topics, mean: Measures::default() }
    }

    #[test]
    fn same_runs_do_not_differ() {
        let run = evaluation(&[0.1, 0.5, 0.9]);
        assert_eq!(randomisation_test(&run, &run), RandomisationTest { difference: 0.0, p: 1.0 });
    }

    /// Ten pairs that all differ in one direction: 2 of the 2^10 sign patterns are as large, p = 1/512.
    #[test]
    fn p_of_a_clear_difference() {
        let RandomisationTest { difference, p } = randomisation_test(&evaluation(&[0.6; 10]), &evaluation(&[0.5; 10]));
        assert!((difference - 0.1).abs() < 1e-9);
        assert!((p - 1.0 / 512.0).abs() < 5e-4, "{p}");
    }
}
