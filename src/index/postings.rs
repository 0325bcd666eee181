//! From texts as rows of word numbers to the postings of each term.
//!
//! Adding a word to a text costs one number. Only when a segment is written are the places of each term gathered, by
//! walking over all texts and putting each place where those of its term lie (a counting sort): texts are in
//! order, so the places are, too.

use std::io;

use tantivy::DocId;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::Field;

use super::interner::Interner;

/// Of a word of a text: the next one stands at the same position.
const STAYS: u32 = 1 << 31;
/// Places that are gathered in one walk. More terms than that are written in several.
const PLACES: usize = 4 << 20;

/// One text for each document, as numbers of words. Documents may share one.
#[derive(Default)]
pub(super) struct Texts {
    words: Vec<u32>,
    /// Of each document, where its words begin and end.
    ranges: Vec<(u32, u32)>,
    /// Where the open text begins.
    begin: u32,
}

impl Texts {
    /// Adds a word to the text that is open.
    pub(super) fn push(&mut self, word: u32) {
        self.words.push(word);
    }

    /// Adds a word that stands at the position of the next one.
    pub(super) fn push_before_next(&mut self, word: u32) {
        self.words.push(word | STAYS);
    }

    /// Adds a word that stands at the position of the last one.
    pub(super) fn push_beside_last(&mut self, word: u32) {
        match self.words.last_mut() {
            Some(last) => {
                let last = std::mem::replace(last, word | STAYS);
                self.words.push(last);
            }
            None => self.words.push(word),
        }
    }

    /// Ends the open text, that of the next `documents`, and gives its words.
    pub(super) fn end(&mut self, documents: usize) -> impl Iterator<Item = u32> {
        let start = self.begin;
        let end = self.words.len() as u32;
        self.ranges.extend(std::iter::repeat_n((start, end), documents));
        self.begin = end;
        self.words[start as usize..].iter().map(|word| word & !STAYS)
    }

    /// Words so far.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Bytes of memory, about.
    pub(super) fn memory(&self) -> usize {
        4 * self.words.capacity() + 8 * self.ranges.capacity()
    }

    /// How often each word stands in the texts of all documents, by its number.
    fn counts(&self) -> Vec<u32> {
        let mut counts = Vec::new();
        for (start, end) in &self.ranges {
            for word in &self.words[*start as usize..*end as usize] {
                let at = (word & !STAYS) as usize;
                if at >= counts.len() {
                    counts.resize(at + 1, 0);
                }
                counts[at] += 1;
            }
        }
        counts
    }

    /// Hands every term of every text to `take`, with its document and position. `terms` gives those of a word.
    fn each_place<'a>(&'a self, terms: &impl Fn(u32) -> &'a [u32], mut take: impl FnMut(u32, DocId, u32)) {
        for (doc, (start, end)) in self.ranges.iter().enumerate() {
            let mut position = 0;
            for word in &self.words[*start as usize..*end as usize] {
                for term in terms(word & !STAYS) {
                    take(*term, doc as DocId, position);
                }
                position += u32::from(word & STAYS == 0);
            }
        }
    }
}

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
    let total = counts.iter().map(|count| u64::from(*count)).sum();
    let mut out = inverted.new_field(field, total, norms)?;
    // Where the next place of each term goes; none for terms of another walk.
    let mut next = vec![u32::MAX; names.len()];
    let mut places: Vec<(DocId, u32)> = Vec::new();
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

    #[test]
    fn words_beside_each_other_share_a_position() {
        let mut texts = Texts::default();
        // A joint spelling 7 before its pieces 1 and 2, then 3, beside which 9 stands; two documents share a text.
        texts.push_before_next(7);
        texts.push(1);
        texts.push(2);
        texts.push(3);
        texts.push_beside_last(9);
        assert_eq!(texts.end(2).collect::<Vec<_>>(), [7, 1, 2, 9, 3]);
        texts.push(1);
        assert_eq!(texts.end(1).collect::<Vec<_>>(), [1]);
        let numbers: Vec<u32> = (0..10).collect();
        let mut places = Vec::new();
        texts.each_place(&|word| &numbers[word as usize..=word as usize], |term, doc, position| {
            places.push((doc, position, term));
        });
        let first = [(0, 7), (0, 1), (1, 2), (2, 9), (2, 3)];
        let expected: Vec<_> = [0, 1].into_iter().flat_map(|doc| first.map(|(at, word)| (doc, at, word))).collect();
        assert_eq!(places[..10], expected);
        assert_eq!(places[10..], [(2, 0, 1)]);
    }
}
