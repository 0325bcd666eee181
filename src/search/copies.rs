//! Who printed this when, and what did they change?

use std::ops::Range;
use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};
use tantivy::DocAddress;
use unicode_normalization::UnicodeNormalization as _;

use super::hit::Hit;
use super::place::Place;
use super::rank::Ranked;
use super::same::{MOST_COPIES, Texts, Unit};
use super::searcher::{Grouping, Searcher};
use crate::Error;
use crate::characters::is_invisible;
use crate::index::StoredPassage;
use crate::passage::sentences;

/// The most time for the differences between two texts; after that they are told more coarsely.
const LONGEST: Duration = Duration::from_secs(1);

/// The articles that have a text, oldest first; those without a date last.
#[derive(Debug, Clone, PartialEq)]
pub struct Copies {
    /// The article that was asked about is one of them.
    pub articles: Vec<Reprint>,
    /// Whether there may be more: [`MOST_COPIES`] are listed at most.
    pub is_cut: bool,
}

/// An article that has a text nearly word for word.
#[derive(Debug, Clone, PartialEq)]
pub struct Reprint {
    /// It is the one that was asked about.
    pub is_asked: bool,
    /// What the index keeps of its first passage with the text.
    pub stored: StoredPassage,
    /// The line of the source file on which that begins; of a record in a file of many, the record's line.
    pub line: u32,
    /// How much of the text that was asked about stands in it, from 0 to 1, by runs of four words; for articles, how much of
    /// the shorter stands in the longer.
    pub similarity: f32,
    /// What is otherwise than in the text that was asked about, in order.
    pub changes: Vec<Change>,
}

/// A place where two texts differ: sentences of the one that was asked about, and what stands there instead. Either may be none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Sentences that are gone.
    pub removed: Vec<String>,
    /// Sentences that are new.
    pub added: Vec<String>,
}

impl Searcher {
    /// The articles that have the text of the article with this id, or of the passage with this id. Errors: nothing has the id.
    pub fn copies(&self, id: &str) -> Result<Copies, Error> {
        let (place, passage) = self.named(id)?;
        let (unit, asked) = match passage {
            Some(at) => (Unit::Passage(at), vec![at.doc_id]),
            None => (Unit::Article(place.clone()), place.docs.clone().collect()),
        };
        let found = self.copies_of(&unit, &mut Texts::new(self), MOST_COPIES)?;
        let is_cut = found.len() == MOST_COPIES;
        let before = self.sentences(place.segment, &asked)?;
        let mut articles =
            vec![(place.age(self), self.reprint(DocAddress::new(place.segment, asked[0]), 1.0, Vec::new())?)];
        articles[0].1.is_asked = true;
        for (suspect, similarity) in found {
            let docs = suspect.read(&unit);
            let mut changes = changes(&before, &self.sentences(suspect.place.segment, &docs)?);
            if passage.is_some() {
                trim(&mut changes, before.len());
            }
            let first = suspect.docs.iter().min().copied().filter(|_| passage.is_some());
            let at = DocAddress::new(suspect.place.segment, first.unwrap_or(suspect.place.docs.start));
            let changes = changes.into_iter().map(|(_, change)| change).collect();
            articles.push((suspect.place.age(self), self.reprint(at, similarity, changes)?));
        }
        articles.sort_by_key(|(age, _)| *age);
        Ok(Copies { articles: articles.into_iter().map(|(_, reprint)| reprint).collect(), is_cut })
    }

    fn reprint(&self, at: DocAddress, similarity: f32, changes: Vec<Change>) -> Result<Reprint, Error> {
        let stored = self.stored(at)?;
        let line = self.index().line(&stored, self.article_number(at)?);
        Ok(Reprint { is_asked: false, stored, line, similarity, changes })
    }

    /// The sentences of some passages.
    fn sentences(&self, segment: u32, docs: &[u32]) -> Result<Vec<String>, Error> {
        let mut all = Vec::new();
        for doc in docs {
            let text = self.stored(DocAddress::new(segment, *doc))?.text;
            // Line ends inside a sentence are a matter of setting.
            let one = |range: Range<usize>| text[range].split_whitespace().collect::<Vec<_>>().join(" ");
            all.extend(sentences(&text).into_iter().map(one));
        }
        Ok(all)
    }

    /// Says of each hit in how many other articles it stands, and which of all is the oldest.
    pub(super) fn count_copies(&self, ranked: &[Ranked], by: Grouping, hits: &mut [Hit]) -> Result<(), Error> {
        let texts = &mut Texts::new(self);
        for (ranked, hit) in ranked.iter().zip(hits) {
            let at = DocAddress::new(ranked.candidate.segment, ranked.candidate.doc);
            let place = Place::of(self, at);
            let unit = match by {
                Grouping::Passage => Unit::Passage(at),
                Grouping::Article => Unit::Article(place.clone()),
            };
            texts.lend(at, &hit.text);
            let copies = self.copies_of(&unit, texts, MOST_COPIES)?;
            hit.copies = Some(copies.len());
            // The copies come with the oldest first.
            if let Some((oldest, _)) = copies.first() {
                let is_older = oldest.place.age(self) < place.age(self);
                hit.cluster = Some(match is_older {
                    true => self.stored(oldest.place.first())?.article,
                    false => hit.article.clone(),
                });
            }
        }
        Ok(())
    }
}

/// Each place where `after` is otherwise than `before`, with the sentence of `before` at which it is.
fn changes(before: &[String], after: &[String]) -> Vec<(usize, Change)> {
    let deadline = Some(Instant::now() + LONGEST);
    let ops = capture_diff_slices_deadline(Algorithm::Myers, &forms(before), &forms(after), deadline);
    let ops = ops.into_iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    let change = |op: DiffOp| {
        let (old, new) = (op.old_range(), op.new_range());
        (old.start, Change { removed: before[old].to_vec(), added: after[new].to_vec() })
    };
    ops.map(change).collect()
}

/// What is compared of sentences: how a word is encoded, divided and spelt with ß is no difference.
fn forms(sentences: &[String]) -> Vec<String> {
    let form =
        |sentence: &String| sentence.chars().filter(|c| !is_invisible(*c)).nfc().collect::<String>().replace('ß', "ss");
    sentences.iter().map(form).collect()
}

/// Leaves out what stands before and after the text in the other article. `sentences`: how many the text has.
fn trim(changes: &mut Vec<(usize, Change)>, sentences: usize) {
    if let Some((0, first)) = changes.first_mut() {
        let beside = first.added.len().saturating_sub(first.removed.len());
        first.added.drain(..beside);
    }
    if let Some((at, last)) = changes.last_mut()
        && *at + last.removed.len() == sentences
    {
        last.added.truncate(last.removed.len());
    }
    changes.retain(|(_, change)| !change.removed.is_empty() || !change.added.is_empty());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each change as its removed and its added sentences, which are letters.
    fn told(mut changes: Vec<(usize, Change)>, trimmed: Option<usize>) -> Vec<(String, String)> {
        if let Some(sentences) = trimmed {
            trim(&mut changes, sentences);
        }
        changes.into_iter().map(|(_, change)| (change.removed.concat(), change.added.concat())).collect()
    }

    #[test]
    fn how_letters_are_encoded_is_no_difference() {
        let before = ["Die Straße über den Fluß ist frei.".to_owned()];
        assert_eq!(changes(&before, &["Die Strasse u\u{308}ber den Fl\u{ad}uss ist frei.".to_owned()]), []);
        for other in ["Die Strasse über den Fluss ist zu.", "Die Straße über den Fluß IST frei."] {
            assert_eq!(changes(&before, &[other.to_owned()]).len(), 1, "{other}");
        }
    }

    #[test]
    fn what_differs_and_what_only_stands_beside() {
        let letters = |text: &str| text.chars().map(String::from).collect::<Vec<_>>();
        for (before, after, all, of_passage) in [
            ("abc", "abc", &[][..], &[][..]),
            ("abc", "axc", &[("b", "x")], &[("b", "x")]),
            ("abc", "ac", &[("b", "")], &[("b", "")]),
            ("abc", "abxc", &[("", "x")], &[("", "x")]),
            ("abc", "xyabcz", &[("", "xy"), ("", "z")], &[]),
            ("abc", "vwxbcz", &[("a", "vwx"), ("", "z")], &[("a", "x")]),
            ("abc", "abxyz", &[("c", "xyz")], &[("c", "x")]),
            ("abc", "xab", &[("", "x"), ("c", "")], &[("c", "")]),
        ] {
            let (before, after) = (letters(before), letters(after));
            let owned = |pairs: &[(&str, &str)]| {
                pairs.iter().map(|(removed, added)| ((*removed).to_owned(), (*added).to_owned())).collect::<Vec<_>>()
            };
            assert_eq!(told(changes(&before, &after), None), owned(all), "{before:?} {after:?}");
            assert_eq!(told(changes(&before, &after), Some(before.len())), owned(of_passage), "{before:?} {after:?}");
        }
    }
}
