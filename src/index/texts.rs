//! Texts as rows of word numbers: adding a word costs one number.

use std::ops::Range;

use tantivy::DocId;

/// Of a word of a text: the next one stands at the same position.
const STAYS: u32 = 1 << 31;

/// The number of the word that stands for nothing and keeps what is before it away from what comes after.
pub(super) const GAP: u32 = 0;
/// Positions it takes: more than a query may have between two words.
const GAP_WIDTH: u32 = 64;

/// Words of a piece of memory: so only the text that is open is ever copied when it outgrows one.
const PIECE: usize = 1 << 18;

/// One text for each document, as numbers of words. Documents may share one.
#[derive(Default)]
pub(super) struct Texts {
    /// Each text lies in one piece, and a long one may have a longer piece of its own.
    pieces: Vec<Vec<u32>>,
    /// Of each document, in which piece its words are, and where there.
    ranges: Vec<(u32, Range<u32>)>,
    /// Where in the last piece the open text begins.
    begin: usize,
    words: usize,
}

impl Texts {
    /// Adds a word to the text that is open.
    pub(super) fn push(&mut self, word: u32) {
        self.open().push(word);
        self.words += 1;
    }

    /// Adds a word that stands at the position of the next one.
    pub(super) fn push_before_next(&mut self, word: u32) {
        self.push(word | STAYS);
    }

    /// Adds a word that stands at the position of the last one.
    pub(super) fn push_beside_last(&mut self, word: u32) {
        let begin = self.begin;
        match self.pieces.last_mut().filter(|piece| piece.len() > begin).and_then(|piece| piece.last_mut()) {
            Some(last) => {
                let last = std::mem::replace(last, word | STAYS);
                self.push(last);
            }
            None => self.push(word),
        }
    }

    /// The piece of the open text, with room for a word.
    fn open(&mut self) -> &mut Vec<u32> {
        let is_full = self.pieces.last().is_none_or(|piece| piece.len() == piece.capacity());
        if is_full {
            let text = self.pieces.last_mut().map_or(Vec::new(), |piece| piece.split_off(self.begin));
            let mut piece = Vec::with_capacity(PIECE.max(2 * text.len()));
            piece.extend(text);
            self.pieces.push(piece);
            self.begin = 0;
        }
        let last = self.pieces.len() - 1;
        &mut self.pieces[last]
    }

    /// Ends the open text, that of the next `documents`, and gives its words, each with whether it stands at a position of its
    /// own: neither a joint spelling nor put together.
    pub(super) fn end(&mut self, documents: usize) -> impl Iterator<Item = (u32, bool)> {
        let (begin, end) = (self.begin, self.pieces.last().map_or(0, Vec::len));
        let piece = self.pieces.len().saturating_sub(1) as u32;
        self.ranges.extend(std::iter::repeat_n((piece, begin as u32..end as u32), documents));
        self.begin = end;
        let words = self.pieces.last().map_or(&[][..], |piece| &piece[begin..]);
        words.iter().map(|word| (word & !STAYS, word & STAYS == 0))
    }

    /// Words so far.
    pub(super) fn len(&self) -> usize {
        self.words
    }

    /// Bytes of memory, about.
    pub(super) fn memory(&self) -> usize {
        4 * self.words + 12 * self.ranges.capacity()
    }

    /// The words of each document.
    fn texts(&self) -> impl Iterator<Item = &[u32]> {
        let words = |(piece, range): &(u32, Range<u32>)| {
            self.pieces.get(*piece as usize).map_or(&[][..], |piece| &piece[range.start as usize..range.end as usize])
        };
        self.ranges.iter().map(words)
    }

    /// How often each word stands in the texts of all documents, by its number.
    pub(super) fn counts(&self) -> Vec<u32> {
        let mut counts = Vec::new();
        for word in self.texts().flatten() {
            let at = (word & !STAYS) as usize;
            if at >= counts.len() {
                counts.resize(at + 1, 0);
            }
            counts[at] += 1;
        }
        counts
    }

    /// Hands every term of every text to `take`, with its document and position. `terms` gives those of a word.
    pub(super) fn each_place<'a>(&'a self, terms: &impl Fn(u32) -> &'a [u32], mut take: impl FnMut(u32, DocId, u32)) {
        for (doc, text) in self.texts().enumerate() {
            let mut position = 0;
            for word in text {
                for term in terms(word & !STAYS) {
                    take(*term, doc as DocId, position);
                }
                position += if *word == GAP { GAP_WIDTH } else { u32::from(word & STAYS == 0) };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beside_each_other_share_a_position() {
        let mut texts = Texts::default();
        // A joint spelling 7 before its pieces 1 and 2, then 3, beside which 9 stands; two documents share a text.
        texts.push_before_next(7);
        texts.push(1);
        texts.push(2);
        texts.push(3);
        texts.push_beside_last(9);
        let words: Vec<(u32, bool)> = texts.end(2).collect();
        assert_eq!(words, [(7, false), (1, true), (2, true), (9, false), (3, true)]);
        texts.push(1);
        texts.push(GAP);
        texts.push(1);
        assert_eq!(texts.end(1).collect::<Vec<_>>(), [(1, true), (GAP, true), (1, true)]);
        let numbers: Vec<u32> = (0..10).collect();
        let mut places = Vec::new();
        texts.each_place(&|word| &numbers[word as usize..=word as usize], |term, doc, position| {
            places.push((doc, position, term));
        });
        let first = [(0, 7), (0, 1), (1, 2), (2, 9), (2, 3)];
        let expected: Vec<_> = [0, 1].into_iter().flat_map(|doc| first.map(|(at, word)| (doc, at, word))).collect();
        assert_eq!(places[..10], expected);
        assert_eq!(places[10..], [(2, 0, 1), (2, 1, GAP), (2, 1 + GAP_WIDTH, 1)]);
        const { assert!(GAP_WIDTH > crate::query::MAX_WIDTH) }
    }

    #[test]
    fn a_text_lies_in_one_piece() {
        let mut texts = Texts::default();
        let lengths = [PIECE - 2, 5, 0, 3 * PIECE, 1, PIECE, 7];
        for (text, length) in lengths.into_iter().enumerate() {
            (0..length).for_each(|_| texts.push(text as u32));
            assert_eq!(texts.end(1).count(), length);
        }
        let found: Vec<usize> = texts.texts().map(<[u32]>::len).collect();
        assert_eq!(found, lengths);
        assert!(texts.texts().enumerate().all(|(text, words)| words.iter().all(|word| *word == text as u32)));
        assert_eq!(texts.len(), lengths.iter().sum::<usize>());
        assert_eq!(texts.counts(), lengths.map(|length| length as u32));
    }
}
