//! Writes the postings of a segment in tantivy's format.
//!
//! The occurrences of each term are gathered only now, by a counting sort: all texts are scanned, and each occurrence is put
//! into the region of its term. Texts are scanned in order, so the occurrences of a term end up in order, too.

use std::io;
use std::ops::Range;

use tantivy::DocId;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::schema::Field;

use super::forward_index::ForwardIndex;
use super::interner::Interner;

/// Occurrences gathered in one scan of the texts; a field with more takes several scans.
const MAX_GATHERED: usize = 4 << 20;
/// Start of a term that is not gathered in the current scan.
const NOT_GATHERED: u32 = u32::MAX;

/// A key such as an article's id, and the documents that have it.
pub(super) struct KeyPosting {
    pub(super) key: Vec<u8>,
    pub(super) documents: Range<DocId>,
}

/// A hash of a passage's sketch. The derived order is the order on disk.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SketchPosting {
    pub(super) hash: u32,
    pub(super) doc: DocId,
}

/// An occurrence of a term.
#[derive(Clone, Copy, Default)]
struct TermPosition {
    doc: DocId,
    position: u32,
}

/// The occurrences of all terms of a field, in order of document and position, as often as they are asked for.
pub(super) trait Occurrences<T> {
    /// Calls `visit` with the term and the data of each occurrence.
    fn for_each(&self, visit: impl FnMut(u32, T));
}

/// The terms of texts. `terms` maps a word to the ids of its terms.
struct TermsOfTexts<'a, F> {
    texts: &'a ForwardIndex,
    terms: F,
}

impl<'a, F: Fn(u32) -> &'a [u32]> Occurrences<TermPosition> for TermsOfTexts<'a, F> {
    fn for_each(&self, mut visit: impl FnMut(u32, TermPosition)) {
        self.texts.for_each_occurrence(&self.terms, |term, doc, position| visit(term, TermPosition { doc, position }));
    }
}

/// Writes a text field: all terms of `texts` with documents and positions. `terms` maps a word to the ids of its terms in
/// `strings`. Returns the number of occurrences.
pub(super) fn write_text_field<'a>(
    inverted: &mut InvertedIndexSerializer,
    field: Field,
    norms: Option<FieldNormReader>,
    strings: &Interner,
    texts: &'a ForwardIndex,
    terms: impl Fn(u32) -> &'a [u32],
) -> io::Result<u64> {
    let mut counts = vec![0_u32; strings.len()];
    for (word, count) in (0..).zip(texts.counts()) {
        if count > 0 {
            terms(word).iter().for_each(|term| counts[*term as usize] += count);
        }
    }
    let sorted = sorted_terms(strings, (0..strings.len() as u32).filter(|term| counts[*term as usize] > 0));
    if sorted.is_empty() {
        return Ok(0);
    }
    let total: u64 = counts.iter().map(|count| u64::from(*count)).sum();
    let mut out = inverted.new_field(field, total, norms)?;
    let mut deltas = Vec::new();
    for_each_term(&counts, &sorted, &TermsOfTexts { texts, terms }, |term, occurrences| {
        write_term(&mut out, strings.get(term), occurrences, &mut deltas)
    })?;
    out.close()?;
    Ok(total)
}

/// Calls `write` with each of the `sorted` terms and its occurrences, of which there are as many as `counts` says. They are gathered
/// in as many scans as bounded memory takes.
pub(super) fn for_each_term<T: Copy + Default>(
    counts: &[u32],
    sorted: &[u32],
    all: &impl Occurrences<T>,
    mut write: impl FnMut(u32, &[T]) -> io::Result<()>,
) -> io::Result<()> {
    // Index of the next occurrence of each term.
    let mut next = vec![NOT_GATHERED; counts.len()];
    let mut occurrences: Vec<T> = Vec::new();
    let mut rest = sorted;
    while !rest.is_empty() {
        let (mut gathered, mut sum) = (0, 0);
        while gathered < rest.len() && (gathered == 0 || sum + counts[rest[gathered] as usize] as usize <= MAX_GATHERED)
        {
            next[rest[gathered] as usize] = sum as u32;
            sum += counts[rest[gathered] as usize] as usize;
            gathered += 1;
        }
        occurrences.clear();
        occurrences.resize(sum, T::default());
        all.for_each(|term, occurrence| {
            let index = &mut next[term as usize];
            if *index != NOT_GATHERED {
                occurrences[*index as usize] = occurrence;
                *index += 1;
            }
        });
        let (now, later) = rest.split_at(gathered);
        let mut unwritten = occurrences.as_slice();
        for term in now {
            let (own, others) = unwritten.split_at(counts[*term as usize] as usize);
            unwritten = others;
            next[*term as usize] = NOT_GATHERED;
            write(*term, own)?;
        }
        rest = later;
    }
    Ok(())
}

/// Writes a term and its sorted occurrences. `deltas` is scratch memory.
fn write_term(
    out: &mut FieldSerializer<'_>,
    term: &str,
    occurrences: &[TermPosition],
    deltas: &mut Vec<u32>,
) -> io::Result<()> {
    let documents = occurrences.chunk_by(|a, b| a.doc == b.doc);
    out.new_term(term.as_bytes(), documents.clone().count() as u32, true)?;
    for document in documents {
        deltas.clear();
        let mut last = 0;
        for TermPosition { position, .. } in document {
            deltas.push(position - last);
            last = *position;
        }
        out.write_doc(document[0].doc, document.len() as u32, deltas);
    }
    out.close_term()
}

/// Returns `terms` in byte order of their strings.
fn sorted_terms(strings: &Interner, terms: impl Iterator<Item = u32>) -> Vec<u32> {
    // The first bytes as a number tell most terms apart without reading the rest.
    let prefix = |term: u32| {
        let mut prefix = [0; 8];
        prefix.iter_mut().zip(strings.get(term).bytes()).for_each(|(to, byte)| *to = byte);
        u64::from_be_bytes(prefix)
    };
    let mut order: Vec<(u64, u32)> = terms.map(|term| (prefix(term), term)).collect();
    order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| strings.get(a.1).cmp(strings.get(b.1))));
    order.into_iter().map(|(_, term)| term).collect()
}

/// Writes a field of keys, each with the documents that have it. Sorts `postings` by key, then document.
pub(super) fn write_key_field(
    inverted: &mut InvertedIndexSerializer,
    field: Field,
    norms: Option<FieldNormReader>,
    postings: &mut [KeyPosting],
) -> io::Result<()> {
    if postings.is_empty() {
        return Ok(());
    }
    postings.sort_unstable_by(|a, b| a.key.cmp(&b.key).then(a.documents.start.cmp(&b.documents.start)));
    let total = postings.iter().map(|posting| posting.documents.len() as u64).sum();
    let mut out = inverted.new_field(field, total, norms)?;
    for same in postings.chunk_by(|a, b| a.key == b.key) {
        let frequency: usize = same.iter().map(|posting| posting.documents.len()).sum();
        out.new_term(&same[0].key, frequency as u32, false)?;
        for doc in same.iter().flat_map(|posting| posting.documents.clone()) {
            out.write_doc(doc, 0, &[]);
        }
        out.close_term()?;
    }
    out.close()
}

/// Writes the field of sketches. Sorts `postings`; no document has a hash twice.
pub(super) fn write_sketch_field(
    inverted: &mut InvertedIndexSerializer,
    field: Field,
    postings: &mut [SketchPosting],
) -> io::Result<()> {
    if postings.is_empty() {
        return Ok(());
    }
    postings.sort_unstable();
    let mut out = inverted.new_field(field, postings.len() as u64, None)?;
    for same in postings.chunk_by(|a, b| a.hash == b.hash) {
        out.new_term(&u64::from(same[0].hash).to_be_bytes(), same.len() as u32, false)?;
        same.iter().for_each(|posting| out.write_doc(posting.doc, 0, &[]));
        out.close_term()?;
    }
    out.close()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_sorted_by_their_bytes() {
        let mut strings = Interner::default();
        let words = ["werbebudgets", "a", "werbebudget", "werbebud", "", "a\0", "häuser", "werbung", "werbebude"];
        words.iter().for_each(|word| assert!(strings.intern(word).1));
        let sorted = sorted_terms(&strings, 0..strings.len() as u32);
        let mut expected = words;
        expected.sort_unstable();
        assert_eq!(sorted.into_iter().map(|term| strings.get(term)).collect::<Vec<_>>(), expected);
    }
}
