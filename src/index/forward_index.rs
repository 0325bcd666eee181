//! Forward index of a segment: the text of each document as a sequence of word ids, four bytes a word.

use std::ops::Range;

use tantivy::DocId;

/// Flag on a word id: the next word has the same position.
const SAME_POSITION: u32 = 1 << 31;

/// Id of the gap between a title and its text: a word without forms, which no phrase crosses.
pub(super) const GAP_WORD: u32 = 0;
/// Positions taken by [`GAP_WORD`]: more than a query may allow between two words.
pub(crate) const GAP_WIDTH: u32 = 64;

/// Words of a chunk of memory. Chunks bound what is copied as texts come in: the open text at most.
const CHUNK_WORDS: usize = 1 << 18;

/// The words of each document's text. Documents may share a text.
#[derive(Default)]
pub(super) struct ForwardIndex {
    /// Every text lies in one chunk; a long text may have a longer chunk of its own.
    chunks: Vec<Vec<u32>>,
    /// Location of each document's text.
    texts: Vec<TextRange>,
    /// Start of the open text in the last chunk.
    start: usize,
    words: usize,
}

/// Location of a text: a chunk and the words inside it.
#[derive(Clone)]
struct TextRange {
    chunk: u32,
    words: Range<u32>,
}

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PlacedWord {
    pub(super) id: u32,
    /// False for a word at the position of the word after it: a joint spelling, a distant compound, a quotation mark.
    pub(super) has_position: bool,
}

impl ForwardIndex {
    /// Appends a word to the open text.
    pub(super) fn push(&mut self, word: u32) {
        self.open().push(word);
        self.words += 1;
    }

    /// Appends a word at the position of the word that follows.
    pub(super) fn push_before_next(&mut self, word: u32) {
        self.push(word | SAME_POSITION);
    }

    /// Appends a word at the position of the last word.
    pub(super) fn push_beside_last(&mut self, word: u32) {
        let start = self.start;
        match self.chunks.last_mut().filter(|chunk| chunk.len() > start).and_then(|chunk| chunk.last_mut()) {
            Some(last) => {
                let last = std::mem::replace(last, word | SAME_POSITION);
                self.push(last);
            }
            None => self.push(word),
        }
    }

    /// Returns the chunk of the open text, with room for a word.
    fn open(&mut self) -> &mut Vec<u32> {
        let is_full = self.chunks.last().is_none_or(|chunk| chunk.len() == chunk.capacity());
        if is_full {
            let text = self.chunks.last_mut().map_or(Vec::new(), |chunk| chunk.split_off(self.start));
            let mut chunk = Vec::with_capacity(CHUNK_WORDS.max(2 * text.len()));
            chunk.extend(text);
            self.chunks.push(chunk);
            self.start = 0;
        }
        let last = self.chunks.len() - 1;
        &mut self.chunks[last]
    }

    /// Ends the open text, which belongs to the next `documents` documents, and returns its words.
    pub(super) fn end_text(&mut self, documents: usize) -> impl Iterator<Item = PlacedWord> {
        let (start, end) = (self.start, self.chunks.last().map_or(0, Vec::len));
        let chunk = self.chunks.len().saturating_sub(1) as u32;
        self.texts.extend(std::iter::repeat_n(TextRange { chunk, words: start as u32..end as u32 }, documents));
        self.start = end;
        let words = self.chunks.last().map_or(&[][..], |chunk| &chunk[start..]);
        words.iter().map(|word| PlacedWord { id: word & !SAME_POSITION, has_position: word & SAME_POSITION == 0 })
    }

    /// Number of words in all texts; a shared text counts once.
    pub(super) fn len(&self) -> usize {
        self.words
    }

    /// Approximate memory use in bytes.
    pub(super) fn memory(&self) -> usize {
        size_of::<u32>() * self.words + size_of::<TextRange>() * self.texts.capacity()
    }

    /// Returns the words of each document, flags included.
    fn documents(&self) -> impl Iterator<Item = &[u32]> {
        self.texts.iter().map(|TextRange { chunk, words }| {
            // No chunk exists before the first word.
            self.chunks.get(*chunk as usize).map_or(&[][..], |chunk| &chunk[words.start as usize..words.end as usize])
        })
    }

    /// Returns the number of occurrences of each word in the texts of all documents, by word id.
    pub(super) fn counts(&self) -> Vec<u32> {
        let mut counts = Vec::new();
        for word in self.documents().flatten() {
            let id = (word & !SAME_POSITION) as usize;
            if id >= counts.len() {
                counts.resize(id + 1, 0);
            }
            counts[id] += 1;
        }
        counts
    }

    /// Calls `visit` with term, document and position of every occurrence of a term, in order of document and position.
    /// `terms` maps a word to its terms.
    pub(super) fn for_each_occurrence<'a>(
        &'a self,
        terms: &impl Fn(u32) -> &'a [u32],
        mut visit: impl FnMut(u32, DocId, u32),
    ) {
        for (doc, words) in self.documents().enumerate() {
            let mut position = 0;
            for word in words {
                for term in terms(word & !SAME_POSITION) {
                    visit(*term, doc as DocId, position);
                }
                position += if *word == GAP_WORD { GAP_WIDTH } else { u32::from(word & SAME_POSITION == 0) };
            }
        }
    }

    /// Calls `visit` with the labels of each two words at neighbouring positions, and their document, in order of the documents.
    /// `label` gives the label of a word; words without one are left out. Words of one label at one position count once.
    pub(super) fn for_each_neighbours<L: Copy + PartialEq>(
        &self,
        label: impl Fn(u32) -> Option<L>,
        mut visit: impl FnMut(L, L, DocId),
    ) {
        // Labels at the last position and at the current one.
        let (mut before, mut here): (Vec<L>, Vec<L>) = (Vec::new(), Vec::new());
        for (doc, words) in self.documents().enumerate() {
            before.clear();
            here.clear();
            for word in words {
                if let Some(label) = label(word & !SAME_POSITION)
                    && !here.contains(&label)
                {
                    before.iter().for_each(|before| visit(*before, label, doc as DocId));
                    here.push(label);
                }
                // The gap has no label, so that it has no neighbours.
                if word & SAME_POSITION == 0 {
                    std::mem::swap(&mut before, &mut here);
                    here.clear();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beside_each_other_share_a_position() {
        let mut texts = ForwardIndex::default();
        // Joint spelling 7 before its pieces 1 and 2, then 3 with 9 beside it; two documents share the text.
        texts.push_before_next(7);
        texts.push(1);
        texts.push(2);
        texts.push(3);
        texts.push_beside_last(9);
        let pairs = |words: Vec<PlacedWord>| words.iter().map(|word| (word.id, word.has_position)).collect::<Vec<_>>();
        let words = pairs(texts.end_text(2).collect());
        assert_eq!(words, [(7, false), (1, true), (2, true), (9, false), (3, true)]);
        texts.push(1);
        texts.push(GAP_WORD);
        texts.push(1);
        assert_eq!(pairs(texts.end_text(1).collect()), [(1, true), (GAP_WORD, true), (1, true)]);
        let ids: Vec<u32> = (0..10).collect();
        let mut occurrences = Vec::new();
        texts.for_each_occurrence(&|word| &ids[word as usize..=word as usize], |term, doc, position| {
            occurrences.push((doc, position, term));
        });
        let first = [(0, 7), (0, 1), (1, 2), (2, 9), (2, 3)];
        let expected: Vec<_> = [0, 1].into_iter().flat_map(|doc| first.map(|(at, word)| (doc, at, word))).collect();
        assert_eq!(occurrences[..10], expected);
        assert_eq!(occurrences[10..], [(2, 0, 1), (2, 1, GAP_WORD), (2, 1 + GAP_WIDTH, 1)]);
    }

    #[test]
    fn neighbours_are_at_positions_side_by_side() {
        let mut texts = ForwardIndex::default();
        // Two words at the first position, the same one twice at the second, then a gap, and a text with one word.
        texts.push_before_next(7);
        texts.push(1);
        texts.push_before_next(2);
        texts.push(2);
        texts.push(3);
        texts.push(GAP_WORD);
        texts.push(4);
        texts.push(4);
        assert_eq!(texts.end_text(1).count(), 8);
        texts.push(5);
        assert_eq!(texts.end_text(2).count(), 1);
        let label = |word: u32| (word != GAP_WORD && word != 3).then_some(word % 7);
        let mut neighbours = Vec::new();
        texts.for_each_neighbours(label, |first, second, doc| neighbours.push((doc, first, second)));
        assert_eq!(neighbours, [(0, 0, 2), (0, 1, 2), (0, 4, 4)]);
    }

    #[test]
    fn a_text_lies_in_one_chunk() {
        let mut texts = ForwardIndex::default();
        let lengths = [CHUNK_WORDS - 2, 5, 0, 3 * CHUNK_WORDS, 1, CHUNK_WORDS, 7];
        for (text, length) in lengths.into_iter().enumerate() {
            (0..length).for_each(|_| texts.push(text as u32));
            assert_eq!(texts.end_text(1).count(), length);
        }
        let stored: Vec<usize> = texts.documents().map(<[u32]>::len).collect();
        assert_eq!(stored, lengths);
        assert!(texts.documents().enumerate().all(|(text, words)| words.iter().all(|word| *word == text as u32)));
        assert_eq!(texts.len(), lengths.iter().sum::<usize>());
        assert_eq!(texts.counts(), lengths.map(|length| length as u32));
    }
}
