//! From contributions to scores: compounds and their parts, factors, order.

use super::RankedPassage;
use super::contributions::ContributionMatrix;
use crate::index::ordinal;
use crate::query::{Role, ScoredClause, words_of_relative};

/// Factor of the contribution of a part where its compound occurs, too. nDCG@10 of articles, for all topics and for each half of
/// them (`fundstelle eval --by article`):
///
/// | factor | wikinews | xquad-de | covid-questions | gesetze | bundestag |
/// |---|---|---|---|---|---|
/// | .1 | .9510 (.9479 .9541) | .9643 (.9673 .9613) | .4474 (.4671 .4278) | .4997 (.5208 .4787) | .4197 (.4202 .4191) |
/// | .3 | .9527 (.9501 .9553) | .9651 (.9676 .9626) | .4453 (.4615 .4291) | .4991 (.5171 .4811) | .4223 (.4220 .4227) |
/// | .5 | .9531 (.9511 .9550) | .9652 (.9672 .9632) | .4469 (.4602 .4336) | .4986 (.5166 .4805) | .4254 (.4254 .4255) |
const PART_BESIDE_WHOLE: f32 = 0.5;

/// Share of its score that a passage with none of the words of a query of up to two words loses; with half of the words it loses
/// half of that. This keeps a passage that repeats one word from ranking above one that has both.
const MAX_COVERAGE_LOSS: f32 = 0.3;

/// Share that a passage with none of the words of a long query loses. Its judges ask for the article that fits best as a whole.
const MIN_COVERAGE_LOSS: f32 = 0.15;

/// Factor for the first passage of an article: news begins with what it is about.
const LEAD_FACTOR: f32 = 1.06;

impl ContributionMatrix {
    /// Reduces the contributions of parts where their compound occurs: the compound contains them, and counted in full it would
    /// outweigh all other words of the query. A second lemma counts only where the first does not occur, and of the relatives
    /// of a word only the best.
    pub(super) fn count_words_once(&mut self, clauses: &[ScoredClause]) {
        let relatives = relatives_by_word(clauses);
        for (passage, article) in self.rows_mut() {
            for (part, clause) in clauses.iter().enumerate() {
                let Some(whole) = clause.parent else { continue };
                let beside = match clause.role {
                    Role::Part => PART_BESIDE_WHOLE,
                    // Of two lemmas of one form only one is meant.
                    Role::Whole => 0.0,
                    _ => continue,
                };
                for row in [&mut *passage, &mut *article] {
                    if row[whole] > 0.0 {
                        row[part] *= beside;
                    }
                }
            }
            for row in [passage, article] {
                relatives.iter().for_each(|columns| count_best_relative(row, clauses, columns));
            }
        }
    }
}

/// Columns of the relatives of each word or part that has any.
fn relatives_by_word(clauses: &[ScoredClause]) -> Vec<Vec<usize>> {
    let mut by_word: Vec<(Option<usize>, Vec<usize>)> = Vec::new();
    for (column, clause) in clauses.iter().enumerate().filter(|(_, clause)| clause.role == Role::Related) {
        match by_word.iter_mut().find(|(word, _)| *word == clause.parent) {
            Some((_, columns)) => columns.push(column),
            None => by_word.push((clause.parent, vec![column])),
        }
    }
    by_word.into_iter().map(|(_, columns)| columns).collect()
}

/// Keeps the highest contribution among `columns`, the relatives of one word or part, and none where the word itself occurs. With
/// a tenth of it there, no collection's nDCG@10 moves by more than .0002.
fn count_best_relative(row: &mut [f32], clauses: &[ScoredClause], columns: &[usize]) {
    let Some(first) = columns.iter().find(|column| row[**column] != 0.0) else { return };
    let is_beside_word = words_of_relative(clauses, &clauses[*first]).any(|word| row[word] > 0.0);
    let best = columns.iter().copied().rev().max_by(|a, b| row[*a].total_cmp(&row[*b]));
    for column in columns.iter().filter(|column| is_beside_word || Some(**column) != best) {
        row[*column] = 0.0;
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
    let loss = coverage_loss(words.len());
    for (row, passage) in passages.iter_mut().enumerate() {
        let (own, article) = (contributions.passage(row), contributions.article(row));
        // An empty sum of floats is -0.0.
        let sum = 0.0 + own.iter().sum::<f32>() + article.iter().sum::<f32>();
        let factors = &mut passage.factors;
        factors.lead = if ordinal(passage.order) == 0 { LEAD_FACTOR } else { 1.0 };
        factors.coverage = 1.0 - loss * (1.0 - coverage(own, &words));
        passage.score = sum * factors.lead * factors.coverage * factors.recency;
    }
}

/// Share of its score that a passage with none of `words` words loses: the shorter a query, the more each of its words is meant.
/// nDCG@10 of articles for a share of .15, .2 and .3, by the number of words of a topic that are no stop words:
///
/// | words | wikinews | gesetze | bundestag |
/// |---|---|---|---|
/// | 1–2 | .9396 .9396 .9396 | .3963 .3968 .3962 | .3505 .3500 .3472 |
/// | 3 | .9292 .9292 .9282 | .5037 .5022 .5020 | .4380 .4378 .4321 |
/// | 4 | .9611 .9605 .9622 | .5906 .5899 .5877 | .4360 .4337 .4309 |
/// | 5–6 | .9634 .9639 .9637 | .6461 .6454 .6429 | .4381 .4369 .4326 |
/// | 7 and more | .9841 .9841 .9841 | .6779 .6737 .6677 | .4354 .4341 .4296 |
///
/// Of the 190 pairs in `corpus/variants`, most of them of two words, .1 solves 170, .2 179 and .3 182.
fn coverage_loss(words: usize) -> f32 {
    (2.0 * MAX_COVERAGE_LOSS / words as f32).clamp(MIN_COVERAGE_LOSS, MAX_COVERAGE_LOSS)
}

/// A word of the query, by the columns of its clauses.
struct QueryWord {
    whole: usize,
    /// Column of its second lemma.
    second: Option<usize>,
    parts: Vec<usize>,
    weight: f32,
}

fn query_words(clauses: &[ScoredClause]) -> Vec<QueryWord> {
    let is_part = |clause: &ScoredClause, whole: usize| clause.role == Role::Part && clause.parent == Some(whole);
    let parts_of = |whole: usize| (0..clauses.len()).filter(|at| is_part(&clauses[*at], whole)).collect();
    let second_of =
        |whole: usize| clauses.iter().position(|clause| clause.is_second_lemma() && clause.parent == Some(whole));
    let wholes = clauses.iter().enumerate().filter(|(_, clause)| clause.role == Role::Whole && clause.parent.is_none());
    let word = |(whole, clause): (usize, &ScoredClause)| QueryWord {
        whole,
        second: second_of(whole),
        parts: parts_of(whole),
        weight: clause.weight,
    };
    wholes.map(word).collect()
}

/// Weighted share of `words` that the passage with these contributions has, from 0 to 1. A word of which only parts occur
/// counts by the share of its parts.
fn coverage(contributions: &[f32], words: &[QueryWord]) -> f32 {
    let occurs = |column: &usize| contributions[*column] > 0.0;
    let (mut found, mut all) = (0.0, 0.0);
    for QueryWord { whole, second, parts, weight } in words {
        let share = if occurs(whole) || second.as_ref().is_some_and(occurs) {
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
    let columns = |role: Role| (0..clauses.len()).filter(move |at| clauses[*at].role == role);
    // A part is there, too, if one of its relatives is: `Werbesperrung` has both parts of *Werbesperre*.
    let with_relatives = |part: usize| {
        let relatives = columns(Role::Related).filter(|at| clauses[*at].parent == Some(part));
        std::iter::once(part).chain(relatives).collect::<Vec<usize>>()
    };
    let wholes: Vec<usize> = columns(Role::Whole).collect();
    let parts: Vec<Vec<usize>> = columns(Role::Part).map(with_relatives).collect();
    let has_any = |row: usize, columns: &[usize]| {
        let contributions = contributions.passage(row);
        columns.iter().any(|at| contributions[*at] > 0.0)
    };
    let (mut lone, mut worst) = (Vec::new(), None);
    for (row, passage) in passages.iter().enumerate() {
        match parts.iter().filter(|part| has_any(row, part)).count() {
            parts @ (0 | 1) if !has_any(row, &wholes) => lone.extend((parts == 1).then_some(row)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Matcher, Scoring};
    use crate::retrieval::Candidate;
    use crate::search::hit::ScoreFactors;

    fn clause(role: Role, of: Option<usize>, weight: f32) -> ScoredClause {
        ScoredClause {
            label: String::new(),
            matcher: Matcher::None,
            highlights: true,
            in_title: false,
            weight,
            role,
            parent: of,
            idf: 1.0,
            scoring: Scoring::None,
            in_article: true,
        }
    }

    /// A compound with two parts, and another word with twice the weight.
    fn clauses() -> [ScoredClause; 4] {
        [
            clause(Role::Whole, None, 1.0),
            clause(Role::Part, Some(0), 0.5),
            clause(Role::Part, Some(0), 0.5),
            clause(Role::Whole, None, 2.0),
        ]
    }

    fn matrix(rows: &[[f32; 4]]) -> ContributionMatrix {
        let mut matrix = ContributionMatrix::zeros(rows.len(), 4);
        matrix.passage = rows.concat();
        matrix
    }

    /// Passages that are not the first of their article.
    fn passages(count: usize) -> Vec<RankedPassage> {
        let factors = ScoreFactors::default();
        let passage =
            |order| RankedPassage { candidate: Candidate::new(0, 0, order as u32), order, factors, score: 0.0 };
        (1..=count as u64).map(passage).collect()
    }

    #[test]
    fn coverage_is_the_weighted_share_of_words() {
        let words = query_words(&clauses());
        for (contributions, expected) in [
            ([1.0, 0.0, 0.0, 1.0], 1.0),
            ([0.0, 1.0, 1.0, 1.0], 1.0),
            ([9.0, 0.0, 0.0, 0.0], 1.0 / 3.0),
            ([0.0, 0.0, 0.0, 0.1], 2.0 / 3.0),
            ([0.0, 5.0, 0.0, 0.0], 1.0 / 6.0),
            ([0.0; 4], 0.0),
        ] {
            assert!((coverage(&contributions, &words) - expected).abs() < 1e-6, "{contributions:?}");
        }
        assert_eq!(coverage(&[], &[]), 1.0, "a query without words");
    }

    #[test]
    fn parts_count_little_beside_their_whole() {
        let mut matrix = matrix(&[[4.0, 2.0, 1.0, 1.0], [0.0, 2.0, 1.0, 1.0]]);
        matrix.article = vec![0.0, 3.0, 0.0, 0.0, 5.0, 3.0, 0.0, 0.0];
        matrix.count_words_once(&clauses());
        assert_eq!(matrix.passage(0), [4.0, 2.0 * PART_BESIDE_WHOLE, PART_BESIDE_WHOLE, 1.0]);
        assert_eq!(matrix.passage(1), [0.0, 2.0, 1.0, 1.0], "the compound is not in the passage");
        assert_eq!(matrix.article(0), [0.0, 3.0, 0.0, 0.0]);
        assert_eq!(matrix.article(1), [5.0, 3.0 * PART_BESIDE_WHOLE, 0.0, 0.0]);
    }

    #[test]
    fn a_missing_word_costs_more_in_a_short_query() {
        for (words, expected) in [(0, 0.3), (1, 0.3), (2, 0.3), (3, 0.2), (4, 0.15), (50, 0.15)] {
            assert!((coverage_loss(words) - expected).abs() < 1e-6, "{words}");
        }
    }

    #[test]
    fn of_two_lemmas_one_counts() {
        let clauses =
            [clause(Role::Whole, None, 1.0), clause(Role::Whole, Some(0), 0.5), clause(Role::Whole, None, 1.0)];
        let mut matrix = ContributionMatrix::zeros(2, 3);
        matrix.passage = vec![4.0, 2.0, 0.0, 0.0, 2.0, 0.0];
        matrix.count_words_once(&clauses);
        assert_eq!(matrix.passage(0), [4.0, 0.0, 0.0]);
        assert_eq!(matrix.passage(1), [0.0, 2.0, 0.0]);
        let words = query_words(&clauses);
        let coverage = |row: usize| coverage(matrix.passage(row), &words);
        assert_eq!((words.len(), coverage(0), coverage(1)), (2, 0.5, 0.5));
    }

    #[test]
    fn the_best_relative_counts_where_its_word_is_not() {
        let clauses = [
            clause(Role::Whole, None, 1.0),
            clause(Role::Related, Some(0), 0.7),
            clause(Role::Related, Some(0), 0.7),
            clause(Role::Whole, None, 1.0),
        ];
        for (row, expected) in [
            ([0.0, 2.0, 3.0, 1.0], [0.0, 0.0, 3.0, 1.0]),
            ([4.0, 3.0, 2.0, 0.0], [4.0, 0.0, 0.0, 0.0]),
            ([0.0, 2.0, 2.0, 0.0], [0.0, 2.0, 0.0, 0.0]),
            ([0.0; 4], [0.0; 4]),
        ] {
            let mut matrix = matrix(&[row]);
            matrix.count_words_once(&clauses);
            assert_eq!(matrix.passage(0), expected);
        }
        let words = query_words(&clauses);
        assert_eq!(coverage(&[0.0, 2.0, 0.0, 1.0], &words), 0.5, "a relative is not the word");
        // The order of the clauses does not matter.
        let clauses = [
            clause(Role::Related, Some(1), 0.7),
            clause(Role::Whole, None, 1.0),
            clause(Role::Related, Some(1), 0.7),
            clause(Role::Whole, None, 1.0),
        ];
        let mut matrix = matrix(&[[2.0, 0.0, 3.0, 1.0]]);
        matrix.count_words_once(&clauses);
        assert_eq!(matrix.passage(0), [0.0, 0.0, 3.0, 1.0]);
    }

    #[test]
    fn scores_are_sums_times_factors() {
        let mut passages = passages(2);
        passages[0].order = 0;
        passages[1].factors.recency = 0.5;
        apply_scores(&mut passages, &matrix(&[[1.0, 0.0, 0.0, 1.0], [1.0, 0.0, 0.0, 0.0]]), &clauses());
        assert_eq!(passages[0].factors, ScoreFactors { lead: LEAD_FACTOR, ..ScoreFactors::default() });
        assert!((passages[0].score - 2.0 * 1.06).abs() < 1e-6);
        assert!((passages[1].score - (1.0 - 0.3 * 2.0 / 3.0) * 0.5).abs() < 1e-6);
        let mut without_words = self::passages(1);
        apply_scores(&mut without_words, &ContributionMatrix::zeros(1, 0), &[]);
        assert_eq!(without_words[0].score.to_bits(), 0.0_f32.to_bits());
    }

    #[test]
    fn a_lone_part_ranks_last() {
        // Three lone parts, one of which scores high; a whole word; both parts.
        let rows = [
            [0.0, 9.0, 0.0, 0.0],
            [0.0, 0.0, 0.5, 0.0],
            [0.0, 7.0, 0.0, 0.0],
            [3.0, 0.0, 0.0, 0.0],
            [0.0, 1.0, 1.0, 0.0],
        ];
        let (mut passages, matrix) = (passages(rows.len()), matrix(&rows));
        score_and_sort(&mut passages, &matrix, &clauses());
        let order: Vec<u64> = passages.iter().map(|passage| passage.order).collect();
        assert_eq!(order, [4, 5, 1, 3, 2]);
        for passage in &passages {
            let sum: f32 = matrix.passage(passage.order as usize - 1).iter().sum();
            assert!((sum * passage.factors.product() - passage.score).abs() < 1e-5, "{passage:?}");
            assert_eq!(passage.factors.lone_part != 1.0, passage.order < 4, "{passage:?}");
        }
    }

    #[test]
    fn lone_parts_that_are_last_anyway_keep_their_scores() {
        let rows = [[3.0, 0.0, 0.0, 0.0], [0.0, 0.5, 0.0, 0.0]];
        for rows in [&rows[..], &rows[1..]] {
            let mut passages = passages(rows.len());
            score_and_sort(&mut passages, &matrix(rows), &clauses());
            assert!(passages.iter().all(|passage| passage.factors.lone_part == 1.0), "{passages:?}");
        }
    }
}
