//! Which words of the index are meant?

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::termdict::TermDictionary;

use super::pattern::Pattern;
use crate::postings::Segments;

/// Word forms taken in for one pattern; one with more is cut off here, in the order of the alphabet.
const MOST_TAKEN: usize = 1 << 16;

/// What word forms are asked for.
pub(crate) enum Wanted<'a> {
    /// Those that fit.
    Fitting(&'a Pattern),
    /// Those that differ from this exact form in so many letters at most; two that changed places are one.
    Like(&'a str, u8),
}

/// Word forms of the index.
pub(crate) struct Expansion {
    /// The closest and of these the most frequent first, at most as many as were asked for; with their passages.
    pub(crate) terms: Vec<(String, u64)>,
    /// How many there are.
    pub(crate) known: usize,
}

/// Word forms as they are met.
#[derive(Default)]
struct Forms(HashMap<String, Found>);

struct Found {
    edits: u8,
    passages: u64,
}

/// The word forms of `field` that are `wanted`, at most `most`.
///
/// A pattern that begins with letters costs what begins so; one that begins with a star, the whole dictionary.
pub(crate) fn expand(
    segments: &Segments,
    field: Field,
    wanted: &Wanted<'_>,
    most: usize,
) -> tantivy::Result<Expansion> {
    let mut forms = Forms::default();
    for dictionary in segments.dictionaries(field) {
        match wanted {
            Wanted::Fitting(pattern) => forms.fitting(dictionary, pattern)?,
            Wanted::Like(form, edits) => forms.like(dictionary, field, form, *edits)?,
        }
    }
    let known = forms.0.len();
    let mut found: Vec<(String, Found)> = forms.0.into_iter().collect();
    let rank = |found: &Found| (found.edits, Reverse(found.passages));
    found.sort_unstable_by(|(a, x), (b, y)| rank(x).cmp(&rank(y)).then_with(|| a.cmp(b)));
    found.truncate(most);
    Ok(Expansion { terms: found.into_iter().map(|(form, found)| (form, found.passages)).collect(), known })
}

impl Forms {
    fn fitting(&mut self, dictionary: &TermDictionary, pattern: &Pattern) -> tantivy::Result<()> {
        let beginning = pattern.beginning().as_bytes();
        let mut stream = dictionary.range().ge(beginning).into_stream()?;
        let mut taken = 0;
        while taken < MOST_TAKEN && stream.advance() && stream.key().starts_with(beginning) {
            if let Some(form) = str::from_utf8(stream.key()).ok().filter(|form| pattern.fits(form)) {
                self.add(form, 0, stream.value().doc_freq);
                taken += 1;
            }
        }
        Ok(())
    }

    fn like(&mut self, dictionary: &TermDictionary, field: Field, form: &str, edits: u8) -> tantivy::Result<()> {
        // The closest first: what fewer edits have found counts for these.
        let mut met = HashSet::new();
        for edits in 0..=edits {
            let automaton = FuzzyTermQuery::new(Term::from_field_text(field, form), edits, true).automaton()?;
            let mut stream = dictionary.search(automaton).into_stream()?;
            while stream.advance() {
                if let Ok(form) = str::from_utf8(stream.key())
                    && met.insert(stream.term_ord())
                {
                    self.add(form, edits, stream.value().doc_freq);
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, form: &str, edits: u8, passages: u32) {
        let found = self.0.entry(form.to_owned()).or_insert(Found { edits, passages: 0 });
        found.edits = found.edits.min(edits);
        found.passages += u64::from(passages);
    }
}
