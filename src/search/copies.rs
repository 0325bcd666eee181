//! Who printed this text, when, and with which changes?

use std::ops::Range;
use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};
use tantivy::DocAddress;
use unicode_normalization::UnicodeNormalization as _;

use super::copy_search::{MAX_COPIES, TextUnit, WordCache};
use super::hit::Hit;
use super::options::Grouping;
use super::passage_range::PassageRange;
use super::rank::RankedPassage;
use super::searcher::Searcher;
use crate::Error;
use crate::characters::is_invisible;
use crate::index::StoredPassage;
use crate::passage::sentences;

/// Time limit for the differences between two texts. After that they are reported less finely.
const DIFF_TIMEOUT: Duration = Duration::from_secs(1);

/// The articles that contain a text, oldest first; undated articles last.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyList {
    /// The articles, with the one that was asked about.
    pub articles: Vec<Reprint>,
    /// True if the list ends at [`MAX_COPIES`] copies and there may be more.
    pub is_cut: bool,
}

/// An article that contains a text nearly word for word.
#[derive(Debug, Clone, PartialEq)]
pub struct Reprint {
    /// True for the article that was asked about.
    pub is_asked: bool,
    /// Stored fields of the first passage with the text.
    pub stored: StoredPassage,
    /// Line of the source file on which that passage begins. For a record in a file of many, the line of the record.
    pub line: u32,
    /// Share of the text, by runs of four words, that the article contains, from 0 to 1. For articles, share of the shorter
    /// that the longer contains.
    pub similarity: f32,
    /// Differences from the text that was asked about, in order.
    pub changes: Vec<TextChange>,
}

/// Sentences of the text that was asked about, and the sentences that replace them. One of both may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextChange {
    /// Sentences that are missing.
    pub removed: Vec<String>,
    /// Sentences that are new.
    pub added: Vec<String>,
}

impl Searcher {
    /// The articles that contain the text of the article or passage with this id. Fails with [`Error::NoSuchId`] if there is
    /// none.
    pub fn copies(&self, id: &str) -> Result<CopyList, Error> {
        self.copies_until(id, None)
    }

    /// The articles that contain the text of the article or passage with this id, as [`Searcher::copies`] finds them. Fails with
    /// [`Error::TooSlow`] if copies are left to compare after `timeout`.
    pub fn copies_within(&self, id: &str, timeout: Duration) -> Result<CopyList, Error> {
        self.copies_until(id, Some(Instant::now() + timeout))
    }

    fn copies_until(&self, id: &str, deadline: Option<Instant>) -> Result<CopyList, Error> {
        let (own, passage) = self.resolve_id(id)?;
        let (unit, asked) = match passage {
            Some(address) => (TextUnit::Passage(address), vec![address.doc_id]),
            None => (TextUnit::Article(own.clone()), own.docs.clone().collect()),
        };
        let copies = self.find_copies(&unit, &mut WordCache::new(self), MAX_COPIES)?;
        let is_cut = copies.len() == MAX_COPIES;
        let before = self.sentences(own.segment, &asked)?;
        let mut articles =
            vec![(own.age_key(self), self.reprint(DocAddress::new(own.segment, asked[0]), 1.0, Vec::new())?)];
        articles[0].1.is_asked = true;
        for (copy, similarity) in copies {
            Error::if_past(deadline)?;
            let after = self.sentences(copy.article.segment, &copy.passages_to_read(&unit))?;
            let mut changes = changes(&before, &after);
            if passage.is_some() {
                trim(&mut changes, before.len());
            }
            let first = copy.docs.iter().min().copied().filter(|_| passage.is_some());
            let address = DocAddress::new(copy.article.segment, first.unwrap_or(copy.article.docs.start));
            let changes = changes.into_iter().map(|(_, change)| change).collect();
            articles.push((copy.article.age_key(self), self.reprint(address, similarity, changes)?));
        }
        articles.sort_by_key(|(age, _)| *age);
        Ok(CopyList { articles: articles.into_iter().map(|(_, reprint)| reprint).collect(), is_cut })
    }

    fn reprint(&self, address: DocAddress, similarity: f32, changes: Vec<TextChange>) -> Result<Reprint, Error> {
        let stored = self.stored_passage(address)?;
        let line = self.index().line(&stored, self.article_number(address));
        Ok(Reprint { is_asked: false, stored, line, similarity, changes })
    }

    /// The sentences of some passages, each on one line.
    fn sentences(&self, segment: u32, docs: &[u32]) -> Result<Vec<String>, Error> {
        let mut all = Vec::new();
        for doc in docs {
            let text = self.stored_passage(DocAddress::new(segment, *doc))?.text;
            // Line breaks inside a sentence are only typesetting.
            let sentence = |range: Range<usize>| text[range].split_whitespace().collect::<Vec<_>>().join(" ");
            all.extend(sentences(&text).into_iter().map(sentence));
        }
        Ok(all)
    }

    /// Sets the number of copies of each hit and the oldest article with its text. `hits` are those of `ranked`.
    pub(super) fn count_copies(&self, ranked: &[RankedPassage], by: Grouping, hits: &mut [Hit]) -> Result<(), Error> {
        let cache = &mut WordCache::new(self);
        for (passage, hit) in ranked.iter().zip(hits) {
            let own = PassageRange::containing(self, passage.address());
            let unit = match by {
                Grouping::Passage | Grouping::BestPassage => TextUnit::Passage(passage.address()),
                Grouping::Article => TextUnit::Article(own.clone()),
            };
            cache.insert(passage.address(), &hit.text);
            let copies = self.find_copies(&unit, cache, MAX_COPIES)?;
            hit.copies = Some(copies.len());
            // Copies come oldest first.
            if let Some((oldest, _)) = copies.first() {
                let is_older = oldest.article.age_key(self) < own.age_key(self);
                hit.cluster = Some(match is_older {
                    true => self.stored_passage(oldest.article.first())?.article,
                    false => hit.article.clone(),
                });
            }
        }
        Ok(())
    }
}

/// The differences of `after` from `before`, each with the index of the sentence of `before` at which it is.
fn changes(before: &[String], after: &[String]) -> Vec<(usize, TextChange)> {
    let deadline = Some(Instant::now() + DIFF_TIMEOUT);
    let ops = capture_diff_slices_deadline(Algorithm::Myers, &compared_forms(before), &compared_forms(after), deadline);
    let ops = ops.into_iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    let change = |op: DiffOp| {
        let (old, new) = (op.old_range(), op.new_range());
        (old.start, TextChange { removed: before[old].to_vec(), added: after[new].to_vec() })
    };
    ops.map(change).collect()
}

/// The sentences as they are compared: encoding, soft hyphens and ß for ss make no difference.
fn compared_forms(sentences: &[String]) -> Vec<String> {
    let form =
        |sentence: &String| sentence.chars().filter(|c| !is_invisible(*c)).nfc().collect::<String>().replace('ß', "ss");
    sentences.iter().map(form).collect()
}

/// Drops what precedes and follows a text of `sentences` sentences in the other article.
fn trim(changes: &mut Vec<(usize, TextChange)>, sentences: usize) {
    if let Some((0, first)) = changes.first_mut() {
        let surplus = first.added.len().saturating_sub(first.removed.len());
        first.added.drain(..surplus);
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

    /// Removed and added sentences of each change. The sentences are letters.
    fn removed_and_added(
        mut changes: Vec<(usize, TextChange)>,
        trim_to_sentences: Option<usize>,
    ) -> Vec<(String, String)> {
        if let Some(sentences) = trim_to_sentences {
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
            let found = |trim_to| removed_and_added(changes(&before, &after), trim_to);
            assert_eq!(found(None), owned(all), "{before:?} {after:?}");
            assert_eq!(found(Some(before.len())), owned(of_passage), "{before:?} {after:?}");
        }
    }
}
