//! Which word of the index may be meant?

use tantivy::schema::Field;

use super::searcher::Searcher;
use crate::Error;
use crate::german::normalize;
use crate::query::{MultiTerm, WordReceipt, expand};

/// Hits that are so few that a word may be misspelt, and passages that make a word one that nobody uses.
pub(super) const FEW: usize = 2;
/// Letters of a word that is worth a guess.
const LEAST_LETTERS: usize = 4;
/// Letters of a word in which two may be wrong.
const LONG: usize = 8;
/// How many times more frequent than the word as typed its suggestion is.
const MORE_FREQUENT: u64 = 5;
/// Words looked at for each.
const LOOKED_AT: usize = 16;

impl Searcher {
    /// Adds suggestions to words that nearly nothing has.
    pub(super) fn suggest(&self, words: &mut [WordReceipt]) -> Result<(), Error> {
        let exact = self.index().fields().exact;
        for word in words.iter_mut().filter(|word| word.is_hardly_found(FEW as u64)) {
            let (mut meant, mut differs, mut rest) = (String::new(), false, word.typed.as_str());
            // Word by word, whatever stands between them.
            while let Some(start) = rest.find(char::is_alphanumeric) {
                let length = rest[start..].find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len() - start);
                let (before, typed) = (&rest[..start], &rest[start..start + length]);
                let better = self.better(exact, typed)?;
                differs |= better.is_some();
                meant.push_str(before);
                meant.push_str(better.as_deref().unwrap_or(typed));
                rest = &rest[start + length..];
            }
            meant.push_str(rest);
            word.suggestion = differs.then_some(meant);
        }
        Ok(())
    }

    /// A frequent word that looks like `typed`, which is a rare one.
    fn better(&self, field: Field, typed: &str) -> Result<Option<String>, Error> {
        let (mut form, letters) = (String::new(), typed.chars().count());
        normalize(typed, &mut form);
        let known = self.postings().term_info(field, &form)?.doc_freq;
        if letters < LEAST_LETTERS || known > FEW as u64 {
            return Ok(None);
        }
        let edits = if letters < LONG { 1 } else { 2 };
        let found = expand(self.postings(), field, &MultiTerm::Fuzzy(&form, edits), LOOKED_AT)?;
        let analyzer = self.index().analyzer();
        let is_other =
            |other: &str| analyzer.term(other) != analyzer.term(&form) && other.chars().all(char::is_alphabetic);
        let mut better = found.forms.into_iter().filter(|(_, passages)| *passages > known * MORE_FREQUENT);
        Ok(better.find(|(other, _)| is_other(other)).map(|(other, _)| as_typed(other, typed)))
    }
}

/// With a capital where one was typed.
fn as_typed(form: String, typed: &str) -> String {
    let mut letters = form.chars();
    match letters.next() {
        Some(first) if typed.starts_with(char::is_uppercase) => first.to_uppercase().chain(letters).collect(),
        _ => form,
    }
}
