//! How good is a ranking? nDCG, MRR, MAP, precision and recall as trec_eval computes them.

use serde::Serialize;

use super::trec::{Qrels, TrecRun};

/// Measures of one topic, or their means over topics; each from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Measures {
    /// Normalised discounted cumulated gain of the first 10: gain = grade, discount = log2(rank + 1).
    #[serde(rename = "ndcg@10")]
    pub ndcg_10: f64,
    /// Reciprocal rank of the first relevant document if it is among the first 10, else 0.
    #[serde(rename = "mrr@10")]
    pub mrr_10: f64,
    /// Average precision over the whole ranking.
    pub map: f64,
    /// Precision: share of relevant documents among the first 10.
    #[serde(rename = "p@10")]
    pub p_10: f64,
    /// Recall: share of the relevant documents that are among the first 100.
    #[serde(rename = "recall@100")]
    pub recall_100: f64,
}

/// Measures of a run, topic by topic.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evaluation {
    /// Measures of each topic with at least one relevant document, in the order of the topics' ids.
    pub topics: Vec<(String, Measures)>,
    /// Arithmetic means over these topics.
    pub mean: Measures,
}

/// Evaluates `run` by `qrels`. Topics without a relevant document are left out; a topic for which the run has nothing counts
/// as 0 (`trec_eval -c`). A document without a judgment is not relevant.
///
/// ```
/// use fundstelle::measure::relevance::evaluate;
/// use fundstelle::measure::trec::{Qrels, TrecRun};
///
/// let qrels = Qrels::from([("topic-1".to_owned(), [("a".to_owned(), 1)].into())]);
/// let run = TrecRun::from([("topic-1".to_owned(), vec![("b".to_owned(), 2.0), ("a".to_owned(), 1.5)])]);
/// assert_eq!(evaluate(&run, &qrels).mean.mrr_10, 0.5);
/// ```
pub fn evaluate(run: &TrecRun, qrels: &Qrels) -> Evaluation {
    let nothing = Vec::new();
    let mut topics = Vec::new();
    for (topic, grades) in qrels {
        let mut ideal: Vec<i32> = grades.values().copied().filter(|grade| *grade > 0).collect();
        if ideal.is_empty() {
            continue;
        }
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        let ranked = ranked(run.get(topic).unwrap_or(&nothing));
        let gains: Vec<i32> = ranked.iter().map(|id| grades.get(*id).copied().unwrap_or(0).max(0)).collect();
        topics.push((topic.clone(), measures(&gains, &ideal)));
    }
    let mean = mean(&topics);
    Evaluation { topics, mean }
}

/// Documents in trec_eval's order: by descending score as `f32`, ties by descending id. A document named twice counts once.
fn ranked(documents: &[(String, f64)]) -> Vec<&str> {
    let mut documents: Vec<(&str, f32)> = documents.iter().map(|(id, score)| (id.as_str(), *score as f32)).collect();
    documents.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| b.0.cmp(a.0)));
    let mut seen = std::collections::HashSet::new();
    documents.into_iter().map(|(id, _)| id).filter(|id| seen.insert(*id)).collect()
}

/// Measures of one topic: gains in the order of the ranking, and the positive grades in descending order.
fn measures(gains: &[i32], ideal: &[i32]) -> Measures {
    let relevant = ideal.len() as f64;
    let dcg = |grades: &[i32]| -> f64 {
        grades.iter().take(10).enumerate().map(|(at, grade)| f64::from(*grade) / (at as f64 + 2.0).log2()).sum()
    };
    let first = gains.iter().take(10).position(|gain| *gain > 0);
    let found = |depth: usize| gains.iter().take(depth).filter(|gain| **gain > 0).count() as f64;
    let mut seen = 0.0;
    let mut precisions = 0.0;
    for (at, _) in gains.iter().enumerate().filter(|(_, gain)| **gain > 0) {
        seen += 1.0;
        precisions += seen / (at as f64 + 1.0);
    }
    Measures {
        ndcg_10: dcg(gains) / dcg(ideal),
        mrr_10: first.map_or(0.0, |at| 1.0 / (at as f64 + 1.0)),
        map: precisions / relevant,
        p_10: found(10) / 10.0,
        recall_100: found(100) / relevant,
    }
}

fn mean(topics: &[(String, Measures)]) -> Measures {
    let all = |value: fn(&Measures) -> f64| {
        topics.iter().map(|(_, measures)| value(measures)).sum::<f64>() / topics.len().max(1) as f64
    };
    Measures {
        ndcg_10: all(|m| m.ndcg_10),
        mrr_10: all(|m| m.mrr_10),
        map: all(|m| m.map),
        p_10: all(|m| m.p_10),
        recall_100: all(|m| m.recall_100),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn qrels(grades: &[(&str, &str, i32)]) -> Qrels {
        let mut qrels = Qrels::new();
        for (topic, document, grade) in grades {
            qrels.entry((*topic).to_owned()).or_default().insert((*document).to_owned(), *grade);
        }
        qrels
    }

    fn run(hits: &[(&str, &str, f64)]) -> TrecRun {
        let mut run = TrecRun::new();
        for (topic, document, score) in hits {
            run.entry((*topic).to_owned()).or_default().push(((*document).to_owned(), *score));
        }
        run
    }

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} {b}");
    }

    /// Worked out by hand. Gains by rank: 2 0 1 (c unjudged at rank 2); ideal 3 2 1.
    #[test]
    fn figures_worked_out_by_hand() {
        let qrels = qrels(&[("t", "a", 2), ("t", "b", 1), ("t", "x", 3), ("t", "n", 0)]);
        let run = run(&[("t", "a", 9.0), ("t", "c", 8.0), ("t", "b", 7.0), ("t", "n", 6.0)]);
        let mean = evaluate(&run, &qrels).mean;
        let dcg = 2.0 + 1.0 / 4_f64.log2();
        let ideal = 3.0 + 2.0 / 3_f64.log2() + 1.0 / 4_f64.log2();
        close(mean.ndcg_10, dcg / ideal);
        close(mean.mrr_10, 1.0);
        close(mean.map, (1.0 + 2.0 / 3.0) / 3.0);
        close(mean.p_10, 0.2);
        close(mean.recall_100, 2.0 / 3.0);
    }

    #[test]
    fn equal_scores_go_by_id_backwards() {
        let qrels = qrels(&[("t", "b", 1)]);
        close(evaluate(&run(&[("t", "a", 1.0), ("t", "b", 1.0)]), &qrels).mean.mrr_10, 1.0);
        close(evaluate(&run(&[("t", "c", 1.0), ("t", "b", 1.0)]), &qrels).mean.mrr_10, 0.5);
    }

    #[test]
    fn topics_without_hits_count_and_without_relevant_do_not() {
        let qrels = qrels(&[("t", "a", 1), ("u", "a", 1), ("v", "a", 0)]);
        let evaluation = evaluate(&run(&[("t", "a", 1.0), ("v", "a", 1.0)]), &qrels);
        assert_eq!(evaluation.topics.len(), 2);
        close(evaluation.mean.ndcg_10, 0.5);
    }
}
