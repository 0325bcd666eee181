//! Which word forms of the index does a pattern or a fuzzy word stand for?

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::time::Instant;

use tantivy::error::DataCorruption;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::termdict::TermDictionary;
use tantivy::{TantivyError, Term};

use super::pattern::Pattern;
use crate::Error;
use crate::postings::Segments;
use crate::retrieval::Deadline;

/// Most forms that one pattern takes from a segment, in alphabetical order. The others are not even counted.
const MAX_FORMS_PER_SEGMENT: usize = 1 << 16;

/// A query for many terms of one field.
pub(crate) enum MultiTerm<'a> {
    /// Exact forms that fit a pattern.
    Wildcard(&'a Pattern),
    /// Exact forms that differ from this one in at most this many letters. Two neighbouring letters that changed places
    /// are one difference.
    Fuzzy(&'a str, u8),
}

/// The word forms that a [`MultiTerm`] stands for.
pub(crate) struct Expansion {
    /// Forms with the number of passages that have them: the fewest differences first, then the most frequent.
    pub(crate) forms: Vec<(String, u64)>,
    /// Number of forms that fit, of which `forms` may be only the best.
    pub(crate) known: usize,
}

/// Statistics of the forms that were found so far.
struct FormTable {
    forms: HashMap<String, FormStats>,
    deadline: Deadline,
}

struct FormStats {
    edits: u8,
    doc_freq: u64,
}

/// The word forms of `field` that fit `query`, at most `limit`. Passages are counted with deleted ones.
///
/// A pattern that begins with letters scans the forms that begin with them; one that begins with a star, the whole
/// dictionary. Fails if that is not done by `deadline`.
pub(crate) fn expand(
    segments: &Segments,
    field: Field,
    query: &MultiTerm<'_>,
    limit: usize,
    deadline: Option<Instant>,
) -> Result<Expansion, Error> {
    let mut table = FormTable { forms: HashMap::new(), deadline: Deadline::new(deadline) };
    for dictionary in segments.dictionaries(field) {
        match query {
            MultiTerm::Wildcard(pattern) => table.add_fitting(dictionary, pattern)?,
            MultiTerm::Fuzzy(form, edits) => table.add_similar(dictionary, field, form, *edits)?,
        }
    }
    let known = table.forms.len();
    let mut forms: Vec<(String, FormStats)> = table.forms.into_iter().collect();
    let rank = |stats: &FormStats| (stats.edits, Reverse(stats.doc_freq));
    forms.sort_unstable_by(|(a, x), (b, y)| rank(x).cmp(&rank(y)).then_with(|| a.cmp(b)));
    forms.truncate(limit);
    Ok(Expansion { forms: forms.into_iter().map(|(form, stats)| (form, stats.doc_freq)).collect(), known })
}

impl FormTable {
    fn add_fitting(&mut self, dictionary: &TermDictionary, pattern: &Pattern) -> Result<(), Error> {
        let prefix = pattern.prefix().as_bytes();
        let mut stream = dictionary.range().ge(prefix).into_stream().map_err(TantivyError::from)?;
        let mut found = 0;
        while found < MAX_FORMS_PER_SEGMENT && stream.advance() && stream.key().starts_with(prefix) {
            self.in_time()?;
            let form = utf8(stream.key())?;
            if pattern.fits(form) {
                self.add(form, 0, stream.value().doc_freq);
                found += 1;
            }
        }
        Ok(())
    }

    fn add_similar(
        &mut self,
        dictionary: &TermDictionary,
        field: Field,
        form: &str,
        max_edits: u8,
    ) -> Result<(), Error> {
        // The automaton of n edits does not tell how many a form needs: each form counts for the first that accepts it.
        let mut found = HashSet::new();
        for edits in 0..=max_edits {
            let automaton = FuzzyTermQuery::new(Term::from_field_text(field, form), edits, true).automaton()?;
            let mut stream = dictionary.search(automaton).into_stream().map_err(TantivyError::from)?;
            while stream.advance() {
                self.in_time()?;
                if found.insert(stream.term_ord()) {
                    self.add(utf8(stream.key())?, edits, stream.value().doc_freq);
                }
            }
        }
        Ok(())
    }

    fn in_time(&mut self) -> Result<(), Error> {
        if self.deadline.is_over_sampled() { Err(Error::TooSlow) } else { Ok(()) }
    }

    fn add(&mut self, form: &str, edits: u8, doc_freq: u32) {
        let stats = self.forms.entry(form.to_owned()).or_insert(FormStats { edits, doc_freq: 0 });
        stats.edits = stats.edits.min(edits);
        stats.doc_freq += u64::from(doc_freq);
    }
}

/// A key of the dictionary. Only text is indexed in fields that have word forms.
fn utf8(key: &[u8]) -> Result<&str, Error> {
    let damaged = |_| TantivyError::from(DataCorruption::comment_only("a word form is not UTF-8"));
    Ok(str::from_utf8(key).map_err(damaged)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::postings::fixture::Fixture;

    /// Every word of the fixture is `w` and a number below this.
    const WORDS: u32 = 1_000;

    /// The forms that `edits_of` gives a number of edits, found by looking at every word of every passage.
    fn naive(fixture: &Fixture, edits_of: impl Fn(&str) -> Option<usize>) -> Vec<(String, u64)> {
        let mut found = Vec::new();
        for word in 0..WORDS {
            let form = format!("w{word}");
            let Some(edits) = edits_of(&form) else { continue };
            let segments = 0..fixture.passages.len();
            let doc_freq = segments.map(|segment| fixture.postings(segment, word).len() as u64).sum::<u64>();
            found.extend((doc_freq > 0).then_some((edits, Reverse(doc_freq), form)));
        }
        found.sort_unstable();
        found.into_iter().map(|(_, Reverse(doc_freq), form)| (form, doc_freq)).collect()
    }

    /// Returns true if a word fits a pattern, by trying every length for each star.
    fn fits(pattern: &str, word: &str) -> bool {
        match pattern.split_once('*') {
            None => pattern == word,
            Some((prefix, pattern)) => word
                .strip_prefix(prefix)
                .is_some_and(|word| (0..=word.len()).any(|skipped| fits(pattern, &word[skipped..]))),
        }
    }

    /// Compares an expansion with `all`, in full and cut to the best two. Returns how many forms there are.
    fn compare(fixture: &Fixture, query: &MultiTerm<'_>, all: &[(String, u64)], name: &str) -> usize {
        for limit in [2, usize::MAX] {
            let expansion = expand(&fixture.segments, fixture.field, query, limit, None).unwrap();
            assert_eq!(expansion.forms, all[..limit.min(all.len())], "{name}");
            assert_eq!(expansion.known, all.len(), "{name}");
        }
        all.len()
    }

    #[test]
    fn patterns_expand_to_all_words_that_fit() {
        let fixture = Fixture::drawn(&[60, 40], WORDS, 3);
        let mut found = 0;
        for number in (0..WORDS).step_by(23) {
            for pattern in [
                format!("w{number:02}*"),
                format!("*{number:03}"),
                format!("*{number:03}*"),
                format!("w{:02}*{}", number / 10, number % 10),
                format!("w{:02}*{}*", number % 100, number % 10),
            ] {
                let parsed = Pattern::parse(&pattern).unwrap();
                let all = naive(&fixture, |form| fits(&pattern, form).then_some(0));
                found += compare(&fixture, &MultiTerm::Wildcard(&parsed), &all, &pattern);
            }
        }
        assert!(found > 100, "{found} forms");
    }

    #[test]
    fn an_expansion_ends_at_its_deadline() {
        let fixture = Fixture::drawn(&[60, 40], WORDS, 5);
        let pattern = Pattern::parse("*999*").unwrap();
        for query in [MultiTerm::Wildcard(&pattern), MultiTerm::Fuzzy("w12", 2)] {
            let expanded = expand(&fixture.segments, fixture.field, &query, usize::MAX, Some(Instant::now()));
            assert!(matches!(expanded, Err(Error::TooSlow)));
        }
    }

    #[test]
    fn fuzzy_words_expand_to_all_words_within_reach() {
        let fixture = Fixture::drawn(&[60, 40], WORDS, 4);
        let mut found = 0;
        for form in ["w12", "w123", "w321", "w999", "w2718", "v99", "w12345", "w"] {
            for max_edits in 0..=2 {
                let edits_of = |other: &str| {
                    Some(strsim::osa_distance(form, other)).filter(|edits| *edits <= usize::from(max_edits))
                };
                let all = naive(&fixture, edits_of);
                let query = MultiTerm::Fuzzy(form, max_edits);
                found += compare(&fixture, &query, &all, &format!("{form}~{max_edits}"));
            }
        }
        assert!(found > 200, "{found} forms");
    }
}
