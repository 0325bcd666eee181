//! How does a quotation differ from the most similar part of a text?
//!
//! Approximate matching after P. H. Sellers (1980): the edit distance, in words, between a pattern and the best substring of a text.
//! A word that is replaced, missing or added costs 1; a word missing right after another missing word costs less (an affine gap).
//! An ellipsis matches any number of words at no cost, a word in square brackets none or one. Diff crates compare two whole
//! texts and know no wildcards.

use std::ops::Range;

use super::words::QuotationItem;

/// How words of a quotation relate to its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiffKind {
    /// The source has the words as quoted.
    Same,
    /// The source has the words, spelt differently: in capitals, with ss for ß.
    Spelling,
    /// The source has other words.
    Replaced,
    /// The quotation leaves words of the source out without an ellipsis.
    Missing,
    /// The source does not have the words.
    Added,
    /// An ellipsis stands for words of the source, or for none.
    Gap,
    /// The words are the quoting author's own, in square brackets.
    Editorial,
}

/// Consecutive words of the same kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffPiece {
    /// How the words relate to the source.
    pub kind: DiffKind,
    /// Words as written in the quotation; empty if it has none here.
    pub quoted: String,
    /// Words as written in the source; empty if it has none here.
    pub original: String,
}

/// Cost of a word that is replaced, missing or added.
const EDIT: i64 = 1 << 20;
/// Cost of a word that is missing right after another one: leaving out half a sentence is one change, not ten.
const GAP_EXTENSION: i64 = EDIT / 8;
/// Discount for a word that agrees: of parts with the same edits the one with more agreement wins.
const AGREEMENT: i64 = 1;

/// Higher than the cost of any path.
const IMPOSSIBLE: i64 = i64::MAX / 4;

/// Last step of the best path to a cell: item and word are aligned,
const DIAGONAL: u8 = 0;
/// the item has no word,
const UP: u8 = 1;
/// or the word has no item.
const LEFT: u8 = 2;
/// Flag of a cell: a path that reaches it by `LEFT` came to the cell before by `LEFT`, too.
const STILL_LEFT: u8 = 4;

/// The part of a text that is most similar to a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alignment {
    /// Lower is more similar; see [`Alignment::edits`].
    pub(super) cost: i64,
    /// Words of the text that are covered.
    pub(super) words: Range<usize>,
    /// Indices of an item and of the word aligned with it, in order; one of the two may be missing.
    pub(super) steps: Vec<(Option<usize>, Option<usize>)>,
}

impl Alignment {
    /// Number of words that differ, where a word missing after another counts an eighth; 0 if all agree.
    pub(super) fn edits(&self) -> f32 {
        (self.cost as f32 / EDIT as f32).max(0.0)
    }

    /// Returns true if all words agree.
    pub(super) fn is_exact(&self) -> bool {
        // All discounts together are less than one edit.
        self.cost <= 0
    }
}

/// Finds the part of `text`, words in their exact form, with the lowest cost for `items`; the first of equal ones. Takes time
/// and memory proportional to the product of the two lengths: one byte for each pair.
pub(super) fn align(items: &[QuotationItem], text: &[String]) -> Alignment {
    let width = text.len() + 1;
    let mut steps = vec![UP; (items.len() + 1) * width];
    let mut above = vec![0; width];
    let mut row = vec![0; width];
    for (at, item) in items.iter().enumerate() {
        let (skip_item, skip_word, skip_more) = match item {
            QuotationItem::Word(..) => (EDIT, EDIT, GAP_EXTENSION),
            QuotationItem::Editorial(_) => (0, EDIT, GAP_EXTENSION),
            QuotationItem::Gap => (0, 0, 0),
        };
        row[0] = above[0] + skip_item;
        // Cost of the best path to this cell that ends with a missing word.
        let mut missing = IMPOSSIBLE;
        for (column, word) in text.iter().enumerate() {
            let both = match item {
                QuotationItem::Word(_, forms) if forms.contains(word) => -AGREEMENT,
                QuotationItem::Word(..) => EDIT,
                QuotationItem::Editorial(_) => 0,
                // An ellipsis takes words up by `LEFT`.
                QuotationItem::Gap => IMPOSSIBLE,
            };
            let still = missing + skip_more < row[column] + skip_word;
            missing = if still { missing + skip_more } else { row[column] + skip_word };
            let diagonal = (above[column] + both, DIAGONAL);
            let (up, left) = ((above[column + 1] + skip_item, UP), (missing, LEFT));
            // Ties: an ellipsis or a word in brackets stands for as few words of the text as it can.
            let [first, rest @ ..] = match item {
                QuotationItem::Word(..) => [diagonal, up, left],
                QuotationItem::Editorial(_) | QuotationItem::Gap => [up, diagonal, left],
            };
            let (cost, step) = rest.into_iter().fold(first, |best, next| if next.0 < best.0 { next } else { best });
            row[column + 1] = cost;
            steps[(at + 1) * width + column + 1] = step | if still { STILL_LEFT } else { 0 };
        }
        std::mem::swap(&mut above, &mut row);
    }
    let end = (1..width).fold(0, |best, column| if above[column] < above[best] { column } else { best });
    trace_back(&steps, width, items.len(), end, above[end])
}

/// Follows the steps back from the last item at the word `end`.
fn trace_back(steps: &[u8], width: usize, items: usize, end: usize, cost: i64) -> Alignment {
    let (mut item, mut word, mut still_left) = (items, end, false);
    let mut path = Vec::new();
    while item > 0 {
        let step = steps[item * width + word];
        match if still_left { LEFT } else { step & !STILL_LEFT } {
            DIAGONAL => {
                (item, word) = (item - 1, word - 1);
                path.push((Some(item), Some(word)));
            }
            LEFT => {
                still_left = step & STILL_LEFT != 0;
                word -= 1;
                path.push((None, Some(word)));
            }
            _ => {
                item -= 1;
                path.push((Some(item), None));
            }
        }
    }
    path.reverse();
    Alignment { cost, words: word..end, steps: path }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::super::words::quotation_items;
    use super::*;

    fn text(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_lowercase).collect()
    }

    const SOURCE: &str =
        "am Abend sagte die Ministerin der Bau beginne im Herbst und koste acht Millionen Euro das sei viel";

    #[test]
    fn costs_and_parts() {
        let words = text(SOURCE);
        for (quotation, cost, part) in [
            ("der Bau beginne im Herbst", 0.0, 5..10),
            ("Der Bau beginnt im Herbst", 1.0, 5..10),
            ("der Bau beginne Herbst", 1.0, 5..10),
            ("der neue Bau beginne im Herbst", 1.0, 5..10),
            ("der Bau […] koste acht Millionen", 0.0, 5..14),
            ("der Bau … neun Millionen", 1.0, 5..14),
            ("[Sie] sagte die Ministerin", 0.0, 2..5),
            ("sagte [sie], der Bau beginne", 1.0, 2..8),
            ("die Ministerin im Herbst und acht Millionen", 2.25, 3..14),
            ("die Ministerin [Schulz] der Bau", 0.0, 3..7),
            ("[D]er Bau beginne", 0.0, 5..8),
            ("viel Lärm um nichts", 3.0, 17..18),
        ] {
            let alignment = align(&quotation_items(quotation), &words);
            let cost: f32 = cost;
            assert!((alignment.edits() - cost).abs() < 1e-4, "{quotation}: {}", alignment.edits());
            assert_eq!((alignment.is_exact(), alignment.words), (cost == 0.0, part), "{quotation}");
        }
        assert!((align(&quotation_items("ein Wort"), &[]).edits() - 2.0).abs() < 1e-4);
    }

    /// The cost by its definition, over all parts of a text.
    fn naive_cost(items: &[QuotationItem], words: &[String]) -> i64 {
        /// `missing`: the word before is missing, too.
        fn cost(items: &[QuotationItem], words: &[String], last: Option<&QuotationItem>, missing: bool) -> i64 {
            let skip = match words.split_first() {
                Some((_, later)) => {
                    let each = if missing { GAP_EXTENSION } else { EDIT };
                    let each = if last == Some(&QuotationItem::Gap) { 0 } else { each };
                    each + cost(items, later, last, true)
                }
                None => IMPOSSIBLE,
            };
            let Some((item, rest)) = items.split_first() else { return if words.is_empty() { 0 } else { skip } };
            let added =
                if matches!(item, QuotationItem::Word(..)) { EDIT } else { 0 } + cost(rest, words, Some(item), false);
            let both =
                words.split_first().filter(|_| *item != QuotationItem::Gap).map_or(IMPOSSIBLE, |(word, later)| {
                    let here = match item {
                        QuotationItem::Word(_, forms) if forms.contains(word) => -AGREEMENT,
                        QuotationItem::Word(..) => EDIT,
                        _ => 0,
                    };
                    here + cost(rest, later, Some(item), false)
                });
            added.min(both).min(skip)
        }
        let parts = (0..=words.len()).flat_map(|from| (from..=words.len()).map(move |to| &words[from..to]));
        parts.map(|part| cost(items, part, None, false)).min().unwrap()
    }

    proptest! {
        #[test]
        fn no_part_of_the_text_costs_less(quotation in "([abc]|…|\\[a\\])( ([abc]|…|\\[b\\])){0,4}", source in "([abc] ){0,5}") {
            let (items, words) = (quotation_items(&quotation), text(&source));
            let alignment = align(&items, &words);
            prop_assert_eq!(alignment.cost, naive_cost(&items, &words));
            let used: Vec<usize> = alignment.steps.iter().filter_map(|(item, _)| *item).collect();
            prop_assert_eq!(used, (0..items.len()).collect::<Vec<_>>());
            let taken: Vec<usize> = alignment.steps.iter().filter_map(|(_, word)| *word).collect();
            prop_assert_eq!(taken, alignment.words.collect::<Vec<_>>());
        }
    }
}
