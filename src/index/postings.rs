//! From texts as rows of word numbers to the postings of each term.
//!
//! Only when a segment is written are the places of each term gathered, by walking over all texts and putting each place
//! where those of its term lie (a counting sort): texts are in order, so the places are, too.

use std::io;

use tantivy::DocId;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::Field;

use super::interner::Interner;
use super::texts::Texts;

/// Places that are gathered in one walk. More terms than that are written in several.
const PLACES: usize = 4 << 20;

/// Writes a field: all terms that stand in `texts`, with their documents and positions.
pub(super) fn write_texts<'a>(
    inverted: &mut InvertedIndexSerializer,
    field: Field,
    norms: Option<FieldNormReader>,
    names: &Interner,
    texts: &'a Texts,
    terms: impl Fn(u32) -> &'a [u32],
) -> io::Result<()> {
    let mut counts = vec![0_u32; names.len()];
    for (word, count) in (0..).zip(texts.counts()) {
        if count > 0 {
            terms(word).iter().for_each(|term| counts[*term as usize] += count);
        }
    }
    let order = in_order(names, (0..names.len() as u32).filter(|term| counts[*term as usize] > 0));
    if order.is_empty() {
        return Ok(());
    }
    let total: u64 = counts.iter().map(|count| u64::from(*count)).sum();
    let mut out = inverted.new_field(field, total, norms)?;
    // Where the next place of each term goes; none for terms of another walk.
    let mut next = vec![u32::MAX; names.len()];
    let mut places: Vec<(DocId, u32)> = Vec::with_capacity(PLACES.min(total as usize));
    let mut deltas = Vec::new();
    let mut rest = order.as_slice();
    while !rest.is_empty() {
        let (mut taken, mut sum) = (0, 0);
        while taken < rest.len() && (taken == 0 || sum + counts[rest[taken] as usize] as usize <= PLACES) {
            next[rest[taken] as usize] = sum as u32;
            sum += counts[rest[taken] as usize] as usize;
            taken += 1;
        }
        places.clear();
        places.resize(sum, (0, 0));
        texts.each_place(&terms, |term, doc, position| {
            let at = &mut next[term as usize];
            if *at != u32::MAX {
                places[*at as usize] = (doc, position);
                *at += 1;
            }
        });
        let (now, later) = rest.split_at(taken);
        let mut gathered = places.as_slice();
        for term in now {
            let (of_term, others) = gathered.split_at(counts[*term as usize] as usize);
            gathered = others;
            next[*term as usize] = u32::MAX;
            let documents = of_term.chunk_by(|a, b| a.0 == b.0);
            out.new_term(names.get(*term).as_bytes(), documents.clone().count() as u32, true)?;
            for document in documents {
                deltas.clear();
                let mut before = 0;
                for (_, position) in document {
                    deltas.push(position - before);
                    before = *position;
                }
                out.write_doc(document[0].0, document.len() as u32, &deltas);
            }
            out.close_term()?;
        }
        rest = later;
    }
    out.close()
}

/// Terms in the order of their bytes.
fn in_order(names: &Interner, terms: impl Iterator<Item = u32>) -> Vec<u32> {
    // Their first bytes as a number tell most of them apart without a look at the rest.
    let begin = |term: u32| {
        let mut begin = [0; 8];
        begin.iter_mut().zip(names.get(term).bytes()).for_each(|(to, byte)| *to = byte);
        u64::from_be_bytes(begin)
    };
    let mut order: Vec<(u64, u32)> = terms.map(|term| (begin(term), term)).collect();
    order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| names.get(a.1).cmp(names.get(b.1))));
    order.into_iter().map(|(_, term)| term).collect()
}

/// Writes a field of keys: each with the documents that have it, sorted by key, then document.
pub(super) fn write_keys(
    inverted: &mut InvertedIndexSerializer,
    field: Field,
    norms: Option<FieldNormReader>,
    keys: &mut [(Vec<u8>, std::ops::Range<DocId>)],
) -> io::Result<()> {
    if keys.is_empty() {
        return Ok(());
    }
    keys.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.start.cmp(&b.1.start)));
    let total = keys.iter().map(|(_, documents)| documents.len() as u64).sum();
    let mut out = inverted.new_field(field, total, norms)?;
    for same in keys.chunk_by(|a, b| a.0 == b.0) {
        let frequency: usize = same.iter().map(|(_, documents)| documents.len()).sum();
        out.new_term(&same[0].0, frequency as u32, false)?;
        for doc in same.iter().flat_map(|(_, documents)| documents.clone()) {
            out.write_doc(doc, 0, &[]);
        }
        out.close_term()?;
    }
    out.close()
}

/// Writes a field of numbers: each with the documents that have it, once each.
pub(super) fn write_numbers(
    inverted: &mut InvertedIndexSerializer,
    field: Field,
    numbers: &mut [(u32, DocId)],
) -> io::Result<()> {
    if numbers.is_empty() {
        return Ok(());
    }
    numbers.sort_unstable();
    let mut out = inverted.new_field(field, numbers.len() as u64, None)?;
    for same in numbers.chunk_by(|a, b| a.0 == b.0) {
        out.new_term(&u64::from(same[0].0).to_be_bytes(), same.len() as u32, false)?;
        same.iter().for_each(|(_, doc)| out.write_doc(*doc, 0, &[]));
        out.close_term()?;
    }
    out.close()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_in_the_order_of_their_bytes() {
        let mut names = Interner::default();
        let words = ["werbebudgets", "a", "werbebudget", "werbebud", "", "a\0", "häuser", "werbung", "werbebude"];
        words.iter().for_each(|word| assert!(names.number(word).1));
        let sorted = in_order(&names, 0..names.len() as u32);
        let mut expected = words;
        expected.sort_unstable();
        assert_eq!(sorted.into_iter().map(|term| names.get(term)).collect::<Vec<_>>(), expected);
    }
}
