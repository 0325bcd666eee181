//! From contributions to scores: compounds and their parts, factors, order.

use super::RankedPassage;
use super::contributions::ContributionMatrix;
use crate::index::ordinal;
use crate::query::{Role, ScoredClause};

/// Factor of the contribution of a part where its compound occurs, too. nDCG@10 of articles for 1, .2 and 0: wikinews .9511,
/// .9520, .9518; xquad-de .9577, .9590, .9574; covid-questions .4390, .4404, .4417. Of the sample pairs of a compound and
/// another word (`corpus/variants`), 0 solves the most.
const PART_BESIDE_WHOLE: f32 = 0.1;

/// Share of its score that a passage with none of the query's words loses; with half of the words it loses half of that. This
/// keeps a passage that repeats one word from ranking above one that has all of them. nDCG@10 for 0 and .2: wikinews .9515,
/// .9529; xquad-de .9587, .9587; covid-questions .4423, .4415. Of the 190 pairs in `corpus/variants`, .2 solves nine more.
const MAX_COVERAGE_LOSS: f32 = 0.2;

/// Factor for the first passage of an article: news begins with what it is about.
const LEAD_FACTOR: f32 = 1.06;

impl ContributionMatrix {
    /// Reduces the contributions of parts where their compound occurs: the compound contains them, and counted in full it would
    /// outweigh all other words of the query.
    pub(super) fn count_parts_once(&mut self, clauses: &[ScoredClause]) {
        for (passage, article) in self.rows_mut() {
            for (part, clause) in clauses.iter().enumerate() {
                let (Role::Part, Some(whole)) = (clause.role, clause.of) else { continue };
                for row in [&mut *passage, &mut *article] {
                    if row[whole] > 0.0 {
                        row[part] *= PART_BESIDE_WHOLE;
                    }
                }
            }
        }
    }
}

/// Scores `passages` and sorts them, best first. Passages with a lone part of a compound are ranked last.
pub(super) fn score_and_sort(
    passages: &mut [RankedPassage],
    contributions: &ContributionMatrix,
    clauses: &[ScoredClause],
) {
    apply_scores(passages, contributions, clauses);
    demote_lone_parts(passages, contributions, clauses);
    passages.sort_unstable_by(RankedPassage::best_first);
}

/// Sets the score and factors of each passage.
pub(super) fn apply_scores(
    passages: &mut [RankedPassage],
    contributions: &ContributionMatrix,
    clauses: &[ScoredClause],
) {
    let words = query_words(clauses);
    for (row, passage) in passages.iter_mut().enumerate() {
        let (own, article) = (contributions.passage(row), contributions.article(row));
        // An empty sum of floats is -0.0.
        let sum = 0.0 + own.iter().sum::<f32>() + article.iter().sum::<f32>();
        let factors = &mut passage.factors;
        factors.lead = if ordinal(passage.order) == 0 { LEAD_FACTOR } else { 1.0 };
        factors.coverage = 1.0 - MAX_COVERAGE_LOSS * (1.0 - coverage(own, &words));
        passage.score = sum * factors.lead * factors.coverage * factors.recency;
    }
}

/// A word of the query, by the columns of its clauses.
struct QueryWord {
    whole: usize,
    parts: Vec<usize>,
    weight: f32,
}

fn query_words(clauses: &[ScoredClause]) -> Vec<QueryWord> {
    let is_part = |clause: &ScoredClause, whole: usize| clause.role == Role::Part && clause.of == Some(whole);
    let parts_of = |whole: usize| (0..clauses.len()).filter(|at| is_part(&clauses[*at], whole)).collect();
    let wholes = clauses.iter().enumerate().filter(|(_, clause)| clause.role == Role::Whole);
    wholes.map(|(whole, clause)| QueryWord { whole, parts: parts_of(whole), weight: clause.weight }).collect()
}

/// Weighted share of `words` that the passage with these contributions has, from 0 to 1. A word of which only parts occur
/// counts by the share of its parts.
fn coverage(contributions: &[f32], words: &[QueryWord]) -> f32 {
    let occurs = |column: &usize| contributions[*column] > 0.0;
    let (mut found, mut all) = (0.0, 0.0);
    for QueryWord { whole, parts, weight } in words {
        let share = if occurs(whole) {
            1.0
        } else if parts.is_empty() {
            0.0
        } else {
            parts.iter().filter(|part| occurs(part)).count() as f32 / parts.len() as f32
        };
        found += share * weight;
        all += weight;
    }
    if all > 0.0 { found / all } else { 1.0 }
}

/// Ranks passages in which nothing but one part of a compound matches, however often, below all passages with a whole word or
/// several parts. If one of them scores at least as high as the worst of those, all are mapped to scores below it.
fn demote_lone_parts(passages: &mut [RankedPassage], contributions: &ContributionMatrix, clauses: &[ScoredClause]) {
    if !clauses.iter().any(|clause| clause.role == Role::Part) {
        return;
    }
    let matched = |row: usize, role: Role| {
        let columns = clauses.iter().zip(contributions.passage(row));
        columns.filter(|(clause, contribution)| clause.role == role && **contribution > 0.0).count()
    };
    let (mut lone, mut worst) = (Vec::new(), None);
    for (row, passage) in passages.iter().enumerate() {
        match (matched(row, Role::Whole), matched(row, Role::Part)) {
            (0, 0) => {}
            (0, 1) => lone.push(row),
            _ => worst = Some(worst.map_or(passage.score, |worst: f32| worst.min(passage.score))),
        }
    }
    let Some(worst) = worst else { return };
    if !lone.iter().any(|row| passages[*row].score >= worst) {
        return;
    }
    for row in lone {
        // Ascending in the old score, so that they keep their order among each other, and always below `worst`.
        let RankedPassage { score, factors, .. } = &mut passages[row];
        factors.lone_part = worst / (1.0 + *score);
        *score = worst * *score / (1.0 + *score);
    }
}
