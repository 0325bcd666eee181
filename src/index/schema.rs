//! The fields of a passage on disk; `index/README.md` says the same in words.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Version of everything below and of the manifest. Raise it with every change that old programs cannot read.
pub const FORMAT: u32 = 7;

/// Bits of `order` that number the passage inside its article.
const ORDINAL_BITS: u32 = 24;

/// The fields. One document is one passage; all passages of an article stand side by side in one segment.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// Terms of the passage's text without stop words, with positions; parts of a compound stand at its
    /// place. The first passage has the title's before them.
    pub terms: Field,
    /// Exact forms of the same text, every word, with positions, and `„` and `“` at the first and the last word of
    /// everything between quotation marks.
    pub exact: Field,
    /// Terms of the article's title, on each of its passages.
    pub title: Field,
    /// Exact forms of the article's title, on each of its passages.
    pub title_exact: Field,
    /// The article's id, whole.
    pub article: Field,
    /// Number of the writing of the article: by it its passages are removed when it changes.
    pub version: Field,
    /// Words of the source's name; the name itself as a column.
    pub source: Field,
    /// Words of the section's name; the name itself as a column.
    pub section: Field,
    /// Day of publication, in days since 1970-01-01; a column, absent when unknown.
    pub date: Field,
    /// Number of the article shifted by 24 bits, plus the number of the passage in it: the order in which
    /// they were read, and of hits with the same score.
    pub order: Field,
    /// How many passages the article has.
    pub passages: Field,
    /// What a hit shows: [`super::Stored`] as JSON.
    pub stored: Field,
}

impl Fields {
    /// Those of words with positions.
    pub(crate) fn texts(&self) -> [Field; 6] {
        [self.terms, self.exact, self.title, self.title_exact, self.source, self.section]
    }
}

/// The schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    // tantivy's tokenizers see no text: segments are built from the analyser's words.
    let text = || {
        let indexing = TextFieldIndexing::default().set_tokenizer("raw");
        TextOptions::default().set_indexing_options(indexing.set_index_option(IndexRecordOption::WithFreqsAndPositions))
    };
    let mut schema = Schema::builder();
    let fields = Fields {
        terms: schema.add_text_field("terms", text()),
        exact: schema.add_text_field("exact", text()),
        title: schema.add_text_field("title", text()),
        title_exact: schema.add_text_field("title_exact", text()),
        article: schema.add_text_field("article", STRING),
        version: schema.add_u64_field("version", INDEXED),
        source: schema.add_text_field("source", text().set_fast("raw")),
        section: schema.add_text_field("section", text().set_fast("raw")),
        date: schema.add_i64_field("date", INDEXED | FAST),
        order: schema.add_u64_field("order", FAST),
        passages: schema.add_u64_field("passages", FAST),
        stored: schema.add_bytes_field("stored", STORED),
    };
    (schema.build(), fields)
}

/// The value of `order`.
pub(crate) fn order(article: u64, ordinal: usize) -> u64 {
    (article << ORDINAL_BITS) | ordinal as u64
}

/// The passage's number in its article, from its `order`.
pub(crate) fn ordinal(order: u64) -> u32 {
    (order & ((1 << ORDINAL_BITS) - 1)) as u32
}

/// The article's number, from the `order` of one of its passages.
pub(crate) fn article_number(order: u64) -> u64 {
    order >> ORDINAL_BITS
}
