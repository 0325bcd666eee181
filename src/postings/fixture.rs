//! An index in memory whose postings are known, for tests.

#![allow(clippy::unwrap_used)]

use tantivy::indexer::NoMergePolicy;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TEXT, TextFieldIndexing, TextOptions};
use tantivy::{Index, TantivyDocument, Term};

use super::{Segments, TermInfo};

/// Words by their position in a passage.
pub(crate) type Words = Vec<u32>;

/// Passages of an article, but for the last of a segment, which may have fewer.
pub(crate) const ARTICLE_PASSAGES: usize = 3;
const LAST_ARTICLE: u64 = 1 << 30;

/// Some passages, in an index and as they are.
pub(crate) struct Fixture {
    pub(crate) segments: Segments,
    pub(crate) field: Field,
    /// Pairs of words side by side, without positions. As many tokens as words, so that lengths are those of `field`.
    pairs: Field,
    /// By segment, by passage.
    pub(crate) passages: Vec<Vec<Words>>,
}

impl Fixture {
    /// Indexes `passages`, given by segment, and deletes those for which `is_deleted` is true of segment and passage.
    pub(crate) fn new(passages: Vec<Vec<Words>>, is_deleted: impl Fn(usize, usize) -> bool) -> Fixture {
        let mut schema = Schema::builder();
        let field = schema.add_text_field("terms", TEXT);
        let freqs =
            TextFieldIndexing::default().set_tokenizer("whitespace").set_index_option(IndexRecordOption::WithFreqs);
        let pairs = schema.add_text_field("pairs", TextOptions::default().set_indexing_options(freqs));
        let key = schema.add_u64_field("key", INDEXED);
        let order = schema.add_u64_field("order", FAST);
        let siblings = schema.add_u64_field("passages", FAST);
        let date = schema.add_i64_field("date", FAST);
        let sketch = schema.add_u64_field("sketch", INDEXED | FAST);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 15_000_000).unwrap();
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let (mut number, mut article, mut first_articles) = (0_u64, 0, Vec::new());
        for words in &passages {
            first_articles.push(article + 1);
            for (doc, words) in words.iter().enumerate() {
                article += u64::from(doc % ARTICLE_PASSAGES == 0);
                let mut document = TantivyDocument::new();
                document.add_text(field, words.iter().map(|word| format!("w{word} ")).collect::<String>());
                let pair = |pair: &[u32]| format!("{}+{} ", pair[0], pair[1]);
                document.add_text(pairs, words.windows(2).map(pair).collect::<String>() + "end");
                document.add_u64(key, number);
                // Against the order in which articles lie, as after a merge.
                document.add_u64(order, crate::index::order(LAST_ARTICLE - article, doc % ARTICLE_PASSAGES));
                document.add_u64(siblings, ARTICLE_PASSAGES as u64);
                document.add_i64(date, number as i64 % 10);
                document.add_u64(sketch, number);
                writer.add_document(document).unwrap();
                number += 1;
            }
            writer.commit().unwrap();
        }
        let keys = passages.iter().enumerate().flat_map(|(at, all)| (0..all.len()).map(move |doc| (at, doc))).zip(0..);
        for ((at, doc), number) in keys {
            if is_deleted(at, doc) {
                writer.delete_term(Term::from_field_u64(key, number));
            }
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let segments = Segments::open(&searcher, &[field, pairs], sketch).unwrap();
        // tantivy lists segments by size; passages know where they were written.
        let mut in_order = Vec::new();
        for segment in segments.all() {
            let first = LAST_ARTICLE - crate::index::article_number(segment.order.get(0));
            let at = first_articles.iter().position(|article| *article == first);
            in_order.push(passages[at.unwrap()].clone());
        }
        Fixture { segments, field, pairs, passages: in_order }
    }

    /// Passages drawn by `seed`: word `w` stands at each position with a share that falls with `w`, and lengths differ widely.
    pub(crate) fn drawn(segments: &[usize], words: u32, seed: u64) -> Fixture {
        let mut random = crate::random::SplitMix(seed);
        let mut below = |end: u64| random.next() % end;
        let mut draw = |count: &usize| -> Vec<Words> {
            let mut passage = || {
                let length = 1 + below(4) * below(30);
                (0..length)
                    .map(|_| (below(u64::from(words)) * below(u64::from(words)) / u64::from(words)) as u32)
                    .collect()
            };
            (0..*count).map(|_| passage()).collect()
        };
        let passages = segments.iter().map(&mut draw).collect();
        Fixture::new(passages, |at, doc| (doc + at) % 17 == 5)
    }

    pub(crate) fn term(&self, word: u32) -> TermInfo {
        self.segments.term_info(self.field, &format!("w{word}")).unwrap()
    }

    /// The pair of two words side by side.
    pub(crate) fn pair(&self, first: u32, second: u32) -> TermInfo {
        self.segments.pair_info(self.field, self.pairs, &format!("{first}+{second}")).unwrap()
    }

    /// Positions of `word` in a passage.
    pub(crate) fn positions(&self, segment: usize, doc: u32, word: u32) -> Vec<u32> {
        let words = self.passages[segment][doc as usize].iter();
        words.zip(0..).filter(|(found, _)| **found == word).map(|(_, position)| position).collect()
    }

    /// Passages with `word` and its frequency there, deleted ones included.
    pub(crate) fn postings(&self, segment: usize, word: u32) -> Vec<(u32, u32)> {
        let docs = 0..self.passages[segment].len() as u32;
        let freq = |doc| (doc, self.positions(segment, doc, word).len() as u32);
        docs.map(freq).filter(|(_, freq)| *freq > 0).collect()
    }
}
