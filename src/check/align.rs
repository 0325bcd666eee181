//! How does a quotation differ from the part of a text it is most like?
//!
//! Sellers' algorithm (P. H. Sellers, 1980): the edit distance of a pattern to the best part of a text, in words. A word that is
//! replaced, missing or added costs 1, one that is missing after another one less; an ellipsis takes up any words at no cost, a word in square brackets none or one. A diff of
//! two texts, as crates for it make, knows neither parts nor ellipses.

use std::ops::Range;

use super::words::Item;

/// What becomes of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// They stand as they are quoted.
    Same,
    /// They stand so, but are written otherwise: in capitals, with ss for ß.
    Spelling,
    /// Others stand in their place.
    Replaced,
    /// The quotation leaves them out and does not say so.
    Missing,
    /// The quotation has them and the source does not.
    Added,
    /// An ellipsis stands for them.
    Gap,
    /// The quoting author's own, in square brackets.
    Editorial,
}

/// Words that have the same fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What becomes of them.
    pub kind: Kind,
    /// In the quotation, as written there; empty where it has none.
    pub quoted: String,
    /// In the source, as written there; empty where it has none.
    pub original: String,
}

/// What a word costs that is replaced, missing or added,
const EDIT: i64 = 1 << 20;
/// and what one that is missing right after another costs: who leaves out half a sentence has made one change, not ten.
const MISSING_TOO: i64 = EDIT / 8;
/// A word that agrees takes this off, so that of places that cost the same the one in which more agrees is chosen.
const AGREEMENT: i64 = 1;

/// More than any way costs.
const IMPOSSIBLE: i64 = i64::MAX / 4;

/// The last step of the best way to a pair of an item and a word.
const DIAGONAL: u8 = 0;
const UP: u8 = 1;
const LEFT: u8 = 2;
/// A way that ends with a missing word has missed the word before, too.
const STILL_LEFT: u8 = 4;

/// The best part of a text for a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alignment {
    /// Lower is nearer; see [`Alignment::edits`].
    pub(super) cost: i64,
    /// Words of the text it reaches over.
    pub(super) words: Range<usize>,
    /// In order: number of the item, number of the word; one of them may be missing.
    pub(super) steps: Vec<(Option<usize>, Option<usize>)>,
}

impl Alignment {
    /// How many words differ, those that are missing one after the other for less; 0 when all agree.
    pub(super) fn edits(&self) -> f32 {
        (self.cost as f32 / EDIT as f32).max(0.0)
    }

    /// Whether all agree.
    pub(super) fn is_exact(&self) -> bool {
        // What agrees takes off less than an edit.
        self.cost <= 0
    }
}

/// The part of `text`, words in their exact form, that is most like `items`; of equal ones the first. Time and memory grow with
/// the product of their numbers: a byte for each pair.
pub(super) fn align(items: &[Item], text: &[String]) -> Alignment {
    let width = text.len() + 1;
    let mut steps = vec![UP; (items.len() + 1) * width];
    let mut above = vec![0; width];
    let mut row = vec![0; width];
    for (at, item) in items.iter().enumerate() {
        let (skip_item, skip_word, skip_more) = match item {
            Item::Word(..) => (EDIT, EDIT, MISSING_TOO),
            Item::Editorial(_) => (0, EDIT, MISSING_TOO),
            Item::Gap => (0, 0, 0),
        };
        row[0] = above[0] + skip_item;
        // The best way here that ends with a missing word.
        let mut missing = IMPOSSIBLE;
        for (place, word) in text.iter().enumerate() {
            let both = match item {
                Item::Word(_, forms) if forms.contains(word) => -AGREEMENT,
                Item::Word(..) => EDIT,
                Item::Editorial(_) => 0,
                // A gap takes words up by passing over them.
                Item::Gap => IMPOSSIBLE,
            };
            let still = missing + skip_more < row[place] + skip_word;
            missing = if still { missing + skip_more } else { row[place] + skip_word };
            let diagonal = (above[place] + both, DIAGONAL);
            let (up, left) = ((above[place + 1] + skip_item, UP), (missing, LEFT));
            // What may stand for words of the text stands for as few as it can.
            let ways = if matches!(item, Item::Word(..)) { [diagonal, up, left] } else { [up, diagonal, left] };
            let (cost, step) = ways.into_iter().min_by_key(|(cost, _)| *cost).unwrap_or_default();
            row[place + 1] = cost;
            steps[(at + 1) * width + place + 1] = step | if still { STILL_LEFT } else { 0 };
        }
        std::mem::swap(&mut above, &mut row);
    }
    let end = (0..width).min_by_key(|place| above[*place]).unwrap_or_default();
    traced(&steps, width, items.len(), end, above[end])
}

fn traced(steps: &[u8], width: usize, items: usize, end: usize, cost: i64) -> Alignment {
    let (mut item, mut word, mut still_left) = (items, end, false);
    let mut way = Vec::new();
    while item > 0 {
        let step = steps[item * width + word];
        match if still_left { LEFT } else { step & !STILL_LEFT } {
            DIAGONAL => {
                (item, word) = (item - 1, word - 1);
                way.push((Some(item), Some(word)));
            }
            LEFT => {
                still_left = step & STILL_LEFT != 0;
                word -= 1;
                way.push((None, Some(word)));
            }
            _ => {
                item -= 1;
                way.push((Some(item), None));
            }
        }
    }
    way.reverse();
    Alignment { cost, words: word..end, steps: way }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::super::words::items;
    use super::*;

    fn text(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_lowercase).collect()
    }

    const SOURCE: &str =
        "am Abend sagte die Ministerin der Bau beginne im Herbst und koste acht Millionen Euro das sei viel";

    #[test]
    fn costs_and_places() {
        let words = text(SOURCE);
        for (quotation, cost, place) in [
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
            let alignment = align(&items(quotation), &words);
            let cost: f32 = cost;
            assert!((alignment.edits() - cost).abs() < 1e-4, "{quotation}: {}", alignment.edits());
            assert_eq!((alignment.is_exact(), alignment.words), (cost == 0.0, place), "{quotation}");
        }
        assert!((align(&items("ein Wort"), &[]).edits() - 2.0).abs() < 1e-4);
    }

    /// The cost as it is defined, over all parts of a text.
    fn plain(items: &[Item], words: &[String]) -> i64 {
        /// Whether the word before is missing, too.
        fn cost(items: &[Item], words: &[String], last: Option<&Item>, missing: bool) -> i64 {
            let skip = match words.split_first() {
                Some((_, later)) => {
                    let each = if missing { MISSING_TOO } else { EDIT };
                    let each = if last == Some(&Item::Gap) { 0 } else { each };
                    each + cost(items, later, last, true)
                }
                None => IMPOSSIBLE,
            };
            let Some((item, rest)) = items.split_first() else { return if words.is_empty() { 0 } else { skip } };
            let added = if matches!(item, Item::Word(..)) { EDIT } else { 0 } + cost(rest, words, Some(item), false);
            let both = words.split_first().filter(|_| *item != Item::Gap).map_or(IMPOSSIBLE, |(word, later)| {
                let here = match item {
                    Item::Word(_, forms) if forms.contains(word) => -AGREEMENT,
                    Item::Word(..) => EDIT,
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
        fn no_part_of_the_text_is_nearer(quotation in "([abc]|…|\\[a\\])( ([abc]|…|\\[b\\])){0,4}", source in "([abc] ){0,5}") {
            let (items, words) = (items(&quotation), text(&source));
            let alignment = align(&items, &words);
            prop_assert_eq!(alignment.cost, plain(&items, &words));
            let used: Vec<usize> = alignment.steps.iter().filter_map(|(item, _)| *item).collect();
            prop_assert_eq!(used, (0..items.len()).collect::<Vec<_>>());
            let taken: Vec<usize> = alignment.steps.iter().filter_map(|(_, word)| *word).collect();
            prop_assert_eq!(taken, alignment.words.collect::<Vec<_>>());
        }
    }
}
