//! Which word of the index may have been meant?

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::time::Instant;

use tantivy::DocAddress;
use tantivy::schema::Field;

use super::searcher::Searcher;
use crate::Error;
use crate::german::{is_gendered, is_stop_word, normalize, ranged_words};
use crate::query::{MultiTerm, WordReceipt, expand};

/// A word with at most this many passages is rare enough to be misspelt.
const RARE_WORD_PASSAGES: u64 = 2;
/// Length of a word that gets a suggestion, in letters. The automaton of a longer one is large, and no word of the index is near it.
const WORD_LETTERS: RangeInclusive<usize> = 4..=64;
/// Words from this length on, in letters, may have two wrong letters, shorter ones have one.
const TWO_EDITS_MIN_LETTERS: usize = 8;
/// A suggestion occurs in more passages than the word as typed by this factor. Names that are right and rare have
/// neighbours, too, but seldom so common ones.
const MIN_DOC_FREQ_RATIO: u64 = 20;
/// Similar words that are examined for each word.
const MAX_SIMILAR_WORDS: usize = 16;
/// Passages of each segment that are read to see how a suggestion is written.
const MAX_SPELLINGS_READ: usize = 8;

impl Searcher {
    /// Adds suggestions to the words of a receipt that are hardly anywhere, whatever the others find. After `deadline` there are no
    /// more: what was found is worth more than an error.
    pub(super) fn suggest(&self, words: &mut [WordReceipt], deadline: Option<Instant>) -> Result<(), Error> {
        for number in 0..words.len() {
            let typed = words[number].typed.clone();
            // A form of two lemmas has a receipt for each.
            let same = || words.iter().filter(|word| word.typed == typed);
            let is_first = words[..number].iter().all(|word| word.typed != typed);
            if is_first && !has_gender_marker(&typed) && same().all(|word| word.is_hardly_found(RARE_WORD_PASSAGES)) {
                let passages = same().filter_map(|word| word.passages).max().unwrap_or(0);
                words[number].suggestion = match self.suggestion(&typed, passages, deadline) {
                    Err(Error::TooSlow) => return Ok(()),
                    suggestion => suggestion?,
                };
            }
        }
        Ok(())
    }

    /// `typed`, which `passages` have in any form, with its rare words replaced by frequent ones that look similar; `None` if
    /// there are none. What is between the words stays.
    fn suggestion(&self, typed: &str, passages: u64, deadline: Option<Instant>) -> Result<Option<String>, Error> {
        let exact = self.index().fields().exact;
        let (mut suggestion, mut differs, mut rest) = (String::new(), false, typed);
        while let Some(start) = rest.find(char::is_alphanumeric) {
            let length = rest[start..].find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len() - start);
            let (before, word) = (&rest[..start], &rest[start..start + length]);
            let similar = self.frequent_similar_word(exact, word, passages, deadline)?;
            differs |= similar.is_some();
            suggestion.push_str(before);
            suggestion.push_str(similar.as_deref().unwrap_or(word));
            rest = &rest[start + length..];
        }
        suggestion.push_str(rest);
        Ok(differs.then_some(suggestion))
    }

    /// A frequent word that looks like `typed`, as texts write it, if `typed` is rare. `passages` have it in any form.
    fn frequent_similar_word(
        &self,
        field: Field,
        typed: &str,
        passages: u64,
        deadline: Option<Instant>,
    ) -> Result<Option<String>, Error> {
        let (mut form, letters) = (String::new(), typed.chars().count());
        normalize(typed, &mut form);
        let doc_freq = self.postings().term_info(field, &form)?.doc_freq;
        if !WORD_LETTERS.contains(&letters) || doc_freq > RARE_WORD_PASSAGES || is_stop_word(&form) {
            return Ok(None);
        }
        let edits = if letters < TWO_EDITS_MIN_LETTERS { 1 } else { 2 };
        let similar = expand(self.postings(), field, &MultiTerm::Fuzzy(&form, edits), MAX_SIMILAR_WORDS, deadline)?;
        let analyzer = self.index().analyzer();
        let is_other_word =
            |other: &str| analyzer.term_of(other) != analyzer.term_of(&form) && other.chars().all(char::is_alphabetic);
        let mut frequent =
            similar.forms.into_iter().filter(|(_, other)| *other > passages.max(doc_freq) * MIN_DOC_FREQ_RATIO);
        let found = frequent.find(|(other, _)| is_other_word(other));
        found.map(|(other, _)| self.spelling(field, other, MAX_SPELLINGS_READ)).transpose()
    }

    /// How texts write an exact form, with ß and capitals: `fussball` is *Fußball*. Of several ways the most frequent in the
    /// first `max_read` passages of each segment.
    pub(super) fn spelling(&self, field: Field, form: String, max_read: usize) -> Result<String, Error> {
        let term = self.postings().term_info(field, &form)?;
        let mut ways = BTreeMap::<String, usize>::new();
        for segment in 0..self.segment_count() {
            let mut cursor = self.postings().cursor(segment, &term)?;
            let docs = self.postings().all()[segment].passages();
            let (mut doc, mut read) = (cursor.seek(0), 0);
            while doc < docs && read < max_read {
                let stored = self.stored_passage(DocAddress::new(segment as u32, doc))?;
                for text in [&stored.title, &stored.text] {
                    let same = ranged_words(text).filter(|(_, exact)| *exact == form);
                    same.for_each(|(range, _)| *ways.entry(text[range].to_owned()).or_default() += 1);
                }
                (doc, read) = (cursor.seek(doc + 1), read + 1);
            }
        }
        Ok(ways.into_iter().max_by_key(|(_, count)| *count).map_or(form, |(way, _)| way))
    }
}

/// Returns true for a form for all genders, whose marker is no mistake: `Kund*innen`.
fn has_gender_marker(typed: &str) -> bool {
    typed.char_indices().any(|(at, _)| is_gendered(typed, at))
}
