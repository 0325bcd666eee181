//! Which word of the index may have been meant?

use tantivy::schema::Field;

use super::options::SearchOptions;
use super::searcher::Searcher;
use crate::Error;
use crate::german::normalize;
use crate::query::{MultiTerm, WordReceipt, expand};

/// With at most this many hits a word may be misspelt.
const FEW_HITS: usize = 2;
/// A word with at most this many passages is rare enough to be misspelt.
const RARE_WORD_PASSAGES: u64 = 2;
/// Shortest word that gets a suggestion, in letters.
const MIN_WORD_LETTERS: usize = 4;
/// Words from this length on, in letters, may have two wrong letters, shorter ones have one.
const TWO_EDITS_MIN_LETTERS: usize = 8;
/// A suggestion occurs in more passages than the word as typed by this factor.
const MIN_DOC_FREQ_RATIO: u64 = 5;
/// Similar words that are examined for each word.
const MAX_SIMILAR_WORDS: usize = 16;

impl Searcher {
    /// Adds suggestions to the rare ones of `words` if a search that ended with `hits` hits on this page found few.
    pub(super) fn suggest_if_few(
        &self,
        words: &mut [WordReceipt],
        options: &SearchOptions,
        hits: usize,
    ) -> Result<(), Error> {
        if options.offset.saturating_add(hits) > FEW_HITS || hits >= options.limit {
            return Ok(());
        }
        let rare = words.iter_mut().filter(|word| word.is_hardly_found(RARE_WORD_PASSAGES));
        for word in rare {
            word.suggestion = self.suggestion(&word.typed)?;
        }
        Ok(())
    }

    /// `typed` with its rare words replaced by frequent ones that look similar; `None` if there are none. What is between the
    /// words stays.
    fn suggestion(&self, typed: &str) -> Result<Option<String>, Error> {
        let exact = self.index().fields().exact;
        let (mut suggestion, mut differs, mut rest) = (String::new(), false, typed);
        while let Some(start) = rest.find(char::is_alphanumeric) {
            let length = rest[start..].find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len() - start);
            let (before, word) = (&rest[..start], &rest[start..start + length]);
            let similar = self.frequent_similar_word(exact, word)?;
            differs |= similar.is_some();
            suggestion.push_str(before);
            suggestion.push_str(similar.as_deref().unwrap_or(word));
            rest = &rest[start + length..];
        }
        suggestion.push_str(rest);
        Ok(differs.then_some(suggestion))
    }

    /// A frequent word that looks like `typed`, if that is rare.
    fn frequent_similar_word(&self, field: Field, typed: &str) -> Result<Option<String>, Error> {
        let (mut form, letters) = (String::new(), typed.chars().count());
        normalize(typed, &mut form);
        let doc_freq = self.postings().term_info(field, &form)?.doc_freq;
        if letters < MIN_WORD_LETTERS || doc_freq > RARE_WORD_PASSAGES {
            return Ok(None);
        }
        let edits = if letters < TWO_EDITS_MIN_LETTERS { 1 } else { 2 };
        let similar = expand(self.postings(), field, &MultiTerm::Fuzzy(&form, edits), MAX_SIMILAR_WORDS)?;
        let analyzer = self.index().analyzer();
        let is_other_word =
            |other: &str| analyzer.term_of(other) != analyzer.term_of(&form) && other.chars().all(char::is_alphabetic);
        let mut frequent = similar.forms.into_iter().filter(|(_, passages)| *passages > doc_freq * MIN_DOC_FREQ_RATIO);
        Ok(frequent.find(|(other, _)| is_other_word(other)).map(|(other, _)| capitalized_like(typed, other)))
    }
}

/// `form`, with a capital letter if `typed` has one.
fn capitalized_like(typed: &str, form: String) -> String {
    let mut letters = form.chars();
    match letters.next() {
        Some(first) if typed.starts_with(char::is_uppercase) => first.to_uppercase().chain(letters).collect(),
        _ => form,
    }
}
